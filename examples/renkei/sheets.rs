//! Rows of cells to a workbook: the same bytes whenever it is done.

use std::error::Error;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

/// What stands in a cell.
#[derive(Clone, Debug)]
pub enum Cell {
    Blank,
    Text(String),
    Number(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() { Cell::Blank } else { Cell::Text(text.into()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        text.as_str().into()
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Cell {
        Cell::Number(number)
    }
}

/// A sheet: its name, lines above the table, headings, rows, lines below.
pub struct Sheet {
    pub name: &'static str,
    pub above: Vec<&'static str>,
    pub headings: Vec<&'static str>,
    pub rows: Vec<Vec<Cell>>,
    pub below: Vec<&'static str>,
}

/// Writes a workbook.
pub fn write(file: &Path, sheets: &[Sheet]) -> Result<(), Box<dyn Error>> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 4, 1)?));
    let (title, heading) =
        (Format::new().set_bold().set_font_size(14), Format::new().set_bold().set_background_color("#E2EFDA"));
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(sheet.name)?;
        for (row, line) in sheet.above.iter().enumerate() {
            page.write_with_format(row as u32, 0, *line, &title)?;
        }
        let top = sheet.above.len() as u32 + u32::from(!sheet.above.is_empty());
        for (column, text) in sheet.headings.iter().enumerate() {
            page.write_with_format(top, column as u16, *text, &heading)?;
            page.set_column_width(column as u16, 16)?;
        }
        for (row, cells) in sheet.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                let (row, column) = (top + 1 + row as u32, column as u16);
                match cell {
                    Cell::Blank => continue,
                    Cell::Text(text) => page.write(row, column, text.as_str())?,
                    Cell::Number(number) => page.write(row, column, *number)?,
                };
            }
        }
        let end = top + 2 + sheet.rows.len() as u32;
        for (row, line) in sheet.below.iter().enumerate() {
            page.write(end + row as u32, 0, *line)?;
        }
    }
    Ok(book.save(file)?)
}
