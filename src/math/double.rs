//! Double-double arithmetic: about 32 digits from pairs of f64 (Dekker 1971; Ogita, Rump & Oishi 2005).

use std::ops::{Add, Neg, Sub};

/// An unevaluated sum `hi + lo` with |lo| at most half a unit in the last place of `hi`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Double {
    /// Leading part.
    pub hi: f64,
    /// What rounding took from it.
    pub lo: f64,
}

/// a + b as the rounded sum and its exact error (Knuth).
pub fn two_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    let other = hi - a;
    Double { hi, lo: (a - (hi - other)) + (b - other) }
}

/// a · b as the rounded product and its exact error.
pub fn two_prod(a: f64, b: f64) -> Double {
    let hi = a * b;
    Double { hi, lo: a.mul_add(b, -hi) }
}

impl Double {
    /// The nearest f64.
    pub fn value(self) -> f64 {
        self.hi + self.lo
    }

    /// self · b.
    pub fn scaled(self, b: f64) -> Double {
        let product = two_prod(self.hi, b);
        renormalised(product.hi, product.lo + self.lo * b)
    }

    /// self + a · b without rounding the product.
    pub fn plus_product(self, a: Double, b: f64) -> Double {
        self + a.scaled(b)
    }
}

/// Moves what overlaps from `lo` into `hi`; |lo| ≤ |hi| is required.
fn renormalised(hi: f64, lo: f64) -> Double {
    let sum = hi + lo;
    Double { hi: sum, lo: lo - (sum - hi) }
}

impl From<f64> for Double {
    fn from(hi: f64) -> Double {
        Double { hi, lo: 0.0 }
    }
}

impl Add for Double {
    type Output = Double;
    fn add(self, other: Double) -> Double {
        let high = two_sum(self.hi, other.hi);
        let low = two_sum(self.lo, other.lo);
        let first = renormalised(high.hi, high.lo + low.hi);
        renormalised(first.hi, first.lo + low.lo)
    }
}

impl Neg for Double {
    type Output = Double;
    fn neg(self) -> Double {
        Double { hi: -self.hi, lo: -self.lo }
    }
}

impl Sub for Double {
    type Output = Double;
    fn sub(self, other: Double) -> Double {
        self + -other
    }
}

/// Σ ab as if computed with 32 digits and rounded once.
pub fn dot(a: &[f64], b: &[f64]) -> Double {
    a.iter().zip(b).fold(Double::default(), |sum, (&a, &b)| sum + two_prod(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_and_sums_keep_what_rounding_takes() {
        let third = 1.0 / 3.0;
        assert_eq!(two_prod(third, 3.0), Double { hi: 1.0, lo: -(2.0_f64.powi(-54)) });
        assert_eq!(two_sum(1e16, 1.0).lo + two_sum(1e16, 1.0).hi, 1e16 + 1.0);
        assert_eq!(dot(&[1e16, 1.0, -1e16], &[1.0, 1.0, 1.0]).value(), 1.0);
    }

    #[test]
    fn a_sum_of_squares_cancels_to_its_last_digit() {
        let a = 1.0 + 2.0_f64.powi(-30);
        let exact = Double::from(-1.0).plus_product(Double::from(a), a).value();
        assert_eq!(exact, 2.0_f64.powi(-29) + 2.0_f64.powi(-60));
    }
}
