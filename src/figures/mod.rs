//! Typed results → Figure, one file per chart.
//!
//! A figure says a message (title), n and method (subtitle) and what it does not show (note); its words stand for it where
//! it cannot be seen (alt). Every number of it is in its table.

mod answer;
mod bars;
mod cases;
mod change;
mod deciles;
mod flow;
mod forest;
mod income_mix;
mod likert;
mod missing;
mod over_time;
mod peers;
mod subgroups;
mod units;

pub use answer::{AnsweredOutcome, MemberCounts, counted, members, of_income_mixes, of_missing, of_outcome};
pub use bars::{BarRow, bars};
pub use cases::{CaseRow, cases_table};
pub use change::{EffectRow, change, changes, effects_table};
pub use deciles::{LEAST_BEHIND_A_MARK, deciles};
pub use flow::{flow, flow_table, follows, stage_rows};
pub use forest::{ForestRow, forest};
pub use income_mix::{MixRow, income_mix};
pub use likert::{LikertRow, MOST_LEVELS, likert};
pub use missing::{MissingRow, missing};
pub use over_time::{Course, PeriodGroups, over_time};
pub use peers::peers;
pub use subgroups::subgroup_forest;
pub use units::units;

use crate::design::Kind;
use crate::exhibit::drawing::said;
use crate::exhibit::{Figure, Format, MethodFigure, RoleName, Table, TableId, TableRole};
use crate::phrase;
use crate::text::{Arg, Lang, Money, Phrase, Precision, Words, decimals_for, money, num};

/// What a figure rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// Those who took part (or all cases, where there is nobody to compare with); 0 where no number holds for all that is shown.
    pub treated: usize,
    /// Those they are compared with; 0 where there are none.
    pub comparison: usize,
    /// How it was done, as a sentence or noun phrase without a full stop.
    pub method: Phrase,
    /// What is compared with what.
    pub kind: Kind,
}

impl Basis {
    fn subtitle(&self) -> Phrase {
        let (treated, comparison, method) = (self.treated, self.comparison, &self.method);
        if treated == 0 {
            return phrase!("{method}.", method = method.clone());
        }
        if comparison == 0 {
            return phrase!("{n} {n?case|cases}. {method}.", n = Arg::units(treated), method = method.clone());
        }
        if self.kind.is_of_respondents() {
            return phrase!(
                "{after} who answered after and {before} who answered before. {method}.",
                after = Arg::units(treated),
                before = Arg::units(comparison),
                method = method.clone()
            );
        }
        phrase!(
            "{treated} who took part and {comparison} who did not. {method}.",
            treated = Arg::units(treated),
            comparison = Arg::units(comparison),
            method = method.clone()
        )
    }
}

/// Ids of a figure that belongs to an outcome, and of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureIds {
    /// Of the table: `<question>/<outcome>/over-time`.
    pub table: TableId,
    /// Of the figure, also the file name: `<question>-over-time`, of the second outcome `<question>-over-time-2`.
    pub figure: String,
}

impl FigureIds {
    /// Names what belongs to the outcome `var`, the n-th of its question, from 0.
    pub fn of_outcome(question: &str, var: &str, n: usize, what: TableRole) -> FigureIds {
        let figure = format!("{question}-{}{}", what.name(), suffix(n));
        FigureIds { table: TableId::of(question, what).about(var), figure }
    }
}

/// What the id of the `i`-th of several ends with, from 0: nothing, `-2`, `-3`.
fn suffix(i: usize) -> String {
    if i == 0 { String::new() } else { format!("-{}", i + 1) }
}

/// A figure of a method as one of a question: of the `n`-th of its outcomes, from 0, where it draws an outcome.
pub fn of_method(drawn: MethodFigure, table: TableId, n: usize, basis: &Basis) -> Figure {
    let MethodFigure { figure, units } = drawn;
    let basis =
        units.map_or_else(|| basis.clone(), |(treated, comparison)| Basis { treated, comparison, ..basis.clone() });
    let id = format!("{}{}", id(table.question(), &figure.id), suffix(n));
    Figure { id, table, subtitle: basis.subtitle(), ..figure }
}

/// Decimals that show two digits of the smallest error.
fn precision(errors: impl Iterator<Item = f64>) -> u8 {
    let smallest = errors.filter(|error| *error > 0.0 && error.is_finite()).fold(f64::INFINITY, f64::min);
    if smallest.is_finite() { decimals_for(smallest).saturating_sub(1) as u8 } else { 2 }
}

/// A number as a column writes it.
fn amount(value: f64, format: &Format) -> Arg {
    match format {
        Format::Percent(decimals) => Arg::Percent(value, usize::from(*decimals)),
        Format::Number(decimals) => num(value, usize::from(*decimals)),
        Format::Written(precision) => Arg::Written(value, *precision),
        _ => num(value, 0),
    }
}

/// How numbers up to a size are shown: with so many decimals, or as people count yen.
fn of_size(largest: f64, decimals: usize, unit: &Words) -> Format {
    match money(unit) {
        Some(Money::Yen) => Format::Written(Precision::of_size(largest, unit)),
        _ => Format::Number(decimals as u8),
    }
}

/// What values are called, and what they are measured in.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// How outputs call them.
    pub label: &'a Words,
    /// Their unit.
    pub unit: &'a Words,
    /// Whether they are shares of 1, which people read in percent.
    pub share: bool,
}

impl Measured<'_> {
    /// How numbers up to a size are shown, with so many decimals unless they are shares or yen.
    fn format(&self, largest: f64, decimals: usize) -> Format {
        if self.share { Format::Percent(1) } else { of_size(largest, decimals, self.unit) }
    }
}

/// The label with its unit, where it has one.
fn units_as(label: &Words, unit: &Words) -> Phrase {
    match unit.is_empty() {
        true => Phrase::words(label),
        false => phrase!("{title} ({unit})", title = label, unit = unit),
    }
}

/// A title with the unit that a row of a table has, where it has one.
fn with_unit(table: &Table, row: usize, title: Phrase) -> Phrase {
    let unit = said(table, row, "unit");
    if unit.render(Lang::En).is_empty() { title } else { phrase!("{title} ({unit})", title = title, unit = unit) }
}

/// Id of a figure: with a question `question-name`, else the name.
fn id(question: &str, name: &str) -> String {
    if question.is_empty() { name.to_string() } else { format!("{question}-{name}") }
}

/// So many outcomes are drawn in one chart.
const MOST_OUTCOMES: usize = 40;

/// A note that also says how many outcomes were not drawn.
fn with_further(reading: Phrase, cut: usize) -> Phrase {
    match cut {
        0 => reading,
        n => phrase!("{reading} {n} further {n?outcome is|outcomes are} in the table only.", reading = reading, n = n),
    }
}
