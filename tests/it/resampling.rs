//! Estimates on changed data: leaving out, drawing again, other units treated; and weights that were estimated.

use std::sync::Arc;

use ndarray::{Array1, Array2};
use serde_json::{Map, Value};
use tashika::design::{Arm, Comparison, Kind, WeightModel, WeightOrigin, Weights};
use tashika::estimate::{self, AnyEstimator, Sample};
use tashika::infer::replicates::Replicates;
use tashika::infer::{self, AnyInference, Inference, InferenceCase, Perturbation, Replicate, Rerun, infer};
use tashika::math::random::Stream;
use tashika::phrase;
use tashika::text::Lang;

use crate::nsw::{numbers, reference};

#[track_caller]
fn close(ours: f64, theirs: &Value, relative: f64) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= relative * theirs.abs(), "{ours} {theirs}");
}

fn known() -> Value {
    reference("resampling/resampling.json")
}

fn sample(known: &Value, clustered: bool) -> Sample {
    let (y, treat) = (numbers(&known["y"]), numbers(&known["treat"]));
    let n = y.len();
    let cluster: Vec<u32> = numbers(&known["cluster"]).iter().map(|label| *label as u32).collect();
    Sample {
        y: Array2::from_shape_vec((n, 1), y).unwrap(),
        baseline: None,
        unit: (0..n as u32).collect(),
        period: vec![1; n],
        arm: treat.iter().map(|&treat| if treat == 1.0 { Arm::Treated } else { Arm::Comparison }).collect(),
        weight: vec![1.0; n],
        dose: None,
        set: None,
        lots: None,
        clusters: if clustered { vec![cluster] } else { Vec::new() },
        x: Array2::from_shape_vec((n, 1), numbers(&known["z"])).unwrap(),
        x_names: vec!["z".into()],
        binary: false,
        amount: false,
    }
}

fn comparison(units: usize, origin: WeightOrigin) -> Comparison {
    let weights = Weights { values: vec![1.0; units], origin };
    let all = phrase!("{text}", text = "all");
    Comparison { weights, ..Comparison::plain(Kind::Matched, all, (0..units as u32).collect(), Vec::new()) }
}

fn estimator(name: &str) -> AnyEstimator {
    estimate::parse(name, &Map::new()).unwrap().unwrap()
}

fn by(name: &str, options: Value) -> AnyInference {
    infer::parse(name, options.as_object().unwrap()).unwrap().unwrap()
}

fn inferred(sample: &Sample, estimator: &AnyEstimator, method: &AnyInference) -> Result<Inference, String> {
    let comparison = comparison(sample.unit.len(), WeightOrigin::Fixed);
    let estimate = estimator.get().estimate(sample, &comparison, 0.95).unwrap();
    let rerun = Replicate::new(sample, &comparison, estimator);
    let case = InferenceCase { estimate: &estimate, level: 0.95, rerun: &rerun, stream: Stream::new(5) };
    infer(method, case).map_err(|why| why.render(Lang::En))
}

/// 1e-10: least squares of some fifty rows on both sides.
#[test]
fn the_jackknife_by_clusters_is_that_of_r() {
    let known = known();
    let found =
        inferred(&sample(&known, true), &estimator("regression"), &by("jackknife", serde_json::json!({}))).unwrap();
    close(found.std_error.unwrap(), &known["jackknife"]["std_error"], 1e-10);
    assert_eq!(found.headline.df, known["jackknife"]["df"].as_f64());
    assert_eq!(found.others.len(), 2, "the means of both arms are judged as well");
}

/// 1e-10: quantiles of the normal law to 15 digits on both sides.
#[test]
fn resamples_are_read_as_by_the_formula() {
    let bca = &known()["bca"];
    let resampled = numbers(&bca["resampled"]);
    let found = Replicates::new(bca["estimate"].as_f64().unwrap(), resampled, &numbers(&bca["without"])).unwrap();
    close(found.std_error(), &bca["std_error"], 1e-12);
    close(found.p_value(), &bca["p"], 1e-10);
    for (level, name) in [(0.95, "ends_95"), (0.9, "ends_90")] {
        let (low, high) = found.interval(level);
        close(low, &bca[name][0], 1e-10);
        close(high, &bca[name][1], 1e-10);
    }
}

#[test]
fn what_is_drawn_twice_counts_twice() {
    let sample = sample(&known(), false);
    let n = sample.unit.len();
    let (comparison, estimator) = (comparison(n, WeightOrigin::Fixed), estimator("difference"));
    let rerun = Replicate::new(&sample, &comparison, &estimator);
    let twice: Vec<usize> = (0..n).chain(0..n / 2).collect();
    let doubled = Sample { weight: (0..n).map(|i| if i < n / 2 { 2.0 } else { 1.0 }).collect(), ..sample.clone() };
    let drawn = rerun.with(Perturbation::Resample(&twice)).unwrap();
    let weighted = estimator.get().terms(&doubled, &comparison).unwrap();
    assert!(drawn.iter().zip(&weighted).all(|(drawn, term)| (drawn - term.value).abs() < 1e-12));
    let drawn = sample.drawn(&[(0, 0), (0, 1), (1, 1)]);
    assert_eq!(drawn.unit, [0, 1, 2], "copies of a unit are units of their own");
}

#[test]
fn pairs_drawn_again_stay_pairs() {
    let rows = |values: [f64; 6]| Array2::from_shape_vec((6, 1), values.to_vec()).unwrap();
    let long = Sample {
        y: rows([1.0, 2.0, 5.0, 8.0, 0.0, 5.0]),
        unit: vec![4, 4, 7, 7, 9, 9],
        period: vec![0, 1, 0, 1, 0, 1],
        arm: vec![Arm::Treated; 6],
        weight: vec![1.0; 6],
        x: Array2::zeros((6, 0)),
        x_names: Vec::new(),
        ..sample(&known(), false)
    };
    let (comparison, estimator) = (comparison(3, WeightOrigin::Fixed), estimator("mean-change"));
    let rerun = Replicate::new(&long, &comparison, &estimator);
    assert_eq!(rerun.pieces(), Ok(3));
    assert_eq!(rerun.with(Perturbation::Resample(&[0, 0, 2])).unwrap()[0], (1.0 + 1.0 + 5.0) / 3.0);
    assert_eq!(rerun.with(Perturbation::Without(1)).unwrap()[0], 3.0);
}

#[test]
fn the_bootstrap_is_near_the_t_interval_of_many_units() {
    let sample = sample(&known(), false);
    let t = inferred(&sample, &estimator("difference"), &by("hc1", serde_json::json!({}))).unwrap();
    let found = inferred(&sample, &estimator("difference"), &by("bootstrap", serde_json::json!({}))).unwrap();
    let again = inferred(&sample, &estimator("difference"), &by("bootstrap", serde_json::json!({}))).unwrap();
    assert_eq!(found, again, "the same stream gives the same draws");
    let ratio = found.std_error.unwrap() / t.std_error.unwrap();
    assert!((0.9..1.1).contains(&ratio), "{ratio}");
    assert!((found.headline.low - t.headline.low).abs() < 0.25 * t.std_error.unwrap());
}

/// Without covariates the drawn assignments are exchanges of two groups: their share is that of all, to sampling error.
#[test]
fn assignments_drawn_come_near_to_all_of_them() {
    let sample = sample(&known(), false);
    let bare = Sample { x: Array2::zeros((sample.unit.len(), 0)), x_names: Vec::new(), ..sample.clone() };
    let method = by("permutation", serde_json::json!({"draws": 1999}));
    let exact = inferred(&bare, &estimator("difference"), &method).unwrap();
    let drawn = inferred(&bare, &estimator("regression"), &method).unwrap();
    assert!(drawn.method.render(Lang::En).contains("1,999 random assignments"), "{}", drawn.method.render(Lang::En));
    let width = exact.headline.high - exact.headline.low;
    assert!((drawn.headline.low - exact.headline.low).abs() < 0.1 * width);
    assert!((drawn.headline.high - exact.headline.high).abs() < 0.1 * width);
    let adjusted = inferred(&sample, &estimator("regression"), &method).unwrap();
    assert!(adjusted.headline.high - adjusted.headline.low < 1.1 * width);
}

#[test]
fn what_cannot_be_rearranged_is_said() {
    let clustered = sample(&known(), true);
    let why = inferred(&clustered, &estimator("regression"), &by("permutation", serde_json::json!({}))).unwrap_err();
    assert!(why.contains("cluster"), "{why}");
    let two_ways = Sample { set: Some(clustered.unit.iter().map(|unit| unit / 2).collect()), ..clustered };
    let why = inferred(&two_ways, &estimator("difference"), &by("bootstrap", serde_json::json!({}))).unwrap_err();
    assert!(why.contains("several ways"), "{why}");
}

/// Odds weights from a logit.
#[derive(Debug)]
struct Odds {
    x: Array2<f64>,
    treat: Vec<f64>,
    p: Vec<f64>,
}

impl WeightModel for Odds {
    fn psi(&self) -> Array2<f64> {
        Array2::from_shape_fn(self.x.dim(), |(i, k)| (self.treat[i] - self.p[i]) * self.x[[i, k]])
    }

    fn hessian(&self) -> Array2<f64> {
        let part = |i: usize, j: usize, k: usize| -self.p[i] * (1.0 - self.p[i]) * self.x[[i, j]] * self.x[[i, k]];
        Array2::from_shape_fn((2, 2), |(j, k)| (0..self.p.len()).map(|i| part(i, j, k)).sum())
    }

    fn weight_derivative(&self) -> Array2<f64> {
        let weight = |i: usize| if self.treat[i] == 1.0 { 0.0 } else { self.p[i] / (1.0 - self.p[i]) };
        Array2::from_shape_fn(self.x.dim(), |(i, k)| weight(i) * self.x[[i, k]])
    }
}

/// Stacked estimating equations with derivatives by numDeriv, good to some 9 digits.
#[test]
fn errors_know_that_weights_were_estimated() {
    let known = known();
    let (plain, treat, gamma) = (sample(&known, false), numbers(&known["treat"]), numbers(&known["weights"]["gamma"]));
    let z = numbers(&known["z"]);
    let p: Vec<f64> = z.iter().map(|z| 1.0 / (1.0 + (-(gamma[0] + gamma[1] * z)).exp())).collect();
    let weight: Vec<f64> = treat.iter().zip(&p).map(|(t, p)| if *t == 1.0 { 1.0 } else { p / (1.0 - p) }).collect();
    let x = Array2::from_shape_fn((z.len(), 2), |(i, k)| if k == 0 { 1.0 } else { z[i] });
    let model = Odds { x, treat, p };
    let weighted = Sample { weight, ..plain };
    let comparison = comparison(z.len(), WeightOrigin::Estimated(Arc::new(model)));
    let estimator = estimator("difference");
    let estimate = estimator.get().estimate(&weighted, &comparison, 0.95).unwrap();
    close(estimate.effect(), &known["weights"]["effect"], 1e-9);
    let rerun = Replicate::new(&weighted, &comparison, &estimator);
    let case = InferenceCase { estimate: &estimate, level: 0.95, rerun: &rerun, stream: Stream::new(5) };
    let found = infer(&AnyInference::default(), case).unwrap();
    close(found.std_error.unwrap(), &known["weights"]["std_error"], 1e-7);
    let robust = infer(&by("hc1", serde_json::json!({})), case).unwrap().std_error.unwrap();
    assert!((robust / found.std_error.unwrap() - 1.0).abs() > 1e-3, "knowing of the weights changes the error");
}

#[test]
fn terms_alone_are_those_of_the_estimate() {
    let sample = sample(&known(), false);
    let comparison = comparison(sample.unit.len(), WeightOrigin::Fixed);
    for name in ["difference", "regression", "welch"] {
        let (estimator, value) =
            (estimator(name), |terms: &[estimate::Term]| -> Array1<f64> { terms.iter().map(|it| it.value).collect() });
        let whole = estimator.get().estimate(&sample, &comparison, 0.95).unwrap();
        let alone = estimator.get().terms(&sample, &comparison).unwrap();
        let gap = (&value(&whole.terms) - &value(&alone)).iter().fold(0.0, |gap: f64, it| gap.max(it.abs()));
        assert!(gap < 1e-12, "{name}: {gap}");
        assert_eq!(whole.spread.influence.psi.ncols(), whole.terms.len());
    }
}
