//! The words of the verdicts, the same in every output.

use crate::design::Rung;
use crate::phrase;
use crate::text::Phrase;

use super::{Claim, Verdict};

/// A verdict as outputs show it.
pub struct VerdictWords {
    /// The verdict.
    pub verdict: Verdict,
    /// Stable key, by which outputs colour it.
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
pub fn words(claim: &Claim) -> VerdictWords {
    of(claim.rung, claim.verdict)
}

/// Without a comparison, a change is not an effect: its word and colour are others.
fn of(rung: Rung, verdict: Verdict) -> VerdictWords {
    let (key, word, meaning) = match (rung, verdict) {
        (Rung::Changed, Verdict::Positive | Verdict::Negative | Verdict::Different) => changed(verdict),
        (Rung::Differed, Verdict::Positive | Verdict::Negative | Verdict::Different) => differed(verdict),
        _ => plain(verdict),
    };
    VerdictWords { verdict, key, glyph: glyph(verdict), word, meaning }
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
            phrase!(
                "The whole interval lies within the change that was agreed beforehand to be too small to matter (two one-sided tests: the interval of 90% where the others are of 95%)."
            ),
        ),
        Verdict::Inconclusive => (
            "inconclusive",
            phrase!("Inconclusive"),
            phrase!(
                "The interval allows both directions or ends at none, or the number of outcomes asked, or those whose outcome is missing, may explain it. This does not say that nothing happened: these data cannot tell."
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
