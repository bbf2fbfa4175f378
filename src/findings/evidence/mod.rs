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

use super::{Facts, Standing, Verdict};
use attrition::Boundary;
use clusters::Clustered;

pub use nesta::LARGE_ENOUGH;
pub use sms::{LEAST_FOLLOW_UP, LEAST_SUPPORT};
pub use tables::{Equivalence, equivalence_table, evidence_table};
pub use wwc::{Rating, rating};

/// All that the standards look at.
#[derive(Clone, Debug)]
pub struct Appraisal {
    /// What is known of the answer.
    pub facts: Facts,
    /// The verdict on it.
    pub verdict: Verdict,
    /// By which boundary attrition is judged.
    pub boundary: Boundary,
    /// Whether all of one group belong to a single cluster.
    pub one_cluster: bool,
    /// Standardised effect, where the finding shows its number.
    pub size: Option<Size>,
    /// Confidence level.
    pub level: f64,
}

impl Appraisal {
    /// Largest standardised difference left between the groups, without sign.
    fn imbalance(&self) -> Option<f64> {
        self.facts.imbalance.as_ref().map(|(_, smd)| smd.abs())
    }

    /// Whether there are enough cases for a verdict.
    fn enough(&self) -> bool {
        self.verdict != Verdict::TooSmall
    }

    /// Whether the verdict says more than that it is open.
    fn decided(&self) -> bool {
        !self.verdict.withholds_number() && self.verdict != Verdict::Inconclusive
    }
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
pub fn standings(found: &Appraisal) -> Vec<Standing> {
    let level = sms::level(found);
    vec![wwc::standing(found), sms::standing(found, level), nesta::standing(found, level)]
}
