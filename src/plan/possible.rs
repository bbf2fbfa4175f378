//! Changes that no unit has: across midnight, or a thousandfold where all others stay near what they were.

use crate::diag::{Diagnostic, Sink};
use crate::math::elementary::log10;
use crate::math::levels::slips;
use crate::math::median::median;
use crate::notation::are_hours_of_day;
use crate::panel::{Content, Panel, VarRef};
use crate::phrase;
use crate::study::Located;

use super::resolve::cells;

/// No time of the day moves by more.
const HOURS: f64 = 12.0;

/// Reports changes of single units between two variables that cannot be.
pub(super) fn changes(panel: &Panel, name: &Located<String>, var: &VarRef, baseline: &VarRef, sink: &mut Sink) {
    // Of one variable at two periods it was asked when the data were read.
    if var.name == baseline.name {
        return;
    }
    let infos = [var, baseline].map(|var| panel.variables.get(&var.name));
    let [Some(after), Some(before)] = infos else { return };
    let Some((now, then)) = panel.numbers(var).zip(panel.numbers(baseline)) else { return };
    if are_hours_of_day(&after.unit) && are_hours_of_day(&before.unit) {
        sink.problems.extend(midnight(panel, name, (var, now), (baseline, then)));
    } else if [after, before].iter().all(|info| info.content == Content::Number) {
        sink.problems.extend(thousandfold(panel, name, (var, now), (baseline, then)));
    }
}

fn midnight(
    panel: &Panel,
    name: &Located<String>,
    (var, now): (&VarRef, &[f64]),
    (baseline, then): (&VarRef, &[f64]),
) -> Option<Diagnostic> {
    // From 8:00 to 20:30 no midnight lies between.
    let across = |one: f64, other: f64| (one - other).abs() > HOURS && one.max(other) >= 18.0 && one.min(other) < 6.0;
    let far: Vec<usize> = (0..now.len()).filter(|&unit| across(now[unit], then[unit])).collect();
    let n = far.len();
    let places = cells(panel, var, far.into_iter());
    let message = phrase!(
        "In {n} {n?unit|units} `{outcome}` and `{baseline}` lie more than twelve hours apart, on both sides of midnight, so that their differences would be wrong",
        n = n,
        outcome = &name.value,
        baseline = baseline.to_string()
    );
    let hint = phrase!("Count times after midnight on: 24:15 for 0:15 (in the file, or in the sheet Data to check)");
    let problem = Diagnostic::error("across-midnight", message).hint(hint);
    (n > 0).then(|| problem.at(name.place.clone()).at_all(places))
}

fn thousandfold(
    panel: &Panel,
    name: &Located<String>,
    (var, now): (&VarRef, &[f64]),
    (baseline, then): (&VarRef, &[f64]),
) -> Option<Diagnostic> {
    let units: Vec<usize> = (0..now.len()).filter(|&unit| now[unit] > 0.0 && then[unit] > 0.0).collect();
    let logs: Vec<f64> = units.iter().map(|&unit| log10(now[unit] / then[unit])).collect();
    let found = slips(&logs);
    let times = found.first()?.1;
    let hit: Vec<usize> = found.iter().map(|(at, _)| units[*at]).collect();
    if 5 * hit.len() > 2 * units.len() {
        return None;
    }
    let others: Vec<usize> = units.iter().copied().filter(|unit| !hit.contains(unit)).collect();
    let far = |values: &[f64]| {
        let middle = median(&others.iter().map(|&unit| log10(values[unit])).collect::<Vec<f64>>());
        median(&hit.iter().map(|&unit| (log10(values[unit]) - middle).abs()).collect::<Vec<f64>>())
    };
    let odd = if far(now) >= far(then) { var } else { baseline };
    let message = phrase!(
        "In {n} of {all} {all?unit|units} `{outcome}` is about {times} times its baseline `{baseline}`, or as many times less, while the others stay near it: {n?is that value|are those values} in another unit of money or measure?",
        n = hit.len(),
        all = units.len(),
        outcome = &name.value,
        baseline = baseline.to_string(),
        times = 10_usize.pow(times.unsigned_abs())
    );
    let hint = phrase!(
        "Decide in the sheet Data to check, which a run or `tashika check -o` writes, or mend the cells; keep those that are right"
    );
    let places = cells(panel, odd, hit.into_iter());
    Some(Diagnostic::warning("thousandfold-cell", message).hint(hint).at_all(places))
}
