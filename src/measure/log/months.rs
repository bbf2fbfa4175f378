//! Month by month: how many, on how many days, and per day.

use crate::exhibit::{AnswerPart, Cell, Column, Format, Relation, Table, TableRole};
use crate::math::rates::Rate;
use crate::phrase;
use crate::text::Arg;

use super::make::Counted;

pub(super) fn table(counted: &Counted<'_>) -> Table {
    let percent = Arg::level(counted.level());
    let columns = vec![
        Column::new("month", phrase!("Month"), Format::Text),
        Column::new("n", phrase!("Number"), Format::Count),
        Column::new("days", phrase!("Days open"), Format::Count),
        Column::new("rate", phrase!("Per day open"), Format::Number(2)),
        Column::new("low", phrase!("{level} interval, lower end", level = percent.clone()), Format::Number(2)),
        Column::new("high", phrase!("{level} interval, upper end", level = percent), Format::Number(2)),
    ];
    let id = TableRole::Measure(format!("{}-months", counted.name));
    let mut table = Table::new(id, phrase!("Month by month ({name})", name = counted.name), columns);
    let covered = &counted.covered;
    let counts = covered.by_month(|_| true);
    for (month, count) in covered.months.iter().zip(&counts) {
        let label = Cell::text(format!("{:04}-{:02}", month.year, month.month));
        table.push(row(label, *count as usize, month.open, counted.level(), None));
    }
    let (all, days) = (covered.rows(), covered.months.iter().map(|month| month.open).sum());
    let key = counted.key_of_all();
    table.push(row(Cell::phrase(phrase!("all")), all, days, counted.level(), Some(&key)));
    let last = counts.len();
    table.relations.push(Relation { total: (last, 1), parts: (0..last).map(|row| (row, 1)).collect() });
    table.notes = vec![
        phrase!(
            "Exact intervals of Poisson's law (Garwood). Days on which the log is closed do not count as days without entries"
        ),
        phrase!(
            "Days from {from} to {to}",
            from = crate::notation::calendar::iso(covered.days.0),
            to = crate::notation::calendar::iso(covered.days.1)
        ),
    ];
    table
}

fn row(label: Cell, count: usize, days: usize, level: f64, key: Option<&String>) -> Vec<Cell> {
    let n = Cell::count_here(count);
    let n = match key {
        Some(key) => n.quantity(AnswerPart::Treated.of(key)),
        None => n,
    };
    let rate = Rate { count: count as u64, exposure: days as f64 };
    // Days of the calendar are no data.
    let mut row = vec![label, n, Cell::scale(days as f64)];
    if days == 0 {
        row.extend([Cell::empty(), Cell::empty(), Cell::empty()]);
    } else {
        let (low, high) = rate.garwood(level);
        row.extend([rate.value(), low, high].map(|value| Cell::statistic(value).with_n(count)));
    }
    row
}
