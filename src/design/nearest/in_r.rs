//! The options as R's script takes them.

use serde::Serialize;

use crate::design::matching::calipers::{self, CaliperUnit};
use crate::text::r::{column, logical, quoted, vector};

use super::options::Nearest;

/// Entries of a list of R.
pub fn options(method: &Nearest) -> String {
    let exact: Vec<String> = method.exact.iter().map(|name| column(name)).collect();
    let complete = if method.complete { ", complete = TRUE" } else { "" };
    format!(
        "distance = {}, ratio = {}{complete}, replace = {}, order = {}, ties = {},\n  exact = {}, caliper = {}, unit = {}",
        word(&method.distance),
        method.ratio,
        logical(method.replace),
        word(&method.order),
        word(&method.ties),
        vector(&exact),
        calipers::in_r(method.caliper.as_ref()),
        word(&method.unit)
    )
}

/// Arguments of MatchIt's `matchit`.
pub fn matchit(method: &Nearest) -> String {
    let distance = method.distance.in_matchit();
    let order = if method.replace { String::new() } else { format!(", m.order = {}", word(&method.order)) };
    let exact: Vec<String> = method.exact.iter().map(|name| column(name)).collect();
    let exact = if exact.is_empty() { String::new() } else { format!(", exact = formula_of({})", vector(&exact)) };
    let caliper = match &method.caliper {
        Some(caliper) => {
            let sd = logical(method.unit == CaliperUnit::Sd);
            format!(", caliper = {}, std.caliper = {sd}", calipers::of_matchit(caliper))
        }
        None => String::new(),
    };
    format!(
        "method = \"nearest\", {distance}, ratio = {}, replace = {}{order}{exact}{caliper}",
        method.ratio,
        logical(method.replace)
    )
}

/// A choice by its name in study files.
fn word(choice: &impl Serialize) -> String {
    let name = serde_json::to_value(choice).ok();
    quoted(name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default())
}
