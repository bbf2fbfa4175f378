//! Counts and shares with intervals, by one thing after another: what logs and surveys are shown as.

use crate::exhibit::{AnswerPart, Cell, Column, Format, Members, Relation, Table, TableId};
use crate::math::shares::{Share, wilson};
use crate::phrase;
use crate::text::{Arg, Phrase};

/// How often something was said.
pub(super) struct ShareRow {
    /// What.
    pub label: Cell,
    /// How often.
    pub count: usize,
    /// Whether it says that nothing is known: it is left out of shares of what is known.
    pub unknown: bool,
    /// Who, where units are counted.
    pub members: Option<Members>,
    /// By what name other tables count the same.
    pub key: Option<String>,
    /// Share and interval where they are not those of the count: of weighted answers.
    pub weighted: Option<(f64, f64, f64)>,
}

impl ShareRow {
    /// Those who said it, who count alike.
    pub fn of(label: Cell, members: Members) -> ShareRow {
        ShareRow { label, count: members.n(), unknown: false, members: Some(members), key: None, weighted: None }
    }
}

/// All that is counted by one thing.
pub(super) struct ShareGroup {
    /// By what.
    pub about: Cell,
    /// In order.
    pub rows: Vec<ShareRow>,
    /// Whether each of all is in one row, so that the rows add up.
    pub exclusive: bool,
    /// Of whom: of all, or of as many.
    pub all: usize,
    /// Who these are, where units are counted.
    pub members: Option<Members>,
    /// By what name other tables count them.
    pub key: Option<String>,
    /// Whether only those who hold the data see it.
    pub internal: bool,
    /// How many gave no answer, beside all of these, and who.
    pub no_answer: Option<Members>,
}

/// Table of groups: `about`, `value`, `n`, `share`, `low`, `high`, `share_known`. The first row of each group counts all of it.
pub(super) fn share_table(id: TableId, title: Phrase, groups: Vec<ShareGroup>, level: f64) -> Table {
    let percent = Arg::level(level);
    let columns = vec![
        Column::new("about", phrase!("About what"), Format::Text),
        Column::new("value", phrase!("Answer"), Format::Text),
        Column::new("n", phrase!("Number"), Format::Count),
        Column::new("share", phrase!("Share"), Format::Percent(1)),
        Column::new("low", phrase!("{level} interval, lower end", level = percent.clone()), Format::Percent(1)),
        Column::new("high", phrase!("{level} interval, upper end", level = percent), Format::Percent(1)),
        Column::new("share_known", phrase!("Share of what is known"), Format::Percent(1)),
    ];
    let mut table = Table::new(id, title, columns);
    groups.into_iter().for_each(|group| {
        add(&mut table, group, level);
    });
    table
}

fn counted(count: usize, members: Option<Members>, key: Option<&String>) -> Cell {
    let cell = match members {
        Some(members) => Cell::count_of(members),
        None => Cell::count_here(count),
    };
    match key {
        Some(key) => cell.quantity(AnswerPart::Treated.of(key)),
        None => cell,
    }
}

/// Adds a group; the index of its first row.
pub(super) fn add(table: &mut Table, group: ShareGroup, level: f64) -> usize {
    let start = table.rows.len();
    let unknown: usize = group.rows.iter().filter(|row| row.unknown).map(|row| row.count).sum();
    let known = group.all - if group.exclusive { unknown } else { 0 };
    let all = counted(group.all, group.members.clone(), group.key.as_ref());
    let mut rows = vec![vec![
        group.about.clone(),
        Cell::phrase(phrase!("all")),
        all,
        Cell::empty(),
        Cell::empty(),
        Cell::empty(),
        Cell::empty(),
    ]];
    for (at, row) in group.rows.iter().enumerate() {
        let of = |all: usize| match all {
            0 => Cell::empty(),
            _ => {
                Cell::magnitude(row.count as f64 / all as f64, all).with_contributors(row.count).of(row.members.clone())
            }
        };
        let (low, high) = match group.all {
            0 => (f64::NAN, f64::NAN),
            all => wilson(Share { yes: row.count as u64, all: all as u64 }, level),
        };
        let (low, high) = row.weighted.map_or((low, high), |(_, low, high)| (low, high));
        let end = |end: f64| if end.is_nan() { Cell::empty() } else { Cell::statistic(end).with_n(group.all) };
        let of_known = if row.unknown || unknown == 0 || !group.exclusive { Cell::empty() } else { of(known) };
        let spot = start + 1 + at;
        let share = match row.weighted {
            Some((share, ..)) => Cell::statistic(share).with_n(group.all),
            None => of(group.all),
        };
        let stands = |column: &usize| if *column == 3 { row.weighted.is_none() } else { of_known.number().is_some() };
        for column in [3, 6].into_iter().filter(stands) {
            table.relations.push(Relation { total: (spot, 2), parts: vec![(spot, column)] });
        }
        rows.push(vec![
            group.about.clone(),
            row.label.clone(),
            counted(row.count, row.members.clone(), row.key.as_ref()),
            share,
            end(low),
            end(high),
            of_known,
        ]);
    }
    if group.all == 0 {
        table.relations.retain(|relation| relation.total.0 < start);
    }
    if group.exclusive && !group.rows.is_empty() {
        let parts = (0..group.rows.len()).map(|at| (start + 1 + at, 2)).collect();
        table.relations.push(Relation { total: (start, 2), parts });
    }
    if group.internal {
        rows.iter_mut().flatten().for_each(|cell| cell.audience = crate::exhibit::Audience::Internal);
    }
    if let Some(members) = group.no_answer.filter(|members| !members.is_empty()) {
        let mut row = vec![group.about.clone(), Cell::phrase(phrase!("no answer")), Cell::count_of(members)];
        row.extend([(); 4].map(|()| Cell::empty()));
        rows.push(row);
    }
    rows.into_iter().for_each(|row| table.push(row));
    start
}
