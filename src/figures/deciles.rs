use crate::exhibit::drawing::{axis, no_axis, number};
use crate::exhibit::{Audience, Cell, Column, Figure, Format, Layer, Mark, Shape, Table, Tone};
use crate::math::largest::Largest;
use crate::math::parts::{means_of_parts, parts_for};
use crate::phrase;
use crate::text::{Arg, Phrase, Words, decimals_for};

use super::{Basis, FigureIds, Measured, amount, units_as};

/// Units that stand behind a mark at the least.
pub const LEAST_BEHIND_A_MARK: usize = 10;

/// The whole distribution before and after without any single unit: means of equal parts (tenths; fifths, quarters or halves
/// where units are fewer) of the units in order of their value, at each time in its own order. The table has `label`, `n`,
/// `before`, `after`. Nothing where even halves are too small. `values`: before, after; none is missing.
pub fn deciles(
    named: &FigureIds,
    measured: Measured<'_>,
    values: &[(f64, f64)],
    basis: &Basis,
) -> Option<(Table, Figure)> {
    let parts = parts_for(values.len(), LEAST_BEHIND_A_MARK)?;
    let label = measured.label;
    let table = table(named, measured, values, parts);
    let format = table.columns[2].format.clone();
    let layer =
        |name, key: &str, tone| Layer { mark: Mark::Point, name, x: key.into(), y: None, low: None, high: None, tone };
    let figure = Figure {
        id: named.figure.clone(),
        table: table.id.clone(),
        title: title(&table, label, &format),
        subtitle: Basis { treated: values.len(), comparison: 0, ..basis.clone() }.subtitle(),
        note: phrase!(
            "Each dot is the mean of at least {least} cases, ordered anew at each time: the lowest before and the lowest after may be others. Shows how much changed, not why.",
            least = LEAST_BEHIND_A_MARK
        ),
        alt: alt(&table, label, &format),
        audience: Audience::Public,
        shape: Shape::Rows { label: "label".into() },
        x: axis(units_as(label, measured.unit), format, Vec::new()),
        y: no_axis(),
        layers: vec![layer(phrase!("Before"), "before", Tone::Before), layer(phrase!("After"), "after", Tone::After)],
    };
    Some((table, figure))
}

fn table(named: &FigureIds, measured: Measured<'_>, values: &[(f64, f64)], parts: usize) -> Table {
    let of = |side: fn(&(f64, f64)) -> f64| means_of_parts(&values.iter().map(side).collect::<Vec<f64>>(), parts);
    let (before, after) = (of(|value| value.0), of(|value| value.1));
    let largest = before.iter().chain(&after).map(|(mean, ..)| mean.abs()).fold(0.0, f64::max);
    let number = |key, title: Phrase| Column::new(key, title, measured.format(largest, decimals_for(largest)));
    let columns = vec![
        Column::new("label", phrase!("Part of the cases"), Format::Text),
        Column::new("n", phrase!("Cases"), Format::Count),
        number("before", phrase!("Before")),
        number("after", phrase!("After")),
    ];
    let title = phrase!("{label}: low, middle and high values before and after", label = measured.label);
    let mut table = Table::new(named.table.clone(), title, columns);
    // The highest stand at the top.
    for i in (0..parts).rev() {
        let mean = |(mean, n, largest): (f64, usize, Largest)| Cell::magnitude(mean, n).of_total(largest);
        table.push(vec![Cell::phrase(name(i, parts)), Cell::count_here(before[i].1), mean(before[i]), mean(after[i])]);
    }
    table
}

fn name(i: usize, parts: usize) -> Phrase {
    let whole = match parts {
        10 => phrase!("tenth"),
        5 => phrase!("fifth"),
        4 => phrase!("quarter"),
        _ => phrase!("half"),
    };
    match i {
        0 => phrase!("Lowest {part}", part = whole),
        _ if i + 1 == parts => phrase!("Highest {part}", part = whole),
        _ => phrase!("{i} of {k} from the lowest", i = i + 1, k = parts),
    }
}

/// Before and after of a row, as they stand in the table.
fn pair(table: &Table, row: usize, format: &Format) -> Option<[Arg; 2]> {
    let of = |key| Some(Arg::Cell(table.at(row, key), Box::new(amount(number(table, row, key)?, format))));
    Some([of("before")?, of("after")?])
}

fn title(table: &Table, label: &Words, format: &Format) -> Phrase {
    let last = table.rows.len() - 1;
    match (pair(table, last, format), pair(table, 0, format)) {
        (Some([a, b]), Some([c, d])) => {
            phrase!("{label}: low values {a} → {b}, high values {c} → {d}", label = label, a = a, b = b, c = c, d = d)
        }
        _ => phrase!("{label}: low, middle and high values before and after", label = label),
    }
}

fn alt(table: &Table, label: &Words, format: &Format) -> Phrase {
    let one = |row: usize| {
        let [before, after] = pair(table, row, format)?;
        Some(phrase!(
            "{what} {before} → {after}",
            what = super::said(table, row, "label"),
            before = before,
            after = after
        ))
    };
    let rows: Vec<Phrase> = (0..table.rows.len()).filter_map(one).collect();
    phrase!("Dots before and after for parts of the cases in order of {label}: {rows}.", label = label, rows = rows)
}
