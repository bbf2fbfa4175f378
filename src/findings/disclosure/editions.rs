//! What earlier public editions told: whoever has two of them knows both. The sets of units that an edition counts are kept in a file
//! for the house, and the next edition takes them as known.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::exhibit::{BEFORE, Members};
use crate::text::sha256;

/// The sets of units that a public edition counts: `published.json`. It names nobody, but whoever can guess an id can find it here:
/// it stays in the house.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Version of this form.
    pub schema: u32,
    /// What the edition is of: the id of the study.
    pub study: String,
    /// Shortened digests of the ids of units, in order.
    pub units: Vec<String>,
    /// The sets.
    pub sets: Vec<EditionSet>,
}

/// A set of units.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionSet {
    /// Key of the outcome that is known of them; 0 of none.
    pub outcome: u64,
    /// Places in `units`, ascending, as first and last of runs.
    pub runs: Vec<(u32, u32)>,
    /// The same of answers given before, where one who answers twice counts twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<(u32, u32)>,
}

/// Version of the form.
const SCHEMA: u32 = 1;
/// Digits of a digest that are kept.
const DIGITS: usize = 16;

fn digest(id: &str) -> String {
    sha256(id.as_bytes())[..DIGITS].to_string()
}

impl Edition {
    /// Of sets of units of a panel with these ids.
    pub fn of<'m>(study: &str, ids: &[String], sets: impl Iterator<Item = &'m Members>) -> Edition {
        let mut digests: Vec<(String, u32)> = ids.iter().zip(0..).map(|(id, unit)| (digest(id), unit)).collect();
        digests.sort();
        let places: BTreeMap<u32, u32> = digests.iter().zip(0..).map(|((_, unit), place)| (*unit, place)).collect();
        let set = |members: &Members| {
            let placed = |of_before: bool| {
                let units = members.units().filter(|unit| (*unit >= BEFORE) == of_before);
                runs(units.filter_map(|unit| places.get(&(unit & !BEFORE)).copied()).collect())
            };
            EditionSet { outcome: members.outcome(), runs: placed(false), before: placed(true) }
        };
        let sets: BTreeSet<EditionSet> = sets.map(set).collect();
        let units = digests.into_iter().map(|(digest, _)| digest).collect();
        Edition { schema: SCHEMA, study: study.into(), units, sets: sets.into_iter().collect() }
    }

    /// Whether the form is one that this version reads, and all sets are of units that are listed.
    pub fn is_readable(&self) -> bool {
        let listed = |(first, last): &(u32, u32)| first <= last && (*last as usize) < self.units.len();
        self.schema == SCHEMA && self.sets.iter().all(|set| set.runs.iter().chain(&set.before).all(listed))
    }

    /// The sets as those of a panel whose units have these numbers by digest; others are numbered on from there.
    fn members(&self, numbers: &mut BTreeMap<String, u32>) -> Vec<Members> {
        let mut number = |digest: &String| {
            let next = numbers.len() as u32;
            *numbers.entry(digest.clone()).or_insert(next)
        };
        let units: Vec<u32> = self.units.iter().map(&mut number).collect();
        let of = |runs: &[(u32, u32)], beside: u32| -> Vec<u32> {
            runs.iter().flat_map(|&(first, last)| first..=last).map(|place| units[place as usize] | beside).collect()
        };
        let set = |set: &EditionSet| {
            let both = of(&set.runs, 0).into_iter().chain(of(&set.before, BEFORE));
            Members::of(both).about_key(set.outcome)
        };
        self.sets.iter().map(set).collect()
    }
}

/// The sets of several editions as those of a panel with these ids.
pub fn known(editions: &[Edition], ids: &[String]) -> Vec<Members> {
    if editions.is_empty() {
        return Vec::new();
    }
    let mut numbers: BTreeMap<String, u32> = ids.iter().zip(0..).map(|(id, unit)| (digest(id), unit)).collect();
    let sets: BTreeSet<Members> = editions.iter().flat_map(|edition| edition.members(&mut numbers)).collect();
    sets.into_iter().collect()
}

fn runs(mut places: Vec<u32>) -> Vec<(u32, u32)> {
    places.sort_unstable();
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for place in places {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == place => *last = place,
            _ => runs.push((place, place)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(range: std::ops::Range<u32>) -> Vec<String> {
        range.map(|i| format!("A-{i}")).collect()
    }

    #[test]
    fn an_edition_knows_its_sets_again_among_other_units() {
        let (old, new) = (ids(0..40), ids(10..60));
        let set = Members::of([3, 12, 13, 14, 39]).about("income");
        let asked = Members::of([1, 2 | BEFORE]);
        let edition = Edition::of("s", &old, [&set, &asked].into_iter());
        assert!(edition.is_readable() && edition.units.iter().all(|unit| !unit.contains("A-")));
        let again = known(&[edition.clone(), edition.clone()], &old);
        assert!(again.len() == 2 && again.contains(&set) && again.contains(&asked));
        // Of the new panel, A-12 is unit 2; A-3 is there no longer.
        let now = known(std::slice::from_ref(&edition), &new);
        let moved = now.iter().find(|it| it.n() == 5).unwrap();
        assert!(Members::of([2, 3, 4, 29]).about("income").are_among(moved));
        assert!(!moved.are_among(&Members::of(0..50)));
        let json = serde_json::to_string(&edition).unwrap();
        assert_eq!(serde_json::from_str::<Edition>(&json).unwrap(), edition);
        assert!(!Edition { units: Vec::new(), ..edition }.is_readable());
    }
}
