//! Which unit, and which period, a row belongs to; rows without a unit and rows that occur twice.

use indexmap::{IndexMap, IndexSet};
use unicode_normalization::UnicodeNormalization;

use super::columns::Columns;
use super::{Edit, FlowStep, Lost};
use crate::diag::{Diagnostic, Place, Sink, cell_name};
use crate::ingest::calendar::{days_of_serial, iso};
use crate::ingest::{Raw, RawTable};
use crate::phrase;
use crate::study::Source;
use crate::text::Phrase;

/// A unit that occurs twice gets a message of its own this many times for each source.
const NAMED_DUPLICATES: usize = 5;

/// A row that is kept: indices into the units and periods in the order of their first appearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Unit.
    pub unit: u32,
    /// Period, in a source that has periods.
    pub period: Option<u32>,
    /// Row of the raw table.
    pub row: u32,
}

/// The rows of one source.
#[derive(Debug)]
pub(super) struct Rows {
    /// Those that are kept, in the file's order.
    pub kept: Vec<Row>,
    /// How many were read and what became of them.
    pub flow: FlowStep,
    /// Ids that were evened out.
    pub edit: Option<Edit>,
}

/// Ids of units and periods met so far, in the order of their first appearance.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Units.
    pub units: IndexSet<String>,
    /// Periods.
    pub periods: IndexSet<String>,
}

/// The id in a cell: trimmed, NFKC, whole numbers without `.0`; nothing where the cell has none.
pub(super) fn id_of(cell: Raw<'_>) -> Option<String> {
    let id = match cell {
        Raw::Text(text) if text.is_ascii() => text.trim().to_string(),
        Raw::Text(text) => text.nfkc().collect::<String>().trim().to_string(),
        Raw::Number(value) => value.to_string(),
        Raw::Date(serial) => days_of_serial(serial).map(iso)?,
        Raw::Bool(value) => if value { "TRUE" } else { "FALSE" }.to_string(),
        Raw::Empty | Raw::Error(_) => return None,
    };
    Some(id).filter(|id| !id.is_empty())
}

/// Goes through the rows of a source.
pub(super) fn read(
    index: usize,
    source: &Source,
    table: &RawTable,
    columns: &Columns,
    names: &mut Names,
    sink: &mut Sink,
) -> Rows {
    let mut reader = RowReader {
        source,
        table,
        columns,
        names,
        seen: IndexMap::new(),
        kept: Vec::new(),
        evened: Vec::new(),
        lost: Losses::default(),
    };
    (0..table.rows.len()).for_each(|row| reader.row(row));
    let RowReader { kept, evened, lost, .. } = reader;
    lost.report(source, table, columns, sink);
    let edit = (!evened.is_empty()).then(|| Edit {
        source: index as u16,
        col: table.headings[columns.unit].col,
        rule: phrase!("spaces around ids and full-width characters in them evened out"),
        rows: evened,
    });
    let flow = FlowStep {
        key: "read".into(),
        stage: phrase!("Rows of `{source}`", source = &source.name.value),
        remaining: kept.len(),
        treated: None,
        comparison: None,
        lost: lost.flow(table, columns),
    };
    Rows { kept, flow, edit }
}

struct RowReader<'r> {
    source: &'r Source,
    table: &'r RawTable,
    columns: &'r Columns,
    names: &'r mut Names,
    seen: IndexMap<(u32, Option<u32>), usize>,
    kept: Vec<Row>,
    evened: Vec<u32>,
    lost: Losses,
}

/// Rows that are not kept, by reason: rows of the raw table.
#[derive(Default)]
struct Losses {
    no_unit: Vec<usize>,
    no_period: Vec<usize>,
    identical: Vec<usize>,
    /// Unit, its first row, the other row, and the columns in which they differ.
    differing: Vec<(String, usize, usize, Vec<usize>)>,
}

impl RowReader<'_> {
    fn row(&mut self, row: usize) {
        let cell = self.table.get(row, self.columns.unit);
        let id = if self.source.anonymous { Some(self.respondent(row)) } else { id_of(cell) };
        let Some(id) = id else { return self.lost.no_unit.push(row) };
        let Some(period) = self.period(row) else { return self.lost.no_period.push(row) };
        let evened = !self.source.anonymous && matches!(cell, Raw::Text(text) if text != id);
        let unit = intern(&mut self.names.units, id);
        let period = period.map(|period| intern(&mut self.names.periods, period));
        if let Some(&first) = self.seen.get(&(unit, period)) {
            return self.twice(unit, first, row);
        }
        self.seen.insert((unit, period), row);
        if evened {
            self.evened.push(self.table.rows[row]);
        }
        self.kept.push(Row { unit, period, row: row as u32 });
    }

    /// What a row of an anonymous source is called: nobody else in the study bears the name.
    fn respondent(&self, row: usize) -> String {
        format!("{} row {}", self.source.name.value, self.table.rows[row] + 1)
    }

    /// `None` where the row should have a period and has none; `Some(None)` in a source without periods.
    fn period(&self, row: usize) -> Option<Option<String>> {
        match (self.columns.period, &self.source.period) {
            (Some(column), _) => id_of(self.table.get(row, column)).map(Some),
            (None, Some(period)) => Some(Some(period.value.clone())),
            (None, None) => Some(None),
        }
    }

    fn twice(&mut self, unit: u32, first: usize, row: usize) {
        let differing: Vec<usize> = self
            .columns
            .variables
            .iter()
            .map(|&(column, _)| column)
            .filter(|&column| self.table.get(first, column) != self.table.get(row, column))
            .collect();
        if differing.is_empty() {
            self.lost.identical.push(row);
        } else {
            let id = self.names.units.get_index(unit as usize).cloned().unwrap_or_default();
            self.lost.differing.push((id, first, row, differing));
        }
    }
}

fn intern(names: &mut IndexSet<String>, name: String) -> u32 {
    names.insert_full(name).0 as u32
}

impl Losses {
    fn report(&self, source: &Source, table: &RawTable, columns: &Columns, sink: &mut Sink) {
        let name = &source.name.value;
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

    fn flow(&self, table: &RawTable, columns: &Columns) -> Vec<Lost> {
        let aside =
            table.set_aside.iter().map(|(row, text)| format!("{} {text}", cell_name(*row, first_col(table)))).collect();
        let cells =
            |rows: &[usize], column: usize| rows.iter().map(|&row| table.place(row, column).to_string()).collect();
        let differing: Vec<usize> = self.differing.iter().map(|(_, _, row, _)| *row).collect();
        let all: [(Phrase, Vec<String>); 5] = [
            (phrase!("title, note or total around the table"), aside),
            (phrase!("no id"), cells(&self.no_unit, columns.unit)),
            (phrase!("no period"), cells(&self.no_period, columns.period.unwrap_or(columns.unit))),
            (phrase!("the same row again"), cells(&self.identical, columns.unit)),
            (phrase!("the same unit with other values"), cells(&differing, columns.unit)),
        ];
        let lost = all.into_iter().filter(|(_, who)| !who.is_empty());
        lost.map(|(reason, who)| Lost { reason, count: who.len(), treated: None, who }).collect()
    }
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
        source = &source.name.value,
        list = list
    );
    let hint = match (columns.period, &source.period) {
        (None, None) => {
            phrase!("Keep one row, or name the column that tells the rows apart in time: period_column = \"…\"")
        }
        _ => phrase!("Keep one row for each unit and period"),
    };
    Diagnostic::error("duplicate-unit", message).at_all(rows.map(|row| table.place(row, columns.unit))).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_text_whatever_the_cell() {
        assert_eq!(id_of(Raw::Number(2_010_005_018_803.0)).as_deref(), Some("2010005018803"));
        assert_eq!(id_of(Raw::Number(7.0)).as_deref(), Some("7"));
        assert_eq!(id_of(Raw::Text(" ＮＰＯ０１　")).as_deref(), Some("NPO01"));
        assert_eq!(id_of(Raw::Text("  ")), None);
        assert_eq!(id_of(Raw::Error("#N/A")), None);
    }
}
