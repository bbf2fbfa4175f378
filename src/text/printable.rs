use std::borrow::Cow;

/// Text without what is no text: control characters of cells and names (the vertical tab that some programs put for a line
/// break, terminal escapes) and what turns the direction of writing become blanks; line breaks and tabs stay.
pub fn printable(text: &str) -> Cow<'_, str> {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let stray =
        |c: char| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{FFFE}' | '\u{FFFF}') || turns(c);
    match text.contains(stray) {
        true => text.chars().map(|c| if stray(c) { ' ' } else { c }).collect::<String>().into(),
        false => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_controls_become_blanks() {
        assert_eq!(printable("a\u{b}b\u{1b}[2J\u{9b}c\nd\te"), "a b [2J c\nd\te");
        assert_eq!(printable("a\u{202E}b"), "a b");
        assert!(matches!(printable("団体 A"), Cow::Borrowed(_)));
    }
}
