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

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

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
    let negligible = NEGLIGIBLE * x.iter().fold(0.0, |largest: f64, x| largest.max(x.abs())).min(1.0);
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
        Estimand::Ate | Estimand::Compared => (of_treated() + of_others()) / 2.0,
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
    fn nobody_is_not_a_panic() {
        assert!(balance(&[], &[], &[term(&[])], Estimand::Att).rows[0].before.ks == 0.0);
        assert!(balance(&[true], &[1.0], &[term(&[3.0])], Estimand::Att).rows[0].after.smd.is_finite());
    }
}
