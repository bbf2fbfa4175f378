//! Groups whose name is written once: cells below it are blank because the value above holds for them too.

use std::collections::BTreeSet;

use super::grid::{EMPTY, NUMBER};
use super::{Raw, RawTable};
use crate::diag::{Diagnostic, Sink, nearest};
use crate::notation::fold;
use crate::phrase;
use crate::study::keys::toml_text;
use crate::study::{Located, Source};

/// A table with fewer rows shows no groups.
const ROWS: usize = 4;

/// Columns at the left that may name groups.
const COLUMNS: usize = 4;

/// Fills the columns that the study says, and says which others look like groups whose name is written once.
pub(super) fn settle(table: &mut RawTable, source: &Source, sink: &mut Sink) {
    let mut wanted: Vec<(usize, &Located<String>)> = Vec::new();
    for asked in &source.fill_down {
        match find(table, source, asked) {
            Some(column) => wanted.push((column, asked)),
            None => sink.push(unknown(table, source, asked)),
        }
    }
    wanted.sort_by_key(|(column, _)| table.headings[*column].col);
    let columns: Vec<usize> = wanted.iter().map(|(column, _)| *column).collect();
    let blank = table.blank_groups();
    let filled = fill(table, &columns);
    for ((_, asked), cells) in wanted.iter().zip(&filled) {
        if cells.is_empty() && source.part.is_empty() {
            sink.push(without_effect(asked, source));
        }
    }
    report(table, &columns, &filled, source, sink);
    let offered: Vec<usize> = blank.into_iter().filter(|column| !columns.contains(column)).collect();
    if !offered.is_empty() {
        sink.push(offer(table, &offered, source));
    }
}

fn find(table: &RawTable, source: &Source, asked: &Located<String>) -> Option<usize> {
    let renamed = source.columns.iter().filter(|(new, _)| new.value == asked.value).map(|(_, heading)| &heading.value);
    let names: Vec<String> = renamed.chain([&asked.value]).map(|name| fold(name)).collect();
    let by = |text: fn(&super::Heading) -> &String| {
        names.iter().find_map(|name| table.headings.iter().position(|it| fold(text(it)) == *name))
    };
    by(|heading| &heading.text).or_else(|| by(|heading| &heading.leaf))
}

/// Fills blank cells of these columns (from left to right) with the value above; where a column at the left begins a new group,
/// nothing is carried over. Gives the rows that were filled.
fn fill(table: &mut RawTable, columns: &[usize]) -> Vec<Vec<usize>> {
    let begins: Vec<usize> = (0..table.rows.len())
        .map(|row| columns.iter().position(|&column| table.columns[column].tags[row] != EMPTY).unwrap_or(usize::MAX))
        .collect();
    let one = |(at, &column): (usize, &usize)| {
        let cells = &mut table.columns[column];
        let (mut above, mut filled) = (None, Vec::new());
        for (row, &begins) in begins.iter().enumerate() {
            if cells.tags[row] != EMPTY {
                above = Some((cells.tags[row], cells.payload[row]));
            } else if begins < at {
                above = None;
            } else if let Some((tag, bits)) = above {
                (cells.tags[row], cells.payload[row]) = (tag, bits);
                filled.push(row);
            }
        }
        filled
    };
    columns.iter().enumerate().map(one).collect()
}

fn report(table: &RawTable, columns: &[usize], filled: &[Vec<usize>], source: &Source, sink: &mut Sink) {
    let done: Vec<(usize, &Vec<usize>)> =
        columns.iter().copied().zip(filled).filter(|(_, it)| !it.is_empty()).collect();
    if done.is_empty() {
        return;
    }
    let names: Vec<&str> = done.iter().map(|(column, _)| table.headings[*column].text.as_str()).collect();
    let message = phrase!(
        "{n} blank {n?cell|cells} of `{source}` {n?takes|take} the value above, as the study file says: {list}",
        n = done.iter().map(|(_, rows)| rows.len()).sum::<usize>(),
        source = source.title(),
        list = names
    );
    let places = done.iter().flat_map(|(column, rows)| rows.iter().map(|&row| table.place(row, *column)));
    sink.push(Diagnostic::note("filled-down", message).at_all(places));
}

fn offer(table: &RawTable, columns: &[usize], source: &Source) -> Diagnostic {
    let blank = |column: usize| table.columns[column].tags.iter().filter(|&&tag| tag == EMPTY).count();
    let names: Vec<&str> = columns.iter().map(|&column| table.headings[column].text.as_str()).collect();
    let message = phrase!(
        "{list} of `{source}` {m?is|are} written in the first row of each group only; {n} {n?cell below is|cells below are} blank",
        list = names.clone(),
        m = columns.len(),
        n = columns.iter().map(|&column| blank(column)).sum::<usize>(),
        source = source.title()
    );
    let line: Vec<String> = names.iter().map(|name| toml_text(name)).collect();
    let hint = phrase!(
        "If the value above holds for them too, write in the study file, under the source: {line}",
        line = format!("fill_down = [{}]", line.join(", "))
    );
    let first_blank = |&column: &usize| table.columns[column].tags.iter().position(|&tag| tag == EMPTY);
    let places = columns.iter().filter_map(|column| Some(table.place(first_blank(column)?, *column)));
    Diagnostic::warning("blank-groups", message).hint(hint).at_all(places)
}

fn unknown(table: &RawTable, source: &Source, asked: &Located<String>) -> Diagnostic {
    let headings: Vec<&str> = table.headings.iter().map(|heading| heading.text.as_str()).collect();
    let message = phrase!(
        "`fill_down` names the column `{name}`, which `{source}` does not have",
        name = asked.value.as_str(),
        source = source.title()
    );
    let hint = match nearest(&asked.value, headings.iter().copied()) {
        Some(near) => phrase!("Is `{name}` meant? The columns are: {list}", name = near, list = headings),
        None => phrase!("The columns are: {list}", list = headings),
    };
    Diagnostic::error("unknown-column", message).hint(hint).at(asked.place.clone())
}

fn without_effect(asked: &Located<String>, source: &Source) -> Diagnostic {
    let message = phrase!(
        "`fill_down` changes nothing in `{name}`: no cell of `{source}` is blank below a filled one",
        name = asked.value.as_str(),
        source = source.title()
    );
    let hint = phrase!("Take the column out of `fill_down`");
    Diagnostic::error("no-effect", message).hint(hint).at(asked.place.clone())
}

impl RawTable {
    /// Columns at the left that look like names of groups written once: filled in the first row of each group, blank below.
    pub fn blank_groups(&self) -> Vec<usize> {
        let mut found = Vec::new();
        if self.rows.len() < ROWS {
            return found;
        }
        for column in 0..self.columns.len().min(COLUMNS) {
            if self.names_groups(column) {
                found.push(column);
            } else if !self.counts_rows(column) {
                break;
            }
        }
        found
    }

    /// Fills the columns that look so; gives their headings.
    pub fn fill_blank_groups(&mut self) -> Vec<String> {
        let columns = self.blank_groups();
        fill(self, &columns);
        columns.iter().map(|&column| self.headings[column].text.clone()).collect()
    }

    fn names_groups(&self, column: usize) -> bool {
        let tags = &self.columns[column].tags;
        let heads: Vec<usize> = (0..tags.len()).filter(|&row| tags[row] != EMPTY).collect();
        let blank = tags.len() - heads.len();
        if heads.first() != Some(&0) || heads.len() < 2 || 3 * blank < tags.len() {
            return false;
        }
        // Cells that are blank by chance follow filled ones at random.
        let followed = heads.iter().filter(|&&row| tags.get(row + 1) == Some(&EMPTY)).count();
        let values: BTreeSet<(u8, u64)> =
            heads.iter().map(|&row| (tags[row], self.columns[column].payload[row])).collect();
        let beside = heads.iter().filter(|&&row| self.has_beside(row, column)).count();
        let most = |count: usize| 5 * count >= 4 * heads.len();
        most(followed) && most(beside) && values.len() > 1
    }

    fn has_beside(&self, row: usize, column: usize) -> bool {
        (0..self.columns.len()).any(|other| other != column && self.columns[other].tags[row] != EMPTY)
    }

    /// Whether a column has a number in each row, each larger than the one above.
    fn counts_rows(&self, column: usize) -> bool {
        let number = |row: usize| if let Raw::Number(value) = self.get(row, column) { value } else { f64::NAN };
        let all = self.columns[column].tags.iter().all(|&tag| tag == NUMBER);
        all && (1..self.rows.len()).all(|row| number(row - 1) < number(row))
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::outline;
    use super::super::{Heading, TypedColumn};
    use super::*;

    /// A table of texts by column; a blank stands for an empty cell.
    fn table(columns: &[&str]) -> RawTable {
        let heading =
            |i: usize| Heading { text: format!("c{i}"), leaf: format!("c{i}"), col: i as u32, also: Vec::new() };
        let cells = |text: &str| TypedColumn {
            tags: text.chars().map(|c| if c == ' ' { EMPTY } else { super::super::grid::TEXT }).collect(),
            payload: text.chars().map(u64::from).collect(),
        };
        let headings: Vec<Heading> = (0..columns.len()).map(heading).collect();
        let rows = (1..=columns[0].chars().count() as u32).collect();
        RawTable { rows, columns: columns.iter().map(|text| cells(text)).collect(), ..outline(&headings) }
    }

    fn shown(table: &RawTable, column: usize) -> String {
        let cells = &table.columns[column];
        (0..cells.tags.len())
            .map(|row| if cells.tags[row] == EMPTY { ' ' } else { char::from_u32(cells.payload[row] as u32).unwrap() })
            .collect()
    }

    #[test]
    fn groups_are_filled_and_inner_ones_end_with_outer_ones() {
        let mut table = table(&["a   b   ", "x y   z ", "12345678"]);
        let filled = fill(&mut table, &[0, 1]);
        assert_eq!((shown(&table, 0), shown(&table, 1)), ("aaaabbbb".into(), "xxyy  zz".into()));
        assert_eq!(filled.iter().map(Vec::len).collect::<Vec<_>>(), [6, 3]);
    }

    #[test]
    fn groups_are_told_from_cells_that_are_blank_by_chance() {
        assert_eq!(table(&["a  b  c  ", "123123123"]).blank_groups(), [0]);
        assert_eq!(table(&["a   b   ", "x y w z ", "12345678"]).blank_groups(), [0, 1]);
        assert!(table(&["a bc d  ef", "1234567890"]).blank_groups().is_empty());
        assert!(table(&["abcdefghi", "a  b  c  "]).blank_groups().is_empty());
        assert!(table(&[" a  b  c ", "123123123"]).blank_groups().is_empty());
        assert!(table(&["a  b  c  ", " 12 12 12"]).blank_groups().is_empty(), "headings of sections");
    }
}
