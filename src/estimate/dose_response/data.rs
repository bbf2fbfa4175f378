//! The data of an outcome against doses, and least squares on them.

use ndarray::{Array1, Array2, Axis};

use crate::design::{Comparison, Doses, WeightOrigin};
use crate::estimate::two_arms::nuisance;
use crate::estimate::{Companion, Influence, Linear, Measure, Nuisance, OwnError, Sample};
use crate::math::linear::{Factor, TOLERANCE};
use crate::math::special::t_two_sided;
use crate::math::sums::{effective_size, sum};
use crate::phrase;
use crate::text::{Arg, Phrase};

/// A unit with more than this share of the weight that units have in the line decides it alone.
const ALONE: f64 = 0.5;

/// A standard error and its degrees of freedom; infinite for the normal law.
#[derive(Clone, Copy)]
pub struct Error {
    pub size: f64,
    pub df: f64,
}

/// Of influence values ψ of least squares on so many columns: HC1 with n − p degrees of freedom; by clusters G/(G − 1) with G − 1 (of
/// several ways the largest); with estimated weights those of [`estimated`], with the effective number of units less p.
pub fn error(data: &Dosed<'_>, psi: &Array1<f64>, leverages: &[f64], columns: usize) -> Error {
    let n = psi.len() as f64;
    if let Some(nuisance) = &data.nuisance {
        let all = estimated(data, nuisance, psi, leverages);
        return Error { size: sum(all.iter().map(|psi| psi * psi)).sqrt(), df: data.freedom(columns) };
    }
    let own = Influence { unit: data.unit.clone(), psi: psi.clone().insert_axis(Axis(1)) };
    let by_cluster = |labels: &Vec<u32>| {
        let labels: Vec<u32> = data.rows.iter().map(|&row| labels[row]).collect();
        let (squares, groups) = own.squares(0, &labels);
        let groups = groups as f64;
        Error { size: (squares * groups / (groups - 1.0)).sqrt(), df: groups - 1.0 }
    };
    let clustered = data.sample.clusters.iter().map(by_cluster).max_by(|a, b| a.size.total_cmp(&b.size));
    let squares = sum(psi.iter().map(|psi| psi * psi));
    let df = n - columns as f64;
    clustered.unwrap_or(Error { size: (squares * n / df).sqrt(), df })
}

/// Influence values with what the estimation of the weights adds, one for each unit of the comparison: ψ/(1 − h) − D H⁻¹ s, h the
/// leverage of a row in the weighted fit. Without it such errors are a fifth too small where weights are unequal (as HC3; MacKinnon &
/// White 1985).
pub fn estimated(data: &Dosed<'_>, nuisance: &Nuisance, psi: &Array1<f64>, leverages: &[f64]) -> Array1<f64> {
    let by_weight: Vec<f64> = psi.iter().zip(&data.weight).map(|(psi, weight)| psi / weight).collect();
    let mut all = Array1::from(nuisance.corrected(&psi.to_vec(), &by_weight));
    for ((&at, psi), h) in nuisance.rows.iter().zip(psi).zip(leverages) {
        all[at] += psi * (1.0 / (1.0 - h).max(f64::EPSILON) - 1.0);
    }
    all
}

/// The first outcome of units with a dose, rows of weight above 0.
pub struct Dosed<'a> {
    pub sample: &'a Sample,
    pub doses: &'a Doses,
    pub rows: Vec<usize>,
    /// Outcome, or its change since the state before.
    pub y: Vec<f64>,
    pub of_changes: bool,
    /// In steps.
    pub dose: Vec<f64>,
    pub weight: Vec<f64>,
    /// Covariates, also where weights make up for them: what these leave, the regression takes.
    pub x: Array2<f64>,
    pub unit: Vec<u32>,
    /// The model of the weights, where one estimated them.
    pub nuisance: Option<Nuisance>,
}

impl<'a> Dosed<'a> {
    pub fn of(sample: &'a Sample, comparison: &'a Comparison) -> Result<Dosed<'a>, Phrase> {
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
        let columns = sample.x.ncols();
        let unit: Vec<u32> = rows.iter().map(|&row| sample.unit[row]).collect();
        let data = Dosed {
            doses,
            y: rows.iter().map(|&row| sample.compared(row, of_changes)).collect(),
            of_changes,
            dose: rows.iter().map(|&row| dose[row] / doses.per).collect(),
            weight: rows.iter().map(|&row| sample.weight[row]).collect(),
            x: Array2::from_shape_fn((rows.len(), columns), |(i, k)| sample.x[[rows[i], k]]),
            nuisance: nuisance(comparison, &unit, Vec::new()),
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
    pub fn fit(&self, powers: usize) -> Result<Linear, Phrase> {
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

    /// The influence values of the answer, and how they are read where weights were estimated.
    pub fn errors(&self, line: &Linear) -> (Influence, Option<OwnError>) {
        let psi = line.influence().dot(&line.contrast);
        let Some(nuisance) = &self.nuisance else {
            return (Influence { unit: self.unit.clone(), psi: psi.insert_axis(Axis(1)) }, None);
        };
        let all = estimated(self, nuisance, &psi, &line.factor().leverages());
        let own = OwnError {
            small_sample: 1.0,
            df: self.freedom(line.x.ncols()),
            kind: phrase!("robust standard error (HC3) that accounts for the estimation of the weights"),
        };
        (Influence { unit: nuisance.unit.clone(), psi: all.insert_axis(Axis(1)) }, Some(own))
    }

    /// Whether more than one unit decides. With less than half of Σl², l the weight of each outcome in the line, the others leave
    /// whoever knows the answer and that unit's dose in doubt about its outcome by more than their own spread.
    pub fn judgeable(&self, line: &Linear) -> Result<(), Phrase> {
        let shares = line.factor().shares().dot(&line.contrast);
        let (all, most) = shares.iter().fold((0.0, 0.0_f64), |(all, most), l| (all + l * l, most.max(l * l)));
        match most > ALONE * all {
            true => Err(phrase!(
                "One unit would decide the answer alone, since it received or weighs far more than all others; ask without it, or by the logarithm of the dose"
            )),
            false => Ok(()),
        }
    }

    /// Whether the line bends: the test of the square of the dose, beside.
    pub fn bends(&self, bend: &Linear, level: f64) -> Option<Companion> {
        let psi = bend.influence().dot(&bend.contrast);
        let error = error(self, &psi, &bend.factor().leverages(), bend.x.ncols());
        let t = bend.coefficients[bend.coefficients.len() - 1] / error.size;
        let p = t_two_sided(t, error.df);
        (error.df > 0.0 && t.is_finite()).then(|| Companion {
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

    pub fn method(&self, columns: usize) -> Phrase {
        match self.nuisance {
            Some(_) => phrase!(
                "least squares on the dose with {n} {n?covariate column|covariate columns}, weighted by the generalised propensity score",
                n = columns - 2
            ),
            None => {
                phrase!("least squares on the dose with {n} {n?covariate column|covariate columns}", n = columns - 2)
            }
        }
    }

    /// Degrees of freedom with estimated weights: (Σw)²/Σw² − p.
    pub fn freedom(&self, columns: usize) -> f64 {
        effective_size(&self.weight) - columns as f64
    }

    /// What is averaged, as a heading.
    pub fn averaged(&self) -> Phrase {
        match self.of_changes {
            true => phrase!("Average change"),
            false => phrase!("Average outcome"),
        }
    }

    pub fn left_out(&self, line: &Linear) -> Option<Phrase> {
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
