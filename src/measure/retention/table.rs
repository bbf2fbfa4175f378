use crate::diag::Diagnostic;
use crate::exhibit::drawing::{axis, no_axis};
use crate::exhibit::{Audience, Cell, Column, Figure, Format, Layer, Mark, Members, Shape, Table, TableRole, Tone};
use crate::math::participation::{Curve, kaplan_meier, log_rank};
use crate::panel::{Data, Panel, VarRef};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Arg, Phrase};

use super::super::{MeasureOutput, table_id};
use super::Retention;
use super::curves::{self, GroupCurve};

/// Days of a month on average.
const MONTH: f64 = 365.25 / 12.0;

/// Those of whom time and leaving are known.
struct Seen {
    unit: Vec<u32>,
    time: Vec<f64>,
    left: Vec<bool>,
}

impl Seen {
    fn some(&self, wanted: impl Fn(u32) -> bool) -> Seen {
        let kept: Vec<usize> = (0..self.unit.len()).filter(|&at| wanted(self.unit[at])).collect();
        Seen {
            unit: kept.iter().map(|&at| self.unit[at]).collect(),
            time: kept.iter().map(|&at| self.time[at]).collect(),
            left: kept.iter().map(|&at| self.left[at]).collect(),
        }
    }

    fn still_at_risk(&self, time: f64) -> Members {
        Members::of((0..self.unit.len()).filter(|&at| self.time[at] >= time).map(|at| self.unit[at]))
    }
}

/// A variable at its latest period.
fn values<'p>(panel: &'p Panel, name: &Option<String>) -> Option<&'p Data> {
    let name = name.as_ref()?;
    let period = panel.variables.get(name)?.periods.last().cloned();
    panel.data(&VarRef { name: name.clone(), period })
}

fn numbers<'p>(panel: &'p Panel, name: &Option<String>) -> Option<&'p [f64]> {
    match values(panel, name)? {
        Data::Number(values) => Some(values),
        Data::Category { .. } => None,
    }
}

fn seen(measure: &Retention, panel: &Panel) -> (Seen, usize) {
    let n = panel.units.len();
    let of = |unit: usize| -> Option<Result<(f64, bool), ()>> {
        match (numbers(panel, &measure.time), measure.day()) {
            (Some(time), _) => {
                let (time, left) = (time[unit], numbers(panel, &measure.left)?[unit]);
                (!time.is_nan() && !left.is_nan()).then_some(if time >= 0.0 {
                    Ok((time, left == 1.0))
                } else {
                    Err(())
                })
            }
            (None, Some(day)) => {
                let joined = numbers(panel, &measure.joined)?[unit];
                let left = numbers(panel, &measure.left_on)?[unit];
                let gone = left <= f64::from(day);
                let end = if gone { left } else { f64::from(day) };
                (!joined.is_nan()).then(|| if end >= joined { Ok(((end - joined) / MONTH, gone)) } else { Err(()) })
            }
            _ => None,
        }
    };
    let mut seen = Seen { unit: Vec::new(), time: Vec::new(), left: Vec::new() };
    let mut backward = 0;
    for unit in 0..n {
        match of(unit) {
            Some(Ok((time, left))) => {
                seen.unit.push(unit as u32);
                seen.time.push(time);
                seen.left.push(left);
            }
            Some(Err(())) => backward += 1,
            None => {}
        }
    }
    (seen, backward)
}

pub(super) fn make(measure: &Retention, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let (all, backward) = seen(measure, panel);
    let problems: Vec<Diagnostic> = (backward > 0)
        .then(|| {
            let message = phrase!("{n} {n?unit|units} left before they joined, or joined after the day on which it was seen: they are not counted", n = backward);
            Diagnostic::warning("retention-backward", message).at(block.name.place.clone())
        })
        .into_iter()
        .collect();
    let groups = groups(measure, panel, &all);
    let mut table = curve_table(measure, block, &all, &groups);
    table.notes = vec![
        phrase!(
            "Kaplan–Meier: whoever is still there counts for as long as they were seen. Intervals on the log-log scale, which stay between 0 and 1. The share of those still there among all, whenever they joined, would say something else"
        ),
        phrase!("It takes for granted that those who joined lately will stay like those who joined earlier"),
    ];
    let figure = figure(block, &table);
    let mut tables = vec![table];
    tables.extend(summary(block, &all, &groups));
    let mut figures = if measure.at.len() > 2 && groups.is_empty() { vec![figure] } else { Vec::new() };
    if let Some((table, figure)) = curves::picture(block, &measure.at, &curves_of(measure, &groups)) {
        tables.push(table);
        figures.push(figure);
    }
    MeasureOutput { tables, figures, problems, ..MeasureOutput::default() }
}

/// The groups of those who are seen, by name.
fn groups(measure: &Retention, panel: &Panel, all: &Seen) -> Vec<(Phrase, Seen)> {
    let Some(data) = values(panel, &measure.by) else { return Vec::new() };
    let word = |unit: u32| match data {
        Data::Number(values) if values[unit as usize].is_nan() => None,
        Data::Number(values) => Some(values[unit as usize].to_string()),
        words => words.text(unit as usize).map(str::to_string),
    };
    let yes_no = measure
        .by
        .as_ref()
        .and_then(|name| panel.variables.get(name))
        .is_some_and(|info| info.content == crate::panel::Content::YesNo);
    let mut names: Vec<String> = all.unit.iter().filter_map(|unit| word(*unit)).collect();
    names.sort_by(|a, b| crate::notation::natural(a, b));
    names.dedup();
    let called = |name: &String| match (yes_no, name.as_str()) {
        (true, "1") => phrase!("yes"),
        (true, _) => phrase!("no"),
        _ => Phrase::verbatim(name.clone()),
    };
    names.iter().map(|name| (called(name), all.some(|unit| word(unit).as_ref() == Some(name)))).collect()
}

fn curves_of(measure: &Retention, groups: &[(Phrase, Seen)]) -> Vec<GroupCurve> {
    let of = |(name, seen): &(Phrase, Seen)| GroupCurve {
        name: name.clone(),
        curve: kaplan_meier(&seen.time, &seen.left),
        seen: measure.at.iter().map(|&time| seen.still_at_risk(time)).collect(),
    };
    groups.iter().map(of).collect()
}

fn curve_table(measure: &Retention, block: &MeasureBlock, all: &Seen, groups: &[(Phrase, Seen)]) -> Table {
    let percent = Arg::level(block.level);
    let columns = vec![
        Column::new("group", phrase!("Group"), Format::Text),
        Column::new("time", phrase!("Time"), Format::Text),
        Column::new("n", phrase!("Seen at least so long"), Format::Count),
        Column::new("share", phrase!("Still there"), Format::Percent(1)),
        Column::new("low", phrase!("{level} interval, lower end", level = percent.clone()), Format::Percent(1)),
        Column::new("high", phrase!("{level} interval, upper end", level = percent), Format::Percent(1)),
    ];
    let name = &block.name.value;
    let mut table = Table::new(table_id(name), phrase!("How long they stay ({name})", name = name), columns);
    let whole = (phrase!("all"), all.some(|_| true));
    for (group, seen) in std::iter::once(&whole).chain(groups) {
        let curve = kaplan_meier(&seen.time, &seen.left);
        for &time in &measure.at {
            table.push(row(block, group, seen, &curve, time));
        }
    }
    table
}

fn row(block: &MeasureBlock, group: &Phrase, seen: &Seen, curve: &Curve, time: f64) -> Vec<Cell> {
    let there = seen.still_at_risk(time);
    let n = there.n();
    let mut row = vec![Cell::phrase(group.clone()), Cell::text(time.to_string()), Cell::count_of(there)];
    // Beyond the last who was seen nothing is known.
    if time > curve.last {
        row.extend([(); 3].map(|()| Cell::empty()));
        return row;
    }
    row.push(Cell::statistic(curve.share_at(time)).with_n(n));
    match curve.interval_at(time, block.level) {
        Some((low, high)) => row.extend([low, high].map(|end| Cell::statistic(end).with_n(n))),
        None => row.extend([Cell::empty(), Cell::empty()]),
    }
    row
}

fn summary(block: &MeasureBlock, all: &Seen, groups: &[(Phrase, Seen)]) -> Option<Table> {
    let columns = vec![
        Column::new("group", phrase!("Group"), Format::Text),
        Column::new("n", phrase!("Number"), Format::Count),
        Column::new("left", phrase!("Left"), Format::Count),
        Column::new("median", phrase!("Time until half have left"), Format::Number(1)),
        Column::new("chi2", phrase!("Log-rank χ²"), Format::Number(2)),
        Column::new("p", phrase!("p-value"), Format::PValue),
    ];
    let name = &block.name.value;
    let id = TableRole::Measure(format!("{name}-summary"));
    let mut table = Table::new(id, phrase!("Who left ({name})", name = name), columns);
    let test = match groups {
        [(_, first), (_, second)] => {
            let both = all.some(|unit| first.unit.contains(&unit) || second.unit.contains(&unit));
            let of_first: Vec<bool> = both.unit.iter().map(|unit| first.unit.contains(unit)).collect();
            log_rank(&both.time, &both.left, &of_first)
        }
        _ => None,
    };
    let whole = (phrase!("all"), all.some(|_| true));
    for (at, (group, seen)) in std::iter::once(&whole).chain(groups).enumerate() {
        let curve = kaplan_meier(&seen.time, &seen.left);
        let shown = test.filter(|_| at == 0);
        table.push(vec![
            Cell::phrase(group.clone()),
            Cell::statistic(seen.unit.len() as f64),
            Cell::statistic(seen.left.iter().filter(|left| **left).count() as f64),
            curve.median().map_or_else(Cell::empty, Cell::statistic),
            shown.map_or_else(Cell::empty, |chi| Cell::statistic(chi.value)),
            shown.map_or_else(Cell::empty, |chi| Cell::statistic(chi.p)),
        ]);
    }
    table.notes =
        vec![phrase!("Log-rank: whether two groups leave alike; not adjusted for what else differs between them")];
    table.audience = Audience::Internal;
    Some(table)
}

fn figure(block: &MeasureBlock, table: &Table) -> Figure {
    Figure {
        id: table.id.to_string(),
        table: table.id.clone(),
        title: phrase!("{name}: how many are still there", name = &block.name.value),
        subtitle: phrase!("Kaplan–Meier with {level} intervals (log-log).", level = Arg::level(block.level)),
        note: phrase!("Whoever is still there counts for as long as they were seen."),
        alt: phrase!("Points with intervals: share still there after each time."),
        audience: Audience::Public,
        shape: Shape::Columns { label: "time".into() },
        x: no_axis(),
        y: axis(phrase!("Still there"), Format::Percent(0), Vec::new()),
        layers: vec![Layer {
            mark: Mark::Trend,
            name: phrase!("Still there"),
            x: "time".into(),
            y: Some("share".into()),
            low: Some("low".into()),
            high: Some("high".into()),
            tone: Tone::Result,
        }],
    }
}
