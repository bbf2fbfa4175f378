//! How often each answer was given, and yes and no before and after.

use super::super::edition::Table;
use super::super::people::Pop;
use super::super::world::{Histogram, World};
use super::Scope;
use super::answers::{of_table, signed};

/// The answers of a scale: the numbers of all steps are the whole, and so are the shares.
pub fn levels(scope: &Scope<'_>, table: &Table, world: &mut World) {
    let Some(of) = of_table(scope, table) else { return };
    let steps: Vec<&str> = table.columns.iter().filter_map(|key| key.strip_prefix("count_")).collect();
    let values: Vec<f64> = steps.iter().filter_map(|step| step.parse().ok()).collect();
    if values.len() == steps.len() && !values.is_empty() {
        let span = values.iter().copied().fold(f64::MIN, f64::max) - values.iter().copied().fold(f64::MAX, f64::min);
        world.whole.insert(of.change(), Some(span));
    }
    for row in 0..table.rows.len() {
        let compared = ["Did not take part", "Compared with"].contains(&table.text(row, "group"));
        let side = if compared { of.comparison } else { of.treated };
        let variable = match (table.text(row, "time"), &of.baseline) {
            ("Before", Some(baseline)) => baseline.clone(),
            _ => of.outcome.clone(),
        };
        world.count(table.place(row, "n"), table.cell(row, "n"), side);
        let mut parts = Vec::new();
        for step in &steps {
            let pop = world.people.with(side, &format!("{variable}={step}"));
            let (count, share) = (format!("count_{step}"), format!("share_{step}"));
            world.count(table.place(row, &count), table.cell(row, &count), pop);
            world.share(table.place(row, &share), table.cell(row, &share), pop, side);
            parts.push(pop);
        }
        world.sum(side, &parts);
        if values.len() == steps.len() && values.iter().all(|value| *value >= 0.0 && value.fract() == 0.0) {
            let steps = values.iter().map(|value| *value as i64).zip(parts.iter().copied()).collect();
            world.histograms.push(Histogram { all: side, variable: variable.clone(), steps });
        }
        if let [_, _, _, fourth, fifth] = parts[..] {
            let upper = world.people.with(side, &format!("{variable}=the upper two"));
            world.sum(upper, &[fourth, fifth]);
            world.share(table.place(row, "upper"), table.cell(row, "upper"), upper, side);
        }
    }
}

/// Yes and no before and after: who changed is read off the table.
pub fn crossed(scope: &Scope<'_>, table: &Table, world: &mut World) {
    let Some(of) = of_table(scope, table) else { return };
    let change = of.change();
    let base = of.treated;
    let mut cell = |before: &str, after: &str| {
        let conditions: Vec<String> = [("before", before), ("after", after)]
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(when, value)| format!("{change} {when}={value}"))
            .collect();
        conditions.iter().fold(base, |pop, condition| world.people.with(pop, condition))
    };
    let side = |text: &str| {
        if text.starts_with("No") {
            "no"
        } else if text.starts_with("Yes") {
            "yes"
        } else {
            ""
        }
    };
    let mut places: Vec<(usize, &str, Pop)> = Vec::new();
    for row in 0..table.rows.len() {
        for (key, after) in [("no", "no"), ("yes", "yes"), ("total", "")] {
            places.push((row, key, cell(side(table.text(row, "before")), after)));
        }
    }
    let both = ["no", "yes"].map(|before| ["no", "yes"].map(|after| cell(before, after)));
    let rows = ["no", "yes"].map(|before| cell(before, ""));
    let columns = ["no", "yes"].map(|after| cell("", after));
    for (row, key, pop) in places {
        world.count(table.place(row, key), table.cell(row, key), pop);
    }
    for at in 0..2 {
        world.sum(rows[at], &both[at]);
        world.sum(columns[at], &[both[0][at], both[1][at]]);
    }
    world.sum(base, &rows);
    world.sum(base, &columns);
    let [rose, same, fell] = signed(base, &change, world);
    world.people.same(rose, both[0][1]);
    world.people.same(fell, both[1][0]);
    world.sum(same, &[both[0][0], both[1][1]]);
}
