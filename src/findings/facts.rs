//! What is known of an answer: all that claims, checks, standards of evidence and requests for data rest on, computed once.

use crate::answer::{Answer, Cautions, OutcomeAnswer, PlannedOutcome, Step};
use crate::design::{Balance, BalanceRow, Comparison, Kind};
use crate::estimate::{Companion, Estimate, REFERENCE, TREATED};
use crate::exhibit::{TableId, TableRole};
use crate::infer::Inference;
use crate::infer::multiplicity::Correction;
use crate::panel::FlowStep;
use crate::study::{Better, Measured, VariableKind};
use crate::text::{Arg, CellRef, Phrase, Words};

use super::alike;
use super::claim::{Middle, Replies};
use super::evidence::attrition::{Attrition, Boundary};
use super::evidence::equivalence::Covariate;

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
    /// Whether the state before is taken into account: by comparing changes, by adjusting for it, or since similar ones are compared
    /// of whom it is known.
    pub state_before: bool,
    /// The state before in the two groups, where there are others to compare with.
    pub before: Option<Before>,
    /// What the groups were compared on, and the state before, among those analysed.
    pub covariates: Vec<Covariate>,
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
    /// Worst difference between groups that were made alike, after matching: covariates and the state before; label and SMD.
    pub imbalance: Option<(Words, f64)>,
    /// Share of the treated that found a similar unit.
    pub overlap: Option<f64>,
    /// Share of those who took part on whom the answer rests, of all of whom it is known that they did.
    pub kept: Option<f64>,
    /// Share of those compared whose outcome is known, in the arm where it is smaller.
    pub followed: Option<f64>,
    /// Smallest change that would be detected with probability 0.8.
    pub detectable: Option<f64>,
    /// Largest change that could plausibly occur, where it was declared.
    pub plausible: Option<f64>,
    /// How the outcome came to be known, where the study says so.
    pub measured: Option<Measured>,
    /// What the data themselves show that the answer must be read with.
    pub cautions: Cautions,
    /// Comparison units used, and all that there were to choose from, where partners were chosen.
    pub pool: Option<(usize, usize)>,
    /// What the choice of partners made less alike: label, SMD before and after.
    pub worsened: Option<(Words, f64, f64)>,
    /// The p-value corrected for the number of outcomes asked, where there are several.
    pub corrected: Option<Corrected>,
    /// Losses of the two groups between comparison and analysis.
    pub attrition: Option<Attrition>,
    /// The lowest and the highest estimate that those lost allow (Lee), where more are lost on one side.
    pub bounds: Option<(f64, f64)>,
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

/// The state before of the outcome in the two groups analysed.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    /// What it is called.
    pub label: Words,
    /// Stable key of its covariate: `income@2021`.
    pub term: String,
    /// Correlation with the outcome within the groups.
    pub correlation: Option<f64>,
    /// The same comparison of the change from a still earlier state to the state before, where there is one.
    pub earlier: Option<Number>,
    /// How far those who took part themselves moved from the earlier state to the state before, in standard deviations.
    pub moved: Option<f64>,
}

/// What is left of an answer when the number of outcomes asked is taken into account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corrected {
    /// The corrected p-value.
    pub p_value: f64,
    /// Outcomes that are corrected together, this one included.
    pub asked: usize,
    /// How.
    pub correction: Correction,
    /// Whether the answer stands.
    pub stands: bool,
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
    /// Interval at `narrow_level`, for the two one-sided tests of "practically none".
    pub narrow: (f64, f64),
    /// 1 − 2α, where `level` is 1 − α: 90 % beside 95 %.
    pub narrow_level: f64,
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
            narrow: of.law.interval(narrow_level(inference.level)),
            narrow_level: narrow_level(inference.level),
            level: inference.level,
            law: of.law.key(),
        }
    }

    /// On which side of zero the interval lies: 1, −1, or 0 where it includes zero.
    pub fn side(&self) -> i8 {
        i8::from(self.interval.0 > 0.0) - i8::from(self.interval.1 < 0.0)
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
            narrow_level: self.narrow_level,
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
            state_before: of_changes || found.before.is_some() && step.kind().is_alike(),
            imbalance: worst_imbalance(answer, found, step, at),
            covariates: alike::covariates(step, answer, at),
            why: found.estimate.as_ref().err().cloned(),
            n: known.map_or_else(|| followed(found), |(estimate, _)| estimate.n),
            signs: found.signs,
            overlap: comparison.and_then(overlap),
            kept: comparison.and_then(|comparison| kept(comparison, found)),
            followed: found.flow.as_ref().and_then(known_share),
            detectable: known.and_then(|(_, inference)| inference.detectable()),
            before: found.before.as_ref().map(|before| state_before(outcome, before)),
            cautions: found.cautions,
            pool: comparison.and_then(pool),
            worsened: balance.and_then(worsened),
            attrition: attrition(step, found),
            bounds: found.bounds,
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
        Facts {
            label: outcome.label.clone(),
            unit: outcome.unit.clone(),
            good: match outcome.better {
                Some(Better::Higher) => 1,
                Some(Better::Lower) => -1,
                None => 0,
            },
            kind: step.kind(),
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
            before: None,
            covariates: Vec::new(),
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
            kept: None,
            followed: None,
            detectable: None,
            plausible: None,
            measured: None,
            cautions: Cautions::default(),
            pool: None,
            worsened: None,
            corrected: None,
            attrition: None,
            bounds: None,
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

    /// Whether a covariate is the state before of the outcome.
    pub fn is_before(&self, it: &Covariate) -> bool {
        self.before.as_ref().is_some_and(|before| before.term == it.term)
    }

    /// Whether the interval excludes no difference, and the number of outcomes asked takes that away.
    pub fn falls_by_number(&self) -> bool {
        self.corrected.is_some_and(|corrected| !corrected.stands)
    }

    /// Whether more are lost, or lost on one side, than the boundary allows, and those lost could turn the answer round.
    pub fn falls_by_losses(&self) -> bool {
        let many = self.attrition.is_some_and(|lost| !lost.low(Boundary::default()));
        many && self.bounds.is_some_and(|(low, high)| low <= 0.0 && high >= 0.0)
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
            middle: self.middle.map(|middle| middle.scaled(POINTS)),
            smallest_change: self.smallest_change.map(|change| change * POINTS),
            detectable: self.detectable.map(|change| change * POINTS),
            plausible: self.plausible.map(|change| change * POINTS),
            disagreement: self.disagreement.clone().map(|it| Disagreement {
                interval: it.interval.map(|(low, high)| (low * POINTS, high * POINTS)),
                ..it
            }),
            bounds: self.bounds.map(|(low, high)| (low * POINTS, high * POINTS)),
            before: self
                .before
                .clone()
                .map(|before| Before { earlier: before.earlier.map(|number| number.scaled(POINTS)), ..before }),
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

/// Level of the interval of two one-sided tests at α, where intervals have 1 − α: 1 − 2α, as a person would write it.
pub fn narrow_level(level: f64) -> f64 {
    const WRITTEN: f64 = 1e12;
    ((2.0 * level - 1.0) * WRITTEN).round() / WRITTEN
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

/// The largest difference left between groups that were made alike: in what they were matched on, or in the state before.
fn worst_imbalance(answer: &Answer, found: &OutcomeAnswer, step: &Step, at: usize) -> Option<(Words, f64)> {
    let before = found.before.as_ref().filter(|_| step.kind().is_alike());
    let baseline = step.outcomes[at].baseline.as_ref().map(ToString::to_string);
    let rows = alike::balance(answer, found).into_iter().flat_map(|balance| &balance.rows);
    let rows = rows.filter(|row| row.term != "distance" && Some(&row.term) != baseline.as_ref());
    let title = |row: &BalanceRow| (row.title(), row.after.smd);
    let own = before.map(|before| (alike::before(&step.outcomes[at].label), before.row.after.smd));
    own.into_iter().chain(rows.map(title)).max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
}

fn state_before(outcome: &PlannedOutcome, before: &crate::answer::Before) -> Before {
    Before {
        label: alike::before(&outcome.label),
        term: before.row.term.clone(),
        correlation: before.correlation,
        earlier: before.earlier.as_ref().map(|earlier| Number::of(&earlier.estimate, &earlier.inference)),
        moved: before
            .earlier
            .as_ref()
            .map(|earlier| mean(&earlier.estimate, TREATED) / before.row.after.sd_treated)
            .filter(|moved| moved.is_finite()),
    }
}

/// Losses of the two groups.
fn attrition(step: &Step, found: &OutcomeAnswer) -> Option<Attrition> {
    let flow = found.flow.as_ref().filter(|_| step.kind().has_others())?;
    let (lost, kept) = (flow.lost_of_arms(), (flow.treated?, flow.comparison?));
    Attrition::of((kept.0 + lost.0, kept.1 + lost.1), kept)
}

/// Of comparison units among whom partners were chosen: used, and all.
fn pool(comparison: &Comparison) -> Option<(usize, usize)> {
    let balance = comparison.balance.as_ref().filter(|_| !comparison.pairs().is_empty())?;
    Some((balance.units_after.1, balance.units_before.1))
}

/// What became less alike by matching, the most.
fn worsened(balance: &Balance) -> Option<(Words, f64, f64)> {
    const NOTICED: f64 = 0.1;
    let more = |row: &BalanceRow| row.after.smd.abs() - row.before.smd.abs();
    let rows = balance.rows.iter().filter(|row| row.term != "distance" && more(row) > NOTICED);
    let worst = rows.max_by(|a, b| more(a).total_cmp(&more(b)))?;
    Some((worst.title(), worst.before.smd, worst.after.smd))
}

/// Of those who took part, the share on whom the answer rests; the others lacked a characteristic, a similar one, or the outcome.
fn kept(comparison: &Comparison, found: &OutcomeAnswer) -> Option<f64> {
    let flow = found.flow.as_ref().filter(|_| comparison.kind.is_alike())?;
    let lost = |step: &FlowStep| step.lost.iter().filter_map(|lost| lost.treated).sum::<usize>();
    let first = comparison.flow.first()?;
    let all = first.treated? + lost(first);
    (all > 0).then(|| flow.treated.unwrap_or(0) as f64 / all as f64)
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
