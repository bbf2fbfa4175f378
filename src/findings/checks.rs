//! The checks that an answer rests on: what was found, in words, and whether it is good enough.

use crate::phrase;
use crate::text::{Arg, num};

use super::Check;
use super::claim::{LARGEST_IMBALANCE, LEAST_OVERLAP};
use super::facts::Facts;

/// |SMD| up to which a covariate counts as well balanced.
pub const GOOD_BALANCE: f64 = 0.1;
/// Cases below which an interval is rough.
pub const FEW: usize = 10;

/// Share of those compared whose outcome should be known.
pub const GOOD_FOLLOW_UP: f64 = 0.8;

/// All checks that apply to the evidence.
pub fn checks(facts: &Facts) -> Vec<Check> {
    [cases(facts), clusters(facts), balance(facts), overlap(facts), follow_up(facts)].into_iter().flatten().collect()
}

fn check(key: &str, passed: bool, text: crate::text::Phrase) -> Option<Check> {
    Some(Check { key: key.into(), passed, text })
}

fn cases(facts: &Facts) -> Option<Check> {
    let least = facts.smaller();
    let text = if least >= FEW {
        phrase!("Enough cases for an interval: {n} in the smaller group", n = least)
    } else {
        phrase!("Few cases: {n} in the smaller group; the interval is rough", n = least)
    };
    check("cases", least >= FEW, text)
}

fn clusters(facts: &Facts) -> Option<Check> {
    let number = facts.number?;
    let n = number.clusters?;
    let enough = number.df.map_or(n >= FEW, |df| df >= FEW as f64);
    let text = if enough {
        phrase!("Enough clusters for the standard error: {n}", n = n)
    } else {
        phrase!("Few clusters for their sizes: {n}; the interval is rough", n = n)
    };
    check("clusters", enough, text)
}

fn balance(facts: &Facts) -> Option<Check> {
    let (variable, smd) = facts.imbalance.as_ref()?;
    let size = smd.abs();
    let text = if size <= GOOD_BALANCE {
        phrase!(
            "The groups are alike: the largest difference left is {smd} standard deviations ({variable})",
            smd = num(size, 2),
            variable = variable
        )
    } else if size <= LARGEST_IMBALANCE {
        phrase!(
            "The groups are nearly alike: {variable} still differs by {smd} standard deviations; adjusting for it would make the answer safer",
            smd = num(size, 2),
            variable = variable
        )
    } else {
        phrase!(
            "The groups are not alike: {variable} differs by {smd} standard deviations (more than {limit})",
            smd = num(size, 2),
            variable = variable,
            limit = Arg::rule(num(LARGEST_IMBALANCE, 2))
        )
    };
    check("balance", size <= GOOD_BALANCE, text)
}

fn overlap(facts: &Facts) -> Option<Check> {
    let share = facts.overlap?;
    let text = if share >= 1.0 {
        phrase!("Everyone who took part and whose characteristics are known has a similar one to be compared with")
    } else {
        phrase!(
            "{share} of those who took part and whose characteristics are known have a similar one to be compared with; the answer speaks of them only",
            share = Arg::Percent(share, 0)
        )
    };
    check("overlap", share >= (1.0 + LEAST_OVERLAP) / 2.0, text)
}

/// Said where somebody was lost.
fn follow_up(facts: &Facts) -> Option<Check> {
    let share = facts.followed.filter(|share| *share < 1.0)?;
    let known = Arg::Percent(share, 0);
    let text = if facts.kind.is_of_respondents() {
        phrase!(
            "Answers are known for {share} of the group where fewer are known; those without may differ",
            share = known
        )
    } else if facts.kind.is_paired() {
        phrase!("Both values are known for {share} of them; those without may differ", share = known)
    } else if !facts.kind.is_alike() {
        phrase!(
            "Outcomes are known for {share} of the group where fewer are known; those without may differ",
            share = known
        )
    } else {
        phrase!(
            "Outcomes are known for {share} of the group where fewer are known; those without may differ, and their partners stay in the comparison",
            share = known
        )
    };
    check("follow-up", share >= GOOD_FOLLOW_UP, text)
}
