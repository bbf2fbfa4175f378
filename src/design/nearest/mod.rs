//! Nearest neighbour matching on a propensity score.

mod calipers;
mod card;
mod frames;
mod in_r;
mod losses;
mod notes;
mod options;
mod score;
mod weights;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::assign::{self, Match, Problem, Reach};
use crate::panel::{Blind, Column, Panel, VarRef};
use crate::phrase;
use crate::text::{Arg, LANGUAGES, Phrase, Words};

use super::balance::balance;
use super::candidates::{self, Candidates};
use super::model_matrix::{Term, all_levels};
use super::{
    Arm, Ask, Balance, Comparison, Design, Estimand, InR, Kind, Needs, Pair, Peer, Scores, WeightOrigin, Weights,
    tables,
};

pub use options::{Caliper, Distance, Nearest, Order, Ties, Unit};

use calipers::Calipers;

impl Nearest {
    /// Name in study files.
    pub const NAME: &'static str = "nearest";

    fn exact(&self) -> Vec<VarRef> {
        self.exact.iter().map(|name| VarRef::parse(name)).collect()
    }

    /// Variables beyond the covariates that must be known of every candidate.
    fn also_known(&self) -> Vec<VarRef> {
        let mut vars = self.exact();
        calipers::variables(self).into_iter().for_each(|var| {
            if !vars.contains(&var) {
                vars.push(var)
            }
        });
        vars
    }
}

/// What the matching found. Units are positions among the candidates.
struct Found {
    pairs: Vec<Pair>,
    /// Matches that a tie decided.
    ties: usize,
    /// Treated units without a match, and what they could have reached.
    unmatched: Vec<(u32, Reach)>,
}

impl Design for Nearest {
    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        if ask.estimand != Estimand::Att {
            let message = phrase!("Nearest neighbour matching answers for the treated only");
            let hint = phrase!("Leave the estimand out, or write estimand = \"ATT\"");
            return Err(sink.halt(Diagnostic::error("estimand", message).at(ask.place.clone()).hint(hint)));
        }
        let candidates = candidates::collect(blind, ask, &self.also_known(), sink)?;
        let (scores, found, calipers) = self.search(&candidates, blind, ask, sink)?;
        if found.pairs.is_empty() {
            return Err(sink.halt(self.no_matches(ask)));
        }
        Ok(self.comparison(&candidates, scores, found, &calipers, blind, ask))
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
        InR::Comparison { function: "matched", source: "", options: in_r::options(self) }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        let exact = self.exact.iter().map(|name| ("exact", name.clone()));
        exact.chain(calipers::names(self).into_iter().map(|name| ("caliper", name))).collect()
    }

    fn rename(&mut self, name: &dyn Fn(&str) -> String) {
        self.exact.iter_mut().for_each(|known| *known = name(known));
        calipers::rename(self, name);
    }

    fn check(&self, panel: &Panel) -> Vec<(&'static str, Diagnostic)> {
        calipers::check(self, panel).into_iter().map(|problem| ("caliper", problem)).collect()
    }

    fn within(&mut self, by: &VarRef) -> bool {
        if !self.exact.contains(&by.to_string()) {
            self.exact.push(by.to_string());
        }
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
    ) -> Result<(Scores, Found, Calipers), Halt> {
        let at = self.working_order(candidates, blind);
        let take = |columns: &[Column]| -> Vec<Column> {
            columns.iter().map(|column| Column { data: column.data.take(&at), ..column.clone() }).collect()
        };
        let treated: Vec<bool> = at.iter().map(|&i| candidates.treated[i as usize]).collect();
        let (covariates, further) = (take(&candidates.covariates), take(&candidates.further));
        let scores = score::fit(self, &covariates, &treated, ask, sink)?;
        let calipers = calipers::resolve(self, &scores.distance, &further, ask, sink)?;
        let stratum = strata(&self.exact(), &further);
        let problem = Problem {
            score: &scores.distance,
            treated: &treated,
            stratum: stratum.as_deref(),
            caliper: calipers.score,
            widths: &calipers.widths(),
            ratio: self.ratio.get(),
        };
        let found = canonical(self.assign(&problem), &problem, &at);
        Ok((reordered(scores, &at), found, calipers))
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

    fn no_matches(&self, ask: &Ask) -> Diagnostic {
        let message = phrase!("No treated unit has a comparison unit that is similar enough");
        let hint = phrase!("Widen the caliper, or ask for fewer variables to be equal");
        Diagnostic::error("no-matches", message).at(ask.place.clone()).hint(hint)
    }

    fn comparison(
        &self,
        candidates: &Candidates,
        scores: Scores,
        found: Found,
        calipers: &Calipers,
        blind: &Blind,
        ask: &Ask,
    ) -> Comparison {
        let weight = weights::weights(&candidates.treated, &found.pairs);
        let balance = balance(&candidates.treated, &weight, &terms(candidates, &scores));
        let mut flow = candidates.flow.clone();
        flow.push(losses::matched(candidates, &weight, &found, blind));
        let tables = exhibits(ask, candidates, &scores, &weight, &balance);
        Comparison {
            kind: self.kind(),
            by_set: !self.replace,
            estimand: Estimand::Att,
            population: population(candidates, &found),
            units: candidates.units.clone(),
            arm: candidates
                .treated
                .iter()
                .map(|&treated| if treated { Arm::Treated } else { Arm::Comparison })
                .collect(),
            sets: (!self.replace).then(|| weights::sets(candidates.units.len(), &found.pairs)),
            notes: notes::notes(self, &found, candidates, calipers),
            frames: frames::frames(ask, candidates, &scores, &weight, &found, blind),
            weights: Weights { values: weight, origin: WeightOrigin::Matched },
            pairs: found.pairs,
            scores: Some(scores),
            balance: Some(balance),
            flow,
            tables,
        }
    }
}

/// Units with equal values of all these variables have the same number.
fn strata(exact: &[VarRef], columns: &[Column]) -> Option<Vec<u32>> {
    let columns: Vec<&Column> = columns.iter().filter(|column| exact.contains(&column.var)).collect();
    (!columns.is_empty()).then(|| candidates::strata(&columns))
}

fn canonical(matches: Vec<Match>, problem: &Problem<'_>, at: &[u32]) -> Found {
    let mut matched = vec![false; at.len()];
    matches.iter().for_each(|found| matched[found.treated as usize] = true);
    let without: Vec<u32> =
        (0..at.len() as u32).filter(|&i| problem.treated[i as usize] && !matched[i as usize]).collect();
    let reach = assign::reach(problem, &without);
    let mut unmatched: Vec<(u32, Reach)> = without.iter().map(|&i| at[i as usize]).zip(reach).collect();
    unmatched.sort_by_key(|&(unit, _)| unit);
    let pair = |found: &Match| Pair {
        treated: at[found.treated as usize],
        comparison: at[found.comparison as usize],
        distance: found.distance,
    };
    let mut pairs: Vec<Pair> = matches.iter().map(pair).collect();
    pairs.sort_by_key(|pair| pair.treated);
    Found { pairs, ties: matches.iter().filter(|found| found.tied).count(), unmatched }
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

/// The score and every covariate, as columns of numbers.
fn terms(candidates: &Candidates, scores: &Scores) -> Vec<Term> {
    let label = phrase!("Similarity score");
    let label = Words(LANGUAGES.iter().map(|&lang| (lang.code().to_string(), label.render(lang))).collect());
    let score = Term { key: "distance".into(), label, level: None, values: scores.distance.clone() };
    std::iter::once(score).chain(all_levels(&candidates.covariates)).collect()
}

fn population(candidates: &Candidates, found: &Found) -> Phrase {
    let complete = candidates.arms().0;
    let all = candidates.flow.first().and_then(|step| step.treated).unwrap_or(complete);
    let n = complete - found.unmatched.len();
    if n == all {
        return phrase!("those who took part");
    }
    phrase!("the {n} of {all} who took part for whom a similar one was found", n = Arg::units(n), all = Arg::units(all))
}

fn exhibits(
    ask: &Ask,
    candidates: &Candidates,
    scores: &Scores,
    weight: &[f64],
    balance: &Balance,
) -> Vec<crate::exhibit::Table> {
    let question = &ask.question;
    vec![
        tables::balance_table(question, balance),
        tables::table1(question, balance),
        tables::overlap(question, &candidates.treated, &scores.probability, weight),
    ]
}
