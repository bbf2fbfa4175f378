use super::law::Law;
use super::rerun::Rerun;
use crate::design::power;
use crate::estimate::{Companion, Estimate, Term};
use crate::math::random::Stream;
use crate::text::Phrase;

/// How sure we may be of the numbers of an estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Inference {
    /// Of the headline.
    pub headline: TermInference,
    /// Of the other terms, in order, where their error is known.
    pub others: Vec<TermInference>,
    /// Level of the intervals.
    pub level: f64,
    /// Standard error of the headline, where there is one: also beside a law that needs none.
    pub std_error: Option<f64>,
    /// Degrees of freedom of that error.
    pub freedom: Option<f64>,
    /// Number of clusters, where errors are clustered.
    pub clusters: Option<usize>,
    /// Degrees of freedom that the sizes of the clusters allow, whatever the data: whether a number may be given must not hang on what is
    /// found.
    pub allowed: Option<f64>,
    /// The same by another law, beside the one that decides.
    pub beside: Vec<Companion>,
    /// Which standard error and which law, in words.
    pub method: Phrase,
}

/// How sure we may be of one number.
#[derive(Clone, Debug, PartialEq)]
pub struct TermInference {
    /// Which term.
    pub key: &'static str,
    /// The law, which has the interval at any level.
    pub law: Law,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Two-sided p-value.
    pub p_value: f64,
    /// Degrees of freedom of the t reference; absent for another law.
    pub df: Option<f64>,
}

impl TermInference {
    /// What a law says at a level.
    pub fn of(key: &'static str, law: Law, level: f64) -> TermInference {
        let ((low, high), p_value, df) = (law.interval(level), law.p_value(), law.df());
        TermInference { key, law, low, high, p_value, df }
    }
}

impl Inference {
    /// What a law says of the headline; of the other terms their influence values do.
    pub fn of(case: InferenceCase<'_>, law: Law, clusters: Option<usize>, method: Phrase) -> Inference {
        let key = case.estimate.terms[case.estimate.headline].key;
        Inference {
            std_error: law.std_error(),
            freedom: law.df(),
            headline: TermInference::of(key, law, case.level),
            others: others(case),
            level: case.level,
            clusters,
            allowed: None,
            beside: Vec::new(),
            method,
        }
    }

    /// Smallest effect that a study with this standard error would detect with probability 0.8 at the level of its interval, by
    /// t with the degrees of freedom of the error.
    pub fn detectable(&self) -> Option<f64> {
        let aim = power::Aim { alpha: 1.0 - self.level, ..power::Aim::default() };
        let multiplier = self.freedom.map_or_else(|| aim.multiplier(), |df| aim.multiplier_t(df));
        self.std_error.map(|error| multiplier * error)
    }
}

/// All that a method of inference may look at.
#[derive(Clone, Copy, Debug)]
pub struct InferenceCase<'a> {
    /// Estimate.
    pub estimate: &'a Estimate,
    /// Confidence level of the interval.
    pub level: f64,
    /// The same estimate on changed data.
    pub rerun: &'a dyn Rerun,
    /// Everything random.
    pub stream: Stream,
}

/// The other terms by their influence values: V = Σψψ′ · G/(G−1) by the first way in which rows hang together, else by unit,
/// and t with G − 1 degrees of freedom.
fn others(case: InferenceCase<'_>) -> Vec<TermInference> {
    let (estimate, spread) = (case.estimate, &case.estimate.spread);
    let way = spread.linear.as_ref().and_then(|linear| linear.ways().first().copied());
    let labels = way.unwrap_or(&spread.influence.unit);
    let known = spread.influence.psi.ncols() == estimate.terms.len();
    let of = |(column, term): (usize, &Term)| {
        let (squares, groups) = spread.influence.squares(column, labels);
        let g = groups as f64;
        let error = (squares * g / (g - 1.0)).sqrt();
        let law = Law::Student { estimate: term.value, error, df: g - 1.0 };
        (error > 0.0 && error.is_finite()).then(|| TermInference::of(term.key, law, case.level))
    };
    let beside = |column: &usize| known && *column != estimate.headline;
    estimate.terms.iter().enumerate().filter(|(column, _)| beside(column)).filter_map(of).collect()
}
