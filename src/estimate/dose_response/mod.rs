//! The outcome against how much was received: a straight line, and a curve at declared doses.

mod card;
mod curve;
mod figure;

use ndarray::{Array1, Array2, Axis};

use super::two_arms::nuisance;
use super::{Companion, EFFECT, Estimate, Estimator, Influence, Linear, Measure, Nuisance, Sample, Spread, Term};
use crate::card::Card;
use crate::design::{Comparison, Doses, WeightOrigin};
use crate::math::linear::{Factor, TOLERANCE};
use crate::math::special::t_two_sided;
use crate::math::sums::{effective_size, variance};
use crate::phrase;
use crate::text::{Arg, Phrase};

/// A unit with more than this share of the weight that units have in the line decides it alone.
const ALONE: f64 = 0.5;

/// Weighted least squares of the outcome, or its change, on the dose.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DoseResponse {}

impl DoseResponse {
    /// Name in study files.
    pub const NAME: &'static str = "dose-response";

    /// Its card.
    pub fn card() -> Card {
        card::card()
    }
}

impl Estimator for DoseResponse {
    fn adjusts(&self) -> bool {
        true
    }

    fn terms(&self, sample: &Sample, comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        let data = Dosed::of(sample, comparison)?;
        let line = data.fit(1)?;
        Ok(effect(line.coefficients[line.coefficients.len() - 1]))
    }

    fn estimate(&self, sample: &Sample, comparison: &Comparison, level: f64) -> Result<Estimate, Phrase> {
        let data = Dosed::of(sample, comparison)?;
        let line = data.fit(1)?;
        data.judgeable(&line)?;
        let n = data.rows.len();
        let spread_of = |values: &[f64]| Some(variance(values).sqrt()).filter(|sd| *sd > 0.0 && sd.is_finite());
        let after: Vec<f64> = data.rows.iter().map(|&row| sample.y[[row, 0]]).collect();
        let influence = line.influence().dot(&line.contrast).insert_axis(Axis(1));
        let bend = data.fit(2).ok();
        let (table, figure) = match bend.as_ref().filter(|_| !data.doses.curve.is_empty()) {
            Some(bend) => {
                let curve = curve::Curve::of(&data, bend, level);
                let table = curve.table(&data);
                let figure = figure::figure(&table, &data);
                (vec![table], vec![figure])
            }
            None => (Vec::new(), Vec::new()),
        };
        Ok(Estimate {
            method: data.method(line.x.ncols()),
            terms: effect(line.coefficients[line.coefficients.len() - 1]),
            headline: 0,
            of_changes: data.of_changes,
            n: (n, 0),
            effective: (effective_size(&data.weight), 0.0),
            scale: spread_of(&after).map(|sd| (sd, phrase!("standard deviation of the outcome"))),
            within: spread_of(&data.y),
            signs: None,
            companions: bend.as_ref().and_then(|bend| data.bends(bend, level)).into_iter().collect(),
            middle: None,
            tables: table,
            figures: figure,
            notes: data.left_out(&line).into_iter().collect(),
            spread: Spread {
                influence: Influence { unit: line.unit.clone(), psi: influence },
                nuisance: data.nuisance.clone(),
                linear: Some(line),
                ..Spread::default()
            },
        })
    }
}

fn effect(value: f64) -> Vec<Term> {
    vec![Term { key: EFFECT, value }]
}

/// The first outcome of units with a dose, rows of weight above 0.
struct Dosed<'a> {
    sample: &'a Sample,
    doses: &'a Doses,
    rows: Vec<usize>,
    /// Outcome, or its change since the state before.
    y: Vec<f64>,
    of_changes: bool,
    /// In steps.
    dose: Vec<f64>,
    weight: Vec<f64>,
    /// Covariates; none where weights make up for them.
    x: Array2<f64>,
    unit: Vec<u32>,
    /// The model of the weights, where one estimated them.
    nuisance: Option<Nuisance>,
}

impl<'a> Dosed<'a> {
    fn of(sample: &'a Sample, comparison: &'a Comparison) -> Result<Dosed<'a>, Phrase> {
        let (Some(dose), Some(doses)) = (&sample.dose, &comparison.dose) else {
            return Err(phrase!("This estimator needs to know how much each unit received"));
        };
        let rows: Vec<usize> = (0..sample.y.nrows()).filter(|&row| sample.weight[row] > 0.0).collect();
        let estimated = matches!(comparison.weights.origin, WeightOrigin::Estimated(_));
        if estimated && !sample.clusters.is_empty() {
            return Err(phrase!(
                "weights that were estimated, together with units that hang together, are not accounted for in this version; the model that stands in the regression can be used"
            ));
        }
        let of_changes = sample.baseline.is_some();
        let columns = if estimated { 0 } else { sample.x.ncols() };
        let unit: Vec<u32> = rows.iter().map(|&row| sample.unit[row]).collect();
        let data = Dosed {
            doses,
            y: rows.iter().map(|&row| sample.compared(row, of_changes)).collect(),
            of_changes,
            dose: rows.iter().map(|&row| dose[row] / doses.per).collect(),
            weight: rows.iter().map(|&row| sample.weight[row]).collect(),
            x: Array2::from_shape_fn((rows.len(), columns), |(i, k)| sample.x[[rows[i], k]]),
            nuisance: nuisance(comparison, &unit),
            unit,
            rows,
            sample,
        };
        data.check()?;
        Ok(data)
    }

    fn check(&self) -> Result<(), Phrase> {
        let values = self.y.iter().chain(&self.dose).chain(&self.weight).chain(&self.x);
        let odd = values.filter(|value| !value.is_finite()).count();
        if odd > 0 {
            return Err(phrase!(
                "{n} {n?value is|values are} missing or infinite among outcomes and weights",
                n = Arg::units(odd)
            ));
        }
        let same = |values: &[f64]| values.iter().all(|value| *value == values[0]);
        match self.y.is_empty() || same(&self.y) {
            true => Err(phrase!("The outcome is the same for every unit, so there is nothing to compare")),
            false => Ok(()),
        }
    }

    /// The columns of the model with so many powers of the dose, the highest last.
    fn model(&self, powers: usize) -> (Array2<f64>, Vec<String>) {
        let p = self.x.ncols();
        let value = |(i, k): (usize, usize)| match k {
            0 => 1.0,
            k if k <= p => self.x[[i, k - 1]],
            k => self.dose[i].powi((k - p) as i32),
        };
        let x = Array2::from_shape_fn((self.rows.len(), 1 + p + powers), value);
        let covariates = self.sample.x_names.iter().take(p).map(String::clone);
        let doses = (1..=powers).map(|power| if power == 1 { "dose".into() } else { format!("dose^{power}") });
        (x, std::iter::once("(Intercept)".into()).chain(covariates).chain(doses).collect())
    }

    /// Least squares with so many powers of the dose; the contrast picks the highest.
    fn fit(&self, powers: usize) -> Result<Linear, Phrase> {
        let (x, names) = self.model(powers);
        let factor = Factor::new(x.view(), Some(&self.weight), TOLERANCE);
        let kept = factor.kept();
        if (x.ncols() - powers..x.ncols()).any(|column| factor.dropped().contains(&column)) {
            return Err(phrase!(
                "The dose cannot be told apart from the covariates, which together say who received how much"
            ));
        }
        if x.nrows() <= factor.rank() {
            return Err(phrase!(
                "{n} units are too few for {k} columns; take fewer covariates",
                n = Arg::units(x.nrows()),
                k = factor.rank()
            ));
        }
        let mut fit = factor.solve(&self.y);
        let largest = self.y.iter().fold(0.0, |largest: f64, y| largest.max(y.abs()));
        // Residuals that are nothing but rounding would make a standard error out of nothing.
        if fit.residuals.iter().all(|residual| residual.abs() <= 16.0 * f64::EPSILON * largest) {
            fit.residuals.fill(0.0);
        }
        let mut contrast = Array1::zeros(kept.len());
        contrast[kept.len() - 1] = 1.0;
        let picked = |labels: &Vec<u32>| self.rows.iter().map(|&row| labels[row]).collect::<Vec<u32>>();
        Ok(Linear {
            x: x.select(Axis(1), kept),
            weight: self.weight.clone().into(),
            residual: fit.residuals,
            bread: factor.bread(),
            coefficients: fit.coefficients,
            contrast,
            names: kept.iter().map(|&k| names[k].clone()).collect(),
            unit: self.unit.clone(),
            set: None,
            clusters: self.sample.clusters.iter().map(picked).collect(),
        })
    }

    /// Whether more than one unit decides. With less than half of Σl², l the weight of each outcome in the line, the others leave
    /// whoever knows the answer and that unit's dose in doubt about its outcome by more than their own spread.
    fn judgeable(&self, line: &Linear) -> Result<(), Phrase> {
        let shares = line.factor().shares().dot(&line.contrast);
        let (all, most) = shares.iter().fold((0.0, 0.0_f64), |(all, most), l| (all + l * l, most.max(l * l)));
        match most > ALONE * all {
            true => Err(phrase!(
                "One unit received so much more than all others that it would decide the answer alone; ask without it, or by the logarithm of the dose"
            )),
            false => Ok(()),
        }
    }

    /// Whether the line bends: the test of the square of the dose, beside.
    fn bends(&self, bend: &Linear, level: f64) -> Option<Companion> {
        let df = self.rows.len() as f64 - bend.x.ncols() as f64;
        let psi = bend.influence().dot(&bend.contrast);
        let error = curve::error(self, &psi, bend.x.ncols());
        let t = bend.coefficients[bend.coefficients.len() - 1] / error.size;
        let p = t_two_sided(t, df);
        (df > 0.0 && t.is_finite()).then(|| Companion {
            key: "bend".into(),
            title: phrase!("Whether the line bends (square of the dose)"),
            estimate: None,
            interval: None,
            level,
            p_value: Some(p),
            statistic: Some(("t".into(), t)),
            n: self.rows.len(),
            method: phrase!("t test of the square of the dose beside the dose, with the standard error of the curve"),
            measure: Measure::Pure,
        })
    }

    fn method(&self, columns: usize) -> Phrase {
        match self.nuisance {
            Some(_) => phrase!("least squares on the dose, weighted by the generalised propensity score"),
            None => {
                phrase!("least squares on the dose with {n} {n?covariate column|covariate columns}", n = columns - 2)
            }
        }
    }

    fn left_out(&self, line: &Linear) -> Option<Phrase> {
        let (_, names) = self.model(1);
        let names: Vec<&str> = names.iter().filter(|name| !line.names.contains(name)).map(String::as_str).collect();
        (!names.is_empty()).then(|| {
            phrase!(
                "Left out because constant or determined by the covariates before {names?it|them}: {names}",
                names = names
            )
        })
    }
}
