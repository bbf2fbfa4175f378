use std::collections::BTreeMap;

use ndarray::Array2;

use crate::card::Card;
use crate::design::{Arm, Comparison};
use crate::exhibit::{Cell, Column, Format, Table, TableRole};
use crate::math::largest::Largest;
use crate::math::partly_paired::{Means, PartlyPaired};
use crate::math::sums::{mean, sum, variance};
use crate::phrase;
use crate::text::{Arg, Phrase, decimals_for};

use super::two_arms::TwoArms;
use super::{Estimate, Estimator, Influence, OwnError, Sample, Spread, Term, terms};

/// Two averages of which some show both and most one.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PartlyPairedMeans {}

impl PartlyPairedMeans {
    /// Name in study files.
    pub const NAME: &'static str = "partly-paired";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: PartlyPairedMeans::NAME,
            title: phrase!("Two surveys that some answered both times (partly paired)"),
            answers: phrase!("How much higher is the average after than before, with all answers used?"),
            needs: phrase!(
                "Answers at two periods by people who can be told apart: at least three who answered both times, and others who answered once"
            ),
            assumes: phrase!(
                "Who answered once would have answered like the others, given the answer that is known (missing at random); values that are roughly normal, or many answers"
            ),
            formula: phrase!(
                "Restricted maximum likelihood of two normal variables with their own variances and a covariance (mixed model for repeated measures, unstructured): (μ₀, μ₁) = (Σ X′V⁻¹X)⁻¹ Σ X′V⁻¹y over all units, effect μ₁ − μ₀, SE² = c′(Σ X′V⁻¹X)⁻¹c, t with Satterthwaite's degrees of freedom 2(SE²)²/(g′I⁻¹g), g = ∂SE²/∂(variances, covariance), I their expected information. Chosen over the t test of partially overlapping samples (Derrick), which keeps the plain averages: where answers before and after go together, the pairs count for more here, and the interval is narrower. Without pairs it is Welch's test, with pairs alone the paired t test"
            ),
            breaks: phrase!(
                "Those who answered again are others than those who did not, beyond what their first answer shows; very few pairs; a few very large values; clusters, for which this estimate has no error"
            ),
            same_as: phrase!(
                "R 4.2.2: restricted likelihood with whole matrices, searched by optim and Newton's steps: 8 digits; t.test(paired = TRUE) where all are pairs: 8 digits"
            ),
            references: &[
                "Mallinckrodt, C. H., Lane, P. W., Schnell, D., Peng, Y. & Mancuso, J. P. (2008). Recommendations for the primary analysis of continuous endpoints in longitudinal clinical trials. Drug Information Journal 42, 303–319.",
                "Kenward, M. G. & Roger, J. H. (1997). Small sample inference for fixed effects from restricted maximum likelihood. Biometrics 53, 983–997.",
                "Derrick, B., Russ, B., Toher, D. & White, P. (2017). Test statistics for the comparison of means for two samples that include both paired and independent observations. Journal of Modern Applied Statistical Methods 16, 137–157.",
            ],
        }
    }
}

/// Rows of those who answered both times, before only, after only.
struct Answers {
    pairs: Vec<(usize, usize)>,
    before: Vec<usize>,
    after: Vec<usize>,
    y: Vec<f64>,
}

impl Answers {
    fn of(sample: &Sample) -> Result<Answers, Phrase> {
        if !sample.clusters.is_empty() {
            return Err(phrase!(
                "This estimate takes people as independent of each other and has no error for clusters; take welch, which has"
            ));
        }
        let mut of_unit: BTreeMap<u32, [Option<usize>; 2]> = BTreeMap::new();
        for (row, unit) in sample.unit.iter().enumerate() {
            of_unit.entry(*unit).or_default()[usize::from(sample.arm[row] == Arm::Treated)] = Some(row);
        }
        let mut answers =
            Answers { pairs: Vec::new(), before: Vec::new(), after: Vec::new(), y: sample.y.column(0).to_vec() };
        for rows in of_unit.into_values() {
            match rows {
                [Some(before), Some(after)] => answers.pairs.push((before, after)),
                [Some(before), None] => answers.before.push(before),
                [None, Some(after)] => answers.after.push(after),
                [None, None] => {}
            }
        }
        Ok(answers)
    }

    fn values(&self, rows: &[usize]) -> Vec<f64> {
        rows.iter().map(|&row| self.y[row]).collect()
    }

    fn means(&self) -> Result<Means, Phrase> {
        let pairs: Vec<(f64, f64)> = self.pairs.iter().map(|&(b, a)| (self.y[b], self.y[a])).collect();
        let (before, after) = (self.values(&self.before), self.values(&self.after));
        if pairs.len() < 3 {
            return Err(phrase!(
                "Only {n} answered both times, which is too few to take the two answers together; welch compares the two groups",
                n = Arg::units(pairs.len())
            ));
        }
        PartlyPaired { pairs: &pairs, before: &before, after: &after }.means().ok_or_else(|| {
            phrase!("The answers before and after vary too little, or follow from each other, so that their spread cannot be estimated")
        })
    }

    /// What each row adds to the difference.
    fn psi(&self, means: &Means) -> Vec<f64> {
        let ([w0, w1], before, after) = means.weights;
        let mut psi = vec![0.0; self.y.len()];
        for &(b, a) in &self.pairs {
            psi[b] = w0 * (self.y[b] - means.before);
            psi[a] = w1 * (self.y[a] - means.after);
        }
        self.before.iter().for_each(|&row| psi[row] = before * (self.y[row] - means.before));
        self.after.iter().for_each(|&row| psi[row] = after * (self.y[row] - means.after));
        psi
    }

    /// Averages of those who answered both times, before only, after only.
    fn table(&self) -> Table {
        let size = self.y.iter().fold(0.0, |size: f64, y| size.max(y.abs()));
        let number = |key, title| Column::new(key, title, Format::Number(decimals_for(size) as u8));
        let columns = vec![
            Column::new("who", phrase!("Answered"), Format::Text),
            Column::new("n", phrase!("Units"), Format::Count),
            number("before", phrase!("Mean before")),
            number("after", phrase!("Mean after")),
        ];
        let mut table = Table::new(TableRole::Estimate("partly-paired".into()), phrase!("Who answered when"), columns);
        let cell = |rows: &[usize]| {
            let values = self.values(rows);
            let n = values.len();
            match n {
                0 => Cell::empty(),
                1 => Cell::magnitude(mean(&values), n).of_total(Largest::of(values.iter().copied())),
                _ => Cell::magnitude(mean(&values), n)
                    .with_error((variance(&values) / n as f64).sqrt())
                    .of_total(Largest::of(values.iter().copied())),
            }
        };
        let (first, second): (Vec<usize>, Vec<usize>) = self.pairs.iter().copied().unzip();
        let none: &[usize] = &[];
        for (name, before, after) in [
            (phrase!("both times"), first.as_slice(), second.as_slice()),
            (phrase!("before only"), &self.before, none),
            (phrase!("after only"), none, &self.after),
        ] {
            let n = before.len().max(after.len());
            table.push(vec![Cell::phrase(name), Cell::count_here(n), cell(before), cell(after)]);
        }
        table
    }
}

fn told(means: &Means) -> Vec<Term> {
    terms(means.after - means.before, means.after, means.before)
}

impl Estimator for PartlyPairedMeans {
    fn terms(&self, sample: &Sample, _comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        Ok(told(&Answers::of(sample)?.means()?))
    }

    fn estimate(&self, sample: &Sample, comparison: &Comparison, _level: f64) -> Result<Estimate, Phrase> {
        let arms = TwoArms::of(sample)?;
        let y = arms.varying(arms.after.clone(), false)?;
        let answers = Answers::of(sample)?;
        let means = answers.means()?;
        let psi = answers.psi(&means);
        let influence =
            Influence { unit: sample.unit.clone(), psi: Array2::from_shape_fn((psi.len(), 1), |(row, _)| psi[row]) };
        // The influence values say who moves the answer; its variance is that of the model.
        let seen = influence.squares(0, &influence.unit).0;
        let own = OwnError {
            small_sample: means.variance / seen,
            df: means.df,
            kind: phrase!("standard error by restricted maximum likelihood, Satterthwaite's degrees of freedom"),
        };
        let mut estimate = arms.difference((sample, comparison), phrase!("difference in means, partly paired"), &y);
        estimate.terms = told(&means);
        estimate.spread = Spread { influence, own: Some(own), ..Spread::default() };
        estimate.spread.of_shares = sample.binary;
        estimate.tables = vec![answers.table()];
        let all = sum([answers.pairs.len(), answers.before.len(), answers.after.len()].map(|n| n as f64));
        estimate.notes.push(phrase!(
            "{both} of {n} answered both times; their two answers are taken together with those of the others",
            both = Arg::units(answers.pairs.len()),
            n = Arg::units(all as usize)
        ));
        Ok(estimate)
    }
}
