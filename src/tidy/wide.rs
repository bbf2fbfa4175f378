//! Periods side by side: a column for each period, told apart by the year in its heading.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::spelling::first_by_fold;
use crate::ingest::fold;
use crate::ingest::years::without_year;
use crate::study::{PeriodFrom, Source};

/// The period that each heading says, where the study wants periods from headings; their names lose the year. A year that stands
/// in one heading only, or in a name that the study spells, is part of the name.
pub(super) fn split(
    source: &Source,
    names: &mut [String],
    aside: impl Fn(&usize) -> bool,
    spelled: &BTreeSet<String>,
) -> Vec<Option<String>> {
    let mut at: Vec<Option<String>> = vec![None; names.len()];
    if source.period_from.as_ref().is_none_or(|from| from.value != PeriodFrom::Heading) {
        return at;
    }
    let mut stems: IndexMap<String, Vec<(usize, String, i32)>> = IndexMap::new();
    for (column, name) in names.iter().enumerate().filter(|(column, name)| !aside(column) && !spelled.contains(*name)) {
        if let Some((stem, year)) = without_year(name) {
            stems.entry(fold(&stem)).or_default().push((column, stem, year));
        }
    }
    let mentioned = first_by_fold(spelled);
    for (folded, columns) in stems {
        let known = mentioned.get(&folded);
        if columns.len() < 2 && known.is_none() {
            continue;
        }
        let name = known.map_or_else(|| columns[0].1.clone(), |known| known.to_string());
        for (column, _, year) in columns {
            names[column].clone_from(&name);
            at[column] = Some(year.to_string());
        }
    }
    at
}
