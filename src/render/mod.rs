//! Bundle → files.

/// Data by unit, for other programs: CSV, parquet, codebook.
pub mod data;
/// The report: one HTML file.
pub mod report;
/// The script that recomputes the findings in R.
pub mod script;
/// The stored form of a bundle.
pub mod store;
