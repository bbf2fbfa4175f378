//! Bundle → files. Reads a [`crate::findings::Bundle`] and nothing else.

/// Figures as SVG and PNG.
pub mod chart;
/// Data by unit, for other programs: CSV, parquet, codebook.
pub mod data;
/// The workbook, one for each language.
pub mod excel;
/// The output folder: written beside its place and swapped in.
pub mod folder;
/// findings.json and manifest.json.
pub mod json;
/// The report: one HTML file.
pub mod report;
/// The script that recomputes the findings in R.
pub mod script;
/// The stored form of a bundle.
pub mod store;

mod outputs;
mod stored;

pub use outputs::{STEPS, files, report_name, workbook_name};
pub use stored::load;
