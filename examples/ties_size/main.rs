//! How often tests of ties find a change or a difference where there is none.
//!
//! `cargo run --release --example ties_size [REPLICATES]` draws pairs of networks from a seed: organisations report ties to others, each
//! keeps a part of them and finds as many new ones, with no trend. `RESULTS.md` has its table and what it shows.

use rand::RngExt;
use rayon::prelude::*;

use tashika::math::elementary::exp;
use tashika::math::network::{self, Graph, Square};
use tashika::math::random::Stream;
use tashika::math::special::{normal_quantile, t_two_sided};

const SEED: u64 = 20_261_130;
const DRAWS: u64 = 499;
/// Ties of the first wave that stay.
const KEPT: f64 = 0.6;
/// Ties that each reports on average.
const REPORTED: f64 = 4.0;
/// Sectors of organisations.
const SECTORS: u32 = 4;

/// What is asked of a world, and the p-values of the answers.
const TESTS: [&str; 6] = [
    "reported ties, waves exchanged",
    "reported ties to other sectors, waves exchanged",
    "E–I index, sectors exchanged",
    "correlation of two networks that have nothing to do with each other",
    "change of partners, program against others (Welch)",
    "change of partners before and after, paired t (not offered)",
];

fn main() {
    let replicates: u64 = std::env::args().nth(1).and_then(|given| given.parse().ok()).unwrap_or(1000);
    let error = 1.96 * (0.05 * 0.95 / replicates as f64).sqrt();
    write(&format!(
        "Seed {SEED}, {replicates} worlds for each column, {DRAWS} draws; a true 5 % is seen between {:.1} and {:.1} % in 95 of 100.\n\n| test | alike, n = 12 | 40 | \
         200 | differ in activity, n = 12 | 40 | 200 |\n|---|---|---|---|---|---|---|\n",
        100.0 * (0.05 - error),
        100.0 * (0.05 + error)
    ));
    let worlds: Vec<(usize, bool)> =
        [false, true].into_iter().flat_map(|differ| [12, 40, 200].map(|n| (n, differ))).collect();
    let shares: Vec<[f64; 6]> = worlds.iter().map(|&(n, differ)| alarms(n, differ, replicates)).collect();
    for (test, name) in TESTS.iter().enumerate() {
        let cells: Vec<String> = shares.iter().map(|share| format!("{:.1} %", 100.0 * share[test])).collect();
        write(&format!("| {name} | {} |\n", cells.join(" | ")));
    }
}

#[allow(clippy::print_stdout)]
fn write(text: &str) {
    print!("{text}");
}

/// Share of worlds in which each test has p of at most 0.05.
fn alarms(n: usize, differ: bool, replicates: u64) -> [f64; 6] {
    let stream = Stream::new(SEED).child(&format!("{n} {differ}"));
    let all: Vec<[f64; 6]> =
        (0..replicates).into_par_iter().map(|world| asked(n, differ, stream.replicate(world))).collect();
    std::array::from_fn(|test| all.iter().filter(|p| p[test] <= 0.05).count() as f64 / replicates as f64)
}

/// Two waves of reported ties: (first, second).
fn waves(n: usize, differ: bool, stream: Stream) -> (Graph, Graph) {
    let mut rng = stream.rng();
    let mut uniform = || (f64::from(rng.random_range(0..1_u32 << 30)) + 0.5) / f64::from(1_u32 << 30);
    let active: Vec<f64> = (0..n).map(|_| if differ { exp(0.5 * normal_quantile(uniform())) } else { 1.0 }).collect();
    let base = REPORTED / (n as f64 - 1.0);
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (from, to) in (0..n).flat_map(|from| (0..n).map(move |to| (from, to))).filter(|(from, to)| from != to) {
        let p = (base * active[from]).min(0.8);
        let was = uniform() < p;
        let is = if was { uniform() < KEPT } else { uniform() < p * (1.0 - KEPT) / (1.0 - p) };
        first.extend(was.then_some((from as u32, to as u32)));
        second.extend(is.then_some((from as u32, to as u32)));
    }
    (Graph::new(n, first), Graph::new(n, second))
}

fn asked(n: usize, differ: bool, stream: Stream) -> [f64; 6] {
    let (before, after) = waves(n, differ, stream.child("world"));
    let (another, _) = waves(n, differ, stream.child("another"));
    let sector: Vec<u32> = (0..n as u32).map(|node| node % SECTORS).collect();
    let degrees = |graph: &Graph| (0..n).map(|node| graph.outgoing(node).len() as f64).collect::<Vec<f64>>();
    let outside = |graph: &Graph| network::external(graph, &sector).into_iter().map(|n| n as f64).collect::<Vec<f64>>();
    let change = |one: Vec<f64>, other: Vec<f64>| other.iter().zip(&one).map(|(b, a)| b - a).collect::<Vec<f64>>();
    let swap = |changes: Vec<f64>, name: &str| {
        let mean = |exchanged: &[bool]| -> f64 {
            changes.iter().zip(exchanged).map(|(change, other)| if *other { -change } else { *change }).sum()
        };
        network::swapped(n, DRAWS, stream.child(name), mean).p_two_sided
    };
    let ei = network::ei_by_chance(&before.either(), &sector, DRAWS, stream.child("ei"));
    let square = |graph: &Graph| Square::new(n, graph.pairs().map(|(from, to)| (from, to, 1.0)));
    let (x, y) = (square(&before), square(&another));
    let qap = network::permuted(&x, &y, &vec![true; n], DRAWS, stream.child("qap"), network::correlation(&x, &y));
    let union = change(degrees(&before.either()), degrees(&after.either()));
    let of = |program: bool| -> Vec<f64> {
        union.iter().enumerate().filter(|(node, _)| (node % 10 < 3) == program).map(|(_, change)| *change).collect()
    };
    [
        swap(change(degrees(&before), degrees(&after)), "swap"),
        swap(change(outside(&before), outside(&after)), "outside"),
        (2.0 * ei.p_greater.min(ei.p_less)).min(1.0),
        qap.p_greater,
        welch(&of(true), &of(false)),
        paired(&union),
    ]
}

fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0) / n)
}

fn welch(one: &[f64], other: &[f64]) -> f64 {
    let ((a, va), (b, vb)) = (moments(one), moments(other));
    let df = (va + vb).powi(2) / (va * va / (one.len() as f64 - 1.0) + vb * vb / (other.len() as f64 - 1.0));
    if va + vb > 0.0 { t_two_sided((a - b) / (va + vb).sqrt(), df) } else { 1.0 }
}

fn paired(changes: &[f64]) -> f64 {
    let (mean, variance) = moments(changes);
    if variance > 0.0 { t_two_sided(mean / variance.sqrt(), changes.len() as f64 - 1.0) } else { 1.0 }
}
