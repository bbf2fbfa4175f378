//! One test binary with modules.

mod bad_input;
mod before_after;
mod chart_samples;
mod charts;
mod command;
mod draft;
mod excel;
mod ingest;
mod layers;
mod linear;
mod logit;
mod nearest;
mod nsw;
mod parity;
mod plan;
mod report;
mod report_bundle;
mod sample_bundle;
mod sandwich;
mod sensitivity;
mod shuffle;
mod special;
mod study;
mod study_runs;
mod text;
