use crate::design::{Kind, Rung};
use crate::findings::{Claim, Finding, Verdict};
use crate::phrase;
use crate::text::Phrase;

/// What to do next. It follows from what the evidence allows, not from the direction of an estimate alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Go on, and keep measuring.
    Continue,
    /// Look for reasons and change something.
    Adjust,
    /// Change it or end it, if this outcome is its purpose.
    AdjustOrStop,
    /// Collect more before deciding.
    Collect,
}

/// The step that follows from a claim: without a comparison that supports a cause, always to collect more.
pub fn step(claim: &Claim) -> NextStep {
    match (claim.verdict, claim.rung) {
        (Verdict::Positive, Rung::ProbablyDueTo | Rung::Effect) => NextStep::Continue,
        (Verdict::Negative, Rung::ProbablyDueTo | Rung::Effect) => NextStep::Adjust,
        (Verdict::PracticallyNone, Rung::ProbablyDueTo | Rung::Effect) => NextStep::AdjustOrStop,
        _ => NextStep::Collect,
    }
}

impl NextStep {
    /// In a word.
    pub fn word(self) -> Phrase {
        match self {
            NextStep::Continue => phrase!("Continue, and keep measuring"),
            NextStep::Adjust => phrase!("Adjust"),
            NextStep::AdjustOrStop => phrase!("Adjust or stop"),
            NextStep::Collect => phrase!("Collect more before deciding"),
        }
    }

    /// Why, and how far it reaches.
    pub fn reason(self, finding: &Finding) -> Phrase {
        match self {
            NextStep::Continue => phrase!(
                "Continuing agrees with this result. It rests on one study: measure the next round in the same way, so that it can be confirmed or corrected."
            ),
            NextStep::Adjust => phrase!(
                "The result is the opposite of what was hoped for. Look for reasons with those concerned, change what can be changed, and measure again; one result alone is no ground for ending a program."
            ),
            NextStep::AdjustOrStop => phrase!(
                "The difference was smaller than what had been agreed to matter. If this outcome is what the program is for, change it or use the means elsewhere; other outcomes need their own answer."
            ),
            NextStep::Collect => collect(finding),
        }
    }
}

fn collect(finding: &Finding) -> Phrase {
    match (finding.claim.verdict, finding.kind()) {
        (Verdict::NotComparable, _) => phrase!(
            "Without similar ones to compare with, the result is no ground for continuing or for stopping. Find a comparison group first."
        ),
        (Verdict::TooSmall, _) => phrase!(
            "With so few cases the result is no ground for continuing or for stopping. Read the cases, and pool them with further rounds."
        ),
        (Verdict::Inconclusive, _) => phrase!(
            "These data cannot tell a change from chance, so they are no ground for continuing or for stopping. More cases would narrow the interval."
        ),
        (_, Kind::Groups) => phrase!(
            "Two groups that were not made alike are no ground for continuing or for stopping. Compare with similar ones, with the state before."
        ),
        (_, Kind::Doses) => phrase!(
            "That more goes with more is no ground for giving more: those who received more may have differed anyway. Compare with similar ones, or let a rule decide who receives more."
        ),
        (_, kind) if !kind.has_others() => phrase!(
            "A change without a comparison is no ground for continuing or for stopping. Ask the same of some who did not take part."
        ),
        (Verdict::Different, _) if finding.claim.rung >= Rung::ProbablyDueTo => phrase!(
            "The study does not say which direction is good, so nothing follows from the difference yet. Settle that with those concerned, then decide."
        ),
        _ if finding.baseline.is_some() => phrase!(
            "What was found goes together with taking part, but need not come from it: the checks beside the answer say why. Look for similar ones that were alike before as well, and follow all of both sides, before deciding."
        ),
        _ => phrase!(
            "What was found goes together with taking part, but need not come from it. Collect the state before, for both sides, before deciding."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_comparison_nothing_follows_but_to_collect_more() {
        let claim = |verdict, rung| Claim {
            verdict,
            rung,
            sentence: Phrase::verbatim(""),
            can_say: Vec::new(),
            cannot_say: Vec::new(),
            clauses: Vec::new(),
        };
        for verdict in [Verdict::Positive, Verdict::Negative, Verdict::PracticallyNone, Verdict::Inconclusive] {
            for rung in [Rung::Changed, Rung::Differed, Rung::Associated] {
                assert_eq!(step(&claim(verdict, rung)), NextStep::Collect);
            }
        }
        assert_eq!(step(&claim(Verdict::Positive, Rung::ProbablyDueTo)), NextStep::Continue);
        assert_eq!(step(&claim(Verdict::Inconclusive, Rung::Effect)), NextStep::Collect);
    }
}
