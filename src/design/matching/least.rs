//! Sets of least total distance, stratum by stratum: on a line of scores in n log n, else by a flow among the pairs that may meet.

use std::collections::{BTreeMap, BTreeSet};

use ndarray::Array2;

use crate::design::candidates::Candidates;
use crate::diag::{Halt, Sink};
use crate::math::assign::{Degrees, Meeting, Stars, Wanted, along, apart};
use crate::math::glm::LogitOptions;
use crate::phrase;
use crate::text::{Phrase, num};

use super::calipers::Calipers;
use super::score::{self, Distance, ScoreModel};
use super::{LossReason, MatchedSet, Partition, SetsOf, Unmatched, mahalanobis};
use crate::design::{Ask, Scores};

/// Where the candidates stand.
pub enum Ground {
    /// On a line of scores.
    Line(Scores),
    /// Among points: rows one after another, and their length.
    Points(Vec<f64>, usize),
}

impl Ground {
    /// Fits the score, or lays out the points.
    ///
    /// # Errors
    /// [`Halt`] where neither can be done.
    pub fn of(distance: Distance, candidates: &Candidates, ask: &Ask, sink: &mut Sink) -> Result<Ground, Halt> {
        let (columns, treated) = (&candidates.covariates, &candidates.treated);
        if distance == Distance::Mahalanobis {
            let points: Array2<f64> = mahalanobis::points(columns, treated, ask, sink)?;
            let width = points.ncols();
            return Ok(Ground::Points(points.iter().copied().collect(), width));
        }
        let model = ScoreModel { linear: distance == Distance::LinearLogit, options: LogitOptions::default() };
        score::fit(model, columns, treated, ask, sink).map(Ground::Line)
    }

    /// The scores; none of points.
    pub fn score(&self) -> &[f64] {
        match self {
            Ground::Line(scores) => &scores.distance,
            Ground::Points(..) => &[],
        }
    }

    /// The scores with their model.
    pub fn into_scores(self) -> Option<Scores> {
        match self {
            Ground::Line(scores) => Some(scores),
            Ground::Points(..) => None,
        }
    }

    fn distance(&self, a: usize, b: usize) -> f64 {
        match self {
            Ground::Line(scores) => (scores.distance[a] - scores.distance[b]).abs(),
            Ground::Points(at, width) => {
                let (a, b) = (&at[a * width..][..*width], &at[b * width..][..*width]);
                a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
            }
        }
    }
}

/// Who may meet whom.
pub struct Field<'a> {
    /// Where they stand.
    pub ground: &'a Ground,
    /// Whether each is treated.
    pub treated: &'a [bool],
    /// Only units of the same stratum may meet.
    pub stratum: Option<&'a [u32]>,
    /// Largest distances.
    pub calipers: &'a Calipers,
}

/// What sets are to be like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Each treated unit with so many comparison units of its own.
    Pairs(u32),
    /// Everybody in a set of one with several.
    Full {
        /// Partners that units may have.
        degrees: Degrees,
        /// Largest share of the comparison units of a stratum that may stay out.
        omit: f64,
    },
}

/// The sets, who is in none, and the proof.
#[derive(Default)]
pub struct Found {
    /// The sets.
    pub sets: Vec<MatchedSet>,
    /// Treated units in no set, in their order.
    pub unmatched: Vec<Unmatched>,
    /// Sum of distances.
    pub total: f64,
    /// No such sets have a smaller sum.
    pub bound: f64,
    /// Strata in which there are no sets of that shape.
    pub impossible: usize,
}

impl Found {
    /// As a partition.
    pub fn partition(sets: Vec<MatchedSet>, shape: Shape) -> Partition {
        let of = if matches!(shape, Shape::Pairs(_)) { SetsOf::Matches } else { SetsOf::Full };
        Partition { sets, of }
    }

    /// The total distance and that it is the smallest.
    pub fn note(&self) -> Phrase {
        let gap = format!("{:.0e}", (self.total - self.bound).max(0.0));
        phrase!(
            "The distances add up to {total}, the smallest sum that such sets can have: the dual problem proves that none has less than {bound} (duality gap {gap})",
            total = num(self.total, 6),
            bound = num(self.bound, 6),
            gap = gap
        )
    }
}

impl Field<'_> {
    /// The sets of least total distance.
    pub fn sets(&self, shape: Shape) -> Found {
        let mut strata: BTreeMap<u32, [Vec<u32>; 2]> = BTreeMap::new();
        for unit in 0..self.treated.len() {
            let sides = strata.entry(self.stratum.map_or(0, |stratum| stratum[unit])).or_default();
            sides[usize::from(!self.treated[unit])].push(unit as u32);
        }
        let mut found = Found::default();
        strata.into_values().for_each(|[treated, others]| self.add(treated, others, shape, &mut found));
        found.sets.sort_by_key(|set| set.treated[0]);
        found.unmatched.sort_by_key(|it| it.unit);
        found
    }

    fn add(&self, mut treated: Vec<u32>, mut others: Vec<u32>, shape: Shape, found: &mut Found) {
        if self.is_limited() {
            let all = others.clone();
            others.retain(|&other| treated.iter().any(|&unit| self.meet(unit, other).is_some()));
            treated.retain(|&unit| {
                let near = others.iter().any(|&other| self.meet(unit, other).is_some());
                found.unmatched.extend((!near).then(|| self.far(unit, &all)));
                near
            });
        }
        if treated.is_empty() || others.is_empty() {
            found.unmatched.extend(treated.iter().map(|&unit| self.far(unit, &others)));
            return;
        }
        let Some(stars) = self.solve(&treated, &others, shape) else {
            found.impossible += 1;
            return;
        };
        found.total += stars.total;
        found.bound += stars.bound;
        let n1 = treated.len() as u32;
        let edges = stars.edges.iter().map(|&(i, j)| (treated[i as usize], others[(j - n1) as usize]));
        let sets = self.stars(edges.collect());
        let matched: BTreeSet<u32> = sets.iter().flat_map(|set| set.treated.iter().copied()).collect();
        let alone = treated.iter().filter(|unit| !matched.contains(unit));
        let taken = |&unit: &u32| Unmatched { unit, reason: LossReason::Taken, nearest: f64::NAN };
        found.unmatched.extend(alone.map(taken));
        found.sets.extend(sets);
    }

    fn is_limited(&self) -> bool {
        self.calipers.score.is_some() || !self.calipers.widths.is_empty()
    }

    /// The distance of two units that may meet.
    fn meet(&self, a: u32, b: u32) -> Option<f64> {
        let (a, b) = (a as usize, b as usize);
        let wide = |(values, width): &(Vec<f64>, f64)| (values[a] - values[b]).abs() <= *width;
        let distance = self.ground.distance(a, b);
        let near = self.calipers.score.is_none_or(|caliper| distance <= caliper);
        (near && self.calipers.widths.iter().all(wide)).then_some(distance)
    }

    /// A treated unit whom nobody is near enough, or with nobody in its stratum.
    fn far(&self, unit: u32, others: &[u32]) -> Unmatched {
        let nearest = others.iter().map(|&other| self.ground.distance(unit as usize, other as usize)).reduce(f64::min);
        let reason = if nearest.is_some() { LossReason::Caliper } else { LossReason::Stratum };
        Unmatched { unit, reason, nearest: nearest.unwrap_or(f64::NAN) }
    }

    /// Edges of one stratum; comparison units are numbered after the treated.
    fn solve(&self, treated: &[u32], others: &[u32], shape: Shape) -> Option<Stars> {
        let (n1, n0) = (treated.len(), others.len());
        let (degrees, used) = match shape {
            Shape::Pairs(k) if self.is_limited() => (Degrees::pairs(k), None),
            Shape::Pairs(k) => (pairs(k, n1, n0), None),
            Shape::Full { degrees, omit } if omit > 0.0 => {
                (degrees, Some((((1.0 - omit) * n0 as f64) - 1e-9).ceil().max(1.0) as usize))
            }
            Shape::Full { degrees, .. } => (degrees, None),
        };
        match self.ground {
            Ground::Line(scores) if !self.is_limited() && used.is_none() => {
                let units = || treated.iter().chain(others);
                let score: Vec<f64> = units().map(|&unit| scores.distance[unit as usize]).collect();
                let arm: Vec<bool> = units().map(|&unit| self.treated[unit as usize]).collect();
                along(&score, &arm, degrees)
            }
            _ => {
                let alone = matches!(shape, Shape::Pairs(_)) && degrees.treated.0 > 0;
                apart(&Sides { field: self, treated, others }, Wanted { sides: (n1, n0), degrees, used, alone })
            }
        }
    }

    /// Sets of edges that are stars.
    fn stars(&self, edges: Vec<(u32, u32)>) -> Vec<MatchedSet> {
        let mut degree: BTreeMap<u32, usize> = BTreeMap::new();
        edges.iter().for_each(|(unit, _)| *degree.entry(*unit).or_default() += 1);
        let mut sets: BTreeMap<u32, MatchedSet> = BTreeMap::new();
        for (unit, other) in edges {
            let set = sets.entry(if degree[&unit] > 1 { unit } else { other }).or_default();
            if degree[&unit] == 1 || set.treated.is_empty() {
                set.treated.push(unit);
            }
            if degree[&unit] > 1 || set.comparison.is_empty() {
                set.comparison.push(other);
            }
            set.distances.push(self.ground.distance(unit as usize, other as usize));
        }
        sets.into_values().collect()
    }
}

/// Partners in a stratum: fewer where there are too few comparison units for all; where there are fewer than treated units, each of
/// them has one treated unit.
fn pairs(k: u32, n1: usize, n0: usize) -> Degrees {
    match (n0 / n1) as u32 {
        0 => Degrees { treated: (0, 1), comparison: (1, 1) },
        each => Degrees::pairs(k.min(each)),
    }
}

struct Sides<'a> {
    field: &'a Field<'a>,
    treated: &'a [u32],
    others: &'a [u32],
}

impl Meeting for Sides<'_> {
    fn distance(&self, treated: usize, comparison: usize) -> Option<f64> {
        self.field.meet(self.treated[treated], self.others[comparison])
    }
}
