use crate::card::Card;
use crate::design::Arm;
use crate::exhibit::{Cell, Column, Format, Table, TableRole};
use crate::math::elementary::exp;
use crate::math::special::normal_quantile;
use crate::phrase;
use crate::text::{Phrase, num};

use super::{Sensitivity, SensitivityCase, Stress};

/// E-value: how strong an unmeasured factor must be, on the scale of risk ratios, to explain a difference away.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EValue {}

impl EValue {
    /// Name in study files.
    pub const NAME: &'static str = "e-value";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: EValue::NAME,
            title: phrase!("E-value"),
            answers: phrase!(
                "How strongly would an unmeasured factor have to be linked both to receiving and to the outcome to explain the difference away?"
            ),
            needs: phrase!(
                "A difference in means between two groups with its standard error, and the standard deviation of what was compared within the groups: of the outcome, or of its changes."
            ),
            assumes: phrase!(
                "The outcome, cut anywhere, behaves so that a standardised difference d is like a risk ratio of exp(0.91 d). It is an approximation."
            ),
            formula: phrase!(
                "d = effect/SD, s = SE/SD, SD within the groups of the outcome, or of the changes where changes are compared (which makes the value smaller than the residual SD would, where covariates are adjusted for); RR = exp(0.91 d), limits exp(0.91 d ± 1.78 s) at 95 % (1.78 is scaled for other levels); a ratio below 1 is inverted; E = RR + √(RR (RR − 1)). The E-value of the interval uses the limit nearer to 1, and is 1 where the interval reported with the finding includes no difference."
            ),
            breaks: phrase!(
                "A large E-value does not say that there is no such factor. It must be judged against what is known of the field. It knows nothing of measurement error or of units that dropped out."
            ),
            same_as: phrase!("EValue 4.1.4 evalues.OLS(est, se, sd) and evalues.MD: 10 digits."),
            references: &[
                "VanderWeele, T. J. & Ding, P. (2017). Sensitivity analysis in observational research: introducing the E-value. Annals of Internal Medicine 167, 268–274.",
                "Chinn, S. (2000). A simple method for converting an odds ratio to effect size for use in meta-analysis. Statistics in Medicine 19, 3127–3131.",
            ],
        }
    }
}

/// A risk ratio with its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ratio {
    point: f64,
    low: f64,
    high: f64,
}

impl Ratio {
    /// From a standardised difference and its standard error (Chinn 2000 as EValue has it: factors 0.91 and 1.78).
    fn from_standardised(d: f64, se: f64, level: f64) -> Ratio {
        let reach = 1.78 * normal_quantile(0.5 + 0.5 * level) / normal_quantile(0.975) * se;
        Ratio { point: exp(0.91 * d), low: exp(0.91 * d - reach), high: exp(0.91 * d + reach) }
    }

    /// The limit nearer to 1; 1 where the interval includes it.
    fn nearer(&self) -> f64 {
        if self.point >= 1.0 { self.low.max(1.0) } else { self.high.min(1.0) }
    }
}

/// RR + √(RR(RR − 1)) of the ratio or its inverse, whichever is above 1.
fn e_value(ratio: f64) -> f64 {
    let above = if ratio < 1.0 { ratio.recip() } else { ratio };
    above + (above * (above - 1.0)).sqrt()
}

impl Sensitivity for EValue {
    fn in_r(&self) -> (&'static str, &'static str) {
        ("e_value", include_str!("e_value.R"))
    }

    fn stress(&self, case: SensitivityCase<'_>) -> Result<Stress, Phrase> {
        let (sd, se) = applicable(&case)?;
        let ratio = Ratio::from_standardised(case.estimate.effect() / sd, se / sd, case.inference.level);
        // The reported interval may be wider than the normal one: the two must not contradict each other.
        let undecided = case.inference.headline.low <= 0.0 && case.inference.headline.high >= 0.0;
        let point = e_value(ratio.point);
        let limit = if undecided { 1.0 } else { e_value(ratio.nearer()) };
        let values = [
            ("e-value", point),
            ("e-value-limit", limit),
            ("risk-ratio", ratio.point),
            ("risk-ratio-low", ratio.low),
            ("risk-ratio-high", ratio.high),
        ];
        Ok(Stress {
            key: EValue::NAME.into(),
            values: values.into_iter().map(|(key, value)| (key.to_string(), value)).collect(),
            reading: reading(point, limit),
            hidden: None,
            table: Some(table(&case, ratio, point, limit)),
            figure: None,
        })
    }
}

fn applicable(case: &SensitivityCase<'_>) -> Result<(f64, f64), Phrase> {
    if !case.comparison.arm.contains(&Arm::Comparison) {
        return Err(phrase!("No E-value: there is no comparison group"));
    }
    if case.sample.binary {
        return Err(phrase!("No E-value: it is made here for differences in means, and the outcome is yes/no"));
    }
    let Some(sd) = case.estimate.within.filter(|sd| *sd > 0.0 && sd.is_finite()) else {
        return Err(phrase!("No E-value: the standard deviation of the outcome is not known"));
    };
    let Some(se) = case.inference.std_error.filter(|se| se.is_finite() && *se > 0.0) else {
        return Err(phrase!("No E-value: the estimate has no standard error"));
    };
    if case.estimate.effect().is_finite() { Ok((sd, se)) } else { Err(phrase!("No E-value: there is no estimate")) }
}

fn reading(point: f64, limit: f64) -> Phrase {
    let shown = num(point, 2);
    if limit <= 1.0 {
        return phrase!(
            "To explain the whole difference away, an unmeasured factor would have to make receiving {point} times as likely and a high (or low) outcome {point} times as likely; but the interval includes no difference even without such a factor.",
            point = shown
        );
    }
    phrase!(
        "To explain the whole difference away, an unmeasured factor would have to make receiving {point} times as likely and a high (or low) outcome {point} times as likely, beyond what was taken into account; {limit} times each would be enough for the interval to include no difference.",
        point = shown,
        limit = num(limit, 2)
    )
}

fn table(case: &SensitivityCase<'_>, ratio: Ratio, point: f64, limit: f64) -> Table {
    let mut table = Table::new(
        TableRole::Sensitivity(EValue::NAME.into()),
        phrase!("How strong must an unmeasured factor be? (E-value)"),
        vec![
            Column::new("what", phrase!("Of what"), Format::Text),
            Column::new("ratio", phrase!("Approximate risk ratio"), Format::Number(3)),
            Column::new("e_value", phrase!("E-value"), Format::Number(3)),
        ],
    );
    let n = case.estimate.n.0 + case.estimate.n.1;
    let cell = |value: f64| Cell::statistic(value).with_n(n);
    table.push(vec![Cell::phrase(phrase!("Estimate")), cell(ratio.point), cell(point)]);
    table.push(vec![
        Cell::phrase(phrase!("Limit of the interval nearer to no difference")),
        cell(ratio.nearer()),
        cell(limit),
    ]);
    table.notes.push(phrase!("1 means that no unmeasured factor is needed: the interval includes no difference."));
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_ratios() {
        // VanderWeele & Ding 2017: 10.73 (8.02, 14.36) has 20.95 and 15.52; 3.9 (1.8, 8.7) has 7.26 and 3.0.
        assert!((e_value(10.73) - 20.947774).abs() < 1e-6 && (e_value(8.02) - 15.523359).abs() < 1e-6);
        assert!((e_value(3.9) - 7.263034344160047).abs() < 1e-12 && (e_value(1.8) - 3.0).abs() < 1e-12);
        assert!(
            (e_value(0.8) - 1.8090169943749475).abs() < 1e-12 && (e_value(0.91) - 1.4285714285714282).abs() < 1e-12
        );
        assert_eq!(e_value(1.0), 1.0);
    }
}
