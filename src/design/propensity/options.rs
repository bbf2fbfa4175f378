use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Weights units by the probability of taking part.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Propensity {
    /// How the probability is estimated.
    pub model: Model,
    /// Whether weights are multiplied by the share of the own group, so that each group adds up to its own number (ATE only).
    pub stabilised: bool,
    /// Weights above this quantile of those of the group are cut down to it: 0.99 the largest hundredth.
    pub trim: Option<f64>,
    /// Units whose probability is below this, or above 1 less this, are left out.
    pub bounds: Option<f64>,
    /// Whose units outside the range of the other group's probabilities are left out.
    pub discard: Discard,
    /// Whether the probability is estimated again after units were left out.
    pub again: Option<bool>,
    /// A variable that says how much each unit counts already, such as the weights of a survey.
    pub base: Option<String>,
}

/// How the probability of taking part is estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// Logistic regression; by Firth's method where the covariates tell the groups apart.
    #[default]
    Logit,
    /// Probit regression.
    Probit,
    /// Logistic regression by Firth's method, which keeps coefficients finite.
    Firth,
    /// A logit whose weights balance the averages (just-identified covariate balancing propensity score).
    Cbps,
    /// A logit for each group whose weights bring its averages to those of all (inverse probability tilting).
    Tilting,
}

/// Whose units are left out where the other group has none of such a probability.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Discard {
    /// Nobody's.
    #[default]
    None,
    /// Those of the units that took part.
    Treated,
    /// Those of the others.
    Comparison,
    /// Those of both.
    Both,
}
