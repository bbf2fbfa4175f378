//! How often verdicts are wrong where nothing changed, and how often intervals hold the truth, in small samples.
//!
//! `cargo run --example simulate [REPLICATES [WORDS]]` draws worlds from a seed (with WORDS only those whose description has them)
//! and asks the estimators, the default inference and the rules of the verdict, as a run does; `RESULTS.md` has its tables and what
//! they show. A false alarm is a verdict with a side where the truth is
//! zero; the share is among all worlds, those without a verdict counted as none. Coverage is among worlds that were given a number.

mod worlds;

use rayon::prelude::*;

use tashika::answer::Cautions;
use tashika::estimate::{self, AnyEstimator};
use tashika::findings::claim::verdict;
use tashika::findings::{Facts, Number, Verdict};
use tashika::infer::{AnyInference, InferenceCase, Replicate, infer};
use tashika::math::random::Stream;
use tashika::text::Words;

use worlds::{World, comparison};

const SEED: u64 = 20_261_130;
const LEVEL: f64 = 0.95;

/// What came of one world.
#[derive(Default)]
struct Told {
    /// A number was given.
    shown: bool,
    /// Its interval holds the truth.
    holds: bool,
    /// The verdict has a side.
    sided: bool,
    /// A law that holds whatever the number of cases decided.
    exact: bool,
}

fn main() {
    let replicates: u64 = std::env::args().nth(1).and_then(|given| given.parse().ok()).unwrap_or(2000);
    let error = 1.96 * (0.05 * 0.95 / replicates as f64).sqrt();
    write(&format!(
        "# Small samples: false alarms and coverage\n\nSeed {SEED}, {replicates} worlds for each line; a true 5 % is seen between \
         {:.1} and {:.1} % in 95 of 100 lines. Written by `cargo run --example simulate {replicates}`.\n\n| world | outcome | n | true change | \
         number given | exact law | false alarms | coverage |\n|---|---|---|---|---|---|---|---|\n",
        100.0 * (0.05 - error),
        100.0 * (0.05 + error)
    ));
    let only = std::env::args().nth(2).unwrap_or_default();
    let asked = |world: &&World| format!("{}, {}", world.what.words(), world.outcome.words()).contains(&only);
    worlds::all().iter().filter(asked).for_each(|world| write(&line(world, replicates)));
}

#[allow(clippy::print_stdout)]
fn write(text: &str) {
    print!("{text}");
}

fn line(world: &World, replicates: u64) -> String {
    let truth = world.truth();
    let stream = Stream::new(SEED).child(&world.name());
    let told: Vec<Told> =
        (0..replicates).into_par_iter().map(|replicate| ask(world, truth, stream.replicate(replicate))).collect();
    let count = |of: fn(&Told) -> bool| told.iter().filter(|told| of(told)).count() as f64;
    let (shown, all) = (count(|told| told.shown), told.len() as f64);
    let share =
        |part: f64, whole: f64| if whole > 0.0 { format!("{:.1} %", 100.0 * part / whole) } else { "–".into() };
    let alarms = if truth == 0.0 { share(count(|told| told.sided), all) } else { String::new() };
    format!(
        "| {} | {} | {} | {:.3} | {} | {} | {} | {} |\n",
        world.what.words(),
        world.outcome.words(),
        world.n,
        truth,
        share(shown, all),
        share(count(|told| told.exact), shown.max(1.0)),
        alarms,
        share(count(|told| told.holds), shown)
    )
}

/// Draws a world and asks of it what a run asks.
fn ask(world: &World, truth: f64, stream: Stream) -> Told {
    let sample = world.draw(stream.child("world"));
    let (comparison, estimator) = (comparison(world), method(world));
    let Ok(estimate) = estimator.get().estimate(&sample, &comparison, LEVEL) else { return Told::default() };
    let rerun = Replicate::new(&sample, &comparison, &estimator);
    let case = InferenceCase { estimate: &estimate, level: LEVEL, rerun: &rerun, stream: stream.child("inference") };
    let Ok(inference) = infer(&AnyInference::default(), case) else { return Told::default() };
    let (kind, number) = (comparison.kind, Some(Number::of(&estimate, &inference)));
    let (n, signs) = (estimate.n, estimate.signs);
    let cautions = Cautions::of_values(&sample, false);
    let verdict = verdict(&Facts { kind, number, n, signs, cautions, good: 1, ..Facts::nothing(Words::plain("y")) });
    let shown = !verdict.withholds_number();
    Told {
        shown,
        holds: shown && inference.headline.low <= truth + 1e-12 && truth - 1e-12 <= inference.headline.high,
        sided: matches!(verdict, Verdict::Positive | Verdict::Negative),
        exact: shown && inference.headline.law.is_exact(),
    }
}

fn method(world: &World) -> AnyEstimator {
    let name = if world.what.is_paired() { "mean-change" } else { "difference" };
    estimate::parse(name, &serde_json::Map::new())
        .and_then(Result::ok)
        .unwrap_or_else(|| unreachable!("a registered method"))
}
