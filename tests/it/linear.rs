//! Least squares against the NIST StRD sets and against what must hold for any data.

use ndarray::{Array2, Axis, concatenate, s};
use proptest::prelude::*;
use serde_json::Value;
use tashika::math::linear::{Factor, ILL_CONDITIONED, TOLERANCE};
use tashika::math::sums::dot;

use crate::nsw::reference;

/// Filip's tenth power leaves 1e-9 of its norm: R drops it too at its own tolerance.
const FILIP_TOLERANCE: f64 = 1e-12;

/// Set, digits of the coefficients, digits of the standard errors. The inputs are f64, so that for the polynomials the
/// rounding of the powers bounds what any method can reach.
const DIGITS: [(&str, f64, f64); 9] = [
    ("Norris", 13.6, 13.0),
    ("Pontius", 13.2, 13.0),
    ("Longley", 14.4, 12.5),
    ("Wampler1", 15.5, 15.5),
    ("Wampler2", 12.9, 14.5),
    ("Wampler3", 15.5, 13.0),
    ("Wampler4", 15.5, 13.0),
    ("Wampler5", 15.5, 13.0),
    ("Filip", 7.9, 7.5),
];

fn texts(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().parse().unwrap()).collect()
}

/// By repeated multiplication, as any program that is given columns makes them.
fn powers(x: f64, degree: u64) -> Vec<f64> {
    std::iter::successors(Some(1.0), |power| Some(power * x)).take(degree as usize + 1).collect()
}

fn model(set: &Value) -> Array2<f64> {
    let row = |row: &Value| match set["polynomial_degree"].as_u64() {
        Some(degree) => powers(texts(row)[0], degree),
        None => [vec![1.0], texts(row)].concat(),
    };
    let rows: Vec<Vec<f64>> = set["x"].as_array().unwrap().iter().map(row).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, k)| rows[i][k])
}

/// The least number of digits that agree.
fn digits(ours: &[f64], theirs: &[f64]) -> f64 {
    let one = |(a, b): (&f64, &f64)| {
        if a == b { 16.0 } else { -((a - b).abs() / if *b == 0.0 { 1.0 } else { b.abs() }).log10() }
    };
    ours.iter().zip(theirs).map(one).fold(16.0, f64::min)
}

fn standard_errors(factor: &Factor, residuals: &[f64]) -> Vec<f64> {
    let variance = dot(residuals, residuals) / (residuals.len() - factor.rank()) as f64;
    factor.bread().diag().iter().map(|bread| (bread * variance).sqrt()).collect()
}

#[test]
fn the_nist_sets_are_solved_to_the_digits_their_inputs_allow() {
    let sets = reference("nist/nist.json");
    for (name, least, least_errors) in DIGITS {
        let set = &sets["sets"][name];
        let factor = Factor::new(model(set).view(), None, FILIP_TOLERANCE);
        let fit = factor.solve(&texts(&set["y"]));
        let reached = digits(fit.coefficients.as_slice().unwrap(), &texts(&set["beta_exact30"]));
        let errors = standard_errors(&factor, fit.residuals.as_slice().unwrap());
        let errors = digits(&errors, &texts(&set["sd_exact30"]));
        assert!(reached >= least && errors >= least_errors, "{name}: {reached} {errors}");
    }
}

#[test]
fn ill_conditioned_sets_are_told_from_the_others() {
    let sets = reference("nist/nist.json");
    let warned = DIGITS
        .map(|(name, ..)| (name, Factor::new(model(&sets["sets"][name]).view(), None, FILIP_TOLERANCE).condition()));
    let ill: Vec<&str> = warned.iter().filter(|(_, number)| *number > ILL_CONDITIONED).map(|(name, _)| *name).collect();
    assert_eq!(ill, ["Longley", "Filip"]);
}

#[test]
fn at_rs_tolerance_the_last_power_of_filip_is_dropped_as_r_drops_it() {
    let factor = Factor::new(model(&reference("nist/nist.json")["sets"]["Filip"]).view(), None, TOLERANCE);
    assert_eq!(factor.dropped(), [10]);
}

#[test]
fn a_residual_of_zero_is_zero() {
    let set = &reference("nist/nist.json")["sets"]["Wampler1"];
    let fit = Factor::new(model(set).view(), None, TOLERANCE).solve(&texts(&set["y"]));
    assert!(fit.residuals.iter().all(|residual| *residual == 0.0));
}

/// A model matrix with ones, outcomes and whole weights.
fn data() -> impl Strategy<Value = (Array2<f64>, Vec<f64>, Vec<f64>)> {
    let row = (prop::array::uniform2(-1e3..1e3_f64), -1e3..1e3_f64, 1..4_u8);
    prop::collection::vec(row, 8..20).prop_map(|rows| {
        let x = Array2::from_shape_fn((rows.len(), 3), |(i, k)| if k == 0 { 1.0 } else { rows[i].0[k - 1] });
        (x, rows.iter().map(|row| row.1).collect(), rows.iter().map(|row| f64::from(row.2)).collect())
    })
}

fn coefficients(x: &Array2<f64>, y: &[f64], weight: Option<&[f64]>) -> Vec<f64> {
    Factor::new(x.view(), weight, TOLERANCE).solve(y).coefficients.to_vec()
}

/// Refined coefficients are good to rounding; the slack is for cancellation in unlucky draws.
fn same(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-12 * (1.0 + a.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_weight_counts_rows((x, y, weight) in data()) {
        let again: Vec<usize> = (0..y.len()).flat_map(|i| vec![i; weight[i] as usize]).collect();
        let repeated: Vec<f64> = again.iter().map(|&i| y[i]).collect();
        prop_assert!(same(&coefficients(&x, &y, Some(&weight)), &coefficients(&x.select(Axis(0), &again), &repeated, None)));
    }

    #[test]
    fn the_order_of_rows_does_not_matter((x, y, weight) in data()) {
        let back: Vec<usize> = (0..y.len()).rev().collect();
        let pick = |values: &[f64]| back.iter().map(|&i| values[i]).collect::<Vec<f64>>();
        let turned = coefficients(&x.select(Axis(0), &back), &pick(&y), Some(&pick(&weight)));
        prop_assert!(same(&coefficients(&x, &y, Some(&weight)), &turned));
    }

    #[test]
    fn scale_and_shift_of_a_column_move_its_coefficient_and_the_constant((x, y, weight) in data(), factor in 1e-6..1e6_f64) {
        let plain = coefficients(&x, &y, Some(&weight));
        let mut moved = x.clone();
        moved.slice_mut(s![.., 1]).mapv_inplace(|value| value * factor);
        moved.slice_mut(s![.., 2]).mapv_inplace(|value| value + 500.0);
        let b = coefficients(&moved, &y, Some(&weight));
        prop_assert!(same(&plain, &[b[0] + 500.0 * b[2], b[1] * factor, b[2]]));
    }

    #[test]
    fn a_repeated_column_changes_nothing_but_is_dropped((x, y, weight) in data()) {
        let doubled = concatenate![Axis(1), x, x.slice(s![.., 1..2])];
        let factor = Factor::new(doubled.view(), Some(&weight), TOLERANCE);
        prop_assert_eq!(factor.dropped(), [3]);
        prop_assert!(same(&coefficients(&x, &y, Some(&weight)), &factor.solve(&y).coefficients.to_vec()));
    }
}
