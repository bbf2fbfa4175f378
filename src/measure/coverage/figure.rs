//! Pictures of coverage.

use crate::exhibit::drawing::{axis, no_axis, said};
use crate::exhibit::{Audience, Cell, Figure, Format, Layer, Mark, Shape, Table, Tone};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::make::Activity;

fn layer(key: &str, name: Phrase) -> Layer {
    Layer { mark: Mark::Bar, name, x: key.into(), y: None, low: None, high: None, tone: Tone::Result }
}

/// A map of tiles: organisations, or where the population is known organisations per people.
pub(super) fn tiles(name: &str, table: &Table, by_people: bool, per: f64) -> Figure {
    let key = if by_people { "rate" } else { "n" };
    let quantity = match by_people {
        true => phrase!("Organisations per {per} people", per = Arg::rule(per as usize)),
        false => phrase!("Organisations"),
    };
    Figure {
        id: table.id.name(),
        table: table.id.clone(),
        title: phrase!("Where organisations are ({name})", name = name),
        subtitle: phrase!(
            "{what}. A tile for each area, neighbours near each other; the darker the more.",
            what = quantity.clone()
        ),
        note: phrase!("Tiles have one size whatever the size of the area. Organisations where they have their seat."),
        alt: phrase!("A map of tiles. {rows}.", rows = rows(table, key, &["area"])),
        audience: Audience::Public,
        shape: Shape::Tiles { label: "area".into(), down: "down".into(), across: "across".into(), panel: None },
        x: axis(quantity.clone(), if by_people { Format::Number(1) } else { Format::Count }, Vec::new()),
        y: no_axis(),
        layers: vec![layer(key, quantity)],
    }
}

/// Activities by area as squares.
pub(super) fn grid(name: &str, table: &Table, areas: usize, activities: &[Activity]) -> Figure {
    let none = table.rows.iter().filter(|row| row[2].number() == Some(0.0)).count();
    Figure {
        id: table.id.name(),
        table: table.id.clone(),
        title: match none {
            0 => phrase!("Every activity is there in every area ({name})", name = name),
            _ => phrase!(
                "Nobody works in {n} of {all} pairs of activity and area",
                n = Arg::rule(none),
                all = Arg::rule(areas * activities.len())
            ),
        },
        subtitle: phrase!("Organisations by activity and area; the darker the more."),
        note: phrase!(
            "An organisation with several activities counts at each of them. Organisations where they have their seat."
        ),
        alt: phrase!("Squares of activities and areas. {rows}.", rows = rows(table, "n", &["activity", "area"])),
        audience: Audience::Public,
        shape: Shape::Grid { down: "area".into(), across: "activity".into(), panel: None },
        x: axis(phrase!("Organisations"), Format::Count, Vec::new()),
        y: no_axis(),
        layers: vec![layer("n", phrase!("Organisations"))],
    }
}

fn rows(table: &Table, key: &str, names: &[&str]) -> Vec<Phrase> {
    let of = |row: usize| {
        let value = table.cell(row, key).and_then(Cell::number)?;
        let shown = if key == "n" { Arg::from(value as usize) } else { Arg::Number(value, 1) };
        let value = Arg::Cell(table.at(row, key), Box::new(shown));
        let name = names.iter().map(|key| said(table, row, key)).reduce(|a, b| phrase!("{a}, {b}", a = a, b = b))?;
        Some(phrase!("{what}: {value}", what = name, value = value))
    };
    (0..table.rows.len()).filter_map(of).collect()
}
