use crate::card::Card;
use crate::design::Arm;
use crate::estimate::Linear;
use crate::exhibit::{Cell, Column, Format, Table, TableRole};
use crate::math::special::t_quantile;
use crate::phrase;
use crate::text::{Arg, Phrase, num};

use super::{Sensitivity, SensitivityCase, Stress};

/// Robustness value: how much of what is left unexplained an unmeasured factor must explain.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RobustnessValue {
    /// Share of the estimate that would have to be explained away (1 = all of it).
    #[schemars(range(min = 0.0))]
    pub q: f64,
    /// Significance level of the second value.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub alpha: f64,
}

impl Default for RobustnessValue {
    fn default() -> RobustnessValue {
        RobustnessValue { q: 1.0, alpha: 0.05 }
    }
}

impl RobustnessValue {
    /// Name in study files.
    pub const NAME: &'static str = "robustness-value";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: RobustnessValue::NAME,
            title: phrase!("Robustness value"),
            answers: phrase!(
                "How much of what is left unexplained, in who received and in the outcome alike, would an unmeasured factor have to explain to overturn the answer?"
            ),
            needs: phrase!(
                "A linear estimate of a difference between two groups, with its t value and residual degrees of freedom."
            ),
            assumes: phrase!(
                "The estimate is a coefficient of a linear model and the unmeasured factor acts linearly."
            ),
            formula: phrase!(
                "t = effect/SE with the ordinary least-squares SE and ν = n − p residual degrees of freedom (n rows of non-zero weight, p coefficients); where there is no linear model, t and degrees of freedom of the inference. Partial R² = t²/(t² + ν). f = q |t|/√ν; RV = ½(√(f⁴ + 4f²) − f²). For significance level α: f − f* in place of f, 0 where negative, with f* = distance from the estimate to the nearer end of the interval of the finding at 1 − α, over SE · √ν; where f exceeds 1/f*, (f² − f*²)/(1 + f²). So the value is above 0 where that interval excludes no difference, whether it is robust, clustered or exact; with the plain interval f* = |t(α/2; ν−1)|/√(ν−1)."
            ),
            breaks: phrase!(
                "A large value does not say that there is no such factor. That a factor would also change the error of the estimate is left out of account."
            ),
            same_as: phrase!(
                "sensemakr 0.1.6 robustness_value(t_statistic, dof, q, alpha = 1) and partial_r2: 10 digits; with alpha below 1 where the interval is that of plain errors."
            ),
            references: &[
                "Cinelli, C. & Hazlett, C. (2020). Making sense of sensitivity: extending omitted variable bias. Journal of the Royal Statistical Society B 82, 39–67.",
            ],
        }
    }
}

/// Partial R² of the treatment with the outcome: t²/(t² + ν).
fn partial_r2(t: f64, df: f64) -> f64 {
    t * t / (t * t + df)
}

/// f* of a t test of a linear model with plain errors: |t(α/2; ν − 1)|/√(ν − 1).
fn plain_critical(df: f64, alpha: f64) -> f64 {
    if alpha < 1.0 { t_quantile(0.5 * alpha, df - 1.0).abs() / (df - 1.0).sqrt() } else { 0.0 }
}

/// RV of f with the critical f* taken off (Cinelli & Hazlett 2020, equations 18 and 19); RV_q where that is 0.
fn robustness_value(f: f64, critical: f64) -> f64 {
    let over = f - critical;
    if over <= 0.0 {
        return 0.0;
    }
    // Beyond 1/f* the factor's link with the outcome is at its bound of 1.
    if f * critical > 1.0 {
        return (f * f - critical * critical) / (1.0 + f * f);
    }
    // ½(√(f⁴+4f²) − f²) without cancellation for large f.
    2.0 / (1.0 + (1.0 + 4.0 / (over * over)).sqrt())
}

impl Sensitivity for RobustnessValue {
    fn in_r(&self) -> (&'static str, &'static str) {
        ("robustness_value", include_str!("robustness_value.R"))
    }

    fn stress(&self, case: SensitivityCase<'_>) -> Result<Stress, Phrase> {
        let (t, df) = self.applicable(&case)?;
        let f = self.q * t.abs() / df.sqrt();
        let point = robustness_value(f, 0.0);
        let (low, high) = (case.inference.headline.low, case.inference.headline.high);
        let undecided = self.whole() && low <= 0.0 && high >= 0.0;
        let limit = if undecided { 0.0 } else { robustness_value(f, self.critical(&case, t, df)) };
        let share = partial_r2(t, df);
        let values = [
            ("partial-r2", share),
            ("rv", point),
            ("rv-alpha", limit),
            ("t", t),
            ("df", df),
            ("q", self.q),
            ("alpha", self.alpha),
        ];
        Ok(Stress {
            key: RobustnessValue::NAME.into(),
            values: values.into_iter().map(|(key, value)| (key.to_string(), value)).collect(),
            reading: self.reading(point, limit, undecided),
            hidden: (self.whole() && limit > 0.0).then_some(limit),
            table: Some(self.table(&case, share, point, limit)),
            figure: None,
        })
    }
}

impl RobustnessValue {
    /// t and residual degrees of freedom.
    fn applicable(&self, case: &SensitivityCase<'_>) -> Result<(f64, f64), Phrase> {
        if !(self.q > 0.0 && self.q.is_finite() && self.alpha > 0.0 && self.alpha <= 1.0) {
            return Err(phrase!("No robustness value: q must be above 0, and alpha above 0 and at most 1"));
        }
        if !case.comparison.arm.contains(&Arm::Comparison) {
            return Err(phrase!("No robustness value: there is no comparison group"));
        }
        let found = case.estimate.spread.linear.as_ref().map(ordinary_t).unwrap_or_else(|| reported_t(case));
        match found {
            Some((t, df)) if t.is_finite() && df > 1.0 && df.is_finite() => Ok((t, df)),
            _ => Err(phrase!("No robustness value: the estimate has no t value with degrees of freedom")),
        }
    }

    /// What chance takes off f: the distance of the estimate from the nearer end of its interval at 1 − α, whichever law it has,
    /// in units of the ordinary standard error times √ν, so that the value is above 0 where that interval excludes no difference.
    fn critical(&self, case: &SensitivityCase<'_>, t: f64, df: f64) -> f64 {
        let estimate = case.estimate.effect();
        if case.estimate.spread.linear.is_none() || estimate == 0.0 {
            return plain_critical(df, self.alpha);
        }
        if self.alpha >= 1.0 {
            return 0.0;
        }
        let (low, high) = case.inference.headline.law.interval(1.0 - self.alpha);
        let reach = if estimate > 0.0 { estimate - low } else { high - estimate };
        reach / estimate.abs() * t.abs() / df.sqrt()
    }

    /// Whether the whole estimate is to be explained away.
    fn whole(&self) -> bool {
        (self.q - 1.0).abs() < 1e-12
    }

    fn reading(&self, point: f64, limit: f64, undecided: bool) -> Phrase {
        let (point, part) = (Arg::Percent(point, 1), Arg::Percent(self.q, 0));
        match (self.whole(), limit > 0.0) {
            (true, true) => phrase!(
                "An unmeasured factor would have to explain {point} of what is left unexplained both in who received and in the outcome to explain the whole difference away; {limit} would be enough for the difference to be no longer distinguishable from chance.",
                point = point,
                limit = Arg::Percent(limit, 1)
            ),
            (true, false) if !undecided => phrase!(
                "An unmeasured factor would have to explain {point} of what is left unexplained both in who received and in the outcome to explain the whole difference away.",
                point = point
            ),
            (true, false) => phrase!(
                "An unmeasured factor would have to explain {point} of what is left unexplained both in who received and in the outcome to explain the whole difference away; but the difference cannot be told from chance even without such a factor.",
                point = point
            ),
            (false, true) => phrase!(
                "An unmeasured factor would have to explain {point} of what is left unexplained both in who received and in the outcome to change the difference by {part} of its size; {limit} would be enough for a change of that size to be no longer ruled out.",
                point = point,
                part = part,
                limit = Arg::Percent(limit, 1)
            ),
            (false, false) => phrase!(
                "An unmeasured factor would have to explain {point} of what is left unexplained both in who received and in the outcome to change the difference by {part} of its size; but a change of that size cannot be ruled out even without such a factor.",
                point = point,
                part = part
            ),
        }
    }

    fn table(&self, case: &SensitivityCase<'_>, share: f64, point: f64, limit: f64) -> Table {
        let mut table = Table::new(
            TableRole::Sensitivity(RobustnessValue::NAME.into()),
            phrase!("How much must an unmeasured factor explain? (robustness value)"),
            vec![
                Column::new("what", phrase!("Quantity"), Format::Text),
                Column::new("share", phrase!("Share of what is left unexplained"), Format::Percent(1)),
            ],
        );
        let n = case.estimate.n.0 + case.estimate.n.1;
        let rows = [
            (phrase!("Explained by receiving (partial R²)"), share),
            (phrase!("Needed to explain the difference away (q = {q})", q = num(self.q, 2)), point),
            (phrase!("Needed to lose significance at level {alpha}", alpha = num(self.alpha, 2)), limit),
        ];
        for (name, value) in rows {
            table.push(vec![Cell::phrase(name), Cell::statistic(value).with_n(n)]);
        }
        if case.estimate.spread.linear.is_none() {
            table.notes.push(phrase!(
                "t value and degrees of freedom are those of the reported inference, not of a linear model."
            ));
        }
        table
    }
}

/// t of the contrast with the ordinary least-squares variance σ²c′(X′WX)⁻¹c, σ² = Σwe²/ν, ν = rows of non-zero weight − p.
fn ordinary_t(linear: &Linear) -> Option<(f64, f64)> {
    let used = linear.weight.iter().filter(|&&weight| weight > 0.0).count();
    let df = used.checked_sub(linear.x.ncols()).filter(|&df| df > 0)? as f64;
    let squares: f64 = linear.weight.iter().zip(&linear.residual).map(|(weight, e)| weight * e * e).sum();
    let variance = squares / df * linear.contrast.dot(&linear.bread.dot(&linear.contrast));
    Some((linear.contrast.dot(&linear.coefficients) / variance.sqrt(), df))
}

fn reported_t(case: &SensitivityCase<'_>) -> Option<(f64, f64)> {
    let se = case.inference.std_error.filter(|se| *se > 0.0)?;
    Some((case.estimate.effect() / se, case.inference.freedom?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        let value = |t: f64, df: f64, alpha: f64| robustness_value(t / df.sqrt(), plain_critical(df, alpha));
        assert_eq!(value(0.0, 100.0, 1.0), 0.0);
        assert_eq!(value(1.5, 100.0, 0.05), 0.0);
        assert!((value(1e9, 100.0, 1.0) - 1.0).abs() < 1e-12);
        let values: Vec<f64> = (1..200).map(|k| value(0.1 * f64::from(k), 8.0, 0.05)).collect();
        assert!(values.windows(2).all(|pair| pair[0] <= pair[1] && pair[1] < 1.0));
    }
}
