//! A column of a draft: what it looks like, and what a run finds it to be.

use std::collections::BTreeSet;
use std::ops::Deref;

use crate::ingest::RawTable;
use crate::ingest::layouts::Recognised;
use crate::ingest::profile::Glance;
use crate::notation::absent;
use crate::panel::Content;
use crate::study::VariableKind;
use crate::tidy::profile::VariableProfile;

/// A column at a glance, and what it is.
pub struct DraftColumn {
    glance: Glance,
    /// What it is.
    pub profile: VariableProfile,
}

impl Deref for DraftColumn {
    type Target = Glance;

    fn deref(&self) -> &Glance {
        &self.glance
    }
}

impl DraftColumn {
    /// The columns of a table with their glances, as a layout knows them.
    pub fn all(table: &RawTable, glances: Vec<Glance>, layout: Option<&Recognised>) -> Vec<DraftColumn> {
        let likely = |heading: &str| {
            let meanings = layout.map(|known| known.understood.meanings.as_slice()).unwrap_or_default();
            meanings.iter().find(|meaning| meaning.heading == heading).and_then(|meaning| meaning.kind)
        };
        let both = glances.into_iter().zip(VariableProfile::all(table, likely));
        both.map(|(glance, profile)| DraftColumn { glance, profile }).collect()
    }

    /// Adds what the same column holds in another table.
    pub fn add(&mut self, other: DraftColumn) {
        self.glance.add_all(&other.glance);
        self.profile.add(other.profile);
    }

    /// Whether it holds numbers.
    pub fn is_number(&self) -> bool {
        self.profile.kind() == Some(VariableKind::Number) || self.profile.kind() == Some(VariableKind::Share)
    }

    /// Whether it says yes and no.
    pub fn is_yes_no(&self) -> bool {
        self.profile.kind() == Some(VariableKind::YesNo)
    }

    /// Whether it has two values, which may be yes and no in words of its own.
    pub fn is_two(&self) -> bool {
        self.is_yes_no() || self.values.len() == 2 && self.is_words()
    }

    /// Whether it holds a few answers, each many times.
    pub fn is_category(&self) -> bool {
        self.profile.content() == Some(Content::Category)
    }

    /// Texts among its numbers that are none, each once.
    pub fn no_numbers(&self) -> BTreeSet<&str> {
        let absent = self.texts.keys().map(String::as_str).filter(|text| absent(text).is_some());
        let number = self.profile.content() == Some(Content::Number);
        if number { absent.chain(self.profile.unread().iter().map(String::as_str)).collect() } else { BTreeSet::new() }
    }

    fn is_words(&self) -> bool {
        matches!(self.profile.content(), Some(Content::Category | Content::Text))
    }
}
