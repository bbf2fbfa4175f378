//! Complementary suppression: what must be hidden beside the small counts so that nobody can work them out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::attack::{Openness, Part, Witness, reach, told};
use super::rule::Rule;
use super::system::{HEADLINE, System};

/// Hides what hangs together with a sensitive count that is not open enough, then shows again what can be shown, the dearest first: so
/// nothing is hidden in vain, and what costs least is what stays hidden. Cases of answers fall only where all else does not help.
pub fn suppress(system: &mut System, rule: &Rule) {
    let mut further = BTreeSet::new();
    for dear in [false, true] {
        for unknown in (0..system.unknowns.len()).filter(|&i| system.unknowns[i].sensitive).collect::<Vec<_>>() {
            if !is_safe(system, unknown, rule) {
                further.extend(hide_around(system, unknown, dear, rule));
            }
        }
    }
    let mut further: Vec<usize> = further.into_iter().collect();
    further.sort_by_key(|&i| Reverse(key(system, i)));
    let mut witnesses = BTreeMap::new();
    for unknown in further {
        system.unknowns[unknown].hidden = false;
        system.unknowns[unknown].hidden = !is_vain(system, unknown, &mut witnesses, rule);
    }
}

/// Whether a sensitive count is open enough, and no equation that it is in hides too few.
fn is_safe(system: &System, unknown: usize, rule: &Rule) -> bool {
    let alone = system.of[unknown].iter().any(|row| (1..rule.masked).contains(&system.hidden_in(*row)));
    !alone && !matches!(Part::around(system, unknown, rule).openness(unknown, rule), Openness::Told)
}

/// More counts than these that hang together are not all hidden at once.
const MANY: usize = 1_000;

/// Hides all counts that hang together with one through equations, the cases of answers only where they are `dear` enough to go; where they
/// are many, the nearest, as far as the one needs it.
fn hide_around(system: &mut System, unknown: usize, dear: bool, rule: &Rule) -> Vec<usize> {
    let few = hang_together(system, unknown, MANY) <= MANY;
    let (mut seen, mut ring, mut hidden) = (BTreeSet::from([unknown]), vec![unknown], Vec::new());
    while !ring.is_empty() {
        ring = beside(system, &ring, &mut seen);
        let may = |&i: &usize| {
            let unknown = &system.unknowns[i];
            !unknown.hidden && !unknown.given && (dear || unknown.carries < HEADLINE)
        };
        let more: Vec<usize> = ring.iter().copied().filter(may).collect();
        more.iter().for_each(|&i| system.unknowns[i].hidden = true);
        let moved = !more.is_empty();
        hidden.extend(more);
        if !few && moved && is_safe(system, unknown, rule) {
            break;
        }
    }
    hidden
}

/// Counts in equations with some that were not seen yet.
fn beside(system: &System, some: &[usize], seen: &mut BTreeSet<usize>) -> Vec<usize> {
    let rows = some.iter().flat_map(|&i| &system.of[i]);
    let terms = rows.flat_map(|&row| &system.equations[row].terms);
    terms.map(|(other, _)| *other).filter(|&other| seen.insert(other)).collect()
}

/// How many counts hang together with one; no more than one ring beyond `most` are looked at.
fn hang_together(system: &System, unknown: usize, most: usize) -> usize {
    let (mut seen, mut ring) = (BTreeSet::from([unknown]), vec![unknown]);
    while !ring.is_empty() && seen.len() <= most {
        ring = beside(system, &ring, &mut seen);
    }
    seen.len()
}

/// Whether all that hangs together with a count stays open enough though it is shown. A solution that was found for a sensitive
/// count before and that agrees with what is now shown needs no search.
fn is_vain(system: &System, shown: usize, witnesses: &mut BTreeMap<usize, Witness>, rule: &Rule) -> bool {
    if system.of[shown].iter().any(|row| (1..rule.masked).contains(&system.hidden_in(*row))) {
        return false;
    }
    let told = told(system, shown, rule);
    // What hangs together only through the count that is shown is looked at one by one.
    let mut parts: Vec<Part> = Vec::new();
    let mut touched = reach(system, shown, rule).0.into_iter().filter(|&i| system.unknowns[i].sensitive);
    touched.all(|i| {
        if witnesses.get(&i).is_some_and(|witness| witness.allows(shown, told)) {
            return true;
        }
        let known = parts.iter().position(|part| part.holds(i)).unwrap_or_else(|| {
            parts.push(Part::around(system, i, rule));
            parts.len() - 1
        });
        match parts[known].openness(i, rule) {
            Openness::Told => return false,
            Openness::Open => drop(witnesses.remove(&i)),
            Openness::Shown(witness) => drop(witnesses.insert(i, witness)),
        }
        true
    })
}

/// What counts cost: results that would be hidden with them; then sums, and of two equal ones that which is not zero and the larger.
fn key(system: &System, i: usize) -> (usize, u8, bool, i64, usize) {
    let unknown = &system.unknowns[i];
    (unknown.carries, cost(unknown.place.total, unknown.place.part), unknown.value == 0, unknown.value, i)
}

/// Parts that are no sums cost least, sums that are parts of others more, sums of all the most.
fn cost(total: bool, part: bool) -> u8 {
    match (total, part) {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => 2,
    }
}
