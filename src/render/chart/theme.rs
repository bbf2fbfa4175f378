//! One look for every figure: sizes, colours and forms.
//!
//! Sizes are CSS pixels on [`Paper::WIDE`]; at half a page of A4 (170 mm wide) a letter of 14 is printed at 8.4 points.
//! Colours are those of Okabe & Ito, distinct for colour-blind readers; form (hollow or filled) says the same a second time,
//! so that a black-and-white print can be read.

use plotters::style::RGBColor;

use super::fonts::Font;
use crate::exhibit::Tone;
use crate::math::elementary::powf;

/// The width that a figure is laid out for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paper {
    /// Width in pixels.
    pub width: f64,
    /// Space at the left and right edge.
    pub margin: f64,
}

impl Paper {
    /// A page, a document, a slide.
    pub const WIDE: Paper = Paper { width: 800.0, margin: 28.0 };
    /// A phone.
    pub const NARROW: Paper = Paper { width: 400.0, margin: 12.0 };

    /// Width between the margins.
    pub fn inner(self) -> f64 {
        self.width - 2.0 * self.margin
    }

    /// The right margin.
    pub fn right(self) -> f64 {
        self.width - self.margin
    }

    /// Whether what stands beside a plot has no room.
    pub fn is_narrow(self) -> bool {
        self.width < 600.0
    }
}

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
/// What is too small to matter.
pub const SHADE: RGBColor = RGBColor(0xDD, 0xE5, 0xEC);
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
pub enum MarkerForm {
    /// Round.
    Disc,
    /// Standing on a corner.
    Diamond,
}

/// How a tone looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToneStyle {
    /// Colour of marks, bars and lines.
    pub colour: RGBColor,
    /// Marker.
    pub form: MarkerForm,
    /// Filled, or hollow with an outline in the colour.
    pub filled: bool,
    /// Whether bars are hatched: a second sign beside the colour.
    pub hatched: bool,
}

/// Colours of kinds, and whether they are hatched: neighbours differ in lightness as well, so that they can be told apart in
/// grey.
const KINDS: [(RGBColor, bool); Tone::KINDS as usize] = [
    (RGBColor(0x00, 0x72, 0xB2), false),
    (RGBColor(0xE6, 0x9F, 0x00), false),
    (RGBColor(0x00, 0x9E, 0x73), false),
    (RGBColor(0xF0, 0xE4, 0x42), false),
    (RGBColor(0xCC, 0x79, 0xA7), true),
    (RGBColor(0xB4, 0xDD, 0xF5), true),
];

/// Steps of a scale from −3 to 3: orange to blue (ColorBrewer's PuOr and RdBu), darker outwards. The lower side is hatched.
const STEPS: [RGBColor; 7] = [
    RGBColor(0xB3, 0x58, 0x06),
    RGBColor(0xE8, 0x8A, 0x2E),
    RGBColor(0xFD, 0xC8, 0x8A),
    RGBColor(0xED, 0xED, 0xED),
    RGBColor(0xA6, 0xCE, 0xE8),
    RGBColor(0x4A, 0x9B, 0xCB),
    RGBColor(0x00, 0x5F, 0x99),
];

/// The look of a tone.
pub fn look(tone: Tone) -> ToneStyle {
    let plain = |colour, form, filled| ToneStyle { colour, form, filled, hatched: false };
    match tone {
        Tone::Before => plain(GREY, MarkerForm::Disc, false),
        Tone::After | Tone::Treated | Tone::Result => plain(BLUE, MarkerForm::Disc, true),
        Tone::Comparison => plain(VERMILION, MarkerForm::Diamond, false),
        Tone::Muted => plain(PALE, MarkerForm::Disc, true),
        Tone::Kind(kind) => {
            let (colour, hatched) = KINDS[usize::from(kind % Tone::KINDS)];
            ToneStyle { hatched, ..plain(colour, MarkerForm::Disc, true) }
        }
        Tone::Step(step) => {
            let colour = STEPS[(i16::from(step).clamp(-3, 3) + 3) as usize];
            ToneStyle { hatched: step < 0, ..plain(colour, MarkerForm::Disc, true) }
        }
    }
}

/// Grounds of squares by their value, from least to most: one hue, darker and darker.
const HEAT: [RGBColor; 6] = [
    RGBColor(0xF2, 0xF6, 0xFA),
    RGBColor(0xD6, 0xE6, 0xF2),
    RGBColor(0xA9, 0xCC, 0xE5),
    RGBColor(0x6B, 0xAA, 0xD3),
    RGBColor(0x24, 0x74, 0xAC),
    RGBColor(0x06, 0x4B, 0x82),
];

/// The ground of a square whose value is so large a part of the largest.
pub fn heat(part: f64) -> RGBColor {
    HEAT[((part * HEAT.len() as f64) as usize).min(HEAT.len() - 1)]
}

/// Relative luminance (WCAG 2).
pub fn luminance(colour: RGBColor) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { powf((c + 0.055) / 1.055, 2.4) }
    };
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

/// Contrast of two colours, from 1 to 21 (WCAG 2).
pub fn contrast(a: RGBColor, b: RGBColor) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Text on a colour: dark or white, whichever is read better.
pub fn text_on(colour: RGBColor) -> RGBColor {
    if contrast(colour, INK) >= contrast(colour, PAPER) { INK } else { PAPER }
}

/// A colour thinned towards the paper, for the inside of hollow bars.
pub fn tint(colour: RGBColor) -> RGBColor {
    let thin = |channel: u8| (255 - (255 - u16::from(channel)) / 5) as u8;
    RGBColor(thin(colour.0), thin(colour.1), thin(colour.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As in a print without colours.
    fn told_apart(a: ToneStyle, b: ToneStyle, least: f64) -> bool {
        contrast(a.colour, b.colour) >= least || a.hatched != b.hatched || a.filled != b.filled
    }

    #[test]
    fn kinds_are_told_apart_in_grey() {
        let looks: Vec<ToneStyle> = (0..Tone::KINDS).map(|kind| look(Tone::Kind(kind))).collect();
        for (i, a) in looks.iter().enumerate() {
            for (j, b) in looks.iter().enumerate().skip(i + 1) {
                assert!(told_apart(*a, *b, if j == i + 1 { 1.5 } else { 1.25 }), "{i} {j}");
            }
        }
    }

    #[test]
    fn steps_grow_darker_outwards_and_sides_differ() {
        let of = |step| look(Tone::Step(step));
        for (inner, outer) in [(0, 1), (1, 2), (2, 3), (0, -1), (-1, -2), (-2, -3)] {
            assert!(contrast(of(inner).colour, of(outer).colour) >= 1.2, "{inner} {outer}");
            assert!(luminance(of(inner).colour) > luminance(of(outer).colour), "{inner} {outer}");
        }
        assert!((1..=3).all(|step| of(step).hatched != of(-step).hatched));
    }

    #[test]
    fn squares_grow_darker_and_their_numbers_can_be_read() {
        assert!(HEAT.windows(2).all(|pair| luminance(pair[0]) > luminance(pair[1])));
        assert!(HEAT.iter().all(|&ground| contrast(ground, text_on(ground)) >= 4.5));
        assert_eq!((heat(0.0), heat(1.0)), (HEAT[0], HEAT[5]));
    }

    #[test]
    fn text_on_bars_can_be_read() {
        let kinds = (0..Tone::KINDS).map(Tone::Kind);
        for tone in kinds.chain((-3..=3).map(Tone::Step)) {
            let colour = look(tone).colour;
            assert!(contrast(colour, text_on(colour)) >= 4.5, "{tone:?}: {}", contrast(colour, text_on(colour)));
        }
    }

    #[test]
    fn the_two_sides_are_told_apart_in_grey() {
        assert!(told_apart(look(Tone::Treated), look(Tone::Comparison), 3.0));
        assert!(told_apart(look(Tone::Before), look(Tone::After), 3.0));
    }
}
