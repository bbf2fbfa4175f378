//! How finely public numbers are said. With the number of units, a mean of whole numbers tells their sum, and its interval the sum of
//! their squares: together they tell how many rose and fell. What is said is rounded, so that several answers stay possible: by
//! the number of units, the unit of the values and the width of the interval, never by the counts that are hidden. That a count is
//! hidden is seen by everybody; where one is, estimates are said more coarsely, without intervals and without what is made of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::exhibit::{AnswerPart, Audience, Cell, Column, Format, Kind, Table, TableRole, Value};
use crate::math::elementary::magnitude;
use crate::text::Words;

use super::super::{Bundle, Digits, Finding};
use super::dominance;
use super::results::Cases;
use super::rule::Rule;

/// An estimate is said in parts of its standard error.
const PART_OF_ERROR: f64 = 5.0;
/// A sum of whole numbers stays open to this many.
const SUMS: f64 = 2.0;
/// The same where counts behind it are hidden or rounded.
const MORE_SUMS: f64 = 5.0;
/// Fewer than these say no estimate where counts behind it are hidden.
const FEW: usize = 20;
/// Parts of at least this many say the interval of a few answers.
const MANY: u32 = 50;
/// Significant digits of means of few answers.
const MEAN: i32 = 3;
/// Significant digits of what has no unit.
const PLAIN: i32 = 2;
/// What is left of the arithmetic where nothing is.
const DUST: f64 = 1e-9;
/// Levels below which a p-value is said to lie.
const LEVELS: [f64; 4] = [0.001, 0.01, 0.05, 0.1];

/// Decides how each result of the public edition is said; results that would tell too much however they are said are hidden.
pub fn decide(bundle: &mut Bundle, rule: &Rule) {
    let decided: BTreeMap<String, Digits> = {
        let cases = Cases::of(bundle);
        let of = |finding: &Finding| Some((finding.id.clone(), digits(finding, &cases, rule)?));
        bundle.every_finding().filter_map(of).collect()
    };
    let groups = bundle.findings.groups.iter_mut().flat_map(|group| &mut group.findings);
    let findings = bundle.findings.findings.iter_mut().chain(groups);
    findings.for_each(|finding| finding.digits = decided.get(&finding.id).copied());
    means_of_parts(bundle);
    let told = Told::of(bundle, rule);
    for table in bundle.tables.iter_mut().filter(|table| table.audience == Audience::Public) {
        told.table(table);
    }
}

/// Means of all parts together would tell the one that is not said: then they are said of none.
fn means_of_parts(bundle: &mut Bundle) {
    let key = |finding: &Finding| {
        let question = finding.question.split_once('.').map_or("", |(_, question)| question);
        (question.to_string(), finding.outcome.clone())
    };
    let findings = bundle.findings.groups.iter().flat_map(|group| &group.findings);
    let silent: BTreeSet<_> = findings.filter(|it| it.digits.is_some_and(|digits| !digits.means)).map(key).collect();
    for finding in bundle.findings.groups.iter_mut().flat_map(|group| &mut group.findings) {
        let means = !silent.contains(&key(finding));
        finding.digits.iter_mut().for_each(|digits| digits.means &= means);
    }
}

/// How finely the numbers of a finding are said; nothing where it has none.
fn digits(finding: &Finding, cases: &Cases<'_>, rule: &Rule) -> Option<Digits> {
    let effect = finding.effect.as_ref()?;
    let grain = finding.grain.unwrap_or_default();
    let n = match (finding.sample.treated, finding.sample.comparison) {
        (treated, 0) => treated,
        (treated, comparison) => treated.min(comparison),
    };
    let error = effect.std_error.unwrap_or((effect.high - effect.low) / 4.0);
    let told = grain.is_coarse() && (cases.hides_signs(finding) || cases.hides_answers(finding));
    let sums = if told { sums_of_hidden(rule) } else { sums(rule) };
    let finest = (error / PART_OF_ERROR).max(sums * grain.unit / n.max(1) as f64);
    let may = dominance::sayable(finding, rule);
    Some(Digits {
        step: round_step(finest),
        estimate: may.estimate && (!told || n >= FEW),
        interval: may.interval && !told,
        // With few, the mean of all tells one of the answers that are hidden.
        means: may.means && (!told || n >= FEW.max(4 * rule.least as usize)),
    })
}

/// To how many a sum of whole numbers stays open.
fn sums(rule: &Rule) -> f64 {
    if rule.rounding.is_some() { MORE_SUMS } else { SUMS }
}

/// The same where counts behind it are hidden: where all rose or all fell, the sum is a count, which must stay open to one that may be
/// shown.
fn sums_of_hidden(rule: &Rule) -> f64 {
    if rule.rounding.is_some() { MORE_SUMS } else { MORE_SUMS.max(rule.least as f64) }
}

/// The smallest of 1, 2 and 5 times a power of ten that is not below a number.
fn round_step(finest: f64) -> f64 {
    if finest.is_nan() || finest <= 0.0 {
        return 0.0;
    }
    let power = magnitude(finest);
    let candidates = [(1, power), (2, power), (5, power), (1, power + 1)];
    let step = |(digit, power): (i32, i32)| written(&format!("{digit}e{power}"));
    candidates.map(step).into_iter().find(|step| *step >= finest * (1.0 - 1e-12)).unwrap_or(finest)
}

fn written(number: &str) -> f64 {
    number.parse().unwrap_or(f64::NAN)
}

/// What findings decide about the cells of tables.
struct Told<'r> {
    rule: &'r Rule,
    findings: BTreeMap<String, Of>,
    /// Of question and outcome, how its answer is said: a mean that is said in two steps is told more closely than by either.
    outcomes: BTreeMap<(String, String), Digits>,
    /// Of question and outcome, the unit of the values, and whether they are few answers.
    grains: BTreeMap<(String, String), (f64, bool)>,
}

/// What is known of a finding.
#[derive(Clone, Copy)]
struct Of {
    digits: Digits,
    effect: (f64, f64, f64),
}

impl<'r> Told<'r> {
    fn of(bundle: &Bundle, rule: &'r Rule) -> Told<'r> {
        let of = |finding: &Finding| {
            let effect = finding.effect.as_ref()?;
            let of = Of { digits: finding.digits?, effect: (effect.estimate, effect.low, effect.high) };
            Some((finding.id.clone(), of))
        };
        let grain = |finding: &Finding| {
            let grain = finding.grain?;
            Some(((finding.question.clone(), finding.outcome.clone()), (grain.unit, grain.is_coarse())))
        };
        let said = |finding: &Finding| Some(((finding.question.clone(), finding.outcome.clone()), finding.digits?));
        Told {
            rule,
            outcomes: bundle.every_finding().filter_map(said).collect(),
            findings: bundle.every_finding().filter_map(of).collect(),
            grains: bundle.every_finding().filter_map(grain).collect(),
        }
    }

    fn table(&self, table: &mut Table) {
        let parts = matches!(table.id.role(), TableRole::Subgroups | TableRole::Groups);
        let plain = matches!(table.id.role(), TableRole::Sensitivity(_));
        let (question, columns) = (table.id.question().to_string(), &table.columns);
        let outcome = table.id.outcome().map(|outcome| (question.clone(), outcome.to_string()));
        let of_outcome = outcome.and_then(|key| self.outcomes.get(&key).copied());
        let (step, means) = of_outcome.map_or((0.0, true), |digits| (digits.step, digits.means));
        for row in &mut table.rows {
            if parts {
                self.part(&question, columns, row);
            }
            let ratios: BTreeMap<String, f64> = self.ratios(columns, row);
            for (cell, column) in row.iter_mut().zip(columns).filter(|(cell, _)| is_said(cell)) {
                self.cell(cell, column, &ratios, plain);
                if cell.kind == Kind::Magnitude {
                    cell.step = cell.step.map(|own| own.max(step));
                }
                if !means && cell.contributors.is_none() {
                    cell.audience = Audience::Internal;
                }
            }
        }
    }

    /// How many times as large as the estimates of findings the numbers of a row are: a hundred in points.
    fn ratios(&self, columns: &[Column], row: &[Cell]) -> BTreeMap<String, f64> {
        let ratio = |(cell, column): (&Cell, &Column)| {
            let (id, of) = self.finding(cell)?;
            let own = match column.key.as_str() {
                "estimate" => of.effect.0,
                "low" => of.effect.1,
                "high" => of.effect.2,
                _ => return None,
            };
            let ratio = (cell.number()? / own).abs();
            (ratio.is_finite() && ratio > 0.0).then(|| (id.to_string(), ratio))
        };
        row.iter().zip(columns).filter_map(ratio).collect()
    }

    fn finding<'c>(&self, cell: &'c Cell) -> Option<(&'c str, Of)> {
        let quantity = cell.quantity.as_ref().filter(|it| it.part == AnswerPart::Result)?;
        Some((&quantity.finding, *self.findings.get(&*quantity.finding)?))
    }

    fn cell(&self, cell: &mut Cell, column: &Column, ratios: &BTreeMap<String, f64>, plain: bool) {
        if cell.step.is_some() || cell.contributors.is_some() || *cell.format_in(column) == Format::PValue {
            return;
        }
        let value = cell.number().unwrap_or_default();
        let own = self.finding(cell).map(|(id, of)| (of, ratios.get(id).copied().unwrap_or(1.0)));
        if let Some((of, _)) = own {
            let made_of_interval = plain || is_spread(&column.key);
            if !of.digits.estimate || !of.digits.interval && made_of_interval {
                cell.audience = Audience::Internal;
                return;
            }
        }
        let of_finding = own.filter(|_| !plain).map_or(0.0, |(of, ratio)| of.digits.step * ratio);
        let floor = match (cell.kind, cell.n, cell.format_in(column)) {
            (Kind::Magnitude, Some(n), Format::Number(_) | Format::Written(_) | Format::Count | Format::Percent(_))
                if own.is_none() =>
            {
                sums(self.rule) / f64::from(n.max(1))
            }
            _ => 0.0,
        };
        let significant = match (cell.kind, own.filter(|_| !plain)) {
            (Kind::Magnitude, _) => cell.error.map_or(significant(value, PLAIN), |error| error / PART_OF_ERROR),
            (_, Some(_)) => 0.0,
            (_, None) => significant(value, PLAIN),
        };
        cell.step = Some(round_step(of_finding.max(floor).max(significant)));
    }

    /// The row of a part: its numbers are of the outcome that it names.
    fn part(&self, question: &str, columns: &[Column], row: &mut [Cell]) {
        let at = |key: &str| columns.iter().position(|column| column.key == key);
        let text = |key: &str| match &row[at(key)?].value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        };
        let key = text("outcome").map(|outcome| (question.to_string(), outcome));
        let (unit, coarse) = key.and_then(|key| self.grains.get(&key).copied()).unwrap_or((1.0, true));
        let (Some(estimate), Some(low), Some(high)) = (at("estimate"), at("low"), at("high")) else { return };
        let (Some(from), Some(to)) = (row[low].number(), row[high].number()) else { return };
        let smaller = ["n_treated", "n_comparison"].into_iter().filter_map(|key| row[at(key)?].n).min();
        let n = f64::from(smaller.unwrap_or(1).max(1));
        let points = Value::Words(Words::percentage_points());
        let in_points = row.iter().any(|cell| cell.value == points);
        let unit = if in_points { unit * 100.0 } else { unit };
        let sums = if coarse { sums_of_hidden(self.rule) } else { sums(self.rule) };
        let step = round_step(((to - from).abs() / 4.0 / PART_OF_ERROR).max(sums * unit / n));
        for at in [estimate, low, high] {
            row[at].step = Some(step);
        }
        if coarse && smaller.is_none_or(|n| n < MANY) {
            [low, high].into_iter().for_each(|at| row[at].audience = Audience::Internal);
        }
    }
}

fn is_said(cell: &Cell) -> bool {
    cell.audience == Audience::Public && cell.is_result() && cell.number().is_some()
}

/// Whether a column holds ends of intervals or another measure of spread.
fn is_spread(key: &str) -> bool {
    ["low", "high", "sd", "se", "median", "standardised", "statistic"]
        .iter()
        .any(|word| key.split('_').any(|part| part == *word))
}

/// The step of so many significant digits of a number.
fn significant(value: f64, digits: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        0.0
    } else {
        written(&format!("1e{}", magnitude(value.abs()) - (digits - 1)))
    }
}

/// Where a number lies that is said in whole multiples of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    /// At the nearest.
    Nearest,
    /// The lower end of an interval: not above.
    Below,
    /// The upper end: not below.
    Above,
}

impl Towards {
    /// Of a column.
    pub fn of(key: &str) -> Towards {
        match key.split('_').next() {
            Some("low") => Towards::Below,
            Some("high") => Towards::Above,
            _ => Towards::Nearest,
        }
    }
}

/// A number as it is said in whole multiples of a step.
pub fn said(value: f64, step: f64, towards: Towards) -> f64 {
    if step <= 0.0 || !value.is_finite() {
        return value;
    }
    // What is a whole multiple but for the last digits is one.
    let times = value / step;
    let near = if (times - times.round()).abs() < 1e-9 * times.abs().max(1.0) { times.round() } else { times };
    let whole = match towards {
        Towards::Nearest => near.round(),
        Towards::Below => near.floor(),
        Towards::Above => near.ceil(),
    };
    crate::exhibit::plain(written(&format!("{:.*}", decimals(step), whole * step)))
}

/// A number without a unit as it is said.
pub fn plain(value: f64) -> f64 {
    let value = if value.abs() < DUST { 0.0 } else { value };
    outward(value, Towards::Nearest)
}

/// The same of an end of an interval.
pub fn outward(value: f64, towards: Towards) -> f64 {
    said(value, significant(value, PLAIN), towards)
}

/// A mean as it is said, in steps that are not finer than those of the answer; of amounts, of which one may be most of the sum, to
/// two digits.
pub fn mean(value: f64, step: f64, coarse: bool) -> f64 {
    let digits = if coarse { MEAN } else { PLAIN };
    said(value, round_step(step.max(significant(value, digits))), Towards::Nearest)
}

/// Decimals of whole multiples of a step.
pub fn decimals(step: f64) -> usize {
    if step > 0.0 { (-magnitude(step)).max(0) as usize } else { 0 }
}

/// The least of a few levels that a p-value lies below.
fn below(p: f64) -> Option<f64> {
    LEVELS.into_iter().find(|level| p < *level)
}

/// A p-value in words.
pub fn level_text(p: f64) -> String {
    match below(p) {
        Some(level) => format!("<{level}"),
        None => format!("≥{}", LEVELS[LEVELS.len() - 1]),
    }
}

/// The least of a few levels that a p-value lies below; where it lies below none, the next tenth above.
pub fn level_of(p: f64) -> f64 {
    below(p).unwrap_or_else(|| said(p, 0.1, Towards::Above))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_not_finer_than_asked() {
        let of = |finest: &[f64]| finest.iter().map(|&it| round_step(it)).collect::<Vec<_>>();
        assert_eq!(of(&[0.037, 0.05, 0.051, 3.2, 6_000.0, 0.0]), [0.05, 0.05, 0.1, 5.0, 10_000.0, 0.0]);
    }

    #[test]
    fn numbers_are_said_in_steps_and_intervals_never_narrower() {
        assert_eq!(said(248_269.852, 5_000.0, Towards::Nearest), 250_000.0);
        assert_eq!((said(0.037, 0.05, Towards::Below), said(0.037, 0.05, Towards::Above)), (0.0, 0.05));
        assert_eq!((said(-0.037, 0.05, Towards::Below), said(0.1 + 0.2, 0.1, Towards::Above)), (-0.05, 0.3));
        assert_eq!((plain(0.034_56), plain(-1_234.0), plain(0.0)), (0.035, -1_200.0, 0.0));
        assert_eq!([0.0001, 0.0312, 0.099, 0.1, 0.73].map(level_of), [0.001, 0.05, 0.1, 0.1, 0.8]);
    }
}
