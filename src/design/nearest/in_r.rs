//! The options as R's script takes them.

use serde::Serialize;

use crate::design::matching::calipers;
use crate::text::r::{column, logical, quoted, vector};

use super::options::Nearest;

/// Entries of a list of R.
pub fn options(method: &Nearest) -> String {
    let exact: Vec<String> = method.exact.iter().map(|name| column(name)).collect();
    format!(
        "distance = {}, ratio = {}, replace = {}, order = {}, ties = {},\n  exact = {}, caliper = {}, unit = {}",
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

/// A choice by its name in study files.
fn word(choice: &impl Serialize) -> String {
    let name = serde_json::to_value(choice).ok();
    quoted(name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default())
}
