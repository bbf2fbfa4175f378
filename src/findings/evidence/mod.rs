//! Standards of evidence as rules: What Works Clearinghouse, Maryland scale, Nesta. Each says which level a finding reaches,
//! which rule decided it, and the cheapest step to the next level.
//!
//! The rules are those that a program can apply; where a standard leaves room, the reading here is said to be one. A level
//! says what data of this kind can show. Whether the change was good is the finding's verdict.

pub mod attrition;
pub mod clusters;
pub mod effect_size;
pub mod equivalence;
mod nesta;
mod sms;
mod tables;
mod wwc;

use super::Standing;
use attrition::{Attrition, Boundary};
use clusters::Clustered;
use equivalence::Covariate;

pub use nesta::LARGE_ENOUGH;
pub use sms::{LEAST_FOLLOW_UP, LEAST_SUPPORT};
pub use tables::{Equivalence, equivalence_table, evidence_table};
pub use wwc::{Rating, rating};

/// What kind of comparison a design makes, as standards tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The same units before and after, nobody compared with.
    BeforeAfter,
    /// Different respondents before and after.
    RepeatedCrossSections,
    /// Those who took part and similar ones who did not.
    Matched,
    /// Above and below a line of award.
    Cutoff,
    /// By lot.
    Randomised,
}

/// All that the standards look at.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Kind of comparison; absent where none could be made.
    pub kind: Kind,
    /// Whether the state before is taken into account: by comparing changes, or by matching on it.
    pub state_before: bool,
    /// Covariates among those analysed.
    pub covariates: Vec<Covariate>,
    /// Whether the state before of the outcome is among the covariates.
    pub baseline_checked: bool,
    /// Largest standardised difference left between the groups, without sign.
    pub imbalance: Option<f64>,
    /// Share of those who took part that found a similar one.
    pub overlap: Option<f64>,
    /// Share of those compared whose outcome is known, in the group where it is smaller.
    pub followed: Option<f64>,
    /// Losses between comparison and analysis.
    pub attrition: Option<Attrition>,
    /// By which boundary attrition is judged.
    pub boundary: Boundary,
    /// Whether all of one group belong to a single cluster.
    pub one_cluster: bool,
    /// Cases analysed: treated (or pairs), comparison.
    pub n: (usize, usize),
    /// Whether there are enough cases for a verdict.
    pub enough: bool,
    /// Whether the verdict says more than that it is open.
    pub decided: bool,
    /// Smallest change that the study would detect, with the smallest change that matters where it was declared.
    pub detectable: (Option<f64>, Option<f64>),
    /// Standardised effect, where the finding shows its number.
    pub size: Option<Size>,
    /// Confidence level.
    pub level: f64,
}

/// A standardised effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Hedges' g, or the Cox index of a yes/no outcome.
    pub value: f64,
    /// Whether the outcome takes two values only.
    pub binary: bool,
    /// What the correction for clusters makes of it, where clusters were declared.
    pub clustered: Option<Clustered>,
}

/// What each standard says, in the order of the card.
pub fn standings(facts: &Facts) -> Vec<Standing> {
    let level = sms::level(facts);
    vec![wwc::standing(facts), sms::standing(facts, level), nesta::standing(facts, level)]
}
