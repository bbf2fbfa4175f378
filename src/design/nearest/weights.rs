use crate::design::Pair;

/// Matching weights for the ATT: a matched treated unit has 1; a comparison unit the sum over its matches of 1/(number of
/// comparison units of that treated unit), then normalised to mean 1 among the comparison units used.
pub fn weights(treated: &[bool], pairs: &[Pair]) -> Vec<f64> {
    let mut weight = vec![0.0; treated.len()];
    for of_one in pairs.chunk_by(|a, b| a.treated == b.treated) {
        weight[of_one[0].treated as usize] = 1.0;
        of_one.iter().for_each(|pair| weight[pair.comparison as usize] += 1.0 / of_one.len() as f64);
    }
    let used: Vec<usize> = (0..weight.len()).filter(|&i| !treated[i] && weight[i] > 0.0).collect();
    let mean = used.iter().map(|&i| weight[i]).sum::<f64>() / used.len() as f64;
    used.into_iter().for_each(|i| weight[i] /= mean);
    weight
}

/// Matched set of each unit, numbered by treated unit. Only where no unit is used twice.
pub fn sets(n: usize, pairs: &[Pair]) -> Vec<Option<u32>> {
    let mut sets = vec![None; n];
    for (number, of_one) in pairs.chunk_by(|a, b| a.treated == b.treated).enumerate() {
        sets[of_one[0].treated as usize] = Some(number as u32);
        of_one.iter().for_each(|pair| sets[pair.comparison as usize] = Some(number as u32));
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_unit_counts_for_each_of_its_matches() {
        let pair = |treated, comparison| Pair { treated, comparison, distance: 0.0 };
        let pairs = [pair(0, 2), pair(0, 3), pair(1, 3)];
        let weight = weights(&[true, true, false, false, false], &pairs);
        assert_eq!(weight, [1.0, 1.0, 0.5, 1.5, 0.0]);
        assert_eq!(sets(5, &pairs[..2]), [Some(0), None, Some(0), Some(0), None]);
    }
}
