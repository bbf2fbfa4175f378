//! A study as a tree of values, each with the place where it is written: a line of a text, or a cell. Whatever a study is written
//! in is read into this tree; what it means ([`parse`](super::parse())) is decided of the tree alone.

mod places;
mod rows;
mod syntax;
mod toml;

use std::fmt;

use crate::diag::{Diagnostic, Place};

use super::expression::Spots;

pub use rows::{RowCell, StudyRow, WrittenCell, of_rows};
pub use toml::of_toml;

/// A value and where it is written.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: TreeValue,
    /// Its place.
    pub place: Place,
    /// The same as it is written, for messages.
    pub written: String,
}

/// A value.
#[derive(Clone, Debug)]
pub enum TreeValue {
    /// A text, with the place of each of its characters.
    Text(String, Spots),
    /// A whole number.
    Whole(Whole),
    /// Another number, as it is written.
    Number(String),
    /// True or false.
    Flag(bool),
    /// A date or a time, as it is written.
    Date(String),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(TreeTable),
}

/// A whole number of any size.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Its digits, with a sign before them.
    pub digits: String,
    /// Their base.
    pub base: u32,
}

impl Whole {
    /// With its sign, where it is not too large.
    pub fn signed(&self) -> Option<i64> {
        i64::from_str_radix(&self.digits, self.base).ok()
    }

    /// Where it is neither negative nor too large.
    pub fn unsigned(&self) -> Option<u64> {
        u64::from_str_radix(&self.digits, self.base).ok()
    }
}

impl fmt::Display for Whole {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = match self.base {
            2 => "0b",
            8 => "0o",
            16 => "0x",
            _ => "",
        };
        write!(out, "{base}{}", self.digits)
    }
}

/// Keys and their values, in the order in which they are written.
#[derive(Clone, Debug, Default)]
pub struct TreeTable(pub Vec<KeyValue>);

impl TreeTable {
    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&KeyValue> {
        self.0.iter().find(|entry| entry.key == key)
    }
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct KeyValue {
    /// Key.
    pub key: String,
    /// Place of the key.
    pub key_place: Place,
    /// Key and value as one place: a problem may be with either.
    pub whole: Place,
    /// Value.
    pub node: Node,
}

impl TreeValue {
    /// A text.
    pub fn as_text(&self) -> Option<&str> {
        if let TreeValue::Text(text, _) = self { Some(text) } else { None }
    }

    /// A whole number.
    pub fn as_whole(&self) -> Option<&Whole> {
        if let TreeValue::Whole(whole) = self { Some(whole) } else { None }
    }

    /// True or false.
    pub fn as_flag(&self) -> Option<bool> {
        if let TreeValue::Flag(flag) = self { Some(*flag) } else { None }
    }

    /// A list.
    pub fn as_list(&self) -> Option<&[Node]> {
        if let TreeValue::List(items) = self { Some(items) } else { None }
    }

    /// A table.
    pub fn as_table(&self) -> Option<&TreeTable> {
        if let TreeValue::Table(table) = self { Some(table) } else { None }
    }
}

/// A whole study as it is written.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it holds, as far as it could be read.
    pub root: TreeTable,
    /// The file.
    pub file: Place,
    /// Where it begins.
    pub start: Place,
    /// What breaks the rules of the language that it is written in, in order.
    pub broken: Vec<Diagnostic>,
    /// The first line from which on keys may belong elsewhere, because a bracket or a list went wrong before.
    pub horizon: Option<usize>,
}
