//! Between areas: rates per population, and how they compare.

use crate::exhibit::{AnswerPart, Audience, Cell, Column, Format, Relation, Table, TableRole};
use crate::math::rates::{Rate, ratio};
use crate::notation::natural;
use crate::phrase;
use crate::text::Arg;

use super::counts::{by_word, unknown_words};
use super::make::Counted;

/// Nothing where no area is asked for.
pub(super) fn table(counted: &Counted<'_>) -> Option<Table> {
    let name = counted.measure.area.as_ref()?;
    let column = counted.column(name)?;
    let unknown = unknown_words(column, &counted.measure.unknown);
    let counts = by_word(column, &unknown, |row| counted.covered.covers(row));
    let mut areas: Vec<(&str, usize)> =
        counts.known.iter().map(|&(at, count)| (column.words[at].as_str(), count)).collect();
    areas.sort_by(|(a, _), (b, _)| natural(a, b));
    let mut table = Table::new(
        TableRole::Measure(format!("{}-areas", counted.name)),
        phrase!("Areas ({name})", name = counted.name),
        columns(counted),
    );
    let exposure = |area: &str| match counted.measure.exposure.is_empty() {
        true => Some(1.0),
        false => counted.measure.exposure.get(area).copied(),
    };
    let first = areas.iter().find_map(|(area, count)| Some(Rate { count: *count as u64, exposure: exposure(area)? }));
    for (area, count) in &areas {
        let key = counted.key(name, area);
        let rate = exposure(area).map(|exposure| Rate { count: *count as u64, exposure });
        table.push(row(counted, Cell::text(*area), *count, Some(&key), rate, first));
    }
    if counts.unknown > 0 {
        let key = counted.key(name, "");
        table.push(row(counted, Cell::phrase(phrase!("not recorded")), counts.unknown, Some(&key), None, None));
    }
    let parts = (0..table.rows.len()).map(|row| (row, 1)).collect();
    let key = counted.key_of_all();
    table.push(row(counted, Cell::phrase(phrase!("all")), counted.covered.rows(), Some(&key), None, None));
    table.relations.push(Relation { total: (table.rows.len() - 1, 1), parts });
    table.notes = vec![phrase!(
        "Rates with exact intervals (Garwood). Ratio to the first area, given the sum of both counts (exact, conditional binomial); its p-value counts all divisions that are no more probable, so that it can differ from what the interval says"
    )];
    Some(table)
}

fn columns(counted: &Counted<'_>) -> Vec<Column> {
    let percent = Arg::level(counted.level());
    let rate = match counted.measure.exposure.is_empty() {
        true => phrase!("Rate"),
        false => phrase!("Per {per}", per = Arg::rule(Arg::Number(counted.measure.per, 0))),
    };
    let end = |key: &str, title| Column::new(key, title, Format::Number(2));
    vec![
        Column::new("area", phrase!("Area"), Format::Text),
        Column::new("n", phrase!("Number"), Format::Count),
        Column::new("exposure", phrase!("Exposure"), Format::Number(0)),
        Column::new("rate", rate, Format::Number(2)),
        end("low", phrase!("{level} interval, lower end", level = percent.clone())),
        end("high", phrase!("{level} interval, upper end", level = percent.clone())),
        // The ratio and one of two counts tell the other.
        inside(Column::new("ratio", phrase!("Ratio to the first"), Format::Number(2))),
        inside(end("low_ratio", phrase!("Ratio: {level} interval, lower end", level = percent.clone()))),
        inside(end("high_ratio", phrase!("Ratio: {level} interval, upper end", level = percent))),
        inside(Column::new("p", phrase!("p-value"), Format::PValue)),
    ]
}

fn inside(column: Column) -> Column {
    Column { audience: Audience::Internal, ..column }
}

fn row(
    counted: &Counted<'_>,
    label: Cell,
    count: usize,
    key: Option<&String>,
    rate: Option<Rate>,
    first: Option<Rate>,
) -> Vec<Cell> {
    let n = Cell::count_here(count);
    let n = match key {
        Some(key) => n.quantity(AnswerPart::Treated.of(key)),
        None => n,
    };
    let result = |value: f64| Cell::statistic(value).with_n(count);
    let mut row = vec![label, n];
    let shown = rate.filter(|_| !counted.measure.exposure.is_empty());
    match shown {
        Some(rate) => {
            let (per, (low, high)) = (counted.measure.per, rate.garwood(counted.level()));
            row.push(Cell::scale(rate.exposure));
            row.extend([rate.value() * per, low * per, high * per].map(result));
        }
        None => row.extend([(); 4].map(|()| Cell::empty())),
    }
    let other = rate.zip(first).filter(|(rate, first)| rate != first).and_then(|(rate, first)| {
        let both = ratio(rate, first, counted.level())?;
        // What rests on two counts rests on the smaller one.
        Some((both, count.min(first.count as usize)))
    });
    match other {
        Some((both, n)) => {
            row.extend([both.ratio, both.low, both.high, both.p].map(|value| Cell::statistic(value).with_n(n)))
        }
        None => row.extend([(); 4].map(|()| Cell::empty())),
    }
    row
}
