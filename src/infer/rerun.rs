//! The same estimate on changed data: resamples, data without a piece, other units treated.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::design::{Arm, Comparison, SetsOf, WeightOrigin};
use crate::estimate::{AnyEstimator, Sample};
use crate::phrase;
use crate::text::Phrase;

/// What is changed.
#[derive(Clone, Copy, Debug)]
pub enum Perturbation<'a> {
    /// The independent pieces drawn, by number; a piece that is drawn twice counts twice.
    Resample(&'a [usize]),
    /// All pieces but one.
    Without(usize),
    /// Other rows treated, `shift` taken off the outcomes of those that were: what would be seen if that were all the effect.
    Permute {
        /// Arm of each row.
        arm: &'a [Arm],
        /// Taken off the outcomes of the treated.
        shift: f64,
    },
}

/// Who is treated, and who might have been. Lists have one element for each row.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// Arm.
    pub arm: Vec<Arm>,
    /// Strata or matched sets within which others might have been treated.
    pub stratum: Vec<u32>,
    /// What is treated as a whole: a cluster, or the row alone.
    pub whole: Vec<u32>,
}

/// Estimates again.
pub trait Rerun: Debug + Sync {
    /// The terms of the estimate on changed data.
    ///
    /// # Errors
    /// Whatever the estimator reports of them.
    fn with(&self, change: Perturbation<'_>) -> Result<Vec<f64>, Phrase>;

    /// How many independent pieces the data have.
    ///
    /// # Errors
    /// Data that hang together in several ways, or of which some were used repeatedly.
    fn pieces(&self) -> Result<usize, Phrase>;

    /// Who is treated, and who might have been.
    ///
    /// # Errors
    /// Without lots: declared clusters, and weights that differ without sets.
    fn assignment(&self) -> Result<Assignment, Phrase>;

    /// The terms without each of so many pieces, in order.
    ///
    /// # Errors
    /// As [`Rerun::with`], of the first piece that the estimate cannot be made without.
    fn without_each(&self, pieces: usize) -> Result<Vec<Vec<f64>>, Phrase> {
        (0..pieces).into_par_iter().map(|piece| self.with(Perturbation::Without(piece))).collect()
    }
}

/// The estimate of a sample.
#[derive(Clone, Debug)]
pub struct Replicate<'a> {
    sample: &'a Sample,
    comparison: &'a Comparison,
    estimator: &'a AnyEstimator,
    /// The rows of each piece, once they were asked for.
    rows: OnceLock<Result<Vec<Vec<usize>>, Phrase>>,
}

impl<'a> Replicate<'a> {
    /// Estimates of this sample by this method.
    pub fn new(sample: &'a Sample, comparison: &'a Comparison, estimator: &'a AnyEstimator) -> Replicate<'a> {
        Replicate { sample, comparison, estimator, rows: OnceLock::new() }
    }

    fn terms(&self, sample: &Sample) -> Result<Vec<f64>, Phrase> {
        let terms = self.estimator.get().terms(sample, self.comparison)?;
        Ok(terms.into_iter().map(|term| term.value).collect())
    }

    /// The rows of each piece: clusters where there are any, else matched sets, else units.
    fn rows(&self) -> Result<&[Vec<usize>], Phrase> {
        self.rows.get_or_init(|| self.grouped()).as_deref().map_err(Phrase::clone)
    }

    fn grouped(&self) -> Result<Vec<Vec<usize>>, Phrase> {
        if matches!(self.comparison.weights.origin, WeightOrigin::Estimated(_)) {
            return Err(phrase!("weights that were estimated would have to be estimated anew in each draw"));
        }
        let ways = self.sample.ways();
        let labels = match ways[..] {
            [] if self.overlaps() => {
                return Err(phrase!("units that serve repeatedly cannot be drawn as if they were independent"));
            }
            [] => self.sample.unit.as_slice(),
            [way] => way,
            _ => return Err(phrase!("units hang together in several ways, so that there are no independent pieces")),
        };
        let mut rows: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        labels.iter().enumerate().for_each(|(row, label)| rows.entry(*label).or_default().push(row));
        Ok(rows.into_values().collect())
    }

    /// Whether units were matched and may stand in several sets.
    fn overlaps(&self) -> bool {
        self.comparison.sets.as_ref().is_some_and(|sets| sets.of == SetsOf::MatchesAgain)
    }
}

impl Rerun for Replicate<'_> {
    fn with(&self, change: Perturbation<'_>) -> Result<Vec<f64>, Phrase> {
        let picked = |pieces: &mut dyn Iterator<Item = &Vec<usize>>| {
            let drawn = pieces.enumerate().flat_map(|(draw, rows)| rows.iter().map(move |row| (*row, draw)));
            self.terms(&self.sample.drawn(&drawn.collect::<Vec<_>>()))
        };
        match change {
            Perturbation::Resample(drawn) => {
                let rows = self.rows()?;
                picked(&mut drawn.iter().map(|piece| &rows[*piece]))
            }
            Perturbation::Without(left) => {
                let others = self.rows()?.iter().enumerate().filter(|(piece, _)| *piece != left);
                picked(&mut others.map(|(_, rows)| rows))
            }
            Perturbation::Permute { arm, shift } => {
                let mut sample = self.sample.clone();
                let treated = |row: &usize| self.sample.arm[*row] == Arm::Treated;
                (0..sample.arm.len()).filter(treated).for_each(|row| sample.y[[row, 0]] -= shift);
                sample.arm = arm.to_vec();
                self.terms(&sample)
            }
        }
    }

    fn pieces(&self) -> Result<usize, Phrase> {
        self.rows().map(<[_]>::len)
    }

    fn assignment(&self) -> Result<Assignment, Phrase> {
        if self.sample.dose.is_some() {
            return Err(phrase!("doses are no two groups whose members could change places"));
        }
        let (arm, each) = (self.sample.arm.clone(), (0..self.sample.arm.len() as u32).collect::<Vec<u32>>());
        if let Some(lots) = &self.sample.lots {
            let whole = lots.whole.clone().unwrap_or(each);
            return Ok(Assignment { arm, stratum: lots.stratum.clone(), whole });
        }
        if !self.sample.clusters.is_empty() {
            return Err(phrase!("units of a cluster hang together, so that they cannot change places one by one"));
        }
        let first = self.sample.weight.first();
        let weighted = self.sample.weight.iter().any(|weight| Some(weight) != first);
        match &self.sample.set {
            None if weighted => Err(phrase!("units of different weights cannot change places")),
            sets => Ok(Assignment { stratum: sets.clone().unwrap_or_else(|| vec![0; arm.len()]), arm, whole: each }),
        }
    }
}
