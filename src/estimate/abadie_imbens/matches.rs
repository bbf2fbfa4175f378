use std::collections::BTreeMap;

use crate::design::{Comparison, Estimand, MatchedSet, SetsOf, WeightOrigin};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::super::Sample;
use super::super::two_arms::TwoArms;

/// Each unit whose effect is asked for with its own matches, among those analysed. Positions are those of [`TwoArms::rows`].
pub struct Matches {
    /// Whether the effect on the treated is asked for; else on the others.
    pub of_treated: bool,
    /// Units whose effect is asked for.
    pub own: Vec<usize>,
    /// The matches of each.
    pub partners: Vec<Vec<usize>>,
    /// Units of which no match is analysed.
    pub alone: usize,
}

impl Matches {
    /// Takes them from the sets of a comparison.
    ///
    /// # Errors
    /// No sets, sets in which units have no matches of their own, weights that are not those of matches, or an average over all.
    pub fn of(arms: &TwoArms, sample: &Sample, comparison: &Comparison) -> Result<Matches, Phrase> {
        let of_treated = match comparison.estimand {
            Estimand::Att | Estimand::MatchedTreated => true,
            Estimand::Atc => false,
            Estimand::Ate | Estimand::Overlap | Estimand::Matching | Estimand::Compared | Estimand::None => {
                return Err(phrase!(
                    "The estimate of Abadie and Imbens is made here for those who took part, or for the others, and not for all together"
                ));
            }
        };
        let sets = comparison
            .sets
            .as_ref()
            .filter(|sets| sets.of != SetsOf::Strata && matches!(comparison.weights.origin, WeightOrigin::Matched));
        let own = |set: &MatchedSet| if of_treated { set.treated.clone() } else { set.comparison.clone() };
        let Some(sets) = sets.filter(|sets| sets.sets.iter().all(|set| own(set).len() == 1)) else {
            return Err(phrase!(
                "The estimate of Abadie and Imbens needs units that have matches of their own, as nearest neighbours have"
            ));
        };
        let at: BTreeMap<u32, usize> = arms.rows.iter().enumerate().map(|(i, &row)| (sample.unit[row], i)).collect();
        let place = |unit: &u32| at.get(&comparison.units[*unit as usize]).copied();
        let mut matches = Matches { of_treated, own: Vec::new(), partners: Vec::new(), alone: 0 };
        for set in &sets.sets {
            let others = if of_treated { &set.comparison } else { &set.treated };
            let partners: Vec<usize> = others.iter().filter_map(place).collect();
            match place(&own(set)[0]) {
                Some(_) if partners.is_empty() => matches.alone += 1,
                Some(own) => {
                    matches.own.push(own);
                    matches.partners.push(partners);
                }
                None => {}
            }
        }
        matches.enough()
    }

    fn enough(self) -> Result<Matches, Phrase> {
        match self.own.len() {
            n if n < 2 => Err(phrase!(
                "Only {n} {n?unit has a match whose|units have matches whose} outcome is known; at least 2 are needed",
                n = Arg::units(n)
            )),
            _ => Ok(self),
        }
    }

    /// Σ 1/mᵢ and Σ 1/mᵢ² over the units i that each of `n` units serves, mᵢ: their number of matches.
    pub fn service(&self, n: usize) -> (Vec<f64>, Vec<f64>) {
        let (mut count, mut squares) = (vec![0.0; n], vec![0.0; n]);
        for partners in &self.partners {
            let part = 1.0 / partners.len() as f64;
            for &partner in partners {
                count[partner] += part;
                squares[partner] += part * part;
            }
        }
        (count, squares)
    }
}
