//! Logistic regression against R's `glm`.

use tashika::math::glm::{LogitOptions, logit};

use crate::nsw::{COVARIATES, Nsw, furthest, numbers, reference};

fn terms() -> Vec<&'static str> {
    [&["(Intercept)"], &COVARIATES[..]].concat()
}

#[test]
fn the_maximum_agrees_with_r_to_rounding() {
    let (nsw, r) = (Nsw::read(), &reference("logit/logit.json")["logit_converged"]);
    let fit = logit(nsw.model(&terms()).view(), &nsw.term("treat"), None, LogitOptions::default()).unwrap();
    let far = [
        furthest(&fit.coefficients, &numbers(&r["estimate"])),
        furthest(&fit.fitted, &numbers(&r["fitted"])),
        furthest(&fit.linear, &numbers(&r["linear"])),
        furthest(&[fit.deviance], &[r["deviance"].as_f64().unwrap()]),
    ];
    assert!(far.iter().all(|far| *far < 1e-12) && fit.converged && fit.separation.is_none(), "{far:?}");
    assert_eq!(fit.iterations as u64, r["iter"].as_u64().unwrap());
}

/// R's standard errors are made of the weights of the iteration before its last, which is where its usual rule stops.
#[test]
fn standard_errors_agree_at_rs_weights_and_nearly_at_the_maximum() {
    let (nsw, r) = (Nsw::read(), &reference("logit/logit.json")["logit_converged"]);
    let errors = |options| {
        let fit = logit(nsw.model(&terms()).view(), &nsw.term("treat"), None, options).unwrap();
        fit.covariance.diag().iter().map(|variance| variance.sqrt()).collect::<Vec<f64>>()
    };
    assert!(furthest(&errors(LogitOptions::R), &numbers(&r["se"])) < 1e-12);
    assert!(furthest(&errors(LogitOptions::default()), &numbers(&r["se"])) < 1e-8);
}

#[test]
fn stopped_as_r_stops_the_scores_agree() {
    let (nsw, r) = (Nsw::read(), &reference("logit/logit.json")["logit_default_epsilon_1e8"]);
    let fit = logit(nsw.model(&terms()).view(), &nsw.term("treat"), None, LogitOptions::R).unwrap();
    assert_eq!(fit.iterations as u64, r["iter"].as_u64().unwrap());
    let far = furthest(&fit.fitted, &numbers(&r["fitted"]));
    assert!(far < 1e-12, "{far}");
}

#[test]
fn identical_rows_have_identical_scores() {
    let nsw = Nsw::read();
    let x = nsw.model(&terms());
    let fit = logit(x.view(), &nsw.term("treat"), None, LogitOptions::R).unwrap();
    let mut rows: Vec<(Vec<u64>, u64)> = x
        .rows()
        .into_iter()
        .zip(&fit.fitted)
        .map(|(row, p)| (row.iter().map(|x| x.to_bits()).collect(), p.to_bits()))
        .collect();
    rows.sort();
    let twins: Vec<_> = rows.windows(2).filter(|pair| pair[0].0 == pair[1].0).collect();
    assert!(twins.len() > 20 && twins.iter().all(|pair| pair[0].1 == pair[1].1));
}

#[test]
fn a_level_that_only_one_arm_has_is_named() {
    let nsw = Nsw::read();
    let mut x = nsw.model(&terms());
    let treat = nsw.term("treat");
    x.column_mut(5).iter_mut().zip(&treat).for_each(|(married, treated)| *married *= 1.0 - treated);
    for options in [LogitOptions::R, LogitOptions::default()] {
        let fit = logit(x.view(), &treat, None, options).unwrap();
        let separation = fit.separation.unwrap();
        assert_eq!((separation.columns, separation.alone), (vec![5], true));
        assert_eq!(separation.rows.len() as f64, x.column(5).sum());
    }
}

#[test]
fn weights_count_rows() {
    let nsw = Nsw::read();
    let (x, treat) = (nsw.model(&terms()), nsw.term("treat"));
    let weight: Vec<f64> = (0..treat.len()).map(|i| (i % 3) as f64).collect();
    let again: Vec<usize> = (0..treat.len()).flat_map(|i| vec![i; i % 3]).collect();
    let repeated: Vec<f64> = again.iter().map(|&i| treat[i]).collect();
    let weighted = logit(x.view(), &treat, Some(&weight), LogitOptions::default()).unwrap();
    let plain = logit(x.select(ndarray::Axis(0), &again).view(), &repeated, None, LogitOptions::default()).unwrap();
    assert!(furthest(&weighted.coefficients, &plain.coefficients) < 1e-10);
}
