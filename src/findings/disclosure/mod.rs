//! What may leave the house.
//!
//! [`protect`] decides it once, on the cells of the internal bundle: a cell that the public may not see gets the audience
//! `Internal`. [`publish`] follows from the cells: tables, figures, sentences and JSON of the public edition show nothing else.
//!
//! A profile's [`Rule`] says which numbers of units are too small to be shown. The counts of all public tables are unknowns of
//! one `system` of equations: sums within tables, and numbers that stand in several (by their [`crate::exhibit::Quantity`], or by a
//! link that the run states). Of each hidden count an `attack` finds
//! what one who knows everything shown could tell; where that is too much, further counts are hidden (`complement`; Cox 1980,
//! JASA 75:377; Fischetti & Salazar 2000, Management Science 46:1001). The interval of every hidden cell stands in the `audit`.

mod attack;
mod audit;
mod complement;
mod digits;
mod editions;
mod publish;
mod results;
mod rule;
mod same;
mod system;
mod typed;
pub(super) mod veil;

use crate::exhibit::{Audience, Table};

use super::Bundle;

pub use editions::{Edition, EditionSet};
pub use publish::publish;
pub use rule::{Open, Rule};

/// Marks the cells that may not be published, and adds the internal table of them.
pub fn protect(bundle: &mut Bundle) {
    protect_beside(bundle, &[], &[]);
}

/// The same where earlier editions are known to whoever reads this one; `ids` are those of the units of the panel. The bundle says
/// afterwards which sets of units its own public edition counts.
pub fn protect_beside(bundle: &mut Bundle, ids: &[String], earlier: &[Edition]) {
    let earlier = editions::known(earlier, ids);
    let rule = Rule::of(bundle.findings.study.profile);
    let same = same::links(&bundle.tables);
    bundle.findings.links.extend(same);
    let headlines = bundle.findings.findings.iter().map(|finding| finding.id.as_str()).collect();
    let mut system = system::System::of(&bundle.tables, &bundle.findings.links, &headlines, &earlier, &rule);
    complement::suppress(&mut system, &rule);
    mark(&mut bundle.tables, &system);
    results::hide(bundle, &rule);
    digits::decide(bundle, &rule);
    let shown = system.shown(&bundle.tables);
    bundle.published = Edition::of(&bundle.findings.study.id, ids, shown.iter().chain(&earlier));
    let audit = audit::table(&bundle.tables, &system, &rule);
    bundle.tables.extend(audit);
}

fn mark(tables: &mut [Table], system: &system::System) {
    let hidden = system.unknowns.iter().filter(|unknown| unknown.hidden);
    for &(table, row, column) in hidden.flat_map(|unknown| &unknown.spots) {
        tables[table].rows[row][column].audience = Audience::Internal;
    }
}
