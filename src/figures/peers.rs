use crate::exhibit::drawing::{axis, no_axis, number, said, zero};
use crate::exhibit::{Audience, Axis, Cell, Figure, Format, Layer, Mark, Shape, Table, TableRole, Tone};
use crate::phrase;
use crate::text::{Lang, Phrase, Words, decimals_for, num};

use super::{id, with_unit};

/// A case beside similar ones, from the table `<case>/peers` with the keys `label`, `unit`, `change`, `low`, `middle`, `high`.
/// Only outcomes in one unit can share an axis: those in the unit of the first that has a change and a range, as a table of its
/// own (`<case>/peers-drawn`); nothing where there is none.
pub fn peers(case: &str, name: &Words, all: &Table) -> Option<(Table, Figure)> {
    let rows: Vec<Vec<Cell>> = drawn(all).into_iter().map(|row| all.rows[row].clone()).collect();
    let table = Table { id: all.id.beside(TableRole::PeersDrawn), rows, notes: Vec::new(), ..all.clone() };
    let figure = (!table.rows.is_empty()).then(|| figure(case, name, &table))?;
    Some((table, figure))
}

fn figure(case: &str, name: &Words, table: &Table) -> Figure {
    let rows: Vec<usize> = (0..table.rows.len()).collect();
    let interval = Layer {
        mark: Mark::Interval,
        name: phrase!("Middle half of similar ones"),
        x: "middle".into(),
        y: None,
        low: Some("low".into()),
        high: Some("high".into()),
        tone: Tone::Comparison,
    };
    let own = Layer {
        mark: Mark::Point,
        name: phrase!("Own change"),
        x: "change".into(),
        y: None,
        low: None,
        high: None,
        tone: Tone::Treated,
    };
    Figure {
        id: id(case, "peers"),
        table: table.id.clone(),
        title: phrase!("{name} beside similar ones", name = name),
        subtitle: phrase!(
            "Its own change beside the middle half of similar ones. {method}.",
            method = said(table, rows[0], "question")
        ),
        note: phrase!("The bar holds the middle half of similar ones: a quarter of them lies on each side of it."),
        alt: phrase!(
            "A dot for its own change and a bar for the middle half of similar ones: {rows}.",
            rows = rows.iter().map(|&row| sentence(table, row)).collect::<Vec<Phrase>>()
        ),
        audience: Audience::Internal,
        shape: Shape::Rows { label: "label".into() },
        x: change_axis(table, rows[0]),
        y: no_axis(),
        layers: vec![interval, own],
    }
}

/// Rows that can be drawn on one axis.
fn drawn(table: &Table) -> Vec<usize> {
    let known = |row: &usize| ["change", "low", "middle", "high"].iter().all(|key| number(table, *row, key).is_some());
    let unit = |row: usize| said(table, row, "unit").render(Lang::En);
    let known: Vec<usize> = (0..table.rows.len()).filter(known).collect();
    known.iter().copied().filter(|&row| unit(row) == unit(known[0])).collect()
}

fn change_axis(table: &Table, row: usize) -> Axis {
    axis(with_unit(table, row, phrase!("Change")), Format::Number(0), vec![zero()])
}

fn sentence(table: &Table, row: usize) -> Phrase {
    let value = |key| number(table, row, key).unwrap_or(0.0);
    let d = decimals_for(value("high") - value("low"));
    phrase!(
        "{label}: {own}, similar ones {low} to {high}",
        label = said(table, row, "label"),
        own = num(value("change"), d),
        low = num(value("low"), d),
        high = num(value("high"), d)
    )
}
