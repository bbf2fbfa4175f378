use crate::answer::starts;
use crate::design::Arm;
use crate::exhibit::{Figure, Table, TableRole};
use crate::figures::{self, Course, PeriodGroups};
use crate::math::mean_error::{self, MeanError};
use crate::notation::Relative;
use crate::panel::{Data, VarRef};
use crate::text::Phrase;

use super::case::{label, period_name};
use super::{AnsweredOutcome, members};

/// Years before and after the start that are looked for.
const YEARS: std::ops::RangeInclusive<i32> = -5..=5;
/// A further period is shown where at least this share of the units of both sides is known.
const KNOWN: f64 = 0.8;

/// A period of the outcome: one value for each unit of the comparison.
struct CoursePeriod {
    label: Phrase,
    after: bool,
    values: Vec<f64>,
    /// The state before or the outcome itself, which are shown in any case.
    asked: bool,
}

/// Both groups over time, where there are two groups and at least two periods.
pub fn over_time(case: &AnsweredOutcome<'_>) -> Option<(Table, Figure)> {
    if !case.step.kind().has_others() {
        return None;
    }
    let sides = [case.analysed(Arm::Treated), case.analysed(Arm::Comparison)];
    if sides.iter().any(Vec::is_empty) {
        return None;
    }
    let known = |period: &CoursePeriod| period.asked || sides.iter().all(|side| share_known(period, side) >= KNOWN);
    let periods: Vec<CoursePeriod> = periods(case)?.into_iter().filter(known).collect();
    let moment = |period: &CoursePeriod| PeriodGroups {
        label: period.label.clone(),
        after: period.after,
        asked: period.asked,
        sides: [0, 1].map(|side| mean(case, period, &sides[side])),
    };
    let course = Course {
        label: case.outcome.label.clone(),
        unit: case.outcome.unit.clone(),
        share: case.outcome.in_points(),
        moments: periods.iter().map(moment).collect(),
    };
    let who = |period: &CoursePeriod, side: usize| {
        let known = sides[side].iter().copied().filter(|&i| !period.values[i].is_nan());
        members(case.step.kind(), case.comparison, known).about(&case.outcome.var.to_string())
    };
    let drawn = course.moments.iter().filter(|moment| moment.sides.iter().all(|(mean, _)| mean.is_some())).count();
    (drawn >= 2).then(|| {
        let named = case.named(TableRole::OverTime);
        let (mut table, figure) = figures::over_time(&named, &course, case.step.level, &case.basis());
        for (row, period) in periods.iter().enumerate() {
            table.count_of(row, "n_treated", who(period, 0));
            table.count_of(row, "n_comparison", who(period, 1));
        }
        (table, figure)
    })
}

fn share_known(period: &CoursePeriod, side: &[usize]) -> f64 {
    side.iter().filter(|&&i| !period.values[i].is_nan()).count() as f64 / side.len() as f64
}

/// The weighted mean of one side, and how many values it rests on.
fn mean(case: &AnsweredOutcome<'_>, period: &CoursePeriod, side: &[usize]) -> (Option<MeanError>, usize) {
    let used: Vec<usize> = side.iter().copied().filter(|&i| !period.values[i].is_nan()).collect();
    let pick = |of: &[f64]| used.iter().map(|&i| of[i]).collect::<Vec<f64>>();
    let cluster: Option<Vec<u32>> =
        case.answer.clusters.first().map(|cluster| used.iter().map(|&i| cluster[i]).collect());
    let (values, weight) = (pick(&period.values), pick(&case.comparison.weights.values));
    (mean_error::weighted(&values, &weight, cluster.as_deref()), used.len())
}

fn periods(case: &AnsweredOutcome<'_>) -> Option<Vec<CoursePeriod>> {
    let (var, baseline) = (&case.outcome.var, case.outcome.baseline.as_ref());
    match (var.relative(), &var.period) {
        (Some(_), _) => counted(case),
        (None, Some(_)) if baseline.is_none_or(|baseline| baseline.name == var.name) => waves(case),
        _ => {
            let one = |var: &VarRef, after| {
                Some(CoursePeriod { label: label(case.view, var), after, values: case.values(var)?, asked: true })
            };
            Some(vec![one(baseline?, false)?, one(var, true)?])
        }
    }
}

/// Every wave in which the outcome was observed.
fn waves(case: &AnsweredOutcome<'_>) -> Option<Vec<CoursePeriod>> {
    let var = &case.outcome.var;
    let all = &case.view.info(&var.name)?.periods;
    let place = |period: &Option<String>| all.iter().position(|known| Some(known) == period.as_ref());
    let before = case.outcome.baseline.as_ref().and_then(|baseline| place(&baseline.period));
    let outcome = place(&var.period)?;
    let wave = |(at, period): (usize, &String)| {
        let values = case.values(&VarRef { name: var.name.clone(), period: Some(period.clone()) })?;
        let after = before.map_or(at >= outcome, |before| at > before);
        Some(CoursePeriod {
            label: period_name(case.view, period),
            after,
            values,
            asked: at == outcome || Some(at) == before,
        })
    };
    Some(all.iter().enumerate().filter_map(wave).collect())
}

/// Every year counted from each unit's start in which the outcome was observed.
fn counted(case: &AnsweredOutcome<'_>) -> Option<Vec<CoursePeriod>> {
    let (var, starts) = (&case.outcome.var, case.step.starts.as_deref()?);
    let one = |years: i32| {
        let at = VarRef { name: var.name.clone(), period: Some(Relative(years).key()) };
        let asked = at.relative() == var.relative()
            || case.outcome.baseline.as_ref().is_some_and(|baseline| baseline.relative() == at.relative());
        let Data::Number(all) = starts::values(case.view, &at, starts)? else { return None };
        let values = case.comparison.units.iter().map(|&unit| all[unit as usize]).collect();
        Some(CoursePeriod { label: Relative(years).phrase(), after: years >= 0, values, asked })
    };
    Some(YEARS.filter_map(one).collect())
}
