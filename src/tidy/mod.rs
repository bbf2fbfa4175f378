//! Raw tables → one table of units and one of unit × period, with provenance.
//!
//! After this phase no code sees a spreadsheet. Units stand in the canonical order of their ids (digits compare as
//! numbers), so that nothing downstream depends on the order of rows in a file; the file's order is kept in
//! [`crate::panel::Panel::file_order`].

pub mod arm_words;
mod build;
mod cells;
mod doubtful;
mod event_cells;
mod events;
mod gather;
mod idle;
mod indicators;
mod intern;
mod mentions;
mod placing;
pub mod profile;
mod rows;
mod shape;
mod spelling;
mod ties;
mod variables;

pub use build::{tidy, tidy_as_far, tidy_decided};
pub use rows::by_person::Decided;
pub use rows::headings::names_of;
pub use rows::losses::is_no_data;
pub use rows::taken_as::{by_fiscal_year, may_mean_years};
pub use rows::wide::years_of_headings;
