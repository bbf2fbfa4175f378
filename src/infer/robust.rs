//! Heteroscedasticity-consistent covariance of least squares (White 1980; MacKinnon & White 1985).

use ndarray::{Array1, Array2, Axis};
use serde::{Deserialize, Serialize};

use crate::estimate::Linear;
use crate::math::sums::dot;
use crate::phrase;
use crate::text::Phrase;

/// A row of greater leverage determines a coefficient alone: its residual is zero whatever its error.
const FULL_LEVERAGE: f64 = 1.0 - 1e-10;

/// Kinds of correction; h is the leverage of a row, n the rows and k the columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SandwichCorrection {
    /// e².
    Hc0,
    /// e² n/(n−k).
    Hc1,
    /// e²/(1−h).
    Hc2,
    /// e²/(1−h)².
    Hc3,
}

impl SandwichCorrection {
    /// Its name in the literature.
    pub fn name(self) -> &'static str {
        match self {
            SandwichCorrection::Hc0 => "HC0",
            SandwichCorrection::Hc1 => "HC1",
            SandwichCorrection::Hc2 => "HC2",
            SandwichCorrection::Hc3 => "HC3",
        }
    }
}

/// Rows that take part (weight above 0).
pub fn used_rows(linear: &Linear) -> usize {
    linear.weight.iter().filter(|weight| **weight > 0.0).count()
}

/// Covariance of the coefficients, p × p.
///
/// # Errors
/// No degrees of freedom, or (HC2, HC3) a row of leverage 1.
pub fn covariance(linear: &Linear, correction: SandwichCorrection) -> Result<Array2<f64>, Phrase> {
    corrected(linear, correction).map(|psi| cross(&psi))
}

/// Influence with the correction applied: V = Σψψ′.
///
/// # Errors
/// As [`covariance`].
pub fn corrected(linear: &Linear, correction: SandwichCorrection) -> Result<Array2<f64>, Phrase> {
    let (n, p) = (used_rows(linear), linear.x.ncols());
    if n <= p {
        return Err(phrase!("{n} {n?row|rows} for {p} coefficients leave nothing to judge the error by", n = n, p = p));
    }
    let mut psi = linear.influence();
    match correction {
        SandwichCorrection::Hc0 => {}
        SandwichCorrection::Hc1 => psi *= (n as f64 / (n - p) as f64).sqrt(),
        SandwichCorrection::Hc2 => scale_rows(&mut psi, &freedom(linear)?.mapv(|left| left.sqrt().recip())),
        SandwichCorrection::Hc3 => scale_rows(&mut psi, &freedom(linear)?.mapv(f64::recip)),
    }
    Ok(psi)
}

/// 1 − leverage of each row.
fn freedom(linear: &Linear) -> Result<Array1<f64>, Phrase> {
    let leverages = linear.factor().leverages();
    let full = leverages.iter().filter(|leverage| **leverage > FULL_LEVERAGE).count();
    if full > 0 {
        return Err(phrase!(
            "HC2 and HC3 cannot be computed: {n} {n?row determines|rows determine} a coefficient alone; HC1 can",
            n = full
        ));
    }
    Ok(leverages.into_iter().map(|leverage| 1.0 - leverage).collect())
}

fn scale_rows(psi: &mut Array2<f64>, by: &Array1<f64>) {
    *psi *= &by.view().insert_axis(Axis(1));
}

/// Σψψ′.
pub fn cross(psi: &Array2<f64>) -> Array2<f64> {
    let columns: Vec<Vec<f64>> = psi.columns().into_iter().map(|column| column.to_vec()).collect();
    Array2::from_shape_fn((columns.len(), columns.len()), |(i, j)| dot(&columns[i.min(j)], &columns[i.max(j)]))
}
