//! Two means of which some units show both and others one: restricted maximum likelihood of two normal variables with missing values.

use ndarray::{Array1, Array2};

use super::elementary::ln;
use super::householder::Qr;
use super::sums::{mean, sum, variance};

/// Values before and after of some units, and of others only the one or the other.
#[derive(Clone, Copy, Debug)]
pub struct PartlyPaired<'a> {
    /// (before, after).
    pub pairs: &'a [(f64, f64)],
    /// Before only.
    pub before: &'a [f64],
    /// After only.
    pub after: &'a [f64],
}

/// Both means and their difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Means {
    /// Before.
    pub before: f64,
    /// After.
    pub after: f64,
    /// Variance of after − before.
    pub variance: f64,
    /// Satterthwaite's degrees of freedom of that.
    pub df: f64,
    /// Variances before and after, and the covariance.
    pub spread: (f64, f64, f64),
    /// What a unit adds to the difference: its values less the means, times this. Pairs: before, after; then before alone and after alone.
    pub weights: ([f64; 2], f64, f64),
}

/// 2 × 2, symmetric: before, both, after.
type Two = [f64; 3];

fn inverse([a, b, c]: Two) -> Two {
    let det = a * c - b * b;
    [c / det, -b / det, a / det]
}

/// A product of symmetric matrices and its trace need the whole.
fn whole([a, b, c]: Two) -> Array2<f64> {
    ndarray::arr2(&[[a, b], [b, c]])
}

fn trace(matrix: &Array2<f64>) -> f64 {
    matrix[[0, 0]] + matrix[[1, 1]]
}

/// The directions of the spread: variance before, covariance, variance after.
const DIRECTIONS: [Two; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// All that a spread says of the data.
struct At {
    height: f64,
    means: [f64; 2],
    /// (X′V⁻¹X)⁻¹.
    covariance: Array2<f64>,
    score: Array1<f64>,
    information: Array2<f64>,
    /// X′V⁻¹VₖV⁻¹X.
    moved: Vec<Array2<f64>>,
}

impl PartlyPaired<'_> {
    fn at(&self, spread: Two) -> At {
        let (n, x, y) = (self.pairs.len() as f64, self.before.len() as f64, self.after.len() as f64);
        let own = whole(inverse(spread));
        let alone = [x / spread[0], y / spread[2]];
        let precision = n * &own + ndarray::Array2::from_diag(&ndarray::arr1(&alone));
        let covariance = whole(inverse([precision[[0, 0]], precision[[0, 1]], precision[[1, 1]]]));
        let sums = ndarray::arr1(&[sum(self.pairs.iter().map(|it| it.0)), sum(self.pairs.iter().map(|it| it.1))]);
        let lone =
            ndarray::arr1(&[sum(self.before.iter().copied()) / spread[0], sum(self.after.iter().copied()) / spread[2]]);
        let means = covariance.dot(&(own.dot(&sums) + lone));
        let means = [means[0], means[1]];
        let turned: Vec<Array1<f64>> =
            self.pairs.iter().map(|(a, b)| own.dot(&ndarray::arr1(&[a - means[0], b - means[1]]))).collect();
        let left = [
            sum(self.before.iter().map(|v| (v - means[0]).powi(2))),
            sum(self.after.iter().map(|v| (v - means[1]).powi(2))),
        ];
        let quadratic = sum(self
            .pairs
            .iter()
            .zip(&turned)
            .map(|((a, b), turned)| (a - means[0]) * turned[0] + (b - means[1]) * turned[1]))
            + left[0] / spread[0]
            + left[1] / spread[2];
        let det = |[a, b, c]: Two| a * c - b * b;
        let height = -0.5
            * (n * ln(det(spread))
                + x * ln(spread[0])
                + y * ln(spread[2])
                + ln(det([precision[[0, 0]], precision[[0, 1]], precision[[1, 1]]]))
                + quadratic);
        let lone_power = |k: usize, power: i32| match k {
            0 => ndarray::arr1(&[x / spread[0].powi(power), 0.0]),
            2 => ndarray::arr1(&[0.0, y / spread[2].powi(power)]),
            _ => ndarray::arr1(&[0.0, 0.0]),
        };
        let moved: Vec<Array2<f64>> = (0..3)
            .map(|k| n * own.dot(&whole(DIRECTIONS[k])).dot(&own) + Array2::from_diag(&lone_power(k, 2)))
            .collect();
        let score: Array1<f64> = (0..3)
            .map(|k| {
                let direction = whole(DIRECTIONS[k]);
                let size = n * trace(&own.dot(&direction)) + lone_power(k, 1).sum();
                let fixed = trace(&covariance.dot(&moved[k]));
                let paired = sum(turned.iter().map(|turned| turned.dot(&direction.dot(turned))));
                let lone = match k {
                    0 => left[0] / spread[0].powi(2),
                    2 => left[1] / spread[2].powi(2),
                    _ => 0.0,
                };
                -0.5 * (size - fixed - paired - lone)
            })
            .collect();
        let information = Array2::from_shape_fn((3, 3), |(k, l)| {
            let [first, second] = [k, l].map(|k| own.dot(&whole(DIRECTIONS[k])));
            let same = if k == l { 1.0 } else { 0.0 };
            let size = n * trace(&first.dot(&second)) + same * lone_power(k, 2).sum();
            let third = n * first.dot(&second).dot(&own) + same * Array2::from_diag(&lone_power(k, 3));
            let fixed = trace(&covariance.dot(&third));
            let both = trace(&covariance.dot(&moved[k]).dot(&covariance).dot(&moved[l]));
            0.5 * (size - 2.0 * fixed + both)
        });
        At { height, means, covariance, score, information, moved }
    }

    fn start(&self) -> Two {
        let all = |of: fn(&(f64, f64)) -> f64, alone: &[f64]| {
            variance(&self.pairs.iter().map(of).chain(alone.iter().copied()).collect::<Vec<f64>>())
        };
        let (before, after) = (all(|it| it.0, self.before), all(|it| it.1, self.after));
        let (a, b): (Vec<f64>, Vec<f64>) = self.pairs.iter().copied().unzip();
        let (ma, mb) = (mean(&a), mean(&b));
        let shared = sum(self.pairs.iter().map(|(a, b)| (a - ma) * (b - mb))) / (a.len() as f64 - 1.0);
        let r = (shared / (variance(&a) * variance(&b)).sqrt()).clamp(-0.95, 0.95);
        [before, if r.is_finite() { r * (before * after).sqrt() } else { 0.0 }, after]
    }

    /// The means by generalised least squares at the spread of highest restricted likelihood (Fisher's scoring); nothing where there are
    /// fewer than three pairs, where values do not vary, or where those before and after follow from each other.
    pub fn means(&self) -> Option<Means> {
        const MOST: usize = 200;
        if self.pairs.len() < 3 {
            return None;
        }
        let mut spread = self.start();
        if !(spread[0] > 0.0 && spread[2] > 0.0) {
            return None;
        }
        let mut at = self.at(spread);
        let mut size = f64::INFINITY;
        for _ in 0..MOST {
            let step = solve(&at.information, &at.score)?;
            size = (0..3).map(|k| step[k].abs()).fold(0.0, f64::max) / spread[0].max(spread[2]);
            let mut share = 1.0;
            let next = loop {
                let next = [0, 1, 2].map(|k| spread[k] + share * step[k]);
                let proper = next[0] > 0.0 && next[2] > 0.0 && next[1] * next[1] < 0.999_999 * next[0] * next[2];
                let there = proper.then(|| self.at(next));
                match there {
                    Some(there) if there.height >= at.height - 1e-12 * at.height.abs() => break Some((next, there)),
                    _ if share < 1e-8 => break None,
                    _ => share *= 0.5,
                }
            };
            match next {
                None if size < 1e-6 => return Some(self.found(spread, &at)),
                None => return None,
                Some((to, there)) => (spread, at) = (to, there),
            }
            if size < 1e-11 {
                break;
            }
        }
        (size < 1e-8).then(|| self.found(spread, &at))
    }

    fn found(&self, spread: Two, at: &At) -> Means {
        let contrast = ndarray::arr1(&[-1.0, 1.0]);
        let along = at.covariance.dot(&contrast);
        let variance = contrast.dot(&along);
        let slope: Array1<f64> = at.moved.iter().map(|moved| along.dot(&moved.dot(&along))).collect();
        let of_slope = solve(&at.information, &slope).map_or(f64::INFINITY, |solved| slope.dot(&solved));
        let paired = whole(inverse(spread)).dot(&along);
        Means {
            before: at.means[0],
            after: at.means[1],
            variance,
            df: 2.0 * variance * variance / of_slope,
            spread: (spread[0], spread[2], spread[1]),
            weights: ([paired[0], paired[1]], along[0] / spread[0], along[1] / spread[2]),
        }
    }
}

/// The solution of a small symmetric system.
fn solve(matrix: &Array2<f64>, right: &Array1<f64>) -> Option<Array1<f64>> {
    let n = right.len();
    // Sizes of variances and covariance may differ by orders of magnitude.
    let scale: Vec<f64> = (0..n).map(|k| matrix[[k, k]].sqrt().recip()).collect();
    let column = |j: usize| (0..n).map(|i| matrix[[i, j]] * scale[i] * scale[j]).collect::<Vec<f64>>();
    let qr = Qr::new((0..n).map(column), n, 1e-13);
    if qr.rank() < n {
        return None;
    }
    let mut turned: Vec<f64> = (0..n).map(|k| right[k] * scale[k]).collect();
    qr.transpose_apply(&mut turned);
    Some(qr.solve(&turned).iter().zip(&scale).map(|(value, scale)| value * scale).collect())
}
