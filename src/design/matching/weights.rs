use crate::design::Estimand;

use super::Partition;

/// Weights of sets with n₁ treated and n₀ comparison units. ATT: a treated unit has 1, a comparison unit n₁/n₀; ATC: a
/// comparison unit has 1, a treated unit n₀/n₁; ATE: (n₁ + n₀)/n₁ and (n₁ + n₀)/n₀. A unit of several sets has the sum; what is
/// not 1 by definition is then normalised to mean 1 among the used units of its arm, as in MatchIt. 0: in no set.
pub fn weights(treated: &[bool], sets: &Partition, estimand: Estimand) -> Vec<f64> {
    let mut weight = vec![0.0; treated.len()];
    for set in &sets.sets {
        let (n1, n0) = (set.treated.len() as f64, set.comparison.len() as f64);
        if n1 == 0.0 || n0 == 0.0 {
            continue;
        }
        let (of_treated, of_others) = match estimand {
            Estimand::Att | Estimand::MatchedTreated | Estimand::None => (1.0, n1 / n0),
            Estimand::Atc => (n0 / n1, 1.0),
            Estimand::Ate | Estimand::Compared | Estimand::Overlap | Estimand::Matching => {
                ((n1 + n0) / n1, (n1 + n0) / n0)
            }
        };
        add(&mut weight, &set.treated, of_treated, estimand == Estimand::Att);
        add(&mut weight, &set.comparison, of_others, estimand == Estimand::Atc);
    }
    let arms = [(true, Estimand::Att), (false, Estimand::Atc)];
    for (arm, _) in arms.into_iter().filter(|(_, fixed)| estimand != *fixed) {
        normalise(&mut weight, treated, arm);
    }
    weight
}

/// Those whose average is asked for weigh 1, in however many sets they stand.
fn add(weight: &mut [f64], units: &[u32], part: f64, once: bool) {
    for &unit in units {
        let own = &mut weight[unit as usize];
        *own = if once { part } else { *own + part };
    }
}

fn normalise(weight: &mut [f64], treated: &[bool], arm: bool) {
    let used: Vec<usize> = (0..weight.len()).filter(|&i| treated[i] == arm && weight[i] > 0.0).collect();
    let mean = used.iter().map(|&i| weight[i]).sum::<f64>() / used.len() as f64;
    used.into_iter().for_each(|i| weight[i] /= mean);
}

#[cfg(test)]
mod tests {
    use super::super::{Pair, Partition};
    use super::*;

    #[test]
    fn a_comparison_unit_counts_for_each_of_its_matches() {
        let pair = |treated, comparison| Pair { treated, comparison, distance: 0.0 };
        let sets = Partition::of_pairs(&[pair(0, 2), pair(0, 3), pair(1, 3)], true);
        let weight = weights(&[true, true, false, false, false], &sets, Estimand::Att);
        assert_eq!(weight, [1.0, 1.0, 0.5, 1.5, 0.0]);
    }

    #[test]
    fn a_stratum_weighs_as_much_as_those_whose_average_is_asked_for() {
        let treated = [true, false, false, true, false, true, false];
        let sets = Partition::of_strata(&[0, 0, 0, 1, 1, 2, 3], &treated);
        // Raw 1/2, 1/2 and 1: mean 2/3.
        assert_eq!(weights(&treated, &sets, Estimand::Att), [1.0, 0.75, 0.75, 1.0, 1.5, 0.0, 0.0]);
        // Raw 2 and 1: mean 3/2.
        assert_eq!(weights(&treated, &sets, Estimand::Atc), [2.0 / 1.5, 1.0, 1.0, 1.0 / 1.5, 1.0, 0.0, 0.0]);
        // Raw 3 and 2, mean 5/2; 3/2, 3/2 and 2, mean 5/3.
        let ate = weights(&treated, &sets, Estimand::Ate);
        let wanted = [1.2, 0.9, 0.9, 0.8, 1.2, 0.0, 0.0];
        assert!(ate.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-15), "{ate:?}");
    }
}
