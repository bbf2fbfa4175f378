//! What would be compared, with the outcomes hidden.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::design::{Arm, Comparison, power};
use crate::diag::{Diagnostic, Sink};
use crate::math::sums::variance;
use crate::panel::{Blind, Data, Panel, VarRef};
use crate::text::Words;

use super::{Plan, PlannedOutcome, Step, clusters_of};

/// Correlation of before and after that is assumed where only the state before is known.
pub const ASSUMED_CORRELATION: f64 = 0.5;

/// What a step will compare, before any outcome is looked at.
pub struct Preview<'a> {
    /// The step.
    pub step: &'a Step,
    /// Who will be compared; absent where there is no comparison to be made.
    pub comparison: Option<Comparison>,
    /// The pools of the rounds, in order; none where there are no rounds.
    pub pools: Vec<Pool>,
    /// How the units compared hang together beside the matched sets.
    pub clusters: Vec<Clusters>,
    /// For each outcome, what could be detected.
    pub detectable: Vec<Detectable>,
    /// What was met on the way.
    pub problems: Vec<Diagnostic>,
}

/// Clusters that the standard error will respect.
#[derive(Clone, Debug, PartialEq)]
pub struct Clusters {
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
    let pools = comparison.iter().flat_map(|comparison| pools(step, comparison, hidden)).collect();
    let clusters = comparison.iter().flat_map(|comparison| clusters(step, comparison, hidden)).collect();
    Preview { step, comparison, pools, clusters, detectable, problems: sink.problems }
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

fn clusters(step: &Step, comparison: &Comparison, blind: &Blind) -> Vec<Clusters> {
    let of = step.cluster.as_ref().or(step.organisation.as_ref());
    let units = blind.with_rows(comparison.units.as_slice());
    let ways = clusters_of(step, comparison, |var| Some(units.column(var)?.data));
    let counted = |labels: Vec<u32>| {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        let used = (0..labels.len()).filter(|&i| comparison.weights.values[i] > 0.0);
        used.for_each(|i| *sizes.entry(labels[i]).or_default() += 1);
        let (largest, units) = (sizes.values().copied().max().unwrap_or(0), sizes.values().sum());
        Some(Clusters { of: of?.clone(), count: sizes.len(), largest, units })
    };
    ways.into_iter().filter_map(counted).collect()
}

fn detectable(step: &Step, outcome: &PlannedOutcome, comparison: &Comparison, blind: &Blind) -> Detectable {
    let before = outcome.baseline.as_ref().and_then(|var| spread_before(var, comparison, blind));
    let sd = before.unwrap_or(1.0);
    let aim = power::Aim { alpha: 1.0 - step.level, ..power::Aim::default() };
    let used = || comparison.weights.values.iter().filter(|weight| **weight > 0.0).count();
    let sd_of_change = power::sd_of_change(sd, ASSUMED_CORRELATION);
    let followed = !step.kind().is_of_respondents();
    let sd_of_two = if outcome.baseline.is_some() && followed { sd_of_change } else { sd };
    let effect = match &comparison.balance {
        _ if step.kind().is_paired() => power::detectable_change_t(used() as f64, sd_of_change, 1.0, aim),
        Some(balance) => {
            let (treated, others) = balance.effective_after;
            power::TwoArms::new(treated, others, sd_of_two).detectable(aim)
        }
        None => {
            let [treated, others] = [Arm::Treated, Arm::Comparison].map(|arm| in_arm(comparison, arm));
            power::TwoArms::new(treated as f64, others as f64, sd_of_two).detectable_t(aim)
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
    }
}

fn in_arm(comparison: &Comparison, arm: Arm) -> usize {
    comparison.arm.iter().filter(|it| **it == arm).count()
}

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
