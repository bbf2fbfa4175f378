//! What is said of cells that do not hold what their column holds, and what may have been meant by them.

use std::collections::BTreeMap;

use super::cell::{CellReading, Cells};
use super::content::Sense;
use super::values::Converted;
use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::RawTable;
use crate::ingest::decisions::Given;
use crate::notation::calendar::{date_of, iso, serial_of};
use crate::notation::western_dates::OpenOrder;
use crate::notation::{self, Doubt, DoubtKind, Suggested};
use crate::panel::Content;
use crate::phrase;
use crate::study::{Variable, VariableKind};
use crate::text::Phrase;
use crate::tidy::arm_words::codes_line;
use crate::tidy::rows::source_rows::SourceRows;
use crate::tidy::rows::table::Row;

/// Texts that a message quotes.
const QUOTED: usize = 3;

/// Words of a column of yes and no that a hint lists.
const WORDS: usize = 8;

/// A column and what became of it.
pub(in crate::tidy) struct ConvertedColumn<'c> {
    /// Name of the variable.
    pub name: &'c str,
    /// What the study says of it.
    pub variable: Option<&'c Variable>,
    /// The table that it stands in.
    pub table: &'c RawTable,
    /// Column of the table.
    pub column: usize,
    /// Rows that were kept.
    pub rows: &'c [Row],
    /// Cells of these rows.
    pub cells: &'c Cells,
    /// First month of the fiscal year.
    pub fiscal_year_starts: u32,
}

impl ConvertedColumn<'_> {
    fn places(&self, rows: &[u32]) -> Vec<Place> {
        rows.iter().map(|&row| self.table.place(self.rows[row as usize].row as usize, self.column)).collect()
    }

    fn quoted(&self, rows: &[u32]) -> Vec<String> {
        let mut quoted: Vec<String> = Vec::new();
        for text in rows.iter().filter_map(|&row| self.said(row)) {
            if !quoted.contains(&text) {
                quoted.push(text);
            }
            if quoted.len() == QUOTED {
                break;
            }
        }
        quoted
    }

    fn said(&self, row: u32) -> Option<String> {
        match self.cells.cells[row as usize] {
            CellReading::Text(text) => Some(crate::notation::fold_spaces(&self.cells.texts[text as usize].text)),
            CellReading::Number(value) | CellReading::NoDay(value) => Some(value.to_string()),
            CellReading::Date(days) => Some(iso(days)),
            CellReading::Bool(value) => Some(if value { "TRUE" } else { "FALSE" }.into()),
            CellReading::Clock(hours) => Some(notation::as_clock(hours)),
            CellReading::Missing | CellReading::Absent(_) | CellReading::Error => None,
        }
    }

    /// Says what could not be read, and gives what may have been meant: index into the kept rows, and the value.
    pub fn report(&self, converted: &Converted, sense: &Sense, sink: &mut Sink) -> Vec<(u32, Given)> {
        self.cells_without_value(converted, sink);
        self.order_of_dates(sense, sink);
        self.exchanged_dates(sense, sink);
        if converted.unreadable.is_empty() {
            return Vec::new();
        }
        let doubts = self.doubts(converted, sense.content);
        let offered = doubts.iter().filter(|(_, doubt)| doubt.is_some_and(|doubt| doubt.suggested.is_some())).count();
        let declared = self.variable.is_some_and(|variable| variable.kind.is_some());
        if declared && 2 * (converted.unreadable.len() - offered) > converted.filled {
            let places = self.places(&converted.unreadable);
            let hint = if sense.content == Content::YesNo { self.what_words_mean() } else { mend() };
            sink.push(self.mostly_text(converted).at_all(places).hint(hint));
        } else {
            self.by_kind(&doubts, sense.content, declared, sink);
        }
        doubts.into_iter().filter_map(|(row, doubt)| Some((row, given(doubt?.suggested?)))).collect()
    }

    /// What to write where a column of yes and no holds other words: what each of them means.
    fn what_words_mean(&self) -> Phrase {
        let mut texts: Vec<String> = Vec::new();
        for text in (0..self.cells.cells.len() as u32).filter_map(|row| self.said(row)) {
            if !texts.contains(&text) {
                texts.push(text);
            }
            if texts.len() > WORDS {
                return mend();
            }
        }
        texts.sort_unstable();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        phrase!("Say what they mean, such as {example}", example = codes_line(self.name, &texts))
    }

    fn cells_without_value(&self, converted: &Converted, sink: &mut Sink) {
        if !converted.errors.is_empty() {
            let message = phrase!(
                "{n} {n?cell|cells} of `{name}` {n?holds an error and counts|hold errors and count} as missing",
                n = converted.errors.len(),
                name = self.name
            );
            sink.push(Diagnostic::warning("error-cell", message).at_all(self.places(&converted.errors)));
        }
        if !converted.no_days.is_empty() {
            let message = phrase!(
                "{n} {n?cell|cells} of `{name}` {n?is|are} formatted as {n?a date|dates}, but no day has {n?this number|these numbers}, and {n?it counts|they count} as missing: {list}",
                n = converted.no_days.len(),
                name = self.name,
                list = self.quoted(&converted.no_days)
            );
            let hint = phrase!("Type the date anew, or give the cells the format of a number if they are no dates");
            let problem = Diagnostic::warning("date-out-of-range", message).hint(hint);
            sink.push(problem.at_all(self.places(&converted.no_days)));
        }
    }

    /// Dates such as 03/04/2021, where it stays open what stands first.
    fn order_of_dates(&self, sense: &Sense, sink: &mut Sink) {
        let kind = self.variable.and_then(|variable| variable.kind.as_ref()).map(|kind| kind.value);
        let meant = kind == Some(VariableKind::Date) || kind.is_none() && sense.content != Content::Number;
        let others = self.cells.texts.iter().filter(|word| word.date.is_none()).count();
        let Some(open) = self.cells.open.filter(|_| meant && 2 * self.cells.orders.dates > others) else { return };
        let message = match open {
            OpenOrder::Both => phrase!(
                "Dates of `{name}` stand in two orders, some with the day first and some with the month first; these are not read as dates",
                name = self.name
            ),
            OpenOrder::Untold => phrase!(
                "Dates of `{name}` may have the day or the month first, and hardly a cell tells; these are not read as dates",
                name = self.name
            ),
        };
        let hint = phrase!("Write them as 2021-04-03, or mark the column in Excel and give it the format of a date");
        let place = self.table.heading_place(self.column);
        sink.push(Diagnostic::warning("date-order-unclear", message).hint(hint).at(place));
    }

    /// Where all dates in text can be read in one way only, the cells beside them that are dates may have been made by a spreadsheet
    /// program of another country, which takes the day for the month: then hardly a day of theirs is beyond the twelfth.
    fn exchanged_dates(&self, sense: &Sense, sink: &mut Sink) {
        if sense.content != Content::Date || !self.cells.orders.leave_doubt() {
            return;
        }
        let day = |row: usize| match self.cells.cells[row] {
            CellReading::Date(days) => Some(date_of(days).2),
            CellReading::Text(text) => {
                let date = self.cells.texts[text as usize].date.as_ref();
                date.filter(|date| !date.is_western()).map(|date| date_of(date.days).2)
            }
            _ => None,
        };
        let dates: Vec<u32> =
            (0..self.cells.cells.len()).filter(|&row| day(row).is_some()).map(|row| row as u32).collect();
        let early: Vec<u32> =
            dates.iter().copied().filter(|&row| day(row as usize).is_some_and(|day| day <= 12)).collect();
        if early.is_empty() || !crate::notation::is_notation(early.len(), dates.len()) {
            return;
        }
        let text = self.cells.texts.iter().find(|word| word.date.as_ref().is_some_and(|date| date.is_western()));
        let message = phrase!(
            "Beside texts such as {text} stand {n} {n?date|dates} of `{name}` whose day is 12 or less: a spreadsheet program of another country may have taken their day for the month",
            text = text.map_or("", |word| word.text.as_str()),
            n = early.len(),
            name = self.name
        );
        let hint = phrase!("Compare some of them with where they came from; they are used as they stand");
        sink.push(Diagnostic::warning("date-order-unclear", message).hint(hint).at_all(self.places(&early)));
    }

    /// What is the matter with each cell that could not be read, as far as it can be told.
    fn doubts(&self, converted: &Converted, content: Content) -> Vec<(u32, Option<Doubt>)> {
        let mut known: BTreeMap<u32, Option<Doubt>> = BTreeMap::new();
        let mut of_text = |text: u32| {
            let look = || {
                let written = self.cells.texts[text as usize].text.as_str();
                match content {
                    Content::Number if self.cells.texts[text as usize].comma => {
                        Some(Doubt::number(DoubtKind::Comma, None))
                    }
                    Content::Number => notation::amount(written),
                    Content::Date => notation::day(written, self.fiscal_year_starts),
                    Content::YesNo | Content::Category | Content::Text => None,
                }
            };
            *known.entry(text).or_insert_with(look)
        };
        let doubt = |&row: &u32| match self.cells.cells[row as usize] {
            CellReading::Text(text) => (row, of_text(text)),
            _ => (row, None),
        };
        converted.unreadable.iter().map(doubt).collect()
    }

    fn by_kind(&self, doubts: &[(u32, Option<Doubt>)], content: Content, declared: bool, sink: &mut Sink) {
        let mut kinds: BTreeMap<Option<DoubtKind>, Vec<u32>> = BTreeMap::new();
        for (row, doubt) in doubts {
            let kind = doubt.map(|doubt| doubt.kind).filter(|kind| *kind != DoubtKind::Words);
            kinds.entry(kind).or_default().push(*row);
        }
        for (kind, rows) in kinds {
            let problem = match kind {
                Some(kind) => self.doubtful(kind, &rows).hint(settle()),
                None if content == Content::YesNo => {
                    self.some_text(&rows, content, declared).hint(self.what_words_mean())
                }
                None => self.some_text(&rows, content, declared).hint(mend()),
            };
            sink.push(problem.at_all(self.places(&rows)));
        }
    }

    fn mostly_text(&self, converted: &Converted) -> Diagnostic {
        let (n, all) = (converted.unreadable.len(), converted.filled);
        let list = self.quoted(&converted.unreadable);
        let message = phrase!(
            "`{name}` is declared otherwise, but {n} of its {all} filled cells cannot be read as that: {list}",
            name = self.name,
            n = n,
            all = all,
            list = list
        );
        Diagnostic::error("mostly-text", message)
    }

    fn doubtful(&self, kind: DoubtKind, rows: &[u32]) -> Diagnostic {
        let (n, name, list) = (rows.len(), self.name, self.quoted(rows));
        let (code, message) = match kind {
            DoubtKind::Several => (
                "several-values",
                phrase!(
                    "{n} {n?cell|cells} of `{name}` {n?holds|hold} several values, and {n?counts|count} as missing until it is decided which is meant: {list}",
                    n = n,
                    name = name,
                    list = list
                ),
            ),
            DoubtKind::Rough => (
                "rough-value",
                phrase!(
                    "{n} {n?cell|cells} of `{name}` {n?says|say} a value only roughly (about, at least, and others), and {n?counts|count} as missing until it is decided: {list}",
                    n = n,
                    name = name,
                    list = list
                ),
            ),
            DoubtKind::UnitPrice => (
                "unit-price",
                phrase!(
                    "{n} {n?cell|cells} of `{name}` {n?says|say} the price of one piece, and {n?counts|count} as missing until the total is given: {list}",
                    n = n,
                    name = name,
                    list = list
                ),
            ),
            DoubtKind::Comma => (
                "comma-unclear",
                phrase!(
                    "In `{name}` commas stand for decimals, and {n} {n?cell may|cells may} have thousands; {n?it counts|they count} as missing until it is decided: {list}",
                    n = n,
                    name = name,
                    list = list
                ),
            ),
            DoubtKind::Mistyped | DoubtKind::Words => (
                "mistyped-value",
                phrase!(
                    "{n} {n?cell|cells} of `{name}` {n?looks|look} mistyped, and {n?counts|count} as missing until it is decided what is meant: {list}",
                    n = n,
                    name = name,
                    list = list
                ),
            ),
            DoubtKind::Impossible => (
                "impossible-date",
                phrase!(
                    "{n} {n?cell|cells} of `{name}` {n?says a day|say days} that the calendar does not have, and {n?counts|count} as missing until it is decided: {list}",
                    n = n,
                    name = name,
                    list = list
                ),
            ),
            DoubtKind::Partial => (
                "date-without-day",
                phrase!(
                    "{n} {n?cell|cells} of `{name}` {n?says|say} a month or a year and no day, and {n?counts|count} as missing until it is decided: {list}",
                    n = n,
                    name = name,
                    list = list
                ),
            ),
        };
        Diagnostic::warning(code, message)
    }

    fn some_text(&self, rows: &[u32], content: Content, declared: bool) -> Diagnostic {
        let (n, name, list) = (rows.len(), self.name, self.quoted(rows));
        match (content, declared) {
            (Content::Number, false) => Diagnostic::warning(
                "some-text",
                phrase!(
                    "`{name}` holds numbers, but {n} {n?cell is no number and counts|cells are no numbers and count} as missing: {list}",
                    name = name,
                    n = n,
                    list = list
                ),
            ),
            (Content::Number, true) => Diagnostic::warning(
                "not-a-number",
                phrase!(
                    "{n} {n?cell|cells} of `{name}` cannot be read as a number and {n?counts|count} as missing: {list}",
                    n = n,
                    name = name,
                    list = list
                ),
            ),
            (Content::Date, _) => Diagnostic::warning(
                "not-a-date",
                phrase!(
                    "{n} {n?cell|cells} of `{name}` cannot be read as a date and {n?counts|count} as missing: {list}",
                    n = n,
                    name = name,
                    list = list
                ),
            ),
            _ => Diagnostic::warning(
                "not-yes-no",
                phrase!(
                    "{n} {n?cell|cells} of `{name}` cannot be read as yes or no and {n?counts|count} as missing: {list}",
                    n = n,
                    name = name,
                    list = list
                ),
            ),
        }
    }
}

fn given(suggested: Suggested) -> Given {
    match suggested {
        Suggested::Number(value) => Given::Number(value),
        Suggested::Day(days) => Given::Date(serial_of(days)),
    }
}

/// Sums in which rows without a value count as nothing.
pub(in crate::tidy) fn sum_incomplete(
    name: &str,
    joined: &SourceRows<'_>,
    column: usize,
    rows: &[u32],
    mentioned: bool,
) -> Diagnostic {
    let message = phrase!(
        "{n} {n?row|rows} of `{source}` {n?has|have} no `{name}`, and other rows of the same unit do: the sum counts those only",
        n = rows.len(),
        source = joined.source.title(),
        name = name
    );
    let places = rows.iter().map(|&row| joined.table.place(joined.rows.kept[row as usize].row as usize, column));
    let problem = if mentioned { Diagnostic::warning } else { Diagnostic::note };
    problem("sum-incomplete", message).at_all(places)
}

fn mend() -> Phrase {
    phrase!("Mend the cells, or say in [variables] what they mean: codes for values, missing for no answer")
}

/// What to do about single cells.
pub(in crate::tidy) fn settle() -> Phrase {
    phrase!(
        "Decide in the sheet Data to check, which a run or `tashika check -o` writes (a value is suggested there where there is one), or mend the cells"
    )
}
