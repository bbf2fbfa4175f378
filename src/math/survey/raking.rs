//! Weights that give the sample the shares that are known of the population.

use ndarray::Array2;

use crate::math::linear::{Factor, TOLERANCE};
use crate::math::sums::sum;

use super::Design;

/// Rounds after which margins that still differ cannot be met together.
const ROUNDS: usize = 10_000;
/// How near each margin comes, as a part of all.
const NEAR: f64 = 1e-13;

/// Why there are no weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RakeError {
    /// A class of the population has nobody who answered: margin, class.
    Empty(usize, usize),
    /// The margins cannot be met together.
    Unmet,
}

/// Multiplies weights by classes in turn until each class of every margin has its share (iterative proportional fitting; Deming & Stephan 1940). Of each
/// margin the class of every row and the shares of the classes, which add up to 1.
///
/// # Errors
/// [`RakeError`].
pub fn rake(weight: &[f64], margins: &[(Vec<u32>, Vec<f64>)]) -> Result<Vec<f64>, RakeError> {
    let all = sum(weight.iter().copied());
    let mut raked = weight.to_vec();
    let totals = |raked: &[f64], class: &[u32], k: usize| {
        let mut totals = vec![0.0; k];
        raked.iter().zip(class).for_each(|(w, class)| totals[*class as usize] += w);
        totals
    };
    for (margin, (class, shares)) in margins.iter().enumerate() {
        let known = totals(&raked, class, shares.len());
        if let Some(empty) = (0..shares.len()).find(|&at| shares[at] > 0.0 && known[at] <= 0.0) {
            return Err(RakeError::Empty(margin, empty));
        }
    }
    for _ in 0..ROUNDS {
        let mut far = 0.0_f64;
        for (class, shares) in margins {
            let known = totals(&raked, class, shares.len());
            let factor: Vec<f64> = known
                .iter()
                .zip(shares)
                .map(|(known, share)| if *known > 0.0 { share * all / known } else { 1.0 })
                .collect();
            far = known.iter().zip(shares).fold(far, |far, (known, share)| far.max((known / all - share).abs()));
            raked.iter_mut().zip(class).for_each(|(w, class)| *w *= factor[*class as usize]);
        }
        if far <= NEAR {
            return Ok(raked);
        }
    }
    Err(RakeError::Unmet)
}

/// Standard error of a mean of some rows with raked weights: of the residuals of the linearised values on the classes of all margins, weighted by the
/// design's weights (calibration; Deville & Särndal 1992; as R's survey `calibrate(calfun = "raking")`). `design` has the design's weights, `raked` those
/// that are used.
pub fn calibrated_error(
    design: &Design,
    raked: &[f64],
    margins: &[(Vec<u32>, Vec<f64>)],
    values: &[f64],
    of: &[bool],
) -> Option<f64> {
    let n = values.len();
    let used = Design { weight: raked.to_vec(), ..design.clone() };
    let (_, linear) = used.linear(values, of)?;
    let columns: Vec<(usize, u32)> = margins
        .iter()
        .enumerate()
        .flat_map(|(margin, (_, shares))| (0..shares.len() as u32).map(move |at| (margin, at)))
        .collect();
    let x = Array2::from_shape_fn((n, columns.len()), |(row, column)| {
        let (margin, class) = columns[column];
        f64::from(u8::from(margins[margin].0[row] == class))
    });
    let each: Vec<f64> = linear.iter().zip(raked).map(|(linear, w)| linear / w).collect();
    let residuals = Factor::new(x.view(), Some(&design.weight), TOLERANCE).solve(&each).residuals;
    let linear = Array2::from_shape_fn((n, 1), |(row, _)| raked[row] * residuals[row]);
    Some(design.covariance(&linear)?[[0, 0]].sqrt())
}
