//! Counts of each unit and period as variables.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::notation::calendar::{date_of, days_of};
use crate::panel::{Content, Data, Derived, DerivedAt, Panel, UNKNOWN_WORD, VariableInfo};
use crate::phrase;
use crate::text::{Arg, Phrase, Words};

use super::super::words;
use super::Log;
use super::make::Counted;

/// The variables, and what is said of them: rows about nobody who is a unit, periods that the log covers in part.
pub(super) fn variables(counted: &Counted<'_>, panel: &Panel) -> (Vec<Derived>, Vec<Diagnostic>) {
    let Some(who) = counted.covered.log.who.as_ref().filter(|_| counted.measure.variables) else {
        return (Vec::new(), Vec::new());
    };
    let units: BTreeMap<&str, u32> = panel.units.iter().enumerate().map(|(at, id)| (id.as_str(), at as u32)).collect();
    let unit_of: Vec<Option<u32>> = who.words.iter().map(|word| units.get(word.as_str()).copied()).collect();
    let strangers = who.at.iter().filter(|at| **at == UNKNOWN_WORD || unit_of[**at as usize].is_none()).count();
    let mut problems: Vec<Diagnostic> = (strangers > 0).then(|| nobody(counted, strangers)).into_iter().collect();
    let (spans, partly) = spans(counted, panel);
    problems.extend((!partly.is_empty()).then(|| covered_in_part(counted, &partly)));
    let unit = |row: usize| unit_of.get(who.at[row] as usize).copied().flatten();
    let made = |name: String, label: Words, has: &dyn Fn(usize) -> bool| {
        let at = spans.iter().map(|(period, days)| DerivedAt {
            period: period.clone(),
            data: Data::Number(count(counted, panel.units.len(), *days, &unit, has).into()),
            ingredients: Vec::new(),
        });
        let unit = words(&phrase!("entries"));
        Derived {
            info: VariableInfo { name, label, unit, content: Content::Number, periods: Vec::new() },
            how: phrase!(
                "method `{method}` of the log `{source}`",
                method = Log::NAME,
                source = &counted.measure.source
            ),
            at: at.collect(),
        }
    };
    let all = made(format!("{}_count", counted.name), words(&phrase!("Entries in the log")), &|_| true);
    let topics = counted.measure.topics.keys().enumerate().map(|(at, topic)| {
        let label = words(&phrase!("Entries in the log: {topic}", topic = topic));
        made(format!("{}_{topic}", counted.name), label, &|row| counted.topics[row] >> at & 1 == 1)
    });
    (std::iter::once(all).chain(topics).collect(), problems)
}

/// Entries of each unit on days from one to another: 0 for who has none.
fn count(
    counted: &Counted<'_>,
    units: usize,
    (first, last): (i32, i32),
    unit: &dyn Fn(usize) -> Option<u32>,
    has: &dyn Fn(usize) -> bool,
) -> Vec<f64> {
    let mut counts = vec![0.0; units];
    for (row, day) in counted.covered.log.days.iter().enumerate() {
        if (first..=last).contains(day)
            && has(row)
            && let Some(unit) = unit(row)
        {
            counts[unit as usize] += 1.0;
        }
    }
    counts
}

/// The periods of the panel that the log covers, with their days; those that it covers in part. Without periods: all of the log.
#[expect(clippy::type_complexity, reason = "two lists of the same walk")]
fn spans(counted: &Counted<'_>, panel: &Panel) -> (Vec<(Option<String>, (i32, i32))>, Vec<String>) {
    let (from, to) = counted.covered.days;
    if panel.waves.is_empty() {
        return (vec![(None, (from, to))], Vec::new());
    }
    let (mut whole, mut partly) = (Vec::new(), Vec::new());
    for period in panel.waves.keys() {
        let Some((first, last)) = days_of_period(period, counted.covered.log.fiscal_year_starts) else { continue };
        if first >= from && last <= to {
            whole.push((Some(period.clone()), (first, last)));
        } else if first <= to && last >= from {
            partly.push(period.clone());
        }
    }
    (whole, partly)
}

/// First and last day of a fiscal year `2023`, a month `2023-04` or a day.
fn days_of_period(name: &str, starts: u32) -> Option<(i32, i32)> {
    let mut parts = name.split('-').map(|part| part.parse::<u32>().ok());
    let year = parts.next()?? as i32;
    let rest: Vec<u32> = parts.collect::<Option<_>>()?;
    let month_after =
        |year: i32, month: u32| if month == 12 { days_of(year + 1, 1, 1) } else { days_of(year, month + 1, 1) };
    match rest.as_slice() {
        [] if name.len() == 4 => Some((days_of(year, starts, 1)?, days_of(year + 1, starts, 1)? - 1)),
        [month] => Some((days_of(year, *month, 1)?, month_after(year, *month)? - 1)),
        [month, day] => days_of(year, *month, *day).map(|day| (day, day)),
        _ => None,
    }
}

fn nobody(counted: &Counted<'_>, n: usize) -> Diagnostic {
    let message = phrase!(
        "{n} {n?row|rows} of the log `{source}` {n?is|are} about nobody who is a unit of the study: they count in its tables and in no variable",
        n = n,
        source = &counted.measure.source
    );
    Diagnostic::warning("event-of-nobody", message).at(counted.block.place("variables"))
}

fn covered_in_part(counted: &Counted<'_>, periods: &[String]) -> Diagnostic {
    let (from, to) = counted.covered.days;
    let day = |day: i32| {
        let (year, month, day) = date_of(day);
        format!("{year}-{month:02}-{day:02}")
    };
    let message: Phrase = phrase!(
        "The log `{source}` covers {periods} in part only ({from} to {to}): there are no counts of it",
        source = &counted.measure.source,
        periods = Arg::from(periods.to_vec()),
        from = day(from),
        to = day(to)
    );
    let hint = phrase!("Where it covers more days than it has entries, say so with `from` and `to`");
    Diagnostic::warning("event-partly-covered", message).hint(hint).at(counted.block.place("variables"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_days() {
        let days = |name: &str, starts: u32| {
            let (first, last) = days_of_period(name, starts)?;
            Some((date_of(first), date_of(last)))
        };
        assert_eq!(days("2023", 4), Some(((2023, 4, 1), (2024, 3, 31))));
        assert_eq!(days("2023", 1), Some(((2023, 1, 1), (2023, 12, 31))));
        assert_eq!(days("2023-12", 4), Some(((2023, 12, 1), (2023, 12, 31))));
        assert_eq!(days("2024-02-29", 4), Some(((2024, 2, 29), (2024, 2, 29))));
        assert_eq!((days("前", 4), days("2023-02-30", 4)), (None, None));
    }
}
