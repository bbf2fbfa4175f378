use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Text with full-width letters, half-width kana and other variants of characters evened out (NFKC); most texts already are.
pub fn even(text: &str) -> Cow<'_, str> {
    match text.chars().all(is_plain) || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.nfkc().collect()),
    }
}

/// Whether a letter is of Japanese writing: kana, kanji, full-width forms and their punctuation.
pub fn is_japanese(c: char) -> bool {
    matches!(c as u32, 0x3001..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF)
}

/// Letters that nothing evens out or composes with, in the ranges that most texts are of: ASCII, punctuation, kana, kanji.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\x7F' | '\u{3001}'..='\u{3035}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FE}' | '\u{4E00}'..='\u{9FFF}')
}

/// Whether a sign is a figure, as [`char::is_numeric`] says it. Kana and kanji are none, which the tables of Unicode say slowly.
pub fn is_figure(c: char) -> bool {
    match c {
        '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' => false,
        _ => c.is_numeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_evened_out_and_others_left() {
        assert_eq!(even("１，２００千円（ｱﾞ）㈱"), "1,200千円(ア\u{3099})(株)");
        assert_eq!(even("か\u{3099}"), "が");
        assert!(matches!(even("東京のNPO"), Cow::Borrowed("東京のNPO")));
    }

    #[test]
    fn plain_letters_are_their_own_normal_form() {
        for c in ('\0'..='\u{FFFF}').filter(|c| is_plain(*c)) {
            assert_eq!(is_nfkc_quick(std::iter::once(c)), IsNormalized::Yes, "{c:?}");
        }
    }

    #[test]
    fn figures_are_those_of_unicode() {
        assert!((0..=char::MAX as u32).filter_map(char::from_u32).all(|c| is_figure(c) == c.is_numeric()));
    }
}
