//! Numbers of sentences and the cells that hold them: what a cell hides is hidden in every sentence that says it.

use crate::exhibit::{Audience, CellRef, Table};
use crate::findings::{Bundle, Finding};
use crate::text::{Arg, Phrase};

/// Differences of the last digit, as a number is written in points or without its sign.
const SAME: f64 = 1e-9;

/// The results of an answer, with the cells where they stand.
struct Ledger(Vec<(f64, CellRef)>);

/// Makes the numbers in the sentences of every finding point at the cells of its tables that hold them.
pub fn refer(bundle: &mut Bundle) {
    let groups = bundle.findings.groups.iter_mut().flat_map(|group| &mut group.findings);
    for finding in bundle.findings.findings.iter_mut().chain(groups) {
        let ledger = Ledger::of(&bundle.tables, &finding.id);
        each(finding, &|phrase| ledger.phrase(phrase));
    }
}

/// All sentences of a finding.
fn each(finding: &mut Finding, said: &dyn Fn(&mut Phrase)) {
    let claim = &mut finding.claim;
    said(&mut claim.sentence);
    claim.can_say.iter_mut().chain(&mut claim.cannot_say).chain(&mut claim.clauses).for_each(said);
    finding.notes.iter_mut().for_each(said);
    finding.checks.iter_mut().for_each(|check| said(&mut check.text));
    finding.sensitivity.iter_mut().for_each(|it| said(&mut it.reading));
    for standing in &mut finding.standings {
        said(&mut standing.verdict);
        said(&mut standing.rule);
        standing.next.iter_mut().for_each(said);
        standing.details.iter_mut().for_each(|(_, value)| said(value));
    }
}

impl Ledger {
    fn of(tables: &[Table], finding: &str) -> Ledger {
        let public = tables.iter().filter(|table| table.audience == Audience::Public);
        let own = public.flat_map(|table| {
            let cells = table.rows.iter().enumerate().flat_map(move |(row, cells)| {
                cells.iter().zip(&table.columns).map(move |(cell, column)| (row, cell, column))
            });
            cells.filter_map(move |(row, cell, column)| {
                let here = cell.is_result() && cell.quantity.as_ref().is_some_and(|it| *it.finding == *finding);
                let number = cell.number().filter(|number| here && *number != 0.0)?;
                Some((number, table.at(row, &column.key)))
            })
        });
        Ledger(own.collect())
    }

    fn phrase(&self, phrase: &mut Phrase) {
        phrase.args.iter_mut().for_each(|(_, arg)| self.arg(arg));
    }

    fn arg(&self, arg: &mut Arg) {
        match arg {
            Arg::Number(value, _) | Arg::Written(value, _) => {
                let held = |said: Arg, cell: &CellRef| Arg::Cell(cell.clone(), Box::new(said));
                *arg = self.cells(*value).fold(arg.clone(), held);
            }
            Arg::Phrase(phrase) => self.phrase(phrase),
            Arg::List(items) => items.iter_mut().for_each(|item| self.arg(item)),
            _ => {}
        }
    }

    /// The cells that hold a number, or it in percentage points, or the same without its sign. Which of them is meant is not known:
    /// where one is hidden, so is the number.
    fn cells(&self, value: f64) -> impl Iterator<Item = &CellRef> {
        let same = move |held: f64| (held.abs() - value.abs()).abs() <= SAME * held.abs();
        self.0.iter().filter(move |(held, _)| same(*held) || same(held * 100.0)).map(|(_, cell)| cell)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::findings::disclosure::Rule;
    use crate::findings::disclosure::veil::{Scope, Veil};
    use crate::study::Profile;
    use crate::text::num;

    /// A mean of 2 beside a change of 2: the sentence tells neither where the table hides one of them.
    #[test]
    fn a_number_that_two_cells_hold_is_hidden_with_either() {
        let cell = |row| CellRef { table: "q/effects".into(), row, key: "estimate".into() };
        let ledger = Ledger(vec![(2.0, cell(0)), (0.5, cell(1)), (-2.0, cell(2))]);
        let rule = Rule::of(Profile::default());
        for (hidden, withheld) in [(0, true), (1, false), (2, true)] {
            let mut said = crate::phrase!("{value} {unit}", value = num(2.0, 1), unit = "yen");
            ledger.phrase(&mut said);
            let veil = Veil {
                rule: &rule,
                cells: BTreeSet::from([cell(hidden)]),
                few: BTreeSet::new(),
                said: BTreeMap::new(),
            };
            assert_eq!(veil.phrase(&said, &Scope::default()).withholds(), withheld, "{hidden}");
        }
    }
}
