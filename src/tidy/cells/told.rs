//! What is said of whole variables: which step each word is, what each number is called, that times are hours.

use indexmap::IndexMap;

use super::cell::{Cells, Word};
use super::content::Sense;
use crate::diag::{Diagnostic, Place, Sink};
use crate::notation::{self, fold};
use crate::phrase;
use crate::text::{Phrase, Words};

/// What the answers of a variable mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::tidy) struct Told {
    /// Whether they are numbers with labels, and not words.
    labels: bool,
    /// What each number is called, from the least.
    pub steps: Vec<(f64, String)>,
    /// Answers that are none.
    unanswered: Vec<String>,
}

impl Told {
    /// By the labels of the numbers, or by words that are steps of a scale; nothing for other variables.
    pub fn of(sense: &Sense, columns: &[Cells]) -> Told {
        if let Some(labels) = &sense.labels {
            let numbers = labels.unanswered.iter().map(called);
            let unanswered = numbers.chain(unknowing(columns)).collect();
            return Told { labels: true, steps: labels.named.clone(), unanswered };
        }
        let Some(ladder) = &sense.ladder else { return Told::default() };
        let words = columns.iter().flat_map(|cells| &cells.texts);
        let step = |word: &Word| Some((ladder.step(word.step?)?, word.text.clone()));
        let mut steps: Vec<(f64, String)> = words.filter_map(step).collect();
        steps.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        steps.dedup();
        Told { labels: false, steps, unanswered: unknowing(columns) }
    }

    fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.unanswered.is_empty()
    }

    /// What sets variables apart that are told together.
    fn key(&self) -> String {
        format!("{} {:?} {:?}", self.labels, self.steps, self.unanswered)
    }

    fn phrase(&self, names: &[&str]) -> Phrase {
        let list: Vec<String> = self.steps.iter().map(called).collect();
        let list = match (self.steps.is_empty(), self.unanswered.is_empty()) {
            (true, _) => phrase!("no answer: {words}", words = self.unanswered.clone()),
            (_, true) => phrase!("{steps}", steps = list),
            _ => phrase!("{steps}; no answer: {words}", steps = list, words = self.unanswered.clone()),
        };
        match (names, self.labels) {
            ([name], true) => {
                phrase!("The answers of `{name}` are numbers with labels: {list}", name = *name, list = list)
            }
            ([name], false) => {
                phrase!("The answers of `{name}` are read as steps of a scale: {list}", name = *name, list = list)
            }
            (names, true) => phrase!(
                "The answers of {n} columns are numbers with labels, {list}: {names}",
                n = names.len(),
                list = list,
                names = names.to_vec()
            ),
            (names, false) => phrase!(
                "The answers of {n} columns are read as steps of a scale, {list}: {names}",
                n = names.len(),
                list = list,
                names = names.to_vec()
            ),
        }
    }
}

/// Words of not knowing, each once.
fn unknowing(columns: &[Cells]) -> Vec<String> {
    let words = columns.iter().flat_map(|cells| &cells.texts);
    let none = words.filter(|word| word.step.is_none() && notation::is_unknowing(&word.text));
    let mut found: Vec<String> = none.map(|word| word.text.clone()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn called((number, word): &(f64, String)) -> String {
    format!("{number} = {word}")
}

/// Says it, once for all variables of which the same is to be said: name, what is told, and the heading.
pub(in crate::tidy) fn report<'v>(variables: impl Iterator<Item = (&'v str, &'v Told, Place)>, sink: &mut Sink) {
    let mut alike: IndexMap<String, (&Told, Vec<&str>, Vec<Place>)> = IndexMap::new();
    for (name, told, place) in variables.filter(|(_, told, _)| !told.is_empty()) {
        let (_, names, places) = alike.entry(told.key()).or_insert_with(|| (told, Vec::new(), Vec::new()));
        names.push(name);
        places.push(place);
    }
    for (told, names, places) in alike.into_values() {
        let hint = phrase!(
            "For other numbers write them in the study file: codes = {brackets}",
            brackets = "{ \"…\" = \"1\" }"
        );
        let note = Diagnostic::note("words-as-steps", told.phrase(&names)).at_all(places);
        sink.push(if told.labels { note } else { note.hint(hint) });
    }
}

/// The unit of times: hours of the day, or how long something took.
pub(in crate::tidy) fn hours<'n>(mut headings: impl Iterator<Item = &'n str>) -> Words {
    const LENGTHS: [&str; 6] = ["時間", "所要", "期間", "duration", "length", "hours"];
    const MOMENTS: [&str; 3] = ["時間帯", "開始時間", "終了時間"];
    let long = |heading: &str| {
        let folded = fold(heading);
        LENGTHS.iter().any(|word| folded.contains(word)) && !MOMENTS.iter().any(|word| folded.contains(word))
    };
    let ja = if headings.any(long) { "時間" } else { "時" };
    Words::of([("ja", ja), ("en", "hours")])
}

/// Whether a variable holds times of the day, which are not added.
pub(in crate::tidy) fn are_times_of_day(sense: &Sense, unit: &Words) -> bool {
    sense.clocks && crate::notation::are_hours_of_day(unit)
}
