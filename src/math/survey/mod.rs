//! Surveys: estimates by their design, tables, several answers of the same persons, raking, reliability of scales.

mod design;
mod paired;
mod raking;
mod reliability;
mod tables;

pub use design::{Design, ShareEstimate, design_effect, icc, kish};
pub use paired::{Hotelling, PairedAnswers, hotelling};
pub use raking::{RakeError, calibrated_error, rake};
pub use reliability::{Alpha, alpha, omega};
pub use tables::{CellsFrom, RaoScott, corrected_v, goodman, kruskal, pearson_table, rao_scott};
