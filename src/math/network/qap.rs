//! Whether two networks of the same nodes go together (quadratic assignment, Hubert & Schultz 1976): who is who is exchanged in one of them, rows
//! and columns together, so that the ties of one node stay together.

use indexmap::IndexMap;

use super::chance::{over_orders, share_of};
use crate::math::random::Stream;

/// Statistics that differ by less are equal.
const EQUAL: f64 = 1e-12;

/// Cells of a square that are not 0; the diagonal does not count.
#[derive(Clone, Debug)]
pub struct Square {
    nodes: usize,
    cells: IndexMap<(u32, u32), f64, foldhash::fast::RandomState>,
}

impl Square {
    /// Of cells; those that stand several times are added.
    pub fn new(nodes: usize, cells: impl IntoIterator<Item = (u32, u32, f64)>) -> Square {
        let mut all: IndexMap<(u32, u32), f64, foldhash::fast::RandomState> = IndexMap::default();
        for (row, column, value) in cells.into_iter().filter(|(row, column, value)| row != column && *value != 0.0) {
            *all.entry((row, column)).or_insert(0.0) += value;
        }
        Square { nodes, cells: all }
    }

    fn sorted(&self) -> Vec<((u32, u32), f64)> {
        let mut cells: Vec<_> = self.cells.iter().map(|(at, value)| (*at, *value)).collect();
        cells.sort_by_key(|(at, _)| *at);
        cells
    }

    fn sums(&self) -> (f64, f64) {
        let cells = self.sorted();
        (cells.iter().map(|(_, v)| v).sum(), cells.iter().map(|(_, v)| v * v).sum())
    }
}

/// Σ x y over the cells, as it comes in with other orders of nodes, to a statistic that rises with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// The statistic as it is.
    pub observed: f64,
    /// Share at least as large. Drawn ones: (1 + count) / (1 + draws).
    pub p_greater: f64,
    /// Share at most as large.
    pub p_less: f64,
    /// Share at least as far from zero.
    pub p_two_sided: f64,
    /// Mean over the orders.
    pub mean: f64,
    /// Standard deviation over the orders.
    pub sd: f64,
    /// How many were gone through.
    pub orders: u64,
    /// Whether they are all.
    pub exact: bool,
}

/// Correlation of the cells off the diagonal from Σ x y.
pub fn correlation(x: &Square, y: &Square) -> impl Fn(f64) -> f64 + Sync + use<> {
    let n = x.nodes as f64 * (x.nodes as f64 - 1.0);
    let ((sx, sxx), (sy, syy)) = (x.sums(), y.sums());
    let spread = ((n * sxx - sx * sx) * (n * syy - sy * sy)).sqrt();
    move |products| (n * products - sx * sy) / spread
}

/// Ties in both / ties in either, of squares of 0 and 1, from Σ x y.
pub fn jaccard(x: &Square, y: &Square) -> impl Fn(f64) -> f64 + Sync + use<> {
    let ties = (x.cells.len() + y.cells.len()) as f64;
    move |products| products / (ties - products)
}

/// The statistic with the nodes of `y` in all orders, or in `draws` random ones with more than eight to exchange. `movable` says which are
/// exchanged among each other: of those who did not answer the cells are unknown, and stay where they are. O(cells) an order.
pub fn permuted(
    x: &Square,
    y: &Square,
    movable: &[bool],
    draws: u64,
    stream: Stream,
    statistic: impl Fn(f64) -> f64 + Sync,
) -> Chance {
    let (few, many) = if x.cells.len() <= y.cells.len() { (x, y) } else { (y, x) };
    let cells = few.sorted();
    let of = |order: &[u32]| {
        let product = |&((row, column), value): &((u32, u32), f64)| {
            let at = (order[row as usize], order[column as usize]);
            many.cells.get(&at).map_or(0.0, |other| value * other)
        };
        statistic(cells.iter().map(product).sum())
    };
    let (values, exact) = over_orders(movable, draws, stream, of);
    let start: Vec<u32> = (0..x.nodes as u32).collect();
    told(of(&start), &values, exact)
}

fn told(observed: f64, values: &[f64], exact: bool) -> Chance {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    Chance {
        observed,
        p_greater: share_of(values, exact, |value| value >= observed - EQUAL),
        p_less: share_of(values, exact, |value| value <= observed + EQUAL),
        p_two_sided: share_of(values, exact, |value| value.abs() >= observed.abs() - EQUAL),
        mean,
        sd: (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt(),
        orders: values.len() as u64,
        exact,
    }
}
