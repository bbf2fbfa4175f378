use crate::design::{Kind, Rung};
use crate::phrase;
use crate::text::{Arg, Phrase, Precision, num};

use super::super::Verdict;
use super::super::facts::{Facts, Number};
use super::too_small::too_small;
use super::{LARGEST_IMBALANCE, clauses, declared, quantity};

/// The one sentence (or two) that the evidence allows.
pub fn sentence(verdict: Verdict, facts: &Facts) -> Phrase {
    match (verdict, facts.number) {
        (Verdict::NotComparable, _) => not_comparable(facts),
        (Verdict::TooSmall, _) | (_, None) => too_small(facts),
        (Verdict::Inconclusive, Some(number)) if number.side() != 0 => found(facts, &number),
        (Verdict::Inconclusive, Some(number)) => inconclusive(facts, &number),
        (Verdict::PracticallyNone, Some(number)) => practically_none(facts, &number),
        (_, Some(number)) => {
            let found = found(facts, &number);
            if verdict == Verdict::Negative {
                return phrase!(
                    "{found} This is the opposite of what was hoped for. {look}",
                    found = found,
                    look = clauses::unwelcome(facts.kind)
                );
            }
            found
        }
    }
}

fn size(facts: &Facts, number: &Number) -> Arg {
    quantity(number.estimate.abs(), facts.precision(number), &facts.unit)
}

fn found(facts: &Facts, number: &Number) -> Phrase {
    let (label, d, ci) = (&facts.label, size(facts, number), facts.interval(number));
    let (n_t, n_c) = (facts.treated(), facts.comparison());
    match (facts.kind, number.estimate > 0.0) {
        (Kind::Respondents, true) => phrase!(
            "{label}: on average {d} higher among the {n_t} who answered after than among the {n_c} who answered before ({ci}). These are two different groups of people, so this does not show that anyone changed, nor that the program caused it.",
            label = label,
            d = d,
            n_t = n_t,
            n_c = n_c,
            ci = ci
        ),
        (Kind::Respondents, false) => phrase!(
            "{label}: on average {d} lower among the {n_t} who answered after than among the {n_c} who answered before ({ci}). These are two different groups of people, so this does not show that anyone changed, nor that the program caused it.",
            label = label,
            d = d,
            n_t = n_t,
            n_c = n_c,
            ci = ci
        ),
        (Kind::Change | Kind::Series, true) => phrase!(
            "{label} rose by {d} on average between before and after ({ci}; {n} cases). There was no comparison group, so we cannot tell whether the program caused it.",
            label = label,
            d = d,
            ci = ci,
            n = n_t
        ),
        (Kind::Change | Kind::Series, false) => phrase!(
            "{label} fell by {d} on average between before and after ({ci}; {n} cases). There was no comparison group, so we cannot tell whether the program caused it.",
            label = label,
            d = d,
            ci = ci,
            n = n_t
        ),
        (Kind::Doses, up) => for_each(facts, number, up),
        _ => apart(facts, number),
    }
}

/// What goes with a step more of what units received.
fn for_each(facts: &Facts, number: &Number, up: bool) -> Phrase {
    let (label, d, ci) = (&facts.label, size(facts, number), facts.interval(number));
    let (n, more) = (facts.treated(), facts.more());
    match (facts.of_changes, up) {
        (true, true) => phrase!(
            "The change in {label} was {d} higher on average for each {more} ({ci}; {n} cases). {attribution}",
            label = label,
            d = d,
            more = more,
            ci = ci,
            n = n,
            attribution = attribution(facts)
        ),
        (true, false) => phrase!(
            "The change in {label} was {d} lower on average for each {more} ({ci}; {n} cases). {attribution}",
            label = label,
            d = d,
            more = more,
            ci = ci,
            n = n,
            attribution = attribution(facts)
        ),
        (false, true) => phrase!(
            "{label}: on average {d} higher for each {more} ({ci}; {n} cases). {attribution}",
            label = label,
            d = d,
            more = more,
            ci = ci,
            n = n,
            attribution = attribution(facts)
        ),
        (false, false) => phrase!(
            "{label}: on average {d} lower for each {more} ({ci}; {n} cases). {attribution}",
            label = label,
            d = d,
            more = more,
            ci = ci,
            n = n,
            attribution = attribution(facts)
        ),
    }
}

/// What differs with a step more.
fn differing(facts: &Facts) -> Phrase {
    match facts.of_changes {
        true => phrase!("the change in {label}", label = &facts.label),
        false => Phrase::words(&facts.label),
    }
}

/// Those who took part beside others.
fn apart(facts: &Facts, number: &Number) -> Phrase {
    let (label, d, ci) = (&facts.label, size(facts, number), facts.interval(number));
    let (those, others) = (facts.kind.those(facts.treated()), facts.kind.others(facts.comparison()));
    match (facts.of_changes, number.estimate > 0.0) {
        (true, true) => phrase!(
            "The change in {label} was {d} higher on average for {those} than for {others} ({ci}). {attribution}",
            label = label,
            d = d,
            those = those,
            others = others,
            ci = ci,
            attribution = attribution(facts)
        ),
        (true, false) => phrase!(
            "The change in {label} was {d} lower on average for {those} than for {others} ({ci}). {attribution}",
            label = label,
            d = d,
            those = those,
            others = others,
            ci = ci,
            attribution = attribution(facts)
        ),
        (false, true) => phrase!(
            "{label}: on average {d} higher for {those} than for {others} ({ci}). {attribution}",
            label = label,
            d = d,
            those = those,
            others = others,
            ci = ci,
            attribution = attribution(facts)
        ),
        (false, false) => phrase!(
            "{label}: on average {d} lower for {those} than for {others} ({ci}). {attribution}",
            label = label,
            d = d,
            those = those,
            others = others,
            ci = ci,
            attribution = attribution(facts)
        ),
    }
}

fn attribution(facts: &Facts) -> Phrase {
    match facts.rung() {
        _ if facts.falls_by_losses() => lost(facts),
        _ if facts.falls_by_number() => {
            phrase!("Whether this is more than chance depends on how many outcomes were asked.")
        }
        _ if facts.kind == Kind::Surveys => phrase!(
            "Other people answered each time, and the two groups were not made alike, so this does not show that anyone changed, nor that the program caused it."
        ),
        _ if facts.kind == Kind::Doses => phrase!(
            "Who receives more usually differs from who receives less, so this does not show that more of it caused the difference."
        ),
        _ if facts.kind == Kind::Groups => {
            phrase!("The two groups were not made alike, so this does not show that the program caused the difference.")
        }
        Rung::Effect => phrase!("By its design this is an effect of the program."),
        Rung::ProbablyDueTo => {
            phrase!("The difference is probably due to the program, but unmeasured differences cannot be ruled out.")
        }
        _ => match facts.fall() {
            Some(fall) => phrase!(
                "Taking part and the outcome are associated; whether one caused the other cannot be told from these data: {why}.",
                why = fall.why(facts)
            ),
            None => phrase!(
                "Taking part and the outcome are associated; whether one caused the other cannot be told from these data."
            ),
        },
    }
}

/// Those whose outcome is missing could turn the answer round.
fn lost(facts: &Facts) -> Phrase {
    let (low, high) = facts.bounds.unwrap_or_default();
    let d = facts.number.map_or(Precision::default(), |number| facts.precision(&number));
    let d = d.telling((low, high), facts.smallest_change);
    let (low, high) = (Arg::Written(low, d), quantity(high, d, &facts.unit));
    phrase!(
        "But more are missing on one side than on the other, and that alone could make such a difference: depending on who is missing, it lies between {low} and {high} (bounds of Lee).",
        low = low,
        high = high
    )
}

fn inconclusive(facts: &Facts, number: &Number) -> Phrase {
    let (label, ci) = (&facts.label, facts.interval(number));
    let d = quantity(number.estimate, facts.precision(number), &facts.unit);
    let first = if number.interval.0 == 0.0 || number.interval.1 == 0.0 {
        ending_at_zero(facts, number)
    } else if facts.kind.is_of_respondents() {
        phrase!(
            "{label} differed by {d} between the {n_t} who answered after and the {n_c} who answered before, but the interval ({ci}) allows a difference in either direction.",
            label = label,
            d = d,
            n_t = facts.treated(),
            n_c = facts.comparison(),
            ci = ci
        )
    } else if facts.kind.is_of_doses() {
        phrase!(
            "For each {more}, {what} differed by {d}, but the interval ({ci}; {n} cases) allows both a rise and a fall.",
            more = facts.more(),
            what = differing(facts),
            d = d,
            ci = ci,
            n = facts.treated()
        )
    } else if facts.kind.is_paired() {
        phrase!(
            "{label} changed by {d} on average between before and after, but the interval ({ci}; {n} cases) allows both a rise and a fall.",
            label = label,
            d = d,
            ci = ci,
            n = facts.treated()
        )
    } else {
        undecided(facts, number)
    };
    let meaning = match facts.rung() {
        Rung::Differed => {
            phrase!("This does not mean that the two groups are alike: it could not be told from chance.")
        }
        _ => phrase!("This does not mean that the program has no effect: it could not be told from chance."),
    };
    match facts.detectable {
        Some(least) => phrase!(
            "{first} {meaning} A study of this size finds differences of about {least} or more with a chance of 80%, and smaller ones less often.",
            first = first,
            meaning = meaning,
            least = quantity(least, facts.precision(number), &facts.unit)
        ),
        None => phrase!("{first} {meaning}", first = first, meaning = meaning),
    }
}

/// Where the interval allows one direction, and none at all.
fn ending_at_zero(facts: &Facts, number: &Number) -> Phrase {
    let (label, ci) = (&facts.label, facts.interval(number));
    let d = quantity(number.estimate, facts.precision(number), &facts.unit);
    let (those, others) = (facts.kind.those(facts.treated()), facts.kind.others(facts.comparison()));
    match (facts.kind, facts.of_changes) {
        (Kind::Respondents, _) => phrase!(
            "{label} differed by {d} between the {n_t} who answered after and the {n_c} who answered before; the interval ({ci}) ends at 0, so that no difference at all cannot be ruled out.",
            label = label,
            d = d,
            n_t = facts.treated(),
            n_c = facts.comparison(),
            ci = ci
        ),
        (Kind::Doses, _) => phrase!(
            "For each {more}, {what} differed by {d}; the interval ({ci}; {n} cases) ends at 0, so that no difference at all cannot be ruled out.",
            more = facts.more(),
            what = differing(facts),
            d = d,
            ci = ci,
            n = facts.treated()
        ),
        (kind, _) if kind.is_paired() => phrase!(
            "{label} changed by {d} on average between before and after; the interval ({ci}; {n} cases) ends at 0, so that no change at all cannot be ruled out.",
            label = label,
            d = d,
            ci = ci,
            n = facts.treated()
        ),
        (_, true) => phrase!(
            "The change in {label} differed by {d} between {those} and {others}; the interval ({ci}) ends at 0, so that no difference at all cannot be ruled out.",
            label = label,
            d = d,
            those = those,
            others = others,
            ci = ci
        ),
        (_, false) => phrase!(
            "{label} differed by {d} between {those} and {others}; the interval ({ci}) ends at 0, so that no difference at all cannot be ruled out.",
            label = label,
            d = d,
            those = those,
            others = others,
            ci = ci
        ),
    }
}

/// Those who took part beside others, where the interval allows both directions.
fn undecided(facts: &Facts, number: &Number) -> Phrase {
    let (label, ci) = (&facts.label, facts.interval(number));
    let d = quantity(number.estimate, facts.precision(number), &facts.unit);
    let (those, others) = (facts.kind.those(facts.treated()), facts.kind.others(facts.comparison()));
    match facts.of_changes {
        true => phrase!(
            "The change in {label} differed by {d} between {those} and {others}, but the interval ({ci}) allows both improvement and worsening.",
            label = label,
            d = d,
            those = those,
            others = others,
            ci = ci
        ),
        false => phrase!(
            "{label} differed by {d} between {those} and {others}, but the interval ({ci}) allows both improvement and worsening.",
            label = label,
            d = d,
            those = those,
            others = others,
            ci = ci
        ),
    }
}

fn practically_none(facts: &Facts, number: &Number) -> Phrase {
    let shown = facts.precision(number);
    let (estimate, matters) = (number.estimate, facts.smallest_change.unwrap_or(0.0));
    let (d, matters, ci) = (
        quantity(estimate, shown, &facts.unit),
        declared(matters, &facts.unit),
        facts.interval_in(
            &Number { interval: number.narrow, level: number.narrow_level, ..*number },
            shown.telling(number.narrow, facts.smallest_change),
        ),
    );
    let (label, n_t, n_c) = (&facts.label, facts.treated(), facts.comparison());
    match (facts.kind, facts.of_changes) {
        (Kind::Respondents, _) => phrase!(
            "{label} differed by {d} between the {n_t} who answered after and the {n_c} who answered before ({ci}), which is less than the change that was agreed to matter ({matters}). These are two different groups of people, so this does not show that nobody changed.",
            label = label,
            d = d,
            n_t = n_t,
            n_c = n_c,
            ci = ci,
            matters = matters
        ),
        (Kind::Doses, _) => phrase!(
            "For each {more}, {what} differed by {d} ({ci}; {n} cases), which is less than the change that was agreed to matter ({matters}). Who receives more usually differs from who receives less, so an effect may be hidden all the same.",
            more = facts.more(),
            what = differing(facts),
            d = d,
            ci = ci,
            n = n_t,
            matters = matters
        ),
        (Kind::Change | Kind::Series, _) => phrase!(
            "{label} changed by {d} on average between before and after ({ci}; {n} cases), which is less than the change that was agreed to matter ({matters}). There was no comparison group: without the program it might have risen or fallen.",
            label = label,
            d = d,
            ci = ci,
            n = n_t,
            matters = matters
        ),
        (_, true) => phrase!(
            "The change in {label} differed by {d} between {those} and {others} ({ci}), which is less than the change that was agreed to matter ({matters}). {caveat}",
            label = label,
            d = d,
            those = facts.kind.those(n_t),
            others = facts.kind.others(n_c),
            ci = ci,
            matters = matters,
            caveat = hides(facts)
        ),
        (_, false) => phrase!(
            "{label} differed by {d} between {those} and {others} ({ci}), which is less than the change that was agreed to matter ({matters}). {caveat}",
            label = label,
            d = d,
            those = facts.kind.those(n_t),
            others = facts.kind.others(n_c),
            ci = ci,
            matters = matters,
            caveat = hides(facts)
        ),
    }
}

/// What may hide an effect where none is seen.
fn hides(facts: &Facts) -> Phrase {
    match facts.fall() {
        _ if facts.rung() == Rung::Effect => phrase!("By its design nothing but chance hides an effect."),
        Some(fall) => phrase!("An effect may be hidden all the same: {why}.", why = fall.why(facts)),
        None if matches!(facts.kind, Kind::Groups | Kind::Surveys) => {
            phrase!("The two groups were not made alike, so an effect may be hidden all the same.")
        }
        None => phrase!("Differences that were not measured may hide an effect."),
    }
}

fn not_comparable(facts: &Facts) -> Phrase {
    let beyond = facts.imbalance.as_ref().filter(|(_, smd)| smd.abs() > LARGEST_IMBALANCE);
    match (beyond, facts.overlap) {
        (Some((variable, smd)), _) => phrase!(
            "No sufficiently similar group was found for {label} ({variable} still differs by {smd} standard deviations), so no comparison is reported.",
            label = &facts.label,
            variable = variable,
            smd = num(smd.abs(), 2)
        ),
        (None, share) => phrase!(
            "Only {share} of those who took part have similar ones to be compared with on {label}, so no comparison is reported.",
            label = &facts.label,
            share = Arg::Percent(share.unwrap_or(0.0), 0)
        ),
    }
}
