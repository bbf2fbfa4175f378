//! Who is compared with whom, outcomes hidden.
//!
//! A [`Design`] is given a [`Blind`] view, which has no outcome columns, and returns a [`Comparison`]: units, arms, weights,
//! matched sets and balance.

pub mod advice;
pub mod balance;
mod before_after;
pub mod candidates;
mod cem;
pub mod charts;
mod dose;
mod entropy;
mod exact;
mod full;
pub mod further;
mod groups;
pub mod kind;
mod lots;
pub mod matching;
pub mod model_matrix;
pub mod nearest;
mod optimal;
pub mod power;
mod propensity;
mod randomised;
mod registry;
mod subclass;
mod surveys;
pub mod tables;
mod two_groups;
pub mod weighting;

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::card::Card;
use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::exhibit::{Frame, MethodFigure, Table};
use crate::panel::{Blind, FlowStep, Panel, VarRef};
use crate::text::{Phrase, Words};

pub use balance::{Balance, BalanceRow, BalanceSide, titled};
pub use kind::{Kind, Rung};
pub use lots::{Lots, Standard};
pub use matching::{MatchedSet, Pair, Partition, SetsOf};
pub use registry::{AnyDesign, CARDS, NAMES, TwoGroups, parse};

/// Whose average the effect is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Estimand {
    /// Average effect on the treated.
    #[default]
    Att,
    /// Average effect on the comparison units.
    Atc,
    /// Average effect on all.
    Ate,
    /// Average effect on those who might as well be in the other group: each counts by the probability to be there.
    #[serde(rename = "ATO")]
    Overlap,
    /// Average effect on those who have a like one in the other group, as in matching one by one, by weights.
    #[serde(rename = "ATM")]
    Matching,
    /// Average effect on those of the treated who are compared: the others lack a similar one, a characteristic or the outcome.
    #[serde(rename = "matched-treated")]
    MatchedTreated,
    /// Average effect on those whom the answer rests on, where not all are left whose average was asked for (ATC, ATE).
    #[serde(rename = "compared")]
    Compared,
    /// None: a change or a difference is described, not an effect.
    #[serde(rename = "none")]
    None,
}

impl Estimand {
    /// What a study may ask for.
    pub const ASKED: [Estimand; 5] =
        [Estimand::Att, Estimand::Atc, Estimand::Ate, Estimand::Overlap, Estimand::Matching];

    /// Whether it is that of a study which asks for none.
    pub fn is_default(&self) -> bool {
        *self == Estimand::default()
    }

    /// As a study writes it.
    pub fn written(self) -> &'static str {
        match self {
            Estimand::Atc => "ATC",
            Estimand::Ate => "ATE",
            Estimand::Overlap => "ATO",
            Estimand::Matching => "ATM",
            _ => "ATT",
        }
    }
}

/// One side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arm {
    /// Did not receive.
    Comparison,
    /// Received.
    Treated,
}

/// What a design is asked: a question resolved against the panel, outcomes left out.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Names the question and, where it is not its first, the design: tables and frames of the design begin with it.
    pub question: String,
    /// Who received: a yes/no variable (0/1). Absent where everybody did (before/after without a comparison).
    pub treatment: Option<VarRef>,
    /// What makes units comparable.
    pub covariates: Vec<VarRef>,
    /// Whose effect.
    pub estimand: Estimand,
    /// The periods before and after, where the question names them.
    pub periods: Option<(String, String)>,
    /// Where the question stands, for problems.
    pub place: Place,
}

/// A unit's weight in the comparison, and where it comes from.
#[derive(Clone, Debug)]
pub struct Weights {
    /// One for each unit of the comparison; 0 for a unit that is not used.
    pub values: Vec<f64>,
    /// Origin: standard errors must know it.
    pub origin: WeightOrigin,
}

/// Where weights come from.
#[derive(Clone, Debug)]
pub enum WeightOrigin {
    /// Given, or all equal.
    Fixed,
    /// Counts of matches, normalised to mean 1 among the used units of each arm.
    Matched,
    /// Estimated by a model, whose uncertainty matters.
    Estimated(Arc<dyn WeightModel>),
}

/// A model that weights were estimated by: its estimating equations, so that standard errors account for it
/// (M-estimation; Stefanski & Boos 2002).
pub trait WeightModel: Debug + Send + Sync {
    /// Estimating functions ψ, n × p, at the estimate.
    fn psi(&self) -> Array2<f64>;
    /// Σ ∂ψ/∂θ, p × p.
    fn hessian(&self) -> Array2<f64>;
    /// ∂w/∂θ, n × p.
    fn weight_derivative(&self) -> Array2<f64>;
    /// What each unit counted before, where that differs.
    fn base(&self) -> Option<&[f64]> {
        None
    }
}

/// How much each unit received, where it is asked what goes with more of it.
#[derive(Clone, Debug)]
pub struct Doses {
    /// One for each unit of the comparison, in `unit`; 0 for those who received none.
    pub values: Vec<f64>,
    /// How outputs call it.
    pub label: Words,
    /// Its unit.
    pub unit: Words,
    /// The step that the answer is told for, in `unit`.
    pub per: f64,
    /// Doses at which the average outcome is told, ascending; none where no curve is asked for.
    pub curve: Vec<f64>,
}

/// Fitted scores that distances were measured on.
#[derive(Clone, Debug)]
pub struct Scores {
    /// Model in words: "logit", "linear logit".
    pub model: String,
    /// The distance of each unit of the comparison: probability or linear predictor.
    pub distance: Vec<f64>,
    /// The fitted probability of each unit.
    pub probability: Vec<f64>,
    /// Term and coefficient.
    pub coefficients: Vec<(String, f64)>,
}

/// Who is compared with whom.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What is compared with what.
    pub kind: Kind,
    /// Whose effect. A caliper changes it to the matched treated; [`Comparison::population`] says so.
    pub estimand: Estimand,
    /// The population the estimate speaks of, in words.
    pub population: Phrase,
    /// Global indices of the candidate units, in canonical order.
    pub units: Vec<u32>,
    /// Arm of each.
    pub arm: Vec<Arm>,
    /// Weight of each.
    pub weights: Weights,
    /// How much each received, where that is what is asked about.
    pub dose: Option<Doses>,
    /// Units that are compared with each other, where the design makes such sets.
    pub sets: Option<Partition>,
    /// How they were assigned, where that was by lot.
    pub lots: Option<Lots>,
    /// Scores, where there is a model.
    pub scores: Option<Scores>,
    /// Balance, where there are two arms and covariates.
    pub balance: Option<Balance>,
    /// Steps from candidates to used units.
    pub flow: Vec<FlowStep>,
    /// What was done, in words and numbers: caliper and its scale, ties and how they were settled.
    pub notes: Vec<Phrase>,
    /// Further tables.
    pub tables: Vec<Table>,
    /// Figures of them.
    pub figures: Vec<MethodFigure>,
    /// Further frames.
    pub frames: Vec<Frame>,
}

impl Comparison {
    /// These units as they are: none weighs more than another, and nothing was made alike.
    pub fn plain(kind: Kind, population: Phrase, units: Vec<u32>, arm: Vec<Arm>) -> Comparison {
        Comparison {
            kind,
            estimand: Estimand::Att,
            population,
            weights: Weights { values: vec![1.0; units.len()], origin: WeightOrigin::Fixed },
            units,
            arm,
            dose: None,
            sets: None,
            lots: None,
            scores: None,
            balance: None,
            flow: Vec::new(),
            notes: Vec::new(),
            tables: Vec::new(),
            figures: Vec::new(),
            frames: Vec::new(),
        }
    }

    /// Set of each unit, numbered from 0; absent where there are no sets, or where they overlap.
    pub fn set_numbers(&self) -> Option<Vec<Option<u32>>> {
        self.sets.as_ref()?.numbers(self.units.len())
    }

    /// The same, where sets are clusters for standard errors, and as comparable with each other as pairs are; not so strata.
    pub fn clusters(&self) -> Option<Vec<Option<u32>>> {
        self.set_numbers()
            .filter(|_| self.sets.as_ref().is_some_and(|sets| matches!(sets.of, SetsOf::Matches | SetsOf::Full)))
    }

    /// Each treated unit with each of its comparison units, where distances are measured.
    pub fn pairs(&self) -> Vec<Pair> {
        self.sets.iter().flat_map(Partition::pairs).filter(|pair| !pair.distance.is_nan()).collect()
    }

    /// Positions in `units` of those that are used and among those analysed (global indices).
    pub fn used(&self, analysed: &[u32]) -> Vec<usize> {
        let known: BTreeSet<u32> = analysed.iter().copied().collect();
        let used = |&i: &usize| self.weights.values[i] > 0.0 && known.contains(&self.units[i]);
        (0..self.units.len()).filter(used).collect()
    }
}

/// What a design must be given beside what its kind needs, and what goes with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// What makes units comparable.
    pub covariates: bool,
    /// Estimators that fit; the first is the default.
    pub estimators: &'static [&'static str],
    /// Sensitivity analyses by default.
    pub sensitivity: &'static [&'static str],
}

/// A program whose choices a design can follow where they are matters of convention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// R's MatchIt.
    MatchIt,
}

/// How R recomputes a comparison and its estimates, in the scripts `replicate.R` and `analysis.R`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InR {
    /// A function takes outcome and state before as they stand in the data.
    Outcomes {
        /// Name of the function.
        function: &'static str,
        /// Its source.
        source: &'static str,
        /// Options as entries of the list `q` that the function is given last; it is not where there are none.
        options: String,
        /// The same as an analyst writes it, of `after`, `before`, `took_part`, the `covariates` and the data `q`.
        analysis: String,
    },
    /// A function makes the comparison anew from `q`, which holds the question and all options; estimates are least squares with
    /// its weights and sets.
    Comparison {
        /// Name of the function.
        function: &'static str,
        /// Its source.
        source: &'static str,
        /// The options as entries of the list `q`.
        options: String,
        /// What MatchIt's `matchit` is given beside formula and data.
        matchit: String,
    },
    /// A function makes the weights anew from `q`; errors that account for their estimation are not recomputed.
    Weights {
        /// Name of the function.
        function: &'static str,
        /// Its source.
        source: &'static str,
        /// The options as entries of the list `q`.
        options: String,
    },
}

/// A way to choose who is compared with whom.
pub trait Design {
    /// What is compared with what.
    fn kind(&self) -> Kind;

    /// What it must be given, and what goes with it.
    fn needs(&self) -> Needs;

    /// Compares. Outcomes are not in reach.
    ///
    /// # Errors
    /// [`Halt`] where there is no comparison to be made; the reason is in the sink.
    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt>;

    /// How R recomputes it.
    fn in_r(&self) -> InR;

    /// Variables that its options name, beside the question's own: key of the option, and the name.
    fn names(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// Calls the variables that its options name otherwise.
    fn rename(&mut self, _name: &dyn Fn(&str) -> String) {}

    /// What is wrong with its options, given the data: key of the option, and the problem.
    fn check(&self, _panel: &Panel) -> Vec<(&'static str, Diagnostic)> {
        Vec::new()
    }

    /// Settles options that follow from others where they are not given.
    fn settle(&mut self, _given: &dyn Fn(&str) -> bool) {}

    /// Its card as it holds for these options; `card` is that of the defaults.
    fn card(&self, card: Card) -> Card {
        card
    }

    /// Takes comparison units of the same value of a variable only. Returns whether it does.
    fn within(&mut self, _by: &VarRef) -> bool {
        false
    }

    /// What was assigned as a whole: its units hang together.
    fn assigned_whole(&self) -> Option<VarRef> {
        None
    }

    /// Whose average it can tell.
    fn estimands(&self) -> &'static [Estimand] {
        &[Estimand::Att]
    }

    /// Follows a program, except in options that were given.
    fn follow(&mut self, _peer: Peer, _given: &dyn Fn(&str) -> bool) {}
}

impl AnyDesign {
    /// Its card as it holds for its options.
    pub fn own_card(&self) -> Card {
        self.get().card(self.card())
    }

    /// Variables that its options name, each once.
    pub fn further(&self) -> Vec<VarRef> {
        let mut vars: Vec<VarRef> = Vec::new();
        for var in self.get().names().iter().map(|(_, name)| VarRef::parse(name)) {
            if !vars.contains(&var) {
                vars.push(var);
            }
        }
        vars
    }
}

/// The kind of a design by its name in study files. A name that is none is that of findings put together.
pub fn kind_of(name: &str) -> Kind {
    match parse(name, &serde_json::Map::new()) {
        Some(Ok(design)) => design.get().kind(),
        _ => Kind::Pooled,
    }
}
