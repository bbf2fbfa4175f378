//! How much of a sum its largest terms are.

/// The two largest of some values by size, beside all others: who knows a total and the second value knows the first but for what the
/// others have.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Largest {
    /// How many values there are.
    pub n: usize,
    /// Σv.
    pub sum: f64,
    /// Size of the largest.
    pub first: f64,
    /// Size of the second.
    pub second: f64,
    /// Σ|v| of all others.
    pub rest: f64,
    /// Σv² of all others.
    pub squares: f64,
}

/// Values up to this size are answers on a scale: their squares tell nothing that their counts do not.
const SCALE: f64 = 10.0;

impl Largest {
    /// Of values; those that are missing are none.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Largest {
        let mut all = Largest::default();
        for value in values.into_iter().filter(|value| !value.is_nan()) {
            let size = value.abs();
            let least = size.min(all.second);
            (all.first, all.second) = (all.first.max(size), all.second.max(size.min(all.first)));
            all.rest += least;
            all.squares += least * least;
            all.n += 1;
            all.sum += value;
        }
        all
    }

    /// Whether the others have at most this part of the largest, so that the total without the second is the largest to within that part.
    pub fn is_told_by_total(&self, part: f64) -> bool {
        self.first > 0.0 && self.rest <= part * self.first
    }

    /// Whether the root of the sum of squares without the second is the largest to within this part of it; `more` are squares that nobody
    /// can take away from the sum.
    pub fn is_told_by_squares(&self, more: f64, part: f64) -> bool {
        let beyond = ((1.0 + part) * (1.0 + part) - 1.0) * self.first * self.first;
        self.first > SCALE && self.squares + more <= beyond
    }

    /// Σ(v − mean)² of all.
    pub fn squares_about_mean(&self) -> f64 {
        let all = self.first * self.first + self.second * self.second + self.squares;
        (all - self.sum * self.sum / self.n.max(1) as f64).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_largest_are_apart_in_any_order() {
        for values in [[100.0, -20.0, 3.0, 4.0], [3.0, 4.0, -20.0, 100.0], [-20.0, 100.0, 4.0, 3.0]] {
            let found = Largest::of(values.into_iter().chain([f64::NAN]));
            assert_eq!(found, Largest { n: 4, sum: 87.0, first: 100.0, second: 20.0, rest: 7.0, squares: 25.0 });
            assert!(found.is_told_by_total(0.1) && !found.is_told_by_total(0.06));
            assert_eq!(found.squares_about_mean(), 10_425.0 - 87.0 * 87.0 / 4.0);
        }
    }

    /// The upper end that the second knows, total − second, is within the part of the first exactly where that is said.
    #[test]
    fn who_knows_the_second_knows_the_first() {
        for others in [5.0, 9.0, 11.0, 40.0] {
            let values = [100.0, 30.0, others / 2.0, others / 2.0];
            let end = values.iter().sum::<f64>() - 30.0;
            assert_eq!(Largest::of(values).is_told_by_total(0.1), end <= 110.0, "{others}");
            let root = (values.iter().map(|value| value * value).sum::<f64>() - 900.0).sqrt();
            assert_eq!(Largest::of(values).is_told_by_squares(0.0, 0.1), root <= 110.0, "{others}");
        }
        assert!(!Largest::of([5.0, 1.0, 1.0]).is_told_by_squares(0.0, 0.1), "answers on a scale");
        assert!(!Largest::of([0.0, 0.0]).is_told_by_total(0.1), "nobody has anything");
    }
}
