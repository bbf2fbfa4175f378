//! One answer, as data.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::answer::{Grain, LargestOf, Role};
use crate::design::{self, Estimand, Kind, Rung};
use crate::estimate::Companion;
use crate::infer::multiplicity::Correction;
use crate::text::{Lang, Phrase, Precision, Words};

/// One answer: a question, an outcome, a design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// `question/outcome`, with `/design` where a question has several.
    pub id: String,
    /// Question id.
    pub question: String,
    /// Outcome variable.
    pub outcome: String,
    /// How outputs call the period at which it was measured, where the sources write it otherwise than it is known: R4 for 2022.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// How outputs call the period of the state before, where it is another period of the same variable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Column of the data that holds the same thing before, where the question names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<String>,
    /// Whether the effect is a difference in changes since the baseline.
    #[serde(default)]
    pub of_changes: bool,
    /// How outputs call the outcome.
    pub label: Words,
    /// Unit of the outcome.
    pub unit: Words,
    /// The step that its number is told for, where it is asked what goes with more of something: "1,000,000 yen more of Grant".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Phrase>,
    /// Whether its values are shares of 1, which people read in percent and their differences in percentage points.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_points: bool,
    /// Whose effect.
    pub estimand: Estimand,
    /// Design by name.
    pub design: String,
    /// Primary or not.
    pub role: Role,
    /// The number; absent where it is withheld.
    pub effect: Option<Effect>,
    /// Means and standardised size.
    pub describe: Describe,
    /// How coarse the values of the outcome are; internal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grain: Option<Grain>,
    /// The largest values behind it; not stored, since what follows from them is decided before.
    #[serde(skip)]
    pub largest: LargestOf,
    /// How finely the public edition says its numbers; internal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits: Option<Digits>,
    /// Cases.
    pub sample: SampleInfo,
    /// Second ways to say the same.
    pub companions: Vec<Companion>,
    /// What may be said.
    pub claim: Claim,
    /// How fragile: key, numbers, reading.
    pub sensitivity: Vec<SensitivityInfo>,
    /// Checks that the answer rests on.
    pub checks: Vec<Check>,
    /// Warnings of estimation.
    pub notes: Vec<Phrase>,
    /// The sentence in each language.
    pub texts: BTreeMap<Lang, String>,
    /// Ids of tables of this finding.
    pub tables: Vec<String>,
    /// What standards of evidence say of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub standings: Vec<Standing>,
    /// How sure, in five steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Strength>,
    /// p-value corrected for the number of outcomes of its family, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q_value: Option<f64>,
    /// How it was corrected, and how many outcomes were asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<FamilyInfo>,
}

/// Outcomes that are corrected together for their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FamilyInfo {
    /// How.
    pub correction: Correction,
    /// Outcomes asked.
    pub asked: usize,
    /// Which family of the study, from 1; parts of the data have families of their own.
    #[serde(default)]
    pub number: usize,
}

impl Finding {
    /// What is compared with what.
    pub fn kind(&self) -> Kind {
        design::kind_of(&self.design)
    }
}

/// Steps of strength, and why not more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Strength {
    /// 1 before and after only, 2 unmatched others, 3 similar others, 4 similar others who were alike before, 5 a lottery or
    /// just either side of an award line; one less where many outcomes are missing, one less where other analyses of the same data say
    /// otherwise.
    pub step: u8,
    /// With whom was compared, and what took a step away.
    pub reasons: Vec<Phrase>,
}

/// What a standard of evidence says of a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// Stable key: `wwc`, `sms`, `nesta`.
    pub standard: String,
    /// How outputs call the standard.
    pub title: Phrase,
    /// Level reached, where the standard has numbered ones.
    pub level: Option<u8>,
    /// Highest level of the standard.
    pub of: Option<u8>,
    /// The level in words.
    pub verdict: Phrase,
    /// The rule that decided it.
    pub rule: Phrase,
    /// The cheapest step to the next level; absent at the highest that software can tell.
    pub next: Option<Phrase>,
    /// What it rests on: label and value.
    pub details: Vec<(Phrase, Phrase)>,
}

/// How finely the public edition says the numbers of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Digits {
    /// Numbers in units of the outcome are whole multiples of this.
    pub step: f64,
    /// Whether the estimate is said at all.
    pub estimate: bool,
    /// Whether its interval is said, and what is made of it.
    pub interval: bool,
    /// Whether the means behind it are said.
    #[serde(default = "yes")]
    pub means: bool,
}

fn yes() -> bool {
    true
}

/// The number and how sure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Effect {
    /// Estimate in units of the outcome.
    pub estimate: f64,
    /// Standard error.
    pub std_error: Option<f64>,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Two-sided p-value.
    pub p_value: f64,
    /// Degrees of freedom.
    pub df: Option<f64>,
    /// Level of the interval.
    pub level: f64,
    /// Key of the law by which interval and p-value are read: `t`, `permutation`, `paired-shares`, …
    #[serde(default)]
    pub law: String,
    /// The interval by which "practically none" is judged: two one-sided tests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equivalence: Option<Interval>,
    /// Number of clusters.
    pub clusters: Option<usize>,
    /// Estimate: method in words.
    pub method: Phrase,
    /// Inference: method in words.
    pub inference: Phrase,
}

/// An interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Interval {
    /// Its level.
    pub level: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Means and sizes behind the effect.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Describe {
    /// Mean of the treated (after).
    pub mean_treated: Option<f64>,
    /// Mean of the comparison units, or of the treated before.
    pub mean_reference: Option<f64>,
    /// Effect in standard deviations.
    pub standardised: Option<f64>,
    /// Which standard deviation.
    pub scale: Option<Phrase>,
    /// Higher, equal, lower: counts of changes, where units are paired with themselves.
    pub signs: Option<(usize, usize, usize)>,
    /// Smallest change that this study would detect with probability 0.8 at this level, two-sided.
    pub smallest_detectable: Option<f64>,
    /// Smallest change that had been agreed to matter, as sentences say it: shares in percentage points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smallest_change: Option<f64>,
    /// How people read its numbers, in the unit in which they are said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
}

/// Cases.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SampleInfo {
    /// Treated (or pairs before/after).
    pub treated: usize,
    /// Comparison units.
    pub comparison: usize,
    /// Effective numbers: treated, comparison.
    pub effective: (f64, f64),
    /// Whether the numbers are not shown in this edition; they are 0 then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
}

/// A sensitivity analysis as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SensitivityInfo {
    /// Stable key.
    pub key: String,
    /// Numbers by key.
    pub values: Vec<(String, f64)>,
    /// What it means here.
    pub reading: Phrase,
}

/// A check that the answer rests on: what passing and failing mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// Stable key: `balance`, `cases`, `overlap`.
    pub key: String,
    /// Passed, or to be looked at.
    pub passed: bool,
    /// What was found.
    pub text: Phrase,
}

/// Verdict on an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The interval lies on the good side of zero.
    Positive,
    /// The interval lies on the bad side of zero.
    Negative,
    /// The interval lies on one side of zero, but which side is good was not declared.
    Different,
    /// The 90 % interval lies within the smallest change that matters.
    PracticallyNone,
    /// The interval allows both directions.
    Inconclusive,
    /// Too few cases for any statement beyond them.
    TooSmall,
    /// No similar units: no number is given.
    NotComparable,
}

/// What may be said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// Verdict.
    pub verdict: Verdict,
    /// Rung of the verb ladder.
    pub rung: Rung,
    /// The sentence, not yet in any language.
    pub sentence: Phrase,
    /// What one can say (three lines at most).
    pub can_say: Vec<Phrase>,
    /// What one cannot say.
    pub cannot_say: Vec<Phrase>,
    /// What must be said with the sentence: fragile, one of many, answers missing, told by those concerned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clauses: Vec<Phrase>,
}
