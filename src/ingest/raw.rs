//! A table as it stands in a file: typed columns, every cell with its address.

use std::sync::Arc;

use super::aside::Aside;
use super::formats::Formats;
use crate::diag::Place;
use crate::ingest::grid;
use crate::notation::fold_spaces;
use serde::{Deserialize, Serialize};

/// What a raw cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Raw<'a> {
    /// Nothing.
    Empty,
    /// A number.
    Number(f64),
    /// Text.
    Text(&'a str),
    /// True or false.
    Bool(bool),
    /// A date as an Excel serial (1900 system, days and fraction).
    Date(f64),
    /// An error value such as `#DIV/0!`.
    Error(&'a str),
}

/// A column of cells: one tag and one payload for each, text interned in the table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypedColumn {
    /// 0 empty, 1 number, 2 text, 3 bool, 4 date, 5 error.
    pub tags: Vec<u8>,
    /// Bits of the number, or index of the text.
    pub payload: Vec<u64>,
}

/// One heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// Text as found, joined over stacked header rows, white space folded.
    pub text: String,
    /// The lowest of its stacked texts; the text itself where there is one header row.
    pub leaf: String,
    /// 0-based column on the sheet.
    pub col: u32,
    /// What else it is called: codes, another language, tags, the heading before a unit was joined to it.
    pub also: Vec<String>,
}

/// A table as it stands in a file: typed columns and where they come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RawTable {
    /// File as the user named it.
    pub file: Arc<str>,
    /// Sheet; empty for formats without sheets.
    pub sheet: Arc<str>,
    /// All worksheets of the workbook, visible ones first; none for formats without sheets.
    pub sheets: Vec<String>,
    /// SHA-256 of the file, hexadecimal.
    pub digest: String,
    /// 0-based rows of the header.
    pub header_rows: Vec<u32>,
    /// Headings, one for each column.
    pub headings: Vec<Heading>,
    /// Columns, all as long as `rows`.
    #[serde(skip)]
    pub columns: Vec<TypedColumn>,
    /// 0-based sheet row of each table row.
    #[serde(skip)]
    pub rows: Vec<u32>,
    /// Interned texts.
    #[serde(skip)]
    pub texts: Vec<String>,
    /// Rows that were seen and are no data, in the order of the sheet.
    pub set_aside: Vec<Aside>,
    /// Rows that are left out, by a person's decision or because of their look.
    pub left_out: Vec<LeftOut>,
    /// 0-based rows of a text file whose cells do not stand under their headings: left out until a person decides.
    pub ragged: Vec<u32>,
    /// Columns of a text file in which every number with a point has three digits behind it (1.290), by their 0-based column of the
    /// sheet, ascending: nobody knows whether the points stand for thousands.
    pub pointed: Vec<u32>,
    /// How numbers and dates are shown; see [`RawTable::format`].
    pub formats: Formats,
    /// Formulas whose result is not stored, so that their cells are blank: 0-based row and column of the sheet, ascending.
    pub unstored: Vec<(u32, u32)>,
}

/// A row that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// 0-based row of the sheet.
    pub row: u32,
    /// 0-based column of the cell that was decided about.
    pub col: u32,
    /// Why.
    pub cause: Cause,
}

/// Why a row is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// A person decided so in the workbook of results.
    Decision,
    /// It is hidden in the workbook, and the study leaves such rows out.
    Hidden,
    /// All its cells are struck out.
    StruckOut,
}

impl RawTable {
    /// The cell of a table row and column.
    pub fn get(&self, row: usize, column: usize) -> Raw<'_> {
        let cells = &self.columns[column];
        grid::decode(cells.tags[row], cells.payload[row], &self.texts)
    }

    /// The address of a table row and column.
    pub fn place(&self, row: usize, column: usize) -> Place {
        self.cell(self.rows[row], self.headings[column].col)
    }

    /// The address of the lowest heading of a column.
    pub fn heading_place(&self, column: usize) -> Place {
        self.cell(self.header_rows.last().copied().unwrap_or(0), self.headings[column].col)
    }

    /// The address of a cell by its 0-based row and column of the sheet.
    pub fn cell(&self, row: u32, col: u32) -> Place {
        Place::Cell { file: self.file.clone(), sheet: self.sheet.clone(), row, col }
    }
}

pub(super) const EMPTY: u8 = 0;

pub(super) const NUMBER: u8 = 1;

pub(super) const TEXT: u8 = 2;

pub(super) const BOOL: u8 = 3;

pub(super) const DATE: u8 = 4;

pub(super) const ERROR: u8 = 5;

/// What a tag and a payload mean.
pub(super) fn decode(tag: u8, bits: u64, texts: &[String]) -> Raw<'_> {
    let text = || texts.get(bits as usize).map_or("", String::as_str);
    match tag {
        NUMBER => Raw::Number(f64::from_bits(bits)),
        TEXT => Raw::Text(text()),
        BOOL => Raw::Bool(bits != 0),
        DATE => Raw::Date(f64::from_bits(bits)),
        ERROR => Raw::Error(text()),
        _ => Raw::Empty,
    }
}

/// What a cell says, in one line.
pub(super) fn text_of(cell: Raw<'_>) -> String {
    match cell {
        Raw::Text(text) | Raw::Error(text) => fold_spaces(text),
        Raw::Number(value) | Raw::Date(value) => value.to_string(),
        Raw::Bool(value) => if value { "TRUE" } else { "FALSE" }.to_string(),
        Raw::Empty => String::new(),
    }
}
