//! The variables of a study, each from its columns in all sources.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use rayon::prelude::*;

use super::cells::content::Sense;
use super::cells::told::{self, Told};
use super::cells::values::{self, Change, Converted};
use super::cells::{as_formatted, cell, one_word, scales, unreadable};
use super::doubtful::case::{Case, CaseColumn};
use super::gather::Way;
use super::placing::placed;
use super::rows::canon::Canon;
use super::rows::columns;
use super::rows::register::OneId;
use super::rows::source_rows::SourceRows;
use super::shape::{Placed, Shaped};
use super::spelling::{Spelling, are_codes};
use super::{doubtful, idle, profile};
use crate::diag::{Diagnostic, Sink};
use crate::ingest::decisions::{self, Given};
use crate::notation::{self, Ladders};
use crate::panel::{Content, Edit, Suggestion};
use crate::phrase;
use crate::study::{self, Repeats, Study, VariableKind};
use crate::text::Words;

/// One variable, ready for the panel.
pub(super) struct ShapedVariable {
    pub name: String,
    pub content: Content,
    pub unit: Words,
    /// What its answers mean.
    pub told: Told,
    pub shaped: Shaped,
    pub edits: Vec<Edit>,
    pub suggested: Vec<Suggestion>,
    /// Whether its cells say themselves that they are shares of 1.
    pub share: bool,
    /// The variable that says the currency of its amounts, where questions choose their units by it.
    pub chosen_by: Option<String>,
}

pub(super) fn variables(
    study: &Study,
    sources: &[SourceRows<'_>],
    canon: &Canon,
    spelled: &BTreeSet<String>,
    settled: &BTreeSet<decisions::CellKey>,
    ids: Arc<OneId>,
    sink: &mut Sink,
) -> Vec<ShapedVariable> {
    let mut found: IndexMap<&str, Vec<(&SourceRows<'_>, usize)>> = IndexMap::new();
    // What ties say is about two organisations: it is no variable of one.
    for joined in sources.iter().filter(|joined| joined.source.ends.is_none()) {
        for (column, name) in &joined.columns.variables {
            found.entry(name).or_default().push((joined, *column));
        }
    }
    let apart = doubtful::of_currencies(&mut found, spelled);
    let work: Vec<(&str, Vec<(&SourceRows<'_>, usize)>)> = found.into_iter().collect();
    let spelling = Spelling::of(study, sources.iter().map(|joined| joined.columns.names.as_slice()), spelled);
    let beside =
        sources.iter().map(|joined| (joined.index, doubtful::beside(joined.table, &joined.rows.kept))).collect();
    let ladders = scales::ladders(sources.iter().map(|joined| joined.table));
    let about = StudyContext { spelling, ids, ladders, beside, apart, settled };
    let shape = |(name, columns): &(&str, Vec<(&SourceRows<'_>, usize)>)| {
        let mut own = Sink::new();
        (variable(study, name, columns, canon, &about, &mut own), own)
    };
    let done: Vec<(ShapedVariable, Sink)> = work.par_iter().map(shape).collect();
    let keep = |(variable, own): (ShapedVariable, Sink)| {
        sink.problems.extend(own.problems);
        variable
    };
    let variables: Vec<ShapedVariable> = done.into_iter().map(keep).collect();
    let headings = work.iter().map(|(_, columns)| columns[0].0.table.heading_place(columns[0].1));
    let told = variables.iter().zip(headings).map(|(variable, place)| (variable.name.as_str(), &variable.told, place));
    told::report(told, sink);
    variables
}

/// What is known beyond the columns of one variable.
struct StudyContext<'a> {
    spelling: Spelling,
    ids: Arc<OneId>,
    ladders: Ladders,
    /// Of each source: the currencies that a column of it says.
    beside: BTreeMap<u16, Option<doubtful::RowCurrencies>>,
    /// Variables that the study tells apart by currency.
    apart: BTreeSet<String>,
    settled: &'a BTreeSet<decisions::CellKey>,
}

fn variable(
    study: &Study,
    name: &str,
    columns: &[(&SourceRows<'_>, usize)],
    canon: &Canon,
    about: &StudyContext<'_>,
    sink: &mut Sink,
) -> ShapedVariable {
    let declared = study.variables.get(name);
    let mut read = cells(name, columns, declared, about);
    sink.problems.extend(declared.and_then(|variable| idle::values(variable, columns)));
    let (kind, sense) = kind_and_sense(name, &read, declared, about);
    if sense.content == Content::Category {
        one_word::settle(&mut read);
    }
    let said = declared.map(|variable| variable.unit.clone()).filter(|unit| !unit.is_empty());
    let names = columns.iter().map(|(joined, at)| joined.columns.names[*at].as_str());
    let counted = columns.iter().filter_map(|(joined, at)| joined.columns.counted[*at]);
    let unit = said.unwrap_or_else(|| profile::unit(&sense, names, counted));
    let beside = |joined: &SourceRows<'_>| about.beside.get(&joined.index).and_then(Option::as_ref);
    let asked = columns.iter().zip(&read);
    let asked: Vec<CaseColumn<'_>> =
        asked.map(|(&(joined, column), cells)| CaseColumn { joined, column, cells, beside: beside(joined) }).collect();
    let chosen_by = doubtful::chosen_by(study, name, &asked);
    let case = Case {
        chosen: chosen_by.is_some(),
        name,
        variable: declared,
        kind,
        sense: &sense,
        usage: about.spelling.usage(name),
        columns: asked,
        canon,
        apart: about.apart.contains(name),
        moments: told::are_times_of_day(&sense, &unit),
        settled: about.settled,
    };
    let mut converted: Vec<Converted> = case.columns.iter().map(|column| as_values(column, &sense)).collect();
    let meant = doubtful::look(&case, &mut converted, sink);
    let mut variable = ShapedVariable {
        name: name.into(),
        content: kept(&sense, columns),
        unit: if unit.is_empty() { of_currency(&case, &converted) } else { unit },
        told: Told::of(&sense, &read),
        shaped: Shaped::new(),
        edits: Vec::new(),
        suggested: meant.into_iter().map(|(at, row, value)| suggestion(columns[at], row, value)).collect(),
        share: sense.content == Content::Number && doubtful::are_shares(&case, &converted),
        chosen_by,
    };
    for (column, converted) in case.columns.iter().zip(&converted) {
        let offered = unreadable::ConvertedColumn {
            name,
            variable: declared,
            table: column.joined.table,
            column: column.column,
            rows: &column.joined.rows.kept,
            cells: column.cells,
            fiscal_year_starts: study.fiscal_year_starts.unwrap_or(4),
        }
        .report(converted, &sense, sink);
        let at = (column.joined, column.column);
        variable.suggested.extend(offered.into_iter().map(|(row, value)| suggestion(at, row, value)));
        place(&mut variable, &case, column, converted, &about.spelling, sink);
        variable.edits.extend(edits(column.joined, column.column, converted));
    }
    variable
}

/// The cells of all columns of a variable, in one spelling.
fn cells(
    name: &str,
    columns: &[(&SourceRows<'_>, usize)],
    declared: Option<&study::Variable>,
    StudyContext { spelling, ids, .. }: &StudyContext<'_>,
) -> Vec<cell::Cells> {
    let mut read: Vec<cell::Cells> = columns
        .iter()
        .map(|(joined, column)| {
            let rows = joined.rows.kept.iter().map(|row| row.row as usize);
            cell::read(joined.table, *column, rows, declared, spelling.years(name))
        })
        .collect();
    if ids.is_of(name) {
        let words = read.iter_mut().flat_map(|cells| &mut cells.texts);
        words.for_each(|word| word.text = ids.one(std::mem::take(&mut word.text)));
    }
    profile::agree(&mut read);
    read
}

/// The kind of a variable, as far as it is declared or likely, and what its cells are.
fn kind_and_sense(
    name: &str,
    read: &[cell::Cells],
    declared: Option<&study::Variable>,
    StudyContext { spelling, ids, ladders, .. }: &StudyContext<'_>,
) -> (Option<VariableKind>, Sense) {
    let known = profile::VariableHints {
        declared: declared.and_then(|variable| variable.kind.as_ref()).map(|kind| kind.value),
        likely: declared.and_then(|variable| variable.likely),
        asked: spelling.asked.contains(name),
        is_text: spelling.ids.contains(name) || are_codes(name) || ids.is_of(name),
    };
    profile::sense(read, known, ladders)
}

fn as_values(&CaseColumn { joined, column, cells, .. }: &CaseColumn<'_>, sense: &Sense) -> Converted {
    let mut converted = values::convert(cells, sense, joined.columns.scaled[column]);
    as_formatted::apply(joined, column, cells, &mut converted);
    converted
}

/// What the panel keeps: the mean of yes and no is a share.
fn kept(sense: &Sense, columns: &[(&SourceRows<'_>, usize)]) -> Content {
    let averaged = columns.iter().any(|(joined, _)| joined.source.rows == Repeats::Mean);
    if averaged && sense.content == Content::YesNo { Content::Number } else { sense.content }
}

/// The currency of amounts of which neither study nor heading says a unit. A name that says a currency is left as it is: several
/// variables may differ in nothing else.
fn of_currency(case: &Case<'_>, converted: &[Converted]) -> Words {
    if case.sense.content != Content::Number || notation::split(case.name).is_some() {
        return Words::default();
    }
    let currency = doubtful::only_currency(case, converted);
    currency.map(|[ja, en]| Words::of([("ja", ja), ("en", en)])).unwrap_or_default()
}

/// Puts the values of a column to their units and periods.
fn place(
    variable: &mut ShapedVariable,
    case: &Case<'_>,
    &CaseColumn { joined, column, .. }: &CaseColumn<'_>,
    converted: &Converted,
    spelling: &Spelling,
    sink: &mut Sink,
) {
    let (name, mentioned) = (case.name, spelling.mentioned.contains(case.name));
    let way = Way::of(case.sense.content, case.kind, spelling.years(name), joined.source.rows).named(name, case.kind);
    let way = if way == Way::Sum && (variable.share || case.moments) { Way::Mean } else { way };
    let (placed, blank) = placed(joined, column, converted, way, case.canon);
    if way == Way::Sum && !blank.is_empty() {
        sink.push(unreadable::sum_incomplete(name, joined, column, &blank, mentioned));
    }
    for (period, placed) in placed {
        keep_first(variable, period, placed, joined, mentioned, sink);
    }
}

fn suggestion((joined, column): (&SourceRows<'_>, usize), row: u32, value: Given) -> Suggestion {
    let table = joined.table;
    Suggestion {
        source: joined.index,
        row: table.rows[joined.rows.kept[row as usize].row as usize],
        col: table.headings[column].col,
        value,
    }
}

/// Of a variable that two sources have for the same period the first stays; that is an error where they differ and the study
/// speaks of the variable.
fn keep_first(
    variable: &mut ShapedVariable,
    period: Option<u32>,
    placed: Placed,
    joined: &SourceRows<'_>,
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

fn edits<'e>(joined: &'e SourceRows<'_>, column: usize, converted: &'e Converted) -> impl Iterator<Item = Edit> + 'e {
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
