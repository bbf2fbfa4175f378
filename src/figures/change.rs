use crate::design::Kind;
use crate::exhibit::drawing::{axis, no_axis, number, said, zero};
use crate::exhibit::{AnswerPart, Audience, Cell, Column, Figure, Format, Shape, Table, TableId, TableRole, Value};
use crate::phrase;
use crate::text::{Arg, Lang, Phrase, Precision, Words};

use super::forest::{estimates, interval};
use super::{Basis, MOST_OUTCOMES, amount, id, precision, suffix, with_further, with_unit};

/// An outcome of a question with its estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectRow {
    /// Id of the finding.
    pub finding: String,
    /// How outputs call the outcome.
    pub label: Words,
    /// Its unit.
    pub unit: Words,
    /// Estimate, lower and upper end of the interval; nothing where the number is withheld.
    pub effect: Option<(f64, f64, f64)>,
    /// Cases: treated (or pairs), comparison.
    pub n: (usize, usize),
    /// The change that was agreed to matter, in the unit of the row.
    pub matters: Option<f64>,
}

impl EffectRow {
    fn precision(&self, (estimate, low, high): (f64, f64, f64)) -> Precision {
        Precision::of(estimate, (low, high), self.matters, &self.unit)
    }

    /// A difference between shares, in percentage points.
    pub fn in_points(self) -> EffectRow {
        let points = |(estimate, low, high): (f64, f64, f64)| (estimate * 100.0, low * 100.0, high * 100.0);
        EffectRow { unit: Words::percentage_points(), effect: self.effect.map(points), ..self }
    }
}

/// Tables and figures of the outcomes of a question: one of each for every unit of measurement, since different units
/// cannot share an axis. `of_changes`: all of them compare changes. The first table is `<question>/effects`, the next `<question>/effects-2`.
pub fn changes(
    question: &str,
    rows: &[EffectRow],
    level: f64,
    of_changes: bool,
    basis: &Basis,
) -> Vec<(Table, Figure)> {
    let chart = |(i, unit): (usize, &&Words)| {
        let rows: Vec<EffectRow> = rows.iter().filter(|row| row.unit == **unit).cloned().collect();
        let table = effects_table(question, &rows, level, basis.kind);
        let table = Table { id: table.id.clone().nth(i), ..table };
        let figure = change(question, &table, level, of_changes, basis);
        (table, Figure { id: format!("{}{}", figure.id, suffix(i)), ..figure })
    };
    units(rows).iter().enumerate().map(chart).collect()
}

/// Units of measurement, in the order in which they first occur.
fn units(rows: &[EffectRow]) -> Vec<&Words> {
    let mut units: Vec<&Words> = Vec::new();
    for row in rows {
        if !units.contains(&&row.unit) {
            units.push(&row.unit);
        }
    }
    units
}

/// The table `<question>/effects`: `label`, `unit`, `n_treated`, `n_comparison`, `estimate`, `low`, `high`, one row for each
/// outcome.
pub fn effects_table(question: &str, rows: &[EffectRow], level: f64, kind: Kind) -> Table {
    let [treated, comparison] = kind.sides_n();
    let format = Format::Number(decimals(rows));
    let level = Arg::level(level);
    let columns = vec![
        Column::new("label", phrase!("Outcome"), Format::Text),
        Column::new("unit", phrase!("Unit"), Format::Text),
        Column::new("n_treated", treated, Format::Count),
        Column::new("n_comparison", comparison, Format::Count),
        Column::new("estimate", phrase!("Estimate"), format.clone()),
        Column::new("low", phrase!("{level} interval, lower end", level = level.clone()), format.clone()),
        Column::new("high", phrase!("{level} interval, upper end", level = level), format),
    ];
    let mut table =
        Table::new(TableId::of(question, TableRole::Effects), phrase!("Estimates of all outcomes"), columns);
    for row in rows {
        table.push(cells(row));
    }
    table
}

fn cells(row: &EffectRow) -> Vec<Cell> {
    let n = row.n.0 + row.n.1;
    let statistic = |value: f64| Cell::statistic(value).with_n(n).quantity(AnswerPart::Result.of(&row.finding));
    let withheld = || Cell { value: Value::Withheld, ..statistic(0.0) };
    let numbers = row.effect.map_or_else(
        || [withheld(), withheld(), withheld()],
        |effect| [effect.0, effect.1, effect.2].map(|value| statistic(value).written(row.precision(effect))),
    );
    let comparison =
        if row.n.1 == 0 { Cell::empty() } else { Cell::count(row.n.1, AnswerPart::Comparison.of(&row.finding)) };
    let mut cells = vec![
        Cell::words(&row.label),
        Cell::words(&row.unit),
        Cell::count(row.n.0, AnswerPart::Treated.of(&row.finding)),
        comparison,
    ];
    cells.extend(numbers);
    cells
}

/// Decimals that show two digits of half the shortest interval.
fn decimals(rows: &[EffectRow]) -> u8 {
    precision(rows.iter().filter_map(|row| row.effect).map(|(_, low, high)| (high - low) / 2.0))
}

/// Dots with intervals for the outcomes of a question, from the table `<question>/effects` with the keys `label`,
/// `estimate`, `low` and `high`; all outcomes of it have the same `unit`.
pub fn change(question: &str, table: &Table, level: f64, of_changes: bool, basis: &Basis) -> Figure {
    let kind = basis.kind;
    Figure {
        id: id(question, if kind.is_paired() { "change" } else { "difference" }),
        table: table.id.clone(),
        title: title(table, level, (kind, of_changes)),
        subtitle: counted(table, basis).subtitle(),
        note: with_further(kind.not_shown(), table.rows.len().saturating_sub(MOST_OUTCOMES)),
        alt: alt(table, level, (kind, of_changes)),
        audience: Audience::Public,
        shape: shape(table),
        x: axis(with_unit(table, 0, kind.estimates(of_changes)), format(table), vec![zero()]),
        y: no_axis(),
        layers: vec![interval(level)],
    }
}

/// A line for each outcome; of very many the first.
fn shape(table: &Table) -> Shape {
    let label = "label".to_string();
    match table.rows.len() > MOST_OUTCOMES {
        true => Shape::Forest { label, group: None, columns: Vec::new(), rows: (0..MOST_OUTCOMES as u32).collect() },
        false => Shape::Rows { label },
    }
}

/// The cases of the outcomes shown, where these are the same for all; else no number stands for all of them.
fn counted(table: &Table, basis: &Basis) -> Basis {
    let cases = |&(row, _): &(usize, [f64; 3])| {
        let count = |key| number(table, row, key).unwrap_or(0.0) as usize;
        (count("n_treated"), count("n_comparison"))
    };
    let all: Vec<(usize, usize)> = estimates(table).iter().map(cases).collect();
    let Some(&(treated, comparison)) = all.first() else { return basis.clone() };
    let same = all.iter().all(|cases| *cases == (treated, comparison));
    let (treated, comparison) = if same { (treated, comparison) } else { (0, 0) };
    Basis { treated, comparison, ..basis.clone() }
}

/// How the axis is written: as the first of the numbers, where that counts in 万 or 億.
fn format(table: &Table) -> Format {
    let own = |column: usize| match table.rows.first().and_then(|row| row[column].format.clone()) {
        Some(Format::Written(precision)) if precision.counted(Lang::Ja).0 > 0 => Format::Written(precision),
        _ => table.columns[column].format.clone(),
    };
    table.column("estimate").map_or(Format::Number(2), own)
}

fn title(table: &Table, level: f64, (kind, of_changes): (Kind, bool)) -> Phrase {
    let known = estimates(table);
    let one_sided = known.iter().filter(|(_, [_, low, high])| *low > 0.0 || *high < 0.0).count();
    match (known.as_slice(), kind.is_paired()) {
        ([], _) => kind.estimates(of_changes),
        ([only], _) => sentence(table, *only, level, Some(kind.estimate(of_changes))),
        (all, true) => phrase!(
            "For {n} of {k} outcomes the interval of the change lies on one side of zero",
            n = one_sided,
            k = all.len()
        ),
        (all, false) => phrase!(
            "For {n} of {k} outcomes the interval of the difference lies on one side of zero",
            n = one_sided,
            k = all.len()
        ),
    }
}

/// `Earnings in 1978, average change: 894 dollars (95% interval −509 to 2,298)`; without `what`, only the outcome is named.
fn sentence(
    table: &Table,
    (row, [estimate, low, high]): (usize, [f64; 3]),
    level: f64,
    what: Option<Phrase>,
) -> Phrase {
    let unit = said(table, row, "unit");
    let at = |key, value| {
        let column = table.column(key).unwrap_or_default();
        let said = amount(value, table.rows[row][column].format_in(&table.columns[column]));
        Arg::Cell(table.at(row, key), Box::new(said))
    };
    let estimate = at("estimate", estimate);
    let spaced = !unit.render(crate::text::Lang::En).is_empty();
    let value = if spaced { Arg::from(phrase!("{value} {unit}", value = estimate, unit = unit)) } else { estimate };
    let outcome = said(table, row, "label");
    let label = match what {
        Some(what) => phrase!("{label}, {what}", label = outcome, what = what),
        None => outcome,
    };
    phrase!(
        "{label}: {value} ({level} interval {low} to {high})",
        label = label,
        value = value,
        level = Arg::level(level),
        low = at("low", low),
        high = at("high", high)
    )
}

fn alt(table: &Table, level: f64, (kind, of_changes): (Kind, bool)) -> Phrase {
    let rows: Vec<Phrase> =
        estimates(table).into_iter().take(MOST_OUTCOMES).map(|row| sentence(table, row, level, None)).collect();
    phrase!("Dots with intervals. {what}: {rows}.", what = with_unit(table, 0, kind.estimates(of_changes)), rows = rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn row(label: &str, unit: &str, effect: Option<(f64, f64, f64)>) -> EffectRow {
        EffectRow {
            finding: label.into(),
            label: Words::plain(label),
            unit: Words::plain(unit),
            effect,
            n: (185, 185),
            matters: None,
        }
    }

    #[test]
    fn each_unit_has_its_own_figure() {
        let rows =
            [row("a", "yen", Some((1.0, 0.5, 1.5))), row("b", "%", None), row("c", "yen", Some((2.0, -1.0, 5.0)))];
        let basis = Basis { treated: 185, comparison: 185, method: Phrase::verbatim("m"), kind: Kind::Matched };
        let charts = changes("q", &rows, 0.95, false, &basis);
        let ids: Vec<_> = charts.iter().map(|(table, figure)| (table.id.as_str(), figure.id.as_str())).collect();
        assert_eq!(ids, [("q/effects", "q-difference"), ("q/effects-2", "q-difference-2")]);
        assert_eq!(charts[1].0.rows[0][4].value, Value::Withheld);
        assert!(charts[0].1.title.render(Lang::En).starts_with("For 1 of 2 outcomes"));
        assert!(charts[0].1.subtitle.render(Lang::En).starts_with("185 who took part"));
    }

    #[test]
    fn a_number_says_what_it_is_and_outcomes_with_other_cases_have_no_common_count() {
        let mut rows = vec![row("Income", "yen", Some((1.0, 0.5, 1.5)))];
        let title = |rows: &[EffectRow], (kind, of_changes)| {
            let basis = Basis { treated: 9, comparison: 9, method: Phrase::verbatim("m"), kind };
            let figure = changes("q", rows, 0.95, of_changes, &basis).remove(0).1;
            (figure.title.render(Lang::En), figure.subtitle.render(Lang::En))
        };
        assert!(title(&rows, (Kind::Change, true)).0.starts_with("Income, average change: 1.0 yen"));
        assert!(title(&rows, (Kind::Matched, true)).0.starts_with("Income, difference in average change: "));
        rows.push(EffectRow { n: (180, 185), ..rows[0].clone() });
        assert_eq!(title(&rows, (Kind::Matched, false)).1, "m.");
    }

    #[test]
    fn precision_follows_the_interval() {
        assert_eq!(decimals(&[row("a", "", Some((894.0, -509.0, 2298.0)))]), 0);
        assert_eq!(decimals(&[row("a", "", Some((0.43, 0.18, 0.68)))]), 2);
        assert_eq!(decimals(&[row("a", "", Some((1.0, 1.0, 1.0)))]), 2);
    }
}
