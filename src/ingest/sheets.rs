//! Which sheet of a workbook is meant where the study does not say.

use super::grid::Grid;
use super::locate::Region;
use super::{layouts, table};

/// A table with less than this share of the cells of the largest one is a list of contents, a note or a legend.
const SMALL: usize = 10;

/// Sheets that hold a table, in the order in which they are looked at.
#[derive(Default)]
pub(super) struct Sheets(Vec<SheetRecord>);

struct SheetRecord {
    name: String,
    cells: usize,
    /// Rows of data.
    rows: usize,
    /// Whether its table has one column.
    narrow: bool,
    /// Whether its table follows a known layout.
    known: bool,
    headless: bool,
}

impl Sheets {
    /// Adds a sheet with the table that was found on it.
    pub fn add(&mut self, name: &str, grid: &Grid, region: &Region) {
        let cells = region.headings.len() + region.cells(grid);
        let known = layouts::recognise(&table::outline(&region.headings), None).is_some();
        let (rows, narrow, headless) = (region.data.len(), region.headings.len() < 2, region.header_rows.is_empty());
        self.0.push(SheetRecord { name: name.to_string(), cells, rows, narrow, known, headless });
    }

    /// The names, the one that is meant first: tables of a known layout, else the first one with headings that is not small beside
    /// the largest, in cells or in both rows and cells. A column of text counts where there is nothing else: it is a cover.
    pub fn ranked(self) -> Vec<String> {
        let mut sheets = self.0;
        if sheets.iter().any(|sheet| !sheet.narrow) {
            sheets.retain(|sheet| !sheet.narrow);
        }
        let headed = |of: fn(&SheetRecord) -> usize| {
            let headed = sheets.iter().filter(|sheet| !sheet.headless).map(of).max();
            headed.or(sheets.iter().map(of).max()).unwrap_or(0)
        };
        let (cells, rows) = (headed(|sheet| sheet.cells), headed(|sheet| sheet.rows));
        let small =
            |sheet: &SheetRecord| SMALL * sheet.cells < cells || 2 * sheet.rows < rows && 2 * sheet.cells < cells;
        // The list of choices of a form has more rows than its questions.
        let is = |sheet: &SheetRecord, name: &str| sheet.name.eq_ignore_ascii_case(name);
        let form = sheets.iter().any(|sheet| is(sheet, "survey")) && sheets.iter().any(|sheet| is(sheet, "choices"));
        let second = |sheet: &SheetRecord| form && !is(sheet, "survey");
        sheets.sort_by_key(|sheet| (!sheet.known, second(sheet), sheet.headless, small(sheet)));
        sheets.into_iter().map(|sheet| sheet.name).collect()
    }
}
