use crate::findings::Standing;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::{Facts, Kind};

/// Cases in the smaller group that count as a large sample, where no smallest change that matters was declared.
pub const LARGE_ENOUGH: usize = 30;
/// Highest level of the standard.
const HIGHEST: u8 = 5;
/// Level of the Maryland scale from which a comparison counts as one.
const LEAST_SMS: u8 = 3;

fn level(facts: &Facts, sms: u8) -> Option<u8> {
    match facts.n.0 + facts.n.1 {
        0 => None,
        _ if sms >= LEAST_SMS && large(facts) => Some(3),
        _ => Some(2),
    }
}

/// Whether the sample is large enough: to detect the smallest change that matters, or by a rule of thumb where none was declared
/// or the question was decided all the same.
fn large(facts: &Facts) -> bool {
    let by_change = match facts.detectable {
        (Some(detectable), Some(matters)) => Some(detectable <= matters),
        _ => None,
    };
    let by_number = smaller(facts) >= LARGE_ENOUGH;
    facts.enough && (by_change.unwrap_or(by_number) || by_number && facts.decided)
}

fn smaller(facts: &Facts) -> usize {
    if facts.kind == Kind::BeforeAfter { facts.n.0 } else { facts.n.0.min(facts.n.1) }
}

pub(super) fn standing(facts: &Facts, sms: u8) -> Standing {
    let level = level(facts, sms);
    Standing {
        standard: "nesta".into(),
        title: phrase!("Nesta Standards of Evidence"),
        level,
        of: Some(HIGHEST),
        verdict: verdict(level),
        rule: rule(level, facts, sms),
        next: next(level, facts, sms),
        details: Vec::new(),
    }
}

fn verdict(level: Option<u8>) -> Phrase {
    match level {
        None => phrase!("No level yet: no outcome is known"),
        Some(3) => phrase!("Level 3 of 5: a comparison group and a large enough sample"),
        Some(_) => phrase!("Level 2 of 5: data that can show a change, but not what caused it"),
    }
}

fn rule(level: Option<u8>, facts: &Facts, sms: u8) -> Phrase {
    match level {
        None => phrase!(
            "Level 2 needs data on the outcome; level 1 is an account of how the program works, which no software can judge"
        ),
        Some(3) => phrase!(
            "Maryland scale {sms}, and a sample that is large enough; levels 4 and 5 (repeated by others, at scale) are for people to judge",
            sms = sms
        ),
        Some(_) if sms < LEAST_SMS => phrase!(
            "There are data on the outcome, but the comparison does not reach level 3 of the Maryland scale (it reaches {sms})",
            sms = sms
        ),
        Some(_) => small(facts),
    }
}

fn small(facts: &Facts) -> Phrase {
    match facts.detectable {
        (Some(_), Some(_)) if facts.enough => {
            phrase!(
                "There is a comparison group, but the sample is too small to detect the smallest change that matters"
            )
        }
        _ => phrase!(
            "There is a comparison group, but the sample is too small: {n} in the smaller group, and {least} are taken to be enough (as understood here)",
            n = Arg::units(smaller(facts)),
            least = LARGE_ENOUGH
        ),
    }
}

fn next(level: Option<u8>, facts: &Facts, sms: u8) -> Option<Phrase> {
    match level {
        None => Some(phrase!("Collect the outcome of those who took part")),
        Some(3) => None,
        Some(_) if sms < LEAST_SMS => Some(match facts.kind {
            Kind::BeforeAfter | Kind::RepeatedCrossSections => phrase!(
                "Add similar units that did not take part, with the same values from before and after: level 3 is then within reach"
            ),
            _ => phrase!("Mend what keeps the comparison below level 3 of the Maryland scale"),
        }),
        Some(_) => Some(phrase!("Put several rounds together, or wait for more cases")),
    }
}
