//! The checks that an answer rests on: what was found, in words, and whether it is good enough.

use crate::design::Estimand;
use crate::phrase;
use crate::text::{Arg, Phrase, num};

use super::Check;
use super::claim::{LEAST_OVERLAP, comparable};
use super::evidence::equivalence::Band;
use super::facts::{Facts, LARGEST_IMBALANCE, quantity};
use super::ladder::FAR;

/// |SMD| up to which a covariate counts as well balanced.
pub const GOOD_BALANCE: f64 = 0.1;
/// Cases below which an interval is rough.
pub const FEW: usize = 10;

/// Share of those compared whose outcome should be known.
pub const GOOD_FOLLOW_UP: f64 = 0.8;

/// All checks that apply to the evidence.
pub fn checks(facts: &Facts) -> Vec<Check> {
    let all = [
        cases, clusters, balance, worsened, before, earlier, start, end, lopsided, pool, kept, overlap, advice,
        follow_up,
    ];
    all.iter().filter_map(|check| check(facts)).collect()
}

fn check(key: &str, passed: bool, text: Phrase) -> Option<Check> {
    Some(Check { key: key.into(), passed, text })
}

fn cases(facts: &Facts) -> Option<Check> {
    let least = facts.smaller();
    let text = if facts.kind.is_of_doses() {
        phrase!("Cases for the line: {n}", n = facts.treated())
    } else if least >= FEW {
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

/// The state before in the two groups, by the rule of the What Works Clearinghouse, and how much it tells of the outcome.
fn before(facts: &Facts) -> Option<Check> {
    let before = facts.before.as_ref()?;
    let it = facts.covariates.iter().find(|it| facts.is_before(it))?;
    let (size, r) = (num(it.size.abs(), 2), before.correlation.map(|r| num(r, 2)));
    let label = &facts.label;
    let apart = match (it.band(), it.size.is_finite()) {
        (_, false) => phrase!(
            "Before the program {label} differed between the groups, and nothing lay between them",
            label = label
        ),
        (Band::Alike, _) => phrase!(
            "Before the program {label} was alike in the two groups ({size} standard deviations apart)",
            label = label,
            size = size
        ),
        (Band::Adjustable, _) if it.adjusted => phrase!(
            "Before the program {label} differed between the groups by {size} standard deviations, which the estimate makes up for",
            label = label,
            size = size
        ),
        (Band::Adjustable, _) => phrase!(
            "Before the program {label} differed between the groups by {size} standard deviations, and the estimate does not make up for it",
            label = label,
            size = size
        ),
        (Band::Apart, _) => phrase!(
            "Before the program {label} differed between the groups by {size} standard deviations (more than {limit})",
            label = label,
            size = size,
            limit = Arg::rule(num(LARGEST_IMBALANCE, 2))
        ),
    };
    let text = match r {
        Some(r) => phrase!("{apart}; before and after correlate by {r} within the groups", apart = apart, r = r),
        None => apart,
    };
    check("before", it.satisfied(), text)
}

/// What matching made less alike.
fn worsened(facts: &Facts) -> Option<Check> {
    let (variable, before, after) = facts.worsened.as_ref()?;
    let text = phrase!(
        "Matching made the groups less alike in {variable}: from {before} to {after} standard deviations",
        variable = variable,
        before = num(before.abs(), 2),
        after = num(after.abs(), 2)
    );
    check("worsened", after.abs() <= GOOD_BALANCE, text)
}

/// Standard deviation before over that after, below which the start looks chosen.
const NARROW: f64 = 0.8;
/// Correlation of the state before and the change, below which the start looks chosen.
const FALLING: f64 = -0.3;

/// Whether those who took part look as if they had been chosen for their start. Said where they do.
fn start(facts: &Facts) -> Option<Check> {
    let far = match facts.kind.has_others() {
        true => facts.far_start(),
        false => facts.cautions.start.filter(|size| size.abs() > FAR),
    };
    let narrow = facts.cautions.narrow.filter(|(ratio, r)| *ratio < NARROW && *r < FALLING);
    let text = match (far, narrow) {
        (Some(size), _) if size < 0.0 => phrase!(
            "Those who took part had started low: {size} standard deviations below the others. Who is chosen at a bad moment looks better later, with or without the program (regression to the mean)",
            size = num(size.abs(), 2)
        ),
        (Some(size), _) => phrase!(
            "Those who took part had started high: {size} standard deviations above the others. Who is chosen at a good moment looks worse later, with or without the program (regression to the mean)",
            size = num(size.abs(), 2)
        ),
        (None, Some((ratio, r))) => phrase!(
            "Those who took part look as if they had been chosen for their start: they were more alike before than after (spread {ratio} times), and who started lower rose more (correlation {r}). Then a part of the change would have come without the program (regression to the mean)",
            ratio = num(ratio, 2),
            r = num(r, 2)
        ),
        (None, None) => return None,
    };
    check("start", false, text)
}

/// Share of units at the end of a scale from which it matters.
const MANY: f64 = 0.25;

/// Those who could not become better. Said where they are many.
fn end(facts: &Facts) -> Option<Check> {
    let (at, n) = facts.cautions.end.filter(|(at, n)| *at as f64 >= MANY * *n as f64 && *at > 0)?;
    let share = Arg::Percent(at as f64 / n as f64, 0);
    let text = phrase!(
        "{share} of those who took part stood at the best value before already and could not become better: the change looks smaller than it may be (ceiling)",
        share = share
    );
    check("end", false, text)
}

/// Whether a few large values weigh too much for so few cases. Said where they do.
fn lopsided(facts: &Facts) -> Option<Check> {
    facts.number.as_ref().filter(|_| facts.cautions.lopsided)?;
    let text = phrase!(
        "A few large values weigh heavily in the average, and there are few cases for that (Cochran's rule): the interval may hold the true average less often than it says"
    );
    check("lopsided", false, text)
}

/// Whether there was a choice of partners. Said where there was none.
fn pool(facts: &Facts) -> Option<Check> {
    let (_, all) = facts.pool.filter(|(used, all)| used >= all && *all > 0)?;
    let treated = facts.matched.map_or(facts.n.0, |(_, treated)| treated);
    let text = match treated > all {
        true => phrase!(
            "There were fewer to compare with than took part, so that all of them were used: matching could not choose who is similar"
        ),
        false => phrase!("All there were to compare with were used: matching could not choose who is similar"),
    };
    check("pool", false, text)
}

/// The same comparison of a change before the program.
fn earlier(facts: &Facts) -> Option<Check> {
    let facts = &facts.as_said();
    let earlier = facts.before.as_ref()?.earlier.as_ref()?;
    let d = quantity(earlier.estimate, facts.precision(earlier), &facts.unit);
    let passed = facts.against().is_none();
    let text = match passed {
        true => phrase!(
            "The change before the program, which the program cannot have caused, does not speak against the comparison: the groups differed in it by {d} ({ci})",
            d = d,
            ci = facts.interval(earlier)
        ),
        false => phrase!(
            "Already before the program the groups changed differently, by {d} ({ci}): the comparison would have found a difference where there was no program",
            d = d,
            ci = facts.interval(earlier)
        ),
    };
    check("earlier", passed, text)
}

fn overlap(facts: &Facts) -> Option<Check> {
    let share = facts.overlap?;
    let text = if facts.whose != Estimand::Att {
        phrase!(
            "{share} of those whose average is asked for and whose characteristics are known are compared with others like them; the answer speaks of them only",
            share = Arg::Percent(share, 0)
        )
    } else if share >= 1.0 {
        phrase!("All who took part and whose characteristics are known have a similar one to be compared with")
    } else {
        phrase!(
            "{share} of those who took part and whose characteristics are known have a similar one to be compared with; the answer speaks of them only",
            share = Arg::Percent(share, 0)
        )
    };
    check("overlap", share >= (1.0 + LEAST_OVERLAP) / 2.0, text)
}

/// What would make the groups comparable. Said where they are not.
fn advice(facts: &Facts) -> Option<Check> {
    let advice = facts.advice.as_ref().filter(|_| facts.number.is_none() || !comparable(facts))?;
    let join = |said: Phrase, more: Phrase| phrase!("{said}. {more}", said = said, more = more);
    check("advice", false, advice.said().into_iter().reduce(join)?)
}

/// Of those who took part, on how many the answer rests. Said where some are gone.
fn kept(facts: &Facts) -> Option<Check> {
    let share = facts.kept.filter(|share| *share < 1.0)?;
    let said = Arg::Percent(share, 0);
    let passed = share >= GOOD_FOLLOW_UP;
    let text = match passed {
        _ if facts.whose != Estimand::Att => phrase!(
            "The answer rests on {share} of all whose average is asked for: the others lack a characteristic, a similar one or the outcome",
            share = said
        ),
        true => phrase!("The answer rests on {share} of all who took part", share = said),
        false => phrase!(
            "The answer rests on {share} of all who took part only: the others lack a characteristic, a similar one or the outcome, and may be of another kind",
            share = said
        ),
    };
    check("kept", passed, text)
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
    } else if facts.kind.is_of_doses() {
        phrase!("Outcomes are known for {share} of them; those without may differ", share = known)
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
