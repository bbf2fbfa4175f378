use std::collections::BTreeSet;

use ndarray::{Array1, Array2};

use crate::card::Card;
use crate::design::{Arm, Comparison};
use crate::exhibit::{AnswerPart, Cell, Column, Format, Relation, Table, TableRole};
use crate::math::shares::clopper_pearson;
use crate::math::sums::{mean, variance};
use crate::phrase;
use crate::text::{Arg, Phrase, decimals_for, num};

use super::proportions::{Signs, paired_shares, share_higher, sign_test};
use super::{
    Companion, Estimate, Estimator, Influence, Linear, OwnError, Sample, Spread, Term, exact, middle, ranks,
    standardised, terms,
};

/// Mean change of units that are compared with themselves.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MeanChange {}

impl MeanChange {
    /// Name in study files.
    pub const NAME: &'static str = "mean-change";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: MeanChange::NAME,
            title: phrase!("Mean change (paired)"),
            answers: phrase!(
                "By how much did the same people or organisations change, on average, between before and after?"
            ),
            needs: phrase!(
                "One value before and one after for each unit, at least two units. Units with only one of the two are left out."
            ),
            assumes: phrase!(
                "Units change independently of each other. The t interval needs changes that are roughly normal or many units; the rank-based answers need changes that are symmetric about their middle. Nothing here says why units changed."
            ),
            formula: phrase!(
                "{formula} {middle}.",
                formula = phrase!(
                    "d = after − before for each of n units; effect = mean(d); SE = s/√n with s² = Σ(d − mean(d))²/(n − 1); interval: mean(d) ± t(n−1) · SE. Standardised: d_z = mean(d)/s with the interval of the noncentral t law (n − 1 degrees of freedom), g_z = J · d_z with the exact gamma-function J. Wilcoxon: zero changes dropped, ranks of |d| with ties averaged, exact up to 200 changes, beyond that normal with corrections for ties and continuity. Hodges–Lehmann: median of (dᵢ + dⱼ)/2, i ≤ j, of the changes that are ranked, beside it with zeros kept; ends at exact ranks. Fewer than 30 changes: the sign-flip permutation test of the mean decides (explain permutation). Yes/no outcomes: change in the share with the Bonett–Price interval, drawn out to 0 where McNemar's exact test on the units that changed does not exclude chance; mid-p beside it. Share that rose: Clopper–Pearson."
                ),
                middle = middle::of_pairs()
            ),
            breaks: phrase!(
                "Without a comparison group, a change may come from anything that happened in between. Units chosen because they stood low before tend to rise by themselves (regression to the mean). Very few pairs or one huge change make the t interval unreliable: look at the rank-based answers."
            ),
            same_as: phrase!(
                "R 4.2.2 t.test(paired = TRUE), binom.test, and without ties wilcox.test(paired = TRUE, conf.int = TRUE): 12 digits (with ties or zeros R searches the same Hodges–Lehmann estimate by a normal approximation and stops at four digits: sleep 1.40, 1.05 to 2.95); exactRankTests 0.8-35 wilcox.exact with ties: 12 digits; effectsize 0.8.3 cohens_d and hedges_g (paired): estimates 12 digits, intervals 5 (that package's optimiser stops there)."
            ),
            references: &[
                "Student (1908). The probable error of a mean. Biometrika 6, 1–25.",
                "Wilcoxon, F. (1945). Individual comparisons by ranking methods. Biometrics Bulletin 1, 80–83.",
                "Hodges, J. L. & Lehmann, E. L. (1963). Estimates of location based on rank tests. Annals of Mathematical Statistics 34, 598–611.",
                "Streitberg, B. & Röhmel, J. (1986). Exact distributions for permutation and rank tests. Statistical Software Newsletter 12, 10–17.",
                "Fagerland, M. W., Lydersen, S. & Laake, P. (2013). The McNemar test for binary matched-pairs data. BMC Medical Research Methodology 13, 91.",
                "Bonett, D. G. & Price, R. M. (2012). Adjusted Wald confidence interval for a difference of binomial proportions based on paired data. Journal of Educational and Behavioral Statistics 37, 479–488.",
                "Clopper, C. J. & Pearson, E. S. (1934). The use of confidence or fiducial limits. Biometrika 26, 404–413.",
            ],
        }
    }
}

impl Estimator for MeanChange {
    fn terms(&self, sample: &Sample, _comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        Ok(Pairs::of(sample)?.terms())
    }

    fn estimate(&self, sample: &Sample, _comparison: &Comparison, level: f64) -> Result<Estimate, Phrase> {
        let pairs = Pairs::of(sample)?;
        let changes = pairs.changes();
        let (effect, sd) = mean_and_sd(&changes);
        let (_, sd_before) = mean_and_sd(&pairs.before);
        let n = changes.len();
        // Changes that are all the same but for rounding have no spread to speak of.
        let sd = if sd <= pairs.tolerance() { 0.0 } else { sd };
        let signs = Signs::count(&changes, pairs.tolerance());
        Ok(Estimate {
            method: phrase!("mean change, after minus before"),
            terms: pairs.terms(),
            headline: 0,
            spread: Spread {
                law: exact::of_pairs(sample, &changes, pairs.cluster(), signs),
                of_shares: sample.binary,
                silent: (sd == 0.0).then(|| silent(signs, effect, level)),
                ..spread(&pairs, &changes, sd)
            },
            n: (n, 0),
            effective: (n as f64, 0.0),
            scale: (sd_before > 0.0).then(|| (sd_before, phrase!("standard deviation before"))),
            within: (sd > 0.0).then_some(sd),
            signs: Some((signs.higher, signs.equal, signs.lower)),
            of_changes: true,
            companions: companions(sample, &pairs, (effect, sd), signs, level),
            middle: middle::matters(sample, &[&changes]).then_some(middle::OF_CHANGES),
            tables: if sample.binary { vec![cross_table(&pairs)] } else { Vec::new() },
            figures: Vec::new(),
            notes: notes(sample, &pairs, sd, signs, level),
        })
    }
}

/// Why changes that are all alike have no interval, and what the counts say all the same.
fn silent(signs: Signs, change: f64, level: f64) -> Phrase {
    let n = Arg::units(signs.all());
    if signs.changed() == 0 {
        return phrase!(
            "none of the {n} changed, so that nothing shows how far changes differ; with a confidence of {level}, at most {most} of such units change",
            n = n,
            level = Arg::level(level),
            most = Arg::Percent(clopper_pearson(0, signs.all(), level).1, 1)
        );
    }
    phrase!(
        "all {n} changed by the same amount ({change}), so that nothing shows how far changes differ and no interval can be given; by chance alone all of them would go the same way with a probability of {p}",
        n = n,
        change = num(change, decimals_for(change)),
        p = Arg::Percent(signs.shares().exact_p(), 3)
    )
}

/// Units with a value before and one after, in canonical order.
struct Pairs {
    unit: Vec<u32>,
    /// Declared cluster of each pair, one list for each way.
    clusters: Vec<Vec<u32>>,
    before: Vec<f64>,
    after: Vec<f64>,
    left_out: usize,
}

impl Pairs {
    fn of(sample: &Sample) -> Result<Pairs, Phrase> {
        if sample.y.ncols() != 1 {
            return Err(phrase!("The mean change takes one outcome at a time"));
        }
        let long = sample.period.contains(&0);
        let pairs = match &sample.baseline {
            Some(baseline) if !long => Pairs::across(sample, baseline),
            _ => Pairs::along(sample),
        };
        match pairs.unit.len() {
            0 => Err(phrase!("No unit has a value both before and after")),
            1 => Err(phrase!("Only one unit has a value both before and after; a mean change needs at least two")),
            _ => Ok(pairs),
        }
    }

    /// Pairs from one row for each unit and its baseline.
    fn across(sample: &Sample, baseline: &Array2<f64>) -> Pairs {
        let mut pairs = Pairs::empty(sample);
        for row in (0..sample.unit.len()).filter(|&row| sample.arm[row] == Arm::Treated) {
            pairs.push(sample, row, baseline[[row, 0]], sample.y[[row, 0]]);
        }
        pairs
    }

    /// Pairs from rows of unit × period; the k-th row before meets the k-th row after of the same unit, so that resampled
    /// units count as often as they were drawn.
    fn along(sample: &Sample) -> Pairs {
        let mut rows: Vec<usize> = (0..sample.unit.len()).filter(|&row| sample.arm[row] == Arm::Treated).collect();
        rows.sort_by_key(|&row| (sample.unit[row], sample.period[row]));
        let mut pairs = Pairs::empty(sample);
        for of_unit in rows.chunk_by(|&a, &b| sample.unit[a] == sample.unit[b]) {
            let (before, after) = of_unit.split_at(of_unit.partition_point(|&row| sample.period[row] == 0));
            pairs.left_out += before.len().abs_diff(after.len());
            for (&b, &a) in before.iter().zip(after) {
                pairs.push(sample, a, sample.y[[b, 0]], sample.y[[a, 0]]);
            }
        }
        pairs
    }

    fn empty(sample: &Sample) -> Pairs {
        let clusters = vec![Vec::new(); sample.clusters.len()];
        Pairs { unit: Vec::new(), clusters, before: Vec::new(), after: Vec::new(), left_out: 0 }
    }

    /// Adds a pair; `row` says whose.
    fn push(&mut self, sample: &Sample, row: usize, before: f64, after: f64) {
        if !(before.is_finite() && after.is_finite()) {
            self.left_out += 1;
            return;
        }
        self.unit.push(sample.unit[row]);
        self.clusters.iter_mut().zip(&sample.clusters).for_each(|(own, all)| own.push(all[row]));
        self.before.push(before);
        self.after.push(after);
    }

    fn terms(&self) -> Vec<Term> {
        terms(mean(&self.changes()), mean(&self.after), mean(&self.before))
    }

    /// Declared clusters, where several pairs share one.
    fn cluster(&self) -> Option<&[u32]> {
        let shared = |labels: &&Vec<u32>| labels.iter().collect::<BTreeSet<_>>().len() < labels.len();
        self.clusters.iter().find(shared).map(Vec::as_slice)
    }

    fn changes(&self) -> Vec<f64> {
        self.after.iter().zip(&self.before).map(|(after, before)| after - before).collect()
    }

    /// Rounding error of a change: values written in decimals tie (0.3 − 0.1 and 0.2 − 0) although their bits differ.
    fn tolerance(&self) -> f64 {
        let largest = self.before.iter().chain(&self.after).fold(0.0, |largest: f64, y| largest.max(y.abs()));
        16.0 * f64::EPSILON * largest
    }
}

/// Mean and standard deviation (n − 1).
fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    (mean(values), variance(values).sqrt())
}

/// ψᵢ = (dᵢ − mean)/n, and the same of the means after and before; Σψ² · n/(n−1) = s²/n. Where several pairs share a cluster,
/// the change is also the coefficient of least squares on a constant, for errors by clusters.
fn spread(pairs: &Pairs, changes: &[f64], sd: f64) -> Spread {
    let n = changes.len() as f64;
    let about = |values: &[f64]| {
        let mean = mean(values);
        values.iter().map(|value| (value - mean) / n).collect::<Vec<f64>>()
    };
    let of_changes = if sd == 0.0 { vec![0.0; changes.len()] } else { about(changes) };
    let columns = [of_changes, about(&pairs.after), about(&pairs.before)];
    let psi = Array2::from_shape_fn((changes.len(), 3), |(i, k)| columns[k][i]);
    let own = OwnError {
        small_sample: n / (n - 1.0),
        df: n - 1.0,
        kind: phrase!("standard error from the standard deviation of the changes"),
    };
    let linear = pairs.cluster().map(|_| constant(pairs, changes, sd));
    Spread { influence: Influence { unit: pairs.unit.clone(), psi }, own: Some(own), linear, ..Spread::default() }
}

/// The mean change as least squares on a constant.
fn constant(pairs: &Pairs, changes: &[f64], sd: f64) -> Linear {
    let (n, mean) = (changes.len(), mean(changes));
    Linear {
        x: Array2::ones((n, 1)),
        weight: Array1::ones(n),
        residual: changes.iter().map(|change| if sd == 0.0 { 0.0 } else { change - mean }).collect(),
        bread: Array2::from_elem((1, 1), 1.0 / n as f64),
        coefficients: Array1::from_elem(1, mean),
        contrast: Array1::ones(1),
        names: vec!["(Intercept)".into()],
        unit: pairs.unit.clone(),
        set: None,
        clusters: pairs.clusters.clone(),
    }
}

fn companions(sample: &Sample, pairs: &Pairs, (mean, sd): (f64, f64), signs: Signs, level: f64) -> Vec<Companion> {
    if sample.binary {
        let mut found = paired_shares(signs, level);
        found.push(share_higher(signs, level));
        return found;
    }
    let changes = pairs.changes();
    let mut found = standardised::companions(mean, sd, changes.len(), level);
    found.extend(ranks::companions(&changes, pairs.tolerance(), level));
    found.extend(middle::median_change(&changes, level).filter(|_| middle::matters(sample, &[&changes])));
    found.push(share_higher(signs, level));
    found.extend(sign_test(signs, level));
    found
}

fn notes(sample: &Sample, pairs: &Pairs, sd: f64, signs: Signs, level: f64) -> Vec<Phrase> {
    let mut notes = Vec::new();
    if pairs.left_out > 0 {
        notes.push(phrase!(
            "{n} {n?value|values} without a partner before or after left out",
            n = Arg::units(pairs.left_out)
        ));
    }
    if sample.weight.iter().any(|&weight| weight != 1.0) {
        notes.push(phrase!("Weights are not used: each unit is compared with itself and counts once"));
    }
    if let Some([after, n, before, _]) = middle::zeros(sample, &pairs.after, &pairs.before) {
        notes.push(phrase!(
            "Of {n} {n?case|cases}, the amount is 0 for {before} before and for {after} after",
            n = Arg::units(n),
            before = Arg::units(before),
            after = Arg::units(after)
        ));
    }
    if pairs.cluster().is_some() {
        notes.push(phrase!(
            "The second ways to say the same take changes as independent; only the standard error knows of clusters"
        ));
    }
    if signs.changed() == 0 {
        notes.push(phrase!("No unit changed at all"));
    } else if sd == 0.0 && !sample.binary {
        notes.push(phrase!("Every unit changed by the same amount, so the data give no standard error or interval"));
    }
    // The most one-sided of all outcomes has two-sided p = 2/2ⁿ.
    let least = 2.0 * 0.5f64.powi(signs.changed().min(1000) as i32);
    if signs.changed() > 0 && least > 1.0 - level {
        let changed = signs.changed();
        notes.push(phrase!(
            "With {n} {n?unit|units} that changed, no rank or sign test can give a p-value below {p}",
            n = Arg::units(changed),
            p = num(least.min(1.0), 3)
        ));
    }
    notes
}

/// Counts of a yes/no outcome before and after.
fn cross_table(pairs: &Pairs) -> Table {
    let count = |before: bool, after: bool| {
        let both = pairs.before.iter().zip(&pairs.after);
        both.filter(|(b, a)| (**b > 0.5, **a > 0.5) == (before, after)).count()
    };
    let mut table = Table::new(
        TableRole::Estimate("before-after-counts".into()),
        phrase!("Yes and no, before and after"),
        vec![
            Column::new("before", phrase!("Before"), Format::Text),
            Column::new("no", phrase!("No after"), Format::Count),
            Column::new("yes", phrase!("Yes after"), Format::Count),
            Column::new("total", phrase!("Total"), Format::Count),
        ],
    );
    let rows = [
        (phrase!("No before"), count(false, false), count(false, true)),
        (phrase!("Yes before"), count(true, false), count(true, true)),
    ];
    let totals = (phrase!("Total"), rows[0].1 + rows[1].1, rows[0].2 + rows[1].2);
    for (name, no, yes) in rows.into_iter().chain([totals]) {
        table.push(vec![Cell::phrase(name), Cell::count_here(no), Cell::count_here(yes), Cell::count_here(no + yes)]);
    }
    for (row, column, part) in [(0, 2, AnswerPart::Rose), (1, 1, AnswerPart::Fell), (2, 3, AnswerPart::Treated)] {
        table.rows[row][column].quantity = Some(part.own());
    }
    let across = (0..3).map(|row| Relation { total: (row, 3), parts: vec![(row, 1), (row, 2)] });
    let down = (1..4).map(|col| Relation { total: (2, col), parts: vec![(0, col), (1, col)] });
    table.relations = across.chain(down).collect();
    table
}
