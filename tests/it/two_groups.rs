//! Two groups of respondents: anonymous sources, the design, Welch's difference and its companions, against R
//! (tests/reference/two_groups), by properties and by simulation.

use std::fs;
use std::path::Path;

use ndarray::Array2;
use proptest::prelude::*;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use tashika::answer::preview;
use tashika::design::{Arm, Comparison, Kind, Rung, WeightOrigin, Weights};
use tashika::diag::{Severity, Sink};
use tashika::estimate::{Companion, Estimate, Sample};
use tashika::findings::{Bundle, Verdict};
use tashika::infer::{AnyInference, Inference};

use crate::inferring::infer;
use tashika::math::rank_sum::shift_between;
use tashika::math::shares::{Share, equal_shares_p, fisher_p, newcombe};
use tashika::math::special::normal_quantile;
use tashika::phrase;
use tashika::plan;
use tashika::run;
use tashika::text::Lang;

use super::study_runs::{only, outputs, run_study};

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/two_groups/two_groups.json")).unwrap()
}

fn input(name: &str) -> Vec<f64> {
    reference()["inputs"][name].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

fn sample(after: &[f64], before: &[f64], binary: bool) -> Sample {
    let y: Vec<f64> = after.iter().chain(before).copied().collect();
    let n = y.len();
    Sample {
        y: Array2::from_shape_vec((n, 1), y).unwrap(),
        baseline: None,
        unit: (0..n as u32).collect(),
        period: vec![1; n],
        arm: (0..n).map(|row| if row < after.len() { Arm::Treated } else { Arm::Comparison }).collect(),
        weight: vec![1.0; n],
        dose: None,
        set: None,
        lots: None,
        clusters: Vec::new(),
        x: Array2::zeros((n, 0)),
        x_names: Vec::new(),
        binary,
        amount: false,
    }
}

fn comparison(sample: &Sample) -> Comparison {
    let weights = Weights { values: sample.weight.clone(), origin: WeightOrigin::Fixed };
    let all = phrase!("{text}", text = "all");
    Comparison { weights, ..Comparison::plain(Kind::Respondents, all, sample.unit.clone(), sample.arm.clone()) }
}

fn try_estimate(sample: &Sample, level: f64) -> Result<Estimate, tashika::text::Phrase> {
    let method = tashika::estimate::parse("welch", &serde_json::Map::new()).unwrap().unwrap();
    method.get().estimate(sample, &comparison(sample), level)
}

fn estimate(after: &[f64], before: &[f64], level: f64) -> Estimate {
    try_estimate(&sample(after, before, false), level).unwrap()
}

fn inferred(estimate: &Estimate, level: f64) -> Inference {
    infer(estimate, &AnyInference::default(), level).unwrap()
}

fn companion<'a>(estimate: &'a Estimate, key: &str) -> &'a Companion {
    estimate.companions.iter().find(|companion| companion.key == key).unwrap_or_else(|| panic!("no {key}"))
}

#[track_caller]
fn close(ours: f64, theirs: &Value, relative: f64) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= relative * theirs.abs().max(1e-3), "{ours} {theirs}");
}

// 1e-12 where nothing else is said: rounding of a few operations on both sides.

#[test]
fn the_interval_is_that_of_t_test() {
    for (name, data, level) in
        [("scale", "scale", 0.95), ("plain", "plain", 0.95), ("many", "many", 0.95), ("plain_99", "plain", 0.99)]
    {
        let (after, before) = (input(&format!("{data}_after")), input(&format!("{data}_before")));
        let (found, r) = (estimate(&after, &before, level), &reference()["welch"][name]);
        let t = tashika::infer::parse("t", &serde_json::Map::new()).unwrap().unwrap();
        let inference = infer(&found, &t, level).unwrap();
        close(found.effect(), &r["estimate"], 1e-12);
        close(inference.std_error.unwrap(), &r["stderr"], 1e-12);
        close(inference.headline.df.unwrap(), &r["df"], 1e-12);
        close(inference.headline.p_value, &r["p_value"], 1e-11);
        close(inference.headline.low, &r["conf_int"][0], 1e-11);
        close(inference.headline.high, &r["conf_int"][1], 1e-11);
        // HC2 of the regression on the group is the same error.
        let hc2 = tashika::infer::parse("hc2", &serde_json::Map::new()).unwrap().unwrap();
        close(infer(&found, &hc2, level).unwrap().std_error.unwrap(), &r["stderr"], 1e-11);
    }
}

#[test]
fn ranks_are_those_of_wilcox_test() {
    for (name, data, level, p) in
        [("plain", "plain", 0.95, 1e-12), ("plain_99", "plain", 0.99, 1e-12), ("many", "many", 0.95, 1e-11)]
    {
        let (after, before) = (input(&format!("{data}_after")), input(&format!("{data}_before")));
        let (found, r) = (estimate(&after, &before, level), &reference()["ranks"][name]);
        let (test, shift) = (companion(&found, "mann-whitney"), companion(&found, "hodges-lehmann-shift"));
        close(test.statistic.as_ref().unwrap().1, &r["statistic"], 1e-15);
        close(test.p_value.unwrap(), &r["p_value"], p);
        close(shift.estimate.unwrap(), &r["median_difference"], 1e-13);
        let pairs = (after.len() * before.len()) as f64;
        close(companion(&found, "superiority").estimate.unwrap() * pairs, &r["statistic"], 1e-14);
        if data == "plain" {
            close(shift.estimate.unwrap(), &r["estimate"], 1e-12);
            close(shift.interval.unwrap().0, &r["conf_int"][0], 1e-12);
            close(shift.interval.unwrap().1, &r["conf_int"][1], 1e-12);
        }
    }
}

#[test]
fn rank_sums_with_ties_are_exact() {
    for name in ["scale", "amount"] {
        let found = estimate(&input(&format!("{name}_after")), &input(&format!("{name}_before")), 0.95);
        close(companion(&found, "mann-whitney").p_value.unwrap(), &reference()["exact_with_ties"][name], 1e-12);
    }
    let exact: Value = serde_json::from_str(include_str!("../reference/before_after/exact.json")).unwrap();
    let tests: Value = serde_json::from_str(include_str!("../reference/before_after/tests.json")).unwrap();
    let inputs = |name: &str| -> Vec<f64> {
        tests["inputs"][name].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
    };
    for (case, one, other) in [
        ("ranksum_exact_ties_sleep", "sleep_group1", "sleep_group2"),
        ("ranksum_exact_ties_likert", "likert_before", "likert_after"),
    ] {
        let found = estimate(&inputs(one), &inputs(other), 0.95);
        close(companion(&found, "mann-whitney").p_value.unwrap(), &exact[case]["p"], 1e-12);
    }
}

#[test]
fn shares_are_those_of_r() {
    for case in reference()["shares"].as_array().unwrap() {
        let counts: Vec<u64> = case["counts"].as_array().unwrap().iter().map(|n| n.as_f64().unwrap() as u64).collect();
        let (first, second) = (Share { yes: counts[0], all: counts[1] }, Share { yes: counts[2], all: counts[3] });
        let level = case["level"].as_f64().unwrap();
        let values = |share: Share| (0..share.all).map(|i| f64::from(u8::from(i < share.yes))).collect::<Vec<_>>();
        let found = try_estimate(&sample(&values(first), &values(second), true), level).unwrap();
        let inference = inferred(&found, level);
        // Limits at 0 and 1 are exact here, and roots found by R's uniroot elsewhere, good to its tolerance.
        let (low, high) = newcombe(first, second, level);
        close(low, &case["newcombe"][0], 1e-10);
        close(high, &case["newcombe"][1], 1e-10);
        assert!(inference.headline.low <= found.effect() && found.effect() <= inference.headline.high);
        let ends = (inference.headline.low, inference.headline.high);
        if first.all + second.all < 30 {
            // Fisher's exact test decides: where it does not exclude chance, the interval holds 0.
            close(inference.headline.p_value, &case["fisher_p"], 1e-11);
            let holds = fisher_p(first, second) > (1.0 - level) * (1.0 + 1e-12);
            assert_eq!(ends, if holds { (low.min(0.0), high.max(0.0)) } else { (low, high) });
            continue;
        }
        assert_eq!(ends, (low, high));
        if case["score_p"].is_f64() {
            close(inference.headline.p_value, &case["score_p"], 1e-11);
        } else {
            assert_eq!(inference.headline.p_value, 1.0);
        }
        close(companion(&found, "fisher").p_value.unwrap(), &case["fisher_p"], 1e-11);
        assert_eq!(
            (inference.headline.p_value, fisher_p(first, second)),
            (equal_shares_p(first, second), fisher_p(second, first))
        );
        assert_eq!(found.tables[0].cell(1, "yes").unwrap().number(), Some(first.yes as f64));
    }
}

#[test]
fn the_standardised_difference_is_that_of_effectsize() {
    let r: Value = serde_json::from_str(include_str!("../reference/before_after/effect_sizes.json")).unwrap();
    let of = |name: &str| -> Vec<f64> {
        r["inputs"][name].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
    };
    let found = estimate(&of("mpg_manual"), &of("mpg_auto"), 0.95);
    let (hedges, r_hedges) = (companion(&found, "standardised-difference"), &r["hedges_g_pooled"]);
    close(hedges.estimate.unwrap(), &r_hedges["Hedges_g"], 1e-12);
    // effectsize finds the noncentrality by an optimiser that stops near 1e-6.
    close(hedges.interval.unwrap().0, &r_hedges["CI_low"], 2e-6);
    close(hedges.interval.unwrap().1, &r_hedges["CI_high"], 2e-6);
    // Cliff's delta is 2P − 1.
    close(2.0 * companion(&found, "superiority").estimate.unwrap() - 1.0, &r["cliffs_delta"]["r_rank_biserial"], 1e-12);
}

#[test]
fn clusters_and_repeated_units_are_taken_into_account() {
    let (after, before) = (input("scale_after"), input("scale_before"));
    let plain = sample(&after, &before, false);
    let clustered = Sample { clusters: vec![(0..40).map(|row| row % 8).collect()], ..plain.clone() };
    let found = try_estimate(&clustered, 0.95).unwrap();
    assert_eq!(inferred(&found, 0.95).clusters, Some(8));
    assert!(found.companions.iter().all(|it| it.interval.is_none() && it.p_value.is_none()) && !found.notes.is_empty());
    // The same people both times, each as far up as the next: without their pairing the error would be large.
    let before: Vec<f64> = (0..20).map(|i| f64::from(i % 7)).collect();
    let after: Vec<f64> =
        before.iter().enumerate().map(|(i, y)| y + 1.0 + 0.1 * f64::from(u8::from(i % 2 == 0))).collect();
    let followed = Sample { unit: (0..40).map(|row| row % 20).collect(), ..sample(&after, &before, false) };
    let error = |sample: &Sample| inferred(&try_estimate(sample, 0.95).unwrap(), 0.95).std_error.unwrap();
    // √(s² of the changes / n), s = 0.05 √(20/19).
    let of_changes = 0.05 * (20.0f64 / 19.0).sqrt() / 20f64.sqrt();
    assert!((error(&followed) / of_changes - 1.0).abs() < 1e-10, "{}", error(&followed));
    assert!(error(&sample(&after, &before, false)) > 10.0 * of_changes);
    let yes = Sample { binary: true, ..followed.clone() };
    assert!(try_estimate(&yes, 0.95).unwrap().spread.law.is_none());
}

#[test]
fn too_little_to_compare_is_said() {
    let said =
        |after: &[f64], before: &[f64]| try_estimate(&sample(after, before, false), 0.95).unwrap_err().render(Lang::En);
    assert_eq!(said(&[1.0], &[1.0, 2.0, 3.0]), "1 answered after and 3 before; at least 2 of each are needed");
    assert!(said(&[1.0, 1.0], &[1.0, 1.0]).contains("same for every unit"));
    let apart = estimate(&[2.0, 2.0], &[1.0, 1.0], 0.95);
    assert!(infer(&apart, &AnyInference::default(), 0.95).is_err());
    // Everybody said yes, both times: the shares are known all the same.
    let all = try_estimate(&sample(&[1.0; 30], &[1.0; 30], true), 0.95).unwrap();
    let inference = inferred(&all, 0.95);
    assert!(
        inference.headline.low < -0.1
            && inference.headline.high > 0.1
            && inference.headline.p_value == 1.0
            && inference.std_error.is_none()
    );
}

fn uniforms(n: usize, seed: u64) -> Vec<f64> {
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    (0..n).map(|_| (rng.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0 + 5e-17).collect()
}

#[test]
fn intervals_of_means_cover_as_often_as_they_say() {
    let (replicates, n1, n0, truth) = (500, 8, 16, 1.5);
    let draws: Vec<f64> = uniforms(replicates * (n1 + n0), 20_260_502).into_iter().map(normal_quantile).collect();
    let mut hits = [0; 2];
    for draw in draws.chunks(n1 + n0) {
        // The small group spreads four times as much: the case that an interval of equal variances gets wrong.
        let after: Vec<f64> = draw[..n1].iter().map(|z| truth + 4.0 * z).collect();
        let found = inferred(&estimate(&after, &draw[n1..], 0.95), 0.95);
        hits[0] += usize::from(found.headline.low <= truth && truth <= found.headline.high);
        // Ranks assume that the groups differ by a shift alone.
        let after: Vec<f64> = draw[..n1].iter().map(|z| truth + z).collect();
        let shift = shift_between(&after, &draw[n1..], 0.95).unwrap();
        hits[1] += usize::from(shift.low <= truth && truth <= shift.high);
    }
    // 475 ± 3.3 binomial standard deviations (4.9); the rank interval may cover a little more, by its discreteness.
    assert!(hits.iter().all(|hit| (459..=493).contains(hit)), "{hits:?}");
}

#[test]
fn intervals_of_shares_cover_as_often_as_they_say() {
    // Few cases and shares near an end: Wald's interval covers 85 to 90 % here.
    let mut all = Vec::new();
    for (case, (p1, n1, p0, n0)) in
        [(0.1, 20, 0.05, 30), (0.6, 40, 0.45, 35), (0.95, 25, 0.8, 25)].into_iter().enumerate()
    {
        let replicates = 2000;
        let draws = uniforms(replicates * (n1 + n0), 20_260_503 + case as u64);
        let count = |draws: &[f64], p: f64| draws.iter().filter(|u| **u < p).count() as u64;
        let covered = draws.chunks(n1 + n0).filter(|draw| {
            let first = Share { yes: count(&draw[..n1], p1), all: n1 as u64 };
            let second = Share { yes: count(&draw[n1..], p0), all: n0 as u64 };
            let (low, high) = newcombe(first, second, 0.95);
            low <= p1 - p0 && p1 - p0 <= high
        });
        all.push(covered.count());
    }
    // 1900 less 3.3 binomial standard deviations (9.7), and above that what the discreteness of few cases adds: Newcombe
    // (1998, table IV) has coverages between 0.94 and 0.99.
    assert!(all.iter().all(|hits| (1868..=1985).contains(hits)), "{all:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shift_scale_order_and_exchange(
        first in prop::collection::vec(-20i32..20, 2..25), second in prop::collection::vec(-20i32..20, 2..25),
        shift in -50i32..50, scale in 1i32..9, turn in 0usize..24,
    ) {
        let values = |all: &[i32]| all.iter().map(|&y| f64::from(y)).collect::<Vec<f64>>();
        let (after, before) = (values(&first), values(&second));
        let varies = after.iter().chain(&before).any(|y| *y != after[0]);
        prop_assume!(varies);
        let plain = estimate(&after, &before, 0.9);
        let (by, times) = (f64::from(shift), f64::from(scale));
        let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs());
        let hl = |found: &Estimate| companion(found, "hodges-lehmann-shift").clone();
        let p = |found: &Estimate| companion(found, "mann-whitney").p_value.unwrap();

        let mut turned = after.clone();
        turned.rotate_left(turn % after.len());
        let moved: Vec<f64> = turned.iter().map(|y| times * y + by).collect();
        let scaled: Vec<f64> = before.iter().map(|y| times * y).collect();
        let other = estimate(&moved, &scaled, 0.9);
        prop_assert!(same(other.effect(), times * plain.effect() + by));
        prop_assert!(same(hl(&other).estimate.unwrap(), times * hl(&plain).estimate.unwrap() + by));
        prop_assert!(same(hl(&other).interval.unwrap().1, times * hl(&plain).interval.unwrap().1 + by));

        let exchanged = estimate(&before, &after, 0.9);
        prop_assert!(same(exchanged.effect(), -plain.effect()));
        prop_assert!(same(hl(&exchanged).interval.unwrap().0, -hl(&plain).interval.unwrap().1));
        prop_assert!(same(p(&exchanged), p(&plain)));
        if let (Ok(a), Ok(b)) = (infer(&plain, &AnyInference::default(), 0.9), infer(&exchanged, &AnyInference::default(), 0.9)) {
            prop_assert!(same(a.headline.low, -b.headline.high) && same(a.headline.p_value, b.headline.p_value));
        }
    }
}

// From study file to finding.

const SOURCES: &str = "[sources.first]\nfile = \"first.csv\"\nanonymous = true\nperiod = \"before\"\n\
     [sources.second]\nfile = \"second.csv\"\nanonymous = true\nperiod = \"after\"\n\
     [variables.trust]\nbetter = \"higher\"\n";
const QUESTION: &str = "[[questions]]\nid = \"q\"\noutcomes = [\"trust\"]\nbefore = \"before\"\nafter = \"after\"\ndesign = \"two-groups\"\n";

/// `n` answers around a middle; every fifth did not take part, every seventh gave no answer.
fn answers(n: usize, middle: f64, seed: u64) -> String {
    let row = |(i, u): (usize, f64)| {
        let trust = if i % 7 == 6 { String::new() } else { (middle + 4.0 * u).round().to_string() };
        format!("{trust},{},S{}\n", if i % 5 == 4 { "no" } else { "yes" }, i % 9)
    };
    "trust,took,school\n".to_string() + &uniforms(n, seed).into_iter().enumerate().map(row).collect::<String>()
}

fn write(dir: &Path, study: &str) {
    fs::write(dir.join("first.csv"), answers(70, 3.0, 1)).unwrap();
    fs::write(dir.join("second.csv"), answers(84, 5.0, 2)).unwrap();
    fs::write(dir.join("study.toml"), study).unwrap();
}

fn asked(study: &str) -> Bundle {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), study);
    run_study(&temp.path().join("study.toml"))
}

fn codes(study: &str) -> Vec<(&'static str, Severity)> {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), study);
    let mut sink = Sink::new();
    let _ = run::run(&temp.path().join("study.toml"), &|_| (), &mut sink);
    sink.problems.iter().map(|problem| (&*problem.code.clone().leak(), problem.severity)).collect()
}

#[test]
fn anonymous_answers_are_two_groups() {
    let bundle = asked(&format!("{SOURCES}{QUESTION}"));
    let finding = only(&bundle);
    assert_eq!((finding.claim.verdict, finding.claim.rung), (Verdict::Positive, Rung::Differed));
    assert_eq!((finding.sample.treated, finding.sample.comparison), (72, 60));
    let flow = &bundle.findings.questions[0].flow;
    assert_eq!((flow[0].remaining, flow[1].treated, flow[1].comparison), (154, Some(84), Some(70)));
    assert_eq!(flow[2].lost.iter().map(|lost| (lost.count, lost.treated)).collect::<Vec<_>>(), [(22, Some(12))]);
    assert!(flow[2].lost[0].who.iter().any(|who| who == "second row 8"), "{:?}", flow[2].lost[0].who);
    assert!(bundle.findings.flow.iter().all(|step| step.lost.is_empty()), "nobody is missed in the other source");
    let script = outputs(&bundle).into_iter().find(|(path, _)| path == "replicate.R").unwrap().1;
    assert!(
        String::from_utf8(script)
            .unwrap()
            .contains("\ntwo_groups(\"q/trust@after\", \"trust_at_after\", \"trust_at_before\"")
    );
}

#[test]
fn sentences_say_that_these_are_two_groups() {
    let kinds = [("", Verdict::Positive), ("smallest_change_that_matters = 9\n", Verdict::PracticallyNone)];
    for (variable, verdict) in kinds {
        let bundle = asked(&format!("{SOURCES}{variable}{QUESTION}"));
        let finding = only(&bundle);
        assert_eq!(finding.claim.verdict, verdict);
        let said = &finding.texts[&Lang::En];
        assert!(said.contains("two different groups of people") && !said.contains("effect"), "{said}");
        assert!(finding.texts[&Lang::Ja].contains("回答者は別々") && !finding.texts[&Lang::Ja].contains("効果"));
    }
    let opposite = asked(&format!("{}{QUESTION}", SOURCES.replace("higher", "lower")));
    assert!(only(&opposite).texts[&Lang::En].contains("This is the opposite of what was hoped for."));
    let same = asked(&format!("{}{QUESTION}", SOURCES.replace("second.csv", "first.csv")));
    let said = &only(&same).texts[&Lang::En];
    assert_eq!(only(&same).claim.verdict, Verdict::Inconclusive);
    assert!(said.contains("differed by 0.0 between the 60 who answered after") && !said.contains("effect"), "{said}");
    for line in same.findings.findings.iter().flat_map(|it| it.claim.can_say.iter().chain(&it.claim.cannot_say)) {
        assert!(!line.render(Lang::En).contains("effect"), "{}", line.render(Lang::En));
    }
}

#[test]
fn treatment_and_clusters_are_read_at_each_ones_own_period() {
    let bundle = asked(&format!("{SOURCES}{QUESTION}treatment = \"took\"\ncluster = \"school\"\n"));
    let finding = only(&bundle);
    let effect = finding.effect.as_ref().unwrap();
    assert_eq!(effect.clusters, Some(9));
    assert!((7.9..8.0).contains(&effect.df.unwrap()), "nine schools of nearly the same size");
    let flow = &bundle.findings.questions[0].flow;
    assert_eq!((flow[1].treated, flow[1].comparison, flow[1].lost[0].count), (Some(68), Some(56), 30));
    assert!(finding.companions.iter().all(|it| it.p_value.is_none()));
}

#[test]
fn those_who_can_be_followed_are_told_of() {
    let named = SOURCES.replace("anonymous = true", "unit = \"id\"");
    let temp = tempfile::tempdir().unwrap();
    let with_ids = |text: String, from: usize| {
        let mut lines = text.lines();
        let head = format!("id,{}\n", lines.next().unwrap());
        head + &lines.enumerate().map(|(i, line)| format!("u{},{line}\n", from + i)).collect::<String>()
    };
    fs::write(temp.path().join("first.csv"), with_ids(answers(70, 3.0, 1), 0)).unwrap();
    fs::write(temp.path().join("second.csv"), with_ids(answers(84, 5.0, 2), 60)).unwrap();
    fs::write(temp.path().join("study.toml"), format!("{named}{QUESTION}")).unwrap();
    let bundle = run_study(&temp.path().join("study.toml"));
    let warned = bundle.findings.problems.iter().find(|it| it.code == "units-in-both-groups").expect("a warning");
    assert!(warned.severity == Severity::Warning && warned.message.render(Lang::En).starts_with("10 units have rows"));
    assert!(bundle.findings.questions[0].notes.iter().any(|note| note.render(Lang::En).contains("not independent")));
    assert_eq!((only(&bundle).sample.treated, only(&bundle).sample.comparison), (72, 60));
}

#[test]
fn what_does_not_go_together_is_refused() {
    let error = |code| (code, Severity::Error);
    assert!(
        codes(&format!("{}{QUESTION}", SOURCES.replacen("anonymous = true", "anonymous = true\nunit = \"took\"", 1)))
            .contains(&error("conflicting-keys"))
    );
    assert!(
        codes(&format!("{}{QUESTION}", SOURCES.replacen("anonymous = true\n", "", 1))).contains(&error("missing-key"))
    );
    let without = QUESTION.replace("before = \"before\"\nafter = \"after\"\n", "");
    assert!(codes(&format!("{SOURCES}{without}")).contains(&error("no-two-periods")));
    assert!(
        codes(&format!("{SOURCES}{QUESTION}baseline = {{ trust = \"trust@before\" }}\n"))
            .contains(&error("conflicting-keys"))
    );
    assert!(
        codes(&format!("{SOURCES}{QUESTION}sensitivity = [\"e-value\"]\n"))
            .contains(&("methods-do-not-fit", Severity::Note))
    );
}

#[test]
fn the_plan_says_what_could_be_told_apart() {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), &format!("{SOURCES}{QUESTION}"));
    let look = || {
        let mut sink = Sink::new();
        let read = run::read(&temp.path().join("study.toml"), &|_| (), &mut sink).unwrap();
        let plan = plan::plan(&read.study, &read.panel, &mut sink).unwrap();
        let hidden: Vec<String> = plan.steps().next().unwrap().hidden().iter().map(|var| var.to_string()).collect();
        assert_eq!(hidden, ["trust@after", "trust@before"]);
        preview(&plan, &read.panel)[0].detectable[0].effect.unwrap()
    };
    let effect = look();
    // Uniform over about 4 points: SD near 1.2; 2.8 · 1.2 · √(1/84 + 1/70) is 0.54.
    assert!((0.4..0.7).contains(&effect), "{effect}");
    // What was answered after has no part in it.
    fs::write(temp.path().join("second.csv"), answers(84, 900.0, 9)).unwrap();
    assert_eq!(look(), effect);
}

#[test]
fn anonymous_answers_cannot_be_followed() {
    let temp = tempfile::tempdir().unwrap();
    let rows: String = (0..30).map(|i| format!("{}\n", i % 7)).collect();
    for file in ["first.csv", "second.csv"] {
        std::fs::write(temp.path().join(file), format!("trust,x\n{}", rows.replace('\n', ",1\n"))).unwrap();
    }
    let question = "[[questions]]\nid = \"q\"\noutcomes = [\"trust\"]\nbefore = \"before\"\nafter = \"after\"\ndesign = \"before-after\"\n";
    std::fs::write(temp.path().join("study.toml"), format!("{SOURCES}{question}")).unwrap();
    let mut sink = Sink::new();
    let read = tashika::run::read(&temp.path().join("study.toml"), &|_| (), &mut sink).unwrap();
    assert!(tashika::plan::plan(&read.study, &read.panel, &mut sink).is_err());
    assert!(sink.problems.iter().any(|problem| problem.code == "nobody-followed"));
}
