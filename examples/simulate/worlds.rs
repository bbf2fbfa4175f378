//! Worlds to draw from.

use ndarray::Array2;
use rand::RngExt;

use tashika::design::{Arm, Comparison, Kind, WeightOrigin, Weights};
use tashika::estimate::Sample;
use tashika::math::elementary::exp;
use tashika::math::random::Stream;
use tashika::math::special::{normal_cdf, normal_quantile};
use tashika::phrase;

/// Correlation of a unit before and after, and of the two of a matched pair, on the scale of the latent normal value.
const ALIKE: f64 = 0.5;
/// What a change adds to the latent value.
const CHANGE: f64 = 0.6;
/// Part of the variance that units of a cluster share.
const SHARED: f64 = 0.2;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// Units before and after.
    BeforeAfter,
    /// The same in clusters of unequal size.
    BeforeAfterClusters,
    /// Matched pairs.
    Matched,
    /// Matched pairs of which four in ten treated did not answer.
    MatchedLost,
    /// Matched pairs whose units also belong to organisations of unequal size.
    MatchedClusters,
}

impl What {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            What::BeforeAfter => "before and after",
            What::BeforeAfterClusters => "before and after, clusters of unequal size",
            What::Matched => "matched pairs",
            What::MatchedLost => "matched pairs, 40 % of the treated lost",
            What::MatchedClusters => "matched pairs, organisations of unequal size",
        }
    }

    /// Whether units are compared with themselves.
    pub fn is_paired(self) -> bool {
        matches!(self, What::BeforeAfter | What::BeforeAfterClusters)
    }

    fn in_clusters(self) -> bool {
        matches!(self, What::BeforeAfterClusters | What::MatchedClusters)
    }
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// Steps of a scale from 0 on, cut at equal shares of the latent normal law; two steps are yes and no.
    Steps(u32),
    /// exp of the latent value: skewed.
    Amount,
}

impl Outcome {
    /// In words.
    pub fn words(self) -> String {
        match self {
            Outcome::Steps(2) => "yes/no".into(),
            Outcome::Steps(steps) => format!("{steps} steps"),
            Outcome::Amount => "skewed amount".into(),
        }
    }

    fn of(self, latent: f64) -> f64 {
        match self {
            Outcome::Steps(steps) => (normal_cdf(latent) * f64::from(steps)).floor().min(f64::from(steps - 1)),
            Outcome::Amount => exp(latent),
        }
    }

    /// Mean of the outcome where the latent value is normal with this mean and variance 1.
    fn mean(self, shift: f64) -> f64 {
        match self {
            Outcome::Amount => exp(shift + 0.5),
            Outcome::Steps(steps) => {
                let above = |step: u32| 1.0 - normal_cdf(normal_quantile(f64::from(step) / f64::from(steps)) - shift);
                (1..steps).map(above).sum()
            }
        }
    }
}

/// A world.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// What is compared.
    pub what: What,
    /// What is measured.
    pub outcome: Outcome,
    /// Pairs, or clusters where there are any.
    pub n: usize,
    /// Whether something changed.
    pub changed: bool,
}

/// All worlds, in order.
pub fn all() -> Vec<World> {
    let outcomes = [Outcome::Steps(2), Outcome::Steps(5), Outcome::Steps(11), Outcome::Amount];
    let sizes = |what: What| -> &'static [usize] {
        match what {
            What::BeforeAfter => &[6, 8, 12, 20, 30],
            What::Matched | What::MatchedLost => &[12, 20, 30],
            What::BeforeAfterClusters | What::MatchedClusters => &[6, 10, 15],
        }
    };
    let kinds = [What::BeforeAfter, What::BeforeAfterClusters, What::Matched, What::MatchedLost, What::MatchedClusters];
    let mut worlds = Vec::new();
    for what in kinds {
        for outcome in outcomes {
            for &n in sizes(what) {
                worlds.extend([false, true].map(|changed| World { what, outcome, n, changed }));
            }
        }
    }
    worlds
}

impl World {
    /// Names its random stream.
    pub fn name(&self) -> String {
        format!("{self:?}")
    }

    fn shift(&self) -> f64 {
        if self.changed { CHANGE } else { 0.0 }
    }

    /// The true change or difference.
    pub fn truth(&self) -> f64 {
        if self.changed { self.outcome.mean(CHANGE) - self.outcome.mean(0.0) } else { 0.0 }
    }

    /// Draws a sample.
    pub fn draw(&self, stream: Stream) -> Sample {
        let mut rng = stream.rng();
        let mut normal =
            || normal_quantile((f64::from(rng.random_range(0..1_u32 << 30)) + 0.5) / f64::from(1_u32 << 30));
        let cluster = self.cluster_of_pairs();
        let pairs = cluster.len();
        let share = if self.what.in_clusters() { SHARED } else { 0.0 };
        // What clusters share of either side, so that it does not cancel in changes.
        let own: Vec<[f64; 2]> = (0..self.n).map(|_| [normal(), normal()].map(|z| z * share.sqrt())).collect();
        let mut values = Vec::with_capacity(pairs);
        for &cluster in &cluster {
            let together = normal() * (ALIKE * (1.0 - share)).sqrt();
            let side = |side: usize, alone: f64| {
                own[cluster as usize][side] + together + alone * ((1.0 - ALIKE) * (1.0 - share)).sqrt()
            };
            let (first, second) = (side(0, normal()), side(1, normal()));
            values.push([self.outcome.of(first), self.outcome.of(second + self.shift())]);
        }
        let lost = matches!(self.what, What::MatchedLost);
        let kept: Vec<usize> = (0..2 * pairs).filter(|row| !(lost && row % 2 == 1 && row / 2 % 5 < 2)).collect();
        self.sample(&values, &cluster, &kept)
    }

    /// Two rows for each pair: before and after, or the other and the treated.
    fn sample(&self, values: &[[f64; 2]], cluster: &[u32], kept: &[usize]) -> Sample {
        let (paired, rows) = (self.what.is_paired(), kept.len());
        let set: Vec<u32> = kept.iter().map(|row| (row / 2) as u32).collect();
        Sample {
            y: Array2::from_shape_fn((rows, 1), |(at, _)| values[kept[at] / 2][kept[at] % 2]),
            baseline: None,
            unit: kept.iter().map(|&row| if paired { row / 2 } else { row } as u32).collect(),
            period: kept.iter().map(|row| if paired { (row % 2) as u8 } else { 1 }).collect(),
            arm: kept.iter().map(|row| if paired || row % 2 == 1 { Arm::Treated } else { Arm::Comparison }).collect(),
            weight: vec![1.0; rows],
            dose: None,
            clusters: match self.what.in_clusters() {
                true => vec![kept.iter().map(|row| cluster[row / 2]).collect()],
                false => Vec::new(),
            },
            set: (!paired).then_some(set),
            lots: None,
            x: Array2::zeros((rows, 0)),
            x_names: Vec::new(),
            binary: self.outcome == Outcome::Steps(2),
            amount: self.outcome == Outcome::Amount,
        }
    }

    /// The cluster of each pair: of sizes 2, 3, 5, 8, 13, 21 and again; pairs are their own where there are none.
    fn cluster_of_pairs(&self) -> Vec<u32> {
        if !self.what.in_clusters() {
            return (0..self.n as u32).collect();
        }
        let size = |cluster: usize| [2, 3, 5, 8, 13, 21][cluster % 6];
        (0..self.n).flat_map(|cluster| std::iter::repeat_n(cluster as u32, size(cluster))).collect()
    }
}

/// What estimators need to know of who is compared.
pub fn comparison(world: &World) -> Comparison {
    let kind = if world.what.is_paired() { Kind::Change } else { Kind::Matched };
    let weights = Weights { values: Vec::new(), origin: WeightOrigin::Matched };
    Comparison { weights, ..Comparison::plain(kind, phrase!("{text}", text = "all"), Vec::new(), Vec::new()) }
}
