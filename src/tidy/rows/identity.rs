//! How the rows of a source are told apart.

use crate::tidy::rows::decided::DecidedIds;
use crate::tidy::rows::link::LinkKey;
use crate::tidy::rows::link::outcome::Outcome;

/// How the rows of a source are told apart.
pub(in crate::tidy) enum Identity<'r> {
    /// Each row is a unit of the study, by its id, or by the one that a person decided on.
    Unit(&'r DecidedIds),
    /// Rows describe what rows of another source stand for: the keys, and what became of each row.
    Linked(&'r [LinkKey], &'r [Outcome]),
}
