//! Weights as functions of the probability of taking part.

use crate::design::Estimand;

/// Weight of a unit, and its derivative by the predictor, of a probability p with derivative `slope`.
pub fn weight(treated: bool, [p, slope]: [f64; 2], estimand: Estimand) -> [f64; 2] {
    let q = 1.0 - p;
    // dp of the odds p/q is 1/q², of q/p −1/p².
    let [value, by_p] = match (estimand, treated) {
        (Estimand::Ate, true) => [1.0 / p, -1.0 / (p * p)],
        (Estimand::Ate, false) => [1.0 / q, 1.0 / (q * q)],
        (Estimand::Atc, true) => [q / p, -1.0 / (p * p)],
        (Estimand::Atc, false) => [1.0, 0.0],
        (Estimand::Overlap, true) => [q, -1.0],
        (Estimand::Overlap, false) => [p, 1.0],
        (Estimand::Matching, true) => {
            if p > q {
                [q / p, -1.0 / (p * p)]
            } else {
                [1.0, 0.0]
            }
        }
        (Estimand::Matching, false) => {
            if p > q {
                [1.0, 0.0]
            } else {
                [p / q, 1.0 / (q * q)]
            }
        }
        (_, true) => [1.0, 0.0],
        (_, false) => [p / q, 1.0 / (q * q)],
    };
    [value, by_p * slope]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivatives_are_those_of_the_weights() {
        for estimand in crate::design::Estimand::ASKED {
            for treated in [true, false] {
                for p in [0.2, 0.7] {
                    let at = |p| weight(treated, [p, 1.0], estimand)[0];
                    let slope = (at(p + 1e-6) - at(p - 1e-6)) / 2e-6;
                    assert!(
                        (weight(treated, [p, 1.0], estimand)[1] - slope).abs() < 1e-6,
                        "{estimand:?} {treated} {p}"
                    );
                }
            }
        }
    }
}
