//! Text in XML.

/// Text inside an XML element; characters that XML forbids are blanks.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Text inside the quotation marks of an attribute.
pub fn attribute(value: &str) -> String {
    text(value).replace('"', "&quot;")
}
