use super::data::Dosed;
use crate::exhibit::drawing::{axis, number};
use crate::exhibit::{Audience, Figure, Layer, Mark, MethodFigure, Shape, Table, Tone};
use crate::phrase;
use crate::text::{Phrase, num};

/// The curve with its interval, from the table `dose-curve`.
pub fn figure(table: &Table, data: &Dosed<'_>) -> MethodFigure {
    let dose = match data.doses.unit.is_empty() {
        true => Phrase::words(&data.doses.label),
        false => phrase!("{title} ({unit})", title = &data.doses.label, unit = &data.doses.unit),
    };
    let layer = |name: Phrase, y: &str, tone: Tone| Layer {
        mark: Mark::Line,
        name,
        x: "dose".into(),
        y: Some(y.into()),
        low: None,
        high: None,
        tone,
    };
    let figure = Figure {
        id: "dose-curve".into(),
        table: table.id.clone(),
        title: table.title.clone(),
        subtitle: Phrase::verbatim(""),
        note: phrase!(
            "Shows what goes with the dose, not what more of it does; between and beyond the doses that were received nothing is known."
        ),
        alt: alt(table),
        audience: Audience::Public,
        shape: Shape::Plane,
        x: axis(dose, table.columns[0].format.clone(), Vec::new()),
        y: axis(data.averaged(), table.columns[2].format.clone(), Vec::new()),
        layers: vec![
            layer(phrase!("Lower end of the interval"), "low", Tone::Muted),
            layer(phrase!("Upper end of the interval"), "high", Tone::Muted),
            layer(data.averaged(), "mean", Tone::Result),
        ],
    };
    MethodFigure { figure, units: None }
}

/// From the lowest dose to the highest.
fn alt(table: &Table) -> Phrase {
    let ends = |key: &str| {
        let known: Vec<f64> = (0..table.rows.len()).filter_map(|row| number(table, row, key)).collect();
        known.first().copied().zip(known.last().copied())
    };
    match (ends("dose"), ends("mean")) {
        (Some((low, high)), Some((first, last))) => phrase!(
            "A line with its interval from a dose of {low} to {high}: from {first} to {last}.",
            low = num(low, 0),
            high = num(high, 0),
            first = num(first, 2),
            last = num(last, 2)
        ),
        _ => table.title.clone(),
    }
}
