use std::collections::BTreeMap;

use ndarray::{Array1, Array2};

use super::{Estimate, Influence, Linear, Nuisance, Sample, Spread, Term, middle, terms};
use crate::design::{Arm, Comparison, WeightOrigin};
use crate::exhibit::{AnswerPart, Cell, Column, Format, Relation, Table, TableRole};
use crate::math::elementary::{hypot, log10};
use crate::math::largest::Largest;
use crate::math::linear::{Factor, Fit, ILL_CONDITIONED, TOLERANCE};
use crate::math::sums::{effective_size, squares_about_mean, sum, variance, weighted_mean};
use crate::phrase;
use crate::text::{Arg, Phrase, decimals_for, num};

/// The first outcome of two arms measured once, rows of weight above 0.
pub(super) struct TwoArms {
    pub(super) rows: Vec<usize>,
    /// Outcome after.
    pub(super) after: Vec<f64>,
    /// The same before, where the sample has it.
    pub(super) before: Option<Vec<f64>>,
    pub(super) weight: Vec<f64>,
    pub(super) treated: Vec<bool>,
}

impl TwoArms {
    /// Takes the data out of a sample.
    ///
    /// # Errors
    /// Rows of two times, values that are not finite, fewer than two units in an arm, or an outcome that does not vary.
    pub(super) fn of(sample: &Sample) -> Result<TwoArms, Phrase> {
        if sample.period.contains(&0) {
            return Err(phrase!(
                "This estimator compares two groups measured once; the data have rows before and after"
            ));
        }
        let rows: Vec<usize> = (0..sample.y.nrows()).filter(|&row| sample.weight[row] > 0.0).collect();
        let column = |values: &Array2<f64>| rows.iter().map(|&row| values[[row, 0]]).collect::<Vec<f64>>();
        let arms = TwoArms {
            after: column(&sample.y),
            before: sample.baseline.as_ref().map(column),
            weight: rows.iter().map(|&row| sample.weight[row]).collect(),
            treated: rows.iter().map(|&row| sample.arm[row] == Arm::Treated).collect(),
            rows,
        };
        arms.check()?;
        Ok(arms)
    }

    fn check(&self) -> Result<(), Phrase> {
        let values = self.after.iter().chain(self.before.iter().flatten()).chain(&self.weight);
        let odd = values.filter(|value| !value.is_finite()).count();
        if odd > 0 {
            return Err(phrase!(
                "{n} {n?value is|values are} missing or infinite among outcomes and weights",
                n = Arg::units(odd)
            ));
        }
        match self.n() {
            (n, _) if n < 2 => {
                Err(phrase!("Only {n} treated {n?unit|units} can be used; at least 2 are needed", n = Arg::units(n)))
            }
            (_, n) if n < 2 => {
                Err(phrase!("Only {n} comparison {n?unit|units} can be used; at least 2 are needed", n = Arg::units(n)))
            }
            _ => Ok(()),
        }
    }

    /// Rounding error of an outcome or a change.
    pub(super) fn tolerance(&self) -> f64 {
        let values = self.after.iter().chain(self.before.iter().flatten());
        16.0 * f64::EPSILON * values.fold(0.0, |largest: f64, y| largest.max(y.abs()))
    }

    /// An outcome that varies by more than rounding.
    pub(super) fn varying(&self, y: Vec<f64>, changes: bool) -> Result<Vec<f64>, Phrase> {
        if y.iter().all(|value| (value - y[0]).abs() <= self.tolerance()) {
            return Err(if changes {
                phrase!("The change is the same for every unit, so there is nothing to compare")
            } else {
                phrase!("The outcome is the same for every unit, so there is nothing to compare")
            });
        }
        Ok(y)
    }

    /// Treated and comparison rows.
    pub(super) fn n(&self) -> (usize, usize) {
        let treated = self.treated.iter().filter(|treated| **treated).count();
        (treated, self.treated.len() - treated)
    }

    /// 1 for the treated, 0 for the others.
    pub(super) fn indicator(&self) -> Vec<f64> {
        self.treated.iter().map(|&treated| f64::from(u8::from(treated))).collect()
    }

    /// The values of one arm.
    pub(super) fn arm(&self, values: &[f64], treated: bool) -> Vec<f64> {
        values.iter().zip(&self.treated).filter(|(_, arm)| **arm == treated).map(|(value, _)| *value).collect()
    }

    /// Weighted means of the treated and of the comparison units.
    pub(super) fn means(&self, values: &[f64]) -> (f64, f64) {
        let mean = |treated| weighted_mean(&self.arm(values, treated), &self.arm(&self.weight, treated));
        (mean(true), mean(false))
    }

    fn effective(&self) -> (f64, f64) {
        (effective_size(&self.arm(&self.weight, true)), effective_size(&self.arm(&self.weight, false)))
    }

    /// √((SS₁ + SS₀)/(n₁ + n₀ − 2)) of the outcome or its changes, unweighted.
    pub(super) fn pooled_sd(&self, y: &[f64]) -> Option<f64> {
        let squares = [true, false].map(|arm| squares_about_mean(&self.arm(y, arm)));
        let sd = ((squares[0] + squares[1]) / (y.len() as f64 - 2.0)).sqrt();
        (sd > 0.0 && sd.is_finite()).then_some(sd)
    }

    /// Whether weights differ within an arm, so that weighting matters.
    pub(super) fn weighted(&self) -> bool {
        [true, false].iter().any(|&arm| self.arm(&self.weight, arm).windows(2).any(|pair| pair[0] != pair[1]))
    }

    /// Adds the middle of `y` and the share of zeros to an estimate, where the outcome is an amount or skewed.
    pub(super) fn with_middle(&self, estimate: &mut Estimate, sample: &Sample, y: &[f64], level: f64) {
        if let Some((companions, key)) = middle::beside(sample, self, y, level) {
            estimate.companions.extend(companions);
            estimate.middle = Some(key);
        }
        estimate.notes.extend(middle::zeros_of_arms(sample, self));
    }

    /// Standard error of the mean of each arm: treated, comparison.
    fn errors(&self, values: &[f64]) -> [f64; 2] {
        [true, false].map(|arm| {
            let own = self.arm(values, arm);
            (variance(&own) / own.len() as f64).sqrt()
        })
    }

    fn largest(&self, values: &[f64]) -> [Largest; 2] {
        [true, false].map(|arm| Largest::of(self.arm(values, arm)))
    }

    /// Means before and after by arm, and what is left when they are subtracted.
    pub(super) fn before_and_after(&self, before: &[f64]) -> Table {
        let (n1, n0) = self.n();
        let change: Vec<f64> = self.after.iter().zip(before).map(|(after, before)| after - before).collect();
        let values = [before, self.after.as_slice(), &change];
        let (errors, largest) = (values.map(|values| self.errors(values)), values.map(|values| self.largest(values)));
        let of_yes = [before, &self.after].map(|values| values.iter().all(|value| [0.0, 1.0].contains(value)));
        let (before, after) = (self.means(before), self.means(&self.after));
        let decimals = decimals_for(before.0.abs().max(after.0.abs())) as u8;
        let number = |key, title| Column::new(key, title, Format::Number(decimals));
        let columns = vec![
            Column::new("arm", phrase!("Group"), Format::Text),
            Column::new("n", phrase!("Units"), Format::Count),
            number("before", phrase!("Mean before")),
            number("after", phrase!("Mean after")),
            number("change", phrase!("Mean change")),
        ];
        let mut table =
            Table::new(TableRole::Estimate("before-and-after".into()), phrase!("Means before and after"), columns);
        let mut row = |name, arm: Option<usize>, count: Cell, means: (f64, f64), error: &dyn Fn([f64; 2]) -> f64| {
            let n = count.n.unwrap_or_default() as usize;
            let values = [means.0, means.1, means.1 - means.0].into_iter().zip(errors);
            let numbers = values.map(|(value, errors)| Cell::magnitude(value, n).with_error(error(errors)));
            // The last row holds differences.
            let share = |(at, cell): (usize, Cell)| {
                let Some(arm) = arm else { return cell };
                let cell = cell.of_total(largest[at][arm]);
                if of_yes.get(at).is_some_and(|yes| *yes) { cell.of_yes() } else { cell }
            };
            let numbers = numbers.enumerate().map(share);
            table.push([Cell::phrase(name), count].into_iter().chain(numbers).collect());
        };
        let treated = Cell::count(n1, AnswerPart::Treated.own());
        row(phrase!("Treated"), Some(0), treated, (before.0, after.0), &|errors| errors[0]);
        let comparison = Cell::count(n0, AnswerPart::Comparison.own());
        row(phrase!("Comparison"), Some(1), comparison, (before.1, after.1), &|errors| errors[1]);
        let both = |errors: [f64; 2]| hypot(errors[0], errors[1]);
        row(phrase!("Difference"), None, Cell::count_here(n1 + n0), (before.0 - before.1, after.0 - after.1), &both);
        table.relations.push(Relation { total: (2, 1), parts: vec![(0, 1), (1, 1)] });
        table.notes.push(phrase!("Means are weighted as the design weights the units"));
        table
    }

    /// The outcome, or its change where there is a state before.
    pub(super) fn changes(&self) -> Vec<f64> {
        match &self.before {
            Some(before) => self.after.iter().zip(before).map(|(after, before)| after - before).collect(),
            None => self.after.clone(),
        }
    }

    /// The (weighted) difference of the means of `y`, as least squares on treatment alone.
    pub(super) fn difference(
        &self,
        (sample, comparison): (&Sample, &Comparison),
        method: Phrase,
        y: &[f64],
    ) -> Estimate {
        let treated = self.indicator();
        let x = Array2::from_shape_fn((y.len(), 2), |(row, k)| if k == 0 { 1.0 } else { treated[row] });
        let factor = Factor::new(x.view(), Some(&self.weight), TOLERANCE);
        let names = ["(Intercept)", "treatment"].map(String::from);
        let model = Model { x: &x, names: &names, factor: &factor };
        self.estimate((sample, comparison), method, y, &model, factor.solve(y))
    }

    /// The difference of the (weighted) means of `y` with both means.
    pub(super) fn difference_of_means(&self, y: &[f64]) -> Vec<Term> {
        let (treated, reference) = self.means(y);
        terms(treated - reference, treated, reference)
    }

    /// The estimate of a least-squares fit of `y` whose treatment is the last column of `factor`.
    pub(super) fn estimate(
        &self,
        (sample, comparison): (&Sample, &Comparison),
        method: Phrase,
        y: &[f64],
        model: &Model<'_>,
        mut fit: Fit,
    ) -> Estimate {
        // Residuals that are nothing but rounding would make a standard error out of nothing.
        let tolerance = self.tolerance();
        if fit.residuals.iter().all(|residual| residual.abs() <= tolerance) {
            fit.residuals.fill(0.0);
        }
        let (mean_treated, mean_reference) = self.means(y);
        let effect = fit.coefficients[fit.coefficients.len() - 1];
        Estimate {
            method,
            terms: terms(effect, mean_treated, mean_reference),
            headline: 0,
            of_changes: false,
            n: self.n(),
            effective: self.effective(),
            scale: self.pooled_sd(&self.after).map(|sd| (sd, phrase!("pooled standard deviation of the outcome"))),
            within: self.pooled_sd(y),
            signs: None,
            companions: Vec::new(),
            middle: None,
            tables: Vec::new(),
            figures: Vec::new(),
            notes: conditioning(model.factor),
            spread: self.spread(self.linear(sample, model, fit), y, comparison),
        }
    }

    fn linear(&self, sample: &Sample, model: &Model<'_>, fit: Fit) -> Linear {
        let kept = model.factor.kept();
        let mut contrast = Array1::zeros(kept.len());
        contrast[kept.len() - 1] = 1.0;
        Linear {
            x: model.x.select(ndarray::Axis(1), kept),
            weight: self.weight.clone().into(),
            residual: fit.residuals,
            bread: model.factor.bread(),
            coefficients: fit.coefficients,
            contrast,
            names: kept.iter().map(|&k| model.names[k].clone()).collect(),
            unit: self.rows.iter().map(|&row| sample.unit[row]).collect(),
            set: sample.set.as_deref().map(|set| self.picked(set)),
            clusters: sample.clusters.iter().map(|labels| self.picked(labels)).collect(),
        }
    }

    fn picked(&self, labels: &[u32]) -> Vec<u32> {
        self.rows.iter().map(|&row| labels[row]).collect()
    }

    /// The values of the comparison units and of the treated of each matched set, in order of the sets.
    pub(super) fn sets(&self, sample: &Sample, y: &[f64]) -> Option<Vec<[Vec<f64>; 2]>> {
        let mut members: BTreeMap<u32, [Vec<f64>; 2]> = BTreeMap::new();
        for (row, set) in self.picked(sample.set.as_deref()?).into_iter().enumerate() {
            members.entry(set).or_default()[usize::from(self.treated[row])].push(y[row]);
        }
        Some(members.into_values().collect())
    }

    /// Influence values of the effect, and w (y − ȳ)/Σw of the arm for its mean.
    fn spread(&self, linear: Linear, y: &[f64], comparison: &Comparison) -> Spread {
        let of_effect = linear.influence().dot(&linear.contrast);
        let (means, weights) = (self.means(y), self.weights_of_arms());
        let of_mean = |row: usize, arm: bool| {
            let (mean, all) = if arm { (means.0, weights.0) } else { (means.1, weights.1) };
            if self.treated[row] == arm { self.weight[row] * (y[row] - mean) / all } else { 0.0 }
        };
        let psi = Array2::from_shape_fn((y.len(), 3), |(row, k)| match k {
            0 => of_effect[row],
            k => of_mean(row, k == 1),
        });
        let nuisance = nuisance(comparison, &linear.unit);
        let influence = Influence { unit: linear.unit.clone(), psi };
        Spread { influence, linear: Some(linear), nuisance, ..Spread::default() }
    }

    /// Σw of both arms.
    fn weights_of_arms(&self) -> (f64, f64) {
        let all = |arm| sum(self.arm(&self.weight, arm));
        (all(true), all(false))
    }
}

/// The model of the weights, where one estimated them.
pub(super) fn nuisance(comparison: &Comparison, unit: &[u32]) -> Option<Nuisance> {
    let WeightOrigin::Estimated(model) = &comparison.weights.origin else { return None };
    let row = |unit: &u32| comparison.units.binary_search(unit).ok();
    let rows = unit.iter().map(row).collect::<Option<Vec<usize>>>()?;
    Some(Nuisance { model: model.clone(), rows, unit: comparison.units.clone() })
}

/// A model matrix (treatment last) with its decomposition.
pub(super) struct Model<'a> {
    pub(super) x: &'a Array2<f64>,
    pub(super) names: &'a [String],
    pub(super) factor: &'a Factor,
}

/// A warning where columns nearly determine one another.
fn conditioning(factor: &Factor) -> Vec<Phrase> {
    let number = factor.condition();
    if number.is_nan() || number < ILL_CONDITIONED {
        return Vec::new();
    }
    vec![phrase!(
        "The columns of the model nearly determine one another (condition number {number}): about {digits} leading digits of the data are lost on the way to the coefficients",
        number = num(10_f64.powi(log10(number).round() as i32), 0),
        digits = log10(number).round() as u64
    )]
}
