//! What was drawn: marks in order, in twentieths of a pixel. [`super::svg`] writes them, [`super::raster`] paints them.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use super::canvas::Anchor;

/// Plotters counts in whole units: this many for a pixel.
pub const UNITS: f64 = 20.0;

/// Lengths of a dash and of the gap behind it, in pixels.
pub const DASHES: [f64; 2] = [7.0, 4.0];

/// A length in units.
pub fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// Red, green, blue.
pub type Colour = [u8; 3];

/// A place in units from the upper left corner.
pub type Place = (i32, i32);

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextInk {
    /// What it says.
    pub text: String,
    /// Where its baseline starts, has its middle or ends.
    pub at: Place,
    /// Which of these.
    pub anchor: Anchor,
    /// Units for an em.
    pub size: f64,
    /// Bold or regular.
    pub bold: bool,
    /// Colour.
    pub colour: Colour,
}

/// A mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Ink {
    /// A filled rectangle.
    Rectangle { from: Place, to: Place, colour: Colour },
    /// A filled polygon.
    Polygon { points: Vec<Place>, colour: Colour },
    /// A line through points.
    Stroke { points: Vec<Place>, width: u32, dashed: bool, colour: Colour },
    /// A filled disc.
    Disc { centre: Place, radius: u32, colour: Colour },
    /// A circle's outline.
    Ring { centre: Place, radius: u32, width: u32, colour: Colour },
    /// A line of text.
    Text(TextInk),
}

/// The backend that plotters' elements are drawn on: it keeps them.
pub struct Recorder {
    ink: Rc<RefCell<Vec<Ink>>>,
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Recorder {
    /// A page of a size in units, whose marks go into a list.
    pub fn new(ink: Rc<RefCell<Vec<Ink>>>, size: (u32, u32)) -> Recorder {
        Recorder { ink, size }
    }

    fn keep(&mut self, ink: Ink) -> Drawn {
        self.ink.borrow_mut().push(ink);
        Ok(())
    }
}

fn rgb(colour: BackendColor) -> Colour {
    let (r, g, b) = colour.rgb;
    [r, g, b]
}

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.keep(Ink::Rectangle { from: (x, y), to: (x + 1, y + 1), colour: rgb(colour) })
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        match fill {
            true => self.keep(Ink::Rectangle { from, to, colour: rgb(style.color()) }),
            false => self.draw_path([from, (to.0, from.1), to, (from.0, to.1), from], style),
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        let points = path.into_iter().collect();
        self.keep(Ink::Stroke { points, width: style.stroke_width(), dashed: false, colour: rgb(style.color()) })
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let colour = rgb(style.color());
        self.keep(match fill {
            true => Ink::Disc { centre, radius, colour },
            false => Ink::Ring { centre, radius, width: style.stroke_width(), colour },
        })
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        self.keep(Ink::Polygon { points: corners.into_iter().collect(), colour: rgb(style.color()) })
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let (size, bold) = (style.size(), matches!(style.style(), FontStyle::Bold));
        self.keep(Ink::Text(TextInk { text: text.into(), at, anchor, size, bold, colour: rgb(style.color()) }))
    }
}
