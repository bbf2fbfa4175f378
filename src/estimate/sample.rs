//! The data that estimators take.

use std::collections::BTreeMap;

use ndarray::{Array2, Axis};

use crate::design::{Arm, Lots};

/// The data of one outcome (or family of outcomes) under a comparison. Rows are unit × period, in canonical order of the
/// units; every row is used (missing outcomes and unused units are gone).
#[derive(Clone, Debug)]
pub struct Sample {
    /// Outcomes, rows × k.
    pub y: Array2<f64>,
    /// The same thing before, rows × k; present where the question names a baseline and the estimator takes it. NaN where it is not
    /// known, for estimators that can do without (see [`StateBefore`]).
    pub baseline: Option<Array2<f64>>,
    /// Global unit index of each row.
    pub unit: Vec<u32>,
    /// Period of each row: 0 before, 1 after; all 1 where outcomes are measured once.
    pub period: Vec<u8>,
    /// Arm of each row.
    pub arm: Vec<Arm>,
    /// Weight of each row.
    pub weight: Vec<f64>,
    /// What each row's unit received, where it is asked what goes with more of it.
    pub dose: Option<Vec<f64>>,
    /// Matched set of each row, where units are matched in sets that do not overlap.
    pub set: Option<Vec<u32>>,
    /// How the unit of each row was assigned, where that was by lot.
    pub lots: Option<Lots>,
    /// Declared cluster of each row, one list of labels for each way in which rows hang together; none where they do not.
    pub clusters: Vec<Vec<u32>>,
    /// Covariates as a model matrix without intercept, rows × p.
    pub x: Array2<f64>,
    /// Names of the columns of `x`.
    pub x_names: Vec<String>,
    /// Whether the outcome takes two values only (0/1).
    pub binary: bool,
    /// Whether the outcome is an amount of money.
    pub amount: bool,
}

impl Sample {
    /// All ways in which rows hang together: declared clusters, then matched sets.
    pub fn ways(&self) -> Vec<&[u32]> {
        self.clusters.iter().chain(&self.set).map(Vec::as_slice).collect()
    }

    /// What is compared of a row: the first outcome, or its change since the state before.
    pub fn compared(&self, row: usize, changes: bool) -> f64 {
        let before = self.baseline.as_ref().filter(|_| changes).map_or(0.0, |before| before[[row, 0]]);
        self.y[[row, 0]] - before
    }

    /// These rows alone, in this order.
    pub fn of_rows(&self, at: &[usize]) -> Sample {
        let picked = |labels: &Vec<u32>| at.iter().map(|&row| labels[row]).collect::<Vec<u32>>();
        Sample {
            y: self.y.select(Axis(0), at),
            baseline: self.baseline.as_ref().map(|before| before.select(Axis(0), at)),
            unit: picked(&self.unit),
            period: at.iter().map(|&row| self.period[row]).collect(),
            arm: at.iter().map(|&row| self.arm[row]).collect(),
            weight: at.iter().map(|&row| self.weight[row]).collect(),
            dose: self.dose.as_ref().map(|dose| at.iter().map(|&row| dose[row]).collect()),
            set: self.set.as_ref().map(picked),
            lots: self.lots.as_ref().map(|lots| lots.select(at)),
            clusters: self.clusters.iter().map(picked).collect(),
            x: self.x.select(Axis(0), at),
            x_names: self.x_names.clone(),
            binary: self.binary,
            amount: self.amount,
        }
    }

    /// A sample of these rows, in this order, each with the number of the draw that it belongs to: a unit, set or cluster that
    /// was drawn twice is two of them.
    pub fn drawn(&self, rows: &[(usize, usize)]) -> Sample {
        let relabelled = |labels: &[u32]| {
            let mut known = BTreeMap::new();
            let mut label = |&(row, draw): &(usize, usize)| {
                let next = known.len() as u32;
                *known.entry((draw, labels[row])).or_insert(next)
            };
            rows.iter().map(&mut label).collect::<Vec<u32>>()
        };
        let at: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
        let whole = |lots: &Lots| lots.whole.as_deref().map(relabelled);
        Sample {
            unit: relabelled(&self.unit),
            set: self.set.as_deref().map(relabelled),
            lots: self.lots.as_ref().map(|lots| Lots { whole: whole(lots), ..lots.select(&at) }),
            clusters: self.clusters.iter().map(|labels| relabelled(labels)).collect(),
            ..self.of_rows(&at)
        }
    }
}

/// What an estimator makes of the state before, where the question names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateBefore {
    /// Takes it; units without it cannot be used.
    Needed,
    /// Takes it where it is known; units without it are used all the same.
    WhereKnown,
    /// Does not look at it.
    Unused,
}
