//! Complementary suppression: what must be hidden beside the small counts so that nobody can work them out.

use std::cell::OnceCell;
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
                further.extend(hide_around(system, unknown, dear));
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

/// Hides all counts that hang together with one through equations, the cases of answers only where they are `dear` enough to go.
fn hide_around(system: &mut System, unknown: usize, dear: bool) -> Vec<usize> {
    let (mut seen, mut waiting) = (BTreeSet::from([unknown]), vec![unknown]);
    while let Some(next) = waiting.pop() {
        let terms = system.of[next].iter().flat_map(|&row| &system.equations[row].terms);
        waiting.extend(terms.map(|(other, _)| *other).filter(|&other| seen.insert(other)));
    }
    let may = |&i: &usize| {
        let unknown = &system.unknowns[i];
        !unknown.hidden && !unknown.given && (dear || unknown.carries < HEADLINE)
    };
    let hidden: Vec<usize> = seen.into_iter().filter(may).collect();
    hidden.iter().for_each(|&i| system.unknowns[i].hidden = true);
    hidden
}

/// Whether all that hangs together with a count stays open enough though it is shown. A solution that was found for a sensitive
/// count before and that agrees with what is now shown needs no search.
fn is_vain(system: &System, shown: usize, witnesses: &mut BTreeMap<usize, Witness>, rule: &Rule) -> bool {
    if system.of[shown].iter().any(|row| (1..rule.masked).contains(&system.hidden_in(*row))) {
        return false;
    }
    let (told, part) = (told(system, shown, rule), OnceCell::new());
    let mut touched = reach(system, shown, rule).0.into_iter().filter(|&i| system.unknowns[i].sensitive);
    touched.all(|i| {
        if witnesses.get(&i).is_some_and(|witness| witness.allows(shown, told)) {
            return true;
        }
        match part.get_or_init(|| Part::around(system, shown, rule)).openness(i, rule) {
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
