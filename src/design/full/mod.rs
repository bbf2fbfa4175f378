//! Optimal full matching: everybody in a set of one treated unit with several others or one other with several treated, so that all
//! distances together are smallest.

mod card;

use std::num::NonZeroU32;

use crate::card::Card;
use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::assign::Degrees;
use crate::panel::{Blind, Panel, VarRef};
use crate::phrase;
use crate::text::r::{column, logical, number, vector};
use crate::text::{Arg, Phrase};

use super::candidates::{self, Candidates};
use super::matching::calipers::{self, Caliper, CaliperUnit, Calipers};
use super::matching::least::{Field, Found, Ground, Shape};
use super::matching::score::Distance;
use super::matching::{self, Idle, Matching, Partition, words};
use super::{Ask, Comparison, Design, Estimand, InR, Kind, Needs};

/// Puts everybody into a set of one treated unit with several others, or one other with several treated, so that the distances add up
/// to the smallest sum.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Full {
    /// What distances are measured on.
    pub distance: Distance,
    /// Fewest comparison units of a treated unit. More than 1: no comparison unit serves several.
    pub min_controls: NonZeroU32,
    /// Most comparison units of a treated unit.
    pub max_controls: Option<NonZeroU32>,
    /// Most treated units of a comparison unit.
    pub max_treated: Option<NonZeroU32>,
    /// Largest share of the comparison units of a stratum that may be left out.
    pub omit: f64,
    /// Comparison units used for each treated unit on average at least; the rest may be left out.
    pub mean_controls: Option<f64>,
    /// The largest distance at which two units still count as similar: a number for the score, or a table with a number for each
    /// variable (`score` for the score).
    pub caliper: Option<Caliper>,
    /// What calipers are counted in.
    pub unit: CaliperUnit,
    /// Variables that must be equal within a set.
    pub exact: Vec<String>,
}

impl Default for Full {
    fn default() -> Full {
        Full {
            distance: Distance::default(),
            min_controls: NonZeroU32::MIN,
            max_controls: None,
            max_treated: None,
            omit: 0.0,
            mean_controls: None,
            caliper: None,
            unit: CaliperUnit::default(),
            exact: Vec::new(),
        }
    }
}

impl Full {
    /// Name in study files.
    pub const NAME: &'static str = "full";

    fn exact(&self) -> Vec<VarRef> {
        self.exact.iter().map(|name| VarRef::parse(name)).collect()
    }

    fn shape(&self, (treated, others): (usize, usize)) -> Shape {
        let n = (treated + others) as u32;
        let several = self.min_controls.get() > 1;
        let most_treated = if several { 1 } else { self.max_treated.map_or(n, NonZeroU32::get) };
        let degrees = Degrees {
            treated: (self.min_controls.get(), self.max_controls.map_or(n, NonZeroU32::get)),
            comparison: (1, most_treated),
        };
        let spared = self.mean_controls.map(|mean| 1.0 - mean * treated as f64 / others.max(1) as f64);
        Shape::Full { degrees, omit: spared.unwrap_or(self.omit).max(0.0) }
    }
}

impl Design for Full {
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
        &Estimand::ASKED
    }

    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        let exact = self.exact();
        let also = calipers::beside(&exact, self.caliper.as_ref());
        let candidates = candidates::collect(blind, ask, &also, sink)?;
        let ground = Ground::of(self.distance, &candidates, ask, sink)?;
        let calipers =
            calipers::resolve(self.caliper.as_ref(), self.unit, ground.score(), &candidates.further, ask, sink)?;
        let stratum = matching::strata(&exact, &candidates.further);
        let treated = &candidates.treated;
        let field = Field { ground: &ground, treated, stratum: stratum.as_deref(), calipers: &calipers };
        let shape = self.shape(candidates.arms());
        let mut found = field.sets(shape);
        if found.impossible > 0 {
            return Err(sink.halt(impossible(found.impossible, ask)));
        }
        if found.sets.is_empty() {
            return Err(sink.halt(words::no_matches(ask, self.names().into_iter().map(|(_, name)| name).collect())));
        }
        let sets = Found::partition(std::mem::take(&mut found.sets), shape);
        let chooses = matches!(shape, Shape::Full { omit, .. } if omit > 0.0);
        let matching = Matching {
            candidates: &candidates,
            population: words::similar(words::Reached::of(&candidates, &sets, ask.estimand)),
            notes: self.notes(&found, &sets, &calipers, &candidates),
            sets,
            scores: ground.into_scores(),
            unmatched: found.unmatched,
            idle: if chooses { Idle::NotChosen } else { Idle::Far },
        };
        Ok(matching.comparison(ask, blind))
    }

    fn in_r(&self) -> InR {
        let exact: Vec<String> = self.exact.iter().map(|name| column(name)).collect();
        let limited = self.caliper.is_some() || self.omit > 0.0 || self.mean_controls.is_some();
        InR::Comparison {
            function: "least",
            source: include_str!("least.R"),
            options: format!(
                "by_set = TRUE, score = {}, optimal = FALSE, min_controls = {}, max_controls = {}, limited = {}, exact = {}",
                logical(self.distance != Distance::Mahalanobis),
                self.fewest_in_r(),
                self.max_controls.map_or("Inf".into(), |most| most.to_string()),
                logical(limited),
                vector(&exact)
            ),
            matchit: self.matchit(&exact),
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
        let mut wrong = calipers::check_with(self.distance, self.caliper.as_ref(), panel);
        wrong.extend(self.against_each_other());
        wrong
    }

    fn card(&self, card: Card) -> Card {
        if self.distance == Distance::Mahalanobis { Full::mahalanobis_card() } else { card }
    }

    fn within(&mut self, by: &VarRef) -> bool {
        matching::push_once(&mut self.exact, by.to_string());
        true
    }
}

impl Full {
    /// Options that contradict each other, or are out of range.
    fn against_each_other(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        if !(0.0..1.0).contains(&self.omit) {
            wrong.push(("omit", error(phrase!("`omit` is a share: 0 or more, less than 1"))));
        }
        if self.mean_controls.is_some_and(|mean| !(mean.is_finite() && mean > 0.0)) {
            wrong.push(("mean_controls", error(phrase!("`mean_controls` is a number above 0"))));
        }
        if self.mean_controls.is_some() && self.omit > 0.0 {
            wrong.push(("omit", error(phrase!("`omit` and `mean_controls` say the same; give one of them"))));
        }
        if self.min_controls.get() > 1 && self.max_treated.is_some_and(|most| most.get() > 1) {
            let message = phrase!("With `min_controls` above 1 no comparison unit can serve several treated units");
            wrong.push(("max_treated", error(message)));
        }
        if self.max_controls.is_some_and(|most| most < self.min_controls) {
            wrong.push(("max_controls", error(phrase!("`max_controls` is less than `min_controls`"))));
        }
        wrong
    }

    /// As optmatch counts: comparison units for each treated unit, a fraction where several treated units share one.
    fn fewest_in_r(&self) -> String {
        match self.max_treated {
            Some(most) if self.min_controls.get() == 1 => format!("1 / {most}"),
            None if self.min_controls.get() == 1 => "0".into(),
            _ => self.min_controls.to_string(),
        }
    }

    fn matchit(&self, exact: &[String]) -> String {
        let mut call = format!("method = \"full\", {}", self.distance.in_matchit());
        if self.fewest_in_r() != "0" {
            call += &format!(", min.controls = {}", self.fewest_in_r());
        }
        if let Some(most) = self.max_controls {
            call += &format!(", max.controls = {most}");
        }
        if self.omit > 0.0 {
            call += &format!(", omit.fraction = {}", number(self.omit));
        }
        if let Some(mean) = self.mean_controls {
            call += &format!(", mean.controls = {}", number(mean));
        }
        if !exact.is_empty() {
            call += &format!(", exact = formula_of({})", vector(exact));
        }
        call
    }

    fn notes(&self, found: &Found, sets: &Partition, calipers: &Calipers, candidates: &Candidates) -> Vec<Phrase> {
        let largest = |count: fn(&matching::MatchedSet) -> usize| sets.sets.iter().map(count).max().unwrap_or(0);
        let mut notes = vec![
            phrase!(
                "All are in {n} sets of one who took part with one or several who did not, or the other way round, by {score}, so that all distances together are smallest",
                n = sets.sets.len(),
                score = self.distance.said()
            ),
            phrase!(
                "The largest set has {others} who did not for one who took part, or {treated} who took part for one who did not",
                others = Arg::units(largest(|set| if set.treated.len() == 1 { set.comparison.len() } else { 0 })),
                treated = Arg::units(largest(|set| if set.comparison.len() == 1 { set.treated.len() } else { 0 }))
            ),
            found.note(),
        ];
        notes.extend(calipers.notes.iter().cloned());
        notes.extend(words::exact(&self.exact(), candidates));
        notes
    }
}

fn impossible(strata: usize, ask: &Ask) -> Diagnostic {
    let message = phrase!(
        "In {n} {n?group|groups} of units there are no sets with that many partners: there are too few on one side, or too few near enough",
        n = strata
    );
    let hint = phrase!("Loosen min_controls, max_controls, max_treated, omit or the caliper");
    Diagnostic::error("no-matches", message).at(ask.place.clone()).hint(hint)
}
