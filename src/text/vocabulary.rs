//! The people's own words for those a study is about: who they are, what they took part in.
//!
//! Templates speak of taking part, of units and of the program. Where a study has words of its own for these, they are put in their
//! place when a template is filled. What stands for what in a language is its glossary, `text/<lang>/roles.toml`: the templates
//! themselves know nothing of it, and texts that people wrote are never touched.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Lang, Words};

/// What a study may have a word for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What those did that the study asks about, in the past: were funded.
    TookPart,
    /// What the others did: were not funded.
    DidNotTakePart,
    /// The same as a noun: funding.
    TakingPart,
    /// What was done for them: the grant.
    Program,
    /// One of them: organisation.
    Unit,
    /// Several of them: organisations.
    Units,
    /// What stands behind their number, in languages that count so: 団体.
    UnitN,
}

impl Part {
    /// All of them.
    pub const ALL: [Part; 7] =
        [Part::TookPart, Part::DidNotTakePart, Part::TakingPart, Part::Program, Part::Unit, Part::Units, Part::UnitN];

    /// As study files and glossaries write it.
    pub fn name(self) -> &'static str {
        match self {
            Part::TookPart => "took_part",
            Part::DidNotTakePart => "did_not_take_part",
            Part::TakingPart => "taking_part",
            Part::Program => "program",
            Part::Unit => "unit",
            Part::Units => "units",
            Part::UnitN => "unit_n",
        }
    }

    /// The part with a name.
    pub fn of(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// The words of a study or of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Vocabulary(pub BTreeMap<Part, Words>);

impl Vocabulary {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These, and for what they have no word those of others.
    pub fn over(&self, others: &Vocabulary) -> Vocabulary {
        let mut all = others.0.clone();
        all.extend(self.0.clone());
        Vocabulary(all)
    }

    fn word(&self, part: Part, lang: Lang) -> Option<&str> {
        self.0.get(&part).and_then(|words| words.0.get(lang.code())).map(String::as_str).filter(|word| !word.is_empty())
    }
}

/// The words of a study, and of those of its questions that have their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Voices {
    /// Of the study.
    #[serde(default, skip_serializing_if = "Vocabulary::is_empty")]
    pub study: Vocabulary,
    /// By question, together with those of the study.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub questions: BTreeMap<String, Vocabulary>,
}

impl Voices {
    /// Whether nothing is said in other words than the house's.
    pub fn is_empty(&self) -> bool {
        self.study.is_empty() && self.questions.is_empty()
    }

    /// The words for a question.
    pub fn of(&self, question: &str) -> &Vocabulary {
        self.questions.get(question).unwrap_or(&self.study)
    }
}

/// What stands for whom in the templates of a language.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Glossary {
    /// The house's word for each part, which stands where a pattern needs one that the study has not.
    own: BTreeMap<Part, String>,
    /// Texts of templates, and what is said in their place.
    said: BTreeMap<String, String>,
    /// Texts that hold one of these and mean something else.
    kept: Vec<String>,
    /// What stands behind a number of units.
    counted: BTreeMap<String, String>,
}

impl Glossary {
    /// Reads the glossary of a language.
    pub(super) fn read(text: &str) -> Glossary {
        toml::from_str(text).expect("the glossaries are valid TOML")
    }

    /// Whether a word of a language speaks of a part at all.
    pub fn has(&self, part: Part) -> bool {
        let named = format!("{{{}}}", part.name());
        self.said.values().chain(self.counted.values()).any(|pattern| pattern.contains(&named))
    }

    /// A piece of a template between its arguments, in the words of a study.
    pub(super) fn speak<'t>(&self, text: &'t str, words: &Vocabulary, lang: Lang) -> Cow<'t, str> {
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        while at < text.len() {
            if let Some((length, said)) = self.at(text, at, words, lang) {
                out.push_str(&text[from..at]);
                out.push_str(&said);
                at += length;
                from = at;
            } else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        if from == 0 { text.into() } else { (out + &text[from..]).into() }
    }

    /// What follows a number of units, in the words of a study.
    pub(super) fn count<'t>(&self, text: &'t str, words: &Vocabulary, lang: Lang) -> Cow<'t, str> {
        let begun = text.trim_start();
        let gap = &text[..text.len() - begun.len()];
        let found = self.counted.iter().filter(|(base, _)| begun.starts_with(*base) && ends(begun, base));
        let longest = found.max_by_key(|(base, _)| base.len());
        let said = longest.and_then(|(base, pattern)| Some((base, self.filled(pattern, words, lang)?)));
        match said {
            Some((base, said)) => format!("{gap}{said}{}", self.speak(&begun[base.len()..], words, lang)).into(),
            None => self.speak(text, words, lang),
        }
    }

    /// The longest text of the glossary that begins here, and what is said in its place.
    fn at(&self, text: &str, at: usize, words: &Vocabulary, lang: Lang) -> Option<(usize, String)> {
        let rest = &text[at..];
        if text[..at].chars().next_back().is_some_and(is_letter) && rest.starts_with(is_letter) {
            return None;
        }
        let fits = |base: &str| starts(rest, base) && ends(rest, base);
        let kept = self.kept.iter().filter(|base| fits(base)).map(|base| base.len()).max();
        let said = self.said.iter().filter(|(base, _)| fits(base)).map(|(base, pattern)| (base.len(), pattern));
        let said = said.filter_map(|(length, pattern)| Some((length, self.filled(pattern, words, lang)?)));
        let said = said.max_by_key(|(length, _)| *length);
        match (kept, said) {
            (Some(kept), said) if said.as_ref().is_none_or(|(length, _)| *length <= kept) => {
                Some((kept, rest[..kept].to_string()))
            }
            (_, Some((length, said))) if rest.starts_with(|c: char| c.is_uppercase()) => Some((length, capital(&said))),
            (_, said) => said,
        }
    }

    /// A pattern with the words in it; nothing where the study has none of them.
    fn filled(&self, pattern: &str, words: &Vocabulary, lang: Lang) -> Option<String> {
        let asked = |part: &Part| pattern.contains(&format!("{{{}}}", part.name()));
        let parts: Vec<Part> = Part::ALL.into_iter().filter(asked).collect();
        parts.iter().find(|part| words.word(**part, lang).is_some())?;
        let fill = |text: String, part: &Part| {
            let word = words.word(*part, lang).or_else(|| self.own.get(part).map(String::as_str)).unwrap_or("");
            text.replace(&format!("{{{}}}", part.name()), word)
        };
        Some(parts.iter().fold(pattern.to_string(), fill))
    }
}

/// Whether a text begins with another, which may begin with a capital here.
fn starts(text: &str, base: &str) -> bool {
    let mut small = base.chars();
    text.starts_with(base)
        || small.next().is_some_and(|first| {
            first.is_ascii_lowercase()
                && text.starts_with(first.to_ascii_uppercase())
                && text[1..].starts_with(small.as_str())
        })
}

/// Whether a word ends where the text that it is compared with ends.
fn ends(text: &str, base: &str) -> bool {
    !(base.ends_with(is_letter) && text[base.len()..].starts_with(is_letter))
}

/// Letters of which words are made that blanks part.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && (c as u32) < 0x2E80
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
