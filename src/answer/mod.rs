//! Design → estimate → infer → sensitivity: the answer to each step of a plan.
//!
//! [`answer`] is a pure function of a view of the data, a [`Step`] and a random stream; parts of the data and previews are the same
//! with other views or without outcomes.

mod before;
mod cautions;
mod grain;
mod largest;
mod lost;
pub mod parts;
mod preview;
mod sample;
pub mod starts;
mod step;

use std::collections::{BTreeMap, BTreeSet};

use ndarray::Array2;
use rayon::prelude::*;

use crate::design::advice::Advice;
use crate::design::model_matrix::{ModelMatrix, all_levels, model_matrix};
use crate::design::{self, Arm, Balance, Comparison};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::estimate::Estimate;
use crate::infer::{self, Inference};
use crate::math::random::Stream;
use crate::panel::{Data, FlowStep, VarRef, VariableColumn, View};
use crate::sensitivity::{SensitivityCase, Stress};
use crate::study::VariableKind;
use crate::text::Phrase;

pub use before::{BaselineSample, Earlier};
pub use cautions::{Cautions, FEW_AMOUNTS, FEWEST_AMOUNTS, FEWEST_ON_STEPS, FewAmounts};
pub use grain::Grain;
pub use largest::LargestOf;
pub use parts::Parts;
pub use preview::{ClusterCounts, Detectable, Pool, Preview, preview};
pub use step::{GranteePages, Plan, PlannedOutcome, PlannedQuestion, Role, Step, Within};

use before::BaselineScope;
use sample::Wanted;

/// The answer to one step of the plan: a design and what it says about each outcome.
pub struct Answer {
    /// Who was compared; absent where there was no comparison to be made.
    pub comparison: Option<Comparison>,
    /// Clusters of the units compared, one list of labels for each way in which they hang together beside the matched sets:
    /// declared clusters, organisations.
    pub clusters: Vec<Vec<u32>>,
    /// One for each outcome, in order.
    pub outcomes: Vec<OutcomeAnswer>,
    /// What would make the groups comparable, where they are not.
    pub advice: Option<Advice>,
    /// What was met on the way.
    pub problems: Vec<Diagnostic>,
}

/// What the comparison says about one outcome.
pub struct OutcomeAnswer {
    /// Estimate with its inference, or why there is none.
    pub estimate: Result<(Estimate, Inference), Phrase>,
    /// Higher, equal, lower, where units are paired with themselves; also where no error can be judged.
    pub signs: Option<(usize, usize, usize)>,
    /// Sensitivity analyses that apply.
    pub stress: Vec<Stress>,
    /// Units that the estimate rests on, by global index.
    pub analysed: Vec<u32>,
    /// Attrition of this outcome.
    pub flow: Option<FlowStep>,
    /// Balance of those analysed, where some of those compared have no outcome.
    pub balance: Option<Balance>,
    /// The state before of those analysed, where there are others to compare with.
    pub before: Option<BaselineSample>,
    /// What the data themselves show that the answer must be read with.
    pub cautions: Cautions,
    /// How coarse its values are.
    pub grain: Grain,
    /// Its largest values.
    pub largest: LargestOf,
    /// The lowest and the highest estimate that those without an outcome allow, where more are lost on one side.
    pub bounds: Option<(f64, f64)>,
}

impl OutcomeAnswer {
    /// No answer, and why.
    pub fn without(why: Phrase) -> OutcomeAnswer {
        OutcomeAnswer {
            estimate: Err(why),
            signs: None,
            stress: Vec::new(),
            analysed: Vec::new(),
            flow: None,
            balance: None,
            before: None,
            cautions: Cautions::default(),
            grain: Grain::default(),
            largest: LargestOf::default(),
            bounds: None,
        }
    }
}

/// Answers every step of a plan, on all cores; each step is sequential, so that results do not depend on threads.
pub fn answers(plan: &Plan, view: &View, stream: Stream) -> Vec<Answer> {
    let steps: Vec<&Step> = plan.steps().collect();
    let of = |step: &&Step| {
        let found = answer(view, step, stream.child(&step.id()));
        Answer { advice: step.advice(&step.blind(view), found.comparison.as_ref()), ..found }
    };
    steps.par_iter().map(of).collect()
}

/// Design, estimate, infer: a pure function of the view, the step and the random stream. Subgroups, resamples and placebos are
/// other views or steps.
pub fn answer(view: &View, step: &Step, stream: Stream) -> Answer {
    let mut sink = Sink::new();
    let compared = step.design.get().compare(&step.blind(view), &step.ask, &mut sink);
    let comparison = compared.ok();
    let Some(comparison) = comparison else {
        let why = nothing_compared(&sink.problems);
        let outcomes = step.outcomes.iter().map(|_| OutcomeAnswer::without(why.clone())).collect();
        return Answer { comparison, clusters: Vec::new(), outcomes, advice: None, problems: sink.problems };
    };
    let shared = Shared::of(view, step, &comparison);
    let of = |outcome: &PlannedOutcome| {
        let stream = stream.child(&outcome.var.to_string());
        outcome_answer(view, step, (&comparison, outcome), &shared, stream)
    };
    let outcomes = step.outcomes.iter().map(of).collect();
    let clusters = shared.clusters;
    Answer { outcomes, clusters, comparison: Some(comparison), advice: None, problems: sink.problems }
}

/// Why there is no comparison: the first reason that was met.
fn nothing_compared(problems: &[Diagnostic]) -> Phrase {
    let first = problems.iter().find(|problem| problem.severity == Severity::Error);
    first.map_or_else(|| crate::phrase!("there was no comparison to be made"), |problem| problem.message.clone())
}

/// What all outcomes of a step share: one value or row for each unit of the comparison.
struct Shared {
    covariates: Vec<VariableColumn>,
    x: ModelMatrix,
    clusters: Vec<Vec<u32>>,
}

impl Shared {
    fn of(view: &View, step: &Step, comparison: &Comparison) -> Shared {
        let units = view.with_rows(comparison.units.as_slice());
        let covariates: Vec<VariableColumn> = step.ask.covariates.iter().filter_map(|var| units.column(var)).collect();
        let x = match covariates.is_empty() {
            true => ModelMatrix { x: Array2::zeros((comparison.units.len(), 0)), names: Vec::new() },
            false => model_matrix(&covariates),
        };
        Shared { covariates, x, clusters: clusters_of(step, comparison, |var| Some(units.column(var)?.data)) }
    }
}

fn outcome_answer(
    view: &View,
    step: &Step,
    (comparison, outcome): (&Comparison, &PlannedOutcome),
    shared: &Shared,
    stream: Stream,
) -> OutcomeAnswer {
    let wanted = Wanted {
        outcome: &outcome.var,
        baseline: outcome.baseline.as_ref(),
        state_before: step.estimator.get().state_before(),
        x: &shared.x,
        clusters: &shared.clusters,
        rows: step.kind().card().rows,
        binary: outcome.binary,
        amount: outcome.kind == Some(VariableKind::Amount),
    };
    let Some(drawn) = sample::draw(view, comparison, wanted) else {
        let why = crate::phrase!("{variable} is not a number", variable = outcome.var.to_string());
        return OutcomeAnswer::without(why);
    };
    let earlier = stream.child("earlier");
    let estimate = step.estimator.get().estimate(&drawn.sample, comparison, step.level);
    let signs = estimate.as_ref().ok().and_then(|estimate| estimate.signs);
    let estimate = estimate.and_then(|estimate| {
        let rerun = infer::Replicate::new(&drawn.sample, comparison, &step.estimator);
        let case = infer::InferenceCase { estimate: &estimate, level: step.level, rerun: &rerun, stream };
        let inference = infer::infer(&step.inference, case)?;
        Ok((estimate, inference))
    });
    let stress = match &estimate {
        Ok((estimate, inference)) => {
            let case = SensitivityCase { sample: &drawn.sample, comparison, estimate, inference };
            step.sensitivity.iter().filter_map(|method| method.get().stress(case).ok()).collect()
        }
        Err(_) => Vec::new(),
    };
    let balance = balance(shared, comparison, &drawn.sample.unit);
    let known = estimate.as_ref().ok().filter(|_| step.kind().has_others() && step.kind().follows_units());
    let bounds = known.and_then(|(estimate, _)| lost::lee(&drawn.sample, comparison, estimate));
    let of_changes = estimate.as_ref().is_ok_and(|(estimate, _)| estimate.of_changes);
    let cautions = cautions::cautions(view, step, outcome, comparison, &drawn.sample, of_changes);
    let grain = Grain::of(&drawn.sample);
    // What few answers tell is told by their counts.
    let few = grain.is_coarse() && !drawn.sample.amount;
    let largest = if few { LargestOf::default() } else { LargestOf::of(&drawn.sample, of_changes) };
    let mut analysed = drawn.sample.unit;
    analysed.dedup();
    let before = BaselineScope { view, step, comparison, outcome }.before(&analysed, shared, earlier);
    OutcomeAnswer {
        estimate,
        signs,
        stress,
        analysed,
        flow: Some(drawn.flow),
        balance,
        before,
        cautions,
        grain,
        largest,
        bounds,
    }
}

/// How the units compared hang together beside the matched sets: by declared clusters, else by organisation. Clusters of one
/// unit each are none.
pub fn clusters_of(step: &Step, comparison: &Comparison, data: impl Fn(&VarRef) -> Option<Data>) -> Vec<Vec<u32>> {
    let ways = [step.cluster.as_ref(), step.organisation.as_ref().filter(|_| step.cluster.is_none())];
    let labels = ways.into_iter().flatten().filter_map(|var| Some(clusters(&data(var)?)));
    labels.filter(|labels| shared(labels, comparison)).collect()
}

/// Whether several of the units used share a label. A unit that stands in both groups shares its own.
fn shared(labels: &[u32], comparison: &Comparison) -> bool {
    let used = (0..labels.len()).filter(|&i| comparison.weights.values[i] > 0.0);
    let mut of_label: BTreeMap<u32, u32> = BTreeMap::new();
    used.into_iter().any(|i| *of_label.entry(labels[i]).or_insert(comparison.units[i]) != comparison.units[i])
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
    Some(design::balance::balance(&treated, &weights, &terms, comparison.estimand))
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
