//! Difference in differences of surveys, and doubly robust: against DRDID and R (tests/reference/drdid), what findings say, coverage.

use ndarray::Array2;
use rand::Rng;
use serde_json::Value;
use tashika::design::{Arm, Comparison, Kind, Rung};
use tashika::estimate::{Estimate, Sample};
use tashika::infer::{AnyInference, Inference};
use tashika::math::doubly_robust::{Rows, Way, panel, prepared};
use tashika::math::random::Stream;
use tashika::math::special::normal_quantile;
use tashika::phrase;
use tashika::text::Lang;

use super::inferring::infer;
use super::study_runs::{only, outputs, run_on};

const PEOPLE: &str = include_str!("../reference/nearest/input.csv");
const SURVEYS: &str = include_str!("../reference/drdid/sim_rc.csv");

pub fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/drdid/drdid.json")).unwrap()
}

fn rows(table: &str) -> Vec<Vec<String>> {
    table.lines().skip(1).map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_string()).collect()).collect()
}

fn numbers(rows: &[Vec<String>], column: usize) -> Vec<f64> {
    rows.iter().map(|row| row[column].parse().unwrap()).collect()
}

fn sample(y: &[f64], treated: &[f64], period: Vec<u8>, x: &[Vec<f64>]) -> Sample {
    let n = y.len();
    Sample {
        y: Array2::from_shape_fn((n, 1), |(row, _)| y[row]),
        baseline: None,
        unit: (0..n as u32).collect(),
        period,
        arm: treated.iter().map(|d| if *d == 1.0 { Arm::Treated } else { Arm::Comparison }).collect(),
        weight: vec![1.0; n],
        set: None,
        lots: None,
        dose: None,
        clusters: Vec::new(),
        x: Array2::from_shape_fn((n, x.len()), |(row, k)| x[k][row]),
        x_names: (0..x.len()).map(|k| format!("x{k}")).collect(),
        binary: false,
        amount: false,
    }
}

/// Age, education, race, marriage, degree and income in 1974; change of income from 1975 to 1978.
fn people() -> Sample {
    let rows = rows(PEOPLE);
    let race = |level: &str| rows.iter().map(|row| f64::from(u8::from(row[4] == level))).collect::<Vec<f64>>();
    let column = |k: usize| numbers(&rows, k);
    let x = [column(2), column(3), race("hispan"), race("white"), column(5), column(6), column(7)];
    let (before, after) = (column(8), column(9));
    let n = after.len();
    let plain = sample(&after, &column(1), vec![1; n], &x);
    Sample { baseline: Some(Array2::from_shape_fn((n, 1), |(row, _)| before[row])), ..plain }
}

fn surveys() -> Sample {
    let rows = rows(SURVEYS);
    let column = |k: usize| numbers(&rows, k);
    let period = column(1).iter().map(|post| *post as u8).collect();
    sample(&column(2), &column(3), period, &[column(4), column(5), column(6), column(7)])
}

fn found(sample: &Sample, kind: Kind, method: &str, fit: Option<&str>) -> (Estimate, Inference) {
    let mut options = serde_json::Map::new();
    fit.into_iter().for_each(|fit| drop(options.insert("fit".into(), fit.into())));
    let method = tashika::estimate::parse(method, &options).unwrap().unwrap();
    let all = phrase!("{text}", text = "all");
    let comparison = Comparison::plain(kind, all, sample.unit.clone(), sample.arm.clone());
    let estimate = method.get().estimate(sample, &comparison, 0.95).unwrap();
    let inference = infer(&estimate, &AnyInference::default(), 0.95).unwrap();
    (estimate, inference)
}

/// What is compared with the reference: method, what, peer, ours, theirs, tolerance.
pub fn compared() -> Vec<(&'static str, String, &'static str, f64, f64, f64)> {
    let r = reference();
    let dr = "doubly-robust-did";
    let mut all = Vec::new();
    for way in ["improved", "traditional"] {
        for (case, sample, kind, peer, tolerance) in [
            ("panel", people(), Kind::Groups, "R 4.2.2, formulas of the paper", 1e-8),
            ("rc", surveys(), Kind::Surveys, "DRDID 1.2.3", 1e-7),
        ] {
            let (estimate, inference) = found(&sample, kind, dr, Some(way));
            let theirs = &r[format!("{case}_{way}")];
            for (key, ours) in [("att", estimate.effect()), ("se", inference.std_error.unwrap())] {
                let what = format!("{case}, {way}: {key}");
                // DRDID takes what the lines of the first survey add with the sign of the second: see make.R.
                let own = (case, way, key) == ("rc", "traditional", "se");
                let (peer, tolerance) = if own { ("R 4.2.2, formulas of the paper", 1e-8) } else { (peer, tolerance) };
                all.push((dr, what, peer, ours, theirs[key].as_f64().unwrap(), tolerance));
            }
        }
    }
    let (estimate, inference) = found(&surveys(), Kind::Surveys, "difference-in-differences", None);
    for (key, ours) in [("att", estimate.effect()), ("se", inference.std_error.unwrap())] {
        let theirs = r["plain"][key].as_f64().unwrap();
        let peer = "R 4.2.2, sandwich 3.0-2";
        all.push(("difference-in-differences", format!("sim_rc: {key}"), peer, ours, theirs, 1e-10));
    }
    all
}

#[test]
fn without_covariates_it_is_the_plain_difference() {
    let bare = |sample: Sample| Sample { x: Array2::zeros((sample.unit.len(), 0)), x_names: Vec::new(), ..sample };
    let (plain, _) = found(&bare(surveys()), Kind::Surveys, "difference-in-differences", None);
    for way in ["improved", "traditional"] {
        let (robust, _) = found(&bare(surveys()), Kind::Surveys, "doubly-robust-did", Some(way));
        assert!((robust.effect() - plain.effect()).abs() < 1e-9 * plain.effect().abs());
    }
}

#[test]
fn clusters_widen_the_interval() {
    let alone = found(&people(), Kind::Groups, "doubly-robust-did", None).1;
    let twice: Vec<usize> = (0..614).flat_map(|row| [row, row]).collect();
    let labels: Vec<u32> = twice.iter().map(|row| *row as u32).collect();
    let doubled = Sample { unit: (0..1228).collect(), clusters: vec![labels], ..people().of_rows(&twice) };
    let clustered = found(&doubled, Kind::Groups, "doubly-robust-did", None).1;
    // Everybody twice, in clusters of two, is everybody once but for G/(G − 1).
    let ratio = clustered.std_error.unwrap() / alone.std_error.unwrap();
    assert!((ratio - (614.0_f64 / 613.0).sqrt()).abs() < 1e-9, "{ratio}");
}

/// Answers of four groups; those who took part gain 6 more.
fn answers() -> String {
    let mut text = String::from("wave,took_part,age,y\n");
    for i in 0..240 {
        let (wave, took_part) = (1 + i % 2, i / 2 % 2);
        let y = 40 + (i * 37) % 13 + 2 * wave + 3 * took_part + if wave == 2 && took_part == 1 { 6 } else { 0 };
        text += &format!("{wave},{},{},{y}\n", if took_part == 1 { "yes" } else { "no" }, 20 + (i * 11) % 40);
    }
    text
}

#[test]
fn surveys_of_two_groups_say_that_they_differ_and_no_more() {
    let study = "[sources.people]\nfile = \"d.csv\"\nanonymous = true\nperiod_column = \"wave\"\n\
         [[questions]]\nid = \"q\"\noutcomes = [\"y\"]\ntreatment = \"took_part\"\nbefore = 1\nafter = 2\n\
         covariates = [\"age\"]\ndesign = \"groups-surveys\"\n";
    for estimator in ["difference-in-differences", "doubly-robust-did"] {
        let bundle = run_on(&answers(), &format!("{study}estimate = \"{estimator}\"\n"));
        let finding = only(&bundle);
        let effect = finding.effect.as_ref().unwrap();
        assert!((effect.estimate - 6.0).abs() < 1.5 && effect.low > 0.0, "{estimator}: {}", effect.estimate);
        assert_eq!((finding.kind(), finding.claim.rung), (Kind::Surveys, Rung::Differed));
        let said = finding.claim.sentence.render(Lang::En);
        assert!(said.contains("Other people answered each time") && !said.contains("effect"), "{said}");
        let level = finding.standings.iter().find(|it| it.standard == "sms").unwrap().level;
        assert_eq!(level, Some(2));
        outputs(&bundle);
    }
}

/// Of 120 units whose taking part hangs on a characteristic that moves the change as well, intervals of 95 % hold the effect. With 300
/// worlds a share errs by 0.013; the normal law with 40 to 80 on a side is a little narrow, so that 0.89 is three of these below 0.93.
#[test]
fn intervals_hold_the_effect() {
    let mut rng = Stream::new(41).rng();
    let mut normal = || normal_quantile(((rng.next_u64() >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0);
    let mut held = [0; 2];
    for _ in 0..300 {
        let x: Vec<f64> = (0..120).map(|_| normal()).collect();
        let treated: Vec<bool> = x.iter().map(|x| 0.6 * x + normal() > 0.2).collect();
        let change: Vec<f64> =
            x.iter().zip(&treated).map(|(x, d)| 1.5 * x + f64::from(u8::from(*d)) * 2.0 + normal()).collect();
        let (model, _) = prepared(Array2::from_shape_fn((120, 1), |(row, _)| x[row]).view());
        let rows = Rows { x: model.view(), treated: &treated, weight: &[1.0; 120] };
        for (at, way) in [Way::Improved, Way::Traditional].into_iter().enumerate() {
            let found = panel(rows, &change, way).unwrap();
            let error = found.psi.iter().map(|psi| psi * psi).sum::<f64>().sqrt();
            held[at] += usize::from((found.effect - 2.0).abs() <= 1.959964 * error);
        }
    }
    assert!(held.iter().all(|held| *held as f64 / 300.0 > 0.89), "{held:?} of 300");
}
