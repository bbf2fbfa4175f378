//! Numbers that stand in several tables: what tells one of them tells the others.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Answer, Step};
use crate::estimate::{REFERENCE, TREATED};
use crate::exhibit::{Cell, Link, Table, TableId, TableRole};
use crate::figures::CaseRow;
use crate::findings::{Bundle, Finding};
use crate::panel::FlowStep;

use super::Answered;
use super::known::{Known, cell, same};

/// The cases of each outcome of a step.
pub fn case_rows(step: &Step, answer: &Answer, findings: &[Finding]) -> Vec<CaseRow> {
    let row = |(at, finding): (usize, &Finding)| {
        let binary = step.outcomes.get(at).is_some_and(|outcome| outcome.binary);
        let estimate = answer.outcomes.get(at).and_then(|found| found.estimate.as_ref().ok()).map(|it| &it.0);
        let n = (finding.sample.treated, finding.sample.comparison);
        let yes = estimate.filter(|_| binary && n.0 > 0 && n.1 > 0).and_then(|estimate| {
            let of = |share: f64, n: usize| ((share * n as f64).round() as usize).min(n);
            Some((of(estimate.term(TREATED)?, n.0), of(estimate.term(REFERENCE)?, n.1)))
        });
        CaseRow { finding: finding.id.clone(), label: finding.label.clone(), n, signs: finding.describe.signs, yes }
    };
    findings.iter().enumerate().map(row).collect()
}

/// Links among the tables of the comparison of a step, which are those of the bundle from `first` on, where they hold.
pub fn of_step(bundle: &Bundle, first: usize, question: &str) -> Vec<Link> {
    let known = Known::of(&bundle.tables[first..]);
    let [table1, balance, overlap] =
        [TableRole::TableOne, TableRole::Balance, TableRole::Overlap].map(|role| TableId::of(question, role));
    let mut links = Vec::new();
    for (arm, side) in [("treated", "before"), ("comparison", "before"), ("treated", "after"), ("comparison", "after")]
    {
        let key = format!("mean_{arm}_{side}");
        let bins = format!("{}_{arm}", if side == "before" { "n" } else { "matched" });
        let parts = (0..known.height(&overlap)).map(|row| cell(&overlap, row, &bins)).collect();
        links.push(Link { total: cell(&table1, 0, &key), parts });
        let (Some(one), Some(other)) = (known.table(&table1), known.table(&balance)) else { continue };
        links.extend(same_terms(one, other).map(|(a, b)| same(cell(&table1, a, &key), cell(&balance, b, &key))));
    }
    links.retain(|link| known.holds(link));
    links
}

/// Links among questions: as long as two of them lose the same units, their groups have the same characteristics.
pub fn across(bundle: &Bundle, answered: &[Answered<'_>]) -> Vec<Link> {
    let known = Known::of(&bundle.tables);
    let ids: Vec<String> = answered.iter().map(|own| own.step.id()).collect();
    let mut stages: Vec<FlowStage<'_>> = Vec::new();
    let mut links = Vec::new();
    for (question, steps) in ids.iter().zip(answered.iter().map(|own| &own.flow)) {
        let mut before = None;
        for step in steps.iter().take_while(|step| step.key != "analysed") {
            let same = stages.iter().position(|stage| stage.before == before && loses_the_same(stage.step, step));
            match same.map(|at| &stages[at]) {
                Some(stage) => links.extend(same_characteristics(&known, stage.question, question, &step.key)),
                None => stages.push(FlowStage { before, step, question }),
            }
            before = same.or(Some(stages.len() - 1));
        }
    }
    links.retain(|link| known.holds(link));
    links
}

/// A stage that units reach, as the first question that has it tells it.
struct FlowStage<'f> {
    before: Option<usize>,
    step: &'f FlowStep,
    question: &'f str,
}

/// Whether two steps lose the same units, whatever they call the reasons.
fn loses_the_same(a: &FlowStep, b: &FlowStep) -> bool {
    let who = |step: &FlowStep| step.lost.iter().flat_map(|lost| lost.who.clone()).collect::<BTreeSet<String>>();
    let left = |step: &FlowStep| (step.remaining, step.treated, step.comparison);
    left(a) == left(b) && (a.lost == b.lost || who(a) == who(b))
}

/// Those who reach the same stage have the same characteristics.
fn same_characteristics(known: &Known<'_>, first: &str, second: &str, stage: &str) -> Vec<Link> {
    let side = match stage {
        "complete" => "before",
        "matched" => "after",
        _ => return Vec::new(),
    };
    let [a, b] = [first, second].map(|question| TableId::of(question, TableRole::TableOne));
    let (Some(one), Some(other)) = (known.table(&a), known.table(&b)) else { return Vec::new() };
    let keys = ["treated", "comparison"].map(|arm| format!("mean_{arm}_{side}"));
    let of = |(i, j): (usize, usize)| keys.clone().map(|key| same(cell(&a, i, &key), cell(&b, j, &key)));
    same_terms(one, other).flat_map(of).collect()
}

/// Parts of equal size are those analysed, in another order at each time.
pub fn of_deciles(bundle: &Bundle) -> Vec<Link> {
    let known = Known::of(&bundle.tables);
    let rows = bundle.case_rows();
    let row_of: BTreeMap<(&str, &str), usize> =
        rows.map(|(finding, at)| ((finding.question.as_str(), finding.outcome.as_str()), at)).collect();
    let of = |table: &Table| {
        let at = *row_of.get(&(table.id.question(), table.id.outcome()?))?;
        let cases = TableId::of(table.id.question(), TableRole::Cases);
        let parts = (0..table.rows.len()).map(|row| cell(&table.id, row, "n")).collect();
        Some(Link { total: cell(&cases, at, "treated"), parts })
    };
    let deciles = bundle.tables.iter().filter(|table| *table.id.role() == TableRole::Deciles);
    deciles.filter_map(of).filter(|link| known.holds(link)).collect()
}

/// Rows of two tables with the same key of a characteristic.
fn same_terms<'t>(first: &'t Table, second: &'t Table) -> impl Iterator<Item = (usize, usize)> + 't {
    let find =
        |(a, row): (usize, &Vec<Cell>)| Some((a, second.rows.iter().position(|other| other[0].value == row[0].value)?));
    first.rows.iter().enumerate().filter_map(find)
}
