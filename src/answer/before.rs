//! The state before of an outcome: how alike the two groups were in it, how closely it hangs together with the outcome, and, where
//! it was measured still earlier, the same comparison of the change before the program.

use ndarray::{Array2, Axis};

use crate::design::balance::balance;
use crate::design::kind::RowsPerUnit;
use crate::design::model_matrix::{ModelMatrix, all_levels};
use crate::design::{Arm, BalanceRow, Comparison};
use crate::estimate::{Estimate, StateBefore};
use crate::infer::{self, Inference};
use crate::math::correlation;
use crate::math::random::Stream;
use crate::panel::{VarRef, View};

use super::sample::{self, Wanted};
use super::{PlannedOutcome, Shared, Step};

/// The state before of the units that an outcome was analysed on.
#[derive(Clone, Debug)]
pub struct BaselineSample {
    /// The state before, weighted as the comparison weights the units.
    pub row: BalanceRow,
    /// Units: treated, comparison.
    pub n: (usize, usize),
    /// Correlation with the outcome within the two groups.
    pub correlation: Option<f64>,
    /// The same comparison of an earlier change, where there is an earlier state.
    pub earlier: Option<Earlier>,
}

/// What the comparison says about the change before the program, on which the program had no effect.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The earlier state.
    pub var: VarRef,
    /// Estimate.
    pub estimate: Estimate,
    /// How sure.
    pub inference: Inference,
}

/// The state before with the numbers of both groups, and who is treated of which units.
type BaselineRow = (BalanceRow, (usize, usize), Vec<bool>, Vec<u32>);

/// What is looked at.
#[derive(Clone, Copy)]
pub struct BaselineScope<'a> {
    /// The data.
    pub view: &'a View,
    /// The step.
    pub step: &'a Step,
    /// Who is compared with whom.
    pub comparison: &'a Comparison,
    /// The outcome.
    pub outcome: &'a PlannedOutcome,
}

impl BaselineScope<'_> {
    /// The state before of those analysed (global indices); nothing where there is none, or nobody to compare with.
    pub fn before(self, analysed: &[u32], shared: &Shared, stream: Stream) -> Option<BaselineSample> {
        let baseline = self
            .outcome
            .baseline
            .as_ref()
            .filter(|_| self.step.kind().has_others() && self.step.kind().follows_units())?;
        let (row, n, treated, units) = self.row(baseline, analysed)?;
        let numbers = |var: &VarRef| self.view.with_rows(units.clone()).numbers(var);
        let correlation = || correlation::within(&numbers(baseline)?, &numbers(&self.outcome.var)?, &treated);
        Some(BaselineSample { row, n, correlation: correlation(), earlier: self.earlier(baseline, shared, stream) })
    }

    fn row(self, baseline: &VarRef, analysed: &[u32]) -> Option<BaselineRow> {
        let comparison = self.comparison;
        let used = comparison.used(analysed);
        let all: Vec<u32> = used.iter().map(|&i| comparison.units[i]).collect();
        let values = self.view.with_rows(all).numbers(baseline)?;
        let known = used.into_iter().zip(values).filter(|(_, value)| value.is_finite());
        let at: Vec<usize> = known.map(|(i, _)| i).collect();
        let units: Vec<u32> = at.iter().map(|&i| comparison.units[i]).collect();
        let treated: Vec<bool> = at.iter().map(|&i| comparison.arm[i] == Arm::Treated).collect();
        let weight: Vec<f64> = at.iter().map(|&i| comparison.weights.values[i]).collect();
        let terms = all_levels(&[self.view.with_rows(units.clone()).column(baseline)?]);
        let known = terms.first().filter(|term| term.level.is_none() && term.values.iter().all(|x| x.is_finite()))?;
        let found = balance(&treated, &weight, std::slice::from_ref(known), comparison.estimand);
        let n = found.units_after;
        let row = found.rows.into_iter().next().filter(|_| n.0 > 0 && n.1 > 0)?;
        Some((row, n, treated, units))
    }

    /// The comparison as it is, asked about the change from the earlier state to the state before.
    fn earlier(self, baseline: &VarRef, shared: &Shared, stream: Stream) -> Option<Earlier> {
        let var = self.outcome.earlier.as_ref()?;
        let x = without(&shared.x, &[baseline, var]);
        let wanted = Wanted {
            outcome: baseline,
            baseline: Some(var),
            state_before: StateBefore::Needed,
            x: &x,
            clusters: &shared.clusters,
            rows: RowsPerUnit::Once,
            binary: false,
            amount: false,
        };
        let mut sample = sample::draw(self.view, self.comparison, wanted)?.sample;
        let earlier = sample.baseline.take()?;
        sample.y = &sample.y - &earlier;
        let estimate = self.step.estimator.get().estimate(&sample, self.comparison, self.step.level).ok()?;
        let rerun = infer::Replicate::new(&sample, self.comparison, &self.step.estimator);
        let case = infer::InferenceCase { estimate: &estimate, level: self.step.level, rerun: &rerun, stream };
        let inference = infer::infer(&self.step.inference, case).ok()?;
        Some(Earlier { var: var.clone(), estimate, inference })
    }
}

/// The model matrix without what the change is made of.
fn without(x: &ModelMatrix, made_of: &[&VarRef]) -> ModelMatrix {
    let is_part = |name: &String| made_of.iter().any(|var| *name == var.to_string());
    let kept: Vec<usize> = (0..x.names.len()).filter(|&k| !is_part(&x.names[k])).collect();
    match kept.is_empty() {
        true => ModelMatrix { x: Array2::zeros((x.x.nrows(), 0)), names: Vec::new() },
        false => {
            ModelMatrix { x: x.x.select(Axis(1), &kept), names: kept.iter().map(|&k| x.names[k].clone()).collect() }
        }
    }
}
