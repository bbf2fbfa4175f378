//! Givers one by one, and how gifts are spread: how long ago, how often, how much.

use std::collections::{BTreeMap, BTreeSet};

use crate::exhibit::{Audience, Cell, Column, Format, Table, TableRole};
use crate::math::participation::gini;
use crate::math::quantile::quantile_sorted;
use crate::phrase;
use crate::text::Phrase;

use super::make::Given;

/// What one giver gave.
#[derive(Default)]
struct Giver {
    last: i32,
    gifts: usize,
    years: BTreeSet<i32>,
    amount: f64,
}

/// For those who hold the data. Without the day from which it is counted nothing is said of how long ago gifts were.
pub(super) fn table(given: &Given<'_>) -> Vec<Table> {
    let as_of = given.measure.day();
    let mut givers: BTreeMap<&str, Giver> = BTreeMap::new();
    let Some(who) = &given.log.who else { return Vec::new() };
    for (gift, day) in given.gifts.iter().filter(|(_, day)| as_of.is_none_or(|limit| *day <= limit)) {
        let giver = givers.entry(&who.words[gift.who as usize]).or_insert(Giver { last: i32::MIN, ..Giver::default() });
        giver.last = giver.last.max(*day);
        giver.gifts += 1;
        giver.years.insert(gift.year);
        giver.amount += gift.amount;
    }
    if givers.is_empty() {
        return Vec::new();
    }
    vec![spread(given, &givers, as_of), each(given, &givers, as_of)]
}

fn spread(given: &Given<'_>, givers: &BTreeMap<&str, Giver>, as_of: Option<i32>) -> Table {
    let columns = vec![
        Column::new("what", phrase!("What"), Format::Text),
        Column::new("value", phrase!("Value"), Format::Number(3)),
    ];
    let id = TableRole::Measure(format!("{}-spread", given.name));
    let mut table = Table::new(id, phrase!("How gifts are spread ({name})", name = given.name), columns);
    let mut add = |what: Phrase, value: f64| table.push(vec![Cell::phrase(what), Cell::statistic(value)]);
    let sorted = |of: &dyn Fn(&Giver) -> f64| {
        let mut values: Vec<f64> = givers.values().map(of).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let amounts = sorted(&|giver| giver.amount);
    let (n, total) = (amounts.len(), amounts.iter().sum::<f64>());
    add(phrase!("givers"), n as f64);
    add(phrase!("amount of a giver, median"), quantile_sorted(&amounts, 0.5));
    add(phrase!("Gini's coefficient of amounts (0: all alike)"), gini(&amounts));
    let tenth = n.div_ceil(10);
    add(phrase!("share of the tenth who gave most"), amounts[n - tenth..].iter().sum::<f64>() / total);
    add(phrase!("share of the one who gave most"), amounts[n - 1] / total);
    let gifts = sorted(&|giver| giver.gifts as f64);
    add(phrase!("gifts of a giver, median"), quantile_sorted(&gifts, 0.5));
    if let Some(day) = as_of {
        let recency = sorted(&|giver| f64::from(day - giver.last));
        add(phrase!("days since the last gift, lower quartile"), quantile_sorted(&recency, 0.25));
        add(phrase!("days since the last gift, median"), quantile_sorted(&recency, 0.5));
        add(phrase!("days since the last gift, upper quartile"), quantile_sorted(&recency, 0.75));
    }
    table.audience = Audience::Internal;
    table
}

fn each(given: &Given<'_>, givers: &BTreeMap<&str, Giver>, as_of: Option<i32>) -> Table {
    let mut columns = vec![Column::new("who", phrase!("Giver"), Format::Text)];
    if as_of.is_some() {
        columns.push(Column::new("recency", phrase!("Days since the last gift"), Format::Count));
    }
    columns.extend([
        Column::new("gifts", phrase!("Gifts"), Format::Count),
        Column::new("years", phrase!("Years with a gift"), Format::Count),
        Column::new("amount", phrase!("Amount"), Format::Number(0)),
    ]);
    let id = TableRole::Measure(format!("{}-givers", given.name));
    let mut table = Table::new(id, phrase!("Givers ({name})", name = given.name), columns);
    for (name, giver) in givers {
        let mut row = vec![Cell::identifier(*name)];
        row.extend(as_of.map(|day| Cell::statistic(f64::from(day - giver.last))));
        row.extend([giver.gifts as f64, giver.years.len() as f64, giver.amount].map(Cell::statistic));
        table.push(row);
    }
    table.audience = Audience::Internal;
    table
}
