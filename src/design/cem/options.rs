use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::math::bins;
use crate::text::r;

/// Compares those who took part with those who are in the same bin of every covariate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Cem {
    /// How numbers are put into bins: `sturges`, `fd`, `scott`, a number of bins of equal width, points between bins, or
    /// `{ parts = 5 }` for parts of equal number.
    pub bins: Cut,
    /// The same for single covariates.
    pub cutpoints: BTreeMap<String, Cut>,
    /// Levels of categories that count as one.
    pub groups: BTreeMap<String, Vec<Vec<String>>>,
    /// Whether equally many of both groups are kept in each stratum, the nearest to each other by Mahalanobis distance.
    pub k2k: bool,
    /// Further variables that must be equal, beside the covariates.
    pub also: Vec<String>,
}

/// How a number is put into bins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Cut {
    /// By a rule.
    Rule(Rule),
    /// Into bins of equal width.
    Number(NonZeroUsize),
    /// At these points; a value on a point is above it.
    At(Vec<f64>),
    /// Into parts of equal number.
    Parts(Parts),
}

/// Parts of equal number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// How many.
    pub parts: NonZeroUsize,
}

/// How many bins of equal width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Sturges.
    #[default]
    Sturges,
    /// Freedman and Diaconis.
    Fd,
    /// Scott.
    Scott,
}

impl Default for Cut {
    fn default() -> Cut {
        Cut::Rule(Rule::default())
    }
}

impl Cut {
    /// The points between the bins of these values, ascending.
    pub fn points(&self, values: &[f64]) -> Vec<f64> {
        match self {
            Cut::Rule(Rule::Sturges) => bins::equal_widths(values, bins::sturges(values.len())),
            Cut::Rule(Rule::Fd) => bins::equal_widths(values, bins::freedman_diaconis(values)),
            Cut::Rule(Rule::Scott) => bins::equal_widths(values, bins::scott(values)),
            Cut::Number(n) => bins::equal_widths(values, n.get()),
            Cut::Parts(it) => bins::equal_numbers(values, it.parts.get()),
            Cut::At(points) => {
                let mut points = points.clone();
                points.sort_by(f64::total_cmp);
                points
            }
        }
    }

    /// As R's script and MatchIt take it.
    pub fn in_r(&self) -> String {
        match self {
            Cut::Rule(Rule::Sturges) => "\"sturges\"".into(),
            Cut::Rule(Rule::Fd) => "\"fd\"".into(),
            Cut::Rule(Rule::Scott) => "\"scott\"".into(),
            Cut::Number(n) => n.to_string(),
            Cut::Parts(it) => r::quoted(&format!("q{}", it.parts)),
            // A single number is a number of bins to MatchIt; the same point twice is one point.
            Cut::At(points) => {
                let twice = if points.len() == 1 { points.repeat(2) } else { points.clone() };
                let points: Vec<String> = twice.iter().map(|&point| r::number(point)).collect();
                format!("c({})", points.join(", "))
            }
        }
    }
}
