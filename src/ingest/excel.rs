//! Workbooks of Excel 2007 and later (xlsx, xlsm), streamed cell by cell.

use std::io::Cursor;
use std::path::Path;

use calamine::{Cell, DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::calendar::{DAYS_1904, iso_serial};
use super::grid::{Full, Grid, GridBuilder};
use super::guard::guard;
use super::region::{self, NoTable, Region};
use super::sheets::Sheets;
use super::{Raw, RawTable, Reader, header, limits, problems, table};
use crate::diag::{Diagnostic, Halt, Sink};
use crate::study::Source;

/// Rows of a sheet that are looked at to tell whether it holds the table.
const PEEK_ROWS: usize = 300;

/// Sheets that are looked at, so that a workbook of thousands of sheets stays quick.
const PEEK_SHEETS: usize = 100;

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// Reads xlsx and xlsm.
pub struct Excel;

impl Reader for Excel {
    fn knows(&self, head: &[u8], _path: &Path) -> bool {
        head.starts_with(b"PK\x03\x04")
    }

    fn read(&self, _path: &Path, bytes: &[u8], source: &Source, sink: &mut Sink) -> Result<RawTable, Halt> {
        guard(|| read(bytes, source, sink)).unwrap_or_else(|| Err(sink.halt(problems::damaged(source, "panic"))))
    }
}

fn read(bytes: &[u8], source: &Source, sink: &mut Sink) -> Result<RawTable, Halt> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| sink.halt(refusal(&error, source)))?;
    let sheet = choose(&mut book, source, sink)?;
    let read = read_sheet(&mut book, &sheet, usize::MAX);
    let read = read.map_err(|trouble| sink.halt(trouble.problem(source, &sheet)))?;
    read.report(source, &sheet, sink);
    match region::find(&read.grid, source) {
        Ok(region) => Ok(table::assemble(read.grid, region, source, &sheet, sink)),
        Err(why) => Err(sink.halt(problems::no_table(why, source, &sheet))),
    }
}

fn refusal(error: &XlsxError, source: &Source) -> Diagnostic {
    match error {
        XlsxError::Password => problems::password(source),
        other => problems::damaged(source, &other.to_string()),
    }
}

/// The sheet to read: the one that the study names; else the first that has the unit's heading; else the first with a table.
fn choose(book: &mut Book<'_>, source: &Source, sink: &mut Sink) -> Result<String, Halt> {
    let names = worksheets(book);
    if let Some(asked) = &source.sheet {
        return named(&names, &asked.value).ok_or_else(|| sink.halt(problems::sheet_not_found(source, asked, &names)));
    }
    match names.as_slice() {
        [] => Err(sink.halt(problems::no_sheet(source))),
        [only] => Ok(only.clone()),
        _ => among(book, &names, source, sink),
    }
}

/// Visible worksheets first, then hidden ones, each in the workbook's order. Chart and macro sheets hold no table.
fn worksheets(book: &Book<'_>) -> Vec<String> {
    let sheets: Vec<_> = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    let (shown, hidden): (Vec<_>, Vec<_>) =
        sheets.into_iter().partition(|sheet| sheet.visible == SheetVisible::Visible);
    shown.into_iter().chain(hidden).map(|sheet| sheet.name.clone()).collect()
}

/// The names of all worksheets, visible ones first; none where the bytes are no workbook.
pub(super) fn sheets(bytes: &[u8]) -> Vec<String> {
    let open = || Xlsx::new(Cursor::new(bytes)).map(|book: Book<'_>| worksheets(&book)).unwrap_or_default();
    guard(open).unwrap_or_default()
}

fn named(names: &[String], asked: &str) -> Option<String> {
    let exact = names.iter().find(|name| *name == asked);
    exact.or_else(|| names.iter().find(|name| header::fold(name) == header::fold(asked))).cloned()
}

fn among(book: &mut Book<'_>, names: &[String], source: &Source, sink: &mut Sink) -> Result<String, Halt> {
    let (mut known, mut tables, mut worst) = (Vec::new(), Sheets::default(), NoTable::Empty);
    for name in names.iter().take(PEEK_SHEETS) {
        let Ok(peek) = read_sheet(book, name, PEEK_ROWS) else { continue };
        match region::find(&peek.grid, source) {
            Ok(region) if has_unit(&region, source) => known.push(name.clone()),
            Ok(region) => tables.add(name, &peek.grid, &region),
            Err(NoTable::Empty) => {}
            Err(why) => worst = why,
        }
    }
    let found = if known.is_empty() { tables.ranked() } else { known };
    if found.len() > 1 {
        sink.push(problems::several_sheets(source, &found));
    }
    found.into_iter().next().ok_or_else(|| sink.halt(problems::no_table(worst, source, "")))
}

fn has_unit(region: &Region, source: &Source) -> bool {
    let heading = header::fold(header::unit_heading(source));
    // A table without headings must not pass for one that has the unit's, where no unit is named.
    !heading.is_empty() && region.headings.iter().any(|known| header::fold(&known.text) == heading)
}

/// What was read of a sheet.
struct SheetRead {
    grid: Grid,
    /// Cells that the parser could not read: how many, and what it said of the first.
    unreadable: (usize, String),
    cut: Vec<(u32, u32)>,
    outside: usize,
}

impl SheetRead {
    fn report(&self, source: &Source, sheet: &str, sink: &mut Sink) {
        if self.unreadable.0 > 0 {
            sink.push(problems::unreadable_cells(source, sheet, self.unreadable.0, &self.unreadable.1));
        }
        if !self.cut.is_empty() {
            sink.push(problems::text_cut(source, sheet, &self.cut));
        }
        if self.outside > 0 {
            sink.push(problems::outside(source, sheet, self.outside));
        }
    }
}

/// Why a sheet could not be read.
enum Trouble {
    Damaged(String),
    Full,
}

impl From<Full> for Trouble {
    fn from(_: Full) -> Trouble {
        Trouble::Full
    }
}

impl Trouble {
    fn problem(&self, source: &Source, sheet: &str) -> Diagnostic {
        match self {
            Trouble::Damaged(why) => problems::damaged(source, why),
            Trouble::Full => problems::too_many_cells(source, sheet),
        }
    }
}

/// Streams a sheet into a grid, at most `rows` rows of it. One unreadable cell does not lose the sheet.
fn read_sheet(book: &mut Book<'_>, sheet: &str, rows: usize) -> Result<SheetRead, Trouble> {
    let is_1904 = book.has_1904_epoch();
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| Trouble::Damaged(error.to_string()))?;
    let mut builder = GridBuilder::default();
    let mut unreadable = (0, String::new());
    while builder.height() <= rows {
        match cells.next_cell() {
            Ok(None) => break,
            Ok(Some(cell)) => push(&mut builder, &cell, is_1904)?,
            Err(error) if is_fatal(&error) || unreadable.0 >= limits::UNREADABLE_CELLS => {
                return Err(Trouble::Damaged(error.to_string()));
            }
            Err(error) if unreadable.0 == 0 => unreadable = (1, error.to_string()),
            Err(_) => unreadable.0 += 1,
        }
    }
    let (cut, outside) = (std::mem::take(&mut builder.cut), builder.outside);
    Ok(SheetRead { grid: builder.finish()?, unreadable, cut, outside })
}

/// Whether the stream itself is broken, so that no further cell can be trusted.
fn is_fatal(error: &XlsxError) -> bool {
    matches!(error, XlsxError::Io(_) | XlsxError::Zip(_) | XlsxError::Xml(_) | XlsxError::XmlEof(_))
}

fn push(builder: &mut GridBuilder, cell: &Cell<DataRef<'_>>, is_1904: bool) -> Result<(), Full> {
    let (row, col) = cell.get_position();
    if row >= limits::SHEET_ROWS {
        builder.outside += 1;
        return Ok(());
    }
    match cell.get_value() {
        DataRef::Empty => Ok(()),
        DataRef::SharedString(text) => builder.push_shared(row, col, text),
        DataRef::String(text) | DataRef::DurationIso(text) => builder.push(row, col, Raw::Text(text)),
        DataRef::Float(value) => builder.push(row, col, Raw::Number(*value)),
        DataRef::Int(value) => builder.push(row, col, Raw::Number(*value as f64)),
        DataRef::Bool(value) => builder.push(row, col, Raw::Bool(*value)),
        DataRef::Error(error) => builder.push(row, col, Raw::Error(&error.to_string())),
        DataRef::DateTime(date) if date.is_duration() => builder.push(row, col, Raw::Number(date.as_f64())),
        DataRef::DateTime(date) => {
            builder.push(row, col, Raw::Date(date.as_f64() + if is_1904 { DAYS_1904 } else { 0.0 }))
        }
        DataRef::DateTimeIso(text) => {
            let date = iso_serial(text).map_or(Raw::Text(text), Raw::Date);
            builder.push(row, col, date)
        }
    }
}
