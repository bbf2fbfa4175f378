use std::ops::Range;
use std::sync::Arc;

use crate::diag::Place;

/// From byte ranges of a text to places that a person can find.
pub struct TextPlaces<'t> {
    file: Arc<str>,
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> TextPlaces<'t> {
    /// Of a text that is read from `file`.
    pub fn new(file: Arc<str>, text: &'t str) -> TextPlaces<'t> {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        TextPlaces { file, text, starts: std::iter::once(0).chain(after_breaks).collect() }
    }

    /// The whole file.
    pub fn file(&self) -> Place {
        Place::File { file: self.file.clone() }
    }

    /// The text itself.
    pub fn slice(&self, span: Range<usize>) -> &'t str {
        self.text.get(span).unwrap_or("")
    }

    /// The place of a byte range; what goes on over several lines is marked to the end of its first line.
    pub fn at(&self, span: Range<usize>) -> Place {
        let start = self.onto_text(span.start.min(self.text.len()));
        let line = self.line_number(start) - 1;
        let source = self.line(line);
        let begin = self.starts[line];
        let chars = |from: usize, to: usize| self.text.get(from..to).map_or(0, |part| part.chars().count()) as u32;
        let end = span.end.clamp(start, begin + source.len().max(start - begin));
        Place::Text {
            file: self.file.clone(),
            line: line as u32 + 1,
            column: chars(begin, start) + 1,
            length: chars(start, end).max(1),
            source: source.into(),
        }
    }

    /// The text of a 1-based line.
    pub fn line_text(&self, line: u32) -> String {
        (line as usize)
            .checked_sub(1)
            .filter(|at| *at < self.starts.len())
            .map_or_else(String::new, |at| self.line(at).into())
    }

    /// The 1-based line of a byte position.
    pub fn line_number(&self, at: usize) -> usize {
        let at = self.onto_text(at.min(self.text.len()));
        self.starts.partition_point(|&begin| begin <= at)
    }

    /// A position at the end of the text, on an empty line, is shown after the last thing that was written.
    fn onto_text(&self, at: usize) -> usize {
        let written = self.text.trim_end().len();
        if at > written && self.text[written..].contains('\n') && at == self.text.len() { written } else { at }
    }

    fn line(&self, index: usize) -> &'t str {
        let end = self.starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        self.text[self.starts[index]..end].trim_end_matches('\r')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, span: Range<usize>) -> (u32, u32, u32, String) {
        match TextPlaces::new("study.toml".into(), text).at(span) {
            Place::Text { line, column, length, source, .. } => (line, column, length, source.to_string()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "[a]\r\n\"団体\" = \"値\" # 終\r\n";
        let value = text.find("\"値\"").unwrap();
        assert_eq!(at(text, value..value + 5), (2, 8, 3, "\"団体\" = \"値\" # 終".into()));
    }

    #[test]
    fn a_range_over_lines_is_marked_to_the_end_of_the_first() {
        assert_eq!(at("a = [\n1,\n2]\n", 4..11), (1, 5, 1, "a = [".into()));
        assert_eq!(at("a = [\n\n", 7..7), (1, 6, 1, "a = [".into()));
        assert_eq!(at("", 0..0), (1, 1, 1, "".into()));
    }
}
