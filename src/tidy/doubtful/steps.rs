//! Values outside the steps of a scale: 27 among 1 to 5.

use std::collections::BTreeMap;

use super::case::{Case, CellIndex, CellQuestion};
use super::codes;
use crate::diag::Diagnostic;
use crate::ingest::decisions::Given;
use crate::phrase;
use crate::study::VariableKind;
use crate::tidy::cells::unreadable::settle;
use crate::tidy::cells::values::Converted;

/// Fewer rows show no steps.
const ROWS: usize = 10;

/// The highest step of scales that cells alone may show.
const HIGHEST: i64 = 11;

/// The steps are those that nearly all rows hold.
const NEARLY: f64 = 0.9;

/// Values that a message quotes.
const QUOTED: usize = 3;

/// Lists the values of a declared scale that are none of its steps.
pub(super) fn look(case: &Case<'_>, converted: &[Converted]) -> Vec<CellQuestion> {
    if case.kind != Some(VariableKind::Scale) {
        return Vec::new();
    }
    let counts = case.whole(converted);
    let Some((low, high)) = declared(case).or_else(|| shown(counts.as_ref()?)) else { return Vec::new() };
    let outside = |value: f64| value < low as f64 || value > high as f64;
    let asked = counts.map(|counts| codes::asked(case, &counts)).unwrap_or_default();
    let is_asked = |value: f64| value.fract() == 0.0 && asked.contains(&(value as i64));
    let out: Vec<(CellIndex, f64)> =
        case.open(converted).filter(|(_, value)| outside(*value) && !is_asked(*value)).collect();
    if out.is_empty() {
        return Vec::new();
    }
    let list: Vec<String> = out.iter().take(QUOTED).map(|(_, value)| value.to_string()).collect();
    let message = phrase!(
        "{n} {n?cell|cells} of `{name}` {n?is none|are none} of the steps {low} to {high} of its scale, and {n?counts|count} as missing until it is decided: {list}",
        n = out.len(),
        name = case.name,
        low = low.to_string(),
        high = high.to_string(),
        list = list
    );
    let problem = Diagnostic::warning("outside-the-scale", message).hint(settle());
    let cells: Vec<(CellIndex, Option<Given>)> = out.into_iter().map(|(at, _)| (at, None)).collect();
    vec![CellQuestion { problem, cells, missing: true }]
}

/// The steps that the study's codes stand for.
fn declared(case: &Case<'_>) -> Option<(i64, i64)> {
    let codes = &case.variable?.codes;
    let steps: Vec<i64> = codes.iter().filter_map(|(_, meaning)| meaning.trim().parse().ok()).collect();
    let all = steps.len() == codes.len() && steps.len() > 2;
    all.then(|| Some((*steps.iter().min()?, *steps.iter().max()?))).flatten()
}

/// The steps that the cells show: without a gap from the lowest value, in nearly all rows.
fn shown(counts: &BTreeMap<i64, usize>) -> Option<(i64, i64)> {
    let low = counts.keys().copied().find(|value| (-5..=1).contains(value))?;
    let high = (low..=HIGHEST).take_while(|step| counts.contains_key(step)).last()?;
    let rows: usize = counts.values().sum();
    let within: usize = counts.range(low..=high).map(|(_, n)| n).sum();
    let clear = high - low >= 2 && within >= ROWS && within as f64 >= NEARLY * rows as f64;
    // A step that nobody chose may lie beyond the last one seen.
    let apart = counts.keys().all(|value| (low..=high).contains(value) || *value > high + 2 || *value < low);
    (clear && apart).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_that_nearly_all_rows_hold() {
        let of = |values: &[(i64, usize)]| shown(&values.iter().copied().collect());
        assert_eq!(of(&[(1, 5), (2, 5), (3, 5), (4, 5), (5, 5), (27, 1)]), Some((1, 5)));
        assert_eq!(of(&[(0, 5), (1, 5), (2, 5), (-3, 1)]), None, "may begin lower");
        assert_eq!(of(&[(1, 5), (2, 5), (3, 5), (5, 1)]), None, "nobody said 4");
        assert_eq!(of(&[(0, 1), (10, 3), (50, 4), (100, 9)]), None);
        assert_eq!(of(&[(1, 1), (2, 2), (3, 1)]), None, "too few");
    }
}
