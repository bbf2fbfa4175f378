//! Nearest neighbour matching on a propensity score, or among points by Mahalanobis distance.

mod card;
mod in_r;
mod notes;
mod options;
mod space;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use crate::card::Card;
use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::assign::{Match, Reach};
use crate::panel::{Blind, Panel, VarRef, VariableColumn};
use crate::phrase;

use super::candidates::{self, Candidates};
use super::matching::calipers::{self, Calipers};
use super::matching::score::Distance;
use super::matching::{self, Idle, Matching, Pair, Partition, Unmatched, words};
use super::{Ask, Comparison, Design, Estimand, InR, Kind, Needs, Peer, Scores};

use space::Limits;

pub use options::{MatchOrder, Nearest, Ties};

impl Nearest {
    /// Name in study files.
    pub const NAME: &'static str = "nearest";

    fn exact(&self) -> Vec<VarRef> {
        self.exact.iter().map(|name| VarRef::parse(name)).collect()
    }

    /// Variables beyond the covariates that must be known of every candidate.
    fn also_known(&self) -> Vec<VarRef> {
        calipers::beside(&self.exact(), self.caliper.as_ref())
    }
}

/// What the matching found. Units are positions among the candidates.
struct NearestMatches {
    sets: Partition,
    scores: Option<Scores>,
    calipers: Calipers,
    /// Matches that a tie decided.
    tied: usize,
    unmatched: Vec<Unmatched>,
}

impl Design for Nearest {
    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        matching::one_side_only(
            ask,
            || phrase!("Nearest neighbour matching answers for one of the two groups, not for all"),
            sink,
        )?;
        let candidates = candidates::collect(blind, ask, &self.also_known(), sink)?;
        if !self.replace {
            words::few_to_choose(&candidates, self.ratio.get(), ask, sink);
        }
        let found = self.search(&candidates, blind, ask, sink)?;
        if found.sets.sets.is_empty() {
            return Err(sink.halt(words::no_matches(ask, self.names().into_iter().map(|(_, name)| name).collect())));
        }
        let matching = Matching {
            candidates: &candidates,
            population: words::similar(words::Reached::of(&candidates, &found.sets, ask.estimand)),
            notes: notes::notes(self, &found.sets, found.tied, &candidates, &found.calipers, ask.estimand),
            sets: found.sets,
            scores: found.scores,
            unmatched: found.unmatched,
            idle: Idle::not_chosen(ask.estimand),
        };
        Ok(matching.comparison(ask, blind))
    }

    fn kind(&self) -> Kind {
        Kind::Matched
    }

    fn estimands(&self) -> &'static [Estimand] {
        &matching::OF_ONE_SIDE
    }

    fn needs(&self) -> Needs {
        Needs {
            covariates: true,
            estimators: match self.distance {
                Distance::Mahalanobis => &["difference", "regression", "abadie-imbens"],
                // Its error does not know that a score was estimated.
                Distance::Logit | Distance::LinearLogit => &["difference", "regression"],
            },
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
        let calipers = calipers::check_with(self.distance, self.caliper.as_ref(), panel);
        let idle = (self.complete && self.ratio == NonZeroUsize::MIN).then(|| {
            let message =
                phrase!("With a ratio of 1 nobody has fewer partners than asked for: `complete` changes nothing");
            ("complete", Diagnostic::error("wrong-option", message))
        });
        calipers.into_iter().chain(self.without_score()).chain(idle).collect()
    }

    fn settle(&mut self, given: &dyn Fn(&str) -> bool) {
        if self.distance == Distance::Mahalanobis && !given("order") {
            self.order = MatchOrder::Data;
        }
    }

    fn card(&self, card: Card) -> Card {
        if self.distance == Distance::Mahalanobis { Nearest::mahalanobis_card() } else { card }
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
        // Those whose average is asked for choose.
        let turned = ask.estimand == Estimand::Atc;
        let chooses: Vec<bool> = treated.iter().map(|&treated| treated != turned).collect();
        let (covariates, further) = (take(&candidates.covariates), take(&candidates.further));
        let space = self.space(&covariates, &treated, ask, sink)?;
        let calipers = calipers::resolve(self.caliper.as_ref(), self.unit, space.score(), &further, ask, sink)?;
        let stratum = matching::strata(&self.exact(), &further);
        let (score, widths) = (calipers.score, &calipers.widths());
        let limits = Limits { treated: &chooses, stratum: stratum.as_deref(), score, widths };
        let (matches, short) = self.whole(self.assign(&space, limits));
        let mut without = without(&matches, &chooses);
        without.retain(|unit| short.binary_search(unit).is_err());
        let mut left = unmatched(&without, &self.reach(&space, limits, &without), &at);
        left.extend(short.iter().map(|&unit| Unmatched::short(at[unit as usize])));
        left.sort_by_key(|it| it.unit);
        Ok(NearestMatches {
            sets: if turned { self.sets(&matches, &at).turned() } else { self.sets(&matches, &at) },
            tied: matches.iter().filter(|found| found.tied).count(),
            unmatched: left,
            scores: space.into_scores().map(|scores| reordered(scores, &at)),
            calipers,
        })
    }

    /// Matches without those of units that found fewer than were asked for, where such units are to be left out, and these units.
    fn whole(&self, matches: Vec<Match>) -> (Vec<Match>, Vec<u32>) {
        if !self.complete {
            return (matches, Vec::new());
        }
        let mut count: BTreeMap<u32, usize> = BTreeMap::new();
        matches.iter().for_each(|found| *count.entry(found.treated).or_default() += 1);
        let short: Vec<u32> = count.into_iter().filter(|(_, n)| *n < self.ratio.get()).map(|(unit, _)| unit).collect();
        let kept = matches.into_iter().filter(|found| short.binary_search(&found.treated).is_err()).collect();
        (kept, short)
    }

    /// Options that need a score where there is none.
    fn without_score(&self) -> Vec<(&'static str, Diagnostic)> {
        let mut wrong = Vec::new();
        if self.distance != Distance::Mahalanobis {
            return wrong;
        }
        if matches!(self.order, MatchOrder::Largest | MatchOrder::Smallest) {
            let message = phrase!("Mahalanobis distance has no score by which somebody could choose first");
            let hint = phrase!("Write {data} or {closest}", data = "order = \"data\"", closest = "order = \"closest\"");
            wrong.push(("order", Diagnostic::error("wrong-option", message).hint(hint)));
        }
        wrong
    }

    /// Positions among the candidates in the order in which units are worked on.
    fn working_order(&self, candidates: &Candidates, blind: &Blind) -> Vec<u32> {
        let mut at: Vec<u32> = (0..candidates.units.len() as u32).collect();
        if self.ties == Ties::Rows {
            at.sort_by_key(|&i| blind.file_order()[candidates.units[i as usize] as usize]);
        }
        at
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

/// Treated units without a match.
fn without(matches: &[Match], treated: &[bool]) -> Vec<u32> {
    let mut matched = vec![false; treated.len()];
    matches.iter().for_each(|found| matched[found.treated as usize] = true);
    (0..treated.len() as u32).filter(|&i| treated[i as usize] && !matched[i as usize]).collect()
}

/// The same in canonical order, with what they could have reached.
fn unmatched(without: &[u32], reach: &[Reach], at: &[u32]) -> Vec<Unmatched> {
    let of = |(&i, reach): (&u32, &Reach)| Unmatched::by_reach(at[i as usize], reach);
    let mut unmatched: Vec<Unmatched> = without.iter().zip(reach).map(of).collect();
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
