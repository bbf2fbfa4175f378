//! Marks → SVG, one group for each run of marks that look alike.

use std::fmt::Write;

use super::canvas::Anchor;
use super::fonts::{self, EMBEDDED, FAMILY};
use super::ink::{Colour, DASHES, Ink, Place, TextInk, units};
use crate::render::xml;

/// How text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As text in the embedded family: it can be searched and read, and needs the font.
    Text,
    /// As outlines: it looks the same everywhere.
    Outlines,
}

/// The marks as elements of an SVG.
pub fn elements(ink: &[Ink], form: Form) -> String {
    let mut writer = Writer { out: String::new(), style: String::new(), path: false };
    if form == Form::Text {
        let _ = write!(writer.out, "<g font-family=\"{EMBEDDED},{FAMILY},sans-serif\">");
    }
    for mark in ink {
        writer.mark(mark, form);
    }
    writer.close();
    if form == Form::Text {
        writer.out.push_str("</g>");
    }
    writer.out
}

struct Writer {
    out: String,
    /// Attributes of the group that is open; empty where none is.
    style: String,
    /// Whether a path is open, to which further lines can be added.
    path: bool,
}

impl Writer {
    fn close(&mut self) {
        self.close_path();
        if !self.style.is_empty() {
            self.out.push_str("</g>");
        }
    }

    fn close_path(&mut self) {
        if std::mem::take(&mut self.path) {
            self.out.push_str("\"/>");
        }
    }

    fn group(&mut self, style: String) {
        if self.style == style {
            return;
        }
        self.close();
        let _ = write!(self.out, "<g {style}>");
        self.style = style;
    }

    /// The path that the mark adds to.
    fn path(&mut self) -> &mut String {
        if !std::mem::replace(&mut self.path, true) {
            self.out.push_str("<path d=\"");
        }
        &mut self.out
    }

    fn mark(&mut self, mark: &Ink, form: Form) {
        match mark {
            Ink::Rectangle { from, to, colour } => {
                self.group(filled(*colour));
                let (width, height) = (to.0 - from.0, to.1 - from.1);
                let _ = write!(self.path(), "M{} {}h{width}v{height}h{}z", from.0, from.1, -width);
            }
            Ink::Polygon { points, colour } => {
                self.group(filled(*colour));
                self.close_path();
                let path = self.path();
                through(path, points);
                path.push('z');
                self.close_path();
            }
            Ink::Stroke { points, width, dashed, colour } => {
                self.group(stroked(*width, *dashed, *colour));
                through(self.path(), points);
            }
            Ink::Disc { centre, radius, colour } => {
                self.group(filled(*colour));
                self.circle(*centre, *radius);
            }
            Ink::Ring { centre, radius, width, colour } => {
                self.group(stroked(*width, false, *colour));
                self.circle(*centre, *radius);
            }
            Ink::Text(text) if form == Form::Text => {
                self.group(written(text));
                let _ =
                    write!(self.out, "<text x=\"{}\" y=\"{}\">{}</text>", text.at.0, text.at.1, xml::text(&text.text));
            }
            Ink::Text(text) => {
                self.group(filled(text.colour));
                self.close_path();
                fonts::outline(text, &mut Pen(self.path()));
                self.close_path();
            }
        }
    }

    fn circle(&mut self, (x, y): Place, radius: u32) {
        self.close_path();
        let _ = write!(self.out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
    }
}

fn hex([r, g, b]: Colour) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn filled(colour: Colour) -> String {
    format!("fill=\"{}\"", hex(colour))
}

fn stroked(width: u32, dashed: bool, colour: Colour) -> String {
    let [dash, gap] = DASHES.map(units);
    let dashes = if dashed { format!(" stroke-dasharray=\"{dash} {gap}\"") } else { String::new() };
    format!("fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"{dashes}", hex(colour))
}

fn written(text: &TextInk) -> String {
    let anchor = match text.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = if text.bold { " font-weight=\"700\"" } else { "" };
    format!("fill=\"{}\" font-size=\"{}\"{weight}{anchor}", hex(text.colour), text.size)
}

/// A line through points; steps are short where points are near.
fn through(path: &mut String, points: &[Place]) {
    let mut last: Option<Place> = None;
    for &(x, y) in points {
        let _ = match last {
            None => write!(path, "M{x} {y}"),
            Some(before) if before == (x, y) && points.len() > 2 => Ok(()),
            Some((_, above)) if above == y => write!(path, "H{x}"),
            Some((left, _)) if left == x => write!(path, "V{y}"),
            Some((left, above)) => write!(path, "l{} {}", x - left, y - above),
        };
        last = Some((x, y));
    }
}

/// Writes outlines in whole units.
struct Pen<'o>(&'o mut String);

impl fonts::Outline for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "M{} {}", x.round(), y.round());
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "L{} {}", x.round(), y.round());
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let _ = write!(self.0, "Q{} {} {} {}", x1.round(), y1.round(), x.round(), y.round());
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ends = [x1, y1, x2, y2, x, y].map(|end| end.round().to_string());
        let _ = write!(self.0, "C{}", ends.join(" "));
    }

    fn close(&mut self) {
        self.0.push('z');
    }
}
