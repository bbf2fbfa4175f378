//! The filled cells of a sheet, as columns that grow while the sheet is streamed.

pub(super) use crate::ingest::raw::{BOOL, DATE, EMPTY, ERROR, NUMBER, TEXT, decode};
use indexmap::{IndexMap, IndexSet};

use super::facts::SheetFacts;
use super::formats::FormatsBuilder;
use super::{Formats, Raw, TypedColumn, limits};

/// The cells of a sheet. Only rows that hold something are kept; blank rows show as gaps in `rows`.
#[derive(Debug, Default)]
pub struct Grid {
    /// 0-based sheet rows, ascending.
    pub rows: Vec<u32>,
    /// By sheet column; a column may be shorter than `rows`, the rest of it being empty.
    pub columns: Vec<TypedColumn>,
    /// Interned texts.
    pub texts: Vec<String>,
    /// How numbers and dates are shown.
    pub formats: Formats,
    /// What the sheet says of its cells.
    pub facts: SheetFacts,
}

impl Grid {
    /// The cell at an index into `rows` and a sheet column.
    pub fn get(&self, row: usize, col: usize) -> Raw<'_> {
        let Some(cells) = self.columns.get(col) else { return Raw::Empty };
        let Some(&tag) = cells.tags.get(row) else { return Raw::Empty };
        decode(tag, cells.payload[row], &self.texts)
    }

    /// Whether a cell holds something.
    pub fn is_filled(&self, row: usize, col: usize) -> bool {
        self.columns.get(col).and_then(|cells| cells.tags.get(row)).is_some_and(|&tag| tag != EMPTY)
    }

    /// The filled cells of a row, from left to right.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (usize, Raw<'_>)> {
        (0..self.columns.len()).filter(move |&col| self.is_filled(row, col)).map(move |col| (col, self.get(row, col)))
    }

    /// Drops rows that hold nothing any more.
    pub fn drop_blank_rows(&mut self) {
        let filled: Vec<bool> =
            (0..self.rows.len()).map(|row| (0..self.columns.len()).any(|col| self.is_filled(row, col))).collect();
        let mut rows = filled.iter();
        self.rows.retain(|_| rows.next() == Some(&true));
        for column in &mut self.columns {
            let (mut tags, mut payload) = (filled.iter(), filled.iter());
            column.tags.retain(|_| tags.next() == Some(&true));
            column.payload.retain(|_| payload.next() == Some(&true));
        }
    }

    /// Index into `rows` of the first row at or below a sheet row.
    pub fn at_or_below(&self, sheet_row: u32) -> usize {
        self.rows.partition_point(|&row| row < sheet_row)
    }
}

/// The sheet holds more cells than [`limits::CELLS`].
#[derive(Debug)]
pub struct Full;

/// Builds a [`Grid`] from cells in any order; rows in ascending order are fast.
#[derive(Default)]
pub struct GridBuilder {
    grid: Grid,
    texts: IndexSet<String>,
    /// Texts that outlive the building, by address: a shared string is hashed once, however often it is used.
    shared: IndexMap<(usize, usize), Option<u32>, foldhash::fast::RandomState>,
    late: Vec<(u32, u32, u8, u64)>,
    slots: usize,
    /// Texts that were longer than [`limits::TEXT_CHARS`] and were cut: sheet row and column.
    pub cut: Vec<(u32, u32)>,
    /// Cells whose address lies outside any sheet; they were left out.
    pub outside: usize,
    /// How numbers and dates are shown.
    pub formats: FormatsBuilder,
}

impl GridBuilder {
    /// How many rows hold something so far.
    pub fn height(&self) -> usize {
        self.grid.rows.len()
    }

    /// Adds a cell. Text of white space only counts as nothing.
    pub fn push(&mut self, row: u32, col: u32, cell: Raw<'_>) -> Result<(), Full> {
        match cell {
            Raw::Empty => Ok(()),
            Raw::Number(value) | Raw::Date(value) if !value.is_finite() => {
                self.push(row, col, Raw::Error(&value.to_string()))
            }
            Raw::Number(value) => self.put(row, col, NUMBER, value.to_bits()),
            Raw::Date(serial) => self.put(row, col, DATE, serial.to_bits()),
            Raw::Bool(value) => self.put(row, col, BOOL, u64::from(value)),
            Raw::Error(text) => {
                let index = self.intern(text);
                self.put(row, col, ERROR, u64::from(index))
            }
            Raw::Text(text) => self.push_text(row, col, text),
        }
    }

    /// Adds a text that stays where it is in memory until the grid is finished.
    pub fn push_shared(&mut self, row: u32, col: u32, text: &str) -> Result<(), Full> {
        let address = (text.as_ptr() as usize, text.len());
        let index = match self.shared.get(&address) {
            Some(&known) => known,
            None => {
                let index = (!text.trim().is_empty()).then(|| self.intern_cut(row, col, text));
                self.shared.insert(address, index);
                index
            }
        };
        index.map_or(Ok(()), |index| self.put(row, col, TEXT, u64::from(index)))
    }

    fn push_text(&mut self, row: u32, col: u32, text: &str) -> Result<(), Full> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let index = self.intern_cut(row, col, text);
        self.put(row, col, TEXT, u64::from(index))
    }

    fn intern_cut(&mut self, row: u32, col: u32, text: &str) -> u32 {
        if text.len() <= limits::TEXT_CHARS {
            return self.intern(text);
        }
        match text.char_indices().nth(limits::TEXT_CHARS) {
            None => self.intern(text),
            Some((end, _)) => {
                self.cut.push((row, col));
                self.intern(&text[..end])
            }
        }
    }

    fn intern(&mut self, text: &str) -> u32 {
        let index = self.texts.get_index_of(text).unwrap_or_else(|| self.texts.insert_full(text.to_string()).0);
        index as u32
    }

    fn put(&mut self, row: u32, col: u32, tag: u8, bits: u64) -> Result<(), Full> {
        if col >= limits::SHEET_COLUMNS {
            self.outside += 1;
            return Ok(());
        }
        match self.grid.rows.last() {
            Some(&last) if row < last => {
                self.late.push((row, col, tag, bits));
                return self.spend(1);
            }
            Some(&last) if row == last => {}
            _ => self.grid.rows.push(row),
        }
        let index = self.grid.rows.len() - 1;
        self.append(index, col as usize, tag, bits)
    }

    fn append(&mut self, index: usize, col: usize, tag: u8, bits: u64) -> Result<(), Full> {
        if col >= self.grid.columns.len() {
            self.grid.columns.resize_with(col + 1, TypedColumn::default);
        }
        let length = self.grid.columns[col].tags.len();
        self.spend((index + 1).saturating_sub(length))?;
        let column = &mut self.grid.columns[col];
        if length <= index {
            column.tags.resize(index, EMPTY);
            column.payload.resize(index, 0);
            column.tags.push(tag);
            column.payload.push(bits);
        } else {
            (column.tags[index], column.payload[index]) = (tag, bits);
        }
        Ok(())
    }

    fn spend(&mut self, slots: usize) -> Result<(), Full> {
        self.slots += slots;
        if self.slots > limits::CELLS { Err(Full) } else { Ok(()) }
    }

    /// The grid, rows in order.
    ///
    /// # Errors
    /// [`Full`] where rows out of order do not fit once they are sorted in.
    pub fn finish(mut self) -> Result<Grid, Full> {
        let in_order = self.late.is_empty();
        if !in_order {
            self.sort_in()?;
        }
        self.grid.formats = std::mem::take(&mut self.formats).finish(in_order);
        self.grid.texts = self.texts.into_iter().collect();
        Ok(self.grid)
    }

    /// Rebuilds the grid with the rows that came too late; of two cells at one address the later one stays.
    fn sort_in(&mut self) -> Result<(), Full> {
        let old = std::mem::take(&mut self.grid);
        let mut cells = Vec::new();
        for (col, column) in old.columns.iter().enumerate() {
            let filled = (0..column.tags.len()).filter(|&i| column.tags[i] != EMPTY);
            cells.extend(filled.map(|i| (old.rows[i], col as u32, column.tags[i], column.payload[i])));
        }
        cells.append(&mut self.late);
        cells.sort_by_key(|&(row, col, ..)| (row, col));
        self.slots = 0;
        cells.into_iter().try_for_each(|(row, col, tag, bits)| self.put(row, col, tag, bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_any_order_come_out_in_order() {
        let mut builder = GridBuilder::default();
        for (row, col, value) in [(5, 1, 1.0), (2, 0, 2.0), (5, 0, 3.0), (2, 0, 4.0)] {
            builder.push(row, col, Raw::Number(value)).unwrap();
        }
        let grid = builder.finish().unwrap();
        assert_eq!(grid.rows, [2, 5]);
        assert_eq!((grid.get(0, 0), grid.get(0, 1)), (Raw::Number(4.0), Raw::Empty));
        assert_eq!((grid.get(1, 0), grid.get(1, 1)), (Raw::Number(3.0), Raw::Number(1.0)));
    }

    #[test]
    fn blank_text_is_nothing() {
        let mut builder = GridBuilder::default();
        builder.push_shared(0, 0, "\u{3000} ").unwrap();
        builder.push(0, 1, Raw::Text("")).unwrap();
        assert!(builder.finish().unwrap().rows.is_empty());
    }
}
