//! The rows of all sources: those whose rows are units first, then those that are linked to them, in the order of the links.

use super::by_person::Decided;
use crate::tidy::mentions;
use crate::tidy::rows::decided::DecidedIds;
use crate::tidy::rows::table::Opened;

use super::columns::Columns;
use super::identity::Identity;
use super::link::outcome::Belonging;
use super::link::target::Target;
use super::link::{Asking, LinkKey, Linker};
use super::meeting::{self, Meeting};
use super::named_column;
use super::table::{Names, Rows};
use super::{again, destroyed, linking, read, unstored};
use crate::diag::Sink;
use crate::panel::Linkage;
use crate::study::{Located, Source, SourceLink, Study};

/// The rows of every source, in the order of `opened`, and what was found out about those that share their units.
/// None of a source that cannot be linked, for reasons that are in the sink.
pub(in crate::tidy) fn rows(
    study: &Study,
    opened: &[Opened<'_>],
    by_person: &Decided,
    names: &mut Names,
    sink: &mut Sink,
) -> (Vec<Rows>, Meeting) {
    let (joinings, settled) = (by_person.joinings.as_slice(), &by_person.settled);
    opened.iter().for_each(|opened| destroyed::report(opened, sink));
    let used = mentions::used(study);
    opened.iter().for_each(|opened| unstored::report(opened, &used, sink));
    again::report(study, opened, sink);
    let decided: Vec<DecidedIds> = opened.iter().map(|opened| DecidedIds::of(opened, joinings)).collect();
    let mut done: Vec<Option<Rows>> = opened.iter().map(|_| None).collect();
    for at in order(study, opened) {
        let (one, starts) = (&opened[at], study.fiscal_year_starts);
        let rows = match &one.source.link {
            None => read::read(one, &Identity::Unit(&decided[at]), settled, starts, names, sink),
            Some(link) => linked(one, link, opened, &done, by_person, starts, names, sink),
        };
        done[at] = Some(rows);
    }
    let meeting = meeting::meet(study, opened, &done, &decided, names, sink);
    (done.into_iter().flatten().collect(), meeting)
}

/// The rows of a source that is linked to one of those that are done.
#[expect(clippy::too_many_arguments, reason = "what a link needs to know")]
fn linked(
    one: &Opened<'_>,
    link: &SourceLink,
    opened: &[Opened<'_>],
    done: &[Option<Rows>],
    by_person: &Decided,
    fiscal_year_starts: Option<u32>,
    names: &mut Names,
    sink: &mut Sink,
) -> Rows {
    let targets = targets(opened, done, &link.to.value);
    let (keys, places) = keys(one, link, opened, &targets, sink);
    if keys.len() < link.by.len() || places.len() < link.place.len() {
        // What is missing was said, and stops the run.
        return Rows::default();
    }
    linking::idle_place(link, sink);
    let linker = Linker::new(&link.to.value, keys, targets, places);
    let asking = Asking { table: one.table, places: &one.columns.places, joinings: &by_person.joinings };
    let outcomes = linker.outcomes(asking);
    let identity = Identity::Linked(&linker.keys, &outcomes);
    let mut rows = read::read(one, &identity, &by_person.settled, fiscal_year_starts, names, sink);
    if !linker.targets.is_empty() {
        linking::nobody_linked(one, link, &linker.keys, &outcomes, sink);
        linking::without_counterpart(one, link, &linker, &rows, sink);
        linking::report(one, link, &linker, &outcomes, sink);
    }
    rows.linkage = Some(linking::linkage(one, &linker, outcomes, rows.kept.len(), names));
    rows.others = other_ends(one, link, opened, done, by_person, names, sink);
    rows
}

/// What became of the other ends of ties.
fn other_ends(
    one: &Opened<'_>,
    link: &SourceLink,
    opened: &[Opened<'_>],
    done: &[Option<Rows>],
    by_person: &Decided,
    names: &Names,
    sink: &mut Sink,
) -> Option<(Vec<Belonging>, Linkage)> {
    let source = one.source.other_ends()?;
    let columns = Columns { keys: one.columns.other_keys.clone(), ..one.columns.clone() };
    let other = Opened { index: one.index, source: &source, table: one.table, columns };
    let targets = targets(opened, done, &link.to.value);
    let (keys, _) = keys(&other, link, opened, &targets, sink);
    let linker = Linker::new(&link.to.value, keys, targets, Vec::new());
    let outcomes = linker.outcomes(Asking { table: one.table, places: &[], joinings: &by_person.joinings });
    if !linker.targets.is_empty() {
        linking::report(&other, link, &linker, &outcomes, sink);
    }
    let joined: Vec<Belonging> = outcomes.iter().map(|outcome| outcome.joined.clone()).collect();
    let kept = joined.iter().filter(|belonging| matches!(belonging, Belonging::To { .. })).count();
    Some((joined, linking::linkage(&other, &linker, outcomes, kept, names)))
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

/// The keys of a link, and the columns of the other source that say where.
fn keys(
    own: &Opened<'_>,
    link: &SourceLink,
    opened: &[Opened<'_>],
    targets: &[Target<'_>],
    sink: &mut Sink,
) -> (Vec<LinkKey>, Vec<usize>) {
    let Some(other) = opened.iter().find(|opened| opened.source.name.value == link.to.value) else {
        return (Vec::new(), Vec::new());
    };
    let mut theirs = |column: &Located<String>| {
        let found = named_column::find(other.table, &other.columns.names, column);
        if found.is_none() {
            sink.push(named_column::unknown(column, other.table));
        }
        found
    };
    let places = link.place.iter().filter_map(&mut theirs).collect();
    let both = link.by.iter().zip(&own.columns.keys);
    let keys = both
        .filter_map(|(by, &column)| {
            Some(LinkKey::new(&by.value, column, theirs(by)?, targets, own.columns.ids.clone()))
        })
        .collect();
    (keys, places)
}
