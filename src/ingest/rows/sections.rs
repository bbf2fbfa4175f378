//! Headings of sections as a further column: each row belongs to the section whose heading stands above it.

use super::super::grid::TEXT;
use super::super::{AsideReason, Raw, RawTable};
use super::RowClasses;
use super::shape::RowShape;
use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::change;
use crate::phrase;
use crate::study::Source;
use crate::text::even;

/// Sections that a message names.
const NAMED: usize = 5;

/// The section of each row of data.
pub(super) struct Sections {
    /// Cells of the headings.
    places: Vec<Place>,
    names: Vec<String>,
    of_rows: Vec<String>,
}

/// The sections of a table, if it has any.
pub(super) fn of(table: &RawTable, shape: &RowShape, classes: &RowClasses) -> Option<Sections> {
    let mut found = Sections { places: Vec::new(), names: Vec::new(), of_rows: Vec::new() };
    let mut current = first_title(table, classes).unwrap_or_default();
    for (row, class) in classes.iter().enumerate() {
        match class {
            Some(AsideReason::Section) => {
                let column = last_text(table, shape, row);
                current = name(table.get(row, column));
                found.places.push(table.place(row, column));
                found.names.push(current.clone());
            }
            Some(_) => {}
            None => found.of_rows.push(current.clone()),
        }
    }
    found.without_counts();
    (!found.names.is_empty()).then_some(found)
}

/// What stands above the headings, where they are repeated below headings of sections: the first of these.
fn first_title(table: &RawTable, classes: &RowClasses) -> Option<String> {
    let repeated = classes.windows(2).any(|pair| pair == [Some(AsideReason::Section), Some(AsideReason::HeadingAgain)]);
    let header = *table.header_rows.first().filter(|_| repeated)?;
    let title = table.set_aside.iter().rev().find(|it| it.row < header && it.why == AsideReason::Title)?;
    Some(name(Raw::Text(&title.text)))
}

/// The last column in which a heading has a text: what stands at its left names a larger group.
fn last_text(table: &RawTable, shape: &RowShape, row: usize) -> usize {
    let texts = (0..table.columns.len()).rev().find(|&column| table.columns[column].tags[row] == TEXT);
    texts.unwrap_or(shape.first[row] as usize)
}

/// `東京都 (12)` as 東京都 and 12.
fn counted(name: &str) -> Option<(&str, usize)> {
    let inside = name.strip_suffix([')', '）'])?;
    let (bare, count) = inside.rsplit_once(['(', '（'])?;
    let count = count.trim_end_matches(['件', '社', '団', '体', '校', '名', '人', '館']);
    Some((bare.trim_end(), even(count).parse().ok()?)).filter(|(bare, _)| !bare.is_empty())
}

/// What a heading says, without the marks around it.
fn name(cell: Raw<'_>) -> String {
    let Raw::Text(text) = cell else { return String::new() };
    let marks = |c: char| "■□◆◇●○◎▼▽▶【】〈〉《》＜＞［］〔〕-=:： \u{3000}\n".contains(c);
    let plain = text.trim_matches(marks);
    if plain.is_empty() { text.trim() } else { plain }.to_string()
}

impl Sections {
    /// Takes the numbers of their rows off the headings, where they are right.
    fn without_counts(&mut self) {
        let rows = |name: &str| self.of_rows.iter().filter(|it| *it == name).count();
        let right = |name: &String| counted(name).is_some_and(|(_, count)| count == rows(name));
        if self.names.is_empty() || !self.names.iter().all(right) {
            return;
        }
        for name in self.names.iter_mut().chain(&mut self.of_rows) {
            if let Some((bare, _)) = counted(name) {
                *name = bare.to_string();
            }
        }
    }

    /// Adds the column, and says so.
    pub fn offer(self, table: &mut RawTable, source: &Source, sink: &mut Sink) {
        let heading = free_heading(table);
        let message = phrase!(
            "{n} {n?row|rows} of `{source}` {n?names|name} the rows below: {list}. They are read as a further column `{column}`",
            n = self.names.len(),
            source = source.title(),
            list = self.names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>(),
            column = heading.as_str()
        );
        sink.push(Diagnostic::note("section-headings", message).at_all(self.places));
        let cells = change::texts(table, &self.of_rows);
        change::add(table, &heading, 0, cells);
    }
}

/// `区分` under Japanese headings, else `section`; another word where that is taken.
fn free_heading(table: &RawTable) -> String {
    let japanese = table.headings.iter().any(|it| !it.text.is_ascii());
    let words =
        if japanese { ["区分", "見出し", "区分の見出し"] } else { ["section", "group", "section heading"] };
    let taken = |word: &&str| table.headings.iter().any(|it| it.text == **word || it.leaf == **word);
    words.iter().find(|word| !taken(word)).unwrap_or(&words[2]).to_string()
}
