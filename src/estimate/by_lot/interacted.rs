//! Least squares on the lot, covariates about their means, and their products.

use std::collections::{BTreeMap, BTreeSet};

use ndarray::Array2;

use crate::design::{Comparison, Standard};
use crate::estimate::two_arms::{Model, TwoArms};
use crate::estimate::{Estimate, Sample};
use crate::math::linear::{Factor, Fit, TOLERANCE};
use crate::math::sums::mean;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::strata::standard;

/// A column of the model beside the lot.
pub(super) struct Covariate {
    pub(super) name: String,
    /// One value for each row that is used; about the mean of those whom the effect is of.
    pub(super) values: Vec<f64>,
}

/// A column about its mean among all, or among those whom the lot chose.
pub(super) fn centred(name: String, values: Vec<f64>, arms: &TwoArms, standard: Standard) -> Covariate {
    let middle = match standard {
        Standard::All => mean(&values),
        Standard::Treated => mean(&arms.arm(&values, true)),
    };
    Covariate { name, values: values.into_iter().map(|value| value - middle).collect() }
}

/// A column for each stratum but the first.
pub(super) fn strata_columns(sample: &Sample, arms: &TwoArms) -> Vec<Covariate> {
    let Some(lots) = &sample.lots else { return Vec::new() };
    let own: Vec<u32> = arms.rows.iter().map(|&row| lots.stratum[row]).collect();
    let levels: BTreeSet<u32> = own.iter().copied().collect();
    let numbers: BTreeMap<u32, usize> = levels.into_iter().zip(1..).collect();
    let column = |(level, number): (&u32, &usize)| {
        let values = own.iter().map(|label| f64::from(u8::from(label == level))).collect();
        centred(format!("stratum {number}"), values, arms, standard(sample))
    };
    numbers.iter().skip(1).map(column).collect()
}

/// Ones, covariates, their products with the lot, the lot.
pub(super) struct Interacted {
    x: Array2<f64>,
    names: Vec<String>,
    factor: Factor,
}

impl Interacted {
    /// # Errors
    /// The covariates say who was chosen, or there are fewer units than columns.
    pub(super) fn of(arms: &TwoArms, columns: Vec<Covariate>) -> Result<Interacted, Phrase> {
        let (p, lot) = (columns.len(), arms.indicator());
        let value = |(row, k): (usize, usize)| match k {
            0 => 1.0,
            k if k <= p => columns[k - 1].values[row],
            k if k <= 2 * p => columns[k - 1 - p].values[row] * lot[row],
            _ => lot[row],
        };
        let x = Array2::from_shape_fn((lot.len(), 2 * p + 2), value);
        let own = || columns.iter().map(|column| column.name.clone());
        let products = own().map(|name| format!("treatment × {name}"));
        let names = std::iter::once("(Intercept)".to_string()).chain(own()).chain(products);
        let names = names.chain(["treatment".to_string()]).collect();
        let factor = Factor::new(x.view(), None, TOLERANCE);
        if factor.dropped().contains(&(2 * p + 1)) {
            return Err(phrase!(
                "The covariates and strata together say whom the lot chose, so that no effect can be separated from them"
            ));
        }
        if x.nrows() <= factor.rank() {
            return Err(phrase!(
                "{n} units are too few for {k} columns; take fewer covariates",
                n = Arg::units(x.nrows()),
                k = factor.rank()
            ));
        }
        Ok(Interacted { x, names, factor })
    }

    pub(super) fn fit(&self, y: &[f64]) -> Fit {
        self.factor.solve(y)
    }

    /// Columns that are kept.
    pub(super) fn rank(&self) -> usize {
        self.factor.rank()
    }

    /// Leverage of each row.
    pub(super) fn leverages(&self) -> Vec<f64> {
        self.factor.leverages().to_vec()
    }

    /// (X′X)⁻¹X′ for each row, n × columns kept.
    pub(super) fn shares(&self) -> Array2<f64> {
        self.factor.shares()
    }

    pub(super) fn estimate(&self, data: (&Sample, &Comparison), arms: &TwoArms, method: Phrase, y: &[f64]) -> Estimate {
        let model = Model { x: &self.x, names: &self.names, factor: &self.factor };
        arms.estimate(data, method, y, &model, self.fit(y))
    }

    /// Columns that were left out.
    pub(super) fn left_out(&self) -> Option<Phrase> {
        let names: Vec<&str> = self.factor.dropped().iter().map(|&k| self.names[k].as_str()).collect();
        (!names.is_empty()).then(|| {
            phrase!(
                "Left out because constant or determined by the covariates before {names?it|them}: {names}",
                names = names
            )
        })
    }
}
