//! The pen: plotters' elements, in pixels with 1/20 of a pixel as the finest step.

use std::cell::RefCell;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBColor, ShapeStyle, TextStyle};

use super::fonts::{FAMILY, Font, printable};
use super::ink::{Ink, Recorder, UNITS, units};
use super::theme;

/// A place in pixels from the upper left corner.
pub type Point = (f64, f64);

/// Where a text stands relative to its x.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It starts there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// Whether two rectangles share more than an edge.
    pub fn meets(&self, other: &Area) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether another rectangle lies within.
    pub fn encloses(&self, other: &Area) -> bool {
        self.left <= other.left && other.right <= self.right && self.top <= other.top && other.bottom <= self.bottom
    }
}

/// A stroke.
#[derive(Clone, Copy, Debug)]
pub struct Stroke {
    /// Colour.
    pub colour: RGBColor,
    /// Width in pixels.
    pub width: f64,
}

impl Stroke {
    /// A stroke.
    pub const fn new(colour: RGBColor, width: f64) -> Stroke {
        Stroke { colour, width }
    }

    fn style(self) -> ShapeStyle {
        ShapeStyle { color: self.colour.to_rgba(), filled: false, stroke_width: units(self.width).max(1) as u32 }
    }
}

fn at((x, y): Point) -> (i32, i32) {
    (units(x), units(y))
}

/// A page to draw on. Recording cannot fail, so that errors of the backend are dropped.
pub struct Canvas {
    area: DrawingArea<Recorder, Shift>,
    ink: Rc<RefCell<Vec<Ink>>>,
    /// What it is laid out for.
    pub paper: theme::Paper,
    /// The texts drawn so far and where they stand.
    pub texts: Vec<(Area, String)>,
}

impl Canvas {
    /// A white page of a height in pixels.
    pub fn new(paper: theme::Paper, height: f64) -> Canvas {
        let (width, ink) = (paper.width, Rc::default());
        let size = (units(width).max(1) as u32, units(height).max(1) as u32);
        let area = Recorder::new(Rc::clone(&ink), size).into_drawing_area();
        let mut canvas = Canvas { area, ink, paper, texts: Vec::new() };
        canvas.fill(Area { left: 0.0, top: 0.0, right: width, bottom: height }, theme::PAPER);
        canvas
    }

    /// Closes the page: what was drawn, and which texts stand where.
    pub fn finish(self) -> (Vec<Ink>, Vec<(Area, String)>) {
        (self.ink.take(), self.texts)
    }

    /// A filled rectangle.
    pub fn fill(&mut self, area: Area, colour: RGBColor) {
        let corners = [at((area.left, area.top)), at((area.right, area.bottom))];
        self.area.draw(&Rectangle::new(corners, colour.filled())).ok();
    }

    /// The outline of a rectangle.
    pub fn frame(&mut self, area: Area, stroke: Stroke) {
        let Area { left, top, right, bottom } = area;
        let half = stroke.width / 2.0;
        self.path(&[(left - half, top), (right, top), (right, bottom), (left, bottom), (left, top - half)], stroke);
    }

    /// A straight line.
    pub fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        self.path(&[from, to], stroke);
    }

    /// A line through points.
    pub fn path(&mut self, points: &[Point], stroke: Stroke) {
        let points: Vec<_> = points.iter().map(|&point| at(point)).collect();
        self.area.draw(&PathElement::new(points, stroke.style())).ok();
    }

    /// A dashed line through points.
    pub fn dashed(&mut self, points: &[Point], stroke: Stroke) {
        let points = points.iter().map(|&point| at(point)).collect();
        let Stroke { colour: RGBColor(r, g, b), .. } = stroke;
        let width = units(stroke.width).max(1) as u32;
        self.ink.borrow_mut().push(Ink::Stroke { points, width, dashed: true, colour: [r, g, b] });
    }

    /// A filled polygon.
    pub fn polygon(&mut self, points: &[Point], colour: RGBColor) {
        let points: Vec<_> = points.iter().map(|&point| at(point)).collect();
        self.area.draw(&Polygon::new(points, colour)).ok();
    }

    /// A filled disc.
    pub fn disc(&mut self, centre: Point, radius: f64, colour: RGBColor) {
        self.area.draw(&Circle::new(at(centre), units(radius), colour.filled())).ok();
    }

    /// A circle's outline.
    pub fn ring(&mut self, centre: Point, radius: f64, stroke: Stroke) {
        self.area.draw(&Circle::new(at(centre), units(radius), stroke.style())).ok();
    }

    /// A line of text on a baseline.
    pub fn text(&mut self, text: &str, (x, baseline): Point, font: Font, anchor: Anchor, colour: RGBColor) {
        let text = printable(text);
        if text.trim().is_empty() {
            return;
        }
        let style = if font.bold { FontStyle::Bold } else { FontStyle::Normal };
        let desc = (FAMILY, font.size * UNITS, style).into_font();
        let h_pos = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let style = TextStyle::from(desc).color(&colour).pos(Pos::new(h_pos, VPos::Bottom));
        self.area.draw(&Text::new(text.as_str(), at((x, baseline)), style)).ok();
        self.texts.push((text_area(&text, (x, baseline), font, anchor), text));
    }

    /// Lines of text, the first on the baseline; returns the baseline that a further line would have.
    pub fn lines(
        &mut self,
        lines: &[String],
        (x, baseline): Point,
        font: Font,
        anchor: Anchor,
        colour: RGBColor,
    ) -> f64 {
        for (i, line) in lines.iter().enumerate() {
            self.text(line, (x, baseline + i as f64 * font.leading()), font, anchor, colour);
        }
        baseline + lines.len() as f64 * font.leading()
    }

    /// Lines of text around a height.
    pub fn lines_around(&mut self, lines: &[String], (x, middle): Point, font: Font, anchor: Anchor, colour: RGBColor) {
        let above = (lines.len().max(1) - 1) as f64 * font.leading() / 2.0;
        self.lines(lines, (x, middle - above + font.below_centre()), font, anchor, colour);
    }
}

/// Where a text stands.
pub fn text_area(text: &str, (x, baseline): Point, font: Font, anchor: Anchor) -> Area {
    let width = font.width(text);
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    Area { left, top: baseline - 0.88 * font.size, right: left + width, bottom: baseline + 0.12 * font.size }
}
