//! The horizontal axis under a plot, and the vertical one at its left.

use super::canvas::{Anchor, Canvas, Stroke};
use super::scale::Scale;
use super::theme::Paper;
use super::{lines, theme};
use crate::exhibit::Axis;
use crate::text::Lang;

/// A horizontal axis: scale, title and the pixels between which it runs.
pub struct XAxis {
    /// Scale.
    pub scale: Scale,
    /// First and last pixel.
    pub span: (f64, f64),
    title: Vec<String>,
}

/// Height of tick marks and their labels.
const TICKS: f64 = 24.0;
/// A title may be this wide under a narrower plot.
const LEAST_TITLE: f64 = 560.0;

impl XAxis {
    /// An axis; its title may be a little wider than the plot.
    pub fn new(scale: Scale, span: (f64, f64), title: &str, paper: Paper) -> XAxis {
        let room = (span.1 - span.0).max(LEAST_TITLE.min(paper.inner()));
        XAxis { scale, span, title: lines::balance(title, room, theme::AXIS) }
    }

    /// Where a value stands.
    pub fn place(&self, value: f64) -> f64 {
        self.scale.place(value, self.span.0, self.span.1)
    }

    /// Height of tick labels and title.
    pub fn height(&self) -> f64 {
        TICKS + self.title.len() as f64 * theme::AXIS.leading() + 4.0
    }

    /// Grid lines over a height.
    pub fn grid(&self, canvas: &mut Canvas, top: f64, bottom: f64) {
        for (value, _) in &self.scale.ticks {
            let x = self.place(*value);
            canvas.line((x, top), (x, bottom), Stroke::new(theme::GRID, 1.0));
        }
    }

    /// Axis line, tick labels and title under a plot that ends at `bottom`.
    pub fn draw(&self, canvas: &mut Canvas, bottom: f64) {
        canvas.line((self.span.0, bottom), (self.span.1, bottom), Stroke::new(theme::AXIS_LINE, 1.0));
        for (value, label) in &self.scale.ticks {
            let x = self.place(*value);
            canvas.line((x, bottom), (x, bottom + 4.0), Stroke::new(theme::AXIS_LINE, 1.0));
            let half = theme::TICK.width(label) / 2.0;
            let x = x.min(canvas.paper.width - half - 1.0);
            canvas.text(label, (x, bottom + 17.0), theme::TICK, Anchor::Middle, theme::SOFT);
        }
        let half = self.title.iter().map(|line| theme::AXIS.width(line)).fold(0.0, f64::max) / 2.0;
        let paper = canvas.paper;
        let centre = ((self.span.0 + self.span.1) / 2.0).min(paper.right() - half).max(paper.margin + half);
        let first = bottom + TICKS + theme::AXIS.size;
        canvas.lines(&self.title, (centre, first), theme::AXIS, Anchor::Middle, theme::INK);
    }
}

/// A vertical axis: scale, height, and the title over the plot.
pub struct YAxis {
    /// Scale.
    pub scale: Scale,
    /// Height of the plot.
    pub height: f64,
    title: Vec<String>,
}

impl YAxis {
    /// The axis that holds some values.
    pub fn new(values: &[f64], axis: &Axis, height: f64, lang: Lang, paper: Paper) -> YAxis {
        let title = lines::wrap(&axis.title.render(lang), paper.inner(), theme::AXIS);
        YAxis { scale: Scale::vertical(values, axis, height, lang), height, title }
    }

    /// Width of the widest tick label.
    pub fn labels(&self) -> f64 {
        self.scale.ticks.iter().map(|(_, label)| theme::TICK.width(label)).fold(0.0, f64::max)
    }

    /// Height of the title.
    pub fn above(&self) -> f64 {
        self.title.len() as f64 * theme::AXIS.leading() + 14.0
    }

    /// Where a value stands in a plot that begins at `top`.
    pub fn place(&self, value: f64, top: f64) -> f64 {
        let bottom = top + self.height;
        self.scale.place(value, bottom, top).clamp(top, bottom)
    }

    /// The title; it begins at `top`.
    pub fn draw_title(&self, canvas: &mut Canvas, top: f64) {
        let first = (canvas.paper.margin, top + theme::AXIS.size);
        canvas.lines(&self.title, first, theme::AXIS, Anchor::Start, theme::INK);
    }

    /// Grid lines over a span of a plot that begins at `top`, and tick labels with a gap at their left.
    pub fn grid(&self, canvas: &mut Canvas, (left, right): (f64, f64), gap: f64, top: f64) {
        for (value, label) in &self.scale.ticks {
            let y = self.place(*value, top);
            canvas.line((left, y), (right, y), Stroke::new(theme::GRID, 1.0));
            let place = (left - gap, y + theme::TICK.below_centre());
            canvas.text(label, place, theme::TICK, Anchor::End, theme::SOFT);
        }
    }
}
