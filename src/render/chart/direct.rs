//! Names of series beside their marks, in place of a legend.

use super::canvas::{Anchor, Area, Canvas, Point, Stroke};
use super::fonts::Font;
use super::theme;
use crate::exhibit::{Layer, Mark, Tone};
use crate::text::Lang;

/// As many series are named beside their marks; more have a legend.
const MOST: usize = 4;
/// Between a mark and its name.
pub const OFF: f64 = 9.0;
/// The letters of names.
pub const FONT: Font = theme::TICK;

/// A name beside a mark, its place counted from the upper left corner of what it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesName {
    /// Its lines.
    pub lines: Vec<String>,
    /// Where they begin or end, and the middle of their height.
    pub at: Point,
    /// Which of these.
    pub anchor: Anchor,
    /// What lines in a crowd look like that it names: a piece of one stands before it.
    pub line: Option<Tone>,
}

/// The piece of line before a name, and the space behind it.
pub const PIECE: (f64, f64) = (9.0, 3.0);

impl SeriesName {
    /// Draws the name, on plain paper, with what it stands in beginning at `top`.
    pub fn draw(&self, canvas: &mut Canvas, top: f64) {
        let width = self.lines.iter().map(|line| FONT.width(line)).fold(0.0, f64::max);
        let (x, y) = (self.at.0, top + self.at.1);
        let left = match self.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let half = self.lines.len() as f64 * FONT.leading() / 2.0;
        let ground = Area { left: left - 2.0, top: y - half, right: left + width + 2.0, bottom: y + half };
        canvas.fill(ground, theme::PAPER);
        if let Some(tone) = self.line {
            let look = theme::look(tone);
            let from = x - PIECE.0 - PIECE.1;
            canvas.line((from, y), (from + PIECE.0, y), Stroke::new(look.colour, 2.4));
        }
        canvas.lines_around(&self.lines, (x, y), FONT, self.anchor, theme::INK);
    }
}

/// The layers that have a name: what is shaded is said in the note.
pub fn named(layers: &[Layer]) -> impl Iterator<Item = (usize, &Layer)> {
    layers.iter().enumerate().filter(|(_, layer)| layer.mark != Mark::Band)
}

/// Whether there are several series, and few enough to be named beside their marks.
pub fn are_few(layers: &[Layer]) -> bool {
    (2..=MOST).contains(&named(layers).count())
}

/// The bar and its own interval, where there is nothing else: they are one series.
pub fn bar_with_interval(layers: &[Layer]) -> Option<(&Layer, &Layer)> {
    match layers {
        [bar, interval] if (bar.mark, interval.mark) == (Mark::Bar, Mark::Interval) && bar.x == interval.x => {
            Some((bar, interval))
        }
        _ => None,
    }
}

/// The name of a layer.
pub fn name(layer: &Layer, lang: Lang) -> String {
    layer.name.render(lang)
}

/// Moves heights apart, in their order, so that each has so much room around it; as near as possible to where they were.
pub fn apart(places: &mut [(f64, f64)], (top, bottom): (f64, f64)) {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| places[a].0.total_cmp(&places[b].0));
    let mut free = top;
    for &i in &order {
        let half = places[i].1 / 2.0;
        places[i].0 = places[i].0.max(free + half);
        free = places[i].0 + half;
    }
    let mut least = bottom;
    for &i in order.iter().rev() {
        let half = places[i].1 / 2.0;
        places[i].0 = places[i].0.min(least - half);
        least = places[i].0 - half;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_stand_over_each_other() {
        let mut places = [(50.0, 20.0), (52.0, 20.0), (95.0, 20.0)];
        apart(&mut places, (0.0, 100.0));
        assert_eq!(places.map(|(at, _)| at), [50.0, 70.0, 90.0]);
    }
}
