//! Amounts: the middle beside the average, against R (tests/reference/two_groups), by properties, and what is said when the two
//! disagree.

use std::fmt::Write;

use ndarray::Array2;
use proptest::prelude::*;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use tashika::design::{Arm, Comparison, Kind, MatchedSet, Partition, SetsOf, WeightOrigin, Weights};
use tashika::estimate::{Companion, Estimate, Sample};
use tashika::findings::{Bundle, Finding};
use tashika::math::median::{median, sign_interval};
use tashika::math::special::normal_quantile;
use tashika::phrase;
use tashika::text::Lang;

use super::study_runs::{only, run_on};

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/two_groups/two_groups.json")).unwrap()
}

fn input(name: &str) -> Vec<f64> {
    reference()["inputs"][name].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

#[track_caller]
fn close(ours: f64, theirs: &Value, relative: f64) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= relative * theirs.abs().max(1e-3), "{ours} {theirs}");
}

/// Matched sets by the number of each unit's set, the treated first.
fn sets_of(numbers: &[u32], treated: usize) -> Partition {
    let mut sets = vec![MatchedSet::default(); numbers.iter().max().map_or(0, |last| *last as usize + 1)];
    for (unit, &number) in numbers.iter().enumerate() {
        let set = &mut sets[number as usize];
        if unit < treated { &mut set.treated } else { &mut set.comparison }.push(unit as u32);
    }
    Partition { sets, of: SetsOf::Matches }
}

/// Units of two arms: treated first. `sets` numbers the set of each unit.
fn arms(treated: &[f64], others: &[f64], sets: Option<Vec<u32>>) -> (Sample, Comparison) {
    let y: Vec<f64> = treated.iter().chain(others).copied().collect();
    let n = y.len();
    let arm: Vec<Arm> = (0..n).map(|row| if row < treated.len() { Arm::Treated } else { Arm::Comparison }).collect();
    let sample = Sample {
        y: Array2::from_shape_vec((n, 1), y).unwrap(),
        baseline: None,
        unit: (0..n as u32).collect(),
        period: vec![1; n],
        arm: arm.clone(),
        weight: vec![1.0; n],
        dose: None,
        set: sets.clone(),
        lots: None,
        clusters: Vec::new(),
        x: Array2::zeros((n, 0)),
        x_names: Vec::new(),
        binary: false,
        amount: true,
    };
    let comparison = Comparison {
        weights: Weights { values: vec![1.0; n], origin: WeightOrigin::Matched },
        sets: sets.map(|numbers| sets_of(&numbers, treated.len())),
        ..Comparison::plain(Kind::Matched, phrase!("{text}", text = "all"), sample.unit.clone(), arm)
    };
    (sample, comparison)
}

fn estimate(method: &str, (sample, comparison): &(Sample, Comparison), level: f64) -> Estimate {
    let method = tashika::estimate::parse(method, &serde_json::Map::new()).unwrap().unwrap();
    method.get().estimate(sample, comparison, level).unwrap()
}

fn find<'a>(estimate: &'a Estimate, key: &str) -> Option<&'a Companion> {
    estimate.companions.iter().find(|companion| companion.key == key)
}

/// Pairs that differ by `differences`: each comparison unit has 0.
fn pairs(differences: &[f64]) -> (Sample, Comparison) {
    let n = differences.len() as u32;
    arms(differences, &vec![0.0; differences.len()], Some((0..n).chain(0..n).collect()))
}

// 1e-12: rounding of a few operations on both sides.

#[test]
fn differences_of_sets_are_those_of_wilcox_test() {
    let differences = input("set_difference");
    for method in ["difference", "regression"] {
        for (name, level) in [("sets", 0.95), ("sets_90", 0.9)] {
            let (found, r) = (estimate(method, &pairs(&differences), level), &reference()["signed"][name]);
            assert_eq!(found.middle, Some("hodges-lehmann-sets"));
            let (test, shift) = (find(&found, "wilcoxon-sets").unwrap(), find(&found, "hodges-lehmann-sets").unwrap());
            close(test.statistic.as_ref().unwrap().1, &r["statistic"], 1e-15);
            close(test.p_value.unwrap(), &r["p_value"], 1e-12);
            close(shift.estimate.unwrap(), &r["estimate"], 1e-12);
            close(shift.interval.unwrap().0, &r["conf_int"][0], 1e-12);
            close(shift.interval.unwrap().1, &r["conf_int"][1], 1e-12);
        }
    }
}

#[test]
fn without_sets_the_groups_are_ranked_together() {
    let (treated, others) = (input("amount_after"), input("amount_before"));
    let found = estimate("difference", &arms(&treated, &others, None), 0.95);
    assert_eq!(found.middle, Some("hodges-lehmann-shift"));
    close(find(&found, "hodges-lehmann-shift").unwrap().estimate.unwrap(), &reference()["amount"]["estimate"], 1e-13);
    close(find(&found, "mann-whitney").unwrap().p_value.unwrap(), &reference()["exact_with_ties"]["amount"], 1e-12);
    let zeros = |values: &[f64]| values.iter().filter(|y| **y == 0.0).count();
    let said = format!(
        "The amount is 0 for {} of 40 who took part and for {} of 34 who did not",
        zeros(&treated),
        zeros(&others)
    );
    assert!(zeros(&treated) > 0 && found.notes.iter().any(|note| note.render(Lang::En) == said));
    // A unit that serves twice: weights, and no interval.
    let (mut sample, mut comparison) = arms(&treated, &others, None);
    sample.weight[41] = 2.0;
    comparison.weights.values[41] = 2.0;
    let found = estimate("difference", &(sample, comparison), 0.95);
    let medians = find(&found, "difference-of-medians").unwrap();
    let with_twice: Vec<f64> = others.iter().chain([&others[1]]).copied().collect();
    assert_eq!(medians.estimate.unwrap(), median(&treated) - median(&with_twice));
    assert!(medians.interval.is_none() && found.middle == Some("difference-of-medians"));
}

#[test]
fn sets_without_partner_and_larger_sets() {
    // Set 0: 9 against 1 and 3; set 1: 4 against 8; set 2 has lost its comparison unit.
    let data = arms(&[9.0, 4.0, 100.0], &[1.0, 3.0, 8.0], Some(vec![0, 1, 2, 0, 0, 1]));
    let found = estimate("difference", &data, 0.95);
    let shift = find(&found, "hodges-lehmann-sets").unwrap();
    assert_eq!((shift.n, shift.estimate), (2, Some(1.5)));
    // Clusters above the sets: their sizes are not in the law of the ranks.
    let (sample, comparison) = pairs(&input("set_difference"));
    let clusters: Vec<u32> = (0..31).chain(0..31).map(|set| set / 4).collect();
    let found = estimate("difference", &(Sample { clusters: vec![clusters], ..sample }, comparison), 0.95);
    assert!(find(&found, "hodges-lehmann-sets").unwrap().interval.is_none() && find(&found, "wilcoxon-sets").is_none());
}

#[test]
fn other_numbers_have_a_middle_where_they_are_skewed() {
    let of = |y: Vec<f64>| {
        let (sample, comparison) = pairs(&y);
        estimate("difference", &(Sample { amount: false, ..sample }, comparison), 0.95).middle
    };
    assert_eq!(of((0..12).map(f64::from).collect()), None);
    assert_eq!(of((0..12).map(|i| f64::from(i).exp()).collect()), Some("hodges-lehmann-sets"));
}

fn normals(n: usize, seed: u64) -> Vec<f64> {
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    (0..n).map(|_| normal_quantile((rng.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0 + 5e-17)).collect()
}

#[test]
fn the_interval_of_the_median_covers_as_often_as_it_says() {
    let (replicates, n) = (2000, 15);
    // The median of exp(z) is 1.
    let amounts: Vec<f64> = normals(replicates * n, 20_260_510).into_iter().map(f64::exp).collect();
    let mut level = 0.0;
    let covered = amounts.chunks(n).filter(|values| {
        let ((low, high), reached) = sign_interval(values, 0.95).unwrap();
        level = reached;
        low <= 1.0 && 1.0 <= high
    });
    let hits = covered.count() as f64;
    // 2000 · level ± 3.3 binomial standard deviations: the level that it reaches is exact.
    let sd = (2000.0 * level * (1.0 - level)).sqrt();
    assert!((hits - 2000.0 * level).abs() <= 3.3 * sd && (0.95..0.98).contains(&level), "{hits} {level}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn thousands_of_yen_scale_everything(
        yen in prop::collection::vec((0u32..3_000_000, 0u32..2_000_000), 4..24), matched in any::<bool>(),
    ) {
        let side = |scale: f64, of: fn(&(u32, u32)) -> u32| yen.iter().map(|pair| f64::from(of(pair)) / scale).collect::<Vec<_>>();
        let n = yen.len() as u32;
        let sets = || matched.then(|| (0..n).chain(0..n).collect::<Vec<u32>>());
        let found = |scale: f64| estimate("difference", &arms(&side(scale, |it| it.0), &side(scale, |it| it.1), sets()), 0.9);
        let (whole, thousands) = (found(1.0), found(1000.0));
        let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs());
        prop_assert_eq!(whole.middle, thousands.middle);
        prop_assert!(same(whole.effect(), 1000.0 * thousands.effect()));
        for (a, b) in whole.companions.iter().zip(&thousands.companions) {
            prop_assert_eq!(&a.key, &b.key);
            let scale = if a.key == "superiority" { 1.0 } else { 1000.0 };
            prop_assert!(a.estimate.zip(b.estimate).is_none_or(|(a, b)| same(a, scale * b)));
            prop_assert!(a.interval.zip(b.interval).is_none_or(|(a, b)| same(a.0, scale * b.0) && same(a.1, scale * b.1)));
            prop_assert!(a.p_value.zip(b.p_value).is_none_or(|(a, b)| same(a, b)));
        }
    }
}

// From study file to finding.

const NEAREST: &str =
    "treatment = \"t\"\ncovariates = [\"x\", \"b\"]\nbaseline = { a = \"b\" }\ndesign = \"nearest\"\n";

/// 40 who took part and 80 others: those who took part rose by 30,000 yen, all by chance as well; the last one by `more`.
fn table(more: f64, unit: f64) -> String {
    let chance = normals(360, 20_260_511);
    let mut table = String::from("id,t,x,b,a\n");
    for i in 0..120 {
        let treated = i % 3 == 0;
        let before = (400_000.0 + 50_000.0 * chance[i]).round();
        let rise = if treated { 30_000.0 } else { 0.0 } + if i == 117 { more } else { 0.0 };
        let after = if i == 7 { 0.0 } else { (before + rise + 20_000.0 * chance[120 + i]).round() };
        let (x, b, a) = (50.0 + 5.0 * chance[240 + i], before / unit, after / unit);
        writeln!(table, "u{i:03},{},{x:.2},{b},{a}", u8::from(treated)).unwrap();
    }
    table
}

fn ask(table: &str, question: &str) -> Bundle {
    let study = format!(
        "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.a]\nkind = \"amount\"\nunit = \"yen\"\n\
         [[questions]]\nid = \"q\"\noutcomes = [\"a\"]\n{question}"
    );
    run_on(table, &study)
}

/// The lines that say that average and middle disagree: among what can be said, and among the notes.
fn disagreements(finding: &Finding) -> [usize; 2] {
    let count = |lines: &[tashika::text::Phrase]| {
        lines.iter().filter(|line| line.render(Lang::En).contains("tell different stories")).count()
    };
    [count(&finding.claim.can_say), count(&finding.notes)]
}

#[test]
fn one_huge_amount_flips_the_note() {
    for question in [
        NEAREST.to_string(),
        format!("{NEAREST}estimate = \"regression\"\n"),
        "treatment = \"t\"\nbaseline = { a = \"b\" }\ndesign = \"before-after\"\n".into(),
    ] {
        for unit in [1.0, 1000.0] {
            let calm = ask(&table(0.0, unit), &question);
            assert_eq!(disagreements(only(&calm)), [0, 0], "{question} {:?}", only(&calm).texts);
            assert!(only(&calm).companions.iter().any(|it| it.key.starts_with("hodges-lehmann")));
            let driven = ask(&table(4_000_000.0, unit), &question);
            assert_eq!(disagreements(only(&driven)), [1, 1], "{question} {:?}", only(&driven).texts);
            let said = only(&driven).claim.can_say.iter().map(|line| line.render(Lang::En)).collect::<Vec<_>>();
            assert!(
                said.len() <= 3
                    && said.iter().any(|line| line.ends_with("A few very large amounts may drive the average."))
            );
        }
    }
}

#[test]
fn zeros_are_told_of() {
    // One who took part has nothing left.
    let broke = |line: &str| match line.starts_with("u006,") {
        true => format!("{},0\n", line.rsplit_once(',').unwrap().0),
        false => format!("{line}\n"),
    };
    let finding = only(&ask(&table(0.0, 1.0).lines().map(broke).collect::<String>(), NEAREST)).clone();
    let said: Vec<String> = finding.notes.iter().map(|note| note.render(Lang::En)).collect();
    assert!(said.iter().any(|note| note.starts_with("The amount is 0 for 1 of 40 who took part")), "{said:?}");
    let before = "baseline = { a = \"b\" }\ndesign = \"before-after\"\n";
    let finding = only(&ask(&table(0.0, 1.0), before)).clone();
    let said: Vec<String> = finding.notes.iter().map(|note| note.render(Lang::En)).collect();
    assert!(said.contains(&"Of 120 cases, the amount is 0 for 0 before and for 1 after".to_string()), "{said:?}");
    let median = finding.companions.iter().find(|it| it.key == "median-change").unwrap();
    let (low, high) = median.interval.unwrap();
    assert!(low <= median.estimate.unwrap() && median.estimate.unwrap() <= high && median.level == 0.95);
}
