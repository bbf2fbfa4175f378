//! How wide text is, in digits of the default font: what Excel measures columns in. Neither Excel nor LibreOffice fits a row
//! to wrapped text that a library wrote, so that heights come from here.

use std::ops::Range;

use crate::text::printable;

/// Excel's limit of a cell, in UTF-16 units.
const CELL: usize = 32_767;

/// Width of a character in digits.
fn char_width(c: char) -> f64 {
    match c as u32 {
        0x0300..=0x036F => 0.0,
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE4F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6 => 2.0,
        0x1F300..=0x1FAFF | 0x20000..=0x3FFFD => 2.0,
        _ if matches!(c, 'm' | 'w' | 'M' | 'W' | '–' | '—' | '→' | '%' | '@') => 1.5,
        _ if c.is_uppercase() => 1.2,
        _ if matches!(c, 'i' | 'j' | 'l' | '.' | ',' | '\'' | ' ' | 't' | 'f') => 0.7,
        _ => 1.0,
    }
}

/// Width of a text without line breaks.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(char_width).sum()
}

/// Width of the longest line of a text.
pub(super) fn longest_line(text: &str) -> f64 {
    text.split('\n').map(width).fold(0.0, f64::max)
}

/// The longest piece that a line break cannot split: a word, or one wide character.
pub(super) fn longest_word(text: &str) -> f64 {
    pieces(text).map(|piece| width(text[piece].trim_end())).fold(0.0, f64::max)
}

/// Lines that a text takes in a cell of a width.
pub(super) fn lines(text: &str, room: f64) -> usize {
    text.split('\n').map(|line| wrapped(line, room.max(2.0))).sum()
}

fn wrapped(line: &str, room: f64) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    for piece in pieces(line) {
        let wide = width(&line[piece]);
        if used + wide > room && used > 0.0 {
            lines += 1;
            used = 0.0;
        }
        let over = ((wide - 0.5) / room).floor().max(0.0);
        lines += over as usize;
        used += wide - over * room;
    }
    lines
}

/// Byte ranges between possible line breaks: words with the space after them, wide characters one by one.
fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let mut end = rest.len();
        let mut chars = rest.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next_is_wide = chars.peek().is_some_and(|(_, next)| char_width(*next) == 2.0);
            if c == ' ' || char_width(c) == 2.0 || next_is_wide {
                end = at + c.len_utf8();
                break;
            }
        }
        let piece = start..start + end;
        start += end;
        (!piece.is_empty()).then_some(piece)
    })
}

/// A text cut to a number of UTF-16 units, with an ellipsis where something is missing.
pub(super) fn clip(text: &str, most: usize) -> String {
    if text.len() <= most || text.encode_utf16().count() <= most {
        return text.to_string();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= most
    });
    kept.chain(['…']).collect()
}

/// A text that fits into a cell.
pub(super) fn cell(text: &str) -> String {
    clip(&printable(text), CELL)
}

/// A name that Excel accepts for a range: letters, digits and underscores; everything else becomes an underscore.
pub(super) fn name(parts: &[&str]) -> String {
    let joined = parts.join("_");
    let plain = |c: char| c.is_alphabetic() || c.is_ascii_digit() || c == '_';
    let kept: String = joined.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    kept.chars().take(200).collect()
}

/// Most characters in the name of a sheet.
const SHEET: usize = 31;

/// A name that Excel accepts for a sheet.
pub(super) fn sheet_name(text: &str) -> String {
    let kept: String = text.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
    clip(kept.trim(), SHEET)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(width("結論"), 4.0);
        assert_eq!(longest_line("結論\n推定値です"), 10.0);
    }

    #[test]
    fn lines_break_between_words_and_wide_characters() {
        assert_eq!(lines("one two", 20.0), 1);
        assert_eq!(lines("aaaa bbbb cccc", 5.0), 3);
        assert_eq!(lines("結論結論結", 4.0), 3);
        assert_eq!(lines("a\nb", 20.0), 2);
        assert_eq!(lines("", 20.0), 1);
        assert_eq!(lines("aaaaaaaaaaaa", 5.0), 3);
    }

    #[test]
    fn long_text_is_cut_and_names_are_sanitised() {
        assert_eq!(clip("abcdef", 4), "abc…");
        assert_eq!(clip("abcd", 4), "abcd");
        assert_eq!(name(&["res", "訓練-1", "re78", "est"]), "res_訓練_1_re78_est");
        assert_eq!(name(&["res", "①②", "x²", "est"]), "res____x__est");
        assert_eq!(sheet_name("a/b: [c]'s?"), "a b   c  s");
        assert_eq!(sheet_name(&"x".repeat(40)).chars().count(), 31);
    }
}
