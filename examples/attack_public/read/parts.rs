//! Parts of a population: fifths and halves by the value before, and subgroups.

use super::super::edition::Table;
use super::super::people::Pop;
use super::super::world::World;
use super::Scope;
use super::answers::{estimate, of_row, of_table, signed};

/// Before and after in parts of equal size: they are all, and nobody is in two.
pub fn fifths(scope: &Scope<'_>, table: &Table, world: &mut World) {
    let Some(of) = of_table(scope, table) else { return };
    let Some(baseline) = of.baseline.clone() else { return };
    // Who is in which is decided anew in every question.
    let parts: Vec<Pop> =
        (0..table.rows.len()).map(|row| world.people.with(of.treated, &format!("row {row} of {}", table.id))).collect();
    for (row, &pop) in parts.iter().enumerate() {
        world.count(table.place(row, "n"), table.cell(row, "n"), pop);
        world.mean(&table.place(row, "before"), table.cell(row, "before"), pop, &baseline);
        world.mean(&table.place(row, "after"), table.cell(row, "after"), pop, &of.outcome);
    }
    world.sum(of.treated, &parts);
}

/// Estimates of subgroups and of the parts that have pages. Where everybody is compared with himself, they are parts of the whole.
pub fn subgroups(scope: &Scope<'_>, table: &Table, world: &mut World) {
    for row in 0..table.rows.len() {
        let Some(of) = of_row(scope, table, row) else { continue };
        let condition = match table.name.as_str() {
            "groups" => format!("part:{}", part(scope, table, row)),
            _ => format!("{}={}", table.text(row, "subgroup"), level(table, row)),
        };
        let (treated, comparison) = match scope.paired {
            true => (world.people.with(of.treated, &condition), world.people.with(of.comparison, &condition)),
            // Matched anew within the subgroup: other people than those who are matched in all.
            false => {
                let own = format!("{condition} within {}.{} for {}", scope.part, scope.question, of.outcome);
                let everybody = world.people.all();
                let pop = world.people.with(everybody, &own);
                scope.sides(world, pop)
            }
        };
        world.count(table.place(row, "n_treated"), table.cell(row, "n_treated"), treated);
        world.count(table.place(row, "n_comparison"), table.cell(row, "n_comparison"), comparison);
        if scope.paired {
            estimate(of, table, row, treated, world);
            signed(treated, &of.change(), world);
        }
    }
}

/// The value of a subgroup: of several that are not named, which.
fn level(table: &Table, row: usize) -> String {
    let text = |at: usize, key| table.text(at, key);
    let same = |at: &usize| ["outcome", "subgroup", "level"].iter().all(|key| text(*at, key) == text(row, key));
    match (0..row).filter(same).count() {
        0 => text(row, "level").into(),
        more => format!("{} {}", text(row, "level"), more + 1),
    }
}

/// Pages are numbered in the order of the rows of each outcome. A row without a name is the page of its number, if it has one.
fn part(scope: &Scope<'_>, table: &Table, row: usize) -> String {
    let outcome = |at: usize| (table.text(at, "outcome"), table.text(at, "label"));
    let first = (0..=row).find(|at| outcome(*at) == outcome(row)).unwrap_or(row);
    let number = format!("{:02}-", row - first + 1);
    let level = table.text(row, "level");
    let page = scope.pages.iter().find(|page| level.starts_with('(') && page.starts_with(&number));
    page.cloned().unwrap_or_else(|| format!("{number}{level}"))
}
