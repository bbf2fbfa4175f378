//! What a table looks like before anybody says what it is: its columns at a glance, and what may identify its rows.

mod glance;
mod unit;

pub use glance::{Glance, Look};
pub use unit::{Unit, candidates, guess};
