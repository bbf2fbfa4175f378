//! Charts of comparisons, from their tables.

mod love;
mod overlap;

pub use love::love;
pub use overlap::overlap;
