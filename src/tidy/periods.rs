//! Periods: what a cell, a sheet's name or the study calls a year, a month or a day is one period, however it is written.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::dates;
use super::rows::id_of;
use super::western_dates::{Open, Order, Orders};
use crate::ingest::calendar::{date_of, days_of_serial, iso};
use crate::ingest::months::{month_name, month_of};
use crate::ingest::years::{Form, year_of};
use crate::ingest::{Raw, RawTable};

/// A period as it is known from here on, and whether the cell said it in other characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// `2021`, `2021-04`, `before`.
    pub name: String,
    /// How a year was written; absent for periods that are no years.
    pub form: Option<Form>,
    /// Whether full-width characters or spaces were evened out.
    pub evened: bool,
    /// As the cell writes it; absent for days and months that stand for their fiscal year.
    pub written: Option<String>,
}

/// A point in time, as precise as it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    Year(i32),
    Month(i32, u32),
    /// Days since 1970-01-01.
    Day(i32),
}

impl Moment {
    /// What a text says; dates with the year last only in the order that is told.
    fn of(text: &str, order: Option<Order>) -> Option<Moment> {
        if let Some((year, _)) = year_of(text) {
            return Some(Moment::Year(year));
        }
        if let Some((year, month)) = month_of(text) {
            return Some(Moment::Month(year, month));
        }
        let day = dates::read(text).filter(dates::Reading::is_alone);
        day.or_else(|| order?.read(text)).map(|reading| Moment::Day(reading.days))
    }

    /// Eight digits are a day, six a month, in a column of dates.
    fn of_number(value: f64) -> Option<Moment> {
        let whole = value as u32;
        let is_month = value.fract() == 0.0 && (185_001.0..=215_012.0).contains(&value);
        match is_month && (1..=12).contains(&(whole % 100)) {
            true => Some(Moment::Month((whole / 100) as i32, whole % 100)),
            false => dates::of_number(value).map(|reading| Moment::Day(reading.days)),
        }
    }

    fn fiscal_year(self, starts: u32) -> i32 {
        match self {
            Moment::Year(year) => year,
            Moment::Month(year, month) => {
                if month < starts {
                    year - 1
                } else {
                    year
                }
            }
            Moment::Day(days) => fiscal_year(days, starts),
        }
    }

    fn name(self) -> String {
        match self {
            Moment::Year(year) => year.to_string(),
            Moment::Month(year, month) => month_name((year, month)),
            Moment::Day(days) => iso(days),
        }
    }
}

/// The name by which a period is known: the year of the Gregorian calendar where it is one (`R3`, `令和3年度`, `2021年`), the month
/// or day of it (`2021年4月`), else as it is written.
pub fn period_name(written: &str) -> String {
    Moment::of(written, None).map_or_else(|| written.to_string(), Moment::name)
}

/// A name with its period as it is known: `q/members@R4` is `q/members@2022`.
pub fn at_known_period(written: &str) -> String {
    match written.rsplit_once('@') {
        Some((name, period)) => format!("{name}@{}", period_name(period)),
        None => written.to_string(),
    }
}

/// Whether a period's name is a day or a month of a year.
pub(super) fn is_within_a_year(name: &str) -> bool {
    !matches!(Moment::of(name, None), None | Some(Moment::Year(_)))
}

/// The year in which the fiscal year of a day begins.
fn fiscal_year(days: i32, starts: u32) -> i32 {
    let (year, month, _) = date_of(days);
    if month < starts { year - 1 } else { year }
}

/// The periods that a column says. Days and months are years where the study says when its fiscal year starts.
pub(super) struct Periods<'t> {
    table: &'t RawTable,
    /// The column.
    pub column: usize,
    fiscal_year_starts: Option<u32>,
    /// What stands first in its dates with the year last.
    pub order: Result<Order, Open>,
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
            dated: all > 0 && super::is_notation(told.len() + orders.dates, all),
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
                Some(Period { name, form: Some(Form::Plain), evened: false, written: None })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::calendar::days_of;

    #[test]
    fn fiscal_years_begin_in_their_month() {
        let day = |year, month, day| days_of(year, month, day).unwrap();
        assert_eq!(fiscal_year(day(2024, 3, 31), 4), 2023);
        assert_eq!(fiscal_year(day(2024, 4, 1), 4), 2024);
        assert_eq!(fiscal_year(day(2024, 1, 1), 1), 2024);
        assert_eq!(Moment::of("2024年3月", None).map(|moment| moment.fiscal_year(4)), Some(2023));
        assert_eq!(Moment::of_number(202_403.0).map(|moment| moment.fiscal_year(4)), Some(2023));
        assert_eq!(Moment::of_number(20_240_401.0).map(|moment| moment.fiscal_year(4)), Some(2024));
        assert_eq!(Moment::of_number(45_016.0).map(|moment| moment.fiscal_year(4)), Some(2022), "2023-03-31");
    }

    #[test]
    fn a_period_has_one_name() {
        for (name, spellings) in [
            ("2021", vec!["R3", "令和３年度", "2021", "FY2021", "2021年度"]),
            ("2021-04", vec!["2021年4月", "令和3年4月", "2021-04", "Apr 2021"]),
            ("2021-04-01", vec!["2021/4/1", "令和3年4月1日", "1 April 2021"]),
            ("before", vec!["before"]),
            ("第1回", vec!["第1回"]),
        ] {
            spellings.into_iter().for_each(|written| assert_eq!(period_name(written), name, "{written}"));
        }
        assert_eq!(["q/y@R4", "q/y", "q/y@start+1"].map(at_known_period), ["q/y@2022", "q/y", "q/y@start+1"]);
    }
}
