//! What became of a row of a linked source.

use crate::names::Judged;
use crate::panel::LinkRecord;
use crate::text::Phrase;

/// Who a row belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tidy) enum Belonging {
    /// It belongs to these units.
    To {
        /// Units in the order of first appearance; not empty.
        units: Vec<u32>,
        /// What another name in the row says of it.
        name: NameBeside,
    },
    /// It has none of the keys.
    NoKey,
    /// Nobody has its keys.
    Nobody,
    /// Somebody may be meant; a person decides.
    Probable,
    /// Several have its name.
    Several,
}

/// A name beside the key that joined a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tidy) enum NameBeside {
    /// The same, or there is none.
    Same,
    /// The same organisation in another spelling.
    Variant,
    /// Another organisation's name.
    Other,
}

/// What became of a row, and the record of it.
#[derive(Clone, Debug)]
pub(in crate::tidy) struct Outcome {
    /// Who it belongs to.
    pub joined: Belonging,
    /// Targets that it was joined to.
    pub targets: Vec<u32>,
    /// Units that are perhaps meant, where a person has yet to decide.
    pub perhaps: Vec<u32>,
    /// For the report.
    pub record: LinkRecord,
}

/// What the keys say of a row, before names that are not the same are looked at.
pub(super) enum KeyMatch {
    /// These, by this key.
    Targets(Vec<u32>, usize),
    /// The name is that of several, or of one with another number: those that may be meant, at least one.
    Doubt(Vec<u32>, f64, Phrase, bool),
    /// Nobody has the keys.
    Nobody,
    /// It has none.
    NoKey,
}

/// The nearest of a party, by index of the target.
pub(super) type NearestTarget = Option<(u32, Judged)>;
