//! Keys that would have no effect: somebody meant something by them, so that passing over them would be silently wrong.

use std::path::Path;

use crate::diag::{Diagnostic, Place, Sink};
use crate::phrase;
use crate::text::Phrase;

use super::{Located, Output, Question, Reports, Source, Study};

/// Endings of files that are workbooks.
const BOOKS: [&str; 5] = ["xlsx", "xlsm", "xlsb", "xls", "ods"];
/// Endings of files of text.
const TEXTS: [&str; 3] = ["csv", "tsv", "txt"];
/// Designs that compare with nobody alike.
const WITHOUT_COVARIATES: [&str; 2] = ["before-after", "two-groups"];

/// Refuses the keys of which the study alone shows that they have no effect.
pub(super) fn check(study: &Study, sink: &mut Sink) {
    study.sources.iter().for_each(|source| of_source(source, sink));
    study.questions.iter().for_each(|question| of_question(question, sink));
    families(study, sink);
    of_reports(study, sink);
    super::words::check(study, sink);
}

/// A key without effect.
pub fn without_effect(key: &str, why: Phrase, hint: Phrase, place: Place) -> Diagnostic {
    let message = phrase!("`{key}` changes nothing here: {why}", key = key, why = why);
    Diagnostic::error("no-effect", message).hint(hint).at(place)
}

fn take_out(key: &str) -> Phrase {
    phrase!("Take `{key}` out", key = key)
}

/// What is said of the pages of those who took part.
fn of_pages(reports: &Reports) -> impl Iterator<Item = (&'static str, &Located<String>)> {
    let name = reports.name.iter().map(|name| ("name", name));
    name.chain(reports.about.first().map(|it| ("about", it))).chain(reports.answers.first().map(|it| ("answers", it)))
}

/// Pages of parts are asked for, and the outputs that are named leave them out.
fn of_reports(study: &Study, sink: &mut Sink) {
    let word = study.reports.as_ref().and_then(|reports| reports.word.as_ref());
    if let Some(word) = word.filter(|_| !study.outputs.has(Output::Filled)) {
        let why = phrase!("`outputs` leaves filled documents out");
        let hint = phrase!("Add {value} to `outputs`, or take `word` out", value = "\"filled\"");
        sink.push(without_effect("word", why, hint, word.place.clone()));
    }
    for (key, named) in study.reports.iter().filter(|it| !it.grantees).flat_map(of_pages) {
        let why = phrase!("it is of the pages of those who took part, which are not asked for");
        let hint = phrase!("Add {value}, or take `{key}` out", value = "`grantees = true`", key = key);
        sink.push(without_effect(key, why, hint, named.place.clone()));
    }
    let Some(reports) = study.reports.as_ref().filter(|it| it.by.is_some() || it.grantees) else { return };
    if study.outputs.has(Output::Parts) {
        return;
    }
    let place = reports.by.as_ref().map_or_else(|| Place::file(Path::new(&*study.file)), |by| by.place.clone());
    let why = phrase!("`outputs` leaves the pages of parts out");
    let hint = phrase!("Add {value} to `outputs`, or take `[reports]` out", value = "\"parts\"");
    sink.push(without_effect("reports", why, hint, place));
}

fn of_source(source: &Source, sink: &mut Sink) {
    let ending = source.file.value.rsplit('.').next().unwrap_or_default().to_lowercase();
    if let Some(encoding) = source.encoding.as_ref().filter(|_| BOOKS.contains(&ending.as_str())) {
        let why = phrase!("a workbook says its encoding itself");
        sink.push(without_effect("encoding", why, take_out("encoding"), encoding.place.clone()));
    }
    let sheet = source.sheet.as_ref().or(source.sheets.first());
    if let Some(sheet) = sheet.filter(|_| TEXTS.contains(&ending.as_str())) {
        let why = phrase!("a text file has no sheets");
        sink.push(without_effect("sheet", why, take_out("sheet"), sheet.place.clone()));
    }
}

fn of_question(question: &Question, sink: &mut Sink) {
    let designs = &question.designs;
    let none_matches = designs.iter().all(|design| WITHOUT_COVARIATES.contains(&design.method.value.as_str()));
    if let Some(first) = question.covariates.first().filter(|_| none_matches && !designs.is_empty()) {
        let why = phrase!("the design `{design}` makes nobody alike", design = &designs[0].method.value);
        let hint =
            phrase!("Take `{key}` out, or write {example}", key = "covariates", example = "design = \"nearest\"");
        sink.push(without_effect("covariates", why, hint, first.place.clone()));
    }
    of_others(question, sink);
    if let Some(start) = question.start.as_ref().filter(|_| !counts_from_start(question)) {
        let why = phrase!("no period is counted from it");
        let hint = phrase!(
            "Write periods such as {example}, or take `start` out",
            example = "before = \"start-1\", after = \"start+1\""
        );
        sink.push(without_effect("start", why, hint, start.place.clone()));
    }
}

/// Keys that speak of two groups, where every design has one.
fn of_others(question: &Question, sink: &mut Sink) {
    let designs = &question.designs;
    let alone = designs.iter().all(|design| WITHOUT_COVARIATES.contains(&design.method.value.as_str()));
    let earlier = question.earlier.first().map(|(outcome, _)| ("earlier", &outcome.place));
    let asked = question.characteristics.first().map(|name| ("characteristics", &name.place));
    for (key, place) in earlier.into_iter().chain(asked).filter(|_| alone && !designs.is_empty()) {
        let why = phrase!("the design `{design}` has nobody to compare with", design = &designs[0].method.value);
        sink.push(without_effect(key, why, take_out(key), place.clone()));
    }
}

/// Whether a period of the question is counted from its start.
fn counts_from_start(question: &Question) -> bool {
    let periods = question.before.iter().chain(&question.after).map(|period| period.value.as_str());
    let named = question.names().into_iter().filter_map(|name| name.split_once('@').map(|(_, period)| period));
    periods.chain(named).any(|period| period.trim().to_lowercase().starts_with("start"))
}

/// Outcomes of one question are corrected together, and with all others where no family is declared.
fn families(study: &Study, sink: &mut Sink) {
    for question in &study.questions {
        let Some(family) = &question.family else { continue };
        if study.questions.iter().all(|other| other.family.as_ref() == Some(family)) {
            let why = phrase!("every question is of the family `{family}`", family = family);
            let hint =
                phrase!("Outcomes of all questions are corrected together anyway: take `{key}` out", key = "family");
            sink.push(without_effect("family", why, hint, question.place.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys::{LINK, QUESTION, SOURCE, STUDY, VARIABLE};
    use super::super::read_str;
    use super::*;
    use crate::text::Lang;

    /// Keys that can be without effect, by table, and who says so.
    const CAN_BE_IDLE: [(&str, &str, &str); 18] = [
        ("sources", "encoding", "study::idle"),
        ("sources", "sheet", "study::idle"),
        ("sources", "amounts", "tidy::idle"),
        ("sources", "duplicates", "tidy::idle"),
        ("sources", "rows", "tidy::idle"),
        ("sources", "layout", "ingest::settle"),
        ("sources", "period_from", "ingest and tidy, by the headings"),
        ("sources", "codebook", "ingest::codebook"),
        ("link", "place", "tidy::idle"),
        ("variables", "codes", "tidy::idle, as a note: a rare answer may be absent"),
        ("variables", "missing", "tidy::idle, as a note: a rare answer may be absent"),
        ("variables", "kind", "unused-variable, as a note, where no question uses the variable"),
        ("questions", "covariates", "study::idle"),
        ("questions", "start", "study::idle"),
        ("questions", "family", "study::idle"),
        ("questions", "words", "study::words"),
        ("study", "words", "study::words"),
        ("questions", "baseline", "study::check: of something that is no outcome"),
    ];

    fn told(study: &str) -> Vec<String> {
        let mut sink = Sink::new();
        let _ = read_str(study, "study.toml", std::path::Path::new(""), &mut sink);
        let idle = sink.problems.iter().filter(|problem| problem.code == "no-effect");
        idle.map(|problem| problem.message.render(Lang::En)).collect()
    }

    #[test]
    fn every_key_that_can_be_idle_is_a_key() {
        let of = |table: &str| match table {
            "sources" => &SOURCE,
            "link" => &LINK,
            "variables" => &VARIABLE,
            "questions" => &QUESTION,
            _ => &STUDY,
        };
        for (table, key, who) in CAN_BE_IDLE {
            assert!(of(table).key(key).is_some() && !who.is_empty(), "{table} {key}");
        }
    }

    #[test]
    fn keys_without_effect_are_refused() {
        let source = |more: &str| format!("[sources.s]\nfile = \"a.xlsx\"\nunit = \"id\"\n{more}\n");
        let question = |design: &str, more: &str| {
            source("") + &format!("[[questions]]\nid = \"q\"\noutcomes = [\"y\"]\ndesign = \"{design}\"\n{more}\n")
        };
        assert!(told(&source("encoding = \"utf-8\""))[0].contains("`encoding` changes nothing"));
        assert_eq!(told("[sources.s]\nfile = \"a.csv\"\nunit = \"id\"\nsheet = \"x\"\n").len(), 1);
        assert_eq!(told("[sources.s]\nfile = \"a.csv\"\nunit = \"id\"\nencoding = \"utf-8\"\n").len(), 0);
        let baseline = "baseline = { y = \"b\" }\n";
        assert_eq!(told(&question("before-after", &format!("{baseline}covariates = [\"x\"]"))).len(), 1);
        assert_eq!(told(&question("nearest", "treatment = \"t\"\ncovariates = [\"x\"]")).len(), 0);
        assert_eq!(told(&question("before-after", &format!("{baseline}start = \"year\""))).len(), 1);
        let relative = "start = \"year\"\nbefore = \"start-1\"\nafter = \"start+1\"";
        assert_eq!(told(&question("before-after", relative)).len(), 0);
        assert_eq!(told(&question("before-after", &format!("{baseline}family = \"f\""))).len(), 1);
    }
}
