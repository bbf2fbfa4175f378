//! Permutation tests and CR2 errors against R by enumeration and by definition (`tests/reference/permutation`, `cr2`).

use ndarray::{Array1, Array2};
use serde_json::Value;
use tashika::estimate::Linear;
use tashika::infer::cluster;
use tashika::math::linear::{Factor, TOLERANCE};
use tashika::math::random::Stream;
use tashika::math::typical::{Move, Typical};

use crate::nsw::{numbers, reference};

/// Sums of a few dozen numbers in another order; ends are found by halving down to rounding.
const CLOSE: f64 = 1e-10;

#[track_caller]
fn close(ours: f64, theirs: &Value) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= CLOSE * theirs.abs().max(1.0), "{ours} {theirs}");
}

fn check(law: &Typical, known: &Value) {
    close(law.p_value(0.0), &known["p"]);
    close(law.p_value(1.0), &known["p_at_1"]);
    for interval in known["intervals"].as_array().unwrap() {
        let (low, high) = law.interval(interval["level"].as_f64().unwrap());
        close(low, &interval["ends"][0]);
        close(high, &interval["ends"][1]);
    }
}

#[test]
fn sign_flips_are_those_of_r() {
    for (name, known) in reference("permutation/permutation.json")["signs"].as_object().unwrap() {
        let changes = numbers(&known["changes"]);
        let pieces: Vec<Vec<Move>> = changes.iter().map(|by| vec![Move { by: *by, weight: 1.0 }]).collect();
        let law = Typical::of_moves(&pieces, Stream::new(1));
        assert_eq!(law.drawn(), None, "{name}");
        check(&law, known);
    }
}

#[test]
fn exchanges_of_two_groups_are_those_of_r() {
    for known in reference("permutation/permutation.json")["groups"].as_object().unwrap().values() {
        let law = Typical::of_groups(&numbers(&known["first"]), &numbers(&known["second"]), Stream::new(1));
        assert_eq!(law.drawn(), None);
        check(&law, known);
    }
}

#[test]
fn matched_sets_are_those_of_r() {
    for known in reference("permutation/permutation.json")["sets"].as_object().unwrap().values() {
        let piece = |set: &Value| {
            let values = numbers(set);
            let weight = 1.0 + 1.0 / (values.len() - 1) as f64;
            values[1..].iter().map(|other| Move { by: (values[0] - other) * weight, weight }).collect()
        };
        let pieces: Vec<Vec<Move>> = known["sets"].as_array().unwrap().iter().map(piece).collect();
        let law = Typical::of_moves(&pieces, Stream::new(1));
        assert_eq!(law.drawn(), None);
        close(law.p_value(0.0), &known["p"]);
        close(law.p_value(1.0), &known["p_at_1"]);
        let (low, high) = law.interval(0.95);
        // R's search stops where its own slack against rounding (1e-9 on sums) begins.
        let near =
            |ours: f64, theirs: &Value| assert!((ours - theirs.as_f64().unwrap()).abs() < 1e-8, "{ours} {theirs}");
        near(low, &known["interval_95"][0]);
        near(high, &known["interval_95"][1]);
    }
}

/// Least squares of the rows of the reference; the contrast is the last coefficient.
fn linear(columns: &[Vec<f64>], y: &[f64], weight: &[f64]) -> Linear {
    let x = Array2::from_shape_fn((y.len(), columns.len()), |(row, k)| columns[k][row]);
    let factor = Factor::new(x.view(), Some(weight), TOLERANCE);
    let fit = factor.solve(y);
    let mut contrast = Array1::zeros(columns.len());
    contrast[columns.len() - 1] = 1.0;
    Linear {
        weight: weight.to_vec().into(),
        residual: fit.residuals,
        bread: factor.bread(),
        coefficients: fit.coefficients,
        contrast,
        names: Vec::new(),
        unit: (0..y.len() as u32).collect(),
        set: None,
        clusters: Vec::new(),
        x,
    }
}

#[test]
fn bias_reduced_errors_and_their_degrees_of_freedom_are_those_of_the_definition() {
    let known = reference("cr2/cr2.json");
    let read = |name: &str| numbers(&known[name]);
    let labels = |name: &str| read(name).iter().map(|label| *label as u32).collect::<Vec<u32>>();
    let (y, ones, cluster, second) = (read("y"), vec![1.0; read("y").len()], labels("cluster"), labels("second"));
    let columns = [ones.clone(), read("z"), read("treat")];
    let rows: Vec<u32> = (0..y.len() as u32).collect();
    let plain = linear(&columns, &y, &ones);
    let weighted = linear(&columns, &y, &read("w"));
    let mean = linear(&columns[..1], &y, &ones);
    let cases: [(&str, &Linear, &[&[u32]]); 6] = [
        ("plain", &plain, &[&cluster]),
        ("weighted", &weighted, &[&cluster]),
        ("mean", &mean, &[&cluster]),
        ("rows", &plain, &[&rows]),
        ("two_way", &plain, &[&cluster, &second]),
        ("two_way_weighted", &weighted, &[&cluster, &second]),
    ];
    for (name, linear, ways) in cases {
        let found = cluster::bias_reduced(linear, ways).unwrap();
        let error = linear.contrast.dot(&found.covariance.dot(&linear.contrast)).sqrt();
        close(error, &known[name]["se"]);
        close(found.df, &known[name]["df"]);
        close(found.df_alike, &known[name]["df_alike"]);
        close(found.df_apart, &known[name]["df_apart"]);
    }
}

/// The values that metafor's tests state for the 13 trials of the BCG vaccine.
#[test]
fn published_degrees_of_freedom_are_found() {
    let known = &reference("cr2/cr2.json")["bcg"];
    let (root, y) = (numbers(&known["root"]), numbers(&known["y"]));
    let (ones, rows): (Vec<f64>, Vec<u32>) = (vec![1.0; 13], (0..13).collect());
    let found = cluster::bias_reduced(&linear(&[root], &y, &ones), &[&rows]).unwrap();
    assert!((found.covariance[[0, 0]] - 0.0322935701).abs() < 1e-9, "{}", found.covariance);
    assert!((found.df - 11.0412451).abs() < 1e-6, "{}", found.df);
}
