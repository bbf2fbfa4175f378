//! From raw tables to the panel.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use rayon::prelude::*;

use super::canon::Canon;
use super::columns::{self, Columns};
use super::content::Sense;
use super::gather::Way;
use super::labels::Labels;
use super::notation::{self, Ladders};
use super::origins::rows_of_units;
use super::placing::placed;
use super::register::OneId;
use super::rows::{Names, Row, Rows};
use super::shape::{self, Placed, Shaped};
use super::sources::{self, Opened};
use super::spelling::Spelling;
use super::taken_as;
use super::told::Told;
use super::understood;
use super::values::{self, Change, Converted};
use super::{Content, Edit, Layout, Panel, Provenance, SourceRef, Suggestion, VariableInfo, cells, content, presence};
use super::{agree, answers, as_formatted, doubtful, doubts, drift, idle, municipalities, scales, told, wide};
use crate::diag::{Diagnostic, Halt, Sink};
use crate::ingest::decisions::{self, Given, Joining};
use crate::ingest::{RawTable, fold};
use crate::phrase;
use crate::study::{self, Repeats, Source, Study, VariableKind};
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

/// What a person decided that is not in the tables by now.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// Who rows are about.
    pub joinings: Vec<Joining>,
    /// Cells that are to be taken as they are.
    pub settled: BTreeSet<decisions::Key>,
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
    let spelled = columns::mentioned(study);
    let drifted = drift::report(study, tables, sink);
    let mut opened = Vec::with_capacity(tables.len());
    for (index, (source, table)) in study.sources.iter().zip(tables).enumerate() {
        let known = |heading: &str| drifted.contains(&(index, fold(heading)));
        if let Ok(columns) = columns::resolve(source, table, &spelled, known, sink) {
            opened.push(Opened { index, source, table, columns });
        }
    }
    let mut whole = opened.len() == study.sources.len();
    idle::amounts(&opened, sink);
    let asked = sink.problems.len();
    wide::report(&opened, &spelled, sink);
    sink.checkpoint_since(asked).ok()?;
    agree::agree(&mut opened, sink);
    let ids = Arc::new(OneId::of(study, &opened, sink));
    opened.iter_mut().for_each(|opened| opened.columns.ids = ids.clone());
    let mut names = Names::default();
    let (rows, meeting) = sources::rows(study, &opened, &decided.joinings, &mut names, sink);
    whole &= rows.iter().all(|rows| !rows.flow.is_empty());
    for (period, written) in opened.iter().flat_map(|opened| &opened.columns.written) {
        names.period(period.clone(), Some(written.clone()));
    }
    let canon = Canon::of(&names, study);
    let written = as_written(names.written);
    let sources: Vec<Joined<'_>> =
        opened.into_iter().zip(rows).map(|(opened, rows)| Joined::new(opened, rows, &canon)).collect();
    taken_as::report(study, &sources, &canon, &written, sink);
    let variables = variables(study, &sources, &canon, &spelled, &decided.settled, ids, sink);
    if !whole {
        return None;
    }
    let at = |unit: u32| canon.unit_at[unit as usize];
    let alike = meeting.alike.iter().map(|(one, other)| (at(*one), at(*other))).collect();
    let mut panel = Panel { written, ..assemble(study, sources, canon, variables) };
    (panel.provenance.alike, panel.provenance.asked) = (alike, meeting.asked);
    understood::report(&panel, sink);
    answers::add(study, &mut panel, &spelled, sink);
    Some(panel)
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

/// A source with its columns and rows told apart.
pub(super) struct Joined<'s> {
    pub index: u16,
    pub source: &'s Source,
    pub table: &'s RawTable,
    pub columns: Columns,
    pub rows: Rows,
    /// Canonical indices of the units of each kept row.
    pub units: Vec<Vec<u32>>,
}

impl<'s> Joined<'s> {
    fn new(opened: Opened<'s>, rows: Rows, canon: &Canon) -> Joined<'s> {
        let at = |row: &Row| row.units.iter().map(|&unit| canon.unit_at[unit as usize]).collect();
        let units = rows.kept.iter().map(at).collect();
        let Opened { index, source, table, columns } = opened;
        Joined { index: index as u16, source, table, columns, rows, units }
    }

    pub fn has_periods(&self) -> bool {
        self.columns.period.is_some() || self.source.period.is_some()
    }
}

/// One variable, ready for the panel.
struct Variable {
    name: String,
    content: Content,
    unit: Words,
    /// What its answers mean.
    told: Told,
    shaped: Shaped,
    edits: Vec<Edit>,
    suggested: Vec<Suggestion>,
    /// Whether its cells say themselves that they are shares of 1.
    share: bool,
}

fn variables(
    study: &Study,
    sources: &[Joined<'_>],
    canon: &Canon,
    spelled: &BTreeSet<String>,
    settled: &BTreeSet<decisions::Key>,
    ids: Arc<OneId>,
    sink: &mut Sink,
) -> Vec<Variable> {
    let mut found: IndexMap<&str, Vec<(&Joined<'_>, usize)>> = IndexMap::new();
    for joined in sources {
        for (column, name) in &joined.columns.variables {
            found.entry(name).or_default().push((joined, *column));
        }
    }
    let apart = doubtful::of_currencies(&mut found, spelled);
    let work: Vec<(&str, Vec<(&Joined<'_>, usize)>)> = found.into_iter().collect();
    let spelling = Spelling::of(study, sources.iter().map(|joined| joined.columns.names.as_slice()), spelled);
    let beside =
        sources.iter().map(|joined| (joined.index, doubtful::beside(joined.table, &joined.rows.kept))).collect();
    let ladders = scales::ladders(sources.iter().map(|joined| joined.table));
    let about = About { spelling, ids, ladders, beside, apart, settled };
    let shape = |(name, columns): &(&str, Vec<(&Joined<'_>, usize)>)| {
        let mut own = Sink::new();
        (variable(study, name, columns, canon, &about, &mut own), own)
    };
    let done: Vec<(Variable, Sink)> = work.par_iter().map(shape).collect();
    let keep = |(variable, own): (Variable, Sink)| {
        sink.problems.extend(own.problems);
        variable
    };
    let variables: Vec<Variable> = done.into_iter().map(keep).collect();
    let headings = work.iter().map(|(_, columns)| columns[0].0.table.heading_place(columns[0].1));
    let told = variables.iter().zip(headings).map(|(variable, place)| (variable.name.as_str(), &variable.told, place));
    told::report(told, sink);
    variables
}

/// What is known beyond the columns of one variable.
struct About<'a> {
    spelling: Spelling,
    ids: Arc<OneId>,
    ladders: Ladders,
    /// Of each source: the currencies that a column of it says.
    beside: BTreeMap<u16, Option<doubtful::Beside>>,
    /// Variables that the study tells apart by currency.
    apart: BTreeSet<String>,
    settled: &'a BTreeSet<decisions::Key>,
}

fn variable(
    study: &Study,
    name: &str,
    columns: &[(&Joined<'_>, usize)],
    canon: &Canon,
    about: &About<'_>,
    sink: &mut Sink,
) -> Variable {
    let About { spelling, ids, ladders, .. } = about;
    let declared = study.variables.get(name);
    let mut read: Vec<cells::Cells> = columns
        .iter()
        .map(|(joined, column)| cells::read(joined.table, *column, &joined.rows.kept, declared, spelling.years(name)))
        .collect();
    if ids.is_of(name) {
        let words = read.iter_mut().flat_map(|cells| &mut cells.texts);
        words.for_each(|word| word.text = ids.one(std::mem::take(&mut word.text)));
    }
    cells::dates_in_order(&mut read);
    sink.problems.extend(declared.and_then(|variable| idle::values(variable, columns)));
    municipalities::joined(&mut read);
    cells::settle_clocks(&mut read);
    let asked = spelling.asked.contains(name);
    let said = declared.and_then(|variable| variable.kind.as_ref()).map(|kind| kind.value);
    let labels = Labels::of(&read, said, asked, ladders);
    let mut tally = content::Tally::new(labels.as_ref());
    read.iter().for_each(|cells| tally.add(cells));
    let kind =
        said.or_else(|| declared.and_then(|variable| variable.likely).filter(|likely| tally.allows(*likely, ladders)));
    let is_text = spelling.ids.contains(name) || spelling.codes(name) || ids.is_of(name);
    let sense = content::decide(kind.or(is_text.then_some(VariableKind::Text)), asked, &tally, ladders);
    let told = Told::of(&sense, &read);
    let averaged = columns.iter().any(|(joined, _)| joined.source.rows == Repeats::Mean);
    // The mean of yes and no is a share.
    let kept = if averaged && sense.content == Content::YesNo { Content::Number } else { sense.content };
    let (name, content) = (name.to_string(), sense.content);
    let mut variable = Variable {
        name: name.clone(),
        content: kept,
        unit: unit_of(declared, &sense, columns),
        told,
        shaped: Shaped::new(),
        edits: Vec::new(),
        suggested: Vec::new(),
        share: false,
    };
    let fiscal_year_starts = study.fiscal_year_starts.unwrap_or(4);
    let of_column = |(&(joined, column), cells): (&(&'_ Joined<'_>, usize), &'_ cells::Cells)| {
        let mut converted = values::convert(cells, &sense, joined.columns.scaled[column]);
        as_formatted::apply(joined, column, cells, &mut converted);
        converted
    };
    let mut converted: Vec<Converted> = columns.iter().zip(&read).map(of_column).collect();
    let asked = columns.iter().zip(&read).map(|(&(joined, column), cells)| {
        let beside = about.beside.get(&joined.index).and_then(Option::as_ref);
        doubtful::Column { joined, column, cells, beside }
    });
    let case = doubtful::Case {
        name: &name,
        variable: declared,
        kind,
        sense: &sense,
        usage: spelling.usage(&name),
        columns: asked.collect(),
        canon,
        apart: about.apart.contains(&name),
        settled: about.settled,
    };
    let meant = doubtful::look(&case, &mut converted, sink);
    variable.suggested.extend(meant.into_iter().map(|(at, row, value)| suggestion(columns[at], row, value)));
    variable.share = content == Content::Number && doubtful::are_shares(&case, &converted);
    for ((&(joined, column), cells), converted) in columns.iter().zip(&read).zip(&converted) {
        let (table, rows) = (joined.table, joined.rows.kept.as_slice());
        let doubts = doubts::Column { name: &name, variable: declared, table, column, rows, cells, fiscal_year_starts };
        let offered = doubts.report(converted, &sense, sink);
        let mentioned = spelling.mentioned.contains(&name);
        variable.suggested.extend(offered.into_iter().map(|(row, value)| suggestion((joined, column), row, value)));
        let way = Way::of(content, kind, spelling.years(&name), joined.source.rows);
        let way = if way == Way::Sum && told::are_times_of_day(&sense, &variable.unit) { Way::Mean } else { way };
        let (placed, blank) = placed(joined, column, converted, way, canon);
        if way == Way::Sum && !blank.is_empty() {
            sink.push(doubts::sum_incomplete(&name, joined, column, &blank, mentioned));
        }
        for (period, placed) in placed {
            keep_first(&mut variable, period, placed, joined, mentioned, sink);
        }
        variable.edits.extend(edits(joined, column, converted));
    }
    variable
}

fn suggestion((joined, column): (&Joined<'_>, usize), row: u32, value: Given) -> Suggestion {
    let table = joined.table;
    Suggestion {
        source: joined.index,
        row: table.rows[joined.rows.kept[row as usize].row as usize],
        col: table.headings[column].col,
        value,
    }
}

/// The unit that the study declares, else the one that a heading has in brackets.
fn unit_of(declared: Option<&study::Variable>, sense: &Sense, columns: &[(&Joined<'_>, usize)]) -> Words {
    let said = declared.map(|variable| variable.unit.clone()).filter(|unit| !unit.is_empty());
    let mut told = columns.iter().filter_map(|(joined, column)| joined.columns.counted[*column]);
    let first = told.next();
    // Where headings contradict each other, none is believed.
    let counted = first.filter(|_| told.all(|other| Some(other) == first));
    let of_heading =
        || counted.filter(|_| sense.content == Content::Number).map(|[ja, en]| Words::of([("ja", ja), ("en", en)]));
    let of_clocks =
        || sense.clocks.then(|| told::hours(columns.iter().map(|(joined, at)| joined.columns.names[*at].as_str())));
    said.or_else(of_clocks).or_else(of_heading).unwrap_or_default()
}

/// Of a variable that two sources have for the same period the first stays; that is an error where they differ and the study
/// speaks of the variable.
fn keep_first(
    variable: &mut Variable,
    period: Option<u32>,
    placed: Placed,
    joined: &Joined<'_>,
    mentioned: bool,
    sink: &mut Sink,
) {
    let Some(first) = variable.shaped.get_mut(&period) else {
        variable.shaped.insert(period, placed);
        return;
    };
    let parts = !joined.source.part.is_empty() && first.of == joined.source.name.value;
    if first.part && placed.part || parts && first.values.apart(&placed.values) {
        first.values.fill(&placed.values);
        return;
    }
    let (name, source) = (variable.name.as_str(), &joined.source.name);
    if joined.source.link.is_none() && first.values.apart(&placed.values) {
        first.values.fill(&placed.values);
        let message = phrase!(
            "`{name}` stands in `{first}` and in `{source}`, of other units each, and is read as one variable",
            name = name,
            first = &first.of,
            source = &source.value
        );
        let problem = Diagnostic::note("variable-joined", message).hint(phrase!(
            "If they are two things, give one of them another name: columns = {brackets}",
            brackets = "{ new_name = \"heading\" }"
        ));
        sink.push(problem.at(source.place.clone()));
        return;
    }
    let same = first.values.same(&placed.values);
    let problem = match (same, mentioned) {
        (true, _) => Diagnostic::note(
            "variable-twice",
            phrase!(
                "`{name}` stands in an earlier source and again in `{source}`, with the same values",
                name = name,
                source = &source.value
            ),
        ),
        (false, false) => Diagnostic::note(
            "variable-twice",
            phrase!(
                "`{name}` stands in an earlier source and again in `{source}`, with other values; the first is kept",
                name = name,
                source = &source.value
            ),
        )
        .hint(columns::rename()),
        (false, true) => Diagnostic::error(
            "ambiguous-variable",
            phrase!(
                "`{name}` stands in an earlier source and again in `{source}`, with other values",
                name = name,
                source = &source.value
            ),
        )
        .hint(columns::rename()),
    };
    sink.push(problem.at(source.place.clone()));
}

fn edits<'e>(joined: &'e Joined<'_>, column: usize, converted: &'e Converted) -> impl Iterator<Item = Edit> + 'e {
    let sheet_row = |&row: &u32| joined.table.rows[joined.rows.kept[row as usize].row as usize];
    let edit = move |(change, rows): (&Change, &Vec<u32>)| Edit {
        source: joined.index,
        col: joined.table.headings[column].col,
        rule: change.phrase(),
        rows: rows.iter().map(sheet_row).collect(),
        notation: change.is_notation(rows.len(), converted.filled),
    };
    converted.changes.iter().map(edit)
}

fn assemble(study: &Study, sources: Vec<Joined<'_>>, canon: Canon, variables: Vec<Variable>) -> Panel {
    let units = canon.units.len();
    let frame = |period: Option<u32>| {
        let at = variables
            .iter()
            .filter_map(|variable| Some((variable.name.as_str(), &variable.shaped.get(&period)?.values)));
        shape::frame(units, at)
    };
    let waves = canon.periods.iter().enumerate().map(|(at, period)| (period.clone(), frame(Some(at as u32))));
    Panel {
        fixed: frame(None),
        waves: waves.collect(),
        presence: presence::presence(&sources, &canon),
        written: IndexMap::new(),
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

fn info(study: &Study, variable: &Variable, canon: &Canon) -> VariableInfo {
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
fn label(study: &Study, variable: &Variable) -> Words {
    let declared = study.variables.get(&variable.name).is_some_and(|declared| !declared.label.is_empty());
    match declared || variable.unit.is_empty() {
        true => study.label(&variable.name),
        false => Words::plain(notation::bare(&variable.name)),
    }
}

fn provenance(sources: &[Joined<'_>], canon: &Canon, variables: &[Variable]) -> Provenance {
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
        out.edits.extend(joined.rows.edits.iter().cloned());
        out.lost.extend(joined.rows.lost.iter().cloned());
        out.linkage.extend(joined.rows.linkage.iter().cloned());
    }
    for variable in variables {
        for (period, placed) in &variable.shaped {
            let at = period.map(|period| canon.periods[period as usize].clone());
            let name = super::VarRef { name: variable.name.clone(), period: at }.to_string();
            out.columns.insert(name, (placed.source, placed.col));
        }
        out.edits.extend(variable.edits.iter().cloned());
        out.suggested.extend(variable.suggested.iter().cloned());
        out.shares.extend(variable.share.then(|| variable.name.clone()));
    }
    out
}

fn layout(joined: &Joined<'_>) -> Layout {
    let headings = &joined.table.headings;
    let columns = &joined.columns;
    let unit = |(at, heading): (usize, &crate::ingest::Heading)| {
        let multiplied = columns.scaled[at].filter(|(_, factor)| *factor > 1.0);
        let counted = columns.counted[at].map(|[ja, en]| Words::of([("ja", ja), ("en", en)]));
        let said = multiplied.map(|(unit, _)| Words::plain(unit)).or(counted)?;
        Some((heading.col, said, multiplied.is_some()))
    };
    let units = headings.iter().enumerate().filter_map(unit).collect();
    Layout {
        header: joined.table.header_rows.clone(),
        aside: joined.table.set_aside.clone(),
        units,
        first_col: headings.first().map_or(0, |heading| heading.col),
        columns: headings.len(),
    }
}
