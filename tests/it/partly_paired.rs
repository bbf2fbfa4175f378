//! Two surveys that some answered both times: against R (tests/reference/partly_paired), properties, coverage.

use ndarray::Array2;
use rand::Rng;
use serde_json::Value;
use tashika::design::{Arm, Comparison, Kind};
use tashika::estimate::{Estimate, Sample};
use tashika::infer::{AnyInference, Inference};
use tashika::math::partly_paired::PartlyPaired;
use tashika::math::random::Stream;
use tashika::math::special::{normal_quantile, t_quantile};
use tashika::phrase;
use tashika::text::Lang;

use super::inferring::infer;
use super::study_runs::{only, outputs, run_on};

pub fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/partly_paired/partly_paired.json")).unwrap()
}

fn sample(data: &Value) -> Sample {
    let column =
        |name: &str| data[name].as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect::<Vec<f64>>();
    let (y, time, unit) = (column("y"), column("time"), column("unit"));
    let n = y.len();
    Sample {
        y: Array2::from_shape_fn((n, 1), |(row, _)| y[row]),
        baseline: None,
        unit: unit.iter().map(|unit| *unit as u32).collect(),
        period: vec![1; n],
        arm: time.iter().map(|time| if *time == 1.0 { Arm::Treated } else { Arm::Comparison }).collect(),
        weight: vec![1.0; n],
        set: None,
        lots: None,
        dose: None,
        clusters: Vec::new(),
        x: Array2::zeros((n, 0)),
        x_names: Vec::new(),
        binary: false,
        amount: false,
    }
}

fn found(sample: &Sample) -> (Estimate, Inference) {
    let method = tashika::estimate::parse("partly-paired", &serde_json::Map::new()).unwrap().unwrap();
    let all = phrase!("{text}", text = "all");
    let comparison = Comparison::plain(Kind::Respondents, all, sample.unit.clone(), sample.arm.clone());
    let estimate = method.get().estimate(sample, &comparison, 0.95).unwrap();
    let inference = infer(&estimate, &AnyInference::default(), 0.95).unwrap();
    (estimate, inference)
}

/// What is compared with the reference: what, ours, theirs.
pub fn compared() -> Vec<(String, f64, f64)> {
    let r = reference();
    let mut all = Vec::new();
    for case in ["some", "few", "whole"] {
        let (estimate, inference) = found(&sample(&r["data"][case]));
        let ours = [
            ("estimate", estimate.effect()),
            ("before", estimate.term("reference").unwrap()),
            ("after", estimate.term("treated").unwrap()),
            ("se", inference.std_error.unwrap()),
            ("df", inference.headline.df.unwrap()),
        ];
        let known = ours.into_iter().filter_map(|(key, ours)| Some((key, ours, r[case][key].as_f64()?)));
        all.extend(known.map(|(key, ours, theirs)| (format!("{case}: {key}"), ours, theirs)));
    }
    all
}

#[test]
fn without_pairs_enough_it_is_refused() {
    let r = reference();
    let whole = sample(&r["data"]["some"]);
    let alone: Vec<usize> = (0..whole.unit.len()).filter(|&row| whole.unit[row] > 12).collect();
    let method = tashika::estimate::parse("partly-paired", &serde_json::Map::new()).unwrap().unwrap();
    let two = whole.of_rows(&alone);
    let all = phrase!("{text}", text = "all");
    let comparison = Comparison::plain(Kind::Respondents, all, two.unit.clone(), two.arm.clone());
    let why = method.get().estimate(&two, &comparison, 0.95).unwrap_err().render(Lang::En);
    assert!(why.starts_with("Only 2 answered both times"), "{why}");
}

#[test]
fn a_study_takes_pairs_and_others_together() {
    let mut text = String::from("id,wave,y\n");
    for i in 0..80 {
        let y = 30 + (i * 29) % 17;
        if i < 60 {
            text += &format!("p{i:02},1,{y}\n");
        }
        if !(20..60).contains(&i) {
            text += &format!("p{i:02},2,{}\n", y + 4 + (i * 7) % 5);
        }
    }
    let study = "[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\nperiod_column = \"wave\"\n\
         [[questions]]\nid = \"q\"\noutcomes = [\"y\"]\nbefore = 1\nafter = 2\ndesign = \"two-groups\"\n";
    let [plain, both] =
        ["welch", "partly-paired"].map(|name| run_on(&text, &format!("{study}estimate = \"{name}\"\n")));
    let width = |bundle| {
        let effect = only(bundle).effect.as_ref().unwrap();
        effect.high - effect.low
    };
    assert!(width(&both) < 0.8 * width(&plain), "{} {}", width(&both), width(&plain));
    let effect = only(&both).effect.as_ref().unwrap();
    assert!(effect.low < 6.0 && 6.0 < effect.high, "{} to {}", effect.low, effect.high);
    outputs(&both);
}

/// Of 12 who answered both times, 18 before only and 25 after only, with variances 4 and 9 and a correlation of 0.6: intervals of 95 % hold
/// the difference. With 200 worlds a share errs by 0.015.
#[test]
fn intervals_hold_the_difference() {
    let mut rng = Stream::new(77).rng();
    let mut normal = || normal_quantile(((rng.next_u64() >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0);
    let mut held = 0;
    for _ in 0..200 {
        let mut unit = || {
            let (a, b) = (normal(), normal());
            (10.0 + 2.0 * a, 11.5 + 3.0 * (0.6 * a + 0.8 * b))
        };
        let pairs: Vec<(f64, f64)> = (0..12).map(|_| unit()).collect();
        let before: Vec<f64> = (0..18).map(|_| unit().0).collect();
        let after: Vec<f64> = (0..25).map(|_| unit().1).collect();
        let means = PartlyPaired { pairs: &pairs, before: &before, after: &after }.means().unwrap();
        let reach = t_quantile(0.975, means.df) * means.variance.sqrt();
        held += usize::from((means.after - means.before - 1.5).abs() <= reach);
    }
    assert!((0.904..=0.996).contains(&(f64::from(held as u32) / 200.0)), "{held} of 200");
}
