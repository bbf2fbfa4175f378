//! Coarsened exact matching: units are compared within strata of equal bins.

mod card;
mod coarse;
mod options;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::assign::{Points, Turn};
use crate::math::classes;
use crate::panel::{Blind, VarRef, VariableColumn};
use crate::phrase;
use crate::text::r::{column, logical, quoted, vector};
use crate::text::{Arg, Phrase, num};

use super::candidates::{self, Candidates};
use super::matching::{self, Idle, LossReason, Matching, Pair, Partition, Unmatched, losses, mahalanobis, words};
use super::{Ask, Comparison, Design, Estimand, InR, Kind, Needs};

pub use options::Cem;

impl Cem {
    /// Name in study files.
    pub const NAME: &'static str = "cem";
}

impl Design for Cem {
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
        let also: Vec<VarRef> = self.also.iter().map(|name| VarRef::parse(name)).collect();
        let candidates = candidates::collect(blind, ask, &also, sink)?;
        let coarse = coarse::coarsened(self, &candidates.covariates, ask, sink)?;
        let columns: Vec<&VariableColumn> = coarse.iter().chain(&candidates.further).collect();
        let of_unit = candidates::strata(&columns);
        let strata = Partition::of_strata(&of_unit, &candidates.treated);
        if strata.sets.is_empty() {
            return Err(sink.halt(nobody(&columns, ask)));
        }
        let mut notes = self.notes(&columns, &of_unit, &strata);
        let unmatched = losses::alone(&candidates, &strata, LossReason::NoEqual);
        let (sets, unmatched) = match self.k2k {
            true => self.one_to_one(&of_unit, &candidates, unmatched, ask, sink)?,
            false => (strata, unmatched),
        };
        notes.push(imbalance(&candidates, &sets, ask));
        let matching = Matching {
            candidates: &candidates,
            population: words::equal(words::Reached::of(&candidates, &sets, ask.estimand)),
            notes,
            idle: if self.k2k { Idle::NotChosen } else { Idle::NoEqual },
            sets,
            scores: None,
            unmatched,
        };
        Ok(matching.comparison(ask, blind))
    }

    fn in_r(&self) -> InR {
        let also: Vec<String> = self.also.iter().map(|name| column(name)).collect();
        let (bins, cuts, groups) = (self.bins.in_r(), self.cuts_in_r(), self.groups_in_r());
        let k2k = if self.k2k { ", k2k = TRUE" } else { "" };
        InR::Comparison {
            function: "coarsened",
            source: include_str!("cem.R"),
            options: format!(
                "bins = {bins}, cutpoints = {cuts}, groups = {groups}, k2k = {}, by_set = {}, also = {}",
                logical(self.k2k),
                logical(self.k2k),
                vector(&also)
            ),
            matchit: format!("method = \"cem\", cutpoints = {cuts}, grouping = {groups}{k2k}"),
        }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        let cuts = self.cutpoints.keys().map(|name| ("cutpoints", name.clone()));
        let groups = self.groups.keys().map(|name| ("groups", name.clone()));
        cuts.chain(groups).chain(self.also.iter().map(|name| ("also", name.clone()))).collect()
    }

    fn rename(&mut self, name: &dyn Fn(&str) -> String) {
        self.also.iter_mut().for_each(|known| *known = name(known));
        self.cutpoints = std::mem::take(&mut self.cutpoints).into_iter().map(|(of, cut)| (name(&of), cut)).collect();
        self.groups = std::mem::take(&mut self.groups).into_iter().map(|(of, group)| (name(&of), group)).collect();
    }

    fn within(&mut self, by: &VarRef) -> bool {
        matching::push_once(&mut self.also, by.to_string());
        true
    }
}

impl Cem {
    fn cuts_in_r(&self) -> String {
        let entry = |(name, cut): (&String, &options::Cut)| format!("{} = {}", quoted(&column(name)), cut.in_r());
        format!("list({})", self.cutpoints.iter().map(entry).collect::<Vec<_>>().join(", "))
    }

    fn groups_in_r(&self) -> String {
        let entry = |(name, groups): (&String, &Vec<Vec<String>>)| {
            let groups: Vec<String> = groups.iter().map(|group| vector(group)).collect();
            format!("{} = list({})", quoted(&column(name)), groups.join(", "))
        };
        format!("list({})", self.groups.iter().map(entry).collect::<Vec<_>>().join(", "))
    }

    /// Pairs within the strata, the closest first; who is left over of the treated has nobody.
    fn one_to_one(
        &self,
        of_unit: &[u32],
        candidates: &Candidates,
        unmatched: Vec<Unmatched>,
        ask: &Ask,
        sink: &mut Sink,
    ) -> Result<(Partition, Vec<Unmatched>), Halt> {
        let at = mahalanobis::points(&candidates.covariates, &candidates.treated, ask, sink)?;
        let treated = &candidates.treated;
        let points = Points { at: at.view(), treated, stratum: Some(of_unit), widths: &[], ratio: 1 };
        let pairs: Vec<Pair> = points.without_replacement(Turn::Closest).iter().map(Pair::from).collect();
        let sets = Partition::of_pairs(&pairs, false);
        let alone: Vec<u32> = unmatched.iter().map(|it| it.unit).collect();
        let over = |it: Unmatched| match alone.contains(&it.unit) {
            true => it,
            false => Unmatched { reason: LossReason::Taken, ..it },
        };
        let unmatched = losses::alone(candidates, &sets, LossReason::NoEqual).into_iter().map(over).collect();
        Ok((sets, unmatched))
    }

    fn notes(&self, columns: &[&VariableColumn], of_unit: &[u32], strata: &Partition) -> Vec<Phrase> {
        let labels = Arg::List(columns.iter().map(|column| Arg::from(&column.label)).collect());
        let mut notes = vec![
            phrase!("Units are compared with those in the same bin of {variables}", variables = labels),
            phrase!(
                "Of {all} {all?combination|combinations} of bins, {n} {n?has|have} units of both groups; only these are used",
                all = of_unit.iter().max().map_or(0, |last| *last as usize + 1),
                n = strata.sets.len()
            ),
        ];
        if self.k2k {
            notes.push(phrase!(
                "In each of them pairs were made, the closest first by all covariates together (Mahalanobis distance); who was left over is not used"
            ));
        }
        notes
    }
}

fn nobody(columns: &[&VariableColumn], ask: &Ask) -> Diagnostic {
    let message = phrase!(
        "None of those who took part is in the same bins as somebody who did not, by {variables}",
        variables = Arg::List(columns.iter().map(|column| Arg::from(&column.label)).collect())
    );
    let hint = phrase!("Make wider bins ({example}), or compare on fewer variables", example = "bins = 4");
    Diagnostic::error("no-matches", message).at(ask.place.clone()).hint(hint)
}

/// How far the joint distributions of the two groups are apart, before and after.
fn imbalance(candidates: &Candidates, sets: &Partition, ask: &Ask) -> Phrase {
    let bins = coarse::by_scott(&candidates.covariates);
    let cell = candidates::strata(&bins.iter().collect::<Vec<_>>());
    let weight = matching::weights(&candidates.treated, sets, ask.estimand);
    let apart = |weight: &[f64]| classes::apart(&cell, &candidates.treated, weight);
    phrase!(
        "Of the joint distribution of all covariates (numbers in bins by Scott's rule) {before} did not overlap before and {after} after matching (L1)",
        before = num(apart(&vec![1.0; cell.len()]), 3),
        after = num(apart(&weight), 3)
    )
}
