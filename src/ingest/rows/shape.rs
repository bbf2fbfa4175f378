//! How the rows of a table are filled.

use super::super::RawTable;
use super::super::grid::EMPTY;

/// How many cells of each row are filled, and which is the first.
pub(super) struct RowShape {
    /// Filled cells of each row.
    pub filled: Vec<u32>,
    /// First filled column of each row.
    pub first: Vec<u32>,
    /// Columns that hold something.
    pub width: usize,
}

impl RowShape {
    /// Looks at a table, one column after the other.
    pub fn of(table: &RawTable) -> RowShape {
        let rows = table.rows.len();
        let mut shape = RowShape { filled: vec![0; rows], first: vec![0; rows], width: 0 };
        for (column, cells) in table.columns.iter().enumerate() {
            let mut any = false;
            for (row, _) in cells.tags.iter().enumerate().filter(|&(_, &tag)| tag != EMPTY) {
                if shape.filled[row] == 0 {
                    shape.first[row] = column as u32;
                }
                shape.filled[row] += 1;
                any = true;
            }
            shape.width += usize::from(any);
        }
        shape
    }

    /// Whether a row has one filled cell.
    pub fn is_lone(&self, row: usize) -> bool {
        self.filled[row] == 1
    }

    /// Rows with several filled cells.
    pub fn full(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.filled.len()).filter(|&row| self.filled[row] > 1)
    }

    /// The share of cells that are filled in rows with several.
    pub fn density(&self) -> f64 {
        let (rows, cells) =
            self.full().fold((0, 0), |(rows, cells), row| (rows + 1, cells + self.filled[row] as usize));
        cells as f64 / (rows * self.width).max(1) as f64
    }
}
