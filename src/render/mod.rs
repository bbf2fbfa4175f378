//! Bundle → files. Reads a [`crate::findings::Bundle`] and nothing else.

/// The output folder: written beside its place and swapped in.
pub mod folder;

/// Figures as SVG and PNG.
pub mod chart;
//! Bundle → files.

/// Data by unit, for other programs: CSV, parquet, codebook.
pub mod data;
/// The report: one HTML file.
pub mod report;
/// The script that recomputes the findings in R.
pub mod script;
/// The stored form of a bundle.
pub mod store;
pub mod excel;
