//! From raw tables to the panel.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::mentions;
use super::rows::wide_told;
use crate::tidy::rows::by_person::Decided;
use crate::tidy::rows::source_rows::SourceRows;

use indexmap::IndexMap;

use super::cells::{multi_select, repairs};
use super::events::Read;
use super::rows::canon::Canon;
use super::rows::columns::{self};
use super::rows::id_survey::ids_as_one;
use super::rows::origins::rows_of_units;
use super::rows::table::{Names, Opened};
use super::rows::{agree, drift, exchanged, presence, sources, taken_as};
use super::variables::{ShapedVariable, variables};
use super::{events, idle, indicators, shape, ties};
use crate::diag::{Halt, Sink};
use crate::ingest::RawTable;
use crate::notation::{self, fold};
use crate::panel::{Csr, Panel, Provenance, SourceRef, TablePosition, VariableInfo};
use crate::study::{Source, Study};
use crate::text::Words;

/// Makes one table of units, and one of units by period, from the tables of a study's sources.
///
/// `tables` has one table for each source, in the order of [`Study::sources`], as
/// [`read_all`](crate::ingest::read_all) gives them.
///
/// # Errors
/// [`Halt`] where something must be mended first: a column that is not there, a unit twice, a variable in two sources, a
/// column full of text; all problems are in the sink.
pub fn tidy(study: &Study, tables: &[RawTable], sink: &mut Sink) -> Result<Panel, Halt> {
    tidy_decided(study, tables, &Decided::default(), sink)
}

/// [`tidy`] with what a person decided after an earlier run.
///
/// # Errors
/// As [`tidy`].
pub fn tidy_decided(study: &Study, tables: &[RawTable], decided: &Decided, sink: &mut Sink) -> Result<Panel, Halt> {
    let before = sink.problems.len();
    let panel = tidy_as_far(study, tables, decided, sink);
    sink.checkpoint_since(before)?;
    panel.ok_or(Halt)
}

/// [`tidy_decided`] as far as it goes, so that all problems are told: a unit that stands twice counts by its first row. Nothing where
/// a source lacks a column that it needs.
pub fn tidy_as_far(study: &Study, tables: &[RawTable], decided: &Decided, sink: &mut Sink) -> Option<Panel> {
    let found = of_sources(study, tables, decided, Source::is_of_units, sink);
    let sheet = |alone: &Study, tables: &[RawTable], sink: &mut Sink| {
        of_sources(alone, tables, decided, |source| source.indicators, sink).map(|(panel, _)| panel)
    };
    let sheets = indicators::panels(study, tables, sheet, sink);
    let ((mut panel, mut read), (indicators, of_sheets)) = found.zip(sheets)?;
    panel.indicators = indicators;
    read.extend(of_sheets);
    read.sort_by_key(|read| read.index);
    let counted_only = panel.units.is_empty() && !read.is_empty();
    read.into_iter().for_each(|read| beside(&mut panel, read));
    if counted_only {
        // Nobody is joined where rows are counted only.
        panel.flow.retain(|step| step.key != "joined");
    }
    Some(panel)
}

/// The panel of those sources that are asked for, and what was read beside it.
fn of_sources(
    study: &Study,
    tables: &[RawTable],
    decided: &Decided,
    wanted: fn(&Source) -> bool,
    sink: &mut Sink,
) -> Option<(Panel, Vec<Read>)> {
    let spelled = mentions::mentioned(study);
    let drifted = drift::report(study, tables, sink);
    let mut opened = Vec::with_capacity(tables.len());
    let of_units = |(_, (source, _)): &(usize, (&Source, &RawTable))| wanted(source);
    for (index, (source, table)) in study.sources.iter().zip(tables).enumerate().filter(of_units) {
        let known = |heading: &str| drifted.contains(&(index, fold(heading)));
        if let Ok(columns) = columns::resolve(source, table, &spelled, known, sink) {
            opened.push(Opened { index, source, table, columns });
        }
    }
    let mut whole = opened.len() == study.sources.iter().filter(|source| wanted(source)).count();
    let happened = events::events(study, tables, &spelled, sink);
    idle::amounts(&opened, sink);
    let asked = sink.problems.len();
    wide_told::report(&opened, &spelled, sink);
    sink.checkpoint_since(asked).ok()?;
    agree::agree(&mut opened, sink);
    let ids = Arc::new(ids_as_one(study, &opened, sink));
    opened.iter_mut().for_each(|opened| opened.columns.ids = ids.clone());
    let mut names = Names::default();
    let (rows, meeting) = sources::rows(study, &opened, decided, &mut names, sink);
    whole &= rows.iter().all(|rows| !rows.flow.is_empty());
    idle::repeats(&mentions::used(study), &opened, &rows, sink);
    for (period, written) in opened.iter().flat_map(|opened| &opened.columns.written) {
        names.period(period.clone(), Some(written.clone()));
    }
    let canon = Canon::of(&names, study);
    let written = as_written(names.written);
    let sources: Vec<SourceRows<'_>> =
        opened.into_iter().zip(rows).map(|(opened, rows)| SourceRows::new(opened, rows, &canon)).collect();
    taken_as::report(study, &sources, &canon, &written, sink);
    let variables = variables(study, &sources, &canon, &spelled, &decided.settled, ids, sink);
    let networks = ties::networks(study, &sources, &canon, sink);
    let (logs, read) = happened.filter(|_| whole)?;
    let at = |unit: u32| canon.unit_at[unit as usize];
    let alike = meeting.alike.iter().map(|(one, other)| (at(*one), at(*other))).collect();
    let mut panel = Panel { written, networks, logs, ..assemble(study, sources, canon, variables) };
    (panel.provenance.alike, panel.provenance.asked) = (alike, meeting.asked);
    exchanged::report(study, &panel, sink);
    repairs::report(&panel, sink);
    multi_select::add(study, &mut panel, &spelled, sink);
    Some((panel, read))
}

/// A source of events or indicators stands among the others at its place; none of its rows is one of a unit.
fn beside(panel: &mut Panel, read: Read) {
    let of = &mut panel.provenance;
    of.sources.insert(read.index, read.source);
    of.layouts.insert(read.index, read.position);
    of.rows.insert(read.index, Csr { starts: vec![0; panel.units.len() + 1], items: Vec::new() });
    of.row_periods.insert(read.index, Vec::new());
    of.lost.extend(read.lost);
    let last = panel.flow.len().saturating_sub(1);
    panel.flow.insert(last, read.flow);
}

/// Periods that all sources write in one way, which is not their name.
fn as_written(known: BTreeMap<String, BTreeSet<String>>) -> IndexMap<String, String> {
    let alike = |(name, written): (String, BTreeSet<String>)| {
        let only = written.into_iter().collect::<Vec<_>>();
        match only.as_slice() {
            [one] if *one != name => Some((name, one.clone())),
            _ => None,
        }
    };
    known.into_iter().filter_map(alike).collect()
}

fn assemble(study: &Study, sources: Vec<SourceRows<'_>>, canon: Canon, variables: Vec<ShapedVariable>) -> Panel {
    let stored = |period: Option<u32>| {
        let at = variables
            .iter()
            .filter_map(|variable| Some((variable.name.as_str(), &variable.shaped.get(&period)?.values)));
        shape::stored(at)
    };
    let waves = canon.periods.iter().enumerate().map(|(at, period)| (period.clone(), stored(Some(at as u32))));
    Panel {
        fixed: stored(None),
        waves: waves.collect(),
        presence: presence::presence(&sources, &canon),
        written: IndexMap::new(),
        networks: IndexMap::new(),
        logs: IndexMap::new(),
        indicators: IndexMap::new(),
        steps: variables
            .iter()
            .filter(|it| !it.told.steps.is_empty())
            .map(|it| (it.name.clone(), it.told.steps.clone()))
            .collect(),
        variables: variables.iter().map(|variable| (variable.name.clone(), info(study, variable, &canon))).collect(),
        file_order: canon.file_order(),
        flow: presence::flow(&sources, &canon),
        provenance: provenance(&sources, &canon, &variables),
        units: canon.units,
    }
}

fn info(study: &Study, variable: &ShapedVariable, canon: &Canon) -> VariableInfo {
    let mut at: Vec<u32> = variable.shaped.keys().flatten().copied().collect();
    at.sort_unstable();
    VariableInfo {
        name: variable.name.clone(),
        label: label(study, variable),
        unit: variable.unit.clone(),
        content: variable.content,
        periods: at.into_iter().map(|period| canon.periods[period as usize].clone()).collect(),
    }
}

/// What the study says, else the name; without the unit that it has in brackets, which outputs write beside the numbers.
fn label(study: &Study, variable: &ShapedVariable) -> Words {
    let declared = study.variables.get(&variable.name).is_some_and(|declared| !declared.label.is_empty());
    match declared || variable.unit.is_empty() {
        true => study.label(&variable.name),
        false => Words::plain(notation::bare(&variable.name)),
    }
}

fn provenance(sources: &[SourceRows<'_>], canon: &Canon, variables: &[ShapedVariable]) -> Provenance {
    let mut out = Provenance::default();
    for joined in sources {
        let (rows, periods) = rows_of_units(joined, canon);
        out.sources.push(SourceRef {
            name: joined.source.title(),
            file: joined.table.file.clone(),
            sheet: joined.table.sheet.clone(),
            digest: joined.table.digest.clone(),
            rows: joined.table.rows.len() + joined.table.left_out.len(),
        });
        out.layouts.push(layout(joined));
        out.rows.push(rows);
        out.row_periods.push(periods);
        out.columns.extend(ties::cells(joined, canon));
        out.edits.extend(joined.rows.edits.iter().cloned());
        out.lost.extend(joined.rows.lost.iter().cloned());
        out.linkage.extend(joined.rows.linkage.iter().cloned());
        out.linkage.extend(joined.rows.others.iter().map(|(_, linkage)| linkage.clone()));
    }
    for variable in variables {
        for (period, placed) in &variable.shaped {
            let at = period.map(|period| canon.periods[period as usize].clone());
            let name = crate::panel::VarRef { name: variable.name.clone(), period: at }.to_string();
            out.columns.insert(name, (placed.source, placed.col));
        }
        out.edits.extend(variable.edits.iter().cloned());
        out.suggested.extend(variable.suggested.iter().cloned());
        out.currencies.extend(variable.chosen_by.clone().map(|by| (variable.name.clone(), by)));
        out.shares.extend(variable.share.then(|| variable.name.clone()));
    }
    out
}

fn layout(joined: &SourceRows<'_>) -> TablePosition {
    let headings = &joined.table.headings;
    let columns = &joined.columns;
    let unit = |(at, heading): (usize, &crate::ingest::Heading)| {
        let multiplied = columns.scaled[at].filter(|(_, factor)| *factor > 1.0);
        let counted = columns.counted[at].map(|[ja, en]| Words::of([("ja", ja), ("en", en)]));
        let said = multiplied.map(|(unit, _)| Words::plain(unit)).or(counted)?;
        Some((heading.col, said, multiplied.is_some()))
    };
    let units = headings.iter().enumerate().filter_map(unit).collect();
    TablePosition {
        header: joined.table.header_rows.clone(),
        aside: joined.table.set_aside.clone(),
        units,
        first_col: headings.first().map_or(0, |heading| heading.col),
        columns: headings.len(),
    }
}
