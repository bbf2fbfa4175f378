use crate::design::{Comparison, WeightOrigin};
use crate::diag::{Diagnostic, Sink};
use crate::estimate::Estimate;
use crate::findings::claim::{Evidence, Number};
use crate::infer::{self, Inference};
use crate::math::random::Stream;
use crate::plan::{PlannedOutcome, Step};
use crate::sensitivity::{Case, Stress};
use crate::text::Phrase;
use crate::tidy::{FlowStep, View};

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
    /// Sensitivity analyses that apply.
    pub stress: Vec<Stress>,
    /// Attrition of this outcome.
    pub flow: Option<FlowStep>,
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
        paired: is_paired(comparison),
        binary: outcome.binary,
    };
    let Some(drawn) = sample::draw(view, comparison, wanted) else {
        let why = crate::phrase!("{variable} is not a number", variable = outcome.var.to_string());
        return OutcomeAnswer { estimate: Err(why), stress: Vec::new(), flow: None };
    };
    let estimate = step.estimator.get().estimate(&drawn.sample, comparison, step.level).and_then(|estimate| {
        let inference = infer::infer(&estimate, step.inference, step.level)?;
        let narrow = infer::infer(&estimate, step.inference, EQUIVALENCE_LEVEL)?;
        Ok((estimate, inference, narrow))
    });
    let stress = match &estimate {
        Ok((estimate, inference, _)) => {
            let case = Case { sample: &drawn.sample, comparison, estimate, inference };
            step.sensitivity.iter().filter_map(|method| method.get().stress(case).ok()).collect()
        }
        Err(_) => Vec::new(),
    };
    OutcomeAnswer { estimate, stress, flow: Some(drawn.flow) }
}
