//! What a person decided, beside what is in the tables by now.

use crate::ingest::decisions::Joining;
use crate::tidy::rows::table::Opened;
use indexmap::IndexMap;

/// What a person decided about the ids of a source whose rows are units: which id counts instead, or none.
#[derive(Debug, Default)]
pub(in crate::tidy) struct DecidedIds(IndexMap<String, Option<String>>);

impl DecidedIds {
    pub fn of(opened: &Opened<'_>, joinings: &[Joining]) -> DecidedIds {
        let Opened { table, columns, source, .. } = opened;
        let unit = table.headings.get(columns.unit).map(|heading| heading.col);
        let own = joinings.iter().filter(|joining| {
            source.link.is_none()
                && *joining.file == *table.file
                && *joining.sheet == *table.sheet
                && Some(joining.col) == unit
        });
        let of = |joining: &Joining| {
            let row = table.rows.binary_search(&joining.row).ok()?;
            Some((columns.id(table, row)?, joining.to.clone()))
        };
        DecidedIds(own.filter_map(of).collect())
    }

    /// The id that counts for a row's own one.
    pub fn settled(&self, id: String) -> String {
        match self.0.get(&id) {
            Some(Some(other)) => other.clone(),
            _ => id,
        }
    }

    /// Ids that are nobody else's.
    pub fn apart(&self) -> impl Iterator<Item = &String> {
        self.0.iter().filter(|(_, to)| to.is_none()).map(|(id, _)| id)
    }
}
