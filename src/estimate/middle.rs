//! The middle beside the average: amounts with zeros and a few very large values get a second reading by ranks, and it is said
//! when the two disagree (in `findings::claim`).

use crate::math::median::{median, sign_interval, skewness, weighted_median};
use crate::math::sums::mean;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::two_arms::TwoArms;
use super::{Companion, Measure, Sample, ranks};

/// Numbers that are skewed by more than this in either arm are treated like amounts.
pub(super) const SKEWED: f64 = 1.0;

/// Key of the Hodges–Lehmann estimate of units compared with themselves.
pub(super) const OF_CHANGES: &str = "hodges-lehmann";
/// The same with units that did not change.
pub(super) const WITH_ZEROS: &str = "hodges-lehmann-with-zeros";
/// The Hodges–Lehmann estimate over matched sets with those that do not differ.
pub(super) const OF_SETS_WITH_ZEROS: &str = "hodges-lehmann-sets-with-zeros";
/// Key of the Hodges–Lehmann shift between two independent groups.
pub(super) const OF_GROUPS: &str = "hodges-lehmann-shift";
/// Key of the Hodges–Lehmann estimate over matched sets.
pub(super) const OF_SETS: &str = "hodges-lehmann-sets";
/// Key of the weighted difference of medians.
pub(super) const OF_MEDIANS: &str = "difference-of-medians";

/// What the middle is, for the cards of estimators of two arms.
pub(super) fn of_two_arms() -> Phrase {
    phrase!(
        "Amounts, and numbers whose skewness m₃/m₂^1.5 exceeds 1 in size in either arm, get a second reading of the middle, of changes where there is a baseline. Matched sets that do not overlap: D = mean of the treated − mean of the comparison units of a set; Hodges–Lehmann median of (Dᵢ + Dⱼ)/2, i ≤ j, with the interval and p-value of Wilcoxon's signed ranks. Without such sets and with equal weights: Hodges–Lehmann shift of the used units, with the Wilcoxon–Mann–Whitney test. With unequal weights: difference of the weighted medians, without an interval. With declared clusters: estimates alone. It is said when average and middle disagree: their intervals lie on different sides of zero, only one of them includes it, or the estimates have opposite signs and either interval excludes zero"
    )
}

/// The same for units compared with themselves.
pub(super) fn of_pairs() -> Phrase {
    phrase!(
        "Amounts, and numbers whose changes have a skewness m₃/m₂^1.5 of more than 1 in size, also get the median change with the interval of the sign test (the k-th change from either end, k the largest with 2P(X < k) ≤ 1 − level, X binomial of n fair trials), and it is said when the average and the Hodges–Lehmann estimate disagree"
    )
}

/// The same for two groups of respondents.
pub(super) fn of_groups() -> Phrase {
    phrase!(
        "For amounts, and numbers whose skewness m₃/m₂^1.5 exceeds 1 in size in either group, it is said when the average and the Hodges–Lehmann shift disagree"
    )
}

/// Whether a few very large values may drive an average: amounts, and skewed numbers.
pub(super) fn matters(sample: &Sample, groups: &[&[f64]]) -> bool {
    !sample.binary && (sample.amount || groups.iter().any(|values| skewness(values).abs() > SKEWED))
}

/// The middle of `y` (outcome or change) in two arms, and the key of the companion that speaks for it; nothing where it does
/// not matter.
pub(super) fn beside(sample: &Sample, arms: &TwoArms, y: &[f64], level: f64) -> Option<(Vec<Companion>, &'static str)> {
    let (treated, others) = (arms.arm(y, true), arms.arm(y, false));
    if !matters(sample, &[&treated, &others]) {
        return None;
    }
    let declared = !sample.clusters.is_empty();
    let (found, key) = match arms.sets(sample, y) {
        Some(sets) => (ranks::of_sets(&differences(&sets), arms.tolerance(), level), OF_SETS),
        None if arms.weighted() => (vec![of_medians(arms, y, level)], OF_MEDIANS),
        None => (ranks::between(&treated, &others, arms.tolerance(), level), OF_GROUPS),
    };
    let found = if declared { found.into_iter().filter_map(Companion::without_error).collect() } else { found };
    Some((found, key))
}

/// Mean of the treated less mean of the comparison units of each set that still has both.
fn differences(sets: &[[Vec<f64>; 2]]) -> Vec<f64> {
    let whole = sets.iter().filter(|[others, treated]| !others.is_empty() && !treated.is_empty());
    whole.map(|[others, treated]| mean(treated) - mean(others)).collect()
}

fn of_medians(arms: &TwoArms, y: &[f64], level: f64) -> Companion {
    let middle = |treated| weighted_median(&arms.arm(y, treated), &arms.arm(&arms.weight, treated));
    Companion {
        key: OF_MEDIANS.into(),
        title: phrase!("Difference of the medians"),
        estimate: Some(middle(true) - middle(false)),
        interval: None,
        level,
        p_value: None,
        statistic: None,
        n: y.len(),
        method: phrase!("weighted as the design weights the units; without an interval, since units serve repeatedly"),
        measure: Measure::Outcome,
    }
}

/// The median change with the interval of the sign test.
pub(super) fn median_change(changes: &[f64], level: f64) -> Option<Companion> {
    let (ends, reached) = sign_interval(changes, level)?;
    // Equality up to rounding is not a shortfall.
    let short = reached < level - 1e-9;
    Some(Companion {
        key: "median-change".into(),
        title: phrase!("Median change"),
        estimate: Some(median(changes)),
        interval: Some(ends),
        level: if short { reached } else { level },
        p_value: None,
        statistic: None,
        n: changes.len(),
        method: phrase!(
            "interval of the sign test; it reaches {reached}",
            reached = crate::text::Arg::Percent(reached, 1)
        ),
        measure: Measure::Outcome,
    })
}

/// Zeros of an amount in two groups: how many, of how many.
pub(super) fn zeros(sample: &Sample, first: &[f64], second: &[f64]) -> Option<[usize; 4]> {
    let count = |values: &[f64]| values.iter().filter(|value| **value == 0.0).count();
    let found = [count(first), first.len(), count(second), second.len()];
    (sample.amount && found[0] + found[2] > 0).then_some(found)
}

/// Zeros of the treated and of the comparison units, in words.
pub(super) fn zeros_of_arms(sample: &Sample, arms: &TwoArms) -> Option<Phrase> {
    let [treated, n1, others, n0] = zeros(sample, &arms.arm(&arms.after, true), &arms.arm(&arms.after, false))?;
    Some(phrase!(
        "The amount is 0 for {treated} of {n_t} who took part and for {others} of {n_c} who did not",
        treated = Arg::units(treated),
        n_t = Arg::units(n1),
        others = Arg::units(others),
        n_c = Arg::units(n0)
    ))
}
