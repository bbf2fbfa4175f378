use std::collections::BTreeSet;

use ndarray::Array2;

use crate::card::Card;
use crate::design::{Arm, Comparison, Kind};
use crate::exhibit::{AnswerPart, Cell, Column, Format, Relation, Table, TableRole};
use crate::math::largest::Largest;
use crate::math::median::median;
use crate::math::sums::{mean, variance};
use crate::phrase;
use crate::text::{Arg, Phrase, decimals_for};

use super::two_arms::TwoArms;
use super::{
    Companion, Estimate, Estimator, Influence, OwnError, Sample, Shares, Term, exact, middle, proportions, ranks,
    standardised,
};

/// Difference in means of two groups of different people, which may spread differently.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Welch {}

impl Welch {
    /// Name in study files.
    pub const NAME: &'static str = "welch";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Welch::NAME,
            title: phrase!("Difference of two independent groups (Welch)"),
            answers: phrase!("How much higher is the average of one group of people than that of another?"),
            needs: phrase!("A numeric (or yes/no) outcome, two groups of at least 2 units each"),
            assumes: phrase!(
                "Units are independent of each other, or clusters are declared. The t interval needs means that are roughly normal: many units, or values without a few very large ones. The shift of the ranks assumes that the groups differ by a shift alone. The groups may spread differently."
            ),
            formula: phrase!(
                "{formula} {middle}.",
                formula = phrase!(
                    "Effect = ȳ₁ − ȳ₀; where those who took part and others have a state before, y is the change since then; SE = √(v₁ + v₀), v = s²/n, s² with n − 1; interval: effect ± t(ν) · SE, ν = (v₁ + v₀)²/(v₁²/(n₁−1) + v₀²/(n₀−1)) (Welch–Satterthwaite). The two answers of a unit in both groups are added before squaring. With declared clusters: cluster-robust SE instead. Yes/no: difference of shares p₁ − p₀ with Newcombe's hybrid score interval (method 10, from Wilson's l and u, without continuity correction): p₁ − p₀ − √((p₁−l₁)² + (u₀−p₀)²) to p₁ − p₀ + √((u₁−p₁)² + (p₀−l₀)²), which stays within −1 and 1 and holds its level with few cases or shares near 0 and 1, where Wald's does not; p-value of the score test (Pearson's χ² without continuity correction); beside it Fisher's exact test. Ranks: Wilcoxon–Mann–Whitney, U = pairs with the first higher, ties ½; up to 100 units in both groups exact, ties counted in, two-sided = rank sums at least as far from their mean; beyond that normal with corrections for ties and continuity. Hodges–Lehmann: median of all yᵢ − yⱼ, ends at exact (beyond 100: normal) ranks. Probability of superiority: U/(n₁n₀). Hedges' g: J · effect/s of both groups, interval of the noncentral t law, n₁ + n₀ − 2 degrees of freedom."
                ),
                middle = middle::of_groups()
            ),
            breaks: phrase!(
                "Groups that answered for different reasons; answers that hang together within a school, class or family without declared clusters; very few units; a few very large values"
            ),
            same_as: phrase!(
                "R 4.2.2 t.test(var.equal = FALSE), prop.test(correct = FALSE), fisher.test, and without ties wilcox.test(conf.int = TRUE): 10 or more digits (with ties R searches the same shift by a normal approximation and stops at four digits); coin 1.4-2 wilcox_test, exact with ties: 12 digits; effectsize 0.8.3 hedges_g: estimate 12 digits, interval 5 (that package's optimiser stops there)."
            ),
            references: &[
                "Welch, B. L. (1947). The generalization of Student's problem when several different population variances are involved. Biometrika 34, 28–35.",
                "Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions. Statistics in Medicine 17, 873–890.",
                "Mann, H. B. & Whitney, D. R. (1947). On a test of whether one of two random variables is stochastically larger than the other. Annals of Mathematical Statistics 18, 50–60.",
                "Hodges, J. L. & Lehmann, E. L. (1963). Estimates of location based on rank tests. Annals of Mathematical Statistics 34, 598–611.",
                "Streitberg, B. & Röhmel, J. (1986). Exact distributions for permutation and rank tests. Statistical Software Newsletter 12, 10–17.",
            ],
        }
    }
}

impl Welch {
    /// What is compared: the outcome, or its change since the state before; and whether it is one of shares, or of changes.
    fn compared(&self, sample: &Sample, kind: Kind) -> Result<(TwoArms, Vec<f64>, [bool; 2]), Phrase> {
        enough(sample, kind)?;
        let arms = TwoArms::of(sample)?;
        if arms.weighted() {
            return Err(phrase!("Welch's difference takes units without weights"));
        }
        let changes = arms.before.is_some();
        let shares = sample.binary && !changes;
        let y = if shares { arms.after.clone() } else { arms.varying(arms.changes(), changes)? };
        Ok((arms, y, [shares, changes]))
    }
}

impl Estimator for Welch {
    fn terms(&self, sample: &Sample, comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        let (arms, y, _) = self.compared(sample, comparison.kind)?;
        Ok(arms.difference_of_means(&y))
    }

    fn estimate(&self, sample: &Sample, comparison: &Comparison, level: f64) -> Result<Estimate, Phrase> {
        let (arms, y, [shares, changes]) = self.compared(sample, comparison.kind)?;
        let groups = TwoSamples::of(&arms, &y);
        let mut estimate = arms.difference((sample, comparison), method(shares, changes), &y);
        estimate.of_changes = changes;
        estimate.spread.of_shares = shares;
        let dependent = !sample.clusters.is_empty() || repeated(sample, &arms);
        if sample.clusters.is_empty() {
            let (influence, own) = influence(sample, &arms, &y, &groups);
            (estimate.spread.influence, estimate.spread.own) = (influence, Some(own));
        }
        if !dependent {
            estimate.spread.law = exact::of_two_arms(sample, comparison, &arms, &y, shares);
        }
        estimate.companions = companions(shares, &groups, level);
        if dependent {
            estimate.companions = estimate.companions.into_iter().filter_map(Companion::without_error).collect();
            estimate.notes.push(phrase!(
                "The further readings are given without interval and p-value: they would take answers to be independent that hang together"
            ));
        }
        if middle::matters(sample, &[&groups.after, &groups.before]) {
            estimate.middle = Some(middle::OF_GROUPS);
        }
        if sample.x.ncols() > 0 && !comparison.kind.is_of_respondents() {
            estimate.notes.push(phrase!("Covariates are not used: the two groups are compared as they are"));
        }
        estimate.notes.extend(match comparison.kind.is_of_respondents() {
            true => zeros(sample, &groups),
            false => middle::zeros_of_arms(sample, &arms),
        });
        estimate.tables = vec![match &arms.before {
            Some(before) => arms.before_and_after(before),
            None if shares => counts(&groups, comparison.kind),
            None => described(&groups, comparison.kind),
        }];
        Ok(estimate)
    }
}

fn method(shares: bool, changes: bool) -> Phrase {
    match (shares, changes) {
        (true, _) => phrase!("difference of two shares"),
        (_, true) => phrase!("difference in the mean changes of two groups"),
        _ => phrase!("difference in means of two groups"),
    }
}

fn enough(sample: &Sample, kind: Kind) -> Result<(), Phrase> {
    let after = sample.arm.iter().filter(|arm| **arm == Arm::Treated).count();
    let before = sample.arm.len() - after;
    if after.min(before) >= 2 || !kind.is_of_respondents() {
        return Ok(());
    }
    Err(phrase!(
        "{after} answered after and {before} before; at least 2 of each are needed",
        after = Arg::units(after),
        before = Arg::units(before)
    ))
}

/// Whether a unit stands in both groups.
fn repeated(sample: &Sample, arms: &TwoArms) -> bool {
    let units: BTreeSet<u32> = arms.rows.iter().map(|&row| sample.unit[row]).collect();
    units.len() < arms.rows.len()
}

/// The values of the two groups.
struct TwoSamples {
    after: Vec<f64>,
    before: Vec<f64>,
    tolerance: f64,
}

impl TwoSamples {
    fn of(arms: &TwoArms, y: &[f64]) -> TwoSamples {
        TwoSamples { after: arms.arm(y, true), before: arms.arm(y, false), tolerance: arms.tolerance() }
    }

    /// Variances of the values, n − 1; 0 where they are all the same but for rounding.
    fn variances(&self) -> (f64, f64) {
        let spread = |values: &[f64]| {
            let variance = variance(values);
            if variance.sqrt() <= self.tolerance { 0.0 } else { variance }
        };
        (spread(&self.after), spread(&self.before))
    }

    fn shares(&self) -> Shares {
        Shares::of(&self.after, &self.before)
    }

    /// √((SS₁ + SS₀)/(n₁ + n₀ − 2)).
    fn pooled_sd(&self) -> f64 {
        let ((v1, v0), (n1, n0)) = (self.variances(), (self.after.len() as f64, self.before.len() as f64));
        (((n1 - 1.0) * v1 + (n0 - 1.0) * v0) / (n1 + n0 - 2.0)).sqrt()
    }
}

/// ψ = ±(y − ȳ)/n · √(n/(n−1)) with n of the own group, so that Σψ² = s₁²/n₁ + s₀²/n₀.
fn influence(sample: &Sample, arms: &TwoArms, y: &[f64], groups: &TwoSamples) -> (Influence, OwnError) {
    let (v1, v0) = groups.variances();
    let (n1, n0) = (groups.after.len() as f64, groups.before.len() as f64);
    let (m1, m0) = (mean(&groups.after), mean(&groups.before));
    // The part of a row in the effect (0), the mean of the treated (1) and that of the others (2).
    let part = |row: usize, of: usize| match arms.treated[row] {
        true if v1 > 0.0 && of != 2 => (y[row] - m1) / (n1 * (n1 - 1.0)).sqrt(),
        false if v0 > 0.0 && of != 1 => {
            let mean = (y[row] - m0) / (n0 * (n0 - 1.0)).sqrt();
            if of == 0 { -mean } else { mean }
        }
        _ => 0.0,
    };
    let influence = Influence {
        unit: arms.rows.iter().map(|&row| sample.unit[row]).collect(),
        psi: Array2::from_shape_fn((y.len(), 3), |(row, of)| part(row, of)),
    };
    let own = OwnError {
        small_sample: 1.0,
        df: satterthwaite((v1 / n1, n1), (v0 / n0, n0)),
        kind: phrase!("standard error of two groups that may spread differently (Welch)"),
    };
    (influence, own)
}

/// (v₁ + v₀)²/(v₁²/(n₁−1) + v₀²/(n₀−1)); n₁ + n₀ − 2 where nothing varies.
fn satterthwaite((v1, n1): (f64, f64), (v0, n0): (f64, f64)) -> f64 {
    if v1 + v0 == 0.0 {
        return n1 + n0 - 2.0;
    }
    // Shares of the variance, so that small squares do not vanish.
    let share = v1 / (v1 + v0);
    (share * share / (n1 - 1.0) + (1.0 - share).powi(2) / (n0 - 1.0)).recip()
}

fn companions(shares: bool, groups: &TwoSamples, level: f64) -> Vec<Companion> {
    if shares {
        return vec![proportions::fisher(groups.shares(), level)];
    }
    let (after, before) = (&groups.after, &groups.before);
    let difference = mean(after) - mean(before);
    let mut found: Vec<Companion> =
        standardised::between(difference, groups.pooled_sd(), (after.len(), before.len()), level).into_iter().collect();
    found.extend(ranks::between(after, before, groups.tolerance, level));
    found
}

fn zeros(sample: &Sample, groups: &TwoSamples) -> Option<Phrase> {
    let [after, n1, before, n0] = middle::zeros(sample, &groups.after, &groups.before)?;
    Some(phrase!(
        "The amount is 0 for {after} of {n_t} who answered after and for {before} of {n_c} who answered before",
        after = Arg::units(after),
        n_t = Arg::units(n1),
        before = Arg::units(before),
        n_c = Arg::units(n0)
    ))
}

/// Mean, standard deviation and median of the two groups.
fn described(groups: &TwoSamples, kind: Kind) -> Table {
    let size = groups.after.iter().chain(&groups.before).fold(0.0, |size: f64, y| size.max(y.abs()));
    let number = |key, title| Column::new(key, title, Format::Number(decimals_for(size) as u8));
    let columns = vec![
        Column::new("group", phrase!("Group"), Format::Text),
        Column::new(
            "n",
            if kind.is_of_respondents() { phrase!("Answers given") } else { phrase!("Units") },
            Format::Count,
        ),
        number("mean", phrase!("Mean")),
        number("sd", phrase!("Standard deviation")),
        number("median", phrase!("Median")),
    ];
    let mut table = Table::new(TableRole::Estimate("two-groups".into()), phrase!("The two groups"), columns);
    let [after, before] = kind.sides_in_short();
    let sides = [(before, &groups.before, AnswerPart::Comparison), (after, &groups.after, AnswerPart::Treated)];
    for (name, values, side) in sides {
        let (sd, n) = (variance(values).sqrt(), values.len());
        let error = sd / (n as f64).sqrt();
        let largest = Largest::of(values.iter().copied());
        let cell = |value: f64| Cell::magnitude(value, n).with_error(error);
        let numbers = [cell(mean(values)).of_total(largest), cell(sd).of_squares(largest), cell(median(values))];
        table.push([vec![Cell::phrase(name), Cell::count(n, side.own())], numbers.to_vec()].concat());
    }
    table
}

/// Yes and no in the two groups.
fn counts(groups: &TwoSamples, kind: Kind) -> Table {
    let columns = vec![
        Column::new("group", phrase!("Group"), Format::Text),
        Column::new("no", phrase!("No"), Format::Count),
        Column::new("yes", phrase!("Yes"), Format::Count),
        Column::new("total", phrase!("Total"), Format::Count),
    ];
    let mut table = Table::new(TableRole::Estimate("two-groups".into()), phrase!("The two groups"), columns);
    let (shares, [after, before]) = (groups.shares(), kind.sides_in_short());
    let before = (before, shares.second, [AnswerPart::YesComparison, AnswerPart::Comparison]);
    let after = (after, shares.first, [AnswerPart::YesTreated, AnswerPart::Treated]);
    for (row, (name, share, parts)) in [before, after].into_iter().enumerate() {
        let (yes, all) = (share.yes as usize, share.all as usize);
        let [of_yes, of_all] = parts.map(AnswerPart::own);
        let counts = [Cell::count_here(all - yes), Cell::count(yes, of_yes), Cell::count(all, of_all)];
        table.push(std::iter::once(Cell::phrase(name)).chain(counts).collect());
        table.relations.push(Relation { total: (row, 3), parts: vec![(row, 1), (row, 2)] });
    }
    table
}
