//! Which units, and which period, a row belongs to; rows without a unit and rows that occur twice.

use indexmap::{IndexMap, IndexSet};
use unicode_normalization::UnicodeNormalization;

use super::columns::Columns;
use super::link::{self, Key, Kind, Spelling};
use super::numbers::Rule;
use super::sources::Opened;
use super::{Edit, FlowStep, Lost, LostRow, periods};
use crate::diag::{Diagnostic, Place, Sink, cell_name};
use crate::ingest::calendar::{days_of_serial, iso};
use crate::ingest::years::Form;
use crate::ingest::{Raw, RawTable};
use crate::phrase;
use crate::study::Source;
use crate::text::{Arg, Phrase};

/// A unit that occurs twice gets a message of its own this many times for each source.
const NAMED_DUPLICATES: usize = 5;

/// A row that is kept: indices into the units and periods in the order of their first appearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Units: one, or several of a row that describes what they have in common.
    pub units: Vec<u32>,
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
    pub flow: Vec<FlowStep>,
    /// Ids, periods and names that were evened out.
    pub edits: Vec<Edit>,
    /// Rows that are not kept.
    pub lost: Vec<LostRow>,
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

/// How the rows of a source are told apart.
pub(super) enum Identity<'r> {
    /// Each row is a unit of the study, by its id.
    Unit,
    /// Rows describe what rows of another source stand for.
    Linked(&'r [Key<'r>]),
}

/// Goes through the rows of a source. Dates are periods by the month in which the fiscal year starts.
pub(super) fn read(
    opened: &Opened<'_>,
    identity: &Identity<'_>,
    fiscal_year_starts: Option<u32>,
    names: &mut Names,
    sink: &mut Sink,
) -> Rows {
    let Opened { index, source, table, columns } = opened;
    let mut reader = RowReader {
        source,
        table,
        columns,
        identity,
        fiscal_year_starts,
        names,
        seen: IndexMap::new(),
        kept: Vec::new(),
        evened: Evened::default(),
        lost: Losses::default(),
        joined_by: match identity {
            Identity::Unit => Vec::new(),
            Identity::Linked(keys) => vec![0; keys.len()],
        },
    };
    (0..table.rows.len()).for_each(|row| reader.row(row));
    let RowReader { kept, evened, lost, joined_by, .. } = reader;
    lost.report(source, table, columns, sink);
    let mut flow = vec![lost.read_step(source, table, columns, kept.len())];
    if let (Identity::Linked(keys), Some(link)) = (identity, &source.link) {
        evened.report(source, table, keys, sink);
        flow.push(lost.linked_step(source, &link.to.value, table, columns, kept.len(), keys, &joined_by));
    }
    let edits = evened.edits(*index, table, columns, identity, kept.len());
    let lost = lost.rows(*index, source, table);
    Rows { kept, flow, edits, lost }
}

struct RowReader<'r> {
    source: &'r Source,
    table: &'r RawTable,
    columns: &'r Columns,
    identity: &'r Identity<'r>,
    fiscal_year_starts: Option<u32>,
    names: &'r mut Names,
    seen: IndexMap<(u32, Option<u32>), usize>,
    kept: Vec<Row>,
    evened: Evened,
    lost: Losses,
    /// How many rows each key joined.
    joined_by: Vec<usize>,
}

/// Rows whose ids, periods or names were written in another way than they are known by: rows of the raw table.
#[derive(Default)]
struct Evened {
    ids: Vec<usize>,
    periods: Vec<usize>,
    eras: Vec<usize>,
    letters: Vec<usize>,
    /// Names in another spelling.
    names: Vec<usize>,
    /// Names of somebody else, although the key says who it is.
    others: Vec<usize>,
}

/// Rows that are not kept, by reason: rows of the raw table.
#[derive(Default)]
struct Losses {
    no_unit: Vec<usize>,
    no_period: Vec<usize>,
    identical: Vec<usize>,
    /// Unit, its first row, the other row, and the columns in which they differ.
    differing: Vec<(String, usize, usize, Vec<usize>)>,
    /// Rows that describe nothing the other source has.
    nobody: Vec<usize>,
    /// Rows whose name is that of several.
    several: Vec<usize>,
}

impl RowReader<'_> {
    fn row(&mut self, row: usize) {
        let Some(units) = self.units(row) else { return };
        let Some(period) = self.period(row) else { return self.lost.no_period.push(row) };
        let period = period.map(|period| intern(&mut self.names.periods, period));
        if let Some(&first) = units.iter().find_map(|unit| self.seen.get(&(*unit, period))) {
            return self.twice(first, row);
        }
        units.iter().for_each(|unit| {
            self.seen.insert((*unit, period), row);
        });
        self.kept.push(Row { units, period, row: row as u32 });
    }

    /// The units of a row; where there are none the loss is noted.
    fn units(&mut self, row: usize) -> Option<Vec<u32>> {
        match self.identity {
            Identity::Unit => self.own(row),
            Identity::Linked(keys) => match link::join(self.table, row, keys) {
                link::Joined::To { units, by, name } => {
                    self.joined_by[by] += 1;
                    match name {
                        Spelling::Same => {}
                        Spelling::Variant => self.evened.names.push(row),
                        Spelling::Other => self.evened.others.push(row),
                    }
                    Some(units)
                }
                link::Joined::NoKey => none(&mut self.lost.no_unit, row),
                link::Joined::Nobody => none(&mut self.lost.nobody, row),
                link::Joined::Several => none(&mut self.lost.several, row),
            },
        }
    }

    fn own(&mut self, row: usize) -> Option<Vec<u32>> {
        if self.source.anonymous {
            let name = self.respondent(row);
            return Some(vec![intern(&mut self.names.units, name)]);
        }
        let cell = self.table.get(row, self.columns.unit);
        let Some(id) = id_of(cell) else { return none(&mut self.lost.no_unit, row) };
        if matches!(cell, Raw::Text(text) if text != id) {
            self.evened.ids.push(row);
        }
        Some(vec![intern(&mut self.names.units, id)])
    }

    /// What a row of an anonymous source is called: nobody else in the study bears the name.
    fn respondent(&self, row: usize) -> String {
        format!("{} row {}", self.source.title(), self.table.rows[row] + 1)
    }

    /// `None` where the row should have a period and has none; `Some(None)` in a source without periods.
    fn period(&mut self, row: usize) -> Option<Option<String>> {
        match (self.columns.period, &self.source.period) {
            (Some(column), _) => {
                let period = periods::read(self.table.get(row, column), self.fiscal_year_starts)?;
                match period.form {
                    Some(Form::Era) => self.evened.eras.push(row),
                    Some(Form::EraLetter) => self.evened.letters.push(row),
                    _ => {}
                }
                if period.evened {
                    self.evened.periods.push(row);
                }
                Some(Some(period.name))
            }
            (None, Some(period)) => Some(Some(periods::period_name(&period.value))),
            (None, None) => Some(None),
        }
    }

    fn twice(&mut self, first: usize, row: usize) {
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
            let id = id_of(self.table.get(row, self.columns.unit)).unwrap_or_default();
            self.lost.differing.push((id, first, row, differing));
        }
    }
}

fn none(losses: &mut Vec<usize>, row: usize) -> Option<Vec<u32>> {
    losses.push(row);
    None
}

fn intern(names: &mut IndexSet<String>, name: String) -> u32 {
    names.insert_full(name).0 as u32
}

impl Losses {
    fn report(&self, source: &Source, table: &RawTable, columns: &Columns, sink: &mut Sink) {
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
    fn rows(&self, index: usize, source: &Source, table: &RawTable) -> Vec<LostRow> {
        let differing: Vec<usize> = self.differing.iter().map(|(_, _, row, _)| *row).collect();
        let to = source.link.as_ref().map_or("", |link| link.to.value.as_str());
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
        all.into_iter().flat_map(lost).collect()
    }

    /// Rows as they were read: how many remain, and those that did not.
    fn read_step(&self, source: &Source, table: &RawTable, columns: &Columns, kept: usize) -> FlowStep {
        let aside =
            table.set_aside.iter().map(|(row, text)| format!("{} {text}", cell_name(*row, first_col(table)))).collect();
        let cells = |rows: &[usize], column: usize| addresses(table, rows, column);
        let differing: Vec<usize> = self.differing.iter().map(|(_, _, row, _)| *row).collect();
        let all: [(Phrase, Vec<String>); 5] = [
            (phrase!("title, note or total around the table"), aside),
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
    fn linked_step(
        &self,
        source: &Source,
        to: &str,
        table: &RawTable,
        columns: &Columns,
        kept: usize,
        keys: &[Key<'_>],
        joined_by: &[usize],
    ) -> FlowStep {
        let one = |(key, n): (&Key<'_>, &usize)| Arg::from(phrase!("{key} {n}", key = &key.title, n = *n));
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

fn addresses(table: &RawTable, rows: &[usize], column: usize) -> Vec<String> {
    rows.iter().map(|&row| table.place(row, column).to_string()).collect()
}

fn losses(all: impl IntoIterator<Item = (Phrase, Vec<String>)>) -> Vec<Lost> {
    let lost = all.into_iter().filter(|(_, who)| !who.is_empty());
    lost.map(|(reason, who)| Lost { reason, count: who.len(), treated: None, who }).collect()
}

impl Evened {
    fn report(&self, source: &Source, table: &RawTable, keys: &[Key<'_>], sink: &mut Sink) {
        let Some(key) = keys.iter().find(|key| key.kind == Kind::Name).filter(|_| !self.others.is_empty()) else {
            return;
        };
        let message = phrase!(
            "In {n} {n?row|rows} of `{source}` the number and the name are of different organisations; the number counts",
            n = self.others.len(),
            source = source.title()
        );
        let hint = phrase!("Correct the number or the name; if the organisation was renamed, all is well");
        let places = self.others.iter().map(|&row| table.place(row, key.own));
        sink.push(Diagnostic::warning("name-differs", message).hint(hint).at_all(places));
    }

    fn edits(
        self,
        index: usize,
        table: &RawTable,
        columns: &Columns,
        identity: &Identity<'_>,
        kept: usize,
    ) -> Vec<Edit> {
        let name = match identity {
            Identity::Linked(keys) => keys.iter().find(|key| key.kind == Kind::Name).map(|key| key.own),
            Identity::Unit => None,
        };
        let evened = || phrase!("spaces around ids and full-width characters in them evened out");
        let all = [
            (Some(columns.unit), evened(), self.ids),
            (columns.period, evened(), self.periods),
            (columns.period, Rule::Era.phrase(), self.eras),
            (columns.period, Rule::EraLetter.phrase(), self.letters),
            (name, phrase!("another spelling of an organisation's name understood"), self.names),
        ];
        let edit = |(column, rule, rows): (Option<usize>, Phrase, Vec<usize>)| {
            let column = column.filter(|_| !rows.is_empty())?;
            let notation = super::is_notation(rows.len(), kept);
            let rows = rows.iter().map(|&row| table.rows[row]).collect();
            Some(Edit { source: index as u16, col: table.headings[column].col, rule, rows, notation })
        };
        all.into_iter().filter_map(edit).collect()
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
        source = source.title(),
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
