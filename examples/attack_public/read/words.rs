//! What findings say beside the tables: numbers of cases, results, companions, and sentences that name cells.

use serde_json::Value;

use super::super::digits::{alone, end, nearest};
use super::super::edition::{Cell, Edition, list};
use super::super::say::arguments;
use super::super::world::{Estimate, Mean, World};
use super::answers::signed;
use super::{Of, Scope};

/// What each answer of a question says.
pub fn answers(scope: &Scope<'_>, world: &mut World) {
    for of in &scope.answers {
        let place = |key: &str| (of.json["id"].as_str().unwrap_or("").to_string(), 0, key.to_string());
        let cell = |value: &Value| Cell::of_number(value.as_f64());
        let sample = &of.json["sample"];
        for (key, pop) in [("treated", of.treated), ("comparison", of.comparison)] {
            // Withheld numbers of cases are stored as 0.
            if sample[key].as_f64().is_some_and(|n| n > 0.0) {
                world.count(place(key), Some(&cell(&sample[key])), pop);
            }
        }
        if scope.paired {
            let parts = signed(of.treated, &of.change(), world);
            for (at, pop) in parts.into_iter().enumerate() {
                let value = &of.json["describe"]["signs"][at];
                world.count(place(&format!("signs {at}")), Some(&cell(value)), pop);
            }
            companions(of, parts, world);
            effect(of, world);
        }
    }
}

/// Second ways to say the same: how many changed and how many rose are said by tests of signs and ranks.
fn companions(of: &Of<'_>, [rose, same, fell]: [usize; 3], world: &mut World) {
    let id = of.json["id"].as_str().unwrap_or("").to_string();
    for companion in list(&of.json["companions"]) {
        let key = companion["key"].as_str().unwrap_or("");
        let place = (id.clone(), 0, key.to_string());
        let number = |value: &Value| Cell::of_number(value.as_f64());
        match key {
            "wilcoxon" | "hodges-lehmann" | "sign-test" => {
                let changed = world.people.with(of.treated, &format!("changed:{}", of.change()));
                world.count(place.clone(), Some(&number(&companion["n"])), changed);
                world.sum(changed, &[rose, fell]);
                world.sum(of.treated, &[changed, same]);
                if key == "sign-test" {
                    world.count((id.clone(), 1, key.into()), Some(&number(&companion["statistic"][1])), rose);
                }
            }
            // Cohen's d_z: the mean over the standard deviation of the changes.
            "standardised-change" => {
                let size = companion["estimate"].as_f64().map(|value| world.printed(value));
                let (pop, change, place) = (of.treated, of.change(), format!("{id} {key}"));
                world.estimates.push(Estimate { pop, change, place, size, level: 0.95, ..Estimate::default() });
            }
            "share-higher" => world.share(place, Some(&number(&companion["estimate"])), rose, of.treated),
            _ => (),
        }
    }
}

/// The estimate with its error, interval, p-value and degrees of freedom.
fn effect(of: &Of<'_>, world: &mut World) {
    let effect = &of.json["effect"];
    let number = |key: &str| effect[key].as_f64();
    let ends = [number("estimate"), number("low"), number("high")];
    let Some(step) = world.step(&ends) else { return };
    let place = of.json["id"].as_str().unwrap_or("").to_string();
    let printed = |key: &str| number(key).map(|value| world.printed(value));
    let estimate = Estimate {
        pop: of.treated,
        change: of.change(),
        mean: ends[0].map(|value| nearest(value, step)),
        low: ends[1].map(|value| end(value, step, false)),
        high: ends[2].map(|value| end(value, step, true)),
        error: printed("std_error").filter(|_| number("std_error") != Some(0.0)),
        // Two digits, or a level that it lies below.
        p: number("p_value").map(alone),
        df: number("df").filter(|df| df.fract() == 0.0),
        level: number("level").unwrap_or(0.95),
        by_t: effect["law"] == "t",
        scaled: false,
        size: None,
        place: place.clone(),
    };
    if let Some(value) = estimate.mean {
        world.means.push(Mean { pop: of.treated, variable: of.change(), value, place: place.clone() });
    }
    world.estimates.push(estimate);
    let describe = &of.json["describe"];
    for (key, variable) in [("mean_treated", Some(&of.outcome)), ("mean_reference", of.baseline.as_ref())] {
        if let (Some(value), Some(variable)) = (describe[key].as_f64(), variable) {
            let value = world.printed(value);
            world.means.push(Mean {
                pop: of.treated,
                variable: variable.clone(),
                value,
                place: format!("{place} {key}"),
            });
        }
    }
}

/// Sentences that name a cell and say its number.
pub fn cells(edition: &Edition, world: &mut World) {
    let mut found = Vec::new();
    arguments(&edition.json, &mut found);
    for (_, _, value) in found {
        let Some([cell, said]) = value["cell"].as_array().map(Vec::as_slice) else { continue };
        let (Some(table), Some(row), Some(key)) = (cell["table"].as_str(), cell["row"].as_u64(), cell["key"].as_str())
        else {
            continue;
        };
        let place = (table.to_string(), row as usize, key.to_string());
        let units = said["units"].as_f64().or_else(|| said["count"].as_f64());
        if let (Some(units), Some(&pop)) = (units, world.cells.get(&place)) {
            let cell = Cell::of_number(Some(units));
            world.count((format!("sentence of {table}"), row as usize, key.into()), Some(&cell), pop);
        }
    }
}
