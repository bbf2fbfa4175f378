use ndarray::{Array1, Array2};

use crate::card::Card;
use crate::design::Comparison;
use crate::estimate::{Estimate, Estimator, Linear, OwnError, Sample, Spread, Term, terms};
use crate::math::linear::{Factor, TOLERANCE};
use crate::math::sums::sum;
use crate::phrase;
use crate::text::Phrase;

use super::cells::{Cells, by_label};

/// The difference of the means after and before of those who took part, less that of the others; other people each time.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DifferenceInDifferences {}

impl DifferenceInDifferences {
    /// Name in study files.
    pub const NAME: &'static str = "difference-in-differences";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: DifferenceInDifferences::NAME,
            title: phrase!("Difference in differences of two surveys (2 × 2)"),
            answers: phrase!("Did the average of those who took part move more than that of the others?"),
            needs: phrase!(
                "Answers of both groups at both times, two or more in each of the four; the same people or others each time"
            ),
            assumes: phrase!(
                "Without the program the averages of both groups would have moved alike, and both times the same kind of people answered in each group"
            ),
            formula: phrase!(
                "Effect = (ȳ₁₁ − ȳ₁₀) − (ȳ₀₁ − ȳ₀₀), the coefficient of group × time of least squares. SE² = Σ s²/n of the four, s² with n − 1; t with Welch–Satterthwaite's degrees of freedom. Answers of someone who answered both times are added before squaring; with declared clusters, cluster-robust errors (CR2)."
            ),
            breaks: phrase!(
                "Other kinds of people answered the second time, in one group more than in the other; groups that were moving apart before"
            ),
            same_as: phrase!(
                "R 4.2.2: lm(y ~ group * time), coefficient and HC2 error of group × time (sandwich 3.0-2): 10 digits"
            ),
            references: &[
                "Angrist, J. D. & Pischke, J.-S. (2009). Mostly Harmless Econometrics, chapter 5. Princeton University Press.",
                "Card, D. & Krueger, A. B. (1994). Minimum wages and employment. American Economic Review 84, 772–793.",
            ],
        }
    }
}

impl Estimator for DifferenceInDifferences {
    fn terms(&self, sample: &Sample, _comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        Ok(of_cells(&Cells::of(sample)?))
    }

    fn estimate(&self, sample: &Sample, _comparison: &Comparison, _level: f64) -> Result<Estimate, Phrase> {
        let cells = Cells::of(sample)?;
        let errors = cells.errors();
        let total = sum(errors.iter().map(|(variance, _)| *variance));
        let df = sum(errors.iter().map(|(variance, n)| (variance / total).powi(2) / (n - 1.0))).recip();
        let alone = OwnError {
            small_sample: 1.0,
            df,
            kind: phrase!("standard error of four groups that may spread differently (Welch)"),
        };
        let (influence, own) = by_label(sample, psi(&cells), alone)?;
        let linear = (!sample.clusters.is_empty()).then(|| linear(sample, &cells));
        let spread = Spread { influence, own: Some(own), linear, ..Spread::default() };
        let mut estimate = cells.estimate(
            sample,
            phrase!("difference in differences of two groups at two times"),
            of_cells(&cells),
            spread,
        );
        if cells.repeated(sample) {
            estimate.notes.push(phrase!("Some answered both times: their answers are taken together for the error"));
        }
        if sample.x.ncols() > 0 {
            estimate.notes.push(phrase!("Covariates are not used: the two groups are compared as they are"));
        }
        Ok(estimate)
    }
}

fn of_cells(cells: &Cells) -> Vec<Term> {
    terms(cells.change(0) - cells.change(1), cells.change(0), cells.change(1))
}

/// ±(y − ȳ)/√(n(n−1)) of the own cell, so that Σψ² = Σ s²/n.
fn psi(cells: &Cells) -> Array2<f64> {
    let mut psi = Array2::zeros((cells.y.len(), 3));
    for (group, time) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let (rows, mean) = (cells.at(group, time), cells.mean(group, time));
        let (n, sign) = (rows.len() as f64, if time == 1 { 1.0 } else { -1.0 });
        for &row in rows {
            let own = sign * (cells.y[row] - mean) / (n * (n - 1.0)).sqrt();
            psi[[row, 0]] = if group == 0 { own } else { -own };
            psi[[row, group + 1]] = own;
        }
    }
    psi
}

/// Least squares on ones, time, group, and group × time.
fn linear(sample: &Sample, cells: &Cells) -> Linear {
    let mut x = Array2::zeros((cells.y.len(), 4));
    x.column_mut(0).fill(1.0);
    for (group, time) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let (took_part, after) = (f64::from(u8::from(group == 0)), time as f64);
        for &row in cells.at(group, time) {
            (x[[row, 1]], x[[row, 2]], x[[row, 3]]) = (after, took_part, took_part * after);
        }
    }
    let factor = Factor::new(x.view(), None, TOLERANCE);
    let fit = factor.solve(&cells.y);
    Linear {
        weight: Array1::ones(cells.y.len()),
        residual: fit.residuals,
        bread: factor.bread(),
        coefficients: fit.coefficients,
        contrast: Array1::from(vec![0.0, 0.0, 0.0, 1.0]),
        names: ["(Intercept)", "after", "group", "group × after"].map(String::from).to_vec(),
        unit: sample.unit.clone(),
        set: None,
        clusters: sample.clusters.clone(),
        x,
    }
}
