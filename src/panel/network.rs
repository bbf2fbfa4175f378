//! Who has ties to whom.

use indexmap::IndexMap;

/// The ties of a source. Its nodes are the rows of the source that it is linked to: organisations, each with the units that it stands
/// for.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// Of each node its units, by index into those of the panel.
    pub nodes: Vec<Vec<u32>>,
    /// Ties as they are reported, in the order of the rows.
    pub ties: Vec<Tie>,
    /// What the other columns say of each tie.
    pub columns: IndexMap<String, TieColumn>,
    /// Who is named and stands in no row of the other source.
    pub outside: Vec<String>,
    /// What the columns of both ends are called where numbers are walked back to their cells; no variable has these names.
    pub ends: Vec<String>,
}

/// One organisation reports a tie, or that it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Who reports it.
    pub from: u32,
    /// To whom it is.
    pub to: OtherEnd,
    /// Period, by index into those of the panel.
    pub period: Option<u32>,
}

/// The other end of a tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherEnd {
    /// A node.
    Node(u32),
    /// Somebody who is in no row of the other source, by index.
    Outside(u32),
    /// Nobody is named: the row says that there is no tie.
    Nobody,
}

/// What a column says of each tie.
#[derive(Clone, Debug)]
pub enum TieColumn {
    /// Numbers; NaN is missing.
    Numbers(Vec<f64>),
    /// Words by index; nothing is missing.
    Words {
        /// Each once, in the order of the rows.
        words: Vec<String>,
        /// Of each tie.
        at: Vec<Option<u32>>,
    },
}
