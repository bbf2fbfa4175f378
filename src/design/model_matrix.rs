//! Variables as columns of numbers: with a base level for models, with all levels for balance.

use ndarray::Array2;

use crate::panel::{Data, VariableColumn};
use crate::text::Words;

/// A column of numbers made from a variable.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelColumn {
    /// Stable key: `age`, `income@2021`, `race=black`.
    pub key: String,
    /// How outputs call the variable.
    pub label: Words,
    /// Level of a category.
    pub level: Option<String>,
    /// Whether its values are shares of 1, which people read in percent.
    pub share: bool,
    /// One value for each unit; NaN is missing.
    pub values: Vec<f64>,
}

/// A model matrix without intercept, rows × p, and the names of its columns.
#[derive(Clone, Debug)]
pub struct ModelMatrix {
    /// Rows are units.
    pub x: Array2<f64>,
    /// `age`, `race=hispan`.
    pub names: Vec<String>,
}

/// Numbers as they are; a category as one column for each level but the first (R's treatment contrasts).
pub fn model_matrix(columns: &[VariableColumn]) -> ModelMatrix {
    let terms: Vec<ModelColumn> = columns.iter().flat_map(|column| terms(column, 1)).collect();
    let rows = columns.first().map_or(0, |column| column.data.len());
    let x = Array2::from_shape_fn((rows, terms.len()), |(row, col)| terms[col].values[row]);
    ModelMatrix { x, names: terms.into_iter().map(|term| term.key).collect() }
}

/// Numbers as they are; a category as one column for each level. Of two levels the first is left out: it says the same.
pub fn all_levels(columns: &[VariableColumn]) -> Vec<ModelColumn> {
    let skipped = |data: &Data| matches!(data, Data::Category { levels, .. } if levels.len() == 2);
    columns.iter().flat_map(|column| terms(column, usize::from(skipped(&column.data)))).collect()
}

/// The key of the score among the terms of a comparison.
pub const SCORE_TERM: &str = "distance";

/// The key of a variable, which is never that of the score.
fn key(column: &VariableColumn) -> String {
    let name = column.var.to_string();
    if name.trim_end_matches('_') == SCORE_TERM { name + "_" } else { name }
}

fn terms(column: &VariableColumn, first_level: usize) -> Vec<ModelColumn> {
    let key = key(column);
    match &column.data {
        Data::Number(values) => {
            vec![ModelColumn { key, label: column.title(), level: None, share: column.share, values: values.to_vec() }]
        }
        Data::Category { levels, codes } => levels
            .iter()
            .enumerate()
            .skip(first_level)
            .map(|(at, level)| indicator(column, &key, at, level, codes))
            .collect(),
    }
}

fn indicator(column: &VariableColumn, key: &str, at: usize, level: &str, codes: &[u32]) -> ModelColumn {
    let value = |&code: &u32| if code == u32::MAX { f64::NAN } else { f64::from(code as usize == at) };
    ModelColumn {
        key: format!("{key}={level}"),
        label: column.title(),
        level: Some(level.to_string()),
        share: false,
        values: codes.iter().map(value).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::VarRef;

    fn column(name: &str, data: Data) -> VariableColumn {
        VariableColumn {
            var: VarRef::parse(name),
            label: Words::plain(name),
            unit: Words::default(),
            when: None,
            share: false,
            data,
        }
    }

    #[test]
    fn the_first_level_is_the_base_of_a_model_and_shown_in_balance() {
        let levels = ["black", "hispan", "white"].map(String::from).to_vec();
        let race = column("race", Data::Category { levels: levels.into(), codes: [0, 2, 1].into() });
        let age = column("age@2021", Data::Number([30.0, 40.0, f64::NAN].into()));
        let matrix = model_matrix(&[age.clone(), race.clone()]);
        assert_eq!(matrix.names, ["age@2021", "race=hispan", "race=white"]);
        assert_eq!(matrix.x.row(1).to_vec(), [40.0, 0.0, 1.0]);
        let keys: Vec<String> = all_levels(&[age, race]).into_iter().map(|term| term.key).collect();
        assert_eq!(keys, ["age@2021", "race=black", "race=hispan", "race=white"]);
    }

    #[test]
    fn two_levels_say_one_thing() {
        let sex =
            column("sex", Data::Category { levels: ["f", "m"].map(String::from).into(), codes: [1, u32::MAX].into() });
        let terms = all_levels(&[sex]);
        assert_eq!(terms.len(), 1);
        assert_eq!(terms[0].level.as_deref(), Some("m"));
        assert!(terms[0].values[0] == 1.0 && terms[0].values[1].is_nan());
    }
}
