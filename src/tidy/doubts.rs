//! What is said of cells that do not hold what their column holds.

use super::Content;
use super::build::Joined;
use super::cells::{Cell, Cells};
use super::rows::Row;
use super::values::Converted;
use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::RawTable;
use crate::phrase;
use crate::study::Variable;
use crate::text::Phrase;

/// Texts that a message quotes.
const QUOTED: usize = 3;

/// A column and what became of it.
pub(super) struct Column<'c> {
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
}

impl Column<'_> {
    fn places(&self, rows: &[u32]) -> Vec<Place> {
        rows.iter().map(|&row| self.table.place(self.rows[row as usize].row as usize, self.column)).collect()
    }

    fn quoted(&self, rows: &[u32]) -> Vec<&str> {
        let mut quoted: Vec<&str> = Vec::new();
        for &row in rows {
            if let Cell::Text(text) = self.cells.cells[row as usize] {
                let text = self.cells.texts[text as usize].text.as_str();
                if !quoted.contains(&text) {
                    quoted.push(text);
                }
            }
            if quoted.len() == QUOTED {
                break;
            }
        }
        quoted
    }

    /// Says what could not be read.
    pub fn report(&self, converted: &Converted, content: Content, sink: &mut Sink) {
        if !converted.errors.is_empty() {
            let message = phrase!(
                "{n} {n?cell|cells} of `{name}` {n?holds|hold} an error or an impossible date and {n?counts|count} as missing",
                n = converted.errors.len(),
                name = self.name
            );
            sink.push(Diagnostic::warning("error-cell", message).at_all(self.places(&converted.errors)));
        }
        if converted.unreadable.is_empty() {
            return;
        }
        let declared = self.variable.is_some_and(|variable| variable.kind.is_some());
        let mostly = declared && 2 * converted.unreadable.len() > converted.filled;
        let problem = if mostly { self.mostly_text(converted) } else { self.some_text(converted, content, declared) };
        sink.push(problem.at_all(self.places(&converted.unreadable)).hint(hint()));
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

    fn some_text(&self, converted: &Converted, content: Content, declared: bool) -> Diagnostic {
        let (n, name, list) = (converted.unreadable.len(), self.name, self.quoted(&converted.unreadable));
        match (content, declared) {
            (Content::Number, false) => Diagnostic::warning(
                "some-text",
                phrase!(
                    "`{name}` holds numbers, but {n} {n?cell is text and counts|cells are text and count} as missing: {list}",
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

/// Sums in which rows without a value count as nothing.
pub(super) fn sum_incomplete(
    name: &str,
    joined: &Joined<'_>,
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

fn hint() -> Phrase {
    phrase!("Mend the cells, or say in [variables] what they mean: codes for values, missing for no answer")
}
