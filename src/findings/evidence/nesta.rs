use crate::findings::Standing;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::Appraisal;

/// Cases in the smaller group that count as a large sample, where no smallest change that matters was declared.
pub const LARGE_ENOUGH: usize = 30;
/// Highest level of the standard.
const HIGHEST: u8 = 5;
/// Level of the Maryland scale from which a comparison counts as one.
const LEAST_SMS: u8 = 3;

fn level(found: &Appraisal, sms: u8) -> Option<u8> {
    match found.facts.n.0 + found.facts.n.1 {
        0 => None,
        _ if sms >= LEAST_SMS && large(found) => Some(3),
        _ => Some(2),
    }
}

/// Whether the sample is large enough: to detect the smallest change that matters, or by a rule of thumb where none was declared
/// or the question was decided all the same.
fn large(found: &Appraisal) -> bool {
    let by_change = match (found.facts.detectable, found.facts.smallest_change) {
        (Some(detectable), Some(matters)) => Some(detectable <= matters),
        _ => None,
    };
    let by_number = smaller(found) >= LARGE_ENOUGH;
    found.enough() && (by_change.unwrap_or(by_number) || by_number && found.decided())
}

fn smaller(found: &Appraisal) -> usize {
    found.facts.smaller()
}

pub(super) fn standing(found: &Appraisal, sms: u8) -> Standing {
    let level = level(found, sms);
    Standing {
        standard: "nesta".into(),
        title: phrase!("Nesta Standards of Evidence"),
        level,
        of: Some(HIGHEST),
        verdict: verdict(level),
        rule: rule(level, found, sms),
        next: next(level, found, sms),
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

fn rule(level: Option<u8>, found: &Appraisal, sms: u8) -> Phrase {
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
        Some(_) => small(found),
    }
}

fn small(found: &Appraisal) -> Phrase {
    match (found.facts.detectable, found.facts.smallest_change) {
        (Some(_), Some(_)) if found.enough() => {
            phrase!(
                "There is a comparison group, but the sample is too small to detect the smallest change that matters"
            )
        }
        _ => phrase!(
            "There is a comparison group, but the sample is too small: {n} in the smaller group, and {least} are taken to be enough (as understood here)",
            n = Arg::units(smaller(found)),
            least = LARGE_ENOUGH
        ),
    }
}

fn next(level: Option<u8>, found: &Appraisal, sms: u8) -> Option<Phrase> {
    match level {
        None => Some(phrase!("Collect the outcome of those who took part")),
        Some(3) => None,
        Some(_) if sms < LEAST_SMS => Some(match found.facts.kind {
            kind if !kind.has_others() => phrase!(
                "Add similar units that did not take part, with the same values from before and after: level 3 is then within reach"
            ),
            _ => phrase!("Mend what keeps the comparison below level 3 of the Maryland scale"),
        }),
        Some(_) => Some(phrase!("Put several rounds together, or wait for more cases")),
    }
}
