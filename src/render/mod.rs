//! Bundle → files. Reads a [`crate::findings::Bundle`] and nothing else.

pub mod chart;
pub mod data;
pub mod excel;
pub mod fill;
pub mod folder;
pub mod json;
pub mod report;
pub mod script;
pub mod store;
pub mod word;

mod columns;
mod names;
mod outputs;
mod same_zip;
mod stata;
mod stored;
mod tidy;
mod xml;

pub use outputs::{PUBLIC, Progress, STEPS, Tell, files, filled, filled_names, report_name, workbook_name};
pub use stored::load;
