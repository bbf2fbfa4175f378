//! Which sheet of a workbook is meant where the study does not say.

use super::grid::Grid;
use super::region::Region;
use super::{layouts, table};

/// A table with less than this share of the cells of the largest one is a list of contents, a note or a legend.
const SMALL: usize = 10;

/// Sheets that hold a table, in the order in which they are looked at.
#[derive(Default)]
pub(super) struct Sheets(Vec<Sheet>);

struct Sheet {
    name: String,
    cells: usize,
    /// Whether its table follows a known layout.
    known: bool,
    headless: bool,
}

impl Sheets {
    /// Adds a sheet with the table that was found on it.
    pub fn add(&mut self, name: &str, grid: &Grid, region: &Region) {
        let cells = region.headings.len() + region.cells(grid);
        let known = layouts::recognise(&table::outline(&region.headings), None).is_some();
        self.0.push(Sheet { name: name.to_string(), cells, known, headless: region.header_rows.is_empty() });
    }

    /// The names, the one that is meant first: tables of a known layout, else the first one
    /// with headings that is not small beside the largest.
    pub fn ranked(self) -> Vec<String> {
        let mut sheets = self.0;
        let headed = sheets.iter().filter(|sheet| !sheet.headless).map(|sheet| sheet.cells).max();
        let most = headed.or(sheets.iter().map(|sheet| sheet.cells).max()).unwrap_or(0);
        sheets.sort_by_key(|sheet| (!sheet.known, sheet.headless, SMALL * sheet.cells < most));
        sheets.into_iter().map(|sheet| sheet.name).collect()
    }
}
