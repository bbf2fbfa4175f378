//! x and y both numeric: bars (also mirrored below zero), lines, points.

use super::axes::{XAxis, YAxis};
use super::canvas::{Anchor, Area, Canvas, Point, Stroke};
use super::cells::{self, Datum};
use super::direct::{self, SeriesName};
use super::layout::Body;
use super::rules::Rules;
use super::scale::Scale;
use super::theme::{Paper, look};
use super::{lines, marks, theme};
use crate::exhibit::{Axis, Figure, Layer, Mark, ReferenceLine, Table};
use crate::text::Lang;

const HEIGHT: f64 = 320.0;
/// Share of a bin that its bar fills.
const FILLED: f64 = 0.9;
/// Widest label of a rule at the right: a share of the width.
const WIDEST_RULE_LABEL: f64 = 120.0 / 744.0;

/// A plot of numbers against numbers.
pub struct Plane<'f> {
    layers: &'f [Layer],
    series: Vec<Vec<Datum>>,
    x: XAxis,
    y: YAxis,
    y_rules: Vec<(f64, Vec<String>)>,
    x_rules: Rules,
    bin: f64,
    names: Vec<SeriesName>,
}

impl<'f> Plane<'f> {
    /// Lays the plot out.
    pub fn new(figure: &'f Figure, table: &Table, lang: Lang, paper: Paper) -> Plane<'f> {
        let layers = &figure.layers;
        let series: Vec<Vec<Datum>> = layers.iter().map(|layer| cells::series(table, layer)).collect();
        let bin = bin(layers, &series);
        let y = YAxis::new(&y_values(layers, &series), &figure.y, HEIGHT, lang, paper);
        let y_rules = y_rules(&figure.y, &y.scale, lang, paper);
        let labels =
            y_rules.iter().flat_map(|(_, label)| label).map(|line| theme::TICK.width(line)).fold(0.0, f64::max);
        let right = paper.right() - if labels > 0.0 { labels + 8.0 } else { 8.0 };
        let span = (paper.margin + y.labels() + 10.0, right);
        let scale = Scale::horizontal(&x_values(&series, bin), &figure.x, span.1 - span.0, lang);
        let x_rules = Rules::place(&figure.x, &scale, span, (paper.margin, paper.right()), lang);
        let x = XAxis::new(scale, span, &figure.x.title.render(lang), paper);
        let mut plane = Plane { layers, series, x, y, y_rules, x_rules, bin, names: Vec::new() };
        plane.names = plane.names(lang).unwrap_or_default();
        plane
    }

    /// Names of bars that are mirrored: in the corners of the two sides where bars leave room.
    fn names(&self, lang: Lang) -> Option<Vec<SeriesName>> {
        let mirrored = self.layers.len() == 2 && self.layers.iter().all(|layer| layer.mark == Mark::Bar);
        if !mirrored || self.share_of_bin(0).1 > 1 {
            return None;
        }
        let name = |i: usize| {
            let text = direct::name(&self.layers[i], lang);
            let width = direct::FONT.width(&text) + direct::OFF;
            let up = self.series[i].iter().filter_map(|datum| datum.y.number()).sum::<f64>() >= 0.0;
            let edge = if up { direct::FONT.leading() } else { HEIGHT - direct::FONT.leading() };
            let (left, right) = self.x.span;
            let free = |from: f64, to: f64| {
                self.series[i].iter().all(|datum| match (datum.x.number(), datum.y.number()) {
                    (Some(x), Some(y)) => {
                        let half = (self.x_at(x + self.bin) - self.x_at(x)) / 2.0;
                        let beside = self.x_at(x) + half < from || self.x_at(x) - half > to;
                        beside
                            || (self.y.place(y, 0.0) - edge).abs() > direct::FONT.leading()
                                && (self.y.place(y, 0.0) > edge) == up
                    }
                    _ => true,
                })
            };
            let at = |x, anchor| SeriesName { lines: vec![text.clone()], at: (x, edge), anchor, line: None };
            let corner = free(right - width, right).then(|| at(right - 4.0, Anchor::End));
            corner.or_else(|| free(left, left + width).then(|| at(left + 6.0, Anchor::Start)))
        };
        Some(vec![name(0)?, name(1)?])
    }

    fn above(&self) -> f64 {
        self.y.above() + self.x_rules.height()
    }

    fn x_at(&self, value: f64) -> f64 {
        self.x.place(value).clamp(self.x.span.0, self.x.span.1)
    }

    fn draw_y_rules(&self, canvas: &mut Canvas, top: f64) {
        let (left, right) = self.x.span;
        let mut free = top - theme::TICK.leading();
        for (at, label) in &self.y_rules {
            let plain = label.is_empty();
            let y = self.y.place(*at, top);
            let stroke = if plain { Stroke::new(theme::AXIS_LINE, 1.3) } else { Stroke::new(theme::RULE, 1.2) };
            canvas.line((left, y), (right, y), stroke);
            let half = label.len() as f64 * theme::TICK.leading() / 2.0;
            let middle = y.max(free + half);
            canvas.lines_around(label, (right + 6.0, middle), theme::TICK, Anchor::Start, theme::SOFT);
            free = if plain { free } else { middle + half };
        }
    }

    fn draw_layer(&self, canvas: &mut Canvas, index: usize, top: f64) {
        let (layer, data) = (&self.layers[index], &self.series[index]);
        match layer.mark {
            Mark::Bar => data.iter().for_each(|datum| self.draw_bar(canvas, index, datum, top)),
            Mark::Line => runs(data).iter().for_each(|run| {
                let points: Vec<Point> = run.iter().map(|&(x, y)| (self.x_at(x), self.y.place(y, top))).collect();
                marks::line(canvas, &points, look(layer.tone));
            }),
            Mark::Point | Mark::Interval | Mark::Trend | Mark::Band => {
                data.iter().for_each(|datum| self.draw_point(canvas, layer, datum, top))
            }
        }
    }

    fn draw_bar(&self, canvas: &mut Canvas, index: usize, datum: &Datum, top: f64) {
        let (Some(x), Some(y)) = (datum.x.number(), datum.y.number()) else { return };
        let (part, parts) = self.share_of_bin(index);
        let width = self.bin * FILLED / parts as f64;
        let from = x - self.bin * FILLED / 2.0 + width * part as f64;
        let (a, b) = (self.y.place(0.0, top), self.y.place(y, top));
        let area = Area { left: self.x_at(from), top: a.min(b), right: self.x_at(from + width), bottom: a.max(b) };
        if area.bottom - area.top > 0.05 {
            marks::bar(canvas, area, look(self.layers[index].tone));
        }
    }

    /// Bars of several layers stand side by side unless they are mirrored.
    fn share_of_bin(&self, index: usize) -> (usize, usize) {
        let bars: Vec<usize> = (0..self.layers.len()).filter(|&i| self.layers[i].mark == Mark::Bar).collect();
        let sign = |i: usize, sign: f64| self.series[i].iter().any(|d| d.y.number().is_some_and(|y| y * sign > 0.0));
        let clash = [1.0, -1.0].into_iter().any(|s| bars.iter().filter(|&&i| sign(i, s)).count() > 1);
        let part = bars.iter().position(|&i| i == index).unwrap_or(0);
        if clash { (part, bars.len()) } else { (0, 1) }
    }

    fn draw_point(&self, canvas: &mut Canvas, layer: &Layer, datum: &Datum, top: f64) {
        let (Some(x), Some(y)) = (datum.x.number(), datum.y.number()) else { return };
        let place = (self.x_at(x), self.y.place(y, top));
        if let (Some(low), Some(high)) = (datum.low, datum.high) {
            let ends = (self.x.place(low), self.x.place(high));
            marks::whisker(canvas, ends, self.x.span, place.1, look(layer.tone));
        }
        marks::marker(canvas, place, look(layer.tone));
    }
}

impl Body for Plane<'_> {
    fn names_series(&self) -> bool {
        !self.names.is_empty()
    }

    fn height(&self) -> f64 {
        self.above() + HEIGHT + self.x.height()
    }

    fn draw(&self, canvas: &mut Canvas, top: f64) {
        self.y.draw_title(canvas, top);
        let top = top + self.above();
        self.y.grid(canvas, self.x.span, 7.0, top);
        for layer in 0..self.layers.len() {
            self.draw_layer(canvas, layer, top);
        }
        self.names.iter().for_each(|name| name.draw(canvas, top));
        self.x_rules.draw(canvas, top, top + HEIGHT);
        self.draw_y_rules(canvas, top);
        self.x.draw(canvas, top + HEIGHT);
    }
}

/// Whether any point of any layer can be drawn.
pub fn has_points(figure: &Figure, table: &Table) -> bool {
    let drawn = |datum: Datum| datum.x.number().is_some() && datum.y.number().is_some();
    figure.layers.iter().any(|layer| cells::series(table, layer).into_iter().any(drawn))
}

/// Rules of the vertical axis from the top down, with their labels broken for the right margin.
fn y_rules(axis: &Axis, scale: &Scale, lang: Lang, paper: Paper) -> Vec<(f64, Vec<String>)> {
    let label = |rule: &ReferenceLine| {
        let text = rule.label.as_ref().map_or(String::new(), |label| label.render(lang));
        (rule.at, lines::balance(&text, WIDEST_RULE_LABEL * paper.inner(), theme::TICK))
    };
    let mut rules: Vec<_> = axis.rules.iter().filter(|rule| scale.holds(rule.at)).map(label).collect();
    rules.sort_by(|a, b| b.0.total_cmp(&a.0));
    rules
}

/// The least distance between two bars of one layer; a unit where there is one bar only, 0 without bars.
fn bin(layers: &[Layer], series: &[Vec<Datum>]) -> f64 {
    let bars = layers.iter().zip(series).filter(|(layer, _)| layer.mark == Mark::Bar);
    let mut at: Vec<f64> = bars.flat_map(|(_, data)| data).filter_map(|datum| datum.x.number()).collect();
    at.sort_by(f64::total_cmp);
    at.dedup();
    let least = at.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    if least.is_finite() {
        least
    } else if at.is_empty() {
        0.0
    } else {
        1.0
    }
}

fn x_values(series: &[Vec<Datum>], bin: f64) -> Vec<f64> {
    let along = series.iter().flatten().flat_map(Datum::along_x);
    along.flat_map(|x| [x - bin / 2.0, x + bin / 2.0]).collect()
}

fn y_values(layers: &[Layer], series: &[Vec<Datum>]) -> Vec<f64> {
    let mut values: Vec<f64> = series.iter().flatten().filter_map(|datum| datum.y.number()).collect();
    if !values.is_empty() && layers.iter().any(|layer| layer.mark == Mark::Bar) {
        values.push(0.0);
    }
    values
}

/// Points in row order, parted where one is missing.
fn runs(data: &[Datum]) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for datum in data {
        match (datum.x.number(), datum.y.number()) {
            (Some(x), Some(y)) => runs.last_mut().expect("never empty").push((x, y)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}
