//! One test binary with modules.
mod plan;
mod study;
