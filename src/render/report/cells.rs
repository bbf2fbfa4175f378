//! Tables as a template needs them: text by cell, numbers written by their column's format.

use serde::Serialize;

use crate::exhibit::{Audience, Cell, Column, Format, Kind, Table, Value};
use crate::phrase;
use crate::text::{Lang, Phrase, WITHHELD, decimals_for, fixed, p_value, percent};

/// A table ready to be written.
#[derive(Clone, Serialize)]
pub struct TableView {
    /// Caption.
    pub title: String,
    /// Headings.
    pub columns: Vec<ColumnHead>,
    /// Rows of cells.
    pub rows: Vec<Vec<CellView>>,
    /// How many further rows are left out of the page.
    pub more: usize,
    /// Notes under it.
    pub notes: Vec<String>,
}

/// Rows of a table that a page shows; the workbook holds all.
pub const MOST_ROWS: usize = 300;
/// Rows of all tables of a page together.
pub const MOST_ROWS_IN_ALL: usize = 6_000;

/// Takes a table's rows off what a page still has room for; false where it has no room.
pub fn fits(table: &Table, room: &mut usize) -> bool {
    let rows = table.rows.len().min(MOST_ROWS);
    let fits = rows <= *room;
    if fits {
        *room -= rows;
    }
    fits
}

/// A column's heading.
#[derive(Clone, Serialize)]
pub struct ColumnHead {
    /// Text.
    pub title: String,
    /// Whether its cells are numbers.
    pub numeric: bool,
}

/// A cell.
#[derive(Clone, Default, Serialize)]
pub struct CellView {
    /// Text.
    pub text: String,
    /// The number by which to sort.
    pub sort: Option<f64>,
    /// Whether it is a number.
    pub numeric: bool,
}

impl CellView {
    /// Words.
    pub fn text(text: impl Into<String>) -> CellView {
        CellView { text: text.into(), ..CellView::default() }
    }

    /// A number with its form.
    pub fn number(value: f64, text: String) -> CellView {
        CellView { text, sort: Some(value).filter(|value| value.is_finite()), numeric: true }
    }

    /// A number with decimals, or an empty cell.
    pub fn fixed(value: Option<f64>, decimals: usize) -> CellView {
        match value {
            Some(value) if value.is_finite() => CellView::number(value, fixed(value, decimals)),
            _ => CellView { numeric: true, ..CellView::default() },
        }
    }
}

/// A public table's public columns; nothing where the table is internal. What may not leave the house is shown where the page
/// stays `inside`, except who it is.
pub fn view(table: &Table, inside: bool, lang: Lang) -> Option<TableView> {
    (table.audience == Audience::Public).then(|| whole(table, inside, lang))
}

/// A table for those who hold the data, whoever else may see it.
pub fn inside(table: &Table, lang: Lang) -> TableView {
    whole(table, true, lang)
}

fn whole(table: &Table, inside: bool, lang: Lang) -> TableView {
    let lang = lang.about(table.id.question());
    let read = |column: &Column| column.audience == Audience::Public && !column.is_of_keys();
    let shown: Vec<usize> = (0..table.columns.len()).filter(|&i| read(&table.columns[i])).collect();
    let heading = |&i: &usize| {
        let column = &table.columns[i];
        ColumnHead { title: column.title.render(lang), numeric: column.format != Format::Text }
    };
    let row = |row: &Vec<Cell>| shown.iter().map(|&i| cell(&row[i], &table.columns[i], inside, lang)).collect();
    TableView {
        title: table.title.render(lang),
        columns: shown.iter().map(heading).collect(),
        rows: table.rows.iter().take(MOST_ROWS).map(row).collect(),
        more: table.rows.len().saturating_sub(MOST_ROWS),
        notes: table.notes.iter().chain(&in_steps(table)).map(|note| note.render(lang)).collect(),
    }
}

/// What is said under a table whose numbers were rounded for everybody.
pub fn in_steps(table: &Table) -> Option<Phrase> {
    let any = table.rows.iter().flatten().any(|cell| cell.step.is_some());
    any.then(|| {
        phrase!(
            "Each number is rounded by itself, so that it tells nothing of single cases: sums and differences of what is shown need not agree."
        )
    })
}

fn cell(cell: &Cell, column: &Column, inside: bool, lang: Lang) -> CellView {
    let numeric = column.format != Format::Text;
    if cell.kind == Kind::Identifier || cell.audience != Audience::Public && !inside {
        return CellView { numeric, ..CellView::text(WITHHELD) };
    }
    let text = match &cell.value {
        Value::Empty => String::new(),
        Value::Number(value) => return CellView::number(*value, number(*value, cell.format_in(column), lang)),
        Value::Text(text) => text.clone(),
        Value::Words(words) => words.get(lang).to_string(),
        Value::Phrase(phrase) => phrase.render(lang),
        Value::Withheld => WITHHELD.into(),
    };
    CellView { numeric, ..CellView::text(text) }
}

/// A number of cases, where this edition shows it.
pub fn cases(n: usize, withheld: bool) -> String {
    if withheld { WITHHELD.into() } else { fixed(n as f64, 0) }
}

/// A number in the form of its column.
pub fn number(value: f64, format: &Format, lang: Lang) -> String {
    match format {
        Format::Count => fixed(value, 0),
        Format::Number(decimals) => fixed(value, usize::from(*decimals)),
        Format::Written(precision) => precision.write(value, lang),
        Format::Percent(decimals) => percent(value, usize::from(*decimals), lang),
        Format::PValue => p_value(value),
        Format::Text if value.fract() == 0.0 => fixed(value, 0),
        Format::Text => fixed(value, decimals_for(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn internal_columns_are_left_out_and_withheld_cells_marked() {
        let internal =
            Column { audience: Audience::Internal, ..Column::new("id", Phrase::verbatim("id"), Format::Text) };
        let shares = Column::new("share", Phrase::verbatim("share"), Format::Percent(1));
        let mut table = Table::new("t", Phrase::verbatim("t"), vec![internal, shares]);
        table.push(vec![Cell::identifier("A-1"), Cell::statistic(-0.1234)]);
        table.push(vec![Cell::identifier("A-2"), Cell { value: Value::Withheld, ..Cell::empty() }]);
        table.push(vec![Cell::identifier("A-3"), Cell { audience: Audience::Internal, ..Cell::statistic(0.5) }]);
        let texts = |inside| {
            let shown = view(&table, inside, Lang::En).unwrap();
            assert_eq!(shown.columns.len(), 1);
            shown.rows.iter().map(|row| row[0].text.clone()).collect::<Vec<_>>()
        };
        assert_eq!(texts(false), ["−12.3%", "χ", "χ"]);
        assert_eq!(texts(true), ["−12.3%", "χ", "50.0%"]);
        assert!(view(&Table { audience: Audience::Internal, ..table }, true, Lang::En).is_none());
    }
}
