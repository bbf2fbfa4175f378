//! Data at the edge: the right answer, or a problem that names what is wrong; never a number that means nothing.

use tashika::diag::Severity;

use super::sample::{Outcome, Sample, Unit, pairs, run_on, units};

/// Without a number there is a reason: an error that stops the run, or a finding that says why it withholds.
fn withheld(outcome: &Outcome) -> bool {
    match outcome.finding() {
        Some(finding) => finding.effect.is_none(),
        None => outcome.problems.iter().any(|problem| problem.severity == Severity::Error),
    }
}

fn finite(outcome: &Outcome, what: &str) {
    let Some(effect) = outcome.effect() else {
        assert!(withheld(outcome), "{what}: neither a number nor a reason");
        return;
    };
    let numbers = [effect.estimate, effect.low, effect.high, effect.p_value];
    assert!(numbers.iter().all(|number| !number.is_nan()), "{what}: {numbers:?}");
}

fn changed(count: usize, change: impl Fn(usize, Unit) -> Unit) -> Vec<Unit> {
    units(count).into_iter().enumerate().map(|(i, unit)| change(i, unit)).collect()
}

fn named(sample: &Sample, estimator: &str, what: &str) -> String {
    format!("{} with {estimator}: {what}", sample.design)
}

#[test]
fn blank_outcomes_are_left_out_and_counted() {
    let gaps = changed(90, |i, unit| match i % 15 {
        4 => Unit { after: None, ..unit },
        _ => unit,
    });
    let whole: Vec<Unit> = gaps.iter().filter(|unit| unit.after.is_some()).cloned().collect();
    for (sample, estimator) in pairs().filter(|(sample, _)| !sample.covariates) {
        let what = named(sample, estimator, "blank outcomes");
        let (a, b) = (run_on(sample, estimator, &gaps), run_on(sample, estimator, &whole));
        let estimates = [&a, &b].map(|outcome| outcome.effect().unwrap_or_else(|| panic!("{what}")).estimate);
        assert!((estimates[0] - estimates[1]).abs() < 1e-12, "{what}: {estimates:?}");
    }
    for (sample, estimator) in pairs() {
        finite(&run_on(sample, estimator, &gaps), &named(sample, estimator, "blank outcomes"));
    }
}

#[test]
fn an_outcome_that_never_differs_gives_no_certainty() {
    let constant = changed(150, |_, unit| Unit { before: Some(7.0), after: Some(7.0), ..unit });
    for (sample, estimator) in pairs() {
        let what = named(sample, estimator, "constant outcome");
        let outcome = run_on(sample, estimator, &constant);
        finite(&outcome, &what);
        if let Some(effect) = outcome.effect() {
            assert_eq!(effect.estimate, 0.0, "{what}");
        }
    }
}

#[test]
fn where_all_or_none_took_part_there_is_nobody_to_compare() {
    for (sample, estimator) in pairs().filter(|(sample, _)| sample.two_arms) {
        for took_part in [true, false] {
            let what = named(sample, estimator, "one side is empty");
            let outcome = run_on(sample, estimator, &changed(150, |_, unit| Unit { took_part, ..unit }));
            assert!(outcome.effect().is_none(), "{what}");
            assert!(outcome.said().contains("took_part"), "{what}: {}", outcome.said());
        }
    }
}

#[test]
fn covariates_that_tell_the_groups_apart_are_named() {
    let apart =
        changed(150, |i, unit| Unit { size: if unit.took_part { 100.0 } else { 10.0 } + i as f64 / 100.0, ..unit });
    for (sample, estimator) in pairs().filter(|(sample, _)| sample.covariates && sample.two_arms) {
        let what = named(sample, estimator, "separation");
        let outcome = run_on(sample, estimator, &apart);
        finite(&outcome, &what);
        let scored = outcome.problems.iter().any(|problem| problem.code == "separation");
        assert!((scored || !sample.score) && outcome.said().contains("size"), "{what}: {}", outcome.said());
    }
}

#[test]
fn covariates_that_say_who_received_how_much_leave_nothing_to_tell() {
    let told = changed(150, |_, unit| Unit { size: 3.0 * unit.amount + 7.0, ..unit });
    for (sample, estimator) in pairs().filter(|(sample, _)| sample.design == "dose") {
        let what = named(sample, estimator, "the dose is a covariate");
        let outcome = run_on(sample, estimator, &told);
        assert!(withheld(&outcome) && outcome.said().contains("covariates"), "{what}: {}", outcome.said());
    }
}

#[test]
fn a_category_on_one_side_only_is_no_trap() {
    let lonely = changed(150, |_, unit| match unit.took_part {
        false if unit.field == "care" => Unit { field: "arts", ..unit },
        _ => unit,
    });
    for (sample, estimator) in pairs() {
        finite(&run_on(sample, estimator, &lonely), &named(sample, estimator, "a stratum without comparison units"));
    }
}

#[test]
fn a_handful_of_units_gives_a_reason_or_a_number_never_nonsense() {
    for (sample, estimator) in pairs() {
        for n in 0..=7 {
            let outcome = run_on(sample, estimator, &units(n));
            finite(&outcome, &named(sample, estimator, &format!("{n} units")));
            if n <= 1 {
                assert!(withheld(&outcome), "{}", named(sample, estimator, "a number from one unit"));
            }
        }
    }
}
