//! A second row of headings at once below the first: codes and labels, two languages, tags, types, units, an example.

use std::collections::BTreeSet;

use super::super::grid::{EMPTY, TEXT};
use super::super::layouts::is_answered_form;
use super::super::{AsideReason, Raw, RawTable};
use super::arithmetic::is_number;
use crate::diag::{Diagnostic, Sink};
use crate::ingest::change::set_aside;
use crate::ingest::heading_words::{
    FEWEST_COLUMNS, are_codes, count_columns, is_absent, is_example, is_tag, is_type, is_unit, is_words, says_nothing,
};
use crate::ingest::raw::text_of;
use crate::notation::fold_spaces;
use crate::phrase;
use crate::study::Source;

/// Rows below the headings that are looked at.
const MOST: usize = 3;

/// Rows below a candidate that say what its columns hold.
const ROWS_BELOW: usize = 200;

/// Labels that are longer are sentences: the codes above them stay the names.
const LONGEST_LABEL: usize = 60;

/// What a row below the headings is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Second {
    /// Labels below codes: they are the names.
    Labels,
    /// Codes, a translation, tags or types: the headings stay the names.
    Others,
    /// Units of measurement.
    Units,
    /// How the form is to be filled in.
    Example,
    /// It may be headings or data.
    Unclear,
}

/// Takes rows of headings off the first rows of a table, and joins what they say to the headings.
pub(in crate::ingest) fn below_headings(table: &mut RawTable, source: &Source, sink: &mut Sink) {
    // The layout of such answers knows its own second row.
    if source.header.is_some() || table.header_rows.is_empty() || is_answered_form(table) {
        return;
    }
    let mut taken: Vec<(usize, Second)> = Vec::new();
    while taken.len() < MOST && taken.len() + 2 < table.rows.len() {
        let row = taken.len();
        let Some(found) = look(table, row) else { break };
        if found == Second::Unclear {
            sink.push(asked(table, source, row));
            break;
        }
        join(table, row, found);
        taken.push((row, found));
    }
    if !taken.is_empty() {
        sink.push(said(table, source, &taken));
        let rows: Vec<(usize, AsideReason)> = taken.iter().map(|&(row, found)| (row, why(found))).collect();
        set_aside(table, &rows);
    }
}

fn why(found: Second) -> AsideReason {
    match found {
        Second::Units => AsideReason::Units,
        Second::Example => AsideReason::Example,
        _ => AsideReason::SecondHeading,
    }
}

fn said(table: &RawTable, source: &Source, taken: &[(usize, Second)]) -> Diagnostic {
    let list: Vec<_> = taken.iter().map(|&(_, found)| why(found).word()).collect();
    let message = phrase!(
        "Below the headings of `{source}` {n?stands another row|stand other rows} that {n?is|are} no data ({list}); columns are called {names}",
        n = taken.len(),
        source = source.title(),
        list = list,
        names = table.headings.iter().take(3).map(|it| it.text.as_str()).collect::<Vec<_>>()
    );
    Diagnostic::note("second-headings", message).at_all(taken.iter().map(|&(row, _)| table.place(row, 0)))
}

fn asked(table: &RawTable, source: &Source, row: usize) -> Diagnostic {
    let message = phrase!(
        "The first row below the headings of `{source}` holds words where the others hold numbers: a second row of headings, or data?",
        source = source.title()
    );
    let hint = phrase!(
        "Say header = \"{first}:{last}\" in the study file, or leave the row out in the sheet Data to check",
        first = table.header_rows.first().map_or(1, |row| u64::from(*row) + 1),
        last = u64::from(table.rows[row]) + 1
    );
    let first = (0..table.columns.len()).find(|&column| table.columns[column].tags[row] != EMPTY).unwrap_or(0);
    Diagnostic::warning("second-heading-unclear", message).at(table.place(row, first)).hint(hint)
}

/// What the cells of a column below a row are.
#[derive(Clone, Copy, PartialEq)]
enum CellsBelow {
    /// Numbers, dates, yes and no.
    Measured,
    /// A few texts that recur.
    Closed,
    Other,
}

fn holds(table: &RawTable, column: usize, row: usize) -> CellsBelow {
    let cells = &table.columns[column];
    let below = (row + 1..table.rows.len()).take(ROWS_BELOW).filter(|&row| cells.tags[row] != EMPTY);
    let (mut filled, mut measured, mut texts) = (0, 0, BTreeSet::new());
    for row in below {
        filled += 1;
        let cell = table.get(row, column);
        let is_measured = is_number(&cell) || !matches!(cell, Raw::Text(_));
        measured += usize::from(is_measured);
        texts.insert(cells.payload[row]);
    }
    match () {
        () if filled >= 2 && 5 * measured >= 4 * filled => CellsBelow::Measured,
        () if filled >= 6 && 2 * texts.len() <= filled => CellsBelow::Closed,
        () => CellsBelow::Other,
    }
}

/// What a row of a table is, if it is no data.
fn look(table: &RawTable, row: usize) -> Option<Second> {
    let before = row.checked_sub(1).map_or(*table.header_rows.last()?, |above| table.rows[above]);
    let cells: Vec<(usize, Raw<'_>)> = (0..table.columns.len())
        .map(|column| (column, table.get(row, column)))
        .filter(|(_, it)| *it != Raw::Empty)
        .collect();
    let texts: Vec<(usize, &str)> = cells
        .iter()
        .filter_map(|(column, cell)| if let Raw::Text(text) = cell { Some((*column, text.trim())) } else { None })
        .collect();
    if table.rows[row] != before + 1 || cells.is_empty() {
        return None;
    }
    if texts.iter().take(2).any(|(_, text)| is_example(text)) {
        return Some(Second::Example);
    }
    if counts_columns(table, row, &cells) {
        return Some(Second::Others);
    }
    if texts.is_empty() || texts.len() < cells.len() {
        return None;
    }
    if texts.iter().all(|(_, text)| is_tag(text)) {
        return Some(Second::Others);
    }
    let holds: Vec<CellsBelow> = (0..table.columns.len()).map(|column| holds(table, column, row)).collect();
    TextRow { table, row, texts, holds }.look()
}

/// Whether a row numbers the columns: 1, 2, 3 or (1), (2), (3) or A, B, C.
fn counts_columns(table: &RawTable, row: usize, cells: &[(usize, Raw<'_>)]) -> bool {
    let headed = table.headings.iter().filter(|it| !it.text.is_empty()).count();
    let said: Vec<String> = cells.iter().map(|(_, cell)| text_of(*cell)).collect();
    let numbers = cells.iter().any(|(_, cell)| matches!(cell, Raw::Number(_)));
    // Bare numbers are data where nothing but numbers stands below them.
    let foreign = |(column, _): &(usize, Raw<'_>)| matches!(table.get(row + 1, *column), Raw::Text(_));
    let told = !numbers || cells.iter().any(foreign);
    said.len() >= FEWEST_COLUMNS && 10 * said.len() >= 9 * headed && count_columns(&said) && told
}

/// A row of texts below the headings.
struct TextRow<'t> {
    table: &'t RawTable,
    row: usize,
    texts: Vec<(usize, &'t str)>,
    holds: Vec<CellsBelow>,
}

impl TextRow<'_> {
    fn look(&self) -> Option<Second> {
        let over = |holds: CellsBelow| self.texts.iter().filter(move |(column, _)| self.holds[*column] == holds);
        let measured: Vec<&str> = over(CellsBelow::Measured).map(|(_, text)| *text).collect();
        if self.is_again() || self.recurs() {
            return None;
        }
        if !measured.is_empty() && self.texts.iter().all(|(_, text)| is_unit(text)) {
            return Some(Second::Units);
        }
        let types = self.texts.iter().filter(|(_, text)| is_type(text)).count();
        if types >= 2 && 2 * types >= self.texts.len() {
            return Some(Second::Others);
        }
        let foreign = measured.iter().filter(|text| is_words(text)).count();
        let distinct = measured.iter().collect::<BTreeSet<_>>().len();
        let absent = measured.iter().filter(|text| is_absent(text)).count();
        let closed = over(CellsBelow::Closed).count();
        let sure = self.is_coded() || self.is_translated() || self.is_no_id();
        if foreign < measured.len() || 2 * absent > measured.len() || distinct < measured.len().min(2) {
            return None;
        }
        match (measured.len(), closed) {
            (0, 0) => None,
            (0, closed) => (closed >= 2 && sure && self.is_full()).then(|| self.names()),
            (1, closed) => (sure && (closed > 0 || self.is_full())).then(|| self.names()),
            (2, 0) if !sure => self.is_full().then_some(Second::Unclear),
            (2, _) => (sure || self.is_full()).then(|| self.names()),
            _ if self.covers() => Some(self.names()),
            _ => Some(Second::Unclear),
        }
    }

    /// Which of the two rows gives the names.
    fn names(&self) -> Second {
        let labels: BTreeSet<&str> = self.texts.iter().map(|(_, text)| *text).collect();
        let short = labels.iter().all(|label| label.chars().count() <= LONGEST_LABEL);
        let above: Vec<&str> = self.headings().collect();
        let coded = are_codes(&above) && !are_codes(&self.texts.iter().map(|(_, text)| *text).collect::<Vec<_>>());
        if coded && short && labels.len() == self.texts.len() { Second::Labels } else { Second::Others }
    }

    fn headings(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|(column, _)| self.table.headings[*column].leaf.as_str()).filter(|text| !text.is_empty())
    }

    /// Whether it says what the headings say.
    fn is_again(&self) -> bool {
        let same = |(column, text): &&(usize, &str)| fold_spaces(text) == self.table.headings[*column].leaf;
        2 * self.texts.iter().filter(same).count() > self.texts.len()
    }

    /// Whether a text recurs below in a column of measures or of few answers: it is one of them.
    fn recurs(&self) -> bool {
        let recurs = |(column, _): &(usize, &str)| {
            let cells = &self.table.columns[*column];
            let own = cells.payload[self.row];
            let mut below = (self.row + 1..self.table.rows.len()).take(ROWS_BELOW);
            self.holds[*column] != CellsBelow::Other
                && below.any(|row| cells.tags[row] == TEXT && cells.payload[row] == own)
        };
        self.texts.iter().any(recurs)
    }

    /// Whether one of the two rows is made of codes and the other one is not.
    fn is_coded(&self) -> bool {
        let own: Vec<&str> = self.texts.iter().map(|(_, text)| *text).collect();
        let above: Vec<&str> = self.headings().collect();
        are_codes(&own) != are_codes(&above)
    }

    /// Whether one of the two rows is in Latin letters throughout and the other one hardly.
    fn is_translated(&self) -> bool {
        let latin = |texts: &[&str]| texts.iter().filter(|text| text.is_ascii()).count();
        let own: Vec<&str> = self.texts.iter().map(|(_, text)| *text).collect();
        let above: Vec<&str> = self.headings().collect();
        let (a, b) = (latin(&own), latin(&above));
        self.is_full()
            && own.len() >= 2
            && (a == own.len() && 3 * b <= above.len() || b == above.len() && 3 * a <= own.len())
    }

    /// Whether its first cell is a word in a column of numbers or of ids with digits.
    fn is_no_id(&self) -> bool {
        let Some((column, text)) = self.texts.first() else { return false };
        let digit = |text: &str| text.chars().any(|c| c.is_ascii_digit());
        let cells = (self.row + 1..self.table.rows.len()).take(ROWS_BELOW).map(|row| self.table.get(row, *column));
        let filled: Vec<Raw<'_>> = cells.filter(|cell| *cell != Raw::Empty).collect();
        let ids =
            filled.iter().filter(|cell| matches!(cell, Raw::Number(_)) || matches!(cell, Raw::Text(it) if digit(it)));
        !digit(text) && !filled.is_empty() && 10 * ids.count() >= 9 * filled.len()
    }

    /// Whether nearly every column with a heading has a cell.
    fn is_full(&self) -> bool {
        let headed = self.table.headings.iter().filter(|it| !it.leaf.is_empty()).count();
        10 * self.texts.len() >= 9 * headed
    }

    /// Whether it has a cell over most columns of measures.
    fn covers(&self) -> bool {
        let measured = self.holds.iter().filter(|it| **it == CellsBelow::Measured).count();
        let own = self.texts.iter().filter(|(column, _)| self.holds[*column] == CellsBelow::Measured).count();
        2 * own >= measured
    }
}

/// Joins what a row below the headings says to them.
fn join(table: &mut RawTable, row: usize, found: Second) {
    for column in 0..table.columns.len() {
        let Raw::Text(text) = table.get(row, column) else { continue };
        let text = fold_spaces(text);
        let heading = &mut table.headings[column];
        let old = heading.text.clone();
        let named = !old.is_empty();
        match found {
            Second::Units if named && is_unit(&text) && !says_nothing(&text) => {
                *heading = heading.clone().measured_in(&text)
            }
            Second::Labels => {
                (heading.text, heading.leaf) = (text.clone(), text);
                heading.also.extend(named.then_some(old));
            }
            Second::Others if named => heading.also.push(text),
            Second::Others if count_columns(std::slice::from_ref(&text)) => {}
            Second::Others => (heading.text, heading.leaf) = (text.clone(), text),
            _ => {}
        }
    }
}
