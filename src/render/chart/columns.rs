//! One place along x for each row of the table, with means and intervals along y, and the means under the axis.

use super::axes::YAxis;
use super::canvas::{Anchor, Canvas, Point, Stroke};
use super::cells::{self, MISSING, Reading};
use super::direct::{self, SeriesName};
use super::layout::Body;
use super::rules::Rules;
use super::scale::Scale;
use super::theme::{Paper, look};
use super::{lines, marks, theme};
use crate::exhibit::{Figure, Format, Layer, Table};
use crate::phrase;
use crate::text::Lang;

const HEIGHT: f64 = 290.0;
/// Widest line of a name at the right, on a page and on a phone.
const WIDEST_NAME: (f64, f64) = (120.0, 76.0);
/// Between groups at the same place.
const DODGE: f64 = 12.0;
/// A place is no wider than this, so that two do not lie at the ends of the page.
const WIDEST_PLACE: f64 = 200.0;
/// Height of a line of means.
const LINE: f64 = 20.0;

/// A plot of groups over places.
pub struct ColumnPlot<'f> {
    layers: &'f [Layer],
    labels: Vec<Vec<String>>,
    /// For each layer, for each place.
    points: Vec<Vec<Mean>>,
    y: YAxis,
    rules: Rules,
    span: (f64, f64),
    names: Vec<SeriesName>,
}

struct Mean {
    value: Option<f64>,
    ends: Option<(f64, f64)>,
    /// As written under the axis.
    text: String,
}

impl<'f> ColumnPlot<'f> {
    /// Lays the plot out.
    pub fn new(figure: &'f Figure, label: &str, table: &Table, lang: Lang, paper: Paper) -> ColumnPlot<'f> {
        let layers = &figure.layers;
        let points: Vec<Vec<Mean>> = layers.iter().map(|layer| read(table, layer, lang)).collect();
        let values: Vec<f64> = points.iter().flatten().flat_map(Mean::along_y).collect();
        let y = YAxis::new(&values, &figure.y, HEIGHT, lang, paper);
        let left = paper.margin + y.labels().max(26.0) + 10.0;
        let places = table.rows.len() as f64;
        let widest = if paper.is_narrow() { WIDEST_NAME.1 } else { WIDEST_NAME.0 };
        let told = |layer: usize| points[layer].iter().any(|mean| mean.value.is_some());
        let texts = points.iter().flatten().map(|mean| theme::TICK.width(&mean.text)).fold(0.0, f64::max);
        let room = (paper.right() - left - widest) / places >= texts + 8.0;
        let direct = room && direct::are_few(layers) && (0..layers.len()).all(told);
        let names: Vec<Vec<String>> = layers
            .iter()
            .filter(|_| direct)
            .map(|layer| lines::balance(&direct::name(layer, lang), widest, direct::FONT))
            .collect();
        let room = names
            .iter()
            .flatten()
            .map(|line| direct::FONT.width(line) + direct::PIECE.0 + direct::PIECE.1)
            .fold(0.0, f64::max);
        let span = (left, (paper.right() - room.max(8.0)).min(left + places * WIDEST_PLACE));
        let width = (span.1 - span.0) / places - 8.0;
        let name = |row| lines::balance(&cells::words(table, row, label, lang), width, theme::LABEL);
        let labels = (0..table.rows.len()).map(name).collect();
        let along = Scale { low: -0.5, high: places - 0.5, ticks: Vec::new() };
        let rules = Rules::place(&figure.x, &along, span, (paper.margin, paper.right()), lang);
        let mut plot = ColumnPlot { layers, labels, points, y, rules, span, names: Vec::new() };
        plot.names = plot.named(names);
        plot
    }

    /// Names at the right of the last points.
    fn named(&self, names: Vec<Vec<String>>) -> Vec<SeriesName> {
        let last = |layer: usize| self.points[layer].iter().rev().find_map(|mean| mean.value);
        let height = |lines: &Vec<String>| lines.len() as f64 * direct::FONT.leading() + 2.0;
        let mut places: Vec<(f64, f64)> = names
            .iter()
            .enumerate()
            .map(|(layer, lines)| (self.y.place(last(layer).unwrap_or(0.0), 0.0), height(lines)))
            .collect();
        direct::apart(&mut places, (0.0, HEIGHT));
        let x = self.span.1 + direct::PIECE.0 + direct::PIECE.1;
        let name = |((lines, (y, _)), layer): ((Vec<String>, (f64, f64)), &Layer)| SeriesName {
            lines,
            at: (x, y),
            anchor: Anchor::Start,
            line: Some(layer.tone),
        };
        names.into_iter().zip(places).zip(self.layers).map(name).collect()
    }

    fn above(&self) -> f64 {
        self.y.above() + self.rules.height()
    }

    fn label_height(&self) -> f64 {
        8.0 + self.labels.iter().map(Vec::len).max().unwrap_or(0) as f64 * theme::LABEL.leading()
    }

    fn x_at(&self, place: usize) -> f64 {
        let width = (self.span.1 - self.span.0) / self.labels.len() as f64;
        self.span.0 + (place as f64 + 0.5) * width
    }

    fn draw_axes(&self, canvas: &mut Canvas, top: f64) {
        let (left, right) = self.span;
        self.y.grid(canvas, self.span, 7.0, top);
        canvas.line((left, top + HEIGHT), (right, top + HEIGHT), Stroke::new(theme::AXIS_LINE, 1.0));
        for (place, label) in self.labels.iter().enumerate() {
            let first = (self.x_at(place), top + HEIGHT + 8.0 + theme::LABEL.size);
            canvas.lines(label, first, theme::LABEL, Anchor::Middle, theme::INK);
        }
    }

    fn draw_layer(&self, canvas: &mut Canvas, index: usize, top: f64) {
        let look = look(self.layers[index].tone);
        let shift = (index as f64 - (self.layers.len() - 1) as f64 / 2.0) * DODGE;
        let at = |(place, mean): (usize, &Mean)| {
            mean.value.map(|value| (self.x_at(place) + shift, self.y.place(value, top)))
        };
        let points: Vec<Option<Point>> = self.points[index].iter().enumerate().map(at).collect();
        for run in points.split(Option::is_none).filter(|run| run.len() > 1) {
            marks::line(canvas, &run.iter().flatten().copied().collect::<Vec<Point>>(), look);
        }
        for (point, mean) in points.iter().zip(&self.points[index]) {
            let Some((x, y)) = *point else { continue };
            if let Some((low, high)) = mean.ends {
                marks::bracket(canvas, x, (self.y.place(low, top), self.y.place(high, top)), look);
            }
            marks::marker(canvas, (x, y), look);
        }
    }

    /// The means of each layer in a line, its marker at the left.
    fn draw_means(&self, canvas: &mut Canvas, top: f64) {
        for (index, layer) in self.layers.iter().enumerate() {
            let middle = top + (index as f64 + 0.5) * LINE;
            marks::swatch(canvas, (canvas.paper.margin, middle), layer);
            for (place, mean) in self.points[index].iter().enumerate() {
                let at = (self.x_at(place), middle + theme::TICK.below_centre());
                canvas.text(&mean.text, at, theme::TICK, Anchor::Middle, theme::SOFT);
            }
        }
    }
}

impl Mean {
    fn along_y(&self) -> impl Iterator<Item = f64> {
        let ends = self.ends.map(|(low, high)| [low, high]);
        self.value.into_iter().chain(ends.into_iter().flatten())
    }
}

impl Body for ColumnPlot<'_> {
    fn names_series(&self) -> bool {
        !self.names.is_empty()
    }

    fn height(&self) -> f64 {
        self.above() + HEIGHT + self.label_height() + self.layers.len() as f64 * LINE + 8.0
    }

    fn draw(&self, canvas: &mut Canvas, top: f64) {
        self.y.draw_title(canvas, top);
        let top = top + self.above();
        self.draw_axes(canvas, top);
        self.rules.draw(canvas, top, top + HEIGHT);
        for layer in 0..self.layers.len() {
            self.draw_layer(canvas, layer, top);
        }
        self.names.iter().for_each(|name| name.draw(canvas, top));
        self.draw_means(canvas, top + HEIGHT + self.label_height() + 4.0);
    }
}

/// Whether any mean can be drawn.
pub fn has_points(figure: &Figure, table: &Table) -> bool {
    let drawn = |key: &String| (0..table.rows.len()).any(|row| cells::read(table, row, key).number().is_some());
    figure.layers.iter().filter_map(|layer| layer.y.as_ref()).any(drawn)
}

fn read(table: &Table, layer: &Layer, lang: Lang) -> Vec<Mean> {
    let Some(key) = &layer.y else { return Vec::new() };
    let format = table.column(key).map_or(&Format::Text, |column| &table.columns[column].format);
    let end = |row: usize, key: &Option<String>| key.as_ref().and_then(|key| cells::read(table, row, key).number());
    let mean = |row: usize| {
        let value = cells::read(table, row, key);
        let ends = end(row, &layer.low).zip(end(row, &layer.high)).filter(|_| value.number().is_some());
        let text = match value {
            Reading::Number(value) => cells::number(value, format, lang),
            Reading::Missing => MISSING.into(),
            Reading::Withheld => phrase!("not shown").render(lang),
        };
        Mean { value: value.number(), ends, text }
    };
    (0..table.rows.len()).map(mean).collect()
}
