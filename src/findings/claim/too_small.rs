//! What is said where no number is given: why, and what was counted.

use super::super::facts::Facts;
use super::{clauses, enough_cases};
use crate::answer::FewAmounts;
use crate::phrase;
use crate::text::{Arg, Phrase};

/// The reason, and how many rose and fell where units are compared with themselves.
pub fn too_small(facts: &Facts) -> Phrase {
    let reason = reason(facts);
    match facts.signs {
        Some((higher, equal, lower)) => phrase!(
            "{first} {higher} rose, {equal} stayed the same, {lower} fell; read them as cases.",
            first = reason,
            higher = facts.units("higher", higher),
            equal = facts.units("equal", equal),
            lower = facts.units("lower", lower)
        ),
        None => reason,
    }
}

/// The first reason that holds: too few to tell what could be expected, too few amounts, too few clusters, a reason of the method,
/// too few cases.
fn reason(facts: &Facts) -> Phrase {
    let enough = enough_cases(facts);
    let reach = clauses::beyond_reach(facts).filter(|_| enough);
    reach
        .map(|(least, plausible)| beyond_reach(facts, least, plausible))
        .or_else(|| facts.cautions.few_amounts.filter(|_| enough).and_then(|why| few_amounts(facts, why)))
        .or_else(|| few_clusters(facts).filter(|_| enough))
        .or_else(|| of_method(facts).filter(|_| enough || facts.n == (0, 0)))
        .unwrap_or_else(|| few_cases(facts))
}

fn beyond_reach(facts: &Facts, least: Arg, plausible: Arg) -> Phrase {
    phrase!(
        "No statistical conclusion on {label} is possible: a study of this size finds only differences of about {least} or more with a chance of 80%, and {plausible} is the most that could be expected.",
        label = &facts.label,
        least = least,
        plausible = plausible
    )
}

fn few_amounts(facts: &Facts, why: FewAmounts) -> Option<Phrase> {
    facts.number.filter(super::enough_clusters)?;
    let n = if facts.kind.is_one_group() || facts.n.0 <= facts.n.1 { facts.treated() } else { facts.comparison() };
    Some(match why {
        FewAmounts::Skewed => phrase!(
            "{label}: a few amounts are very large, and {n} {n?case is|cases are} too few for a statement about the average: its interval would be wrong more often than it says.",
            label = &facts.label,
            n = n
        ),
        FewAmounts::Unseen => phrase!(
            "{label}: with {n} {n?case|cases} it cannot be seen how unequal such amounts are, so nothing is said of the average: its interval would be wrong more often than it says.",
            label = &facts.label,
            n = n
        ),
    })
}

fn few_clusters(facts: &Facts) -> Option<Phrase> {
    let few = facts.number.filter(|number| !super::enough_clusters(number))?;
    let text = phrase!(
        "The {n} {n?cluster is|clusters are} too few, or too unequal, for a statistical conclusion on {label}.",
        n = few.clusters?,
        label = &facts.label
    );
    Some(text)
}

fn of_method(facts: &Facts) -> Option<Phrase> {
    let why = facts.why.as_ref()?;
    Some(phrase!("No statistical conclusion on {label} is possible: {why}.", label = &facts.label, why = why.clone()))
}

fn few_cases(facts: &Facts) -> Phrase {
    let (n_t, n_c, label) = (facts.treated(), facts.comparison(), &facts.label);
    let known = enough_cases(facts) && facts.number.is_some();
    let changed = facts.changed().filter(|_| known && super::too_few_changed(facts));
    match changed {
        _ if facts.kind.is_of_respondents() => phrase!(
            "With {n_t} who answered after and {n_c} who answered before, no statistical conclusion on {label} is possible.",
            n_t = n_t,
            n_c = n_c,
            label = label
        ),
        Some(changed) => phrase!(
            "Only {changed} of {n} {n?case|cases} changed: too few for a statistical conclusion on {label}.",
            changed = Arg::units(changed),
            n = n_t,
            label = label
        ),
        None if facts.kind.is_one_group() => {
            phrase!("With {n} {n?case|cases} no statistical conclusion on {label} is possible.", n = n_t, label = label)
        }
        None => phrase!(
            "With {n_t} who took part and {n_c} who did not, no statistical conclusion on {label} is possible.",
            n_t = n_t,
            n_c = n_c,
            label = label
        ),
    }
}
