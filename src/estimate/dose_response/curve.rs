//! The average outcome at declared doses: a quadratic in the dose, covariates at their mean.

use ndarray::Array1;

use super::data::{Dosed, Error, error};
use crate::estimate::Linear;
use crate::exhibit::{Audience, Cell, Column, Format, Table, TableRole};
use crate::math::largest::Largest;
use crate::math::special::{normal_quantile, t_quantile};
use crate::math::sums::{sum, weighted_mean};
use crate::phrase;
use crate::text::{Arg, decimals_for};

/// One declared dose.
struct Point {
    dose: f64,
    /// Units whose dose is nearer to this one than to any other that was declared.
    near: usize,
    /// As how many units with a mean of their own the value is: no more than 1/Σl², l what each outcome weighs in it, nor than those
    /// that are near.
    rests_on: usize,
    value: f64,
    error: Error,
    /// What each outcome adds to the value.
    made_of: Largest,
}

/// The curve at the declared doses.
pub struct Curve {
    points: Vec<Point>,
    level: f64,
}

impl Curve {
    /// Of a fit with the dose and its square.
    pub fn of(data: &Dosed<'_>, bend: &Linear, level: f64) -> Curve {
        let (shares, influence) = (bend.factor().shares(), bend.influence());
        let (near, leverages) = (nearest(data), bend.factor().leverages());
        let means: Array1<f64> =
            bend.x.columns().into_iter().map(|x| weighted_mean(&x.to_vec(), &data.weight)).collect();
        let k = bend.x.ncols();
        let all = sum(data.weight.iter().copied());
        let point = |(at, &dose): (usize, &f64)| {
            let steps = dose / data.doses.per;
            let mut contrast = means.clone();
            contrast[k - 2] = steps;
            contrast[k - 1] = steps * steps;
            let mut psi = influence.dot(&contrast);
            // The means of the covariates are those of a sample.
            for (i, psi) in psi.iter_mut().enumerate() {
                let away = (0..k - 2).map(|j| (bend.x[[i, j]] - means[j]) * bend.coefficients[j]);
                *psi += data.weight[i] / all * sum(away);
            }
            let added = shares.dot(&contrast);
            Point {
                dose,
                near: near[at],
                rests_on: near[at].min((1.0 / sum(added.iter().map(|l| l * l))) as usize),
                value: contrast.dot(&bend.coefficients),
                error: error(data, &psi, &leverages, k),
                made_of: Largest::of(added.iter().zip(&data.y).map(|(l, y)| l * y)),
            }
        };
        Curve { points: data.doses.curve.iter().enumerate().map(point).collect(), level }
    }

    /// `dose-curve`: `dose`, `n`, `mean`, `low`, `high`, a row for each declared dose.
    pub fn table(&self, data: &Dosed<'_>) -> Table {
        let size = |of: &dyn Fn(&Point) -> f64| self.points.iter().map(|it| of(it).abs()).fold(0.0, f64::max);
        let outcome = Format::Number(decimals_for(size(&|it| it.value)) as u8);
        let dose = Format::Number(if data.doses.curve.iter().all(|dose| dose.fract() == 0.0) { 0 } else { 2 });
        let level = Arg::level(self.level);
        let columns = vec![
            Column::new("dose", phrase!("Dose"), dose),
            // Counts that add up to those of the answer, among few of which many would have to be hidden.
            Column { audience: Audience::Internal, ..Column::new("n", phrase!("Units nearest to it"), Format::Count) },
            Column::new("mean", data.averaged(), outcome.clone()),
            Column::new("low", phrase!("{level} interval, lower end", level = level.clone()), outcome.clone()),
            Column::new("high", phrase!("{level} interval, upper end", level = level), outcome),
        ];
        let title = match data.of_changes {
            true => phrase!("Average change at each dose"),
            false => phrase!("Average outcome at each dose"),
        };
        let mut table = Table::new(TableRole::Estimate("dose-curve".into()), title, columns);
        for point in &self.points {
            let number = |value: f64| {
                Cell::magnitude(value, point.rests_on).with_error(point.error.size).of_total(point.made_of)
            };
            let margin = point.error.size * quantile(self.level, point.error.df);
            let numbers = [point.value, point.value - margin, point.value + margin].map(number);
            table.push([Cell::scale(point.dose), Cell::count_here(point.near)].into_iter().chain(numbers).collect());
        }
        table.notes.push(phrase!(
            "By a curve with the dose and its square, covariates at their mean; every number rests on all units, and where few are near it mostly on the form of the curve"
        ));
        table
    }
}

fn quantile(level: f64, df: f64) -> f64 {
    let upper = (1.0 + level) / 2.0;
    if df.is_infinite() { normal_quantile(upper) } else { t_quantile(upper, df) }
}

/// How many units have each declared dose as the nearest; of two that are as near the lower.
fn nearest(data: &Dosed<'_>) -> Vec<usize> {
    let mut near = vec![0; data.doses.curve.len()];
    for dose in data.dose.iter().map(|steps| steps * data.doses.per) {
        let away = |at: &usize| (data.doses.curve[*at] - dose).abs();
        if let Some(at) = (0..near.len()).min_by(|a, b| away(a).total_cmp(&away(b))) {
            near[at] += 1;
        }
    }
    near
}
