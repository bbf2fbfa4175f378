//! A workbook in any of the four forms, sheet by sheet as grids.
//!
//! xlsx and xlsb are streamed cell by cell, so that memory is that of the cells and one unreadable cell does not lose the sheet;
//! of xls and ods the parser below us reads whole sheets.

use std::fmt::Display;
use std::io::Cursor;
use std::sync::atomic::Ordering::Relaxed;

use calamine::{
    Cell, Data, DataRef, Ods, OdsError, Reader as _, Sheet, SheetType, SheetVisible, Style, Xls, XlsError, Xlsb,
    XlsbError, Xlsx, XlsxError,
};

use super::calendar::{DAYS_1904, iso_serial};
use super::grid::{Full, Grid, GridBuilder};
use super::pack::{Pack, Unpacked, Watch};
use super::shown::{self, FormatsBuilder};
use super::{Raw, Shown, limits, mend};

/// The form of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Excel 2007 and later (xlsx, xlsm).
    Xlsx,
    /// The same in binary (xlsb).
    Xlsb,
    /// Excel 97–2003 and 5 (xls).
    Xls,
    /// OpenDocument (ods).
    Ods,
}

/// A workbook.
pub(super) enum Book<'b> {
    /// With what watches over its addresses.
    Xlsx(Box<Xlsx<Unpacked<'b>>>, Watch),
    Xlsb(Box<Xlsb<Unpacked<'b>>>),
    Xls(Box<Xls<Cursor<&'b [u8]>>>),
    Ods(Box<Ods<Unpacked<'b>>>),
}

/// Why a workbook or a sheet could not be read.
pub(super) enum Trouble {
    Damaged(String),
    Password,
    Full,
    WrongAddress,
}

impl From<Full> for Trouble {
    fn from(_: Full) -> Trouble {
        Trouble::Full
    }
}

/// What was read of a sheet.
pub(super) struct SheetRead {
    pub grid: Grid,
    /// Cells that the parser could not read: how many, and what it said of the first.
    pub unreadable: (usize, String),
    pub cut: Vec<(u32, u32)>,
    pub outside: usize,
}

impl<'b> Book<'b> {
    pub fn open(form: Form, bytes: &'b [u8]) -> Result<Book<'b>, Trouble> {
        let watch = Watch::default();
        let watched = (form == Form::Xlsx).then(|| watch.clone());
        let unpacked = || {
            let pack = Pack::open(bytes).ok_or_else(|| Trouble::Damaged("zip".into()))?;
            Ok::<_, Trouble>(Unpacked::new(mend::mend(form, pack), watched))
        };
        Ok(match form {
            Form::Xlsx => {
                let book = opened(Xlsx::new(unpacked()?), |error| matches!(error, XlsxError::Password))?;
                Book::Xlsx(book, watch)
            }
            Form::Xlsb => Book::Xlsb(opened(Xlsb::new(unpacked()?), |error| matches!(error, XlsbError::Password))?),
            Form::Xls => Book::Xls(opened(Xls::new(Cursor::new(bytes)), |error| matches!(error, XlsError::Password))?),
            Form::Ods => Book::Ods(opened(Ods::new(unpacked()?), |error| matches!(error, OdsError::Password))?),
        })
    }

    /// Visible worksheets first, then hidden ones, each in the workbook's order. Chart and macro sheets hold no table.
    pub fn sheets(&self) -> Vec<String> {
        let sheets = self.metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let (shown, hidden): (Vec<_>, Vec<_>) = sheets.partition(|sheet| sheet.visible == SheetVisible::Visible);
        shown.into_iter().chain(hidden).map(|sheet| sheet.name.clone()).collect()
    }

    fn metadata(&self) -> &[Sheet] {
        match self {
            Book::Xlsx(book, _) => book.sheets_metadata(),
            Book::Xlsb(book) => book.sheets_metadata(),
            Book::Xls(book) => book.sheets_metadata(),
            Book::Ods(book) => book.sheets_metadata(),
        }
    }

    /// Reads a sheet into a grid, at most `rows` rows of it.
    pub fn read(&mut self, sheet: &str, rows: usize) -> Result<SheetRead, Trouble> {
        match self {
            Book::Xlsx(book, watch) => {
                watch.store(false, Relaxed);
                let read = xlsx(book, sheet, rows);
                if watch.load(Relaxed) { Err(Trouble::WrongAddress) } else { read }
            }
            Book::Xlsb(book) => xlsb(book, sheet, rows),
            Book::Xls(book) => {
                let days = epoch(book.has_1904_epoch());
                whole(&book.worksheet_range(sheet).map_err(damaged)?, rows, days)
            }
            Book::Ods(book) => whole(&book.worksheet_range(sheet).map_err(damaged)?, rows, 0.0),
        }
    }
}

fn opened<B, E: Display>(book: Result<B, E>, is_locked: impl Fn(&E) -> bool) -> Result<Box<B>, Trouble> {
    book.map(Box::new).map_err(|error| if is_locked(&error) { Trouble::Password } else { damaged(error) })
}

fn damaged(error: impl Display) -> Trouble {
    Trouble::Damaged(error.to_string())
}

/// Days between the epoch of a workbook and that of serials.
fn epoch(is_1904: bool) -> f64 {
    if is_1904 { DAYS_1904 } else { 0.0 }
}

/// A sheet that fills up.
struct Filling {
    builder: GridBuilder,
    unreadable: (usize, String),
    rows: usize,
    epoch: f64,
}

impl Filling {
    fn new(rows: usize, epoch: f64) -> Filling {
        Filling { builder: GridBuilder::default(), unreadable: (0, String::new()), rows, epoch }
    }

    fn goes_on(&self) -> bool {
        self.builder.height() <= self.rows
    }

    /// Passes over a cell that cannot be read, unless the stream is broken or there are too many of them.
    fn pass_over(&mut self, error: impl Display, is_fatal: bool) -> Result<(), Trouble> {
        if is_fatal || self.unreadable.0 >= limits::UNREADABLE_CELLS {
            return Err(damaged(error));
        }
        if self.unreadable.0 == 0 {
            self.unreadable.1 = error.to_string();
        }
        self.unreadable.0 += 1;
        Ok(())
    }

    fn finish(mut self) -> Result<SheetRead, Trouble> {
        let (cut, outside) = (std::mem::take(&mut self.builder.cut), self.builder.outside);
        Ok(SheetRead { grid: self.builder.finish()?, unreadable: self.unreadable, cut, outside })
    }

    fn push(&mut self, (row, col): (u32, u32), cell: &DataRef<'_>, style: usize) -> Result<(), Full> {
        let (builder, epoch) = (&mut self.builder, self.epoch);
        if row >= limits::SHEET_ROWS {
            builder.outside += 1;
            return Ok(());
        }
        if matches!(cell, DataRef::Float(_) | DataRef::Int(_) | DataRef::DateTime(_)) {
            builder.formats.note(row, col, style);
        }
        match cell {
            DataRef::Empty => Ok(()),
            DataRef::SharedString(text) => builder.push_shared(row, col, text),
            DataRef::String(text) | DataRef::DurationIso(text) => builder.push(row, col, Raw::Text(text)),
            DataRef::Float(value) => builder.push(row, col, Raw::Number(*value)),
            DataRef::Int(value) => builder.push(row, col, Raw::Number(*value as f64)),
            DataRef::Bool(value) => builder.push(row, col, Raw::Bool(*value)),
            DataRef::Error(error) => builder.push(row, col, Raw::Error(&error.to_string())),
            DataRef::DateTime(date) if date.is_duration() => builder.push(row, col, Raw::Number(date.as_f64())),
            DataRef::DateTime(date) => builder.push(row, col, Raw::Date(date.as_f64() + epoch)),
            DataRef::DateTimeIso(text) => {
                let date = iso_serial(text).map_or(Raw::Text(text), Raw::Date);
                builder.push(row, col, date)
            }
        }
    }
}

fn xlsx(book: &mut Xlsx<Unpacked<'_>>, sheet: &str, rows: usize) -> Result<SheetRead, Trouble> {
    let epoch = epoch(book.has_1904_epoch());
    let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let fatal = |error: &XlsxError| {
        matches!(error, XlsxError::Io(_) | XlsxError::Zip(_) | XlsxError::Xml(_) | XlsxError::XmlEof(_))
    };
    let mut filling = Filling::new(rows, epoch);
    filling.builder.formats = FormatsBuilder::new(cells.styles().iter().map(format));
    streamed(filling, || cells.next_cell_with_style_id(), fatal)
}

fn format(style: &Style) -> Shown {
    style.number_format.as_ref().map_or_else(Shown::default, |it| shown::shown(&it.format_code, it.format_id))
}

fn xlsb(book: &mut Xlsb<Unpacked<'_>>, sheet: &str, rows: usize) -> Result<SheetRead, Trouble> {
    let epoch = epoch(book.has_1904_epoch());
    let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let fatal = |error: &XlsbError| !matches!(error, XlsbError::CellError(_));
    // The parser says nothing of the styles of this form.
    let next = || Ok(cells.next_cell()?.map(|cell| (cell, 0)));
    streamed(Filling::new(rows, epoch), next, fatal)
}

/// Fills a sheet with cells as they come.
fn streamed<'c, E: Display>(
    mut filling: Filling,
    mut next: impl FnMut() -> Result<Option<(Cell<DataRef<'c>>, usize)>, E>,
    is_fatal: impl Fn(&E) -> bool,
) -> Result<SheetRead, Trouble> {
    while filling.goes_on() {
        match next() {
            Ok(None) => break,
            Ok(Some((cell, style))) => filling.push(cell.get_position(), cell.get_value(), style)?,
            Err(error) => filling.pass_over(&error, is_fatal(&error))?,
        }
    }
    filling.finish()
}

fn whole(range: &calamine::Range<Data>, rows: usize, epoch: f64) -> Result<SheetRead, Trouble> {
    let (top, left) = range.start().unwrap_or_default();
    let mut filling = Filling::new(rows, epoch);
    for (row, col, cell) in range.used_cells() {
        if !filling.goes_on() {
            break;
        }
        filling.push((top.saturating_add(row as u32), left.saturating_add(col as u32)), &borrowed(cell), 0)?;
    }
    filling.finish()
}

fn borrowed(cell: &Data) -> DataRef<'_> {
    match cell {
        Data::Int(value) => DataRef::Int(*value),
        Data::Float(value) => DataRef::Float(*value),
        // Interned by its text: a range is no place that outlives the grid's building.
        Data::String(text) => DataRef::String(text.clone()),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}
