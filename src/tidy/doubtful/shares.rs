//! Shares in two scales: 0.45, 45 % and 45 in one column.

use super::case::{Case, CellIndex, CellQuestion};
use super::two_scales;
use crate::diag::Diagnostic;
use crate::ingest::FormatKind;
use crate::ingest::decisions::Given;
use crate::notation::numbers::NumberRule;
use crate::notation::{self, fold};
use crate::phrase;
use crate::study::VariableKind;
use crate::tidy::cells::cell::CellReading;
use crate::tidy::cells::unreadable::settle;
use crate::tidy::cells::values::Converted;

/// Numbers below this are no per cent where nothing but the name says that a column holds shares: 1.5 may be 150 %.
const SURELY: f64 = 2.0;

/// Words in the names of shares, as [`fold`] leaves them.
const NAMES: [&str; 6] = ["率", "割合", "share", "percent", "proportion", "％"];

/// Values that a message quotes.
const QUOTED: usize = 3;

/// Lists the values that lie outside the scale of the others.
pub(super) fn look(case: &Case<'_>, converted: &[Converted]) -> Vec<CellQuestion> {
    // Indicators in a column have units of their own.
    if case.columns.iter().any(|column| column.joined.source.indicators) {
        return Vec::new();
    }
    let outside = outside(case, converted);
    match outside.is_empty() {
        true => two_scales::look(case, converted).into_iter().collect(),
        false => outside,
    }
}

fn outside(case: &Case<'_>, converted: &[Converted]) -> Vec<CellQuestion> {
    let declared = case.kind == Some(VariableKind::Share);
    let folded = fold(case.name);
    let named = NAMES.iter().any(|word| folded.contains(word));
    let marks: Vec<Marks> = (0..case.columns.len()).map(|column| Marks::of(case, column)).collect();
    if !declared && !named && marks.iter().all(Marks::is_silent) {
        return Vec::new();
    }
    let values: Vec<(CellIndex, f64, bool)> =
        case.open(converted).map(|(at, value)| (at, value, marks[at.0].marked(case, at))).collect();
    let in_percent = case
        .columns
        .iter()
        .any(|column| column.joined.columns.scaled[column.column].is_some_and(|(unit, _)| unit == "%"));
    let any_marked = values.iter().any(|(.., marked)| *marked);
    let small = values.iter().filter(|(_, value, _)| (0.0..=1.0).contains(value)).count();
    // Nothing but 0 and 1 says of no scale what it is.
    let fractions = values.iter().any(|(_, value, _)| value.fract() != 0.0 && value.abs() < 1.0);
    let of_one = !in_percent && (any_marked || 2 * small > values.len() && fractions);
    if !of_one && !declared {
        return Vec::new();
    }
    let scale = ScaleOfShares { of_one, declared, any_marked };
    let (out, cells): (Vec<f64>, Vec<(CellIndex, Option<Given>)>) = values
        .iter()
        .filter(|(_, value, marked)| scale.is_outside(*value, *marked))
        .map(|&(at, value, _)| (value, (at, scale.meant(value).map(Given::Number))))
        .unzip();
    if cells.is_empty() || 2 * cells.len() > values.len() {
        return Vec::new();
    }
    vec![CellQuestion { problem: said(case, &scale, &out), cells, missing: true }]
}

/// The scale of a column of shares.
struct ScaleOfShares {
    /// Shares of 1; else of 100.
    of_one: bool,
    declared: bool,
    any_marked: bool,
}

impl ScaleOfShares {
    fn is_outside(&self, value: f64, marked: bool) -> bool {
        match (self.of_one, marked) {
            (true, true) => self.declared && !(0.0..=1.0).contains(&value),
            (true, false) if self.declared => !(0.0..=1.0).contains(&value),
            (true, false) => value > if self.any_marked { 1.0 } else { SURELY } && value <= 100.0,
            (false, _) => !(0.0..=100.0).contains(&value),
        }
    }

    fn meant(&self, value: f64) -> Option<f64> {
        (self.of_one && value > 1.0 && value <= 100.0).then(|| notation::shifted(value, -2))
    }
}

fn said(case: &Case<'_>, scale: &ScaleOfShares, out: &[f64]) -> Diagnostic {
    let list: Vec<String> = out.iter().take(QUOTED).map(f64::to_string).collect();
    let (n, name) = (out.len(), case.name);
    let message = match scale.of_one {
        true => phrase!(
            "{n} {n?cell|cells} of `{name}` {n?lies|lie} outside 0 to 1, where the others are shares of 1 (45% is 0.45), and {n?counts|count} as missing until it is decided: {list}",
            n = n,
            name = name,
            list = list
        ),
        false => phrase!(
            "{n} {n?cell|cells} of `{name}` {n?lies|lie} outside 0 to 100, where the others are shares of 100, and {n?counts|count} as missing until it is decided: {list}",
            n = n,
            name = name,
            list = list
        ),
    };
    Diagnostic::warning("share-out-of-scale", message).hint(settle())
}

/// Which cells of a column say themselves that they are shares: by a sign, or by their number format.
struct Marks {
    words: Vec<bool>,
    formats: bool,
}

impl Marks {
    fn of(case: &Case<'_>, column: usize) -> Marks {
        let of = &case.columns[column];
        let percent = |word: &crate::tidy::cells::cell::Word| {
            word.number.as_ref().is_some_and(|reading| reading.rules.contains(&NumberRule::Percent))
        };
        let formats = of.joined.table.one_format(of.column).is_none_or(|shown| shown.kind == FormatKind::Percent);
        let numbers = of.cells.cells.iter().any(|cell| matches!(cell, CellReading::Number(_)));
        Marks { words: of.cells.texts.iter().map(percent).collect(), formats: formats && numbers }
    }

    fn is_silent(&self) -> bool {
        !self.formats && !self.words.contains(&true)
    }

    fn marked(&self, case: &Case<'_>, at: CellIndex) -> bool {
        match case.cell(at) {
            CellReading::Text(text) => self.words[text as usize],
            CellReading::Number(_) => self.formats && is_percent(case, at),
            _ => false,
        }
    }
}

/// Whether a number is shown as a percentage.
fn is_percent(case: &Case<'_>, (column, row): CellIndex) -> bool {
    let of = &case.columns[column];
    let row = of.joined.rows.kept[row as usize].row as usize;
    of.joined.table.format(row, of.column).kind == FormatKind::Percent
}

/// Whether nearly all cells of a variable say themselves that they are shares of 1.
pub(super) fn are_marked(case: &Case<'_>, converted: &[Converted]) -> bool {
    let marks: Vec<Marks> = (0..case.columns.len()).map(|column| Marks::of(case, column)).collect();
    if marks.iter().all(Marks::is_silent) {
        return false;
    }
    let (mut marked, mut all) = (0, 0);
    for (at, _) in case.open(converted) {
        (marked, all) = (marked + usize::from(marks[at.0].marked(case, at)), all + 1);
    }
    crate::notation::is_notation(marked, all) && all > 0
}
