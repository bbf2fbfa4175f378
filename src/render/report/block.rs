//! A document as a list of blocks, which HTML and Word both write.

use serde::Serialize;

use super::cells::{CellView, ColumnHead, TableView};
use super::chart::ChartView;

/// One block.
#[derive(Clone, Serialize)]
#[serde(tag = "kind", content = "of", rename_all = "lowercase")]
pub enum Block {
    /// A heading below that of the section.
    Head(String),
    /// A paragraph.
    Text(String),
    /// A list.
    Items(Vec<String>),
    /// Names and what they are.
    Pairs(Vec<(String, String)>),
    /// A table.
    Table(TableView),
    /// A chart.
    Chart(Box<ChartView>),
    /// Lines of commands or code.
    Code(Vec<String>),
    /// What a person must fill in.
    Open(String),
}

/// A list, or nothing where it is empty.
pub fn items(lines: Vec<String>) -> Option<Block> {
    (!lines.is_empty()).then_some(Block::Items(lines))
}

/// Names and what they are, or nothing where there are none.
pub fn pairs(pairs: Vec<(String, String)>) -> Option<Block> {
    (!pairs.is_empty()).then_some(Block::Pairs(pairs))
}

/// A table of texts; the columns named in `numeric` hold numbers.
pub fn texts(title: String, columns: Vec<String>, numeric: &[usize], rows: Vec<Vec<String>>) -> Block {
    let is_number = |at: usize| numeric.contains(&at);
    let heading = |(at, title)| ColumnHead { title, numeric: is_number(at) };
    let cell = |(at, text): (usize, String)| CellView { numeric: is_number(at), ..CellView::text(text) };
    Block::Table(TableView {
        title,
        columns: columns.into_iter().enumerate().map(heading).collect(),
        rows: rows.into_iter().map(|row| row.into_iter().enumerate().map(cell).collect()).collect(),
        more: 0,
        notes: Vec::new(),
    })
}
