//! A workbook in any of the four forms, sheet by sheet as grids.
//!
//! xlsx and xlsb are streamed cell by cell, so that memory is that of the cells and one unreadable cell does not lose the sheet;
//! of xls and ods the parser below us reads whole sheets.

use std::fmt::Display;
use std::io::Cursor;

use crate::ingest::form::WorkbookForm;

use calamine::{
    Cell, Data, DataRef, Dimensions, Font, Ods, OdsError, Reader as _, Sheet, SheetType, SheetVisible, Style, Xls,
    XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};

use super::archive::{Unpacked, ZipFile};
use super::facts::{Merge, SheetFacts, Watch};
use super::formats::FormatsBuilder;
use super::grid::{Full, Grid, GridBuilder};
use super::{Raw, Shown, limits, repair, shown};
use crate::notation::calendar::{DAYS_1904, iso_serial};

/// A workbook.
pub(super) enum SourceBook<'b> {
    /// With what watches over its parts.
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

impl SheetRead {
    /// With what was seen of the sheet's bytes.
    fn with(mut self, facts: SheetFacts) -> SheetRead {
        let own = std::mem::replace(&mut self.grid.facts, facts);
        self.grid.facts.struck.extend(own.struck);
        self.grid.facts.struck.sort_unstable();
        self.grid.facts.struck.dedup();
        self
    }

    /// Of a form that tells nothing but which cells are merged.
    fn with_merges(mut self, merges: &[Dimensions]) -> SheetRead {
        let all =
            merges.iter().map(|it| Merge { top: it.start.0, left: it.start.1, bottom: it.end.0, right: it.end.1 });
        self.grid.facts.merges = all.filter(|it| it.top <= it.bottom && it.left <= it.right).collect();
        self.grid.facts.merges.sort_unstable();
        self
    }
}

impl<'b> SourceBook<'b> {
    pub fn open(form: WorkbookForm, bytes: &'b [u8]) -> Result<SourceBook<'b>, Trouble> {
        let pack = || ZipFile::open(bytes).ok_or_else(|| Trouble::Damaged("zip".into()));
        let unpacked = || Ok::<_, Trouble>(Unpacked::new(repair::mend(form, pack()?), None));
        Ok(match form {
            WorkbookForm::Xlsx => {
                let pack = repair::mend(form, pack()?);
                let watch = Watch::new(repair::is_to_be_calculated(&pack));
                let unpacked = Unpacked::new(pack, Some(watch.clone()));
                let book = opened(Xlsx::new(unpacked), |error| matches!(error, XlsxError::Password))?;
                SourceBook::Xlsx(book, watch)
            }
            WorkbookForm::Xlsb => {
                SourceBook::Xlsb(opened(Xlsb::new(unpacked()?), |error| matches!(error, XlsbError::Password))?)
            }
            WorkbookForm::Xls => {
                SourceBook::Xls(opened(Xls::new(Cursor::new(bytes)), |error| matches!(error, XlsError::Password))?)
            }
            WorkbookForm::Ods => {
                SourceBook::Ods(opened(Ods::new(unpacked()?), |error| matches!(error, OdsError::Password))?)
            }
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
            SourceBook::Xlsx(book, _) => book.sheets_metadata(),
            SourceBook::Xlsb(book) => book.sheets_metadata(),
            SourceBook::Xls(book) => book.sheets_metadata(),
            SourceBook::Ods(book) => book.sheets_metadata(),
        }
    }

    /// Reads a sheet into a grid, at most `rows` rows of it.
    pub fn read(&mut self, sheet: &str, rows: usize) -> Result<SheetRead, Trouble> {
        match self {
            SourceBook::Xlsx(book, watch) => {
                watch.forget();
                let read = xlsx(book, sheet, rows);
                if watch.is_wrong() { Err(Trouble::WrongAddress) } else { read.map(|read| read.with(watch.facts())) }
            }
            SourceBook::Xlsb(book) => xlsb(book, sheet, rows),
            SourceBook::Xls(book) => {
                let days = epoch(book.has_1904_epoch());
                let read = whole(&book.worksheet_range(sheet).map_err(damaged)?, rows, days)?;
                Ok(read.with_merges(&book.merge_cells_by_sheet_name(sheet).unwrap_or_default()))
            }
            SourceBook::Ods(book) => whole(&book.worksheet_range(sheet).map_err(damaged)?, rows, 0.0),
        }
    }
}

fn opened<B, E: Display>(book: Result<B, E>, is_locked: impl Fn(&E) -> bool) -> Result<Box<B>, Trouble> {
    book.map(Box::new).map_err(|error| if is_locked(&error) { Trouble::Password } else { damaged(error) })
}

fn damaged(error: impl Display) -> Trouble {
    Trouble::Damaged(plain(&error.to_string()))
}

/// What a parser says, without what only those who wrote it understand: some tell what they found as it lies in memory.
fn plain(said: &str) -> String {
    let line = said.lines().next().unwrap_or_default();
    let told = match line.contains('{') {
        true => line.split_once(", found").map_or("unexpected content", |(expected, _)| expected),
        false => line,
    };
    told.chars().take(LONGEST_REASON).collect()
}

/// Characters of a parser's reason that are told.
const LONGEST_REASON: usize = 160;

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
    /// Styles that strike a cell out; empty where none does.
    striking: Vec<bool>,
    struck: Vec<(u32, u32)>,
}

impl Filling {
    fn new(rows: usize, epoch: f64) -> Filling {
        Filling {
            builder: GridBuilder::default(),
            unreadable: (0, String::new()),
            rows,
            epoch,
            striking: Vec::new(),
            struck: Vec::new(),
        }
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
            self.unreadable.1 = plain(&error.to_string());
        }
        self.unreadable.0 += 1;
        Ok(())
    }

    fn finish(mut self) -> Result<SheetRead, Trouble> {
        let (cut, outside) = (std::mem::take(&mut self.builder.cut), self.builder.outside);
        let mut grid = self.builder.finish()?;
        grid.facts.struck = self.struck;
        Ok(SheetRead { grid, unreadable: self.unreadable, cut, outside })
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
        if self.striking.get(style) == Some(&true) {
            self.struck.push((row, col));
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
    filling.striking = cells.styles().iter().map(is_striking).collect();
    streamed(filling, || cells.next_cell_with_style_id(), fatal)
}

fn is_striking(style: &Style) -> bool {
    style.font.as_ref().is_some_and(Font::has_strikethrough)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_tell_nothing_of_what_lies_in_memory() {
        let debug = "Expecting 'table-cell', found 'Text(BytesText { content: Borrowed(\"x\") })'";
        assert_eq!(plain(debug), "Expecting 'table-cell'");
        assert_eq!(plain("Error { kind: 3 }"), "unexpected content");
        assert_eq!(plain("no such part\nat 3"), "no such part");
    }
}
