//! The fitted probability to be treated.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use ndarray::{Array2, s};

use crate::design::model_matrix::model_matrix;
use crate::design::{Ask, Scores};
use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::glm::{Logit, LogitOptions, logit};
use crate::panel::VariableColumn;
use crate::phrase;
use crate::text::Phrase;

/// What distances are measured on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Distance {
    /// The fitted probability to be treated.
    #[default]
    Logit,
    /// Its logit.
    LinearLogit,
    /// No score: the distance of the covariates by their covariance within the groups.
    Mahalanobis,
}

impl Distance {
    /// In words.
    pub fn said(self) -> Phrase {
        match self {
            Distance::Logit => phrase!("the probability to be treated, by logistic regression"),
            Distance::LinearLogit => phrase!("the logit of the probability to be treated"),
            Distance::Mahalanobis => {
                phrase!(
                    "all covariates together (Mahalanobis distance: what goes together within the groups counts once)"
                )
            }
        }
    }

    /// As arguments of MatchIt's `matchit`.
    pub fn in_matchit(self) -> &'static str {
        match self {
            Distance::Logit => "distance = \"glm\", link = \"logit\"",
            Distance::LinearLogit => "distance = \"glm\", link = \"linear.logit\"",
            Distance::Mahalanobis => "distance = \"mahalanobis\"",
        }
    }
}

/// The score of designs that need one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ScoreScale {
    /// The fitted probability to be treated.
    #[default]
    Logit,
    /// Its logit.
    LinearLogit,
}

impl ScoreScale {
    /// In words.
    pub fn said(self) -> Phrase {
        match self {
            ScoreScale::Logit => Distance::Logit.said(),
            ScoreScale::LinearLogit => Distance::LinearLogit.said(),
        }
    }

    /// As MatchIt calls the link.
    pub fn in_r(self) -> &'static str {
        match self {
            ScoreScale::Logit => "logit",
            ScoreScale::LinearLogit => "linear.logit",
        }
    }
}

/// What is fitted, and how.
#[derive(Clone, Copy, Debug)]
pub struct ScoreModel {
    /// Whether distances are measured on the logit of the probability.
    pub linear: bool,
    /// When the fit has settled.
    pub options: LogitOptions,
}

/// Name of the constant in tables of coefficients.
const INTERCEPT: &str = "(intercept)";

/// Fits the probability to be treated on all covariates and measures distances on it. Values stand as the columns do.
///
/// # Errors
/// [`Halt`] where the model cannot be fitted.
pub fn fit(
    model: ScoreModel,
    columns: &[VariableColumn],
    treated: &[bool],
    ask: &Ask,
    sink: &mut Sink,
) -> Result<Scores, Halt> {
    let matrix = model_matrix(columns);
    let (rows, width) = matrix.x.dim();
    let mut x = Array2::ones((rows, width + 1));
    x.slice_mut(s![.., 1..]).assign(&matrix.x);
    let names: Vec<String> = std::iter::once(INTERCEPT.to_string()).chain(matrix.names).collect();
    let y: Vec<f64> = treated.iter().map(|&treated| f64::from(treated)).collect();
    let Ok(fit) = logit(x.view(), &y, None, model.options) else {
        let message = phrase!("The score cannot be fitted: a covariate holds a value that is not finite");
        return Err(sink.halt(Diagnostic::error("score", message).at(ask.place.clone())));
    };
    warn(&fit, &names, ask, sink);
    let coefficients = fit.kept.iter().zip(&fit.coefficients).map(|(&k, &b)| (names[k].clone(), b)).collect();
    let (name, distance) = if model.linear { ("linear logit", fit.linear) } else { ("logit", fit.fitted.clone()) };
    Ok(Scores { model: name.into(), distance, probability: fit.fitted, coefficients })
}

fn warn(fit: &Logit, names: &[String], ask: &Ask, sink: &mut Sink) {
    let mut warn =
        |code: &str, message, hint| sink.push(Diagnostic::warning(code, message).at(ask.place.clone()).hint(hint));
    if !fit.dropped.is_empty() {
        let dropped: Vec<&str> = fit.dropped.iter().map(|&k| names[k].as_str()).collect();
        let message = phrase!(
            "{names} {names?says|say} nothing beyond the other covariates and {names?is|are} left out of the score",
            names = dropped
        );
        warn("collinear", message, phrase!("Remove covariates that are sums or copies of others"));
    }
    if let Some(separation) = &fit.separation {
        let hint = phrase!("Use fewer covariates, join small categories, or name the variable under exact");
        warn("separation", separation.describe(names), hint);
    } else if !fit.converged {
        let message = phrase!("The fit of the score did not settle after {n} iterations", n = fit.iterations);
        warn("not-converged", message, phrase!("Use fewer covariates, or covariates on similar scales"));
    }
}
