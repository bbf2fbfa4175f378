//! Word documents of the user's own, filled with results.

use std::fs;
use std::io::{Cursor, Read, Write};

use tashika::diag::{Diagnostic, Sink, render as told};
use tashika::exhibit::Audience;
use tashika::findings::{Bundle, WordTemplate, disclosure};
use tashika::render::fill::{Filling, filled};
use tashika::render::{self, folder};
use tashika::run;
use tashika::text::Lang;
use zip::write::SimpleFileOptions;

use super::study_runs::{outputs, run_study, said};
use super::word::part;

const WORDS: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing""#;
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

fn lists(entries: &[(&str, &str)]) -> String {
    let line = |(at, (kind, target)): (usize, &(&str, &str))| {
        format!(r#"<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
    };
    let lines: String = entries.iter().enumerate().map(line).collect();
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>"#
    )
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A document with a body, a header and a part that is none of ours.
fn document(body: &str, header: &str) -> Vec<u8> {
    let body = format!(
        r#"<w:document {WORDS}><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000"/></w:sectPr></w:body></w:document>"#
    );
    let header = format!("<w:hdr {WORDS}>{header}</w:hdr>");
    packed(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", lists(&[("officeDocument", "word/document.xml")]).as_bytes()),
        ("word/_rels/document.xml.rels", lists(&[("header", "header1.xml")]).as_bytes()),
        ("word/document.xml", body.as_bytes()),
        ("word/header1.xml", header.as_bytes()),
        ("word/media/logo.bin", &[0, 1, 2, 255]),
    ])
}

fn paragraph(runs: &[&str]) -> String {
    let run = |text: &&str| format!(r#"<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#);
    format!("<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr>{}</w:p>", runs.iter().map(run).collect::<String>())
}

fn template(bytes: Vec<u8>) -> WordTemplate {
    WordTemplate { name: "ours.docx".into(), lang: None, bytes: bytes.into() }
}

/// A study of 12 units, with one outcome in one question and two in another.
fn study(more: &str) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    let rows: String =
        (0..12).map(|unit| format!("u{unit:02},{unit}.0,{}.5,{}\n", unit + unit % 3, unit * 2)).collect();
    fs::write(temp.path().join("d.csv"), format!("id,b,a,c\n{rows}")).unwrap();
    let text = format!(
        "{more}\n[study]\ntitle = \"Grants <& more>\"\nlanguage = \"en\"\n[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\n\
         outcomes = [\"a\"]\nbaseline = {{ a = \"b\" }}\ndesign = \"before-after\"\n[[questions]]\nid = \"two\"\n\
         outcomes = [\"a\", \"c\"]\nbaseline = {{ a = \"b\", c = \"b\" }}\ndesign = \"before-after\"\n"
    );
    fs::write(temp.path().join("study.toml"), text).unwrap();
    temp
}

fn bundle() -> Bundle {
    let temp = study("");
    run_study(&temp.path().join("study.toml"))
}

/// A PNG of 1600 by 800 pixels, as far as its header tells.
fn png() -> Vec<u8> {
    let mut bytes = vec![137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82];
    bytes.extend(1600_u32.to_be_bytes());
    bytes.extend(800_u32.to_be_bytes());
    bytes
}

fn fill(bundle: &Bundle, bytes: Vec<u8>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let png = png();
    let pictures = |_: &str| Some(png.as_slice());
    filled(&template(bytes), &Filling { known: bundle, shown: bundle, lang: Lang::En, pictures: &pictures })
}

fn problems(bundle: &Bundle, bytes: Vec<u8>) -> Vec<String> {
    let problems = fill(bundle, bytes).expect_err("it has problems");
    assert!(problems.iter().all(|problem| problem.code == "word-template"));
    problems.iter().map(|problem| told(problem, Lang::En)).collect()
}

/// The text of a part as a reader sees it, a line for each paragraph.
fn text(document: &[u8], name: &str) -> String {
    let xml = part(document, name);
    let tree = roxmltree::Document::parse(&xml).unwrap();
    let paragraphs = tree.descendants().filter(|node| node.tag_name().name() == "p" && node.parent().is_some());
    let words = |node: roxmltree::Node<'_, '_>| {
        node.descendants()
            .filter(|it| it.tag_name().name() == "t")
            .filter_map(|it| it.text().map(str::to_string))
            .collect::<String>()
    };
    paragraphs.map(words).collect::<Vec<_>>().join("\n")
}

fn raw(document: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn sentence(bundle: &Bundle, question: &str) -> String {
    bundle.findings.findings.iter().find(|finding| finding.question == question).unwrap().texts[&Lang::En].clone()
}

#[test]
fn names_in_pieces_in_cells_and_headers_are_filled_and_all_else_stays() {
    let bundle = bundle();
    let split =
        paragraph(&["Answer: {", "{finding", ".q.", "sentence}", "} ({{study.title}}) {{ Finding.two.C.label }}."]);
    let cell = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph(&["n = {{finding.q.n}}"]));
    let kept = r#"<w:p w:x="1"><w:r><w:t>as  it &gt; is</w:t></w:r><!-- a note --></w:p>"#;
    let source = document(&format!("{split}{cell}{kept}"), &paragraph(&["{{finding.q.verdict}}"]));
    let made = fill(&bundle, source.clone()).unwrap();
    let expected = sentence(&bundle, "q");
    let words = text(&made, "word/document.xml");
    assert!(words.starts_with(&format!("Answer: {expected} (Grants <& more>) c.\nn = 12\n")), "{words}");
    assert!(!text(&made, "word/header1.xml").contains('{'));
    let xml = part(&made, "word/document.xml");
    assert!(xml.contains(kept) && xml.matches("<w:i/>").count() == 6, "looks stay");
    for name in ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/media/logo.bin"] {
        assert_eq!(raw(&made, name), raw(&source, name), "{name}");
    }
    assert!(made == fill(&bundle, source).unwrap(), "the same each time");
}

#[test]
fn controls_show_what_was_filled_in() {
    let bundle = bundle();
    let block = format!(
        r#"<w:sdt><w:sdtPr><w:alias w:val="finding.q.cannot"/><w:showingPlcHdr/><w:dataBinding w:xpath="x"/><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"#,
        paragraph(&["Click here"])
    );
    let run = r#"<w:p><w:r><w:t>So: </w:t></w:r><w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr><w:tag w:val="finding.q.estimate"/><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>?</w:t></w:r></w:sdtContent></w:sdt></w:p>"#;
    let other = r#"<w:sdt><w:sdtPr><w:tag w:val="Client"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>ABC</w:t></w:r></w:p></w:sdtContent></w:sdt>"#;
    let made = fill(&bundle, document(&format!("{block}{run}{other}"), "<w:p/>")).unwrap();
    let (xml, words) = (part(&made, "word/document.xml"), text(&made, "word/document.xml"));
    assert!(!words.contains("Click") && !xml.contains("showingPlcHdr") && !xml.contains("dataBinding"));
    let finding = &bundle.findings.findings[0];
    let lines: Vec<String> = finding.claim.cannot_say.iter().map(|line| line.render(Lang::En)).collect();
    assert!(lines.len() > 1 && words.starts_with(&lines.join("\n")), "each line is a paragraph: {words}");
    assert!(words.contains("So: +") && xml.contains(r#"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">+"#));
    assert!(xml.contains(other), "other controls stay");
}

#[test]
fn charts_and_tables_stand_in_their_places() {
    let bundle = bundle();
    let exact = r#"<w:p><w:pPr><w:spacing w:after="10" w:line="200" w:lineRule="exact"/></w:pPr><w:r><w:t>{{finding.q.chart}}</w:t></w:r></w:p>"#;
    let used = r#"<w:tbl><w:tblPr><w:tblStyle w:val="House"/></w:tblPr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"#;
    let before = r#"<w:p><w:r><w:drawing><wp:inline><wp:docPr id="41" name="x"/></wp:inline></w:drawing></w:r></w:p>"#;
    let body = format!("{used}{before}{exact}{}{}", paragraph(&["{{answers}}"]), paragraph(&["{{table.two.effects}}"]));
    let made = fill(&bundle, document(&body, &paragraph(&["{{finding.q.chart}}"]))).unwrap();
    let xml = part(&made, "word/document.xml");
    roxmltree::Document::parse(&xml).unwrap();
    assert_eq!(raw(&made, "word/media/tashika1.png"), png());
    assert!(part(&made, "word/_rels/document.xml.rels").contains(r#"Id="rIdtashika1""#));
    assert!(part(&made, "word/_rels/header1.xml.rels").contains("media/tashika1.png"));
    assert!(part(&made, "[Content_Types].xml").contains(r#"Extension="png""#));
    assert!(xml.contains(r#"<w:spacing w:after="10" w:line="240" w:lineRule="auto"/>"#), "a line does not cut it");
    // 9,906 twentieths of a point wide, half as tall.
    assert!(xml.contains(r#"<wp:extent cx="6290310" cy="3145155"/>"#), "{xml}");
    assert!(xml.contains(r#"<wp:docPr id="42""#) && part(&made, "word/header1.xml").contains(r#"<wp:docPr id="43""#));
    assert_eq!(xml.matches(r#"<w:tblStyle w:val="House"/>"#).count(), 3);
    let words = text(&made, "word/document.xml");
    for finding in &bundle.findings.findings {
        assert!(words.contains(finding.label.get(Lang::En)));
    }
    let listed = fill(&bundle, document(&paragraph(&["{{names}}"]), "<w:p/>")).unwrap();
    let listed = text(&listed, "word/document.xml");
    for name in ["{{finding.q.sentence}}", "{{finding.two.c.chart}}", "{{question.two.title}}", "{{table.q/effects}}"] {
        assert!(listed.contains(name), "{name}");
    }
    let names: Vec<&str> = listed.lines().filter(|line| line.starts_with("{{")).collect();
    let all: String = names.iter().map(|name| paragraph(&[name])).collect();
    // Who wrote it, when and whom to ask is not in the study.
    let unsaid = fill(&bundle, document(&all, "<w:p/>")).expect_err("some are not said");
    assert_eq!(unsaid.len(), 4, "every name that is listed is known: {unsaid:?}");
}

#[test]
fn all_problems_are_told_at_once_with_their_places() {
    let bundle = bundle();
    let cells = format!(
        "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        paragraph(&["see {{fnding.q.sentence}}"])
    );
    let control = r#"<w:sdt><w:sdtPr><w:tag w:val="findng.q.sentence"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>held</w:t></w:r></w:p></w:sdtContent></w:sdt>"#;
    let texts = [
        "{{finding.q.sentense}}",
        "{{finding.two.sentence}}",
        "{{study.contact}}",
        "x {{answers}}",
        "{{study.title",
        "{{finding.q}}",
    ];
    let body: String = texts.iter().map(|text| paragraph(&[text])).collect();
    let found = problems(&bundle, document(&format!("{body}{cells}{control}"), &paragraph(&["{{nobody}}"])));
    assert_eq!(found.len(), 9, "{found:#?}");
    let one = |parts: &[&str]| {
        let hits = found.iter().filter(|text| parts.iter().all(|part| text.contains(part))).count();
        assert_eq!(hits, 1, "{parts:?} in {found:#?}");
    };
    one(&["`finding.q.sentense` is no name", "Did you mean `finding.q.sentence`?"]);
    one(&["`finding.two.sentence` may mean several", "finding.two.a.sentence", "finding.two.c.sentence"]);
    one(&["The study does not say `study.contact`", "Add `contact` to `[study]`"]);
    one(&["`answers` gives a table, and there is no room for it"]);
    one(&["does not end with two", "near “{{study.title”"]);
    one(&["`finding.q` is no name", "finding.q.sentence"]);
    one(&["`fnding.q.sentence`", "table 1, row 2, column 2", "near “see {{fnding.q.sentence}}”"]);
    one(&["`findng.q.sentence`", "near “held”", "Did you mean `finding.q.sentence`?"]);
    one(&["`nobody`", "header"]);
    assert!(found.iter().all(|text| text.contains("ours.docx")));
    assert!(problems(&bundle, document(&paragraph(&["plain"]), "<w:p/>"))[0].contains("no place to fill"));
}

#[test]
fn what_is_no_document_is_refused_with_its_reason() {
    let bundle = bundle();
    let with = |xml: &[u8]| {
        packed(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", lists(&[("officeDocument", "word/document.xml")]).as_bytes()),
            ("word/document.xml", xml),
        ])
    };
    let good = format!("<w:document {WORDS}><w:body>{}</w:body></w:document>", paragraph(&["{{study.title}}"]));
    fill(&bundle, with(good.as_bytes())).unwrap();
    let bomb = format!("<w:document {WORDS}>{}</w:document>", " ".repeat(70 << 20));
    let deep = format!("<w:document {WORDS}>{}", "<w:p>".repeat(100_000));
    let dtd = format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{}", good.replace("{{", "&a;{{"));
    let strict =
        good.replace("schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml");
    let cases: [(Vec<u8>, &str); 11] = [
        (Vec::new(), "no Word document"),
        (b"PK\x03\x04".to_vec(), "no Word document"),
        (vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "password"),
        (packed(&[("a", b"b")]), "no Word document"),
        (packed(&[("_rels/.rels", lists(&[("officeDocument", "../../etc/passwd")]).as_bytes())]), "no Word document"),
        (with(bomb.as_bytes()), "more than 64 MB"),
        (with(deep.as_bytes()), "damaged"),
        (with(dtd.as_bytes()), "document type"),
        (with(strict.as_bytes()), "another form of Open XML"),
        (with(&good.as_bytes()[..good.len() - 9]), "damaged"),
        (with(&[0xFF, 0xFE, b'<', 0]), "damaged"),
    ];
    for (bytes, why) in cases {
        let found = problems(&bundle, bytes);
        assert!(found.len() == 1 && found[0].contains(why), "{why}: {found:?}");
    }
    let many = paragraph(&["{{names}}"]).repeat(3_000);
    assert!(problems(&bundle, document(&many, "<w:p/>"))[0].contains("more than 2,000 places"));
    let long = paragraph(&[&format!("{{{{finding.{}}}}}", "x".repeat(1 << 16))]).repeat(100);
    assert_eq!(problems(&bundle, document(&long, "<w:p/>")).len(), 60, "problems are told up to a number");
    let macros = packed(&[
        ("[Content_Types].xml", TYPES.replace("document.main", "document.macroEnabled.main").as_bytes()),
        ("_rels/.rels", lists(&[("officeDocument", "word/document.xml")]).as_bytes()),
        ("word/document.xml", good.as_bytes()),
    ]);
    assert!(problems(&bundle, macros)[0].contains("macros"));
}

#[test]
fn a_document_with_any_byte_changed_is_filled_or_refused() {
    let bundle = bundle();
    let body = format!("{}{}", paragraph(&["{{finding.q.", "sentence}}"]), paragraph(&["{{finding.q.chart}}"]));
    let source = document(&body, &paragraph(&["{{study.title}}"]));
    for step in 0..400 {
        let mut bytes = source.clone();
        let at = step * 7919 % bytes.len();
        bytes[at] = bytes[at].wrapping_add(1 + (step % 255) as u8);
        bytes.truncate(if step % 5 == 0 { at } else { bytes.len() });
        let _ = fill(&bundle, bytes);
    }
}

/// A chart that the study declares leads the brief; it is not the chart of each finding.
#[test]
fn the_chart_of_a_finding_is_its_own_beside_a_declared_one() {
    let words = |more: &str| {
        let temp = study(more);
        let bundle = run_study(&temp.path().join("study.toml"));
        let made = fill(&bundle, document(&paragraph(&["{{finding.q.chart}}"]), "<w:p/>")).unwrap();
        part(&made, "word/document.xml").split("descr=\"").nth(1).unwrap().split('"').next().unwrap().to_string()
    };
    let declared =
        "[[charts]]\nid = \"steps\"\ntitle = \"Declared\"\nbars = [{ finding = \"q/a\" }, { finding = \"two/c\" }]\n";
    assert_eq!(words(""), words(declared));
}

#[test]
fn a_study_fills_its_document_in_each_edition_and_render_gives_the_same() {
    let temp = study("[reports]\nword = \"様式.docx\"\n[disclosure]\nprofile = \"ten\"\n");
    let body =
        format!("{}{}", paragraph(&["{{finding.q.sentence}}"]), paragraph(&["{{finding.q.chart}} {{study.edition}}"]));
    fs::write(temp.path().join("様式.docx"), document(&body, "<w:p/>")).unwrap();
    let bundle = run_study(&temp.path().join("study.toml"));
    let files = outputs(&bundle);
    let file =
        |name: &str| files.iter().find(|(path, _)| path == name).unwrap_or_else(|| panic!("no {name}")).1.clone();
    let (inside, outside) = (file("様式.filled.docx"), file("public/様式.filled.docx"));
    assert!(text(&inside, "word/document.xml").starts_with(&sentence(&bundle, "q")));
    let public = disclosure::publish(&bundle);
    assert_eq!(public.findings.edition, Audience::Public);
    let words = text(&outside, "word/document.xml");
    assert!(words.starts_with(&sentence(&public, "q")) && words.contains("Public edition"), "{words}");
    assert_ne!(public.findings.findings[0].effect, bundle.findings.findings[0].effect, "the editions differ here");
    assert!(
        !files.iter().any(|(path, _)| path.starts_with("public/templates")),
        "the document itself stays in the house"
    );

    let dir = temp.path().join("out");
    let written: Vec<folder::OutFile> =
        files.iter().map(|(path, bytes)| folder::OutFile { path: path.clone(), bytes: bytes.clone() }).collect();
    let mut sink = Sink::new();
    folder::write(&dir, &written, &|| {}, &mut |_| Ok(true), &mut sink).unwrap();
    fs::remove_file(temp.path().join("様式.docx")).unwrap();
    let stored = render::load(&dir, &mut sink).unwrap();
    assert!(outputs(&stored) == files, "the outputs can be made again without the document");
}

#[test]
fn a_document_that_is_not_there_or_not_written_is_an_error_at_its_line() {
    let told = |more: &str| {
        let temp = study(more);
        let mut sink = Sink::new();
        assert!(run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).is_err());
        said(&sink)
    };
    let missing = told("[reports]\nword = \"none.docx\"\n");
    assert!(
        missing.contains("none.docx: this Word template cannot be read") && missing.contains("study.toml:2"),
        "{missing}"
    );
    let temp = study("[reports]\nword = \"none.docx\"\n");
    let path = temp.path().join("study.toml");
    let text = fs::read_to_string(&path).unwrap().replace("[study]", "[study]\noutputs = [\"brief\"]");
    fs::write(&path, text).unwrap();
    let mut sink = Sink::new();
    assert!(run::run(&path, &|_| (), &mut sink).is_err());
    assert!(said(&sink).contains("`word` changes nothing here"), "{}", said(&sink));
}

#[test]
fn the_command_fills_a_document_and_replaces_no_file_of_a_person() {
    let temp = study("");
    fs::write(temp.path().join("ours.docx"), document(&paragraph(&["{{finding.q.sentence}}"]), "<w:p/>")).unwrap();
    let command = |args: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("tashika").unwrap();
        let output = command.current_dir(temp.path()).args(args).args(["--lang", "en"]).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(command(&["run", "study.toml", "--only", "workbook"]).0, Some(0));
    let alone = ["render", "study-results", "--into", "ours.docx", "-o", "letter.docx"];
    let (code, said) = command(&alone);
    assert_eq!(code, Some(0), "{said}");
    let made = fs::read(temp.path().join("letter.docx")).unwrap();
    assert!(!temp.path().join("study-results/ours.filled.docx").exists(), "alone");
    fs::write(temp.path().join("letter.docx"), "mine").unwrap();
    let (code, said) = command(&alone);
    assert!(code == Some(2) && said.contains("it is left as it is"), "{said}");
    assert_eq!(fs::read(temp.path().join("letter.docx")).unwrap(), b"mine");
    let inside = ["render", "study-results", "--into", "ours.docx", "--with", "public"];
    assert_eq!(command(&inside).0, Some(0));
    assert!(fs::read(temp.path().join("study-results/ours.filled.docx")).unwrap() == made);
    assert!(temp.path().join("study-results/public/ours.filled.docx").exists());
    // What a person wrote into the filled document is kept beside the new one.
    fs::write(temp.path().join("study-results/ours.filled.docx"), "my words").unwrap();
    assert_eq!(command(&inside).0, Some(0));
    assert_eq!(fs::read(temp.path().join("study-results/edited/ours.filled.docx")).unwrap(), b"my words");
    assert!(command(&["render", "study-results", "--into", "none.docx"]).1.contains("cannot be read"));
}
