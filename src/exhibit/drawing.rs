//! What those who make figures of tables need: axes, and what stands in the cells.

use super::{Axis, Cell, Format, Layer, Mark, ReferenceLine, Shape, Table, Tone, Value};
use crate::phrase;
use crate::text::{Lang, Phrase};

/// An axis with lines across the plot.
pub fn axis(title: Phrase, format: Format, rules: Vec<ReferenceLine>) -> Axis {
    Axis { title, range: None, format, rules, absolute: false }
}

/// An axis that the shape of a figure does not have.
pub fn no_axis() -> Axis {
    axis(Phrase::verbatim(""), Format::Text, Vec::new())
}

/// How shares of answers on a scale stand at both sides of its middle.
pub struct Opinions {
    /// Bars end to end, the middle at zero.
    pub shape: Shape,
    /// Shares below and above the middle.
    pub x: Axis,
    /// A layer for each step, from the lowest.
    pub layers: Vec<Layer>,
}

/// Bars of opinions: columns of the labels and of the group that rows belong to, and of each step what it is called and the column of
/// its shares.
pub fn opinions(label: &str, group: Option<&str>, steps: Vec<(Phrase, String)>) -> Opinions {
    let all = steps.len();
    let layer = |(at, (name, x)): (usize, (Phrase, String))| Layer {
        mark: Mark::Bar,
        name,
        x,
        y: None,
        low: None,
        high: None,
        tone: opinion(at, all),
    };
    let title = phrase!("Share of answers below and above the middle of the scale");
    Opinions {
        shape: Shape::Stacked {
            label: label.into(),
            group: group.map(str::to_string),
            columns: vec!["n".into()],
            centred: true,
        },
        x: Axis { absolute: true, ..axis(title, Format::Percent(0), vec![zero()]) },
        layers: steps.into_iter().enumerate().map(layer).collect(),
    }
}

/// The outermost steps are always the strongest.
fn opinion(step: usize, steps: usize) -> Tone {
    let (twice, middle) = (2 * step as i64, steps as i64 - 1);
    let (half, out) = (steps as i64 / 2, ((twice - middle).abs() + 1) / 2);
    let strength = if out == 0 { 0 } else { (3 - (half - out)).max(1) };
    Tone::Step(((twice - middle).signum() * strength) as i8)
}

/// The line at nothing.
pub fn zero() -> ReferenceLine {
    ReferenceLine { at: 0.0, label: None }
}

/// The number at a row and key.
pub fn number(table: &Table, row: usize, key: &str) -> Option<f64> {
    table.cell(row, key).and_then(Cell::number)
}

/// The label of a row, with the level where the row is one level of a category.
pub fn row_label(table: &Table, row: usize) -> Phrase {
    let (label, level) = (said(table, row, "label"), said(table, row, "level"));
    if level.render(Lang::En).is_empty() { label } else { phrase!("{label}: {level}", label = label, level = level) }
}

/// What stands in a cell, as a phrase.
pub fn said(table: &Table, row: usize, key: &str) -> Phrase {
    match table.cell(row, key).map(|cell| &cell.value) {
        Some(Value::Phrase(phrase)) => phrase.clone(),
        Some(Value::Words(words)) => Phrase::words(words),
        Some(Value::Text(text)) => Phrase::verbatim(text.clone()),
        _ => Phrase::verbatim(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_strongest_at_its_ends() {
        let steps = |levels| (0..levels).map(|level| opinion(level, levels)).collect::<Vec<_>>();
        assert_eq!(steps(5), [-3, -2, 0, 2, 3].map(Tone::Step));
        assert_eq!(steps(4), [-3, -2, 2, 3].map(Tone::Step));
        assert_eq!(steps(7), [-3, -2, -1, 0, 1, 2, 3].map(Tone::Step));
        assert_eq!(steps(6), [-3, -2, -1, 1, 2, 3].map(Tone::Step));
        assert_eq!(steps(3), [-3, 0, 3].map(Tone::Step));
    }
}
