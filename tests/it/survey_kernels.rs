//! Surveys and participation against R (survey, psych, survival, coin): closed forms 10 digits, searches of maxima 6.

use std::collections::BTreeMap;

use ndarray::Array2;
use serde_json::Value;

use tashika::math::multiplicity::holm;
use tashika::math::participation::{self, Gift, cohorts, general_cmh, gini, kaplan_meier, linear_cmh, log_rank};
use tashika::math::random::Stream;
use tashika::math::shares::{Share, wilson};
use tashika::math::survey::{
    CellsFrom, Design, PairedAnswers, alpha, calibrated_error, corrected_v, design_effect, goodman, hotelling, icc,
    kish, kruskal, omega, pearson_table, rake, rao_scott,
};

const CLOSE: f64 = 1e-10;

fn survey() -> Value {
    serde_json::from_str(include_str!("../reference/field/field_survey.json")).unwrap()
}

fn participation() -> Value {
    serde_json::from_str(include_str!("../reference/field/field_participation.json")).unwrap()
}

#[track_caller]
fn within(ours: f64, theirs: &Value, tolerance: f64) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= tolerance * theirs.abs(), "{ours} {theirs}");
}

#[track_caller]
fn same(ours: f64, theirs: &Value) {
    within(ours, theirs, CLOSE);
}

#[track_caller]
fn ends((low, high): (f64, f64), theirs: &Value, tolerance: f64) {
    within(low, &theirs[0], tolerance);
    within(high, &theirs[1], tolerance);
}

/// A table as columns of texts.
struct Rows(BTreeMap<String, Vec<String>>);

impl Rows {
    fn of(text: &str) -> Rows {
        let mut lines =
            text.lines().map(|line| line.split(',').map(|cell| cell.trim_matches('"').to_string()).collect::<Vec<_>>());
        let names = lines.next().unwrap();
        let rows: Vec<Vec<String>> = lines.collect();
        Rows(
            names
                .iter()
                .enumerate()
                .map(|(at, name)| (name.clone(), rows.iter().map(|row| row[at].clone()).collect()))
                .collect(),
        )
    }

    fn numbers(&self, name: &str) -> Vec<f64> {
        self.0[name].iter().map(|cell| cell.parse().unwrap_or(f64::NAN)).collect()
    }

    fn codes(&self, name: &str, levels: &[&str]) -> Vec<u32> {
        self.0[name].iter().map(|cell| levels.iter().position(|level| level == cell).unwrap() as u32).collect()
    }
}

fn answers() -> Rows {
    Rows::of(include_str!("../reference/field/data/survey.csv"))
}

fn design(rows: &Rows, finite: bool) -> Design {
    let whole = |name: &str| rows.numbers(name).iter().map(|value| *value as u32).collect();
    let population = if finite { rows.numbers("Nclusters") } else { vec![f64::INFINITY; rows.numbers("w").len()] };
    Design { weight: rows.numbers("w"), stratum: whole("stratum"), cluster: whole("cluster"), population }
}

#[test]
fn shares_have_the_errors_of_their_design() {
    let (known, rows) = (survey(), answers());
    let high: Vec<bool> = rows.numbers("satisfaction").iter().map(|answer| *answer >= 4.0).collect();
    let values: Vec<f64> = high.iter().map(|high| f64::from(u8::from(*high))).collect();
    let designs = [
        ("stratified_clusters", design(&rows, false)),
        ("with_finite_population", design(&rows, true)),
        ("weights_only", Design::of_weights(rows.numbers("w"))),
    ];
    for (name, design) in designs {
        let known = &known["share_high"][name];
        let share = design.share(&high).unwrap();
        same(share.share, &known["share"]);
        same(share.error, &known["se"]);
        same(share.df, &known["df"]);
        ends(share.korn_graubard(0.95), &known["ci_beta_korn_graubard"], CLOSE);
        // R fits the constant of a logistic regression, to 1e-8 of the deviance.
        ends(share.logit_t(0.95), &known["ci_logit_t"], 1e-7);
        let (with, without) = design_effect(&design, &values, share.error);
        same(with, &known["deff_srs_with_replacement"]);
        same(without, &known["deff_srs_without_replacement"]);
    }
    let satisfaction = rows.numbers("satisfaction");
    let (mean, error) = design(&rows, false).mean(&satisfaction).unwrap();
    same(mean, &known["mean_satisfaction"]["mean"]);
    same(error, &known["mean_satisfaction"]["se"]);
    let weight = rows.numbers("w");
    same(kish(&weight), &known["kish"]["deff_weighting"]);
    let cluster: Vec<u32> = rows.numbers("cluster").iter().map(|at| *at as u32).collect();
    let (within, size) = icc(&satisfaction, &cluster).unwrap();
    same(within, &known["kish"]["icc_anova"]);
    same(size, &known["kish"]["n0"]);
    // One cluster in a stratum says nothing of how clusters differ.
    let alone = Design { stratum: (0..weight.len() as u32).collect(), ..Design::of_weights(weight) };
    assert_eq!(alone.share(&high), None);
}

#[test]
fn tables_of_weighted_answers_are_corrected_for_the_design() {
    let (known, rows) = (survey(), answers());
    let satisfaction = rows.numbers("satisfaction");
    let three: Vec<u32> = satisfaction
        .iter()
        .map(|answer| {
            if *answer <= 2.0 {
                0
            } else if *answer <= 3.0 {
                1
            } else {
                2
            }
        })
        .collect();
    let sex = rows.codes("sex", &["f", "m"]);
    let design = design(&rows, false);
    let found = rao_scott(&design, &three, &sex, CellsFrom::Observed).unwrap();
    let of_r = &known["rao_scott"]["second_order_F"];
    for (ours, key) in [(found.f, "statistic"), (found.df1, "ndf"), (found.df2, "ddf"), (found.p, "p")] {
        within(ours, &of_r[key], 1e-9);
    }
    let python: Value = serde_json::from_str(include_str!("../reference/field/field_survey_python.json")).unwrap();
    let found = rao_scott(&design, &three, &sex, CellsFrom::Expected).unwrap();
    let null = &python["rao_scott_null_based"];
    for (ours, key) in [(found.f, "statistic"), (found.df1, "ndf"), (found.df2, "ddf"), (found.p, "p")] {
        within(ours, &null[key], 1e-9);
    }
    let mut counts = Array2::zeros((3, 2));
    three.iter().zip(&sex).for_each(|(i, j)| counts[[*i as usize, *j as usize]] += 1.0);
    let plain = pearson_table(&counts).unwrap();
    same(plain.value, &known["rao_scott"]["pearson_ignoring_design_on_counts"]["x2"]);
    same(plain.p, &known["rao_scott"]["pearson_ignoring_design_on_counts"]["p"]);
    let trap = known["rao_scott"]["TRAP_pearson_on_weighted_counts"]["p"].as_f64().unwrap();
    assert!((found.p - trap).abs() > 0.3);
}

#[test]
fn groups_of_answers_are_compared() {
    let (known, rows) = (survey(), answers());
    let known = &known["crosstab"];
    let satisfaction = rows.numbers("satisfaction");
    let age = rows.codes("age", &["y", "mid", "old"]);
    let mut counts = Array2::zeros((5, 3));
    satisfaction.iter().zip(&age).for_each(|(answer, age)| counts[[*answer as usize - 1, *age as usize]] += 1.0);
    same(corrected_v(&counts).unwrap(), &known["cramers_v_corrected_bergsma"]);
    let (kruskal, epsilon) = kruskal(&satisfaction, &age).unwrap();
    same(kruskal.value, &known["kruskal_h"]);
    same(kruskal.p, &known["kruskal_p"]);
    same(epsilon, &known["epsilon_squared"]);
    let each: Vec<u64> = counts.rows().into_iter().map(|row| row.sum() as u64).collect();
    for (at, interval) in goodman(&each, 0.95).into_iter().enumerate() {
        let answer = (at + 1).to_string();
        ends(interval, &known["goodman_simultaneous"][&answer], CLOSE);
        ends(wilson(Share { yes: each[at], all: 234 }, 0.95), &known["wilson_each"][&answer], CLOSE);
    }
    assert!(corrected_v(&Array2::from_elem((2, 2), 5.0)).unwrap().abs() < 1e-12);
    assert_eq!(pearson_table(&Array2::from_elem((1, 4), 5.0)), None);
}

#[test]
fn several_answers_of_the_same_persons_are_compared_in_pairs() {
    let (known, rows) = (survey(), answers());
    let known = &known["multiple_answers"];
    let ticked = |name: String| rows.numbers(&name).iter().map(|tick| *tick == 1.0).collect::<Vec<bool>>();
    let mut p = Vec::new();
    let mut changes = Array2::zeros((234, 5));
    for option in 1..=5 {
        let (before, after) = (ticked(format!("b{option}")), ticked(format!("a{option}")));
        let pairs = PairedAnswers::of(before.iter().copied().zip(after.iter().copied()));
        let known = &known["options"][format!("option{option}")];
        same(pairs.shares().0, &known["before"]);
        same(pairs.shares().1, &known["after"]);
        assert_eq!((Some(pairs.gained), Some(pairs.lost)), (known["gained"].as_u64(), known["lost"].as_u64()));
        ends(pairs.newcombe(0.95), &known["newcombe10"], CLOSE);
        same(pairs.p().0, &known["mcnemar_exact"]);
        same(pairs.p().1, &known["mcnemar_midp"]);
        p.push(pairs.p().0);
        before.iter().zip(&after).enumerate().for_each(|(row, (a, b))| {
            changes[[row, option - 1]] = f64::from(u8::from(*b)) - f64::from(u8::from(*a));
        });
    }
    holm(&p).iter().zip(known["holm"].as_array().unwrap()).for_each(|(ours, theirs)| same(*ours, theirs));
    let together = hotelling(&changes).unwrap();
    same(together.t2, &known["hotelling_t2"]);
    same(together.f, &known["hotelling_F"]);
    same(together.p, &known["hotelling_p"]);
    assert_eq!(hotelling(&Array2::zeros((20, 2))), None);
}

#[test]
fn raked_weights_meet_the_margins_and_have_their_own_errors() {
    let (known, rows) = (survey(), answers());
    let known = &known["raking"];
    let margins = [
        (rows.codes("sex", &["f", "m"]), vec![0.52, 0.48]),
        (rows.codes("age", &["y", "mid", "old"]), vec![0.27, 0.33, 0.4]),
    ];
    let weight = rows.numbers("w");
    let raked = rake(&weight, &margins).unwrap();
    for (ours, theirs) in raked.iter().zip(known["first10_weights"].as_array().unwrap()) {
        same(*ours, theirs);
    }
    let high: Vec<f64> =
        rows.numbers("satisfaction").iter().map(|answer| f64::from(u8::from(*answer >= 4.0))).collect();
    let design = design(&rows, false);
    let own = Design { weight: raked.clone(), ..design.clone() };
    let (share, plain) = own.mean(&high).unwrap();
    same(share, &known["share_high"]);
    same(plain, &known["TRAP_se_treating_raked_weights_as_given"]);
    within(
        calibrated_error(&design, &raked, &margins, &high, &[true; 234]).unwrap(),
        &known["se_calibrate_raking"],
        1e-9,
    );
    same(kish(&raked), &known["kish_deff_raked"]);
    let nobody = [(vec![0; 234], vec![0.5, 0.5])];
    assert_eq!(rake(&weight, &nobody), Err(tashika::math::survey::RakeError::Empty(0, 1)));
}

#[test]
fn scales_are_as_reliable_as_in_psych() {
    let (known, rows) = (survey(), answers());
    let known = &known["reliability"];
    let columns: Vec<Vec<f64>> = (1..=5).map(|item| rows.numbers(&format!("q{item}"))).collect();
    let complete: Vec<usize> = (0..234).filter(|&row| columns.iter().all(|column| !column[row].is_nan())).collect();
    assert_eq!(Some(complete.len() as u64), known["n_complete"].as_u64());
    let items = Array2::from_shape_fn((complete.len(), 5), |(row, item)| columns[item][complete[row]]);
    let found = alpha(&items, 0.95).unwrap();
    same(found.alpha, &known["alpha_raw_complete"]);
    ends(found.interval, &known["feldt_95"], CLOSE);
    for item in 0..5 {
        same(found.item_rest[item], &known["item_rest_correlation"][item]);
        same(found.without[item], &known["alpha_if_dropped"][item]);
    }
    // factanal stops where its search no longer improves: six digits.
    let (total, (low, high)) = omega(&items, 0.95, 200, Stream::new(1)).unwrap();
    within(total, &known["omega_total_one_factor_ml_covariance_metric"], 1e-6);
    assert!(low < total && total < high && high - low < 0.2, "{low} {high}");
    assert_eq!(omega(&items, 0.95, 20, Stream::new(1)), omega(&items, 0.95, 20, Stream::new(1)));
    let trap = known["psych_omega_default_3_factors_total"].as_f64().unwrap();
    assert!((total - trap).abs() > 0.01);
    assert_eq!(alpha(&Array2::ones((10, 3)), 0.95), None);
}

#[test]
fn who_answered_is_known_by_group() {
    let known = &survey()["response"];
    for (at, (answered, asked)) in [(28, 49), (41, 82), (76, 103)].into_iter().enumerate() {
        ends(wilson(Share { yes: answered, all: asked }, 0.95), &known["wilson"][at], CLOSE);
    }
    let counts = ndarray::array![[28.0, 21.0], [41.0, 41.0], [76.0, 27.0]];
    let chi = pearson_table(&counts).unwrap();
    same(chi.value, &known["pearson_x2"]);
    same(chi.p, &known["p"]);
}

#[test]
fn retention_curves_are_those_of_survival() {
    let known = &participation()["retention"];
    let rows = Rows::of(include_str!("../reference/field/data/members.csv"));
    let (time, left) = (rows.numbers("months"), rows.numbers("left").iter().map(|it| *it == 1.0).collect::<Vec<_>>());
    let curve = kaplan_meier(&time, &left);
    for (at, month) in [6.0, 12.0, 24.0, 36.0].into_iter().enumerate() {
        same(curve.share_at(month), &known["loglog"]["survival"][at]);
        same(curve.error_at(month), &known["loglog"]["se"][at]);
        let (low, high) = curve.interval_at(month, 0.95).unwrap();
        same(low, &known["loglog"]["lower"][at]);
        same(high, &known["loglog"]["upper"][at]);
    }
    same(curve.median().unwrap(), &known["median"]);
    same(curve.restricted_mean(24.0), &known["rmst_24"]);
    let first: Vec<bool> = rows.numbers("program").iter().map(|it| *it == 1.0).collect();
    let test = log_rank(&time, &left, &first).unwrap();
    same(test.value, &known["logrank_chi2"]);
    same(test.p, &known["logrank_p"]);
    let trap = known["TRAP_share_still_there_ignoring_censoring"].as_f64().unwrap();
    assert!((curve.share_at(36.0) - trap).abs() > 0.1);
}

#[test]
fn givers_are_new_kept_back_and_lost() {
    let known = &participation()["ledger"];
    let rows = Rows::of(include_str!("../reference/field/data/ledger.csv"));
    let mut names: Vec<&String> = rows.0["donor"].iter().collect();
    names.sort();
    names.dedup();
    let who = |name: &String| names.binary_search(&name).unwrap() as u32;
    let year = |date: &String| date[..4].parse::<i32>().unwrap() - i32::from(date[5..7].parse::<u32>().unwrap() < 4);
    let amounts = rows.numbers("amount");
    let gifts: Vec<Gift> = rows.0["donor"]
        .iter()
        .zip(&rows.0["date"])
        .zip(&amounts)
        .map(|((donor, date), amount)| Gift { who: who(donor), year: year(date), amount: *amount })
        .collect();
    for (ours, theirs) in participation::years(&gifts).iter().zip(known["years"].as_array().unwrap()) {
        let counts = [
            (i64::from(ours.year), "year"),
            (ours.givers() as i64, "donors"),
            (ours.new.len() as i64, "new"),
            (ours.kept.len() as i64, "kept"),
            (ours.back.len() as i64, "back"),
            (ours.lost.len() as i64, "lost_since_last_year"),
        ];
        counts.iter().for_each(|(count, key)| assert_eq!(Some(*count), theirs[*key].as_i64(), "{key}"));
        let money =
            [(ours.amounts[0], "amount_new"), (ours.amounts[1], "amount_kept"), (ours.amounts[2], "amount_back")];
        money.iter().for_each(|(amount, key)| same(*amount, &theirs[*key]));
        if let Some(retention) = theirs["retention"].as_f64() {
            assert!((ours.retention() - retention).abs() < CLOSE);
            let of_new = ours.new_kept.len() as f64 / ours.new_before.len() as f64;
            same(of_new, &theirs["retention_of_last_years_new"]);
        }
    }
    let (_, table) = cohorts(&gifts);
    for (ours, theirs) in table.iter().zip(known["cohort_first_year_rows"].as_array().unwrap()) {
        for (ours, theirs) in ours.iter().zip(theirs.as_array().unwrap()) {
            assert_eq!(ours.len() as u64, theirs.as_u64().unwrap_or(0));
        }
    }
    let mut of_donor = vec![0.0; names.len()];
    gifts.iter().for_each(|gift| of_donor[gift.who as usize] += gift.amount);
    same(gini(&of_donor), &known["gini_of_donors"]);
}

#[test]
fn groups_that_move_are_compared_given_where_they_were() {
    let known = &participation()["groups"];
    let levels = ["mukanshin", "ninchi", "sanka", "keizoku", "ninaite", "taikai"];
    let rows = Rows::of(include_str!("../reference/field/data/stages.csv"));
    let (before, after) = (rows.codes("before", &levels), rows.codes("after", &levels));
    let program = rows.numbers("program");
    let strata = |states: usize| -> Vec<Array2<f64>> {
        let mut tables = vec![Array2::zeros((2, states)); 5];
        for at in 0..before.len() {
            if (after[at] as usize) < states {
                tables[before[at] as usize][[usize::from(program[at] == 1.0), after[at] as usize]] += 1.0;
            }
        }
        tables
    };
    let general = general_cmh(&strata(6)).unwrap();
    same(general.value, &known["cmh_general_M2"]);
    same(f64::from(general.df), &known["df"]);
    same(general.p, &known["p"]);
    let linear = linear_cmh(&strata(5), &[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
    same(linear.value, &known["cmh_linear_scores_stayers_chi2"]);
    same(linear.p, &known["cmh_linear_scores_stayers_p"]);
}

/// How often intervals hold the truth, in 1,000 made samples: chance alone leaves 1.4 points to each side of 95 % (two standard errors). Korn and Graubard's
/// interval is exact for independent answers and holds more.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    use rand::RngExt;
    const SAMPLES: u64 = 1_000;
    let stream = Stream::new(20).child("coverage");
    let (mut shares, mut curves) = (0, 0);
    for at in 0..SAMPLES {
        let mut rng = stream.replicate(at).rng();
        // Thirty clusters of eight whose shares differ around 30 %.
        let (mut holds, mut cluster) = (Vec::new(), Vec::new());
        for own in 0..30_u32 {
            let share = 0.3 + 0.3 * (rng.random::<f64>() - 0.5);
            for _ in 0..8 {
                holds.push(rng.random::<f64>() < share);
                cluster.push(own);
            }
        }
        let design = Design { cluster, ..Design::of_weights(vec![1.0; 240]) };
        let (low, high) = design.share(&holds).unwrap().korn_graubard(0.95);
        shares += u64::from((low..=high).contains(&0.3));
        // Sixty persons who leave at a rate of 5 % a month and are seen for up to 36 months.
        let time: Vec<f64> = (0..60).map(|_| -rng.random::<f64>().ln() / 0.05).collect();
        let seen: Vec<f64> = (0..60).map(|_| 36.0 * rng.random::<f64>()).collect();
        let left: Vec<bool> = time.iter().zip(&seen).map(|(time, seen)| time <= seen).collect();
        let until: Vec<f64> = time.iter().zip(&seen).map(|(time, seen)| time.min(*seen)).collect();
        let (low, high) = kaplan_meier(&until, &left).interval_at(12.0, 0.95).unwrap();
        curves += u64::from((low..=high).contains(&(-0.6_f64).exp()));
    }
    let held = |count: u64| count as f64 / SAMPLES as f64;
    assert!(
        (0.93..=0.98).contains(&held(shares)) && (0.93..=0.97).contains(&held(curves)),
        "{} {}",
        held(shares),
        held(curves)
    );
}
