//! Which units, and which period, a row belongs to; rows without a unit and rows that occur twice.

use std::collections::BTreeSet;

use super::columns::Columns;
use super::decided::DecidedIds;
use super::link::outcome::{Belonging, NameBeside};
use super::losses::Losses;
use super::periods::Periods;
use super::spellings::Evened;
use super::table::Opened;
use super::{answered, destroyed};
use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::{Raw, RawTable, decisions};
use crate::notation::period::period_name;
use crate::notation::western_dates::DateOrder;
use crate::notation::years::YearForm;
use crate::phrase;
use crate::study::{Duplicates, Repeats, Source};
use crate::tidy::intern::intern;
use crate::tidy::rows::identity::Identity;
use crate::tidy::rows::table::{Names, Row, Rows};
use indexmap::{IndexMap, IndexSet};

/// Goes through the rows of a source. Dates are periods by the month in which the fiscal year starts.
pub(in crate::tidy) fn read(
    opened: &Opened<'_>,
    identity: &Identity<'_>,
    settled: &BTreeSet<decisions::CellKey>,
    fiscal_year_starts: Option<u32>,
    names: &mut Names,
    sink: &mut Sink,
) -> Rows {
    let Opened { index, source, table, columns } = opened;
    let mut reader = RowReader {
        settled,
        source,
        table,
        columns,
        identity,
        periods: columns.period.map(|column| Periods::of(table, column, fiscal_year_starts)),
        names,
        common_period: None,
        seen: IndexMap::default(),
        copies: IndexSet::new(),
        kept: Vec::new(),
        dropped: IndexSet::new(),
        evened: Evened::default(),
        lost: Losses::default(),
        repeated: false,
    };
    (0..table.rows.len()).for_each(|row| reader.row(row));
    let RowReader { mut kept, dropped, evened, lost, periods, repeated, .. } = reader;
    let chosen = !lost.not_counted.is_empty() || !lost.not_chosen.is_empty();
    if let Some(periods) = &periods {
        dates_of_periods(periods, table, fiscal_year_starts, sink);
    }
    kept.retain(|kept| !dropped.contains(&kept.row));
    if !lost.not_counted.is_empty() && columns.answered.is_none() {
        answered::unclear(table, sink);
    }
    lost.report(source, table, columns, sink);
    let mut flow = vec![lost.read_step(source, table, columns, kept.len())];
    if let (Identity::Linked(keys, outcomes), Some(link)) = (identity, &source.link) {
        evened.report(source, table, keys, sink);
        flow.push(lost.linked_step(opened, &link.to.value, kept.len(), keys, outcomes));
    }
    let edits = evened.edits(*index, table, columns, identity, kept.len());
    let lost = lost.rows(*index, source, table, columns);
    Rows { kept, flow, edits, lost, linkage: None, others: None, chosen, repeated }
}

struct RowReader<'r> {
    /// Cells that a person decided to take as they are.
    settled: &'r BTreeSet<decisions::CellKey>,
    source: &'r Source,
    table: &'r RawTable,
    columns: &'r Columns,
    identity: &'r Identity<'r>,
    /// What the column of periods says.
    periods: Option<Periods<'r>>,
    names: &'r mut Names,
    /// The period that the study gives all rows, once a row has met it.
    common_period: Option<u32>,
    seen: IndexMap<(u32, Option<u32>), usize, foldhash::fast::RandomState>,
    /// Of a source whose rows are put together: the cells of rows met so far.
    copies: IndexSet<Vec<(u8, u64)>>,
    kept: Vec<Row>,
    /// Rows of `kept` that a later one takes the place of.
    dropped: IndexSet<u32>,
    evened: Evened,
    lost: Losses,
    /// Whether a unit stands in several rows that are put together.
    repeated: bool,
}

impl RowReader<'_> {
    fn row(&mut self, row: usize) {
        if self.table.ragged.contains(&self.table.rows[row]) {
            return self.lost.ragged.push(row);
        }
        let Some(units) = self.units(row) else { return };
        let Some(period) = self.period(row) else { return self.lost.no_period.push(row) };
        match units.iter().find_map(|unit| self.seen.get(&(*unit, period))) {
            Some(&first) if self.source.rows == Repeats::One => {
                if !self.counts_instead(first, row, &units) {
                    return;
                }
            }
            again => {
                self.repeated |= again.is_some();
                self.copied(row);
            }
        }
        units.iter().for_each(|unit| {
            self.seen.insert((*unit, period), row);
        });
        self.kept.push(Row { units, period, row: row as u32 });
    }

    /// The units of a row; where there are none the loss is noted.
    fn units(&mut self, row: usize) -> Option<Vec<u32>> {
        match self.identity {
            Identity::Unit(decided) => self.own(row, decided),
            Identity::Linked(_, outcomes) => match &outcomes[row].joined {
                Belonging::To { units, name } => {
                    match name {
                        NameBeside::Same => {}
                        NameBeside::Variant => self.evened.names.push(row),
                        NameBeside::Other => self.evened.others.push(row),
                    }
                    Some(units.clone())
                }
                Belonging::NoKey => none(&mut self.lost.no_unit, row),
                Belonging::Nobody => none(&mut self.lost.nobody, row),
                Belonging::Probable => none(&mut self.lost.probable, row),
                Belonging::Several => none(&mut self.lost.several, row),
            },
        }
    }

    fn own(&mut self, row: usize, decided: &DecidedIds) -> Option<Vec<u32>> {
        if self.source.anonymous {
            let name = self.respondent(row);
            return Some(vec![intern(&mut self.names.units, name)]);
        }
        let cell = self.table.get(row, self.columns.unit);
        if destroyed::is_of_unit(self.table, self.columns, row) {
            return none(&mut self.lost.destroyed, row);
        }
        let Some(id) = self.columns.id(self.table, row) else { return none(&mut self.lost.no_unit, row) };
        if self.columns.unit_with.is_empty() && matches!(cell, Raw::Text(text) if text != id) {
            self.evened.ids.push(row);
        }
        Some(vec![intern(&mut self.names.units, decided.settled(id))])
    }

    /// What a row of an anonymous source is called: nobody else in the study bears the name.
    fn respondent(&self, row: usize) -> String {
        format!("{} row {}", self.source.title(), self.table.rows[row] + 1)
    }

    /// `None` where the row should have a period and has none; `Some(None)` in a source without periods.
    fn period(&mut self, row: usize) -> Option<Option<u32>> {
        match (&mut self.periods, &self.source.period) {
            (Some(periods), _) => {
                let period = periods.read(row)?;
                match period.form {
                    Some(YearForm::Era) => self.evened.eras.push(row),
                    Some(YearForm::EraLetter) => self.evened.letters.push(row),
                    _ => {}
                }
                if period.evened {
                    self.evened.periods.push(row);
                }
                Some(Some(self.names.period(period.name, period.written)))
            }
            (None, Some(period)) => {
                let met = || self.names.period(period_name(&period.value), Some(period.value.clone()));
                Some(Some(*self.common_period.get_or_insert_with(met)))
            }
            (None, None) => Some(None),
        }
    }

    /// Where rows are put together, one that says the same as an earlier one is noted: it may be a copy.
    fn copied(&mut self, row: usize) {
        let cells = || self.table.columns.iter().map(|column| (column.tags[row], column.payload[row])).collect();
        if self.source.rows == Repeats::Sum && !self.copies.insert(cells()) {
            self.lost.copied.push(row);
        }
    }

    /// Whether a further row of a unit counts instead of the earlier one; the row that does not is noted.
    fn counts_instead(&mut self, first: usize, row: usize, units: &[u32]) -> bool {
        let differs = |column: &usize| self.table.get(first, *column) != self.table.get(row, *column);
        let differing: Vec<usize> = self.columns.variables.iter().map(|(column, _)| *column).filter(differs).collect();
        if differing.is_empty() {
            self.lost.identical.push(row);
            return false;
        }
        let at = self.kept.binary_search_by_key(&(first as u32), |kept| kept.row).ok();
        if let (Some(at), [kept, other]) =
            (at.filter(|&at| self.kept[at].units == units), [first, row].map(|row| self.is_chosen(row)))
            && kept != other
        {
            let (drop, counts) = if other { (first, true) } else { (row, false) };
            if other {
                self.dropped.insert(self.kept[at].row);
            }
            self.lost.not_chosen.push(drop);
            return counts;
        }
        let later = self.is_later(first, row);
        match (self.source.duplicates, at.filter(|&at| self.kept[at].units == units)) {
            (Duplicates::Error, _) | (_, None) => {
                let id = self.columns.id(self.table, row).unwrap_or_default();
                self.lost.differing.push((id, first, row, differing));
                false
            }
            (wanted, Some(at)) if (wanted == Duplicates::Last) == later => {
                self.dropped.insert(self.kept[at].row);
                self.lost.not_counted.push(first);
                true
            }
            _ => {
                self.lost.not_counted.push(row);
                false
            }
        }
    }

    /// Whether a person decided that a row is to be kept: where it is one of several of its unit, it is the one that counts.
    fn is_chosen(&self, row: usize) -> bool {
        if self.settled.is_empty() {
            return false;
        }
        let Place::Cell { file, sheet, row, col } = self.table.place(row, self.columns.unit) else { return false };
        self.settled.contains(&(file.to_string(), sheet.to_string(), row, col))
    }

    /// Whether a row was answered after an earlier one of the file: by its time where the table has it.
    fn is_later(&self, first: usize, row: usize) -> bool {
        let moment = |row: usize| {
            let answered = self.columns.answered?;
            answered.moment(self.table.get(row, answered.column))
        };
        moment(first).zip(moment(row)).is_none_or(|(first, row)| row >= first)
    }
}

/// Says in which order the dates of a column of periods are read, or asks for it where the year hangs on it.
fn dates_of_periods(periods: &Periods<'_>, table: &RawTable, fiscal_year_starts: Option<u32>, sink: &mut Sink) {
    if periods.ordered == 0 {
        return;
    }
    let (heading, place) = (table.headings[periods.column].text.as_str(), table.heading_place(periods.column));
    let message = match periods.order {
        Ok(DateOrder::Day) => phrase!("The dates of `{column}` are read with the day first", column = heading),
        Ok(DateOrder::Month) => phrase!("The dates of `{column}` are read with the month first", column = heading),
        Err(_) if fiscal_year_starts.is_none() => return,
        Err(_) => {
            let message = phrase!(
                "The dates of `{column}` may have the day or the month first, and the fiscal year hangs on it: {examples}",
                column = heading,
                examples = periods.examples()
            );
            let hint =
                phrase!("Write them as 2021-04-03, or mark the column in Excel and give it the format of a date");
            return sink.push(Diagnostic::error("date-order-unclear", message).hint(hint).at(place));
        }
    };
    sink.push(Diagnostic::note("read-as", message).at(place));
}

fn none(losses: &mut Vec<usize>, row: usize) -> Option<Vec<u32>> {
    losses.push(row);
    None
}
