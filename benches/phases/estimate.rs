//! Time of before/after estimates: ranks at 20,000 pairs, the whole mean change at 100,000.

use std::hint::black_box;

use criterion::{Criterion, criterion_group};
use ndarray::Array2;
use rand::{Rng, SeedableRng};
use tashika::design::{Arm, Comparison, Kind};
use tashika::estimate::Sample;
use tashika::math::ranks::{hodges_lehmann, signed_rank};
use tashika::phrase;

/// Changes between −1 and 3, untied.
fn draws(n: usize) -> Vec<f64> {
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(5);
    (0..n).map(|_| (rng.next_u64() >> 11) as f64 / (1u64 << 51) as f64 - 1.0).collect()
}

fn sample(changes: &[f64]) -> Sample {
    let rows = 2 * changes.len();
    Sample {
        y: Array2::from_shape_fn((rows, 1), |(row, _)| if row % 2 == 0 { 0.0 } else { changes[row / 2] }),
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
        binary: false,
        amount: false,
    }
}

fn comparison(n: usize) -> Comparison {
    let all = phrase!("{text}", text = "all");
    Comparison::plain(Kind::Matched, all, (0..n as u32).collect(), vec![Arm::Treated; n])
}

fn before_after(c: &mut Criterion) {
    let changes = draws(20_000);
    c.bench_function("signed rank, 20,000 pairs", |b| b.iter(|| signed_rank(black_box(&changes), 0.0)));
    c.bench_function("signed rank exact, 200 pairs", |b| b.iter(|| signed_rank(black_box(&changes[..200]), 0.0)));
    c.bench_function("Hodges-Lehmann, 20,000 pairs", |b| b.iter(|| hodges_lehmann(black_box(&changes), 0.95)));
    let (sample, comparison) = (sample(&draws(100_000)), comparison(100_000));
    let method = tashika::estimate::parse("mean-change", &serde_json::Map::new()).unwrap().unwrap();
    c.bench_function("mean change with companions, 100,000 pairs", |b| {
        b.iter(|| method.get().estimate(black_box(&sample), &comparison, 0.95));
    });
}

criterion_group!(all, before_after);
