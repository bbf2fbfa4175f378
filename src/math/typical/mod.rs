//! Typical values (Hartigan 1969): the law of a mean, or of a difference of means, under all rearrangements of the data that
//! would have been as likely had nothing changed; the test at any supposed value, and the interval of all values that it does
//! not exclude.
//!
//! Supposing a change of θ, a rearrangement that moves some of the data does better than what was seen exactly where θ is at
//! least its *typical value*: the mean of the values whose signs are turned, or the mean of those that leave a group less that
//! of those that enter it. The shares of rearrangements with typical values up to θ, and from θ on, are the two tails of the
//! test at θ; each counts the rearrangements that move nothing.

mod by_count;
mod exchange;
mod grid;
mod halves;

use rand::RngExt;

use super::random::Stream;
use super::sums::sum;
use by_count::ByCount;
use exchange::Exchange;
use grid::Grid;
use halves::Halves;

/// Rearrangements that are drawn where there are too many to go through.
pub const DRAWS: u64 = 99_999;
/// Up to this many typical values are kept one by one.
const KEPT: usize = 1 << 16;
/// Up to this many where halves serve as well.
const KEPT_BESIDE: usize = 1 << 12;
/// Up to this many independent pieces are gone through by halves.
const HALVED: usize = 30;

/// One way to move an independent piece of the data: what it adds to the numerator and to the denominator of a typical value.
/// Not to move it is always a way too, and all ways of a piece are equally likely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// Added to the numerator.
    pub by: f64,
    /// Added to the denominator; positive, the same for all ways of a piece.
    pub weight: f64,
}

/// The law of typical values.
#[derive(Clone, Debug, PartialEq)]
pub struct Typical {
    values: ObservedValues,
    /// Rounding error of a typical value.
    tolerance: f64,
    /// Least and largest typical value.
    ends: (f64, f64),
    /// How many rearrangements were drawn, where not all were gone through.
    drawn: Option<u64>,
    /// The fractions that typical values are, where the data are decimals.
    grid: Option<Grid>,
}

#[derive(Clone, Debug, PartialEq)]
enum ObservedValues {
    /// One by one.
    Kept(SortedShares),
    Halves(Halves),
    Exchange(Exchange),
}

/// Typical values in order, and the shares up to and from each, which count what moves nothing.
#[derive(Clone, Debug, PartialEq)]
struct SortedShares {
    values: Vec<f64>,
    /// Share of the first 0, 1, … values.
    up_to: Vec<f64>,
    /// Share of all but the first 0, 1, … values.
    from: Vec<f64>,
}

impl Typical {
    /// Independent pieces, each of which may be moved: pairs whose change may be turned (`by` the change, `weight` 1), sets in
    /// which another may have been the one treated.
    pub fn of_moves(pieces: &[Vec<Move>], stream: Stream) -> Typical {
        let moves = || pieces.iter().flatten();
        let tolerance = rounding(moves().map(|it| it.by / it.weight), pieces.len());
        let ends = ends(moves().map(|it| it.by / it.weight));
        let (values, drawn) = match listed(pieces, tolerance) {
            Some(values) => (values, None),
            None => (drawn_moves(pieces, stream), Some(DRAWS)),
        };
        let even = || moves().all(|it| it.weight == 1.0);
        let grid = Grid::of(moves().map(|it| it.by), pieces.len()).filter(|_| even());
        Typical { values, tolerance, ends, drawn, grid }
    }

    /// Two groups whose members may have been in the other one: typical values are those of the mean of the first less that of
    /// the second.
    pub fn of_groups(first: &[f64], second: &[f64], stream: Stream) -> Typical {
        let all = || first.iter().chain(second).copied();
        let tolerance = rounding(all(), first.len() + second.len());
        let ((a, b), (c, d)) = (ends(first.iter().copied()), ends(second.iter().copied()));
        let (values, drawn) = match Exchange::new(first, second, tolerance) {
            Some(exchange) => (ObservedValues::Exchange(exchange), None),
            None => (drawn_groups(first, second, stream), Some(DRAWS)),
        };
        let grid = Grid::of(all(), first.len().min(second.len()));
        Typical { values, tolerance, ends: (a - d, b - c), drawn, grid }
    }

    /// Typical values of rearrangements that were drawn; nothing of one that moved nothing.
    pub fn of_draws(values: Vec<Option<f64>>) -> Typical {
        let p = 1.0 / (values.len() + 1) as f64;
        let known = || values.iter().flatten().copied();
        let (tolerance, ends, drawn) = (rounding(known(), 1), ends(known()), values.len() as u64);
        let found = values.iter().map(|value| (*value, p)).chain([(None, p)]).collect();
        Typical { values: kept(found), tolerance, ends, drawn: Some(drawn), grid: None }
    }

    /// Typical values of all rearrangements, each as likely; nothing of one that moves nothing.
    pub fn of_all(values: Vec<Option<f64>>) -> Typical {
        let p = 1.0 / values.len() as f64;
        let known = || values.iter().flatten().copied();
        let (tolerance, ends) = (rounding(known(), 1), ends(known()));
        let found = values.iter().map(|value| (*value, p)).collect();
        Typical { values: kept(found), tolerance, ends, drawn: None, grid: None }
    }

    /// How many rearrangements were drawn at random; nothing where all were gone through.
    pub fn drawn(&self) -> Option<u64> {
        self.drawn
    }

    /// Two-sided p-value of the supposition that the change is `theta`: twice the smaller tail, at most 1.
    pub fn p_value(&self, theta: f64) -> f64 {
        (2.0 * self.up_to(theta).min(self.from(theta))).min(1.0)
    }

    /// The interval of the values that the test does not exclude at 1 − `level`; infinite where there are too few
    /// rearrangements to exclude any.
    pub fn interval(&self, level: f64) -> (f64, f64) {
        // Slack against rounding where the level is itself a value of the law.
        let least = 0.5 * (1.0 - level) * (1.0 + 1e-12);
        let low = match self.up_to(self.ends.0 - 2.0 * self.tolerance) > least {
            true => f64::NEG_INFINITY,
            false => self.settled(self.first(|theta| self.up_to(theta) > least, self.ends)),
        };
        let high = match self.from(self.ends.1 + 2.0 * self.tolerance) > least {
            true => f64::INFINITY,
            false => self.settled(-self.first(|theta| self.from(-theta) > least, (-self.ends.1, -self.ends.0))),
        };
        (low, high)
    }

    /// The share of rearrangements that move nothing or have a typical value of at most `theta`.
    fn up_to(&self, theta: f64) -> f64 {
        match &self.values {
            ObservedValues::Kept(kept) => {
                kept.up_to[kept.values.partition_point(|value| *value <= theta + self.tolerance)]
            }
            ObservedValues::Halves(halves) => halves.up_to(theta, self.tolerance),
            ObservedValues::Exchange(exchange) => exchange.up_to(theta, self.tolerance),
        }
    }

    /// The share of those that move nothing or have a typical value of at least `theta`.
    fn from(&self, theta: f64) -> f64 {
        match &self.values {
            ObservedValues::Kept(kept) => {
                kept.from[kept.values.partition_point(|value| *value < theta - self.tolerance)]
            }
            ObservedValues::Halves(halves) => halves.from(theta, self.tolerance),
            ObservedValues::Exchange(exchange) => exchange.from(theta, self.tolerance),
        }
    }

    /// The typical value that was found but for rounding; 0 where that is it.
    fn settled(&self, found: f64) -> f64 {
        let reach = 4.0 * self.tolerance;
        if found.abs() <= reach {
            return 0.0;
        }
        let nearest = match &self.values {
            ObservedValues::Kept(kept) => kept.values.get(kept.values.partition_point(|value| *value < found - reach)),
            ObservedValues::Halves(_) | ObservedValues::Exchange(_) => None,
        };
        let own = nearest.copied().filter(|value| (value - found).abs() <= reach).unwrap_or(found);
        self.grid.as_ref().and_then(|grid| grid.nearest(own, reach)).unwrap_or(own)
    }

    /// The least value of a range from which on `holds` is true: by halving, but for the tolerance.
    fn first(&self, holds: impl Fn(f64) -> bool, (mut low, mut high): (f64, f64)) -> f64 {
        while high - low > self.tolerance {
            let middle = low + 0.5 * (high - low);
            if middle <= low || middle >= high {
                break;
            }
            if holds(middle) { high = middle } else { low = middle }
        }
        if holds(low) { low } else { high }
    }
}

/// Typical values one by one or by halves; nothing where there are too many.
fn listed(pieces: &[Vec<Move>], tolerance: f64) -> Option<ObservedValues> {
    let weight = pieces.first().and_then(|piece| piece.first())?.weight;
    let even = pieces.iter().flatten().all(|it| it.weight == weight);
    if even {
        let ways: Vec<Vec<f64>> = pieces.iter().map(|piece| piece.iter().map(|it| it.by / weight).collect()).collect();
        let halves = ways.len() <= HALVED && ways.iter().all(|ways| ways.len() == 1);
        let sums = ByCount::of_ways(&ways, tolerance, if halves { KEPT_BESIDE } else { KEPT });
        let by_halves = || halves.then(|| ObservedValues::Halves(Halves::new(ways.concat())));
        return sums.map(|sums| kept(sums.means())).or_else(by_halves);
    }
    let all = pieces.iter().try_fold(1usize, |all, ways| all.checked_mul(ways.len() + 1).filter(|all| *all <= KEPT))?;
    let mut found = vec![(0.0, 0.0, 1.0)];
    found.reserve(all);
    for ways in pieces {
        let p = 1.0 / (ways.len() + 1) as f64;
        let moved = |&(by, weight, of): &(f64, f64, f64)| {
            let stay = std::iter::once((by, weight, of * p));
            stay.chain(ways.iter().map(move |it| (by + it.by, weight + it.weight, of * p))).collect::<Vec<_>>()
        };
        found = found.iter().flat_map(moved).collect();
    }
    Some(kept(found.into_iter().map(|(by, weight, p)| ((weight > 0.0).then(|| by / weight), p)).collect()))
}

fn drawn_moves(pieces: &[Vec<Move>], stream: Stream) -> ObservedValues {
    let mut rng = stream.rng();
    let p = 1.0 / (DRAWS + 1) as f64;
    let mut one = || {
        let (mut by, mut weight) = (0.0, 0.0);
        for ways in pieces {
            let at = rng.random_range(0..=ways.len());
            if let Some(chosen) = ways.get(at) {
                (by, weight) = (by + chosen.by, weight + chosen.weight);
            }
        }
        ((weight > 0.0).then(|| by / weight), p)
    };
    let mut found: Vec<(Option<f64>, f64)> = (0..DRAWS).map(|_| one()).collect();
    found.push((None, p));
    kept(found)
}

fn drawn_groups(first: &[f64], second: &[f64], stream: Stream) -> ObservedValues {
    let mut rng = stream.rng();
    let p = 1.0 / (DRAWS + 1) as f64;
    let mut order: Vec<usize> = (0..first.len() + second.len()).collect();
    let mut one = || {
        // The first places of a shuffle are the first group.
        for at in 0..first.len() {
            let other = rng.random_range(at..order.len());
            order.swap(at, other);
        }
        let (mut moved, mut by) = (0_u32, 0.0);
        order[first.len()..].iter().filter(|at| **at < first.len()).for_each(|&at| {
            moved += 1;
            by += first[at];
        });
        order[..first.len()].iter().filter(|at| **at >= first.len()).for_each(|&at| by -= second[at - first.len()]);
        ((moved > 0).then(|| by / f64::from(moved)), p)
    };
    let mut found: Vec<(Option<f64>, f64)> = (0..DRAWS).map(|_| one()).collect();
    found.push((None, p));
    kept(found)
}

fn kept(found: Vec<(Option<f64>, f64)>) -> ObservedValues {
    let nothing = sum(found.iter().filter(|(value, _)| value.is_none()).map(|(_, p)| *p));
    let mut known: Vec<(f64, f64)> = found.into_iter().filter_map(|(value, p)| Some((value?, p))).collect();
    known.sort_by(|a, b| a.0.total_cmp(&b.0));
    let running = |shares: &mut dyn Iterator<Item = f64>| {
        let grown = shares.scan(nothing, |all, p| {
            *all += p;
            Some(*all)
        });
        std::iter::once(nothing).chain(grown).collect::<Vec<f64>>()
    };
    let up_to = running(&mut known.iter().map(|(_, p)| *p));
    let mut from = running(&mut known.iter().rev().map(|(_, p)| *p));
    from.reverse();
    ObservedValues::Kept(SortedShares { values: known.into_iter().map(|(value, _)| value).collect(), up_to, from })
}

fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// Rounding error of sums of so many values.
fn rounding(values: impl Iterator<Item = f64>, count: usize) -> f64 {
    let largest = values.fold(0.0, |largest: f64, value| largest.max(value.abs()));
    (64.0 * f64::EPSILON * count as f64 * largest).max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(changes: &[f64]) -> Typical {
        let pieces: Vec<Vec<Move>> = changes.iter().map(|by| vec![Move { by: *by, weight: 1.0 }]).collect();
        Typical::of_moves(&pieces, Stream::new(1))
    }

    /// P(|Σ ±(d − θ)| ≥ |Σ (d − θ)|) over all 2ⁿ signs.
    fn by_all_signs(changes: &[f64], theta: f64) -> f64 {
        let seen: f64 = changes.iter().map(|d| d - theta).sum();
        let turned = |flips: u32| {
            let sign = |i: usize| if flips >> i & 1 == 1 { -1.0 } else { 1.0 };
            changes.iter().enumerate().map(|(i, d)| sign(i) * (d - theta)).sum::<f64>()
        };
        let all = 1_u32 << changes.len();
        let far = (0..all).filter(|flips| turned(*flips).abs() >= seen.abs() - 1e-9).count();
        far as f64 / f64::from(all)
    }

    /// Twice the smaller tail of mean differences over all ways to draw the first group.
    fn by_all_draws(first: &[f64], second: &[f64], theta: f64) -> f64 {
        let all: Vec<f64> = first.iter().map(|x| x - theta).chain(second.iter().copied()).collect();
        let (mut tails, mut ways) = ([0, 0], 0);
        let seen: f64 = all[..first.len()].iter().sum();
        for drawn in (0_u32..1 << all.len()).filter(|drawn| drawn.count_ones() as usize == first.len()) {
            let sum: f64 = all.iter().enumerate().filter(|(i, _)| drawn >> i & 1 == 1).map(|(_, y)| y).sum();
            ways += 1;
            tails[0] += usize::from(sum >= seen - 1e-9);
            tails[1] += usize::from(sum <= seen + 1e-9);
        }
        (2.0 * tails[0].min(tails[1]) as f64 / f64::from(ways)).min(1.0)
    }

    #[test]
    fn tails_are_those_of_all_signs() {
        let scale = [1.0, 1.0, 0.0, -1.0, 2.0, 1.0, 0.0, 1.0, -1.0, 1.0];
        let amounts = [0.37, -1.41, 2.9, 5.03, -0.11, 7.7, 1.001, 3.3, -2.17, 0.9];
        for theta in [-2.0, 0.0, 0.3, 1.0, 1.5, 4.0] {
            for changes in [&scale, &amounts] {
                let (ours, wanted) = (signs(changes).p_value(theta), by_all_signs(changes, theta));
                assert!((ours - wanted).abs() < 1e-12, "{theta}: {ours} {wanted}");
            }
        }
        let halves = ObservedValues::Halves(Halves::new(amounts.to_vec()));
        let by_halves = Typical { values: halves, ..signs(&amounts) };
        for theta in [-2.0, 0.0, 1.7, 4.0] {
            assert!((by_halves.p_value(theta) - by_all_signs(&amounts, theta)).abs() < 1e-12);
        }
        let (a, b) = (signs(&amounts).interval(0.9), by_halves.interval(0.9));
        assert!((a.0 - b.0).abs() < 1e-11 && (a.1 - b.1).abs() < 1e-11, "{a:?} {b:?}");
    }

    #[test]
    fn tails_are_those_of_all_draws() {
        let (first, second) = ([3.0, 4.0, 4.0, 5.0, 2.0], [1.0, 3.0, 3.0, 2.0, 4.0, 2.0, 1.0]);
        let (apart, others) = ([0.31, 2.7, -1.3, 4.41], [1.1, 0.2, -3.3, 0.77, 5.9]);
        for theta in [-3.0, -0.5, 0.0, 0.4, 1.0, 2.5] {
            let ours = Typical::of_groups(&first, &second, Stream::new(1)).p_value(theta);
            assert!((ours - by_all_draws(&first, &second, theta)).abs() < 1e-12, "{theta}");
            let ours = Typical::of_groups(&apart, &others, Stream::new(1)).p_value(theta);
            assert!((ours - by_all_draws(&apart, &others, theta)).abs() < 1e-12, "{theta}");
        }
    }

    /// The interval ends where the test turns: what lies in it is not excluded, what lies beyond it is.
    #[test]
    fn the_interval_holds_what_the_test_does_not_exclude() {
        let amounts = [0.37, -1.41, 2.9, 5.03, -0.11, 7.7, 1.001, 3.3, -2.17];
        let groups = Typical::of_groups(&amounts[..5], &[1.1, 0.2, -3.3, 0.77, 5.9, 2.2], Stream::new(1));
        for law in [signs(&amounts), groups] {
            for level in [0.9, 0.95] {
                let (low, high) = law.interval(level);
                assert!(law.p_value(low + 1e-9) > 1.0 - level && law.p_value(low - 1e-9) <= 1.0 - level);
                assert!(law.p_value(high - 1e-9) > 1.0 - level && law.p_value(high + 1e-9) <= 1.0 - level);
            }
        }
    }

    #[test]
    fn few_pairs_exclude_nothing() {
        assert_eq!(signs(&[1.0, 2.0, 3.0, 4.0, 5.0]).interval(0.95), (f64::NEG_INFINITY, f64::INFINITY));
        let six = signs(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(six.p_value(0.0), 2.0 / 64.0);
        let (low, high) = six.interval(0.95);
        assert!((low - 1.0).abs() < 1e-11 && (high - 6.0).abs() < 1e-11, "{low} {high}");
    }

    #[test]
    fn draws_come_near_to_going_through_all() {
        let amounts: Vec<f64> = (0..16).map(|i| f64::from(i * i % 37) - 11.3).collect();
        let pieces: Vec<Vec<Move>> = amounts.iter().map(|by| vec![Move { by: *by, weight: 1.0 }]).collect();
        let drawn = Typical { values: drawn_moves(&pieces, Stream::new(3)), drawn: Some(DRAWS), ..signs(&amounts) };
        // Four standard errors of a share of 99,999 draws.
        assert!((drawn.p_value(0.0) - signs(&amounts).p_value(0.0)).abs() < 4.0 * (0.25 / DRAWS as f64).sqrt() * 2.0);
    }
}
