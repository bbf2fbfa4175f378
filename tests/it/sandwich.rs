//! Robust and cluster-robust errors against R's sandwich, the NIST sets and simulation.

use ndarray::{Array1, Array2};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use tashika::design::{Arm, Comparison, Kind, WeightOrigin, Weights};
use tashika::estimate::{Estimate, Linear, Sample, parse};
use tashika::infer::cluster::{self, ClusterCorrection};
use tashika::infer::robust::{self, SandwichCorrection};
use tashika::infer::{self, AnyInference};
use tashika::math::linear::{Factor, TOLERANCE};
use tashika::phrase;
use tashika::text::{Lang, Phrase};

use crate::inferring::infer;
use crate::nsw::{COVARIATES, Nsw, furthest, matrix, matrix_column, numbers, reference};

/// Digits that are lost where errors of a fit are made of its residuals: both programs round differently.
const CLOSE: f64 = 1e-12;

const CORRECTIONS: [(&str, SandwichCorrection); 4] = [
    ("HC0", SandwichCorrection::Hc0),
    ("HC1", SandwichCorrection::Hc1),
    ("HC2", SandwichCorrection::Hc2),
    ("HC3", SandwichCorrection::Hc3),
];

fn linear(x: Array2<f64>, y: &[f64]) -> Linear {
    let factor = Factor::new(x.view(), None, TOLERANCE);
    let fit = factor.solve(y);
    Linear {
        weight: Array1::ones(y.len()),
        residual: fit.residuals,
        bread: factor.bread(),
        contrast: Array1::zeros(x.ncols()),
        coefficients: fit.coefficients,
        names: Vec::new(),
        unit: (0..y.len() as u32).collect(),
        set: None,
        clusters: Vec::new(),
        x,
    }
}

fn errors(covariance: &Array2<f64>) -> Vec<f64> {
    covariance.diag().iter().map(|variance| variance.sqrt()).collect()
}

fn nsw_regression() -> Linear {
    let nsw = Nsw::read();
    linear(nsw.model(&[&["(Intercept)", "treat"], &COVARIATES[..]].concat()), &nsw.term("re78"))
}

#[test]
fn coefficients_leverages_and_robust_errors_agree_with_r() {
    let (fit, r) = (nsw_regression(), reference("sandwich/sandwich.json"));
    assert!(furthest(&fit.coefficients.to_vec(), &numbers(&r["lm_coef"])) < CLOSE);
    assert!(furthest(&Factor::new(fit.x.view(), None, TOLERANCE).leverages(), &numbers(&r["hat"])) < CLOSE);
    for (name, correction) in CORRECTIONS {
        let ours = errors(&robust::covariance(&fit, correction).unwrap());
        assert!(furthest(&ours, &matrix_column(&r["hc_se"], name)) < CLOSE, "{name}");
    }
    let (ours, theirs) = (robust::covariance(&fit, SandwichCorrection::Hc3).unwrap(), matrix(&r["hc_vcov_HC3"]));
    let correlation = |at: (usize, usize)| (theirs[[at.0, at.0]] * theirs[[at.1, at.1]]).sqrt();
    assert!(ours.indexed_iter().all(|(at, value)| (value - theirs[at]).abs() < CLOSE * correlation(at)));
}

#[test]
fn clustered_errors_agree_with_r() {
    let (fit, r) = (nsw_regression(), reference("sandwich/sandwich.json"));
    let labels: Vec<u32> = (0..614).map(|row| row % 40).collect();
    for (name, correction) in [("HC0", ClusterCorrection::Hc0), ("HC1", ClusterCorrection::Hc1)] {
        let ours = errors(&cluster::covariance(&fit, &[&labels], correction).unwrap());
        assert!(furthest(&ours, &matrix_column(&r["lalonde_cl40"]["cl"], name)) < CLOSE, "{name}");
    }
}

#[test]
fn every_row_its_own_cluster_is_the_robust_error() {
    let fit = nsw_regression();
    let rows: Vec<u32> = (0..614).collect();
    let clustered = cluster::covariance(&fit, &[&rows], ClusterCorrection::Hc0).unwrap();
    let robust = robust::covariance(&fit, SandwichCorrection::Hc0).unwrap() * (614.0 / 613.0);
    assert!(furthest(&errors(&clustered), &errors(&robust)) < 1e-13);
    let twice = cluster::covariance(&fit, &[&rows, &rows], ClusterCorrection::Hc0).unwrap();
    assert!(furthest(&errors(&twice), &errors(&clustered)) < 1e-13);
}

#[test]
fn robust_errors_of_the_nist_sets_are_right_to_ten_digits() {
    let texts = |value: &Value| -> Vec<f64> {
        value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().parse().unwrap()).collect()
    };
    let sets = reference("nist/nist.json");
    for name in ["Norris", "Longley"] {
        let set = &sets["sets"][name];
        let rows: Vec<Vec<f64>> = set["x"].as_array().unwrap().iter().map(texts).collect();
        let value = |(i, k): (usize, usize)| if k == 0 { 1.0 } else { rows[i][k - 1] };
        let fit = linear(Array2::from_shape_fn((rows.len(), rows[0].len() + 1), value), &texts(&set["y"]));
        for (key, correction) in CORRECTIONS {
            let ours = errors(&robust::covariance(&fit, correction).unwrap());
            assert!(furthest(&ours, &texts(&set[key.to_lowercase()])) < 1e-10, "{name} {key}");
        }
    }
}

/// The men used by a matching of the reference folder, with its weights and sets.
fn matched(case: &Value, sets: bool) -> Sample {
    let nsw = Nsw::read();
    let weight = numbers(&case["weights"]);
    let used: Vec<usize> = (0..weight.len()).filter(|&i| weight[i] > 0.0).collect();
    let pick = |name: &str| used.iter().map(|&i| nsw.term(name)[i]).collect::<Vec<f64>>();
    let treat = pick("treat");
    let set = |i: &usize| case["subclass"][*i].as_str().unwrap().parse::<u32>().unwrap();
    Sample {
        y: Array2::from_shape_vec((used.len(), 1), pick("re78")).unwrap(),
        baseline: None,
        unit: used.iter().map(|&i| i as u32).collect(),
        period: vec![1; used.len()],
        arm: treat.iter().map(|&treated| if treated == 1.0 { Arm::Treated } else { Arm::Comparison }).collect(),
        weight: used.iter().map(|&i| weight[i]).collect(),
        dose: None,
        set: sets.then(|| used.iter().map(set).collect()),
        lots: None,
        clusters: Vec::new(),
        x: nsw.model(&COVARIATES).select(ndarray::Axis(0), &used),
        x_names: COVARIATES.map(String::from).to_vec(),
        binary: false,
        amount: false,
    }
}

fn nothing() -> Comparison {
    let weights = Weights { values: Vec::new(), origin: WeightOrigin::Matched };
    Comparison { weights, ..Comparison::plain(Kind::Matched, phrase!("Treated"), Vec::new(), Vec::new()) }
}

/// An estimate as a study file asks for it.
fn estimate(name: &str, options: Value, sample: &Sample) -> Result<Estimate, Phrase> {
    parse(name, options.as_object().unwrap()).unwrap().unwrap().get().estimate(sample, &nothing(), 0.95)
}

/// A method of inference by its name.
fn by(name: &str) -> AnyInference {
    infer::parse(name, &serde_json::Map::new()).unwrap().unwrap()
}

fn effect_and_error(estimate: &Estimate, method: &str) -> Vec<f64> {
    let said = infer(estimate, &by(method), 0.95).unwrap();
    vec![estimate.effect(), said.std_error.unwrap()]
}

#[test]
fn the_estimates_after_matching_agree_with_r() {
    for (file, sets) in [("a02-largest", true), ("a04-caliper", true), ("a03-replace", false)] {
        let case = reference(&format!("nearest/{file}.json"));
        let sample = matched(&case, sets);
        let r = |kind: &str| {
            let part = &case["att"][kind];
            vec![part["estimate"]["treat"].as_f64().unwrap(), part["se"]["treat"].as_f64().unwrap()]
        };
        let plain = estimate("difference", json!({"changes": true}), &sample).unwrap();
        let adjusted = estimate("regression", json!({}), &sample).unwrap();
        assert!(furthest(&effect_and_error(&plain, "auto"), &r("unadjusted")) < CLOSE, "{file}");
        assert!(furthest(&effect_and_error(&adjusted, "auto"), &r("adjusted")) < CLOSE, "{file}");
        let hc3 = case["att"]["hc3_unadjusted_se"]["treat"].as_f64().unwrap();
        assert!(furthest(&effect_and_error(&plain, "hc3")[1..], &[hc3]) < CLOSE, "{file}");
    }
}

/// V = Σψ² with n/(n − k) is HC1, whatever else an estimate carries.
#[test]
fn every_estimate_has_its_influence_values() {
    let sample = matched(&reference("nearest/a03-replace.json"), false);
    for (name, options) in [("difference", json!({})), ("regression", json!({}))] {
        let found = estimate(name, options, &sample).unwrap();
        let (influence, linear) = (&found.spread.influence, found.spread.linear.as_ref().unwrap());
        assert_eq!(influence.unit, linear.unit);
        let (n, k) = (linear.x.nrows() as f64, linear.x.ncols() as f64);
        let error = (influence.psi.column(0).iter().map(|psi| psi * psi).sum::<f64>() * n / (n - k)).sqrt();
        assert!(furthest(&[error], &effect_and_error(&found, "hc1")[1..]) < CLOSE, "{name}");
    }
}

#[test]
fn the_law_is_said_and_few_clusters_are_warned_of() {
    let mut sample = matched(&reference("nearest/a02-largest.json"), true);
    let difference = |sample: &Sample| estimate("difference", json!({}), sample).unwrap();
    let auto = infer(&difference(&sample), &AnyInference::default(), 0.95).unwrap();
    assert_eq!((auto.clusters, auto.headline.df), (Some(185), Some(184.0)));
    let said = "cluster-robust standard error (HC1), 185 clusters; t distribution with 184 degrees of freedom";
    assert_eq!(auto.method.render(Lang::En), said);
    sample.set = None;
    sample.clusters = vec![sample.unit.iter().map(|unit| unit % 5).collect()];
    let few = infer(&difference(&sample), &AnyInference::default(), 0.95).unwrap();
    assert!(
        few.method.render(Lang::En).contains("cluster-robust standard error (CR2), 5 clusters; few degrees of freedom")
    );
    let hc1 = infer(&difference(&sample), &by("cluster"), 0.95).unwrap();
    assert!(hc1.method.render(Lang::En).contains("which is few"));
    sample.clusters = vec![vec![0; sample.unit.len()]];
    let one = infer(&difference(&sample), &AnyInference::default(), 0.95).unwrap_err();
    assert_eq!(one.render(Lang::En), "There is 1 cluster; at least 2 are needed");
}

#[test]
fn with_a_baseline_changes_are_compared() {
    let nsw = Nsw::read();
    let mut sample = matched(&reference("nearest/a02-largest.json"), true);
    let before: Vec<f64> = sample.unit.iter().map(|&unit| nsw.term("re75")[unit as usize]).collect();
    sample.baseline = Some(Array2::from_shape_vec((before.len(), 1), before.clone()).unwrap());
    let changes = estimate("difference", json!({}), &sample).unwrap();
    let levels = estimate("difference", json!({"changes": false}), &sample).unwrap();
    sample.y.column_mut(0).iter_mut().zip(&before).for_each(|(y, before)| *y = *before);
    let of_before = estimate("difference", json!({"changes": false}), &sample).unwrap();
    assert!((changes.effect() - (levels.effect() - of_before.effect())).abs() < 1e-9);
    assert!((changes.effect() - (changes.term("treated").unwrap() - changes.term("reference").unwrap())).abs() < 1e-9);
    let change = changes.tables[0].cell(2, "change").unwrap().number().unwrap();
    assert!((changes.effect() - change).abs() < 1e-9);
}

#[test]
fn treatment_is_never_dropped_but_covariates_are_and_named() {
    let mut sample = matched(&reference("nearest/a02-largest.json"), true);
    let twice = &sample.x.column(0) * 2.0;
    sample.x.column_mut(4).assign(&twice);
    let adjusted = estimate("regression", json!({}), &sample).unwrap();
    let note = "Left out because constant or determined by the covariates before it: married";
    assert_eq!(adjusted.notes.last().unwrap().render(Lang::En), note);
    let treated: Array1<f64> = sample.arm.iter().map(|arm| f64::from(u8::from(*arm == Arm::Treated))).collect();
    let telling = &sample.x.column(2) + &treated;
    sample.x.column_mut(5).assign(&telling);
    let refused = estimate("regression", json!({}), &sample).unwrap_err().render(Lang::En);
    assert!(refused.starts_with("Treatment cannot be told apart from racehispan, nodegree:"), "{refused}");
}

#[test]
fn what_cannot_be_estimated_is_said() {
    let said = |sample: &Sample| estimate("difference", json!({}), sample).unwrap_err().render(Lang::En);
    let sample = matched(&reference("nearest/a02-largest.json"), true);
    let one_arm = Sample { arm: vec![Arm::Treated; sample.arm.len()], ..sample.clone() };
    assert_eq!(said(&one_arm), "Only 0 comparison units can be used; at least 2 are needed");
    let constant = Sample { y: Array2::ones(sample.y.dim()), ..sample.clone() };
    assert_eq!(said(&constant), "The outcome is the same for every unit, so there is nothing to compare");
    let none = Sample { weight: vec![0.0; sample.weight.len()], ..sample.clone() };
    assert_eq!(said(&none), "Only 0 treated units can be used; at least 2 are needed");
    let mut perfect = sample;
    perfect
        .y
        .column_mut(0)
        .iter_mut()
        .zip(&perfect.arm)
        .for_each(|(y, arm)| *y = f64::from(u8::from(*arm == Arm::Treated)));
    let estimate = estimate("difference", json!({}), &perfect).unwrap();
    assert!(infer(&estimate, &AnyInference::default(), 0.95).is_err());
}

/// Standard normal from two uniforms (Box & Muller).
fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let mut uniform = || (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    let (radius, angle) = (1.0 - uniform(), uniform());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

/// 40 clusters of 5 that share an error; half of the clusters are treated, with an effect of 1.
fn clustered_world(seed: u64) -> Sample {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (clusters, size) = (40, 5);
    let shared: Vec<f64> = (0..clusters).map(|_| normal(&mut rng)).collect();
    let treated = |row: usize| (row / size).is_multiple_of(2);
    let outcome = |row: usize| shared[row / size] + normal(&mut rng) + f64::from(u8::from(treated(row)));
    let y: Vec<f64> = (0..clusters * size).map(outcome).collect();
    let rows = y.len();
    Sample {
        y: Array2::from_shape_vec((rows, 1), y).unwrap(),
        baseline: None,
        unit: (0..rows as u32).collect(),
        period: vec![1; rows],
        arm: (0..rows).map(|row| if treated(row) { Arm::Treated } else { Arm::Comparison }).collect(),
        weight: vec![1.0; rows],
        dose: None,
        set: None,
        lots: None,
        clusters: vec![(0..rows).map(|row| (row / size) as u32).collect()],
        x: Array2::zeros((rows, 0)),
        x_names: Vec::new(),
        binary: false,
        amount: false,
    }
}

/// 400 draws: a true 95 % lies within 92.3–97.5 % of draws with probability 0.98.
#[test]
fn clustered_intervals_cover_and_unclustered_ones_do_not() {
    let covers = |seed: u64, method: &str| {
        let estimate = estimate("difference", json!({}), &clustered_world(seed)).unwrap();
        let said = infer(&estimate, &by(method), 0.95).unwrap();
        said.headline.low <= 1.0 && 1.0 <= said.headline.high
    };
    let share = |method: &str| (0..400).filter(|&seed| covers(seed, method)).count() as f64 / 400.0;
    let (clustered, naive) = (share("auto"), share("hc1"));
    assert!((0.91..=0.98).contains(&clustered), "{clustered}");
    assert!(naive < 0.85, "{naive}");
}
