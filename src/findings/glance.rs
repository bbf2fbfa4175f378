//! All answers side by side: a chart for each unit of measurement, since different units cannot share an axis. Everything comes from the
//! findings of an edition, so that the charts show what they show.

use crate::exhibit::drawing::{axis, no_axis, zero};
use crate::exhibit::{
    AnswerPart, Audience, Cell, Column, Figure, Format, Layer, Mark, Shape, Table, TableId, TableRole, Tone,
};
use crate::phrase;
use crate::text::{Arg, Phrase, Precision, Words};

use super::{Bundle, Effect, Finding, Findings};

/// Answers that are drawn in one chart at most.
const MOST: usize = 40;
/// Answers that are worth a chart: one alone stands in its row.
const LEAST: usize = 2;

/// Adds the charts with their tables, or puts those of an edition in place of what is there.
pub fn put(bundle: &mut Bundle) {
    let is_glance = |id: &TableId| *id.role() == TableRole::Glance;
    bundle.tables.retain(|table| !is_glance(&table.id));
    bundle.figures.retain(|figure| !is_glance(&figure.table));
    let public = bundle.findings.edition == Audience::Public;
    for (mut table, figure) in charts(&bundle.findings) {
        // How many stand behind a number stands where it may.
        if public {
            table.rows.iter_mut().flatten().for_each(|cell| (cell.n, cell.quantity) = (None, None));
        }
        bundle.tables.push(table);
        bundle.figures.push(figure);
    }
}

/// An answer with a number.
struct Told<'f> {
    finding: &'f Finding,
    question: Words,
    unit: Words,
    effect: Effect,
    matters: Option<f64>,
}

impl Told<'_> {
    fn precision(&self) -> Precision {
        let effect = &self.effect;
        let own = || Precision::of(effect.estimate, (effect.low, effect.high), self.matters, &self.unit);
        self.finding.describe.precision.unwrap_or_else(own)
    }
}

fn told<'f>(findings: &'f Findings, finding: &'f Finding) -> Option<Told<'f>> {
    let said = finding.as_said();
    let effect = said.effect.clone().filter(|_| !finding.claim.verdict.withholds_number())?;
    let question = findings.questions.iter().find(|it| it.id == finding.question);
    Some(Told {
        finding,
        question: question.map(|it| it.title.clone()).unwrap_or_default(),
        unit: said.unit.clone(),
        effect,
        matters: finding.describe.smallest_change.filter(|change| *change > 0.0),
    })
}

/// The charts, in the order in which their units first occur; the first table is `glance`, the next `glance-2`.
fn charts(findings: &Findings) -> Vec<(Table, Figure)> {
    let all: Vec<Told<'_>> = findings.findings.iter().filter_map(|finding| told(findings, finding)).collect();
    let mut units: Vec<&Words> = Vec::new();
    for row in &all {
        if !units.contains(&&row.unit) {
            units.push(&row.unit);
        }
    }
    let of = |unit: &Words| all.iter().filter(|row| row.unit == *unit).collect::<Vec<_>>();
    let worth = units.into_iter().map(of).filter(|rows| rows.len() >= LEAST);
    worth.enumerate().map(|(n, rows)| chart(n, &by_outcome(rows))).collect()
}

/// Rows of an outcome follow each other.
fn by_outcome<'r>(rows: Vec<&'r Told<'r>>) -> Vec<&'r Told<'r>> {
    let first = |row: &Told<'_>| rows.iter().position(|other| other.finding.label == row.finding.label);
    let mut sorted = rows.clone();
    sorted.sort_by_key(|row| first(row));
    sorted
}

fn chart(n: usize, rows: &[&Told<'_>]) -> (Table, Figure) {
    let table = table(n, rows);
    let drawn = rows.len().min(MOST);
    let grouped = rows.windows(2).any(|pair| pair[0].finding.label == pair[1].finding.label);
    let unit = &rows[0].unit;
    let quantity = match unit.is_empty() {
        true => phrase!("Difference or change"),
        false => phrase!("Difference or change ({unit})", unit = unit),
    };
    let format = Format::Written(rows[0].precision());
    let figure = Figure {
        id: table.id.name(),
        table: table.id.clone(),
        title: title(rows),
        subtitle: phrase!("Each answer with its interval; how each was reached stands with it."),
        note: note(rows, drawn),
        alt: phrase!("Dots with intervals: {rows}.", rows = rows.iter().map(|row| in_words(row)).collect::<Vec<_>>()),
        audience: Audience::Public,
        shape: Shape::Forest {
            label: if grouped { "question" } else { "label" }.into(),
            group: grouped.then(|| "label".into()),
            columns: Vec::new(),
            rows: if drawn < rows.len() { (0..drawn as u32).collect() } else { Vec::new() },
        },
        x: axis(quantity, format, vec![zero()]),
        y: no_axis(),
        layers: layers(rows),
    };
    (table, figure)
}

fn layers(rows: &[&Told<'_>]) -> Vec<Layer> {
    let layer = |mark, name, ends: [&str; 2], tone| Layer {
        mark,
        name,
        x: "estimate".into(),
        y: None,
        low: Some(ends[0].into()),
        high: Some(ends[1].into()),
        tone,
    };
    let level = rows[0].effect.level;
    let name = match rows.iter().all(|row| row.effect.level == level) {
        true => phrase!("Estimate [{level} interval]", level = Arg::level(level)),
        false => phrase!("Estimate [interval]"),
    };
    let band = layer(Mark::Band, phrase!("Too small to matter"), ["matters_low", "matters_high"], Tone::Muted);
    let shaded = rows.iter().any(|row| row.matters.is_some());
    shaded.then_some(band).into_iter().chain([layer(Mark::Interval, name, ["low", "high"], Tone::Result)]).collect()
}

fn table(n: usize, rows: &[&Told<'_>]) -> Table {
    let number = |key, title| Column::new(key, title, Format::Number(rows[0].precision().finer().decimals() as u8));
    let columns = vec![
        Column::new("label", phrase!("Outcome"), Format::Text),
        Column::new("question", phrase!("Question"), Format::Text),
        Column::new("unit", phrase!("Unit"), Format::Text),
        number("estimate", phrase!("Estimate")),
        number("low", phrase!("Lower end")),
        number("high", phrase!("Upper end")),
        number("matters_low", phrase!("Too small to matter, from")),
        number("matters_high", phrase!("Too small to matter, to")),
    ];
    let id = TableId::from(TableRole::Glance).nth(n);
    let mut table = Table::new(id, phrase!("All answers side by side"), columns);
    rows.iter().for_each(|row| table.push(cells(row)));
    table
}

fn cells(row: &Told<'_>) -> Vec<Cell> {
    let (finding, effect, precision) = (row.finding, &row.effect, row.precision());
    let cases = finding.sample.treated + finding.sample.comparison;
    let result = |value: f64| {
        Cell::statistic(value).with_n(cases).quantity(AnswerPart::Result.of(&finding.id)).written(precision)
    };
    let change = |sign: f64| {
        let cell = |change: f64| Cell::scale(sign * change).written(Precision::as_written(change, &row.unit));
        row.matters.map_or_else(Cell::empty, cell)
    };
    vec![
        Cell::words(&finding.label),
        Cell::words(&row.question),
        Cell::words(&row.unit),
        result(effect.estimate),
        result(effect.low),
        result(effect.high),
        change(-1.0),
        change(1.0),
    ]
}

fn title(rows: &[&Told<'_>]) -> Phrase {
    let one_sided = rows.iter().filter(|row| row.effect.low > 0.0 || row.effect.high < 0.0).count();
    let said = match one_sided {
        0 => phrase!("None of the {k} answers can be told from no difference", k = rows.len()),
        n if n == rows.len() => phrase!("All {k} answers differ from nothing by more than chance", k = rows.len()),
        n => phrase!("{n} of {k} answers differ from nothing by more than chance", n = n, k = rows.len()),
    };
    match rows[0].unit.is_empty() {
        true => said,
        false => phrase!("In {unit}: {said}", unit = &rows[0].unit, said = said),
    }
}

fn note(rows: &[&Told<'_>], drawn: usize) -> Phrase {
    let reading = match rows.iter().any(|row| row.matters.is_some()) {
        true => phrase!(
            "Shaded: too small to matter. The line at 0 is no difference. How sure an answer is stands in the table."
        ),
        false => phrase!("The line at 0 is no difference. How sure an answer is stands in the table."),
    };
    match rows.len() - drawn {
        0 => reading,
        n => phrase!("{reading} {n} further {n?answer is|answers are} in the table only.", reading = reading, n = n),
    }
}

fn in_words(row: &Told<'_>) -> Phrase {
    let said = |value: f64| Arg::Written(value, row.precision());
    let estimate = said(row.effect.estimate);
    let value = match row.unit.is_empty() {
        true => phrase!("{value}", value = estimate),
        false => phrase!("{value} {unit}", value = estimate, unit = &row.unit),
    };
    phrase!(
        "{label} ({asked}) {d}, {low} to {high}",
        label = &row.finding.label,
        asked = &row.question,
        d = value,
        low = said(row.effect.low),
        high = said(row.effect.high)
    )
}

/// Whether a figure is worth drawing: more than one mark in its rows, and no more lines than an eye can follow.
pub fn is_worth_drawing(figure: &Figure, table: &Table) -> bool {
    const LINES: usize = 120;
    let drawn = |key: &str| (0..table.rows.len()).filter(|&row| is_number(table, row, key)).count();
    let in_forest = |rows: &[u32], key: &str| match rows {
        [] => drawn(key),
        rows => rows.iter().filter(|&&row| is_number(table, row as usize, key)).count(),
    };
    let most = |of: &dyn Fn(&str) -> usize| figure.layers.iter().map(|layer| of(&layer.x)).max().unwrap_or(0);
    // One row of several series, and one that is withheld, say something beside each other.
    match &figure.shape {
        Shape::Rows { .. } => figure.layers.len() > 1 || table.rows.len() > 1 && most(&drawn) > 0,
        Shape::Forest { rows, .. } => table.rows.len() > 1 && most(&|key| in_forest(rows, key)) > 0,
        Shape::Slopes { .. } => table.rows.len() <= LINES,
        _ => true,
    }
}

fn is_number(table: &Table, row: usize, key: &str) -> bool {
    table.cell(row, key).is_some_and(|cell| cell.number().is_some() || cell.value == crate::exhibit::Value::Withheld)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_of_one_mark_or_of_too_many_lines_is_not_drawn() {
        let columns =
            ["label", "estimate", "low", "high"].map(|key| Column::new(key, Phrase::verbatim(key), Format::Text));
        let mut table = Table::new("q/effects", Phrase::verbatim("t"), columns.to_vec());
        let row =
            |value: f64| vec![Cell::text("a"), Cell::statistic(value), Cell::statistic(0.0), Cell::statistic(2.0)];
        table.push(row(1.0));
        let layer = Layer {
            mark: Mark::Interval,
            name: Phrase::verbatim("e"),
            x: "estimate".into(),
            y: None,
            low: Some("low".into()),
            high: Some("high".into()),
            tone: Tone::Result,
        };
        let words = || Phrase::verbatim("w");
        let mut figure = Figure {
            id: "f".into(),
            table: table.id.clone(),
            title: words(),
            subtitle: words(),
            note: words(),
            alt: words(),
            audience: Audience::Public,
            shape: Shape::Rows { label: "label".into() },
            x: no_axis(),
            y: no_axis(),
            layers: vec![layer],
        };
        assert!(!is_worth_drawing(&figure, &table));
        table.push(row(2.0));
        assert!(is_worth_drawing(&figure, &table));
        figure.shape = Shape::Slopes { before: words(), after: words() };
        assert!(is_worth_drawing(&figure, &table));
        (0..515).for_each(|_| table.push(row(2.0)));
        assert!(!is_worth_drawing(&figure, &table));
    }
}
