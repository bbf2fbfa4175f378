//! Values at periods that are counted from each unit's own start.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink};
use crate::ingest::calendar::date_of;
use crate::phrase;
use crate::study::{Located, Question, Study};
use crate::tidy::{Content, Data, Relative, VarRef, View};

/// The year in which each unit of the panel starts; nothing where it is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Starts {
    /// The variable that says it.
    pub var: VarRef,
    /// One for each unit.
    pub years: Vec<Option<i32>>,
}

/// The starts of a question's units, where it counts from them. Reports a variable that holds no years.
pub fn starts(study: &Study, question: &Question, view: &View, sink: &mut Sink) -> Option<Starts> {
    let name = question.start.as_ref().or(question.rounds.as_ref().map(|rounds| &rounds.by))?;
    let var = super::resolve::variable(view.panel(), name, None, sink)?;
    let (column, content) = (view.column(&var)?, view.info(&var.name)?.content);
    let Data::Number(values) = column.data else {
        sink.push(no_years(name));
        return None;
    };
    let year = |value: f64| match (content, study.fiscal_year_starts) {
        (Content::Date, Some(month)) => {
            let (year, at, _) = date_of(value as i32);
            Some(if at < month { year - 1 } else { year })
        }
        (Content::Number, _) if value.fract() == 0.0 && (1850.0..=2150.0).contains(&value) => Some(value as i32),
        _ => None,
    };
    let known = |value: &f64| if value.is_nan() { None } else { year(*value) };
    let years: Vec<Option<i32>> = values.iter().map(known).collect();
    if content == Content::Date && study.fiscal_year_starts.is_none() {
        let message =
            phrase!("`{name}` holds dates, and it is not said when the fiscal year starts", name = &name.value);
        let hint = phrase!("Add {example} below {heading}", example = "fiscal_year_starts = 4", heading = "[study]");
        sink.push(Diagnostic::error("fiscal-year-needed", message).hint(hint).at(name.place.clone()));
        return None;
    }
    let odd = values.iter().zip(&years).filter(|(value, year)| !value.is_nan() && year.is_none()).count();
    if odd > 0 || years.iter().all(Option::is_none) {
        sink.push(no_years(name));
        return None;
    }
    Some(Starts { var, years })
}

fn no_years(name: &Located<String>) -> Diagnostic {
    let message = phrase!(
        "`{name}` should say the year in which each unit starts, and not all of its values are years",
        name = &name.value
    );
    let hint = phrase!("Years are 2021, 2021年度, 令和3年度 or R3; `tashika check` lists the cells that are not");
    Diagnostic::error("start-not-a-year", message).hint(hint).at(name.place.clone())
}

/// The values of a variable at a period counted from the start, one for each unit of the panel: from the wave of the unit's own
/// year. Nothing where the variable was observed in none of these years.
pub fn values(view: &View, var: &VarRef, starts: &Starts) -> Option<Data> {
    let Relative(offset) = var.relative()?;
    let info = view.info(&var.name)?;
    let years: BTreeMap<i32, Data> = starts
        .years
        .iter()
        .flatten()
        .map(|year| year + offset)
        .collect::<std::collections::BTreeSet<i32>>()
        .into_iter()
        .filter(|year| info.periods.contains(&year.to_string()))
        .filter_map(|year| {
            let at = VarRef { name: var.name.clone(), period: Some(year.to_string()) };
            Some((year, view.column(&at)?.data))
        })
        .collect();
    let first = years.values().next()?;
    let of = |unit: usize| starts.years[unit].and_then(|year| years.get(&(year + offset)));
    Some(match first {
        Data::Number(_) => {
            let value = |unit: usize| match of(unit) {
                Some(Data::Number(values)) => values[unit],
                _ => f64::NAN,
            };
            Data::Number((0..starts.years.len()).map(value).collect())
        }
        Data::Category { .. } => by_unit(starts.years.len(), of),
    })
}

/// Categories from waves that have levels of their own.
fn by_unit<'d>(units: usize, of: impl Fn(usize) -> Option<&'d Data>) -> Data {
    let text = |unit: usize| match of(unit) {
        Some(Data::Category { levels, codes }) => levels.get(codes[unit] as usize),
        _ => None,
    };
    let mut levels: Vec<String> = (0..units).filter_map(text).cloned().collect();
    levels.sort_unstable();
    levels.dedup();
    let code =
        |unit: usize| text(unit).and_then(|text| levels.binary_search(text).ok()).map_or(u32::MAX, |at| at as u32);
    let codes = (0..units).map(code).collect();
    Data::Category { levels, codes }
}
