//! Workbooks as grids of cells, before they are files.

use serde::Serialize;
use tashika::diag::{cell_name, column_letters};

/// A cell.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A number.
    Number(i64),
    /// Text.
    Text(String),
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Number(number)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_string())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Cell {
        number.map_or(Cell::Blank, Cell::Number)
    }
}

/// A workbook.
#[derive(Clone, Debug)]
pub struct Book {
    /// Name of the file.
    pub file: &'static str,
    /// Sheets in order.
    pub sheets: Vec<Sheet>,
}

/// What makes a cell, a row or a range of a sheet something else than clean data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A title above the table.
    Title,
    /// A header of two rows with merged cells.
    MergedHeader,
    /// A row of sums below the data.
    TotalRow,
    /// A remark below the table.
    Note,
    /// A heading that says that its amounts are thousands.
    ThousandsHeading,
    /// Digits in full width, perhaps with a unit, as text.
    FullWidthDigits,
    /// An amount with separators, as text.
    Separators,
    /// An amount with a unit, as text.
    UnitInCell,
    /// A negative amount with ▲, as text.
    NegativeTriangle,
    /// A year of a Japanese era, or a fiscal year written otherwise than in its column.
    YearForm,
    /// A name written otherwise than in the register.
    NameVariant,
    /// A 法人番号 of which only the first six digits are left.
    NumberDestroyed,
    /// "About thirty": a person must decide.
    Approximate,
}

/// Where something is; rows and columns from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A cell: row, column.
    Cell(u32, u32),
    /// A whole row.
    Row(u32),
    /// First and last cell of a range.
    Range((u32, u32), (u32, u32)),
}

impl Serialize for Spot {
    /// `{"cell": "B7"}`, `{"row": 305}`, `{"range": "A3:H4"}`, counted as a spreadsheet counts.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Spot::Cell(row, col) => serializer.collect_map([("cell", cell_name(row, col))]),
            Spot::Row(row) => serializer.collect_map([("row", row + 1)]),
            Spot::Range((row, col), (last, end)) => {
                let range = format!("{}:{}{}", cell_name(row, col), column_letters(end), last + 1);
                serializer.collect_map([("range", range)])
            }
        }
    }
}

/// Something unclean in a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Unclean {
    /// Where.
    pub spot: Spot,
    /// What.
    pub kind: Kind,
    /// The clean value; blank where there is none.
    pub was: Cell,
    /// What stands there.
    pub written: Cell,
}

/// A merged range and its text.
#[derive(Clone, Debug)]
pub struct Merged {
    /// First row and column.
    pub first: (u32, u32),
    /// Last row and column.
    pub last: (u32, u32),
    /// Text.
    pub text: String,
}

/// A sheet: title, header, data, total, notes.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Name.
    pub name: String,
    /// Cells by row.
    pub rows: Vec<Vec<Cell>>,
    /// Names of the columns, as in the last row of the header, or from above where that is merged.
    pub columns: Vec<String>,
    /// Rows of the header.
    pub header: std::ops::Range<usize>,
    /// Rows of the data.
    pub body: std::ops::Range<usize>,
    /// Merged cells of the header.
    pub merged: Vec<Merged>,
    /// Columns of amounts.
    pub amounts: Vec<usize>,
    /// What is unclean about its form.
    pub form: Vec<Unclean>,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(name: &str) -> Sheet {
        Sheet { name: name.to_string(), ..Sheet::default() }
    }

    /// A title and a blank row.
    pub fn title(mut self, text: &str) -> Sheet {
        self.unclean_row(text, Kind::Title);
        self.rows.push(Vec::new());
        self
    }

    /// A header of one row.
    pub fn header(mut self, columns: &[&str]) -> Sheet {
        let begin = self.rows.len();
        self.columns = columns.iter().map(|column| column.to_string()).collect();
        self.rows.push(columns.iter().map(|&column| column.into()).collect());
        self.header = begin..begin + 1;
        self
    }

    /// The data.
    pub fn data(mut self, rows: impl IntoIterator<Item = Vec<Cell>>) -> Sheet {
        let begin = self.rows.len();
        self.rows.extend(rows);
        self.body = begin..self.rows.len();
        self
    }

    /// A row of the sums of the columns of amounts.
    pub fn total(mut self) -> Sheet {
        let number = |row: usize, col: usize| match self.rows[row][col] {
            Cell::Number(number) => number,
            _ => 0,
        };
        let mut total = vec![Cell::Blank; self.columns.len()];
        for &col in &self.amounts {
            total[col] = self.body.clone().map(|row| number(row, col)).sum::<i64>().into();
        }
        total[0] = "合計".into();
        let spot = Spot::Row(self.rows.len() as u32);
        self.form.push(Unclean { spot, kind: Kind::TotalRow, was: Cell::Blank, written: total[0].clone() });
        self.rows.push(total);
        self
    }

    /// Remarks after a blank row.
    pub fn notes(mut self, notes: &[&str]) -> Sheet {
        self.rows.push(Vec::new());
        notes.iter().for_each(|note| self.unclean_row(note, Kind::Note));
        self
    }

    fn unclean_row(&mut self, text: &str, kind: Kind) {
        let spot = Spot::Cell(self.rows.len() as u32, 0);
        self.form.push(Unclean { spot, kind, was: Cell::Blank, written: text.into() });
        self.rows.push(vec![text.into()]);
    }

    /// The number of a column.
    pub fn column(&self, name: &str) -> usize {
        self.columns.iter().position(|column| column == name).expect("a column of this sheet")
    }
}
