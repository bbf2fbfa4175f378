//! Design, estimate, infer.

use std::collections::{BTreeMap, BTreeSet};

use crate::design::{self, Arm, Balance, Comparison, Rung};
use crate::diag::{Diagnostic, Sink};
use crate::estimate::Estimate;
use crate::infer::{self, Inference};
use crate::math::random::Stream;
use crate::plan::{PlannedOutcome, Step};
use crate::sensitivity::{Case, Stress};
use crate::text::Phrase;
use crate::tidy::{Data, FlowStep, View};

use super::sample::{self, Wanted};

/// The answer to one step of the plan: a design and what it says about each outcome.
pub struct Answer {
    /// Who was compared; absent where there was no comparison to be made.
    pub comparison: Option<Comparison>,
    /// One for each outcome, in order.
    pub outcomes: Vec<OutcomeAnswer>,
    /// What was met on the way.
    pub problems: Vec<Diagnostic>,
}

/// What the comparison says about one outcome.
pub struct OutcomeAnswer {
    /// Estimate with its inference, or why there is none.
    pub estimate: Result<(Estimate, Inference, Inference), Phrase>,
    /// Higher, equal, lower, where units are paired with themselves; also where no error can be judged.
    pub signs: Option<(usize, usize, usize)>,
    /// Sensitivity analyses that apply.
    pub stress: Vec<Stress>,
    /// Attrition of this outcome.
    pub flow: Option<FlowStep>,
    /// Balance of those analysed, where some of those compared have no outcome.
    pub balance: Option<Balance>,
}

/// Level of the interval by which "practically none" is judged: two one-sided tests at 5 %.
const EQUIVALENCE_LEVEL: f64 = 0.90;

/// Design, estimate, infer: a pure function of the view, the step and the random stream. Subgroups, resamples and placebos are
/// other views or steps.
pub fn answer(view: &View, step: &Step, _stream: Stream) -> Answer {
    let outcomes: Vec<_> = step.outcomes.iter().map(|outcome| outcome.var.clone()).collect();
    let mut sink = Sink::new();
    let compared = step.design.get().compare(&view.blind(&outcomes), &step.ask, &mut sink);
    let comparison = compared.ok();
    let of = |outcome| comparison.as_ref().map(|comparison| outcome_answer(view, step, comparison, outcome));
    let outcomes = step.outcomes.iter().filter_map(of).collect();
    Answer { comparison, outcomes, problems: sink.problems }
}

fn outcome_answer(view: &View, step: &Step, comparison: &Comparison, outcome: &PlannedOutcome) -> OutcomeAnswer {
    let wanted = Wanted {
        outcome: &outcome.var,
        baseline: outcome.baseline.as_ref(),
        x: covariates(view, step, comparison),
        cluster: clusters(view, step, comparison),
        paired: step.design.get().ladder() == Rung::Changed,
        binary: outcome.binary,
    };
    let Some(drawn) = sample::draw(view, comparison, wanted) else {
        let why = crate::phrase!("{variable} is not a number", variable = outcome.var.to_string());
        return OutcomeAnswer { estimate: Err(why), signs: None, stress: Vec::new(), flow: None, balance: None };
    };
    let estimate = step.estimator.get().estimate(&drawn.sample, comparison, step.level);
    let signs = estimate.as_ref().ok().and_then(|estimate| estimate.signs);
    let estimate = estimate.and_then(|estimate| {
        let inference = infer::infer(&estimate, &step.inference, step.level)?;
        let narrow = infer::infer(&estimate, &step.inference, EQUIVALENCE_LEVEL)?;
        Ok((estimate, inference, narrow))
    });
    let stress = match &estimate {
        Ok((estimate, inference, _)) => {
            let case = Case { sample: &drawn.sample, comparison, estimate, inference };
            step.sensitivity.iter().filter_map(|method| method.get().stress(case).ok()).collect()
        }
        Err(_) => Vec::new(),
    };
    let balance = balance(view, step, comparison, &drawn.sample.unit);
    OutcomeAnswer { estimate, signs, stress, flow: Some(drawn.flow), balance }
}

/// Balance of the units analysed, in the terms of the design; absent where the design has none or nobody was lost.
fn balance(view: &View, step: &Step, comparison: &Comparison, analysed: &[u32]) -> Option<Balance> {
    let design = comparison.balance.as_ref()?;
    let known: BTreeSet<u32> = analysed.iter().copied().collect();
    let weight = |(unit, &weight): (&u32, &f64)| if known.contains(unit) { weight } else { 0.0 };
    let weights: Vec<f64> = comparison.units.iter().zip(&comparison.weights.values).map(weight).collect();
    if weights == comparison.weights.values {
        return None;
    }
    let subset = view.with_rows(comparison.units.clone());
    let columns: Vec<_> = step.ask.covariates.iter().filter_map(|var| subset.column(var)).collect();
    let mut terms = design::model_matrix::all_levels(&columns);
    terms.retain(|term| design.rows.iter().any(|row| row.term == term.key));
    let treated: Vec<bool> = comparison.arm.iter().map(|arm| *arm == Arm::Treated).collect();
    Some(design::balance::balance(&treated, &weights, &terms))
}

/// Covariates as a model matrix, one row for each unit of the comparison.
fn covariates(view: &View, step: &Step, comparison: &Comparison) -> (ndarray::Array2<f64>, Vec<String>) {
    let subset = view.with_rows(comparison.units.clone());
    let columns: Vec<_> = step.ask.covariates.iter().filter_map(|var| subset.column(var)).collect();
    if columns.is_empty() {
        return (ndarray::Array2::zeros((comparison.units.len(), 0)), Vec::new());
    }
    let matrix = design::model_matrix::model_matrix(&columns);
    (matrix.x, matrix.names)
}

/// Declared clusters, numbered from 0. A unit without one is its own cluster.
fn clusters(view: &View, step: &Step, comparison: &Comparison) -> Option<Vec<u32>> {
    let column = view.with_rows(comparison.units.clone()).column(step.cluster.as_ref()?)?;
    let mut known = BTreeMap::new();
    let mut number = |key: (u8, u64)| {
        let next = known.len() as u32;
        *known.entry(key).or_insert(next)
    };
    let label = |i: usize| match &column.data {
        data if data.is_missing(i) => number((1, i as u64)),
        // Adding 0 makes −0 and 0 one cluster.
        Data::Number(values) => number((0, (values[i] + 0.0).to_bits())),
        Data::Category { codes, .. } => number((0, u64::from(codes[i]))),
    };
    Some((0..comparison.units.len()).map(label).collect())
}
