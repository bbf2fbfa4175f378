//! What was understood of the sheets: rows set aside, stacked headings, units of headings, cells read in another way than they
//! are written. Nothing of it is wrong; all of it is said, with its place.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink, column_letters};
use crate::ingest::{Aside, AsideReason};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::units_told;
use super::values::Change;
use crate::notation::Absent;
use crate::panel::{Edit, Panel, SourceRef, TablePosition};

/// Texts of rows that a message quotes for each reason.
const QUOTED: usize = 2;

/// Characters of a text that a message quotes.
const QUOTED_CHARS: usize = 20;

/// What the columns of the sources are called as variables; ids and periods are none.
type ColumnNames = BTreeMap<(u16, u32), String>;

/// Says what was understood of every source, in the order of the sources.
pub(in crate::tidy) fn report(panel: &Panel, sink: &mut Sink) {
    let (provenance, names) = (&panel.provenance, names(panel));
    for (index, (source, layout)) in provenance.sources.iter().zip(&provenance.layouts).enumerate() {
        let own =
            provenance.edits.iter().filter(|edit| usize::from(edit.source) == index && !is_told(panel, &names, edit));
        around(source, layout).into_iter().for_each(|note| sink.push(note));
        let mut edits: Vec<&Edit> = own.filter(|edit| !edit.notation).collect();
        edits.sort_by_key(|edit| (edit.col, edit.rows.first().copied()));
        edits.iter().for_each(|edit| sink.push(cells(source, name(&names, edit), edit)));
        whole_columns(panel, index, layout, &names).into_iter().for_each(|note| sink.push(note));
    }
    sink.problems.extend(units_told::note(panel));
}

fn names(panel: &Panel) -> ColumnNames {
    let mut names = ColumnNames::new();
    for (var, at) in &panel.provenance.columns {
        names.entry(*at).or_insert_with(|| panel.reference(var).name);
    }
    names
}

fn name<'n>(names: &'n ColumnNames, edit: &Edit) -> Option<&'n str> {
    names.get(&(edit.source, edit.col)).map(String::as_str)
}

/// Whether it is said of the whole variable: which number each word or label is.
fn is_told(panel: &Panel, names: &ColumnNames, edit: &Edit) -> bool {
    let of_scale = name(names, edit).is_some_and(|name| panel.steps.contains_key(name));
    let said = [Change::Step, Change::Label, Change::Absent(Absent::Labelled), Change::Absent(Absent::Unknowing)];
    of_scale && said.iter().any(|change| change.phrase() == edit.rule)
}

/// Columns that are written in one way throughout: one note for each way.
fn whole_columns(panel: &Panel, index: usize, layout: &TablePosition, names: &ColumnNames) -> Vec<Diagnostic> {
    let (provenance, source) = (&panel.provenance, &panel.provenance.sources[index]);
    let mut ways: Vec<(&Phrase, Vec<&Edit>)> = Vec::new();
    let own = provenance.edits.iter().filter(|edit| usize::from(edit.source) == index && edit.notation);
    let own = own.filter(|edit| !is_told(panel, names, edit));
    for edit in own {
        match ways.iter_mut().find(|(rule, _)| **rule == edit.rule) {
            Some((_, edits)) => edits.push(edit),
            None => ways.push((&edit.rule, vec![edit])),
        }
    }
    let header = layout.header.last().copied().unwrap_or(0);
    let note = |(rule, edits): (&Phrase, Vec<&Edit>)| {
        let said = |edit: &&Edit| {
            let column = name(names, edit).map_or_else(|| column_letters(edit.col), str::to_string);
            Arg::from(phrase!("{column} ({n})", column = column, n = edit.rows.len()))
        };
        let message = phrase!(
            "Columns of `{source}` that are written so throughout: {rule}: {columns}",
            source = &source.name,
            rule = rule.clone(),
            columns = Arg::List(edits.iter().map(said).collect())
        );
        Diagnostic::note("columns-read-as", message).at_all(edits.iter().map(|edit| source.cell(header, edit.col)))
    };
    ways.into_iter().map(note).collect()
}

/// Whether rows that are set aside for a reason have a message of their own.
fn is_said(why: AsideReason) -> bool {
    matches!(why, AsideReason::SecondHeading | AsideReason::Units | AsideReason::Example | AsideReason::Section)
}

/// The rows that are no data for one reason: how many, and what the first of them say.
fn quoted(aside: &[&Aside], why: AsideReason) -> Option<Arg> {
    let own: Vec<&str> = aside.iter().filter(|aside| aside.why == why).map(|aside| aside.text.as_str()).collect();
    let short = |text: &&str| match text.char_indices().nth(QUOTED_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    };
    let texts: Vec<String> = own.iter().take(QUOTED).map(short).collect();
    (!own.is_empty()).then(|| phrase!("{n} {why} ({texts})", n = own.len(), why = why.word(), texts = texts).into())
}

/// What stands around the table, and in its header.
fn around(source: &SourceRef, layout: &TablePosition) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let aside: Vec<&Aside> = layout.aside.iter().filter(|aside| !is_said(aside.why)).collect();
    if !aside.is_empty() {
        let message = phrase!(
            "{n} {n?row|rows} of `{source}` {n?is|are} no data and set aside: {list}",
            n = aside.len(),
            source = &source.name,
            list = Arg::List(AsideReason::ALL.iter().filter_map(|&why| quoted(&aside, why)).collect())
        );
        let places = aside.iter().map(|aside| source.cell(aside.row, aside.col));
        notes.push(Diagnostic::note("rows-set-aside", message).at_all(places));
    }
    if layout.header.len() > 1 {
        let message = phrase!(
            "The headings of `{source}` stand in {n} rows; each column is called by all of its headings, from top to bottom",
            source = &source.name,
            n = layout.header.len()
        );
        let places = layout.header.iter().map(|&row| source.cell(row, layout.first_col));
        notes.push(Diagnostic::note("stacked-headings", message).at_all(places));
    }
    notes
}

fn cells(source: &SourceRef, name: Option<&str>, edit: &Edit) -> Diagnostic {
    let rule: Phrase = edit.rule.clone();
    let n = edit.rows.len();
    let message = match name {
        Some(name) => phrase!(
            "{n} {n?cell|cells} of `{name}` in `{source}`: {rule}",
            n = n,
            name = name,
            source = &source.name,
            rule = rule
        ),
        None => phrase!("{n} {n?cell|cells} of `{source}`: {rule}", n = n, source = &source.name, rule = rule),
    };
    Diagnostic::note("read-as", message).at_all(edit.rows.iter().map(|&row| source.cell(row, edit.col)))
}
