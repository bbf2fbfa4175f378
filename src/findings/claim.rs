//! What may be said: the verdict follows from the interval, the smallest change that matters, the number of cases and the
//! balance; the verb follows from the design; the sentence follows from both.

/// What must be said with the sentence.
pub mod clauses;
mod lines;
mod middle;
mod sentence;

use std::collections::BTreeMap;

use crate::design::Rung;
use crate::study::Measured;
use crate::text::{Arg, CellRef, LANGUAGES, Lang, Phrase, Words, decimals_for, num};

use super::{Claim, Verdict};

pub use clauses::{Agreement, Replies};
pub use middle::{Middle, disagreement};

/// Fewer pairs than this cannot reach p < .05 by any sign-flip law (2/2⁶ = .031).
pub const LEAST_PAIRS: usize = 6;
/// Fewer units than this in either arm: no verdict.
pub const LEAST_ARM: usize = 10;
/// Fewer clusters than this: no verdict, for the same reason as with pairs.
pub const LEAST_CLUSTERS: usize = 6;
/// Largest |SMD| after matching at which two groups still count as comparable.
pub const LARGEST_IMBALANCE: f64 = 0.25;
/// Least share of the treated that must have found a similar unit.
pub const LEAST_OVERLAP: f64 = 0.5;

/// All that a verdict may rest on.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// How outputs call the outcome.
    pub label: &'a Words,
    /// Unit of the outcome.
    pub unit: &'a Words,
    /// Sign of the good direction: 1, −1, or 0 where it was not declared.
    pub good: i8,
    /// Rung of the verb ladder that this analysis reached.
    pub rung: Rung,
    /// Whether the effect is a difference in changes (a baseline was used).
    pub of_changes: bool,
    /// Estimate and interval; absent where nothing could be estimated.
    pub number: Option<Number>,
    /// The middle beside the average, where a few very large values may drive the average.
    pub middle: Option<Middle>,
    /// Why there is no number.
    pub why: Option<&'a Phrase>,
    /// Treated (or pairs) and comparison units.
    pub n: (usize, usize),
    /// Higher, equal, lower.
    pub signs: Option<(usize, usize, usize)>,
    /// Smallest change that matters.
    pub smallest_change: Option<f64>,
    /// Worst covariate after matching: label and SMD.
    pub imbalance: Option<(Words, f64)>,
    /// Share of the treated that found a similar unit.
    pub overlap: Option<f64>,
    /// Share of those compared whose outcome is known, in the arm where it is smaller.
    pub followed: Option<f64>,
    /// Smallest change that would be detected with probability 0.8.
    pub detectable: Option<f64>,
    /// Largest change that could plausibly occur, where it was declared.
    pub plausible: Option<f64>,
    /// How the outcome came to be known, where the study says so.
    pub measured: Option<Measured>,
    /// Who answered; absent where everybody's outcome is known or nobody was followed.
    pub replies: Option<Replies>,
    /// Share of what is left unexplained that a hidden factor would have to explain for the interval to reach zero.
    pub hidden: Option<f64>,
    /// What values are multiplied by in sentences: 100 for shares in percentage points.
    pub factor: f64,
    /// The row of the table of cases that the sentence counts by.
    pub cases: Option<(String, usize)>,
}

/// An estimate and how sure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Estimate.
    pub estimate: f64,
    /// Standard error.
    pub std_error: Option<f64>,
    /// Interval at `level`.
    pub interval: (f64, f64),
    /// Number of clusters, where errors are clustered.
    pub clusters: Option<usize>,
    /// 90 % interval, for the two one-sided tests of "practically none".
    pub narrow: (f64, f64),
    /// Level of `interval`.
    pub level: f64,
}

impl Number {
    fn scaled(self, factor: f64) -> Number {
        let both = |(low, high): (f64, f64)| (low * factor, high * factor);
        Number {
            estimate: self.estimate * factor,
            std_error: self.std_error.map(|error| error * factor),
            clusters: self.clusters,
            interval: both(self.interval),
            narrow: both(self.narrow),
            level: self.level,
        }
    }
}

impl<'a> Evidence<'a> {
    /// The evidence on a yes/no outcome in percentage points, as sentences speak of shares.
    pub fn in_points(self, unit: &'a Words) -> Evidence<'a> {
        const POINTS: f64 = 100.0;
        Evidence {
            unit,
            number: self.number.map(|number| number.scaled(POINTS)),
            smallest_change: self.smallest_change.map(|change| change * POINTS),
            detectable: self.detectable.map(|change| change * POINTS),
            plausible: self.plausible.map(|change| change * POINTS),
            factor: POINTS,
            ..self
        }
    }

    /// A number of cases, as the table of cases says it.
    fn units(&self, key: &str, n: usize) -> Arg {
        match &self.cases {
            Some((table, row)) => Arg::units_in(CellRef { table: table.clone(), row: *row, key: key.into() }, n),
            None => Arg::units(n),
        }
    }

    fn treated(&self) -> Arg {
        self.units("treated", self.n.0)
    }

    fn comparison(&self) -> Arg {
        self.units("comparison", self.n.1)
    }
}

/// The verdict, the sentence and the lines of "what you can say / cannot say".
pub fn claim(evidence: &Evidence<'_>) -> Claim {
    let verdict = verdict(evidence);
    Claim {
        verdict,
        rung: evidence.rung,
        sentence: sentence::sentence(verdict, evidence),
        can_say: lines::can_say(verdict, evidence),
        cannot_say: lines::cannot_say(verdict, evidence),
        clauses: clauses::own(verdict, evidence),
    }
}

impl Verdict {
    /// Whether no number is given with it.
    pub fn withholds_number(self) -> bool {
        matches!(self, Verdict::TooSmall | Verdict::NotComparable)
    }
}

impl Claim {
    /// The sentence with its clauses: what may be quoted.
    pub fn said(&self) -> Phrase {
        let join =
            |said: Phrase, clause: &Phrase| crate::phrase!("{said} {clause}", said = said, clause = clause.clone());
        self.clauses.iter().fold(self.sentence.clone(), join)
    }

    /// [`Claim::said`] in every language.
    pub fn texts(&self) -> BTreeMap<Lang, String> {
        let said = self.said();
        LANGUAGES.into_iter().map(|lang| (lang, said.render(lang))).collect()
    }
}

/// The verdict. "Practically none" comes before "positive": a change that was declared too small to matter is not a success,
/// however sure.
pub fn verdict(evidence: &Evidence<'_>) -> Verdict {
    let Some(number) = evidence.number.filter(|number| enough_cases(evidence) && enough_clusters(number)) else {
        return Verdict::TooSmall;
    };
    if !comparable(evidence) {
        return Verdict::NotComparable;
    }
    if clauses::beyond_reach(evidence).is_some() {
        return Verdict::TooSmall;
    }
    let within = |matter: f64| number.narrow.0 > -matter && number.narrow.1 < matter;
    if evidence.smallest_change.is_some_and(within) {
        return Verdict::PracticallyNone;
    }
    let side = if number.interval.0 > 0.0 {
        1
    } else if number.interval.1 < 0.0 {
        -1
    } else {
        0
    };
    match side * evidence.good {
        _ if side == 0 => Verdict::Inconclusive,
        1 => Verdict::Positive,
        -1 => Verdict::Negative,
        _ => Verdict::Different,
    }
}

/// The rung that an analysis reached: "probably due to" needs the state before, taken into account by comparing changes or by
/// matching on it (whether that balanced it is judged by the verdict).
pub fn rung(highest: Rung, with_state_before: bool) -> Rung {
    if highest == Rung::ProbablyDueTo && !with_state_before { Rung::Associated } else { highest }
}

fn enough_cases(evidence: &Evidence<'_>) -> bool {
    match evidence.rung {
        Rung::Changed => evidence.n.0 >= LEAST_PAIRS,
        _ => evidence.n.0.min(evidence.n.1) >= LEAST_ARM,
    }
}

fn enough_clusters(number: &Number) -> bool {
    number.clusters.is_none_or(|clusters| clusters >= LEAST_CLUSTERS)
}

fn comparable(evidence: &Evidence<'_>) -> bool {
    evidence.imbalance.as_ref().is_none_or(|(_, smd)| smd.abs() <= LARGEST_IMBALANCE)
        && evidence.overlap.is_none_or(|share| share >= LEAST_OVERLAP)
}

/// A quantity with its unit, as the languages join them.
pub(super) fn quantity(value: f64, decimals: usize, unit: &Words) -> Arg {
    if unit.is_empty() {
        return num(value, decimals);
    }
    Arg::from(crate::phrase!("{value} {unit}", value = num(value, decimals), unit = unit))
}

/// Decimals that suit a number's uncertainty.
pub(super) fn decimals(number: &Number) -> usize {
    decimals_for((number.interval.1 - number.interval.0) / 2.0)
}

/// "(95% CI −5 to 12)".
pub(super) fn interval(number: &Number) -> Phrase {
    let d = decimals(number);
    crate::phrase!(
        "{level} CI {low} to {high}",
        level = Arg::Percent(number.level, percent_decimals(number.level)),
        low = num(number.interval.0, d),
        high = num(number.interval.1, d),
    )
}

fn percent_decimals(level: f64) -> usize {
    usize::from((level * 100.0).fract() > 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn evidence<'a>(label: &'a Words, number: Number, n: (usize, usize)) -> Evidence<'a> {
        Evidence {
            label,
            unit: label,
            good: 1,
            rung: Rung::Associated,
            of_changes: false,
            number: Some(number),
            middle: None,
            why: None,
            n,
            signs: None,
            smallest_change: None,
            imbalance: None,
            overlap: None,
            followed: None,
            detectable: None,
            plausible: None,
            measured: None,
            replies: None,
            hidden: None,
            factor: 1.0,
            cases: None,
        }
    }

    fn number(low: f64, high: f64) -> Number {
        let estimate = (low + high) / 2.0;
        let narrow = (estimate + (low - estimate) * 0.84, estimate + (high - estimate) * 0.84);
        Number {
            estimate,
            std_error: Some((high - low) / 4.0),
            clusters: None,
            interval: (low, high),
            narrow,
            level: 0.95,
        }
    }

    #[test]
    fn the_verdict_follows_the_rules() {
        let label = Words::plain("x");
        let of = |low, high| evidence(&label, number(low, high), (50, 50));
        assert_eq!(verdict(&of(1.0, 3.0)), Verdict::Positive);
        assert_eq!(verdict(&of(-3.0, -1.0)), Verdict::Negative);
        assert_eq!(verdict(&of(-1.0, 3.0)), Verdict::Inconclusive);
        assert_eq!(verdict(&Evidence { good: 0, ..of(1.0, 3.0) }), Verdict::Different);
        assert_eq!(verdict(&Evidence { good: -1, ..of(1.0, 3.0) }), Verdict::Negative);
        assert_eq!(verdict(&Evidence { smallest_change: Some(5.0), ..of(1.0, 3.0) }), Verdict::PracticallyNone);
        assert_eq!(verdict(&Evidence { n: (9, 50), ..of(1.0, 3.0) }), Verdict::TooSmall);
        assert_eq!(verdict(&Evidence { number: None, ..of(1.0, 3.0) }), Verdict::TooSmall);
        assert_eq!(verdict(&Evidence { n: (6, 0), rung: Rung::Changed, ..of(1.0, 3.0) }), Verdict::Positive);
        assert_eq!(verdict(&Evidence { n: (5, 0), rung: Rung::Changed, ..of(1.0, 3.0) }), Verdict::TooSmall);
        let small = Evidence { detectable: Some(9.0), plausible: Some(5.0), ..of(1.0, 3.0) };
        assert_eq!(verdict(&small), Verdict::TooSmall);
        assert_eq!(verdict(&Evidence { plausible: Some(10.0), ..small }), Verdict::Positive);
        assert_eq!(verdict(&Evidence { overlap: Some(0.4), ..of(1.0, 3.0) }), Verdict::NotComparable);
        let imbalance = Some((label.clone(), -0.3));
        assert_eq!(verdict(&Evidence { imbalance, ..of(1.0, 3.0) }), Verdict::NotComparable);
    }
}
