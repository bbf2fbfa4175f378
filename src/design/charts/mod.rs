//! Charts of comparisons, from their tables.

mod love;
mod overlap;

pub use love::{love, love_of_weights};
pub use overlap::overlap;
