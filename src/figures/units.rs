use crate::exhibit::drawing::{axis, no_axis};
use crate::exhibit::{Audience, Cell, Column, Figure, Format, Kind, Layer, Mark, Shape, Table, Tone};
use crate::phrase;
use crate::text::{Arg, Phrase, Words, decimals_for};

use super::{Basis, FigureIds, Measured, units_as};

/// Every unit before and after, as lines between two axes, for those who hold the data. The table has `unit`, `before`, and
/// the value after in `rose`, `same` or `fell`. `values`: unit, before, after; none is missing.
pub fn units(
    named: &FigureIds,
    measured: Measured<'_>,
    values: &[(String, f64, f64)],
    basis: &Basis,
) -> (Table, Figure) {
    let largest = values.iter().map(|(_, before, after)| before.abs().max(after.abs())).fold(0.0, f64::max);
    let label = measured.label;
    let format = measured.format(largest, decimals_for(largest).saturating_sub(1));
    let table = table(named, label, &format, values);
    let count = |of: &dyn Fn(f64, f64) -> bool| {
        Arg::units(values.iter().filter(|(_, before, after)| of(*before, *after)).count())
    };
    let (rose, same, fell) = (count(&|b, a| a > b), count(&|b, a| a == b), count(&|b, a| a < b));
    let title = phrase!(
        "{label}: {rose} rose, {same} stayed the same, {fell} fell",
        label = label,
        rose = rose,
        same = same,
        fell = fell
    );
    let layer = |name, key: &str, tone| Layer {
        mark: Mark::Line,
        name,
        x: "before".into(),
        y: Some(key.into()),
        low: None,
        high: None,
        tone,
    };
    let figure = Figure {
        id: named.figure.clone(),
        table: table.id.clone(),
        title: title.clone(),
        subtitle: Basis { treated: values.len(), comparison: 0, ..basis.clone() }.subtitle(),
        note: phrase!(
            "One line for each case, thicker where several have the same values: for those who hold the data only. Shows how much changed, not why; extreme values come back towards the middle by themselves."
        ),
        alt: phrase!("A line for each case from before to after. {title}.", title = title),
        audience: Audience::Internal,
        shape: Shape::Slopes { before: phrase!("Before"), after: phrase!("After") },
        x: no_axis(),
        y: axis(units_as(label, measured.unit), format, Vec::new()),
        layers: vec![
            layer(phrase!("Stayed the same"), "same", Tone::Muted),
            layer(phrase!("Fell"), "fell", Tone::Comparison),
            layer(phrase!("Rose"), "rose", Tone::Result),
        ],
    };
    (table, figure)
}

fn table(named: &FigureIds, label: &Words, format: &Format, values: &[(String, f64, f64)]) -> Table {
    let number = |key, title: Phrase| Column::new(key, title, format.clone());
    let columns = vec![
        Column::new("unit", phrase!("Unit"), Format::Text),
        number("before", phrase!("Before")),
        number("rose", phrase!("After, where it rose")),
        number("same", phrase!("After, where it stayed the same")),
        number("fell", phrase!("After, where it fell")),
    ];
    let title = phrase!("{label}: each case before and after", label = label);
    let mut table = Table { audience: Audience::Internal, ..Table::new(named.table.clone(), title, columns) };
    let own = |value: f64| Cell { audience: Audience::Internal, kind: Kind::Magnitude, ..Cell::magnitude(value, 1) };
    for (unit, before, after) in values {
        let after_if = |here: bool| if here { own(*after) } else { Cell::empty() };
        let cells = [after_if(after > before), after_if(after == before), after_if(after < before)];
        table.push([Cell::identifier(unit.as_str()), own(*before)].into_iter().chain(cells).collect());
    }
    table
}
