use std::ops::Range;
use std::sync::Arc;

use crate::diag::Place;

/// Where each character of a text stands in the study file: line and column, and one more for the end.
#[derive(Clone, Debug, Default)]
pub struct Spots {
    file: Arc<str>,
    /// Line and column (1-based, in characters) of each character; empty where that is not known.
    at: Vec<(u32, u32)>,
    /// The lines that the text stands on, from its first.
    lines: Vec<(u32, Arc<str>)>,
}

impl Spots {
    /// Walks the value as TOML writes it (`raw`, from its opening quotation mark on) beside the text that it stands for. Where
    /// the two do not agree nothing is known, and problems point at the whole value.
    pub fn of(text: &str, place: &Place, raw: &str, source_line: impl Fn(u32) -> String) -> Spots {
        let Place::Text { file, line, column, .. } = place else { return Spots::default() };
        let mut walk = SpotWalk { rest: raw, line: *line, column: *column, said: String::new(), at: Vec::new() };
        walk.value();
        if walk.said != text {
            return Spots::default();
        }
        let lines = (*line..=walk.line).map(|line| (line, source_line(line).into())).collect();
        Spots { file: file.clone(), at: walk.at, lines }
    }

    /// The place of a range of characters; what goes over several lines is marked on its first.
    pub fn at(&self, span: &Range<usize>) -> Option<Place> {
        let last = self.at.len().checked_sub(1)?;
        let start = span.start.min(last);
        let (line, column) = self.at[start];
        let same_line = |spot: &&(u32, u32)| spot.0 == line;
        let end = self.at[start..=span.end.clamp(start, last)].iter().rfind(same_line);
        let source = self.lines.iter().find(|(number, _)| *number == line)?.1.clone();
        let length = end.map_or(1, |end| (end.1 - column).max(1));
        Some(Place::Text { file: self.file.clone(), line, column, length, source })
    }
}

struct SpotWalk<'r> {
    rest: &'r str,
    line: u32,
    column: u32,
    said: String,
    at: Vec<(u32, u32)>,
}

impl SpotWalk<'_> {
    fn value(&mut self) {
        let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| self.rest.starts_with(quote));
        let Some(quote) = quote else { return };
        for _ in quote.chars() {
            self.next();
        }
        if quote.len() == 3 {
            self.line_break();
        }
        let escapes = quote.starts_with('"');
        while !self.rest.is_empty() && !self.at_end(quote) {
            match self.rest.starts_with('\\') && escapes {
                true => self.escape(),
                false => self.plain(),
            }
        }
        self.at.push((self.line, self.column));
    }

    /// Up to two quotation marks may stand before the closing three.
    fn at_end(&self, quote: &str) -> bool {
        self.rest.starts_with(quote)
            && (quote.len() == 1
                || !self.rest[quote.len()..].starts_with(&quote[..1])
                || self.rest.len() <= quote.len())
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        (self.line, self.column) = if c == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        Some(c)
    }

    fn line_break(&mut self) -> bool {
        let found = self.rest.starts_with('\n') || self.rest.starts_with("\r\n");
        while found && self.next() != Some('\n') {}
        found
    }

    fn plain(&mut self) {
        let spot = (self.line, self.column);
        // A line break is one character to TOML, however the file writes it.
        let c = if self.line_break() { Some('\n') } else { self.next() };
        self.say(spot, c);
    }

    fn say(&mut self, spot: (u32, u32), c: Option<char>) {
        if let Some(c) = c {
            self.said.push(c);
            self.at.push(spot);
        }
    }

    fn escape(&mut self) {
        let spot = (self.line, self.column);
        self.next();
        match self.rest.chars().next() {
            Some(c) if c.is_whitespace() => {
                while self.rest.starts_with(char::is_whitespace) {
                    self.next();
                }
            }
            Some('x') => self.code(spot, 2),
            Some('u') => self.code(spot, 4),
            Some('U') => self.code(spot, 8),
            _ => {
                let c = self.next().map(|c| match c {
                    'b' => '\u{8}',
                    't' => '\t',
                    'n' => '\n',
                    'f' => '\u{C}',
                    'r' => '\r',
                    'e' => '\u{1B}',
                    other => other,
                });
                self.say(spot, c);
            }
        }
    }

    fn code(&mut self, spot: (u32, u32), digits: usize) {
        self.next();
        let code: String = (0..digits).filter_map(|_| self.next()).collect();
        self.say(spot, u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, column and length of a word of a text as a TOML value at line 3, column 11.
    fn spot(raw: &str, text: &str, word: &str) -> Option<(u32, u32, u32)> {
        let place = Place::Text { file: "s".into(), line: 3, column: 11, length: 1, source: "".into() };
        let spots = Spots::of(text, &place, raw, |line| format!("line {line}"));
        let start = text[..text.find(word).unwrap()].chars().count();
        match spots.at(&(start..start + word.chars().count()))? {
            Place::Text { line, column, length, .. } => Some((line, column, length)),
            _ => None,
        }
    }

    #[test]
    fn words_are_found_behind_quotation_marks_and_escapes() {
        assert_eq!(spot("\"a + 会費\"", "a + 会費", "会費"), Some((3, 16, 2)));
        assert_eq!(spot("'\"受取 会費\" + b'", "\"受取 会費\" + b", "b"), Some((3, 22, 1)));
        assert_eq!(spot(r#""\"x y\" + b""#, "\"x y\" + b", "b"), Some((3, 22, 1)));
        assert_eq!(spot(r#""\u4f1a + b""#, "会 + b", "b"), Some((3, 21, 1)));
        assert_eq!(spot("\"\"\"\na +\r\n  b\"\"\"", "a +\n  b", "b"), Some((5, 3, 1)));
        assert_eq!(spot("\"\"\"a + \\\n   b\"\"\"", "a + b", "b"), Some((4, 4, 1)));
        assert_eq!(spot("'''a'''", "a", "a"), Some((3, 14, 1)));
    }

    #[test]
    fn where_the_two_do_not_agree_nothing_is_known() {
        assert_eq!(spot("\"a\"", "b", "b"), None);
    }
}
