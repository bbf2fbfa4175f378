//! Estimates, the cases behind them, and means before and after.

use super::super::edition::Table;
use super::super::people::Pop;
use super::super::world::World;
use super::{Of, Scope};

/// The answer that a row is about, by its label, else by its place.
pub fn of_row<'s, 'e>(scope: &'s Scope<'e>, table: &Table, row: usize) -> Option<&'s Of<'e>> {
    let (label, key) = (table.text(row, "label"), table.text(row, "outcome"));
    let named = scope.answers.iter().find(|of| !key.is_empty() && of.json["outcome"] == *key);
    let same: Vec<&Of<'e>> = scope.answers.iter().filter(|of| of.label == label).collect();
    named.or_else(|| (same.len() == 1).then(|| same[0])).or_else(|| scope.answers.get(row))
}

/// The answer that a table is about.
pub fn of_table<'s, 'e>(scope: &'s Scope<'e>, table: &Table) -> Option<&'s Of<'e>> {
    let named = scope.answers.iter().find(|of| of.json["outcome"] == *table.outcome);
    named.or_else(|| scope.answers.first().filter(|_| table.outcome.is_empty()))
}

/// The tables of estimates and of cases.
pub fn rows(scope: &Scope<'_>, table: &Table, world: &mut World) {
    for row in 0..table.rows.len() {
        let Some(of) = of_row(scope, table, row) else { continue };
        for (key, pop) in [
            ("treated", of.treated),
            ("n_treated", of.treated),
            ("comparison", of.comparison),
            ("n_comparison", of.comparison),
        ] {
            world.count(table.place(row, key), table.cell(row, key), pop);
        }
        signs(of, table, row, world);
        if table.text(row, "unit") == "percentage points" {
            world.yes.extend([Some(of.outcome.clone()), of.baseline.clone()].into_iter().flatten());
        }
        if !table.name.starts_with("cases") && scope.paired {
            estimate(of, table, row, of.treated, world);
        }
    }
}

/// The estimate of a row, in the unit of the values: points are hundredths of yes.
pub fn estimate(of: &Of<'_>, table: &Table, row: usize, pop: Pop, world: &mut World) {
    let points = table.text(row, "unit") == "percentage points";
    if points {
        world.whole.insert(of.change(), Some(1.0));
    }
    world.estimate(table, row, pop, &of.change(), if points { 0.01 } else { 1.0 });
}

/// Who rose, stayed the same and fell.
fn signs(of: &Of<'_>, table: &Table, row: usize, world: &mut World) {
    let keys = ["higher", "equal", "lower"];
    if !keys.iter().all(|key| table.cell(row, key).is_some_and(|cell| cell.is_there())) {
        return;
    }
    let parts = signed(of.treated, &of.change(), world);
    for (key, pop) in keys.into_iter().zip(parts) {
        world.count(table.place(row, key), table.cell(row, key), pop);
    }
}

/// The populations of those who rose, stayed the same and fell.
pub fn signed(pop: Pop, change: &str, world: &mut World) -> [Pop; 3] {
    let parts = ["rose", "same", "fell"].map(|sign| world.people.with(pop, &format!("{sign}:{change}")));
    if world.signs.insert((pop, change.to_string()), parts).is_none() {
        world.sum(pop, &parts);
    }
    parts
}

/// Before, after and change of both sides.
pub fn before_and_after(scope: &Scope<'_>, table: &Table, world: &mut World) {
    let Some(of) = of_table(scope, table) else { return };
    let Some(baseline) = of.baseline.clone() else { return };
    for row in 0..table.rows.len() {
        let pop = match table.text(row, "arm") {
            "Treated" => of.treated,
            "Comparison" => of.comparison,
            _ => continue,
        };
        world.count(table.place(row, "n"), table.cell(row, "n"), pop);
        // Only where each counts once is the mean a sum over units.
        if pop == of.comparison && !one_to_one(scope, table.number(0, "n"), table.number(row, "n"), world) {
            continue;
        }
        for (key, variable) in [("before", &baseline), ("after", &of.outcome), ("change", &of.change())] {
            world.mean(&table.place(row, key), table.cell(row, key), pop, variable);
        }
    }
}

/// Whether the comparison units count once each: nobody was matched, or one to one. Rounded numbers that are equal do not say so.
fn one_to_one(scope: &Scope<'_>, treated: Option<f64>, comparison: Option<f64>, world: &World) -> bool {
    scope.matched.is_none() || treated.is_some() && treated == comparison && world.promise.rounding.is_none()
}

/// Means of both sides over time.
pub fn over_time(scope: &Scope<'_>, table: &Table, world: &mut World) {
    let Some(of) = of_table(scope, table) else { return };
    for row in 0..table.rows.len() {
        let period = table.text(row, "period").to_string();
        let baseline = of.baseline.clone().unwrap_or_default();
        let (variable, own) = match period.as_str() {
            "Before" => (baseline, false),
            "After" => (of.outcome.clone(), false),
            name if name == baseline && !name.is_empty() => (baseline, false),
            name if name == of.label => (of.outcome.clone(), false),
            name => (format!("{} {name}", of.outcome), true),
        };
        for (side, pop) in [("treated", of.treated), ("comparison", of.comparison)] {
            let pop = if own { world.people.with(pop, &format!("known:{variable}")) } else { pop };
            let [n, mean] = ["n", "mean"].map(|key| format!("{key}_{side}"));
            world.count(table.place(row, &n), table.cell(row, &n), pop);
            let both = ["n_treated", "n_comparison"].map(|key| table.number(row, key));
            if side == "treated" || one_to_one(scope, both[0], both[1], world) {
                world.mean(&table.place(row, &mean), table.cell(row, &mean), pop, &variable);
            }
        }
    }
}
