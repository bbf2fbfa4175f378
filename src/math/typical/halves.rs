/// Values any of which may be turned: all subsets are gone through by halves, whose sums are put in order and met.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Halves {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Halves {
    pub(super) fn new(mut values: Vec<f64>) -> Halves {
        let second = values.split_off(values.len() / 2);
        Halves { first: values, second }
    }

    /// The share of subsets with Σ(value − θ) ≤ 0.
    pub(super) fn up_to(&self, theta: f64, tolerance: f64) -> f64 {
        self.share(|value| value - theta, tolerance)
    }

    /// The share of subsets with Σ(value − θ) ≥ 0.
    pub(super) fn from(&self, theta: f64, tolerance: f64) -> f64 {
        self.share(|value| theta - value, tolerance)
    }

    /// The share of subsets whose sum is at most 0.
    fn share(&self, of: impl Fn(f64) -> f64, tolerance: f64) -> f64 {
        let sums = |half: &[f64]| ordered_sums(half.iter().map(|value| of(*value)));
        let (first, second) = (sums(&self.first), sums(&self.second));
        let (mut count, mut end) = (0_usize, second.len());
        for sum in &first {
            while end > 0 && sum + second[end - 1] > tolerance {
                end -= 1;
            }
            count += end;
        }
        count as f64 / (first.len() as f64 * second.len() as f64)
    }
}

/// The sums of all subsets in order: those without and those with the next value, merged.
fn ordered_sums(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sums = vec![0.0];
    for value in values {
        let mut merged = Vec::with_capacity(2 * sums.len());
        let (mut without, mut with) = (0, 0);
        while merged.len() < 2 * sums.len() {
            let take_without = with == sums.len() || without < sums.len() && sums[without] <= sums[with] + value;
            if take_without {
                merged.push(sums[without]);
                without += 1;
            } else {
                merged.push(sums[with] + value);
                with += 1;
            }
        }
        sums = merged;
    }
    sums
}
