//! What a sheet of indicators says, indicator by indicator.

use crate::math::pace::At;
use crate::notation::in_years;
use crate::panel::{Content, Data, Panel, VarRef};

use super::super::series::{periods, variable_at};
use super::Targets;

/// A panel of indicators, read by the columns that a measure names.
pub(super) struct Sheet<'p> {
    pub panel: &'p Panel,
    measure: &'p Targets,
    /// Columns of values: year, variable.
    values: Vec<(f64, VarRef)>,
}

impl<'p> Sheet<'p> {
    pub fn of(measure: &'p Targets, panel: &'p Panel) -> Sheet<'p> {
        let mut values: Vec<(f64, VarRef)> = match &measure.value {
            Some(name) => years_of(panel, name),
            None => headed_by_years(panel),
        };
        values.sort_by(|a, b| a.0.total_cmp(&b.0));
        Sheet { panel, measure, values }
    }

    /// Years that the sheet has values of.
    pub fn years(&self) -> impl Iterator<Item = f64> + '_ {
        self.values.iter().map(|(year, _)| *year)
    }

    /// The values of an indicator, by year.
    pub fn values(&self, unit: usize) -> Vec<At> {
        let of = |(year, var): &(f64, VarRef)| at(self.panel, var, unit).map(|value| At { year: *year, value });
        self.values.iter().filter_map(of).collect()
    }

    /// The targets of an indicator, by year; one without a year where the sheet has one for each indicator.
    pub fn targets(&self, unit: usize) -> Vec<(Option<f64>, f64)> {
        let Some(name) = &self.measure.target else { return Vec::new() };
        let of = |period: Option<String>| {
            let year = period.as_deref().and_then(in_years);
            Some((year, at(self.panel, &variable_at(self.panel, name, &period)?, unit)?))
        };
        periods(self.panel, name).into_iter().filter_map(of).collect()
    }

    /// The latest number of a column.
    pub fn number(&self, column: &Option<String>, unit: usize) -> Option<f64> {
        let name = column.as_ref()?;
        let of = |period| at(self.panel, &variable_at(self.panel, name, &period)?, unit);
        periods(self.panel, name).into_iter().filter_map(of).next_back()
    }

    /// A year that a column says, as a number or as it is written.
    pub fn year(&self, column: &Option<String>, unit: usize) -> Option<f64> {
        let said = |text: &str| in_years(text);
        self.texts(column, unit).last().and_then(|(_, text)| said(text)).or_else(|| self.number(column, unit))
    }

    /// What a column says of an indicator, year by year.
    pub fn texts(&self, column: &Option<String>, unit: usize) -> Vec<(Option<f64>, String)> {
        let Some(name) = column else { return Vec::new() };
        let of = |period: Option<String>| {
            let data = self.panel.data(&variable_at(self.panel, name, &period)?)?;
            Some((period.as_deref().and_then(in_years), data.text(unit)?.to_string()))
        };
        periods(self.panel, name).into_iter().filter_map(of).collect()
    }
}

fn at(panel: &Panel, var: &VarRef, unit: usize) -> Option<f64> {
    match panel.data(var)? {
        Data::Number(values) => Some(values[unit]).filter(|value| !value.is_nan()),
        Data::Category { .. } => None,
    }
}

/// The years of a column.
fn years_of(panel: &Panel, name: &str) -> Vec<(f64, VarRef)> {
    let of = |period: Option<String>| Some((in_years(period.as_deref()?)?, variable_at(panel, name, &period)?));
    periods(panel, name).into_iter().filter_map(of).collect()
}

/// Columns of numbers whose headings are years.
fn headed_by_years(panel: &Panel) -> Vec<(f64, VarRef)> {
    let own = panel.variables.values().filter(|info| info.content == Content::Number);
    let of = |name: &String| match panel.variables[name].periods.is_empty() {
        true => Some(vec![(in_years(name)?, VarRef { name: name.clone(), period: None })]),
        false => None,
    };
    own.filter_map(|info| of(&info.name)).flatten().collect()
}
