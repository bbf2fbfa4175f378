//! One look for every figure: sizes, colours and forms.
//!
//! Sizes are CSS pixels at a width of [`WIDTH`]; at half a page of A4 (170 mm wide) a letter of 14 is printed at 8.4 points.
//! Colours are those of Okabe & Ito, distinct for colour-blind readers; form (hollow or filled) says the same a second time,
//! so that a black-and-white print can be read.

use plotters::style::RGBColor;

use super::fonts::Font;
use crate::exhibit::Tone;

/// Width of every figure.
pub const WIDTH: f64 = 800.0;
/// Space at the left and right edge.
pub const MARGIN: f64 = 28.0;
/// Width between the margins.
pub const INNER: f64 = WIDTH - 2.0 * MARGIN;
/// Height of a line of text, in sizes of its font.
pub const LEADING: f64 = 1.38;

/// The message.
pub const TITLE: Font = Font::bold(19.0);
/// n and method.
pub const SUBTITLE: Font = Font::regular(14.0);
/// Labels of rows and boxes.
pub const LABEL: Font = Font::regular(14.0);
/// Numbers that matter.
pub const STRONG: Font = Font::bold(14.0);
/// Titles of axes and legend entries.
pub const AXIS: Font = Font::regular(13.0);
/// Tick labels and labels of rules.
pub const TICK: Font = Font::regular(12.5);
/// What the figure does not show.
pub const NOTE: Font = Font::regular(12.0);

/// Text.
pub const INK: RGBColor = RGBColor(0x1A, 0x1A, 0x1A);
/// Secondary text.
pub const SOFT: RGBColor = RGBColor(0x4F, 0x4F, 0x4F);
/// Axis and zero lines.
pub const AXIS_LINE: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// Thresholds.
pub const RULE: RGBColor = RGBColor(0x99, 0x99, 0x99);
/// Grid.
pub const GRID: RGBColor = RGBColor(0xE6, 0xE6, 0xE6);
/// Ground of frames.
pub const GROUND: RGBColor = RGBColor(0xF4, 0xF4, 0xF4);
/// Paper.
pub const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);

const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xB2);
const VERMILION: RGBColor = RGBColor(0xD5, 0x5E, 0x00);
const GREY: RGBColor = RGBColor(0x66, 0x66, 0x66);
const PALE: RGBColor = RGBColor(0x8C, 0x8C, 0x8C);

/// The outline of a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Round.
    Disc,
    /// Standing on a corner.
    Diamond,
}

/// How a tone looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Colour of marks, bars and lines.
    pub colour: RGBColor,
    /// Marker.
    pub form: Form,
    /// Filled, or hollow with an outline in the colour.
    pub filled: bool,
}

/// The look of a tone.
pub fn look(tone: Tone) -> Look {
    let (colour, form, filled) = match tone {
        Tone::Before => (GREY, Form::Disc, false),
        Tone::After | Tone::Treated | Tone::Result => (BLUE, Form::Disc, true),
        Tone::Comparison => (VERMILION, Form::Diamond, false),
        Tone::Muted => (PALE, Form::Disc, true),
    };
    Look { colour, form, filled }
}

/// A colour thinned towards the paper, for the inside of hollow bars.
pub fn tint(colour: RGBColor) -> RGBColor {
    let thin = |channel: u8| (255 - (255 - u16::from(channel)) / 5) as u8;
    RGBColor(thin(colour.0), thin(colour.1), thin(colour.2))
}
