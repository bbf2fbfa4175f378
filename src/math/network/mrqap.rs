use ndarray::Array2;

use super::chance::{over_orders, share_of};
use crate::math::householder::Qr;
use crate::math::random::Stream;
use crate::math::sums::dot;

/// Statistics that differ by less are equal.
const EQUAL: f64 = 1e-9;

/// A coefficient of a regression of one network on others, judged by exchanging who is who in what is its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Partialled {
    /// Coefficient.
    pub coefficient: f64,
    /// Its t.
    pub t: f64,
    /// Share of orders whose t is at least as far from zero. Drawn ones: (1 + count) / (1 + draws).
    pub p_two_sided: f64,
    /// Share at least as large.
    pub p_greater: f64,
    /// Share at most as large.
    pub p_less: f64,
    /// How many were gone through.
    pub orders: u64,
    /// Whether they are all.
    pub exact: bool,
}

/// Residuals on the constant and other networks.
struct Others(Qr);

impl Others {
    fn residual(&self, mut v: Vec<f64>) -> Vec<f64> {
        self.0.transpose_apply(&mut v);
        v[..self.0.rank()].fill(0.0);
        self.0.apply(&mut v);
        v
    }
}

/// Regression of the cells of `y` on a constant and the cells of all `x`, and the test of the coefficient of `x[which]` by double semi-partialling
/// (Dekker, Krackhardt & Snijders 2007): what of it the others do not explain is exchanged, rows and columns together, and t is
/// compared. `cells` are those that count: all off the diagonal, or those of one half. `movable` as for [`permuted`](super::permuted). O(cells ·
/// networks) an order.
pub fn partialled(
    y: &Array2<f64>,
    x: &[Array2<f64>],
    which: usize,
    cells: &[(u32, u32)],
    movable: &[bool],
    draws: u64,
    stream: Stream,
) -> Partialled {
    let of = |network: &Array2<f64>| -> Vec<f64> {
        cells.iter().map(|&(row, column)| network[[row as usize, column as usize]]).collect()
    };
    let rest = x.iter().enumerate().filter(|(at, _)| *at != which).map(|(_, other)| of(other));
    let others = Others(Qr::new(std::iter::once(vec![1.0; cells.len()]).chain(rest), cells.len(), 1e-12));
    let own = others.residual(of(&x[which]));
    let left = others.residual(of(y));
    let one_half = !cells_both_ways(cells);
    let mut square = Array2::zeros(y.dim());
    for (&(row, column), &value) in cells.iter().zip(&own) {
        square[[row as usize, column as usize]] = value;
        if one_half {
            square[[column as usize, row as usize]] = value;
        }
    }
    let freedom = (cells.len() - others.0.rank() - 1) as f64;
    let t_of = |residual: &[f64]| {
        let (squares, b) = (dot(residual, residual), dot(residual, &left) / dot(residual, residual));
        (b, b / ((dot(&left, &left) - b * b * squares) / freedom / squares).sqrt())
    };
    let exchanged = |order: &[u32]| {
        let at = |&(row, column): &(u32, u32)| square[[order[row as usize] as usize, order[column as usize] as usize]];
        t_of(&others.residual(cells.iter().map(at).collect())).1
    };
    let (values, exact) = over_orders(movable, draws, stream, exchanged);
    let (coefficient, t) = t_of(&own);
    Partialled {
        coefficient,
        t,
        p_two_sided: share_of(&values, exact, |value| value.abs() >= t.abs() - EQUAL),
        p_greater: share_of(&values, exact, |value| value >= t - EQUAL),
        p_less: share_of(&values, exact, |value| value <= t + EQUAL),
        orders: values.len() as u64,
        exact,
    }
}

/// Whether cells stand in both directions, as of networks with direction.
fn cells_both_ways(cells: &[(u32, u32)]) -> bool {
    cells.first().is_some_and(|&(row, column)| cells.contains(&(column, row)))
}
