//! A typed table as a range of cells.

use crate::exhibit::{Cell, Column, Format, Table, Value};
use crate::text::{Phrase, decimals_for};

use super::book::SheetContext;
use super::entry::Entry;
use super::measure;
use super::page::{Page, Written};
use super::style::Form;
use crate::render::report::cells::in_steps;

/// A sheet of tables, one under the other.
pub(super) fn sheet(page: &mut Page<'_>, title: &Phrase, tables: &[&Table]) -> Written {
    page.columns(&widths(page.book, tables))?;
    page.title(title, &page.book.about(page.id))?;
    let alone = tables.len() == 1;
    tables.iter().try_for_each(|table| write(page, table, alone))
}

/// Writes a table with its title and notes; a table that is alone on its sheet gets a filter and stays in sight.
fn write(page: &mut Page<'_>, table: &Table, alone: bool) -> Written {
    page.book.turn_to(table.id.question());
    let title = page.say(&table.title);
    page.heading(&page.book.owner(&table.id).map_or(title.clone(), |question| format!("{question} – {title}")))?;
    let head = page.row;
    let shown = shown(table);
    let titles: Vec<(String, bool)> =
        shown.iter().map(|&i| &table.columns[i]).map(|c| (page.say(&c.title), c.format != Format::Text)).collect();
    if alone {
        page.filtered_head(&titles)?
    } else {
        page.head(0, &titles)?
    };
    for row in &table.rows {
        let entries: Vec<Entry> =
            shown.iter().filter_map(|&i| Some(entry(page.book, row.get(i)?, &table.columns[i]))).collect();
        page.line(0, &entries)?;
    }
    if alone && !table.rows.is_empty() && !shown.is_empty() {
        page.keep_in_sight(head, shown.len(), 1)?;
    }
    let rounded = in_steps(table);
    table.notes.iter().chain(&rounded).try_for_each(|note| page.note(&page.say(note)))?;
    page.source(&table.id)?;
    page.skip(1);
    Ok(())
}

/// The columns that people read.
fn shown(table: &Table) -> Vec<usize> {
    (0..table.columns.len()).filter(|&i| !table.columns[i].is_of_keys()).collect()
}

/// A typed cell as a cell of a sheet.
pub(super) fn entry(book: &SheetContext<'_>, cell: &Cell, column: &Column) -> Entry {
    match &cell.value {
        Value::Empty => Entry::Blank,
        Value::Number(value) => Entry::number(*value, form(*value, cell.format_in(column))),
        Value::Text(text) => Entry::Text(text.clone()),
        Value::Words(words) => Entry::Text(book.words(words)),
        Value::Phrase(phrase) => Entry::Text(book.say(phrase)),
        Value::Withheld => Entry::withheld(),
    }
}

/// Numbers in a column of words show about three digits.
fn form(value: f64, format: &Format) -> Form {
    match Form::of(format) {
        Form::General if value.fract() == 0.0 => Form::Count,
        Form::General => Form::Fixed(decimals_for(value)),
        form => form,
    }
}

/// Widths that hold the columns of all the tables.
fn widths(book: &SheetContext<'_>, tables: &[&Table]) -> Vec<f64> {
    let columns = tables.iter().map(|table| shown(table).len()).max().unwrap_or(0);
    (0..columns).map(|index| tables.iter().map(|table| width(book, table, index)).fold(8.0, f64::max)).collect()
}

fn width(book: &SheetContext<'_>, table: &Table, index: usize) -> f64 {
    book.turn_to(table.id.question());
    let Some(index) = shown(table).get(index).copied() else { return 0.0 };
    let column = &table.columns[index];
    let title = book.say(&column.title);
    // A heading may break into three lines, but not inside a word; the arrow of the filter takes room too.
    let title = measure::longest_word(&title).max(measure::width(&title) / 3.0) * 1.08 + 5.0;
    let content = table.rows.iter().filter_map(|row| row.get(index)).map(|cell| match entry(book, cell, column) {
        Entry::Number(value, form) => form.width(value) + 3.0,
        entry => entry.words().map_or(0.0, |text| measure::longest_line(text) + 2.0),
    });
    title.max(content.fold(0.0, f64::max)).min(42.0)
}
