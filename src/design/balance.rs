//! How alike the two arms are, before and after: the definitions of MatchIt's `summary()` and of cobalt.
//!
//! - Standardised mean difference (SMD): difference of weighted means over a standard deviation before matching or weighting, so
//!   that the denominator is the same before and after: of all treated units (ATT), of all comparison units (ATC), or the root
//!   of the mean of both variances (ATE). Variance with n − 1; of a variable with values 0 and 1 only, p(1 − p). A difference
//!   below 1.5e-8 counts as 0. Where these units do not vary, the denominator is the standard deviation about the means of the
//!   arms, and where nobody varies within an arm, that of all units together.
//! - Weighted variance Σw(x − x̄)²/(1 − Σw²) with Σw = 1.
//! - Largest and mean distance of the weighted distribution functions over the values that occur among all units; of a
//!   variable with values 0 and 1 only, the difference of the shares.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::math::density::{self, Weighted};
use crate::math::largest::Largest;
use crate::math::sums::{effective_size, sum};
use crate::text::Words;

use super::model_matrix::ModelColumn;
use super::{Arm, Estimand};

/// Balance of one covariate (or one level of a category, or the score), before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BalanceRow {
    /// Stable key: `distance`, `age`, `race=black`.
    pub term: String,
    /// How outputs call the variable.
    pub label: Words,
    /// Level of a category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Whether it takes two values only.
    pub binary: bool,
    /// Whether its values are shares of 1, which people read in percent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub share: bool,
    /// Before matching.
    pub before: BalanceSide,
    /// After matching.
    pub after: BalanceSide,
}

impl BalanceRow {
    /// The variable, with its level where it is one of a category: `Race: black`.
    pub fn title(&self) -> Words {
        titled(&self.label, self.level.as_deref())
    }

    /// The variable, without its level: `race` of `race=black`.
    pub fn variable(&self) -> &str {
        let suffix = self.level.as_ref().map_or(0, |level| level.len() + 1);
        &self.term[..self.term.len() - suffix]
    }
}

/// What a variable is called, with its level where it is one of a category.
pub fn titled(label: &Words, level: Option<&str>) -> Words {
    let Some(level) = level else { return label.clone() };
    Words(label.0.iter().map(|(lang, label)| (lang.clone(), format!("{label}: {level}"))).collect())
}

/// Balance statistics on one side of matching. `None` where a statistic has no meaning (variance ratio of a binary).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct BalanceSide {
    /// Weighted mean of the treated.
    pub mean_treated: f64,
    /// Weighted mean of the comparison units.
    pub mean_comparison: f64,
    /// Weighted standard deviation of the treated.
    pub sd_treated: f64,
    /// Weighted standard deviation of the comparison units.
    pub sd_comparison: f64,
    /// Standardised mean difference; the denominator is that of the unmatched sample on both sides.
    pub smd: f64,
    /// Ratio of variances, treated over comparison.
    pub variance_ratio: Option<f64>,
    /// Kolmogorov–Smirnov statistic: largest distance of the weighted distribution functions.
    pub ks: f64,
    /// Mean distance of the weighted distribution functions.
    pub ecdf_mean: f64,
    /// Overlapping coefficient of the two weighted distributions, 0 to 1; not stored.
    #[serde(skip)]
    pub overlap: Option<f64>,
    /// Of a yes/no variable or a level: how many of the treated and of the comparison units that are used have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub having: Option<(u32, u32)>,
    /// The largest values of the treated and of the comparison units that are used; not stored.
    #[serde(skip)]
    pub largest: (Largest, Largest),
}

impl BalanceSide {
    /// Of a yes/no variable or a level: how many units of an arm its share rests on, those that are used and have it.
    pub fn rests_on(&self, arm: Arm) -> Option<u32> {
        self.having.map(|(treated, comparison)| if arm == Arm::Treated { treated } else { comparison })
    }

    /// Whether a yes/no variable or a level has one share in both arms, so that who knows the one knows the other.
    pub fn is_one_share(&self) -> bool {
        self.having.is_some() && self.smd == 0.0
    }
}

/// Balance of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Balance {
    /// One for the score, each numeric covariate and each level of each category.
    pub rows: Vec<BalanceRow>,
    /// Units before: treated, comparison.
    pub units_before: (usize, usize),
    /// Units used after: treated, comparison.
    pub units_after: (usize, usize),
    /// Effective sample size after: treated, comparison; (Σw)²/Σw².
    pub effective_after: (f64, f64),
}

impl Balance {
    /// Largest |SMD| of the covariates (the score apart) after matching.
    pub fn worst(&self) -> Option<&BalanceRow> {
        let covariates = self.rows.iter().filter(|row| row.term != "distance");
        covariates.max_by(|a, b| a.after.smd.abs().total_cmp(&b.after.smd.abs()))
    }
}

/// √ε: below this a difference or a standard deviation counts as 0, as in MatchIt; for variables within (−1, 1) below this
/// part of the largest value, so that the unit of measurement does not matter.
const NEGLIGIBLE: f64 = 1.490_116_119_384_765_6e-8;

/// Balance of `terms` between the treated and the others, unweighted and under `weight`. All slices have one element for
/// each unit; a unit whose value of a term is missing (NaN) does not count in its row. Differences are standardised as the estimand asks. Every number is finite.
pub fn balance(treated: &[bool], weight: &[f64], terms: &[ModelColumn], estimand: Estimand) -> Balance {
    let arms = ArmUnits::new(treated);
    let rows = terms.par_iter().map(|term| row(term, treated, weight, &arms, estimand)).collect();
    let used = |arm: &[usize]| arm.iter().map(|&i| weight[i]).filter(|&w| w > 0.0).collect::<Vec<f64>>();
    let after = (used(&arms.treated), used(&arms.comparison));
    Balance {
        rows,
        units_before: (arms.treated.len(), arms.comparison.len()),
        units_after: (after.0.len(), after.1.len()),
        effective_after: (effective_size(&after.0), effective_size(&after.1)),
    }
}

impl Balance {
    /// With the overlapping coefficient of each term, in the order of `terms`, as cobalt has it: ∫ min of the normal kernel
    /// densities of both arms, with the bandwidth (`nrd`) of the smaller arm before weighting; of a variable with values 0 and 1
    /// only, 1 less the difference of the shares.
    pub fn with_overlap(mut self, treated: &[bool], weight: &[f64], terms: &[ModelColumn]) -> Balance {
        let arms = ArmUnits::new(treated);
        let equal = vec![1.0; treated.len()];
        let of = |(row, term): (&mut BalanceRow, &ModelColumn)| {
            let overlap = |weight: &[f64]| overlap(&term.values, weight, &arms);
            let binary = |side: &BalanceSide| Some((1.0 - side.ks).clamp(0.0, 1.0));
            (row.before.overlap, row.after.overlap) = match row.binary {
                true => (binary(&row.before), binary(&row.after)),
                false => (overlap(&equal), overlap(weight)),
            };
        };
        self.rows.par_iter_mut().zip(terms).for_each(of);
        self
    }
}

fn overlap(x: &[f64], weight: &[f64], arms: &ArmUnits) -> Option<f64> {
    let of = |values: &[f64], arm: &[usize]| {
        arm.iter().filter(|&&i| !x[i].is_nan()).map(|&i| values[i]).collect::<Vec<f64>>()
    };
    let (treated, others) = (of(x, &arms.treated), of(x, &arms.comparison));
    let (of_treated, of_others) = (of(weight, &arms.treated), of(weight, &arms.comparison));
    let bandwidth = density::nrd(if treated.len() <= others.len() { &treated } else { &others });
    density::overlap(
        Weighted { values: &treated, weight: &of_treated },
        Weighted { values: &others, weight: &of_others },
        bandwidth,
    )
}

/// Indices of the units of each arm.
struct ArmUnits {
    treated: Vec<usize>,
    comparison: Vec<usize>,
}

impl ArmUnits {
    fn new(treated: &[bool]) -> ArmUnits {
        let (treated, comparison) = (0..treated.len()).partition(|&i| treated[i]);
        ArmUnits { treated, comparison }
    }
}

fn row(term: &ModelColumn, treated: &[bool], weight: &[f64], arms: &ArmUnits, estimand: Estimand) -> BalanceRow {
    let x = &term.values;
    if x.iter().any(|x| x.is_nan()) {
        return row_of_known(term, treated, weight, estimand);
    }
    let binary = x.iter().all(|&x| x == 0.0 || x == 1.0);
    let equal = vec![1.0; x.len()];
    let negligible = negligible(x);
    let denominator =
        denominator(&CovariateValues { x, weight: &equal, treated, binary, order: &[], negligible }, arms, estimand);
    let order = if binary { Vec::new() } else { ascending(x) };
    let side = |weight: &[f64]| {
        side(&CovariateValues { x, weight, treated, binary, order: &order, negligible }, arms, denominator)
    };
    BalanceRow {
        term: term.key.clone(),
        label: term.label.clone(),
        level: term.level.clone(),
        binary,
        share: term.share,
        before: side(&equal),
        after: side(weight),
    }
}

/// The row of the units whose value is known.
fn row_of_known(term: &ModelColumn, treated: &[bool], weight: &[f64], estimand: Estimand) -> BalanceRow {
    let known: Vec<usize> = (0..treated.len()).filter(|&i| !term.values[i].is_nan()).collect();
    let values = known.iter().map(|&i| term.values[i]).collect();
    let (treated, weight): (Vec<bool>, Vec<f64>) = known.iter().map(|&i| (treated[i], weight[i])).unzip();
    row(&ModelColumn { values, ..term.clone() }, &treated, &weight, &ArmUnits::new(&treated), estimand)
}

/// Standardised mean differences of a variable, unweighted and under `weight`, by the rule of [`balance`].
/// Values that are not known are passed over.
pub fn standardised(x: &[f64], treated: &[bool], weight: &[f64], estimand: Estimand) -> (f64, f64) {
    if x.iter().any(|x| x.is_nan()) {
        let known: Vec<usize> = (0..x.len()).filter(|&i| !x[i].is_nan()).collect();
        let of = |values: &[f64]| known.iter().map(|&i| values[i]).collect::<Vec<f64>>();
        let treated: Vec<bool> = known.iter().map(|&i| treated[i]).collect();
        return standardised(&of(x), &treated, &of(weight), estimand);
    }
    let (arms, equal) = (ArmUnits::new(treated), vec![1.0; x.len()]);
    let binary = x.iter().all(|&x| x == 0.0 || x == 1.0);
    let negligible = negligible(x);
    let values = |weight| CovariateValues { x, weight, treated, binary, order: &[], negligible };
    let denominator = denominator(&values(&equal), &arms, estimand);
    let smd = |weight: &[f64]| {
        let difference = mean(x, weight, &arms.treated) - mean(x, weight, &arms.comparison);
        if difference.abs() > negligible && denominator > 0.0 { difference / denominator } else { 0.0 }
    };
    (smd(&equal), smd(weight))
}

/// How alike the arms are within clusters: the size of the SMD of a term over the clusters that hold units of both arms.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClusterBalance {
    /// Clusters with units of both arms that are used.
    pub clusters: usize,
    /// Smallest |SMD|.
    pub least: f64,
    /// Mean |SMD|, each cluster alike.
    pub mean: f64,
    /// Largest |SMD|.
    pub largest: f64,
}

/// [`ClusterBalance`] of each term under `weight`. The denominator is that of all units, so that a cluster of two has one.
pub fn within_clusters(
    treated: &[bool],
    weight: &[f64],
    terms: &[ModelColumn],
    clusters: &[u32],
    estimand: Estimand,
) -> Vec<ClusterBalance> {
    let mut members: BTreeMap<u32, [Vec<usize>; 2]> = BTreeMap::new();
    for i in (0..treated.len()).filter(|&i| weight[i] > 0.0) {
        members.entry(clusters[i]).or_default()[usize::from(treated[i])].push(i);
    }
    members.retain(|_, arms| arms.iter().all(|arm| !arm.is_empty()));
    let of = |term: &ModelColumn| {
        let denominator = scale(&term.values, treated, estimand);
        let size = |[others, own]: &[Vec<usize>; 2]| {
            let known = |arm: &[usize]| arm.iter().copied().filter(|&i| !term.values[i].is_nan()).collect::<Vec<_>>();
            let (own, others) = (known(own), known(others));
            let difference = mean(&term.values, weight, &own) - mean(&term.values, weight, &others);
            let size = if denominator > 0.0 { (difference / denominator).abs() } else { 0.0 };
            (!own.is_empty() && !others.is_empty()).then_some(size)
        };
        let sizes: Vec<f64> = members.values().filter_map(size).collect();
        let least = sizes.iter().copied().reduce(f64::min).unwrap_or(0.0);
        let largest = sizes.iter().copied().fold(0.0, f64::max);
        let n = sizes.len();
        ClusterBalance { clusters: n, least, mean: sum(sizes) / n.max(1) as f64, largest }
    };
    terms.par_iter().map(of).collect()
}

/// What differences of known values are divided by.
fn scale(x: &[f64], treated: &[bool], estimand: Estimand) -> f64 {
    let (known, arm): (Vec<f64>, Vec<bool>) = x.iter().zip(treated).filter(|(x, _)| !x.is_nan()).unzip();
    let (arms, equal) = (ArmUnits::new(&arm), vec![1.0; known.len()]);
    let binary = known.iter().all(|&x| x == 0.0 || x == 1.0);
    let negligible = negligible(&known);
    let values = CovariateValues { x: &known, weight: &equal, treated: &arm, binary, order: &[], negligible };
    denominator(&values, &arms, estimand)
}

fn negligible(x: &[f64]) -> f64 {
    NEGLIGIBLE * x.iter().fold(0.0, |largest: f64, x| largest.max(x.abs())).min(1.0)
}

fn ascending(x: &[f64]) -> Vec<u32> {
    let mut keyed: Vec<(f64, u32)> = x.iter().zip(0..).map(|(&x, i)| (x, i)).collect();
    keyed.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    keyed.into_iter().map(|(_, i)| i).collect()
}

struct CovariateValues<'a> {
    x: &'a [f64],
    weight: &'a [f64],
    treated: &'a [bool],
    binary: bool,
    /// Units by ascending value; empty for a binary.
    order: &'a [u32],
    /// Differences up to here count as 0.
    negligible: f64,
}

fn side(values: &CovariateValues<'_>, arms: &ArmUnits, denominator: f64) -> BalanceSide {
    let CovariateValues { x, weight, binary, negligible, .. } = *values;
    let (mean_treated, mean_comparison) = (mean(x, weight, &arms.treated), mean(x, weight, &arms.comparison));
    let variance = |arm: &[usize], mean: f64| variance(x, weight, arm, mean, binary);
    let (of_treated, of_comparison) =
        (variance(&arms.treated, mean_treated), variance(&arms.comparison, mean_comparison));
    let difference = mean_treated - mean_comparison;
    let (ks, ecdf_mean) = if binary { (difference.abs(), difference.abs()) } else { distribution_gaps(values, arms) };
    BalanceSide {
        mean_treated,
        mean_comparison,
        sd_treated: of_treated.sqrt(),
        sd_comparison: of_comparison.sqrt(),
        smd: if difference.abs() > negligible && denominator > 0.0 { difference / denominator } else { 0.0 },
        variance_ratio: Some(of_treated / of_comparison).filter(|ratio| !binary && ratio.is_finite()),
        ks,
        ecdf_mean,
        overlap: None,
        having: binary.then(|| (having(values, &arms.treated), having(values, &arms.comparison))),
        largest: (largest(values, &arms.treated), largest(values, &arms.comparison)),
    }
}

/// The largest values of the units of an arm that are used.
fn largest(values: &CovariateValues<'_>, arm: &[usize]) -> Largest {
    Largest::of(arm.iter().filter(|&&i| values.weight[i] > 0.0).map(|&i| values.x[i]))
}

/// Of the units of an arm that are used, those with the value 1.
fn having(values: &CovariateValues<'_>, arm: &[usize]) -> u32 {
    arm.iter().filter(|&&i| values.weight[i] > 0.0 && values.x[i] == 1.0).count() as u32
}

fn mean(x: &[f64], weight: &[f64], arm: &[usize]) -> f64 {
    let total = sum(arm.iter().map(|&i| weight[i]));
    if total > 0.0 { sum(arm.iter().map(|&i| weight[i] * x[i])) / total } else { 0.0 }
}

/// Weighted variance; 0 where one unit or none has weight.
fn variance(x: &[f64], weight: &[f64], arm: &[usize], mean: f64, binary: bool) -> f64 {
    if binary {
        return (mean * (1.0 - mean)).max(0.0);
    }
    let total = sum(arm.iter().map(|&i| weight[i]));
    let left = 1.0 - sum(arm.iter().map(|&i| (weight[i] / total).powi(2)));
    let squares = sum(arm.iter().map(|&i| weight[i] * (x[i] - mean).powi(2))) / total;
    if total > 0.0 && left > f64::EPSILON { squares / left } else { 0.0 }
}

fn denominator(values: &CovariateValues<'_>, arms: &ArmUnits, estimand: Estimand) -> f64 {
    let CovariateValues { x, weight, binary, negligible, .. } = *values;
    let means = (mean(x, weight, &arms.treated), mean(x, weight, &arms.comparison));
    let of_treated = || variance(x, weight, &arms.treated, means.0, binary);
    let of_others = || variance(x, weight, &arms.comparison, means.1, binary);
    let own = match estimand {
        Estimand::Att | Estimand::MatchedTreated | Estimand::None => of_treated(),
        Estimand::Atc => of_others(),
        Estimand::Ate | Estimand::Compared | Estimand::Overlap | Estimand::Matching => {
            (of_treated() + of_others()) / 2.0
        }
    };
    if own.sqrt() > negligible {
        return own.sqrt();
    }
    let pooled = within(x, arms, means, binary).sqrt();
    if pooled > negligible { pooled } else { whole(x, binary).sqrt() }
}

/// Variance about the means of the arms.
fn within(x: &[f64], arms: &ArmUnits, means: (f64, f64), binary: bool) -> f64 {
    let squares = |arm: &[usize], mean: f64| sum(arm.iter().map(|&i| (x[i] - mean).powi(2)));
    let n = x.len() as f64;
    let total = squares(&arms.treated, means.0) + squares(&arms.comparison, means.1);
    total / if binary { n } else { (n - 1.0).max(1.0) }
}

fn whole(x: &[f64], binary: bool) -> f64 {
    let (all, equal): (Vec<usize>, Vec<f64>) = ((0..x.len()).collect(), vec![1.0; x.len()]);
    variance(x, &equal, &all, mean(x, &equal, &all), binary)
}

/// Largest and mean |F₁ − F₀| over the distinct values.
fn distribution_gaps(values: &CovariateValues<'_>, arms: &ArmUnits) -> (f64, f64) {
    let total = |arm: &[usize]| sum(arm.iter().map(|&i| values.weight[i]));
    let (treated, comparison) = (total(&arms.treated), total(&arms.comparison));
    if treated <= 0.0 || comparison <= 0.0 {
        return (0.0, 0.0);
    }
    let (mut above, mut below, mut largest, mut gaps, mut distinct) = (0.0, 0.0, 0.0_f64, 0.0, 0usize);
    for (at, &unit) in values.order.iter().enumerate() {
        let unit = unit as usize;
        if values.treated[unit] {
            above += values.weight[unit]
        } else {
            below += values.weight[unit]
        }
        let last_of_value = values.order.get(at + 1).is_none_or(|&next| values.x[next as usize] != values.x[unit]);
        if last_of_value {
            let gap: f64 = (above / treated - below / comparison).abs();
            largest = largest.max(gap);
            gaps += gap;
            distinct += 1;
        }
    }
    (largest, gaps / distinct as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(values: &[f64]) -> ModelColumn {
        ModelColumn { key: "x".into(), label: Words::plain("x"), level: None, share: false, values: values.to_vec() }
    }

    #[test]
    fn the_denominator_stays_that_of_all_treated_units() {
        let treated = [true, true, true, false, false];
        let found = balance(&treated, &[1.0, 1.0, 0.0, 2.0, 0.0], &[term(&[1.0, 2.0, 3.0, 1.5, 9.0])], Estimand::Att);
        let row = &found.rows[0];
        assert!((row.before.sd_treated - 1.0).abs() < 1e-15);
        assert!((row.before.smd - (2.0 - 5.25)).abs() < 1e-14);
        assert_eq!(row.after.smd, 0.0);
        assert_eq!(found.units_after, (2, 1));
        assert_eq!(row.after.variance_ratio, None);
    }

    #[test]
    fn the_denominator_follows_the_estimand() {
        let treated = [true, true, true, false, false, false];
        let of = |estimand| {
            balance(&treated, &[1.0; 6], &[term(&[1.0, 2.0, 3.0, 2.0, 4.0, 6.0])], estimand).rows[0].before.smd
        };
        assert!((of(Estimand::Att) + 2.0).abs() < 1e-14, "over 1, the standard deviation of the treated");
        assert!((of(Estimand::Atc) + 1.0).abs() < 1e-14, "over 2, that of the others");
        assert!((of(Estimand::Ate) + 2.0 / 2.5_f64.sqrt()).abs() < 1e-14, "over the root of the mean of 1 and 4");
    }

    #[test]
    fn arms_that_do_not_vary_still_have_a_finite_difference() {
        let treated = [true, true, false, false];
        for values in [[1.0, 1.0, 0.0, 0.0], [5.0, 5.0, 3.0, 3.0], [2.0, 2.0, 1.0, 4.0], [7.0; 4]] {
            let found = balance(&treated, &[1.0; 4], &[term(&values)], Estimand::Att);
            assert!(found.rows[0].before.smd.is_finite(), "{values:?}");
        }
    }

    #[test]
    fn the_unit_of_measurement_does_not_matter() {
        let treated = [true, true, true, false, false, false];
        let values = [1.0, 2.0, 4.0, 2.0, 5.0, 7.0];
        let of = |unit: f64| {
            balance(&treated, &[1.0; 6], &[term(&values.map(|x| x * unit))], Estimand::Att).rows[0].after.smd
        };
        for unit in [1e-12, 1e-3, 1e12] {
            assert!((of(unit) / of(1.0) - 1.0).abs() < 1e-12, "{unit}");
        }
    }

    #[test]
    fn one_share_is_told_from_two_and_from_a_mean() {
        let (treated, weight) = ([true, true, false, false, false], [1.0, 1.0, 2.0, 1.0, 1.0]);
        let side = |values: [f64; 5]| balance(&treated, &weight, &[term(&values)], Estimand::Att).rows[0].after;
        let one = side([1.0, 0.0, 1.0, 0.0, 0.0]);
        assert!(one.is_one_share());
        assert_eq!((one.rests_on(Arm::Treated), one.rests_on(Arm::Comparison)), (Some(1), Some(1)));
        let two = side([1.0, 0.0, 0.0, 1.0, 0.0]);
        assert!(!two.is_one_share() && two.rests_on(Arm::Comparison) == Some(1));
        assert!(side([0.0; 5]).is_one_share() && side([0.0; 5]).rests_on(Arm::Treated) == Some(0));
        let mean = side([3.0, 1.0, 2.0, 2.0, 2.0]);
        assert!(mean.smd == 0.0 && !mean.is_one_share() && mean.rests_on(Arm::Treated).is_none());
    }

    #[test]
    fn clusters_are_looked_at_one_by_one() {
        let treated = [true, false, true, false, true, false];
        let x = term(&[1.0, 2.0, 4.0, 4.0, 4.0, 0.0]);
        let found = within_clusters(&treated, &[1.0; 6], std::slice::from_ref(&x), &[0, 0, 1, 1, 2, 3], Estimand::Att);
        // The standard deviation of the treated is √3; clusters 2 and 3 hold one group only.
        let root = 3.0_f64.sqrt();
        assert_eq!(found[0].clusters, 2);
        assert!((found[0].largest - 1.0 / root).abs() < 1e-14 && found[0].least == 0.0);
        assert!((found[0].mean - 0.5 / root).abs() < 1e-14);
    }

    #[test]
    fn nobody_is_not_a_panic() {
        assert!(balance(&[], &[], &[term(&[])], Estimand::Att).rows[0].before.ks == 0.0);
        assert!(balance(&[true], &[1.0], &[term(&[3.0])], Estimand::Att).rows[0].after.smd.is_finite());
    }
}
