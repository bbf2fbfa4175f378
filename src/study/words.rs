//! The words that a study has for those it is about: which of them go together, and which nobody would read.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Place, Sink};
use crate::phrase;
use crate::text::{Lang, Part, Vocabulary, Voices, Words};

use super::idle::without_effect;
use super::{Located, Study};

/// Words with their places.
pub type OwnWords = BTreeMap<Part, Located<Words>>;

/// Words of which outputs use all where they use one.
const TOGETHER: [&[Part]; 2] = [&[Part::TookPart, Part::DidNotTakePart, Part::TakingPart], &[Part::Unit, Part::Units]];

/// The words by language: one that is given without any is of those outputs whose language has a place for it.
fn vocabulary(own: &OwnWords, study: &Study) -> Vocabulary {
    let settled = |(part, words): (&Part, &Located<Words>)| {
        let mut words = words.value.0.clone();
        if let Some(word) = words.remove("") {
            words.extend(spoken(*part, study).into_iter().map(|lang| (lang.code().to_string(), word.clone())));
        }
        (*part, Words(words))
    };
    Vocabulary(own.iter().map(settled).collect())
}

impl Study {
    /// In which words outputs speak of those the study is about.
    pub fn voices(&self) -> Voices {
        let study = vocabulary(&self.words, self);
        let own = self.questions.iter().filter(|question| !question.words.is_empty());
        let questions = own.map(|question| (question.id.value.clone(), vocabulary(&question.words, self).over(&study)));
        Voices { questions: questions.collect(), study }
    }
}

/// Refuses words without their counterparts, words that a language of the outputs lacks, and words that nobody would read.
pub(super) fn check(study: &Study, sink: &mut Sink) {
    whole(&study.words, &study.words, study, sink);
    for question in &study.questions {
        let both = study.words.iter().chain(&question.words).map(|(part, words)| (*part, words.clone()));
        whole(&question.words, &both.collect(), study, sink);
        for (part, words) in &question.words {
            if study.words.get(part).is_some_and(|of_study| of_study.value == words.value) {
                let why = phrase!("the study says the same");
                sink.push(idle(*part, why, &words.place));
            }
        }
    }
    for (part, words) in &study.words {
        if !study.questions.is_empty() && study.questions.iter().all(|question| question.words.contains_key(part)) {
            sink.push(idle(*part, phrase!("every question has its own"), &words.place));
        }
    }
}

fn idle(part: Part, why: crate::text::Phrase, place: &Place) -> Diagnostic {
    let hint = phrase!("Take `{key}` out", key = part.name());
    without_effect(part.name(), why, hint, place.clone())
}

/// The languages of the outputs whose templates speak of a part.
fn spoken(part: Part, study: &Study) -> Vec<Lang> {
    study.languages.iter().copied().filter(|lang| lang.glossary().has(part)).collect()
}

/// `own` are looked at; `all` are those that count together with them.
fn whole(own: &OwnWords, all: &OwnWords, study: &Study, sink: &mut Sink) {
    for (part, words) in own {
        each_language(*part, words, study, sink);
    }
    for group in TOGETHER {
        let Some((part, words)) = group.iter().find_map(|part| own.get_key_value(part)) else { continue };
        let lacking: Vec<&str> = group
            .iter()
            .filter(|part| !all.contains_key(part) && !spoken(**part, study).is_empty())
            .map(|part| part.name())
            .collect();
        if lacking.is_empty() {
            continue;
        }
        let message = phrase!("`{key}` stands without {others}", key = part.name(), others = lacking.clone());
        let example: Vec<String> = lacking.iter().map(|name| format!("{name} = {}", example(name))).collect();
        let hint = phrase!("Outputs say all of them; add {example}, in your words", example = example.join(", "));
        sink.push(Diagnostic::error("words-incomplete", message).hint(hint).at(words.place.clone()));
    }
}

/// One wording for each language of the outputs.
fn each_language(part: Part, words: &Located<Words>, study: &Study, sink: &mut Sink) {
    let needed = spoken(part, study);
    let unread = words.value.0.keys().find(|code| Lang::from_code(code).is_some_and(|lang| !lang.glossary().has(part)));
    if let Some(code) = unread {
        let why = phrase!("outputs in the language `{language}` have no place for it", language = code);
        return sink.push(idle(part, why, &words.place));
    }
    if needed.is_empty() {
        let codes: Vec<&str> = study.languages.iter().map(|lang| lang.code()).collect();
        let why = phrase!("outputs in the language `{language}` have no place for it", language = codes);
        return sink.push(idle(part, why, &words.place));
    }
    let lacking: Vec<&str> = match words.value.0.contains_key("") {
        true if needed.len() > 1 => needed.iter().map(|lang| lang.code()).collect(),
        true => Vec::new(),
        false => needed.iter().map(|lang| lang.code()).filter(|code| !words.value.0.contains_key(*code)).collect(),
    };
    if !lacking.is_empty() {
        let message = phrase!(
            "`{key}` does not say what it is in each language of the outputs ({languages})",
            key = part.name(),
            languages = lacking
        );
        let hint = phrase!("Write {example}", example = format!("{} = {}", part.name(), example(part.name())));
        sink.push(Diagnostic::error("words-incomplete", message).hint(hint).at(words.place.clone()));
    }
}

/// `words` as a study may write them, a line for each.
pub fn example_lines() -> Vec<String> {
    Part::ALL.into_iter().map(|part| format!("{} = {}", part.name(), example(part.name()))).collect()
}

/// How a word is written in both languages.
fn example(name: &str) -> &'static str {
    match Part::of(name) {
        Some(Part::TookPart) => "{ en = \"received a grant\", ja = \"助成を受けた\" }",
        Some(Part::DidNotTakePart) => "{ en = \"did not receive a grant\", ja = \"助成を受けていない\" }",
        Some(Part::TakingPart) => "{ en = \"receiving a grant\", ja = \"助成\" }",
        Some(Part::Program) => "{ en = \"the grant\", ja = \"助成\" }",
        Some(Part::Unit) => "{ en = \"organisation\", ja = \"団体\" }",
        Some(Part::Units) => "{ en = \"organisations\" }",
        _ => "{ ja = \"団体\" }",
    }
}
