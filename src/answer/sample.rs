//! The data of one outcome under a comparison.

use ndarray::Array2;

use crate::design::kind::RowsPerUnit;
use crate::design::model_matrix::ModelMatrix;
use crate::design::{Arm, Comparison};
use crate::estimate::{Sample, StateBefore};
use crate::panel::{FlowStep, Lost, VarRef, View};
use crate::phrase;
use crate::text::Phrase;

/// The data of one outcome under a comparison, and who was lost because the outcome (or the state before) is missing.
pub struct DrawnSample {
    /// Data.
    pub sample: Sample,
    /// Attrition of this outcome.
    pub flow: FlowStep,
}

/// What to draw.
pub struct Wanted<'a> {
    /// Outcome.
    pub outcome: &'a VarRef,
    /// The same before.
    pub baseline: Option<&'a VarRef>,
    /// What is made of it.
    pub state_before: StateBefore,
    /// Model matrix, one row for each unit of the comparison.
    pub x: &'a ModelMatrix,
    /// Clusters of each unit of the comparison beside the matched sets, one list for each way.
    pub clusters: &'a [Vec<u32>],
    /// Which rows each unit has.
    pub rows: RowsPerUnit,
    /// Whether the outcome takes two values only.
    pub binary: bool,
    /// Whether it is an amount of money.
    pub amount: bool,
}

struct SampleBuilder {
    used: Vec<usize>,
    y: Vec<f64>,
    before: Option<Vec<f64>>,
}

/// Draws the sample of an outcome. Returns nothing where the panel has no such numeric variable.
pub fn draw(view: &View, comparison: &Comparison, wanted: Wanted<'_>) -> Option<DrawnSample> {
    let all = numbers(view, comparison, wanted.outcome)?;
    let before = match wanted.baseline.filter(|_| wanted.state_before != StateBefore::Unused) {
        Some(var) => Some(numbers(view, comparison, var)?),
        None => None,
    };
    let (all, before) = match (wanted.rows, before) {
        (RowsPerUnit::BeforeOrAfter, Some(before)) => (at_own_period(comparison, &all, &before), None),
        (_, before) => (all, before),
    };
    if wanted.rows == RowsPerUnit::AsAnswered {
        return Some(as_answered(view, comparison, [before.unwrap_or_else(|| vec![f64::NAN; all.len()]), all], wanted));
    }
    let weight = &comparison.weights.values;
    let candidates: Vec<usize> = (0..all.len()).filter(|&i| weight[i] > 0.0).collect();
    let needed = wanted.state_before == StateBefore::Needed;
    let missing_before = |i: usize| needed && before.as_ref().is_some_and(|values| values[i].is_nan());
    let used: Vec<usize> = candidates.iter().copied().filter(|&i| !all[i].is_nan() && !missing_before(i)).collect();
    let flow = attrition(view, comparison, &candidates, |i| all[i].is_nan(), missing_before);
    let drawing = SampleBuilder { used, y: all, before };
    let sample = match wanted.rows {
        RowsPerUnit::BeforeAndAfter => long(comparison, drawing, wanted),
        RowsPerUnit::Once | RowsPerUnit::BeforeOrAfter | RowsPerUnit::AsAnswered => wide(comparison, drawing, wanted),
    };
    Some(DrawnSample { sample, flow })
}

fn numbers(view: &View, comparison: &Comparison, var: &VarRef) -> Option<Vec<f64>> {
    view.with_rows(comparison.units.as_slice()).numbers(var)
}

/// The value of the treated after, of the comparison units before.
fn at_own_period(comparison: &Comparison, after: &[f64], before: &[f64]) -> Vec<f64> {
    let both = after.iter().zip(before).zip(&comparison.arm);
    both.map(|((after, before), arm)| if *arm == Arm::Treated { *after } else { *before }).collect()
}

fn wide(comparison: &Comparison, drawing: SampleBuilder, wanted: Wanted<'_>) -> Sample {
    let used = &drawing.used;
    let column = |values: &[f64]| Array2::from_shape_fn((used.len(), 1), |(row, _)| values[used[row]]);
    let sets = comparison.clusters();
    Sample {
        y: column(&drawing.y),
        baseline: drawing.before.as_deref().map(column),
        unit: used.iter().map(|&i| comparison.units[i]).collect(),
        period: vec![1; used.len()],
        arm: used.iter().map(|&i| comparison.arm[i]).collect(),
        weight: used.iter().map(|&i| comparison.weights.values[i]).collect(),
        dose: doses(comparison, used),
        set: sets.map(|sets| used.iter().map(|&i| sets[i].expect("used units have a set")).collect()),
        lots: comparison.lots.as_ref().map(|lots| lots.select(used)),
        clusters: picked(wanted.clusters, used),
        x: wanted.x.x.select(ndarray::Axis(0), used),
        x_names: wanted.x.names.clone(),
        binary: wanted.binary,
        amount: wanted.amount,
    }
}

fn doses(comparison: &Comparison, used: &[usize]) -> Option<Vec<f64>> {
    comparison.dose.as_ref().map(|dose| used.iter().map(|&i| dose.values[i]).collect())
}

fn picked(clusters: &[Vec<u32>], used: &[usize]) -> Vec<Vec<u32>> {
    clusters.iter().map(|labels| used.iter().map(|&i| labels[i]).collect()).collect()
}

fn long(comparison: &Comparison, drawing: SampleBuilder, wanted: Wanted<'_>) -> Sample {
    let used: Vec<usize> = drawing.used.iter().flat_map(|&i| [i, i]).collect();
    let before = drawing.before.unwrap_or_default();
    let value = |row: usize| if row.is_multiple_of(2) { before[used[row]] } else { drawing.y[used[row]] };
    Sample {
        y: Array2::from_shape_fn((used.len(), 1), |(row, _)| value(row)),
        baseline: None,
        unit: used.iter().map(|&i| comparison.units[i]).collect(),
        period: (0..used.len()).map(|row| (row % 2) as u8).collect(),
        arm: used.iter().map(|&i| comparison.arm[i]).collect(),
        weight: used.iter().map(|&i| comparison.weights.values[i]).collect(),
        dose: doses(comparison, &used),
        set: None,
        lots: None,
        clusters: picked(wanted.clusters, &used),
        x: wanted.x.x.select(ndarray::Axis(0), &used),
        x_names: wanted.x.names.clone(),
        binary: wanted.binary,
        amount: wanted.amount,
    }
}

/// A row of each unit for each period at which its outcome is known.
fn as_answered(view: &View, comparison: &Comparison, values: [Vec<f64>; 2], wanted: Wanted<'_>) -> DrawnSample {
    let candidates: Vec<usize> = (0..comparison.units.len()).filter(|&i| comparison.weights.values[i] > 0.0).collect();
    let known = |&(i, period): &(usize, usize)| !values[period][i].is_nan();
    let rows: Vec<(usize, usize)> = candidates.iter().flat_map(|&i| [(i, 0), (i, 1)]).filter(known).collect();
    let nowhere = |i: usize| values.iter().all(|values| values[i].is_nan());
    let flow = attrition(view, comparison, &candidates, nowhere, |_| false);
    let at: Vec<usize> = rows.iter().map(|(i, _)| *i).collect();
    let sample = Sample {
        y: Array2::from_shape_fn((rows.len(), 1), |(row, _)| values[rows[row].1][rows[row].0]),
        baseline: None,
        unit: at.iter().map(|&i| comparison.units[i]).collect(),
        period: rows.iter().map(|(_, period)| *period as u8).collect(),
        arm: at.iter().map(|&i| comparison.arm[i]).collect(),
        weight: at.iter().map(|&i| comparison.weights.values[i]).collect(),
        set: None,
        dose: None,
        lots: None,
        clusters: picked(wanted.clusters, &at),
        x: wanted.x.x.select(ndarray::Axis(0), &at),
        x_names: wanted.x.names.clone(),
        binary: wanted.binary,
        amount: wanted.amount,
    };
    DrawnSample { sample, flow }
}

fn attrition(
    view: &View,
    comparison: &Comparison,
    candidates: &[usize],
    no_outcome: impl Fn(usize) -> bool,
    no_before: impl Fn(usize) -> bool,
) -> FlowStep {
    let treated = |at: &[usize]| at.iter().filter(|&&i| comparison.arm[i] == Arm::Treated).count();
    let lost = |reason: Phrase, at: Vec<usize>| Lost {
        reason,
        count: at.len(),
        treated: Some(treated(&at)),
        who: at.iter().map(|&i| view.panel().units[comparison.units[i] as usize].clone()).collect(),
    };
    let (without, rest): (Vec<usize>, Vec<usize>) = candidates.iter().partition(|&&i| no_outcome(i));
    let (without_before, used): (Vec<usize>, Vec<usize>) = rest.iter().partition(|&&i| no_before(i));
    let losses =
        [(phrase!("the outcome is missing"), without), (phrase!("the value before is missing"), without_before)];
    FlowStep {
        key: "analysed".into(),
        stage: phrase!("Analysed"),
        remaining: used.len(),
        treated: Some(treated(&used)),
        comparison: Some(used.len() - treated(&used)),
        lost: losses.into_iter().filter(|(_, at)| !at.is_empty()).map(|(reason, at)| lost(reason, at)).collect(),
    }
}
