//! Two vertical axes, before and after, with a line between them for each row.

use super::canvas::{Anchor, Canvas, Stroke};
use super::cells::{self, Datum};
use super::layout::Body;
use super::scale::Scale;
use super::theme::{Look, look};
use super::{lines, theme};
use crate::exhibit::{Figure, Layer, Table};
use crate::text::{Lang, Phrase};

const HEIGHT: f64 = 380.0;
/// Free space at the right, as wide as the ticks at the left may be.
const SIDE: f64 = 90.0;
/// From so many lines on they are thin.
const MANY: usize = 60;
/// Lines that lie over each other are drawn as one whose width grows with the root of their number, up to this.
const THICKEST: f64 = 10.0;

/// A plot of slopes.
pub struct Slopes<'f> {
    layers: &'f [Layer],
    series: Vec<Vec<Datum>>,
    y: Scale,
    y_title: Vec<String>,
    names: [Vec<String>; 2],
    span: (f64, f64),
}

impl<'f> Slopes<'f> {
    /// Lays the plot out.
    pub fn new(figure: &'f Figure, names: [&Phrase; 2], table: &Table, lang: Lang) -> Slopes<'f> {
        let series: Vec<Vec<Datum>> = figure.layers.iter().map(|layer| cells::series(table, layer)).collect();
        let values: Vec<f64> = series.iter().flatten().filter_map(ends).flat_map(|(from, to)| [from, to]).collect();
        let y = Scale::vertical(&values, &figure.y, HEIGHT, lang);
        let ticks = y.ticks.iter().map(|(_, label)| theme::TICK.width(label)).fold(0.0, f64::max);
        let span = (theme::MARGIN + ticks + 60.0, theme::WIDTH - theme::MARGIN - SIDE);
        let names = names.map(|name| lines::balance(&name.render(lang), 2.0 * SIDE, theme::STRONG));
        let y_title = lines::wrap(&figure.y.title.render(lang), theme::INNER, theme::AXIS);
        Slopes { layers: &figure.layers, series, y, y_title, names, span }
    }

    fn above(&self) -> f64 {
        self.y_title.len() as f64 * theme::AXIS.leading() + 14.0
    }

    fn y_at(&self, value: f64, top: f64) -> f64 {
        self.y.place(value, top + HEIGHT, top).clamp(top, top + HEIGHT)
    }

    fn draw_axes(&self, canvas: &mut Canvas<'_>, top: f64) {
        let (left, right) = self.span;
        for (value, label) in &self.y.ticks {
            let y = self.y_at(*value, top);
            canvas.line((left, y), (right, y), Stroke::new(theme::GRID, 1.0));
            let place = (left - 8.0, y + theme::TICK.below_centre());
            canvas.text(label, place, theme::TICK, Anchor::End, theme::SOFT);
        }
        for (x, name) in [left, right].into_iter().zip(&self.names) {
            canvas.line((x, top), (x, top + HEIGHT), Stroke::new(theme::AXIS_LINE, 1.2));
            let first = (x, top + HEIGHT + 8.0 + theme::STRONG.size);
            canvas.lines(name, first, theme::STRONG, Anchor::Middle, theme::INK);
        }
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, (from, to): (f64, f64), width: f64, look: Look, top: f64) {
        let points = [(self.span.0, self.y_at(from, top)), (self.span.1, self.y_at(to, top))];
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

impl Body for Slopes<'_> {
    fn height(&self) -> f64 {
        let names = self.names.iter().map(Vec::len).max().unwrap_or(0) as f64;
        self.above() + HEIGHT + 12.0 + names * theme::STRONG.leading()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, top: f64) {
        let place = (theme::MARGIN, top + theme::AXIS.size);
        canvas.lines(&self.y_title, place, theme::AXIS, Anchor::Start, theme::INK);
        let top = top + self.above();
        self.draw_axes(canvas, top);
        let lines: Vec<Vec<(Line, usize)>> = self.series.iter().map(|data| counted(data)).collect();
        let width = if lines.iter().flatten().count() > MANY { 0.8 } else { 1.5 };
        for (layer, lines) in self.layers.iter().zip(&lines) {
            for (line, times) in lines {
                let width = (width * (*times as f64).sqrt()).min(THICKEST);
                self.draw_line(canvas, *line, width, look(layer.tone), top);
            }
        }
    }
}

/// Before and after.
type Line = (f64, f64);

/// The different lines in order of their values, and how often each occurs.
fn counted(data: &[Datum]) -> Vec<(Line, usize)> {
    let mut lines: Vec<Line> = data.iter().filter_map(ends).collect();
    lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    lines.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
}

/// Before and after, where both are known.
fn ends(datum: &Datum) -> Option<Line> {
    Some((datum.x.number()?, datum.y.number()?))
}
