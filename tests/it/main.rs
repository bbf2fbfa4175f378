//! One test binary with modules.

mod excel;
mod sample_bundle;
