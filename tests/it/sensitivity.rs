//! E-value and robustness value against EValue and sensemakr (tests/reference/sensitivity).

use ndarray::{Array2, array};
use serde_json::{Map, Value, json};
use tashika::design::{Arm, Comparison, Kind};
use tashika::estimate::{Estimate, Linear, Sample, Spread, Term};
use tashika::infer::{Inference, Law, TermInference};
use tashika::phrase;
use tashika::sensitivity::{SensitivityCase, Stress};
use tashika::text::{Lang, Phrase};

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/sensitivity/sensitivity.json")).unwrap()
}

/// A case with these numbers and two groups.
struct Made {
    sample: Sample,
    comparison: Comparison,
    estimate: Estimate,
    inference: Inference,
}

fn made(effect: f64, se: f64, df: f64, sd: f64) -> Made {
    let arm = vec![Arm::Treated, Arm::Comparison];
    let sample = Sample {
        y: Array2::zeros((2, 1)),
        baseline: None,
        unit: vec![0, 1],
        period: vec![1, 1],
        arm: arm.clone(),
        weight: vec![1.0; 2],
        dose: None,
        set: None,
        lots: None,
        clusters: Vec::new(),
        x: Array2::zeros((2, 0)),
        x_names: Vec::new(),
        binary: false,
        amount: false,
    };
    let comparison = Comparison::plain(Kind::Matched, phrase!("{text}", text = "all"), vec![0, 1], arm);
    let estimate = Estimate {
        of_changes: false,
        method: phrase!("{text}", text = "difference"),
        terms: vec![Term { key: "effect", value: effect }],
        headline: 0,
        spread: Spread::default(),
        n: (40, 60),
        effective: (40.0, 60.0),
        scale: Some((sd, phrase!("{text}", text = "sd"))),
        within: Some(sd),
        signs: None,
        companions: Vec::new(),
        middle: None,
        tables: Vec::new(),
        figures: Vec::new(),
        notes: Vec::new(),
    };
    let law = Law::Student { estimate: effect, error: se, df };
    let inference = Inference {
        headline: TermInference { p_value: 0.5, ..TermInference::of("effect", law, 0.95) },
        others: Vec::new(),
        level: 0.95,
        std_error: Some(se),
        freedom: Some(df),
        clusters: None,
        allowed: None,
        beside: Vec::new(),
        method: phrase!("{text}", text = "t"),
    };
    Made { sample, comparison, estimate, inference }
}

fn stress(name: &str, options: Value, made: &Made) -> Result<Stress, Phrase> {
    let given: Map<String, Value> = options.as_object().unwrap().clone();
    let method = tashika::sensitivity::parse(name, &given).unwrap().unwrap();
    let Made { sample, comparison, estimate, inference } = made;
    method.get().stress(SensitivityCase { sample, comparison, estimate, inference })
}

fn value(stress: &Stress, key: &str) -> f64 {
    stress.values.iter().find(|(name, _)| name == key).unwrap().1
}

#[track_caller]
fn close(ours: f64, theirs: &Value) {
    // 1e-10 relative: both sides are closed formulas, R printed 17 digits.
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= 1e-10 * theirs.abs(), "{ours} {theirs}");
}

#[test]
fn e_values_are_those_of_the_package() {
    let evalue = &reference()["evalue"];
    for (name, (effect, se, sd), limit) in [("MD", (-0.42, 0.14, 1.0), "upper"), ("OLS", (2.0, 0.5, 3.0), "lower")] {
        let (found, r) = (stress("e-value", json!({}), &made(effect, se, 1e6, sd)).unwrap(), &evalue[name]["columns"]);
        close(value(&found, "risk-ratio"), &r["point"][0]);
        close(value(&found, "risk-ratio-low"), &r["lower"][0]);
        close(value(&found, "risk-ratio-high"), &r["upper"][0]);
        close(value(&found, "e-value"), &r["point"][1]);
        close(value(&found, "e-value-limit"), &r[limit][1]);
    }
    for (effect, sd) in [(3.9f64, 1.0), (0.8, 1.0)] {
        let found = stress("e-value", json!({}), &made(effect.ln() / 0.91, 0.01, 1e6, sd)).unwrap();
        close(value(&found, "e-value"), &evalue[format!("RR_{effect}")]["columns"]["point"][1]);
    }
}

#[test]
fn an_interval_with_no_difference_needs_no_factor() {
    // t with 3 degrees of freedom includes 0 although effect ± 1.96 SE does not.
    let found = stress("e-value", json!({}), &made(2.5, 1.0, 3.0, 3.0)).unwrap();
    assert_eq!(value(&found, "e-value-limit"), 1.0);
    assert!(value(&found, "risk-ratio-low") > 1.0);
    assert!(found.reading.render(Lang::En).contains("even without such a factor"));
}

#[test]
fn robustness_values_are_those_of_sensemakr() {
    let r = reference();
    let column = |name: &str| r["darfur_stats"]["columns"][name][0].as_f64().unwrap();
    let made = made(column("estimate"), column("se"), column("dof"), 1.0);
    let found = stress("robustness-value", json!({}), &made).unwrap();
    close(value(&found, "t"), &r["t"]);
    close(value(&found, "partial-r2"), &r["darfur_stats"]["columns"]["r2yd.x"][0]);
    close(value(&found, "rv"), &r["rv_q1"]);
    close(value(&found, "rv-alpha"), &r["rv_q1_a05"]);
    let half = stress("robustness-value", json!({ "q": 0.5, "alpha": 1.0 }), &made).unwrap();
    close(value(&half, "rv"), &r["rv_q05"]);
    close(value(&half, "rv-alpha"), &r["rv_q05"]);
}

#[test]
fn the_linear_model_decides_where_there_is_one() {
    // y = (1, 2, 4, 6) on an intercept and a dummy of the last two: means 1.5 and 5, Σe² = 2.5, SE² = 2.5/2.
    let mut case = made(3.5, 9.0, 2.0, 1.0);
    case.estimate.spread.linear = Some(Linear {
        x: array![[1.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 1.0]],
        weight: array![1.0, 1.0, 1.0, 1.0],
        residual: array![-0.5, 0.5, -1.0, 1.0],
        bread: array![[0.5, -0.5], [-0.5, 1.0]],
        coefficients: array![1.5, 3.5],
        contrast: array![0.0, 1.0],
        names: vec!["(Intercept)".into(), "treated".into()],
        unit: vec![0, 1, 2, 3],
        set: None,
        clusters: Vec::new(),
    });
    let found = stress("robustness-value", json!({}), &case).unwrap();
    assert!((value(&found, "t") - 3.5 / 1.25f64.sqrt()).abs() < 1e-12);
    assert_eq!(value(&found, "df"), 2.0);
}

#[test]
fn what_does_not_apply_is_said() {
    let mut alone = made(1.0, 0.1, 30.0, 1.0);
    alone.comparison.arm = vec![Arm::Treated; 2];
    let mut yes_no = made(1.0, 0.1, 30.0, 1.0);
    yes_no.sample.binary = true;
    let mut unknown = made(1.0, 0.1, 30.0, 1.0);
    unknown.estimate.within = None;
    let mut exact = made(1.0, 0.1, 30.0, 1.0);
    (exact.inference.std_error, exact.inference.freedom) = (None, None);
    assert!([&alone, &yes_no, &unknown, &exact].iter().all(|case| stress("e-value", json!({}), case).is_err()));
    assert!([&alone, &exact].iter().all(|case| stress("robustness-value", json!({}), case).is_err()));
    assert!(stress("robustness-value", json!({ "q": 0.0 }), &made(1.0, 0.1, 30.0, 1.0)).is_err());
}
