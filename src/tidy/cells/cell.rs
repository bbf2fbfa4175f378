//! What the cells of one column say, before it is decided what the column is. Every distinct text is looked at once.

use crate::ingest::{Raw, RawTable};
use crate::notation::calendar::days_of_serial;
use crate::notation::numbers::{self, NumberRule};
use crate::notation::western_dates::{OpenOrder, Orders};
use crate::notation::{self, Absent, CommaRead, Commas, Labelled, dates, fold, yes_no};
use crate::study::Variable;
use crate::text::even;
use indexmap::IndexMap;
use rayon::prelude::*;

/// A cell as understood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::tidy) enum CellReading {
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
    /// A time of day or a length of time, in hours. What else it may be is settled by [`settle_clocks`].
    Clock(f64),
}

impl CellReading {
    /// Whether it says something that is to be read.
    pub fn is_filled(&self) -> bool {
        !matches!(self, CellReading::Missing | CellReading::Absent(_) | CellReading::Error | CellReading::NoDay(_))
    }
}

/// A distinct text and everything that it can be read as.
#[derive(Clone, Debug)]
pub(in crate::tidy) struct Word {
    /// NFKC, trimmed.
    pub text: String,
    /// Whether `text` differs from the cell by more than white space at the ends.
    pub evened: bool,
    /// Whether `text` is another spelling of the answer, which is more frequent.
    pub respelled: bool,
    /// As a number.
    pub number: Option<numbers::NumberReading>,
    /// As a date.
    pub date: Option<dates::DateReading>,
    /// As yes or no: which pair of words, and which of it.
    pub yes_no: Option<(usize, bool)>,
    /// As an answer on a scale.
    pub step: Option<notation::ScaleAnswer>,
    /// As a number with a label.
    pub labelled: Option<Box<Labelled>>,
    /// As a time, in hours.
    pub clock: Option<f64>,
    /// Whether a comma or point of it may stand for decimals or thousands.
    pub comma: bool,
    /// Whether `text` is the usual spelling of a municipality that the cell spells with or without its prefecture.
    pub placed: bool,
    /// Whether it is a cross, which is a no among circles and a suppressed number elsewhere.
    pub cross: bool,
}

/// The cells of the kept rows of one column.
#[derive(Clone, Debug)]
pub(in crate::tidy) struct Cells {
    /// One for each kept row.
    pub cells: Vec<CellReading>,
    /// Distinct texts.
    pub texts: Vec<Word>,
    /// What its dates with the year last say about their order.
    pub orders: Orders,
    /// Why that order is open, if it is.
    pub open: Option<OpenOrder>,
    /// Whether the column holds times.
    pub clocks: bool,
}

/// Reads the `rows` of a column: declared codes first, then "no answer", then what each text can be. `years` says whether the column holds
/// years, so that `R3` is one.
pub(in crate::tidy) fn read(
    table: &RawTable,
    column: usize,
    rows: impl Iterator<Item = usize>,
    variable: Option<&Variable>,
    years: bool,
) -> Cells {
    let times = table.has_times(column);
    let blank = variable.and_then(|variable| variable.blank_is.as_ref()).map(|blank| CellReading::Number(blank.value));
    let mut reader = CellReader {
        codes: Codes::of(variable),
        blank: blank.unwrap_or(CellReading::Missing),
        known: IndexMap::default(),
        words: Vec::new(),
        met: IndexMap::new(),
    };
    let cells: Vec<CellReading> = rows.map(|row| reader.at(table, row, column, times)).collect();
    let texts: Vec<Word> = reader.words.into_par_iter().map(|text| Word::of(&text, years)).collect();
    let orders = orders(&table.headings[column].text, &cells, &texts);
    let mut cells = Cells { cells, texts, orders, open: None, clocks: false };
    cells.read_commas();
    cells
}

impl Cells {
    /// What the text of a kept row can be read as; nothing of other cells.
    pub fn text(&self, row: u32) -> Option<&Word> {
        match self.cells[row as usize] {
            CellReading::Text(text) => Some(&self.texts[text as usize]),
            _ => None,
        }
    }

    /// Reads commas as decimals where the texts of the column say so.
    fn read_commas(&mut self) {
        let commas = Commas::of(self.texts.iter().map(|word| word.text.as_str()));
        if !commas.are_decimal() {
            return;
        }
        for word in &mut self.texts {
            match commas.read(&word.text) {
                Some(CommaRead::As(text)) => {
                    word.number = numbers::read(&text).map(|reading| reading.with(NumberRule::DecimalComma));
                }
                Some(CommaRead::Unclear) => (word.number, word.comma) = (None, true),
                None => {}
            }
        }
    }

    /// How many cells are times, and how many are filled; whether some of them can be nothing else.
    fn times(&self) -> (usize, usize, bool) {
        let mut counted = (0, 0, false);
        for cell in self.cells.iter().filter(|cell| cell.is_filled() || matches!(cell, CellReading::NoDay(_))) {
            let (time, only) = match cell {
                CellReading::Clock(_) => (true, true),
                CellReading::Text(text) => {
                    let word = &self.texts[*text as usize];
                    (word.clock.is_some(), word.clock.is_some() && word.number.is_none())
                }
                _ => (false, false),
            };
            counted = (counted.0 + usize::from(time), counted.1 + 1, counted.2 || only);
        }
        counted
    }
}

/// Settles whether the columns of a variable hold times: where nearly all cells are times, and some can be nothing else. In others a
/// cell with the format of a time is what its number is as a date.
pub(in crate::tidy) fn settle_clocks(columns: &mut [Cells]) {
    let any = |cells: &Cells| {
        cells.cells.iter().any(|cell| matches!(cell, CellReading::Clock(_)))
            || cells.texts.iter().any(|word| word.clock.is_some())
    };
    if !columns.iter().any(any) {
        return;
    }
    let add = |(a, b, c): (usize, usize, bool), (d, e, f)| (a + d, b + e, c || f);
    let (times, filled, only) = columns.iter().map(Cells::times).fold((0, 0, false), add);
    let clocks = only && crate::notation::is_notation(times, filled);
    for cells in columns {
        cells.clocks = clocks;
        for cell in cells.cells.iter_mut().filter(|_| !clocks) {
            if let CellReading::Clock(hours) = *cell {
                let serial = hours / 24.0;
                *cell = days_of_serial(serial).map_or(CellReading::NoDay(serial), CellReading::Date);
            }
        }
    }
}

/// Reads the dates with the year last of a variable: in the order that its column tells, else in the one that all its columns tell.
pub(in crate::tidy) fn dates_in_order(columns: &mut [Cells]) {
    let all = columns.iter().fold(Orders::default(), |all, cells| all.with(cells.orders)).order();
    for cells in columns.iter_mut().filter(|cells| cells.orders.dates > 0) {
        match (cells.orders.order(), all) {
            (Ok(order), _) | (Err(OpenOrder::Untold), Ok(order)) => {
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
fn orders(heading: &str, cells: &[CellReading], texts: &[Word]) -> Orders {
    let heading = fold(heading);
    if OF_CODES.iter().any(|ending| heading.ends_with(ending)) {
        return Orders::default();
    }
    let dates =
        cells.iter().any(|cell| matches!(cell, CellReading::Date(_))) || texts.iter().any(|word| word.date.is_some());
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
    /// What a blank cell is.
    blank: CellReading,
    /// Of an interned text of the table: what it is.
    known: IndexMap<u64, CellReading, foldhash::fast::RandomState>,
    /// Distinct texts.
    words: Vec<String>,
    /// Where each of them stands: a table has each text once, so that only codes can lead to one twice.
    met: IndexMap<String, u32>,
}

impl CellReader {
    fn at(&mut self, table: &RawTable, row: usize, column: usize, times: bool) -> CellReading {
        let raw = table.get(row, column);
        match raw {
            Raw::Number(serial) | Raw::Date(serial) if times && table.is_time(row, column) => of_time(serial),
            raw => self.cell(raw, table.columns[column].payload[row]),
        }
    }

    fn cell(&mut self, raw: Raw<'_>, payload: u64) -> CellReading {
        match raw {
            Raw::Empty => self.blank,
            Raw::Error(_) => CellReading::Error,
            Raw::Text(text) => match self.known.get(&payload) {
                Some(&cell) => cell,
                None => {
                    let cell = self.text(text);
                    self.known.insert(payload, cell);
                    cell
                }
            },
            Raw::Number(value) => self.coded(|| value.to_string()).unwrap_or(CellReading::Number(value)),
            Raw::Bool(value) => self.coded(|| value.to_string()).unwrap_or(CellReading::Bool(value)),
            Raw::Date(serial) => of_serial(serial),
        }
    }

    fn coded(&mut self, text: impl Fn() -> String) -> Option<CellReading> {
        if self.codes.is_empty() {
            return None;
        }
        let folded = fold(&text());
        if self.codes.missing.contains(&folded) {
            return Some(CellReading::Missing);
        }
        let meaning = self.codes.stands_for.get(&folded).cloned()?;
        Some(self.word(&meaning))
    }

    fn text(&mut self, text: &str) -> CellReading {
        match (self.coded(|| text.to_string()), notation::absent(text)) {
            (Some(cell), _) => cell,
            (None, Some(why)) => CellReading::Absent(why),
            (None, None) if text.chars().all(char::is_whitespace) => self.blank,
            (None, None) => self.word(text),
        }
    }

    fn word(&mut self, text: &str) -> CellReading {
        if let Some(&index) = self.met.get(text) {
            return CellReading::Text(index);
        }
        let index = self.words.len() as u32;
        self.words.push(text.to_string());
        if !self.codes.is_empty() {
            self.met.insert(text.to_string(), index);
        }
        CellReading::Text(index)
    }
}

/// A cell that is shown as a time. A day of our time with a time of day is a date, of which only the time is shown.
fn of_time(serial: f64) -> CellReading {
    const DAYS: f64 = 3_660.0;
    if (0.0..DAYS).contains(&serial) { CellReading::Clock(hours(serial)) } else { of_serial(serial) }
}

/// Hours of a part of a day, to the second.
fn hours(serial: f64) -> f64 {
    (serial * 86_400.0).round() / 3600.0
}

/// A cell with the format of a date or time. No day of 1900 has a time of day: that is a length of time, or a time past midnight.
fn of_serial(serial: f64) -> CellReading {
    const DAYS_OF_1900: f64 = 367.0;
    let is_time = (0.0..1.0).contains(&serial) || serial < DAYS_OF_1900 && serial.fract() > 0.0;
    match is_time && serial >= 0.0 {
        true => CellReading::Clock(hours(serial)),
        false => days_of_serial(serial).map_or(CellReading::NoDay(serial), CellReading::Date),
    }
}

impl Word {
    fn of(text: &str, years: bool) -> Word {
        let plain = even(text);
        let of_era = || numbers::read_year(text).filter(|year| years || !year.rules.contains(&NumberRule::EraLetter));
        let (number, date) = (numbers::read(text).or_else(of_era), dates::read(text));
        let labelled = if number.is_none() && date.is_none() { notation::labelled(text) } else { None };
        let of_label = || labelled.as_ref().filter(|it| !it.weak).and_then(|labelled| yes_no::yes_no(&labelled.label));
        Word {
            evened: plain.trim() != text.trim(),
            respelled: false,
            yes_no: yes_no::yes_no(text).or_else(of_label),
            number,
            date,
            step: notation::answer(text),
            labelled: labelled.map(Box::new),
            clock: notation::clock(text),
            comma: false,
            cross: notation::is_cross(text),
            placed: false,
            text: plain.trim().to_string(),
        }
    }
}
