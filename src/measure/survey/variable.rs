//! Variables that a survey makes of its answers.

use crate::panel::{Content, Derived, VarRef};
use crate::phrase;
use crate::text::{Arg, Phrase, Words};

use super::super::series::Variable;
use super::Survey;
use super::make::Surveyed;
use super::sample::Sample;

/// A variable `survey_suffix`, made of some columns: its values of each sample, one for each unit.
pub(super) fn variable(
    surveyed: &Surveyed<'_>,
    (suffix, label, content): (&str, Phrase, Content),
    columns: &[String],
    values: impl Fn(usize, &Sample<'_>) -> Vec<f64>,
) -> Derived {
    let samples = surveyed.samples.iter().enumerate();
    let made = samples.map(|(at, sample)| (sample.period.clone(), values(at, sample), ingredients(sample, columns)));
    let list: Vec<&str> = columns.iter().map(String::as_str).collect();
    let variable = Variable {
        name: format!("{}_{suffix}", surveyed.name),
        label,
        unit: Words::default(),
        content,
        how: phrase!("method `{method}` of {list}", method = Survey::NAME, list = Arg::from(list)),
    };
    variable.with(made.collect())
}

/// The columns at the period of a sample.
fn ingredients(sample: &Sample<'_>, columns: &[String]) -> Vec<VarRef> {
    let of = |name: &String| {
        let moving = sample.panel.variables.get(name).is_some_and(|info| !info.periods.is_empty());
        VarRef { name: name.clone(), period: sample.period.clone().filter(|_| moving) }
    };
    columns.iter().map(of).collect()
}
