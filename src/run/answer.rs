//! Design, estimate, infer.

use std::collections::{BTreeMap, BTreeSet};

use ndarray::Array2;

use crate::design::model_matrix::{ModelMatrix, all_levels, model_matrix};
use crate::design::{self, Arm, Balance, Comparison, Rung};
use crate::diag::{Diagnostic, Sink};
use crate::estimate::Estimate;
use crate::infer::{self, Inference};
use crate::math::random::Stream;
use crate::plan::{PlannedOutcome, Step};
use crate::sensitivity::{Case, Stress};
use crate::study::VariableKind;
use crate::text::Phrase;
use crate::tidy::{Column, Data, FlowStep, View};

use super::sample::{self, Rows, Wanted};

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
    let mut sink = Sink::new();
    let compared = step.design.get().compare(&view.blind(&step.hidden()), &step.ask, &mut sink);
    let comparison = compared.ok();
    let outcomes = match &comparison {
        Some(comparison) => {
            let shared = Shared::of(view, step, comparison);
            step.outcomes.iter().map(|outcome| outcome_answer(view, step, comparison, outcome, &shared)).collect()
        }
        None => Vec::new(),
    };
    Answer { comparison, outcomes, problems: sink.problems }
}

/// What all outcomes of a step share: one value or row for each unit of the comparison.
struct Shared {
    covariates: Vec<Column>,
    x: ModelMatrix,
    cluster: Option<Vec<u32>>,
}

impl Shared {
    fn of(view: &View, step: &Step, comparison: &Comparison) -> Shared {
        let units = view.with_rows(comparison.units.as_slice());
        let covariates: Vec<Column> = step.ask.covariates.iter().filter_map(|var| units.column(var)).collect();
        let x = match covariates.is_empty() {
            true => ModelMatrix { x: Array2::zeros((comparison.units.len(), 0)), names: Vec::new() },
            false => model_matrix(&covariates),
        };
        let cluster = step.cluster.as_ref().and_then(|var| units.column(var)).map(|column| clusters(&column.data));
        Shared { covariates, x, cluster }
    }
}

fn outcome_answer(
    view: &View,
    step: &Step,
    comparison: &Comparison,
    outcome: &PlannedOutcome,
    shared: &Shared,
) -> OutcomeAnswer {
    let wanted = Wanted {
        outcome: &outcome.var,
        baseline: outcome.baseline.as_ref(),
        x: &shared.x,
        cluster: shared.cluster.as_deref(),
        rows: rows_of(step),
        binary: outcome.binary,
        amount: outcome.kind == Some(VariableKind::Amount),
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
    let balance = balance(shared, comparison, &drawn.sample.unit);
    OutcomeAnswer { estimate, signs, stress, flow: Some(drawn.flow), balance }
}

fn rows_of(step: &Step) -> Rows {
    match step.design.get().ladder() {
        Rung::Changed => Rows::BeforeAndAfter,
        Rung::Differed => Rows::BeforeOrAfter,
        _ => Rows::Once,
    }
}

/// Balance of the units analysed, in the terms of the design; absent where the design has none or nobody was lost.
fn balance(shared: &Shared, comparison: &Comparison, analysed: &[u32]) -> Option<Balance> {
    let design = comparison.balance.as_ref()?;
    let known: BTreeSet<u32> = analysed.iter().copied().collect();
    let weight = |(unit, &weight): (&u32, &f64)| if known.contains(unit) { weight } else { 0.0 };
    let weights: Vec<f64> = comparison.units.iter().zip(&comparison.weights.values).map(weight).collect();
    if weights == comparison.weights.values {
        return None;
    }
    let mut terms = all_levels(&shared.covariates);
    terms.retain(|term| design.rows.iter().any(|row| row.term == term.key));
    let treated: Vec<bool> = comparison.arm.iter().map(|arm| *arm == Arm::Treated).collect();
    Some(design::balance::balance(&treated, &weights, &terms))
}

/// Declared clusters, numbered from 0. A unit without one is its own cluster.
fn clusters(data: &Data) -> Vec<u32> {
    let mut known = BTreeMap::new();
    let mut number = |key: (u8, u64)| {
        let next = known.len() as u32;
        *known.entry(key).or_insert(next)
    };
    let label = |i: usize| match data {
        data if data.is_missing(i) => number((1, i as u64)),
        // Adding 0 makes −0 and 0 one cluster.
        Data::Number(values) => number((0, (values[i] + 0.0).to_bits())),
        Data::Category { codes, .. } => number((0, u64::from(codes[i]))),
    };
    (0..data.len()).map(label).collect()
}
