use crate::math::rank_sum::{RankSum, rank_sum, shift_between};
use crate::math::ranks::{Shift, SignedRank, hodges_lehmann, signed_rank};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::{Companion, Measure, middle};

/// Wilcoxon's signed-rank test and the Hodges–Lehmann shift of the changes that it ranks; where some are none, beside it the
/// shift with them. Changes of at most `tolerance` count as none; the test is absent where nothing changed.
pub(super) fn companions(changes: &[f64], tolerance: f64, level: f64) -> Vec<Companion> {
    let test = signed_rank(changes, tolerance).map(|test| wilcoxon(&test, level));
    test.into_iter().chain(shifts(changes, tolerance, level)).collect()
}

/// The shift of what is ranked, as R's `wilcox.test` drops zeros, and with zeros where there are any.
fn shifts(changes: &[f64], tolerance: f64, level: f64) -> Vec<Companion> {
    let moved: Vec<f64> = changes.iter().copied().filter(|d| d.abs() > tolerance).collect();
    let of = |changes: &[f64]| Some(pseudomedian(&hodges_lehmann(changes, level)?, changes.len(), level));
    if moved.len() == changes.len() || moved.is_empty() {
        return of(changes).into_iter().collect();
    }
    let of_moved = of(&moved)
        .map(|shift| Companion { title: phrase!("Typical change of those that changed (Hodges–Lehmann)"), ..shift });
    let of_all = of(changes).map(|shift| Companion {
        key: middle::WITH_ZEROS.into(),
        title: phrase!("Typical change, those without change counted in (Hodges–Lehmann)"),
        ..shift
    });
    of_moved.into_iter().chain(of_all).collect()
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
    let of_sets = |shift: Companion| match &*shift.key {
        middle::WITH_ZEROS => Companion {
            key: middle::OF_SETS_WITH_ZEROS.into(),
            title: phrase!(
                "Typical difference between matched sets, those without difference counted in (Hodges–Lehmann)"
            ),
            ..shift
        },
        _ => Companion {
            key: middle::OF_SETS.into(),
            title: phrase!("Typical difference between matched sets (Hodges–Lehmann)"),
            ..shift
        },
    };
    test.into_iter().chain(shifts(differences, tolerance, level).into_iter().map(of_sets)).collect()
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
        measure: Measure::Outcome,
    }
}

fn superiority(test: &RankSum, (first, second): (usize, usize), level: f64) -> Companion {
    Companion {
        key: "superiority".into(),
        title: phrase!(
            "Chance that one of those who took part (or answered after) stands higher than one of the others"
        ),
        estimate: Some(test.statistic / (first as f64 * second as f64)),
        interval: None,
        level,
        p_value: None,
        statistic: None,
        n: first + second,
        method: phrase!("share of all pairs, ties counting one half (probability of superiority)"),
        measure: Measure::Share,
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
        measure: Measure::Outcome,
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
        measure: Measure::Outcome,
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
