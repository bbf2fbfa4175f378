//! Matching and balance on synthetic people: a fifth is treated, ten covariates.
#![allow(clippy::disallowed_methods)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group};
use ndarray::Array2;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use tashika::design::Estimand;
use tashika::design::balance::balance;
use tashika::design::model_matrix::ModelColumn;
use tashika::math::assign::{
    Degrees, Meeting, Order, Problem, Wanted, along, apart, with_replacement, without_replacement,
};
use tashika::math::glm::{LogitOptions, logit};
use tashika::text::Words;

/// Covariates (with the constant first), treatment, fitted probability.
struct People {
    x: Array2<f64>,
    treated: Vec<bool>,
    score: Vec<f64>,
}

fn people(n: usize) -> People {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut uniform = || rng.random::<f64>();
    let x = Array2::from_shape_fn((n, 11), |(_, column)| match column {
        0 => 1.0,
        8 | 9 => f64::from(uniform() < 0.4),
        10 => (uniform() * 5.0).floor(),
        _ => (0..6).map(|_| uniform()).sum::<f64>() - 3.0,
    });
    let slope = [-1.9, 0.5, -0.4, 0.3, 0.0, 0.0, 0.0, 0.0, 0.5, -0.2, 0.1];
    let chance = |row: usize| 1.0 / (1.0 + (-x.row(row).iter().zip(slope).map(|(x, b)| x * b).sum::<f64>()).exp());
    let treated: Vec<bool> = (0..n).map(|row| uniform() < chance(row)).collect();
    let y: Vec<f64> = treated.iter().map(|&treated| f64::from(treated)).collect();
    let score = logit(x.view(), &y, None, LogitOptions::R).expect("a fit").fitted;
    People { x, treated, score }
}

fn standard_deviation(values: &[f64]) -> f64 {
    tashika::math::sums::variance(values).sqrt()
}

fn problem(people: &People) -> Problem<'_> {
    Problem { score: &people.score, treated: &people.treated, stratum: None, caliper: None, widths: &[], ratio: 1 }
}

fn nearest(criterion: &mut Criterion) {
    for n in [10_000, 100_000, 1_000_000] {
        let people = people(n);
        let plain = problem(&people);
        let caliper = Problem { caliper: Some(0.2 * standard_deviation(&people.score)), ..plain };
        let mut group = criterion.benchmark_group(format!("nearest {n}"));
        group.sample_size(20);
        group.bench_function("largest", |b| b.iter(|| without_replacement(black_box(&plain), Order::Largest)));
        group.bench_function("caliper", |b| b.iter(|| without_replacement(black_box(&caliper), Order::Largest)));
        group.bench_function("closest", |b| b.iter(|| without_replacement(black_box(&plain), Order::Closest)));
        group.bench_function("replace", |b| b.iter(|| with_replacement(black_box(&plain))));
        let y: Vec<f64> = people.treated.iter().map(|&treated| f64::from(treated)).collect();
        group.bench_function("logit and largest", |b| {
            b.iter(|| {
                let score = logit(people.x.view(), &y, None, LogitOptions::R).expect("a fit").fitted;
                without_replacement(&Problem { score: &score, ..plain }, Order::Largest)
            })
        });
        group.finish();
    }
}

fn balance_of_covariates(criterion: &mut Criterion) {
    let people = people(100_000);
    let mut weight: Vec<f64> = people.treated.iter().map(|&treated| f64::from(treated)).collect();
    without_replacement(&problem(&people), Order::Largest)
        .iter()
        .for_each(|found| weight[found.comparison as usize] = 1.0);
    let term = |column: usize| {
        let values = if column == 0 { people.score.clone() } else { people.x.column(column).to_vec() };
        ModelColumn { key: column.to_string(), label: Words::plain("x"), level: None, share: false, values }
    };
    let terms: Vec<ModelColumn> = (0..people.x.ncols()).map(term).collect();
    let mut group = criterion.benchmark_group("balance");
    group.sample_size(20);
    group.bench_function("100000", |b| b.iter(|| balance(&people.treated, black_box(&weight), &terms, Estimand::Att)));
    group.finish();
}

/// Treated and comparison units among covariates.
struct Covariates<'a> {
    people: &'a People,
    sides: [Vec<usize>; 2],
}

impl Meeting for Covariates<'_> {
    fn distance(&self, treated: usize, comparison: usize) -> Option<f64> {
        let (a, b) = (self.people.x.row(self.sides[0][treated]), self.people.x.row(self.sides[1][comparison]));
        Some(a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt())
    }
}

/// Sets of least total distance: on the score, and among points.
fn least(criterion: &mut Criterion) {
    let shapes = |n: u32| [("pairs", Degrees::pairs(1)), ("full", Degrees { treated: (1, n), comparison: (1, n) })];
    for n in [5_000, 100_000, 1_000_000] {
        let people = people(n);
        let mut group = criterion.benchmark_group(format!("least {n}"));
        group.sample_size(10);
        for (name, degrees) in shapes(n as u32) {
            group.bench_function(name, |b| b.iter(|| along(black_box(&people.score), &people.treated, degrees)));
        }
        group.finish();
    }
    let people = people(2_000);
    let (treated, others) = (0..people.treated.len()).partition(|&i| people.treated[i]);
    let points = Covariates { people: &people, sides: [treated, others] };
    let mut group = criterion.benchmark_group("least among points 2000");
    group.sample_size(10);
    for (name, degrees) in shapes(2_000) {
        let sides = (points.sides[0].len(), points.sides[1].len());
        let wanted = Wanted { sides, degrees, used: None, alone: false };
        group.bench_function(name, |b| b.iter(|| apart(black_box(&points), wanted)));
    }
    group.finish();
}

criterion_group!(all, nearest, least, balance_of_covariates);
