//! What is known of an answer: all that claims, checks, standards of evidence and requests for data rest on, computed once.

mod beside;
mod from_answer;
mod number;

use crate::answer::Cautions;
use crate::design::advice::Advice;
use crate::design::{Estimand, Kind};
use crate::infer::multiplicity::Correction;
use crate::phrase;
use crate::study::Measured;
use crate::text::{Arg, CellRef, Phrase, Words};

use super::evidence::attrition::{Attrition, Boundary};
use super::evidence::equivalence::Covariate;

pub use crate::design::advice::LARGEST_IMBALANCE;
pub use beside::{Disagreement, Middle, Replies};
pub use number::{Number, narrow_level, side};
pub(super) use number::{declared, ends, quantity};

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
    /// Whose average was asked for.
    pub whose: Estimand,
    /// The step that the answer is told for, where it is asked what goes with more of something.
    pub step: Option<DoseStep>,
    /// Whether the state before is taken into account: by comparing changes, by adjusting for it, or since similar ones are compared
    /// of whom it is known.
    pub state_before: bool,
    /// The state before in the two groups, where there are others to compare with.
    pub before: Option<BaselineDifference>,
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
    /// What the two sides of a lottery differed in before by more than a lot leaves to chance, with the standardised difference.
    pub unlike_by_lot: Option<(Words, f64)>,
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
    /// What would make the groups comparable, where they are not.
    pub advice: Option<Advice>,
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

/// A step of what units received.
#[derive(Clone, Debug, PartialEq)]
pub struct DoseStep {
    /// How outputs call what they received.
    pub label: Words,
    /// Its unit.
    pub unit: Words,
    /// How much of it, in `unit`.
    pub per: f64,
}

impl DoseStep {
    /// "1,000,000 yen more of Grant".
    pub fn more(&self) -> Phrase {
        phrase!("{step} more of {dose}", step = declared(self.per, &self.unit), dose = &self.label)
    }
}

/// The state before of the outcome in the two groups analysed.
#[derive(Clone, Debug, PartialEq)]
pub struct BaselineDifference {
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
    /// Which family of the study, from 1.
    pub family: usize,
    /// How.
    pub correction: Correction,
    /// Whether the answer stands.
    pub stands: bool,
}

impl Facts {
    /// Nothing but a name.
    pub fn nothing(label: Words) -> Facts {
        Facts {
            label,
            unit: Words::default(),
            good: 0,
            kind: Kind::Matched,
            whose: Estimand::Att,
            step: None,
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
            unlike_by_lot: None,
            overlap: None,
            kept: None,
            followed: None,
            detectable: None,
            plausible: None,
            measured: None,
            cautions: Cautions::default(),
            pool: None,
            advice: None,
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

    /// "1,000,000 yen more of Grant", where it is asked what goes with more; else nothing.
    pub(super) fn more(&self) -> Phrase {
        self.step.as_ref().map_or_else(|| Phrase::verbatim(""), DoseStep::more)
    }

    /// Cases in the smaller group; all of them where units are compared with themselves.
    pub fn smaller(&self) -> usize {
        match self.kind {
            // A line through doses needs as many as two groups would.
            kind if kind.is_of_doses() => self.n.0 / 2,
            kind if kind.is_paired() => self.n.0,
            _ => self.n.0.min(self.n.1),
        }
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
            before: self.before.clone().map(|before| BaselineDifference {
                earlier: before.earlier.map(|number| number.scaled(POINTS)),
                ..before
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
