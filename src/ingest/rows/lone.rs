//! Rows with one text and nothing beside it: notes, headings of sections, or units of which nothing is known.

use super::super::grid::{EMPTY, NUMBER, TEXT};
use super::super::{AsideReason, Raw, RawTable};
use super::RowClasses;
use super::shape::RowShape;
use crate::ingest::heading_words::is_note;
use crate::notation::fold;
use crate::notation::years::year_of;
use crate::study::Source;
use crate::text::even;

/// Rows in which so many of the cells are filled leave no doubt that the others are no data.
const FULL: f64 = 0.9;

/// A text that is so many times as long as the longest of its column, or longer than so many letters, is a note.
const LONG: (f64, usize) = (1.5, 30);

/// Rows that are looked at to tell what a column holds.
const LOOKED_AT: usize = 500;

/// Marks rows with one text that are notes or headings of sections, and gives those of which that is not clear.
pub(super) fn mark(table: &RawTable, source: &Source, shape: &RowShape, classes: &mut RowClasses) -> Vec<usize> {
    let is_text = |row: usize| table.columns[shape.first[row] as usize].tags[row] == TEXT;
    let rows: Vec<usize> =
        (0..classes.len()).filter(|&row| classes[row].is_none() && shape.is_lone(row) && is_text(row)).collect();
    let full = (0..classes.len()).filter(|&row| classes[row].is_none() && shape.filled[row] > 1).count();
    if rows.is_empty() || shape.width < 2 {
        return Vec::new();
    }
    let rest = notes_below(table, shape, classes, rows);
    if rest.is_empty() || rest.len() > full {
        return Vec::new();
    }
    let mut looks = TextProfile::of(table, source, shape, classes);
    let unclear: Vec<usize> = rest.into_iter().filter(|&row| !looks.class(row, classes)).collect();
    // Among headings of sections a row that says as little is one, too, where the others are full.
    let sections = classes.contains(&Some(AsideReason::Section));
    let (asked, sure): (Vec<usize>, Vec<usize>) =
        unclear.into_iter().partition(|&row| !sections || looks.density < FULL || looks.is_like_names(row));
    sure.iter().for_each(|&row| classes[row] = Some(looks.ahead(row)));
    let few = asked.len() <= (full / 10).max(1);
    if few && looks.density >= FULL && shape.width > 2 { asked } else { Vec::new() }
}

/// Marks the texts below the last row of data as notes from the first on that looks like one. The others are given back.
fn notes_below(table: &RawTable, shape: &RowShape, classes: &mut RowClasses, rows: Vec<usize>) -> Vec<usize> {
    let last = (0..classes.len()).rev().find(|row| rows.binary_search(row).is_err() && classes[*row].is_none());
    let (inside, below): (Vec<usize>, Vec<usize>) =
        rows.into_iter().partition(|&row| last.is_some_and(|last| row < last));
    let longest = longest(table, shape, &below);
    let begins = |row: usize| {
        let Raw::Text(text) = table.get(row, shape.first[row] as usize) else { return false };
        let gap = row > 0 && table.rows[row] > table.rows[row - 1] + 1;
        gap || is_note(text) || text.chars().count() as f64 > LONG.0 * longest.max(LONG.1 / 2) as f64
    };
    let first = below.iter().position(|&row| begins(row)).unwrap_or(below.len());
    below[first..].iter().for_each(|&row| classes[row] = Some(AsideReason::Note));
    inside.into_iter().chain(below[..first].iter().copied()).collect()
}

/// How long the longest text is in the column where texts below the table stand.
fn longest(table: &RawTable, shape: &RowShape, below: &[usize]) -> usize {
    let Some(column) = below.first().map(|&row| shape.first[row] as usize) else { return 0 };
    let text = |row: usize| if let Raw::Text(text) = table.get(row, column) { text.chars().count() } else { 0 };
    shape.full().take(LOOKED_AT).map(text).max().unwrap_or(0)
}

/// What the rows with one text look like beside the others.
struct TextProfile<'t> {
    table: &'t RawTable,
    shape: &'t RowShape,
    /// Column of the unit, where the study names one.
    unit: Option<usize>,
    density: f64,
    /// The last row of data with several cells.
    last: Option<usize>,
    /// What the column says in full rows: how many numbers, texts with digits, texts in capitals, and texts.
    columns: Vec<Option<TextColumn>>,
}

#[derive(Clone, Copy, Default)]
struct TextColumn {
    filled: usize,
    rows: usize,
    numbers: usize,
    digits: usize,
    capitals: usize,
}

impl<'t> TextProfile<'t> {
    fn of(table: &'t RawTable, source: &Source, shape: &'t RowShape, classes: &RowClasses) -> TextProfile<'t> {
        let wanted = fold(source.unit_heading());
        let is_unit = |text: &str| !wanted.is_empty() && fold(text) == wanted;
        let unit = table.headings.iter().position(|it| is_unit(&it.text) || is_unit(&it.leaf));
        let last = (0..classes.len()).rev().find(|&row| classes[row].is_none() && shape.filled[row] > 1);
        TextProfile { table, shape, unit, last, density: shape.density(), columns: vec![None; table.columns.len()] }
    }

    /// Marks a row that is clearly a note or the heading of a section; whether it is.
    fn class(&mut self, row: usize, classes: &mut RowClasses) -> bool {
        let column = self.shape.first[row] as usize;
        let Raw::Text(text) = self.table.get(row, column) else { return false };
        if is_note(text) {
            classes[row] = Some(AsideReason::Note);
            return true;
        }
        let elsewhere = self.unit.is_some_and(|unit| unit != column);
        let opens = self.density >= FULL && self.shape.width > 2 && (row == 0 || self.is_apart(row));
        let clear =
            marked(text) || elsewhere || self.is_foreign(row) || said(text) || opens && !self.is_like_names(row);
        if clear {
            classes[row] = Some(self.ahead(row));
        }
        clear
    }

    /// A heading where rows of data follow, else a note.
    fn ahead(&self, row: usize) -> AsideReason {
        if self.last.is_some_and(|last| row < last) { AsideReason::Section } else { AsideReason::Note }
    }

    /// Whether a blank row stands above or below.
    fn is_apart(&self, row: usize) -> bool {
        let rows = &self.table.rows;
        let gap = |upper: usize, lower: usize| rows.get(lower).is_some_and(|it| *it > rows[upper] + 1);
        row > 0 && gap(row - 1, row) || gap(row, row + 1)
    }

    /// Whether its text is of another form than the others of its column: words among numbers, capitals, no digits among ids.
    fn is_foreign(&mut self, row: usize) -> bool {
        let column = self.shape.first[row] as usize;
        let Raw::Text(text) = self.table.get(row, column) else { return false };
        let it = self.column(column);
        let most = |n: usize| 10 * n >= 9 * it.filled;
        let capital = is_capital(text) && !text.chars().any(|c| c.is_ascii_digit());
        let blank = 2 * it.filled < it.rows;
        let digits = has_digit(text);
        it.filled > 0
            && (blank
                || most(it.numbers) && !digits
                || most(it.digits) && !digits
                || it.digits + it.numbers == 0 && digits && it.filled >= 5
                || capital && 10 * it.capitals <= it.filled)
    }

    /// Whether its text is like those of its column: with a digit as they have, or ending like several of them.
    fn is_like_names(&mut self, row: usize) -> bool {
        let column = self.shape.first[row] as usize;
        let Raw::Text(text) = self.table.get(row, column) else { return false };
        let it = self.column(column);
        let end = text.trim().chars().next_back();
        let same = |other: usize| match self.table.get(other, column) {
            Raw::Text(other) => other.trim().chars().next_back() == end,
            _ => false,
        };
        let alike = self.shape.full().take(LOOKED_AT).filter(|&other| same(other)).count();
        has_digit(text) && 2 * it.digits >= it.filled && it.filled > 0 || 10 * alike >= it.filled.max(10)
    }

    fn column(&mut self, column: usize) -> TextColumn {
        if let Some(known) = self.columns[column] {
            return known;
        }
        let mut found = TextColumn::default();
        for row in self.shape.full().take(LOOKED_AT) {
            found.rows += 1;
            let tag = self.table.columns[column].tags[row];
            found.filled += usize::from(tag != EMPTY);
            found.numbers += usize::from(tag == NUMBER);
            if let Raw::Text(text) = self.table.get(row, column) {
                found.digits += usize::from(has_digit(text));
                found.capitals += usize::from(is_capital(text));
            }
        }
        self.columns[column] = Some(found);
        found
    }
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

fn is_capital(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    letters().count() >= 4 && letters().all(char::is_uppercase)
}

/// Whether a text bears a mark of headings: `■北海道`, `【環境】`, `第1部`.
fn marked(text: &str) -> bool {
    const BEFORE: [char; 16] = ['■', '□', '◆', '◇', '●', '○', '◎', '▼', '▽', '▶', '【', '〈', '《', '＜', '［', '〔'];
    let text = text.trim();
    let chapter =
        text.starts_with('第') && ["部", "章", "期", "回", "部門", "区分"].iter().any(|end| text.ends_with(end));
    text.starts_with(BEFORE) || text.starts_with("---") || text.starts_with("===") || chapter
}

/// Whether a text says a year, or ends like the name of a group.
fn said(text: &str) -> bool {
    const ENDS: [&str; 12] = [
        "部門",
        "地区",
        "地域",
        "地方",
        "区分",
        " program",
        " programme",
        " region",
        " section",
        " category",
        " grants",
        " district",
    ];
    let plain = even(text.trim()).to_lowercase();
    year_of(text).is_some() || ENDS.iter().any(|end| plain.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_known_by_their_marks() {
        for note in [
            "※1 令和4年4月1日現在",
            "a) 推計値",
            "（注）無回答を除く",
            "注1）推計",
            "＊速報値",
            "Source: office",
            "(1) estimate",
            "資料：市民協働課",
        ] {
            assert!(is_note(note), "{note}");
        }
        for name in ["みどりの会", "A) ", "(株)山川", "Notting Hill", "注文住宅の会"] {
            assert!(!is_note(name), "{name}");
        }
    }
}
