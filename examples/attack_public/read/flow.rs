//! Who reaches each stage, why others are lost, and of whom a variable is known.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::edition::Table;
use super::super::people::Pop;
use super::super::say::said;
use super::super::texts::is_told;
use super::super::world::World;
use super::{Scope, variables};

/// A stage while the flow is read.
struct Stage {
    rows: Vec<usize>,
    name: String,
}

/// Reads the flow of a question: the populations of its answers, by their number.
pub fn flow(scope: &mut Scope<'_>, tables: &[&Table], findings: &[&Value], world: &mut World) -> BTreeMap<usize, Pop> {
    let mut analysed = BTreeMap::new();
    let Some(table) = tables.iter().find(|table| table.name == "flow" && !table.question.is_empty()) else {
        return analysed;
    };
    let mut now = world.people.all();
    let mut started = false;
    for stage in stages(table) {
        if let Some(label) = stage.name.strip_prefix("Analysed") {
            let at = which(label, findings, &analysed);
            let Some(json) = findings.get(at) else { continue };
            analysed.insert(at, last(scope, table, &stage, now, json, world));
            continue;
        }
        now = next(scope, table, &stage, now, world);
        if !started && table.cell(stage.rows[0], "treated").is_some_and(|cell| cell.is_there()) {
            (scope.start, started) = (now, true);
        }
        if stage.name.starts_with("Covariates complete") || stage.name.starts_with("Known whether") {
            scope.complete = Some(now);
        }
        if stage.name.starts_with("Matched") {
            scope.matched = Some(now);
        }
    }
    analysed
}

fn stages(table: &Table) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    for row in 0..table.rows.len() {
        let name = table.text(row, "stage");
        match stages.last_mut() {
            Some(stage) if name.is_empty() => stage.rows.push(row),
            _ => stages.push(Stage { rows: vec![row], name: name.into() }),
        }
    }
    stages
}

/// The answer that a last stage is about.
fn which(label: &str, findings: &[&Value], taken: &BTreeMap<usize, Pop>) -> usize {
    let label = label.trim_start_matches(':').trim();
    let named = |at: &usize| !label.is_empty() && said(&findings[*at]["label"]) == label && !taken.contains_key(at);
    let free = |at: &usize| !taken.contains_key(at);
    (0..findings.len()).find(named).or_else(|| (0..findings.len()).find(free)).unwrap_or(usize::MAX)
}

/// A condition and its contrary.
fn conditions(scope: &Scope<'_>, reason: &str) -> (String, String) {
    if let Some(condition) = reason.strip_prefix("not so: ") {
        // Which one it is, is not said: each question has its own, the same in all parts.
        let own = format!("{condition} {}", scope.question);
        let condition = if is_told(condition) { condition } else { &own };
        return (format!("not where:{condition}"), format!("where:{condition}"));
    }
    if reason.starts_with("in another part") {
        return (format!("not part:{}", scope.part), format!("part:{}", scope.part));
    }
    if reason.starts_with("did not receive") {
        return (scope.not(), scope.took());
    }
    if let Some(variables) = reason.strip_prefix("no value of ") {
        return (format!("incomplete:{variables}"), format!("complete:{variables}"));
    }
    let of = ["caliper", "similar", "chosen", "match", "common support", "weight"];
    match of.iter().any(|word| reason.contains(word)) {
        true => {
            let own = format!("{}.{}", scope.part, scope.question);
            (format!("{reason} in {own}"), format!("not {reason} in {own}"))
        }
        false => (format!("{reason} of {}", scope.treatment), format!("not {reason} of {}", scope.treatment)),
    }
}

/// The population of the next stage.
fn next(scope: &Scope<'_>, table: &Table, stage: &Stage, before: Pop, world: &mut World) -> Pop {
    let mut lost = Vec::new();
    let mut left = before;
    for &row in &stage.rows {
        let reason = table.text(row, "reason");
        if !reason.is_empty() {
            let (is, is_not) = conditions(scope, reason);
            lost.push((row, world.people.with(left, &is)));
            left = world.people.with(left, &is_not);
        }
    }
    // What is said of all before is not the same people as a stage that says more of them.
    if lost.is_empty() && stage.name.starts_with("Matched") {
        left = world.people.with(left, &format!("matched in {}.{}", scope.part, scope.question));
        world.people.same(before, left);
    }
    balance(scope, table, stage.rows[0], (before, left), &lost, world);
    left
}

/// The population of an answer.
fn last(scope: &Scope<'_>, table: &Table, stage: &Stage, before: Pop, json: &Value, world: &mut World) -> Pop {
    let (outcome, baseline) = variables(json);
    let known = world.people.with(before, &format!("known:{outcome}"));
    let left = match &baseline {
        Some(baseline) => world.people.with(known, &format!("known:{baseline}")),
        None => known,
    };
    let mut lost = Vec::new();
    for &row in &stage.rows {
        let reason = table.text(row, "reason");
        if reason.starts_with("the outcome is missing") {
            lost.push((row, world.people.with(before, &format!("missing:{outcome}"))));
        } else if reason.starts_with("the value before is missing") {
            lost.push((row, world.people.with(known, &format!("missing:{}", baseline.clone().unwrap_or_default()))));
        } else if !reason.is_empty() {
            let (is, _) = conditions(scope, reason);
            lost.push((row, world.people.with(before, &format!("{is} for {outcome}"))));
        }
    }
    let strange = |row: &usize| {
        let reason = table.text(*row, "reason");
        !reason.is_empty() && !reason.starts_with("the outcome is") && !reason.starts_with("the value before")
    };
    if !stage.rows.iter().any(strange) {
        for side in [None, Some(scope.took()), Some(scope.not())] {
            let of = |pop, world: &mut World| side.as_ref().map_or(pop, |side| world.people.with(pop, side));
            let pops = [before, known, left].map(|pop| of(pop, world));
            split(pops[0], pops[1], &format!("missing:{outcome}"), world);
            if let Some(baseline) = &baseline {
                split(pops[1], pops[2], &format!("missing:{baseline}"), world);
            }
        }
    }
    balance(scope, table, stage.rows[0], (before, left), &lost, world);
    left
}

/// Those of whom something is known and those of whom it is missing are all.
fn split(all: Pop, known: Pop, missing: &str, world: &mut World) {
    let missing = world.people.with(all, missing);
    world.sum(all, &[known, missing]);
}

/// Those who are left and those who are lost are those before; on each side and together.
fn balance(
    scope: &Scope<'_>,
    table: &Table,
    row: usize,
    (before, left): (Pop, Pop),
    lost: &[(usize, Pop)],
    world: &mut World,
) {
    let (took, not) = (scope.took(), scope.not());
    let sides = [
        ("remaining", "lost", None),
        ("treated", "lost_treated", Some(&took)),
        ("comparison", "lost_comparison", Some(&not)),
    ];
    for (key, lost_key, side) in sides {
        let of = |pop, world: &mut World| side.map_or(pop, |side| world.people.with(pop, side));
        let (whole, rest) = (of(before, world), of(left, world));
        world.count(table.place(row, key), table.cell(row, key), rest);
        let mut parts = vec![rest];
        for (row, pop) in lost {
            let pop = of(*pop, world);
            world.count(table.place(*row, lost_key), table.cell(*row, lost_key), pop);
            parts.push(pop);
        }
        match lost.is_empty() {
            true => world.people.same(whole, rest),
            false => world.sum(whole, &parts),
        }
    }
    both(scope, table, row, ("treated", "comparison"), left, world);
    for (row, pop) in lost {
        both(scope, table, *row, ("lost_treated", "lost_comparison"), *pop, world);
    }
}

/// The two sides of a population are all of it, where both are said.
fn both(scope: &Scope<'_>, table: &Table, row: usize, keys: (&str, &str), pop: Pop, world: &mut World) {
    let there = |key| table.cell(row, key).is_some_and(|cell| cell.is_there());
    if there(keys.0) && there(keys.1) {
        let (took, not) = scope.sides(world, pop);
        world.sum(pop, &[took, not]);
    }
}

/// Of whom each variable is known.
pub fn missing(scope: &Scope<'_>, table: &Table, world: &mut World) {
    for row in 0..table.rows.len() {
        let variable = named(scope, table, row);
        for side in ["treated", "comparison"] {
            let condition = if side == "treated" { scope.took() } else { scope.not() };
            let keys = ["n", "known", "missing", "share_missing"].map(|key| format!("{key}_{side}"));
            if !table.cell(row, &keys[0]).is_some_and(|cell| cell.is_there()) {
                continue;
            }
            let all = world.people.with(scope.start, &condition);
            let known = world.people.with(all, &format!("known:{variable}"));
            let missing = world.people.with(all, &format!("missing:{variable}"));
            for (key, pop) in [(&keys[0], all), (&keys[1], known), (&keys[2], missing)] {
                world.count(table.place(row, key), table.cell(row, key), pop);
            }
            world.sum(all, &[known, missing]);
            world.share(table.place(row, &keys[3]), table.cell(row, &keys[3]), missing, all);
        }
    }
}

/// The variable that a row is about, as answers call it: by its label with the period, else by its place.
fn named(scope: &Scope<'_>, table: &Table, row: usize) -> String {
    let label = table.text(row, "label");
    for of in &scope.answers {
        let period = |name: &str| name.split_once('@').map(|(_, period)| format!("{} ({period})", of.label));
        if period(&of.outcome).is_some_and(|it| it == label) || of.label == label && !of.outcome.contains('@') {
            return of.outcome.clone();
        }
        if let Some(baseline) = &of.baseline
            && (baseline == label || period(baseline).is_some_and(|it| it == label))
        {
            return baseline.clone();
        }
    }
    let pairs = scope.answers.iter().all(|of| of.baseline.is_some()) && table.rows.len() == 2 * scope.answers.len();
    match (pairs, scope.answers.get(row / 2)) {
        (true, Some(of)) if row.is_multiple_of(2) => of.baseline.clone().unwrap_or_default(),
        (true, Some(of)) => of.outcome.clone(),
        _ => label.to_string(),
    }
}
