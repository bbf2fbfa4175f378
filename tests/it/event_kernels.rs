//! Kernels for logs of events against R: circular, MASS, sandwich, exact tests. Closed forms: 10 digits; fitted models: 8, where R's own search stops.

use ndarray::{Array2, Axis};
use serde_json::Value;

use tashika::math::circular::Circular;
use tashika::math::counts::{negative_binomial, poisson};
use tashika::math::goodness::pearson;
use tashika::math::interrupted::{self, Interrupted};
use tashika::math::linear::{Factor, TOLERANCE};
use tashika::math::newey_west;
use tashika::math::rates::{Rate, fieller, ratio};
use tashika::math::special::{chi_square_quantile, chi_square_sf, normal_quantile, t_quantile};

const CLOSE: f64 = 1e-10;
/// R's `glm.control(epsilon = 1e-14)` still leaves coefficients this far.
const FITTED: f64 = 1e-8;

fn known() -> Value {
    serde_json::from_str(include_str!("../reference/field/field_logs.json")).unwrap()
}

fn participation() -> Value {
    serde_json::from_str(include_str!("../reference/field/field_participation.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[track_caller]
fn same(ours: f64, theirs: &Value) {
    within(ours, theirs, CLOSE);
}

#[track_caller]
fn within(ours: f64, theirs: &Value, tolerance: f64) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= tolerance * theirs.abs(), "{ours} {theirs}");
}

#[track_caller]
fn all_same(ours: &[f64], theirs: &Value, tolerance: f64) {
    let theirs = numbers(theirs);
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= tolerance * b.abs();
    assert!(ours.len() == theirs.len() && ours.iter().zip(&theirs).all(near), "{ours:?} {theirs:?}");
}

/// Clock hours as parts of a turn.
fn turns() -> Vec<f64> {
    let text = include_str!("../reference/field/data/log.csv");
    let time = |line: &str| {
        let (hours, minutes) = line.split(',').nth(1)?.split_once(':')?;
        let hours = hours.parse::<f64>().ok()? % 24.0 + minutes.parse::<f64>().ok()? / 60.0;
        Some(hours / 24.0)
    };
    text.lines().skip(1).map(|line| time(line).unwrap()).collect()
}

#[test]
fn times_of_day_gather_as_on_a_circle() {
    let known = &known()["circular"];
    let all = Circular::of(&turns()).unwrap();
    same(24.0 * all.mean, &known["mean_hour"]);
    same(all.length, &known["R"]);
    same(all.length_two, &known["second_moment_R2_two_peaks"]);
    same(all.rayleigh_z(), &known["rayleigh_z"]);
    // p of 1e-99: the last digits of z are the ninth of p.
    within(all.rayleigh_p_series(), &known["rayleigh_p_circular_package"], 1e-9);
    within(all.rayleigh_p(), &known["rayleigh_p_wilkie"], 1e-8);
    same(all.watson, &known["watson_u2_uniform"]);
    let trap = known["TRAP_arithmetic_mean_of_clock_hour"].as_f64().unwrap();
    assert!((24.0 * all.mean - trap).abs() > 5.0);
    let (few, known) = (Circular::of(&turns()[..40]).unwrap(), &known["first40"]);
    same(few.length, &known["R"]);
    same(few.rayleigh_p_series(), &known["p_circular_package"]);
    same(few.rayleigh_p(), &known["p_wilkie"]);
    same(few.watson, &known["watson_u2"]);
    assert_eq!(Circular::of(&[]), None);
}

#[test]
fn rates_have_exact_intervals() {
    let known = &known()["rates"];
    let count = |key: &str| known[key].as_u64().unwrap();
    let a = Rate { count: count("area_a"), exposure: 182.0 };
    let b = Rate { count: count("area_b"), exposure: 121.0 };
    same(a.value(), &known["per_1000_a"]);
    let (low, high) = a.garwood(0.95);
    all_same(&[low, high], &known["exact_garwood_a_per_1000"], CLOSE);
    let between = ratio(a, b, 0.95).unwrap();
    same(between.ratio, &known["ratio"]);
    all_same(&[between.low, between.high], &known["ratio_exact_conditional"], CLOSE);
    same(between.p, &known["p_exact_conditional"]);
    let event = &known["before_after_area_a"];
    let of =
        |key: &str, days: &str| Rate { count: event[key].as_u64().unwrap(), exposure: event[days].as_f64().unwrap() };
    let change = ratio(of("after", "days_after"), of("before", "days_before"), 0.95).unwrap();
    same(change.ratio, &event["ratio"]);
    all_same(&[change.low, change.high], &event["exact_ci"], CLOSE);
    within(change.p, &event["p"], 1e-9);
    within(change.mid_p, &event["midp"], 1e-9);
    let none = Rate { count: 0, exposure: 2.0 };
    assert_eq!(none.garwood(0.95).0, 0.0);
    assert!((none.garwood(0.95).1 - -(0.025_f64.ln()) / 2.0).abs() < 1e-12);
    assert_eq!(ratio(none, none, 0.95), None);
    assert!(ratio(a, none, 0.95).unwrap().high.is_infinite());
}

#[test]
fn quantiles_of_counts_give_back_their_tails() {
    for df in [2, 4, 10, 100, 2_000, 400_000, 2_400_000] {
        for p in [1e-8, 0.005, 0.025, 0.5, 0.975, 0.995] {
            let x = chi_square_quantile(p, df);
            let tail = chi_square_sf(x, df);
            assert!((tail - (1.0 - p)).abs() < 1e-9, "{p} {df} {x} {tail}");
        }
    }
    assert!(chi_square_quantile(1.0, 2).is_nan() && chi_square_quantile(0.0, 2) == 0.0);
}

/// The two-sided p by likelihood is that of adding up all that is as improbable.
#[test]
fn the_exact_test_adds_what_is_as_improbable() {
    use tashika::math::rates::by_likelihood;
    use tashika::math::special::binomial_pmf;
    for (n, p) in [(1_u64, 0.3), (7, 0.5), (20, 0.13), (61, 0.77), (100, 0.5)] {
        for k in 0..=n {
            let bound = binomial_pmf(k, n, p) * (1.0 + 1e-7);
            let slow: f64 = (0..=n).map(|j| binomial_pmf(j, n, p)).filter(|at| *at <= bound).sum();
            assert!((by_likelihood(k, n, p) - slow.min(1.0)).abs() < 1e-12, "{k} {n} {p}");
        }
    }
}

fn monthly() -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let known = &known()["monthly"];
    (numbers(&known["area_a"]), numbers(&known["area_b"]), numbers(&known["days"]))
}

#[test]
fn a_series_with_an_event_is_judged_as_in_r() {
    let known = &known()["interrupted"];
    let (a, b, days) = monthly();
    let series = Interrupted { counts: &a, exposure: &days, event: 12, gap: 0 };
    let x = interrupted::design(24, 12, 0);
    let offset: Vec<f64> = days.iter().map(|days| days.ln()).collect();
    let model = poisson(x.view(), &a, &offset).unwrap();
    all_same(&model.coefficients, &known["poisson_coef"], FITTED);
    all_same(&model.errors(), &known["poisson_se"], FITTED);
    same(model.dispersion, &known["poisson_dispersion"]);
    all_same(&model.quasi_errors(), &known["quasi_se"], FITTED);
    let newey = |factor: f64| -> Vec<f64> {
        model.robust(x.view(), &a, 2).diag().iter().map(|v| (v * factor).sqrt()).collect()
    };
    all_same(&newey(1.0), &known["poisson_newey_west_lag2_no_prewhite_no_adjust"], FITTED);
    all_same(&newey(24.0 / 21.0), &known["poisson_newey_west_lag2_adjust_n_over_n_minus_k"], FITTED);
    let level = series.level(0.95).unwrap();
    assert_eq!((level.lag as u64, Some(newey_west::lag(24) as u64)), (2, known["rule_lag_floor_4_n100_2_9"].as_u64()));
    within(level.ratio.ln(), &known["poisson_coef"][2], FITTED);
    within(level.error, &known["poisson_newey_west_lag2_adjust_n_over_n_minus_k"][2], FITTED);
    let reach = t_quantile(0.975, 21.0) * level.error;
    assert!((level.high.ln() - level.ratio.ln() - reach).abs() < 1e-12);
    // The other defaults of peers are other numbers.
    let trap = known["poisson_newey_west_sandwich_default_prewhite_auto_lag"][2].as_f64().unwrap();
    assert!((level.error - trap).abs() > 1e-3);
    let placebo = series.placebo().unwrap();
    all_same(&placebo.steps, &known["placebo_events_4_to_21"], CLOSE);
    same(placebo.p_greater, &known["placebo_rank_p_greater"]);
    same(series.shifts(), &known["circular_shift_p_two_sided"]);
    let (log, error, _) = interrupted::against_another(&series, &b).unwrap();
    within(log, &known["controlled_log_ratio"], FITTED);
    within(error, &known["controlled_se"], FITTED);
    assert_eq!(Interrupted { event: 2, ..series }.level(0.95), None);
}

#[test]
fn levels_of_linear_series_have_errors_of_newey_and_west() {
    let known = &known()["interrupted"];
    let (a, _, days) = monthly();
    let daily: Vec<f64> = a.iter().zip(&days).map(|(count, days)| count / days).collect();
    let errors = |x: &Array2<f64>, lag: usize| -> Vec<f64> {
        let factor = Factor::new(x.view(), None, TOLERANCE);
        let residuals = factor.solve(&daily).residuals.to_vec();
        let scores = newey_west::scores(x.view(), factor.kept(), &residuals);
        newey_west::sandwich(&factor.bread(), &scores, lag).diag().iter().map(|v| v.sqrt()).collect()
    };
    let x = interrupted::design(24, 12, 0);
    all_same(&errors(&x, 2), &known["linear_newey_west_lag2"], CLOSE);
    all_same(&errors(&x, 0), &known["linear_newey_west_lag0_is_hc0"], CLOSE);
    let slope = Array2::from_shape_fn((24, 1), |(row, _)| if row >= 12 { row as f64 - 12.0 } else { 0.0 });
    let both = ndarray::concatenate(Axis(1), &[x.view(), slope.view()]).unwrap();
    let fit = Factor::new(both.view(), None, TOLERANCE).solve(&daily);
    all_same(&fit.coefficients.to_vec(), &known["level_and_slope_centred_at_event_coef"], CLOSE);
    all_same(&errors(&both, 2), &known["level_and_slope_nw_lag2"], CLOSE);
}

#[test]
fn seasons_and_trends_are_those_of_r() {
    let known = known();
    let season = &known["season"];
    let (a, _, days) = monthly();
    let offset: Vec<f64> = days.iter().map(|days| days.ln()).collect();
    let trend = Array2::from_shape_fn((24, 2), |(row, column)| if column == 0 { 1.0 } else { row as f64 + 1.0 });
    let months = Array2::from_shape_fn((24, 13), |(row, column)| match column {
        0 | 1 => trend[[row, column]],
        _ => f64::from(u8::from(row % 12 == column - 1)),
    });
    let (plain, seasonal) = (poisson(trend.view(), &a, &offset).unwrap(), poisson(months.view(), &a, &offset).unwrap());
    within(plain.deviance - seasonal.deviance, &season["lr_chi2"], FITTED);
    assert_eq!(seasonal.kept.len() - plain.kept.len(), 11);
    within(chi_square_sf(plain.deviance - seasonal.deviance, 11), &season["p"], FITTED);
    within(plain.coefficients[1].exp(), &season["trend_per_month_ratio"], FITTED);
    within(plain.coefficients[1] / plain.errors()[1], &season["trend_z"], FITTED);
    let hours = numbers(&known["by_clock_hour_0_to_23"]);
    let uniform = pearson(&hours, &[1.0; 24]).unwrap();
    same(uniform.value, &known["circular"]["uniform_24_hours_pearson"]["x2"]);
    within(uniform.p, &known["circular"]["uniform_24_hours_pearson"]["p"], 1e-9);
    // Of 731 days from a Saturday on, two are one more.
    let weekdays = numbers(&known["by_weekday_of_written_date_sunday_first"]);
    let expected = [105.0, 104.0, 104.0, 104.0, 104.0, 104.0, 105.0];
    let found = pearson(&weekdays, &expected[..]).unwrap();
    within(found.value, &season["weekday_uniform_x2"], 0.02);
}

#[test]
fn counts_that_vary_more_are_negative_binomial() {
    let known = &participation()["counts"];
    let (first, gifts) = gifts();
    let x = Array2::from_shape_fn((gifts.len(), 2), |(row, column)| match column {
        0 => 1.0,
        _ => f64::from(u8::from(first[row] >= 2021)),
    });
    let offset: Vec<f64> = first.iter().map(|year| f64::from(2024 - year).ln()).collect();
    let plain = poisson(x.view(), &gifts, &offset).unwrap();
    all_same(&plain.coefficients, &known["poisson_coef"], FITTED);
    all_same(&plain.errors(), &known["poisson_se"], FITTED);
    all_same(&plain.quasi_errors(), &known["quasi_se"], FITTED);
    let robust: Vec<f64> = plain.robust(x.view(), &gifts, 0).diag().iter().map(|v| v.sqrt()).collect();
    all_same(&robust, &known["poisson_hc0_se"], FITTED);
    let wide = negative_binomial(x.view(), &gifts, &offset).unwrap();
    // MASS stops its search for θ at 1.2e-4 of its standard error.
    all_same(&wide.coefficients, &known["nb2_coef"], 1e-6);
    all_same(&wide.errors(), &known["nb2_se_glm_nb_theta_fixed"], 1e-6);
    within(wide.theta, &known["nb2_theta"], 1e-6);
    within(wide.log_likelihood, &known["nb2_loglik"], 1e-10);
    // statsmodels' own, of the observed information (0.10464).
    assert!((wide.joint_covariance[[1, 1]].sqrt() - 0.10464).abs() < 5e-6);
    let even = negative_binomial(Array2::ones((6, 1)).view(), &[3.0, 4.0, 3.0, 4.0, 3.0, 4.0], &[0.0; 6]).unwrap();
    assert!(even.theta.is_infinite() && (even.coefficients[0] - 3.5_f64.ln()).abs() < 1e-10);
}

/// Year of the first gift of each donor and number of gifts, donors in the order of their names.
fn gifts() -> (Vec<i32>, Vec<f64>) {
    let mut donors: std::collections::BTreeMap<&str, (i32, f64)> = std::collections::BTreeMap::new();
    for line in include_str!("../reference/field/data/ledger.csv").lines().skip(1) {
        let mut cells = line.split(',');
        let (donor, date) = (cells.next().unwrap(), cells.next().unwrap());
        let (year, month): (i32, u32) = (date[..4].parse().unwrap(), date[5..7].parse().unwrap());
        let fiscal = year - i32::from(month < 4);
        let (first, count) = donors.entry(donor).or_insert((fiscal, 0.0));
        (*first, *count) = ((*first).min(fiscal), *count + 1.0);
    }
    donors.into_values().unzip()
}

#[test]
fn ratios_of_estimates_have_fiellers_interval_or_none() {
    let known = &known()["fieller"];
    let (a, _, days) = monthly();
    let daily: Vec<f64> = a.iter().zip(&days).map(|(count, days)| count / days).collect();
    let moments = |part: &[f64]| {
        let mean = part.iter().sum::<f64>() / 12.0;
        (mean, part.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 11.0 / 12.0)
    };
    let ((before, vb), (after, va)) = (moments(&daily[..12]), moments(&daily[12..]));
    let (low, high) = fieller(after, before, (va, vb), 0.0, t_quantile(0.975, 22.0)).unwrap();
    all_same(&[low, high], &known["ratio_of_means_independent"]["fieller_t22"], CLOSE);
    let z = normal_quantile(0.975);
    let (low, high) = fieller(4.85, 120.0, (1.36 * 1.36, 900.0), 0.0, z).unwrap();
    all_same(&[low, high], &known["effect_over_cost_example"]["ci"], CLOSE);
    assert_eq!(fieller(4.85, 120.0, (1.36 * 1.36, 4900.0), 0.0, z), None);
}

/// Newey and West's interval of a level holds the truth less often than it says in short series, which is why these are judged by placebo months; with four
/// years of months it comes near. An exact interval of a ratio holds it at least as often.
#[test]
fn intervals_of_events_hold_the_truth_as_often_as_is_said() {
    use rand::RngExt;
    use tashika::math::random::Stream;
    const SERIES: u64 = 600;
    let held = |months: usize| {
        let stream = Stream::new(21).child("events");
        let (mut level, mut exact) = (0, 0);
        for at in 0..SERIES {
            let mut rng = stream.replicate(at).rng();
            let mut poisson = |mean: f64| {
                // Knuth's product of uniforms.
                let (limit, mut product, mut count) = ((-mean).exp(), 1.0, -1.0);
                while product > limit {
                    product *= rng.random::<f64>();
                    count += 1.0;
                }
                count
            };
            let event = months / 2;
            let counts: Vec<f64> = (0..months).map(|month| poisson(if month >= event { 36.0 } else { 30.0 })).collect();
            let days = vec![1.0; months];
            let series = Interrupted { counts: &counts, exposure: &days, event, gap: 0 };
            let found = series.level(0.95).unwrap();
            level += u64::from((found.low..=found.high).contains(&1.2));
            let sum = |part: &[f64]| Rate { count: part.iter().sum::<f64>() as u64, exposure: part.len() as f64 };
            let both = ratio(sum(&counts[event..]), sum(&counts[..event]), 0.95).unwrap();
            exact += u64::from((both.low..=both.high).contains(&1.2));
        }
        (level as f64 / SERIES as f64, exact as f64 / SERIES as f64)
    };
    let ((short, exact), (long, _)) = (held(24), held(48));
    assert!((0.80..0.95).contains(&short) && (0.88..0.97).contains(&long) && exact >= 0.93, "{short} {long} {exact}");
}
