/// Decimals that data are looked for by.
const MOST_DECIMALS: i32 = 6;

/// The fractions that means of some of the data, and differences of such means, can be: where the data are multiples of a power of
/// ten, whole numbers of it by how many they are of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    /// Steps in 1: 1, 10, 100, …
    steps: f64,
    /// How many are averaged at most.
    most: usize,
}

impl Grid {
    /// Nothing where the data are no decimals.
    pub(super) fn of(values: impl Iterator<Item = f64> + Clone, most: usize) -> Option<Grid> {
        let whole = |steps: f64| values.clone().all(|value| is_whole(value * steps));
        let steps = (0..=MOST_DECIMALS).map(|decimals| 10_f64.powi(decimals)).find(|steps| whole(*steps))?;
        Some(Grid { steps, most })
    }

    /// The fraction with the fewest averaged that lies within `reach` of a value.
    pub(super) fn nearest(&self, value: f64, reach: f64) -> Option<f64> {
        let fraction = |count: usize| {
            let parts = self.steps * count as f64;
            (value * parts).round() / parts
        };
        (1..=self.most).map(fraction).find(|fraction| (fraction - value).abs() <= reach)
    }
}

fn is_whole(value: f64) -> bool {
    (value - value.round()).abs() <= 8.0 * f64::EPSILON * value.abs().max(1.0)
}
