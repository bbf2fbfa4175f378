//! Weighted means with their errors.

use super::largest::Largest;
use super::special::t_quantile;
use super::sums::{sum, weighted_mean};

/// A mean and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanError {
    /// Σwx / Σw.
    pub mean: f64,
    /// Standard error; NaN where there are fewer than two values (or clusters).
    pub error: f64,
    /// Degrees of freedom: values (or clusters) − 1.
    pub df: f64,
    /// The largest of the values.
    pub largest: Largest,
}

impl MeanError {
    /// mean ± t(1 − α/2; df) · error; nothing where the error is not known.
    pub fn interval(self, level: f64) -> Option<(f64, f64)> {
        if !self.error.is_finite() || self.df < 1.0 {
            return None;
        }
        let reach = t_quantile(0.5 + 0.5 * level, self.df) * self.error;
        Some((self.mean - reach, self.mean + reach))
    }
}

/// The weighted mean m = Σwx/Σw of values that are not missing, with the error of a ratio of two sums,
/// √(g/(g−1) · Σ (Σ w(x − m))²) / Σw: the inner sum goes over the values of a cluster, the outer over g clusters, which are
/// the values themselves where none are given (linearisation; Woodruff 1971). That is the HC1 error, with clusters CR1, of
/// a weighted regression on a constant. Weights of 0 count as absent. Nothing where no value has weight.
///
/// # Panics
/// Where the lengths differ.
pub fn weighted(values: &[f64], weight: &[f64], cluster: Option<&[u32]>) -> Option<MeanError> {
    assert!(values.len() == weight.len() && cluster.is_none_or(|cluster| cluster.len() == values.len()));
    let used: Vec<usize> = (0..values.len()).filter(|&i| weight[i] > 0.0).collect();
    if used.is_empty() {
        return None;
    }
    let pick = |of: &[f64]| used.iter().map(|&i| of[i]).collect::<Vec<f64>>();
    let (values, weight) = (pick(values), pick(weight));
    let (mean, largest) = (weighted_mean(&values, &weight), Largest::of(values.iter().copied()));
    let scores: Vec<f64> = values.iter().zip(&weight).map(|(value, weight)| weight * (value - mean)).collect();
    let scores = match cluster {
        Some(cluster) => by_cluster(&scores, &used.iter().map(|&i| cluster[i]).collect::<Vec<u32>>()),
        None => scores,
    };
    let groups = scores.len() as f64;
    let factor = if groups > 1.0 { groups / (groups - 1.0) } else { f64::NAN };
    let error = (factor * sum(scores.iter().map(|score| score * score))).sqrt() / sum(weight.iter().copied());
    Some(MeanError { mean, error, df: groups - 1.0, largest })
}

fn by_cluster(scores: &[f64], cluster: &[u32]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by_key(|&i| cluster[i]);
    order.chunk_by(|&a, &b| cluster[a] == cluster[b]).map(|chunk| sum(chunk.iter().map(|&i| scores[i]))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_give_the_ordinary_error() {
        let values = [4.0, 7.0, 13.0, 16.0];
        let found = weighted(&values, &[2.0; 4], None).unwrap();
        assert_eq!((found.mean, found.df), (10.0, 3.0));
        assert!((found.error - (30.0_f64 / 4.0).sqrt()).abs() < 1e-14);
        let alone: Vec<u32> = vec![9, 3, 5, 1];
        assert!((weighted(&values, &[2.0; 4], Some(&alone)).unwrap().error - found.error).abs() < 1e-14);
    }

    #[test]
    fn too_few_values_have_no_interval() {
        assert_eq!(weighted(&[1.0], &[0.0], None), None);
        let one = weighted(&[3.0, 9.0], &[1.0, 0.0], None).unwrap();
        assert_eq!((one.mean, one.interval(0.95)), (3.0, None));
        assert_eq!(weighted(&[3.0, 9.0], &[1.0, 1.0], Some(&[4, 4])).unwrap().interval(0.95), None);
    }
}
