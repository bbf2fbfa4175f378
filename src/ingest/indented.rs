//! The content of an OpenDocument workbook without indentation: blanks and comments between elements, which XML allows and which
//! say nothing, are taken out, and line breaks inside a paragraph are blanks (ODF 1.2, 6.1.2). The parser below us takes both
//! for content.

use memchr::{memchr, memmem};

/// Elements in which text is text.
const PARAGRAPHS: [&[u8]; 2] = [b"text:p", b"text:h"];

/// The content without what only shapes it; nothing where it is not shaped.
pub(super) fn flat(content: &[u8]) -> Option<Vec<u8>> {
    is_shaped(content)
        .then(|| Flattening { out: Vec::with_capacity(content.len()), depth: 0, fresh: false }.all(content))
}

fn is_shaped(content: &[u8]) -> bool {
    let blank_behind = |at: usize| content.get(at + 1).is_some_and(u8::is_ascii_whitespace);
    memchr::memchr_iter(b'>', content).any(blank_behind)
        || memmem::find(content, b"<!--").is_some()
        || memchr::memchr2(b'\n', b'\r', content).is_some()
}

/// A pass over the content.
struct Flattening {
    out: Vec<u8>,
    /// Paragraphs that are open.
    depth: usize,
    /// Whether a paragraph has just begun.
    fresh: bool,
}

impl Flattening {
    fn all(mut self, mut rest: &[u8]) -> Vec<u8> {
        while let Some(start) = memchr(b'<', rest) {
            let (text, tag) = rest.split_at(start);
            let length = length(tag);
            self.text(text, tag.starts_with(b"</"));
            self.tag(&tag[..length]);
            rest = &tag[length..];
        }
        self.out.extend_from_slice(rest);
        self.out
    }

    fn tag(&mut self, tag: &[u8]) {
        if tag.starts_with(b"<!--") {
            return;
        }
        self.fresh = false;
        if let Some(closing) = paragraph(tag) {
            self.depth = if closing { self.depth.saturating_sub(1) } else { self.depth + 1 };
            self.fresh = !closing;
        }
        self.out.extend_from_slice(tag);
    }

    fn text(&mut self, text: &[u8], ends: bool) {
        match self.depth {
            0 if text.iter().all(u8::is_ascii_whitespace) => {}
            0 => self.out.extend_from_slice(text),
            _ => self.paragraph(text, ends),
        }
    }

    /// Blanks with a line break are one blank, and none at the edges of a paragraph.
    fn paragraph(&mut self, text: &[u8], ends: bool) {
        let mut at = 0;
        while at < text.len() {
            let blanks = text[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let run = &text[at..at + blanks];
            let edge = (at == 0 && self.fresh) || (at + blanks == text.len() && ends && self.depth == 1);
            match run.iter().any(|byte| matches!(byte, b'\n' | b'\r')) {
                true if edge => {}
                true => self.out.push(b' '),
                false => self.out.extend_from_slice(run),
            }
            at += blanks;
            let word = text[at..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
            self.out.extend_from_slice(&text[at..at + word]);
            at += word;
        }
    }
}

/// Whether a tag ends a paragraph or begins one; nothing where it does neither.
fn paragraph(tag: &[u8]) -> Option<bool> {
    let closing = tag.starts_with(b"</");
    let name = &tag[if closing { 2 } else { 1 }..];
    let end = name.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    let is_one = PARAGRAPHS.contains(&&name[..end.unwrap_or(name.len())]);
    (is_one && !tag.ends_with(b"/>")).then_some(closing)
}

/// Bytes of a tag, a comment or a piece of raw text; all that is left where it does not end.
fn length(tag: &[u8]) -> usize {
    let until = |end: &[u8]| memmem::find(tag, end).map(|at| at + end.len());
    let found = match tag {
        [b'<', b'!', b'-', b'-', ..] => until(b"-->"),
        [b'<', b'!', b'[', ..] => until(b"]]>"),
        [b'<', b'?', ..] => until(b"?>"),
        _ => unquoted_end(tag),
    };
    found.unwrap_or(tag.len())
}

fn unquoted_end(tag: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (at, &byte) in tag.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flattened(text: &str) -> String {
        flat(text.as_bytes()).map_or(text.into(), |bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn blanks_between_elements_go_and_words_stay() {
        let shaped = "<?xml version=\"1.0\"?>\n<table:table-row>\n  <!-- one -->\n  <table:table-cell a=\"x > y\n\">
            <text:p>Tokyo  <text:span> Bay </text:span>\n</text:p>\n  </table:table-cell>\n</table:table-row>";
        assert_eq!(
            flattened(shaped),
            "<?xml version=\"1.0\"?><table:table-row><table:table-cell a=\"x > y\n\"><text:p>Tokyo  <text:span> Bay </text:span></text:p></table:table-cell></table:table-row>"
        );
    }

    #[test]
    fn line_breaks_inside_a_paragraph_are_blanks() {
        assert_eq!(flattened("<text:p>\n  a\n  b <text:s/>\n c\n</text:p>"), "<text:p>a b <text:s/> c</text:p>");
        assert_eq!(flattened("<text:p/>\n<text:p>\n</text:p>\n"), "<text:p/><text:p></text:p>\n");
    }

    #[test]
    fn what_is_not_shaped_is_left_alone_and_what_is_cut_off_stays() {
        assert!(flat(b"<a><text:p>x y</text:p></a>").is_none());
        for cut in ["<a>\n<b", "<a>\n<!-- b", "<a>\n<![CDATA[ b", "<a>\n <text:p>b\n", "\n<"] {
            flattened(cut);
        }
        assert_eq!(flattened("<a>\n<![CDATA[ <b> ]]>\n</a>"), "<a><![CDATA[ <b> ]]></a>");
    }
}
