//! Changes of tables that keep every cell at its place.

use super::super::grid::{EMPTY, NUMBER, TEXT, decode};
use super::super::{Heading, Raw, RawTable, TypedColumn};

/// Sets rows aside: they are no data.
pub fn set_aside(table: &mut RawTable, rows: &[usize]) {
    let first = |row: usize| {
        let cells = (0..table.columns.len()).map(|column| table.get(row, column));
        let text = cells.into_iter().find_map(|cell| match cell {
            Raw::Text(text) => Some(text.to_string()),
            Raw::Number(number) | Raw::Date(number) => Some(number.to_string()),
            _ => None,
        });
        (table.rows[row], text.unwrap_or_default())
    };
    let aside: Vec<(u32, String)> = rows.iter().map(|&row| first(row)).collect();
    table.set_aside.extend(aside);
    table.set_aside.sort_by_key(|(row, _)| *row);
    let gone: std::collections::BTreeSet<usize> = rows.iter().copied().collect();
    let stays = |index: usize| !gone.contains(&index);
    keep(&mut table.rows, stays);
    for column in &mut table.columns {
        keep(&mut column.tags, stays);
        keep(&mut column.payload, stays);
    }
}

fn keep<T>(items: &mut Vec<T>, stays: impl Fn(usize) -> bool) {
    let mut index = 0;
    items.retain(|_| {
        index += 1;
        stays(index - 1)
    });
}

/// A further column that stands where another one does.
pub fn add(table: &mut RawTable, text: &str, beside: usize, cells: TypedColumn) {
    let heading = Heading { text: text.to_string(), leaf: text.to_string(), col: table.headings[beside].col };
    table.headings.push(heading);
    table.columns.push(cells);
}

/// A column of yes and no.
pub fn flags(values: impl Iterator<Item = bool>) -> TypedColumn {
    let payload: Vec<u64> = values.map(|yes| f64::from(u8::from(yes)).to_bits()).collect();
    TypedColumn { tags: vec![NUMBER; payload.len()], payload }
}

/// A column of texts; an empty one is an empty cell.
pub fn texts(table: &mut RawTable, values: Vec<String>) -> TypedColumn {
    let mut column = TypedColumn::default();
    for value in values {
        let at = table.texts.iter().position(|text| *text == value);
        let filled = !value.is_empty();
        let index = at.unwrap_or_else(|| {
            table.texts.push(value);
            table.texts.len() - 1
        });
        column.tags.push(if filled { TEXT } else { EMPTY });
        column.payload.push(if filled { index as u64 } else { 0 });
    }
    column
}

/// The cells of a column in the rows that are wanted; all others are empty.
pub fn only(column: &TypedColumn, wanted: impl Fn(usize) -> bool) -> TypedColumn {
    let cell = |row: usize| if wanted(row) { (column.tags[row], column.payload[row]) } else { (EMPTY, 0) };
    let (tags, payload) = (0..column.tags.len()).map(cell).unzip();
    TypedColumn { tags, payload }
}

/// A cell as a text.
pub fn text(table: &RawTable, row: usize, column: usize) -> String {
    let cells = &table.columns[column];
    match decode(cells.tags[row], cells.payload[row], &table.texts) {
        Raw::Text(text) => text.trim().to_string(),
        Raw::Number(number) | Raw::Date(number) => number.to_string(),
        Raw::Bool(yes) => u8::from(yes).to_string(),
        Raw::Empty | Raw::Error(_) => String::new(),
    }
}
