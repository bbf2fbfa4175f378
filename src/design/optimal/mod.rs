//! Optimal pair matching: each treated unit with its own comparison units, so that all distances together are smallest.

mod card;

use std::num::NonZeroUsize;

use crate::card::Card;
use crate::diag::{Diagnostic, Halt, Sink};
use crate::panel::{Blind, Panel, VarRef};
use crate::phrase;
use crate::text::Phrase;
use crate::text::r::{column, logical, vector};

use super::candidates::{self, Candidates};
use super::matching::calipers::{self, Caliper, CaliperUnit, Calipers};
use super::matching::least::{Field, Found, Ground, Shape};
use super::matching::score::Distance;
use super::matching::{self, Idle, Matching, words};
use super::{Ask, Comparison, Design, Estimand, InR, Kind, Needs};

/// Matches each treated unit with comparison units of its own so that the distances add up to the smallest sum.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Optimal {
    /// What distances are measured on.
    pub distance: Distance,
    /// Comparison units for each treated unit.
    pub ratio: NonZeroUsize,
    /// The largest distance at which a comparison unit still counts as similar: a number for the score, or a table with a number for
    /// each variable (`score` for the score).
    pub caliper: Option<Caliper>,
    /// What calipers are counted in.
    pub unit: CaliperUnit,
    /// Variables that must be equal within a match.
    pub exact: Vec<String>,
}

impl Default for Optimal {
    fn default() -> Optimal {
        Optimal {
            distance: Distance::default(),
            ratio: NonZeroUsize::MIN,
            caliper: None,
            unit: CaliperUnit::default(),
            exact: Vec::new(),
        }
    }
}

impl Optimal {
    /// Name in study files.
    pub const NAME: &'static str = "optimal";

    fn exact(&self) -> Vec<VarRef> {
        self.exact.iter().map(|name| VarRef::parse(name)).collect()
    }
}

impl Design for Optimal {
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

    fn estimands(&self) -> &'static [Estimand] {
        &matching::OF_ONE_SIDE
    }

    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        matching::one_side_only(ask, || phrase!("Optimal pairs answer for one of the two groups, not for all"), sink)?;
        let exact = self.exact();
        let also = calipers::beside(&exact, self.caliper.as_ref());
        let candidates = candidates::collect(blind, ask, &also, sink)?;
        words::few_to_choose(&candidates, self.ratio.get(), ask, sink);
        let ground = Ground::of(self.distance, &candidates, ask, sink)?;
        let calipers =
            calipers::resolve(self.caliper.as_ref(), self.unit, ground.score(), &candidates.further, ask, sink)?;
        let stratum = matching::strata(&exact, &candidates.further);
        let treated = &candidates.treated;
        // Those whose average is asked for choose.
        let turned = ask.estimand == Estimand::Atc;
        let chooses: Vec<bool> = treated.iter().map(|&treated| treated != turned).collect();
        let field = Field { ground: &ground, treated: &chooses, stratum: stratum.as_deref(), calipers: &calipers };
        let shape = Shape::Pairs(self.ratio.get() as u32);
        let mut found = field.sets(shape);
        if found.sets.is_empty() {
            return Err(sink.halt(words::no_matches(ask, self.names().into_iter().map(|(_, name)| name).collect())));
        }
        let sets = Found::partition(std::mem::take(&mut found.sets), shape);
        let shortfall = words::shortfall(&sets, self.ratio.get()).filter(|_| !turned);
        let sets = if turned { sets.turned() } else { sets };
        let matching = Matching {
            candidates: &candidates,
            population: words::similar(words::Reached::of(&candidates, &sets, ask.estimand)),
            notes: self.notes(&found, &calipers, &candidates, shortfall, turned),
            sets,
            scores: ground.into_scores(),
            unmatched: found.unmatched,
            idle: Idle::not_chosen(ask.estimand),
        };
        Ok(matching.comparison(ask, blind))
    }

    fn in_r(&self) -> InR {
        let exact: Vec<String> = self.exact.iter().map(|name| column(name)).collect();
        let ratio = self.ratio;
        let equal = if exact.is_empty() { String::new() } else { format!(", exact = formula_of({})", vector(&exact)) };
        InR::Comparison {
            function: "least",
            source: include_str!("../full/least.R"),
            options: format!(
                "by_set = TRUE, score = {}, optimal = TRUE, ratio = {ratio}, limited = {}, exact = {}",
                logical(self.distance != Distance::Mahalanobis),
                logical(self.caliper.is_some()),
                vector(&exact)
            ),
            matchit: format!("method = \"optimal\", {}, ratio = {ratio}{equal}", self.distance.in_matchit()),
        }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        let exact = self.exact.iter().map(|name| ("exact", name.clone()));
        exact.chain(calipers::names(self.caliper.as_ref()).into_iter().map(|name| ("caliper", name))).collect()
    }

    fn rename(&mut self, name: &dyn Fn(&str) -> String) {
        self.exact.iter_mut().for_each(|known| *known = name(known));
        calipers::rename(self.caliper.as_mut(), name);
    }

    fn check(&self, panel: &Panel) -> Vec<(&'static str, Diagnostic)> {
        calipers::check_with(self.distance, self.caliper.as_ref(), panel)
    }

    fn card(&self, card: Card) -> Card {
        if self.distance == Distance::Mahalanobis { Optimal::mahalanobis_card() } else { card }
    }

    fn within(&mut self, by: &VarRef) -> bool {
        matching::push_once(&mut self.exact, by.to_string());
        true
    }
}

impl Optimal {
    fn notes(
        &self,
        found: &Found,
        calipers: &Calipers,
        candidates: &Candidates,
        shortfall: Option<Phrase>,
        turned: bool,
    ) -> Vec<Phrase> {
        let what = match turned {
            true => phrase!(
                "Each of those who did not take part is matched with {n} who did, each serving once, by {score}, so that all distances together are smallest",
                n = self.ratio.get(),
                score = self.distance.said()
            ),
            false => phrase!(
                "Each treated unit is matched with {n} comparison {n?unit|units} of its own, by {score}, so that all distances together are smallest",
                n = self.ratio.get(),
                score = self.distance.said()
            ),
        };
        let mut notes = vec![what, found.note()];
        notes.extend(calipers.notes.iter().cloned());
        notes.extend(words::exact(&self.exact(), candidates));
        notes.extend(shortfall);
        notes
    }
}
