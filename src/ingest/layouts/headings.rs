use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::super::{Raw, RawTable};
use crate::diag::{Diagnostic, Place};
use crate::notation::fold;
use crate::text::Phrase;

/// A table with its headings as people compare them.
pub struct Sight<'t> {
    /// The table.
    pub table: &'t RawTable,
    columns: BTreeMap<String, usize>,
    /// Columns by their headings without units.
    amounts: OnceCell<BTreeMap<String, usize>>,
}

/// A heading as layouts compare it: width, case, white space and signs do not count.
pub fn plain(heading: &str) -> String {
    fold(heading).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The sheet of a table, or its file where it has no sheets.
pub fn of_table(table: &RawTable) -> Place {
    match table.sheet.is_empty() {
        true => Place::File { file: table.file.clone() },
        false => Place::Sheet { file: table.file.clone(), sheet: table.sheet.clone() },
    }
}

/// A heading without a unit in brackets at its end.
pub fn bare(heading: &str) -> &str {
    let text = heading.trim_end();
    let open = text.strip_suffix([')', '）', ']', '］']).and_then(|inside| inside.rfind(['(', '（', '[', '［']));
    match open.filter(|&at| at > 0 && text[at..].contains(['円', '%', '％', '人', '件'])) {
        Some(at) => text[..at].trim_end(),
        None => heading,
    }
}

fn amounts(table: &RawTable) -> BTreeMap<String, usize> {
    let mut columns = BTreeMap::new();
    for (column, heading) in table.headings.iter().enumerate() {
        columns.entry(plain(bare(&heading.leaf))).or_insert(column);
    }
    columns
}

impl<'t> Sight<'t> {
    /// Looks at a table.
    pub fn of(table: &'t RawTable) -> Sight<'t> {
        let mut columns = BTreeMap::new();
        for (column, heading) in table.headings.iter().enumerate() {
            columns.entry(plain(&heading.text)).or_insert(column);
            columns.entry(plain(&heading.leaf)).or_insert(column);
        }
        Sight { table, columns, amounts: OnceCell::new() }
    }

    /// The column of a heading, however it is written.
    pub fn column(&self, heading: &str) -> Option<usize> {
        self.columns.get(&plain(heading)).copied()
    }

    /// The heading as the table writes it.
    pub fn heading(&self, heading: &str) -> Option<String> {
        self.column(heading).map(|column| self.table.headings[column].text.clone())
    }

    /// How many of these headings the table has.
    pub fn count(&self, headings: &[&str]) -> usize {
        headings.iter().filter(|heading| self.column(heading).is_some()).count()
    }

    /// The first of these headings that the table has, as it writes it.
    pub fn first(&self, headings: &[&str]) -> Option<String> {
        headings.iter().find_map(|heading| self.heading(heading))
    }

    /// The column of a heading, with or without a unit in brackets behind it.
    pub fn of_amount(&self, heading: &str) -> Option<usize> {
        self.column(heading).or_else(|| self.amounts.get_or_init(|| amounts(self.table)).get(&plain(heading)).copied())
    }

    /// A note about the table.
    pub fn note(&self, code: &str, message: Phrase) -> Diagnostic {
        Diagnostic::note(code, message).at(of_table(self.table))
    }

    /// A warning about rows of a column; about the table where none are named.
    pub fn warning(&self, code: &str, message: Phrase, heading: &str, rows: &[usize]) -> Diagnostic {
        let problem = Diagnostic::warning(code, message);
        match self.column(heading).filter(|_| !rows.is_empty()) {
            Some(column) => problem.at_all(rows.iter().map(|&row| self.table.place(row, column))),
            None => problem.at(of_table(self.table)),
        }
    }

    /// The rows in which a column holds something.
    pub fn filled(&self, column: usize) -> Vec<usize> {
        (0..self.table.rows.len()).filter(|&row| self.table.get(row, column) != Raw::Empty).collect()
    }
}
