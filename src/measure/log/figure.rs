//! Charts of a log.

use crate::exhibit::drawing::{axis, no_axis};
use crate::exhibit::{Audience, Figure, Format, Layer, Mark, Shape, Table, Tone};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::make::Counted;

/// Entries per day open, month by month.
pub(super) fn figures(counted: &Counted<'_>, tables: &[Table]) -> Vec<Figure> {
    let months = tables.iter().find(|table| table.id.as_str().ends_with("-months"));
    months.filter(|table| table.rows.len() > 3).map(|table| by_month(counted, table)).into_iter().collect()
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
        note: phrase!("Entries are counted, not persons. The last point is the rate of all months together."),
        alt: phrase!("Points with intervals, one for each month: entries per day on which the log was open."),
        audience: Audience::Public,
        shape: Shape::Columns { label: "month".into() },
        x: no_axis(),
        y: axis(phrase!("Entries per day open"), Format::Number(1), Vec::new()),
        layers: vec![Layer {
            mark: Mark::Trend,
            name: Phrase::verbatim(counted.name.to_string()),
            x: "month".into(),
            y: Some("rate".into()),
            low: Some("low".into()),
            high: Some("high".into()),
            tone: Tone::Result,
        }],
    }
}
