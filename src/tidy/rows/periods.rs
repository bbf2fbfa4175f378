//! Periods: what a cell, a sheet's name or the study calls a year, a month or a day is one period, however it is written.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::ids::id_of;
use crate::ingest::{Raw, RawTable};
use crate::notation::calendar::days_of_serial;
use crate::notation::period::Moment;
use crate::notation::period_name;
use crate::notation::western_dates::{DateOrder, OpenOrder, Orders};
use crate::notation::years::{YearForm, year_of};

/// A period as it is known from here on, and whether the cell said it in other characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tidy) struct Period {
    /// `2021`, `2021-04`, `before`.
    pub name: String,
    /// How a year was written; absent for periods that are no years.
    pub form: Option<YearForm>,
    /// Whether full-width characters or spaces were evened out.
    pub evened: bool,
    /// As the cell writes it; absent for days and months that stand for their fiscal year.
    pub written: Option<String>,
}

/// The periods that a column says. Days and months are years where the study says when its fiscal year starts.
pub(in crate::tidy) struct Periods<'t> {
    table: &'t RawTable,
    /// The column.
    pub column: usize,
    fiscal_year_starts: Option<u32>,
    /// What stands first in its dates with the year last.
    pub order: Result<DateOrder, OpenOrder>,
    /// How many of its texts are such dates.
    pub ordered: usize,
    /// Whether nearly all of its texts are points in time, so that others are none.
    dated: bool,
    known: IndexMap<(u8, u64), Option<Period>, foldhash::fast::RandomState>,
}

impl<'t> Periods<'t> {
    /// Looks at every distinct text of the column.
    pub fn of(table: &'t RawTable, column: usize, fiscal_year_starts: Option<u32>) -> Periods<'t> {
        let rows = || (0..table.rows.len()).map(|row| table.get(row, column));
        let payload = &table.columns[column].payload;
        let at = (0..table.rows.len()).filter(|&row| matches!(table.get(row, column), Raw::Text(_)));
        let texts: BTreeMap<u64, &str> =
            at.filter_map(|row| Some((payload[row], text(table.get(row, column))?))).collect();
        let (told, others): (Vec<&str>, Vec<&str>) =
            texts.into_values().partition(|text| Moment::of(text, None).is_some());
        let beside = !told.is_empty() || rows().any(|cell| matches!(cell, Raw::Date(_)));
        let orders = Orders::of(others.iter().copied(), beside);
        let all = told.len() + others.len();
        Periods {
            table,
            column,
            fiscal_year_starts,
            order: orders.order(),
            ordered: orders.dates,
            dated: all > 0 && crate::notation::is_notation(told.len() + orders.dates, all),
            known: IndexMap::default(),
        }
    }

    /// The period of a row; nothing where its cell has none.
    pub fn read(&mut self, row: usize) -> Option<Period> {
        let column = &self.table.columns[self.column];
        let key = (column.tags[row], column.payload[row]);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let period = self.cell(self.table.get(row, self.column));
        self.known.insert(key, period.clone());
        period
    }

    fn cell(&self, cell: Raw<'_>) -> Option<Period> {
        let moment = match cell {
            Raw::Text(text) => Moment::of(text, self.order.ok()),
            Raw::Date(serial) => days_of_serial(serial).map(Moment::Day),
            Raw::Number(value) if self.fiscal_year_starts.is_some() && value >= 20_000.0 => Moment::of_number(value),
            _ => None,
        };
        let said = id_of(cell)?;
        let evened = matches!(cell, Raw::Text(text) if text != said);
        match (moment, self.fiscal_year_starts) {
            (Some(moment @ (Moment::Day(_) | Moment::Month(..))), Some(month)) => {
                let name = moment.fiscal_year(month).to_string();
                Some(Period { name, form: Some(YearForm::Plain), evened: false, written: None })
            }
            (Some(moment @ (Moment::Day(_) | Moment::Month(..))), None) => {
                Some(Period { name: moment.name(), form: None, evened: false, written: Some(said) })
            }
            (None, Some(_)) if self.dated && matches!(cell, Raw::Text(_)) => None,
            _ => {
                let form = year_of(&said).map(|(_, form)| form);
                Some(Period { name: period_name(&said), form, evened, written: Some(said) })
            }
        }
    }

    /// Texts of the column that are dates with the year last, as examples.
    pub fn examples(&self) -> Vec<&'t str> {
        let texts = (0..self.table.rows.len()).filter_map(|row| text(self.table.get(row, self.column)));
        let unread: BTreeSet<&str> = texts.filter(|text| Moment::of(text, None).is_none()).collect();
        unread.into_iter().take(3).collect()
    }
}

fn text(cell: Raw<'_>) -> Option<&str> {
    match cell {
        Raw::Text(text) => Some(text),
        _ => None,
    }
}
