use crate::design::Rung;
use crate::findings::{Claim, Verdict};
use crate::phrase;
use crate::text::Phrase;

/// All verdicts, in the order in which they are explained.
pub(super) const ALL: [Verdict; 7] = [
    Verdict::Positive,
    Verdict::Negative,
    Verdict::Different,
    Verdict::PracticallyNone,
    Verdict::Inconclusive,
    Verdict::TooSmall,
    Verdict::NotComparable,
];

/// The word for a verdict.
pub(super) fn word(verdict: Verdict) -> Phrase {
    match verdict {
        Verdict::Positive => phrase!("For the better"),
        Verdict::Negative => phrase!("For the worse"),
        Verdict::Different => phrase!("Different"),
        Verdict::PracticallyNone => phrase!("Practically none"),
        Verdict::Inconclusive => phrase!("Inconclusive"),
        Verdict::TooSmall => phrase!("Too few to tell"),
        Verdict::NotComparable => phrase!("Not comparable"),
    }
}

/// The word for a claim: without a comparison, a change is not an effect.
pub(super) fn said(claim: &Claim) -> Phrase {
    match (claim.rung, claim.verdict) {
        (Rung::Differed, Verdict::Positive) => phrase!("Different, for the better (not an effect)"),
        (Rung::Differed, Verdict::Negative) => phrase!("Different, for the worse (not an effect)"),
        (Rung::Differed, Verdict::Different) => phrase!("Different (not an effect)"),
        (Rung::Changed, Verdict::Positive) => phrase!("Changed for the better (not an effect)"),
        (Rung::Changed, Verdict::Negative) => phrase!("Changed for the worse (not an effect)"),
        (Rung::Changed, Verdict::Different) => phrase!("Changed (not an effect)"),
        (_, verdict) => word(verdict),
    }
}

/// What the word means.
pub(super) fn meaning(verdict: Verdict) -> Phrase {
    match verdict {
        Verdict::Positive => phrase!("The whole interval lies on the good side of zero."),
        Verdict::Negative => phrase!("The whole interval lies on the bad side of zero."),
        Verdict::Different => {
            phrase!("The whole interval lies on one side of zero; which side is good was not declared.")
        }
        Verdict::PracticallyNone => {
            phrase!("The 90% interval lies within the smallest change that was declared to matter.")
        }
        Verdict::Inconclusive => {
            phrase!("The interval allows both directions. This does not mean that there is no difference.")
        }
        Verdict::TooSmall => phrase!("So few cases that no statement beyond these cases is possible."),
        Verdict::NotComparable => phrase!("No similar cases were found to compare with, so that no number is given."),
    }
}
