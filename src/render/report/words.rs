//! The report's own words for what the findings name by keys.

use crate::design::{Estimand, Rung};
use crate::findings::{Claim, Verdict};
use crate::phrase;
use crate::text::Phrase;

/// A verdict as the reports show it: key (for its colour), shape, word, meaning.
pub struct VerdictWords {
    /// Stable key.
    pub key: &'static str,
    /// Shape, the same in every output.
    pub glyph: &'static str,
    /// Word.
    pub word: Phrase,
    /// What it means.
    pub meaning: Phrase,
}

/// All verdicts by rung, in the order in which they are explained.
const ALL: [(Rung, Verdict); 13] = [
    (Rung::Effect, Verdict::Positive),
    (Rung::Effect, Verdict::Negative),
    (Rung::Effect, Verdict::Different),
    (Rung::Changed, Verdict::Positive),
    (Rung::Changed, Verdict::Negative),
    (Rung::Changed, Verdict::Different),
    (Rung::Differed, Verdict::Positive),
    (Rung::Differed, Verdict::Negative),
    (Rung::Differed, Verdict::Different),
    (Rung::Effect, Verdict::PracticallyNone),
    (Rung::Effect, Verdict::Inconclusive),
    (Rung::Effect, Verdict::TooSmall),
    (Rung::Effect, Verdict::NotComparable),
];

/// Every verdict with its meaning.
pub fn glossary() -> Vec<VerdictWords> {
    ALL.iter().map(|&(rung, verdict)| of(rung, verdict)).collect()
}

/// The words of a claim.
pub fn verdict(claim: &Claim) -> VerdictWords {
    of(claim.rung, claim.verdict)
}

/// Without a comparison, a change is not an effect: its word and colour are others.
fn of(rung: Rung, verdict: Verdict) -> VerdictWords {
    let (key, word, meaning) = match (rung, verdict) {
        (Rung::Changed, Verdict::Positive | Verdict::Negative | Verdict::Different) => changed(verdict),
        (Rung::Differed, Verdict::Positive | Verdict::Negative | Verdict::Different) => differed(verdict),
        _ => plain(verdict),
    };
    VerdictWords { key, glyph: glyph(verdict), word, meaning }
}

fn plain(verdict: Verdict) -> (&'static str, Phrase, Phrase) {
    match verdict {
        Verdict::Positive => (
            "positive",
            phrase!("For the better"),
            phrase!("The whole interval lies on the side that was declared good."),
        ),
        Verdict::Negative => (
            "negative",
            phrase!("For the worse"),
            phrase!("The whole interval lies on the side that was declared bad."),
        ),
        Verdict::Different => (
            "different",
            phrase!("Different"),
            phrase!("The whole interval lies on one side of zero; which side is good was not declared."),
        ),
        Verdict::PracticallyNone => (
            "practically_none",
            phrase!("Practically none"),
            phrase!("The 90% interval lies within the change that was agreed beforehand to be too small to matter."),
        ),
        Verdict::Inconclusive => (
            "inconclusive",
            phrase!("Inconclusive"),
            phrase!(
                "The interval allows both directions. This does not say that nothing happened: these data cannot tell."
            ),
        ),
        Verdict::TooSmall => (
            "too_small",
            phrase!("Too few to tell"),
            phrase!("There are too few cases for any statement beyond these cases, so no number is given."),
        ),
        Verdict::NotComparable => (
            "not_comparable",
            phrase!("Not comparable"),
            phrase!("No group was similar enough to compare with, so no number is given."),
        ),
    }
}

fn changed(verdict: Verdict) -> (&'static str, Phrase, Phrase) {
    match verdict {
        Verdict::Positive => (
            "changed_better",
            phrase!("Changed for the better (not an effect)"),
            phrase!(
                "Before and after only: the whole interval of the change lies on the side that was declared good. Without a comparison nobody can tell why."
            ),
        ),
        Verdict::Negative => (
            "changed_worse",
            phrase!("Changed for the worse (not an effect)"),
            phrase!(
                "Before and after only: the whole interval of the change lies on the side that was declared bad. Without a comparison nobody can tell why."
            ),
        ),
        _ => (
            "changed",
            phrase!("Changed (not an effect)"),
            phrase!(
                "Before and after only: the whole interval of the change lies on one side of zero; which side is good was not declared."
            ),
        ),
    }
}

fn differed(verdict: Verdict) -> (&'static str, Phrase, Phrase) {
    match verdict {
        Verdict::Positive => (
            "differed_better",
            phrase!("Different, for the better (not an effect)"),
            phrase!(
                "Two groups of different people: the whole interval of their difference lies on the side that was declared good. This does not show that anyone changed."
            ),
        ),
        Verdict::Negative => (
            "differed_worse",
            phrase!("Different, for the worse (not an effect)"),
            phrase!(
                "Two groups of different people: the whole interval of their difference lies on the side that was declared bad. This does not show that anyone changed."
            ),
        ),
        _ => (
            "differed",
            phrase!("Different (not an effect)"),
            phrase!(
                "Two groups of different people: the whole interval of their difference lies on one side of zero; which side is good was not declared."
            ),
        ),
    }
}

fn glyph(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Positive => "▲",
        Verdict::Negative => "▼",
        Verdict::Different => "◆",
        Verdict::PracticallyNone => "●",
        Verdict::Inconclusive => "◇",
        Verdict::TooSmall => "…",
        Verdict::NotComparable => "×",
    }
}

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
        "smallest_detectable" => phrase!("Smallest change this study could detect"),
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
