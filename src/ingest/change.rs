//! Changes of tables that keep every cell at its place.

use std::collections::BTreeMap;

use super::grid::{EMPTY, NUMBER, TEXT, decode};
use super::{Aside, AsideReason, Heading, Raw, RawTable, TypedColumn};

/// Sets rows aside: they are no data.
pub fn set_aside(table: &mut RawTable, rows: &[(usize, AsideReason)]) {
    let first = |&(row, why): &(usize, AsideReason)| {
        let cells = (0..table.columns.len()).map(|column| (column, table.get(row, column)));
        let text = cells.into_iter().find_map(|(column, cell)| match cell {
            Raw::Text(text) => Some((column, text.to_string())),
            Raw::Number(number) | Raw::Date(number) => Some((column, number.to_string())),
            _ => None,
        });
        let (column, text) = text.unwrap_or_default();
        Aside { row: table.rows[row], col: table.headings[column].col, text, why }
    };
    if rows.is_empty() {
        return;
    }
    let aside: Vec<Aside> = rows.iter().map(first).collect();
    table.set_aside.extend(aside);
    table.set_aside.sort_by_key(|aside| aside.row);
    let mut stays = vec![true; table.rows.len()];
    rows.iter().for_each(|&(row, _)| stays[row] = false);
    table.keep_rows(&stays);
}

/// A further column that stands where another one does.
pub fn add(table: &mut RawTable, text: &str, beside: usize, cells: TypedColumn) {
    let heading =
        Heading { text: text.to_string(), leaf: text.to_string(), col: table.headings[beside].col, also: Vec::new() };
    table.headings.push(heading);
    table.columns.push(cells);
}

/// A column of yes and no.
pub fn flags(values: impl Iterator<Item = bool>) -> TypedColumn {
    let payload: Vec<u64> = values.map(|yes| f64::from(u8::from(yes)).to_bits()).collect();
    TypedColumn { tags: vec![NUMBER; payload.len()], payload }
}

/// A column of texts; an empty one is an empty cell.
pub fn texts(table: &mut RawTable, values: &[String]) -> TypedColumn {
    // From the last to the first: of equal texts the first place stays.
    let places = table.texts.iter().enumerate().rev();
    let mut known: BTreeMap<&str, usize> = places.map(|(at, text)| (text.as_str(), at)).collect();
    let mut column = TypedColumn::default();
    let mut further: Vec<String> = Vec::new();
    for value in values {
        let next = table.texts.len() + further.len();
        let index = *known.entry(value).or_insert(next);
        if index == next {
            further.push(value.clone());
        }
        column.tags.push(if value.is_empty() { EMPTY } else { TEXT });
        column.payload.push(if value.is_empty() { 0 } else { index as u64 });
    }
    table.texts.extend(further);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::table::outline;

    #[test]
    fn a_text_that_is_there_is_used_again_at_its_first_place() {
        let mut table = RawTable { texts: ["a", "b", "a"].map(String::from).into(), ..outline(&[]) };
        let column = texts(&mut table, &["c", "a", "", "c", "b"].map(String::from));
        assert_eq!(column.payload, [3, 0, 0, 3, 1]);
        assert_eq!(column.tags, [TEXT, TEXT, EMPTY, TEXT, TEXT]);
        assert_eq!(table.texts[..4], ["a", "b", "a", "c"]);
    }
}
