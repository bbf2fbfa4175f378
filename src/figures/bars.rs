use crate::exhibit::drawing::{axis, no_axis, zero};
use crate::exhibit::{
    AnswerPart, Audience, Cell, Column, Figure, Format, Layer, Mark, Shape, Table, TableId, TableRole, Tone, Value,
};
use crate::phrase;
use crate::text::{Arg, Phrase, Precision, Words};

use super::Basis;
use crate::design::Kind;

/// A finding in a chart of several: what the chart calls it, its numbers, and how many cases they rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct BarRow {
    /// Id of the finding.
    pub finding: String,
    /// Label.
    pub label: Words,
    /// How it was compared.
    pub method: Phrase,
    /// Estimate and interval; absent where the finding withholds them.
    pub effect: Option<(f64, f64, f64)>,
    /// Treated and comparison units.
    pub n: (usize, usize),
    /// The change that was agreed to matter.
    pub matters: Option<f64>,
}

impl BarRow {
    fn precision(&self, (estimate, low, high): (f64, f64, f64), unit: &Words) -> Precision {
        Precision::of(estimate, (low, high), self.matters, unit)
    }
}

/// Findings side by side: a bar for each estimate with its interval. `question` owns the table, `name` names the chart, `unit`
/// is what all of them are measured in.
pub fn bars(question: &str, name: &str, title: &Words, unit: &Words, level: f64, rows: &[BarRow]) -> (Table, Figure) {
    let largest = rows.iter().filter_map(|row| row.effect).map(|(_, low, high)| low.abs().max(high.abs()));
    let format = Format::Written(Precision::of_size(largest.fold(0.0, f64::max), unit));
    let table = table(TableId::of(question, TableRole::Chart(name.into())), rows, level, &format, unit);
    let message = if title.is_empty() { steps(rows, unit, &table) } else { Phrase::words(title) };
    let level = Arg::level(level);
    let interval = phrase!("{level} interval", level = level);
    let basis = Basis {
        treated: 0,
        comparison: 0,
        method: phrase!("{n} answers to different questions", n = rows.len()),
        kind: Kind::Groups,
    };
    let quantity = if unit.is_empty() { phrase!("Difference") } else { phrase!("Difference ({unit})", unit = unit) };
    let figure = Figure {
        id: name.to_string(),
        table: table.id.clone(),
        title: message,
        subtitle: basis.subtitle(),
        note: phrase!(
            "The bars answer different questions: only a comparison with similar ones says what would have happened otherwise, and even that knows only what was measured."
        ),
        alt: steps(rows, unit, &table),
        audience: Audience::Public,
        shape: Shape::Rows { label: "label".into() },
        x: axis(quantity, format, vec![zero()]),
        y: no_axis(),
        layers: vec![
            Layer {
                mark: Mark::Bar,
                name: phrase!("Estimate"),
                x: "estimate".into(),
                y: None,
                low: None,
                high: None,
                tone: Tone::Muted,
            },
            Layer {
                mark: Mark::Interval,
                name: interval,
                x: "estimate".into(),
                y: None,
                low: Some("low".into()),
                high: Some("high".into()),
                tone: Tone::Result,
            },
        ],
    };
    (table, figure)
}

fn table(id: TableId, rows: &[BarRow], level: f64, format: &Format, unit: &Words) -> Table {
    let number = |key, title| Column::new(key, title, format.clone());
    let columns = vec![
        Column::new("label", phrase!("What"), Format::Text),
        Column::new("method", phrase!("How compared"), Format::Text),
        Column::new("treated", phrase!("Took part"), Format::Count),
        Column::new("comparison", phrase!("Compared with"), Format::Count),
        number("estimate", phrase!("Estimate")),
        number("low", phrase!("Interval, low")),
        number("high", phrase!("Interval, high")),
    ];
    let mut table = Table::new(id, phrase!("Findings side by side"), columns);
    for row in rows {
        let statistic = |of: fn((f64, f64, f64)) -> f64| match row.effect {
            Some(effect) => Cell::statistic(of(effect))
                .with_n(row.n.0 + row.n.1)
                .quantity(AnswerPart::Result.of(&row.finding))
                .written(row.precision(effect, unit)),
            None => Cell { value: Value::Withheld, ..Cell::statistic(0.0) },
        };
        table.push(vec![
            Cell::words(&row.label),
            Cell::phrase(row.method.clone()),
            Cell::count(row.n.0, AnswerPart::Treated.of(&row.finding)),
            if row.n.1 > 0 { Cell::count(row.n.1, AnswerPart::Comparison.of(&row.finding)) } else { Cell::empty() },
            statistic(|(estimate, ..)| estimate),
            statistic(|(_, low, _)| low),
            statistic(|(.., high)| high),
        ]);
    }
    table.notes.push(phrase!("Intervals at {level}", level = Arg::level(level)));
    table
}

/// `Total income, before and after: 2,850,000 yen → …`.
fn steps(rows: &[BarRow], unit: &Words, table: &Table) -> Phrase {
    let value = |at, row: &BarRow, effect: (f64, f64, f64)| {
        Arg::Cell(table.at(at, "estimate"), Box::new(Arg::Written(effect.0, row.precision(effect, unit))))
    };
    let one = |(at, row): (usize, &BarRow)| match row.effect {
        Some(effect) if unit.is_empty() => {
            phrase!("{label}: {value}", label = &row.label, value = value(at, row, effect))
        }
        Some(effect) => {
            let value = phrase!("{value} {unit}", value = value(at, row, effect), unit = unit);
            phrase!("{label}: {value}", label = &row.label, value = value)
        }
        None => phrase!("{label}: not shown", label = &row.label),
    };
    let join = |all: Phrase, next: Phrase| phrase!("{all} → {next}", all = all, next = next);
    rows.iter().enumerate().map(one).reduce(join).unwrap_or_else(|| phrase!("Findings side by side"))
}
