//! Texts below the last row with numbers: notes, a legend, whom to ask.

use super::super::grid::{EMPTY, TEXT};
use super::super::{AsideReason, Raw, RawTable};
use super::RowClasses;
use super::shape::RowShape;
use crate::ingest::heading_words::is_note;

/// A note has at most so many cells.
const CELLS: u32 = 2;

/// A table with fewer columns says nothing by which of them are blank.
const COLUMNS: usize = 3;

/// A column names the rows where it is filled in so many of them.
const NAMED: f64 = 0.95;

/// Fewer rows do not show which column names them.
const ROWS: usize = 3;

/// Marks the texts below the last row with a number or a date where they leave blank what names all rows above, from the first on
/// that does, or that looks like a note.
pub(super) fn mark(table: &RawTable, shape: &RowShape, classes: &mut RowClasses) {
    let end = foot(table, shape);
    if shape.width < COLUMNS || end < ROWS || end == classes.len() {
        return;
    }
    let name = name(table, end);
    let nameless = |row: usize| name.is_some_and(|column| table.columns[column].tags[row] == EMPTY);
    let noted = |row: usize| {
        let first = table.get(row, shape.first[row] as usize);
        matches!(first, Raw::Text(text) if is_note(text) || is_imprint(text))
    };
    let begins = |row: &usize| classes[*row].is_none() && (nameless(*row) || noted(*row));
    if let Some(first) = (end..classes.len()).find(begins) {
        classes[first..].iter_mut().filter(|it| it.is_none()).for_each(|it| *it = Some(AsideReason::Note));
    }
}

/// Where the last rows begin that hold one or two texts and nothing else.
fn foot(table: &RawTable, shape: &RowShape) -> usize {
    let texts = |row: usize| table.columns.iter().all(|cells| matches!(cells.tags[row], EMPTY | TEXT));
    let last = |row: &usize| shape.filled[*row] > CELLS || !texts(*row);
    (0..table.rows.len()).rev().find(last).map_or(0, |row| row + 1)
}

/// The first column of texts that is filled in nearly all rows before one.
fn name(table: &RawTable, end: usize) -> Option<usize> {
    let of = |column: &usize| {
        let tags = &table.columns[*column].tags[..end];
        tags.iter().filter(|&&tag| tag == TEXT).count() as f64 >= NAMED * end as f64
    };
    (0..table.columns.len()).find(of)
}

/// Whether a text says whom to ask, where the numbers are from, or what their signs mean.
fn is_imprint(text: &str) -> bool {
    const BEGINNINGS: [&str; 26] = [
        "目的:",
        "問い合わせ",
        "お問い合わせ",
        "問合せ",
        "お問合せ",
        "連絡先",
        "担当:",
        "作成:",
        "作成日",
        "更新日",
        "最終更新",
        "凡例",
        "記号",
        "電話:",
        "tel:",
        "tel.",
        "contact:",
        "purpose:",
        "prepared by",
        "last updated",
        "data extracted",
        "legend",
        "key:",
        "©",
        "http",
        "for more information",
    ];
    let plain = crate::text::even(text.trim()).to_lowercase();
    BEGINNINGS.iter().any(|word| plain.starts_with(word))
}
