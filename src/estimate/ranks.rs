use crate::math::rank_sum::{RankSum, rank_sum, shift_between};
use crate::math::ranks::{Shift, SignedRank, hodges_lehmann, signed_rank};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::{Companion, middle};

/// Wilcoxon's signed-rank test and the Hodges–Lehmann shift of changes. Changes of at most `tolerance` count as none; the
/// test is absent where nothing changed.
pub(super) fn companions(changes: &[f64], tolerance: f64, level: f64) -> Vec<Companion> {
    let test = signed_rank(changes, tolerance).map(|test| wilcoxon(&test, level));
    let shift = hodges_lehmann(changes, level).map(|shift| pseudomedian(&shift, changes.len(), level));
    test.into_iter().chain(shift).collect()
}

/// Two independent groups: the Wilcoxon–Mann–Whitney test with the probability of superiority, and the Hodges–Lehmann shift of
/// the first against the second. Values that differ by at most `tolerance` are tied.
pub(super) fn between(first: &[f64], second: &[f64], tolerance: f64, level: f64) -> Vec<Companion> {
    let n = first.len() + second.len();
    let mut found = Vec::new();
    if let Some(test) = rank_sum(first, second, tolerance) {
        found.push(mann_whitney(&test, n, level));
        found.push(superiority(&test, (first.len(), second.len()), level));
    }
    found.extend(shift_between(first, second, level).map(|found| shift(&found, n, level)));
    found
}

/// The differences of matched sets: Wilcoxon's signed-rank test and the Hodges–Lehmann estimate.
pub(super) fn of_sets(differences: &[f64], tolerance: f64, level: f64) -> Vec<Companion> {
    let test = signed_rank(differences, tolerance).map(|test| Companion {
        key: "wilcoxon-sets".into(),
        title: phrase!("Wilcoxon signed-rank test of the matched sets"),
        ..wilcoxon(&test, level)
    });
    let shift = hodges_lehmann(differences, level).map(|shift| Companion {
        key: middle::OF_SETS.into(),
        title: phrase!("Typical difference between matched sets (Hodges–Lehmann)"),
        ..pseudomedian(&shift, differences.len(), level)
    });
    test.into_iter().chain(shift).collect()
}

fn mann_whitney(test: &RankSum, n: usize, level: f64) -> Companion {
    Companion {
        key: "mann-whitney".into(),
        title: phrase!("Wilcoxon–Mann–Whitney test"),
        estimate: None,
        interval: None,
        level,
        p_value: Some(test.p_value),
        statistic: Some(("U".into(), test.statistic)),
        n,
        method: law(test.exact, test.tied),
    }
}

fn superiority(test: &RankSum, (first, second): (usize, usize), level: f64) -> Companion {
    Companion {
        key: "superiority".into(),
        title: phrase!("Chance that one who took part (or answered after) stands higher than one of the others"),
        estimate: Some(test.statistic / (first as f64 * second as f64)),
        interval: None,
        level,
        p_value: None,
        statistic: None,
        n: first + second,
        method: phrase!("share of all pairs, ties counting one half (probability of superiority)"),
    }
}

fn shift(shift: &Shift, n: usize, level: f64) -> Companion {
    Companion {
        key: middle::OF_GROUPS.into(),
        title: phrase!("Typical difference (Hodges–Lehmann)"),
        ..pseudomedian(shift, n, level)
    }
}

fn law(exact: bool, tied: bool) -> Phrase {
    match (exact, tied) {
        (true, false) => phrase!("exact"),
        (true, true) => phrase!("exact, with ties counted in"),
        (false, _) => phrase!("normal approximation with corrections for ties and continuity"),
    }
}

fn wilcoxon(test: &SignedRank, level: f64) -> Companion {
    let law = law(test.exact, test.tied);
    let method = match test.zeros {
        0 => law,
        zeros => phrase!("{law}; {zeros} without change left out", law = law, zeros = Arg::units(zeros)),
    };
    Companion {
        key: "wilcoxon".into(),
        title: phrase!("Wilcoxon signed-rank test"),
        estimate: None,
        interval: None,
        level,
        p_value: Some(test.p_value),
        statistic: Some(("V".into(), test.statistic)),
        n: test.n,
        method,
    }
}

fn pseudomedian(shift: &Shift, n: usize, level: f64) -> Companion {
    // Equality up to rounding is not a shortfall.
    let short = shift.level < level - 1e-9;
    Companion {
        key: middle::OF_CHANGES.into(),
        title: phrase!("Typical change (Hodges–Lehmann)"),
        estimate: Some(shift.estimate),
        interval: Some((shift.low, shift.high)),
        level: if short { shift.level } else { level },
        p_value: None,
        statistic: None,
        n,
        method: how(shift, short),
    }
}

fn how(shift: &Shift, short: bool) -> Phrase {
    let reached = Arg::rule(Arg::Percent(shift.level, 1));
    match (shift.exact, short) {
        (true, false) => phrase!("exact law of the ranks; the interval reaches {reached}", reached = reached),
        (true, true) => {
            phrase!("exact law of the ranks; with so few cases the interval only reaches {reached}", reached = reached)
        }
        (false, _) => phrase!("normal approximation of the ranks; the interval reaches {reached}", reached = reached),
    }
}
