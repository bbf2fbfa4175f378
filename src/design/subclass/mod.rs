//! Subclassification: units are compared within classes of the score.

mod card;

use std::num::NonZeroUsize;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::classes;
use crate::math::glm::LogitOptions;
use crate::math::quantile::quantile_sorted;
use crate::panel::{Blind, VarRef};
use crate::phrase;
use crate::text::r::{column, quoted, vector};
use crate::text::{Arg, Phrase};

use super::candidates::{self, Candidates};
use super::matching::score::{self, ScoreModel, ScoreScale};
use super::matching::{self, Idle, LossReason, Matching, Partition, losses, words};
use super::{Ask, Comparison, Design, Estimand, InR, Kind, Needs};

/// Compares within classes of the score, cut at quantiles of those whose average is asked for.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Subclass {
    /// How many classes.
    pub classes: NonZeroUsize,
    /// The score: the fitted probability to be treated, or its logit. Classes are the same; balance of the score is not.
    pub distance: ScoreScale,
    /// Units of both groups that each class must have; those nearest to it are moved into it. 0: classes with one group only are left out.
    pub least: usize,
    /// Variables that must be equal within a class.
    pub exact: Vec<String>,
}

impl Default for Subclass {
    fn default() -> Subclass {
        const CLASSES: NonZeroUsize = NonZeroUsize::new(6).unwrap();
        Subclass { classes: CLASSES, distance: ScoreScale::default(), least: 1, exact: Vec::new() }
    }
}

/// The classes of the candidates.
struct Classes {
    /// Of each unit, from 0.
    of: Vec<u32>,
    n: usize,
    /// Units that were moved to the next class.
    moved: usize,
}

impl Subclass {
    /// Name in study files.
    pub const NAME: &'static str = "subclass";

    fn exact(&self) -> Vec<VarRef> {
        self.exact.iter().map(|name| VarRef::parse(name)).collect()
    }

    fn classes(&self, score: &[f64], treated: &[bool], ask: &Ask, sink: &mut Sink) -> Result<Classes, Halt> {
        let about = |i: &usize| match ask.estimand {
            Estimand::Atc => !treated[*i],
            Estimand::Ate | Estimand::Overlap | Estimand::Matching | Estimand::Compared => true,
            Estimand::Att | Estimand::MatchedTreated | Estimand::None => treated[*i],
        };
        let mut sorted: Vec<f64> = (0..score.len()).filter(about).map(|i| score[i]).collect();
        sorted.sort_by(f64::total_cmp);
        let step = 1.0 / self.classes.get() as f64;
        let cuts: Vec<f64> =
            (0..=self.classes.get()).map(|at| quantile_sorted(&sorted, (at as f64 * step).min(1.0))).collect();
        let (mut of, n) = classes::without_gaps(&classes::of_cuts(score, &cuts));
        if self.least == 0 {
            return Ok(Classes { of, n, moved: 0 });
        }
        match classes::fill(&mut of, n, score, treated, self.least) {
            Some(moved) => Ok(Classes { of, n, moved }),
            None => Err(sink.halt(too_few(n, self.least, ask))),
        }
    }
}

fn too_few(n: usize, least: usize, ask: &Ask) -> Diagnostic {
    let message = phrase!("There are too few units for {n} classes with {k} of both groups in each", n = n, k = least);
    let hint = phrase!("Ask for fewer classes: {example}", example = "classes = 3");
    Diagnostic::error("no-matches", message).at(ask.place.clone()).hint(hint)
}

impl Design for Subclass {
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
        let candidates = candidates::collect(blind, ask, &self.exact(), sink)?;
        let model = ScoreModel { linear: self.distance == ScoreScale::LinearLogit, options: LogitOptions::default() };
        let scores = score::fit(model, &candidates.covariates, &candidates.treated, ask, sink)?;
        let classes = self.classes(&scores.distance, &candidates.treated, ask, sink)?;
        let sets = Partition::of_strata(&self.crossed(&classes, &candidates), &candidates.treated);
        if sets.sets.is_empty() {
            return Err(sink.halt(words::no_matches(ask, self.exact.clone())));
        }
        let matching = Matching {
            candidates: &candidates,
            population: words::similar(words::Reached::of(&candidates, &sets, ask.estimand)),
            notes: self.notes(&classes, &sets, &candidates, ask),
            unmatched: losses::alone(&candidates, &sets, LossReason::Class),
            sets,
            scores: Some(scores),
            idle: Idle::Class,
        };
        Ok(matching.comparison(ask, blind))
    }

    fn in_r(&self) -> InR {
        let exact: Vec<String> = self.exact.iter().map(|name| column(name)).collect();
        let link = self.distance.in_r();
        let (classes, least) = (self.classes, self.least);
        InR::Comparison {
            function: "subclassified",
            source: include_str!("subclass.R"),
            options: format!("classes = {classes}, least = {least}, exact = {}", vector(&exact)),
            matchit: format!(
                "method = \"subclass\", distance = \"glm\", link = {}, subclass = {classes}, min.n = {least}",
                quoted(link)
            ),
        }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        self.exact.iter().map(|name| ("exact", name.clone())).collect()
    }

    fn rename(&mut self, name: &dyn Fn(&str) -> String) {
        self.exact.iter_mut().for_each(|known| *known = name(known));
    }

    fn within(&mut self, by: &VarRef) -> bool {
        matching::push_once(&mut self.exact, by.to_string());
        true
    }
}

impl Subclass {
    /// Strata: classes, within equal values of further variables.
    fn crossed(&self, classes: &Classes, candidates: &Candidates) -> Vec<u32> {
        match matching::strata(&self.exact(), &candidates.further) {
            Some(equal) => {
                equal.iter().zip(&classes.of).map(|(equal, class)| equal * classes.n as u32 + class).collect()
            }
            None => classes.of.clone(),
        }
    }

    fn notes(&self, classes: &Classes, sets: &Partition, candidates: &Candidates, ask: &Ask) -> Vec<Phrase> {
        let whose = match ask.estimand {
            Estimand::Atc => phrase!("those who did not take part"),
            Estimand::Ate | Estimand::Overlap | Estimand::Matching | Estimand::Compared => {
                phrase!("all, those who took part and those who did not")
            }
            Estimand::Att | Estimand::MatchedTreated | Estimand::None => phrase!("those who took part"),
        };
        let fewest = |count: fn(&matching::MatchedSet) -> usize| sets.sets.iter().map(count).min().unwrap_or(0);
        let mut notes = vec![
            phrase!(
                "Units are compared within {n} classes by {score}; each class has about equally many of {whose}",
                n = classes.n,
                score = self.distance.said(),
                whose = whose
            ),
            phrase!(
                "The smallest class has {treated} who took part, the smallest class {others} who did not",
                treated = Arg::units(fewest(|set| set.treated.len())),
                others = Arg::units(fewest(|set| set.comparison.len()))
            ),
        ];
        if classes.n < self.classes.get() {
            notes.push(phrase!(
                "{n} classes were asked for; equal scores leave {found}",
                n = self.classes.get(),
                found = classes.n
            ));
        }
        if classes.moved > 0 {
            notes.push(phrase!(
                "{n} {n?unit was|units were} moved to the next class, so that each has at least {k} of both groups",
                n = Arg::units(classes.moved),
                k = self.least
            ));
        }
        notes.extend(words::exact(&self.exact(), candidates));
        notes
    }
}
