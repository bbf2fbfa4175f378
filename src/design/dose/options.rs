//! The options.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks what goes with more of something that units received: money, hours.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Dose {
    /// The variable that says how much each unit received; 0 for none.
    pub of: String,
    /// The step that the answer is told for, in the unit of the variable: 1000000 for each million more.
    pub per: f64,
    /// How covariates are made up for.
    pub model: Model,
    /// The law of the dose given the covariates, where it is modelled.
    pub law: Law,
    /// Doses at which the average outcome is told, beside the straight line.
    pub curve: Vec<f64>,
}

/// How covariates are made up for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// They stand in the regression of the outcome beside the dose.
    #[default]
    Linear,
    /// Units are weighted by the generalised propensity score, so that the dose no longer goes with them.
    Gps,
}

/// The law of the dose given the covariates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Law {
    /// Normal.
    #[default]
    Normal,
    /// The logarithm of the dose is normal: amounts that differ by factors.
    LogNormal,
}
