//! One line for each row of the table: its label at the left (under the heading of its group, with further columns beside
//! it), marks along x, and the numbers at the right.

use super::axes::XAxis;
use super::beside::MarginColumns;
use super::canvas::{Anchor, Area, Canvas, Stroke};
use super::cells::{self, Datum, MISSING, Reading};
use super::direct::{self, SeriesName};
use super::layout::Body;
use super::rules::{LEVEL, Rules};
use super::scale::Scale;
use super::theme::{Paper, look};
use super::{lines, marks, theme};
use crate::exhibit::{Figure, Format, Layer, Mark, Shape, Table, Tone};
use crate::phrase;
use crate::text::{Lang, WITHHELD};

/// Widest column of labels, and of numbers before estimate and interval are put under each other: shares of the width.
const WIDEST: (f64, f64) = (0.36, 0.32);
/// The same two on a phone.
const WIDEST_NARROW: (f64, f64) = (0.36, 0.24);
/// The same two where further columns stand beside the labels.
const WIDEST_BESIDE: (f64, f64) = (0.28, 0.21);
/// Widest heading of the numbers before it is broken.
const WIDEST_HEADING: f64 = 175.0;
/// Least height of a row, and of all rows.
const LEAST_HEIGHT: (f64, f64) = (25.0, 70.0);
const LANE: f64 = 18.0;
const GUTTER: f64 = 16.0;
/// Half the height of a shaded range.
const BAND: f64 = 9.0;
/// How far labels are set in under the heading of their group, and how wide such a heading may be.
const INDENT: f64 = 12.0;
const WIDEST_HEAD: f64 = 0.6;

/// A plot of rows.
pub struct RowPlot<'f> {
    layers: &'f [Layer],
    rows: Vec<PlotRow>,
    /// How far labels are set in.
    indent: f64,
    /// Offset of each layer from the middle of its row.
    lanes: Vec<f64>,
    axis: XAxis,
    rules: Rules,
    heading: Vec<String>,
    beside: MarginColumns,
    /// Names of the series, and the row beside whose marks they stand.
    names: Option<(usize, Vec<SeriesName>)>,
    /// Whether there is one series only.
    one: bool,
}

struct PlotRow {
    /// Index in the table.
    at: usize,
    /// Heading of the group that begins with the row.
    head: Vec<String>,
    label: Vec<String>,
    /// One for each layer.
    data: Vec<Datum>,
    /// Estimate and interval in lines, for each layer; no line for layers without intervals.
    numbers: Vec<Vec<String>>,
    height: f64,
}

impl PlotRow {
    fn head_height(&self) -> f64 {
        if self.head.is_empty() { 0.0 } else { self.head.len() as f64 * theme::STRONG.leading() + 4.0 }
    }

    /// Where the marks stand below the upper edge.
    fn middle(&self) -> f64 {
        (self.height + self.head_height()) / 2.0
    }
}

impl<'f> RowPlot<'f> {
    /// Lays the rows out.
    pub fn new(figure: &'f Figure, table: &Table, lang: Lang, paper: Paper) -> RowPlot<'f> {
        let layers = &figure.layers;
        let columns = columns(&figure.shape, paper);
        let widest_of = match columns.is_empty() {
            true if paper.is_narrow() => WIDEST_NARROW,
            true => WIDEST,
            false => WIDEST_BESIDE,
        };
        let mut rows = read(figure, table, lang, (widest_of.0 * paper.inner(), WIDEST_HEAD * paper.inner()));
        let most = widest_of.1 * paper.inner();
        let pitch = LANE * fold_numbers(&mut rows, most) as f64;
        set_heights(&mut rows, lane_count(layers) as f64 * pitch);
        let indent = if rows.iter().any(|row| !row.head.is_empty()) { INDENT } else { 0.0 };
        let labels = widest(rows.iter().flat_map(|row| &row.label), theme::LABEL) + indent;
        let numbers = widest(rows.iter().flat_map(|row| row.numbers.iter().flatten()), theme::LABEL);
        let heading = if numbers > 0.0 { heading(layers, numbers, lang) } else { Vec::new() };
        let numbers = numbers.max(widest(heading.iter(), theme::TICK));
        let right = paper.right() - if numbers > 0.0 { numbers + GUTTER } else { 8.0 };
        let shown: Vec<usize> = rows.iter().map(|row| row.at).collect();
        let beside = MarginColumns::new(table, columns, &shown, lang);
        let span = (paper.margin + labels + GUTTER + beside.width(), right);
        let scale = Scale::horizontal(&values(&rows, layers), &figure.x, span.1 - span.0, lang);
        let edge = if numbers > 0.0 { right } else { paper.right() };
        let first = if beside.is_empty() { paper.margin } else { span.0 };
        let rules = Rules::place(&figure.x, &scale, span, (first, edge), lang);
        let axis = XAxis::new(scale, span, &figure.x.title.render(lang), paper);
        let beside = beside.at(paper.margin + labels + GUTTER);
        let one = direct::bar_with_interval(layers).is_some();
        let mut plot = RowPlot {
            layers,
            rows,
            indent,
            lanes: lanes(layers, pitch),
            axis,
            rules,
            heading,
            beside,
            names: None,
            one,
        };
        plot.names = plot.names(lang);
        plot
    }

    /// Height above the plot.
    fn above(&self) -> f64 {
        let headed = self.heading.len().max(self.beside.heading_lines());
        let heading = headed as f64 * theme::TICK.leading() + 6.0;
        self.rules.height().max(if headed == 0 { 0.0 } else { heading }).max(LEVEL / 2.0)
    }

    /// Names of the series beside the marks of the first row that has room for them.
    fn names(&self, lang: Lang) -> Option<(usize, Vec<SeriesName>)> {
        if self.one || !direct::are_few(self.layers) {
            return None;
        }
        self.rows.iter().enumerate().find_map(|(at, row)| Some((at, self.names_at(row, lang)?)))
    }

    fn names_at(&self, row: &PlotRow, lang: Lang) -> Option<Vec<SeriesName>> {
        let named: Vec<(usize, &Layer)> = direct::named(self.layers).collect();
        let place = |i: usize| row.data[i].x.number().map(|value| self.inside(value));
        let name = |i: usize, x: f64, anchor| SeriesName {
            lines: vec![direct::name(&self.layers[i], lang)],
            at: (x, self.lanes[i]),
            anchor,
            line: None,
        };
        let names: Vec<SeriesName> = match named.as_slice() {
            // Before and after: at the outer side of each.
            [(a, first), (b, second)] if (first.mark, second.mark) == (Mark::Point, Mark::Point) => {
                let (left, right) = (place(*a)?, place(*b)?);
                let (low, high) = if left <= right { ((*a, left), (*b, right)) } else { ((*b, right), (*a, left)) };
                vec![name(low.0, low.1 - direct::OFF, Anchor::End), name(high.0, high.1 + direct::OFF, Anchor::Start)]
            }
            all if all.iter().all(|(_, layer)| layer.mark == Mark::Bar) => {
                let end = |i: usize| Some(place(i)?.max(self.inside(0.0)) + direct::OFF);
                all.iter().map(|(i, _)| Some(name(*i, end(*i)?, Anchor::Start))).collect::<Option<_>>()?
            }
            _ => return None,
        };
        let (left, right) = self.axis.span;
        let fits = |name: &SeriesName| {
            let width = direct::FONT.width(&name.lines[0]);
            match name.anchor {
                Anchor::End => name.at.0 - width >= left,
                _ => name.at.0 + width <= right,
            }
        };
        names.iter().all(fits).then_some(names)
    }

    fn draw_row(&self, canvas: &mut Canvas, row: &PlotRow, middle: f64) {
        let first = (canvas.paper.margin + self.indent, middle);
        canvas.lines_around(&row.label, first, theme::LABEL, Anchor::Start, theme::INK);
        self.beside.draw(canvas, row.at, middle);
        if let Some(span) = dumbbell(self.layers, &row.data) {
            let (from, to) = (self.inside(span.0), self.inside(span.1));
            canvas.line((from, middle), (to, middle), Stroke::new(theme::RULE, 1.6));
        }
        for (i, layer) in self.layers.iter().enumerate() {
            let y = middle + self.lanes[i];
            let place = (canvas.paper.right(), y);
            canvas.lines_around(&row.numbers[i], place, theme::LABEL, Anchor::End, theme::INK);
            self.draw_mark(canvas, layer, &row.data[i], y);
        }
        if row.numbers.iter().all(Vec::is_empty) && row.data.iter().any(Datum::withheld) {
            let baseline = middle + theme::TICK.below_centre();
            canvas.text(WITHHELD, (self.axis.span.0 + 6.0, baseline), theme::TICK, Anchor::Start, theme::SOFT);
        }
    }

    fn draw_mark(&self, canvas: &mut Canvas, layer: &Layer, datum: &Datum, y: f64) {
        let (Some(value), look) = (datum.x.number(), look(layer.tone)) else { return };
        let scale = &self.axis.scale;
        match (layer.mark, datum.low, datum.high) {
            (Mark::Band, low, high) => {
                let (Some(low), Some(high)) = (low, high) else { return };
                let (left, right) = (self.inside(low), self.inside(high));
                canvas.fill(Area { left, top: y - BAND, right, bottom: y + BAND }, theme::SHADE);
                return;
            }
            (Mark::Bar, ..) => {
                let (a, b, half) = (self.inside(0.0), self.inside(value), LANE / 2.0 - 2.5);
                let area = Area { left: a.min(b), top: y - half, right: a.max(b), bottom: y + half };
                if area.right - area.left > 0.05 {
                    marks::bar(canvas, area, look);
                }
            }
            (_, Some(low), Some(high)) => {
                marks::whisker(canvas, (self.axis.place(low), self.axis.place(high)), self.axis.span, y, look);
            }
            _ => {}
        }
        if value < scale.low {
            marks::arrow(canvas, (self.axis.span.0, y), -1.0, look);
        } else if value > scale.high {
            marks::arrow(canvas, (self.axis.span.1, y), 1.0, look);
        } else if layer.mark != Mark::Bar {
            marks::marker(canvas, (self.axis.place(value), y), look);
        }
    }

    fn inside(&self, value: f64) -> f64 {
        self.axis.place(value).clamp(self.axis.span.0, self.axis.span.1)
    }
}

impl Body for RowPlot<'_> {
    fn names_series(&self) -> bool {
        self.one || self.names.is_some()
    }

    fn height(&self) -> f64 {
        self.above() + self.rows.iter().map(|row| row.height).sum::<f64>() + self.axis.height()
    }

    fn draw(&self, canvas: &mut Canvas, top: f64) {
        let top = top + self.above();
        let bottom = top + self.rows.iter().map(|row| row.height).sum::<f64>();
        self.axis.grid(canvas, top, bottom);
        let first = top - 6.0 - (self.heading.len().max(1) - 1) as f64 * theme::TICK.leading();
        canvas.lines(&self.heading, (canvas.paper.right(), first), theme::TICK, Anchor::End, theme::SOFT);
        self.beside.draw_headings(canvas, top - 6.0);
        let mut y = top;
        for row in &self.rows {
            let middle = y + row.middle();
            canvas.line((self.axis.span.0, middle), (self.axis.span.1, middle), Stroke::new(theme::GRID, 0.7));
            y += row.height;
        }
        self.rules.draw(canvas, top, bottom);
        self.axis.draw(canvas, bottom);
        let mut y = top;
        for (at, row) in self.rows.iter().enumerate() {
            let head = (canvas.paper.margin, y + theme::STRONG.size + 4.0);
            canvas.lines(&row.head, head, theme::STRONG, Anchor::Start, theme::INK);
            let names = self.names.iter().filter(|(named, _)| *named == at).flat_map(|(_, names)| names);
            names.for_each(|name| name.draw(canvas, y + row.middle()));
            self.draw_row(canvas, row, y + row.middle());
            y += row.height;
        }
    }
}

/// The rows, with labels and headings of groups no wider than these.
fn read(figure: &Figure, table: &Table, lang: Lang, (widest, widest_head): (f64, f64)) -> Vec<PlotRow> {
    let layers = &figure.layers;
    let series: Vec<Vec<Datum>> = layers.iter().map(|layer| cells::series(table, layer)).collect();
    let written = WrittenNumbers::of(figure, lang);
    let own = |at: usize, key: &str| table.cell(at, key).and_then(|cell| cell.format.as_ref());
    let mut last = String::new();
    let row = |at: usize| {
        let group = group(&figure.shape).map_or(String::new(), |key| cells::words(table, at, key, lang));
        let head = if group == last { Vec::new() } else { lines::balance(&group, widest_head, theme::STRONG) };
        last = group;
        let label = lines::balance(&label(&figure.shape, table, at, lang), widest, theme::LABEL);
        let data: Vec<Datum> = series.iter().map(|series| series[at]).collect();
        let numbers = layers.iter().zip(&data).map(|(layer, datum)| {
            let written = WrittenNumbers { format: own(at, &layer.x).or(written.format), ..written.clone() };
            numbers(table, layer, datum, &written)
        });
        PlotRow { at, head, label, numbers: numbers.collect(), data, height: 0.0 }
    };
    chosen(&figure.shape, table).into_iter().map(row).collect()
}

/// The rows that are drawn.
fn chosen(shape: &Shape, table: &Table) -> Vec<usize> {
    let all = 0..table.rows.len();
    match shape {
        Shape::Forest { rows, .. } if !rows.is_empty() => {
            rows.iter().map(|&row| row as usize).filter(|row| all.contains(row)).collect()
        }
        _ => all.collect(),
    }
}

fn group(shape: &Shape) -> Option<&str> {
    if let Shape::Forest { group, .. } = shape { group.as_deref() } else { None }
}

/// The columns beside the labels: a phone has no room for them.
fn columns(shape: &Shape, paper: Paper) -> &[String] {
    match shape {
        Shape::Forest { columns, .. } if !paper.is_narrow() => columns,
        _ => &[],
    }
}

fn label(shape: &Shape, table: &Table, row: usize, lang: Lang) -> String {
    match shape {
        Shape::Rows { label } => row_label(table, row, label, lang),
        Shape::Forest { label, .. } => cells::words(table, row, label, lang),
        _ => String::new(),
    }
}

/// How numbers beside the plot are written.
#[derive(Clone)]
struct WrittenNumbers<'f> {
    /// As the column asks, where absent.
    format: Option<&'f Format>,
    /// Stands for numbers that are not shown.
    withheld: String,
    lang: Lang,
}

impl<'f> WrittenNumbers<'f> {
    /// The rows of a forest may be few of a table of many quantities: its axis says how they are written.
    fn of(figure: &'f Figure, lang: Lang) -> WrittenNumbers<'f> {
        match figure.shape {
            Shape::Forest { .. } => {
                WrittenNumbers { format: Some(&figure.x.format), withheld: phrase!("not shown").render(lang), lang }
            }
            _ => WrittenNumbers { format: None, withheld: WITHHELD.into(), lang },
        }
    }
}

/// The label; with the level where the table has a column `level` and the row is one level of a category.
fn row_label(table: &Table, row: usize, key: &str, lang: Lang) -> String {
    let (label, level) = (cells::words(table, row, key, lang), cells::words(table, row, "level", lang));
    if level.is_empty() { label } else { phrase!("{label}: {level}", label = label, level = level).render(lang) }
}

/// `894` and `[−509, 2,298]`.
fn numbers(table: &Table, layer: &Layer, datum: &Datum, written: &WrittenNumbers<'_>) -> Vec<String> {
    let format = table.column(&layer.x).map_or(&Format::Text, |column| &table.columns[column].format);
    let write = |value| cells::number(value, written.format.unwrap_or(format), written.lang);
    match (datum.x, datum.low, datum.high) {
        _ if layer.mark != Mark::Interval => Vec::new(),
        (Reading::Withheld, ..) => vec![written.withheld.clone()],
        (Reading::Missing, ..) => vec![MISSING.into()],
        (Reading::Number(x), Some(low), Some(high)) => vec![write(x), format!("[{}, {}]", write(low), write(high))],
        (Reading::Number(x), ..) => vec![write(x)],
    }
}

/// Puts estimate and interval on one line unless that is too wide; returns the number of lines.
fn fold_numbers(rows: &mut [PlotRow], most: f64) -> usize {
    let all = || rows.iter().flat_map(|row| &row.numbers);
    if all().any(|lines| theme::LABEL.width(&lines.join(" ")) > most) {
        return 2;
    }
    for lines in rows.iter_mut().flat_map(|row| &mut row.numbers).filter(|lines| !lines.is_empty()) {
        *lines = vec![lines.join(" ")];
    }
    1
}

fn set_heights(rows: &mut [PlotRow], lanes: f64) {
    let least = LEAST_HEIGHT.0.max(LEAST_HEIGHT.1 / rows.len().max(1) as f64).max(lanes + 8.0);
    for row in rows {
        row.height = (row.label.len() as f64 * theme::LABEL.leading() + 8.0).max(least) + row.head_height();
    }
}

fn heading(layers: &[Layer], width: f64, lang: Lang) -> Vec<String> {
    let mut intervals = layers.iter().filter(|layer| layer.mark == Mark::Interval);
    let own = |text: &str| lines::balance(text, width.max(WIDEST_HEADING), theme::TICK);
    if let Some((bar, interval)) = direct::bar_with_interval(layers) {
        return own(&format!("{} [{}]", bar.name.render(lang), interval.name.render(lang)));
    }
    match (intervals.next(), intervals.next()) {
        (Some(only), None) => own(&only.name.render(lang)),
        _ => Vec::new(),
    }
}

fn widest<'t>(texts: impl Iterator<Item = &'t String>, font: super::fonts::Font) -> f64 {
    texts.map(|text| font.width(text)).fold(0.0, f64::max)
}

fn values(rows: &[PlotRow], layers: &[Layer]) -> Vec<f64> {
    let mut values: Vec<f64> = rows.iter().flat_map(|row| &row.data).flat_map(Datum::along_x).collect();
    if !values.is_empty() && layers.iter().any(|layer| layer.mark == Mark::Bar) {
        values.push(0.0);
    }
    values
}

/// Whether a layer has a lane of its own. The interval of a bar's own value lies on the bar.
fn has_lane(layers: &[Layer], i: usize) -> bool {
    match layers[i].mark {
        Mark::Bar => true,
        Mark::Interval => bar_below(layers, i).is_none(),
        Mark::Point | Mark::Line | Mark::Trend | Mark::Band => false,
    }
}

fn bar_below(layers: &[Layer], i: usize) -> Option<usize> {
    layers[..i].iter().position(|bar| bar.mark == Mark::Bar && bar.x == layers[i].x)
}

fn lane_count(layers: &[Layer]) -> usize {
    (0..layers.len()).filter(|&i| has_lane(layers, i)).count().max(1)
}

/// Offset of each layer from the middle of its row: intervals and bars under each other, points on the middle.
fn lanes(layers: &[Layer], pitch: f64) -> Vec<f64> {
    let middle = (lane_count(layers) as f64 - 1.0) / 2.0;
    let before = |i: usize| (0..i).filter(|&k| has_lane(layers, k)).count() as f64;
    let own = |i: usize| (before(i) - middle) * pitch;
    let offset = |i: usize| match layers[i].mark {
        Mark::Interval => bar_below(layers, i).map_or_else(|| own(i), own),
        _ if has_lane(layers, i) => own(i),
        _ => 0.0,
    };
    (0..layers.len()).map(offset).collect()
}

/// From the point before to the point after, where a row has both.
fn dumbbell(layers: &[Layer], data: &[Datum]) -> Option<(f64, f64)> {
    let point = |tone| layers.iter().position(|layer| layer.mark == Mark::Point && layer.tone == tone);
    Some((data[point(Tone::Before)?].x.number()?, data[point(Tone::After)?].x.number()?))
}
