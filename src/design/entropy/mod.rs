//! Entropy balancing: weights that make the averages of both groups equal and stay as near as they can to what they were.

mod card;
mod columns;
mod infeasible;
mod options;
mod solve;

use std::sync::Arc;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::panel::{Blind, Panel, VarRef};
use crate::phrase;
use crate::text::Phrase;
use crate::text::r::{column, logical, quoted};

use super::candidates::{self, Candidates};
use super::weighting::{self, Estimated, Weighting, words};
use super::{Ask, Comparison, Design, Estimand, InR, Kind, Needs};

use solve::Sides;

pub use options::Entropy;

impl Entropy {
    /// Name in study files.
    pub const NAME: &'static str = "entropy";

    fn base(&self) -> Vec<VarRef> {
        self.base.iter().map(|name| VarRef::parse(name)).collect()
    }
}

/// Averages that it has weights for.
const ESTIMANDS: &[Estimand] = &[Estimand::Att, Estimand::Atc, Estimand::Ate];

impl Design for Entropy {
    fn kind(&self) -> Kind {
        Kind::Weighted
    }

    fn needs(&self) -> Needs {
        Needs {
            covariates: true,
            estimators: &["difference", "regression", "aipw", "g-computation"],
            sensitivity: &["e-value", "robustness-value"],
        }
    }

    fn estimands(&self) -> &'static [Estimand] {
        ESTIMANDS
    }

    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        weighting::one_of(ESTIMANDS, ask, sink)?;
        let candidates = candidates::collect(blind, ask, &self.base(), sink)?;
        let base = weighting::base_weights(&candidates, &self.base(), ask, sink)?;
        let conditions = columns::conditions(self, &candidates.covariates);
        let sides = Sides { treated: &candidates.treated, base: &base, estimand: ask.estimand };
        let Some(found) = solve::solve(&sides, &conditions) else {
            return Err(sink.halt(infeasible::named(&sides, &conditions, self, ask)));
        };
        say_collinear(&found.dropped, ask, sink);
        let weighting = Weighting {
            candidates: &candidates,
            weight: found.weight,
            model: Some(Arc::new(Estimated { parts: found.equations, base: base.clone() })),
            scores: None,
            left_out: phrase!("their weight in the data is zero"),
            notes: self.notes(ask, &candidates, found.conditions, found.steps),
        };
        Ok(weighting.comparison(ask, blind))
    }

    fn in_r(&self) -> InR {
        let base = self.base.as_ref().map_or("NULL".into(), |name| quoted(&column(name)));
        let options =
            format!("moments = {}, interactions = {}, base = {base}", self.moments, logical(self.interactions));
        InR::Weights { function: "entropy_weights", source: include_str!("entropy.R"), options }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        self.base.iter().map(|name| ("base", name.clone())).collect()
    }

    fn rename(&mut self, name: &dyn Fn(&str) -> String) {
        self.base.iter_mut().for_each(|known| *known = name(known));
    }

    fn check(&self, panel: &Panel) -> Vec<(&'static str, Diagnostic)> {
        let mut wrong = Vec::new();
        if !(1..=3).contains(&self.moments) {
            let message = phrase!(
                "`{key}` must be a whole number from {low} to {high}",
                key = "moments",
                low = 1u64,
                high = 3u64
            );
            wrong.push(("moments", Diagnostic::error("wrong-option", message)));
        }
        wrong.extend(weighting::wrong_base(self.base.as_deref(), panel).map(|problem| ("base", problem)));
        wrong
    }
}

impl Entropy {
    fn notes(&self, ask: &Ask, candidates: &Candidates, conditions: usize, steps: usize) -> Vec<Phrase> {
        let of = match self.moments {
            1 => phrase!("the averages"),
            2 => phrase!("the averages and the spreads"),
            _ => phrase!("the averages, the spreads and the skewness"),
        };
        let mut notes = vec![
            words::made_like(ask.estimand),
            phrase!(
                "Weights make {of} of the covariates equal ({n} {n?condition|conditions}; met after {steps} {steps?step|steps} of Newton's method)",
                of = of,
                n = conditions,
                steps = steps
            ),
        ];
        if self.interactions {
            notes.push(phrase!("The averages of products of two covariates are made equal, too"));
        }
        notes.extend(weighting::base_note(candidates));
        notes
    }
}

/// A condition that follows from others is met with them.
fn say_collinear(names: &[String], ask: &Ask, sink: &mut Sink) {
    if names.is_empty() {
        return;
    }
    let message = phrase!(
        "{names} {names?follows|follow} from the other covariates and {names?is|are} balanced with them",
        names = names.to_vec()
    );
    let hint = phrase!("Remove covariates that are sums or copies of others");
    sink.push(Diagnostic::warning("collinear", message).at(ask.place.clone()).hint(hint));
}
