//! What is known of an answer: all that claims, checks, standards of evidence and requests for data rest on, computed once.

use crate::answer::{Answer, OutcomeAnswer, PlannedOutcome, Step};
use crate::design::{Balance, Comparison, Kind, Rung};
use crate::estimate::{Companion, Estimate, REFERENCE, TREATED};
use crate::exhibit::{TableId, TableRole};
use crate::infer::Inference;
use crate::panel::FlowStep;
use crate::study::{Better, Measured, VariableKind};
use crate::text::{Arg, CellRef, Phrase, Words};

use super::claim::{Middle, Replies};

/// Level of the interval by which "practically none" is judged: two one-sided tests at 5 %.
const EQUIVALENCE_LEVEL: f64 = 0.90;

/// What is known of the answer on one outcome.
#[derive(Clone, Debug)]
pub struct Facts {
    /// How outputs call the outcome.
    pub label: Words,
    /// Unit of the outcome.
    pub unit: Words,
    /// Sign of the good direction: 1, −1, or 0 where it was not declared.
    pub good: i8,
    /// What is compared with what.
    pub kind: Kind,
    /// Whether the state before is taken into account: by comparing changes, or by matching on it.
    pub state_before: bool,
    /// Whether the effect is a difference in changes (a baseline was used).
    pub of_changes: bool,
    /// Estimate and interval; absent where nothing could be estimated.
    pub number: Option<Number>,
    /// The middle beside the average, where a few very large values may drive the average.
    pub middle: Option<Middle>,
    /// A second reading of the same data that says otherwise than the interval of the number.
    pub disagreement: Option<Disagreement>,
    /// Why there is no number.
    pub why: Option<Phrase>,
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
    /// Whether sentences speak of the outcome in percentage points.
    pub in_points: bool,
    /// Whether the study has rounds, so that a next one is to come.
    pub rounds: bool,
    /// Units with a known outcome and units compared, of each group that there is.
    pub response: Vec<(usize, usize)>,
    /// Of those who took part: how many found a similar one, and how many there are.
    pub matched: Option<(usize, usize)>,
}

/// A second reading that excludes no change where the first does not, or the other way round, or points to the other side.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// Key of the companion: `wilcoxon`, `sign-test`, `t`, `permutation`, …
    pub with: String,
    /// What it is.
    pub title: Phrase,
    /// Its p-value.
    pub p_value: Option<f64>,
    /// Its interval, where it has one.
    pub interval: Option<(f64, f64)>,
    /// Side of zero on which the number of the finding lies: 1, −1, or 0 where its interval holds zero.
    pub side: i8,
    /// Side by the second reading.
    pub other: i8,
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
    /// Degrees of freedom of the t law by which the interval is read; absent where another law decided.
    pub df: Option<f64>,
    /// 90 % interval, for the two one-sided tests of "practically none".
    pub narrow: (f64, f64),
    /// Level of `interval`.
    pub level: f64,
    /// Key of the law that decided: `t`, `permutation`, `paired-shares`, … (see [`Law::key`](crate::infer::Law::key)).
    pub law: &'static str,
}

impl Number {
    /// From an estimate and its inference.
    pub fn of(estimate: &Estimate, inference: &Inference) -> Number {
        let of = &inference.headline;
        Number {
            estimate: estimate.effect(),
            std_error: inference.std_error,
            clusters: inference.clusters,
            df: of.df,
            interval: (of.low, of.high),
            narrow: of.law.interval(EQUIVALENCE_LEVEL),
            level: inference.level,
            law: of.law.key(),
        }
    }

    fn scaled(self, factor: f64) -> Number {
        let both = |(low, high): (f64, f64)| (low * factor, high * factor);
        Number {
            estimate: self.estimate * factor,
            std_error: self.std_error.map(|error| error * factor),
            clusters: self.clusters,
            df: self.df,
            law: self.law,
            interval: both(self.interval),
            narrow: both(self.narrow),
            level: self.level,
        }
    }
}

impl Facts {
    /// What is known of the `at`-th outcome of a step.
    pub fn of(step: &Step, answer: &Answer, at: usize) -> Facts {
        let (comparison, outcome, found) = (answer.comparison.as_ref(), &step.outcomes[at], &answer.outcomes[at]);
        let known = found.estimate.as_ref().ok();
        let of_changes = known.is_some_and(|(estimate, _)| estimate.of_changes);
        let balance = comparison.and_then(|comparison| comparison.balance.as_ref());
        Facts {
            number: known.map(|(estimate, inference)| Number::of(estimate, inference)),
            middle: known.and_then(|(estimate, _)| middle(estimate, outcome)),
            disagreement: known.and_then(|(estimate, inference)| disagreement(estimate, inference)),
            why: found.estimate.as_ref().err().cloned(),
            n: known.map_or_else(|| followed(found), |(estimate, _)| estimate.n),
            signs: found.signs,
            imbalance: found.balance.as_ref().or(balance).and_then(worst_imbalance),
            overlap: comparison.and_then(overlap),
            followed: found.flow.as_ref().and_then(known_share),
            detectable: known.and_then(|(_, inference)| inference.detectable()),
            replies: replies(step, found, of_changes),
            hidden: hidden_factor(found),
            response: response(found),
            matched: balance.map(|balance| (balance.units_after.0, balance.units_before.0)),
            ..Facts::asked(step, at, of_changes)
        }
    }

    /// What is known of an outcome before anything is found.
    fn asked(step: &Step, at: usize, of_changes: bool) -> Facts {
        let outcome = &step.outcomes[at];
        let matched_on = outcome.baseline.as_ref().is_some_and(|before| step.ask.covariates.contains(before));
        Facts {
            label: outcome.label.clone(),
            unit: outcome.unit.clone(),
            good: match outcome.better {
                Some(Better::Higher) => 1,
                Some(Better::Lower) => -1,
                None => 0,
            },
            kind: step.kind(),
            state_before: of_changes || matched_on && step.kind().is_alike(),
            of_changes,
            smallest_change: outcome.smallest_change,
            plausible: outcome.plausible,
            measured: outcome.measured,
            cases: Some((TableId::of(&step.id(), TableRole::Cases).to_string(), at)),
            in_points: outcome.in_points(),
            rounds: step.round.is_some(),
            ..Facts::nothing(Words::default())
        }
    }

    /// Nothing but a name.
    pub fn nothing(label: Words) -> Facts {
        Facts {
            label,
            unit: Words::default(),
            good: 0,
            kind: Kind::Matched,
            state_before: false,
            of_changes: false,
            number: None,
            middle: None,
            disagreement: None,
            why: None,
            n: (0, 0),
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
            in_points: false,
            rounds: false,
            response: Vec::new(),
            matched: None,
        }
    }

    /// Rung of the verb ladder that this analysis reached.
    pub fn rung(&self) -> Rung {
        self.kind.rung(self.state_before)
    }

    /// Units that changed, where units are compared with themselves.
    pub fn changed(&self) -> Option<usize> {
        self.signs.map(|(higher, _, lower)| higher + lower)
    }

    /// Cases in the smaller group; all of them where units are compared with themselves.
    pub fn smaller(&self) -> usize {
        if self.kind.is_paired() { self.n.0 } else { self.n.0.min(self.n.1) }
    }

    /// The same as sentences speak of it: shares in percentage points.
    pub fn as_said(&self) -> Facts {
        const POINTS: f64 = 100.0;
        if !self.in_points {
            return self.clone();
        }
        Facts {
            unit: Words::percentage_points(),
            number: self.number.map(|number| number.scaled(POINTS)),
            smallest_change: self.smallest_change.map(|change| change * POINTS),
            detectable: self.detectable.map(|change| change * POINTS),
            plausible: self.plausible.map(|change| change * POINTS),
            disagreement: self.disagreement.clone().map(|it| Disagreement {
                interval: it.interval.map(|(low, high)| (low * POINTS, high * POINTS)),
                ..it
            }),
            factor: POINTS,
            ..self.clone()
        }
    }

    /// A number of cases, as the table of cases says it.
    pub(super) fn units(&self, key: &str, n: usize) -> Arg {
        match &self.cases {
            Some((table, row)) => Arg::units_in(CellRef { table: table.clone(), row: *row, key: key.into() }, n),
            None => Arg::units(n),
        }
    }

    pub(super) fn treated(&self) -> Arg {
        self.units("treated", self.n.0)
    }

    pub(super) fn comparison(&self) -> Arg {
        self.units("comparison", self.n.1)
    }
}

/// How much a factor that was not measured would have to explain, where it was computed.
fn hidden_factor(found: &OutcomeAnswer) -> Option<f64> {
    found.stress.iter().find_map(|stress| stress.hidden)
}

/// Who answered, where some did not.
fn replies(step: &Step, found: &OutcomeAnswer, of_changes: bool) -> Option<Replies> {
    let flow = found.flow.as_ref()?;
    let lost = flow.lost_of_arms();
    let paired = step.kind().is_paired();
    let means = found.estimate.as_ref().ok().map(|(estimate, _)| match paired {
        true => (mean(estimate, TREATED) - mean(estimate, REFERENCE), 0.0),
        false => (mean(estimate, TREATED), mean(estimate, REFERENCE)),
    });
    let (treated, comparison) = match (flow.treated, flow.comparison) {
        (Some(treated), Some(comparison)) if !paired => {
            ((treated, treated + lost.0), (comparison, comparison + lost.1))
        }
        _ => ((flow.remaining, flow.remaining + flow.lost.iter().map(|lost| lost.count).sum::<usize>()), (0, 0)),
    };
    Some(Replies { treated, comparison, changes: means.filter(|_| paired || of_changes) })
}

/// Units whose outcome is known, where there is no estimate to say how many it rests on.
fn followed(found: &OutcomeAnswer) -> (usize, usize) {
    let flow = found.flow.as_ref();
    flow.map_or((0, 0), |flow| (flow.treated.unwrap_or(0), flow.comparison.unwrap_or(0)))
}

/// Of those compared, the share whose outcome (and state before) is known, in the arm where it is smaller.
fn known_share(flow: &FlowStep) -> Option<f64> {
    let lost = flow.lost_of_arms();
    let arms = [(flow.treated?, lost.0), (flow.comparison?, lost.1)];
    let shares =
        arms.iter().filter(|(known, lost)| known + lost > 0).map(|&(known, lost)| known as f64 / (known + lost) as f64);
    shares.reduce(f64::min)
}

fn mean(estimate: &Estimate, term: &str) -> f64 {
    estimate.term(term).unwrap_or(f64::NAN)
}

/// Second readings that may say otherwise, the most telling first.
const READINGS: [&str; 6] = ["wilcoxon", "wilcoxon-sets", "mann-whitney", "sign-test", "t", "permutation"];

/// The first second reading that is on another side of zero than the interval of the answer.
fn disagreement(estimate: &Estimate, inference: &Inference) -> Option<Disagreement> {
    let of = &inference.headline;
    let side = side_of((of.low, of.high));
    let companions = || inference.beside.iter().chain(&estimate.companions);
    let found = READINGS.iter().filter_map(|key| companions().find(|it| it.key == *key));
    let read = |it: &Companion| {
        let other = match it.interval {
            Some(interval) => side_of(interval),
            None if it.p_value? <= 1.0 - inference.level => direction(estimate),
            None => 0,
        };
        let (with, title) = (it.key.clone(), it.title.clone());
        (other != side).then_some(Disagreement { with, title, p_value: it.p_value, interval: it.interval, side, other })
    };
    found.filter_map(read).next()
}

fn side_of((low, high): (f64, f64)) -> i8 {
    i8::from(low > 0.0) - i8::from(high < 0.0)
}

/// Where the ranks point: the side of the Hodges–Lehmann estimate, else of more rises or falls, else of the average.
fn direction(estimate: &Estimate) -> i8 {
    let shift = estimate.companions.iter().find(|it| it.key.starts_with("hodges-lehmann")).and_then(|it| it.estimate);
    let signs = estimate.signs.map(|(higher, _, lower)| higher as f64 - lower as f64);
    let telling = |value: &f64| *value != 0.0;
    let value = shift.filter(telling).or(signs.filter(telling)).unwrap_or_else(|| estimate.effect());
    i8::from(value > 0.0) - i8::from(value < 0.0)
}

/// The companion that speaks for the middle.
fn middle(estimate: &Estimate, outcome: &PlannedOutcome) -> Option<Middle> {
    let companion = estimate.companions.iter().find(|companion| Some(&*companion.key) == estimate.middle)?;
    Some(Middle {
        estimate: companion.estimate?,
        interval: companion.interval,
        level: companion.level,
        amount: outcome.kind == Some(VariableKind::Amount),
    })
}

fn worst_imbalance(balance: &Balance) -> Option<(Words, f64)> {
    let worst = balance.worst()?;
    Some((worst.title(), worst.after.smd))
}

fn overlap(comparison: &Comparison) -> Option<f64> {
    let balance = comparison.balance.as_ref()?;
    Some(balance.units_after.0 as f64 / balance.units_before.0.max(1) as f64)
}

/// Known and asked in each group; without groups, of all.
fn response(found: &OutcomeAnswer) -> Vec<(usize, usize)> {
    let Some(flow) = &found.flow else { return Vec::new() };
    let lost = flow.lost_of_arms();
    let arms = [(flow.treated, lost.0), (flow.comparison, lost.1)];
    arms.into_iter().filter_map(|(known, lost)| known.map(|known| (known, known + lost))).collect()
}
