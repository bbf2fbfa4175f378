//! The NSW sample of the reference folder, and readers of its JSON.

use std::fs;
use std::path::Path;

use ndarray::Array2;
use serde_json::Value;

/// A file of `tests/reference`.
pub fn reference(path: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference").join(path);
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// Numbers of a JSON list or of the values of an object, in order.
pub fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().map(|item| item.as_f64().unwrap()).collect(),
        Value::Object(items) => items.values().map(|item| item.as_f64().unwrap()).collect(),
        other => panic!("no numbers: {other}"),
    }
}

/// A column of a reference matrix by name.
pub fn matrix_column(matrix: &Value, name: &str) -> Vec<f64> {
    let at = matrix["cols"].as_array().unwrap().iter().position(|col| col == name).unwrap();
    matrix["data"].as_array().unwrap().iter().map(|row| row[at].as_f64().unwrap()).collect()
}

/// The rows of a reference matrix.
pub fn matrix(matrix: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = matrix["data"].as_array().unwrap().iter().map(numbers).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, k)| rows[i][k])
}

/// The sample: 185 treated and 429 comparison men.
pub struct Nsw {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Nsw {
    /// Reads it.
    pub fn read() -> Nsw {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/nearest/input.csv");
        let mut reader = csv::Reader::from_path(file).unwrap();
        let header = reader.headers().unwrap().iter().map(String::from).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(String::from).collect()).collect();
        Nsw { header, rows }
    }

    fn words(&self, name: &str) -> Vec<&str> {
        let at = self.header.iter().position(|head| head == name).unwrap();
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// A term of a model: `(Intercept)`, a column, or column and level as R writes it (`racehispan`).
    pub fn term(&self, name: &str) -> Vec<f64> {
        if name == "(Intercept)" {
            return vec![1.0; self.rows.len()];
        }
        match name.strip_prefix("race") {
            Some(level) => self.words("race").iter().map(|race| f64::from(u8::from(*race == level))).collect(),
            None => self.words(name).iter().map(|number| number.parse().unwrap()).collect(),
        }
    }

    /// A model matrix.
    pub fn model(&self, terms: &[&str]) -> Array2<f64> {
        let columns: Vec<Vec<f64>> = terms.iter().map(|term| self.term(term)).collect();
        Array2::from_shape_fn((self.rows.len(), terms.len()), |(i, k)| columns[k][i])
    }
}

/// The terms of R's `age + educ + race + married + nodegree + re74 + re75`.
pub const COVARIATES: [&str; 8] = ["age", "educ", "racehispan", "racewhite", "married", "nodegree", "re74", "re75"];

/// Largest difference relative to the reference.
pub fn furthest(ours: &[f64], theirs: &[f64]) -> f64 {
    assert_eq!(ours.len(), theirs.len());
    ours.iter().zip(theirs).fold(0.0, |far, (a, b)| f64::max(far, (a - b).abs() / b.abs().max(f64::MIN_POSITIVE)))
}
