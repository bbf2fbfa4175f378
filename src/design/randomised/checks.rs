//! Whether what is said of a lot can be.

use std::collections::{BTreeMap, BTreeSet};

use ndarray::Array2;

use crate::design::candidates::Candidates;
use crate::design::model_matrix::model_matrix;
use crate::design::{Ask, Balance, Lots};
use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::linear::{Factor, TOLERANCE};
use crate::panel::{Data, VariableColumn};
use crate::phrase;
use crate::text::{Arg, num};

/// What was drawn as a whole lies on one side, in one stratum.
pub(super) fn drawn_whole(
    whole: &[u32],
    stratum: &[u32],
    all: &Candidates,
    ask: &Ask,
    sink: &mut Sink,
) -> Result<(), Halt> {
    let mut first: BTreeMap<u32, usize> = BTreeMap::new();
    let (mut split, mut apart) = (BTreeMap::new(), BTreeMap::new());
    for (i, label) in whole.iter().enumerate() {
        let known = *first.entry(*label).or_insert(i);
        if all.treated[known] != all.treated[i] {
            split.insert(*label, ());
        }
        if stratum[known] != stratum[i] {
            apart.insert(*label, ());
        }
    }
    let message = match (split.len(), apart.len()) {
        (0, 0) => return Ok(()),
        (0, n) => phrase!("{n} {n?cluster lies|clusters lie} in several strata", n = n),
        (n, _) => {
            phrase!("{n} {n?cluster has|clusters have} both units that were chosen and units that were not", n = n)
        }
    };
    let hint = phrase!("`cluster` names what the lot drew as a whole; leave it out where units were drawn one by one");
    Err(sink.halt(Diagnostic::error("cluster-split", message).hint(hint).at(ask.place.clone())))
}

/// Warns of covariates in which the sides differ by more than a lot leaves to chance.
pub(super) fn unlike(balance: Option<&Balance>, lots: &Lots, ask: &Ask, sink: &mut Sink) {
    let rows = balance.map(|balance| lots.unlike(balance)).unwrap_or_default();
    let Some(worst) = rows.first() else { return };
    let message = phrase!(
        "The two sides differ by more than a lot leaves to chance in {variables} (up to {size} standard deviations)",
        variables = Arg::List(rows.iter().map(|row| Arg::from(&row.title())).collect()),
        size = num(worst.after.smd.abs(), 2)
    );
    let hint = phrase!(
        "Does the column say whom the lot chose, or who received in the end? Were lots drawn within strata that are not named?"
    );
    sink.push(Diagnostic::warning("unlike-by-lot", message).hint(hint).at(ask.place.clone()));
}

/// Covariates that vary; of the others, and of those that say nothing beyond the rest, it is said.
pub(super) fn telling(columns: Vec<VariableColumn>, ask: &Ask, sink: &mut Sink) -> Vec<VariableColumn> {
    let varies = |column: &VariableColumn| match &column.data {
        Data::Number(values) => {
            let mut known = values.iter().filter(|value| !value.is_nan());
            known.next().is_some_and(|first| known.any(|value| value != first))
        }
        Data::Category { codes, .. } => {
            codes.iter().filter(|code| **code != u32::MAX).collect::<BTreeSet<_>>().len() > 1
        }
    };
    let (kept, constant): (Vec<VariableColumn>, Vec<VariableColumn>) = columns.into_iter().partition(varies);
    for column in constant {
        let message =
            phrase!("The covariate {name} is the same for all and is left out", name = column.var.to_string());
        sink.push(Diagnostic::warning("covariate-constant", message).at(ask.place.clone()));
    }
    repeated(&kept, ask, sink);
    kept
}

fn repeated(columns: &[VariableColumn], ask: &Ask, sink: &mut Sink) {
    let matrix = model_matrix(columns);
    let complete: Vec<usize> =
        (0..matrix.x.nrows()).filter(|&row| matrix.x.row(row).iter().all(|value| value.is_finite())).collect();
    let value = |(row, k): (usize, usize)| if k == 0 { 1.0 } else { matrix.x[[complete[row], k - 1]] };
    let x = Array2::from_shape_fn((complete.len(), matrix.names.len() + 1), value);
    if complete.len() <= x.ncols() {
        return;
    }
    let factor = Factor::new(x.view(), None, TOLERANCE);
    let names: Vec<&str> = factor.dropped().iter().map(|&k| matrix.names[k - 1].as_str()).collect();
    if !names.is_empty() {
        let message = phrase!("{names} {names?says|say} nothing beyond the other covariates", names = names);
        let hint = phrase!("Remove covariates that are sums or copies of others");
        sink.push(Diagnostic::warning("collinear", message).at(ask.place.clone()).hint(hint));
    }
}
