//! All rows of a source, joined to the targets.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use rayon::prelude::*;

use super::key::LinkKey;
use super::kind::KeyKind;
use super::outcome::{Belonging, KeyMatch, NearestTarget, Outcome};
use super::own::Who;
use super::target::Target;
use crate::ingest::RawTable;
use crate::ingest::decisions::Joining;
use crate::names::{Neighbours, Party};
use crate::phrase;

/// The own side of a link.
#[derive(Clone, Copy)]
pub(in crate::tidy) struct Asking<'a> {
    /// Its table.
    pub table: &'a RawTable,
    /// Columns that say where.
    pub places: &'a [usize],
    /// What a person decided.
    pub joinings: &'a [Joining],
}

/// The other side of a link, indexed.
pub(in crate::tidy) struct Linker<'t> {
    /// Name of the source.
    pub to: &'t str,
    /// Keys in the order in which they are tried.
    pub keys: Vec<LinkKey>,
    /// Rows of the source.
    pub targets: Vec<Target<'t>>,
    /// Those that have names.
    pub(super) near: Neighbours,
    /// Target of each of them, in ascending order.
    pub(super) target_of: Vec<u32>,
    /// Columns of the keys in the other table.
    theirs: Vec<usize>,
    /// Columns that say where in the other table.
    places: Vec<usize>,
}

impl<'t> Linker<'t> {
    /// Indexes the targets.
    pub fn new(to: &'t str, keys: Vec<LinkKey>, targets: Vec<Target<'t>>, places: Vec<usize>) -> Linker<'t> {
        let theirs = keys.iter().map(|key| key.theirs).collect();
        let mut linker =
            Linker { to, keys, targets, near: Neighbours::default(), target_of: Vec::new(), theirs, places };
        if linker.keys.iter().any(|key| key.kind == KeyKind::Name) {
            let named = (0..linker.targets.len() as u32).into_par_iter();
            let named = named.filter_map(|at| Some((at, linker.theirs(at).party(&linker.keys)?)));
            let (target_of, parties): (Vec<u32>, Vec<Party>) = named.collect::<Vec<_>>().into_iter().unzip();
            (linker.target_of, linker.near) = (target_of, Neighbours::new(parties));
        }
        linker
    }

    /// What became of each row of a table.
    pub fn outcomes(&self, asking: Asking<'_>) -> Vec<Outcome> {
        let columns: Vec<usize> = self.keys.iter().map(|key| key.own).collect();
        let rows: Vec<usize> = (0..asking.table.rows.len()).collect();
        let who = |row| Who { table: asking.table, row, columns: &columns, places: asking.places };
        let decided = self.decided(asking, &columns);
        let read = |&row: &usize| {
            let party = who(row).party(&self.keys);
            let found = self.by_keys(who(row), party.as_ref());
            (party, found)
        };
        let read: Vec<(Option<Party>, KeyMatch)> = rows.par_iter().map(read).collect();
        let nearest = self.all_nearest(&read);
        let read = read.into_par_iter().enumerate();
        let outcome = |(row, (party, found)): (usize, (Option<Party>, KeyMatch))| {
            let nearest = party.as_ref().and_then(|party| nearest.get(party).copied().flatten());
            match (decided.get(&row), found) {
                (Some(joining), found) => self.by_decision(who(row), party.as_ref(), joining, found, nearest),
                (None, KeyMatch::Targets(targets, by)) => self.joined(who(row), party.as_ref(), targets, Some(by)),
                (None, found) => self.not_joined(who(row), found, nearest),
            }
        };
        read.map(outcome).collect()
    }

    /// Decisions by row of the table.
    fn decided<'a>(&self, asking: Asking<'a>, columns: &[usize]) -> BTreeMap<usize, &'a Joining> {
        let table = asking.table;
        let own = |joining: &&Joining| *joining.file == *table.file && *joining.sheet == *table.sheet;
        let at = |joining: &'a Joining| {
            let key = columns.iter().any(|&column| table.headings[column].col == joining.col);
            let row = table.rows.binary_search(&joining.row).ok()?;
            key.then_some((row, joining))
        };
        asking.joinings.iter().filter(own).filter_map(at).collect()
    }

    fn by_decision(
        &self,
        who: Who<'_>,
        party: Option<&Party>,
        joining: &Joining,
        found: KeyMatch,
        nearest: NearestTarget,
    ) -> Outcome {
        let Some(tag) = &joining.to else {
            let near: Vec<u32> = nearest.iter().map(|(target, _)| *target).collect();
            let score = nearest.map_or(0.0, |(_, judged)| judged.score);
            return self.apart(who, Belonging::Nobody, score, phrase!("not joined by a person's decision"), &near);
        };
        match self.called(tag) {
            targets if !targets.is_empty() => self.joined(who, party, targets, None),
            _ => {
                let mut outcome = self.not_joined(who, found, nearest);
                outcome.joined = Belonging::Probable;
                outcome.record.why = phrase!(
                    "a person decided to join it to `{tag}`, which is not one organisation in `{to}`",
                    tag = tag,
                    to = self.to
                );
                outcome
            }
        }
    }

    /// Who comes nearest to each name that is not joined; every name is looked for once.
    fn all_nearest(&self, read: &[(Option<Party>, KeyMatch)]) -> IndexMap<Party, NearestTarget> {
        let open = read.iter().filter(|(_, found)| !matches!(found, KeyMatch::Targets(..)));
        let mut parties: Vec<&Party> = open.filter_map(|(party, _)| party.as_ref()).collect();
        parties.sort_unstable();
        parties.dedup();
        let nearest = parties.into_par_iter().map(|party| (party.clone(), self.nearest(party)));
        nearest.collect::<Vec<_>>().into_iter().collect()
    }

    /// The name and place of a target that has a name.
    pub(super) fn named(&self, target: u32) -> Option<&Party> {
        let at = self.target_of.binary_search(&target).ok()?;
        Some(self.near.party(at as u32))
    }

    /// A target as a row that says who it is.
    pub(super) fn theirs(&self, target: u32) -> Who<'_> {
        let Target { table, row, .. } = self.targets[target as usize];
        Who { table, row, columns: &self.theirs, places: &self.places }
    }
}
