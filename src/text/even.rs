use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Text with full-width letters, half-width kana and other variants of characters evened out (NFKC); most texts already are.
pub fn even(text: &str) -> Cow<'_, str> {
    match text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.nfkc().collect()),
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
}
