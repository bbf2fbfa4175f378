//! Text files whose rows have other numbers of cells than their headings: a comma in a cell was not quoted.

use super::grid::EMPTY;
use super::{RawTable, shifted};
use crate::diag::{Diagnostic, Place, Sink, codes};
use crate::notation::fold_spaces;
use crate::phrase;
use crate::study::Source;
use crate::text::{Arg, Phrase};

/// So many of the rows have the same number of cells in a file that is written well.
const NEARLY_ALL: f64 = 0.8;

/// In more than one row of so many, missing cells at the end are the way in which the file is written.
const SELDOM: usize = 10;

/// Rows and headings that a message names.
const NAMED: usize = 10;

/// How many cells a record of a text file has.
#[derive(Clone, Copy)]
pub(super) struct Record {
    /// Row, as spreadsheets count them.
    pub row: u32,
    /// Its cells.
    pub cells: usize,
    /// Its cells up to the last that holds something.
    pub filled: usize,
    /// Rows that stand in one of its cells, behind a quotation mark that is never closed.
    pub swallowed: usize,
}

/// Compares the cells of the headings and of the rows.
pub(super) struct Ragged<'r> {
    /// All records, by row.
    pub records: &'r [Record],
    /// The cells of the lowest headings as they are written.
    pub heading: &'r [String],
    /// What stands between cells.
    pub delimiter: char,
}

impl Ragged<'_> {
    /// Notes the rows that are to be left out until a person decides, and says so; gives the error where the headings themselves do
    /// not stand over their columns.
    pub fn check(&self, table: &mut RawTable, source: &Source, sink: &mut Sink) -> Option<Diagnostic> {
        let rows: Vec<Record> = table.rows.iter().filter_map(|&row| self.record(row)).collect();
        let header = table.header_rows.last().and_then(|&row| self.record(row));
        let header = header.filter(|_| rows.len() >= 2)?;
        let usual = most_frequent(rows.iter().map(|it| it.cells));
        let agreeing = rows.iter().filter(|it| it.cells == usual).count();
        if agreeing as f64 >= NEARLY_ALL * rows.len() as f64 {
            let torn = self.compare(header, &rows, usual, table, source);
            if torn.is_some() {
                return torn;
            }
        }
        let long = |it: &&Record| it.filled > header.cells;
        let short = |it: &&Record| it.cells < usual && usual == header.cells;
        let few = SELDOM * (rows.len() - agreeing) <= rows.len().max(SELDOM);
        let mut odd: Vec<Record> = rows.iter().filter(|it| long(it) || few && short(it)).copied().collect();
        odd.sort_by_key(|it| it.row);
        if !odd.is_empty() {
            sink.push(self.odd(&odd, usual, table, source));
            table.ragged = odd.iter().map(|it| it.row).collect();
            without_overhang(table, header.cells as u32, sink);
        }
        let shifted = shifted::rows(table);
        if !shifted.is_empty() {
            sink.push(shifted::problem(table, source, &shifted, self.sign()));
            table.ragged.extend(shifted.iter().map(|&(row, _)| table.rows[row]));
            table.ragged.sort_unstable();
            table.ragged.dedup();
        }
        None
    }

    fn record(&self, row: u32) -> Option<Record> {
        self.records.binary_search_by_key(&row, |it| it.row).ok().map(|at| self.records[at])
    }

    /// The headings against the rows, nearly all of which have as many cells.
    fn compare(
        &self,
        header: Record,
        rows: &[Record],
        usual: usize,
        table: &RawTable,
        source: &Source,
    ) -> Option<Diagnostic> {
        let fuller = rows.iter().filter(|it| it.filled > header.cells).count();
        let torn = header.filled > usual && rows.iter().all(|it| it.cells < header.filled);
        let lacking = header.cells < usual && fuller as f64 >= NEARLY_ALL * rows.len() as f64;
        if !torn && !lacking {
            return None;
        }
        let (cells, joined) = (if torn { header.filled } else { header.cells }, self.joined(usual).filter(|_| torn));
        let from = self.first_torn().unwrap_or(0);
        let place = table.cell(header.row, from as u32);
        let message = phrase!(
            "The headings of `{source}` have {headings} cells, the rows {cells}: headings do not stand over their columns, and values would be read under other headings",
            source = source.title(),
            headings = cells,
            cells = usual
        );
        Some(Diagnostic::error("ragged-heading", message).at(place).hint(self.remedy(torn, joined)))
    }

    fn remedy(&self, torn: bool, joined: Option<Vec<String>>) -> Phrase {
        let sign = self.sign();
        match joined {
            Some(joined) => phrase!(
                "A {sign} in a heading is not quoted. These read as one would give as many as the rows have: {list}. Write them in quotes in the file",
                sign = sign,
                list = joined.iter().take(NAMED).map(|it| format!("\"{it}\"")).collect::<Vec<_>>()
            ),
            None if torn => phrase!(
                "Write headings with a {sign} in them in quotes, or give every row the cells that it lacks, and save the file again",
                sign = sign
            ),
            None => phrase!(
                "Give every column a heading, and write cells with a {sign} in them in quotes, and save the file again",
                sign = sign
            ),
        }
    }

    fn sign(&self) -> Phrase {
        match self.delimiter {
            ',' => phrase!("comma"),
            ';' => phrase!("semicolon"),
            '\t' => phrase!("tab"),
            _ => phrase!("separator"),
        }
    }

    /// The first heading that goes on where the one before it was torn.
    fn first_torn(&self) -> Option<usize> {
        (1..self.heading.len()).find(|&at| self.heading[at].starts_with(char::is_whitespace))
    }

    /// Headings that were torn, each in one piece, where this gives exactly so many cells.
    fn joined(&self, cells: usize) -> Option<Vec<String>> {
        let spaced = |text: &str| text.starts_with(char::is_whitespace);
        let lower = |text: &str| spaced(text) || text.starts_with(char::is_lowercase);
        [&spaced as &dyn Fn(&str) -> bool, &lower].into_iter().find_map(|goes_on| self.joined_where(goes_on, cells))
    }

    fn joined_where(&self, goes_on: &dyn Fn(&str) -> bool, cells: usize) -> Option<Vec<String>> {
        let mut all: Vec<(String, usize)> = Vec::new();
        for text in self.heading.iter().take(self.heading.iter().rposition(|it| !it.trim().is_empty())? + 1) {
            match all.last_mut().filter(|_| goes_on(text)) {
                Some((last, parts)) => {
                    last.push(self.delimiter);
                    last.push_str(text);
                    *parts += 1;
                }
                None => all.push((text.clone(), 1)),
            }
        }
        let joined = all.iter().filter(|(_, parts)| *parts > 1).map(|(text, _)| fold_spaces(text)).collect();
        (all.len() == cells).then_some(joined)
    }

    /// Rows with other numbers of cells than the others.
    fn odd(&self, odd: &[Record], usual: usize, table: &RawTable, source: &Source) -> Diagnostic {
        let one = |it: &Record| {
            let cells = if it.filled > usual { it.filled } else { it.cells };
            Arg::from(phrase!("row {row} has {cells} cells", row = u64::from(it.row) + 1, cells = cells))
        };
        let message = phrase!(
            "{n} {n?row|rows} of `{source}` {n?has|have} another number of cells than the others, which have {usual}: {list}. A {sign} in a cell is not quoted, or one is missing; {n?the row is|the rows are} left out until somebody decides",
            n = odd.len(),
            source = source.title(),
            usual = usual,
            list = Arg::List(odd.iter().take(NAMED).map(one).collect()),
            sign = self.sign()
        );
        let col = table.headings.first().map_or(0, |heading| heading.col);
        let places: Vec<Place> = odd.iter().map(|it| table.cell(it.row, col)).collect();
        let hint = phrase!("Put the cell in quotes in the file; or say keep or leave out in the sheet Data to check");
        Diagnostic::warning("ragged-row", message).at_all(places).hint(hint)
    }
}

/// Takes away columns without a heading that only rows with too many cells reach; nobody need give them one.
fn without_overhang(table: &mut RawTable, cells: u32, sink: &mut Sink) {
    let overhangs = |at: usize| {
        let filled = table.columns[at].tags.iter().zip(&table.rows).filter(|(tag, _)| **tag != EMPTY);
        table.headings[at].col >= cells && filled.into_iter().all(|(_, row)| table.ragged.contains(row))
    };
    let stays: Vec<bool> = (0..table.headings.len()).map(|at| !overhangs(at)).collect();
    let mut kept = stays.iter();
    table.headings.retain(|_| *kept.next().unwrap_or(&true));
    let mut kept = stays.iter();
    table.columns.retain(|_| *kept.next().unwrap_or(&true));
    let inside = |place: &Place| matches!(place, Place::Cell { col, .. } if *col < cells);
    sink.problems.retain(|it| !it.is(&codes::NO_HEADING) || it.places.iter().any(inside) || stays.iter().all(|it| *it));
}

fn most_frequent(lengths: impl Iterator<Item = usize>) -> usize {
    let mut lengths: Vec<usize> = lengths.collect();
    lengths.sort_unstable();
    let runs = lengths.chunk_by(|a, b| a == b);
    runs.max_by_key(|run| run.len()).map_or(0, |run| run[0])
}
/// A quotation mark that is never closed, so that other rows stand in a cell.
pub(super) fn unclosed(source: &Source, record: &Record) -> Diagnostic {
    let message = phrase!(
        "In row {row} of `{source}` a quotation mark is never closed, and {n} {n?row stands|rows stand} in one cell",
        row = record.row + 1,
        source = source.title(),
        n = record.swallowed
    );
    let place = Place::Cell { file: source.file.value.as_str().into(), sheet: "".into(), row: record.row, col: 0 };
    let hint = phrase!("Close it, or take it out: a quotation mark within a text is written twice");
    Diagnostic::error("ragged-row", message).at(place).hint(hint)
}
