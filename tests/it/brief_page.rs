//! What page one of the brief holds beside the answer: a row for each program with what to do, the declared chart, a picture.

use std::fmt::Write;
use std::fs;

use tashika::diag::Sink;
use tashika::findings::Bundle;
use tashika::render::report::PageScope;
use tashika::render::report::brief::{Brief, brief};
use tashika::render::{chart, report::Svgs};
use tashika::run;
use tashika::text::Lang;

use super::honesty::noise;
use super::study_runs::{outputs, run_study, said};

/// A JPEG of 48 by 32 pixels as far as its frame.
const JPEG: &[u8] = &[
    0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 17, 8, 0, 32, 0, 48, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
    0xFF, 0xD9,
];

/// Four programs of 60 applications each, of which every third was funded; only the first two helped.
fn table() -> String {
    let mut table = String::from("id,program,t,x,before,after\n");
    for unit in 0..240_usize {
        let (program, t) = (unit % 4, unit / 4 % 3 == 0);
        let (x, before) = (50.0 + 10.0 * noise(unit), (20.0 + 5.0 * noise(unit + 1000)).round());
        let helped = if t && program < 2 { 6.0 } else { 0.0 };
        let after = (before + 2.0 * noise(unit + 2000) + helped).round();
        writeln!(table, "u{unit:03},P{program},{},{x:.2},{before},{after}", u8::from(t)).unwrap();
    }
    table
}

const STUDY: &str = "language = [\"en\", \"ja\"]\n[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.after]\nlabel = { en = \"Volunteers\" }\n\
    better = \"higher\"\nsmallest_change_that_matters = 2\n[[questions]]\nid = \"q\"\noutcomes = [\"after\"]\nbaseline = { after = \"before\" }\n\
    treatment = \"t\"\ncovariates = [\"x\", \"before\"]\ndesign = { method = \"nearest\" }\n[reports]\nby = \"program\"\n\
    [[charts]]\nid = \"steps\"\ntitle = { en = \"The declared one\" }\nbars = [{ finding = \"q/after\" }]\n";

fn folder(head: &str) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("d.csv"), table()).unwrap();
    fs::write(temp.path().join("photo.jpg"), JPEG).unwrap();
    fs::write(temp.path().join("study.toml"), format!("[study]\n{head}{STUDY}")).unwrap();
    temp
}

fn page(bundle: &Bundle, lang: Lang) -> Brief {
    let drawn = |id: &str| {
        let figure = bundle.figures.iter().find(|figure| figure.id == id)?;
        let wide = chart::drawing(figure, bundle.table(&figure.table)?, lang).inline();
        Some(Svgs { narrow: Some(wide.clone()), wide })
    };
    brief(&PageScope::whole(bundle), lang, &drawn)
}

#[test]
fn each_program_has_a_row_with_its_answer_and_what_to_do() {
    let temp = folder("");
    let bundle = run_study(&temp.path().join("study.toml"));
    let answer = page(&bundle, Lang::En).answer.unwrap();
    let (heading, rows) = &answer.parts;
    assert_eq!(heading, "Volunteers by program (compared anew within each)");
    assert_eq!(answer.next.0, "Decide one by one:");
    assert!(answer.next.1.starts_with("Continue, and keep measuring: P0, P1."), "{}", answer.next.1);
    assert_eq!(rows.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["P0", "P1", "P2", "P3"]);
    for (row, helped) in rows.iter().zip([true, true, false, false]) {
        assert_eq!(row.next == "Continue, and keep measuring", helped, "{} {}", row.label, row.next);
        assert!(row.cases.contains("to compare with"), "{}: {}", row.label, row.cases);
        assert!(!helped || (!row.estimate.is_empty() && row.step >= 3), "{}", row.label);
    }
    let html = String::from_utf8(file(&bundle, "brief.en.html")).unwrap();
    assert!(html.contains("compared anew within each") && html.contains("→ Continue, and keep measuring"), "{html}");
}

#[test]
fn a_declared_chart_leads() {
    let temp = folder("");
    let bundle = run_study(&temp.path().join("study.toml"));
    let chart = page(&bundle, Lang::En).answer.unwrap().chart.unwrap();
    assert!(chart.id.contains("steps") && chart.title.contains("The declared one"), "{} {}", chart.id, chart.title);
}

fn file(bundle: &Bundle, name: &str) -> Vec<u8> {
    outputs(bundle).into_iter().find(|(path, _)| path == name).unwrap().1
}

#[test]
fn a_picture_stands_in_page_and_document_with_its_words_and_without_the_consent() {
    const PHOTO: &str = "photo = { file = \"photo.jpg\", shows = { en = \"A market\", ja = \"市場\" }, consent = \"2026-10-02 on paper\" }\n";
    let temp = folder(PHOTO);
    let bundle = run_study(&temp.path().join("study.toml"));
    let html = String::from_utf8(file(&bundle, "brief.ja.html")).unwrap().replace("&#x2f;", "/");
    assert!(
        html.contains("src=\"data:image/jpeg;base64,/9j/")
            && html.contains("alt=\"市場\"")
            && !html.contains("2026-10-02")
    );
    let docx = file(&bundle, "brief.en.docx");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let photo = names.iter().find(|name| name.ends_with(".jpg")).expect("a JPEG is one");
    let mut text = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    assert!(text("[Content_Types].xml").contains("image/jpeg"));
    assert!(text("word/_rels/document.xml.rels").contains(photo.trim_start_matches("word/")));
    assert!(text("word/document.xml").contains("descr=\"A market\""));
}

#[test]
fn a_picture_that_is_none_is_told() {
    for (file, content) in
        [("d.csv", None), ("none.jpg", None), ("big.jpg", Some([JPEG, &vec![0; 1_500_001]].concat()))]
    {
        let temp = folder(&format!("photo = {{ file = \"{file}\", shows = \"A market\", consent = \"yes\" }}\n"));
        content.iter().for_each(|bytes| fs::write(temp.path().join(file), bytes).unwrap());
        let mut sink = Sink::new();
        assert!(run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).is_err());
        assert!(said(&sink).contains(&format!("{file}: this picture cannot be read")), "{}", said(&sink));
        assert!(said(&sink).contains("study.toml:2"), "{}", said(&sink));
    }
}

/// Stored results may come from elsewhere: what is no picture is not put into a page.
#[test]
fn a_stored_picture_that_asks_elsewhere_is_left_out() {
    let temp = folder("photo = { file = \"photo.jpg\", shows = \"A market\", consent = \"yes\" }\n");
    let mut bundle = run_study(&temp.path().join("study.toml"));
    assert!(page(&bundle, Lang::En).photo.is_some());
    for data in ["https://example.org/x.png", "data:image/svg+xml;base64,AAAA", "data:image/png;base64,\"><script>"] {
        bundle.findings.study.imprint.photo.as_mut().unwrap().data = data.into();
        assert!(page(&bundle, Lang::En).photo.is_none(), "{data}");
    }
}
