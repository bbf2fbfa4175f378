use crate::diag::Sink;

use super::Study;

/// Rules that need no data: ids unique, sources and variables named consistently, baselines of outcomes only.
pub fn check(_study: &Study, _sink: &mut Sink) {}
