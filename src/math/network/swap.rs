use rand::RngExt;

use super::chance::share;
use crate::math::random::Stream;

/// With more rows, swaps are drawn.
const ALL_WAYS: usize = 16;

/// Statistics that differ by less, relative to the one seen, are equal.
const EQUAL: f64 = 1e-9;

/// How a statistic stands among those with the two waves of rows swapped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swapped {
    /// As it is.
    pub observed: f64,
    /// Share at least as far from zero. Drawn ones: (1 + count) / (1 + draws).
    pub p_two_sided: f64,
    /// Share at least as large.
    pub p_greater: f64,
    /// How many were gone through.
    pub ways: u64,
    /// Whether they are all.
    pub exact: bool,
}

/// The statistic with the two waves of every set of rows exchanged: all 2ⁿ, or `draws` random ones with more than 16 rows. Had there been no
/// trend at all, each row might as well have come the other way round. Rows must not share what they tell: what organisations say
/// themselves, not ties that two of them share.
pub fn swapped(rows: usize, draws: u64, stream: Stream, statistic: impl Fn(&[bool]) -> f64) -> Swapped {
    let mut exchanged = vec![false; rows];
    let observed = statistic(&exchanged);
    let near = EQUAL * observed.abs().max(1.0);
    let (mut ways, mut far, mut greater) = (0_u64, 0_u64, 0_u64);
    let mut count = |value: f64| {
        ways += 1;
        far += u64::from(value.abs() >= observed.abs() - near);
        greater += u64::from(value >= observed - near);
    };
    let exact = rows <= ALL_WAYS;
    if exact {
        for way in 0_u64..1 << rows {
            exchanged.iter_mut().enumerate().for_each(|(row, it)| *it = way >> row & 1 == 1);
            count(statistic(&exchanged));
        }
    } else {
        let mut rng = stream.rng();
        for _ in 0..draws {
            exchanged.iter_mut().for_each(|it| *it = rng.random_range(0..2_u32) == 1);
            count(statistic(&exchanged));
        }
    }
    Swapped { observed, p_two_sided: share(far, ways, exact), p_greater: share(greater, ways, exact), ways, exact }
}
