//! The report's own words for what the findings name by keys.

use crate::design::Estimand;
use crate::phrase;
use crate::text::Phrase;

/// What a number of an estimate is, by key.
pub fn number(key: &str) -> Phrase {
    match key {
        "estimate" => phrase!("Estimate"),
        "interval" => phrase!("Confidence interval"),
        "std_error" => phrase!("Standard error"),
        "p_value" => phrase!("p-value (two-sided)"),
        "q_value" => phrase!("p-value corrected for the number of outcomes"),
        "df" => phrase!("Degrees of freedom"),
        "clusters" => phrase!("Clusters"),
        "mean_treated" => phrase!("Mean, took part"),
        "mean_comparison" => phrase!("Mean, comparison"),
        "change_treated" => phrase!("Mean change since before, took part"),
        "change_comparison" => phrase!("Mean change since before, comparison"),
        "mean_after" => phrase!("Mean after"),
        "mean_before" => phrase!("Mean before"),
        "standardised" => phrase!("In standard deviations"),
        "smallest_detectable" => phrase!("Smallest change that such a study finds with a chance of 80%"),
        "cases" => phrase!("Cases"),
        "answered_after" => phrase!("Answered after"),
        "answered_before" => phrase!("Answered before"),
        "treated" => phrase!("Took part"),
        "comparison" => phrase!("Comparison"),
        "effective" => phrase!("Effective numbers (took part / comparison)"),
        "method" => phrase!("Estimate by"),
        "inference" => phrase!("Uncertainty by"),
        other => Phrase::verbatim(other),
    }
}

/// Whose average effect is estimated.
pub fn estimand(estimand: Estimand) -> Phrase {
    match estimand {
        Estimand::Att => phrase!("average effect on those who took part (ATT)"),
        Estimand::Atc => phrase!("average effect on those who did not take part (ATC)"),
        Estimand::Ate => phrase!("average effect on all (ATE)"),
        Estimand::Overlap => {
            phrase!("average effect on those who might as well have taken part as not (overlap weights, ATO)")
        }
        Estimand::Matching => {
            phrase!("average effect on those who have a like one in the other group (matching weights, ATM)")
        }
        Estimand::MatchedTreated => phrase!(
            "average effect on the matched treated: those who took part on whom the answer rests, not all of them (not the ATT)"
        ),
        Estimand::Compared => phrase!(
            "average effect on those on whom the answer rests, not on all of those whose average was asked for (neither ATC nor ATE)"
        ),
        Estimand::None => phrase!("none: a change or a difference is described, not an effect"),
    }
}

/// A family of methods.
pub fn family(key: &str) -> Phrase {
    match key {
        "design" => phrase!("Who is compared"),
        "estimate" => phrase!("Estimate"),
        "inference" => phrase!("Uncertainty"),
        "sensitivity" => phrase!("Sensitivity"),
        other => Phrase::verbatim(other),
    }
}

/// An entry of a method's card.
pub fn card(key: &str) -> Phrase {
    match key {
        "answers" => phrase!("Answers"),
        "needs" => phrase!("Needs"),
        "assumes" => phrase!("Assumes"),
        "formula" => phrase!("Formula"),
        "breaks" => phrase!("Do not trust it when"),
        "same_as" => phrase!("Same as"),
        other => Phrase::verbatim(other),
    }
}
