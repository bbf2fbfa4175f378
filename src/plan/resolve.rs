use crate::diag::{Diagnostic, Place, Sink};
use crate::measure::unknown;
use crate::notation::{Relative, period_name};
use crate::panel::{Panel, VarRef, VariableInfo};
use crate::phrase;
use crate::study::Located;
use crate::text::Phrase;
use crate::tidy::{by_fiscal_year, may_mean_years};

/// The variable that a name in the study file means, at its period. Where a variable was observed at periods and the name
/// says none, `by_default` is taken. Reports what is not known.
pub fn variable(panel: &Panel, name: &Located<String>, by_default: Option<&str>, sink: &mut Sink) -> Option<VarRef> {
    let written = &name.value;
    let var = match panel.variables.contains_key(written) {
        true => VarRef { name: written.clone(), period: None },
        false => VarRef::parse(written),
    };
    let resolved = match panel.variables.get(&var.name) {
        None => Err(Box::new(unknown(panel, &var.name))),
        Some(info) => at_period(panel, info, &var, by_default),
    };
    resolved.map_err(|problem| sink.push(problem.at(name.place.clone()))).ok()
}

fn at_period(
    panel: &Panel,
    info: &VariableInfo,
    var: &VarRef,
    by_default: Option<&str>,
) -> Result<VarRef, Box<Diagnostic>> {
    let known: Vec<&str> = info.periods.iter().map(String::as_str).collect();
    let name = &info.name;
    let yearly = || known.iter().any(|period| period.len() == 4 && period.bytes().all(|byte| byte.is_ascii_digit()));
    let named = |period: &str| match Relative::parse(period) {
        Some(relative) if yearly() => relative.key(),
        _ => period_name(period),
    };
    let asked = var.period.as_deref().map(named);
    let default =
        by_default.map(named).filter(|period| known.contains(&period.as_str()) || is_relative(period, &yearly));
    match asked.as_deref().or(default.as_deref()) {
        Some(period) if is_relative(period, &yearly) => Ok(VarRef { name: name.clone(), period: Some(period.into()) }),
        None if known.is_empty() => Ok(var.clone()),
        None => {
            let message = phrase!("`{name}` was observed at several periods: say which", name = name);
            let written = known.iter().map(|period| panel.period_label(period));
            let examples: Vec<String> = written.map(|period| format!("{name}@{period}")).collect();
            let hint = phrase!("Write {examples}", examples = examples);
            Err(Box::new(Diagnostic::error("period-needed", message).hint(years_or(info, hint))))
        }
        Some(period) if known.contains(&period) => Ok(VarRef { name: name.clone(), period: Some(period.into()) }),
        Some(period) => {
            let said = var.period.as_deref().or(by_default).unwrap_or(period);
            let message = phrase!("`{name}` was not observed at `{period}`", name = name, period = said);
            let written: Vec<&str> = known.iter().map(|period| panel.period_label(period)).collect();
            let hint = match known.is_empty() {
                true => phrase!(
                    "It has no periods: write `{name}`, and `baseline` for the state before instead of `before` and `after`",
                    name = name
                ),
                false => phrase!("It was observed at {periods}", periods = written),
            };
            Err(Box::new(Diagnostic::error("unknown-period", message).hint(years_or(info, hint))))
        }
    }
}

/// Where the periods are many days or months, years are meant: what to write then.
fn years_or(info: &VariableInfo, hint: Phrase) -> Phrase {
    if may_mean_years(&info.periods) { by_fiscal_year() } else { hint }
}

fn is_relative(period: &str, yearly: &impl Fn() -> bool) -> bool {
    Relative::parse(period).is_some() && yearly()
}

/// The cells that a variable's values came from, for these units (global index), in order; none where that is not known.
pub fn cells(panel: &Panel, var: &VarRef, units: impl Iterator<Item = usize>) -> Vec<Place> {
    units.flat_map(|unit| panel.places(var, unit as u32)).collect()
}
