//! Ties: the rows of sources that say who is tied to whom.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::{IndexMap, IndexSet};

use super::cells::values::{self, Values};
use super::cells::{as_formatted, cell, scales, unreadable};
use super::intern::intern;
use super::profile::{self, VariableHints};
use super::rows::canon::Canon;
use super::rows::link::outcome::Belonging;
use super::rows::source_rows::SourceRows;
use crate::diag::{Diagnostic, Sink};
use crate::ingest::Raw;
use crate::notation::Ladders;
use crate::panel::{Network, OtherEnd, Tie, TieColumn, VarRef};
use crate::phrase;
use crate::study::Study;

/// The networks of all sources of ties; several files of one source are one network.
pub(super) fn networks(
    study: &Study,
    sources: &[SourceRows<'_>],
    canon: &Canon,
    sink: &mut Sink,
) -> IndexMap<String, Network> {
    let ladders = scales::ladders(sources.iter().map(|joined| joined.table));
    let mut networks: IndexMap<String, Network> = IndexMap::new();
    for joined in sources.iter().filter(|joined| joined.source.ends.is_some()) {
        let network = networks
            .entry(joined.source.name.value.clone())
            .or_insert_with(|| Network { nodes: nodes(joined, sources), ..Network::default() });
        add(study, joined, canon, &ladders, network, sink);
    }
    networks
}

/// The rows of the source that the ties are linked to, in the order of their units.
fn nodes(joined: &SourceRows<'_>, sources: &[SourceRows<'_>]) -> Vec<Vec<u32>> {
    let to = joined.source.link.as_ref().map(|link| link.to.value.as_str());
    let of = sources.iter().filter(|other| Some(other.source.name.value.as_str()) == to);
    let units: BTreeSet<Vec<u32>> = of.flat_map(|other| other.units.iter().cloned()).collect();
    units.into_iter().collect()
}

/// Adds the ties of a file.
fn add(
    study: &Study,
    joined: &SourceRows<'_>,
    canon: &Canon,
    ladders: &Ladders,
    network: &mut Network,
    sink: &mut Sink,
) {
    let Some((others, _)) = &joined.rows.others else { return };
    let at: BTreeMap<&[u32], u32> =
        network.nodes.iter().enumerate().map(|(at, units)| (units.as_slice(), at as u32)).collect();
    let mut outside: IndexSet<String> = network.outside.drain(..).collect();
    let (mut ties, mut own, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for (place, (row, units)) in joined.rows.kept.iter().zip(&joined.units).enumerate() {
        let Some(&from) = at.get(units.as_slice()) else { continue };
        let to = other_end(joined, &others[row.row as usize], row.row as usize, canon, &at, &mut outside);
        if to == OtherEnd::Node(from) {
            own.push(joined.table.place(row.row as usize, joined.columns.other_keys[0]));
            continue;
        }
        kept.push(place);
        ties.push(Tie { from, to, period: canon.period(row) });
    }
    network.outside = outside.into_iter().collect();
    for (name, _) in ends(joined).filter(|(name, _)| !network.ends.contains(name)).collect::<Vec<_>>() {
        network.ends.push(name);
    }
    if !own.is_empty() {
        let message = phrase!(
            "{n} {n?row|rows} of `{source}` {n?ties|tie} an organisation to itself, and {n?is|are} left out",
            n = own.len(),
            source = joined.source.title()
        );
        sink.push(Diagnostic::note("tie-to-itself", message).at_all(own));
    }
    columns(study, joined, &kept, ladders, network, sink);
    network.ties.extend(ties);
}

/// The columns of both ends, by names that no variable has.
fn ends<'j>(joined: &'j SourceRows<'_>) -> impl Iterator<Item = (String, u32)> + 'j {
    let columns = joined.columns.keys.iter().chain(&joined.columns.other_keys);
    let called = |&column: &usize| {
        (format!("{}: {}", joined.source.name.value, joined.columns.names[column]), joined.table.headings[column].col)
    };
    columns.filter(|_| joined.source.ends.is_some()).map(called)
}

/// Where the ends of ties stand: at each period of the rows, since what is made of ties is made of those of its period.
pub(super) fn cells(joined: &SourceRows<'_>, canon: &Canon) -> Vec<(String, (u16, u32))> {
    let periods: BTreeSet<Option<u32>> = joined.rows.kept.iter().map(|row| canon.period(row)).collect();
    let written = |(name, col): (String, u32)| {
        let at = |period: &Option<u32>| {
            let period = period.map(|period| canon.periods[period as usize].clone());
            (VarRef { name: name.clone(), period }.to_string(), (joined.index, col))
        };
        periods.iter().map(at).collect::<Vec<_>>()
    };
    ends(joined).flat_map(written).collect()
}

fn other_end(
    joined: &SourceRows<'_>,
    found: &Belonging,
    row: usize,
    canon: &Canon,
    at: &BTreeMap<&[u32], u32>,
    outside: &mut IndexSet<String>,
) -> OtherEnd {
    let node = match found {
        Belonging::NoKey => return OtherEnd::Nobody,
        Belonging::To { units, .. } => {
            let units: Vec<u32> = units.iter().map(|&unit| canon.unit_at[unit as usize]).collect();
            at.get(units.as_slice()).copied()
        }
        _ => None,
    };
    let named = || {
        let cells = joined.columns.other_keys.iter().map(|&column| text(joined.table.get(row, column)));
        cells.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    node.map_or_else(|| OtherEnd::Outside(intern(outside, named())), OtherEnd::Node)
}

fn text(cell: Raw<'_>) -> String {
    match cell {
        Raw::Text(text) => text.trim().to_string(),
        Raw::Number(value) => value.to_string(),
        _ => String::new(),
    }
}

/// What the other columns say of each tie that is kept, behind those of earlier files.
fn columns(
    study: &Study,
    joined: &SourceRows<'_>,
    kept: &[usize],
    ladders: &Ladders,
    network: &mut Network,
    sink: &mut Sink,
) {
    let before = network.ties.len();
    for (column, name) in &joined.columns.variables {
        let declared = study.variables.get(name);
        let rows = joined.rows.kept.iter().map(|row| row.row as usize);
        let cells = [cell::read(joined.table, *column, rows, declared, false)];
        let hints = VariableHints {
            declared: declared.and_then(|variable| variable.kind.as_ref()).map(|kind| kind.value),
            likely: declared.and_then(|variable| variable.likely),
            asked: false,
            is_text: false,
        };
        let (_, sense) = profile::sense(&cells, hints, ladders);
        let mut converted = values::convert(&cells[0], &sense, joined.columns.scaled[*column]);
        as_formatted::apply(joined, *column, &cells[0], &mut converted);
        unreadable::ConvertedColumn {
            name,
            variable: declared,
            table: joined.table,
            column: *column,
            rows: &joined.rows.kept,
            cells: &cells[0],
            fiscal_year_starts: study.fiscal_year_starts.unwrap_or(4),
        }
        .report(&converted, &sense, sink);
        append(network, name, before, kept, converted.values);
    }
    let all = before + kept.len();
    network.columns.values_mut().for_each(|column| lengthen(column, all));
}

fn append(network: &mut Network, name: &str, before: usize, kept: &[usize], values: Values) {
    let column = network.columns.entry(name.into()).or_insert_with(|| match &values {
        Values::Numbers(_) => TieColumn::Numbers(Vec::new()),
        Values::Strings { .. } => TieColumn::Words { words: Vec::new(), at: Vec::new() },
    });
    lengthen(column, before);
    match (column, values) {
        (TieColumn::Numbers(known), Values::Numbers(more)) => known.extend(kept.iter().map(|&row| more[row])),
        (TieColumn::Words { words, at }, Values::Strings { levels, codes }) => {
            let mut all: IndexSet<String> = words.drain(..).collect();
            let place: Vec<u32> = levels.into_iter().map(|name| intern(&mut all, name)).collect();
            at.extend(kept.iter().map(|&row| place.get(codes[row] as usize).copied()));
            *words = all.into_iter().collect();
        }
        // Numbers in one file and words in another: what does not fit the first is missing.
        _ => {}
    }
}

fn lengthen(column: &mut TieColumn, length: usize) {
    match column {
        TieColumn::Numbers(values) => values.resize(length, f64::NAN),
        TieColumn::Words { at, .. } => at.resize(length, None),
    }
}
