//! The periods of a draft: in headings, in a column, in the names of files and sheets.

use std::collections::BTreeSet;

use crate::notation::years::year_in;

use super::{DraftSource, waves};

/// First month of the fiscal year where nothing says another: Japan's.
pub const FISCAL_YEAR_STARTS: i32 = 4;

/// The period that the name of a file or sheet says: its year, else the name.
pub fn in_name(name: &str) -> String {
    year_in(name).map_or_else(|| name.to_string(), |year| year.to_string())
}

/// The first and the last period of all sources, as the study names them.
pub fn ends(seen: &[DraftSource]) -> Option<(String, String)> {
    let named: Vec<String> = seen.iter().flat_map(|table| table.periods.iter().cloned()).collect();
    waves::ends(&named).or_else(|| seen.iter().find_map(of_column))
}

fn of_column(seen: &DraftSource) -> Option<(String, String)> {
    let column = &seen.columns[seen.unit.period?];
    if column.is_days() {
        let years: BTreeSet<i32> = column.values.keys().filter_map(|day| fiscal_year(day)).collect();
        let (first, last) = (years.first()?, years.last()?);
        return (first < last).then(|| (first.to_string(), last.to_string()));
    }
    let known: BTreeSet<String> = column.values.keys().map(|period| crate::notation::period_name(period)).collect();
    waves::ends(&known.into_iter().collect::<Vec<_>>())
}

/// The fiscal year of a day in digits.
fn fiscal_year(day: &str) -> Option<i32> {
    let parts: Vec<&str> = day.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let at = parts.iter().take(3).position(|part| part.len() == 4)?;
    let (year, month): (i32, i32) = (parts[at].parse().ok()?, parts.get(1)?.parse().ok()?);
    Some(if month < FISCAL_YEAR_STARTS { year - 1 } else { year })
}

/// Whether a period column holds days, which become fiscal years.
pub fn are_days(seen: &DraftSource) -> bool {
    seen.unit.period.is_some_and(|period| seen.columns[period].is_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_of_fiscal_years() {
        assert_eq!(fiscal_year("2021-03-31"), Some(2020));
        assert_eq!(fiscal_year("2021/04/01 10:00"), Some(2021));
        assert_eq!(fiscal_year("01-07-2018"), Some(2018));
        assert_eq!(fiscal_year("7"), None);
    }
}
