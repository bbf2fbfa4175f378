//! `where = "…"`: for which units a condition holds.

use crate::diag::{Diagnostic, Halt, Sink, codes};
use crate::panel::{Data, Panel, VarRef};
use crate::phrase;
use crate::study::Expression;
use crate::study::expression::name_of;

use super::formula::check::{Checked, check};
use super::formula::compute::compute;
use super::formula::kinds::ValueKind;
use super::names::moving;

/// For which units a condition holds. Lists are of global indices, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Holds {
    /// True.
    pub rows: Vec<u32>,
    /// False.
    pub others: Vec<u32>,
    /// Not known: a value in it is missing.
    pub unknown: Vec<u32>,
}

/// Whether a condition holds, for each unit. A variable that was observed at periods must say which (`name@period`).
/// `hidden` tells names that it must not speak of, with the reason.
///
/// # Errors
/// [`Halt`] where it is no condition on the units themselves; the problems point into it.
pub fn condition(
    expression: &Expression,
    panel: &Panel,
    hidden: impl Fn(&VarRef) -> Option<Diagnostic>,
    sink: &mut Sink,
) -> Result<Holds, Halt> {
    let tree = expression.tree.as_ref().ok_or(Halt)?;
    let before = sink.problems.len();
    for (name, span) in expression.names() {
        let var = panel.reference(name);
        let problem = hidden(&var).or_else(|| without_period(panel, &var));
        sink.problems.extend(problem.map(|problem| expression.problem(problem, span)));
    }
    let checked = check(expression, tree, panel);
    if sink.problems.len() > before {
        // What moves was said already; problems of names that are not known still count.
        let further =
            checked.err().unwrap_or_default().into_iter().filter(|problem| !problem.is(&codes::FORMULA_NO_PERIOD));
        sink.problems.extend(further);
        return Err(Halt);
    }
    match checked {
        Ok(checked) if checked.kind == ValueKind::YesNo => holds(&checked, panel),
        Ok(checked) => {
            let message = phrase!("A condition is wanted here, and this holds {kind}", kind = checked.kind.said());
            let hint = phrase!("Compare it with something, such as {example}", example = "members > 10");
            let problem = Diagnostic::error("formula-type", message).hint(hint);
            Err(sink.halt(expression.problem(problem, &tree.span)))
        }
        Err(problems) => {
            sink.problems.extend(problems);
            Err(Halt)
        }
    }
}

fn without_period(panel: &Panel, var: &VarRef) -> Option<Diagnostic> {
    let info = moving(panel, var)?;
    let message = phrase!("`{name}` was observed at several periods: say which", name = &info.name);
    let examples: Vec<String> =
        info.periods.iter().map(|period| name_of(&format!("{}@{}", info.name, panel.period_label(period)))).collect();
    Some(Diagnostic::error("period-needed", message).hint(phrase!("Write {examples}", examples = examples)))
}

fn holds(checked: &Checked<'_>, panel: &Panel) -> Result<Holds, Halt> {
    let Data::Number(values) = compute(checked, panel, None).data else { return Err(Halt) };
    let of = |wanted: &dyn Fn(f64) -> bool| {
        (0..values.len()).filter(|&unit| wanted(values[unit])).map(|unit| unit as u32).collect::<Vec<u32>>()
    };
    Ok(Holds { rows: of(&|value| value == 1.0), others: of(&|value| value == 0.0), unknown: of(&f64::is_nan) })
}
