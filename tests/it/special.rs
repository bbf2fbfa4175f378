//! Distribution functions against R (tests/reference/special).

use tashika::math::noncentral::*;
use tashika::math::ranks::coin_sum_law;
use tashika::math::special::*;

/// Rows of arguments and value.
fn rows(name: &str) -> Vec<Vec<f64>> {
    let text = include_str!("../reference/special/special.json");
    let all: serde_json::Value = serde_json::from_str(text).unwrap();
    serde_json::from_value(all[name]["data"].clone()).unwrap()
}

fn agree(name: &str, relative: f64, ours: impl Fn(&[f64]) -> f64) {
    let mut worst = (0.0, Vec::new(), 0.0);
    for row in rows(name) {
        let (given, expected) = (&row[..row.len() - 1], row[row.len() - 1]);
        let value = ours(given);
        // Below 1e-290 R and we may both be denormal or 0.
        if expected.abs() < 1e-290 && value.abs() < 1e-290 {
            continue;
        }
        let error = (value / expected - 1.0).abs();
        let error = if value == expected { 0.0 } else { error };
        if error > worst.0 || error.is_nan() {
            worst = (error, row.clone(), value);
        }
    }
    assert!(worst.0 <= relative, "{name}: relative error {:e} at {:?}, ours {:e}", worst.0, worst.1, worst.2);
}

// 1e-12 for tails: R and we are each good to about 2e-13 at 1e-230, where rounding the exponent alone costs 1e-13; 1e-13 for
// quantiles, where there is no such loss.
#[test]
fn normal() {
    agree("normal_sf", 1e-12, |a| normal_sf(a[0]));
    agree("normal_quantile", 1e-14, |a| normal_quantile(a[0]));
}

#[test]
fn student() {
    agree("t_sf", 1e-12, |a| t_sf(a[0], a[1]));
    agree("t_pdf", 1e-12, |a| t_pdf(a[0], a[1]));
    agree("t_quantile", 1e-13, |a| t_quantile(a[0], a[1]));
}

#[test]
fn beta_family() {
    agree("beta_cdf", 1e-12, |a| beta_cdf(a[0], a[1], a[2]));
    agree("beta_quantile", 1e-13, |a| beta_quantile(a[0], a[1], a[2]));
    agree("binomial_cdf", 1e-12, |a| binomial_cdf(a[0] as u64, a[1] as u64, a[2]));
    agree("binomial_pmf", 1e-12, |a| binomial_pmf(a[0] as u64, a[1] as u64, a[2]));
}

#[test]
fn noncentral_t() {
    for row in rows("noncentral_t_cdf") {
        let ours = noncentral_t_cdf(row[0], row[1], row[2]);
        // R's pnt sums to 1e-12 and warns that its upper tails lose digits.
        assert!((ours - row[3]).abs() < 2e-12, "{row:?}: {ours:e}");
    }
}

#[test]
fn signed_rank_law() {
    agree("signed_rank", 1e-13, |a| {
        let weights: Vec<usize> = (1..=a[1] as usize).collect();
        coin_sum_law(&weights).iter().take(a[0] as usize + 1).sum()
    });
}
