//! Before/after: the design, the mean change and its companions, against R (tests/reference/before_after), by properties
//! and by simulation.

use std::sync::Arc;

use ndarray::Array2;
use proptest::prelude::*;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use tashika::design::{Arm, Ask, Comparison, Estimand, Kind};
use tashika::diag::{Place, Sink};
use tashika::estimate::{Companion, Estimate, Sample};
use tashika::math::noncentral::noncentral_t_cdf;
use tashika::math::ranks::hodges_lehmann;
use tashika::math::special::{normal_quantile, t_quantile, t_two_sided};
use tashika::panel::{Content, Data, Panel, Provenance, VarRef, VariableInfo, View};
use tashika::phrase;

fn reference(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn tests() -> Value {
    reference(include_str!("../reference/before_after/tests.json"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn sample(before: &[f64], after: &[f64], binary: bool) -> Sample {
    let n = before.len();
    let rows = 2 * n;
    Sample {
        y: Array2::from_shape_fn((rows, 1), |(row, _)| if row % 2 == 0 { before[row / 2] } else { after[row / 2] }),
        baseline: None,
        unit: (0..rows).map(|row| row as u32 / 2).collect(),
        period: (0..rows).map(|row| (row % 2) as u8).collect(),
        arm: vec![Arm::Treated; rows],
        weight: vec![1.0; rows],
        dose: None,
        set: None,
        lots: None,
        clusters: Vec::new(),
        x: Array2::zeros((rows, 0)),
        x_names: Vec::new(),
        binary,
        amount: false,
    }
}

fn comparison(n: usize) -> Comparison {
    let all = phrase!("{text}", text = "all");
    Comparison::plain(Kind::Change, all, (0..n as u32).collect(), vec![Arm::Treated; n])
}

fn try_estimate(sample: &Sample, level: f64) -> Result<Estimate, tashika::text::Phrase> {
    let method = tashika::estimate::parse("mean-change", &serde_json::Map::new()).unwrap().unwrap();
    method.get().estimate(sample, &comparison(sample.unit.len() / 2), level)
}

/// A method of inference by its name.
fn by(name: &str) -> tashika::infer::AnyInference {
    tashika::infer::parse(name, &serde_json::Map::new()).unwrap().unwrap()
}

fn estimate(before: &[f64], after: &[f64], level: f64) -> Estimate {
    try_estimate(&sample(before, after, false), level).unwrap()
}

/// Pairs of a yes/no outcome with these counts of rises, no changes and falls.
fn yes_no(higher: usize, equal: usize, lower: usize) -> Estimate {
    let row = |count, value| std::iter::repeat_n(value, count);
    let before: Vec<f64> = row(higher, 0.0).chain(row(equal, 1.0)).chain(row(lower, 1.0)).collect();
    let after: Vec<f64> = row(higher, 1.0).chain(row(equal, 1.0)).chain(row(lower, 0.0)).collect();
    try_estimate(&sample(&before, &after, true), 0.95).unwrap()
}

fn companion<'a>(estimate: &'a Estimate, key: &str) -> &'a Companion {
    estimate.companions.iter().find(|companion| companion.key == key).unwrap_or_else(|| panic!("no {key}"))
}

/// Standard error, t, p and interval as inference takes them from the influence values.
fn inferred(estimate: &Estimate, level: f64) -> (f64, f64, f64, (f64, f64)) {
    let own = estimate.spread.own.as_ref().unwrap();
    let squares = estimate.spread.influence.psi.column(0).iter().map(|psi| psi * psi).sum::<f64>();
    let se = (squares * own.small_sample).sqrt();
    let reach = t_quantile(0.5 + 0.5 * level, own.df) * se;
    let t = estimate.effect() / se;
    (se, t, t_two_sided(t, own.df), (estimate.effect() - reach, estimate.effect() + reach))
}

#[track_caller]
fn close(ours: f64, theirs: f64, relative: f64) {
    assert!((ours - theirs).abs() <= relative * theirs.abs().max(1e-300), "{ours} {theirs}");
}

#[track_caller]
fn close_to(ours: f64, theirs: &Value, relative: f64) {
    close(ours, theirs.as_f64().unwrap(), relative);
}

/// R's drug 2 comes "before": its tests have group 1 minus group 2.
fn sleep() -> (Vec<f64>, Vec<f64>) {
    let inputs = &tests()["inputs"];
    (numbers(&inputs["sleep_group2"]), numbers(&inputs["sleep_group1"]))
}

fn likert() -> (Vec<f64>, Vec<f64>) {
    let inputs = &tests()["inputs"];
    (numbers(&inputs["likert_before"]), numbers(&inputs["likert_after"]))
}

// 1e-12 throughout, where nothing else is said: rounding of a few operations on both sides.

#[test]
fn the_t_interval_is_that_of_t_test() {
    let (before, after) = sleep();
    for (name, level) in [("t_paired_sleep", 0.95), ("t_paired_99", 0.99)] {
        let (estimate, r) = (estimate(&before, &after, level), &tests()[name]);
        let (se, t, p, (low, high)) = inferred(&estimate, level);
        close_to(estimate.effect(), &r["estimate"]["mean difference"], 1e-12);
        close_to(se, &r["stderr"], 1e-12);
        close_to(t, &r["statistic"], 1e-12);
        close_to(p, &r["p_value"], 1e-12);
        close_to(low, &r["conf_int"][0], 1e-12);
        close_to(high, &r["conf_int"][1], 1e-12);
    }
    let estimate = estimate(&before, &after, 0.95);
    assert_eq!((estimate.n, estimate.signs), ((10, 0), Some((0, 1, 9))));
    close(estimate.term("reference").unwrap(), 2.33, 1e-14);
    close(estimate.term("treated").unwrap(), 0.75, 1e-14);
    // The one-sample test of drug 2 prints SD/√10.
    close(estimate.scale.unwrap().0 / 10f64.sqrt(), tests()["t_one_sample_mu1"]["stderr"].as_f64().unwrap(), 1e-12);
}

#[test]
fn signed_ranks_without_ties_are_those_of_wilcox_test() {
    let (inputs, r) = (&tests()["inputs"], &tests()["wilcox_signed_exact_two_sided"]);
    let estimate = estimate(&numbers(&inputs["hw_y"]), &numbers(&inputs["hw_x"]), 0.95);
    let (test, shift) = (companion(&estimate, "wilcoxon"), companion(&estimate, "hodges-lehmann"));
    close_to(test.statistic.as_ref().unwrap().1, &r["statistic"], 1e-15);
    close_to(test.p_value.unwrap(), &r["p_value"], 1e-14);
    close_to(shift.estimate.unwrap(), &r["estimate"]["(pseudo)median"], 1e-12);
    close_to(shift.interval.unwrap().0, &r["conf_int"][0], 1e-12);
    close_to(shift.interval.unwrap().1, &r["conf_int"][1], 1e-12);
}

#[test]
fn signed_ranks_with_ties_are_exact() {
    let exact = reference(include_str!("../reference/before_after/exact.json"));
    let (before, after) = likert();
    let likert = estimate(&before, &after, 0.95);
    let test = companion(&likert, "wilcoxon");
    close_to(test.statistic.as_ref().unwrap().1, &tests()["wilcox_signed_likert_correct"]["statistic"], 1e-15);
    close_to(test.p_value.unwrap(), &exact["wilcox_exact_ties_exactRankTests"], 1e-14);
    close_to(test.p_value.unwrap(), &exact["wilcoxsign_exact_wilcoxon_likert"]["p"], 1e-14);
    assert_eq!(test.n, 14);
    let (before, after) = sleep();
    let sleep = estimate(&before, &after, 0.95);
    close_to(companion(&sleep, "wilcoxon").p_value.unwrap(), &exact["wilcoxsign_exact_wilcoxon_sleep"]["p"], 1e-14);
    // The textbook numbers of sleep: 1.40 (1.05 to 2.95), signs turned, since drug 2 stands before here.
    let shift = companion(&sleep, "hodges-lehmann");
    assert_eq!(shift.n, 9);
    close(shift.estimate.unwrap(), -1.4, 1e-12);
    close(shift.interval.unwrap().0, -2.95, 1e-12);
    close(shift.interval.unwrap().1, -1.05, 1e-12);
    close(companion(&sleep, "hodges-lehmann-with-zeros").estimate.unwrap(), -1.3, 1e-12);
    // With ties R only gives the normal interval by a root search; the estimates agree to its tolerance of 1e-4.
    let r = &tests()["wilcox_signed_sleep_ties_zero_correct"]["estimate"]["(pseudo)median"];
    assert!(
        (hodges_lehmann(&[-1.2, -2.4, -1.3, -1.3, -1.0, -1.8, -0.8, -4.6, -1.4], 0.95).unwrap().estimate
            - r.as_f64().unwrap())
        .abs()
            < 1e-4
    );
}

#[test]
fn the_normal_approximation_is_that_of_wilcox_test() {
    // Thirty copies of the likert changes, which wilcox.test(rep(a, 30), rep(b, 30), paired = TRUE) makes normal.
    let large = &reference(include_str!("../reference/special/special.json"))["signed_rank_large"];
    let (before, after) = likert();
    let estimate = estimate(&before.repeat(30), &after.repeat(30), 0.95);
    let test = companion(&estimate, "wilcoxon");
    close_to(test.statistic.as_ref().unwrap().1, &large["statistic"], 1e-15);
    close_to(test.p_value.unwrap(), &large["p_value"], 1e-11);
}

#[test]
fn standardised_changes_are_those_of_effectsize() {
    let r = reference(include_str!("../reference/before_after/effect_sizes.json"));
    let (before, after) = sleep();
    let estimate = estimate(&before, &after, 0.95);
    for (key, name, value) in [
        ("standardised-change", "cohens_d_paired", "Cohens_d"),
        ("standardised-change-corrected", "hedges_g_paired", "Hedges_g"),
    ] {
        let (ours, theirs) = (companion(&estimate, key), &r[name]);
        close_to(ours.estimate.unwrap(), &theirs[value], 1e-12);
        // effectsize finds the noncentrality by an optimiser that stops near 1e-6.
        close_to(ours.interval.unwrap().0, &theirs["CI_low"], 2e-6);
        close_to(ours.interval.unwrap().1, &theirs["CI_high"], 2e-6);
    }
    // The defining property, to the last digits.
    let ((low, high), t) = (companion(&estimate, "standardised-change").interval.unwrap(), inferred(&estimate, 0.95).1);
    close(noncentral_t_cdf(t, 9.0, low * 10f64.sqrt()), 0.975, 1e-11);
    close(noncentral_t_cdf(t, 9.0, high * 10f64.sqrt()), 0.025, 1e-10);
}

#[test]
fn proportions_are_those_of_binom_test() {
    for (name, k, n) in [("binom_7_20", 7, 20), ("binom_0_10", 0, 10), ("binom_682_925_p75", 682, 925)] {
        let (found, r) = (yes_no(k, n - k, 0), &tests()[name]);
        let share = companion(&found, "share-higher");
        let (low, high) = share.interval.unwrap();
        close(share.estimate.unwrap(), k as f64 / n as f64, 1e-15);
        close_to(low, &r["conf_int"][0], 1e-12);
        close_to(high, &r["conf_int"][1], 1e-12);
    }
    let mcnemar = yes_no(9, 24, 2);
    let exact = companion(&mcnemar, "mcnemar-exact");
    close_to(exact.p_value.unwrap(), &tests()["mcnemar_exact_small"]["p_value"], 1e-13);
    assert_eq!((exact.n, mcnemar.signs), (11, Some((9, 24, 2))));
    // 55 = C(11, 2): the probability of exactly two falls is 55/2048.
    close(companion(&mcnemar, "mcnemar-mid-p").p_value.unwrap(), exact.p_value.unwrap() - 55.0 / 2048.0, 1e-12);
    let (low, high) = companion(&mcnemar, "bonett-price").interval.unwrap();
    assert!(low < mcnemar.effect() && mcnemar.effect() < high);
    let table = &mcnemar.tables[0];
    assert_eq!(table.cell(2, "total").unwrap().number(), Some(35.0));
    assert_eq!(table.cell(0, "yes").unwrap().number(), Some(9.0));
}

#[test]
fn too_little_to_estimate_is_said() {
    for (before, after) in [(vec![], vec![]), (vec![1.0], vec![2.0])] {
        assert!(try_estimate(&sample(&before, &after, false), 0.95).is_err());
    }
    let same = estimate(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0], 0.95);
    assert_eq!((same.effect(), same.signs, inferred(&same, 0.95).0), (0.0, Some((0, 3, 0)), 0.0));
    assert!(!same.notes.is_empty() && same.companions.iter().all(|companion| companion.key != "wilcoxon"));
    // 0.1 + 0.2 and so on: equal changes but for rounding.
    let shifted = estimate(&[0.1, 0.7, 1.1], &[0.1 + 0.2, 0.7 + 0.2, 1.1 + 0.2], 0.95);
    assert_eq!(inferred(&shifted, 0.95).0, 0.0);
    assert!(shifted.companions.iter().all(|companion| companion.key != "standardised-change"));
}

#[test]
fn partners_are_found_by_unit_and_period() {
    let mut long = sample(&[1.0, 2.0, 4.0], &[2.0, 5.0, 5.0], false);
    long.unit = vec![7, 7, 3, 3, 9, 9];
    long.period[5] = 0;
    let found = try_estimate(&long, 0.95).unwrap();
    assert_eq!((found.n, found.effect(), !found.notes.is_empty()), ((2, 0), 2.0, true));
    assert_eq!(found.spread.influence.unit, [3, 7]);
    // Measured once, with a baseline in its own column.
    let mut wide = sample(&[1.0, 2.0], &[3.0, 8.0], false);
    wide.period = vec![1; 4];
    wide.unit = vec![0, 1, 2, 3];
    wide.baseline = Some(Array2::from_shape_vec((4, 1), vec![0.0, 1.0, 2.0, 3.0]).unwrap());
    assert_eq!(try_estimate(&wide, 0.95).unwrap().effect(), (1.0 + 2.0 + 0.0 + 5.0) / 4.0);
    // A unit drawn twice counts twice.
    let mut drawn = sample(&[1.0, 1.0, 4.0], &[2.0, 2.0, 8.0], false);
    drawn.unit = vec![0, 0, 0, 0, 1, 1];
    assert_eq!(try_estimate(&drawn, 0.95).unwrap().effect(), 2.0);
}

#[test]
fn large_samples_do_not_need_all_walsh_averages() {
    let mut draws = normals(20_000, 11);
    let shift = hodges_lehmann(&draws, 0.95).unwrap();
    assert!(shift.low < shift.estimate && shift.estimate < shift.high && shift.high - shift.low < 0.04 && !shift.exact);
    draws.truncate(400);
    let small = hodges_lehmann(&draws, 0.95).unwrap();
    let mut all: Vec<f64> =
        (0..400).flat_map(|i| (i..400).map(move |j| (i, j))).map(|(i, j)| 0.5 * (draws[i] + draws[j])).collect();
    all.sort_by(f64::total_cmp);
    assert_eq!(small.estimate, 0.5 * (all[all.len() / 2 - 1] + all[all.len() / 2]));
    assert!(all.contains(&small.low) && all.contains(&small.high));
}

fn normals(n: usize, seed: u64) -> Vec<f64> {
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    (0..n).map(|_| normal_quantile((rng.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0 + 5e-17)).collect()
}

#[test]
fn intervals_cover_as_often_as_they_say() {
    let (replicates, n, shift) = (1000, 12, 0.7);
    let draws = normals(replicates * n, 20_260_401);
    let mut hits = [0; 3];
    for changes in draws.chunks(n) {
        let after: Vec<f64> = changes.iter().map(|z| z + shift).collect();
        let found = estimate(&vec![0.0; n], &after, 0.95);
        let inside = |(low, high): (f64, f64)| usize::from(low <= shift && shift <= high);
        hits[0] += inside(inferred(&found, 0.95).3);
        hits[1] += inside(companion(&found, "hodges-lehmann").interval.unwrap());
        hits[2] += inside(companion(&found, "standardised-change").interval.unwrap());
    }
    // 950 ± 3.3 binomial standard deviations (6.9); the rank interval may cover more, by its discreteness.
    for hit in hits {
        assert!((927..=973).contains(&hit), "{hits:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shift_scale_sign_and_order(
        pairs in prop::collection::vec((-20i32..20, -20i32..20), 3..30),
        shift in -50i32..50, scale in 1i32..9,
    ) {
        let before: Vec<f64> = pairs.iter().map(|pair| f64::from(pair.0)).collect();
        let after: Vec<f64> = pairs.iter().map(|pair| f64::from(pair.1)).collect();
        let plain = estimate(&before, &after, 0.9);
        let moved = |values: &[f64], by: f64, times: f64| values.iter().map(|y| y * times + by).collect::<Vec<_>>();
        let (by, times) = (f64::from(shift), f64::from(scale));
        let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs());
        // Over all changes: those that are none come and go with a shift.
        let hl = |found: &Estimate| {
            let with_zeros = found.companions.iter().find(|it| it.key == "hodges-lehmann-with-zeros");
            with_zeros.unwrap_or_else(|| companion(found, "hodges-lehmann")).clone()
        };
        let p = |found: &Estimate| found.companions.iter().find(|c| c.key == "wilcoxon").and_then(|c| c.p_value);

        let shifted = estimate(&before, &moved(&after, by, 1.0), 0.9);
        prop_assert!(same(shifted.effect(), plain.effect() + by));
        prop_assert!(same(hl(&shifted).estimate.unwrap(), hl(&plain).estimate.unwrap() + by));
        prop_assert!(same(hl(&shifted).interval.unwrap().0, hl(&plain).interval.unwrap().0 + by));

        let scaled = estimate(&moved(&before, by, times), &moved(&after, by, times), 0.9);
        prop_assert!(same(scaled.effect(), plain.effect() * times));
        prop_assert!(same(hl(&scaled).estimate.unwrap(), hl(&plain).estimate.unwrap() * times));
        prop_assert_eq!(p(&scaled), p(&plain));
        prop_assert_eq!(scaled.signs, plain.signs);

        let flipped = estimate(&after, &before, 0.9);
        let (higher, equal, lower) = plain.signs.unwrap();
        prop_assert!(same(flipped.effect(), -plain.effect()));
        prop_assert_eq!(flipped.signs, Some((lower, equal, higher)));
        prop_assert_eq!(p(&flipped), p(&plain));
        let ((a, b), (c, d)) = (hl(&flipped).interval.unwrap(), hl(&plain).interval.unwrap());
        prop_assert!(same(a, -d) && same(b, -c));

        let reversed: (Vec<f64>, Vec<f64>) = (before.iter().rev().copied().collect(), after.iter().rev().copied().collect());
        let reversed = estimate(&reversed.0, &reversed.1, 0.9);
        prop_assert!(same(reversed.effect(), plain.effect()));
        prop_assert_eq!(p(&reversed), p(&plain));
        prop_assert_eq!(hl(&reversed).interval, hl(&plain).interval);
    }

    #[test]
    fn the_exact_p_is_that_of_all_sign_flips(changes in prop::collection::vec(-6i32..7, 2..=10)) {
        let kept: Vec<i32> = changes.iter().copied().filter(|d| *d != 0).collect();
        prop_assume!(!kept.is_empty());
        let rank = |d: i32| {
            let below = kept.iter().filter(|other| other.abs() < d.abs()).count();
            let equal = kept.iter().filter(|other| other.abs() == d.abs()).count();
            2 * below + equal + 1
        };
        let ranks: Vec<usize> = kept.iter().map(|&d| rank(d)).collect();
        let middle: usize = ranks.iter().sum();
        let sum = |chosen: &dyn Fn(usize) -> bool| 2 * ranks.iter().enumerate().filter(|(i, _)| chosen(*i)).map(|(_, r)| r).sum::<usize>();
        let seen = sum(&|i| kept[i] > 0).abs_diff(middle);
        let extreme = (0u32..1 << kept.len()).filter(|flips| sum(&|i| flips >> i & 1 == 1).abs_diff(middle) >= seen).count();
        let after: Vec<f64> = changes.iter().map(|&d| f64::from(d)).collect();
        let found = estimate(&vec![0.0; after.len()], &after, 0.95);
        let p = companion(&found, "wilcoxon").p_value.unwrap();
        prop_assert!((p - extreme as f64 / f64::from(1u32 << kept.len())).abs() < 1e-14);
    }
}

fn view() -> View {
    let treat = Data::Number([1.0, 0.0, f64::NAN, 1.0].into());
    let info = VariableInfo {
        name: "treat".into(),
        label: Default::default(),
        unit: Default::default(),
        content: Content::YesNo,
        periods: Vec::new(),
    };
    View::whole(Arc::new(Panel {
        units: ["a", "b", "c", "d"].map(String::from).into(),
        fixed: [("treat".to_string(), treat)].into_iter().collect(),
        waves: Default::default(),
        presence: Default::default(),
        written: Default::default(),
        networks: Default::default(),
        logs: Default::default(),
        indicators: Default::default(),
        steps: Default::default(),
        variables: [("treat".to_string(), info)].into_iter().collect(),
        file_order: vec![0, 1, 2, 3],
        provenance: Provenance::default(),
        flow: Vec::new(),
    }))
}

fn compare(treatment: Option<&str>) -> (Result<Comparison, tashika::diag::Halt>, Sink) {
    let design = tashika::design::parse("before-after", &serde_json::Map::new()).unwrap().unwrap();
    assert_eq!(design.get().kind(), Kind::Change);
    let place = Place::File { file: "study.toml".into() };
    let treatment = treatment.map(VarRef::parse);
    let ask =
        Ask { question: "q".into(), treatment, covariates: Vec::new(), estimand: Estimand::Att, periods: None, place };
    let mut sink = Sink::new();
    (design.get().compare(&view().blind(&[]), &ask, &mut sink), sink)
}

#[test]
fn the_design_follows_those_who_received() {
    let treated = compare(Some("treat")).0.unwrap();
    assert_eq!((treated.units.as_slice(), treated.arm.len()), ([0u32, 3].as_slice(), 2));
    assert_eq!(treated.clusters(), Some(vec![Some(0), Some(1)]));
    let lost: Vec<_> = treated.flow[0].lost.iter().map(|lost| (lost.count, lost.who.join(","))).collect();
    assert_eq!(lost, [(1, "c".to_string()), (1, "b".to_string())]);
    assert_eq!(treated.flow[0].remaining + lost.len(), 4);
    assert_eq!(compare(None).0.unwrap().units, [0, 1, 2, 3]);
    let (missing, sink) = compare(Some("nothing"));
    assert!(missing.is_err() && sink.has_errors());
}

/// sandwich's vcovCL of a constant; 1e-12: the same sums in another order.
#[test]
fn changes_of_one_cluster_are_judged_together() {
    let known = reference(include_str!("../reference/before_after/clustered.json"));
    let (before, after) = (numbers(&known["before"]), numbers(&known["after"]));
    let labels: Vec<u32> = numbers(&known["cluster"]).iter().map(|label| *label as u32).collect();
    let of_rows = |labels: &[u32]| vec![labels.iter().flat_map(|&label| [label, label]).collect::<Vec<u32>>()];
    let clustered = Sample { clusters: of_rows(&labels), ..sample(&before, &after, false) };
    let infer = |sample: &Sample| {
        let estimator = tashika::estimate::parse("mean-change", &Default::default()).unwrap().unwrap();
        let estimate = estimator.get().estimate(sample, &comparison(before.len()), 0.95).unwrap();
        (estimate.clone(), crate::inferring::infer(&estimate, &by("t"), 0.95).unwrap())
    };
    let hc1 = crate::inferring::infer(&infer(&clustered).0, &by("cluster"), 0.95).unwrap();
    let found = &hc1.headline;
    for (name, value) in
        [("std_error", hc1.std_error.unwrap()), ("low", found.low), ("high", found.high), ("p_value", found.p_value)]
    {
        let wanted = known[name].as_f64().unwrap();
        assert!((value - wanted).abs() <= 1e-12 * wanted.abs(), "{name}: {value} {wanted}");
    }
    assert_eq!((hc1.clusters, found.df), (Some(7), known["df"].as_f64()));
    let alone: Vec<u32> = (0..before.len() as u32).map(|unit| 100 + unit).collect();
    let lone = infer(&Sample { clusters: of_rows(&alone), ..sample(&before, &after, false) });
    let plain = infer(&sample(&before, &after, false));
    assert_eq!(
        (lone.1.std_error, lone.1.headline.low, lone.1.clusters),
        (plain.1.std_error, plain.1.headline.low, None),
        "clusters of one are none"
    );
}
