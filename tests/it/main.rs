//! One test binary with modules.

mod chart_samples;
mod charts;
mod layers;
mod text;
