//! What the cells of a column say and what the column is; what could not be read is said.

pub(super) mod as_formatted;
pub(super) mod cell;
pub(super) mod content;
pub(super) mod labels;
pub(super) mod multi_select;
pub(super) mod municipalities;
pub(super) mod one_word;
pub(super) mod repairs;
pub(super) mod scales;
pub(super) mod shares;
pub(super) mod told;
pub(super) mod units_told;
pub(super) mod unreadable;
pub(super) mod values;
