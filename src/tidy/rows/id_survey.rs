//! Which ids of a study are written in several ways: all columns that say who somebody is are looked through.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::Raw;
use crate::notation::fold;
use crate::phrase;
use crate::study::Study;
use crate::text::even;
use crate::tidy::rows::ids::id_of;
use crate::tidy::rows::link::kind::KeyKind;
use crate::tidy::rows::register::{OneId, QUOTED, Registered, beside_name};
use crate::tidy::rows::table::Opened;
use indexmap::{IndexMap, IndexSet};

/// Looks through all columns that say who somebody is.
pub(in crate::tidy) fn ids_as_one(study: &Study, opened: &[Opened<'_>], sink: &mut Sink) -> OneId {
    let named = named(study);
    let columns: Vec<(&Opened<'_>, usize)> = opened.iter().flat_map(|opened| of_ids(opened, &named)).collect();
    let several =
        |(opened, column): &(&Opened<'_>, usize)| may_hold_prefixes(opened, *column) || is_padded(opened, *column);
    if !columns.iter().any(several) {
        return OneId::default();
    }
    let mut met = Met::default();
    columns.into_iter().for_each(|(opened, column)| met.look(opened, column));
    let (one, doubtful) = met.settle();
    met.report(&one, &doubtful, sink);
    one
}

/// Variables of the study that say who somebody is, as [`fold`] leaves them.
fn named(study: &Study) -> BTreeSet<String> {
    let rounds = study.questions.iter().filter_map(|question| question.rounds.as_ref());
    let clusters = study.questions.iter().filter_map(|question| question.cluster.as_ref());
    rounds.map(|rounds| &rounds.organisation).chain(clusters).map(|name| fold(&name.value)).collect()
}

/// The columns of a source that say who somebody is.
fn of_ids<'o, 's>(opened: &'o Opened<'s>, named: &BTreeSet<String>) -> Vec<(&'o Opened<'s>, usize)> {
    let Opened { columns, source, .. } = opened;
    let keys = columns.keys.iter().chain(&columns.unit_with).copied().filter(|_| !source.anonymous);
    let named = (0..columns.names.len()).filter(|&column| named.contains(&fold(&columns.names[column])));
    let all: IndexSet<usize> =
        keys.chain(named).filter(|&at| KeyKind::of(&columns.names[at]) != KeyKind::Name).collect();
    all.into_iter().map(|column| (opened, column)).collect()
}

/// Whether a text of a column begins like an id with a prefix: a look that is cheap, since most columns have none.
fn may_hold_prefixes(opened: &Opened<'_>, column: usize) -> bool {
    let begins = |text: &str| match text.trim_start().as_bytes() {
        [a, b, b'-', ..] => a.is_ascii_alphabetic() && b.is_ascii_alphabetic(),
        [b'T' | b't', digit, ..] => digit.is_ascii_digit(),
        // Full-width letters.
        [0xEF, ..] => true,
        _ => false,
    };
    let holds = |text: &str| begins(text) || !text.is_ascii() && beside_name(&even(text)).is_some();
    (0..opened.table.rows.len()).any(|row| matches!(opened.table.get(row, column), Raw::Text(text) if holds(text)))
}

/// Whether a column shows its numbers with zeros before them.
fn is_padded(Opened { table, .. }: &Opened<'_>, column: usize) -> bool {
    match table.one_format(column) {
        Some(shown) => matches!(shown.kind, crate::ingest::FormatKind::Padded(_)),
        None => (0..table.rows.len()).any(|row| table.id_as_shown(row, column).is_some()),
    }
}

/// Ids that were met, each with its first cell.
#[derive(Default)]
struct Met {
    /// Ids by their stored numbers, of cells that show zeros before them: one id, whether a column shows them or not.
    padded: IndexMap<String, String>,
    prefixed: IndexMap<String, (Registered, Place)>,
    bare: IndexMap<String, Place>,
    columns: BTreeSet<String>,
}

impl Met {
    fn look(&mut self, opened: &Opened<'_>, column: usize) {
        let (table, before) = (opened.table, self.prefixed.len());
        for row in 0..table.rows.len() {
            match (table.id_as_shown(row, column), id_of(table.get(row, column))) {
                (Some(shown), Some(stored)) if shown != stored => drop(self.padded.insert(stored, shown)),
                (_, Some(id)) => self.id(id, || table.place(row, column)),
                (_, None) => {}
            }
        }
        if self.prefixed.len() > before {
            self.columns.insert(opened.columns.names[column].clone());
        }
    }

    fn id(&mut self, id: String, place: impl Fn() -> Place) {
        if self.prefixed.contains_key(&id) || self.bare.contains_key(&id) {
            return;
        }
        match Registered::of(&id) {
            Some(registered) => drop(self.prefixed.insert(id, (registered, place()))),
            None => drop(self.bare.insert(id, place())),
        }
    }

    /// What each id counts as, and numbers without a register that two registers have.
    fn settle(&self) -> (OneId, Vec<&String>) {
        let mut registers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut spelled: IndexMap<&Registered, Vec<&String>> = IndexMap::new();
        for (id, (registered, _)) in &self.prefixed {
            registers.entry(registered.digits()).or_default().insert(&registered.register);
            spelled.entry(registered).or_default().push(id);
        }
        let shown = self.padded.iter().filter(|(stored, _)| self.bare.contains_key(*stored));
        let mut one = OneId {
            counts_as: shown.map(|(stored, shown)| (stored.clone(), shown.clone())).collect(),
            columns: self.columns.clone(),
        };
        let mut doubtful: BTreeSet<&String> = BTreeSet::new();
        for (registered, ids) in spelled {
            let bare = registered.bare();
            let known: Vec<&String> = bare.iter().filter_map(|id| Some(self.bare.get_key_value(id)?.0)).collect();
            let several = registers[registered.digits()].len() > 1;
            if several {
                doubtful.extend(&known);
            }
            let known = if several { Vec::new() } else { known };
            let first = known.first().copied().unwrap_or(ids[0]);
            let others = known.iter().copied().chain(ids).filter(|id| *id != first);
            one.counts_as.extend(others.map(|id| (id.clone(), first.clone())));
        }
        (one, doubtful.into_iter().collect())
    }

    fn report(&self, one: &OneId, doubtful: &[&String], sink: &mut Sink) {
        let joined: Vec<(&String, &String)> =
            one.counts_as.iter().filter(|(id, _)| self.prefixed.contains_key(*id)).collect();
        if !joined.is_empty() {
            let pairs: Vec<String> = joined.iter().take(QUOTED).map(|(id, other)| format!("{id} = {other}")).collect();
            let message = phrase!(
                "{n} {n?id stands|ids stand} with the prefix of a register in one place and without it, or with another one, in another, and {n?counts|count} as one: {list}",
                n = joined.len(),
                list = pairs
            );
            let places = joined.iter().map(|(id, _)| self.prefixed[*id].1.clone());
            sink.push(Diagnostic::note("register-prefix", message).at_all(places));
        }
        if !doubtful.is_empty() {
            let list: Vec<&str> = doubtful.iter().take(QUOTED).map(|id| id.as_str()).collect();
            let message = phrase!(
                "{n} {n?number stands|numbers stand} without a register, and two registers have {n?it|them}, so that {n?it is|they are} joined to neither: {list}",
                n = doubtful.len(),
                list = list
            );
            let hint = phrase!("Write the register before the number, such as {example}", example = "GB-CHC-1001856");
            let places = doubtful.iter().map(|id| self.bare[*id].clone());
            sink.push(Diagnostic::warning("register-unclear", message).hint(hint).at_all(places));
        }
    }
}
