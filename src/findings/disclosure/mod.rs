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
mod beside;
mod complement;
mod digits;
mod dominance;
mod editions;
mod few_behind;
mod making;
mod publish;
mod results;
mod round;
mod rule;
mod same;
mod signs;
mod system;
mod typed;
pub(super) mod veil;

use std::collections::BTreeSet;

use crate::exhibit::{Audience, Cell, Kind, Table};

use super::{Bundle, Finding, Group};

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
    keep_few(bundle, &rule);
    few_behind::keep(&mut bundle.tables, &rule);
    signs::keep_open(bundle, &rule);
    let same = same::links(&bundle.tables);
    bundle.findings.links.extend(same);
    let headlines = bundle.findings.findings.iter().map(|finding| finding.id.as_str()).collect();
    let mut system = system::System::of(&bundle.tables, &bundle.findings.links, &headlines, &earlier, &rule);
    complement::suppress(&mut system, &rule);
    round::settle(&mut system, &rule);
    mark(&mut bundle.tables, &system, &rule);
    results::hide(bundle, &rule);
    digits::decide(bundle, &rule);
    let shown = system.shown(&bundle.tables);
    bundle.published = Edition::of(&bundle.findings.study.id, ids, shown.iter().chain(&earlier));
    let audit = audit::table(&bundle.tables, &system, &rule);
    bundle.tables.extend(audit);
}

/// Parts of which all rests on few have no page, and no tables and figures either: their ids name them.
fn keep_few(bundle: &mut Bundle, rule: &Rule) {
    let few = bundle.findings.groups.iter().filter(|group| is_of_few(group, rule));
    let (tables, figures): (Vec<_>, Vec<_>) = few.map(|group| (&group.tables, &group.figures)).unzip();
    let tables: BTreeSet<&str> = tables.into_iter().flatten().map(String::as_str).collect();
    let figures: BTreeSet<&str> = figures.into_iter().flatten().map(String::as_str).collect();
    for table in bundle.tables.iter_mut().filter(|table| tables.contains(table.id.as_str())) {
        table.audience = Audience::Internal;
    }
    for figure in bundle.figures.iter_mut().filter(|figure| figures.contains(figure.id.as_str())) {
        figure.audience = Audience::Internal;
    }
}

/// Whether all that the report of a part says rests on few.
fn is_of_few(group: &Group, rule: &Rule) -> bool {
    let few = |n: i64| n == 0 || rule.hides_count(n);
    let cases = |finding: &Finding| (finding.sample.treated + finding.sample.comparison) as i64;
    !group.findings.is_empty() && group.findings.iter().map(cases).all(few)
}

fn mark(tables: &mut [Table], system: &system::System, rule: &Rule) {
    for unknown in &system.unknowns {
        for &(table, row, column) in &unknown.spots {
            let cell = &mut tables[table].rows[row][column];
            if let Some(about) = unknown.rounded {
                cell.rounded = rounded(cell, about, system.base((table, row, column)), rule);
            }
            if unknown.hidden || rule.rounding.is_some() && cell.rounded.is_none() {
                (cell.audience, cell.rounded) = (Audience::Internal, None);
            }
        }
    }
}

/// A rounded count as it stands in a cell: itself, or as a share of all, who are a rounded count as well.
fn rounded(cell: &Cell, about: i64, all: Option<i64>, rule: &Rule) -> Option<f64> {
    let value = cell.number()?;
    match cell.contributors {
        Some(_) if cell.kind != Kind::Frequency => {
            let all = all.unwrap_or_else(|| rule.shown(cell.n.map_or(0, i64::from)));
            (all > 0).then(|| (about.min(all) as f64 / all as f64).copysign(value))
        }
        _ => Some(about as f64),
    }
}
