//! Programme and mess to a folder.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde::Serialize;

use super::grid::{Book, Spot, Unclean};
use super::{Mess, Program, layout, workbook};

/// planted.json.
#[derive(Serialize)]
struct List<'a> {
    seed: u64,
    planted: Vec<Entry<'a>>,
}

/// An entry of planted.json.
#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    sheet: &'a str,
    #[serde(flatten)]
    spot: Spot,
    kind: super::grid::Kind,
    was: &'a super::grid::Cell,
    written: &'a super::grid::Cell,
}

/// Writes the workbooks and `planted.json` into `dir`, which must exist.
///
/// # Errors
/// Where a file cannot be written, or the mess was planted in another programme than this one.
pub fn write(program: &Program, mess: Option<&Mess>, dir: &Path) -> Result<(), Box<dyn Error>> {
    let mut books = layout::books(program);
    if let Some(mess) = mess {
        mess.apply(&mut books)?;
    }
    for book in &books {
        fs::write(dir.join(book.file), workbook::bytes(book)?)?;
    }
    let planted = List { seed: program.seed, planted: entries(&books, mess) };
    fs::write(dir.join("planted.json"), serde_json::to_string_pretty(&planted)? + "\n")?;
    Ok(())
}

/// All that is unclean, by book, sheet and place.
fn entries<'a>(books: &'a [Book], mess: Option<&'a Mess>) -> Vec<Entry<'a>> {
    let mut all = Vec::new();
    for (at, book) in books.iter().enumerate() {
        for (tab, sheet) in book.sheets.iter().enumerate() {
            let planted = mess.into_iter().flat_map(|mess| mess.of(at, tab));
            let mut here: Vec<&Unclean> = sheet.form.iter().chain(planted).collect();
            here.sort_by_key(|unclean| first_cell(unclean.spot));
            all.extend(here.into_iter().map(|unclean| entry(book.file, &sheet.name, unclean)));
        }
    }
    all
}

fn first_cell(spot: Spot) -> (u32, u32) {
    match spot {
        Spot::Cell(row, col) | Spot::Range((row, col), _) => (row, col),
        Spot::Row(row) => (row, 0),
    }
}

fn entry<'a>(file: &'a str, sheet: &'a str, unclean: &'a Unclean) -> Entry<'a> {
    Entry { file, sheet, spot: unclean.spot, kind: unclean.kind, was: &unclean.was, written: &unclean.written }
}
