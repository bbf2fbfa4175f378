use crate::text::WITHHELD;

use super::id::SheetId;
use super::style::Form;

/// A cell of a table row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Entry {
    /// Nothing.
    Blank,
    /// Text, wrapped.
    Text(String),
    /// Emphasised text.
    Strong(String),
    /// Text where a number would stand.
    Instead(String),
    /// Code.
    Code(String),
    /// A number.
    Number(f64, Form),
    /// A link to a row (from 0) of a sheet, with its words.
    Goto(SheetId, u32, String),
    /// A link to a file, with its words.
    Outside(String, String),
    /// A cell that a person fills in: text that stands there already.
    Input(String),
}

impl Entry {
    /// A number, or a dash where it is not finite.
    pub fn number(value: f64, form: Form) -> Entry {
        if value.is_finite() { Entry::Number(value, form) } else { Entry::Instead(crate::text::fixed(value, 0)) }
    }

    /// A number or nothing.
    pub fn maybe(value: Option<f64>, form: Form) -> Entry {
        value.map_or(Entry::Blank, |value| Entry::number(value, form))
    }

    /// A count.
    pub fn count(n: usize) -> Entry {
        Entry::Number(n as f64, Form::Count)
    }

    /// What stands for a value that is kept back.
    pub fn withheld() -> Entry {
        Entry::Instead(WITHHELD.into())
    }

    /// A count or nothing.
    pub fn maybe_count(n: Option<usize>) -> Entry {
        n.map_or(Entry::Blank, Entry::count)
    }

    /// Text of the cell, if it is one that wraps.
    pub fn words(&self) -> Option<&str> {
        match self {
            Entry::Text(text)
            | Entry::Strong(text)
            | Entry::Instead(text)
            | Entry::Code(text)
            | Entry::Input(text)
            | Entry::Outside(_, text)
            | Entry::Goto(_, _, text) => Some(text),
            Entry::Blank | Entry::Number(..) => None,
        }
    }
}
