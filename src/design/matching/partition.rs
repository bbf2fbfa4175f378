use std::collections::BTreeMap;

use crate::math::assign::Match;

/// Units that are compared with each other: pairs, one with several, several with several. Positions are those of
/// [`Comparison::units`](crate::design::Comparison::units).
#[derive(Clone, Debug, PartialEq)]
pub struct Partition {
    /// The sets, in the order of their first treated unit or as the design numbers them.
    pub sets: Vec<MatchedSet>,
    /// What the sets are.
    pub of: SetsOf,
}

/// What sets are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetsOf {
    /// Units chosen for each other, each in one set at most: clusters for standard errors, and as comparable with each other as
    /// pairs are.
    Matches,
    /// The same, where a unit may stand in several sets.
    MatchesAgain,
    /// As matches, of all units that there are rather than of some that were chosen.
    Full,
    /// Strata of equal values: no clusters.
    Strata,
}

/// Units that are compared with each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatchedSet {
    /// Treated units.
    pub treated: Vec<u32>,
    /// Their comparison units, in the order in which they were chosen.
    pub comparison: Vec<u32>,
    /// Distance of each treated unit to each comparison unit, all of the first treated unit first; empty where none was measured.
    pub distances: Vec<f64>,
}

/// A treated unit and one of its comparison units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Treated unit.
    pub treated: u32,
    /// Comparison unit.
    pub comparison: u32,
    /// Distance between them; NaN where none was measured.
    pub distance: f64,
}

impl From<&Match> for Pair {
    fn from(found: &Match) -> Pair {
        Pair { treated: found.treated, comparison: found.comparison, distance: found.distance }
    }
}

impl MatchedSet {
    /// Each treated unit with each comparison unit.
    pub fn pairs(&self) -> impl Iterator<Item = Pair> + '_ {
        let all = self.treated.iter().flat_map(|&treated| self.comparison.iter().map(move |&other| (treated, other)));
        let distance = |at: usize| self.distances.get(at).copied().unwrap_or(f64::NAN);
        all.enumerate().map(move |(at, (treated, comparison))| Pair { treated, comparison, distance: distance(at) })
    }

    /// All of its units.
    pub fn units(&self) -> impl Iterator<Item = u32> + '_ {
        self.treated.iter().chain(&self.comparison).copied()
    }
}

impl Partition {
    /// Each of `n` units compared with itself.
    pub fn of_single(n: usize) -> Partition {
        let set = |unit| MatchedSet { treated: vec![unit], ..MatchedSet::default() };
        Partition { sets: (0..n as u32).map(set).collect(), of: SetsOf::Matches }
    }

    /// Each treated unit with its comparison units, from pairs in the order of the treated.
    pub fn of_pairs(pairs: &[Pair], again: bool) -> Partition {
        let set = |of_one: &[Pair]| MatchedSet {
            treated: vec![of_one[0].treated],
            comparison: of_one.iter().map(|pair| pair.comparison).collect(),
            distances: of_one.iter().map(|pair| pair.distance).collect(),
        };
        let sets = pairs.chunk_by(|a, b| a.treated == b.treated).map(set).collect();
        Partition { sets, of: if again { SetsOf::MatchesAgain } else { SetsOf::Matches } }
    }

    /// Units of the same stratum, in the order of the strata; of strata with units of one arm only there is no set.
    pub fn of_strata(stratum: &[u32], treated: &[bool]) -> Partition {
        let mut sets: BTreeMap<u32, MatchedSet> = BTreeMap::new();
        for (unit, (stratum, &treated)) in stratum.iter().zip(treated).enumerate() {
            let set = sets.entry(*stratum).or_default();
            if treated { &mut set.treated } else { &mut set.comparison }.push(unit as u32);
        }
        let whole = |set: &MatchedSet| !set.treated.is_empty() && !set.comparison.is_empty();
        Partition { sets: sets.into_values().filter(whole).collect(), of: SetsOf::Strata }
    }

    /// The same with the sides of each set turned: those who chose stand as comparison units.
    pub fn turned(mut self) -> Partition {
        self.sets.iter_mut().for_each(|set| std::mem::swap(&mut set.treated, &mut set.comparison));
        self
    }

    /// Set of each of `n` units, numbered from 0; nothing where a unit may stand in several.
    pub fn numbers(&self, n: usize) -> Option<Vec<Option<u32>>> {
        if self.of == SetsOf::MatchesAgain {
            return None;
        }
        let mut numbers = vec![None; n];
        for (number, set) in self.sets.iter().enumerate() {
            set.units().for_each(|unit| numbers[unit as usize] = Some(number as u32));
        }
        Some(numbers)
    }

    /// The sets of each treated unit, by their places.
    pub fn of_treated(&self) -> BTreeMap<u32, Vec<usize>> {
        let mut of_treated: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, set) in self.sets.iter().enumerate() {
            set.treated.iter().for_each(|&unit| of_treated.entry(unit).or_default().push(at));
        }
        of_treated
    }

    /// Whether units were chosen by a distance, which stands with them.
    pub fn is_measured(&self) -> bool {
        self.sets.iter().any(|set| !set.distances.is_empty())
    }

    /// Whether some units were chosen from a pool and others not.
    pub fn is_chosen(&self) -> bool {
        self.is_measured() && self.of != SetsOf::Full
    }

    /// Each treated unit with each comparison unit of its sets.
    pub fn pairs(&self) -> impl Iterator<Item = Pair> + '_ {
        self.sets.iter().flat_map(MatchedSet::pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_with_several_are_pairs_of_all_of_them() {
        let set = MatchedSet { treated: vec![0, 4], comparison: vec![2, 3], distances: vec![0.1, 0.2, 0.3, 0.4] };
        let sets = Partition {
            sets: vec![set, MatchedSet { treated: vec![1], ..MatchedSet::default() }],
            of: SetsOf::Matches,
        };
        let pairs: Vec<_> = sets.pairs().map(|pair| (pair.treated, pair.comparison, pair.distance)).collect();
        assert_eq!(pairs, [(0, 2, 0.1), (0, 3, 0.2), (4, 2, 0.3), (4, 3, 0.4)]);
        let of_last = &sets.of_treated()[&4];
        assert_eq!(of_last.iter().flat_map(|&at| sets.sets[at].comparison.clone()).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(sets.numbers(6).unwrap(), [Some(0), Some(1), Some(0), Some(0), Some(0), None]);
    }

    #[test]
    fn sets_that_may_overlap_have_no_numbers() {
        let pair = |treated, comparison| Pair { treated, comparison, distance: 0.0 };
        let pairs = [pair(0, 2), pair(0, 3), pair(1, 3)];
        assert_eq!(Partition::of_pairs(&pairs, true).numbers(4), None);
        let sets = Partition::of_pairs(&pairs[..2], false);
        assert_eq!(sets.numbers(5).unwrap(), [Some(0), None, Some(0), Some(0), None]);
        assert_eq!(sets.pairs().collect::<Vec<_>>(), pairs[..2]);
    }

    #[test]
    fn strata_of_one_arm_are_no_sets() {
        let strata = Partition::of_strata(&[0, 0, 0, 1, 1, 2, 3], &[true, false, false, true, false, true, false]);
        let numbers = strata.numbers(7).unwrap();
        assert_eq!(numbers, [Some(0), Some(0), Some(0), Some(1), Some(1), None, None]);
        assert!(strata.pairs().all(|pair| pair.distance.is_nan()));
    }
}
