//! Quantiles of a sample.

/// Quantile at `p` in [0, 1] of values sorted in ascending order: linear between order statistics, R's type 7
/// (Hyndman & Fan 1996). NaN where there is no value.
pub fn quantile_sorted(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = p * last as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (at - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4: quantile(c(1, 2, 4, 8, 16), c(0, .1, .25, .5, .9, 1)).
    #[test]
    fn as_in_r() {
        let of = |p| quantile_sorted(&[1.0, 2.0, 4.0, 8.0, 16.0], p);
        let wanted = [(0.0, 1.0), (0.1, 1.4), (0.25, 2.0), (0.5, 4.0), (0.9, 12.8), (1.0, 16.0)];
        assert!(wanted.iter().all(|&(p, value)| (of(p) - value).abs() < 1e-12));
        assert!(quantile_sorted(&[], 0.5).is_nan() && quantile_sorted(&[3.0], 0.9) == 3.0);
    }
}
