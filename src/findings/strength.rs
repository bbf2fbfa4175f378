//! How sure, in five steps that a reader without statistics can hold in mind. The ladder of verbs (`ladder`) governs; this
//! reads it for page one.

use crate::design::{Kind, Rung};
use crate::phrase;
use crate::text::Phrase;

use super::facts::Facts;
use super::ladder::Fall;
use super::{Check, Strength, Verdict};

/// Highest step.
pub const STEPS: u8 = 5;

/// The scale, as the brief explains it.
pub fn scale() -> Phrase {
    phrase!(
        "How sure: 1 before and after only, 2 unmatched others, 3 similar others, 4 similar others who were alike before, 5 a lottery or just either side of an award line. One dot less where many outcomes are missing, and where other analyses of the same data say otherwise."
    )
}

impl Strength {
    /// The strength of an answer before it is set beside others.
    pub(super) fn of(facts: &Facts, verdict: Verdict, checks: &[Check]) -> Strength {
        if verdict == Verdict::NotComparable {
            return Strength { step: 1, reasons: vec![phrase!("no similar others were found")] };
        }
        let mut strength = compared(facts);
        let lost = matches!(facts.fall(), Some(Fall::Lost(_)));
        let incomplete = checks.iter().any(|check| check.key == "follow-up" && !check.passed);
        if lost || incomplete {
            // A fall of the verb for losses has taken its step already.
            strength.lower(u8::from(!lost), phrase!("many outcomes are missing"));
        }
        if checks.iter().any(|check| check.key == "cases" && !check.passed) {
            strength.reasons.push(phrase!("few cases"));
        }
        strength
    }

    /// Other analyses of the same data say otherwise.
    pub(super) fn fragile(&mut self) {
        self.lower(1, phrase!("other ways to analyse the same data say otherwise"));
    }

    fn lower(&mut self, steps: u8, why: Phrase) {
        self.step = self.step.saturating_sub(steps).max(1);
        self.reasons.push(why);
    }
}

/// With whom was compared.
fn compared(facts: &Facts) -> Strength {
    let (step, reason) = match (facts.kind, facts.rung()) {
        (Kind::Change | Kind::Series, _) => (1, phrase!("before and after only")),
        (Kind::Respondents, _) => (1, phrase!("different people before and after")),
        (Kind::Surveys, _) => (2, phrase!("unmatched others, other people each time")),
        (Kind::Doses, _) => (2, phrase!("more received beside less received")),
        (Kind::Groups | Kind::Pooled, _) => (2, phrase!("unmatched others")),
        (Kind::Randomised, Rung::Effect) => (5, phrase!("chosen by lot")),
        (Kind::Cutoff, Rung::Effect) => (5, phrase!("compared at the line of award")),
        (Kind::Cohorts, Rung::ProbablyDueTo) => (4, phrase!("others who started later, alike before")),
        (Kind::Cohorts, _) => (3, phrase!("others who started later")),
        (_, Rung::Effect | Rung::ProbablyDueTo) => (4, phrase!("similar others, alike before")),
        _ => (3, similar(facts)),
    };
    Strength { step, reasons: vec![reason] }
}

/// Similar others, and why they are not more.
fn similar(facts: &Facts) -> Phrase {
    match facts.fall() {
        Some(Fall::Before(_)) => phrase!("similar others, but not alike before"),
        Some(Fall::Earlier(_)) => phrase!("similar others, who had changed differently already before"),
        Some(Fall::Start(_)) => phrase!("similar others, but an unusual start"),
        Some(Fall::NoLot(..)) => phrase!("called a lot, but not alike before"),
        Some(Fall::Lost(_)) if facts.kind == Kind::Randomised => phrase!("chosen by lot, but many are missing"),
        Some(Fall::Lost(_)) => phrase!("similar others"),
        None => phrase!("similar others, state before not known"),
    }
}
