//! Intervals of weighted averages hold the truth as often as they say, with weights that were estimated.

use std::sync::Arc;

use indexmap::IndexMap;
use ndarray::Array2;
use rayon::prelude::*;
use tashika::design::{self, Ask, Comparison, Estimand};
use tashika::diag::{Place, Sink};
use tashika::estimate::{self, Sample};
use tashika::infer::{AnyInference, InferenceCase, Replicate, infer};
use tashika::math::random::Stream;
use tashika::panel::{Content, Data, Panel, Provenance, VarRef, VariableInfo, View};
use tashika::text::Words;

const UNITS: usize = 400;
const REPLICATES: u64 = 300;

/// Numbers in [0, 1) from a fixed recurrence.
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Near enough to normal: twelve uniform numbers.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

fn taking_part(x: f64) -> f64 {
    1.0 / (1.0 + (0.3 - 0.8 * x).exp())
}

/// The effect on a unit.
fn effect(x: f64) -> f64 {
    1.0 + x
}

struct World {
    x: Vec<f64>,
    other: Vec<f64>,
    treated: Vec<f64>,
    y: Vec<f64>,
}

fn world(seed: u64) -> World {
    let mut noise = Noise(seed.wrapping_mul(0xD1B5_4A32_D192_ED03));
    let x: Vec<f64> = (0..UNITS).map(|_| noise.normal()).collect();
    let other: Vec<f64> = (0..UNITS).map(|_| noise.normal()).collect();
    let treated: Vec<f64> = x.iter().map(|&x| f64::from(u8::from(noise.uniform() < taking_part(x)))).collect();
    let y = (0..UNITS).map(|i| 2.0 * x[i] + other[i] + treated[i] * effect(x[i]) + 1.5 * noise.normal()).collect();
    World { x, other, treated, y }
}

/// ∫ h(x) effect(x) φ(x) dx / ∫ h(x) φ(x) dx by sums over a fine grid.
fn truth(estimand: Estimand) -> f64 {
    let h = |p: f64| match estimand {
        Estimand::Ate => 1.0,
        Estimand::Atc => 1.0 - p,
        Estimand::Overlap => p * (1.0 - p),
        Estimand::Matching => p.min(1.0 - p),
        _ => p,
    };
    let (mut top, mut all) = (0.0, 0.0);
    for step in -6000..=6000 {
        let x = f64::from(step) / 1000.0;
        let mass = h(taking_part(x)) * (-0.5 * x * x).exp();
        top += mass * effect(x);
        all += mass;
    }
    top / all
}

fn panel(world: &World) -> Panel {
    let columns = [("x", &world.x), ("other", &world.other), ("treat", &world.treated), ("y", &world.y)];
    let info = |name: &str| VariableInfo {
        name: name.into(),
        label: Words::plain(name),
        unit: Words::default(),
        content: Content::Number,
        periods: Vec::new(),
    };
    Panel {
        units: (0..UNITS).map(|i| format!("u{i:04}")).collect(),
        fixed: columns
            .iter()
            .map(|(name, values)| (name.to_string(), Data::Number(values.as_slice().into())))
            .collect(),
        waves: IndexMap::new(),
        presence: Default::default(),
        written: Default::default(),
        networks: IndexMap::new(),
        logs: IndexMap::new(),
        indicators: IndexMap::new(),
        steps: Default::default(),
        variables: columns.iter().map(|(name, _)| (name.to_string(), info(name))).collect(),
        file_order: (0..UNITS as u32).collect(),
        provenance: Provenance::default(),
        flow: Vec::new(),
    }
}

fn compare(world: &World, method: &str, estimand: Estimand) -> Comparison {
    let ask = Ask {
        question: "q".into(),
        treatment: Some(VarRef::parse("treat")),
        covariates: vec![VarRef::parse("x"), VarRef::parse("other")],
        estimand,
        periods: None,
        place: Place::File { file: "study.toml".into() },
    };
    let blind = View::whole(Arc::new(panel(world))).blind(&[VarRef::parse("y")]);
    let method = design::parse(method, &serde_json::Map::new()).unwrap().unwrap();
    method.get().compare(&blind, &ask, &mut Sink::new()).unwrap()
}

fn sample(world: &World, comparison: &Comparison) -> Sample {
    Sample {
        y: Array2::from_shape_vec((UNITS, 1), world.y.clone()).unwrap(),
        baseline: None,
        unit: (0..UNITS as u32).collect(),
        period: vec![1; UNITS],
        arm: comparison.arm.clone(),
        weight: comparison.weights.values.clone(),
        set: None,
        lots: None,
        dose: None,
        clusters: Vec::new(),
        x: Array2::from_shape_fn((UNITS, 2), |(i, k)| if k == 0 { world.x[i] } else { world.other[i] }),
        x_names: vec!["x".into(), "other".into()],
        binary: false,
        amount: false,
    }
}

/// Whether the interval holds the truth.
fn holds(seed: u64, method: &str, estimand: Estimand, estimator: &str, truth: f64) -> bool {
    let world = world(seed);
    let comparison = compare(&world, method, estimand);
    let sample = sample(&world, &comparison);
    let estimator = estimate::parse(estimator, &serde_json::Map::new()).unwrap().unwrap();
    let estimate = estimator.get().estimate(&sample, &comparison, 0.95).unwrap();
    let rerun = Replicate::new(&sample, &comparison, &estimator);
    let case = InferenceCase { estimate: &estimate, level: 0.95, rerun: &rerun, stream: Stream::new(5) };
    let found = infer(&AnyInference::default(), case).unwrap().headline;
    found.low <= truth && truth <= found.high
}

/// Of 300 intervals of 95 % some 285 hold the truth; fewer than 276 or more than 295 would come by chance once in 200 times.
#[test]
fn intervals_of_weighted_averages_hold_the_truth() {
    let all: Vec<(&str, Estimand, &str)> = Estimand::ASKED
        .into_iter()
        .map(|estimand| ("propensity", estimand, "difference"))
        .chain([
            ("entropy", Estimand::Att, "difference"),
            ("propensity", Estimand::Att, "aipw"),
            ("propensity", Estimand::Ate, "aipw"),
            ("propensity", Estimand::Att, "g-computation"),
        ])
        .collect();
    let mut off = Vec::new();
    for (method, estimand, estimator) in all {
        let truth = truth(estimand);
        let held: u64 = (0..REPLICATES)
            .into_par_iter()
            .map(|seed| u64::from(holds(seed + 1, method, estimand, estimator, truth)))
            .sum();
        if !(276..=295).contains(&held) {
            off.push(format!("{method} {} {estimator}: {held}", estimand.written()));
        }
    }
    assert!(off.is_empty(), "{off:?}");
}
