//! The effect on those who received because the lot chose them.

use ndarray::Array1;

use crate::estimate::{Companion, Estimate};
use crate::exhibit::{AnswerPart, Cell, Column, Format, Relation, Table, TableRole};
use crate::math::rates::fieller;
use crate::math::special::{normal_quantile, t_quantile};
use crate::math::sums::sum;
use crate::phrase;
use crate::text::{Arg, Phrase};

/// What a difference of the two arms is, of the outcome and of having received.
pub(super) struct Difference {
    pub(super) effect: f64,
    /// Influence values, so that V = Σψ².
    pub(super) psi: Array1<f64>,
    pub(super) df: f64,
}

/// Adds who received, and the effect on those who received because the lot chose them, or why there is none; without its interval
/// where that would not respect clusters (`judged`).
pub(super) fn add(
    estimate: &mut Estimate,
    (of_y, of_d): (&Difference, &Difference),
    (treated, received): (&[bool], &[f64]),
    (level, judged): (f64, bool),
) {
    estimate.tables.push(table(treated, received));
    let told = || average(of_y, of_d, received.len(), level);
    match refused(of_d) {
        Some(why) => estimate.notes.push(why),
        None if judged => estimate.companions.push(told()),
        None => estimate.companions.extend(told().without_error()),
    }
}

/// τ_y/τ_d with the interval of Anderson and Rubin: all β for which the difference of y − βd is not told from 0.
fn average(of_y: &Difference, of_d: &Difference, n: usize, level: f64) -> Companion {
    let covariance = |a: &Array1<f64>, b: &Array1<f64>| sum(a.iter().zip(b).map(|(a, b)| a * b));
    let variances = (covariance(&of_y.psi, &of_y.psi), covariance(&of_d.psi, &of_d.psi));
    let upper = 0.5 + level / 2.0;
    let quantile = if of_y.df.is_finite() { t_quantile(upper, of_y.df) } else { normal_quantile(upper) };
    let interval = fieller(of_y.effect, of_d.effect, variances, covariance(&of_y.psi, &of_d.psi), quantile);
    let method = match interval {
        Some(_) => phrase!(
            "difference divided by the difference in how many received (Wald, two-stage least squares); interval by Anderson and Rubin; p-value as of the difference itself"
        ),
        None => phrase!(
            "difference divided by the difference in how many received (Wald, two-stage least squares); the interval of Anderson and Rubin has no ends, since too few received because of the lot"
        ),
    };
    Companion {
        key: "complier-average".into(),
        title: phrase!("Effect on those who received because the lot chose them (CACE)"),
        estimate: Some(of_y.effect / of_d.effect),
        interval,
        level,
        p_value: None,
        statistic: None,
        n,
        method,
        measure: Default::default(),
    }
}

/// Why there is no such effect to be told; nothing where there is.
fn refused(of_d: &Difference) -> Option<Phrase> {
    (of_d.effect <= 0.0).then(|| {
        phrase!(
            "Of those whom the lot chose no more received than of the others, so that no effect of receiving can be told"
        )
    })
}

/// How many received on each side.
fn table(treated: &[bool], received: &[f64]) -> Table {
    let columns = vec![
        Column::new("arm", phrase!("Group"), Format::Text),
        Column::new("no", phrase!("Did not receive"), Format::Count),
        Column::new("yes", phrase!("Received"), Format::Count),
        Column::new("total", phrase!("Total"), Format::Count),
    ];
    let mut table = Table::new(TableRole::Estimate("received".into()), phrase!("Who received"), columns);
    let sides = [
        (phrase!("Chosen by lot"), true, AnswerPart::Treated),
        (phrase!("Not chosen by lot"), false, AnswerPart::Comparison),
    ];
    for (row, (name, side, part)) in sides.into_iter().enumerate() {
        let values = || treated.iter().zip(received).filter(|(arm, _)| **arm == side).map(|(_, value)| *value);
        let (yes, all) = (values().filter(|value| *value == 1.0).count(), values().count());
        let total = if received.iter().any(|value| value.is_nan()) {
            Cell::count_here(all)
        } else {
            Cell::count(all, part.own())
        };
        table.push(vec![Cell::phrase(name), Cell::count_here(all - yes), Cell::count_here(yes), total]);
        table.relations.push(Relation { total: (row, 3), parts: vec![(row, 1), (row, 2)] });
    }
    table
}

/// Of whom it is not known whether they received.
pub(super) fn unknown(n: usize) -> Option<Phrase> {
    (n > 0).then(|| {
        phrase!(
            "Of {n} {n?unit|units} it is not known whether {n?it|they} received; the effect on those who received because the lot chose them rests on the others",
            n = Arg::units(n)
        )
    })
}
