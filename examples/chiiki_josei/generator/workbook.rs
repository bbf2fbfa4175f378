//! Grids to xlsx: the same bytes whenever it is done.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::grid::{Book, Cell, Sheet};

/// Widest column, in characters.
const WIDEST: usize = 44;

/// The bytes of a workbook.
pub fn bytes(book: &Book) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let fixed = ExcelDateTime::from_ymd(2026, 4, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    for sheet in &book.sheets {
        write(workbook.add_worksheet(), sheet)?;
    }
    workbook.save_to_buffer()
}

struct Look {
    title: Format,
    header: Format,
    amount: Format,
    text: Format,
    plain: Format,
}

impl Look {
    fn new() -> Look {
        let font = || Format::new().set_font_name("游ゴシック");
        let header = font().set_bold().set_background_color("#E2EFDA").set_border(FormatBorder::Thin);
        Look {
            title: font().set_bold().set_font_size(14),
            header: header.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter),
            amount: font().set_num_format("#,##0"),
            text: font().set_num_format("@"),
            plain: font(),
        }
    }

    fn of(&self, sheet: &Sheet, row: usize, col: usize) -> &Format {
        match &sheet.rows[row][col] {
            _ if row < sheet.header.start => &self.title,
            _ if sheet.header.contains(&row) => &self.header,
            Cell::Text(_) if sheet.body.contains(&row) => &self.text,
            _ if sheet.amounts.contains(&col) => &self.amount,
            _ => &self.plain,
        }
    }
}

fn write(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let look = Look::new();
    worksheet.set_name(&sheet.name)?;
    for merged in &sheet.merged {
        let ((row, col), (last, end)) = (merged.first, merged.last);
        worksheet.merge_range(row, col as u16, last, end as u16, &merged.text, &look.header)?;
    }
    for (row, cells) in sheet.rows.iter().enumerate() {
        for (col, cell) in cells.iter().enumerate() {
            let (at, to, format) = (row as u32, col as u16, look.of(sheet, row, col));
            match cell {
                Cell::Blank => continue,
                Cell::Number(number) => worksheet.write_with_format(at, to, *number as f64, format)?,
                Cell::Text(text) => worksheet.write_with_format(at, to, text, format)?,
            };
        }
    }
    for col in 0..sheet.columns.len() {
        worksheet.set_column_width(col as u16, width(sheet, col) as f64)?;
    }
    worksheet.set_landscape().set_print_fit_to_pages(1, 0);
    worksheet.set_freeze_panes(sheet.header.end as u32, 0)?;
    Ok(())
}

/// What a column needs, counting characters outside ASCII double.
fn width(sheet: &Sheet, col: usize) -> usize {
    let of = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>() + 2;
    let cells = sheet.body.clone().filter_map(|row| match sheet.rows[row].get(col) {
        Some(Cell::Text(text)) => Some(of(text)),
        Some(Cell::Number(number)) => Some(of(&number.to_string()) + 3),
        _ => None,
    });
    cells.chain([of(&sheet.columns[col])]).max().unwrap_or(0).min(WIDEST)
}
