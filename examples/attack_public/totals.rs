//! Totals of few: populations of which one lies in the other, with their means, tell what the few have by whom they differ.

use std::collections::BTreeMap;

use super::claims::{Attack, Claim};
use super::counts::Counts;
use super::digits::Printed;
use super::lp::Program;
use super::people::Pop;
use super::world::{MANY, Mean, World};

/// A total is told where it is known to this part of itself, or of what a unit has in general.
const PART: f64 = 0.1;

/// The total of a variable over a population.
fn total(mean: &Mean, (low, high): (i64, i64)) -> Printed {
    let ends = [
        mean.value.low * low as f64,
        mean.value.low * high as f64,
        mean.value.high * low as f64,
        mean.value.high * high as f64,
    ];
    Printed { low: ends.into_iter().fold(f64::MAX, f64::min), high: ends.into_iter().fold(f64::MIN, f64::max) }
}

/// Claims about totals of fewer units than the least.
pub fn claims(world: &mut World, counts: &Counts) -> Vec<Claim> {
    let mut variables: Vec<String> = world.means.iter().map(|mean| mean.variable.clone()).collect();
    variables.sort();
    variables.dedup();
    let mut claims = Vec::new();
    for variable in variables {
        let known = known(world, counts, &variable);
        claims.extend(nested(world, counts, &variable, &known));
        claims.extend(parts(world, counts, &variable, &known));
    }
    each_once(claims)
}

/// The same total of the same variable is one number, however many populations differ by it.
fn each_once(claims: Vec<Claim>) -> Vec<Claim> {
    let mut once: Vec<Claim> = Vec::new();
    for claim in claims {
        let same = |own: &Claim| own.place == claim.place && own.low <= claim.high && claim.low <= own.high;
        match once.iter_mut().find(|own| same(own)) {
            Some(own) if claim.high - claim.low < own.high - own.low => *own = claim,
            Some(_) => (),
            None => once.push(claim),
        }
    }
    once
}

/// The totals that follow from means, by population.
fn known(world: &World, counts: &Counts, variable: &str) -> BTreeMap<Pop, Printed> {
    let mut known: BTreeMap<Pop, Printed> = BTreeMap::new();
    for mean in world.means.iter().filter(|mean| mean.variable == variable) {
        let (low, high) = counts.of(world, mean.pop);
        if high < MANY && low > 0 {
            let value = total(mean, (low, high));
            let root = world.people.root(mean.pop);
            let own = known.get(&root).map_or(value, |own| own.and(value));
            known.insert(root, if own.low <= own.high { own } else { value });
        }
    }
    known
}

/// What a unit has in general: the width against which a total is close.
fn usual(world: &World, variable: &str) -> f64 {
    let errors = world.estimates.iter().filter(|it| it.change == variable).filter_map(|it| {
        let (low, high) = (it.low?, it.high?);
        let n = world.of(it.pop).1.clamp(2, 1_000) as f64;
        Some((high.middle() - low.middle()) / 4.0 * n.sqrt())
    });
    errors.fold(0.0, f64::max)
}

fn claim(world: &World, variable: &str, name: String, n: (i64, i64), value: Printed) -> Option<Claim> {
    let size = value.middle().abs().max(usual(world, variable));
    if n.0 < 1 || n.1 >= world.promise.least || value.half() > PART * size && value.half() > 1e-9 {
        return None;
    }
    let place = format!("Σ {variable} of {}..{} units", n.0, n.1);
    Some(Claim { attack: Attack::Totals, place, cell: None, what: name, low: value.low, high: value.high })
}

/// One population within another that has few more.
fn nested(world: &World, counts: &Counts, variable: &str, known: &BTreeMap<Pop, Printed>) -> Vec<Claim> {
    let own = world.means.iter().filter(|mean| mean.variable == variable).map(|mean| mean.pop);
    let mut pops: Vec<Pop> = own.collect();
    pops.sort_unstable();
    pops.dedup();
    let mut claims: Vec<Claim> = Vec::new();
    for &outer in &pops {
        for &inner in pops.iter().filter(|inner| **inner != outer && world.people.within(**inner, outer)) {
            let (a, b) = (counts.of(world, outer), counts.of(world, inner));
            let more = ((a.0 - b.1).max(0), a.1 - b.0);
            let roots = (world.people.root(outer), world.people.root(inner));
            let (Some(whole), Some(part)) = (known.get(&roots.0), known.get(&roots.1)) else { continue };
            let rest = Printed { low: whole.low - part.high, high: whole.high - part.low };
            let name = format!("{} without {}", world.people.name(outer), world.people.name(inner));
            let told = claim(world, variable, name, more, rest);
            claims.extend(told.filter(|told| !claims.iter().any(|own| own.low == told.low && own.high == told.high)));
        }
    }
    claims
}

/// Populations that are a part of a sum, with the totals of all others known; and those of a sum of which no mean is shown, together.
fn parts(world: &World, counts: &Counts, variable: &str, known: &BTreeMap<Pop, Printed>) -> Vec<Claim> {
    let rows = rows(world, counts);
    let mut claims = together(world, counts, variable, known, &rows);
    for (pop, value) in carried(&rows, known) {
        let n = counts.of(world, pop);
        if !known.contains_key(&pop) && n.0 >= 1 && n.1 < world.promise.least {
            claims.extend(claim(world, variable, world.people.name(pop), n, value));
        }
    }
    claims
}

/// The sums of populations, each once, without those that are empty.
fn rows(world: &World, counts: &Counts) -> Vec<Vec<(Pop, i64)>> {
    let mut rows: Vec<Vec<(Pop, i64)>> = Vec::new();
    for sum in &world.sums {
        let mut row: BTreeMap<Pop, i64> = BTreeMap::new();
        sum.iter().for_each(|(pop, k)| *row.entry(world.people.root(*pop)).or_default() += k);
        row.retain(|pop, k| *k != 0 && counts.of(world, *pop).1 > 0);
        rows.push(row.into_iter().collect());
    }
    rows.sort();
    rows.dedup();
    rows
}

/// The totals that follow from those that are known.
fn carried(rows: &[Vec<(Pop, i64)>], known: &BTreeMap<Pop, Printed>) -> BTreeMap<Pop, Printed> {
    let mut index: BTreeMap<Pop, usize> = BTreeMap::new();
    let mut program = Program::default();
    for pop in rows.iter().flatten().map(|(pop, _)| *pop) {
        let next = index.len();
        if *index.entry(pop).or_insert(next) == next {
            let open = Printed { low: f64::NEG_INFINITY, high: f64::INFINITY };
            let own = known.get(&pop).copied().unwrap_or(open);
            program.bounds.push((own.low, own.high));
        }
    }
    // Numbers of very different size are brought to one.
    let size = known.values().map(|it| it.low.abs().max(it.high.abs())).fold(1e-9, f64::max);
    program.bounds.iter_mut().for_each(|(low, high)| (*low, *high) = (*low / size, *high / size));
    program.rows = rows.iter().map(|row| row.iter().map(|(pop, k)| (index[pop], *k as f64)).collect()).collect();
    program.carry();
    let finite = |(pop, at): (Pop, usize)| {
        let (low, high) = program.bounds[at];
        let value = Printed { low: low * size, high: high * size };
        (low.is_finite() && high.is_finite()).then_some((pop, value))
    };
    index.into_iter().filter_map(finite).collect()
}

/// Of a sum, those parts of which no mean is shown: together they are the rest.
fn together(
    world: &World,
    counts: &Counts,
    variable: &str,
    known: &BTreeMap<Pop, Printed>,
    rows: &[Vec<(Pop, i64)>],
) -> Vec<Claim> {
    let mut claims = Vec::new();
    for row in rows {
        let Some(&(whole, _)) = row.iter().find(|(_, k)| *k == -1) else { continue };
        let Some(total) = known.get(&whole) else { continue };
        let (shown, rest): (Vec<_>, Vec<_>) =
            row.iter().filter(|(pop, _)| *pop != whole).partition(|(pop, _)| known.contains_key(pop));
        if rest.len() < 2 || shown.is_empty() || row.iter().any(|(_, k)| k.abs() != 1) {
            continue;
        }
        let all = counts.of(world, whole);
        let others = shown.iter().map(|(pop, _)| counts.of(world, *pop)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        let value = shown
            .iter()
            .map(|(pop, _)| known[pop])
            .fold(*total, |a, b| Printed { low: a.low - b.high, high: a.high - b.low });
        let names: Vec<String> = rest.iter().map(|(pop, _)| world.people.name(*pop)).collect();
        let n = ((all.0 - others.1).max(0), all.1 - others.0);
        claims.extend(claim(world, variable, names.join(" and "), n, value));
    }
    claims
}

/// The total that the internal edition gives for a claim.
pub fn true_total(world: &World, counts: &Counts, names: &BTreeMap<String, Pop>, claim: &Claim) -> Option<f64> {
    let variable = claim.place.strip_prefix("Σ ")?.rsplit_once(" of ")?.0;
    let known = known(world, counts, variable);
    let carried = carried(&rows(world, counts), &known);
    let known: BTreeMap<Pop, Printed> = carried.into_iter().chain(known).collect();
    let of = |name: &str| known.get(&world.people.root(*names.get(name)?)).map(|it| it.middle());
    if let Some((outer, inner)) = claim.what.split_once(" without ") {
        return Some(of(outer)? - of(inner)?);
    }
    claim.what.split(" and ").map(of).sum()
}
