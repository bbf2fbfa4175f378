//! The options as R's script takes them.

use serde::Serialize;

use crate::text::r::{column, logical, number, quoted, vector};

use super::options::{Caliper, Nearest};

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
        calipers(method.caliper.as_ref()),
        word(&method.unit)
    )
}

/// A choice by its name in study files.
fn word(choice: &impl Serialize) -> String {
    let name = serde_json::to_value(choice).ok();
    quoted(name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default())
}

/// `c(score = 0.2, age = 5)`: a plain number is a caliper on the score.
fn calipers(caliper: Option<&Caliper>) -> String {
    let entry = |name: &str, width: f64| format!("{} = {}", quoted(name), number(width));
    match caliper {
        Some(Caliper::Each(table)) => {
            let entries = table.iter().map(|(name, width)| entry(&column(name), *width));
            format!("c({})", entries.collect::<Vec<_>>().join(", "))
        }
        Some(Caliper::Score(width)) => format!("c({})", entry("score", *width)),
        None => "c()".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calipers_are_named_numbers() {
        let each = Caliper::Each([("age".to_string(), 5.0), ("score".to_string(), 0.1)].into());
        assert_eq!(calipers(Some(&Caliper::Score(0.2))), r#"c("score" = 0.2)"#);
        assert_eq!(calipers(Some(&each)), r#"c("age" = 5, "score" = 0.1)"#);
        assert_eq!(calipers(None), "c()");
    }
}
