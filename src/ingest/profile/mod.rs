//! What a table looks like before anybody says what it is: its columns at a glance, what their headings say, and what may
//! identify its rows.

mod attribute;
mod glance;
pub mod heading;
mod likeness;
mod open;
mod pairs;
mod recipient;
mod unit;

pub use glance::Glance;
pub use likeness::likeness;
pub use open::choices;
pub use pairs::{PrePost, moment, pairs};
pub use unit::{UnitGuess, UnitRows, candidates, guess};
