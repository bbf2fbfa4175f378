//! 対応づけ / Matches: which case was compared with which. The one sheet that grows with the data: numbers take their form
//! from the column, so that each cell is as cheap as can be.

use rust_xlsxwriter::Format;

use crate::exhibit::{Frame, FrameColumn, FrameRole, Values};
use crate::math::elementary::{exp, ln};
use crate::phrase;
use crate::text::decimals_for;

use super::id::{SheetId, Tint};
use super::measure;
use super::page::{Page, Written};
use super::sheet::Sheet;
use super::style::Form;

/// Rows of a sheet that Excel can hold.
const SHEET_ROWS: usize = 1_048_576;
/// Rows that are looked at for the width of a column.
const LOOKED_AT: usize = 500;

/// Whether a frame holds matches.
pub(super) fn is_pairs(frame: &Frame) -> bool {
    *frame.id.role() == FrameRole::Pairs && frame.rows() > 0
}

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Matches,
    Tint::Cases,
    || phrase!("Matches"),
    || phrase!("Which case was compared with which (names cases: keep it in the house)"),
    write,
)
.only_if(|book| book.internal() && book.bundle.frames.iter().any(is_pairs));

fn write(page: &mut Page<'_>) -> Written {
    let frames: Vec<&Frame> = page.book.bundle.frames.iter().filter(|frame| is_pairs(frame)).collect();
    let columns = frames.iter().map(|frame| frame.columns.len()).max().unwrap_or(0);
    let widths: Vec<f64> =
        (0..columns).map(|index| frames.iter().map(|frame| width(page, frame, index)).fold(9.0, f64::max)).collect();
    page.columns(&widths)?;
    page.title(&phrase!("Which case was compared with which"), &phrase!("Internal: the rows name cases."))?;
    let alone = frames.len() == 1;
    frames.into_iter().try_for_each(|frame| write_frame(page, frame, alone))
}

fn write_frame(page: &mut Page<'_>, frame: &Frame, alone: bool) -> Written {
    page.book.turn_to(frame.id.question());
    page.heading(&format!("{} – {}", page.book.question(frame.id.question()), page.say(&frame.title)))?;
    let head = page.row;
    let titles: Vec<(String, bool)> =
        frame.columns.iter().map(|c| (page.say(&c.title), !matches!(c.values, Values::Text(_)))).collect();
    if alone {
        page.filtered_head(&titles)?
    } else {
        page.head(0, &titles)?
    };
    let room = SHEET_ROWS.saturating_sub(page.row as usize + 4);
    let rows = frame.rows().min(room);
    write_rows(page, &frame.columns, rows, alone)?;
    if alone {
        page.sheet.set_freeze_panes(head + 1, 1)?;
        page.sheet.set_repeat_rows(head, head)?;
    }
    if rows < frame.rows() {
        let cut =
            phrase!("A sheet cannot hold more rows: {more} more are in the data files.", more = frame.rows() - rows);
        page.note(&page.say(&cut))?;
    }
    page.skip(1)
}

/// Writes the rows, each from left to right: the library keeps rows. Not-a-number and empty text are left blank.
fn write_rows(page: &mut Page<'_>, columns: &[FrameColumn], rows: usize, alone: bool) -> Written {
    let formats: Vec<Format> = columns.iter().map(|column| format(page, column)).collect();
    for (index, format) in (0u16..).zip(&formats).filter(|_| alone) {
        page.sheet.set_column_format(index, format)?;
    }
    for row in 0..rows {
        for (index, (column, format)) in (0u16..).zip(columns.iter().zip(&formats)) {
            let value = match &column.values {
                Values::Text(values) => {
                    if !values[row].is_empty() {
                        page.sheet.write_string(page.row, index, measure::cell(&values[row]))?;
                    }
                    continue;
                }
                Values::Number(values) => values[row],
                Values::Integer(values) => values[row] as f64,
            };
            if value.is_finite() && alone {
                page.sheet.write_number(page.row, index, value)?;
            } else if value.is_finite() {
                page.sheet.write_number_with_format(page.row, index, value, format)?;
            }
        }
        page.row += 1;
    }
    Ok(())
}

fn format(page: &Page<'_>, column: &FrameColumn) -> Format {
    match &column.values {
        Values::Text(_) => page.book.look.text.clone(),
        values => page.book.look.plain_number(form(values)),
    }
}

/// Whole numbers without grouping (they may be row numbers), others with about three digits of their middle size.
fn form(values: &Values) -> Form {
    let Values::Number(values) = values else { return Form::Index };
    let sizes: Vec<f64> =
        values.iter().copied().filter(|value| value.is_finite() && *value != 0.0).map(f64::abs).collect();
    if values.iter().all(|value| !value.is_finite() || value.fract() == 0.0) {
        return Form::Count;
    }
    let logs = sizes.iter().map(|&size| ln(size)).sum::<f64>() / sizes.len() as f64;
    Form::Fixed(decimals_for(exp(logs)))
}

fn width(page: &Page<'_>, frame: &Frame, index: usize) -> f64 {
    let Some(column) = frame.columns.get(index) else { return 0.0 };
    let title = page.say(&column.title);
    let title = measure::longest_word(&title).max(measure::width(&title) / 2.0) * 1.08 + 5.0;
    let form = form(&column.values);
    let content = match &column.values {
        Values::Text(values) => values.iter().take(LOOKED_AT).map(|text| measure::width(text)).fold(0.0, f64::max),
        Values::Number(values) => values.iter().take(LOOKED_AT).map(|value| form.width(*value)).fold(0.0, f64::max),
        Values::Integer(values) => values.iter().map(|value| form.width(*value as f64)).fold(0.0, f64::max),
    };
    title.max(content + 3.0).min(42.0)
}
