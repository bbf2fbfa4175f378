//! Sources that are joined by a column that is not their own unit: the accounts of organisations beside their applications.

use crate::ingest::profile::heading::{HeadingNames, names};
use crate::ingest::profile::{Glance, UnitRows, likeness};
use crate::notation::fold;

use super::DraftSource;

/// Of a hundred different values of the shorter column, so many stand in the other where it holds the same things.
const SHARED: usize = 30;

/// How a source is linked to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLink {
    /// Name of the other source.
    pub to: String,
    /// Its column.
    pub by: String,
    /// The own heading of the column.
    pub heading: String,
}

/// Finds sources whose unit is a further column of another one.
pub fn find(seen: &mut [DraftSource]) {
    let links: Vec<Option<DraftLink>> = (0..seen.len()).map(|own| link(own, seen)).collect();
    for (own, link) in links.into_iter().enumerate() {
        let circle =
            link.as_ref().is_some_and(|link| seen.iter().any(|other| other.name == link.to && other.link.is_some()));
        seen[own].link = link.filter(|_| !circle);
    }
}

fn link(own: usize, seen: &[DraftSource]) -> Option<DraftLink> {
    let &[unit] = seen[own].unit.columns.as_slice() else { return None };
    let mine = &seen[own].columns[unit];
    if !matches!(names(&mine.heading), Some(HeadingNames::Codes(_))) || seen[own].unit.rows != UnitRows::Own {
        return None;
    }
    let others = seen.iter().enumerate().filter(|(at, other)| *at != own && fits(other));
    let unit_of_others = |other: &DraftSource, column: usize| other.unit.columns == [column];
    let found = others.flat_map(|(_, other)| (0..other.columns.len()).map(move |column| (other, column)));
    let mut found =
        found.filter(|&(other, column)| !unit_of_others(other, column) && is_one(mine, &other.columns[column]));
    let (other, column) = found.next()?;
    Some(DraftLink { to: other.name.clone(), by: other.columns[column].heading.clone(), heading: mine.heading.clone() })
}

/// Rows of the other source must be units of their own.
fn fits(other: &DraftSource) -> bool {
    !other.is_anonymous() && matches!(other.unit.rows, UnitRows::Own | UnitRows::Nearly)
}

/// Whether two columns hold the same ids: headed alike, with values in common.
fn is_one(one: &Glance, other: &Glance) -> bool {
    let headed = fold(&one.heading) == fold(&other.heading) || likeness(&one.heading, &other.heading) > 0.5;
    let common = || one.values.keys().filter(|value| other.values.contains_key(*value)).count();
    let serial = one.range.0 <= 1.0 && one.numbers == one.filled;
    headed && !serial && 100 * common() >= SHARED * one.values.len().min(other.values.len()).max(1)
}
