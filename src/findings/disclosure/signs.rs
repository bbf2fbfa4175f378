//! How many rose and how many fell, where both are few.

use std::collections::BTreeMap;

use crate::exhibit::{Audience, TableId, TableRole};

use super::super::{Bundle, Finding};
use super::rule::Rule;

/// With those who stayed the same it would be known how many changed: fewer than twice the least, so that one of both is few whatever
/// the other is, unless all changed in one direction; and that they did not is told by the estimate of a few answers, which leaves the
/// sum of changes open to less than the least. Then those who stayed the same are hidden as well.
pub fn keep_open(bundle: &mut Bundle, rule: &Rule) {
    if !rule.keeps_changes() {
        return;
    }
    let coarse = |(finding, _): &(&Finding, usize)| finding.grain.is_some_and(|grain| grain.is_coarse());
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (finding, at) in bundle.case_rows().filter(coarse) {
        rows.entry(TableId::of(&finding.question, TableRole::Cases).to_string()).or_default().push(at);
    }
    for table in &mut bundle.tables {
        let Some(equal) = table.column("equal") else { continue };
        for &at in rows.get(table.id.as_str()).into_iter().flatten() {
            let few = |key| table.cell(at, key).is_some_and(|cell| rule.hides(cell));
            if few("higher") && few("lower") {
                table.rows[at][equal].audience = Audience::Internal;
            }
        }
    }
}
