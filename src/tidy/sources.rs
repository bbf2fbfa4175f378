//! The rows of all sources: those whose rows are units first, then those that are linked to them, in the order of the links.

use std::collections::BTreeSet;

use super::columns::{self, Columns};
use super::corporate_number::{self, Found};
use super::link::{Key, Kind, Target};
use super::rows::{self, Identity, Names, Rows};
use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::ingest::RawTable;
use crate::phrase;
use crate::study::{Link, Source, Study};

/// A source with its table and columns.
pub(super) struct Opened<'s> {
    /// Index of the source.
    pub index: usize,
    /// What the study says of it.
    pub source: &'s Source,
    /// Its table.
    pub table: &'s RawTable,
    /// Its columns.
    pub columns: Columns,
}

/// The rows of every source, in the order of `opened`.
///
/// # Errors
/// [`Halt`] where a source cannot be linked; all reasons are in the sink.
pub(super) fn rows(
    study: &Study,
    opened: &[Opened<'_>],
    names: &mut Names,
    sink: &mut Sink,
) -> Result<Vec<Rows>, Halt> {
    let before = sink.problems.len();
    opened.iter().for_each(|opened| corporate_numbers(opened, sink));
    let mut done: Vec<Option<Rows>> = opened.iter().map(|_| None).collect();
    for at in order(study, opened) {
        let (one, starts) = (&opened[at], study.fiscal_year_starts);
        let rows = match &one.source.link {
            None => rows::read(one, &Identity::Unit, starts, names, sink),
            Some(link) => {
                let targets = targets(opened, &done, &link.to.value);
                let keys = keys(one, link, opened, &targets, sink);
                let rows = rows::read(one, &Identity::Linked(&keys), starts, names, sink);
                if !targets.is_empty() {
                    nobody_linked(one, link, &keys, &rows, sink);
                    without_counterpart(one, link, &keys, &targets, &rows, sink);
                }
                rows
            }
        };
        done[at] = Some(rows);
    }
    sink.checkpoint_since(before)?;
    Ok(done.into_iter().flatten().collect())
}

/// Sources that are not linked, then the linked ones, each after the one that it is linked to. That links make no circle was
/// checked when the study was read.
fn order(study: &Study, opened: &[Opened<'_>]) -> Vec<usize> {
    let depth = |source: &Source| {
        let mut depth = 0;
        let mut next = source.link.as_ref();
        while let Some(link) = next {
            depth += 1;
            let to = study.sources.iter().find(|source| source.name.value == link.to.value);
            next = to.and_then(|source| source.link.as_ref()).filter(|_| depth <= study.sources.len());
        }
        depth
    };
    let mut order: Vec<usize> = (0..opened.len()).collect();
    order.sort_by_key(|&at| depth(opened[at].source));
    order
}

fn targets<'t>(opened: &'t [Opened<'_>], done: &'t [Option<Rows>], to: &str) -> Vec<Target<'t>> {
    let of = |(opened, rows): (&'t Opened<'_>, &'t Option<Rows>)| {
        let kept = rows.iter().flat_map(|rows| &rows.kept);
        kept.map(move |row| Target { table: opened.table, row: row.row as usize, units: &row.units })
    };
    opened.iter().zip(done).filter(|(opened, _)| opened.source.name.value == to).flat_map(of).collect()
}

fn keys<'t>(
    own: &Opened<'_>,
    link: &Link,
    opened: &[Opened<'_>],
    targets: &[Target<'t>],
    sink: &mut Sink,
) -> Vec<Key<'t>> {
    let mut keys = Vec::new();
    let Some(other) = opened.iter().find(|opened| opened.source.name.value == link.to.value) else { return keys };
    for (by, &column) in link.by.iter().zip(&own.columns.keys) {
        match columns::find(other.table, &other.columns.names, by) {
            Some(theirs) => keys.push(Key::new(&by.value, column, theirs, targets)),
            None => sink.push(columns::unknown(by, other.table)),
        }
    }
    keys
}

/// A link by which not one row is found is a mistake, not a result.
fn nobody_linked(own: &Opened<'_>, link: &Link, keys: &[Key<'_>], rows: &Rows, sink: &mut Sink) {
    if !rows.kept.is_empty() || own.table.rows.is_empty() || keys.len() < link.by.len() {
        return;
    }
    let by: Vec<&str> = keys.iter().map(|key| key.title.as_str()).collect();
    let message = phrase!(
        "No row of `{source}` is found in `{to}` by {by}",
        source = own.source.title(),
        to = &link.to.value,
        by = by
    );
    let hint = phrase!("See that both have the same column with the same values, or name another one in `by`");
    sink.push(Diagnostic::error("nothing-linked", message).hint(hint).at(link.to.place.clone()));
}

/// Rows of the other source whose id nobody has here: most often an id in another spelling. Where rows are joined by number or
/// name a missing one is nothing unusual, and the flow counts it.
fn without_counterpart(
    own: &Opened<'_>,
    link: &Link,
    keys: &[Key<'_>],
    targets: &[Target<'_>],
    rows: &Rows,
    sink: &mut Sink,
) {
    let [key] = keys else { return };
    if key.kind != Kind::Id || rows.kept.is_empty() || !own.source.part.is_empty() {
        return;
    }
    let known: BTreeSet<u32> = rows.kept.iter().flat_map(|row| row.units.iter().copied()).collect();
    let alone = |target: &&Target<'_>| {
        let named = rows::id_of(target.table.get(target.row, key.theirs)).is_some();
        named && !target.units.iter().any(|unit| known.contains(unit))
    };
    let alone: Vec<&Target<'_>> = targets.iter().filter(alone).collect();
    if alone.is_empty() {
        return;
    }
    let message = phrase!(
        "{n} {n?row|rows} of `{to}` {n?has|have} a `{key}` that `{source}` does not have",
        n = alone.len(),
        to = &link.to.value,
        key = &key.title,
        source = own.source.title()
    );
    let hint = phrase!("Look for other spellings, such as small letters; what the source would say of them is missing");
    let places = alone.iter().map(|target| target.table.place(target.row, key.theirs));
    sink.push(Diagnostic::warning("not-linked", message).hint(hint).at_all(places));
}

/// Corporate numbers that are none: they are said wherever such a column stands, and never joined on.
fn corporate_numbers(opened: &Opened<'_>, sink: &mut Sink) {
    for (column, name) in opened.columns.names.iter().enumerate().filter(|(_, name)| Kind::of(name) == Kind::Number) {
        let found = |wanted: Found| -> Vec<Place> {
            let rows = 0..opened.table.rows.len();
            let rows = rows.filter(|&row| corporate_number::read(opened.table.get(row, column)) == wanted);
            rows.map(|row| opened.table.place(row, column)).collect()
        };
        let (destroyed, wrong) = (found(Found::Destroyed), found(Found::Wrong));
        if !destroyed.is_empty() {
            let message = phrase!(
                "{n} {n?number|numbers} in `{name}` of `{source}` lost {n?its|their} last digits to scientific notation (4.01101E+12) and {n?is|are} not joined on",
                n = destroyed.len(),
                name = name,
                source = opened.source.title()
            );
            let hint =
                phrase!("Look the number up and enter it as text; rows are joined by the next column until then");
            sink.push(Diagnostic::warning("corporate-number-destroyed", message).hint(hint).at_all(destroyed));
        }
        if !wrong.is_empty() {
            let message = phrase!(
                "{n} {n?cell|cells} in `{name}` of `{source}` {n?holds|hold} no corporate number: not 13 digits, or a wrong check digit; {n?it is|they are} not joined on",
                n = wrong.len(),
                name = name,
                source = opened.source.title()
            );
            let hint = phrase!("Correct the number; rows are joined by the next column until then");
            sink.push(Diagnostic::warning("corporate-number-wrong", message).hint(hint).at_all(wrong));
        }
    }
}
