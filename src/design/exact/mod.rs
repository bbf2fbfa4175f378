//! Exact matching: units are compared within strata of equal values.

mod card;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::panel::{Blind, VarRef, VariableColumn};
use crate::phrase;
use crate::text::r::{column, vector};
use crate::text::{Arg, Phrase};

use super::candidates;
use super::matching::{self, Idle, LossReason, Matching, Partition, losses, words};
use super::{Ask, Comparison, Design, Estimand, InR, Kind, Needs};

/// Compares those who took part with those who have the same value in every covariate.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Exact {
    /// Further variables that must be equal, beside the covariates.
    pub also: Vec<String>,
}

impl Exact {
    /// Name in study files.
    pub const NAME: &'static str = "exact";
}

impl Design for Exact {
    fn kind(&self) -> Kind {
        Kind::Matched
    }

    fn needs(&self) -> Needs {
        Needs {
            covariates: true,
            estimators: &["difference", "regression"],
            sensitivity: &["e-value", "robustness-value"],
        }
    }

    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        let also: Vec<VarRef> = self.also.iter().map(|name| VarRef::parse(name)).collect();
        let candidates = candidates::collect(blind, ask, &also, sink)?;
        let columns: Vec<&VariableColumn> = candidates.covariates.iter().chain(&candidates.further).collect();
        let of_unit = candidates::strata(&columns);
        let sets = Partition::of_strata(&of_unit, &candidates.treated);
        if sets.sets.is_empty() {
            return Err(sink.halt(no_equal(&columns, ask)));
        }
        let unmatched = losses::alone(&candidates, &sets, LossReason::NoEqual);
        let matching = Matching {
            candidates: &candidates,
            population: words::equal(words::Reached::of(&candidates, &sets, ask.estimand)),
            notes: notes(&columns, &of_unit, &sets),
            sets,
            scores: None,
            unmatched,
            idle: Idle::NoEqual,
        };
        Ok(matching.comparison(ask, blind))
    }

    fn in_r(&self) -> InR {
        let also: Vec<String> = self.also.iter().map(|name| column(name)).collect();
        let options = format!("also = {}", vector(&also));
        InR::Comparison {
            function: "equal",
            source: include_str!("exact.R"),
            options,
            matchit: r#"method = "exact""#.into(),
        }
    }

    fn estimands(&self) -> &'static [Estimand] {
        &Estimand::ASKED
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        self.also.iter().map(|name| ("also", name.clone())).collect()
    }

    fn rename(&mut self, name: &dyn Fn(&str) -> String) {
        self.also.iter_mut().for_each(|known| *known = name(known));
    }

    fn within(&mut self, by: &VarRef) -> bool {
        matching::push_once(&mut self.also, by.to_string());
        true
    }
}

fn no_equal(columns: &[&VariableColumn], ask: &Ask) -> Diagnostic {
    let message = phrase!(
        "None of those who took part has an equal among those who did not, with the same {variables}",
        variables = labels(columns)
    );
    let hint = phrase!("Compare on fewer variables, or make bands of numbers with a formula");
    Diagnostic::error("no-matches", message).at(ask.place.clone()).hint(hint)
}

fn labels(columns: &[&VariableColumn]) -> Arg {
    Arg::List(columns.iter().map(|column| Arg::from(&column.label)).collect())
}

fn notes(columns: &[&VariableColumn], of_unit: &[u32], sets: &Partition) -> Vec<Phrase> {
    vec![
        phrase!("Units are compared with those that have the same {variables}", variables = labels(columns)),
        phrase!(
            "Of {all} {all?combination|combinations} of values, {n} {n?has|have} units of both groups; only these are used",
            all = of_unit.iter().max().map_or(0, |last| *last as usize + 1),
            n = sets.sets.len()
        ),
    ]
}
