//! Controlled rounding (Cox 1987, JASA 82:520): all counts that are shown become multiples of one number, each less than that number away,
//! so that every sum holds among what is shown and no part is shown as more than the whole. Rounded one by one, counts narrow each
//! other: of 38 to 42 whose parts are at most 22 and 17, one knows 38 or 39. Where sums hold, all numbers that are nearest to a
//! multiple are possible for each count, whatever stands beside it: with what is shown, so is what is shown and two more along
//! any way through the sums.

use std::collections::{BTreeMap, BTreeSet};

use crate::math::feasible::{Equation, Equations};

use super::rule::Rule;
use super::system::{HEADLINE, System};

/// Steps of the search for each count of a part of the system, and beyond that.
const STEPS: (usize, usize) = (20, 2_000);

/// Rounds all counts; of those that cannot be rounded so that sums hold, the cheapest are hidden instead.
pub fn settle(system: &mut System, rule: &Rule) {
    let Some(to) = rule.rounding else { return };
    // Nobody knows of the ties: they are none of the equations by which hidden counts can be told.
    let mut tied = system.clone();
    std::mem::take(&mut tied.alike).into_iter().for_each(|(a, b)| tied.tie(a, b));
    for part in parts(&tied) {
        while let Err(row) = settle_part(&mut tied, &part, to, rule) {
            match cheapest(&tied, &part, row) {
                Some(cheapest) => tied.unknowns[cheapest].hidden = true,
                None => {
                    one_by_one(&mut tied, &part, rule);
                    break;
                }
            }
        }
    }
    system.unknowns = tied.unknowns;
}

/// To the nearest, where nothing is left to be hidden.
fn one_by_one(system: &mut System, part: &[usize], rule: &Rule) {
    part.iter().for_each(|&i| system.unknowns[i].rounded = Some(rule.shown(system.unknowns[i].value)));
}

/// Counts that hang together through equations.
fn parts(system: &System) -> Vec<Vec<usize>> {
    let mut seen = vec![false; system.unknowns.len()];
    let mut by_ties: Vec<usize> = (0..system.unknowns.len()).collect();
    by_ties.sort_by_key(|&i| (std::cmp::Reverse(system.of.get(i).map_or(0, Vec::len)), i));
    let mut parts = Vec::new();
    for start in by_ties {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        // From the count in most sums outwards: what hangs together is decided together.
        let mut part = vec![start];
        let mut next = 0;
        while next < part.len() {
            for &row in system.of.get(part[next]).into_iter().flatten() {
                let terms = system.equations[row].terms.iter().map(|(i, _)| *i);
                part.extend(terms.filter(|&i| !std::mem::replace(&mut seen[i], true)));
            }
            next += 1;
        }
        parts.push(part);
    }
    parts
}

/// Rounds the counts of a part, in its order; the equation that stands in the way where they cannot be.
fn settle_part(system: &mut System, part: &[usize], to: i64, rule: &Rule) -> Result<(), usize> {
    let at: BTreeMap<usize, usize> = part.iter().enumerate().map(|(at, i)| (*i, at)).collect();
    let own: BTreeSet<usize> = part.iter().flat_map(|&i| system.of.get(i).into_iter().flatten()).copied().collect();
    let own: Vec<usize> = own.into_iter().collect();
    let numbered = |row: &usize| Equation {
        terms: system.equations[*row].terms.iter().map(|(i, factor)| (at[i], *factor)).collect(),
        total: 0,
    };
    let most = part.iter().map(|&i| system.unknowns[i].value).max().unwrap_or(0) / to * 2 + 20;
    let ends = |&i: &usize| {
        let unknown = &system.unknowns[i];
        let (low, high) = rule.multiples(unknown.value);
        if unknown.hidden { (0, most) } else { (low / to, high / to) }
    };
    let (low, high) = part.iter().map(ends).unzip();
    let wanted: Vec<i64> = part.iter().map(|&i| rule.shown(system.unknowns[i].value) / to).collect();
    let (hidden, shown): (Vec<usize>, Vec<usize>) = (0..part.len()).partition(|&at| system.unknowns[part[at]].hidden);
    let order: Vec<usize> = shown.into_iter().chain(hidden).collect();
    let equations = Equations { low, high, rows: own.iter().map(numbered).collect() };
    let found = equations.near(&wanted, &order, STEPS.0 * part.len() + STEPS.1).map_err(|row| own[row])?;
    for (&i, multiple) in part.iter().zip(found) {
        system.unknowns[i].rounded = Some(multiple * to);
    }
    Ok(())
}

/// Of the counts of an equation that are shown, the one that costs least; of all of a part where none is left there.
fn cheapest(system: &System, part: &[usize], row: usize) -> Option<usize> {
    let costs = |&i: &usize| (system.unknowns[i].carries, system.unknowns[i].place.total, i);
    let may = |&i: &usize| {
        let unknown = &system.unknowns[i];
        !unknown.hidden && unknown.value > 0 && unknown.carries < HEADLINE
    };
    let here = system.equations[row].terms.iter().map(|(i, _)| *i).filter(may).min_by_key(costs);
    here.or_else(|| part.iter().copied().filter(may).min_by_key(costs))
}
