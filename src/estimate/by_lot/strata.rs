//! The difference of two arms within strata of a lottery, put together by the shares of the strata.

use std::collections::BTreeMap;

use ndarray::Array2;

use crate::design::{Arm, Standard};
use crate::estimate::two_arms::TwoArms;
use crate::estimate::{Influence, OwnError, Sample, Term, terms};
use crate::math::sums::{mean, sum};
use crate::phrase;
use crate::text::{Arg, Phrase};

/// Rows by stratum, arm and what the lot drew as a whole.
pub(super) struct Strata {
    all: Vec<Stratum>,
    unit: Vec<u32>,
}

struct Stratum {
    /// Share by which it counts.
    share: f64,
    /// Treated, comparison.
    arms: [Cell; 2],
}

/// An arm of a stratum: the rows of each whole.
#[derive(Default)]
struct Cell {
    wholes: Vec<Vec<usize>>,
}

impl Cell {
    fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.wholes.iter().flatten().copied()
    }

    fn mean(&self, y: &[f64]) -> f64 {
        mean(&self.rows().map(|row| y[row]).collect::<Vec<f64>>())
    }

    fn count(&self) -> usize {
        self.wholes.iter().map(Vec::len).sum()
    }
}

/// What a difference rests on: influence values of effect and means, and degrees of freedom.
pub(super) struct Judged {
    pub(super) psi: Array2<f64>,
    pub(super) df: f64,
}

impl Stratum {
    fn count(&self) -> usize {
        self.arms.iter().map(Cell::count).sum()
    }

    /// Whether an arm has one whole only, so that nothing within it shows how far wholes differ.
    fn is_small(&self) -> bool {
        self.arms.iter().any(|cell| cell.wholes.len() < 2)
    }
}

/// The sample without rows whose stratum has lost one of its arms, and what is to be said of them.
pub(super) fn with_both_arms(sample: &Sample) -> (Sample, Option<Phrase>) {
    let stratum = stratum(sample);
    let mut arms: BTreeMap<u32, [bool; 2]> = BTreeMap::new();
    for (row, label) in stratum.iter().enumerate() {
        arms.entry(*label).or_default()[usize::from(sample.arm[row] == Arm::Treated)] = true;
    }
    let kept: Vec<usize> = (0..stratum.len()).filter(|&row| arms[&stratum[row]] == [true, true]).collect();
    let lost = stratum.len() - kept.len();
    if lost == 0 || kept.is_empty() {
        return (sample.clone(), None);
    }
    let note = phrase!(
        "{n} {n?unit stands|units stand} in strata in which the outcome of one of the two sides is known of nobody, and {n?is|are} not used",
        n = Arg::units(lost)
    );
    (sample.of_rows(&kept), Some(note))
}

fn stratum(sample: &Sample) -> Vec<u32> {
    sample.lots.as_ref().map_or_else(|| vec![0; sample.arm.len()], |lots| lots.stratum.clone())
}

pub(super) fn standard(sample: &Sample) -> Standard {
    sample.lots.as_ref().map_or(Standard::All, |lots| lots.standard)
}

impl Strata {
    pub(super) fn of(sample: &Sample, arms: &TwoArms) -> Strata {
        let whole = sample.lots.as_ref().and_then(|lots| lots.whole.as_ref());
        let (stratum, standard) = (stratum(sample), standard(sample));
        let mut cells: BTreeMap<u32, [BTreeMap<u32, Vec<usize>>; 2]> = BTreeMap::new();
        for (at, &row) in arms.rows.iter().enumerate() {
            let label = whole.map_or(row as u32, |labels| labels[row]);
            let cell = &mut cells.entry(stratum[row]).or_default()[usize::from(!arms.treated[at])];
            cell.entry(label).or_default().push(at);
        }
        let of = |arms: [BTreeMap<u32, Vec<usize>>; 2]| Stratum {
            share: 0.0,
            arms: arms.map(|wholes| Cell { wholes: wholes.into_values().collect() }),
        };
        let mut all: Vec<Stratum> = cells.into_values().map(of).collect();
        let size = |stratum: &Stratum| match standard {
            Standard::All => stratum.count() as f64,
            Standard::Treated => stratum.arms[0].count() as f64,
        };
        let total = sum(all.iter().map(size));
        all.iter_mut().for_each(|stratum| stratum.share = size(stratum) / total);
        Strata { all, unit: arms.rows.iter().map(|&row| sample.unit[row]).collect() }
    }

    /// Whether there are several.
    pub(super) fn several(&self) -> bool {
        self.all.len() > 1
    }

    /// Whether some stratum has one whole only in an arm.
    pub(super) fn some_small(&self) -> bool {
        self.all.iter().any(Stratum::is_small)
    }

    /// Whether the lot drew several rows together.
    pub(super) fn of_wholes(&self) -> bool {
        self.all.iter().flat_map(|stratum| &stratum.arms).any(|cell| cell.wholes.iter().any(|rows| rows.len() > 1))
    }

    /// Effect, mean of the treated, mean of the others: τ = Σ Wₛ (ȳ₁ₛ − ȳ₀ₛ).
    pub(super) fn terms(&self, y: &[f64]) -> Vec<Term> {
        let mean = |arm: usize| sum(self.all.iter().map(|stratum| stratum.share * stratum.arms[arm].mean(y)));
        let (treated, reference) = (mean(0), mean(1));
        terms(treated - reference, treated, reference)
    }

    /// Influence values, so that V = Σψ². Of strata with two or more wholes in each arm Wₛ Σ(y − ȳ)/n · √(m/(m−1)) for each of the m
    /// wholes of an arm (Neyman 1923); of the others from what their differences leave of a line through the shares (Fogarty 2018).
    ///
    /// # Errors
    /// One stratum only with one whole in an arm.
    pub(super) fn judged(&self, y: &[f64]) -> Result<Judged, Phrase> {
        let mut psi = Array2::zeros((y.len(), 3));
        let mut parts: Vec<(f64, f64)> = Vec::new();
        for stratum in self.all.iter().filter(|stratum| !stratum.is_small()) {
            for (arm, cell) in stratum.arms.iter().enumerate() {
                parts.push(cell_psi(&mut psi, stratum.share, arm, cell, y));
            }
        }
        let small: Vec<&Stratum> = self.all.iter().filter(|stratum| stratum.is_small()).collect();
        match small.len() {
            0 => {}
            1 => {
                return Err(phrase!(
                    "One stratum has a single unit or cluster on one side, and there is no second such stratum to judge it by"
                ));
            }
            n => parts.push((between(&mut psi, &small, y), n as f64 - 1.0)),
        }
        Ok(Judged { psi, df: satterthwaite(&parts) })
    }

    /// Influence values by unit.
    pub(super) fn influence(&self, psi: Array2<f64>) -> Influence {
        Influence { unit: self.unit.clone(), psi }
    }

    /// How the method reads its influence values.
    pub(super) fn own(&self, df: f64) -> OwnError {
        let kind = match (self.some_small(), self.of_wholes(), self.several()) {
            (true, _, _) => phrase!("standard error between strata of few (Fogarty)"),
            (_, true, _) => phrase!("standard error of clusters that were drawn as a whole (Neyman)"),
            (_, _, true) => phrase!("standard error within strata (Neyman)"),
            _ => phrase!("standard error of two groups that may spread differently (Neyman)"),
        };
        OwnError { small_sample: 1.0, df, kind }
    }
}

/// Fills the influence values of an arm of a stratum; its variance, and degrees of freedom.
fn cell_psi(psi: &mut Array2<f64>, share: f64, arm: usize, cell: &Cell, y: &[f64]) -> (f64, f64) {
    let (m, n, mean) = (cell.wholes.len() as f64, cell.count() as f64, cell.mean(y));
    let scale = share * (m / (m - 1.0)).sqrt() / n;
    let sign = if arm == 0 { 1.0 } else { -1.0 };
    let mut variance = Vec::new();
    for rows in &cell.wholes {
        let moved = scale * sum(rows.iter().map(|&row| y[row] - mean));
        psi[[rows[0], 0]] = sign * moved;
        psi[[rows[0], arm + 1]] = moved;
        variance.push(moved * moved);
    }
    (sum(variance), m - 1.0)
}

/// Strata of few: with uⱼ = wⱼτⱼ and h the leverages of a line through 0 and the wⱼ, ψ = (I − H) u/√(1 − h). Returns Σψ².
fn between(psi: &mut Array2<f64>, small: &[&Stratum], y: &[f64]) -> f64 {
    let w: Vec<f64> = small.iter().map(|stratum| stratum.share).collect();
    let squares = sum(w.iter().map(|w| w * w));
    let mut total = 0.0;
    for column in 0..3 {
        let value = |stratum: &&Stratum| match column {
            0 => stratum.arms[0].mean(y) - stratum.arms[1].mean(y),
            arm => stratum.arms[arm - 1].mean(y),
        };
        let u: Vec<f64> =
            small.iter().zip(&w).map(|(stratum, w)| w * value(stratum) / (1.0 - w * w / squares).sqrt()).collect();
        let slope = sum(u.iter().zip(&w).map(|(u, w)| u * w)) / squares;
        let left: Vec<f64> = u.iter().zip(&w).map(|(u, w)| u - slope * w).collect();
        if column == 0 {
            total = sum(left.iter().map(|left| left * left));
        }
        small.iter().zip(left).for_each(|(stratum, left)| {
            let row = stratum.arms[0].wholes[0][0];
            psi[[row, column]] = left;
        });
    }
    total
}

/// (Σv)²/Σ(v²/df) of the parts (v, df); all degrees of freedom where nothing varies.
fn satterthwaite(parts: &[(f64, f64)]) -> f64 {
    let total = sum(parts.iter().map(|(variance, _)| *variance));
    if total == 0.0 {
        return sum(parts.iter().map(|(_, df)| *df));
    }
    let square = |(variance, df): &(f64, f64)| (variance / total).powi(2) / df;
    sum(parts.iter().map(square)).recip()
}
