//! From where to where each number of units can lie, from everything that is shown.

use std::collections::BTreeMap;

use super::lp::Program;
use super::moments;
use super::people::Pop;
use super::world::{MANY, Share, World, told};

/// What the numbers of populations can be.
pub struct Counts {
    /// By the first of those that are the same.
    pub range: BTreeMap<Pop, (i64, i64)>,
    /// What contradicts what.
    pub misread: Vec<String>,
    /// How the range of a population was narrowed by more than sums.
    pub by: BTreeMap<Pop, &'static str>,
    rows: Vec<Vec<(Pop, i64)>>,
}

/// Rounds of sums, shares, means and moments.
const ROUNDS: usize = 4;
/// Ends closer than this to a whole number are that number.
const NEAR: f64 = 1e-5;

impl Counts {
    /// Of a population.
    pub fn of(&self, world: &World, pop: Pop) -> (i64, i64) {
        self.range.get(&world.people.root(pop)).copied().unwrap_or((0, MANY))
    }

    /// Narrows a range; notes what contradicts.
    pub fn narrow(&mut self, world: &World, pop: Pop, low: i64, high: i64, by: &'static str) -> bool {
        let root = world.people.root(pop);
        let own = self.range.entry(root).or_insert((0, MANY));
        let both = (own.0.max(low), own.1.min(high));
        if both.0 > both.1 {
            let why = format!("{by}: {} is {own:?} and {:?}", world.people.name(pop), (low, high));
            if !self.misread.contains(&why) {
                self.misread.push(why);
            }
            return false;
        }
        let narrower = both != *own;
        *own = both;
        if narrower && !by.is_empty() {
            self.by.insert(root, by);
        }
        narrower
    }
}

/// Solves for all counts.
pub fn solve(world: &mut World) -> Counts {
    let mut counts = start(world);
    for _ in 0..ROUNDS {
        let mut moved = carry(world, &mut counts);
        histograms(world, &mut counts);
        moved |= shares(world, &mut counts);
        moved |= moments::whole(world, &mut counts);
        moved |= moments::narrow(world, &mut counts);
        if !moved {
            break;
        }
    }
    carry(world, &mut counts);
    programs(world, &mut counts);
    counts
}

/// All counts of an edition that hides nothing: by sums alone.
pub fn known(world: &mut World) -> Counts {
    let mut counts = start(world);
    carry(world, &mut counts);
    shares(world, &mut counts);
    carry(world, &mut counts);
    counts
}

fn start(world: &World) -> Counts {
    let mut counts =
        Counts { range: BTreeMap::new(), misread: world.misread.clone(), by: BTreeMap::new(), rows: Vec::new() };
    for pop in 0..world.people.len() {
        let (low, high) = world.of(pop);
        counts.narrow(world, pop, low, high, "");
    }
    let mut rows = Vec::new();
    for sum in &world.sums {
        let mut factors: BTreeMap<Pop, i64> = BTreeMap::new();
        sum.iter().for_each(|(pop, factor)| *factors.entry(world.people.root(*pop)).or_default() += factor);
        let row: Vec<(Pop, i64)> = factors.into_iter().filter(|(_, factor)| *factor != 0).collect();
        if !row.is_empty() {
            rows.push(row);
        }
    }
    rows.sort();
    rows.dedup();
    counts.rows = rows;
    counts
}

/// Carries bounds through the sums until nothing changes.
fn carry(world: &World, counts: &mut Counts) -> bool {
    let rows = counts.rows.clone();
    let mut any = false;
    for _ in 0..200 {
        let mut moved = false;
        for row in &rows {
            for &(pop, factor) in row {
                let (mut low, mut high) = (0i64, 0i64);
                for &(other, k) in row.iter().filter(|(other, _)| *other != pop) {
                    let (a, b) = counts.range.get(&other).copied().unwrap_or((0, MANY));
                    let ends = [a * k, b * k];
                    low += ends[0].min(ends[1]);
                    high += ends[0].max(ends[1]);
                }
                // factor·x = −Σ.
                let ends = [-(high as f64) / factor as f64, -(low as f64) / factor as f64];
                let (low, high) = (ends[0].min(ends[1]).ceil() as i64, ends[0].max(ends[1]).floor() as i64);
                moved |= counts.narrow(world, pop, low.max(0), high.min(MANY), "");
            }
        }
        any |= moved;
        if !moved {
            break;
        }
    }
    any
}

/// The mean of values of which it is said how often each was given: Σ value·n = n·mean.
fn histograms(world: &mut World, counts: &mut Counts) {
    for at in 0..world.histograms.len() {
        let histogram = world.histograms[at].clone();
        let (low, high) = counts.of(world, histogram.all);
        let root = world.people.root(histogram.all);
        let of =
            |mean: &&super::world::Mean| mean.variable == histogram.variable && world.people.root(mean.pop) == root;
        let means: Vec<_> = world.means.iter().filter(of).map(|mean| mean.value).collect();
        let Some(first) = means.first().filter(|_| high < MANY) else { continue };
        let value = means.iter().fold(*first, |all, own| all.and(*own));
        let (least, most) = (value.low * low as f64, value.high * high as f64);
        let near = 1e-9 * most.abs() + 1e-7;
        let total = world.people.with(histogram.all, &format!("total of {}", histogram.variable));
        let (least, most) = ((least - near).ceil() as i64, (most + near).floor() as i64);
        if least > most {
            continue;
        }
        counts.narrow(world, total, least, most, "");
        let mut row = vec![(world.people.root(total), -1)];
        row.extend(
            histogram.steps.iter().filter(|(step, _)| *step != 0).map(|(step, pop)| (world.people.root(*pop), *step)),
        );
        row.sort_unstable();
        if !counts.rows.contains(&row) {
            counts.rows.push(row);
        }
    }
}

/// A share of a known number is a number.
fn shares(world: &World, counts: &mut Counts) -> bool {
    let mut moved = false;
    for share in world.shares.iter().filter(|share| !share.hidden) {
        let (low, high) = counts.of(world, share.of);
        if high >= MANY || low == 0 {
            continue;
        }
        let fits = match world.promise.rounding {
            Some(to) => of_rounded(world, share, (low, high), to),
            None => of_units(share, (low, high)),
        };
        let (Some(first), Some(last)) = (fits.first(), fits.last()) else {
            let why = format!("share at {}", told(&share.place));
            if !counts.misread.contains(&why) {
                counts.misread.push(why);
            }
            continue;
        };
        moved |= counts.narrow(world, share.of, first.0, last.0, "shares");
        let from = fits.iter().map(|fit| fit.1).min().unwrap_or(0);
        let to = fits.iter().map(|fit| fit.2).max().unwrap_or(MANY);
        moved |= counts.narrow(world, share.part, from, to, "shares");
    }
    moved
}

/// Of how many units a share may be, and how many then are part of it.
fn of_units(share: &Share, (low, high): (i64, i64)) -> Vec<(i64, i64, i64)> {
    let part = |n: i64| {
        let from = (share.value.low * n as f64 - 1e-9 * n as f64).ceil() as i64;
        let to = (share.value.high * n as f64 + 1e-9 * n as f64).floor() as i64;
        (from <= to).then_some((n, from, to))
    };
    (low..=high.min(low + 200)).filter_map(part).collect()
}

/// The same where both are rounded: a share is one multiple by another, and each stands for the numbers less than a step away.
fn of_rounded(world: &World, share: &Share, (low, high): (i64, i64), to: i64) -> Vec<(i64, i64, i64)> {
    let shown = world.shown_as(share.of);
    let candidates: Vec<i64> = match shown {
        Some(shown) => vec![shown],
        None => (low / to..=(high + to) / to).map(|times| times * to).filter(|it| *it > 0).collect(),
    };
    let mut fits = Vec::new();
    for all in candidates {
        let (from, last) = (share.value.low * all as f64, share.value.high * all as f64);
        let first = ((from - 1e-6) / to as f64).ceil() as i64;
        let last = ((last + 1e-6) / to as f64).floor() as i64;
        for part in (first..=last).map(|times| times * to) {
            let (least, most) = world.promise.shown(part as f64);
            let own = world.promise.shown(all as f64);
            fits.push((low.max(own.0), least.min(high), most.min(high)));
            fits.push((high.min(own.1), least.min(high), most.min(high)));
        }
    }
    fits.sort_unstable();
    fits
}

/// The ends that linear programs give, for what is not shown.
fn programs(world: &World, counts: &mut Counts) {
    if !counts.misread.is_empty() {
        return;
    }
    let index: BTreeMap<Pop, usize> = counts.range.keys().enumerate().map(|(at, pop)| (*pop, at)).collect();
    let bounds = counts
        .range
        .values()
        .map(|(low, high)| (*low as f64, if *high >= MANY { f64::INFINITY } else { *high as f64 }));
    let rows = counts.rows.iter().map(|row| row.iter().map(|(pop, k)| (index[pop], *k as f64)).collect());
    let mut program = Program { bounds: bounds.collect(), rows: rows.collect() };
    // Where counts are rounded, what is shown is open as well, and carrying bounds has narrowed it.
    let shares = world.shares.iter().filter(|share| share.hidden).map(|share| share.part);
    let hidden = world.hidden.iter().map(|(_, pop)| *pop);
    let mut wanted: Vec<Pop> = hidden.chain(shares).map(|pop| world.people.root(pop)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    for pop in wanted {
        let at = index[&pop];
        let (low, high) = program.bounds[at];
        if low >= high || part_is_wide(&counts.range[&pop]) {
            continue;
        }
        let (least, most) = program.range(at);
        let low = (least - NEAR).ceil() as i64;
        let high = if most.is_finite() { (most + NEAR).floor() as i64 } else { MANY };
        if counts.narrow(world, pop, low, high, "") {
            let (low, high) = counts.range[&pop];
            program.bounds[at] = (low as f64, if high >= MANY { f64::INFINITY } else { high as f64 });
        }
    }
}

fn part_is_wide((_, high): &(i64, i64)) -> bool {
    *high >= MANY
}
