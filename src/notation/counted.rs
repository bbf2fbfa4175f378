//! What units count, in Japanese and English.

use crate::notation::fold;
/// What numbers count, in Japanese and English.
pub(crate) type Counted = [&'static str; 2];

/// Folded, with plain apostrophes.
pub(super) fn squeezed(text: &str) -> String {
    fold(text).replace(['\u{2018}', '\u{2019}'], "'")
}
