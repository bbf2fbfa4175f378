//! One test binary with modules.

mod report;
mod report_bundle;
