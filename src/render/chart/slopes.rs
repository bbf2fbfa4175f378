//! Two vertical axes, before and after, with a line between them for each row.

use super::axes::YAxis;
use super::canvas::{Anchor, Canvas, Stroke};
use super::cells::{self, Datum};
use super::direct::{self, SeriesName};
use super::layout::Body;
use super::theme::{Paper, ToneStyle, look};
use super::{lines, theme};
use crate::exhibit::{Figure, Layer, Table};
use crate::text::{Lang, Phrase};

const HEIGHT: f64 = 380.0;
/// Free space at the right, as wide as the ticks at the left may be.
const SIDE: f64 = 90.0;
const NARROW_SIDE: f64 = 78.0;
/// From so many lines on they are thin.
const MANY: usize = 60;
/// Lines that lie over each other are drawn as one whose width grows with the root of their number, up to this.
const THICKEST: f64 = 10.0;

/// A plot of slopes.
pub struct Slopes<'f> {
    layers: &'f [Layer],
    series: Vec<Vec<Datum>>,
    y: YAxis,
    names: [Vec<String>; 2],
    span: (f64, f64),
    series_names: Vec<SeriesName>,
}

impl<'f> Slopes<'f> {
    /// Lays the plot out.
    pub fn new(figure: &'f Figure, names: [&Phrase; 2], table: &Table, lang: Lang, paper: Paper) -> Slopes<'f> {
        let series: Vec<Vec<Datum>> = figure.layers.iter().map(|layer| cells::series(table, layer)).collect();
        let values: Vec<f64> = series.iter().flatten().filter_map(ends).flat_map(|(from, to)| [from, to]).collect();
        let y = YAxis::new(&values, &figure.y, HEIGHT, lang, paper);
        let side = if paper.is_narrow() { NARROW_SIDE } else { SIDE };
        let span = (paper.margin + y.labels() + side - 30.0, paper.right() - side);
        let names = names.map(|name| lines::balance(&name.render(lang), 2.0 * side, theme::STRONG));
        let named = series_names(&figure.layers, &series, &y, (span.1, side), lang);
        Slopes { layers: &figure.layers, series, y, names, span, series_names: named }
    }

    fn draw_axes(&self, canvas: &mut Canvas, top: f64) {
        let (left, right) = self.span;
        self.y.grid(canvas, self.span, 8.0, top);
        for (x, name) in [left, right].into_iter().zip(&self.names) {
            canvas.line((x, top), (x, top + HEIGHT), Stroke::new(theme::AXIS_LINE, 1.2));
            let first = (x, top + HEIGHT + 8.0 + theme::STRONG.size);
            canvas.lines(name, first, theme::STRONG, Anchor::Middle, theme::INK);
        }
    }

    fn draw_line(&self, canvas: &mut Canvas, (from, to): (f64, f64), width: f64, look: ToneStyle, top: f64) {
        let points = [(self.span.0, self.y.place(from, top)), (self.span.1, self.y.place(to, top))];
        let stroke = Stroke::new(look.colour, width);
        if look.filled {
            canvas.path(&points, stroke)
        } else {
            canvas.dashed(&points, stroke)
        }
        for point in points {
            canvas.disc(point, 1.6 + width / 2.0, look.colour);
        }
    }
}

/// Names at the right, each at the middle of where its lines end; of those that have lines.
fn series_names(
    layers: &[Layer],
    series: &[Vec<Datum>],
    y: &YAxis,
    (right, room): (f64, f64),
    lang: Lang,
) -> Vec<SeriesName> {
    if !direct::are_few(layers) {
        return Vec::new();
    }
    let middle = |data: &Vec<Datum>| {
        let mut after: Vec<f64> = data.iter().filter_map(ends).map(|(_, after)| after).collect();
        after.sort_by(f64::total_cmp);
        (!after.is_empty()).then(|| after[after.len() / 2])
    };
    let drawn: Vec<(&Layer, f64)> =
        layers.iter().zip(series).filter_map(|(layer, data)| Some((layer, middle(data)?))).collect();
    let left = direct::OFF + direct::PIECE.0 + direct::PIECE.1;
    let width = room - left;
    let lines: Vec<Vec<String>> =
        drawn.iter().map(|(layer, _)| lines::balance(&direct::name(layer, lang), width, direct::FONT)).collect();
    let height = |lines: &Vec<String>| lines.len() as f64 * direct::FONT.leading() + 2.0;
    let mut places: Vec<(f64, f64)> =
        drawn.iter().zip(&lines).map(|((_, after), lines)| (y.place(*after, 0.0), height(lines))).collect();
    direct::apart(&mut places, (0.0, HEIGHT));
    let name = |lines: Vec<String>, y: f64, layer: &Layer| SeriesName {
        lines,
        at: (right + left, y),
        anchor: Anchor::Start,
        line: Some(layer.tone),
    };
    let named = lines.into_iter().zip(places).zip(&drawn);
    named.map(|((lines, (y, _)), (layer, _))| name(lines, y, layer)).collect()
}

impl Body for Slopes<'_> {
    fn names_series(&self) -> bool {
        !self.series_names.is_empty()
    }

    fn height(&self) -> f64 {
        let names = self.names.iter().map(Vec::len).max().unwrap_or(0) as f64;
        self.y.above() + HEIGHT + 12.0 + names * theme::STRONG.leading()
    }

    fn draw(&self, canvas: &mut Canvas, top: f64) {
        self.y.draw_title(canvas, top);
        let top = top + self.y.above();
        self.draw_axes(canvas, top);
        let lines: Vec<Vec<(Slope, usize)>> = self.series.iter().map(|data| counted(data)).collect();
        let width = if lines.iter().flatten().count() > MANY { 0.8 } else { 1.5 };
        for (layer, lines) in self.layers.iter().zip(&lines) {
            for (line, times) in lines {
                let width = (width * (*times as f64).sqrt()).min(THICKEST);
                self.draw_line(canvas, *line, width, look(layer.tone), top);
            }
        }
        self.series_names.iter().for_each(|name| name.draw(canvas, top));
    }
}

/// Before and after.
type Slope = (f64, f64);

/// The different lines in order of their values, and how often each occurs.
fn counted(data: &[Datum]) -> Vec<(Slope, usize)> {
    let mut lines: Vec<Slope> = data.iter().filter_map(ends).collect();
    lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    lines.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
}

/// Before and after, where both are known.
fn ends(datum: &Datum) -> Option<Slope> {
    Some((datum.x.number()?, datum.y.number()?))
}
