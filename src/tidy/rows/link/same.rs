//! Whether targets that bear one name are one organisation.

use super::key::LinkKey;
use super::kind::KeyKind;
use super::target::Target;
use crate::names::{Agreement, Party};

/// More bearers of one name are not told apart: they are several.
const TOLD_APART: usize = 64;

/// Whether all targets are one: each shares a number or an id with another of them, or their name and municipality are the same.
pub(super) fn are_one(targets: &[(u32, &Party)], all: &[Target<'_>], keys: &[LinkKey]) -> bool {
    if targets.len() > TOLD_APART {
        return false;
    }
    let mut reached = vec![false; targets.len()];
    let mut open: Vec<usize> = (!targets.is_empty()).then_some(0).into_iter().collect();
    while let Some(at) = open.pop() {
        reached[at] = true;
        let next =
            (0..targets.len()).filter(|&other| !reached[other] && is_one(targets[at], targets[other], all, keys));
        open.extend(next);
    }
    !reached.contains(&false)
}

fn is_one(a: (u32, &Party), b: (u32, &Party), all: &[Target<'_>], keys: &[LinkKey]) -> bool {
    let [one, other] = [a.0, b.0].map(|at| all[at as usize]);
    match agree(keys, |key| of(&keys[key], one), |key| of(&keys[key], other)) {
        Some(same) => same,
        None => a.1.name == b.1.name && a.1.place.agreement(&b.1.place) == Agreement::Same,
    }
}

/// The value of a target's number or id.
pub(super) fn of(key: &LinkKey, target: Target<'_>) -> Option<String> {
    key.value_at(target.table, target.row, key.theirs)
}

/// Whether two rows have the same number or id, by key: nothing where no key is known of both.
pub(super) fn agree(
    keys: &[LinkKey],
    one: impl Fn(usize) -> Option<String>,
    other: impl Fn(usize) -> Option<String>,
) -> Option<bool> {
    let told = (0..keys.len()).filter(|&key| keys[key].kind != KeyKind::Name);
    let compared: Vec<bool> = told.filter_map(|key| Some(one(key)? == other(key)?)).collect();
    (!compared.is_empty()).then(|| compared.contains(&true))
}
