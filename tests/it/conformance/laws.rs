//! Laws that hold for every design and estimator on whole data.

use std::collections::BTreeSet;

use tashika::findings::Effect;
use tashika::{design, estimate};

use super::sample::{Outcome, Unit, pairs, run_on, run_with, samples, units};

/// Sums in another order, or of other magnitude, differ in the last digits only.
const CLOSE: f64 = 1e-9;

fn close(a: f64, b: f64, what: &str) {
    assert!((a - b).abs() <= CLOSE * a.abs().max(b.abs()).max(1.0), "{what}: {a} against {b}");
}

fn effect<'a>(outcome: &'a Outcome, what: &str) -> &'a Effect {
    outcome.effect().unwrap_or_else(|| panic!("{what} gives no number: {}", outcome.said()))
}

/// The numbers of an answer: estimate, error, interval, p.
fn numbers(effect: &Effect) -> [f64; 5] {
    [effect.estimate, effect.std_error.unwrap_or(0.0), effect.low, effect.high, effect.p_value]
}

fn same(a: &Outcome, b: &Outcome, what: &str) {
    for (a, b) in numbers(effect(a, what)).into_iter().zip(numbers(effect(b, what))) {
        close(a, b, what);
    }
}

#[test]
fn every_method_of_the_registries_is_tried() {
    let designs: BTreeSet<&str> = samples().iter().map(|sample| sample.design).collect();
    assert_eq!(designs.len(), design::NAMES.len());
    let tried: BTreeSet<&str> = pairs().map(|(_, estimator)| estimator).collect();
    assert_eq!(tried, estimate::NAMES.iter().copied().collect());
}

#[test]
fn an_answer_is_finite_and_lies_in_its_interval() {
    for (sample, estimator) in pairs() {
        let what = format!("{} with {estimator}", sample.design);
        let outcome = run_on(sample, estimator, &units(90));
        let numbers = numbers(effect(&outcome, &what));
        assert!(numbers.iter().all(|number| number.is_finite()), "{what}: {numbers:?}");
        let [estimate, error, low, high, p] = numbers;
        assert!(low <= estimate && estimate <= high && error > 0.0 && (0.0..=1.0).contains(&p), "{what}: {numbers:?}");
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    for (sample, estimator) in pairs() {
        let what = format!("{} with {estimator}, rows turned round", sample.design);
        let there = units(150);
        let mut back = there.clone();
        back.reverse();
        same(&run_on(sample, estimator, &there), &run_on(sample, estimator, &back), &what);
    }
}

#[test]
fn other_names_of_the_units_change_nothing() {
    for (sample, estimator) in pairs() {
        let what = format!("{} with {estimator}, units renamed", sample.design);
        let named = |unit: Unit| Unit { id: format!("団体-{}", &unit.id[1..]), ..unit };
        let other: Vec<Unit> = units(150).into_iter().map(named).collect();
        same(&run_on(sample, estimator, &units(150)), &run_on(sample, estimator, &other), &what);
    }
}

#[test]
fn an_outcome_that_is_moved_and_stretched_moves_and_stretches_the_answer() {
    let turned = |unit: Unit| Unit {
        before: unit.before.map(|value| 1000.0 + 4.0 * value),
        after: unit.after.map(|value| 1000.0 + 4.0 * value),
        ..unit
    };
    for (sample, estimator) in pairs() {
        let what = format!("{} with {estimator}, stretched", sample.design);
        let plain = run_on(sample, estimator, &units(150));
        let stretched = run_on(sample, estimator, &units(150).into_iter().map(turned).collect::<Vec<Unit>>());
        let [estimate, error, low, high, p] = numbers(effect(&plain, &what));
        let wanted = [4.0 * estimate, 4.0 * error, 4.0 * low, 4.0 * high, p];
        for (wanted, found) in wanted.into_iter().zip(numbers(effect(&stretched, &what))) {
            close(wanted, found, &what);
        }
    }
}

/// Designs that quantiles of the sample decide, which lie a little elsewhere with every unit twice, or one of several equally good
/// ways to match, of which there are more.
const DECIDED_BY_THE_SAMPLE: [&str; 3] = ["subclass", "optimal", "full"];

#[test]
fn units_that_occur_twice_leave_the_estimate_and_make_it_surer() {
    // Restricted likelihood counts the means as estimated: what weighs pairs against others moves a little with the number of units.
    for (sample, estimator) in pairs().filter(|(_, estimator)| *estimator != "partly-paired") {
        let what = format!("{} with {estimator}, every unit twice", sample.design);
        let once = units(150);
        let twin = |unit: &Unit| Unit { id: format!("{}b", unit.id), ..unit.clone() };
        let twice: Vec<Unit> = once.iter().flat_map(|unit| [unit.clone(), twin(unit)]).collect();
        let [one, error_of_one, ..] = numbers(effect(&run_on(sample, estimator, &once), &what));
        let [two, error_of_two, ..] = numbers(effect(&run_on(sample, estimator, &twice), &what));
        if !DECIDED_BY_THE_SAMPLE.contains(&sample.design) {
            close(one, two, &what);
        }
        assert!(error_of_two < error_of_one, "{what}: {error_of_two} against {error_of_one}");
    }
}

#[test]
fn covariates_that_add_nothing_change_nothing() {
    for (sample, estimator) in pairs().filter(|(sample, _)| sample.covariates) {
        let plain = run_on(sample, estimator, &units(90));
        // Of a variable twice nothing is to be said where units must be equal on both, in bands or bins.
        let more: &[(&str, &str)] = &[("same", "constant"), ("twice", "collinear")];
        for (more, why) in &more[..if sample.bands || sample.design == "cem" { 1 } else { 2 }] {
            let what = format!("{} with {estimator}, a {why} covariate more", sample.design);
            let other = run_with(sample, estimator, &format!("\"size\", \"field\", \"{more}\""), &units(90));
            close(effect(&plain, &what).estimate, effect(&other, &what).estimate, &what);
            assert!(other.said().contains(more), "{what}: nothing is said of it: {}", other.said());
        }
    }
}
