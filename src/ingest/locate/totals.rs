//! Totals that stand among the rows of a table without a word: rows of blocks that are the sum of the rows below them.

use crate::diag::{Diagnostic, Sink};
use crate::ingest::grid::{EMPTY, NUMBER, TEXT};
use crate::ingest::{Raw, RawTable};
use crate::phrase;
use crate::study::Source;

/// Columns that are looked at, of each kind.
const COLUMNS: usize = 20;

/// Blocks that must add up for their first rows to be totals.
const BLOCKS: usize = 2;

/// Says which rows look like totals of blocks.
pub(in crate::ingest) fn of_blocks(table: &RawTable, source: &Source, sink: &mut Sink) {
    if let Some(blocks) = blocks(table) {
        sink.push(blocks.problem(table, source));
    }
}

/// Rows that are the sums of the rows below them.
struct Blocks {
    /// Column that is blank in the sums and says who in the others.
    name: usize,
    /// Column that adds up.
    value: usize,
    rows: Vec<usize>,
}

impl Blocks {
    fn problem(&self, table: &RawTable, source: &Source) -> Diagnostic {
        let message = phrase!(
            "{n} {n?row|rows} of `{source}` {n?has|have} no `{name}`, and `{value}` is there the sum of the rows below: totals stand among single rows, and adding them up counts everything twice",
            n = self.rows.len(),
            source = source.title(),
            name = table.headings[self.name].text.as_str(),
            value = table.headings[self.value].text.as_str()
        );
        let hint = phrase!("Leave the totals out, or the single rows, before anything is added up");
        let places = self.rows.iter().map(|&row| table.place(row, self.value));
        Diagnostic::warning("mixed-grain", message).hint(hint).at_all(places)
    }
}

fn blocks(table: &RawTable) -> Option<Blocks> {
    let holds = |column: usize, kind: u8| table.columns[column].tags.iter().filter(|&&tag| tag == kind).count();
    let rows = table.rows.len();
    let names: Vec<usize> = (0..table.columns.len())
        .filter(|&column| {
            let (texts, blank) = (holds(column, TEXT), holds(column, EMPTY));
            texts + blank == rows && blank >= BLOCKS && texts >= blank
        })
        .take(COLUMNS)
        .collect();
    if names.is_empty() {
        return None;
    }
    let number = |column: &usize| 10 * holds(*column, NUMBER) >= 9 * rows;
    let values: Vec<usize> = (0..table.columns.len()).filter(number).take(COLUMNS).collect();
    let pairs = names.iter().flat_map(|&name| values.iter().map(move |&value| (name, value)));
    pairs.into_iter().find_map(|(name, value)| {
        let rows = sums(table, name, value)?;
        Some(Blocks { name, value, rows })
    })
}

/// The rows without a name, where nearly all of them are the sum of the rows up to the next one.
fn sums(table: &RawTable, name: usize, value: usize) -> Option<Vec<usize>> {
    let number = |row: usize| if let Raw::Number(value) = table.get(row, value) { value } else { 0.0 };
    let heads: Vec<usize> = (0..table.rows.len()).filter(|&row| table.get(row, name) == Raw::Empty).collect();
    if heads.first() != Some(&0) {
        return None;
    }
    let ends = heads.iter().skip(1).copied().chain([table.rows.len()]);
    let adds_up = |(&head, end): (&usize, usize)| {
        let sum: f64 = (head + 1..end).map(number).sum();
        end > head + 1 && sum != 0.0 && (sum - number(head)).abs() <= 1e-6 * sum.abs().max(1.0)
    };
    let right = heads.iter().zip(ends.clone()).filter(|&(head, end)| adds_up((head, end))).count();
    let longer = heads.iter().zip(ends).any(|(head, end)| end > head + 2);
    (right >= BLOCKS && longer && 5 * right >= 4 * heads.len()).then_some(heads)
}
