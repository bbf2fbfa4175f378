//! Charts of a log.

use crate::exhibit::drawing::{axis, no_axis};
use crate::exhibit::{Audience, Figure, Format, Layer, Mark, Shape, Table, Tone};
use crate::phrase;
use crate::text::Arg;

use super::make::Counted;

/// Entries per day open, month by month; and by hour and weekday.
pub(super) fn figures(counted: &Counted<'_>, tables: &[Table]) -> Vec<Figure> {
    let named = |end: &str| {
        let id = format!("measure-{}-{end}", counted.name);
        tables.iter().find(move |table| table.id.as_str() == id)
    };
    let months = named("months").filter(|table| table.rows.len() > 3).map(|table| by_month(counted, table));
    months.into_iter().chain(named("squares").map(|table| by_hour(counted, table))).collect()
}

fn by_month(counted: &Counted<'_>, table: &Table) -> Figure {
    Figure {
        id: table.id.to_string(),
        table: table.id.clone(),
        title: phrase!("{name}: entries per day, month by month", name = counted.name),
        subtitle: phrase!(
            "{source}: {n} entries. Rates with {level} intervals (exact, Poisson).",
            source = &counted.measure.source,
            n = Arg::units(counted.covered.rows()),
            level = Arg::level(counted.level())
        ),
        note: phrase!("Entries are counted, not persons. The last line is the rate of all months together."),
        alt: phrase!("Points with intervals, one for each month: entries per day on which the log was open."),
        audience: Audience::Public,
        shape: Shape::Rows { label: "month".into() },
        x: axis(phrase!("Entries per day open"), Format::Number(1), Vec::new()),
        y: no_axis(),
        layers: vec![Layer {
            mark: Mark::Interval,
            name: phrase!("Entries per day open"),
            x: "rate".into(),
            y: None,
            low: Some("low".into()),
            high: Some("high".into()),
            tone: Tone::Result,
        }],
    }
}

fn by_hour(counted: &Counted<'_>, table: &Table) -> Figure {
    Figure {
        id: table.id.to_string(),
        table: table.id.clone(),
        title: phrase!("{name}: entries by hour and weekday", name = counted.name),
        subtitle: phrase!(
            "{source}: {n} entries.",
            source = &counted.measure.source,
            n = Arg::units(counted.covered.rows())
        ),
        note: phrase!("Weekday of the day that a row belongs to: hours past midnight count to the evening before"),
        alt: phrase!("Squares in lines of hours and columns of weekdays, darker where there are more entries."),
        audience: Audience::Public,
        shape: Shape::Grid { down: "hour".into(), across: "weekday".into(), panel: None },
        x: axis(phrase!("Number"), Format::Count, Vec::new()),
        y: no_axis(),
        layers: vec![Layer {
            mark: Mark::Bar,
            name: phrase!("Number"),
            x: "n".into(),
            y: None,
            low: None,
            high: None,
            tone: Tone::Result,
        }],
    }
}
