//! Columns of a table that stand beside the bars or dots of its rows.

use super::canvas::{Anchor, Canvas};
use super::{cells, lines, theme};
use crate::exhibit::{Format, Table, Value};
use crate::phrase;
use crate::text::Lang;

/// Widest heading of a column before it is broken.
const WIDEST_HEADING: f64 = 84.0;
const GAP: f64 = 14.0;

/// Columns, aligned at their right edge.
pub struct MarginColumns {
    columns: Vec<MarginColumn>,
    left: f64,
}

struct MarginColumn {
    heading: Vec<String>,
    width: f64,
    /// Row and its text.
    texts: Vec<(usize, String)>,
}

impl MarginColumns {
    /// Reads the columns with these keys at these rows.
    pub fn new(table: &Table, keys: &[String], rows: &[usize], lang: Lang) -> MarginColumns {
        let columns = keys.iter().filter_map(|key| column(table, key, rows, lang)).collect();
        MarginColumns { columns, left: 0.0 }
    }

    /// The same, from a left edge on.
    pub fn at(self, left: f64) -> MarginColumns {
        MarginColumns { left, ..self }
    }

    /// Whether there is no column.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Width of all columns with the space behind each.
    pub fn width(&self) -> f64 {
        self.columns.iter().map(|column| column.width + GAP).sum()
    }

    /// Lines of the longest heading.
    pub fn heading_lines(&self) -> usize {
        self.columns.iter().map(|column| column.heading.len()).max().unwrap_or(0)
    }

    /// Draws the headings, their last line on a baseline.
    pub fn draw_headings(&self, canvas: &mut Canvas, baseline: f64) {
        for (right, column) in self.edges() {
            let first = baseline - (column.heading.len().max(1) - 1) as f64 * theme::TICK.leading();
            canvas.lines(&column.heading, (right, first), theme::TICK, Anchor::End, theme::SOFT);
        }
    }

    /// Draws the texts of a row around a height.
    pub fn draw(&self, canvas: &mut Canvas, row: usize, middle: f64) {
        for (right, column) in self.edges() {
            let Some((_, text)) = column.texts.iter().find(|(at, _)| *at == row) else { continue };
            let place = (right, middle + theme::TICK.below_centre());
            canvas.text(text, place, theme::TICK, Anchor::End, theme::INK);
        }
    }

    /// Right edge of each column.
    fn edges(&self) -> impl Iterator<Item = (f64, &MarginColumn)> {
        let mut x = self.left;
        self.columns.iter().map(move |column| {
            x += column.width + GAP;
            (x - GAP, column)
        })
    }
}

fn column(table: &Table, key: &str, rows: &[usize], lang: Lang) -> Option<MarginColumn> {
    let index = table.column(key)?;
    let title = table.columns[index].title.render(lang);
    let heading = lines::balance(&title, WIDEST_HEADING, theme::TICK);
    let text = |row: usize| match table.rows[row][index].value {
        Value::Withheld => phrase!("not shown").render(lang),
        Value::Number(value) if table.columns[index].format == Format::Text => {
            cells::number(value, &Format::Count, lang)
        }
        _ => cells::words(table, row, key, lang),
    };
    let texts: Vec<(usize, String)> = rows.iter().map(|&row| (row, text(row))).collect();
    let all = heading.iter().chain(texts.iter().map(|(_, text)| text));
    let width = all.map(|text| theme::TICK.width(text)).fold(0.0, f64::max);
    Some(MarginColumn { heading, width, texts })
}
