//! What is said of a link: who was found, who perhaps, who not.

use std::collections::BTreeSet;

use crate::panel::linkage;
use crate::study::without_effect;

use super::ids;
use super::link::kind::KeyKind;
use super::link::outcome::{Belonging, Outcome};
use super::link::target::Target;
use super::link::{LinkKey, Linker};
use super::losses::joined_by;
use super::table::{Names, Opened, Rows};
use crate::diag::{Diagnostic, Sink};
use crate::names::Class;
use crate::panel::{LinkRecord, Linkage};
use crate::phrase;
use crate::study::SourceLink;
use crate::text::Arg;

/// Pairs that a message quotes.
const QUOTED: usize = 3;

/// A link by which not one row is found is a mistake, not a result.
pub(in crate::tidy) fn nobody_linked(
    own: &Opened<'_>,
    link: &SourceLink,
    keys: &[LinkKey],
    outcomes: &[Outcome],
    sink: &mut Sink,
) {
    let found = |outcome: &Outcome| !matches!(outcome.joined, Belonging::NoKey | Belonging::Nobody);
    if outcomes.is_empty() || outcomes.iter().any(found) || keys.len() < link.by.len() {
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
pub(in crate::tidy) fn without_counterpart(
    own: &Opened<'_>,
    link: &SourceLink,
    linker: &Linker<'_>,
    rows: &Rows,
    sink: &mut Sink,
) {
    let [key] = linker.keys.as_slice() else { return };
    if key.kind != KeyKind::Id || rows.kept.is_empty() || !own.source.part.is_empty() {
        return;
    }
    let known: BTreeSet<u32> = rows.kept.iter().flat_map(|row| row.units.iter().copied()).collect();
    let alone = |target: &&Target<'_>| {
        let named = ids::id_of(target.table.get(target.row, key.theirs)).is_some();
        named && !target.units.iter().any(|unit| known.contains(unit))
    };
    let alone: Vec<&Target<'_>> = linker.targets.iter().filter(alone).collect();
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

/// How many rows were joined, are to be decided, and found nobody; and those that are to be decided.
pub(in crate::tidy) fn report(
    own: &Opened<'_>,
    link: &SourceLink,
    linker: &Linker<'_>,
    outcomes: &[Outcome],
    sink: &mut Sink,
) {
    let of = |class: Class| outcomes.iter().map(|outcome| &outcome.record).filter(move |record| record.class == class);
    let (source, to) = (own.source.title(), link.to.value.as_str());
    let message = phrase!(
        "Of {all} {all?row|rows} of `{source}`, {joined} {joined?was|were} joined to `{to}` ({by}), {open} {open?waits|wait} for a decision, {none} found nobody",
        all = outcomes.len(),
        source = &source,
        joined = of(Class::Exact).count(),
        to = to,
        by = Arg::List(joined_by(&linker.keys, outcomes)),
        open = of(Class::Probable).count(),
        none = of(Class::Unmatched).count()
    );
    sink.push(Diagnostic::note("linked", message).at_all(of(Class::Unmatched).map(|record| record.place.clone())));
    let open: Vec<&LinkRecord> = of(Class::Probable).collect();
    if open.is_empty() {
        return;
    }
    let message = phrase!(
        "{n} {n?row|rows} of `{source}` {n?is|are} perhaps in `{to}`, and {n?is|are} not joined until a person decides: {pairs}",
        n = open.len(),
        source = source,
        to = to,
        pairs = open.iter().take(QUOTED).filter_map(|record| pair(record)).collect::<Vec<Arg>>()
    );
    let places = open.iter().map(|record| record.place.clone());
    sink.push(Diagnostic::warning(linkage::PROBABLE_LINK, message).hint(linkage::ask()).at_all(places));
}

fn pair(record: &LinkRecord) -> Option<Arg> {
    let other = record.other.as_ref()?;
    let said =
        phrase!("“{own}” and “{other}” ({why})", own = &record.text, other = &other.text, why = record.why.clone());
    Some(Arg::from(said))
}

/// The link as it is reported.
pub(in crate::tidy) fn linkage(
    own: &Opened<'_>,
    linker: &Linker<'_>,
    outcomes: Vec<Outcome>,
    kept: usize,
    names: &Names,
) -> Linkage {
    let found: BTreeSet<u32> = outcomes.iter().flat_map(|outcome| outcome.targets.iter().copied()).collect();
    let perhaps: BTreeSet<u32> = outcomes.iter().flat_map(|outcome| outcome.perhaps.iter().copied()).collect();
    let by = |wanted: Option<usize>| {
        let joined = outcomes.iter().filter(|outcome| matches!(outcome.joined, Belonging::To { .. }));
        joined.filter(|outcome| outcome.record.by == wanted).count()
    };
    Linkage {
        source: own.source.title(),
        to: linker.to.to_string(),
        by: linker.keys.iter().map(|key| key.title.clone()).collect(),
        rows: outcomes.len(),
        kept,
        joined_by: (0..linker.keys.len()).map(|at| by(Some(at))).collect(),
        decided: by(None),
        targets: linker.targets.len(),
        found: found.len(),
        perhaps: perhaps.into_iter().filter_map(|unit| names.units.get_index(unit as usize).cloned()).collect(),
        records: outcomes.into_iter().map(|outcome| outcome.record).collect(),
    }
}

/// Columns that say where, in a link that joins by no name.
pub(super) fn idle_place(link: &SourceLink, sink: &mut Sink) {
    let Some(first) = link.place.first() else { return };
    if link.by.iter().all(|by| KeyKind::of(&by.value) != KeyKind::Name) {
        let why = phrase!("places tell equal names apart, and `by` names no column of names");
        let hint = phrase!("Add the column of names to `by`, or take `place` out");
        sink.push(without_effect("place", why, hint, first.place.clone()));
    }
}
