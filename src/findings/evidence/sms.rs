use crate::findings::Standing;
use crate::findings::claim::LARGEST_IMBALANCE;
use crate::phrase;
use crate::text::{Arg, Phrase, num};

pub use super::super::checks::GOOD_FOLLOW_UP as LEAST_FOLLOW_UP;
use super::Appraisal;
use crate::design::Kind;
use crate::findings::Fall;

/// Share of those who took part that should have found a similar one.
pub const LEAST_SUPPORT: f64 = 0.8;
/// Highest level of the scale.
const HIGHEST: u8 = 5;

/// A check that costs a level where it fails.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Failed {
    Balance(f64),
    Support(f64),
    FollowUp(f64),
    Cases,
    Ladder,
}

/// Level of the Maryland scale: that of the design, less one where a check failed.
pub fn level(found: &Appraisal) -> u8 {
    let highest = by_design(found);
    if failed(found).is_some() { (highest - 1).max(1) } else { highest }
}

fn by_design(found: &Appraisal) -> u8 {
    found.facts.kind.maryland(found.facts.state_before)
}

/// The first check that failed; without a comparison group there is nothing to lose.
fn failed(found: &Appraisal) -> Option<Failed> {
    let checks = [
        found.imbalance().filter(|smd| *smd > LARGEST_IMBALANCE).map(Failed::Balance),
        found.facts.overlap.filter(|share| *share < LEAST_SUPPORT).map(Failed::Support),
        found.facts.followed.filter(|share| *share < LEAST_FOLLOW_UP).map(Failed::FollowUp),
        (!found.enough()).then_some(Failed::Cases),
        found.facts.fall().is_some().then_some(Failed::Ladder),
    ];
    checks.into_iter().flatten().next().filter(|_| by_design(found) > 1)
}

pub(super) fn standing(found: &Appraisal, level: u8) -> Standing {
    Standing {
        standard: "sms".into(),
        title: phrase!("Maryland Scientific Methods Scale (What Works Growth's version)"),
        level: Some(level),
        of: Some(HIGHEST),
        verdict: verdict(level, by_design(found)),
        rule: rule(found),
        next: next(found),
        details: Vec::new(),
    }
}

fn verdict(level: u8, highest: u8) -> Phrase {
    match level {
        _ if level < highest => {
            phrase!("Level {level} of 5: one less than the design could reach", level = Arg::rule(level))
        }
        1 => phrase!("Level 1 of 5: a change or a difference, without a controlled comparison"),
        2 => phrase!("Level 2 of 5: a comparison with controls or similar units, at one time"),
        3 => phrase!("Level 3 of 5: before and after, with a comparison group shown to be similar"),
        4 => phrase!("Level 4 of 5: who received was decided as if by chance"),
        _ => phrase!("Level 5 of 5: who received was decided by lot"),
    }
}

fn rule(found: &Appraisal) -> Phrase {
    let design = match (found.facts.kind, found.facts.state_before) {
        (Kind::Change | Kind::Series | Kind::Pooled, _) => {
            phrase!("before and after without a comparison group: level 1")
        }
        (Kind::Respondents, _) => phrase!("different respondents before and after: level 1"),
        (Kind::Surveys, _) => phrase!("two groups asked before and after, other people each time: level 2"),
        (Kind::Groups, false) => phrase!("groups as they are, compared at one time: level 1"),
        (Kind::Groups, true) => phrase!("changes of groups that were not made alike: level 2"),
        (Kind::Doses, false) => phrase!("those who received more beside those who received less, at one time: level 1"),
        (Kind::Doses, true) => phrase!("changes beside how much was received: level 2"),
        (Kind::Matched | Kind::Weighted, false) => phrase!("similar units compared without the state before: level 2"),
        (Kind::Matched | Kind::Weighted, true) => {
            phrase!("similar units compared with the state before taken into account: level 3")
        }
        (Kind::Cohorts, _) => phrase!("those who started compared with those who had not started yet: level 3"),
        (Kind::Cutoff, _) => phrase!("units on both sides of a line of award: level 4"),
        (Kind::Randomised, _) => phrase!("assignment by lot: level 5"),
    };
    match failed(found) {
        None if by_design(found) == 1 => phrase!("By the design — {design}", design = design),
        None => phrase!("By the design — {design}; the checks made here passed or do not apply", design = design),
        Some(check) => {
            let check = because(check, found);
            phrase!("By the design — {design}; one less, because {check}", design = design, check = check)
        }
    }
}

fn because(check: Failed, found: &Appraisal) -> Phrase {
    match check {
        Failed::Ladder => {
            found.facts.fall().map_or_else(|| Phrase::verbatim(""), |fall| fall.why(&found.facts.as_said()))
        }
        Failed::Balance(smd) => phrase!(
            "the groups still differ by {smd} standard deviations on one variable (more than {limit})",
            smd = num(smd, 2),
            limit = Arg::rule(num(LARGEST_IMBALANCE, 2))
        ),
        Failed::Support(share) => phrase!(
            "only {share} of those who took part have a similar one (less than {limit})",
            share = Arg::Percent(share, 0),
            limit = Arg::rule(Arg::Percent(LEAST_SUPPORT, 0))
        ),
        Failed::FollowUp(share) => phrase!(
            "outcomes are known for only {share} of one group (less than {limit})",
            share = Arg::Percent(share, 0),
            limit = Arg::rule(Arg::Percent(LEAST_FOLLOW_UP, 0))
        ),
        Failed::Cases => phrase!("there are too few cases for a verdict"),
    }
}

fn next(found: &Appraisal) -> Option<Phrase> {
    match (failed(found), found.facts.kind) {
        (Some(Failed::Balance(_) | Failed::Support(_)), _) => {
            Some(phrase!("Find more similar units that did not take part, so that everyone has a partner"))
        }
        (Some(Failed::Ladder), _) => Some(match found.facts.fall() {
            Some(Fall::Lost(_)) => phrase!("Ask again those whose outcome is missing"),
            Some(Fall::NoLot(..)) => phrase!("Find the list on which the lot was drawn, and what was changed in it"),
            Some(Fall::Earlier(_)) => phrase!(
                "Compare with ones that had changed as those who took part already before the program, or match on the earlier state as well"
            ),
            Some(Fall::Start(_)) => phrase!(
                "Add the outcome from a still earlier time: it shows whether both sides moved alike before the program"
            ),
            _ => phrase!("Match more closely on the state before, or adjust the estimate for it by regression"),
        }),
        (Some(Failed::FollowUp(_)), _) => Some(phrase!("Ask again those whose outcome is missing")),
        (Some(Failed::Cases), _) => Some(phrase!("Put several rounds together, or wait for more cases")),
        (None, Kind::Change | Kind::Series | Kind::Pooled) => Some(phrase!(
            "Add similar units that did not take part, with the same values from before and after: level 3 is then within reach"
        )),
        (None, Kind::Respondents) => Some(phrase!(
            "Ask the same people at both times (a code is enough), and people who did not take part as well: level 3 is then within reach"
        )),
        (None, Kind::Matched | Kind::Weighted) if !found.facts.state_before => {
            Some(phrase!("Add the outcome's value from before the program for both groups"))
        }
        (None, Kind::Surveys) => Some(phrase!("Ask the same people at both times: a code is enough")),
        (None, Kind::Doses) => Some(phrase!(
            "Let a rule or a lot decide who receives more, or compare those who received some with similar ones who received none"
        )),
        (None, Kind::Groups) => {
            Some(phrase!("Compare with similar ones instead, matched on the state before among others"))
        }
        (None, Kind::Matched | Kind::Weighted | Kind::Cohorts) => {
            Some(phrase!("Next time keep the scores and the line of award, or draw lots where places are short"))
        }
        (None, Kind::Cutoff) => Some(phrase!("Draw lots among those who qualify")),
        (None, Kind::Randomised) => None,
    }
}
