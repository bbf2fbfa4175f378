//! What was planned and what came.

use crate::exhibit::drawing::{axis, no_axis};
use crate::exhibit::{Axis, Figure, Format, Layer, Mark, ReferenceLine, Shape, Table, Tone};
use crate::phrase;
use crate::text::{Arg, Phrase, decimals_as_written};

use super::indicator::{Indicator, year};

/// Values and plan of an indicator, year by year.
pub(super) fn course(it: &Indicator<'_>, table: &Table) -> Figure {
    let at = |from: f64| table.rows.iter().position(|row| row[0].value == crate::exhibit::Value::Text(year(from)));
    let rule = |from: f64| {
        let label = Some(phrase!("counted differently from here on"));
        at(from).filter(|row| *row > 0).map(|row| ReferenceLine { at: row as f64 - 0.5, label })
    };
    let unit = if it.unit.is_empty() { it.name.clone() } else { it.unit.clone() };
    Figure {
        id: table.id.to_string(),
        table: table.id.clone(),
        title: phrase!("{indicator}: {standing}", indicator = &it.name, standing = it.standing().phrase()),
        subtitle: subtitle(it),
        note: phrase!("An even path is arithmetic and no forecast; a single year may be high or low by chance."),
        alt: phrase!(
            "Points joined by lines, a place for each year: the values, and the values planned up to the target."
        ),
        audience: table.audience,
        shape: Shape::Columns { label: "year".into() },
        x: Axis { rules: it.breaks.iter().filter_map(|it| rule(it.from)).collect(), ..no_axis() },
        y: axis(Phrase::verbatim(unit), it.format(), Vec::new()),
        layers: vec![layer(phrase!("Value"), "value", Tone::Result), layer(phrase!("Planned"), "planned", Tone::Muted)],
    }
}

fn subtitle(it: &Indicator<'_>) -> Phrase {
    match (it.start, it.target) {
        (Some(start), Some(target)) => phrase!(
            "Start {start} ({from}), target {target} ({to}).",
            start = plain(it, start.value),
            from = year(start.year),
            target = plain(it, target.value),
            to = year(target.year)
        ),
        _ => phrase!("No target is known."),
    }
}

fn plain(it: &Indicator<'_>, value: f64) -> Arg {
    match it.format() {
        Format::Percent(decimals) => Arg::Percent(value, decimals.into()),
        _ => Arg::Number(value, decimals_as_written(value)),
    }
}

fn layer(name: Phrase, key: &str, tone: Tone) -> Layer {
    Layer { mark: Mark::Trend, name, x: "year".into(), y: Some(key.into()), low: None, high: None, tone }
}
