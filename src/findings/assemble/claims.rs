//! The cells and files that each finding rests on.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::answer::OutcomeAnswer;
use crate::answer::PlannedOutcome;
use crate::diag::{cell_name, column_letters};
use crate::findings::Bundle;
use crate::findings::claims::{ClaimSource, table};
use crate::panel::{Panel, VarRef, View};
use crate::phrase;
use crate::text::{Phrase, Words};

use super::Answered;
use super::reconcile::concrete;

/// Adds the table of claims.
pub fn add(bundle: &mut Bundle, answered: &[Answered<'_>], view: &View) {
    let of_step = |own: &Answered<'_>| {
        let outcomes = own.step.outcomes.iter().zip(&own.answer.outcomes);
        outcomes.map(|(asked, found)| source(own, asked, found, view)).collect::<Vec<_>>()
    };
    let sources: Vec<ClaimSource> = answered.iter().flat_map(of_step).collect();
    if !sources.is_empty() {
        let claims = table(&bundle.findings, &sources);
        bundle.tables.push(claims);
    }
}

/// First and last row of the cells of a column.
type Rows = (u32, u32);

fn source(own: &Answered<'_>, asked: &PlannedOutcome, found: &OutcomeAnswer, view: &View) -> ClaimSource {
    let (panel, step) = (view.panel(), own.step);
    let mut analysed = vec![false; panel.units.len()];
    found.analysed.iter().for_each(|&unit| analysed[unit as usize] = true);
    let outcome = std::iter::once(&asked.var).chain(&asked.baseline);
    let mut vars: Vec<&VarRef> = Vec::new();
    for var in outcome.chain(&step.ask.treatment).chain(&step.ask.covariates) {
        if !vars.contains(&var) {
            vars.push(var);
        }
    }
    let mut cells: BTreeMap<(usize, u32), Rows> = BTreeMap::new();
    let mut names: IndexMap<String, Vec<Words>> = IndexMap::new();
    for var in vars {
        let label = match *var == asked.var {
            true => asked.label.clone(),
            false => view.column(var).map_or_else(|| Words::plain(&*var.name), |column| column.title()),
        };
        for (stored, units) in concrete(var, step, &analysed) {
            of_variable(panel, &stored, &units, &label, &mut cells, &mut names);
        }
    }
    ClaimSource { data: data(names), cells: addresses(panel, &cells) }
}

/// Adds the columns that a variable came from, with the rows of some units.
fn of_variable(
    panel: &Panel,
    var: &VarRef,
    units: &[u32],
    label: &Words,
    cells: &mut BTreeMap<(usize, u32), Rows>,
    names: &mut IndexMap<String, Vec<Words>>,
) {
    for origin in panel.origins(var).iter().filter_map(|column| panel.origin(column)) {
        let rows = units.iter().flat_map(|&unit| origin.rows(unit));
        let found = rows.fold(None, |all: Option<Rows>, row| {
            Some(all.map_or((row, row), |(first, last)| (first.min(row), last.max(row))))
        });
        let Some((first, last)) = found else { continue };
        let known = cells.entry((origin.source, origin.col)).or_insert((first, last));
        *known = (known.0.min(first), known.1.max(last));
        // Sheets of one source bear its name and their own.
        let name = panel.provenance.sources[origin.source].name.split(" / ").next().unwrap_or_default();
        let labels = names.entry(name.to_string()).or_default();
        if !labels.contains(label) {
            labels.push(label.clone());
        }
    }
}

/// What the data are called, and what of them was used.
fn data(names: IndexMap<String, Vec<Words>>) -> Phrase {
    let one = |(source, labels): (String, Vec<Words>)| phrase!("{source} ({labels})", source = source, labels = labels);
    let line = |all: Phrase, one: Phrase| phrase!("{first}\n{then}", first = all, then = one);
    names.into_iter().map(one).reduce(line).unwrap_or_else(|| Phrase::verbatim(""))
}

/// A range of cells of a source: columns and rows.
struct CellRange {
    source: usize,
    cols: (u32, u32),
    rows: Rows,
}

/// The ranges that hold all of some cells; columns beside one another are one range.
fn ranges(cells: &BTreeMap<(usize, u32), Rows>) -> Vec<CellRange> {
    let mut ranges: Vec<CellRange> = Vec::new();
    for (&(source, col), &(first, last)) in cells {
        match ranges.last_mut().filter(|it| it.source == source && it.cols.1 + 1 == col) {
            Some(it) => {
                it.cols.1 = col;
                it.rows = (it.rows.0.min(first), it.rows.1.max(last));
            }
            None => ranges.push(CellRange { source, cols: (col, col), rows: (first, last) }),
        }
    }
    ranges
}

/// `accounts.xlsx / R4: C3:D97, F3:F97`, a line for each sheet.
fn addresses(panel: &Panel, cells: &BTreeMap<(usize, u32), Rows>) -> String {
    let mut lines: IndexMap<String, Vec<String>> = IndexMap::new();
    for CellRange { source, cols, rows } in ranges(cells) {
        let of = &panel.provenance.sources[source];
        let sheet = if of.sheet.is_empty() { of.file.to_string() } else { format!("{} / {}", of.file, of.sheet) };
        let range = format!("{}:{}{}", cell_name(rows.0, cols.0), column_letters(cols.1), rows.1 + 1);
        lines.entry(sheet).or_default().push(range);
    }
    lines.into_iter().map(|(sheet, ranges)| format!("{sheet}: {}", ranges.join(", "))).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_beside_one_another_are_one_range() {
        let cells = BTreeMap::from([((0, 2), (3, 9)), ((0, 3), (2, 7)), ((0, 5), (3, 9)), ((1, 6), (0, 0))]);
        let found: Vec<_> = ranges(&cells).into_iter().map(|it| (it.source, it.cols, it.rows)).collect();
        assert_eq!(found, [(0, (2, 3), (2, 9)), (0, (5, 5), (3, 9)), (1, (6, 6), (0, 0))]);
    }
}
