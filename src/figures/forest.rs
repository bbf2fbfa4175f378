use crate::design::Kind;
use crate::exhibit::drawing::{axis, no_axis, number, said, zero};
use crate::exhibit::{
    AnswerPart, Audience, Cell, Column, Figure, Format, Layer, Mark, Shape, Table, TableId, TableRole, Tone, Value,
};
use crate::phrase;
use crate::text::{Arg, Phrase, Words, num};

use super::{Basis, MOST_OUTCOMES, id, with_further};

/// An outcome in a forest.
#[derive(Clone, Debug, PartialEq)]
pub struct ForestRow {
    /// Id of the finding.
    pub finding: String,
    /// How outputs call the outcome.
    pub label: Words,
    /// Estimate, lower and upper end of the interval in standard deviations of the outcome; nothing where withheld.
    pub effect: Option<(f64, f64, f64)>,
    /// Cases: treated (or pairs), comparison.
    pub n: (usize, usize),
}

/// The outcomes of a question on one axis although their units differ: estimates and intervals divided by the standard
/// deviation of the outcome. The table is `<question>/forest` with `label`, `n_treated`, `n_comparison`, `estimate`, `low`,
/// `high`.
pub fn forest(question: &str, rows: &[ForestRow], level: f64, basis: &Basis) -> (Table, Figure) {
    let table = table(question, rows, level, basis.kind);
    let drawn = table.rows.len().min(MOST_OUTCOMES);
    let figure = Figure {
        id: id(question, "forest"),
        table: table.id.clone(),
        title: title(&table),
        subtitle: Basis { treated: 0, ..basis.clone() }.subtitle(),
        note: with_further(
            phrase!(
                "Standard deviations make outcomes of different units comparable in size, not in importance. The intervals show chance only, and take the standard deviation as known."
            ),
            table.rows.len() - drawn,
        ),
        alt: alt(&table),
        audience: Audience::Public,
        shape: Shape::Forest {
            label: "label".into(),
            group: None,
            columns: counts(&table),
            rows: (0..drawn as u32).collect(),
        },
        x: axis(phrase!("Estimate in standard deviations of the outcome"), Format::Number(2), vec![zero()]),
        y: no_axis(),
        layers: vec![interval(level)],
    };
    (table, figure)
}

/// The layer of estimates with intervals.
pub(super) fn interval(level: f64) -> Layer {
    Layer {
        mark: Mark::Interval,
        name: phrase!("Estimate [{level} interval]", level = Arg::level(level)),
        x: "estimate".into(),
        y: None,
        low: Some("low".into()),
        high: Some("high".into()),
        tone: Tone::Result,
    }
}

/// The columns of counts that hold any.
pub(super) fn counts(table: &Table) -> Vec<String> {
    let keys = ["n_treated", "n_comparison"].into_iter();
    let any = |key: &&str| {
        (0..table.rows.len()).any(|row| table.cell(row, key).is_some_and(|cell| cell.value != Value::Empty))
    };
    keys.filter(any).map(String::from).collect()
}

fn table(question: &str, rows: &[ForestRow], level: f64, kind: Kind) -> Table {
    let [treated, comparison] = kind.sides_n();
    let number = |key, title| Column::new(key, title, Format::Number(2));
    let level = Arg::level(level);
    let columns = vec![
        Column::new("label", phrase!("Outcome"), Format::Text),
        Column::new("n_treated", treated, Format::Count),
        Column::new("n_comparison", comparison, Format::Count),
        number("estimate", phrase!("Estimate (standard deviations)")),
        number("low", phrase!("{level} interval, lower end", level = level.clone())),
        number("high", phrase!("{level} interval, upper end", level = level)),
    ];
    let mut table =
        Table::new(TableId::of(question, TableRole::Forest), phrase!("All outcomes in standard deviations"), columns);
    for row in rows {
        table.push(cells(row));
    }
    table
        .notes
        .push(phrase!("Estimate and interval of each outcome divided by the standard deviation of the outcome."));
    table
}

fn cells(row: &ForestRow) -> Vec<Cell> {
    let n = row.n.0 + row.n.1;
    let statistic = |of: fn((f64, f64, f64)) -> f64| match row.effect {
        Some(effect) => Cell::statistic(of(effect)).with_n(n).quantity(AnswerPart::Result.of(&row.finding)),
        None => Cell { value: Value::Withheld, ..Cell::statistic(0.0).with_n(n) },
    };
    vec![
        Cell::words(&row.label),
        Cell::count(row.n.0, AnswerPart::Treated.of(&row.finding)),
        if row.n.1 > 0 { Cell::count(row.n.1, AnswerPart::Comparison.of(&row.finding)) } else { Cell::empty() },
        statistic(|(estimate, ..)| estimate),
        statistic(|(_, low, _)| low),
        statistic(|(.., high)| high),
    ]
}

/// Rows that have an estimate and both ends: row, estimate, low, high.
pub(super) fn estimates(table: &Table) -> Vec<(usize, [f64; 3])> {
    let all =
        |row| Some((row, [number(table, row, "estimate")?, number(table, row, "low")?, number(table, row, "high")?]));
    (0..table.rows.len()).filter_map(all).collect()
}

fn title(table: &Table) -> Phrase {
    let known = estimates(table);
    let largest = known.iter().max_by(|a, b| a.1[0].abs().total_cmp(&b.1[0].abs()));
    let Some((row, [estimate, low, high])) = largest else { return phrase!("All outcomes in standard deviations") };
    let at = |key, value| Arg::Cell(table.at(*row, key), Box::new(num(value, 2)));
    phrase!(
        "Of {k} outcomes {label} has the largest estimate: {value} standard deviations ({low} to {high})",
        k = known.len(),
        label = said(table, *row, "label"),
        value = at("estimate", *estimate),
        low = at("low", *low),
        high = at("high", *high)
    )
}

fn alt(table: &Table) -> Phrase {
    let one = |(row, values): &(usize, [f64; 3])| {
        let at = |key, value| Arg::Cell(table.at(*row, key), Box::new(num(value, 2)));
        phrase!(
            "{label} {value} ({low} to {high})",
            label = said(table, *row, "label"),
            value = at("estimate", values[0]),
            low = at("low", values[1]),
            high = at("high", values[2])
        )
    };
    let rows: Vec<Phrase> = estimates(table).iter().map(one).collect();
    phrase!("Dots with intervals in standard deviations: {rows}.", rows = rows)
}
