//! Mahalanobis distance: covariates as points whose Euclidean distance counts what goes together within the groups once.

use ndarray::{Array2, Axis};

use crate::design::Ask;
use crate::design::model_matrix::model_matrix;
use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::eigen;
use crate::math::linear::{Factor, TOLERANCE};
use crate::panel::VariableColumn;
use crate::phrase;

/// Directions with a smaller part of the largest variance have none: the rule of MatchIt's generalised inverse.
const NOTHING: f64 = 1e-8;

/// Points at Euclidean distances √((x − y)′ S⁺ (x − y)): a row for each unit, as the columns have them. S is the covariance pooled
/// within the groups, Σ (x − x̄_g)(x − x̄_g)′ / (n − 2) over treated and others (Rubin 1980; MatchIt's), of columns scaled to a
/// standard deviation of 1; a category counts as its levels, and S⁺ leaves out directions without variance.
///
/// # Errors
/// [`Halt`] where no covariate varies within the groups.
pub fn points(columns: &[VariableColumn], treated: &[bool], ask: &Ask, sink: &mut Sink) -> Result<Array2<f64>, Halt> {
    let matrix = model_matrix(columns);
    let (names, x) = scaled(&matrix.x, &matrix.names);
    let copies = Factor::new(x.view(), None, TOLERANCE).dropped().iter().map(|&at| names[at]).collect::<Vec<_>>();
    if !copies.is_empty() {
        sink.push(said_again(copies, ask));
    }
    let whole = vec![false; treated.len()];
    let within = covariance(&x, treated);
    let (overall, pooled) = (eigen::symmetric(&covariance(&x, &whole)), eigen::symmetric(&within));
    let rank = |values: &[f64]| values.iter().filter(|value| **value > NOTHING * largest(values)).count();
    if largest(&pooled.0) <= NOTHING {
        let message = phrase!("No covariate varies within the groups, so that nobody is nearer than anybody else");
        let hint = phrase!("Name other covariates");
        return Err(sink.halt(Diagnostic::error("score", message).at(ask.place.clone()).hint(hint)));
    }
    if rank(&overall.0) > rank(&pooled.0) {
        let fixed = (0..names.len()).filter(|&at| within[[at, at]] <= NOTHING);
        sink.push(told_apart(fixed.map(|at| names[at]).collect(), ask));
    }
    let kept = (0..pooled.0.len()).filter(|&at| pooled.0[at] > NOTHING * largest(&pooled.0));
    let axes: Vec<_> = kept.map(|at| &pooled.1.column(at) / pooled.0[at].sqrt()).collect();
    Ok(Array2::from_shape_fn((x.nrows(), axes.len()), |(row, axis)| x.row(row).dot(&axes[axis])))
}

fn largest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

fn said_again(names: Vec<&str>, ask: &Ask) -> Diagnostic {
    let message = phrase!(
        "{names} {names?says|say} nothing beyond the other covariates and {names?changes|change} no distance",
        names = names
    );
    let hint = phrase!("Remove covariates that are sums or copies of others");
    Diagnostic::warning("collinear", message).at(ask.place.clone()).hint(hint)
}

/// The groups differ in a direction in which nobody differs within them.
fn told_apart(fixed: Vec<&str>, ask: &Ask) -> Diagnostic {
    let message = match fixed.is_empty() {
        true => phrase!(
            "Several covariates together tell those who took part from the others exactly: the distance cannot count what sets the groups apart"
        ),
        false => phrase!(
            "{names} {names?has|have} one value in each group: the distance cannot count what sets the groups apart",
            names = fixed
        ),
    };
    let hint = phrase!("Leave out covariates that have one value in each group");
    Diagnostic::warning("separation", message).at(ask.place.clone()).hint(hint)
}

/// Columns with mean 0 and standard deviation 1 (n − 1), and their names; constant ones are left out.
fn scaled<'n>(x: &Array2<f64>, names: &'n [String]) -> (Vec<&'n str>, Array2<f64>) {
    let degrees = x.nrows().saturating_sub(1).max(1) as f64;
    let mut kept = Vec::new();
    for (name, column) in names.iter().zip(x.axis_iter(Axis(1))) {
        let centred = &column - column.mean().unwrap_or(0.0);
        let deviation = (centred.dot(&centred) / degrees).sqrt();
        if deviation > f64::EPSILON * column.iter().fold(0.0_f64, |most, value| most.max(value.abs())) {
            kept.push((name.as_str(), centred / deviation));
        }
    }
    let (names, kept): (Vec<&str>, Vec<_>) = kept.into_iter().unzip();
    (names, Array2::from_shape_fn((x.nrows(), kept.len()), |(row, column)| kept[column][row]))
}

/// Σ (x − x̄_g)(x − x̄_g)′ / (n − groups).
fn covariance(x: &Array2<f64>, treated: &[bool]) -> Array2<f64> {
    let mut centred = x.clone();
    let mut groups = 0;
    for side in [true, false] {
        let rows: Vec<usize> = (0..treated.len()).filter(|&row| treated[row] == side).collect();
        let Some(mean) = x.select(Axis(0), &rows).mean_axis(Axis(0)) else { continue };
        groups += 1;
        rows.iter().for_each(|&row| centred.row_mut(row).scaled_add(-1.0, &mean));
    }
    centred.t().dot(&centred) / (treated.len().saturating_sub(groups)).max(1) as f64
}
