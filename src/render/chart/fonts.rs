//! The embedded fonts: what draws the text and what measures it.
//!
//! BIZ UDPGothic has no kerning and only `ccmp` and `liga` are kept, so that the width of a text is the sum of its advances.

use std::sync::{Arc, OnceLock};

use resvg::usvg;
use ttf_parser::Face;
use unicode_normalization::UnicodeNormalization;

/// Name of the embedded family.
pub const FAMILY: &str = "BIZ UDPGothic";

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

/// Options that draw with the embedded fonts and nothing else.
pub fn options() -> &'static usvg::Options<'static> {
    static OPTIONS: OnceLock<usvg::Options<'static>> = OnceLock::new();
    OPTIONS.get_or_init(|| {
        let mut fonts = usvg::fontdb::Database::new();
        for bytes in [REGULAR, BOLD] {
            fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(bytes)));
        }
        fonts.set_serif_family(FAMILY);
        fonts.set_sans_serif_family(FAMILY);
        usvg::Options { font_family: FAMILY.into(), fontdb: Arc::new(fonts), ..usvg::Options::default() }
    })
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
