//! Bundle → files.

pub mod excel;
