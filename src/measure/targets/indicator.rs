//! One indicator: what is known of it, and how it stands.

use crate::exhibit::Format;
use crate::math::pace::{At, Pace};
use crate::notation::fold;
use crate::panel::Panel;
use crate::phrase;
use crate::text::{Phrase, decimals_as_written};

use super::sheet::Sheet;
use super::{Better, Break, Declared, Targets};

/// An indicator with its values.
pub(super) struct Indicator<'m> {
    pub name: String,
    pub unit: String,
    pub values: Vec<At>,
    pub start: Option<At>,
    pub target: Option<At>,
    /// Targets of single years on the way, where the sheet has them.
    pub planned: Vec<At>,
    pub better: Option<Better>,
    pub criterion: String,
    pub grounds: String,
    pub origin: String,
    pub breaks: Vec<&'m Break>,
    /// Year from which the sheet gives another unit, and that unit.
    pub other_unit: Option<(f64, String)>,
}

/// How an indicator stands.
pub(super) enum Standing<'m> {
    /// There is no value.
    NoValue,
    /// There is no target, or nothing to measure from.
    NoTarget,
    /// The start is all there is.
    OnlyStart,
    /// Values before and after cannot be compared.
    Broken(&'m Break),
    /// The unit of its values has changed.
    OtherUnit(f64),
    /// The latest value is at the target or beyond.
    Reached,
    /// The target year is over without it.
    Missed,
    /// At the value planned for the year or beyond.
    OnPath,
    /// Nearer to the target than at the start, and behind the plan.
    Behind,
    /// As at the start.
    Unchanged,
    /// Further from the target than at the start.
    Away,
}

/// All indicators that are asked for, in the order of the sheet.
pub(super) fn all<'m>(measure: &'m Targets, panel: &Panel, sheet: &Sheet<'_>) -> Vec<Indicator<'m>> {
    let asked = |unit: &usize| {
        let named = |name: &String| fold(name) == fold(&panel.units[*unit]);
        measure.indicators.is_empty() || measure.indicators.keys().any(named)
    };
    in_order(panel).into_iter().filter(asked).map(|unit| indicator(measure, panel, sheet, unit)).collect()
}

/// Units in the order of the sheet.
fn in_order(panel: &Panel) -> Vec<usize> {
    let mut units: Vec<usize> = (0..panel.units.len()).collect();
    units.sort_by_key(|&unit| panel.file_order.get(unit).copied());
    units
}

fn indicator<'m>(measure: &'m Targets, panel: &Panel, sheet: &Sheet<'_>, unit: usize) -> Indicator<'m> {
    let name = panel.units[unit].clone();
    let none = Declared::default();
    let own = measure.indicators.iter().find(|(own, _)| fold(own) == fold(&name)).map_or(&none, |(_, own)| own);
    let last = |column: &Option<String>| sheet.texts(column, unit).pop().map_or_else(String::new, |(_, text)| text);
    let said = |declared: &Option<String>, column: &Option<String>| declared.clone().unwrap_or_else(|| last(column));
    let values = sheet.values(unit);
    let targets = sheet.targets(unit);
    let planned: Vec<At> = targets.iter().filter_map(|&(year, value)| Some(At { year: year?, value })).collect();
    // One year alone has the target, not a plan of years.
    let planned = if planned.len() < 2 { Vec::new() } else { planned };
    let point = |(year, value): (f64, f64)| At { year, value };
    let start = own.start.map(point).or_else(|| start(measure, sheet, unit, &values));
    let target = own.target.map(point).or_else(|| target(measure, sheet, unit, &targets));
    let towards = start.zip(target).and_then(|(start, target)| {
        let change = target.value - start.value;
        (change != 0.0).then_some(if change > 0.0 { Better::Higher } else { Better::Lower })
    });
    let of = |it: &&Break| it.of.is_empty() || it.of.iter().any(|own| fold(own) == fold(&name));
    Indicator {
        unit: said(&own.unit, &measure.unit),
        better: own.better.or_else(|| better(&last(&measure.better))).or(towards),
        criterion: said(&own.criterion, &measure.criterion),
        grounds: said(&own.grounds, &measure.grounds),
        origin: said(&own.origin, &measure.origin),
        breaks: measure.breaks.iter().filter(of).collect(),
        other_unit: other_unit(&sheet.texts(&measure.unit, unit)),
        planned,
        values,
        start,
        target,
        name,
    }
}

fn start(measure: &Targets, sheet: &Sheet<'_>, unit: usize, values: &[At]) -> Option<At> {
    let first = values.first().copied();
    let Some(value) = sheet.number(&measure.start, unit) else { return first };
    let year = sheet.year(&measure.start_year, unit).or(first.map(|first| first.year))?;
    Some(At { year, value })
}

fn target(measure: &Targets, sheet: &Sheet<'_>, unit: usize, targets: &[(Option<f64>, f64)]) -> Option<At> {
    let &(year, value) = targets.last()?;
    let year = sheet.year(&measure.target_year, unit).or(year)?;
    Some(At { year, value })
}

/// Which way is better, as people write it.
fn better(text: &str) -> Option<Better> {
    let folded = fold(text);
    const HIGHER: [&str; 9] = ["higher", "up", "increase", "増", "上", "高", "↑", "多", "more"];
    const LOWER: [&str; 9] = ["lower", "down", "decrease", "減", "下", "低", "↓", "少", "less"];
    let says = |words: [&str; 9]| words.iter().any(|word| folded.contains(word));
    match (says(HIGHER), says(LOWER)) {
        (true, false) => Some(Better::Higher),
        (false, true) => Some(Better::Lower),
        _ => None,
    }
}

/// The year from which the sheet gives another unit.
fn other_unit(units: &[(Option<f64>, String)]) -> Option<(f64, String)> {
    let (_, first) = units.first()?;
    let (year, unit) = units.iter().rev().take_while(|(_, unit)| fold(unit) != fold(first)).last()?;
    Some(((*year)?, unit.clone()))
}

impl<'m> Indicator<'m> {
    /// Whether its values are shares of 1.
    pub fn is_share(&self) -> bool {
        const MOST: f64 = 1.5;
        let points = self.values.iter().chain(&self.start).chain(&self.target);
        ["%", "％", "percent", "パーセント"].contains(&fold(&self.unit).as_str())
            && points.clone().all(|at| at.value.abs() <= MOST)
    }

    /// How its values are shown: with the decimals that they were written with.
    pub fn format(&self) -> Format {
        if self.is_share() {
            return Format::Percent(1);
        }
        let points = self.values.iter().chain(&self.start).chain(&self.target);
        Format::Number(points.map(|at| decimals_as_written(at.value)).max().unwrap_or(0) as u8)
    }

    /// Change a year that is still needed; nothing where the target is reached.
    pub fn needed(&self) -> Option<f64> {
        let pace = self.pace().filter(|_| !matches!(self.standing(), Standing::Reached))?;
        Some(pace.needed)
    }

    /// The latest value.
    pub fn latest(&self) -> Option<At> {
        self.values.last().copied()
    }

    /// Its way, where start, latest value and target can be compared.
    pub fn pace(&self) -> Option<Pace> {
        let (start, latest, target) = (self.start?, self.latest()?, self.target?);
        let whole = self.broken().is_none() && self.other_unit.is_none();
        (whole && target.year > start.year && latest.year >= start.year).then(|| Pace::of(start, latest, target))
    }

    /// The value that was planned for the latest year: by the sheet, else on the even path.
    pub fn planned(&self) -> Option<f64> {
        let (latest, pace) = (self.latest()?, self.pace()?);
        let own = self.planned.iter().find(|at| at.year == latest.year).map(|at| at.value);
        Some(own.unwrap_or(pace.even))
    }

    /// The break between start and latest value.
    fn broken(&self) -> Option<&'m Break> {
        let (start, latest) = (self.start?, self.latest()?);
        self.breaks.iter().find(|it| start.year < it.from && it.from <= latest.year).copied()
    }

    /// How it stands.
    pub fn standing(&self) -> Standing<'m> {
        let Some(latest) = self.latest() else { return Standing::NoValue };
        if let Some((year, _)) = self.other_unit {
            return Standing::OtherUnit(year);
        }
        if let Some(found) = self.broken() {
            return Standing::Broken(found);
        }
        let known = self.start.zip(self.target).zip(self.better).zip(self.pace().zip(self.planned()));
        let Some((((start, target), better), (pace, planned))) = known else { return Standing::NoTarget };
        let at_least = |value: f64, other: f64| match better {
            Better::Higher => value >= other,
            Better::Lower => value <= other,
        };
        match latest.value {
            _ if latest.year == start.year => Standing::OnlyStart,
            value if at_least(value, target.value) => Standing::Reached,
            _ if latest.year >= target.year => Standing::Missed,
            value if at_least(value, planned) => Standing::OnPath,
            value if value == start.value => Standing::Unchanged,
            _ if pace.share > 0.0 => Standing::Behind,
            _ => Standing::Away,
        }
    }
}

impl Standing<'_> {
    /// In words.
    pub fn phrase(&self) -> Phrase {
        match self {
            Standing::NoValue => phrase!("No value yet"),
            Standing::NoTarget => phrase!("Not judged: start, target or its year is not known"),
            Standing::OnlyStart => phrase!("Only the value at the start so far"),
            Standing::Broken(it) => phrase!(
                "Not judged: from {year} on it is counted differently ({why}), and values before and after cannot be compared",
                year = year(it.from),
                why = &it.why
            ),
            Standing::OtherUnit(from) => phrase!(
                "Not judged: from {year} on the sheet has another unit, and values before and after cannot be compared",
                year = year(*from)
            ),
            Standing::Reached => phrase!("At the target or beyond"),
            Standing::Missed => phrase!("The target year is over, and the target is not reached"),
            Standing::OnPath => phrase!("Not there yet; at the value planned for this year or beyond"),
            Standing::Behind => {
                phrase!("Nearer to the target than at the start, but behind the value planned for this year")
            }
            Standing::Unchanged => phrase!("As at the start"),
            Standing::Away => phrase!("Further from the target than at the start"),
        }
    }
}

/// A year as it is written.
pub(super) fn year(year: f64) -> String {
    match year.fract() {
        0.0 => format!("{year}"),
        part => format!("{}-{:02}", year.floor(), (part * 12.0).round() as u32 + 1),
    }
}
