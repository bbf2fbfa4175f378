//! Which blank variables keep a formula from having values.

use crate::diag::Diagnostic;
use crate::panel::{Content, Data, Panel, VarRef};
use crate::phrase;
use crate::study::Variable;
use crate::study::keys::toml_key;

/// A share of the rows below which blanks are a few missing answers.
const MANY: f64 = 0.2;

/// Rows in which something of a formula is known, those of them without a value, and the one variable that is lacking there.
#[derive(Default)]
pub(super) struct Blanks {
    known: usize,
    without: usize,
    lacking: Vec<(String, usize)>,
}

impl Blanks {
    /// Counts the rows of one period.
    pub fn add(&mut self, panel: &Panel, made: &Data, ingredients: &[VarRef]) {
        let of = |var: &VarRef| Some((var.name.clone(), panel.numbers(var)?));
        let columns: Vec<(String, &[f64])> = ingredients.iter().filter_map(of).collect();
        for unit in 0..panel.units.len() {
            let mut blank = columns.iter().filter(|(_, values)| values[unit].is_nan());
            let (first, others) = (blank.next(), blank.count());
            if first.is_some() && others + 1 == columns.len() {
                continue;
            }
            self.known += 1;
            if made.is_missing(unit) {
                self.without += 1;
                first.filter(|_| others == 0).into_iter().for_each(|(name, _)| self.count(name));
            }
        }
    }

    fn count(&mut self, name: &str) {
        match self.lacking.iter_mut().find(|(known, _)| known == name) {
            Some((_, n)) => *n += 1,
            None => self.lacking.push((name.to_string(), 1)),
        }
    }

    /// Says which variable it is, where many rows have no value for its sake alone, and asks whether a blank cell means 0.
    pub fn report(&self, variable: &Variable, panel: &Panel) -> Option<Diagnostic> {
        let (name, n) = self.lacking.iter().max_by_key(|(_, n)| *n)?;
        let number = panel.variables.get(name).is_some_and(|info| info.content == Content::Number);
        if !number || (*n as f64) < MANY * self.known as f64 {
            return None;
        }
        let message = phrase!(
            "`{variable}` has no value in {without} of {known} rows, {n} of them only because `{name}` is blank there",
            variable = &variable.name.value,
            without = self.without,
            known = self.known,
            n = *n,
            name = name.as_str()
        );
        let hint = phrase!(
            "Where a blank cell of `{name}` means 0, write below [variables.{key}] the line {line}; where it is not known, all is well",
            name = name.as_str(),
            key = toml_key(name),
            line = "blank_is = 0"
        );
        let place = variable.formula.as_ref().map_or(&variable.name.place, |formula| &formula.place);
        Some(Diagnostic::warning("blank-amounts", message).hint(hint).at(place.clone()))
    }
}
