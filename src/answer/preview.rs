//! What would be compared, with the outcomes hidden.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::design::advice::{Advice, state};
use crate::design::{Arm, BalanceRow, Comparison, power};
use crate::diag::{Diagnostic, Sink};
use crate::math::correlation;
use crate::math::sums::variance;
use crate::panel::{Blind, Data, Panel, VarRef};
use crate::text::Words;

use super::{Plan, PlannedOutcome, Step, clusters_of};

/// Correlation of before and after that is assumed where only the state before is known.
const ASSUMED_CORRELATION: f64 = 0.5;

/// What a step will compare, before any outcome is looked at.
pub struct Preview<'a> {
    /// The step.
    pub step: &'a Step,
    /// Who will be compared; absent where there is no comparison to be made.
    pub comparison: Option<Comparison>,
    /// The pools of the rounds, in order; none where there are no rounds.
    pub pools: Vec<Pool>,
    /// How the units compared hang together beside the matched sets.
    pub clusters: Vec<ClusterCounts>,
    /// The state before of each outcome in two groups that were made alike, where it is known.
    pub before: Vec<(Words, BalanceRow)>,
    /// For each outcome, what could be detected.
    pub detectable: Vec<Detectable>,
    /// What would make the groups comparable, where they are not.
    pub advice: Option<Advice>,
    /// What was met on the way.
    pub problems: Vec<Diagnostic>,
}

/// Clusters that the standard error will respect.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterCounts {
    /// The variable that names them.
    pub of: VarRef,
    /// How many there are among the units compared.
    pub count: usize,
    /// Units in the largest.
    pub largest: usize,
    /// Units compared.
    pub units: usize,
}

/// Who can be compared in a round, and who is.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// The round.
    pub round: String,
    /// Candidates: treated, comparison.
    pub candidates: (usize, usize),
    /// Of these, used: treated, comparison.
    pub used: (usize, usize),
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
    /// Whether units are measured before and after, so that a correlation is assumed.
    pub followed: bool,
    /// The correlation, and whether it is that of the state before with a still earlier one rather than assumed.
    pub correlation: (f64, bool),
}

/// Looks at every step with the outcomes hidden.
pub fn preview<'a>(plan: &'a Plan, panel: &Arc<Panel>) -> Vec<Preview<'a>> {
    let view = plan.view(panel.clone());
    plan.steps().map(|step| look(step, &step.blind(&view), &step.before(&view))).collect()
}

/// `before` shows the state before, by which a spread is assumed; `hidden` is all that the design sees.
fn look<'a>(step: &'a Step, hidden: &Blind, before: &Blind) -> Preview<'a> {
    let mut sink = Sink::new();
    let comparison = step.design.get().compare(hidden, &step.ask, &mut sink).ok();
    let detectable = match &comparison {
        Some(comparison) => step.outcomes.iter().map(|outcome| detectable(step, outcome, comparison, before)).collect(),
        None => Vec::new(),
    };
    let alike = comparison.as_ref().filter(|_| step.kind().is_alike());
    let known = alike.map_or_else(Vec::new, |comparison| states_before(step, comparison, before));
    let pools = comparison.iter().flat_map(|comparison| pools(step, comparison, hidden)).collect();
    let clusters = comparison.iter().flat_map(|comparison| clusters(step, comparison, hidden)).collect();
    let advice = step.advice(hidden, comparison.as_ref());
    Preview { step, comparison, pools, clusters, before: known, detectable, advice, problems: sink.problems }
}

/// The states before of the units that are used, weighted as the comparison weights them.
fn states_before(step: &Step, comparison: &Comparison, blind: &Blind) -> Vec<(Words, BalanceRow)> {
    let of =
        |outcome: &PlannedOutcome| Some((outcome.label.clone(), state(outcome.baseline.as_ref()?, comparison, blind)?));
    step.outcomes.iter().filter_map(of).collect()
}

fn pools(step: &Step, comparison: &Comparison, blind: &Blind) -> Vec<Pool> {
    let rounds = step.round.as_ref().and_then(|var| blind.with_rows(comparison.units.as_slice()).column(var));
    let Some(rounds) = rounds else { return Vec::new() };
    let mut pools: BTreeMap<(u64, String), Pool> = BTreeMap::new();
    for (i, arm) in comparison.arm.iter().enumerate() {
        let round = match &rounds.data {
            Data::Number(values) if values[i].is_nan() => continue,
            // Years are positive, so that their bits stand in their order.
            Data::Number(values) => (values[i].to_bits(), values[i].to_string()),
            Data::Category { levels, codes } => match levels.get(codes[i] as usize) {
                Some(level) => (0, level.clone()),
                None => continue,
            },
        };
        let new = || Pool { round: round.1.clone(), candidates: (0, 0), used: (0, 0) };
        let pool = pools.entry(round.clone()).or_insert_with(new);
        let used = usize::from(comparison.weights.values[i] > 0.0);
        let (candidates, analysed) = match arm {
            Arm::Treated => (&mut pool.candidates.0, &mut pool.used.0),
            Arm::Comparison => (&mut pool.candidates.1, &mut pool.used.1),
        };
        *candidates += 1;
        *analysed += used;
    }
    pools.into_values().collect()
}

fn clusters(step: &Step, comparison: &Comparison, blind: &Blind) -> Vec<ClusterCounts> {
    let of = step.cluster.as_ref().or(step.organisation.as_ref());
    let units = blind.with_rows(comparison.units.as_slice());
    let ways = clusters_of(step, comparison, |var| Some(units.column(var)?.data));
    let counted = |labels: Vec<u32>| {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        let used = (0..labels.len()).filter(|&i| comparison.weights.values[i] > 0.0);
        used.for_each(|i| *sizes.entry(labels[i]).or_default() += 1);
        let (largest, units) = (sizes.values().copied().max().unwrap_or(0), sizes.values().sum());
        Some(ClusterCounts { of: of?.clone(), count: sizes.len(), largest, units })
    };
    ways.into_iter().filter_map(counted).collect()
}

fn detectable(step: &Step, outcome: &PlannedOutcome, comparison: &Comparison, blind: &Blind) -> Detectable {
    let before = outcome.baseline.as_ref().and_then(|var| spread_before(var, comparison, blind));
    let sd = before.unwrap_or(1.0);
    let aim = power::Aim { alpha: 1.0 - step.level, ..power::Aim::default() };
    let used = || comparison.weights.values.iter().filter(|weight| **weight > 0.0).count();
    let known = outcome.baseline.as_ref().and_then(|var| correlation_before(var, outcome, comparison, blind));
    let correlation = known.unwrap_or(ASSUMED_CORRELATION);
    let sd_of_change = power::sd_of_change(sd, correlation);
    let followed = step.kind().follows_units();
    let sd_of_two = if outcome.baseline.is_some() && followed { sd_of_change } else { sd };
    let effect = match &comparison.balance {
        _ if step.kind().is_paired() => power::detectable_change_t(used() as f64, sd_of_change, 1.0, aim),
        _ if comparison.dose.is_some() => spread_of_doses(comparison)
            .and_then(|steps| power::detectable_change_t(used() as f64, sd_of_two / steps, 1.0, aim)),
        Some(balance) => {
            let (treated, others) = balance.effective_after;
            power::ArmComparison::new(treated, others, sd_of_two).detectable(aim)
        }
        None => {
            let [treated, others] = [Arm::Treated, Arm::Comparison].map(|arm| in_arm(comparison, arm));
            power::ArmComparison::new(treated as f64, others as f64, sd_of_two).detectable_t(aim)
        }
    };
    let (scale, unit) = match (before, outcome.in_points()) {
        (None, _) => (1.0, Words::default()),
        (Some(_), true) => (100.0, Words::percentage_points()),
        (Some(_), false) => (1.0, outcome.unit.clone()),
    };
    Detectable {
        label: outcome.label.clone(),
        unit,
        effect: effect.map(|effect| effect * scale),
        standardised: before.is_none(),
        followed,
        correlation: (correlation, known.is_some()),
    }
}

/// Standard deviation of the doses, in steps.
fn spread_of_doses(comparison: &Comparison) -> Option<f64> {
    let dose = comparison.dose.as_ref()?;
    Some(variance(&dose.values).sqrt() / dose.per).filter(|steps| *steps > 0.0)
}

fn in_arm(comparison: &Comparison, arm: Arm) -> usize {
    comparison.arm.iter().filter(|it| **it == arm).count()
}

/// Correlation of the state before with a still earlier one, within the groups, among the units that are used.
fn correlation_before(
    baseline: &VarRef,
    outcome: &PlannedOutcome,
    comparison: &Comparison,
    blind: &Blind,
) -> Option<f64> {
    let numbers = |var: &VarRef| match blind.with_rows(comparison.units.as_slice()).column(var)?.data {
        Data::Number(values) => Some(values),
        Data::Category { .. } => None,
    };
    let (earlier, before) = (numbers(outcome.earlier.as_ref()?)?, numbers(baseline)?);
    let known = |i: &usize| comparison.weights.values[*i] > 0.0 && earlier[*i].is_finite() && before[*i].is_finite();
    let used: Vec<usize> = (0..before.len()).filter(known).collect();
    let of = |values: &[f64]| used.iter().map(|&i| values[i]).collect::<Vec<f64>>();
    let treated: Vec<bool> = used.iter().map(|&i| comparison.arm[i] == Arm::Treated).collect();
    (used.len() >= LEAST_FOR_CORRELATION).then(|| correlation::within(&of(&earlier), &of(&before), &treated))?
}

/// Units from which a correlation is taken rather than assumed.
const LEAST_FOR_CORRELATION: usize = 10;

/// Standard deviation of the state before among the units that are used.
fn spread_before(var: &VarRef, comparison: &Comparison, blind: &Blind) -> Option<f64> {
    let Data::Number(values) = blind.with_rows(comparison.units.as_slice()).column(var)?.data else { return None };
    // A unit that stands in both groups has one state before.
    let first = |i: &usize| *i == 0 || comparison.units[*i] != comparison.units[*i - 1];
    let known = |i: &usize| comparison.weights.values[*i] > 0.0 && !values[*i].is_nan();
    let used: Vec<f64> = (0..values.len()).filter(first).filter(known).map(|i| values[i]).collect();
    let sd = (used.len() >= 2).then(|| variance(&used).sqrt())?;
    (sd > 0.0 && sd.is_finite()).then_some(sd)
}
