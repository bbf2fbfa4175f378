//! The contributor: who has the second largest value takes it away from a total, or its square from a sum of squares, and what is left
//! is the largest but for what all others have. The attacker is given the values that the internal edition holds, to know what each
//! contributor knows; a claim is made where what is printed leaves the largest open by less than the part that is promised.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::{Attack, Claim};
use super::digits::{Printed, alone};
use super::edition::{Edition, Table};
use super::moments::by_interval;
use super::world::{Estimate, Mean, World};

/// Nobody may tell a value to within this part of it.
const PART: f64 = 0.1;
/// Values up to this are answers on a scale.
const SCALE: f64 = 10.0;

/// Claims about largest values.
pub fn claims(world: &World, edition: &Edition, internal: &Edition) -> Vec<Claim> {
    let Some(frame) = Frame::of(internal) else { return Vec::new() };
    let groups = frame.groups();
    let terms = edition.tables.iter().filter(|table| table.name == "table1");
    let terms = terms.flat_map(|table| (0..table.rows.len()).map(|row| table.text(row, "term").to_string()));
    let means = world.means.iter().map(|mean| mean.variable.clone());
    let variables: BTreeSet<String> =
        means.chain(world.estimates.iter().map(|it| it.change.clone())).chain(terms).collect();
    let mut claims: Vec<Claim> = Vec::new();
    let mut put = |claim: Option<Claim>| {
        claims.extend(claim.filter(|claim| !claims.iter().any(|own| own.what == claim.what)));
    };
    for group in &groups {
        for variable in &variables {
            let values = frame.values(variable, group);
            // Of fewer than the least nothing stands there.
            if values.len() < 3.max(world.promise.least as usize) {
                continue;
            }
            world
                .means
                .iter()
                .filter(|mean| mean.variable == *variable)
                .for_each(|mean| put(by_total(world, mean, &values)));
            let estimates = world.estimates.iter().filter(|it| it.change == *variable);
            estimates.for_each(|it| put(by_spread_of_estimate(world, it, &values)));
            edition.tables.iter().filter(|table| table.name == "table1").for_each(|table| {
                put(by_spread(table, variable, &values));
            });
        }
    }
    claims
}

/// Two largest by size.
fn largest(values: &[f64]) -> Option<(f64, f64)> {
    let mut sizes: Vec<f64> = values.iter().map(|value| value.abs()).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    let &[first, second, ..] = sizes.as_slice() else { return None };
    (first > 0.0).then_some((first, second))
}

/// A claim, where all that is left lies close to the largest.
fn told(first: f64, left: Printed, place: &str, how: &str) -> Option<Claim> {
    let close = left.low >= first * (1.0 - PART) && left.high <= first * (1.0 + PART);
    let what = format!("largest of {how}");
    close.then(|| Claim {
        attack: Attack::Largest,
        place: place.into(),
        cell: None,
        what,
        low: left.low,
        high: left.high,
    })
}

/// Whether a printed mean may be that of these values.
fn fits(world: &World, pop: usize, mean: Printed, values: &[f64]) -> bool {
    let n = values.len() as i64;
    let (low, high) = world.of(pop);
    let own = values.iter().sum::<f64>() / n.max(1) as f64;
    let near = 1e-9 * own.abs();
    n >= world.promise.least && low <= n && n <= high && mean.low - near <= own && own <= mean.high + near
}

/// n·mean without the second.
fn by_total(world: &World, mean: &Mean, values: &[f64]) -> Option<Claim> {
    if !fits(world, mean.pop, mean.value, values) {
        return None;
    }
    // Answers on a scale are told by their counts, and rises and falls of a step or two cancel each other.
    let (first, second) = largest(values).filter(|(first, _)| *first > SCALE)?;
    let n = values.len() as f64;
    let ends = [mean.value.low * n, mean.value.high * n].map(f64::abs);
    let left = Printed { low: ends[0].min(ends[1]) - second, high: ends[0].max(ends[1]) - second };
    told(first, left, &mean.place, &format!("{} of {n}, by their total", mean.variable))
}

/// √(Σv² − second²), where Σv² follows from the mean and its error.
fn by_squares(n: f64, mean: Printed, error: Printed, values: &[f64]) -> Option<(f64, Printed)> {
    let (first, second) = largest(values).filter(|(first, _)| *first > SCALE)?;
    let of =
        |mean: f64, error: f64| (n * (n - 1.0) * error * error + n * mean * mean - second * second).max(0.0).sqrt();
    let sizes = [mean.low.abs(), mean.high.abs()];
    let least = if mean.low * mean.high < 0.0 { 0.0 } else { sizes[0].min(sizes[1]) };
    Some((first, Printed { low: of(least, error.low.max(0.0)), high: of(sizes[0].max(sizes[1]), error.high) }))
}

fn by_spread_of_estimate(world: &World, estimate: &Estimate, values: &[f64]) -> Option<Claim> {
    let mean = estimate.mean.filter(|mean| !estimate.scaled && fits(world, estimate.pop, *mean, values))?;
    let error = estimate.error.or_else(|| by_interval(values.len() as i64, estimate))?;
    let n = values.len() as f64;
    let (first, left) = by_squares(n, mean, error, values)?;
    told(first, left, &estimate.place, &format!("{} of {n}, by their interval", estimate.change))
}

/// The standard deviations of characteristics before, beside their means.
fn by_spread(table: &Table, variable: &str, values: &[f64]) -> Option<Claim> {
    let n = values.len() as f64;
    let own = values.iter().sum::<f64>() / n;
    let row = (0..table.rows.len()).find(|row| table.text(*row, "term") == variable)?;
    ["treated_before", "comparison_before", "treated_after"].iter().find_map(|side| {
        // The first row says how many there are.
        let units = table.number(0, &format!("mean_{side}"));
        if row > 0 && units.is_some_and(|units| alone(units).low > n || alone(units).high < n) {
            return None;
        }
        let spread = alone(table.number(row, &format!("sd_{side}"))?);
        let mean = alone(table.number(row, &format!("mean_{side}")).unwrap_or(own));
        if !(mean.low <= own && own <= mean.high) {
            return None;
        }
        let error = Printed { low: spread.low / n.sqrt(), high: spread.high / n.sqrt() };
        let (first, left) = by_squares(n, mean, error, values)?;
        let place = format!("{}[{row}].sd_{side}", table.id);
        told(first, left, &place, &format!("{variable} of {n}, by their standard deviation"))
    })
}

/// The values of all units.
struct Frame {
    columns: BTreeMap<String, Vec<String>>,
    rows: usize,
}

impl Frame {
    fn of(internal: &Edition) -> Option<Frame> {
        let bytes = internal.files.get("data/analysis_frame.csv")?;
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let heads: Vec<String> =
            reader.headers().ok()?.iter().map(|it| it.trim_start_matches('\u{feff}').into()).collect();
        let records: Vec<csv::StringRecord> = reader.records().flatten().collect();
        let column = |at: usize| records.iter().map(|record| record.get(at).unwrap_or("").to_string()).collect();
        let columns = heads.iter().enumerate().map(|(at, head)| (head.clone(), column(at))).collect();
        Some(Frame { columns, rows: records.len() })
    }

    /// Groups that means may be over: all, those of a question, of these those on either side of a yes/no column, and those of one value of a
    /// column of few texts.
    fn groups(&self) -> Vec<Vec<usize>> {
        let all: Vec<usize> = (0..self.rows).collect();
        let of_question = self.columns.iter().filter(|(head, _)| head.starts_with("eligible_"));
        let mut wholes = vec![all];
        wholes.extend(of_question.map(|(_, values)| (0..self.rows).filter(|row| values[*row] == "1").collect()));
        let matched = self.columns.iter().filter(|(head, _)| head.starts_with("weight_"));
        wholes.extend(
            matched.map(|(_, values)| (0..self.rows).filter(|row| number(&values[*row]) > Some(0.0)).collect()),
        );
        // Of those, whose value of another column is known.
        for values in self.columns.values().filter(|values| values.iter().any(String::is_empty)) {
            let known = |whole: &Vec<usize>| whole.iter().copied().filter(|row| !values[*row].is_empty()).collect();
            let more: Vec<Vec<usize>> = wholes.iter().take(12).map(known).collect();
            wholes.extend(more);
        }
        wholes.sort();
        wholes.dedup();
        let mut groups = wholes.clone();
        for values in self.columns.values() {
            let mut kinds: Vec<&String> = values.iter().filter(|value| !value.is_empty()).collect();
            kinds.sort();
            kinds.dedup();
            if kinds.len() > 12 {
                continue;
            }
            for whole in &wholes {
                let of =
                    |kind: &&String| whole.iter().copied().filter(|row| values[*row] == **kind).collect::<Vec<_>>();
                groups.extend(kinds.iter().map(of).filter(|rows| rows.len() > 2 && rows.len() < whole.len()));
            }
        }
        groups.sort();
        groups.dedup();
        groups
    }

    /// The values of those of a group that are known in all numbers of which a mean is made.
    fn values(&self, variable: &str, group: &[usize]) -> Vec<f64> {
        let of = |head: &str, row: usize| number(&self.columns.get(head)?[row]);
        let value = |&row: &usize| match variable.split_once(" − ") {
            Some((after, before)) => Some(of(after, row)? - of(before, row)?),
            None => of(variable, row),
        };
        group.iter().filter_map(value).collect()
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}
