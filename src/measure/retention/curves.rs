//! The curves of several groups in one picture.

use crate::exhibit::drawing::{axis, no_axis};
use crate::exhibit::{Audience, Cell, Column, Figure, Format, Layer, Mark, Members, Shape, Table, TableRole, Tone};
use crate::math::participation::Curve;
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Arg, Phrase};

/// More curves than these cannot be told apart in one picture.
const MOST: usize = 4;
/// Fewer points than these are no curve.
const FEWEST: usize = 3;

/// A group with its curve, and at each time those who were seen at least so long.
pub(super) struct GroupCurve {
    /// The group.
    pub name: Phrase,
    /// Its curve.
    pub curve: Curve,
    /// Those who were seen so long, for each time.
    pub seen: Vec<Members>,
}

/// Table and picture; nothing where there are too few times, one group, or too many.
pub(super) fn picture(block: &MeasureBlock, times: &[f64], groups: &[GroupCurve]) -> Option<(Table, Figure)> {
    if times.len() < FEWEST || !(2..=MOST).contains(&groups.len()) {
        return None;
    }
    let table = table(block, times, groups);
    let figure = figure(block, &table, groups);
    Some((table, figure))
}

fn table(block: &MeasureBlock, times: &[f64], groups: &[GroupCurve]) -> Table {
    let level = Arg::level(block.level);
    let mut columns = vec![Column::new("time", phrase!("Time"), Format::Text)];
    for (at, group) in groups.iter().enumerate() {
        let titled = |what: Phrase| phrase!("{group}: {what}", group = group.name.clone(), what = what);
        let percent = |key: &str, what: Phrase| Column::new(&format!("{key}_{at}"), titled(what), Format::Percent(1));
        columns.push(Column::new(&format!("n_{at}"), titled(phrase!("Seen at least so long")), Format::Count));
        columns.push(percent("share", phrase!("Still there")));
        columns.push(percent("low", phrase!("{level} interval, lower end", level = level.clone())));
        columns.push(percent("high", phrase!("{level} interval, upper end", level = level.clone())));
    }
    let name = &block.name.value;
    let id = TableRole::Measure(format!("{name}-curves"));
    let mut table = Table::new(id, phrase!("How long they stay, by group ({name})", name = name), columns);
    for (at, time) in times.iter().enumerate() {
        let cells = groups.iter().flat_map(|group| cells(block, group, at, *time));
        table.push([Cell::text(time.to_string())].into_iter().chain(cells).collect());
    }
    table
}

/// Beyond the last who was seen nothing is known.
fn cells(block: &MeasureBlock, group: &GroupCurve, at: usize, time: f64) -> [Cell; 4] {
    let there = group.seen[at].clone();
    let n = there.n();
    let cell = |value: Option<f64>| value.map_or_else(Cell::empty, |value| Cell::statistic(value).with_n(n));
    let known = time <= group.curve.last;
    let interval = group.curve.interval_at(time, block.level).filter(|_| known);
    [
        Cell::count_of(there),
        cell(known.then(|| group.curve.share_at(time))),
        cell(interval.map(|ends| ends.0)),
        cell(interval.map(|ends| ends.1)),
    ]
}

fn figure(block: &MeasureBlock, table: &Table, groups: &[GroupCurve]) -> Figure {
    let layer = |(at, group): (usize, &GroupCurve)| Layer {
        mark: Mark::Trend,
        name: group.name.clone(),
        x: "time".into(),
        y: Some(format!("share_{at}")),
        low: Some(format!("low_{at}")),
        high: Some(format!("high_{at}")),
        tone: Tone::Kind(at as u8),
    };
    Figure {
        id: table.id.to_string(),
        table: table.id.clone(),
        title: phrase!("{name}: how many are still there, by group", name = &block.name.value),
        subtitle: phrase!("Kaplan–Meier with {level} intervals (log-log).", level = Arg::level(block.level)),
        note: phrase!("Not adjusted for what else differs between the groups."),
        alt: phrase!("Points with intervals for each group: share still there after each time."),
        audience: Audience::Public,
        shape: Shape::Columns { label: "time".into() },
        x: no_axis(),
        y: axis(phrase!("Still there"), Format::Percent(0), Vec::new()),
        layers: groups.iter().enumerate().map(layer).collect(),
    }
}
