//! Values of one period or file that are a thousand times those of another, and no heading says why.

use std::collections::BTreeMap;

use super::case::{Case, CellIndex, CellQuestion};
use crate::diag::{Diagnostic, Place};
use crate::ingest::decisions::Given;
use crate::math::elementary::log10;
use crate::math::levels::slips;
use crate::math::median::median;
use crate::study::keys::toml_key;
use crate::study::{Repeats, VariableKind};
use crate::text::{Phrase, fixed};
use crate::tidy::cells::unreadable::settle;
use crate::tidy::cells::values::{Converted, Values};
use crate::tidy::spelling::Usage;
use crate::{notation, phrase};

/// Fewer values show no level.
const VALUES: usize = 5;

/// More points in time are no few years of accounts.
const GROUPS: usize = 60;

/// How far a ratio may lie from a power of ten, since things change from year to year.
const NEAR: f64 = 1.6;

/// How far the ratio of two values of one unit may lie from a thousand.
const NEAR_CELL: f64 = 2.0;

/// Single cells are at most this share of a column.
const FEW: f64 = 0.1;

/// Powers of ten that units multiply by, with the units of headings that say so.
const POWERS: [(f64, &str, &str); 3] = [(1e3, "千円", "thousands"), (1e4, "万円", "万"), (1e6, "百万円", "millions")];

/// Groups that a message names.
const NAMED: usize = 3;

/// A column at a period, and its positive values in order.
struct PeriodValues {
    column: usize,
    title: String,
    values: Vec<f64>,
}

impl PeriodValues {
    fn middle(&self) -> f64 {
        median(&self.values)
    }
}

type ColumnPeriod = (usize, Option<u32>);

/// Asks about groups of values, and lists single cells, that are a thousand times the others.
pub(super) fn look(case: &Case<'_>, converted: &[Converted]) -> Vec<CellQuestion> {
    let other = matches!(case.kind, Some(VariableKind::Share | VariableKind::Scale)) || case.sense.ladder.is_some();
    if case.usage == Usage::Unmentioned || other {
        return Vec::new();
    }
    let groups = groups(case, converted);
    if groups.len() < 2 || groups.len() > GROUPS {
        return Vec::new();
    }
    match levels(case, groups) {
        Some(asked) => vec![asked],
        None => single(case, converted).or_else(|| slipped(case, converted)).into_iter().collect(),
    }
}

fn key(case: &Case<'_>, (column, row): CellIndex) -> ColumnPeriod {
    let joined = case.columns[column].joined;
    let own = joined.columns.at[case.columns[column].column].as_deref().and_then(|period| case.canon.named(period));
    (column, own.or_else(|| case.canon.period(&joined.rows.kept[row as usize])))
}

fn groups(case: &Case<'_>, converted: &[Converted]) -> Vec<PeriodValues> {
    let mut found: BTreeMap<ColumnPeriod, Vec<f64>> = BTreeMap::new();
    for (at, value) in case.open(converted).filter(|(_, value)| *value > 0.0) {
        found.entry(key(case, at)).or_default().push(value);
    }
    let group = |((column, period), mut values): (ColumnPeriod, Vec<f64>)| {
        values.sort_by(f64::total_cmp);
        let source = case.columns[column].joined.source.title();
        let title = period.map(|period| case.canon.periods[period as usize].clone()).unwrap_or(source);
        PeriodValues { column, title, values }
    };
    let mut groups: Vec<PeriodValues> =
        found.into_iter().map(group).filter(|group| group.values.len() >= VALUES).collect();
    // What is made of the years beside them, such as a change in per cent, is no amount in another unit.
    let dated = |group: &PeriodValues| group.title.chars().any(char::is_numeric);
    if groups.iter().filter(|group| dated(group)).count() > 1 {
        groups.retain(dated);
    }
    groups.sort_by(|a, b| a.middle().total_cmp(&b.middle()));
    groups
}

fn near(ratio: f64, power: f64, within: f64) -> bool {
    ratio >= power / within && ratio <= power * within
}

/// The groups below a gap of a power of ten, and those above it.
fn levels(case: &Case<'_>, groups: Vec<PeriodValues>) -> Option<CellQuestion> {
    let power_at = |at: usize| {
        let (low, high) = (&groups[at - 1], &groups[at]);
        let apart = high.values[high.values.len() / 4] > low.values[3 * low.values.len() / 4];
        let ratio = high.middle() / low.middle();
        // Nobody who writes English counts in 万.
        let known = |power: &f64| *power != 1e4 || !case.name.is_ascii();
        POWERS.iter().find(|(power, ..)| apart && known(power) && near(ratio, *power, NEAR)).map(|power| (at, power))
    };
    let (at, power) = (1..groups.len()).find_map(power_at)?;
    let told = |group: &PeriodValues| {
        let of = &case.columns[group.column];
        of.joined.columns.told[of.column]
    };
    if told(&groups[at - 1]) || told(&groups[at]) {
        return None;
    }
    let titles =
        |groups: &[PeriodValues]| groups.iter().take(NAMED).map(|group| group.title.clone()).collect::<Vec<_>>();
    let message = phrase!(
        "`{name}` in {high} is about {times} times what it is in {low} (middle values {above} and {below}), and no heading says why: is one of them in {unit}?",
        name = case.name,
        high = titles(&groups[at..]),
        low = titles(&groups[..at]),
        times = power.0 as usize,
        above = fixed(groups[at].middle(), 1),
        below = fixed(groups[at - 1].middle(), 1),
        unit = unit(case, power)
    );
    let places: Vec<Place> = [&groups[at - 1], &groups[at]].map(|group| case.heading(group.column)).into();
    let problem =
        case.grave("thousandfold", message).hint(remedy(case, &groups[at - 1], &groups[at], unit(case, power)));
    Some(CellQuestion { problem: problem.at_all(places), cells: Vec::new(), missing: false })
}

/// The unit of a heading that would say it.
fn unit(case: &Case<'_>, power: &(f64, &'static str, &'static str)) -> &'static str {
    match case.name.is_ascii() {
        true => power.2,
        false => power.1,
    }
}

fn remedy(case: &Case<'_>, low: &PeriodValues, high: &PeriodValues, unit: &'static str) -> Phrase {
    let name = |group: &PeriodValues| case.columns[group.column].joined.source.name.value.clone();
    let line = |source: &str, unit: &str| {
        format!("[sources.{}]  units = {{ {} = \"{unit}\" }}", toml_key(source), toml_key(case.name))
    };
    let plain = if case.name.is_ascii() { "1" } else { "円" };
    match name(low) == name(high) {
        true => phrase!(
            "Write the unit into the heading where it belongs, such as {heading}; where the numbers are right as they stand: {right}",
            heading = format!("{} ({unit})", notation::bare(case.name)),
            right = line(&name(low), plain)
        ),
        false => phrase!(
            "Say so in the study file: {line}; where the numbers are right as they stand: {right}",
            line = line(&name(low), unit),
            right = line(&name(low), plain)
        ),
    }
}

/// Cells below a heading in thousands that were typed without them: about a thousand times what their unit has at every other time.
fn single(case: &Case<'_>, converted: &[Converted]) -> Option<CellQuestion> {
    let factor = |column: usize| {
        let of = &case.columns[column];
        of.joined.columns.scaled[of.column].map_or(1.0, |(_, factor)| factor)
    };
    if (0..case.columns.len()).all(|column| factor(column) <= 1.0) {
        return None;
    }
    let mut of_units: BTreeMap<u32, Vec<(CellIndex, f64)>> = BTreeMap::new();
    let mut all = 0;
    for (at, value) in case.open(converted).filter(|(_, value)| *value > 0.0) {
        let units = &case.columns[at.0].joined.units[at.1 as usize];
        units.iter().for_each(|&unit| of_units.entry(unit).or_default().push((at, value)));
        all += 1;
    }
    let is_hit = |&(at, value): &(CellIndex, f64), others: &[(CellIndex, f64)]| {
        let mut others = others.iter().filter(|(other, _)| *other != at).peekable();
        factor(at.0) > 1.0
            && others.peek().is_some()
            && others.all(|(_, other)| near(value / other, factor(at.0), NEAR_CELL))
    };
    let mut hits: Vec<(CellIndex, f64)> =
        of_units.values().flat_map(|values| values.iter().filter(|it| is_hit(it, values))).copied().collect();
    hits.sort_by_key(|(at, _)| *at);
    hits.dedup_by_key(|(at, _)| *at);
    if hits.is_empty() || hits.len() as f64 > FEW * f64::from(all) {
        return None;
    }
    let message = phrase!(
        "{n} {n?cell|cells} of `{name}` {n?is|are} about {times} times what the same unit has at other times, below a heading that multiplies: {n?it counts|they count} as missing until it is decided",
        n = hits.len(),
        name = case.name,
        times = factor(hits[0].0.0) as usize
    );
    let meant = |(at, value): (CellIndex, f64)| {
        // What stands in the cell is multiplied again by the heading.
        let power = log10(factor(at.0)).round() as i32;
        (at, Some(Given::Number(notation::shifted(value, -2 * power))))
    };
    let cells = hits.into_iter().map(meant).collect();
    Some(CellQuestion {
        problem: Diagnostic::warning("thousandfold-cell", message).hint(settle()),
        cells,
        missing: true,
    })
}

/// A cell of a unit that has others at other times.
struct RepeatedCell {
    unit: u32,
    at: CellIndex,
    log: f64,
    /// How far it lies from the middle of the unit's other values, in powers of ten.
    off: f64,
}

/// Cells of part of the units that are a thousand times, or a thousandth of, what the same units have at other times, where the others
/// stay near what they were.
fn slipped(case: &Case<'_>, converted: &[Converted]) -> Option<CellQuestion> {
    let held = held(case, converted);
    let units: usize = held.values().map(Vec::len).max()?;
    let mut hits: BTreeMap<u32, (f64, CellIndex, i32)> = BTreeMap::new();
    for members in held.values() {
        let off: Vec<f64> = members.iter().map(|it| it.off).collect();
        let found = slips(&off);
        let own: Vec<f64> =
            (0..members.len()).filter(|at| found.iter().all(|(hit, _)| hit != at)).map(|at| members[at].log).collect();
        let own = median(&own);
        for (RepeatedCell { unit, at, log, .. }, power) in found.into_iter().map(|(hit, power)| (&members[hit], power))
        {
            // Of two values of a unit the one that is far from those of the others at its time is the slip.
            let far = (log - own).abs();
            let known = hits.entry(*unit).or_insert((far, *at, power));
            if far > known.0 {
                *known = (far, *at, power);
            }
        }
    }
    if hits.is_empty() || 5 * hits.len() > 2 * units {
        return None;
    }
    Some(said_of_slips(case, converted, hits.into_values().map(|(_, at, power)| (at, power)).collect(), units))
}

/// The positive values of units with several, by column and period.
fn held(case: &Case<'_>, converted: &[Converted]) -> BTreeMap<ColumnPeriod, Vec<RepeatedCell>> {
    let one = |column: usize| {
        let joined = case.columns[column].joined;
        joined.source.rows == Repeats::One && !joined.columns.told[case.columns[column].column]
    };
    let mut of_units: BTreeMap<u32, BTreeMap<ColumnPeriod, (CellIndex, f64)>> = BTreeMap::new();
    for (at, value) in case.open(converted).filter(|(at, value)| *value > 0.0 && one(at.0)) {
        if let [unit] = case.columns[at.0].joined.units[at.1 as usize].as_slice() {
            of_units.entry(*unit).or_default().insert(key(case, at), (at, log10(value)));
        }
    }
    let mut held: BTreeMap<ColumnPeriod, Vec<RepeatedCell>> = BTreeMap::new();
    for (unit, values) in of_units.into_iter().filter(|(_, values)| values.len() > 1) {
        for (group, &(at, log)) in &values {
            let others: Vec<f64> = values.iter().filter(|(key, _)| *key != group).map(|(_, (_, log))| *log).collect();
            held.entry(*group).or_default().push(RepeatedCell { unit, at, log, off: log - median(&others) });
        }
    }
    held
}

fn said_of_slips(
    case: &Case<'_>,
    converted: &[Converted],
    mut hits: Vec<(CellIndex, i32)>,
    units: usize,
) -> CellQuestion {
    hits.sort_unstable();
    let message = phrase!(
        "{n} {n?cell|cells} of `{name}` {n?is|are} about {times} times what the same unit has at another time, or as many times less, while the other units stay near what they were: {n?is it|are they} in another unit of money or measure? {n?It counts|They count} as missing until it is decided",
        n = hits.len(),
        name = case.name,
        times = 10_usize.pow(hits[0].1.unsigned_abs())
    );
    let few = hits.len() as f64 <= FEW * units as f64;
    let problem =
        if few { Diagnostic::warning("thousandfold-cell", message) } else { case.grave("thousandfold-cell", message) };
    let meant = |(at, power): (CellIndex, i32)| {
        let of = &case.columns[at.0];
        let factor = of.joined.columns.scaled[of.column].map_or(1.0, |(_, factor)| factor);
        let value = match &converted[at.0].values {
            Values::Numbers(values) => values[at.1 as usize],
            Values::Strings { .. } => return (at, None),
        };
        // What stands in the cell is multiplied again by the heading.
        (at, Some(Given::Number(notation::shifted(value, -power - log10(factor).round() as i32))))
    };
    CellQuestion { problem: problem.hint(settle()), cells: hits.into_iter().map(meant).collect(), missing: true }
}
