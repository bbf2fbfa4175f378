//! Workbooks (xlsx, xlsm, xlsb, xls, ods): which sheet holds the table, and the table on it.

use std::collections::BTreeSet;

use super::book::{SheetRead, SourceBook, Trouble};
use super::form::WorkbookForm;
use super::locate::{self, NoTable};
use super::sheets::Sheets;
use super::sniff::FileContent;
use super::{RawTable, Reader, problems, refusals, table};
use crate::diag::{Diagnostic, Halt, Sink};
use crate::notation::fold;
use crate::study::Source;

/// Rows of a sheet that are looked at to tell whether it holds the table.
const PEEK_ROWS: usize = 300;

/// Sheets that are looked at, so that a workbook of thousands of sheets stays quick.
const PEEK_SHEETS: usize = 100;

/// Reads workbooks.
pub struct Excel;

impl Reader for Excel {
    fn knows(&self, content: &FileContent) -> bool {
        matches!(content, FileContent::Workbook(_))
    }

    fn read(&self, content: &FileContent, bytes: &[u8], source: &Source, sink: &mut Sink) -> Result<RawTable, Halt> {
        let form = if let FileContent::Workbook(form) = content { *form } else { WorkbookForm::Xlsx };
        let mut book = SourceBook::open(form, bytes).map_err(|trouble| sink.halt(trouble.problem(source, "", form)))?;
        let sheet = choose(&mut book, source, sink)?;
        let read = book.read(&sheet, usize::MAX);
        let read = read.map_err(|trouble| sink.halt(trouble.problem(source, &sheet, form)))?;
        read.report(source, &sheet, sink);
        let table = table::within(read.grid, source, &sheet, sink)?;
        Ok(RawTable { sheets: book.sheets(), ..table })
    }
}

/// The names of all worksheets, visible ones first; none where the bytes are no workbook.
pub(super) fn sheets(form: WorkbookForm, bytes: &[u8]) -> Vec<String> {
    SourceBook::open(form, bytes).map(|book| book.sheets()).unwrap_or_default()
}

/// The sheet to read: the one that the study names; else the first that has the unit's heading; else the first with a table.
fn choose(book: &mut SourceBook<'_>, source: &Source, sink: &mut Sink) -> Result<String, Halt> {
    let names = book.sheets();
    let asked = source.sheet.as_ref().map(|asked| named(&names, &asked.value).ok_or(asked));
    let asked = asked.transpose().map_err(|asked| sink.halt(problems::sheet_not_found(source, asked, &names)))?;
    // The parser finds sheets by name, so that the second of two is out of reach.
    if let Some(twice) = repeated(&names).filter(|twice| asked.as_ref().is_none_or(|asked| asked == *twice)) {
        return Err(sink.halt(refusals::sheet_twice(source, twice)));
    }
    match (asked, names.as_slice()) {
        (Some(asked), _) => Ok(asked),
        (None, []) => Err(sink.halt(problems::no_sheet(source))),
        (None, [only]) => Ok(only.clone()),
        (None, _) => among(book, &names, source, sink),
    }
}

/// The first name that stands twice.
fn repeated(names: &[String]) -> Option<&String> {
    let mut seen = BTreeSet::new();
    names.iter().find(|name| !seen.insert(*name))
}

fn named(names: &[String], asked: &str) -> Option<String> {
    let exact = names.iter().find(|name| *name == asked);
    exact.or_else(|| names.iter().find(|name| fold(name) == fold(asked))).cloned()
}

fn among(book: &mut SourceBook<'_>, names: &[String], source: &Source, sink: &mut Sink) -> Result<String, Halt> {
    let (mut known, mut tables, mut worst) = (Vec::new(), Sheets::default(), NoTable::Empty);
    for name in names.iter().take(PEEK_SHEETS) {
        let Ok(peek) = book.read(name, PEEK_ROWS) else { continue };
        match locate::find(&peek.grid, source) {
            Ok(region) if region.has_unit(source) => known.push(name.clone()),
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

impl Trouble {
    fn problem(&self, source: &Source, sheet: &str, form: WorkbookForm) -> Diagnostic {
        match self {
            Trouble::Damaged(why) => problems::damaged(source, why),
            Trouble::Password if form == WorkbookForm::Xls => refusals::old_password(source),
            Trouble::Password => refusals::unknown_encryption(source),
            Trouble::Full => problems::too_many_cells(source, sheet),
            Trouble::WrongAddress => refusals::wrong_address(source, sheet),
        }
    }
}
