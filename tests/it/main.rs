//! One test binary with modules.

mod before_after;
mod chart_samples;
mod charts;
mod layers;
mod nearest;
mod text;
mod before_after;
mod layers;
mod linear;
mod logit;
mod nsw;
mod sandwich;
mod sensitivity;
mod special;
mod report;
mod report_bundle;
mod plan;
mod report;
mod report_bundle;
mod sensitivity;
mod special;
mod study;
mod text;
