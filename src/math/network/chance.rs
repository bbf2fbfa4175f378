//! What tests by exchanging share: the orders of nodes, and where a number stands among those of exchanged data.

use rand::RngExt;
use rayon::prelude::*;

use crate::math::random::Stream;

/// With more nodes to exchange, orders are drawn.
const ALL_ORDERS: usize = 8;

/// `count` of `all` as a share; drawn ones count what is seen as well, (1 + count) / (1 + draws), so that no p is 0.
pub(super) fn share(count: u64, all: u64, exact: bool) -> f64 {
    let seen = u64::from(!exact);
    (count + seen) as f64 / (all + seen) as f64
}

/// The share of values that fulfil something.
pub(super) fn share_of(values: &[f64], exact: bool, fits: impl Fn(f64) -> bool) -> f64 {
    share(values.iter().filter(|value| fits(**value)).count() as u64, values.len() as u64, exact)
}

/// Puts items into a random order.
pub(super) fn shuffle(items: &mut [u32], rng: &mut impl rand::Rng) {
    (1..items.len()).rev().for_each(|at| items.swap(at, rng.random_range(0..=at)));
}

/// A statistic of nodes in all orders of those that are movable, or in `draws` random ones with more than eight; whether they are all.
pub(super) fn over_orders(
    movable: &[bool],
    draws: u64,
    stream: Stream,
    statistic: impl Fn(&[u32]) -> f64 + Sync,
) -> (Vec<f64>, bool) {
    let start: Vec<u32> = (0..movable.len() as u32).collect();
    let free: Vec<u32> = start.iter().copied().filter(|&node| movable[node as usize]).collect();
    let of = |order: &[u32]| statistic(&placed(&start, &free, order));
    if free.len() <= ALL_ORDERS {
        return (every_order(&free).iter().map(|order| of(order)).collect(), true);
    }
    let draw = |index: u64| {
        let mut order = free.clone();
        shuffle(&mut order, &mut stream.replicate(index).rng());
        of(&order)
    };
    ((0..draws).into_par_iter().map(draw).collect(), false)
}

/// Nodes with those that are free in another order.
fn placed(start: &[u32], free: &[u32], order: &[u32]) -> Vec<u32> {
    let mut all = start.to_vec();
    free.iter().zip(order).for_each(|(&at, &node)| all[at as usize] = node);
    all
}

/// All orders, the given one first.
fn every_order(nodes: &[u32]) -> Vec<Vec<u32>> {
    let [first, rest @ ..] = nodes else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for order in every_order(rest) {
        for at in 0..=order.len() {
            let mut longer = order.clone();
            longer.insert(at, *first);
            all.push(longer);
        }
    }
    all
}
