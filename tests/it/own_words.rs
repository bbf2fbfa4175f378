//! A study's own words for those it is about, in everything that is written.

use std::fmt::Write;
use std::io::{Cursor, Read};
use std::path::Path;

use tashika::diag::Sink;
use tashika::findings::Bundle;
use tashika::render;
use tashika::study::read_str;
use tashika::text::{Lang, Part, Phrase, Vocabulary, Voices, Words, entries};

use super::honesty::noise;
use super::study_runs::{outputs, run_on};

const OF_THE_STUDY: &str = "[study.words]\n\
    took_part = { en = \"received a grant\", ja = \"助成を受けた\" }\n\
    did_not_take_part = { en = \"did not receive a grant\", ja = \"助成を受けていない\" }\n\
    taking_part = { en = \"receiving a grant\", ja = \"助成\" }\n\
    program = { en = \"the grant\", ja = \"助成\" }\n\
    unit = { en = \"charity\", ja = \"団体\" }\nunits = \"charities\"\nunit_n = \"団体\"\n";

const OF_THE_QUESTION: &str = "[questions.words]\n\
    took_part = { en = \"are led by a minority\", ja = \"少数者が運営する\" }\n\
    did_not_take_part = { en = \"are not led by a minority\", ja = \"少数者が運営していない\" }\n\
    taking_part = { en = \"being led by a minority\", ja = \"少数者の運営\" }\n";

/// 120 charities, 40 of them funded, alike before.
fn table() -> String {
    let mut table = String::from("id,t,m,x,y0,y1\n");
    for unit in 0..120 {
        let (x, y0) = (50.0 + 10.0 * noise(unit), 20.0 + 5.0 * noise(unit + 1000));
        let t = unit % 3 == 0;
        let y1 = y0 + 2.0 * noise(unit + 2000) + if t { 4.0 } else { 0.0 };
        writeln!(table, "u{unit:03},{},{},{x:.2},{y0:.2},{y1:.2}", u8::from(t), u8::from(unit % 4 == 0)).unwrap();
    }
    table
}

fn study(words: &str, more: &str) -> String {
    let question = |id: &str, t: &str, more: &str| {
        format!(
            "[[questions]]\nid = \"{id}\"\noutcomes = [\"y1\"]\nbaseline = {{ y1 = \"y0\" }}\ntreatment = \"{t}\"\n\
             covariates = [\"x\", \"y0\"]\ndesign = \"nearest\"\n{more}"
        )
    };
    format!(
        "{words}[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.y1]\nlabel = {{ en = \"Income\", ja = \"収入\" }}\n\
         better = \"higher\"\n[variables.y0]\nlabel = {{ en = \"Income before\", ja = \"前の収入\" }}\n{}{}{}",
        question("grants", "t", ""),
        question("alone", "t", "").replace("nearest", "before-after").replace("covariates = [\"x\", \"y0\"]\n", ""),
        question("minority", "m", more)
    )
}

/// All texts of a file: of archives the texts of their XML without marks.
pub fn texts(path: &str, bytes: &[u8]) -> String {
    if !(path.ends_with(".xlsx") || path.ends_with(".docx")) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let _ = file.read_to_string(&mut all);
    }
    all
}

fn read_by_people(path: &str) -> bool {
    [".html", ".csv", ".xlsx", ".docx", ".svg"].iter().any(|end| path.ends_with(end))
}

fn around(text: &str, word: &str) -> Option<String> {
    let at = text.find(word)?;
    let from = (0..=at.saturating_sub(60)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let to = (at + 90..).find(|to| *to >= text.len() || text.is_char_boundary(*to)).unwrap_or(text.len());
    Some(text[from..to.min(text.len())].to_string())
}

fn heard(files: &[(String, Vec<u8>)], words: &[&str]) -> Vec<String> {
    let read = files.iter().filter(|(path, _)| read_by_people(path));
    let told = read.flat_map(|(path, bytes)| {
        let text = texts(path, bytes).to_lowercase().replace("助成・事業・連携", "");
        words.iter().filter_map(|word| Some(format!("{path}: {}", around(&text, word)?))).collect::<Vec<_>>()
    });
    told.collect()
}

#[test]
fn nobody_reads_the_words_of_the_house_where_the_study_has_its_own() {
    let bundle = run_on(&table(), &study(OF_THE_STUDY, OF_THE_QUESTION));
    let files = outputs(&bundle);
    let heard =
        heard(&files, &["took part", "take part", "taking part", "due to the program", "参加", "事業", "charitys"]);
    assert!(heard.is_empty(), "{}", heard.join("\n"));
    let said: Vec<String> = bundle.findings.findings.iter().flat_map(|it| it.texts.values().cloned()).collect();
    insta::assert_snapshot!(said.join("\n"));
    let temp = tempfile::tempdir().unwrap();
    for (path, bytes) in &files {
        let path = temp.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let stored = render::load(temp.path(), &mut Sink::new()).unwrap();
    let texts = |bundle: &Bundle| bundle.findings.findings.iter().map(|it| it.texts.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&stored), texts(&bundle));
    let lang = |bundle: &Bundle| bundle.findings.study.languages[0].about("minority");
    let took_part = Phrase { template: "Took part".into(), args: Vec::new() };
    assert_eq!(took_part.render(lang(&stored)), took_part.render(lang(&bundle)));
}

/// Words that no template holds, so that what is left of the house's is seen.
fn marked() -> Voices {
    let word = |part: Part| {
        Words::of([("en", "@"), ("ja", "@")].map(|(lang, mark)| (lang, if part == Part::UnitN { "" } else { mark })))
    };
    let study = Vocabulary(Part::ALL.into_iter().map(|part| (part, word(part))).collect());
    Voices { study, ..Voices::default() }
}

#[test]
fn no_template_keeps_the_words_of_the_house_for_itself() {
    let voices = marked();
    // Of lists of grants and of words for what a column says; not of those who are compared.
    let of_columns = ["参加・受給"];
    let mut left = Vec::new();
    for template in entries(Lang::Ja).keys() {
        let phrase = Phrase { template: template.clone().into(), args: Vec::new() };
        let (en, ja) = (phrase.render(Lang::En.speaking(&voices)), phrase.render(Lang::Ja.speaking(&voices)));
        let english = en.to_lowercase();
        left.extend(
            ["took part", "take part", "taking part"]
                .iter()
                .filter(|word| english.contains(**word))
                .map(|_| en.clone()),
        );
        let rest = of_columns.iter().fold(ja.clone(), |rest, kept| rest.replace(kept, ""));
        left.extend(rest.contains("参加").then_some(ja));
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
}

fn told(words: &str, question: &str) -> Vec<(String, String)> {
    let mut sink = Sink::new();
    let _ = read_str(&study(words, question), "study.toml", Path::new(""), &mut sink);
    sink.problems.iter().map(|problem| (problem.code.to_string(), tashika::diag::render(problem, Lang::En))).collect()
}

#[test]
fn words_that_would_leave_others_beside_them_are_refused() {
    let says = |words: &str, question: &str, code: &str, part: &str| {
        let told = told(words, question);
        assert!(told.iter().any(|(own, text)| own == code && text.contains(part)), "{words}{question}: {told:?}");
    };
    assert_eq!(told(OF_THE_STUDY, OF_THE_QUESTION), []);
    let all = "{ en = \"a\", ja = \"b\" }";
    says(&format!("[study]\nwords = {{ took_part = {all} }}\n"), "", "words-incomplete", "did_not_take_part");
    says(&format!("[study]\nwords = {{ unit = {all} }}\n"), "", "words-incomplete", "units");
    says("[study]\nwords = { program = \"the grant\" }\n", "", "words-incomplete", "ja, en");
    says("[study]\nwords = { program = { en = \"the grant\" } }\n", "", "words-incomplete", "(ja)");
    says("[study]\nwords = { unit_n = { en = \"a\" } }\n", "", "no-effect", "`en`");
    says("[study]\nlanguage = \"en\"\nwords = { unit_n = \"団体\" }\n", "", "no-effect", "`en`");
    says(&format!("[study]\nwords = {{ progam = {all} }}\n"), "", "unknown-key", "study.toml:2");
    says("[study]\nwords = { program = \"\" }\n", "", "empty-value", "program");
    let same = format!("[questions.words]\nprogram = {all}\n");
    says(&format!("[study]\nwords = {{ program = {all} }}\n"), &same, "no-effect", "the study says the same");
    assert_eq!(told("[study]\nlanguage = \"en\"\nwords = { program = \"the grant\" }\n", ""), []);
}
