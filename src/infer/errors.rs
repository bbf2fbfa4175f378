//! The methods that read a standard error by a t law.

use super::choose::{self, Error};
use super::robust::SandwichCorrection;
use super::{Infer, Inference, InferenceCase};
use crate::card::Card;
use crate::estimate::Linear;
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
            fn infer(&self, $case: InferenceCase<'_>) -> Result<Inference, Phrase> {
                $infer
            }
        }
    )+};
}

errors! {
    /// The law of the counts or, with few cases, of the rearrangements; else CR2 by clusters; else the method's own error; else
    /// HC1.
    Auto = "auto", |case| choose::best(case);
    /// The standard error that goes with the estimate, by a t law whatever the number of cases.
    T = "t", |case| choose::by_own_error(case);
    /// White's, without a correction.
    Hc0 = "hc0", |case| robust(case, SandwichCorrection::Hc0);
    /// With n/(n−k).
    Hc1 = "hc1", |case| robust(case, SandwichCorrection::Hc1);
    /// With leverages.
    Hc2 = "hc2", |case| robust(case, SandwichCorrection::Hc2);
    /// With leverages, careful in small samples.
    Hc3 = "hc3", |case| robust(case, SandwichCorrection::Hc3);
    /// By clusters and matched sets, as sandwich does.
    Cluster = "cluster", |case| by_clusters(case, choose::clustered);
    /// By clusters and matched sets, without bias in small samples, with clubSandwich's degrees of freedom.
    Cr2 = "cr2", |case| by_clusters(case, choose::reduced);
}

fn robust(case: InferenceCase<'_>, correction: SandwichCorrection) -> Result<Inference, Phrase> {
    let linear = case.estimate.spread.linear.as_ref().ok_or_else(only_linear)?;
    choose::by_error(case, choose::robustly(linear, correction)?)
}

fn by_clusters(case: InferenceCase<'_>, error: fn(&Linear) -> Result<Error, Phrase>) -> Result<Inference, Phrase> {
    match &case.estimate.spread.linear {
        Some(linear) if !linear.ways().is_empty() => choose::by_error(case, error(linear)?),
        _ => Err(phrase!("Errors by clusters were asked for, but the data have no clusters or matched sets")),
    }
}

fn only_linear() -> Phrase {
    phrase!("The standard error asked for exists only for regressions and differences in means")
}
