//! The embedded fonts: what draws the text and what measures it.
//!
//! BIZ UDPGothic has no kerning and only `ccmp` and `liga` are kept, so that the width of a text is the sum of its advances.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::OnceLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
pub use ttf_parser::OutlineBuilder as Outline;
use ttf_parser::{Face, GlyphId};
use unicode_normalization::UnicodeNormalization;

use super::Drawing;
use super::canvas::Anchor;
use super::ink::{Ink, TextInk};

/// Name of the embedded family.
pub const FAMILY: &str = "BIZ UDPGothic";

/// What a page calls the letters of it that it embeds: they are for its drawings, not for its text.
pub const EMBEDDED: &str = "Tashika figures";

/// Room that Latin letters need below the line: by the font's own (12 %) browsers cut p and g.
const METRICS: &str = "ascent-override:100%;descent-override:35%";

static REGULAR: &[u8] = include_bytes!("fonts/BIZUDPGothic-Regular.ttf");
static BOLD: &[u8] = include_bytes!("fonts/BIZUDPGothic-Bold.ttf");

/// Printed for a character that the fonts lack: the geta mark of Japanese printers.
const GETA: char = '〓';

/// A size and weight of the embedded family.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Font {
    /// Pixels for an em.
    pub size: f64,
    /// Bold or regular.
    pub bold: bool,
}

impl Font {
    /// Regular weight.
    pub const fn regular(size: f64) -> Font {
        Font { size, bold: false }
    }

    /// Bold weight.
    pub const fn bold(size: f64) -> Font {
        Font { size, bold: true }
    }

    /// Distance between the baselines of two lines.
    pub fn leading(self) -> f64 {
        self.size * super::theme::LEADING
    }

    /// How far below the centre of a line its baseline lies.
    pub fn below_centre(self) -> f64 {
        self.size * 0.36
    }

    /// Width of a character.
    pub fn advance(self, c: char) -> f64 {
        let face = face(self.bold);
        let advance = face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or(0);
        f64::from(advance) * self.size / f64::from(face.units_per_em())
    }

    /// Width of a line.
    pub fn width(self, text: &str) -> f64 {
        text.chars().map(|c| self.advance(c)).sum()
    }
}

fn face(bold: bool) -> &'static Face<'static> {
    static FACES: OnceLock<[Face<'static>; 2]> = OnceLock::new();
    let parse = |bytes| Face::parse(bytes, 0).expect("the embedded fonts are fonts");
    &FACES.get_or_init(|| [parse(REGULAR), parse(BOLD)])[usize::from(bold)]
}

/// The fonts as subsets are made of them, read once.
fn whole() -> &'static [font_subset::Font<'static>; 2] {
    static FONTS: OnceLock<[font_subset::Font<'static>; 2]> = OnceLock::new();
    let read = |bytes| font_subset::Font::opentype(bytes).expect("the embedded fonts are fonts");
    FONTS.get_or_init(|| [read(REGULAR), read(BOLD)])
}

/// Draws the outlines of a text where it stands, in units.
pub fn outline(text: &TextInk, pen: &mut dyn Outline) {
    let (face, font) = (face(text.bold), Font { size: text.size, bold: text.bold });
    let scale = (text.size / f64::from(face.units_per_em())) as f32;
    let start = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => font.width(&text.text) / 2.0,
        Anchor::End => font.width(&text.text),
    };
    let (mut x, y) = (f64::from(text.at.0) - start, text.at.1 as f32);
    for c in text.text.chars() {
        let glyph = face.glyph_index(c).unwrap_or(GlyphId(0));
        face.outline_glyph(glyph, &mut Placed { pen, x: x as f32, y, scale });
        x += font.advance(c);
    }
}

/// Moves an outline from the font's own units to where it stands.
struct Placed<'p> {
    pen: &'p mut dyn Outline,
    x: f32,
    y: f32,
    scale: f32,
}

impl Placed<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl Outline for Placed<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.pen.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.pen.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.pen.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.pen.curve_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.pen.close();
    }
}

/// The letters that drawings are written with, regular and bold: what a page that shows them must embed of the fonts.
#[derive(Clone, Debug, Default)]
pub struct Letters([BTreeSet<char>; 2]);

impl Letters {
    /// Adds those of a drawing.
    pub fn add(&mut self, drawing: &Drawing) {
        for mark in &drawing.ink {
            if let Ink::Text(text) = mark {
                self.0[usize::from(text.bold)].extend(text.text.chars());
            }
        }
    }

    /// `@font-face` rules that hold these letters of the embedded family; nothing where there are none.
    pub fn css(&self) -> String {
        let mut css = String::new();
        let fonts = self.0.iter().zip(whole()).zip([400, 700]);
        for ((letters, font), weight) in fonts.filter(|((letters, _), _)| !letters.is_empty()) {
            if let Ok(subset) = font.subset(letters) {
                let data = BASE64.encode(subset.to_opentype());
                let _ = write!(
                    css,
                    "@font-face{{font-family:\"{EMBEDDED}\";font-weight:{weight};{METRICS};src:url(data:font/ttf;base64,{data})}}"
                );
            }
        }
        css
    }
}

/// The text as it can be printed: controls become spaces, a character that the fonts lack its compatibility form (₂ becomes
/// 2) or else 〓.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            out.push(' ');
        } else if known(c) {
            out.push(c);
        } else if !invisible(c) {
            out.extend(std::iter::once(c).nfkc().map(|c| if known(c) { c } else { GETA }));
        }
    }
    out
}

fn known(c: char) -> bool {
    face(false).glyph_index(c).is_some()
}

/// Joiners, variation selectors, direction marks and the byte order mark.
fn invisible(c: char) -> bool {
    matches!(c as u32, 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xE0100..=0xE01EF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_characters_are_replaced() {
        assert_eq!(printable("CO₂\tの\u{1}量"), "CO2 の 量");
        assert_eq!(printable("髙橋🍣"), "髙橋〓");
    }

    #[test]
    fn widths_are_those_of_the_font() {
        let font = Font::regular(10.0);
        assert_eq!(font.width("漢字"), 20.0);
        assert!(font.width("−1,234") > font.width("1,234"));
        assert!(Font::bold(10.0).width("abc") > 0.0);
    }
}
