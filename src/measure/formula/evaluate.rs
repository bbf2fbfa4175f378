//! A checked expression, computed for all units.

use polars::prelude::{
    Column, DataFrame, DataType, IntoColumn, IntoLazy, IntoSeries, NamedFrom, PolarsError, PolarsResult, RoundMode,
    Series,
};
use polars::sql::sql_expr;

use crate::tidy::{Data, Panel, VarRef};

use super::kinds::Kind;
use super::lower::{Lowered, Step};

/// Values of an expression.
pub(crate) struct Evaluated {
    /// One for each unit of the panel.
    pub data: Data,
    /// Variables that they are made of, at the periods where they were taken.
    pub ingredients: Vec<VarRef>,
    /// Units whose value is missing because a number in it is not finite: divided by 0, logarithm of 0.
    pub not_finite: Vec<u32>,
}

/// Computes an expression for the unit itself, or at a period.
///
/// # Errors
/// What polars says; nothing that [`lower`](super::lower::lower) accepts is known to cause that.
pub(crate) fn evaluate(lowered: &Lowered, panel: &Panel, period: Option<&str>) -> PolarsResult<Evaluated> {
    let ingredients: Vec<VarRef> = lowered.names.iter().map(|name| at(panel, name, period)).collect();
    let mut frame = frame(panel, &ingredients)?;
    let mut failed = vec![false; panel.units.len()];
    let last = Step { sql: lowered.sql.clone(), round: None };
    let named = lowered.steps.iter().enumerate().map(|(at, step)| (format!("s{at}"), step));
    for (name, step) in named.chain([("result".to_string(), &last)]) {
        let expr = sql_expr(&step.sql)?;
        let expr = match step.round {
            Some(decimals) => expr.round(decimals, RoundMode::HalfAwayFromZero),
            None => expr,
        };
        let added = frame.lazy().with_column(expr.alias(name.as_str())).collect()?;
        frame = finite(added, &name, &mut failed)?;
    }
    let data = data(frame.column("result")?, lowered.kind)?;
    let not_finite = (0..failed.len()).filter(|&unit| failed[unit] && data.is_missing(unit)).map(|unit| unit as u32);
    Ok(Evaluated { not_finite: not_finite.collect(), data, ingredients })
}

/// A variable that was observed at periods is taken at the one that is asked for, unless its name says which.
fn at(panel: &Panel, name: &VarRef, period: Option<&str>) -> VarRef {
    let moves = name.period.is_none() && panel.variables.get(&name.name).is_some_and(|info| !info.periods.is_empty());
    VarRef { name: name.name.clone(), period: if moves { period.map(str::to_string) } else { name.period.clone() } }
}

fn frame(panel: &Panel, ingredients: &[VarRef]) -> PolarsResult<DataFrame> {
    let column = |(at, var): (usize, &VarRef)| {
        let unknown = || PolarsError::ColumnNotFound(var.to_string().into());
        let frame = panel.frame(var.period.as_deref()).ok_or_else(unknown)?;
        Ok(frame.column(&var.name)?.clone().with_name(format!("v{at}").into()))
    };
    let columns = ingredients.iter().enumerate().map(column).collect::<PolarsResult<Vec<Column>>>()?;
    // A formula without names still has one value for each unit.
    let rows = Series::new("rows".into(), vec![0u32; panel.units.len()]).into_column();
    DataFrame::new(panel.units.len(), columns.into_iter().chain([rows]).collect())
}

/// With a column's numbers that are not finite as missing; notes whose they were.
fn finite(mut frame: DataFrame, name: &str, failed: &mut [bool]) -> PolarsResult<DataFrame> {
    let column = frame.column(name)?;
    if !matches!(column.dtype(), DataType::Float64) {
        return Ok(frame);
    }
    let values: Vec<Option<f64>> = column.f64()?.iter().collect();
    if values.iter().flatten().all(|value| value.is_finite()) {
        return Ok(frame);
    }
    for (failed, value) in failed.iter_mut().zip(&values) {
        *failed |= value.is_some_and(|value| !value.is_finite());
    }
    let sound = values.into_iter().map(|value| value.filter(|value| value.is_finite()));
    let sound = Series::new(name.into(), sound.collect::<Vec<Option<f64>>>());
    frame.with_column(sound.into_column())?;
    Ok(frame)
}

fn data(column: &Column, kind: Kind) -> PolarsResult<Data> {
    if kind != Kind::Text {
        let numbers = column.cast(&DataType::Float64)?;
        return Ok(Data::Number(numbers.f64()?.iter().map(|value| value.unwrap_or(f64::NAN)).collect()));
    }
    let strings = column.cast(&DataType::String)?.as_materialized_series().clone().into_series();
    let strings = strings.str()?;
    let mut levels: Vec<&str> = strings.iter().flatten().collect();
    levels.sort_unstable();
    levels.dedup();
    let code =
        |text: Option<&str>| text.and_then(|text| levels.binary_search(&text).ok()).map_or(u32::MAX, |at| at as u32);
    let codes = strings.iter().map(code).collect();
    Ok(Data::Category { levels: levels.into_iter().map(str::to_string).collect(), codes })
}
