//! Least squares, logistic regression and clustered errors at the size of a large register.
#![allow(clippy::disallowed_methods)]

use criterion::{Criterion, criterion_group};
use ndarray::{Array1, Array2};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use tashika::estimate::Linear;
use tashika::infer::cluster::{self, ClusterCorrection};
use tashika::math::glm::{LogitOptions, logit};
use tashika::math::linear::{Factor, TOLERANCE};

const ROWS: usize = 100_000;

fn uniform(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// Ones and `columns` − 1 uniform columns; a noisy line through them.
fn data(columns: usize) -> (Array2<f64>, Vec<f64>, ChaCha8Rng) {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let x = Array2::from_shape_fn((ROWS, columns), |(_, k)| if k == 0 { 1.0 } else { uniform(&mut rng) });
    let y = x.rows().into_iter().map(|row| row.sum() + uniform(&mut rng)).collect();
    (x, y, rng)
}

fn least_squares(c: &mut Criterion) {
    let (x, y, mut rng) = data(10);
    let weight: Vec<f64> = (0..ROWS).map(|_| 0.5 + uniform(&mut rng)).collect();
    c.bench_function("weighted least squares 100k x 10", |b| {
        b.iter(|| Factor::new(x.view(), Some(&weight), TOLERANCE).solve(&y))
    });
}

fn logistic(c: &mut Criterion) {
    let (x, line, mut rng) = data(8);
    let mut draw = |eta: f64| f64::from(u8::from(uniform(&mut rng) < 1.0 / (1.0 + (-eta).exp())));
    let y: Vec<f64> = line.iter().map(|line| draw(0.5 * line - 3.0)).collect();
    c.bench_function("logit 100k x 8", |b| b.iter(|| logit(x.view(), &y, None, LogitOptions::R).unwrap()));
}

fn clustered(c: &mut Criterion) {
    let (x, y, _) = data(10);
    let factor = Factor::new(x.view(), None, TOLERANCE);
    let fit = factor.solve(&y);
    let linear = Linear {
        weight: Array1::ones(ROWS),
        residual: fit.residuals,
        bread: factor.bread(),
        coefficients: fit.coefficients,
        contrast: Array1::zeros(10),
        names: Vec::new(),
        unit: (0..ROWS as u32).collect(),
        set: None,
        clusters: Vec::new(),
        x,
    };
    let labels: Vec<u32> = (0..ROWS as u32).map(|row| row / 20).collect();
    c.bench_function("clustered covariance 100k x 10, 5000 clusters", |b| {
        b.iter(|| cluster::covariance(&linear, &[&labels], ClusterCorrection::Hc1).unwrap())
    });
}

criterion_group! {
    name = all;
    config = Criterion::default().sample_size(10).measurement_time(std::time::Duration::from_secs(3)).warm_up_time(std::time::Duration::from_millis(500));
    targets = least_squares, logistic, clustered
}
