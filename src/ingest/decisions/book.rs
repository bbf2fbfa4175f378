//! The sheet of decisions, read from a workbook in whichever language it is.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader as _, Xlsx};

use super::{Choice, Decision, Field, Given, sheet_name};
use crate::ingest::guard::guard;
use crate::notation::calendar::DAYS_1904;
use crate::notation::{fold, fold_spaces};
use crate::text::{LANGUAGES, Phrase};

/// Rows that are searched for the headings.
const ABOVE: usize = 60;

/// Why a workbook gives no decisions.
#[derive(Debug, PartialEq)]
pub(super) enum Refused {
    /// It cannot be read as a workbook.
    Damaged(String),
    /// A cell of the column of decisions says none of the words: its address and what it says.
    Unknown(Vec<(String, String)>),
    /// The headings are not there any more.
    NoHeadings,
}

/// What a workbook says of each cell; nothing where it has no such sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Option<Vec<Decision>>, Refused> {
    guard(|| open(bytes)).unwrap_or_else(|| Err(Refused::Damaged("panic".into())))
}

fn open(bytes: &[u8]) -> Result<Option<Vec<Decision>>, Refused> {
    let damaged = |why: &dyn std::fmt::Display| Refused::Damaged(why.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|why| damaged(&why))?;
    let name = book.sheet_names().into_iter().find(|name| says(name, &sheet_name()));
    let Some(name) = name else { return Ok(None) };
    let shift = if book.has_1904_epoch() { DAYS_1904 } else { 0.0 };
    let range = book.worksheet_range(&name).map_err(|why| damaged(&why))?;
    decisions(&range, shift).map(Some)
}

/// Whether a text is a phrase in one of the languages.
fn says(text: &str, phrase: &Phrase) -> bool {
    let said = fold(text);
    LANGUAGES.iter().any(|lang| fold(&phrase.render(*lang)) == said)
}

fn decisions(range: &Range<Data>, shift: f64) -> Result<Vec<Decision>, Refused> {
    let rows: Vec<&[Data]> = range.rows().collect();
    let head = rows.iter().take(ABOVE).enumerate().find_map(|(at, row)| Some((at, columns(row)?)));
    let Some((at, columns)) = head else {
        return if rows.is_empty() { Ok(Vec::new()) } else { Err(Refused::NoHeadings) };
    };
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for row in &rows[at + 1..] {
        let Some(mut decision) = address(row, &columns) else { continue };
        let get = |field| columns.get(&field).and_then(|&column: &usize| row.get(column)).unwrap_or(&Data::Empty);
        let word = plain(get(Field::Decision));
        decision.choice = Choice::ALL.into_iter().find(|choice| says(&word, &choice.word()));
        if decision.choice.is_none() && !word.is_empty() {
            unknown.push((format!("{} / {} / {}", decision.file, decision.sheet, decision.cell()), word));
        }
        decision.found = plain(get(Field::Found));
        decision.value = given(get(Field::Value), shift);
        decision.suggested = given(get(Field::Suggested), shift);
        decision.by = plain(get(Field::By));
        decision.memo = plain(get(Field::Memo));
        found.push(decision);
    }
    if unknown.is_empty() { Ok(found) } else { Err(Refused::Unknown(unknown)) }
}

/// The columns by their headings, where a row holds them.
fn columns(row: &[Data]) -> Option<BTreeMap<Field, usize>> {
    let of = |field: Field| Some((field, row.iter().position(|cell| says(&plain(cell), &field.title()))?));
    let known: BTreeMap<Field, usize> = Field::ALL.into_iter().filter_map(of).collect();
    let needed = [Field::Decision, Field::File, Field::Cell];
    needed.iter().all(|field| known.contains_key(field)).then_some(known)
}

fn address(row: &[Data], columns: &BTreeMap<Field, usize>) -> Option<Decision> {
    let get = |field| columns.get(&field).and_then(|&column: &usize| row.get(column)).map(plain).unwrap_or_default();
    let (row, col) = cell(&get(Field::Cell))?;
    let file = Some(get(Field::File)).filter(|file| !file.is_empty())?;
    Some(Decision { file, sheet: get(Field::Sheet), row, col, ..Decision::default() })
}

/// `C14` is row 13, column 2.
fn cell(name: &str) -> Option<(u32, u32)> {
    let name = fold(name).to_uppercase();
    let letters = name.find(|c: char| !c.is_ascii_uppercase()).filter(|&at| (1..=3).contains(&at))?;
    let col = name[..letters].bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
    let row: u32 = name[letters..].parse().ok()?;
    Some((row.checked_sub(1)?, col - 1))
}

fn plain(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.trim().to_string(),
        Data::Float(value) => value.to_string(),
        Data::Int(value) => value.to_string(),
        Data::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_string(),
        _ => String::new(),
    }
}

fn given(cell: &Data, shift: f64) -> Option<Given> {
    match cell {
        Data::Float(value) => Some(Given::Number(*value)),
        Data::Int(value) => Some(Given::Number(*value as f64)),
        Data::DateTime(date) => Some(Given::Date(date.as_f64() + shift)),
        other => Some(plain(other)).filter(|text| !fold_spaces(text).is_empty()).map(Given::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_excel_names_them() {
        assert_eq!(cell("C14"), Some((13, 2)));
        assert_eq!(cell(" ｃ１４ "), Some((13, 2)));
        assert_eq!(cell("AA1"), Some((0, 26)));
        assert_eq!((cell("C0"), cell("14"), cell(""), cell("CCCC1")), (None, None, None, None));
    }
}
