//! What the cells of one column say, before it is decided what the column is. Every distinct text is looked at once.

use super::notation::{self, Absent};
use super::numbers::Rule;
use super::rows::Row;
use super::western_dates::{Open, Orders};
use super::{codes, dates, numbers};
use crate::ingest::calendar::days_of_serial;
use crate::ingest::{Raw, RawTable, fold};
use crate::study::Variable;
use crate::text::even;
use indexmap::IndexMap;
use rayon::prelude::*;

/// A cell as understood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing, or a value that the study says stands for "no answer".
    Missing,
    /// A sign or word that says everywhere that there is no value.
    Absent(Absent),
    /// A number.
    Number(f64),
    /// A date: days since 1970-01-01.
    Date(i32),
    /// True or false.
    Bool(bool),
    /// Text: index into [`Cells::texts`].
    Text(u32),
    /// An error such as `#DIV/0!`.
    Error,
    /// A number formatted as a date that no day has: Excel's serial.
    NoDay(f64),
}

impl Cell {
    /// Whether it says something that is to be read.
    pub fn is_filled(&self) -> bool {
        !matches!(self, Cell::Missing | Cell::Absent(_) | Cell::Error | Cell::NoDay(_))
    }
}

/// A distinct text and everything that it can be read as.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// NFKC, trimmed.
    pub text: String,
    /// Whether `text` differs from the cell by more than white space at the ends.
    pub evened: bool,
    /// As a number.
    pub number: Option<numbers::Reading>,
    /// As a date.
    pub date: Option<dates::Reading>,
    /// As yes or no: which pair of words, and which of it.
    pub yes_no: Option<(usize, bool)>,
    /// As an answer on a scale.
    pub step: Option<notation::Answer>,
    /// Whether it is a cross, which is a no among circles and a suppressed number elsewhere.
    pub cross: bool,
}

/// The cells of the kept rows of one column.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    /// One for each kept row.
    pub cells: Vec<Cell>,
    /// Distinct texts.
    pub texts: Vec<Word>,
    /// What its dates with the year last say about their order.
    pub orders: Orders,
    /// Why that order is open, if it is.
    pub open: Option<Open>,
}

/// Reads a column: declared codes first, then "no answer", then what each text can be. `years` says whether the column holds
/// years, so that `R3` is one.
pub(super) fn read(table: &RawTable, column: usize, rows: &[Row], variable: Option<&Variable>, years: bool) -> Cells {
    let mut reader =
        CellReader { codes: Codes::of(variable), known: IndexMap::default(), words: Vec::new(), met: IndexMap::new() };
    let payload = &table.columns[column].payload;
    let cells: Vec<Cell> =
        rows.iter().map(|row| reader.cell(table.get(row.row as usize, column), payload[row.row as usize])).collect();
    let texts: Vec<Word> = reader.words.into_par_iter().map(|text| Word::of(&text, years)).collect();
    let orders = orders(&table.headings[column].text, &cells, &texts);
    Cells { cells, texts, orders, open: None }
}

/// Reads the dates with the year last of a variable: in the order that its column tells, else in the one that all its columns tell.
pub(super) fn dates_in_order(columns: &mut [Cells]) {
    let all = columns.iter().fold(Orders::default(), |all, cells| all.with(cells.orders)).order();
    for cells in columns.iter_mut().filter(|cells| cells.orders.dates > 0) {
        match (cells.orders.order(), all) {
            (Ok(order), _) | (Err(Open::Untold), Ok(order)) => {
                let undated = cells.texts.iter_mut().filter(|word| word.date.is_none());
                undated.for_each(|word| word.date = order.read(&word.text));
            }
            (Err(open), _) => cells.open = Some(open),
        }
    }
}

/// Headings of codes, which may look like dates.
const OF_CODES: [&str; 6] = ["番号", "コード", "番地", "号", "id", "code"];

/// What the texts that are no date otherwise say of the order of their numbers.
fn orders(heading: &str, cells: &[Cell], texts: &[Word]) -> Orders {
    let heading = fold(heading);
    if OF_CODES.iter().any(|ending| heading.ends_with(ending)) {
        return Orders::default();
    }
    let dates = cells.iter().any(|cell| matches!(cell, Cell::Date(_))) || texts.iter().any(|word| word.date.is_some());
    Orders::of(texts.iter().filter(|word| word.date.is_none()).map(|word| word.text.as_str()), dates)
}

/// What a study says of a variable's values, by folded text.
struct Codes {
    stands_for: IndexMap<String, String>,
    missing: Vec<String>,
}

impl Codes {
    fn of(variable: Option<&Variable>) -> Codes {
        let codes = variable.map(|variable| variable.codes.as_slice()).unwrap_or_default();
        let missing = variable.map(|variable| variable.missing.as_slice()).unwrap_or_default();
        Codes {
            stands_for: codes.iter().map(|(value, meaning)| (fold(value), meaning.clone())).collect(),
            missing: missing.iter().map(|value| fold(value)).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.stands_for.is_empty() && self.missing.is_empty()
    }
}

struct CellReader {
    codes: Codes,
    /// Of an interned text of the table: what it is.
    known: IndexMap<u64, Cell, foldhash::fast::RandomState>,
    /// Distinct texts.
    words: Vec<String>,
    /// Where each of them stands: a table has each text once, so that only codes can lead to one twice.
    met: IndexMap<String, u32>,
}

impl CellReader {
    fn cell(&mut self, raw: Raw<'_>, payload: u64) -> Cell {
        match raw {
            Raw::Empty => Cell::Missing,
            Raw::Error(_) => Cell::Error,
            Raw::Text(text) => match self.known.get(&payload) {
                Some(&cell) => cell,
                None => {
                    let cell = self.text(text);
                    self.known.insert(payload, cell);
                    cell
                }
            },
            Raw::Number(value) => self.coded(|| value.to_string()).unwrap_or(Cell::Number(value)),
            Raw::Bool(value) => self.coded(|| value.to_string()).unwrap_or(Cell::Bool(value)),
            Raw::Date(serial) => days_of_serial(serial).map_or(Cell::NoDay(serial), Cell::Date),
        }
    }

    fn coded(&mut self, text: impl Fn() -> String) -> Option<Cell> {
        if self.codes.is_empty() {
            return None;
        }
        let folded = fold(&text());
        if self.codes.missing.contains(&folded) {
            return Some(Cell::Missing);
        }
        let meaning = self.codes.stands_for.get(&folded).cloned()?;
        Some(self.word(&meaning))
    }

    fn text(&mut self, text: &str) -> Cell {
        match (self.coded(|| text.to_string()), notation::absent(text)) {
            (Some(cell), _) => cell,
            (None, Some(why)) => Cell::Absent(why),
            (None, None) if text.chars().all(char::is_whitespace) => Cell::Missing,
            (None, None) => self.word(text),
        }
    }

    fn word(&mut self, text: &str) -> Cell {
        if let Some(&index) = self.met.get(text) {
            return Cell::Text(index);
        }
        let index = self.words.len() as u32;
        self.words.push(text.to_string());
        if !self.codes.is_empty() {
            self.met.insert(text.to_string(), index);
        }
        Cell::Text(index)
    }
}

impl Word {
    fn of(text: &str, years: bool) -> Word {
        let plain = even(text);
        let of_era = || numbers::read_year(text).filter(|year| years || !year.rules.contains(&Rule::EraLetter));
        Word {
            evened: plain.trim() != text.trim(),
            number: numbers::read(text).or_else(of_era),
            date: dates::read(text),
            yes_no: codes::yes_no(text),
            step: notation::answer(text),
            cross: notation::is_cross(text),
            text: plain.trim().to_string(),
        }
    }
}
