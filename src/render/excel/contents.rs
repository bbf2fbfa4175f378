//! 目次 / Contents: the sheets of the workbook of details, in two groups.

use crate::phrase;

use super::id::{SheetId, Tint, Volume};
use super::page::{Page, Written};
use super::read_me;
use super::sheet::Sheet;

const WIDTHS: [f64; 2] = [46.0, 90.0];

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Contents,
    Tint::Read,
    || phrase!("Contents"),
    || phrase!("The sheets of the workbook of details"),
    write,
)
.on(super::id::Shelf::Grounds);

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let answers = page.book.file(Volume::Answers);
    page.title(
        &phrase!("What stands behind the answers"),
        &phrase!("The answers themselves stand in the workbook {file}.", file = answers),
    )?;
    read_me::sheets_of(page, Volume::Details)
}
