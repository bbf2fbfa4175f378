//! What the study says of variables beyond their own tables: which are spoken of, which are ids, which are years.

use std::collections::BTreeSet;

use super::mentions;

use super::rows::link::kind::KeyKind;
use crate::notation::fold;
use crate::panel::VarRef;
use crate::study::Study;

/// Variables by what they are for.
pub(super) struct Spelling {
    /// Those that the study speaks of.
    pub mentioned: BTreeSet<String>,
    /// Those that identify something: keys of links, organisations of rounds and corporate numbers. They are text, whatever they look like.
    pub ids: BTreeSet<String>,
    years: BTreeSet<String>,
    /// Those that are outcomes, or the state before one.
    pub asked: BTreeSet<String>,
    used: BTreeSet<String>,
}

/// Words in the names of columns whose digits are no numbers, as [`fold`] leaves them.
const CODES: [&str; 10] = [
    "郵便番号",
    "〒",
    "電話",
    "ファクス",
    "ファックス",
    "postcode",
    "postalcode",
    "zipcode",
    "telephone",
    "phonenumber",
];

impl Spelling {
    /// From the study and the columns of its sources.
    pub fn of<'s>(
        study: &Study,
        sources: impl Iterator<Item = &'s [String]>,
        mentioned: &BTreeSet<String>,
    ) -> Spelling {
        let linked = study.sources.iter().filter_map(|source| source.link.as_ref()).flat_map(|link| &link.by);
        let rounds = study.questions.iter().filter_map(|question| question.rounds.as_ref());
        let keys: BTreeSet<String> =
            linked.chain(rounds.map(|rounds| &rounds.organisation)).map(|key| fold(&key.value)).collect();
        let is_id = |name: &&String| keys.contains(&fold(name)) || KeyKind::of(name) == KeyKind::Number;
        let ids = sources.flatten().filter(is_id).cloned().collect();
        let starts = study.questions.iter().flat_map(|question| {
            question.start.iter().chain(question.rounds.iter().map(|rounds| &rounds.by)).map(|name| name.value.clone())
        });
        let outcomes = study.questions.iter().flat_map(|question| {
            let before = question.baseline.iter().chain(&question.earlier).map(|(_, before)| before);
            question.outcomes.iter().chain(before)
        });
        let asked = outcomes.map(|name| VarRef::parse(&name.value).name).collect();
        Spelling { mentioned: mentioned.clone(), ids, years: starts.collect(), asked, used: mentions::used(study) }
    }

    /// How the study speaks of a variable.
    pub fn usage(&self, name: &str) -> Usage {
        match name {
            name if self.asked.contains(name) => Usage::Outcome,
            name if self.used.contains(name) => Usage::Asked,
            name if self.mentioned.contains(name) => Usage::Declared,
            _ => Usage::Unmentioned,
        }
    }

    /// Whether a column holds years by its name, or because the study counts years from it.
    pub fn years(&self, name: &str) -> bool {
        self.years.contains(name) || are_years(name)
    }
}

/// Whether a column holds years by its name.
pub(super) fn are_years(name: &str) -> bool {
    let folded = fold(name);
    folded.contains('年') || folded.contains("year")
}

/// Whether a column holds postcodes or numbers of telephones by its name.
pub(super) fn are_codes(name: &str) -> bool {
    let folded = fold(name);
    CODES.iter().any(|word| folded.contains(word)) || matches!(folded.as_str(), "tel" | "fax" | "zip" | "phone")
}

/// How the study speaks of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Usage {
    /// Not at all.
    Unmentioned,
    /// It declares it.
    Declared,
    /// A question, formula or measure uses it.
    Asked,
    /// It is an outcome or a baseline.
    Outcome,
}
