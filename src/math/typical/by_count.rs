use crate::math::sums::sum;

/// Sums of some of several values, by how many they are of: for each count the sums in order, each with its weight. Sums that
/// are equal but for rounding are one, so that whole numbers and scales need little room however many there are.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ByCount(pub(super) Vec<Vec<(f64, f64)>>);

impl ByCount {
    /// All ways to take some of the values, each of weight 1. Nothing where more than `most` sums would have to be kept.
    pub(super) fn of_values(values: &[f64], tolerance: f64, most: usize) -> Option<ByCount> {
        let ways: Vec<Vec<f64>> = values.iter().map(|value| vec![*value]).collect();
        ByCount::grown(&ways, tolerance, most, |_| 1.0)
    }

    /// Of every piece nothing or one of its ways, all equally likely: weights are probabilities.
    pub(super) fn of_ways(pieces: &[Vec<f64>], tolerance: f64, most: usize) -> Option<ByCount> {
        ByCount::grown(pieces, tolerance, most, |ways| 1.0 / (ways + 1) as f64)
    }

    fn grown(pieces: &[Vec<f64>], tolerance: f64, most: usize, weight: impl Fn(usize) -> f64) -> Option<ByCount> {
        let mut sums = vec![vec![(0.0, 1.0)]];
        for ways in pieces {
            let each = weight(ways.len());
            let none = Vec::new();
            let stay = |count: usize| sums.get(count).unwrap_or(&none).iter().map(|&(s, w)| (s, w * each));
            let fewer = |count: usize| count.checked_sub(1).map_or(&none, |count| &sums[count]);
            let next = |count: usize| {
                let moved = ways.iter().flat_map(|by| fewer(count).iter().map(move |&(s, w)| (s + by, w * each)));
                collapsed(stay(count).chain(moved).collect(), tolerance)
            };
            let grown: Vec<Vec<(f64, f64)>> = (0..=sums.len()).map(next).collect();
            if grown.iter().map(Vec::len).sum::<usize>() > most {
                return None;
            }
            sums = grown;
        }
        Some(ByCount(sums))
    }

    /// The mean of each sum with its weight; none of the sum of nothing.
    pub(super) fn means(self) -> Vec<(Option<f64>, f64)> {
        let of = |(count, sums): (usize, Vec<(f64, f64)>)| {
            sums.into_iter().map(move |(s, w)| ((count > 0).then(|| s / count as f64), w)).collect::<Vec<_>>()
        };
        self.0.into_iter().enumerate().flat_map(of).collect()
    }
}

/// Sums in order, those equal but for rounding as one.
fn collapsed(mut sums: Vec<(f64, f64)>, tolerance: f64) -> Vec<(f64, f64)> {
    sums.sort_by(|a, b| a.0.total_cmp(&b.0));
    let same = |a: &(f64, f64), b: &(f64, f64)| b.0 - a.0 <= tolerance;
    sums.chunk_by(same).map(|chunk| (chunk[0].0, sum(chunk.iter().map(|(_, w)| *w)))).collect()
}
