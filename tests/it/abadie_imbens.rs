//! Matching estimates with the error of Abadie and Imbens: intervals hold what they say, and it is refused where they would not.

use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;
use tashika::design::{Arm, Comparison, Kind, MatchedSet, Partition, SetsOf, WeightOrigin, Weights};
use tashika::diag::Sink;
use tashika::estimate::{self, Sample};
use tashika::infer;
use tashika::math::neighbours;
use tashika::math::random::Stream;
use tashika::math::special::normal_quantile;
use tashika::run;
use tashika::text::{Lang, Phrase};

use crate::study_runs::{nsw, said};

/// Of whom took part: those with larger values of the first covariate more often.
const TREATED: usize = 40;
const OTHERS: usize = 90;

/// A world in which the effect is 1 + x/2, and 1.4 on average for those who took part; each has `ratio` matches, used again.
fn world(stream: Stream, ratio: usize) -> (Sample, Comparison) {
    let n = TREATED + OTHERS;
    let mut rng = stream.rng();
    let uniform = |rng: &mut ChaCha8Rng| (rng.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0 + 5e-17;
    let draws: Vec<f64> = (0..3 * n).map(|_| normal_quantile(uniform(&mut rng))).collect();
    let treated = |i: usize| i < TREATED;
    let x = Array2::from_shape_fn((n, 2), |(i, k)| draws[3 * i + k] + if k == 0 && treated(i) { 0.8 } else { 0.0 });
    let y = |i: usize| {
        let (a, b) = (x[[i, 0]], x[[i, 1]]);
        let effect = if treated(i) { 1.0 + 0.5 * a } else { 0.0 };
        2.0 * a + 0.3 * a * a + b + effect + (0.6 + 0.4 * a.abs()) * draws[3 * i + 2]
    };
    let points = neighbours::mahalanobis(&x);
    let set = |i: u32| {
        let near = neighbours::nearest(&points, i as usize, n - 1);
        let comparison: Vec<u32> = near.into_iter().filter(|&j| !treated(j)).take(ratio).map(|j| j as u32).collect();
        MatchedSet { treated: vec![i], distances: vec![0.0; comparison.len()], comparison }
    };
    let sets: Vec<MatchedSet> = (0..TREATED as u32).map(set).collect();
    let mut weight = vec![0.0; n];
    sets.iter().flat_map(|set| &set.comparison).for_each(|&j| weight[j as usize] += 1.0 / ratio as f64);
    weight[..TREATED].fill(1.0);
    let arm: Vec<Arm> = (0..n).map(|i| if treated(i) { Arm::Treated } else { Arm::Comparison }).collect();
    let used: Vec<usize> = (0..n).filter(|&i| weight[i] > 0.0).collect();
    let sample = Sample {
        y: Array2::from_shape_fn((used.len(), 1), |(row, _)| y(used[row])),
        baseline: None,
        unit: used.iter().map(|&i| i as u32).collect(),
        period: vec![1; used.len()],
        arm: used.iter().map(|&i| arm[i]).collect(),
        weight: used.iter().map(|&i| weight[i]).collect(),
        dose: None,
        set: None,
        clusters: Vec::new(),
        x: x.select(ndarray::Axis(0), &used),
        lots: None,
        x_names: vec!["a".into(), "b".into()],
        binary: false,
        amount: false,
    };
    let comparison = Comparison {
        sets: Some(Partition { sets, of: SetsOf::MatchesAgain }),
        weights: Weights { values: weight, origin: WeightOrigin::Matched },
        ..Comparison::plain(Kind::Matched, Phrase::verbatim(""), (0..n as u32).collect(), arm)
    };
    (sample, comparison)
}

/// Estimate and interval.
fn answer(sample: &Sample, comparison: &Comparison, options: serde_json::Value, stream: Stream) -> (f64, f64, f64) {
    let method = estimate::parse("abadie-imbens", options.as_object().unwrap()).unwrap().unwrap();
    let estimate = method.get().estimate(sample, comparison, 0.95).unwrap_or_else(|why| panic!("{why:?}"));
    let rerun = infer::Replicate::new(sample, comparison, &method);
    let case = infer::InferenceCase { estimate: &estimate, level: 0.95, rerun: &rerun, stream };
    let found = infer::infer(&infer::AnyInference::default(), case).unwrap_or_else(|why| panic!("{why:?}"));
    (estimate.effect(), found.headline.low, found.headline.high)
}

#[test]
fn intervals_hold_the_truth_as_often_as_they_say_and_the_correction_removes_bias() {
    const WORLDS: usize = 250;
    const TRUTH: f64 = 1.4;
    let (mut held, mut corrected, mut plain) = (0, 0.0, 0.0);
    for seed in 0..WORLDS {
        let stream = Stream::new(20).child("abadie-imbens").child(&seed.to_string());
        let (sample, comparison) = world(stream, 2);
        let (estimate, low, high) = answer(&sample, &comparison, serde_json::json!({}), stream.child("infer"));
        held += usize::from(low <= TRUTH && TRUTH <= high);
        corrected += (estimate - TRUTH) / WORLDS as f64;
        let without = answer(&sample, &comparison, serde_json::json!({"correct": false}), stream.child("infer"));
        plain += (without.0 - TRUTH) / WORLDS as f64;
    }
    let share = held as f64 / WORLDS as f64;
    // 0.95 ± 3.3 binomial standard deviations (1.4 points). What the lines of the correction leave of a curve remains as bias.
    assert!((0.905..=0.995).contains(&share), "{share}");
    assert!(corrected.abs() < 0.15 && plain > 2.0 * corrected.abs(), "{corrected} {plain}");
}

#[test]
fn what_its_error_does_not_know_is_refused() {
    let stream = Stream::new(22).child("abadie-imbens");
    let (sample, comparison) = world(stream, 1);
    let method = estimate::parse("abadie-imbens", &Default::default()).unwrap().unwrap();
    let clusters = Sample { clusters: vec![vec![1; sample.unit.len()]], ..sample.clone() };
    let why = method.get().estimate(&clusters, &comparison, 0.95).unwrap_err().render(Lang::En);
    assert!(why.contains("clusters"), "{why}");
    let strata = Comparison { sets: None, ..comparison.clone() };
    assert!(method.get().estimate(&sample, &strata, 0.95).is_err());
    assert!(method.get().terms(&sample, &comparison).is_err(), "resamples have other matches");
}

/// On a score that was estimated from the same data, a study cannot ask for it.
#[test]
fn it_does_not_go_with_an_estimated_score() {
    let temp = tempfile::tempdir().unwrap();
    let study = std::fs::read_to_string(nsw("study.toml")).unwrap();
    let asked = study.replace("id = \"training\"", "id = \"training\"\nestimate = \"abadie-imbens\"");
    assert_ne!(asked, study);
    std::fs::copy(nsw("nsw.xlsx"), temp.path().join("nsw.xlsx")).unwrap();
    std::fs::write(temp.path().join("study.toml"), asked).unwrap();
    let mut sink = Sink::new();
    let _ = run::run(&temp.path().join("study.toml"), &|_| (), &mut sink);
    assert!(sink.problems.iter().any(|problem| problem.code == "methods-do-not-fit"), "{}", said(&sink));
}
