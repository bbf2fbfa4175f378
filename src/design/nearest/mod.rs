//! Nearest neighbour matching on a propensity score.

mod card;
mod in_r;
mod notes;
mod options;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::assign::{self, Match, Problem};
use crate::math::glm::LogitOptions;
use crate::panel::{Blind, Panel, VarRef, VariableColumn};
use crate::phrase;

use super::candidates::{self, Candidates};
use super::matching::calipers::{self, Calipers};
use super::matching::{self, Idle, Matching, Pair, Partition, Unmatched, score, words};
use super::{Ask, Comparison, Design, InR, Kind, Needs, Peer, Scores};

pub use options::{MatchOrder, Nearest, Ties};

impl Nearest {
    /// Name in study files.
    pub const NAME: &'static str = "nearest";

    fn exact(&self) -> Vec<VarRef> {
        self.exact.iter().map(|name| VarRef::parse(name)).collect()
    }

    /// Variables beyond the covariates that must be known of every candidate.
    fn also_known(&self) -> Vec<VarRef> {
        let mut vars = self.exact();
        calipers::variables(self.caliper.as_ref()).into_iter().for_each(|var| {
            if !vars.contains(&var) {
                vars.push(var)
            }
        });
        vars
    }
}

/// What the matching found. Units are positions among the candidates.
struct NearestMatches {
    sets: Partition,
    scores: Scores,
    calipers: Calipers,
    /// Matches that a tie decided.
    tied: usize,
    unmatched: Vec<Unmatched>,
}

impl Design for Nearest {
    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        matching::treated_only(ask, || phrase!("Nearest neighbour matching answers for the treated only"), sink)?;
        let candidates = candidates::collect(blind, ask, &self.also_known(), sink)?;
        let found = self.search(&candidates, blind, ask, sink)?;
        if found.sets.sets.is_empty() {
            return Err(sink.halt(words::no_matches(ask)));
        }
        let treated = words::Treated::of(&candidates, found.unmatched.len());
        let matching = Matching {
            candidates: &candidates,
            population: words::similar(treated),
            notes: notes::notes(self, &found.sets, found.tied, &candidates, &found.calipers),
            sets: found.sets,
            scores: Some(found.scores),
            unmatched: found.unmatched,
            idle: Idle::NotChosen,
        };
        Ok(matching.comparison(ask, blind))
    }

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

    fn in_r(&self) -> InR {
        let (options, matchit) = (in_r::options(self), in_r::matchit(self));
        InR::Comparison { function: "matched", source: include_str!("nearest.R"), options, matchit }
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
        calipers::check(self.caliper.as_ref(), panel).into_iter().map(|problem| ("caliper", problem)).collect()
    }

    fn within(&mut self, by: &VarRef) -> bool {
        matching::push_once(&mut self.exact, by.to_string());
        true
    }

    fn follow(&mut self, peer: Peer, given: &dyn Fn(&str) -> bool) {
        if peer == Peer::MatchIt && !given("ties") {
            self.ties = Ties::Rows;
        }
    }
}

impl Nearest {
    /// Fits, matches, and says everything in canonical order, whatever order the work was done in.
    fn search(
        &self,
        candidates: &Candidates,
        blind: &Blind,
        ask: &Ask,
        sink: &mut Sink,
    ) -> Result<NearestMatches, Halt> {
        let at = self.working_order(candidates, blind);
        let take = |columns: &[VariableColumn]| -> Vec<VariableColumn> {
            columns.iter().map(|column| VariableColumn { data: column.data.take(&at), ..column.clone() }).collect()
        };
        let treated: Vec<bool> = at.iter().map(|&i| candidates.treated[i as usize]).collect();
        let (covariates, further) = (take(&candidates.covariates), take(&candidates.further));
        let scores = score::fit(self.model(), &covariates, &treated, ask, sink)?;
        let calipers = calipers::resolve(self.caliper.as_ref(), self.unit, &scores.distance, &further, ask, sink)?;
        let stratum = matching::strata(&self.exact(), &further);
        let problem = Problem {
            score: &scores.distance,
            treated: &treated,
            stratum: stratum.as_deref(),
            caliper: calipers.score,
            widths: &calipers.widths(),
            ratio: self.ratio.get(),
        };
        let matches = self.assign(&problem);
        Ok(NearestMatches {
            sets: self.sets(&matches, &at),
            tied: matches.iter().filter(|found| found.tied).count(),
            unmatched: unmatched(&matches, &problem, &at),
            scores: reordered(scores, &at),
            calipers,
        })
    }

    fn model(&self) -> score::ScoreModel {
        let options = if self.ties == Ties::Rows { LogitOptions::R } else { LogitOptions::default() };
        score::ScoreModel { distance: self.distance, options }
    }

    /// Positions among the candidates in the order in which units are worked on.
    fn working_order(&self, candidates: &Candidates, blind: &Blind) -> Vec<u32> {
        let mut at: Vec<u32> = (0..candidates.units.len() as u32).collect();
        if self.ties == Ties::Rows {
            at.sort_by_key(|&i| blind.file_order()[candidates.units[i as usize] as usize]);
        }
        at
    }

    fn assign(&self, problem: &Problem<'_>) -> Vec<Match> {
        if self.replace {
            assign::with_replacement(problem)
        } else {
            assign::without_replacement(problem, self.order.into())
        }
    }

    /// Each matched treated unit with its comparison units, in canonical order.
    fn sets(&self, matches: &[Match], at: &[u32]) -> Partition {
        let pair = |found: &Match| Pair {
            treated: at[found.treated as usize],
            comparison: at[found.comparison as usize],
            distance: found.distance,
        };
        let mut pairs: Vec<Pair> = matches.iter().map(pair).collect();
        pairs.sort_by_key(|pair| pair.treated);
        Partition::of_pairs(&pairs, self.replace)
    }
}

/// Treated units without a match, in canonical order, and what they could have reached.
fn unmatched(matches: &[Match], problem: &Problem<'_>, at: &[u32]) -> Vec<Unmatched> {
    let mut matched = vec![false; at.len()];
    matches.iter().for_each(|found| matched[found.treated as usize] = true);
    let without: Vec<u32> =
        (0..at.len() as u32).filter(|&i| problem.treated[i as usize] && !matched[i as usize]).collect();
    let reach = assign::reach(problem, &without);
    let of = |(&i, reach): (&u32, &assign::Reach)| Unmatched::by_reach(at[i as usize], reach);
    let mut unmatched: Vec<Unmatched> = without.iter().zip(&reach).map(of).collect();
    unmatched.sort_by_key(|it| it.unit);
    unmatched
}

/// Scores in the order of the candidates.
fn reordered(scores: Scores, at: &[u32]) -> Scores {
    let back = |values: &[f64]| {
        let mut out = vec![0.0; values.len()];
        at.iter().zip(values).for_each(|(&i, &value)| out[i as usize] = value);
        out
    };
    Scores { distance: back(&scores.distance), probability: back(&scores.probability), ..scores }
}
