//! From the rows of every file to the rows that an answer rests on: each row is part of it, or stands in a list with its
//! reason.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Place;
use crate::exhibit::{Audience, Cell, Column, Format, Frame, FrameColumn, Relation, Table, Values};
use crate::phrase;
use crate::plan::Step;
use crate::text::{Lang, Phrase};
use crate::tidy::{FlowStep, Panel, SourceRef, VarRef, View};

use super::super::answer::Answer;
use super::data::variables_of;
use super::question;

/// What became of a row.
#[derive(Clone, Debug, PartialEq)]
enum Fate {
    /// Its unit is part of the answer, and so is a value of the row.
    Analysed,
    /// Title, note or total.
    Aside,
    /// Without an id or a period, or there twice.
    Unusable(Phrase),
    /// Linked to nobody.
    NotLinked(Phrase),
    /// Its unit is not part of the answer, and why.
    LeftOut(Phrase),
    /// Its unit is part of the answer, but nothing of this row was asked.
    NotAsked,
}

/// A row of a source.
struct Row {
    row: u32,
    unit: String,
    fate: Fate,
}

/// A source that an answer uses, with all of its rows.
struct Used<'p> {
    source: &'p SourceRef,
    first_col: u32,
    rows: Vec<Row>,
}

/// The table of counts by source, and the list of all rows that are not part of the answer.
pub fn reconcile(step: &Step, answer: &Answer, view: &View) -> (Table, Frame) {
    let panel = view.panel();
    let analysed = analysed(answer);
    let used = used_rows(step, &analysed, panel);
    let flow = question::flow(step, answer, view);
    let reasons = reasons(&flow);
    let of = |(source, rows): (usize, BTreeSet<u32>)| Used {
        source: &panel.provenance.sources[source],
        first_col: panel.provenance.layouts.get(source).map_or(0, |layout| layout.first_col),
        rows: fates(panel, source, &rows, &analysed, &reasons),
    };
    let used: Vec<Used<'_>> = used.into_iter().map(of).collect();
    (table(&step.id(), &used), frame(&step.id(), &used))
}

/// Units that the estimate of at least one outcome rests on.
fn analysed(answer: &Answer) -> BTreeSet<u32> {
    answer.outcomes.iter().flat_map(|outcome| outcome.analysed.iter().copied()).collect()
}

/// Of each source that the step uses: the sheet rows that values of the units analysed came from.
fn used_rows(step: &Step, analysed: &BTreeSet<u32>, panel: &Panel) -> BTreeMap<usize, BTreeSet<u32>> {
    let mut used: BTreeMap<usize, BTreeSet<u32>> = BTreeMap::new();
    for var in variables_of(step) {
        for (stored, units) in concrete(&var, step, analysed) {
            for origin in panel.origins(&stored).iter().filter_map(|column| panel.origin(column)) {
                let rows = units.iter().flat_map(|&unit| origin.rows(unit));
                used.entry(origin.source).or_default().extend(rows);
            }
        }
    }
    used
}

/// A variable as it is stored, and the units that it is asked of there: a period that is counted from the start is another year
/// for each round.
fn concrete(var: &VarRef, step: &Step, analysed: &BTreeSet<u32>) -> Vec<(VarRef, Vec<u32>)> {
    let (Some(relative), Some(starts)) = (var.relative(), &step.starts) else {
        return vec![(var.clone(), analysed.iter().copied().collect())];
    };
    let mut by_year: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
    for &unit in analysed {
        if let Some(year) = starts.years[unit as usize] {
            by_year.entry(year + relative.0).or_default().push(unit);
        }
    }
    let at =
        |(year, units): (i32, Vec<u32>)| (VarRef { name: var.name.clone(), period: Some(year.to_string()) }, units);
    by_year.into_iter().map(at).collect()
}

/// Of each unit that the flow lost: the first reason.
fn reasons(flow: &[FlowStep]) -> BTreeMap<&str, &Phrase> {
    let mut reasons = BTreeMap::new();
    for lost in flow.iter().flat_map(|step| &step.lost) {
        for who in &lost.who {
            reasons.entry(who.as_str()).or_insert(&lost.reason);
        }
    }
    reasons
}

fn fates(
    panel: &Panel,
    source: usize,
    used: &BTreeSet<u32>,
    analysed: &BTreeSet<u32>,
    reasons: &BTreeMap<&str, &Phrase>,
) -> Vec<Row> {
    let provenance = &panel.provenance;
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    let mut add = |row: u32, unit: &str, fate: Fate| {
        rows.entry(row).or_insert_with(|| Row { row, unit: unit.into(), fate });
    };
    used.iter().for_each(|&row| add(row, "", Fate::Analysed));
    let csr = &provenance.rows[source];
    for pass in [true, false] {
        for unit in (0..panel.units.len() as u32).filter(|unit| analysed.contains(unit) == pass) {
            let id = panel.units[unit as usize].as_str();
            let fate = match (pass, reasons.get(id)) {
                (true, _) => Fate::NotAsked,
                (false, Some(reason)) => Fate::LeftOut((*reason).clone()),
                (false, None) => Fate::LeftOut(phrase!("not part of the comparison")),
            };
            csr.row(unit as usize).iter().for_each(|&row| add(row, id, fate.clone()));
        }
    }
    for lost in provenance.lost.iter().filter(|lost| usize::from(lost.source) == source) {
        let fate = if lost.linking { Fate::NotLinked } else { Fate::Unusable };
        add(lost.row, "", fate(lost.reason.clone()));
    }
    if let Some(layout) = provenance.layouts.get(source) {
        layout.aside.iter().for_each(|(row, text)| add(*row, text, Fate::Aside));
    }
    rows.into_values().collect()
}

fn table(question: &str, used: &[Used<'_>]) -> Table {
    let count = |key, title| Column::new(key, title, Format::Count);
    let columns = vec![
        Column::new("source", phrase!("Source"), Format::Text),
        count("read", phrase!("Rows read")),
        count("aside", phrase!("Titles, notes, totals")),
        count("unusable", phrase!("No id, no period, or twice")),
        count("not_linked", phrase!("Linked to nobody")),
        count("left_out", phrase!("Unit not analysed")),
        count("not_asked", phrase!("Another period")),
        count("analysed", phrase!("Analysed")),
    ];
    let mut table = Table::new(format!("{question}/rows"), phrase!("From rows read to rows analysed"), columns);
    let is: [fn(&Fate) -> bool; 6] = [
        |fate| matches!(fate, Fate::Aside),
        |fate| matches!(fate, Fate::Unusable(_)),
        |fate| matches!(fate, Fate::NotLinked(_)),
        |fate| matches!(fate, Fate::LeftOut(_)),
        |fate| matches!(fate, Fate::NotAsked),
        |fate| matches!(fate, Fate::Analysed),
    ];
    for (at, used) in used.iter().enumerate() {
        let counts = is.iter().map(|is| Cell::count(used.rows.iter().filter(|row| is(&row.fate)).count()));
        let head = [Cell::text(used.source.name.clone()), Cell::count(used.rows.len())];
        table.push(head.into_iter().chain(counts).collect());
        table.relations.push(Relation { total: (at, 1), parts: (2..8).map(|column| (at, column)).collect() });
    }
    table.notes.push(phrase!(
        "Every row that is not analysed is listed with its cell and its reason in the data file `{file}`",
        file = format!("{question}-rows_left_out.csv")
    ));
    table
}

/// Every row that is not part of the answer.
fn frame(question: &str, used: &[Used<'_>]) -> Frame {
    let left: Vec<(&Used<'_>, &Row)> = used
        .iter()
        .flat_map(|used| used.rows.iter().map(move |row| (used, row)))
        .filter(|(_, row)| row.fate != Fate::Analysed)
        .collect();
    let text =
        |of: &dyn Fn(&Used<'_>, &Row) -> String| Values::Text(left.iter().map(|(used, row)| of(used, row)).collect());
    let column = |key: &str, title: Phrase, description: Phrase, values: Values| FrameColumn {
        key: key.into(),
        title,
        description,
        values,
    };
    let place = |used: &Used<'_>, row: &Row| {
        Place::Cell {
            file: used.source.file.clone(),
            sheet: used.source.sheet.clone(),
            row: row.row,
            col: used.first_col,
        }
        .to_string()
    };
    Frame {
        id: format!("{question}/rows_left_out"),
        title: phrase!("Rows that are not part of the answer"),
        audience: Audience::Internal,
        columns: vec![
            column(
                "source",
                phrase!("Source"),
                phrase!("name of the source in the study file"),
                text(&|used, _| used.source.name.clone()),
            ),
            column("cell", phrase!("Cell"), phrase!("first cell of the row"), text(&place)),
            column(
                "unit",
                phrase!("Unit"),
                phrase!("the unit of the row, or the text of a row that was set aside"),
                text(&|_, row| row.unit.clone()),
            ),
            column(
                "reason_en",
                phrase!("Reason"),
                phrase!("why the row is not part of the answer, in English"),
                text(&|_, row| reason(&row.fate).render(Lang::En)),
            ),
            column(
                "reason_ja",
                phrase!("Reason"),
                phrase!("why the row is not part of the answer, in Japanese"),
                text(&|_, row| reason(&row.fate).render(Lang::Ja)),
            ),
        ],
    }
}

fn reason(fate: &Fate) -> Phrase {
    match fate {
        Fate::Analysed => phrase!("Analysed"),
        Fate::Aside => phrase!("title, note or total around the table"),
        Fate::Unusable(reason) | Fate::NotLinked(reason) | Fate::LeftOut(reason) => reason.clone(),
        Fate::NotAsked => phrase!("another period than the question asks about"),
    }
}
