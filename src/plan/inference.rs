use serde_json::{Map, Value};

use crate::card::{OptionProblem, options};
use crate::infer::InferOptions;

/// Kinds of standard errors, in study files.
pub const NAMES: &[&str] = &["auto", "hc0", "hc1", "hc2", "hc3", "cluster"];

/// Inference by the name of its standard error; `None` where there is no such kind.
pub fn parse(name: &str, given: &Map<String, Value>) -> Option<Result<InferOptions, Vec<OptionProblem>>> {
    if !NAMES.contains(&name) {
        return None;
    }
    let mut all = given.clone();
    all.insert("method".into(), name.into());
    Some(options(&all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_understood() {
        assert!(NAMES.iter().all(|name| matches!(parse(name, &Map::new()), Some(Ok(_)))));
        assert!(parse("hc9", &Map::new()).is_none());
    }
}
