//! Complementary suppression: what must be hidden beside the small counts so that nobody can work them out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::attack::{Openness, Part, Witness, reach, told};
use super::rule::Rule;
use super::system::System;

/// Hides further counts until every sensitive one is open enough, then shows again those that were hidden in vain. Each step
/// hides or shows one count, so that it ends.
pub fn suppress(system: &mut System, rule: &Rule) {
    let sensitive: Vec<usize> = (0..system.unknowns.len()).filter(|&i| system.unknowns[i].sensitive).collect();
    let mut further = Vec::new();
    for unknown in sensitive {
        while let Some(next) = missing(system, unknown, rule) {
            system.unknowns[next].hidden = true;
            further.push(next);
        }
    }
    further.sort_by_key(|&i| Reverse(key(system, i, 0)));
    let mut witnesses = BTreeMap::new();
    for unknown in further {
        system.unknowns[unknown].hidden = false;
        system.unknowns[unknown].hidden = !is_vain(system, unknown, &mut witnesses, rule);
    }
}

/// Whether all that hangs together with a count stays open enough though it is shown. A solution that was found for a sensitive
/// count before and that agrees with what is now shown needs no search.
fn is_vain(system: &System, shown: usize, witnesses: &mut BTreeMap<usize, Witness>, rule: &Rule) -> bool {
    if system.of[shown].iter().any(|row| (1..rule.masked).contains(&system.hidden_in(*row))) {
        return false;
    }
    let told = told(system, shown, rule);
    let mut touched = reach(system, shown, rule).0.into_iter().filter(|&i| system.unknowns[i].sensitive);
    touched.all(|i| {
        if witnesses.get(&i).is_some_and(|witness| witness.allows(shown, told)) {
            return true;
        }
        match Part::around(system, i, rule).openness(i, rule) {
            Openness::Told => return false,
            Openness::Open => drop(witnesses.remove(&i)),
            Openness::Shown(witness) => drop(witnesses.insert(i, witness)),
        }
        true
    })
}

/// The count that must be hidden next for the sake of a sensitive one, if any.
fn missing(system: &System, unknown: usize, rule: &Rule) -> Option<usize> {
    let part = Part::around(system, unknown, rule);
    let rows = rows_of(system, &part);
    // An equation with one hidden count tells it.
    let lone: BTreeSet<usize> = rows.iter().copied().filter(|row| system.hidden_in(*row) == 1).collect();
    let few: BTreeSet<usize> =
        rows.iter().copied().filter(|row| (1..rule.masked).contains(&system.hidden_in(*row))).collect();
    if few.is_empty() && !matches!(part.openness(unknown, rule), Openness::Told) {
        return None;
    }
    let from = if !lone.is_empty() {
        &lone
    } else if !few.is_empty() {
        &few
    } else {
        &rows
    };
    best(system, from).or_else(|| best(system, &rows))
}

fn rows_of(system: &System, part: &Part) -> BTreeSet<usize> {
    let hidden = part.unknowns.iter().filter(|&&i| system.unknowns[i].hidden);
    hidden.flat_map(|&i| system.of[i].iter().copied()).collect()
}

/// Of the counts shown in some equations, the one whose loss costs least: no sum, no number of cases that results rest on,
/// not zero; then the one that closes the most equations, then the smallest.
fn best(system: &System, rows: &BTreeSet<usize>) -> Option<usize> {
    let shown = rows.iter().flat_map(|&row| &system.equations[row].terms).map(|(i, _)| *i);
    let candidates: BTreeSet<usize> = shown.filter(|&i| !system.unknowns[i].hidden).collect();
    let closes = |i: usize| system.of[i].iter().filter(|row| rows.contains(row)).count();
    candidates.into_iter().min_by_key(|&i| key(system, i, closes(i)))
}

/// What counts are preferred by: the least first.
fn key(system: &System, i: usize, closes: usize) -> (usize, u8, bool, Reverse<usize>, i64, usize) {
    let unknown = &system.unknowns[i];
    let cost = cost(unknown.place.total, unknown.place.part);
    (unknown.carries, cost, unknown.value == 0, Reverse(closes), unknown.value, i)
}

/// Parts that are no sums cost least, sums that are parts of others more, sums of all the most.
fn cost(total: bool, part: bool) -> u8 {
    match (total, part) {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => 2,
    }
}
