//! One cause, one message: problems that say the same of several files, sheets or columns are put together.

use std::collections::BTreeMap;

use super::{Diagnostic, LONGEST, Place};
use crate::text::{Arg, Lang, Phrase, joined};

/// Arguments that say where: what is said of several of them is one matter.
const WHERE: [&str; 2] = ["source", "file"];
/// Arguments that say of what: one matter where all stand at the same place of the study.
const OF_WHAT: [&str; 3] = ["name", "column", "unit"];
/// How many of something are the matter.
const COUNTED: &str = "n";

/// The problems with those put together that have one cause: the same said of several parts of a source, or of several variables
/// at one place of the study. Each stands where the first of them stood.
pub fn gather(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut gathered: Vec<Diagnostic> = Vec::with_capacity(problems.len());
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for problem in problems {
        let next = gathered.len();
        match *first.entry(cause(&problem)).or_insert(next) {
            at if at < next => add(&mut gathered[at], problem),
            _ => gathered.push(problem),
        }
    }
    once_a_line(gathered)
}

/// The same words about one line of the study, such as a name that a formula has often, are one problem with several places.
fn once_a_line(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::with_capacity(problems.len());
    let mut first: BTreeMap<(String, u32), Vec<usize>> = BTreeMap::new();
    for problem in problems {
        let Some(line) = line(&problem) else {
            told.push(problem);
            continue;
        };
        let same = |at: &&usize| {
            let earlier: &Diagnostic = &told[**at];
            (earlier.severity, &earlier.message, &earlier.hint) == (problem.severity, &problem.message, &problem.hint)
        };
        let known = first.entry((problem.code.clone(), line)).or_default();
        match known.iter().take(KNOWN).find(same).copied() {
            Some(at) => add(&mut told[at], problem),
            None => {
                known.push(told.len());
                told.push(problem);
            }
        }
    }
    told
}

/// Problems of one line that are looked through for the same words.
const KNOWN: usize = 50;

/// The line of the study at which a problem stands, where all of it stands there.
fn line(problem: &Diagnostic) -> Option<u32> {
    match problem.places.as_slice() {
        [Place::Text { line, .. }] => Some(*line),
        _ => None,
    }
}

/// What two problems have in common that are one.
fn cause(problem: &Diagnostic) -> String {
    let in_study = !problem.places.is_empty() && problem.places.iter().all(|it| matches!(it, Place::Text { .. }));
    let mut parts = vec![format!("{:?} {} {}", problem.severity, problem.code, problem.message.template)];
    parts.extend(problem.message.args.iter().filter_map(|(name, value)| told(name, value, in_study)));
    parts.extend(problem.hint.iter().flat_map(hinted));
    if in_study {
        parts.extend(problem.places.iter().map(ToString::to_string));
    }
    parts.join("\u{0}")
}

/// What an argument contributes to the cause.
fn told(name: &str, value: &Arg, in_study: bool) -> Option<String> {
    match value {
        Arg::Count(_) if name == COUNTED => None,
        Arg::List(_) => None,
        Arg::Text(text) if WHERE.contains(&name) => {
            let whole = text.split(" / ").next().unwrap_or(text);
            (!in_study).then(|| whole.to_string())
        }
        Arg::Text(_) if in_study && OF_WHAT.contains(&name) => None,
        value => Some(value.render(Lang::En)),
    }
}

fn hinted(hint: &Phrase) -> Vec<String> {
    let args = hint.args.iter().filter(|(_, value)| !matches!(value, Arg::List(_)));
    let args = args.map(|(_, value)| value.render(Lang::En));
    std::iter::once(hint.template.to_string()).chain(args).collect()
}

fn add(first: &mut Diagnostic, other: Diagnostic) {
    let others = other.message.args.into_iter();
    let pairs = first.message.args.iter_mut().zip(others);
    pairs.for_each(|((name, value), (_, other))| put_together(name, value, other));
    first.message = std::mem::replace(&mut first.message, Phrase::verbatim("")).brief(LONGEST);
    if first.places == other.places {
        return;
    }
    let unlisted = other.count - other.places.len().min(other.count);
    *first = first.clone().at_all(other.places);
    first.count += unlisted;
}

fn put_together(name: &str, value: &mut Arg, other: Arg) {
    match (&mut *value, &other) {
        (Arg::Count(n), Arg::Count(more)) if name == COUNTED => *n += more,
        (Arg::List(_), _) => joined(value, other),
        (one, other_one) if *one == *other_one => {}
        _ => joined(value, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrase;

    fn text(line: u32) -> Place {
        Place::Text { file: "study.toml".into(), line, column: 1, length: 1, source: "x".into() }
    }

    fn cell(sheet: &str, row: u32) -> Place {
        Place::Cell { file: "a.xlsx".into(), sheet: sheet.into(), row, col: 0 }
    }

    #[test]
    fn what_is_said_of_each_file_of_a_source_is_said_once() {
        let of = |file: &str| {
            let message = phrase!("{file} has no column `{column}`", file = file, column = "App. ref");
            Diagnostic::error("unknown-column", message).at(text(3))
        };
        let told =
            gather((0..12).map(|year| of(&format!("a_{year}.xlsx"))).chain([of("a_0.xlsx").at(text(4))]).collect());
        assert_eq!(told.len(), 2);
        let said = told[0].message.render(Lang::En);
        assert!(said.starts_with("a_0.xlsx, a_1.xlsx,") && said.contains("and 2 more has no column"), "{said}");
        assert_eq!((told[0].places.len(), told[0].count), (1, 1));
    }

    #[test]
    fn the_same_words_about_one_line_are_one_problem() {
        let at = |column: u32, line: u32, name: &str| {
            let place = Place::Text { file: "study.toml".into(), line, column, length: 1, source: "x".into() };
            Diagnostic::error("unknown-variable", phrase!("There is no variable `{name}` in the data", name = name))
                .at(place)
        };
        let all = (1..400).map(|column| at(column, 7, "id")).chain([at(3, 8, "id"), at(500, 7, "ie")]);
        let told = gather(all.collect());
        assert_eq!(told.iter().map(|it| it.count).collect::<Vec<_>>(), [399, 1, 1]);
    }

    #[test]
    fn parts_of_a_source_are_counted_together_and_other_sources_apart() {
        let of = |source: &str, n: usize, row: u32| {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?has|have} no id and {n?is|are} left out",
                n = n,
                source = source
            );
            Diagnostic::warning("no-unit-id", message).at(cell(source, row))
        };
        let told = gather(vec![of("a / 2020", 1, 4), of("b", 1, 4), of("a / 2021", 2, 9)]);
        assert_eq!(told.len(), 2);
        assert_eq!(told[0].message.render(Lang::En), "3 rows of `a / 2020, a / 2021` have no id and are left out");
        assert_eq!(told[0].count, 2);
    }
}
