use crate::design::Arm;
use crate::exhibit::{Figure, Table, TableRole};
use crate::figures::{self, Measured};

use super::AnsweredOutcome;

/// Where units are compared with themselves: each of them for those who hold the data, parts of them for everybody.
pub fn each(case: &AnsweredOutcome<'_>) -> Vec<(Table, Figure)> {
    let (true, Some(baseline)) = (case.step.kind().is_paired(), &case.outcome.baseline) else {
        return Vec::new();
    };
    let (Some(before), Some(after)) = (case.values(baseline), case.values(&case.outcome.var)) else {
        return Vec::new();
    };
    let used: Vec<usize> = case.analysed(Arm::Treated);
    if case.outcome.binary || used.is_empty() {
        return Vec::new();
    }
    let id = |i: usize| case.view.panel().units[case.comparison.units[i] as usize].clone();
    let each: Vec<(String, f64, f64)> = used.iter().map(|&i| (id(i), before[i], after[i])).collect();
    let values: Vec<(f64, f64)> = used.iter().map(|&i| (before[i], after[i])).collect();
    let (of, basis) = (case.outcome, case.basis);
    let measured = Measured { label: &of.label, unit: &of.unit, share: of.in_points() };
    let parts = figures::deciles(&case.named(TableRole::Deciles), measured, &values, basis);
    let units = figures::units(&case.named(TableRole::Units), measured, &each, basis);
    parts.into_iter().chain([units]).collect()
}
