//! Markers, whiskers and swatches.

use super::canvas::{Area, Canvas, Point, Stroke};
use super::theme::{self, MarkerForm, ToneStyle, look};
use crate::exhibit::{Layer, Mark, Tone};

/// Radius of a marker.
pub const RADIUS: f64 = 4.6;
const OUTLINE: f64 = 1.8;
/// Distance of hatching lines along an edge.
const HATCH: f64 = 6.0;

/// A marker on a point.
pub fn marker(canvas: &mut Canvas, centre: Point, look: ToneStyle) {
    match look.form {
        MarkerForm::Disc if look.filled => canvas.disc(centre, RADIUS, look.colour),
        MarkerForm::Disc => {
            canvas.disc(centre, RADIUS, theme::PAPER);
            canvas.ring(centre, RADIUS - OUTLINE / 2.0 + 0.4, Stroke::new(look.colour, OUTLINE));
        }
        MarkerForm::Diamond => {
            canvas.polygon(&diamond(centre, RADIUS + 1.4), look.colour);
            if !look.filled {
                canvas.polygon(&diamond(centre, RADIUS - 1.2), theme::PAPER);
            }
        }
    }
}

/// A node of a network, hollow or filled, in one of six forms by its kind; kinds beyond the sixth have another form in the same colour.
pub fn node(canvas: &mut Canvas, centre: Point, radius: f64, kind: usize, look: ToneStyle, hollow: bool) {
    let sides = usize::from(Tone::KINDS);
    let form = (kind + kind / sides) % sides;
    let outline = |canvas: &mut Canvas, radius: f64, colour| match form {
        0 => canvas.disc(centre, radius, colour),
        form => canvas.polygon(&corners(centre, form, radius), colour),
    };
    // On pale colours the edge tells the form.
    outline(canvas, radius + 1.3, theme::PAPER);
    outline(canvas, radius + 0.5, if hollow { theme::SOFT } else { theme::AXIS_LINE });
    outline(canvas, radius - if hollow { 0.9 } else { 0.2 }, if hollow { theme::PAPER } else { look.colour });
}

/// Square, triangle, diamond, triangle on its tip, cross: of about the same area as a disc.
fn corners((x, y): Point, form: usize, radius: f64) -> Vec<Point> {
    let at = |corners: &[(f64, f64)], size: f64| {
        corners.iter().map(|(a, b)| (x + a * size * radius, y + b * size * radius)).collect::<Vec<Point>>()
    };
    match form {
        1 => at(&[(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)], 0.89),
        2 => at(&[(0.0, -1.1), (1.0, 0.75), (-1.0, 0.75)], 1.2),
        3 => at(&[(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)], 1.25),
        4 => at(&[(0.0, 1.1), (1.0, -0.75), (-1.0, -0.75)], 1.2),
        _ => {
            let (arm, thick) = (1.1, 0.42);
            let corner = [(thick, thick), (thick, arm), (-thick, arm), (-thick, thick)];
            let turned = |turn: usize| {
                corner.map(|(a, b)| match turn {
                    0 => (a, b),
                    1 => (-b, a),
                    2 => (-a, -b),
                    _ => (b, -a),
                })
            };
            at(&(0..4).flat_map(turned).collect::<Vec<_>>(), 1.0)
        }
    }
}

fn diamond((x, y): Point, r: f64) -> [Point; 4] {
    [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
}

/// A horizontal interval with caps at ends that lie on the plot and arrows at ends beyond it.
pub fn whisker(canvas: &mut Canvas, ends: (f64, f64), plot: (f64, f64), y: f64, look: ToneStyle) {
    let (from, to) = (ends.0.max(plot.0), ends.1.min(plot.1));
    if from > to {
        return;
    }
    let stroke = Stroke::new(look.colour, 2.0);
    canvas.line((from, y), (to, y), stroke);
    for (end, edge, outward) in [(ends.0, plot.0, -1.0), (ends.1, plot.1, 1.0)] {
        let beyond = (end - edge) * outward > 0.01;
        if beyond {
            arrow(canvas, (edge, y), outward, look)
        } else {
            canvas.line((end, y - 4.0), (end, y + 4.0), stroke)
        }
    }
}

/// A head that points out of the plot: what it stands for lies beyond.
pub fn arrow(canvas: &mut Canvas, (x, y): Point, outward: f64, look: ToneStyle) {
    canvas.polygon(&[(x + 3.0 * outward, y), (x - 5.0 * outward, y - 5.0), (x - 5.0 * outward, y + 5.0)], look.colour);
}

/// A bar: filled, or tinted with an outline.
pub fn bar(canvas: &mut Canvas, area: Area, look: ToneStyle) {
    if look.filled {
        canvas.fill(area, look.colour);
        if look.hatched {
            hatch(canvas, area);
        }
        return;
    }
    canvas.fill(area, theme::tint(look.colour));
    canvas.frame(area, Stroke::new(look.colour, 1.3));
}

/// Thin light lines that rise to the right, within a rectangle.
fn hatch(canvas: &mut Canvas, area: Area) {
    let (width, height) = (area.right - area.left, area.bottom - area.top);
    let stroke = Stroke::new(theme::PAPER, 0.8);
    let mut at = HATCH;
    while at < width + height {
        let from = (area.left + (at - height).max(0.0), area.top + at.min(height));
        let to = (area.left + at.min(width), area.top + (at - width).max(0.0));
        canvas.line(from, to, stroke);
        at += HATCH;
    }
}

/// A vertical interval with caps.
pub fn bracket(canvas: &mut Canvas, x: f64, (low, high): (f64, f64), look: ToneStyle) {
    let stroke = Stroke::new(look.colour, 1.6);
    canvas.line((x, low), (x, high), stroke);
    for end in [low, high] {
        canvas.line((x - 4.0, end), (x + 4.0, end), stroke);
    }
}

/// A line: whole where the look is filled, dashed where it is hollow.
pub fn line(canvas: &mut Canvas, points: &[Point], look: ToneStyle) {
    let stroke = Stroke::new(look.colour, 2.2);
    match points {
        [] => {}
        [only] => canvas.disc(*only, 2.4, look.colour),
        _ if look.filled => canvas.path(points, stroke),
        _ => canvas.dashed(points, stroke),
    }
}

/// Width of the legend's picture of a layer.
pub fn swatch_width(layer: &Layer) -> f64 {
    match layer.mark {
        Mark::Point => 2.0 * RADIUS,
        Mark::Bar | Mark::Band => 16.0,
        Mark::Interval | Mark::Line | Mark::Trend => 26.0,
    }
}

/// The legend's picture of a layer, from `left` around a height.
pub fn swatch(canvas: &mut Canvas, (left, y): Point, layer: &Layer) {
    let look = look(layer.tone);
    let right = left + swatch_width(layer);
    let centre = (left + right) / 2.0;
    match layer.mark {
        Mark::Point => marker(canvas, (centre, y), look),
        Mark::Interval => {
            whisker(canvas, (left + 2.0, right - 2.0), (left, right), y, look);
            marker(canvas, (centre, y), look);
        }
        Mark::Bar => bar(canvas, Area { left, top: y - 6.0, right, bottom: y + 6.0 }, look),
        Mark::Band => canvas.fill(Area { left, top: y - 6.0, right, bottom: y + 6.0 }, super::theme::SHADE),
        Mark::Line => line(canvas, &[(left, y), (right, y)], look),
        Mark::Trend => {
            line(canvas, &[(left, y), (right, y)], look);
            marker(canvas, (centre, y), look);
        }
    }
}
