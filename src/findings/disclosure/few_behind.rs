//! Counts of what few stand behind: many ties of one organisation. The count itself may be shown and would be open enough among others,
//! since it is not small; who knows who stands behind it would read it as that organisation's own.

use std::collections::BTreeSet;

use crate::exhibit::{Audience, Cell, Kind, Table};

use super::rule::Rule;

/// Hides such counts with all that they are added up with: each could be told from the others.
pub fn keep(tables: &mut [Table], rule: &Rule) {
    for table in tables.iter_mut().filter(|table| table.audience == Audience::Public) {
        let few = |cell: &Cell| {
            let number = cell.number().unwrap_or_default() as i64;
            let behind = cell.contributors.map_or(number, i64::from);
            cell.kind == Kind::Frequency && !rule.hides_count(number) && behind > 0 && rule.hides_count(behind)
        };
        let cells = table.rows.iter().enumerate().flat_map(|(at, row)| (0..row.len()).map(move |column| (at, column)));
        let mut told: BTreeSet<(usize, usize)> = cells.filter(|&(row, column)| few(&table.rows[row][column])).collect();
        loop {
            let before = told.len();
            for relation in &table.relations {
                let all = || relation.parts.iter().chain([&relation.total]);
                if all().any(|at| told.contains(at)) {
                    told.extend(all());
                }
            }
            if told.len() == before {
                break;
            }
        }
        told.into_iter().for_each(|(row, column)| table.rows[row][column].audience = Audience::Internal);
    }
}
