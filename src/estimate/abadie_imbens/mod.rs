//! Matching estimates with the errors of Abadie and Imbens, and their correction for matches that are not equal.

mod card;
mod core;
mod matches;

use std::num::NonZeroUsize;

use ndarray::{Array2, Axis};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::two_arms::TwoArms;
use super::{Estimate, Estimator, EstimatorInR, Influence, OwnError, Sample, Spread, Term, terms};
use crate::design::Comparison;
use crate::math::sums::{effective_size, mean};
use crate::phrase;
use crate::text::{Arg, Phrase};

use self::core::{Found, Imputation};
use matches::Matches;

/// Each unit beside its own matches, corrected for what still differs in the covariates.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AbadieImbens {
    /// Compare changes since the baseline where the question names one; otherwise the outcome as it is.
    pub changes: bool,
    /// Whether outcomes of matches are moved by what their covariates differ, by a regression among the matches.
    pub correct: bool,
    /// How many nearest units of the same arm the variance of a unit's outcome is taken from.
    pub neighbours: NonZeroUsize,
    /// What the error speaks of.
    pub error: Speaks,
}

/// What an error speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Speaks {
    /// The average effect among all such units, of which these are a sample.
    #[default]
    Population,
    /// The average effect among these very units: effects that differ between them are no error.
    Sample,
}

impl Default for AbadieImbens {
    fn default() -> AbadieImbens {
        let neighbours = NonZeroUsize::MIN.saturating_add(1);
        AbadieImbens { changes: true, correct: true, neighbours, error: Speaks::default() }
    }
}

impl AbadieImbens {
    /// Name in study files.
    pub const NAME: &'static str = "abadie-imbens";

    /// The outcome, or its change since the baseline; and whether it is one of changes.
    fn compared(&self, arms: &TwoArms) -> Result<(Vec<f64>, bool), Phrase> {
        let changes = self.changes && arms.before.is_some();
        let y = if changes { arms.changes() } else { arms.after.clone() };
        Ok((arms.varying(y, changes)?, changes))
    }

    fn found(
        &self,
        arms: &TwoArms,
        sample: &Sample,
        matches: &Matches,
        y: &[f64],
    ) -> Result<(Found, Vec<usize>), Phrase> {
        let x = sample.x.select(Axis(0), &arms.rows);
        if !x.iter().all(|value| value.is_finite()) {
            return Err(phrase!("Covariates have missing or infinite values"));
        }
        let imputation = Imputation { y, x: &x, matches };
        let (moved, dropped) = if self.correct { imputation.slopes()? } else { (vec![0.0; x.ncols()], Vec::new()) };
        let variance = core::local_variances(y, &x, &arms.treated, self.neighbours.get());
        Ok((imputation.found(&moved, &variance, self.error == Speaks::Population), dropped))
    }
}

impl Estimator for AbadieImbens {
    /// Resampled units would have other matches, or the same ones twice.
    fn terms(&self, _sample: &Sample, _comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        Err(phrase!(
            "Resampling does not tell the error of a matching estimate (Abadie and Imbens 2008); its own error does"
        ))
    }

    fn estimate(&self, sample: &Sample, comparison: &Comparison, level: f64) -> Result<Estimate, Phrase> {
        applies(sample, comparison)?;
        let arms = TwoArms::of(sample)?;
        let (y, changes) = self.compared(&arms)?;
        let matches = Matches::of(&arms, sample, comparison)?;
        let (found, dropped) = self.found(&arms, sample, &matches, &y)?;
        let mut estimate = self.told(&arms, sample, &matches, &found, &y);
        estimate.of_changes = changes;
        estimate.spread.of_shares = sample.binary && !changes;
        estimate.notes.extend(self.notes(&matches, sample, &dropped));
        arms.with_middle(&mut estimate, sample, &y, level);
        Ok(estimate)
    }

    fn adjusts(&self) -> bool {
        self.correct
    }

    fn in_r(&self) -> Option<EstimatorInR> {
        let logical = crate::text::r::logical;
        Some(EstimatorInR {
            function: "abadie_imbens",
            source: include_str!("../abadie_imbens.R"),
            options: format!(
                "list(changes = {}, correct = {}, neighbours = {}, population = {})",
                logical(self.changes),
                logical(self.correct),
                self.neighbours,
                logical(self.error == Speaks::Population)
            ),
        })
    }
}

impl AbadieImbens {
    fn told(&self, arms: &TwoArms, sample: &Sample, matches: &Matches, found: &Found, y: &[f64]) -> Estimate {
        let (own, imputed) = (mean(&matches.own.iter().map(|&i| y[i]).collect::<Vec<_>>()), mean(&found.imputed));
        let (treated, reference) = if matches.of_treated { (own, imputed) } else { (imputed, own) };
        let partners: Vec<f64> = found.count.iter().copied().filter(|&k| k > 0.0).collect();
        let (n, effective) =
            ((matches.own.len(), partners.len()), (matches.own.len() as f64, effective_size(&partners)));
        let turned = |(a, b): (usize, usize)| if matches.of_treated { (a, b) } else { (b, a) };
        Estimate {
            method: self.method(),
            terms: terms(treated - reference, treated, reference),
            headline: 0,
            of_changes: false,
            spread: Spread {
                influence: influence(arms, sample, matches, found),
                own: Some(self.own_error(matches.own.len())),
                ..Spread::default()
            },
            n: turned(n),
            effective: if matches.of_treated { effective } else { (effective.1, effective.0) },
            scale: arms.pooled_sd(&arms.after).map(|sd| (sd, phrase!("pooled standard deviation of the outcome"))),
            within: arms.pooled_sd(y),
            signs: None,
            companions: Vec::new(),
            middle: None,
            tables: Vec::new(),
            figures: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn method(&self) -> Phrase {
        match self.correct {
            true => phrase!("mean difference from the own matches, corrected for what still differs in the covariates"),
            false => phrase!("mean difference from the own matches"),
        }
    }

    fn own_error(&self, n: usize) -> OwnError {
        let kind = match self.error {
            Speaks::Population => phrase!("standard error of Abadie and Imbens"),
            Speaks::Sample => phrase!("standard error of Abadie and Imbens for these very units"),
        };
        OwnError { small_sample: 1.0, df: n as f64 - 1.0, kind }
    }

    fn notes(&self, matches: &Matches, sample: &Sample, dropped: &[usize]) -> Vec<Phrase> {
        let mut notes = vec![phrase!(
            "The variance of each outcome is taken from the {n} nearest units of the same group among those analysed; those that are equally near count as well",
            n = self.neighbours.get()
        )];
        if matches.alone > 0 {
            notes.push(phrase!(
                "{n} {n?unit|units} of which no match has an outcome {n?is|are} left out",
                n = Arg::units(matches.alone)
            ));
        }
        if !dropped.is_empty() {
            let names: Vec<&str> = dropped.iter().map(|&k| sample.x_names[k].as_str()).collect();
            notes.push(phrase!(
                "The correction leaves out what does not vary among the matches, or follows from other covariates there: {names}",
                names = names
            ));
        }
        notes
    }
}

/// Where the error would be another than the one that is computed.
fn applies(sample: &Sample, comparison: &Comparison) -> Result<(), Phrase> {
    if comparison.scores.is_some() {
        return Err(phrase!(
            "The error of Abadie and Imbens takes distances as given, and here they come from a score that was estimated from the same data; match by Mahalanobis distance, or estimate by difference or regression"
        ));
    }
    if !sample.clusters.is_empty() {
        return Err(phrase!(
            "The error of Abadie and Imbens takes units to be independent, and here they hang together in clusters; estimate by difference or regression"
        ));
    }
    Ok(())
}

/// One row for each unit whose effect is asked for, then one for each match.
fn influence(arms: &TwoArms, sample: &Sample, matches: &Matches, found: &Found) -> Influence {
    let used: Vec<usize> = (0..found.count.len()).filter(|&i| found.count[i] > 0.0).collect();
    let rows: Vec<usize> = matches.own.iter().chain(&used).copied().collect();
    let (n, side) = (matches.own.len(), if matches.of_treated { 1.0 } else { -1.0 });
    let psi = Array2::from_shape_fn((rows.len(), 3), |(row, column)| {
        let [effect, own, imputed] = match row.checked_sub(n) {
            None => found.of_own[row],
            Some(at) => [-found.of_match[used[at]], 0.0, found.of_match[used[at]]],
        };
        match (column, matches.of_treated) {
            (0, _) => side * effect,
            (1, true) | (2, false) => own,
            _ => imputed,
        }
    });
    Influence { unit: rows.iter().map(|&i| sample.unit[arms.rows[i]]).collect(), psi }
}
