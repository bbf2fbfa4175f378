//! Rows that are not kept: said, counted in the flow, and listed.

use super::columns::Columns;
use super::link::Key;
use super::sources::Opened;
use super::{FlowStep, Lost, LostRow};
use crate::diag::{Diagnostic, Place, Sink, cell_name};
use crate::ingest::RawTable;
use crate::phrase;
use crate::study::Source;
use crate::text::{Arg, Phrase};

/// A unit that occurs twice gets a message of its own this many times for each source.
const NAMED_DUPLICATES: usize = 5;

/// Rows that are not kept, by reason: rows of the raw table.
#[derive(Default)]
pub(super) struct Losses {
    pub no_unit: Vec<usize>,
    pub no_period: Vec<usize>,
    pub identical: Vec<usize>,
    /// Rows that repeat an earlier one in every column and are kept, because rows are put together.
    pub copied: Vec<usize>,
    /// Unit, its first row, the other row, and the columns in which they differ.
    pub differing: Vec<(String, usize, usize, Vec<usize>)>,
    /// Rows that describe nothing the other source has.
    pub nobody: Vec<usize>,
    /// Rows whose name is that of several.
    pub several: Vec<usize>,
}

impl Losses {
    /// Says what is left out.
    pub fn report(&self, source: &Source, table: &RawTable, columns: &Columns, sink: &mut Sink) {
        let name = &source.title();
        let unit_cells =
            |rows: &[usize]| rows.iter().map(|&row| table.place(row, columns.unit)).collect::<Vec<Place>>();
        if !self.no_unit.is_empty() {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?has|have} no id and {n?is|are} left out",
                n = self.no_unit.len(),
                source = name
            );
            sink.push(Diagnostic::warning("no-unit-id", message).at_all(unit_cells(&self.no_unit)));
        }
        if let (Some(column), false) = (columns.period, self.no_period.is_empty()) {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?has|have} no period and {n?is|are} left out",
                n = self.no_period.len(),
                source = name
            );
            sink.push(
                Diagnostic::warning("no-period", message)
                    .at_all(self.no_period.iter().map(|&row| table.place(row, column))),
            );
        }
        if !self.identical.is_empty() {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?repeats|repeat} an earlier row in every column and {n?is|are} left out",
                n = self.identical.len(),
                source = name
            );
            sink.push(Diagnostic::note("repeated-row", message).at_all(unit_cells(&self.identical)));
        }
        if !self.copied.is_empty() {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?repeats|repeat} an earlier row in every column, and each counts in the sum",
                n = self.copied.len(),
                source = name
            );
            let hint = phrase!("Leave out those that are copies of one and the same thing");
            sink.push(Diagnostic::warning("copied-row", message).hint(hint).at_all(unit_cells(&self.copied)));
        }
        for (unit, first, row, differing) in self.differing.iter().take(NAMED_DUPLICATES) {
            sink.push(duplicate(source, table, columns, unit, [*first, *row], differing));
        }
        if let Some(more) = self.differing.get(NAMED_DUPLICATES..).filter(|more| !more.is_empty()) {
            let message = phrase!(
                "{n} more {n?row|rows} of `{source}` {n?repeats|repeat} a unit with other values",
                n = more.len(),
                source = name
            );
            let rows: Vec<usize> = more.iter().map(|(_, _, row, _)| *row).collect();
            sink.push(Diagnostic::error("duplicate-unit", message).at_all(unit_cells(&rows)));
        }
    }

    /// Every row that is not kept, with its reason.
    pub fn rows(&self, index: usize, source: &Source, table: &RawTable) -> Vec<LostRow> {
        let differing: Vec<usize> = self.differing.iter().map(|(_, _, row, _)| *row).collect();
        let to = source.link.as_ref().map_or("", |link| link.to.value.as_str());
        let decided = table.left_out.iter().map(|out| LostRow {
            source: index as u16,
            row: out.row,
            linking: false,
            reason: by_decision(),
        });
        let all: [(bool, Phrase, &[usize]); 6] = [
            (false, phrase!("no id"), &self.no_unit),
            (false, phrase!("no period"), &self.no_period),
            (false, phrase!("the same row again"), &self.identical),
            (false, phrase!("the same unit with other values"), &differing),
            (true, phrase!("not in `{to}`", to = to), &self.nobody),
            (true, phrase!("the name of several in `{to}`", to = to), &self.several),
        ];
        let lost = |(linking, reason, rows): (bool, Phrase, &[usize])| {
            let one =
                |&row: &usize| LostRow { source: index as u16, row: table.rows[row], linking, reason: reason.clone() };
            rows.iter().map(one).collect::<Vec<_>>()
        };
        decided.chain(all.into_iter().flat_map(lost)).collect()
    }

    /// Rows as they were read: how many remain, and those that did not.
    pub fn read_step(&self, source: &Source, table: &RawTable, columns: &Columns, kept: usize) -> FlowStep {
        let aside =
            table.set_aside.iter().map(|(row, text)| format!("{} {text}", cell_name(*row, first_col(table)))).collect();
        let cells = |rows: &[usize], column: usize| addresses(table, rows, column);
        let differing: Vec<usize> = self.differing.iter().map(|(_, _, row, _)| *row).collect();
        let decided = table.left_out.iter().map(|out| {
            let (file, sheet) = (table.file.clone(), table.sheet.clone());
            Place::Cell { file, sheet, row: out.row, col: out.col }.to_string()
        });
        let all: [(Phrase, Vec<String>); 6] = [
            (around_the_table(), aside),
            (by_decision(), decided.collect()),
            (phrase!("no id"), cells(&self.no_unit, columns.unit)),
            (phrase!("no period"), cells(&self.no_period, columns.period.unwrap_or(columns.unit))),
            (phrase!("the same row again"), cells(&self.identical, columns.unit)),
            (phrase!("the same unit with other values"), cells(&differing, columns.unit)),
        ];
        FlowStep {
            key: "read".into(),
            stage: phrase!("Rows of `{source}`", source = source.title()),
            remaining: kept + self.nobody.len() + self.several.len(),
            treated: None,
            comparison: None,
            lost: losses(all),
        }
    }

    /// Rows that found somebody in the other source, by key, and those that did not.
    pub fn linked_step(
        &self,
        opened: &Opened<'_>,
        to: &str,
        kept: usize,
        keys: &[Key<'_>],
        joined_by: &[usize],
    ) -> FlowStep {
        let Opened { source, table, columns, .. } = opened;
        let one = |(key, n): (&Key<'_>, &usize)| Arg::from(phrase!("{key} {n}", key = &key.title, n = Arg::units(*n)));
        let by: Vec<Arg> = keys.iter().zip(joined_by).map(one).collect();
        let all = [
            (phrase!("not in `{to}`", to = to), addresses(table, &self.nobody, columns.unit)),
            (phrase!("the name of several in `{to}`", to = to), addresses(table, &self.several, columns.unit)),
        ];
        FlowStep {
            key: "linked".into(),
            stage: phrase!(
                "Rows of `{source}` found in `{to}` (by {by})",
                source = source.title(),
                to = to,
                by = Arg::List(by)
            ),
            remaining: kept,
            treated: None,
            comparison: None,
            lost: losses(all),
        }
    }
}

/// Why rows that stand around a table are left out: nobody stands behind them.
pub fn around_the_table() -> Phrase {
    phrase!("title, note, total or unfilled row of a form")
}

/// Why a row is left out that a person decided about.
fn by_decision() -> Phrase {
    phrase!("left out by decision in the workbook")
}

fn addresses(table: &RawTable, rows: &[usize], column: usize) -> Vec<String> {
    rows.iter().map(|&row| table.place(row, column).to_string()).collect()
}

fn losses(all: impl IntoIterator<Item = (Phrase, Vec<String>)>) -> Vec<Lost> {
    let lost = all.into_iter().filter(|(_, who)| !who.is_empty());
    lost.map(|(reason, who)| Lost { reason, count: who.len(), treated: None, who }).collect()
}

fn first_col(table: &RawTable) -> u32 {
    table.headings.first().map_or(0, |heading| heading.col)
}

fn duplicate(
    source: &Source,
    table: &RawTable,
    columns: &Columns,
    unit: &str,
    rows: [usize; 2],
    differing: &[usize],
) -> Diagnostic {
    let list: Vec<&str> = differing.iter().take(8).map(|&column| table.headings[column].text.as_str()).collect();
    let message = phrase!(
        "The unit `{unit}` stands in two rows of `{source}` that differ in {list}",
        unit = unit,
        source = source.title(),
        list = list
    );
    let hint = match (columns.period, &source.period) {
        (None, None) => {
            phrase!(
                "Keep one row, name the column that tells the rows apart in time, period_column = \"…\", or put the rows of each unit together, rows = \"sum\""
            )
        }
        _ => phrase!("Keep one row for each unit and period"),
    };
    Diagnostic::error("duplicate-unit", message).at_all(rows.map(|row| table.place(row, columns.unit))).hint(hint)
}
