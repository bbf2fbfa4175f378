//! What is balanced: covariates, their powers and products, centred and scaled.

use ndarray::Array2;

use crate::design::model_matrix::{ModelColumn, all_levels};
use crate::math::sums::sum;
use crate::panel::VariableColumn;
use crate::text::Words;

use super::options::Entropy;

/// A column whose weighted average must meet that of the target.
#[derive(Clone, Debug)]
pub struct Condition {
    /// What it is called; of a product both.
    pub title: Words,
    /// Which covariate it is of; of a product the second.
    pub of: String,
    /// Standardised values, one for each candidate.
    pub values: Vec<f64>,
    /// Whether it is a covariate as it is, neither a level nor a power nor a product.
    pub plain: bool,
    /// Whether it has the values 0 and 1 only.
    pub binary: bool,
}

impl Condition {
    fn new(column: &ModelColumn) -> Condition {
        let variable = column.key.len() - column.level.as_ref().map_or(0, |level| level.len() + 1);
        Condition {
            title: crate::design::titled(&column.label, column.level.as_deref()),
            of: column.key[..variable].to_string(),
            plain: column.level.is_none(),
            binary: column.values.iter().all(|&x| x == 0.0 || x == 1.0),
            values: standardised(&column.values),
        }
    }

    fn times(&self, other: &Condition) -> Condition {
        let product: Vec<f64> = self.values.iter().zip(&other.values).map(|(a, b)| a * b).collect();
        let mark = |(lang, title): (&String, &String)| {
            let second = other.title.0.get(lang).map_or("", String::as_str);
            (lang.clone(), if title == second { format!("{title}²") } else { format!("{title} × {second}") })
        };
        Condition {
            title: Words(self.title.0.iter().map(mark).collect()),
            of: other.of.clone(),
            plain: false,
            binary: false,
            values: standardised(&product),
        }
    }

    fn power(&self, power: i32) -> Condition {
        let mark = |(lang, title): (&String, &String)| {
            (lang.clone(), format!("{title}{}", if power == 2 { "²" } else { "³" }))
        };
        let raised: Vec<f64> = self.values.iter().map(|x| x.powi(power)).collect();
        let title = Words(self.title.0.iter().map(mark).collect());
        Condition { title, of: self.of.clone(), plain: false, binary: false, values: standardised(&raised) }
    }
}

/// Less the mean, over the standard deviation; as they are where they do not vary.
fn standardised(values: &[f64]) -> Vec<f64> {
    let n = values.len() as f64;
    let mean = sum(values.iter().copied()) / n;
    let sd = (sum(values.iter().map(|x| (x - mean).powi(2))) / n).sqrt();
    let scale = if sd > 0.0 { sd } else { 1.0 };
    values.iter().map(|x| (x - mean) / scale).collect()
}

/// The conditions that a design sets.
pub fn conditions(method: &Entropy, covariates: &[VariableColumn]) -> Vec<Condition> {
    let plain: Vec<Condition> = all_levels(covariates).iter().map(Condition::new).collect();
    let mut all = plain.clone();
    for power in 2..=i32::from(method.moments) {
        all.extend(plain.iter().filter(|condition| !condition.binary).map(|condition| condition.power(power)));
    }
    if method.interactions {
        for (at, first) in plain.iter().enumerate() {
            let others = plain[at + 1..].iter().filter(|second| second.of != first.of);
            all.extend(others.map(|second| first.times(second)));
        }
    }
    all
}

/// Ones and the conditions, rows × (1 + k).
pub fn with_ones(conditions: &[Condition], rows: usize) -> Array2<f64> {
    Array2::from_shape_fn((rows, conditions.len() + 1), |(row, k)| match k {
        0 => 1.0,
        k => conditions[k - 1].values[row],
    })
}
