//! Columns by which the outcomes of a logistic regression can be told without error.

use ndarray::{Array2, ArrayView2};

use crate::math::sums::{norm, variance};
use crate::phrase;
use crate::text::Phrase;

/// Columns that predict the outcome without error, so that their coefficients have no finite maximum.
#[derive(Clone, Debug, PartialEq)]
pub struct Separation {
    /// Columns, by index into the model matrix.
    pub columns: Vec<usize>,
    /// Whether each of them does so alone.
    pub alone: bool,
    /// Rows whose fitted probability goes to 0 or 1.
    pub rows: Vec<usize>,
}

impl Separation {
    /// What to tell a person; `names` are those of the columns of the model matrix.
    pub fn describe(&self, names: &[String]) -> Phrase {
        let named: Vec<&str> = self.columns.iter().filter_map(|&k| names.get(k)).map(String::as_str).collect();
        let n = self.rows.len();
        if self.alone {
            return phrase!(
                "{names} {names?tells|tell} the two groups apart without error for {n} {n?unit|units}, so their scores are 0 or 1 and the coefficients have no finite value",
                names = named,
                n = n
            );
        }
        phrase!(
            "A combination of {names} tells the two groups apart without error for {n} {n?unit|units}, so their scores are 0 or 1 and the coefficients have no finite value",
            names = named,
            n = n
        )
    }
}

/// Names the columns behind a direction of recession.
pub(super) fn name(
    x: ArrayView2<'_, f64>,
    y: &[f64],
    weight: &[f64],
    kept: &[usize],
    direction: &[f64],
    model: &Array2<f64>,
) -> Separation {
    let along: Vec<f64> =
        model.rows().into_iter().map(|row| row.iter().zip(direction).map(|(x, d)| x * d).sum()).collect();
    let furthest = along.iter().zip(weight).filter(|(_, w)| **w > 0.0).fold(0.0_f64, |far, (a, _)| far.max(a.abs()));
    let rows = (0..y.len()).filter(|&i| weight[i] > 0.0 && along[i].abs() > 1e-3 * furthest).collect();
    let alone: Vec<usize> = kept.iter().copied().filter(|&k| separates(&x.column(k).to_vec(), y, weight)).collect();
    if !alone.is_empty() {
        return Separation { columns: alone, alone: true, rows };
    }
    let pull = |(k, d): (&usize, &f64)| (*k, d.abs() * variance(&x.column(*k).to_vec()).sqrt());
    let pulls: Vec<(usize, f64)> = kept.iter().zip(direction).map(pull).collect();
    let least = 0.1 * norm(&pulls.iter().map(|(_, pull)| *pull).collect::<Vec<_>>());
    Separation {
        columns: pulls.iter().filter(|(_, pull)| *pull > least).map(|(k, _)| *k).collect(),
        alone: false,
        rows,
    }
}

/// Whether a cut through one column leaves outcomes of 1 on one side only (ties at the cut allowed).
fn separates(column: &[f64], y: &[f64], weight: &[f64]) -> bool {
    let used = || column.iter().zip(y).zip(weight).filter(|(_, w)| **w > 0.0).map(|((&x, &y), _)| (x, y));
    let range = |wanted: &dyn Fn(f64) -> bool| {
        let values = used().filter(|(_, y)| wanted(*y)).map(|(x, _)| x);
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)))
    };
    let (ones, zeros) = (range(&|y| y > 0.0), range(&|y| y < 1.0));
    let varies = ones.0.min(zeros.0) < ones.1.max(zeros.1);
    varies && (ones.0 >= zeros.1 || zeros.0 >= ones.1)
}
