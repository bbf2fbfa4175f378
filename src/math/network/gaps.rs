use rayon::prelude::*;

use super::chance::{share_of, shuffle};
use crate::math::random::Stream;

/// How far values of pairs with one, and with two, of some organisations are from those of pairs with none, each with its p: membership is
/// given to other organisations, so that the pairs of each stay together. (1 + as far) / (1 + draws). `ends` are all pairs once.
pub fn group_gaps(ends: &[(u32, u32)], values: &[f64], member: &[bool], draws: u64, stream: Stream) -> [(f64, f64); 2] {
    let labels: Vec<u32> = member.iter().map(|it| u32::from(*it)).collect();
    let gaps = |labels: &[u32]| {
        let mut sums = [(0.0, 0.0); 3];
        for (&(a, b), value) in ends.iter().zip(values) {
            let of = &mut sums[(labels[a as usize] + labels[b as usize]) as usize];
            *of = (of.0 + value, of.1 + 1.0);
        }
        let mean = |at: usize| sums[at].0 / sums[at].1;
        [mean(1) - mean(0), mean(2) - mean(0)]
    };
    let observed = gaps(&labels);
    let drawn: Vec<[f64; 2]> = (0..draws)
        .into_par_iter()
        .map(|index| {
            let mut order = labels.clone();
            shuffle(&mut order, &mut stream.replicate(index).rng());
            gaps(&order)
        })
        .collect();
    let of = |at: usize| {
        let values: Vec<f64> = drawn.iter().map(|gaps| gaps[at]).collect();
        let far = observed[at].abs();
        (observed[at], share_of(&values, false, |value| value.abs() >= far - 1e-12 * far.max(1.0)))
    };
    [of(0), of(1)]
}
