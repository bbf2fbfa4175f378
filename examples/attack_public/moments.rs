//! With the number of units, the mean of whole numbers tells their sum, and its error the sum of their squares: how many rose and
//! fell is then one of few answers, often the only one.

use std::collections::BTreeMap;

use tashika::math::special::t_quantile;

use super::counts::Counts;
use super::digits::Printed;
use super::people::Pop;
use super::signs::{Moments, possible};
use super::world::{Estimate, World};

/// Ranges of numbers of units wider than this are not tried one by one.
const TRIED: i64 = 12;
/// More sums and numbers of rises and falls than this are not tried.
const SUMS: i64 = 20_000;

/// The sums that n values with a mean can have.
fn sums(n: i64, mean: Printed) -> (i64, i64) {
    let n = n as f64;
    let near = 1e-9 * (n * mean.middle().abs()).max(1.0) + 1e-7;
    ((n * mean.low - near).ceil() as i64, (n * mean.high + near).floor() as i64)
}

/// Numbers of units that let the sums of whole numbers be whole.
pub fn whole(world: &mut World, counts: &mut Counts) -> bool {
    let mut moved = false;
    let mut of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, mean) in world.means.iter().enumerate() {
        of.entry(&mean.variable).or_default().push(at);
    }
    let mut found = Vec::new();
    let mut narrowed = Vec::new();
    for (variable, at) in of {
        // Shares of rounded counts are no means of those who are there.
        if world.promise.rounding.is_some() && world.yes.contains(variable) {
            continue;
        }
        let all: Vec<(usize, Vec<i64>, bool)> = at.into_iter().filter_map(|at| fits(world, counts, at)).collect();
        let sharp = all.iter().filter(|(.., sharp)| *sharp).count();
        let known = world.whole.contains_key(variable);
        if !known && (sharp == 0 || all.iter().any(|(_, fits, _)| fits.is_empty())) {
            continue;
        }
        if !known {
            found.push(variable.to_string());
        }
        for (at, fits, _) in all {
            if let (Some(first), Some(last)) = (fits.first(), fits.last()) {
                narrowed.push((world.means[at].pop, *first, *last));
            }
        }
    }
    found.into_iter().for_each(|variable| _ = world.whole.insert(variable, None));
    for (pop, low, high) in narrowed {
        moved |= counts.narrow(world, pop, low, high, "means of whole numbers");
    }
    moved
}

/// The numbers of units that a mean of whole numbers allows, and whether it is printed so closely that this says something.
fn fits(world: &World, counts: &Counts, at: usize) -> Option<(usize, Vec<i64>, bool)> {
    let mean = &world.means[at];
    let (low, high) = counts.of(world, mean.pop);
    if low < 1 || high - low > TRIED {
        return None;
    }
    let fits = |n: &i64| {
        let (from, to) = sums(*n, mean.value);
        from <= to
    };
    let sharp = mean.value.half() * high as f64 <= 0.002 && mean.value.middle().fract() != 0.0;
    Some((at, (low..=high).filter(fits).collect(), sharp))
}

/// Narrows how many rose, stayed the same and fell.
pub fn narrow(world: &World, counts: &mut Counts) -> bool {
    let mut groups: BTreeMap<(Pop, &str), Vec<&Estimate>> = BTreeMap::new();
    for estimate in &world.estimates {
        groups.entry((world.people.root(estimate.pop), &estimate.change)).or_default().push(estimate);
    }
    let mut moved = false;
    for ((pop, change), estimates) in groups {
        let Some(span) = world.whole.get(change) else { continue };
        let of = |(of, own): &&(Pop, String)| world.people.root(*of) == pop && own == change;
        let Some(signs) = world.signs.keys().find(of).map(|key| world.signs[key]) else { continue };
        moved |= signs_of(world, counts, pop, &estimates, *span, signs);
    }
    moved
}

fn signs_of(
    world: &World,
    counts: &mut Counts,
    pop: Pop,
    estimates: &[&Estimate],
    span: Option<f64>,
    signs: [Pop; 3],
) -> bool {
    let (low, high) = counts.of(world, pop);
    if low < 1 || high - low > TRIED || high > 400 {
        return false;
    }
    let ranges = signs.map(|sign| counts.of(world, sign));
    if ranges.iter().all(|(low, high)| low == high) {
        return false;
    }
    let mut hull: Option<[(i64, i64); 3]> = None;
    let mut numbers: Option<(i64, i64)> = None;
    for n in low..=high {
        let Some(moments) = moments(n, estimates) else { continue };
        let Some((from, to)) = moments.sums else { return false };
        // Amounts: their sums leave everything open, and there are too many to try.
        let tries = to.saturating_sub(from).saturating_add(1).saturating_mul(n * n / 2);
        if tries > SUMS || span.is_none() && moments.is_large(n) {
            return false;
        }
        let found = possible(n, &moments, span, ranges);
        let Some(found) = found else { continue };
        numbers = Some(numbers.map_or((n, n), |own: (i64, i64)| (own.0, n)));
        hull = Some(match hull {
            None => found,
            Some(own) => [0, 1, 2].map(|at| (own[at].0.min(found[at].0), own[at].1.max(found[at].1))),
        });
    }
    let (Some(hull), Some(numbers)) = (hull, numbers) else {
        let change = estimates.first().map_or("", |estimate| estimate.change.as_str());
        let places: Vec<&str> = estimates.iter().map(|estimate| estimate.place.as_str()).collect();
        counts.misread.push(format!("no answers fit the moments of {change} at {}: {ranges:?}", places.join(", ")));
        return false;
    };
    let mut moved = counts.narrow(world, pop, numbers.0, numbers.1, "moments");
    for (sign, (low, high)) in signs.into_iter().zip(hull) {
        moved |= counts.narrow(world, sign, low, high, "moments");
    }
    moved
}

/// What estimates say of the sum and of the error, if there are n units; nothing where they cannot be n.
fn moments(n: i64, estimates: &[&Estimate]) -> Option<Moments> {
    let mut mean: Option<Printed> = None;
    let mut error: Option<Printed> = None;
    let both = |own: &mut Option<Printed>, other: Printed| {
        *own = Some(own.map_or(other, |own| own.and(other)));
    };
    for estimate in estimates.iter().filter(|estimate| !estimate.scaled) {
        if estimate.by_t && estimate.df.is_some_and(|df| df as i64 != n - 1) {
            return None;
        }
        if let Some(value) = estimate.mean {
            both(&mut mean, value);
        }
        if let Some(value) = estimate.error {
            both(&mut error, value);
        }
        if estimate.by_t && n > 1 {
            by_interval(n, estimate).into_iter().for_each(|value| both(&mut error, value));
            by_p(n, estimate).into_iter().for_each(|value| both(&mut error, value));
        }
    }
    for size in estimates.iter().filter_map(|estimate| estimate.size) {
        by_size(n, size, mean).into_iter().for_each(|value| both(&mut error, value));
    }
    let near = |it: Printed| it.low > it.high + 1e-9 * it.high.abs().max(1e-9);
    if mean.is_some_and(near) || error.is_some_and(near) {
        return None;
    }
    Some(Moments { sums: mean.map(|mean| sums(n, mean)), error })
}

/// The error from the width of an interval by the t law.
pub fn by_interval(n: i64, estimate: &Estimate) -> Option<Printed> {
    let (low, high) = (estimate.low?, estimate.high?);
    let t = t_quantile(0.5 + estimate.level / 2.0, (n - 1) as f64);
    let (least, most) = ((high.low - low.high) / (2.0 * t), (high.high - low.low) / (2.0 * t));
    Some(Printed { low: least.max(0.0) * (1.0 - 1e-9), high: most * (1.0 + 1e-9) })
}

/// The error from the mean over the standard deviation.
fn by_size(n: i64, size: Printed, mean: Option<Printed>) -> Option<Printed> {
    let mean = mean?;
    let away = |it: Printed| {
        (it.low > 0.0 || it.high < 0.0).then(|| (it.low.abs().min(it.high.abs()), it.low.abs().max(it.high.abs())))
    };
    let (size, mean) = (away(size)?, away(mean)?);
    let root = (n as f64).sqrt();
    Some(Printed { low: mean.0 / size.1 / root * (1.0 - 1e-9), high: mean.1 / size.0 / root * (1.0 + 1e-9) })
}

/// The error from a p-value by the t law: |mean| over it is as far out as p says.
fn by_p(n: i64, estimate: &Estimate) -> Option<Printed> {
    let (p, mean) = (estimate.p?, estimate.mean?);
    if p.low < 1e-12 || p.high >= 1.0 || mean.low <= 0.0 && mean.high >= 0.0 {
        return None;
    }
    let df = (n - 1) as f64;
    // From the lower tail: near 1 there are no digits left.
    let far = |p: f64| -t_quantile(p / 2.0, df);
    let size = [mean.low.abs(), mean.high.abs()];
    let (least, most) = (size[0].min(size[1]), size[0].max(size[1]));
    Some(Printed { low: least / far(p.low) * (1.0 - 1e-9), high: most / far(p.high) * (1.0 + 1e-9) })
}
