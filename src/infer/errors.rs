//! The methods of inference: which standard error, and by which law it is read.

use super::choose::{self, Error};
use super::robust::Correction;
use super::{Case, Infer, Inference};
use crate::card::Card;
use crate::phrase;
use crate::text::Phrase;

/// Makes a method without options; all of them share one card.
macro_rules! errors {
    ($($(#[$what:meta])+ $method:ident = $name:literal, |$case:ident| $infer:expr;)+) => {$(
        $(#[$what])+
        #[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        pub struct $method {}

        impl $method {
            /// Name in study files.
            pub const NAME: &'static str = $name;

            /// The card of standard errors.
            pub fn card() -> Card {
                super::card()
            }
        }

        impl Infer for $method {
            fn infer(&self, $case: Case<'_>) -> Result<Inference, Phrase> {
                $infer
            }
        }
    )+};
}

errors! {
    /// The law of the estimate where there is one; else clusters where there are any; else the method's own; else HC1.
    Auto = "auto", |case| choose::best(case);
    /// White's, without a correction.
    Hc0 = "hc0", |case| robust(case, Correction::Hc0);
    /// With n/(n−k).
    Hc1 = "hc1", |case| robust(case, Correction::Hc1);
    /// With leverages.
    Hc2 = "hc2", |case| robust(case, Correction::Hc2);
    /// With leverages, careful in small samples.
    Hc3 = "hc3", |case| robust(case, Correction::Hc3);
    /// By clusters, or matched sets.
    Cluster = "cluster", |case| clustered(case);
}

fn robust(case: Case<'_>, correction: Correction) -> Result<Inference, Phrase> {
    let linear = case.estimate.spread.linear.as_ref().ok_or_else(only_linear)?;
    by(case, choose::robustly(linear, correction)?)
}

fn clustered(case: Case<'_>) -> Result<Inference, Phrase> {
    let linear = case.estimate.spread.linear.as_ref().ok_or_else(only_linear)?;
    match &linear.cluster {
        Some(labels) => by(case, choose::clustered(linear, labels)?),
        None => Err(phrase!("Errors by clusters were asked for, but the data have no clusters or matched sets")),
    }
}

fn by(case: Case<'_>, error: Error) -> Result<Inference, Phrase> {
    choose::by_error(case, error)
}

fn only_linear() -> Phrase {
    phrase!("The standard error asked for exists only for regressions and differences in means")
}
