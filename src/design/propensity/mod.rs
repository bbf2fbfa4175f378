//! Weights by the probability of taking part.

mod card;
mod left_out;
mod options;
mod score;
mod weights;

use std::sync::Arc;

use ndarray::Array2;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::glm::Separation;
use crate::math::quantile::quantile_sorted;
use crate::math::sums::{mean, sum, variance};
use crate::panel::{Blind, Panel, VarRef};
use crate::phrase;
use crate::text::r::{column, logical, quoted};
use crate::text::{Phrase, num};

use super::candidates::{self, Candidates};
use super::model_matrix::model_matrix;
use super::weighting::{self, ESTIMANDS, Equations, Estimated, Weighting, words};
use super::{Ask, Comparison, Design, Estimand, InR, Kind, Needs, Scores};

use score::{Fitted, Given, NoScore};

pub use options::{Discard, Model, Propensity};

/// Name of the constant in tables of coefficients.
const INTERCEPT: &str = "(intercept)";

impl Propensity {
    /// Name in study files.
    pub const NAME: &'static str = "propensity";

    fn base(&self) -> Vec<VarRef> {
        self.base.iter().map(|name| VarRef::parse(name)).collect()
    }

    fn again(&self) -> bool {
        self.again.unwrap_or(true)
    }

    fn leaves_out(&self) -> bool {
        self.bounds.is_some() || self.discard != Discard::None
    }
}

/// The covariates of all candidates with ones, standardised, and what they are called.
struct Covariates {
    x: Array2<f64>,
    names: Vec<String>,
    /// Means and standard deviations; of the ones 0 and 1.
    scale: Vec<(f64, f64)>,
}

impl Covariates {
    fn of(candidates: &Candidates) -> Covariates {
        let matrix = model_matrix(&candidates.covariates);
        let scale_of = |column: ndarray::ArrayView1<'_, f64>| {
            let values = column.to_vec();
            let sd = variance(&values).sqrt();
            (mean(&values), if sd > 0.0 { sd } else { 1.0 })
        };
        let scale: Vec<(f64, f64)> =
            [(0.0, 1.0)].into_iter().chain(matrix.x.columns().into_iter().map(scale_of)).collect();
        let value = |(row, k): (usize, usize)| match k {
            0 => 1.0,
            k => (matrix.x[[row, k - 1]] - scale[k].0) / scale[k].1,
        };
        let x = Array2::from_shape_fn((matrix.x.nrows(), matrix.x.ncols() + 1), value);
        Covariates { x, names: [INTERCEPT.to_string()].into_iter().chain(matrix.names).collect(), scale }
    }

    /// Coefficients of the covariates as they are.
    fn as_they_are(&self, standardised: &[(usize, f64)]) -> Vec<(String, f64)> {
        let moved: f64 = standardised.iter().map(|&(k, b)| b * self.scale[k].0 / self.scale[k].1).sum();
        let own =
            |&(k, b): &(usize, f64)| (self.names[k].clone(), if k == 0 { b - moved } else { b / self.scale[k].1 });
        standardised.iter().map(own).collect()
    }
}

impl Design for Propensity {
    fn kind(&self) -> Kind {
        Kind::Weighted
    }

    fn needs(&self) -> Needs {
        Needs {
            covariates: true,
            estimators: &["difference", "regression", "aipw", "g-computation"],
            sensitivity: &["e-value", "robustness-value"],
        }
    }

    fn estimands(&self) -> &'static [Estimand] {
        match self.model {
            Model::Cbps => &[Estimand::Att, Estimand::Atc, Estimand::Ate],
            Model::Tilting => &[Estimand::Ate],
            _ if self.stabilised => &[Estimand::Ate],
            _ => ESTIMANDS,
        }
    }

    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        weighting::one_of(self.estimands(), ask, sink)?;
        let candidates = candidates::collect(blind, ask, &self.base(), sink)?;
        let base = weighting::base_weights(&candidates, &self.base(), ask, sink)?;
        let covariates = Covariates::of(&candidates);
        let whole = self.fit(&covariates, &candidates.treated, &base, ask, sink)?;
        let used = left_out::used(self, &whole.probability, &candidates.treated);
        both_sides(&used, &candidates.treated, ask, sink)?;
        let base: Vec<f64> = base.iter().zip(&used).map(|(base, &used)| if used { *base } else { 0.0 }).collect();
        let all_used = used.iter().all(|used| *used);
        let mut fitted = match all_used || !self.again() {
            true => whole.without(&used),
            false => self.fit(&covariates, &candidates.treated, &base, ask, sink)?,
        };
        self.warn(&fitted, &covariates, ask, sink);
        if self.stabilised {
            stabilise(&mut fitted, &candidates.treated, &base);
        }
        let cut = self.trim.map(|at| trim(&mut fitted, &candidates.treated, ask.estimand, at));
        let coefficients = covariates.as_they_are(&fitted.coefficients);
        let notes = self.notes(ask, &candidates, &fitted, &used, cut.unwrap_or(0));
        let weighting = Weighting {
            candidates: &candidates,
            weight: fitted.weight,
            model: Some(Arc::new(Estimated { parts: fitted.equations, base: base.clone() })),
            scores: Some(Scores {
                model: "logit".into(),
                distance: fitted.probability.clone(),
                probability: fitted.probability,
                coefficients,
            }),
            left_out: left_out::reason(self),
            notes,
        };
        Ok(weighting.comparison(ask, blind))
    }

    fn in_r(&self) -> InR {
        let base = self.base.as_ref().map_or("NULL".into(), |name| quoted(&column(name)));
        let number = |given: Option<f64>| given.map_or("NULL".into(), |value| value.to_string());
        let (model, discard) = (self.model.name(), self.discard.name());
        let options = format!(
            "model = {}, stabilised = {}, trim = {}, bounds = {}, discard = {}, again = {}, base = {base}",
            quoted(model),
            logical(self.stabilised),
            number(self.trim),
            number(self.bounds),
            quoted(discard),
            logical(self.again()),
        );
        InR::Weights { function: "propensity_weights", source: include_str!("propensity.R"), options }
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        self.base.iter().map(|name| ("base", name.clone())).collect()
    }

    fn rename(&mut self, name: &dyn Fn(&str) -> String) {
        self.base.iter_mut().for_each(|known| *known = name(known));
    }

    fn check(&self, panel: &Panel) -> Vec<(&'static str, Diagnostic)> {
        let mut wrong = Vec::new();
        let mut say =
            |key: &'static str, message: Phrase| wrong.push((key, Diagnostic::error("wrong-option", message)));
        if self.trim.is_some_and(|at| !(0.5..1.0).contains(&at)) {
            say(
                "trim",
                phrase!("`{key}` must be from 0.5 to below 1: the quantile of the weights that are kept", key = "trim"),
            );
        }
        if self.bounds.is_some_and(|at| !(at > 0.0 && at < 0.5)) {
            say(
                "bounds",
                phrase!("`{key}` must be between 0 and 0.5: the lowest probability that is kept", key = "bounds"),
            );
        }
        if self.again.is_some() && !self.leaves_out() {
            say(
                "again",
                phrase!("`{key}` has no effect where nobody is left out (`bounds`, `discard`)", key = "again"),
            );
        }
        if self.stabilised && self.model == Model::Tilting {
            say(
                "stabilised",
                phrase!(
                    "`{key}` has no effect with tilting, whose weights have their sums already",
                    key = "stabilised"
                ),
            );
        }
        wrong.extend(weighting::wrong_base(self.base.as_deref(), panel).map(|problem| ("base", problem)));
        wrong
    }
}

impl Propensity {
    fn fit(
        &self,
        covariates: &Covariates,
        treated: &[bool],
        base: &[f64],
        ask: &Ask,
        sink: &mut Sink,
    ) -> Result<Fitted, Halt> {
        let given = Given { x: &covariates.x, treated, base, estimand: ask.estimand };
        score::fit(&given, self.model).map_err(|why| {
            let (code, message, hint) = match why {
                NoScore::Value => (
                    "score",
                    phrase!("The score cannot be fitted: a covariate holds a value that is not finite"),
                    phrase!("Look at the values of the covariates"),
                ),
                NoScore::Unsettled => (
                    "no-weights",
                    phrase!(
                        "No weights of this kind exist: the covariates {names} tell the groups apart, or the averages to be met are out of reach",
                        names = ask.covariates.iter().map(ToString::to_string).collect::<Vec<_>>()
                    ),
                    phrase!("Take {example}, which always has a solution, or fewer covariates", example = "model = \"firth\""),
                ),
            };
            sink.halt(Diagnostic::error(code, message).at(ask.place.clone()).hint(hint))
        })
    }

    fn warn(&self, fitted: &Fitted, covariates: &Covariates, ask: &Ask, sink: &mut Sink) {
        let mut warn =
            |code: &str, message, hint| sink.push(Diagnostic::warning(code, message).at(ask.place.clone()).hint(hint));
        if !fitted.dropped.is_empty() {
            let dropped: Vec<&str> = fitted.dropped.iter().map(|&k| covariates.names[k].as_str()).collect();
            let message = phrase!(
                "{names} {names?says|say} nothing beyond the other covariates and {names?is|are} left out of the score",
                names = dropped
            );
            warn("collinear", message, phrase!("Remove covariates that are sums or copies of others"));
        }
        if let Some(separation) = &fitted.separation {
            let hint = phrase!(
                "The score is estimated by Firth's method, which keeps it from 0 and 1; still, use fewer covariates, join small categories, or ask about those who might as well be in the other group ({example})",
                example = "estimand = \"ATO\""
            );
            warn("separation", told_apart(separation, &covariates.names), hint);
        }
    }

    fn notes(&self, ask: &Ask, candidates: &Candidates, fitted: &Fitted, used: &[bool], cut: usize) -> Vec<Phrase> {
        let mut notes = vec![words::made_like(ask.estimand), self.model.said()];
        if fitted.separation.is_some() {
            notes.push(phrase!(
                "The covariates tell the groups apart for some units; the probabilities are therefore estimated by Firth's method, which keeps them from 0 and 1"
            ));
        }
        if self.stabilised {
            notes.push(phrase!("Weights are multiplied by the share of the own group (stabilised)"));
        }
        if let Some(at) = self.trim {
            notes.push(phrase!(
                "{n} {n?weight|weights} above the quantile {at} of the group {n?is|are} cut down to it, which the errors take as it is",
                n = crate::text::Arg::units(cut),
                at = crate::text::Arg::rule(num(at, 3))
            ));
        }
        if self.leaves_out() {
            let out = used.iter().filter(|used| !**used).count();
            notes.push(left_out::note(self, out));
        }
        notes.extend(weighting::base_note(candidates));
        notes
    }
}

fn told_apart(separation: &Separation, names: &[String]) -> Phrase {
    separation.describe(names)
}

impl Fitted {
    /// The same where only these are used.
    fn without(mut self, used: &[bool]) -> Fitted {
        self.weight.iter_mut().zip(used).filter(|(_, used)| !**used).for_each(|(weight, _)| *weight = 0.0);
        for part in &mut self.equations {
            part.weight.iter_mut().zip(used).filter(|(_, used)| !**used).for_each(|(slope, _)| *slope = 0.0);
        }
        self
    }
}

/// Weights times the share of the own group, which is estimated, too.
fn stabilise(fitted: &mut Fitted, treated: &[bool], base: &[f64]) {
    let all = sum(base.iter().copied());
    let share = sum(base.iter().zip(treated).filter(|(_, treated)| **treated).map(|(base, _)| *base)) / all;
    let own = |treated: bool| if treated { share } else { 1.0 - share };
    let by_share = fitted.weight.iter().zip(treated).map(|(w, &treated)| if treated { *w } else { -w }).collect();
    for (i, &treated) in treated.iter().enumerate() {
        fitted.weight[i] *= own(treated);
        fitted.equations.iter_mut().for_each(|part| part.weight[i] *= own(treated));
    }
    fitted.equations.push(Equations {
        x: Arc::new(Array2::ones((treated.len(), 1))),
        score: treated.iter().zip(base).map(|(&it, base)| base * (f64::from(u8::from(it)) - share)).collect(),
        slope: base.iter().map(|base| -base).collect(),
        weight: by_share,
    });
}

/// Cuts weights above a quantile of those of each group that is weighted; how many.
fn trim(fitted: &mut Fitted, treated: &[bool], estimand: Estimand, at: f64) -> usize {
    let arms: &[bool] = match estimand {
        Estimand::Att => &[false],
        Estimand::Atc => &[true],
        _ => &[true, false],
    };
    let mut cut = 0;
    for &arm in arms {
        let own: Vec<usize> = (0..treated.len()).filter(|&i| treated[i] == arm && fitted.weight[i] > 0.0).collect();
        let mut sorted: Vec<f64> = own.iter().map(|&i| fitted.weight[i]).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let limit = quantile_sorted(&sorted, at);
        for i in own.into_iter().filter(|&i| fitted.weight[i] > limit).collect::<Vec<_>>() {
            fitted.weight[i] = limit;
            fitted.equations.iter_mut().for_each(|part| part.weight[i] = 0.0);
            cut += 1;
        }
    }
    cut
}

fn both_sides(used: &[bool], treated: &[bool], ask: &Ask, sink: &mut Sink) -> Result<(), Halt> {
    let left = |arm: bool| used.iter().zip(treated).any(|(&used, &treated)| used && treated == arm);
    if left(true) && left(false) {
        return Ok(());
    }
    let message = phrase!("Of one of the two groups nobody is left within the bounds of the probability");
    let hint = phrase!("Widen `bounds`, leave `discard` out, or use fewer covariates");
    Err(sink.halt(Diagnostic::error("one-arm", message).at(ask.place.clone()).hint(hint)))
}

impl Model {
    fn name(self) -> &'static str {
        match self {
            Model::Logit => "logit",
            Model::Probit => "probit",
            Model::Firth => "firth",
            Model::Cbps => "cbps",
            Model::Tilting => "tilting",
        }
    }

    fn said(self) -> Phrase {
        match self {
            Model::Logit => phrase!("The probability of taking part is estimated by logistic regression"),
            Model::Probit => phrase!("The probability of taking part is estimated by probit regression"),
            Model::Firth => {
                phrase!("The probability of taking part is estimated by logistic regression, Firth's method")
            }
            Model::Cbps => {
                phrase!(
                    "The probability of taking part is a logit whose weights make the averages of both groups equal"
                )
            }
            Model::Tilting => {
                phrase!("The weights are those of a logit for each group which bring its averages to those of all")
            }
        }
    }
}

impl Discard {
    fn name(self) -> &'static str {
        match self {
            Discard::None => "none",
            Discard::Treated => "treated",
            Discard::Comparison => "comparison",
            Discard::Both => "both",
        }
    }
}
