//! The numbers of a figure as columns of a sheet: those of its table, and those that only serve to draw (positions of rows,
//! lengths of error bars).

use crate::exhibit::{Figure, Layer, Mark, ReferenceLine, Shape, Table, Value, difference};
use crate::phrase;

use super::book::SheetContext;
use super::style::Form;
use super::table;

/// A column of a block.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// By which the chart finds it: a column key of the table, or `position`, `position-0`, `minus-0`, `plus-0`, `labels`.
    pub key: String,
    /// Heading.
    pub title: String,
    /// Values.
    pub values: SeriesValues,
    /// Whether it only serves to draw.
    pub helper: bool,
}

/// Values of a column.
#[derive(Clone, Debug)]
pub(super) enum SeriesValues {
    Words(Vec<String>),
    Numbers(Vec<Option<f64>>, Form),
}

/// A figure with its numbers at hand.
pub(super) struct SeriesBlock<'a> {
    /// Figure.
    pub figure: &'a Figure,
    /// Columns in the order in which they are written.
    pub series: Vec<Series>,
    /// Rows.
    pub rows: usize,
}

impl<'a> SeriesBlock<'a> {
    /// Takes the columns that the figure's layers name out of its table.
    pub fn new(book: &SheetContext<'_>, figure: &'a Figure, table: &Table) -> SeriesBlock<'a> {
        book.turn_to(table.id.question());
        let mut block = SeriesBlock { figure, series: Vec::new(), rows: table.rows.len() };
        if let Shape::Rows { label } = &figure.shape {
            block.words(book, table, label);
        }
        for key in figure.layers.iter().flat_map(keys) {
            block.numbers(book, table, key);
        }
        if figure.shape != Shape::Plane && !block.has_bars() {
            block.positions(book);
        }
        block.lengths(book);
        block
    }

    /// Whether a layer is drawn as bars.
    pub fn has_bars(&self) -> bool {
        self.figure.layers.iter().any(|layer| layer.mark == Mark::Bar)
    }

    /// The column with a key.
    pub fn find(&self, key: &str) -> Option<(usize, &Series)> {
        self.series.iter().enumerate().find(|(_, series)| series.key == key)
    }

    /// Numbers of the column with a key; none where there is no such column.
    pub fn values(&self, key: &str) -> &[Option<f64>] {
        match self.find(key) {
            Some((_, Series { values: SeriesValues::Numbers(values, _), .. })) => values,
            _ => &[],
        }
    }

    /// The labels of the rows.
    pub fn labels(&self) -> &[String] {
        let words = self
            .series
            .iter()
            .find_map(|series| if let SeriesValues::Words(words) = &series.values { Some(words) } else { None });
        words.map_or(&[], Vec::as_slice)
    }

    /// The key of the column that holds the vertical position of a layer's points.
    pub fn position(&self, layer: usize) -> String {
        let own = format!("position-{layer}");
        if self.find(&own).is_some() { own } else { "position".into() }
    }

    fn add(&mut self, key: String, title: String, values: SeriesValues, helper: bool) {
        if self.find(&key).is_none() {
            self.series.push(Series { key, title, values, helper });
        }
    }

    fn words(&mut self, book: &SheetContext<'_>, table: &Table, key: &str) {
        let Some(index) = table.column(key) else { return };
        let column = &table.columns[index];
        let cells = table.rows.iter().filter_map(|row| row.get(index));
        let said = |cell, column| table::entry(book, cell, column).words().unwrap_or_default().to_string();
        let mut words: Vec<String> = cells.map(|cell| said(cell, column)).collect();
        // Rows of the levels of a category bear the same label.
        if let Some(level) = table.column("level").filter(|_| key == "label") {
            for (word, row) in words.iter_mut().zip(&table.rows) {
                let level = row.get(level).map_or(String::new(), |cell| said(cell, &table.columns[level]));
                if !level.is_empty() {
                    let name = phrase!("{label}: {level}", label = std::mem::take(word), level = level);
                    *word = book.say(&name);
                }
            }
        }
        self.add(key.into(), book.say(&column.title), SeriesValues::Words(words), false);
    }

    fn numbers(&mut self, book: &SheetContext<'_>, table: &Table, key: &str) {
        let Some(index) = table.column(key) else { return };
        let column = &table.columns[index];
        let cells = table.rows.iter().filter_map(|row| row.get(index));
        let values = cells.map(|cell| if let Value::Number(value) = cell.value { Some(value) } else { None }).collect();
        self.add(key.into(), book.say(&column.title), SeriesValues::Numbers(values, Form::of(&column.format)), false);
    }

    /// The first row stands at the top. Intervals of the same row stand a little apart; a point without a value has no place,
    /// since Excel would draw it at zero.
    fn positions(&mut self, book: &SheetContext<'_>) {
        let title = book.say(&phrase!("Height of the row"));
        let base: Vec<f64> = (0..self.rows).map(|row| (self.rows - row) as f64).collect();
        let form = Form::Fixed(2);
        let all = base.iter().map(|at| Some(*at)).collect();
        self.add("position".into(), title.clone(), SeriesValues::Numbers(all, form), true);
        let intervals: Vec<usize> =
            (0..self.figure.layers.len()).filter(|i| self.figure.layers[*i].mark == Mark::Interval).collect();
        for (index, layer) in self.figure.layers.iter().enumerate() {
            let rank = intervals.iter().position(|i| *i == index).filter(|_| intervals.len() > 1);
            let shift = rank.map_or(0.0, |rank| ((intervals.len() - 1) as f64 / 2.0 - rank as f64) * 0.24);
            let present: Vec<bool> = self.values(&layer.x).iter().map(Option::is_some).collect();
            if shift == 0.0 && present.iter().all(|here| *here) {
                continue;
            }
            let own = base.iter().zip(present).map(|(at, here)| here.then_some(at + shift)).collect();
            let name =
                if intervals.len() > 1 { format!("{title} – {}", book.say(&layer.name)) } else { title.clone() };
            self.add(format!("position-{index}"), name, SeriesValues::Numbers(own, form), true);
        }
    }

    /// Error bars are given as lengths to the left and right.
    fn lengths(&mut self, book: &SheetContext<'_>) {
        for (index, layer) in self.figure.layers.iter().enumerate() {
            let (Some(low), Some(high)) = (&layer.low, &layer.high) else { continue };
            let Some((_, Series { values: SeriesValues::Numbers(middle, form), .. })) =
                self.find(middle(self.figure, layer))
            else {
                continue;
            };
            let (middle, form) = (middle.clone(), *form);
            let length = |from: &[Option<f64>], to: &[Option<f64>]| -> Vec<Option<f64>> {
                from.iter()
                    .zip(to)
                    .map(|(from, to)| Some(difference((*to)?, (*from)?)).filter(|length| *length >= 0.0))
                    .collect()
            };
            let minus = length(self.values(low), &middle);
            let plus = length(&middle, self.values(high));
            let [left, right] = self.length_titles(book, layer);
            self.add(format!("minus-{index}"), left, SeriesValues::Numbers(minus, form), true);
            self.add(format!("plus-{index}"), right, SeriesValues::Numbers(plus, form), true);
        }
    }

    /// Headings of the lengths, with the layer's name where there are several.
    fn length_titles(&self, book: &SheetContext<'_>, layer: &Layer) -> [String; 2] {
        let alone = self.figure.layers.iter().filter(|layer| layer.low.is_some()).count() == 1;
        let name = phrase!("{layer}: ", layer = layer.name.clone());
        let lead = if alone { String::new() } else { book.say(&name) };
        [phrase!("length down"), phrase!("length up")].map(|title| format!("{lead}{}", book.say(&title)))
    }

    /// Smallest and largest of some columns and of lines across the plot.
    pub fn extent<'k>(&self, keys: impl Iterator<Item = &'k str>, rules: &[ReferenceLine]) -> (f64, f64) {
        let values = keys.flat_map(|key| self.values(key)).flatten().copied().chain(rules.iter().map(|rule| rule.at));
        let (low, high) =
            values.filter(|v| v.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        if low <= high { (low, high) } else { (0.0, 1.0) }
    }
}

/// The column that an interval is around.
fn middle<'l>(figure: &Figure, layer: &'l Layer) -> &'l str {
    match (&figure.shape, &layer.y) {
        (Shape::Plane, Some(y)) => y,
        _ => &layer.x,
    }
}

/// The columns that a layer names.
fn keys(layer: &Layer) -> impl Iterator<Item = &str> {
    [Some(&layer.x), layer.y.as_ref(), layer.low.as_ref(), layer.high.as_ref()]
        .into_iter()
        .flatten()
        .map(String::as_str)
}
