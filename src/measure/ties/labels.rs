use crate::phrase;
use crate::text::{Phrase, Words};

use super::super::words;
use super::Ties;

/// What is made of every network.
const ALWAYS: [&str; 7] =
    ["partners", "reported", "reported_by", "returned", "betweenness", "constraint", "effective_size"];
/// What needs sectors.
const OF_SECTORS: [&str; 6] =
    ["other_sector", "reported_other_sector", "ei", "diversity", "bridges_within", "bridges_between"];
/// What needs areas.
const OF_AREAS: [&str; 2] = ["other_area", "same_area_share"];
/// What needs ratings of trust.
const OF_TRUST: [&str; 4] = ["trust_given", "trust_received", "trust_raters", "trust_asymmetry"];
/// What needs ratings of value.
const OF_VALUE: [&str; 2] = ["value_received", "value_raters"];
/// What needs strengths.
const OF_STRENGTH: [&str; 4] = ["strength_given", "strength_received", "strong_betweenness", "strong_constraint"];
/// What needs amounts.
const OF_AMOUNTS: [&str; 3] = ["money_given", "money_received", "money_asymmetry"];

/// The keys of the variables that a measure makes, in order.
pub(super) fn keys(ties: &Ties) -> Vec<&'static str> {
    let sectors = OF_SECTORS.iter().filter(|_| ties.sector.is_some());
    let areas = OF_AREAS.iter().filter(|_| ties.area.is_some());
    let trust = OF_TRUST.iter().filter(|_| !ties.trust.columns().is_empty());
    let value = OF_VALUE.iter().filter(|_| !ties.value.columns().is_empty());
    let local = ["money_local"].iter().filter(|_| ties.amount.is_some() && ties.area.is_some());
    let strength = OF_STRENGTH.iter().filter(|_| ties.strength.is_some());
    let core = ["core"].iter().filter(|_| ties.core_periphery.is_some());
    let amounts = OF_AMOUNTS.iter().filter(|_| ties.amount.is_some());
    ALWAYS
        .iter()
        .chain(sectors)
        .chain(areas)
        .chain(trust)
        .chain(value)
        .chain(amounts)
        .chain(local)
        .chain(strength)
        .chain(core)
        .copied()
        .collect()
}

/// What outputs call a variable.
pub(super) fn label(key: &str) -> Phrase {
    match key {
        "partners" => phrase!("Partners"),
        "reported" => phrase!("Partners that it reports itself"),
        "reported_by" => phrase!("Organisations that report a tie to it"),
        "returned" => phrase!("Share of its reported ties that the other reports too"),
        "betweenness" => phrase!("Share of shortest ways between others that lead through it"),
        "constraint" => phrase!("Constraint (Burt): how much its partners are tied to each other"),
        "effective_size" => phrase!("Partners that are not tied to others of its partners (effective size)"),
        "other_sector" => phrase!("Partners of other sectors"),
        "reported_other_sector" => phrase!("Partners of other sectors that it reports itself"),
        "ei" => phrase!("E–I index: partners of other sectors less those of its own, as a share of all"),
        "diversity" => phrase!("Diversity of the sectors of its partners (Blau): 0 where all are of one"),
        "bridges_within" => phrase!("Pairs of partners of one sector that only it joins"),
        "bridges_between" => phrase!("Pairs of partners of two sectors that only it joins"),
        "other_area" => phrase!("Partners in other areas"),
        "same_area_share" => phrase!("Share of partners in its own area"),
        "trust_given" => phrase!("Trust in its partners, mean"),
        "trust_received" => phrase!("Trust that others put in it, mean"),
        "trust_asymmetry" => phrase!("Trust given less trust received, among those who rate each other"),
        "trust_raters" => phrase!("Organisations that rate their trust in it"),
        "value_received" => phrase!("Value that others see in it, mean"),
        "value_raters" => phrase!("Organisations that rate its value"),
        "money_local" => phrase!("Share of the money given that stays in its area"),
        "strength_given" => phrase!("Strength of the ties that it reports, sum"),
        "strength_received" => phrase!("Strength of the ties that others report to it, sum"),
        "strong_betweenness" => {
            phrase!("Share of shortest ways between others that lead through it, strong ties short")
        }
        "strong_constraint" => phrase!("Constraint (Burt) with the strength of ties"),
        "core" => phrase!("Belongs to the core of the network"),
        "money_given" => phrase!("Money given to partners"),
        "money_received" => phrase!("Money received from partners"),
        _ => phrase!("Money given less received, as a share of both"),
    }
}

/// What its numbers count.
pub(super) fn unit(key: &str) -> Words {
    match key {
        "partners"
        | "reported"
        | "reported_by"
        | "other_sector"
        | "reported_other_sector"
        | "other_area"
        | "trust_raters"
        | "value_raters"
        | "effective_size" => words(&phrase!("partners")),
        "bridges_within" | "bridges_between" => words(&phrase!("pairs")),
        _ => Words::default(),
    }
}
