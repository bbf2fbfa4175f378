//! Probabilities of a yes by other ways than maximum likelihood of a logit: probit, Firth's logit, balancing scores.

use ndarray::{Array2, ArrayView2, Axis};

use crate::math::elementary::{exp, ln, ln_1p};
use crate::math::index::{Maximum, RowTerms};
use crate::math::linear::Factor;
use crate::math::special::{normal_cdf, normal_pdf};

/// ln Φ(η), φ/Φ and −(φ/Φ)(η + φ/Φ): a probit's log likelihood of a yes at the predictor.
fn probit_yes(eta: f64) -> RowTerms {
    // Far below, Φ vanishes before its logarithm does: φ/Φ = z + 1/z − 2/z³ + 10/z⁵ − …, z = −η; the third term is needed for the
    // sign of what the curvature falls short of 1.
    if eta < -35.0 {
        let z = -eta;
        let mills = z + 1.0 / z - 2.0 / z.powi(3) + 10.0 / z.powi(5);
        return [-0.5 * eta * eta - ln(-eta) - 0.918_938_533_204_672_8, mills, -mills * (eta + mills)];
    }
    let (cdf, ratio) = (normal_cdf(eta), normal_pdf(eta) / normal_cdf(eta));
    [ln(cdf), ratio, -ratio * (eta + ratio)]
}

/// The log likelihood of a probit: value, slope, curvature.
pub fn probit(yes: bool, eta: f64) -> RowTerms {
    if yes {
        return probit_yes(eta);
    }
    let [value, slope, curvature] = probit_yes(-eta);
    [value, -slope, curvature]
}

/// 1/(1 + e^(−η)).
pub fn expit(eta: f64) -> f64 {
    if eta >= 0.0 { 1.0 / (1.0 + exp(-eta)) } else { exp(eta) / (1.0 + exp(eta)) }
}

/// The log likelihood of a logit.
pub fn logit_terms(yes: bool, eta: f64) -> RowTerms {
    let (p, softplus) = (expit(eta), eta.max(0.0) + ln_1p(exp(-eta.abs())));
    let y = f64::from(u8::from(yes));
    [y * eta - softplus, y - p, -p * expit(-eta)]
}

/// Firth's logit: slopes y − p + h(½ − p), h leverages of the weighted fit; curvatures of the likelihood.
#[derive(Clone, Debug)]
pub struct FirthFit {
    /// Coefficients and predictors.
    pub at: Maximum,
    /// Leverages.
    pub leverage: Vec<f64>,
}

/// Maximises Σ w l(y, η) + ½ ln |X′WX| (Firth 1993; Heinze & Schemper 2002). `x` has full column rank.
pub fn firth(x: ArrayView2<'_, f64>, yes: &[bool], weight: &[f64]) -> FirthFit {
    let (n, width) = x.dim();
    let mut b = vec![0.0; width];
    let (mut state, mut steps, mut settled) = (FirthState::at(x, yes, weight, &b), 0, false);
    while steps < 200 && !settled {
        steps += 1;
        let step = state.step(x, yes, weight);
        let moves = x.rows().into_iter().map(|row| dot(row, &step).abs()).fold(0.0, f64::max);
        let mut part = if moves > 5.0 { 5.0 / moves } else { 1.0 };
        loop {
            let to: Vec<f64> = b.iter().zip(&step).map(|(b, step)| b + part * step).collect();
            let then = FirthState::at(x, yes, weight, &to);
            if then.value >= state.value - 1e-10 * state.value.abs() || part < 1e-8 {
                (b, state) = (to, then);
                break;
            }
            part *= 0.5;
        }
        settled = moves < 1e-10;
    }
    let leverage = state.factor.leverages();
    debug_assert_eq!(leverage.len(), n);
    FirthFit { at: Maximum { coefficients: b, predictor: state.eta, steps, settled }, leverage }
}

fn dot(row: ndarray::ArrayView1<'_, f64>, b: &[f64]) -> f64 {
    row.iter().zip(b).map(|(x, b)| x * b).sum()
}

struct FirthState {
    eta: Vec<f64>,
    factor: Factor,
    value: f64,
}

impl FirthState {
    fn at(x: ArrayView2<'_, f64>, yes: &[bool], weight: &[f64], b: &[f64]) -> FirthState {
        let eta: Vec<f64> = x.rows().into_iter().map(|row| dot(row, b)).collect();
        let terms: Vec<RowTerms> = yes.iter().zip(&eta).map(|(&yes, &eta)| logit_terms(yes, eta)).collect();
        let working: Vec<f64> = terms.iter().zip(weight).map(|(term, w)| -w * term[2]).collect();
        let factor = Factor::new(x, Some(&working), 0.0);
        let likelihood: f64 = terms.iter().zip(weight).map(|(term, w)| w * term[0]).sum();
        FirthState { value: likelihood + 0.5 * factor.log_determinant(), eta, factor }
    }

    /// (X′WX)⁻¹ of the modified slopes, as the least-squares solution of their working responses.
    fn step(&self, x: ArrayView2<'_, f64>, yes: &[bool], weight: &[f64]) -> Vec<f64> {
        let leverage = self.factor.leverages();
        let slope = |i: usize| {
            let [_, slope, _] = logit_terms(yes[i], self.eta[i]);
            weight[i] * slope + leverage[i] * (0.5 - expit(self.eta[i]))
        };
        let slopes: Vec<f64> = (0..self.eta.len()).map(slope).collect();
        let sums: Vec<f64> =
            x.axis_iter(Axis(1)).map(|column| column.iter().zip(&slopes).map(|(x, s)| x * s).sum()).collect();
        let bread: Array2<f64> = self.factor.bread();
        bread.rows().into_iter().map(|row| dot(row, &sums)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probit_s_slopes_are_those_of_its_value() {
        for eta in [-40.0, -6.0, -0.3, 0.0, 2.0] {
            for yes in [true, false] {
                let at = |eta| probit(yes, eta);
                let step = 1e-5;
                let slope = (at(eta + step)[0] - at(eta - step)[0]) / (2.0 * step);
                let curvature = (at(eta + step)[1] - at(eta - step)[1]) / (2.0 * step);
                assert!((at(eta)[1] - slope).abs() < 1e-6 * slope.abs().max(1.0), "{eta} {yes}");
                assert!((at(eta)[2] - curvature).abs() < 1e-4, "{eta} {yes}: {} {curvature}", at(eta)[2]);
            }
        }
    }

    /// Two groups of 5 of which none and all say yes: p = (0 + ½)/(5 + 1) and (5 + ½)/(5 + 1).
    #[test]
    fn firth_adds_half_a_case_to_each_cell() {
        let x = Array2::from_shape_fn((10, 2), |(i, k)| if k == 0 { 1.0 } else { f64::from(u8::from(i >= 5)) });
        let yes: Vec<bool> = (0..10).map(|i| i >= 5).collect();
        let found = firth(x.view(), &yes, &[1.0; 10]);
        assert!(found.at.settled);
        assert!((expit(found.at.predictor[0]) - 0.5 / 6.0).abs() < 1e-12);
        assert!((expit(found.at.predictor[9]) - 5.5 / 6.0).abs() < 1e-12);
    }
}
