//! Whether counts are as expected.

use super::special::chi_square_sf;
use super::square_table::ChiSquare;
use super::sums::sum;

/// Pearson's Σ (o − e)²/e with e in proportion to `expected` (> 0 where anything may be counted), on as many degrees of freedom as places with an
/// expectation less one. Nothing where fewer than two have one, or nothing is counted.
pub fn pearson(observed: &[f64], expected: &[f64]) -> Option<ChiSquare> {
    let places = expected.iter().filter(|expected| **expected > 0.0).count();
    let (n, all) = (sum(observed.iter().copied()), sum(expected.iter().copied()));
    if places < 2 || n <= 0.0 {
        return None;
    }
    let parts = observed.iter().zip(expected).filter(|(_, expected)| **expected > 0.0);
    let value = sum(parts.map(|(observed, expected)| {
        let expected = expected / all * n;
        (observed - expected).powi(2) / expected
    }));
    let df = (places - 1) as u32;
    Some(ChiSquare { value, df, p: chi_square_sf(value, df) })
}
