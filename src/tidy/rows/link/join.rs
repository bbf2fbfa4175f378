//! What became of a row.

use super::Linker;
use super::kind::KeyKind;
use super::own::Who;
use super::same::{agree, are_one, of};
use crate::diag::Place;
use crate::ingest::Raw;
use crate::names::{Class, Name, PairReason, Party, judge, parts};
use crate::panel::{Candidate, LinkRecord};
use crate::phrase;
use crate::text::Phrase;
use crate::tidy::rows::link::outcome::{Belonging, KeyMatch, NameBeside, Outcome};

/// A name that more rows bear is the name of several, without a look at each.
const BEARERS: usize = 256;

impl Linker<'_> {
    /// Tries the keys in their order; the first one that finds somebody beyond doubt counts.
    pub(super) fn by_keys(&self, who: Who<'_>, party: Option<&Party>) -> KeyMatch {
        let mut outcome = KeyMatch::NoKey;
        for key in 0..self.keys.len() {
            let found = match self.keys[key].kind {
                KeyKind::Name => party.map_or(KeyMatch::NoKey, |party| self.by_name(who, party, key)),
                _ => self.by_value(who, key),
            };
            match (found, &outcome) {
                (found @ KeyMatch::Targets(..), _) => return found,
                (found @ KeyMatch::Doubt(..), _) => outcome = found,
                (KeyMatch::Nobody, KeyMatch::NoKey) => outcome = KeyMatch::Nobody,
                _ => {}
            }
        }
        outcome
    }

    fn by_value(&self, who: Who<'_>, key: usize) -> KeyMatch {
        let Some(value) = who.value(&self.keys, key) else { return KeyMatch::NoKey };
        match self.keys[key].with(&value) {
            [] => KeyMatch::Nobody,
            // An id may stand in several rows that are about one thing.
            found => KeyMatch::Targets(found.to_vec(), key),
        }
    }

    fn by_name(&self, who: Who<'_>, party: &Party, key: usize) -> KeyMatch {
        let bearers = self.near.same_name(&party.name.core);
        if let (Some(&first), true) = (bearers.first(), bearers.len() > BEARERS) {
            let first = self.target_of[first as usize];
            let others = bearers.iter().map(|&at| self.target_of[at as usize]).filter(|at| *at != first);
            let meant = std::iter::once(first).chain(others).collect();
            return KeyMatch::Doubt(meant, 0.9, phrase!("the name of several in `{to}`", to = self.to), true);
        }
        let same = bearers.iter().map(|&at| (self.target_of[at as usize], self.near.party(at)));
        let fits = same.map(|(target, other)| (target, other, judge(party, other)));
        let fits: Vec<_> =
            fits.filter(|(.., judged)| matches!(judged.why, PairReason::Same | PairReason::Common)).collect();
        let Some(&(_, _, judged)) = fits.first() else { return KeyMatch::Nobody };
        let bearers: Vec<(u32, &Party)> = fits.iter().map(|(target, other, _)| (*target, *other)).collect();
        let targets: Vec<u32> = bearers.iter().map(|(target, _)| *target).collect();
        if !are_one(&bearers, &self.targets, &self.keys) {
            return KeyMatch::Doubt(
                targets,
                judged.score,
                phrase!("the name of several in `{to}`", to = self.to),
                true,
            );
        }
        if judged.class != Class::Exact {
            return KeyMatch::Doubt(targets, judged.score, judged.why.phrase(), false);
        }
        let theirs = self.targets[targets[0] as usize];
        match agree(&self.keys, |key| who.value(&self.keys, key), |key| of(&self.keys[key], theirs)) {
            Some(false) => {
                KeyMatch::Doubt(targets, 0.9 * judged.score, phrase!("the same name with another number or id"), false)
            }
            _ => KeyMatch::Targets(targets, key),
        }
    }

    /// The targets that a decision calls by a number, an id or a name: of one organisation, or none.
    pub(super) fn called(&self, tag: &str) -> Vec<u32> {
        for key in self.keys.iter().filter(|key| key.kind != KeyKind::Name) {
            let found = key.value(Raw::Text(tag)).map(|value| key.with(&value).to_vec());
            if let Some(found) = found.filter(|found| !found.is_empty()) {
                return found;
            }
        }
        let Some(name) = Name::of(&parts(tag).name) else { return Vec::new() };
        let fits = self.near.same_name(&name.core).iter().filter(|at| self.near.party(**at).name.fits(&name));
        let bearers: Vec<(u32, &Party)> = fits.map(|&at| (self.target_of[at as usize], self.near.party(at))).collect();
        let exactly: Vec<(u32, &Party)> =
            bearers.iter().copied().filter(|(target, _)| self.theirs(*target).text(&self.keys) == tag).collect();
        let meant = if exactly.is_empty() { bearers } else { exactly };
        if are_one(&meant, &self.targets, &self.keys) {
            meant.into_iter().map(|(target, _)| target).collect()
        } else {
            Vec::new()
        }
    }

    /// A row that is joined.
    pub(super) fn joined(&self, who: Who<'_>, party: Option<&Party>, targets: Vec<u32>, by: Option<usize>) -> Outcome {
        let units = self.units_of(&targets);
        let name = match by {
            Some(_) => self.spelling(who, party, &targets),
            None => NameBeside::Same,
        };
        let why = match by.map(|key| &self.keys[key]) {
            None => phrase!("joined by a person's decision"),
            Some(key) if key.kind == KeyKind::Name => PairReason::Same.phrase(),
            Some(key) => phrase!("the same {key}", key = &key.title),
        };
        let other = targets.first().map(|&at| self.candidate(at));
        let record = LinkRecord { by, class: Class::Exact, ..self.record(who, 1.0, why, other) };
        Outcome { joined: Belonging::To { units, name }, targets, perhaps: Vec::new(), record }
    }

    /// The units of targets, each once.
    pub(super) fn units_of(&self, targets: &[u32]) -> Vec<u32> {
        let mut units: Vec<u32> = targets.iter().flat_map(|&at| self.targets[at as usize].units).copied().collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    fn spelling(&self, who: Who<'_>, party: Option<&Party>, targets: &[u32]) -> NameBeside {
        let (Some(own), Some(first)) = (party, targets.first()) else { return NameBeside::Same };
        if self.theirs(*first).text(&self.keys) == who.text(&self.keys) {
            return NameBeside::Same;
        }
        let Some(other) = self.named(*first) else { return NameBeside::Same };
        let nowhere = |party: &Party| Party { name: party.name.clone(), place: Default::default() };
        let probable = || judge(&nowhere(own), &nowhere(other)).class == Class::Probable;
        if own.name.fits(&other.name) || probable() { NameBeside::Variant } else { NameBeside::Other }
    }

    /// A row that is not joined; of those that may be meant the first comes nearest.
    pub(super) fn apart(&self, who: Who<'_>, joined: Belonging, score: f64, why: Phrase, others: &[u32]) -> Outcome {
        let class = match joined {
            Belonging::Probable | Belonging::Several => Class::Probable,
            _ => Class::Unmatched,
        };
        let other = others.first().map(|&at| self.candidate(at));
        let record = LinkRecord { class, ..self.record(who, score, why, other) };
        let perhaps = if class == Class::Probable { self.units_of(others) } else { Vec::new() };
        Outcome { joined, targets: Vec::new(), perhaps, record }
    }

    fn record(&self, who: Who<'_>, score: f64, why: Phrase, other: Option<Candidate>) -> LinkRecord {
        let place: Place = who.table.place(who.row, who.shown(&self.keys));
        let text = who.text(&self.keys);
        let same_spelling = other.as_ref().is_some_and(|other| other.text == text);
        LinkRecord { place, text, class: Class::Unmatched, score, by: None, why, other, same_spelling }
    }

    fn candidate(&self, target: u32) -> Candidate {
        let theirs = self.theirs(target);
        let place = theirs.table.place(theirs.row, theirs.shown(&self.keys));
        Candidate { text: theirs.text(&self.keys), place, tag: theirs.tag(&self.keys) }
    }
}
