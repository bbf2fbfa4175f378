//! Texts by number, in the order of their first appearance.

use indexmap::IndexSet;

/// The place of a text among those met so far.
pub(super) fn intern(known: &mut IndexSet<String>, text: String) -> u32 {
    known.insert_full(text).0 as u32
}
