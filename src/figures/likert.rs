use crate::exhibit::drawing::{Opinions, no_axis, number, opinions, said};
use crate::exhibit::{Audience, Cell, Column, Figure, Format, Relation, Table};
use crate::phrase;
use crate::text::{Arg, Phrase, Words};

use super::{Basis, FigureIds};

/// Levels that a scale may have to be drawn as diverging bars.
pub const MOST_LEVELS: usize = 7;

/// The answers of a group at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct LikertRow {
    /// Who: a group.
    pub group: Phrase,
    /// When.
    pub time: Phrase,
    /// How many gave each level, from the lowest.
    pub counts: Vec<usize>,
}

/// Answers on a scale as bars to both sides of its middle. `levels` are the whole numbers of the scale, from the lowest, at
/// most [`MOST_LEVELS`]. The table has `group`, `time`, `n`, `count_…` and `share_…` for each level, of which n is the sum of
/// the counts, and `upper`, the share above the middle.
pub fn likert(named: &FigureIds, label: &Words, levels: &[i64], rows: &[LikertRow], basis: &Basis) -> (Table, Figure) {
    let table = table(named, label, levels, rows);
    let steps = levels.iter().map(|level| (Phrase::verbatim(written(level)), format!("share_{level}")));
    let Opinions { shape, x, layers } = opinions("time", Some("group"), steps.collect());
    let figure = Figure {
        id: named.figure.clone(),
        table: table.id.clone(),
        title: title(&table, label),
        subtitle: basis.subtitle(),
        note: phrase!(
            "Each case counts once, without weights. The middle of the bars is the middle of the values that occur; two steps of the scale need not be equally far apart."
        ),
        alt: alt(&table, label),
        audience: Audience::Public,
        shape,
        x,
        y: no_axis(),
        layers,
    };
    (table, figure)
}

fn written(level: &i64) -> String {
    level.to_string().replace('-', "−")
}

fn table(named: &FigureIds, label: &Words, levels: &[i64], rows: &[LikertRow]) -> Table {
    let mut columns = vec![
        Column::new("group", phrase!("Group"), Format::Text),
        Column::new("time", phrase!("When"), Format::Text),
        Column::new("n", phrase!("Number of answers"), Format::Count),
    ];
    let count = |level: &i64| {
        let title = phrase!("Answer {level} (n)", level = written(level));
        Column::new(&format!("count_{level}"), title, Format::Count)
    };
    let share = |level: &i64| {
        let title = phrase!("Answer {level} (share)", level = written(level));
        Column::new(&format!("share_{level}"), title, Format::Percent(0))
    };
    columns.extend(levels.iter().map(count));
    columns.extend(levels.iter().map(share));
    columns.push(Column::new("upper", phrase!("Share above the middle"), Format::Percent(0)));
    let mut table =
        Table::new(named.table.clone(), phrase!("{label}: how often each answer was given", label = label), columns);
    for (at, row) in rows.iter().enumerate() {
        let n: usize = row.counts.iter().sum();
        let share = |count: usize| Cell::magnitude(count as f64 / n as f64, n).with_contributors(count);
        let upper = row.counts.iter().rev().take(levels.len() / 2).sum();
        let mut cells = vec![Cell::phrase(row.group.clone()), Cell::phrase(row.time.clone()), Cell::count_here(n)];
        cells.extend(row.counts.iter().map(|&count| Cell::count_here(count)));
        cells.extend(row.counts.iter().map(|&count| share(count)));
        cells.push(share(upper));
        table.push(cells);
        let (k, half) = (levels.len(), levels.len() / 2);
        table.relations.push(Relation { total: (at, 2), parts: (0..k).map(|i| (at, 3 + i)).collect() });
        table.relations.extend((0..k).map(|i| Relation { total: (at, 3 + i), parts: vec![(at, 3 + k + i)] }));
        table.relations.push(Relation { total: (at, 3 + 2 * k), parts: (k - half..k).map(|i| (at, 3 + i)).collect() });
    }
    table
}

/// The share above the middle at a row, as it stands in the table.
fn upper(table: &Table, row: usize) -> Option<Arg> {
    let share = number(table, row, "upper")?;
    Some(Arg::Cell(table.at(row, "upper"), Box::new(Arg::Percent(share, 0))))
}

/// The first two rows are the same group before and after, where there is a before.
fn title(table: &Table, label: &Words) -> Phrase {
    let same = table.rows.len() > 1 && said(table, 0, "group") == said(table, 1, "group");
    match (upper(table, 0), upper(table, 1)) {
        (Some(before), Some(after)) if same => phrase!(
            "{label}: answers above the middle went from {before} to {after} ({group})",
            label = label,
            before = before,
            after = after,
            group = said(table, 0, "group")
        ),
        (Some(first), Some(second)) => phrase!(
            "{label}: answers above the middle are {first} ({group}) and {second} ({other})",
            label = label,
            first = first,
            group = said(table, 0, "group"),
            second = second,
            other = said(table, 1, "group")
        ),
        (Some(only), None) => phrase!("{label}: {share} of answers are above the middle", label = label, share = only),
        _ => phrase!("{label}: how often each answer was given", label = label),
    }
}

fn alt(table: &Table, label: &Words) -> Phrase {
    let one = |row: usize| {
        let share = upper(table, row)?;
        Some(phrase!(
            "{group}, {time}: {share} above the middle",
            group = said(table, row, "group"),
            time = said(table, row, "time"),
            share = share
        ))
    };
    let rows: Vec<Phrase> = (0..table.rows.len()).filter_map(one).collect();
    phrase!("Bars of answers to both sides of the middle of the scale, {label}. {rows}.", label = label, rows = rows)
}
