//! Scores and characteristics of those who are compared.

use super::super::edition::Table;
use super::super::people::Pop;
use super::super::world::World;
use super::Scope;

/// Numbers by bins of the score: all bins are those with a score, and of each bin some are matched.
pub fn overlap(scope: &Scope<'_>, table: &Table, world: &mut World) {
    let Some(complete) = scope.complete else { return };
    for (side, condition) in [("treated", scope.took()), ("comparison", scope.not())] {
        let all = world.people.with(complete, &condition);
        let matched = scope.matched.map(|pop| world.people.with(pop, &condition));
        let (mut parts, mut chosen) = (Vec::new(), Vec::new());
        for row in 0..table.rows.len() {
            let bin = format!("bin {row} of {}.{}", scope.part, scope.question);
            let pop = world.people.with(all, &bin);
            let [n, share, own] = ["n", "share", "matched"].map(|key| match key {
                "matched" => format!("matched_{side}"),
                key => format!("{key}_{side}"),
            });
            world.count(table.place(row, &n), table.cell(row, &n), pop);
            world.share(table.place(row, &share), table.cell(row, &share), pop, all);
            parts.push(pop);
            if let Some(matched) = matched {
                let in_it = world.people.with(matched, &bin);
                let out = world.people.with(pop, &format!("not matched in {}.{}", scope.part, scope.question));
                world.count(table.place(row, &own), table.cell(row, &own), in_it);
                world.sum(pop, &[in_it, out]);
                chosen.push(in_it);
            }
        }
        world.sum(all, &parts);
        if let Some(matched) = matched {
            world.sum(matched, &chosen);
        }
    }
}

/// Characteristics: the first row says how many there are, shares of categories how many have each.
pub fn characteristics(scope: &Scope<'_>, table: &Table, world: &mut World) {
    let Some(complete) = scope.complete else { return };
    for (side, condition) in [("treated", scope.took()), ("comparison", scope.not())] {
        let before = world.people.with(complete, &condition);
        let after = scope.matched.map(|pop| world.people.with(pop, &condition));
        for (when, pop) in [("before", Some(before)), ("after", after)] {
            let Some(pop) = pop else { continue };
            // Matched comparison units count with weights.
            if when == "before" || side == "treated" {
                column(table, &format!("mean_{side}_{when}"), pop, world);
            } else {
                let place = |row| table.place(row, &format!("mean_{side}_{when}"));
                for row in (0..table.rows.len()).filter(|row| table.text(*row, "term") == "n") {
                    world.count(place(row), table.cell(row, &format!("mean_{side}_{when}")), pop);
                }
            }
        }
    }
}

fn column(table: &Table, key: &str, pop: Pop, world: &mut World) {
    let mut levels: Vec<(String, Vec<Pop>)> = Vec::new();
    let spread = key.replace("mean", "sd");
    for row in 0..table.rows.len() {
        let term = table.text(row, "term");
        if term == "n" {
            world.count(table.place(row, key), table.cell(row, key), pop);
            continue;
        }
        // A share has no standard deviation beside it.
        let empty = table.cell(row, &spread).is_none_or(|cell| !cell.is_there());
        let between = table.number(row, key).is_none_or(|value| (0.0..=1.0).contains(&value));
        if !empty || !between {
            continue;
        }
        let [part, other] = ["holds", "does not hold"].map(|how| world.people.with(pop, &format!("{term} {how}")));
        world.either(table.place(row, key), table.cell(row, key), (part, other), pop);
        if let Some((variable, _)) = term.split_once('=') {
            match levels.iter_mut().find(|(own, _)| own == variable) {
                Some((_, parts)) => parts.push(part),
                None => levels.push((variable.into(), vec![part])),
            }
        }
    }
    for (_, parts) in levels.into_iter().filter(|(_, parts)| parts.len() > 1) {
        world.sum(pop, &parts);
    }
}
