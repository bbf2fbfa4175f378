//! Doses: units that received more beside units that received less.

mod card;
mod density;
mod options;
mod tables;
mod usable;

use crate::card::Card;
use crate::diag::{Diagnostic, Halt, Sink};
use crate::panel::{Blind, FlowStep, Panel, VarRef, VariableColumn};
use crate::phrase;
use crate::text::Phrase;
use crate::text::r::{column as r_column, logical, number, quoted};

pub use options::Dose;
use options::{Law, Model};

use super::before_after::received;
use super::candidates::{self, Complete};
use super::{Arm, Ask, Comparison, Design, InR, Kind, Needs, Weights};

impl Dose {
    /// Name in study files.
    pub const NAME: &'static str = "dose";

    /// Its card.
    pub fn card() -> Card {
        card::card(Dose::NAME, Model::Linear)
    }

    fn weights(&self, dose: &[f64], found: &Complete, ask: &Ask, sink: &mut Sink) -> Result<Weighting, Halt> {
        if self.model == Model::Linear {
            let values = vec![1.0; dose.len()];
            return Ok(Weighting { weights: Weights { values, origin: super::WeightOrigin::Fixed }, modelled: None });
        }
        let modelled = density::scale(dose, self.law);
        match density::weights(&modelled, &found.covariates) {
            Ok(weights) => Ok(Weighting { weights, modelled: Some(modelled) }),
            Err(why) => Err(sink.halt(Diagnostic::error("dose", why).at(ask.place.clone()))),
        }
    }
}

/// Weights, and the dose on the scale on which it was modelled.
struct Weighting {
    weights: Weights,
    modelled: Option<Vec<f64>>,
}

impl Design for Dose {
    fn kind(&self) -> Kind {
        Kind::Doses
    }

    fn needs(&self) -> Needs {
        Needs { covariates: self.model == Model::Gps, estimators: &["dose-response"], ..Needs::default() }
    }

    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        let (rows, aside) = received(blind, ask, sink)?;
        let among = blind.with_rows(rows);
        let found = candidates::complete(&among, ask, &[VarRef::parse(&self.of)], sink)?;
        let column = &found.further[0];
        let dose = usable::values(column, self, ask, sink)?;
        if !found.covariates.is_empty() {
            usable::say_collinear(&found.covariates, ask, sink);
        }
        let weighting = self.weights(&dose, &found, ask, sink)?;
        let tables = tables::Tables { ask, column, dose: &dose, weight: &weighting.weights.values };
        let balance = weighting.modelled.as_ref().map(|modelled| tables.balance(modelled, &found.covariates));
        let mut notes = self.notes(column, &dose, &found.covariates);
        notes.extend(weighting.modelled.iter().map(|_| tables.effective()));
        notes.extend(balance.iter().flat_map(|(_, table)| tables::left(table)));
        let n = dose.len();
        let curve = usable::curve(self, &dose, ask, sink);
        let received = super::Doses {
            values: dose.clone(),
            label: column.label.clone(),
            unit: column.unit.clone(),
            per: self.per,
            curve,
        };
        let mut all = vec![tables.doses()];
        let figures = balance.iter().map(|(figure, _)| figure.clone()).collect();
        all.extend(balance.map(|(_, table)| table));
        let lost = aside.into_iter().chain(found.lost).collect();
        let flow = FlowStep {
            key: "complete".into(),
            stage: phrase!("Dose and characteristics known"),
            remaining: n,
            treated: Some(n),
            comparison: Some(0),
            lost,
        };
        let population =
            phrase!("all units whose dose is known, those who received more beside those who received less");
        Ok(Comparison {
            estimand: super::Estimand::None,
            weights: weighting.weights,
            dose: Some(received),
            flow: vec![flow],
            notes,
            tables: all,
            figures,
            ..Comparison::plain(self.kind(), population, found.units, vec![Arm::Treated; n])
        })
    }

    fn in_r(&self) -> InR {
        let (dose, per) = (quoted(&r_column(&self.of)), number(self.per));
        let (gps, log) = (self.model == Model::Gps, self.law == Law::LogNormal);
        InR::Outcomes {
            function: "doses",
            source: include_str!("dose.R"),
            options: format!("dose = {dose}, per = {per}, gps = {}, log = {}", logical(gps), logical(log)),
            analysis: match self.model {
                Model::Linear => format!(
                    "summary(lm(change ~ ., data = data.frame(change = after - before, dose = q[[{dose}]] / {per}, covariates)))"
                ),
                Model::Gps => by_weights(&dose, &per, log),
            },
        }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        if self.of.is_empty() { Vec::new() } else { vec![("of", self.of.clone())] }
    }

    fn rename(&mut self, name: &dyn Fn(&str) -> String) {
        if !self.of.is_empty() {
            self.of = name(&self.of);
        }
    }

    fn check(&self, _panel: &Panel) -> Vec<(&'static str, Diagnostic)> {
        usable::options(self)
    }

    fn card(&self, _card: Card) -> Card {
        card::card(Dose::NAME, self.model)
    }
}

/// As an analyst writes it.
fn by_weights(dose: &str, per: &str, log: bool) -> String {
    let scale = if log { "log(dose[known])" } else { "dose[known]" };
    format!(
        "{{
  dose <- q[[{dose}]]
  known <- complete.cases(dose, covariates)
  t <- {scale}
  r <- residuals(lm(t ~ ., data = covariates[known, , drop = FALSE]))
  root <- function(v) sqrt(mean(v^2))
  w <- dnorm(t - mean(t), sd = root(t - mean(t))) / dnorm(r, sd = root(r))
  own <- data.frame(change = after - before, dose = dose / {per}, covariates)[known, ]
  summary(lm(change ~ ., data = own, weights = w))
}}"
    )
}

impl Dose {
    fn notes(&self, column: &VariableColumn, dose: &[f64], covariates: &[VariableColumn]) -> Vec<Phrase> {
        let none = dose.iter().filter(|dose| **dose == 0.0).count();
        let mut notes = vec![phrase!(
            "Who receives more usually differs from who receives less: what goes with the dose is not yet its effect"
        )];
        if none > 0 {
            notes.push(phrase!(
                "Some received none of {dose} and stand at 0; whether the first step does as much as a later one is told by the curve only",
                dose = &column.label
            ));
        }
        if covariates.is_empty() {
            notes.push(phrase!("Nothing is made up for: no covariate is named"));
        }
        notes
    }
}
