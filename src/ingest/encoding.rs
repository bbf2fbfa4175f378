//! Which encoding a text file is in.
//!
//! Order: byte-order mark, UTF-16 without a mark, strict UTF-8, then a score. That bytes decode as CP932 is no evidence of
//! Japanese (six of the Western files in our collection do), so candidates are scored by what Japanese text has: kana, and kanji in
//! runs.

use std::borrow::Cow;

use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Only this much of a file is scored.
const SCORED_BYTES: usize = 1 << 20;

/// How the encoding is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EncodingSource {
    /// From the file: a mark, or valid UTF-8.
    Sure,
    /// By its letters.
    Guessed,
}

/// Whether the bytes look like UTF-16: by the mark, or by zero bytes in every second place.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    marked(bytes).is_some_and(|encoding| encoding != UTF_8) || unmarked_utf16(bytes).is_some()
}

fn marked(bytes: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(bytes).map(|(encoding, _)| encoding)
}

fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second, pairs) = (zeros(0), zeros(1), head.len() / 2);
    match () {
        _ if pairs > 0 && 3 * second > pairs && first == 0 => Some(UTF_16LE),
        _ if pairs > 0 && 3 * first > pairs && second == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding of a name as people write it: `cp932`, `Shift_JIS`, `utf-8`, `cp1252`, `euc-jp` …
pub(super) fn by_name(name: &str) -> Option<&'static Encoding> {
    match name.trim().to_lowercase().as_str() {
        "cp932" | "932" | "sjis" | "shiftjis" => Some(SHIFT_JIS),
        "utf8" => Some(UTF_8),
        "utf16" | "utf-16" => Some(UTF_16LE),
        label => Encoding::for_label(label.as_bytes()),
    }
}

/// Which encoding the bytes are in.
pub(super) fn guess(bytes: &[u8]) -> (&'static Encoding, EncodingSource) {
    if let Some(encoding) = marked(bytes) {
        return (encoding, EncodingSource::Sure);
    }
    // Latin letters in UTF-16 are valid UTF-8 too, every second one of them a NUL.
    if let Some(encoding) = unmarked_utf16(bytes) {
        return (encoding, EncodingSource::Guessed);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, EncodingSource::Sure);
    }
    let head = &bytes[..bytes.len().min(SCORED_BYTES)];
    let best = [SHIFT_JIS, EUC_JP].into_iter().map(|encoding| (japanese(head, encoding), encoding));
    let (score, encoding) = best.fold((0, WINDOWS_1252), |best, next| if next.0 > best.0 { next } else { best });
    (if score > 0 { encoding } else { WINDOWS_1252 }, EncodingSource::Guessed)
}

/// How Japanese the bytes look in an encoding: kana and kanji in runs of two or more count for it; lone kanji beside Latin
/// letters, half-width kana and what cannot be decoded count against it.
fn japanese(bytes: &[u8], encoding: &'static Encoding) -> i64 {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let chars: Vec<char> = text.chars().collect();
    let at = |i: Option<usize>| i.and_then(|i| chars.get(i)).copied().unwrap_or(' ');
    let score = |(i, &c): (usize, &char)| {
        let (before, after) = (at(i.checked_sub(1)), at(Some(i + 1)));
        match c {
            '\u{3041}'..='\u{30FE}' => 2,
            '\u{4E00}'..='\u{9FFF}' if is_kanji(before) || is_kanji(after) => 2,
            '\u{4E00}'..='\u{9FFF}' if before.is_ascii_alphabetic() || after.is_ascii_alphabetic() => -4,
            '\u{FF61}'..='\u{FF9F}' => -1,
            '\u{FFFD}' => -10,
            _ => 0,
        }
    };
    chars.iter().enumerate().map(score).sum()
}

fn is_kanji(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3005}')
}

/// The text of the bytes, without a byte-order mark, and whether something in them could not be decoded.
pub(super) fn decode<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> (Cow<'a, str>, bool) {
    let (text, _, broken) = encoding.decode(bytes);
    (text, broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_is_told_from_western_letters() {
        let (japanese, ..) = SHIFT_JIS.encode("団体ID,参加者数\n1,東京の会\n");
        assert_eq!(guess(&japanese), (SHIFT_JIS, EncodingSource::Guessed));
        let (euc, ..) = EUC_JP.encode("団体,参加者数\n一,とうきょうの会\n");
        assert_eq!(guess(&euc), (EUC_JP, EncodingSource::Guessed));
        for western in ["the\u{201c}Kraan", "Alarc\u{f3}n", "premi\u{e8}re,\u{b1}\u{c1}"] {
            let (bytes, ..) = WINDOWS_1252.encode(western);
            assert_eq!(guess(&bytes), (WINDOWS_1252, EncodingSource::Guessed), "{western}");
        }
        assert_eq!(guess("団体".as_bytes()), (UTF_8, EncodingSource::Sure));
    }

    #[test]
    fn names_of_encodings_are_those_people_write() {
        assert_eq!(by_name("CP932"), Some(SHIFT_JIS));
        assert_eq!(by_name("cp1252"), Some(WINDOWS_1252));
        assert_eq!(by_name("klingon"), None);
    }
}
