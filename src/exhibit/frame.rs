use crate::text::Phrase;

use super::{Audience, FrameId};

/// The values of a frame's column, one for each row. Not-a-number and the empty string stand for "missing".
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers.
    Number(Vec<f64>),
    /// Whole numbers that are never missing.
    Integer(Vec<i64>),
    /// Text.
    Text(Vec<String>),
}

impl Values {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self {
            Values::Number(values) => values.len(),
            Values::Integer(values) => values.len(),
            Values::Text(values) => values.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A column of a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameColumn {
    /// Stable key, also the name in CSV and parquet.
    pub key: String,
    /// Heading in workbooks and codebooks.
    pub title: Phrase,
    /// What the column is, for the codebook.
    pub description: Phrase,
    /// Values.
    pub values: Values,
}

/// Data by unit, columnar: the matched data, the analysis frame, the pairs. Frames are internal: they carry one row for a
/// person or an organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// What it is, and of which question: `<question>/pairs`.
    pub id: FrameId,
    /// What it holds.
    pub title: Phrase,
    /// Who may see it.
    pub audience: Audience,
    /// Columns, all of the same length.
    pub columns: Vec<FrameColumn>,
}

impl Frame {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }
}
