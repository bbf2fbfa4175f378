//! Exact matching: units are compared within strata of equal values.

mod card;

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::panel::{Blind, Column, FlowStep, Lost, VarRef};
use crate::phrase;
use crate::text::r::{column, vector};
use crate::text::{Arg, Phrase};

use super::balance::balance;
use super::candidates::{self, Candidates};
use super::model_matrix::all_levels;
use super::{Arm, Ask, Comparison, Design, Estimand, InR, Kind, Needs, WeightOrigin, Weights, tables};

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
        if ask.estimand != Estimand::Att {
            let message = phrase!("Exact matching answers for those who took part only");
            let hint = phrase!("Leave the estimand out, or write estimand = \"ATT\"");
            return Err(sink.halt(Diagnostic::error("estimand", message).at(ask.place.clone()).hint(hint)));
        }
        let also: Vec<VarRef> = self.also.iter().map(|name| VarRef::parse(name)).collect();
        let candidates = candidates::collect(blind, ask, &also, sink)?;
        let columns: Vec<&Column> = candidates.covariates.iter().chain(&candidates.further).collect();
        let of_unit = candidates::strata(&columns);
        let strata = Strata::of(&of_unit, &candidates.treated);
        if strata.whole().next().is_none() {
            let variables = Arg::List(columns.iter().map(|column| Arg::from(&column.label)).collect());
            let message = phrase!(
                "Nobody who took part has an equal among those who did not, with the same {variables}",
                variables = variables
            );
            let hint = phrase!("Compare on fewer variables, or make bands of numbers with a formula");
            return Err(sink.halt(Diagnostic::error("no-matches", message).at(ask.place.clone()).hint(hint)));
        }
        Ok(comparison(&candidates, &strata, blind, ask))
    }

    fn in_r(&self) -> InR {
        let also: Vec<String> = self.also.iter().map(|name| column(name)).collect();
        let options = format!("also = {}", vector(&also));
        InR::Comparison { function: "equal", source: include_str!("exact.R"), options }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        self.also.iter().map(|name| ("also", name.clone())).collect()
    }

    fn rename(&mut self, name: &dyn Fn(&str) -> String) {
        self.also.iter_mut().for_each(|known| *known = name(known));
    }

    fn within(&mut self, by: &VarRef) -> bool {
        if !self.also.contains(&by.to_string()) {
            self.also.push(by.to_string());
        }
        true
    }
}

/// The stratum of each candidate, and how many of each side are in each.
struct Strata<'a> {
    of: &'a [u32],
    treated: &'a [bool],
    counts: BTreeMap<u32, (usize, usize)>,
}

impl Strata<'_> {
    fn of<'a>(of: &'a [u32], treated: &'a [bool]) -> Strata<'a> {
        let mut counts: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for (stratum, treated) in of.iter().zip(treated) {
            let (took_part, others) = counts.entry(*stratum).or_default();
            *if *treated { took_part } else { others } += 1;
        }
        Strata { of, treated, counts }
    }

    /// Strata with units of both sides, in order.
    fn whole(&self) -> impl Iterator<Item = u32> {
        self.counts.iter().filter(|(_, (took_part, others))| *took_part > 0 && *others > 0).map(|(stratum, _)| *stratum)
    }

    /// Of those who took part 1; of the others n₁/n₀ of their stratum, then normalised to mean 1 among those used; 0 for a unit
    /// without an equal.
    fn weights(&self) -> Vec<f64> {
        let weight = |i: usize| match (self.treated[i], self.counts[&self.of[i]]) {
            (_, (0, _) | (_, 0)) => 0.0,
            (true, _) => 1.0,
            (false, (took_part, others)) => took_part as f64 / others as f64,
        };
        let mut weights: Vec<f64> = (0..self.of.len()).map(weight).collect();
        let used: Vec<usize> = (0..weights.len()).filter(|&i| !self.treated[i] && weights[i] > 0.0).collect();
        let mean = used.iter().map(|&i| weights[i]).sum::<f64>() / used.len() as f64;
        used.into_iter().for_each(|i| weights[i] /= mean);
        weights
    }

    /// The strata that are used, numbered from 0.
    fn sets(&self) -> Vec<Option<u32>> {
        let number: BTreeMap<u32, u32> = self.whole().zip(0..).collect();
        self.of.iter().map(|stratum| number.get(stratum).copied()).collect()
    }
}

fn comparison(candidates: &Candidates, strata: &Strata<'_>, blind: &Blind, ask: &Ask) -> Comparison {
    let weights = strata.weights();
    let balance = balance(&candidates.treated, &weights, &all_levels(&candidates.covariates));
    let mut flow = candidates.flow.clone();
    flow.push(matched(candidates, &weights, blind));
    let arm = |&treated: &bool| if treated { Arm::Treated } else { Arm::Comparison };
    Comparison {
        kind: Kind::Matched,
        estimand: Estimand::Att,
        population: population(candidates, balance.units_after.0),
        units: candidates.units.clone(),
        arm: candidates.treated.iter().map(arm).collect(),
        sets: Some(strata.sets()),
        by_set: false,
        pairs: Vec::new(),
        scores: None,
        tables: vec![tables::balance_table(&ask.question, &balance), tables::table1(&ask.question, &balance)],
        frames: Vec::new(),
        notes: notes(candidates, strata),
        balance: Some(balance),
        weights: Weights { values: weights, origin: WeightOrigin::Matched },
        flow,
    }
}

fn population(candidates: &Candidates, n: usize) -> Phrase {
    let all = candidates.flow.first().and_then(|step| step.treated).unwrap_or(n);
    if n == all {
        return phrase!("those who took part");
    }
    phrase!("the {n} of {all} who took part and have an equal", n = Arg::units(n), all = Arg::units(all))
}

fn notes(candidates: &Candidates, strata: &Strata<'_>) -> Vec<Phrase> {
    let columns = candidates.covariates.iter().chain(&candidates.further);
    vec![
        phrase!(
            "Units are compared with those that have the same {variables}",
            variables = Arg::List(columns.map(|column| Arg::from(&column.label)).collect())
        ),
        phrase!(
            "Of {all} {all?combination|combinations} of values, {n} {n?has|have} units of both groups; only these are used",
            all = strata.counts.len(),
            n = strata.whole().count()
        ),
    ]
}

/// The step from candidates to matched units.
fn matched(candidates: &Candidates, weights: &[f64], blind: &Blind) -> FlowStep {
    let at = |treated: bool, used: bool| {
        let wanted = move |i: &usize| candidates.treated[*i] == treated && (weights[*i] > 0.0) == used;
        (0..weights.len()).filter(wanted).collect::<Vec<usize>>()
    };
    let lost = |reason: Phrase, at: Vec<usize>, treated: usize| Lost {
        reason,
        count: at.len(),
        treated: Some(treated),
        who: at.iter().map(|&i| blind.units()[candidates.units[i] as usize].clone()).collect(),
    };
    let (alone, idle) = (at(true, false), at(false, false));
    let n = alone.len();
    let losses = [
        lost(phrase!("nobody among the others has the same values"), alone, n),
        lost(phrase!("nobody who took part has the same values"), idle, 0),
    ];
    let (took_part, others) = (at(true, true).len(), at(false, true).len());
    FlowStep {
        key: "matched".into(),
        stage: phrase!("Matched"),
        remaining: took_part + others,
        treated: Some(took_part),
        comparison: Some(others),
        lost: losses.into_iter().filter(|lost| lost.count > 0).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stratum_weighs_as_much_as_those_who_took_part_in_it() {
        let strata = [0, 0, 0, 1, 1, 2, 3];
        let treated = [true, false, false, true, false, true, false];
        let strata = Strata::of(&strata, &treated);
        // Raw 1/2, 1/2 and 1: mean 2/3.
        assert_eq!(strata.weights(), [1.0, 0.75, 0.75, 1.0, 1.5, 0.0, 0.0]);
        assert_eq!(strata.sets(), [Some(0), Some(0), Some(0), Some(1), Some(1), None, None]);
    }
}
