//! The outcome against how much was received: a straight line, and a curve at declared doses.

mod card;
mod curve;
mod data;
mod figure;

use super::{EFFECT, Estimate, Estimator, Sample, Spread, Term};
use crate::card::Card;
use crate::design::Comparison;
use crate::math::sums::{effective_size, variance};
use crate::phrase;
use crate::text::Phrase;
use data::Dosed;

/// Weighted least squares of the outcome, or its change, on the dose.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DoseResponse {}

impl DoseResponse {
    /// Name in study files.
    pub const NAME: &'static str = "dose-response";

    /// Its card.
    pub fn card() -> Card {
        card::card(DoseResponse::NAME)
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
        let (influence, own) = data.errors(&line);
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
            spread: Spread { influence, own, linear: Some(line), ..Spread::default() },
        })
    }
}

fn effect(value: f64) -> Vec<Term> {
    vec![Term { key: EFFECT, value }]
}
