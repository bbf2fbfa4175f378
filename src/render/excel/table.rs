//! A typed table as a range of cells.

use crate::exhibit::{Cell, Column, Format, Table, Value};
use crate::phrase;
use crate::text::{Phrase, decimals_for};

use super::book::SheetContext;
use super::entry::Entry;
use super::measure;
use super::page::{Page, Written};
use super::style::Form;
use crate::render::report::cells::in_steps;

/// Width of a column of questions.
const QUESTION: f64 = 26.0;

/// A sheet of tables: those of several questions that have the same columns are one table, with the question as its first column.
pub(super) fn sheet(page: &mut Page<'_>, title: &Phrase, tables: &[&Table]) -> Written {
    let mut kinds: Vec<(Vec<String>, Vec<&Table>)> = Vec::new();
    for table in tables {
        let heads = heads(page, table);
        match kinds.iter_mut().find(|(other, _)| *other == heads) {
            Some((_, same)) => same.push(table),
            None => kinds.push((heads, vec![table])),
        }
    }
    let joined: Vec<Joined<'_>> = kinds.into_iter().map(|(_, tables)| Joined { tables }).collect();
    page.columns(&widths(page.book, &joined))?;
    page.title(title, &page.book.about(page.id))?;
    let alone = joined.len() == 1;
    joined.iter().try_for_each(|table| write(page, table, alone))
}

/// What tells tables with the same columns from others.
fn heads(page: &Page<'_>, table: &Table) -> Vec<String> {
    page.book.turn_to(table.id.question());
    let title = (!table.id.question().is_empty()).then(|| table.title.template.to_string());
    let columns = shown(table).into_iter().map(|i| &table.columns[i]);
    let own = title.unwrap_or_else(|| table.id.to_string());
    std::iter::once(own)
        .chain(columns.map(|column| format!("{:?} {}", column.format, page.say(&column.title))))
        .collect()
}

/// Tables with the same columns, as one.
struct Joined<'a> {
    tables: Vec<&'a Table>,
}

impl Joined<'_> {
    /// Whether the question is a column.
    fn by_question(&self) -> bool {
        self.tables.len() > 1
    }

    fn first(&self) -> &Table {
        self.tables[0]
    }

    /// Definitions and warnings, each once.
    fn notes(&self, page: &Page<'_>) -> Vec<String> {
        let mut notes: Vec<String> = Vec::new();
        for table in &self.tables {
            page.book.turn_to(table.id.question());
            let said = table.notes.iter().chain(&in_steps(table)).map(|note| page.say(note)).collect::<Vec<_>>();
            said.into_iter().for_each(|note| {
                if !notes.contains(&note) {
                    notes.push(note)
                }
            });
        }
        notes
    }
}

/// Writes a table with its title and notes; a table that is alone on its sheet gets a filter and stays in sight.
fn write(page: &mut Page<'_>, joined: &Joined<'_>, alone: bool) -> Written {
    let (table, notes) = (joined.first(), joined.notes(page));
    page.book.turn_to(table.id.question());
    let owner = page.book.owner(&table.id).filter(|_| !joined.by_question());
    let title = page.say(&table.title);
    let title = owner.map_or(title.clone(), |question| format!("{question} – {title}"));
    let marks = (1..=notes.len()).map(|n| page.say(&phrase!("[note {n}]", n = n)));
    page.heading(&std::iter::once(title).chain(marks).collect::<Vec<_>>().join(" "))?;
    let head = page.row;
    let question = joined.by_question().then(|| (page.say(&phrase!("Question")), false));
    let columns = shown(table).into_iter().map(|i| &table.columns[i]);
    let titles: Vec<(String, bool)> =
        question.into_iter().chain(columns.map(|c| (page.say(&c.title), c.format != Format::Text))).collect();
    if alone {
        page.filtered_head(&titles)?
    } else {
        page.head(0, &titles)?
    };
    joined.tables.iter().try_for_each(|table| rows(page, table, joined.by_question()))?;
    if alone && page.row > head + 1 && !titles.is_empty() {
        page.keep_in_sight(head, 1 + u16::from(joined.by_question()))?;
    }
    for (n, note) in (1_usize..).zip(notes) {
        page.note(&page.say(&phrase!("[note {n}] {note}", n = n, note = note)))?;
    }
    page.source(if joined.by_question() { "" } else { &table.id })?;
    page.skip(1)
}

fn rows(page: &mut Page<'_>, table: &Table, by_question: bool) -> Written {
    page.book.turn_to(table.id.question());
    let shown = shown(table);
    let question = by_question.then(|| Entry::Text(page.book.owner(&table.id).unwrap_or_default()));
    for row in &table.rows {
        let cells = shown.iter().filter_map(|&i| Some(entry(page.book, row.get(i)?, &table.columns[i])));
        let entries: Vec<Entry> = question.iter().cloned().chain(cells).collect();
        page.line(0, &entries)?;
    }
    Ok(())
}

/// The columns that people read.
fn shown(table: &Table) -> Vec<usize> {
    (0..table.columns.len()).filter(|&i| !table.columns[i].is_of_keys()).collect()
}

/// A typed cell as a cell of a sheet.
pub(super) fn entry(book: &SheetContext<'_>, cell: &Cell, column: &Column) -> Entry {
    match &cell.value {
        Value::Empty => Entry::Blank,
        Value::Number(value) => Entry::number(*value, form(*value, cell.format_in(column))),
        Value::Text(text) => Entry::Text(text.clone()),
        Value::Words(words) => Entry::Text(book.words(words)),
        Value::Phrase(phrase) => Entry::Text(book.say(phrase)),
        Value::Withheld => Entry::withheld(),
    }
}

/// Numbers in a column of words show about three digits.
fn form(value: f64, format: &Format) -> Form {
    match Form::of(format) {
        Form::General if value.fract() == 0.0 => Form::Count,
        Form::General => Form::Fixed(decimals_for(value)),
        form => form,
    }
}

/// Widths that hold the columns of all the tables.
fn widths(book: &SheetContext<'_>, joined: &[Joined<'_>]) -> Vec<f64> {
    let wide = |joined: &Joined<'_>| shown(joined.first()).len() + usize::from(joined.by_question());
    let columns = joined.iter().map(wide).max().unwrap_or(0);
    (0..columns).map(|at| joined.iter().map(|joined| joined_width(book, joined, at)).fold(8.0, f64::max)).collect()
}

fn joined_width(book: &SheetContext<'_>, joined: &Joined<'_>, at: usize) -> f64 {
    let Some(at) = at.checked_sub(usize::from(joined.by_question())) else { return QUESTION };
    joined.tables.iter().map(|table| width(book, table, at)).fold(0.0, f64::max)
}

fn width(book: &SheetContext<'_>, table: &Table, index: usize) -> f64 {
    book.turn_to(table.id.question());
    let Some(index) = shown(table).get(index).copied() else { return 0.0 };
    let column = &table.columns[index];
    let title = book.say(&column.title);
    // A heading may break into three lines, but not inside a word; the arrow of the filter takes room too.
    let title = measure::longest_word(&title).max(measure::width(&title) / 3.0) * 1.08 + 5.0;
    let content = table.rows.iter().filter_map(|row| row.get(index)).map(|cell| match entry(book, cell, column) {
        Entry::Number(value, form) => form.width(value) + 3.0,
        entry => entry.words().map_or(0.0, |text| measure::longest_line(text) + 2.0),
    });
    title.max(content.fold(0.0, f64::max)).min(42.0)
}
