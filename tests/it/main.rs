//! One test binary with modules.

mod before_after;
mod chart_samples;
mod charts;
mod layers;
mod plan;
mod report;
mod report_bundle;
mod sensitivity;
mod special;
mod study;
mod text;
