//! How often tests of ties find a change or a difference where there is none.
//!
//! `cargo run --release --example ties_size [REPLICATES [SIZES]]` draws pairs of networks from a seed: organisations report ties to others, each
//! keeps a part of them and finds as many new ones, with no trend. `RESULTS.md` has its table and what it shows.

use ndarray::Array2;
use rand::RngExt;
use rayon::prelude::*;

use tashika::math::elementary::exp;
use tashika::math::network::{self, Graph, Square};
use tashika::math::random::Stream;
use tashika::math::special::{normal_quantile, t_two_sided};

const SEED: u64 = 20_261_130;
const DRAWS: u64 = 499;
/// Where a draw takes long.
const FEW_DRAWS: u64 = 99;
/// Ties of the first wave that stay.
const KEPT: f64 = 0.6;
/// Ties that each reports on average.
const REPORTED: f64 = 4.0;
/// Sectors of organisations.
const SECTORS: u32 = 4;

/// What is asked of a world, and the p-values of the answers.
const TESTS: [&str; N] = [
    "reported ties, waves exchanged",
    "reported ties to other sectors, waves exchanged",
    "E–I index, sectors exchanged",
    "correlation of two networks that have nothing to do with each other",
    "change of partners, program against others (Welch)",
    "change of ties of pairs, one of the two took part (who took part exchanged)",
    "the same, both took part",
    "ties go with the same sector, the tie before held fixed (MRQAP)",
    "ties between sectors, networks with as many ties for everybody (rewired)",
    "change of partners before and after, paired t (not offered)",
    "change of ties of pairs, both took part: interval by errors of pairs that share an organisation",
];

/// How many.
const N: usize = 11;

fn main() {
    let replicates: u64 = std::env::args().nth(1).and_then(|given| given.parse().ok()).unwrap_or(1000);
    let error = 1.96 * (0.05 * 0.95 / replicates as f64).sqrt();
    let sizes: Vec<usize> = match std::env::args().nth(2) {
        Some(given) => given.split(',').filter_map(|n| n.parse().ok()).collect(),
        None => vec![12, 40, 200],
    };
    let worlds: Vec<(usize, bool)> =
        [false, true].into_iter().flat_map(|differ| sizes.iter().map(move |&n| (n, differ))).collect();
    let heads: Vec<String> =
        worlds.iter().map(|(n, differ)| format!("{} n = {n}", if *differ { "differ," } else { "alike," })).collect();
    write(&format!(
        "Seed {SEED}, {replicates} worlds for each column, {DRAWS} draws ({FEW_DRAWS} of MRQAP and rewired networks); a true 5 % is seen between {:.1} and {:.1} % in 95 of 100.\n\n| test | {} |\n|---|{}\n",
        100.0 * (0.05 - error),
        100.0 * (0.05 + error),
        heads.join(" | "),
        "---|".repeat(heads.len())
    ));
    let shares: Vec<[f64; N]> = worlds.iter().map(|&(n, differ)| alarms(n, differ, replicates)).collect();
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
fn alarms(n: usize, differ: bool, replicates: u64) -> [f64; N] {
    let stream = Stream::new(SEED).child(&format!("{n} {differ}"));
    let all: Vec<[f64; N]> =
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

fn asked(n: usize, differ: bool, stream: Stream) -> [f64; N] {
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
    let member: Vec<bool> = (0..n).map(|node| node % 10 < 3).collect();
    let pairs = Pairs::of(&before.either(), &after.either());
    let gaps = network::group_gaps(&pairs.ends, &pairs.change, &member, DRAWS, stream.child("pairs"));
    [
        swap(change(degrees(&before), degrees(&after)), "swap"),
        swap(change(outside(&before), outside(&after)), "outside"),
        (2.0 * ei.p_greater.min(ei.p_less)).min(1.0),
        qap.p_greater,
        welch(&of(true), &of(false)),
        gaps[0].1,
        gaps[1].1,
        same_sector(&before, &after, &sector, stream.child("mrqap")),
        rewired(&before.either(), &sector, stream.child("rewired")),
        paired(&union),
        pairs.dyadic(&member),
    ]
}

/// All pairs once, with the change of their tie.
struct Pairs {
    n: usize,
    ends: Vec<(u32, u32)>,
    change: Vec<f64>,
}

impl Pairs {
    fn of(before: &Graph, after: &Graph) -> Pairs {
        let n = before.nodes();
        let ends: Vec<(u32, u32)> = (0..n as u32).flat_map(|a| (a + 1..n as u32).map(move |b| (a, b))).collect();
        let tie = |graph: &Graph, (a, b): (u32, u32)| f64::from(u8::from(graph.has(a, b)));
        let change = ends.iter().map(|&pair| tie(after, pair) - tie(before, pair)).collect();
        Pairs { n, ends, change }
    }

    /// p of the difference between pairs of two who took part and of two who did not.
    fn dyadic(&self, member: &[bool]) -> f64 {
        let kind = |&(a, b): &(u32, u32)| usize::from(member[a as usize]) + usize::from(member[b as usize]);
        let own = |wanted: usize| self.ends.iter().zip(&self.change).filter(move |(pair, _)| kind(pair) == wanted);
        let counts = [0, 1, 2].map(|wanted| own(wanted).count() as f64);
        let means = [0, 1, 2].map(|wanted| own(wanted).map(|(_, y)| y).sum::<f64>() / counts[wanted]);
        let residual: Vec<f64> = self.ends.iter().zip(&self.change).map(|(pair, y)| y - means[kind(pair)]).collect();
        let weight = |pair: &(u32, u32)| match kind(pair) {
            0 => -1.0 / counts[0],
            2 => 1.0 / counts[2],
            _ => 0.0,
        };
        let weights: Vec<f64> = self.ends.iter().map(weight).collect();
        let x = Array2::from_shape_vec((weights.len(), 1), weights.clone()).expect("a column");
        let dyads = network::Dyads { ends: &self.ends, x: x.view(), residual: &residual };
        let shared = network::dyadic_covariance(dyads, &Array2::ones((1, 1)))[[0, 0]];
        let apart: f64 = weights.iter().zip(&residual).map(|(weight, u)| (weight * u).powi(2)).sum();
        let (n, freedom) = (self.n as f64, network::dyadic_freedom(&self.ends, &weights));
        let variance = (shared * n / (n - 1.0)).max(apart);
        if variance > 0.0 && freedom >= 4.0 {
            t_two_sided((means[2] - means[0]) / variance.sqrt(), freedom)
        } else {
            1.0
        }
    }
}

fn same_sector(before: &Graph, after: &Graph, sector: &[u32], stream: Stream) -> f64 {
    let n = sector.len();
    let square = |of: &dyn Fn(u32, u32) -> bool| {
        Array2::from_shape_fn((n, n), |(a, b)| f64::from(u8::from(of(a as u32, b as u32))))
    };
    let same = square(&|a, b| sector[a as usize] == sector[b as usize]);
    let (x, y) = ([same, square(&|a, b| before.has(a, b))], square(&|a, b| after.has(a, b)));
    let cells: Vec<(u32, u32)> =
        (0..n as u32).flat_map(|a| (0..n as u32).map(move |b| (a, b))).filter(|(a, b)| a != b).collect();
    network::partialled(&y, &x, 0, &cells, &vec![true; n], FEW_DRAWS, stream).p_two_sided
}

fn rewired(ties: &Graph, sector: &[u32], stream: Stream) -> f64 {
    let across = |ties: &[(u32, u32)]| {
        ties.iter().filter(|(a, b)| sector[*a as usize] != sector[*b as usize]).count() as f64 / ties.len() as f64
    };
    let drawn = network::rewired(ties, false, FEW_DRAWS, stream, across);
    (2.0 * drawn.p_greater.min(drawn.p_less)).min(1.0)
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
