use ndarray::Array2;

use crate::card::Card;
use crate::design::Comparison;
use crate::estimate::two_arms::TwoArms;
use crate::estimate::{Estimate, Estimator, OwnError, Sample, Spread, Term, terms};
use crate::math::doubly_robust::{self, DoublyRobust, NoOdds, Rows, TRIM, Way};
use crate::math::sums::mean;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::cells::{Cells, by_label};

/// Difference in differences given covariates, right where either the odds of taking part or the lines of the change are.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DoublyRobustDid {
    /// How odds and lines are fitted.
    pub fit: FitOf,
}

/// How odds and lines are fitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FitOf {
    /// Odds that balance the covariates exactly, and lines weighted by them.
    #[default]
    Improved,
    /// Maximum likelihood and least squares.
    Traditional,
}

impl DoublyRobustDid {
    /// Name in study files.
    pub const NAME: &'static str = "doubly-robust-did";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: DoublyRobustDid::NAME,
            title: phrase!("Doubly robust difference in differences"),
            answers: phrase!("How much more did those who took part change than others with the same characteristics?"),
            needs: phrase!(
                "The outcome before and after of both groups, of the same units or of other people each time, and characteristics from before that are known of all"
            ),
            assumes: phrase!(
                "Without the program, units with the same characteristics would have changed alike in both groups (conditional parallel trends); for those who took part there are others like them; of surveys, the same kind of people answered both times"
            ),
            formula: phrase!(
                "Effect = Σ D(Δ − m)/ΣD − Σ w(Δ − m)/Σw over the others, w = odds of taking part given the covariates, m = line of the change Δ of the others. improved: odds by inverse probability tilting (they give the others the means of those who took part), line weighted by them; traditional: logit and least squares. Surveys: lines of both groups at both times, the locally efficient estimate. Others with a probability of {trim} or more are not used. SE = √Σψ², ψ the influence value / n, sd(ψ)·√(n − 1)/n in the words of DRDID; normal law. Answers of one unit, or of a declared cluster, are added first (clusters: G/(G − 1), t with G − 1)",
                trim = Arg::rule(crate::text::num(TRIM, 3))
            ),
            breaks: phrase!(
                "Characteristics that follow from taking part; groups with no overlap: the odds of a few decide; few units for many covariates; both the odds and the lines are wrong"
            ),
            same_as: phrase!(
                "DRDID 1.2.3, drdid(panel = FALSE), on its data sim_rc: improved 7 digits (where its search stops); traditional the estimate, while its error takes a part with the other sign and is 0.9% smaller there. The same formulas written in R 4.2.2 with glm, lm and optim, panel and surveys: 8 digits"
            ),
            references: &[
                "Sant'Anna, P. H. C. & Zhao, J. (2020). Doubly robust difference-in-differences estimators. Journal of Econometrics 219, 101–122.",
                "Graham, B. S., Pinto, C. C. de X. & Egel, D. (2012). Inverse probability tilting for moment condition models with missing data. Review of Economic Studies 79, 1053–1079.",
            ],
        }
    }

    fn way(&self) -> Way {
        match self.fit {
            FitOf::Improved => Way::Improved,
            FitOf::Traditional => Way::Traditional,
        }
    }
}

/// The columns of the model, and those that repeat others.
struct Columns {
    x: Array2<f64>,
    names: Vec<String>,
    dropped: Vec<String>,
}

impl Columns {
    fn of(sample: &Sample) -> Result<Columns, Phrase> {
        let odd = |k: &usize| sample.x.column(*k).iter().any(|x| !x.is_finite());
        let lacking: Vec<&str> = (0..sample.x.ncols()).filter(odd).map(|k| sample.x_names[k].as_str()).collect();
        if !lacking.is_empty() {
            return Err(phrase!("{names} {names?has|have} missing or infinite values", names = lacking));
        }
        let (x, kept) = doubly_robust::prepared(sample.x.view());
        let name = |k: &usize| sample.x_names[*k].clone();
        let names = std::iter::once("(Intercept)".to_string()).chain(kept.iter().map(name)).collect();
        let dropped = (0..sample.x.ncols()).filter(|k| !kept.contains(k)).map(|k| name(&k)).collect();
        Ok(Columns { x, names, dropped })
    }

    fn why(&self, why: NoOdds) -> Phrase {
        match why {
            NoOdds::Apart(separation) => separation.describe(&self.names),
            NoOdds::Unbalanced => phrase!(
                "No weights of the others give them the means of those who took part in {names}: the two groups are too far apart",
                names = self.names[1..].to_vec()
            ),
            NoOdds::Empty => phrase!("No comparison unit with a probability of taking part like theirs is left"),
        }
    }

    fn notes(&self, found: &DoublyRobust) -> Vec<Phrase> {
        let names = self.dropped.clone();
        let dropped = (!names.is_empty()).then(|| {
            phrase!(
                "Left out because constant or determined by the covariates before {names?it|them}: {names}",
                names = names
            )
        });
        let trimmed = (found.trimmed > 0).then(|| {
            phrase!(
                "{n} {n?comparison unit|comparison units} with a probability of taking part of {most} or more {n?is|are} not used",
                n = Arg::units(found.trimmed),
                most = Arg::rule(Arg::Percent(TRIM, 1))
            )
        });
        dropped.into_iter().chain(trimmed).collect()
    }
}

fn normalised(weight: &[f64]) -> Vec<f64> {
    let middle = mean(weight);
    weight.iter().map(|weight| weight / middle).collect()
}

impl DoublyRobustDid {
    fn panel(&self, sample: &Sample, columns: &Columns) -> Result<(TwoArms, Vec<f64>, DoublyRobust), Phrase> {
        let arms = TwoArms::of(sample)?;
        if arms.before.is_none() {
            return Err(phrase!("A difference in differences needs the state before"));
        }
        let change = arms.varying(arms.changes(), true)?;
        let x = columns.x.select(ndarray::Axis(0), &arms.rows);
        let weight = normalised(&arms.weight);
        let rows = Rows { x: x.view(), treated: &arms.treated, weight: &weight };
        let found = doubly_robust::panel(rows, &change, self.way()).map_err(|why| columns.why(why))?;
        Ok((arms, change, found))
    }

    fn surveys(&self, sample: &Sample, columns: &Columns) -> Result<(Cells, DoublyRobust), Phrase> {
        let cells = Cells::of(sample)?;
        let treated: Vec<bool> = sample.arm.iter().map(|arm| *arm == crate::design::Arm::Treated).collect();
        let after: Vec<bool> = sample.period.iter().map(|period| *period > 0).collect();
        let weight = normalised(&sample.weight);
        let rows = Rows { x: columns.x.view(), treated: &treated, weight: &weight };
        let found = doubly_robust::repeated(rows, &cells.y, &after, self.way()).map_err(|why| columns.why(why))?;
        Ok((cells, found))
    }

    fn method(&self, covariates: usize) -> Phrase {
        match self.fit {
            FitOf::Improved => phrase!(
                "doubly robust difference in differences (improved) with {n} {n?covariate column|covariate columns}",
                n = covariates
            ),
            FitOf::Traditional => phrase!(
                "doubly robust difference in differences (traditional) with {n} {n?covariate column|covariate columns}",
                n = covariates
            ),
        }
    }
}

/// The effect, and the mean change of those who took part with and without it.
fn told(effect: f64, treated: f64) -> Vec<Term> {
    terms(effect, treated, treated - effect)
}

fn alone() -> OwnError {
    OwnError {
        small_sample: 1.0,
        df: f64::INFINITY,
        kind: phrase!("standard error from influence values (Sant'Anna & Zhao)"),
    }
}

/// One column: the means beside have no errors of their own.
fn column(psi: &[f64]) -> Array2<f64> {
    Array2::from_shape_fn((psi.len(), 1), |(row, _)| psi[row])
}

impl Estimator for DoublyRobustDid {
    fn terms(&self, sample: &Sample, _comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        let columns = Columns::of(sample)?;
        if sample.period.contains(&0) {
            let (cells, found) = self.surveys(sample, &columns)?;
            return Ok(told(found.effect, cells.change(0)));
        }
        let (arms, change, found) = self.panel(sample, &columns)?;
        Ok(told(found.effect, arms.means(&change).0))
    }

    fn estimate(&self, sample: &Sample, comparison: &Comparison, _level: f64) -> Result<Estimate, Phrase> {
        let columns = Columns::of(sample)?;
        let method = self.method(columns.x.ncols() - 1);
        if sample.period.contains(&0) {
            let (cells, found) = self.surveys(sample, &columns)?;
            let (influence, own) = by_label(sample, column(&found.psi), alone())?;
            let spread = Spread { influence, own: Some(own), ..Spread::default() };
            let mut estimate = cells.estimate(sample, method, told(found.effect, cells.change(0)), spread);
            estimate.notes.extend(columns.notes(&found));
            return Ok(estimate);
        }
        let (arms, change, found) = self.panel(sample, &columns)?;
        let used = sample.of_rows(&arms.rows);
        let (influence, own) = by_label(&used, column(&found.psi), alone())?;
        let mut estimate = arms.difference((sample, comparison), method, &change);
        estimate.terms = told(found.effect, arms.means(&change).0);
        estimate.of_changes = true;
        estimate.spread = Spread { influence, own: Some(own), ..Spread::default() };
        estimate.tables.extend(arms.before.as_ref().map(|before| arms.before_and_after(before)));
        estimate.notes.extend(columns.notes(&found));
        Ok(estimate)
    }

    fn adjusts(&self) -> bool {
        true
    }
}
