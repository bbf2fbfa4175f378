//! What would be compared, with the outcomes hidden.

use std::sync::Arc;

use crate::design::{Comparison, Rung, power};
use crate::diag::{Diagnostic, Sink};
use crate::math::sums::variance;
use crate::plan::{Plan, PlannedOutcome, Step};
use crate::text::Words;
use crate::tidy::{Blind, Data, Panel, VarRef};

/// Correlation of before and after that is assumed where only the state before is known.
pub const ASSUMED_CORRELATION: f64 = 0.5;

/// What a step will compare, before any outcome is looked at.
pub struct Preview<'a> {
    /// The step.
    pub step: &'a Step,
    /// Who will be compared; absent where there is no comparison to be made.
    pub comparison: Option<Comparison>,
    /// For each outcome, what could be detected.
    pub detectable: Vec<Detectable>,
    /// What was met on the way.
    pub problems: Vec<Diagnostic>,
}

/// The smallest effect that would be detected with probability 0.8, from the spread of the state before.
pub struct Detectable {
    /// How outputs call the outcome.
    pub label: Words,
    /// Unit of the outcome; empty where the effect is in standard deviations.
    pub unit: Words,
    /// The effect, in `unit` or in standard deviations where nothing is known of the state before.
    pub effect: Option<f64>,
    /// Whether it is in standard deviations.
    pub standardised: bool,
}

/// Looks at every step with the outcomes hidden.
pub fn preview<'a>(plan: &'a Plan, panel: &Arc<Panel>) -> Vec<Preview<'a>> {
    let view = plan.view(panel.clone());
    plan.steps().map(|step| look(step, &step.blind(&view))).collect()
}

fn look<'a>(step: &'a Step, blind: &Blind) -> Preview<'a> {
    let mut sink = Sink::new();
    let comparison = step.design.get().compare(blind, &step.ask, &mut sink).ok();
    let detectable = match &comparison {
        Some(comparison) => step.outcomes.iter().map(|outcome| detectable(step, outcome, comparison, blind)).collect(),
        None => Vec::new(),
    };
    Preview { step, comparison, detectable, problems: sink.problems }
}

fn detectable(step: &Step, outcome: &PlannedOutcome, comparison: &Comparison, blind: &Blind) -> Detectable {
    let before = outcome.baseline.as_ref().and_then(|var| spread_before(var, comparison, blind));
    let sd = before.unwrap_or(1.0);
    let aim = power::Aim { alpha: 1.0 - step.level, ..power::Aim::default() };
    let used = || comparison.weights.values.iter().filter(|weight| **weight > 0.0).count();
    let sd_of_change = power::sd_of_change(sd, ASSUMED_CORRELATION);
    let effect = match (&comparison.balance, step.design.get().ladder()) {
        (_, Rung::Changed) => power::detectable_change_t(used() as f64, sd_of_change, 1.0, aim),
        (Some(balance), _) => {
            let sd = if outcome.baseline.is_some() { sd_of_change } else { sd };
            power::TwoArms::new(balance.effective_after.0, balance.effective_after.1, sd).detectable(aim)
        }
        (None, _) => None,
    };
    let unit = if before.is_some() { outcome.unit.clone() } else { Words::default() };
    Detectable { label: outcome.label.clone(), unit, effect, standardised: before.is_none() }
}

/// Standard deviation of the state before among the units that are used.
fn spread_before(var: &VarRef, comparison: &Comparison, blind: &Blind) -> Option<f64> {
    let Data::Number(values) = blind.with_rows(comparison.units.as_slice()).column(var)?.data else { return None };
    let used =
        values.into_iter().zip(&comparison.weights.values).filter(|(value, weight)| **weight > 0.0 && !value.is_nan());
    let used: Vec<f64> = used.map(|(value, _)| value).collect();
    let sd = (used.len() >= 2).then(|| variance(&used).sqrt())?;
    (sd > 0.0 && sd.is_finite()).then_some(sd)
}
