//! Numbers that stand in several tables: what tells one of them tells the others.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Answer, Step};
use crate::exhibit::{Cell, Link, Table, TableId, TableRole};
use crate::figures::{self, CaseRow};
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
        let yes = estimate.filter(|_| binary && n.0 > 0 && n.1 > 0).map(|estimate| {
            let of = |share: f64, n: usize| ((share * n as f64).round() as usize).min(n);
            (of(estimate.mean_treated, n.0), of(estimate.mean_reference, n.1))
        });
        CaseRow { finding: finding.id.clone(), label: finding.label.clone(), n, signs: finding.describe.signs, yes }
    };
    findings.iter().enumerate().map(row).collect()
}

/// Links among the tables of a step, which are those of the bundle from `first` on, where they hold.
pub fn of_step(bundle: &Bundle, first: usize, own: &Answered<'_>) -> Vec<Link> {
    let Answered { step, answer, flow, .. } = own;
    let known = Known::of(bundle.table("flow").into_iter().chain(&bundle.tables[first..]));
    let of = Linking { bundle, known: &known, question: step.id(), flow: flow_cells(flow) };
    let mut links = of.units();
    links.extend(of.matching());
    links.extend(of.cases(step, answer));
    links.retain(|link| known.holds(link));
    links
}

/// Links among questions: as long as two of them lose the same units for the same reasons, they speak of the same units.
pub fn across(bundle: &Bundle, answered: &[Answered<'_>]) -> Vec<Link> {
    let known = Known::of(&bundle.tables);
    let ids: Vec<String> = answered.iter().map(|own| own.step.id()).collect();
    let mut stages: Vec<Stage<'_>> = Vec::new();
    let mut links = Vec::new();
    for (question, steps) in ids.iter().zip(answered.iter().map(|own| &own.flow)) {
        let mut before = None;
        let rows = figures::stage_rows(steps);
        for (step, row) in steps.iter().zip(rows).take_while(|(step, _)| step.key != "analysed") {
            let same = stages.iter().position(|stage| stage.before == before && loses_the_same(stage.step, step));
            if let Some(stage) = same.map(|at| &stages[at]) {
                links.extend(same_stage(stage, step, question, row));
                links.extend(same_characteristics(&known, stage.question, question, &step.key));
            } else {
                stages.push(Stage { before, step, question, row });
            }
            before = same.or(Some(stages.len() - 1));
        }
    }
    links.retain(|link| known.holds(link));
    links
}

/// A stage that units reach, as the first question that has it tells it.
struct Stage<'f> {
    before: Option<usize>,
    step: &'f FlowStep,
    question: &'f str,
    row: usize,
}

/// Whether two steps lose the same units, whatever they call the reasons.
fn loses_the_same(a: &FlowStep, b: &FlowStep) -> bool {
    let who = |step: &FlowStep| step.lost.iter().flat_map(|lost| lost.who.clone()).collect::<BTreeSet<String>>();
    let left = |step: &FlowStep| (step.remaining, step.treated, step.comparison);
    left(a) == left(b) && (a.lost == b.lost || who(a) == who(b))
}

fn same_stage(stage: &Stage<'_>, step: &FlowStep, question: &str, row: usize) -> Vec<Link> {
    let who = |step: &FlowStep| {
        let lost = step.lost.iter().filter(|lost| lost.count > 0);
        lost.map(|lost| lost.who.iter().cloned().collect()).collect::<Vec<BTreeSet<String>>>()
    };
    let lost = who(step).iter().zip(who(stage.step)).take_while(|(a, b)| **a == *b).count();
    let of = |at: usize, keys: &[&str]| {
        let both = |key: &&str| {
            same(
                cell(&TableId::of(stage.question, TableRole::Flow), stage.row + at, key),
                cell(&TableId::of(question, TableRole::Flow), row + at, key),
            )
        };
        keys.iter().map(both).collect::<Vec<_>>()
    };
    let left = of(0, &["remaining", "treated", "comparison"]);
    left.into_iter().chain((0..lost).flat_map(|at| of(at, &["lost", "lost_treated", "lost_comparison"]))).collect()
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

/// Links of the numbers of cases in tables of one outcome.
pub fn of_outcomes(bundle: &Bundle) -> Vec<Link> {
    let known = Known::of(&bundle.tables);
    let rows = bundle.case_rows();
    let row_of: BTreeMap<(&str, &str), usize> =
        rows.map(|(finding, at)| ((finding.question.as_str(), finding.outcome.as_str()), at)).collect();
    let mut links = Vec::new();
    for table in &bundle.tables {
        let outcome = table.id.outcome().and_then(|outcome| row_of.get(&(table.id.question(), outcome)));
        if let Some(&at) = outcome {
            links.extend(counted_cases(table, at));
        }
    }
    links.retain(|link| known.holds(link));
    links
}

/// Numbers of cases in a table of an outcome: those of a side, or parts of it.
fn counted_cases(table: &Table, at: usize) -> Vec<Link> {
    let cases = TableId::of(table.id.question(), TableRole::Cases);
    let mut links = Vec::new();
    for key in table.columns.iter().map(|column| column.key.as_str()).filter(|key| *key == "n" || key.starts_with("n_"))
    {
        for arm in ["treated", "comparison"] {
            let of = |row: usize| cell(&table.id, row, key);
            links.extend((0..table.rows.len()).map(|row| same(cell(&cases, at, arm), of(row))));
            links.push(Link { total: cell(&cases, at, arm), parts: (0..table.rows.len()).map(of).collect() });
        }
    }
    links
}

struct Linking<'b> {
    bundle: &'b Bundle,
    known: &'b Known<'b>,
    question: String,
    /// Row of each step in the table of the flow.
    flow: Vec<(String, usize)>,
}

/// Key and row of each step of the flow.
fn flow_cells(steps: &[FlowStep]) -> Vec<(String, usize)> {
    steps.iter().map(|step| step.key.clone()).zip(figures::stage_rows(steps)).collect()
}

impl Linking<'_> {
    fn id(&self, role: TableRole) -> TableId {
        TableId::of(&self.question, role)
    }

    fn stage(&self, key: &str) -> Option<usize> {
        self.flow.iter().find(|(of, _)| of == key).map(|(_, row)| *row)
    }

    /// The units in the data are those that the study's flow ends with.
    fn units(&self) -> Vec<Link> {
        let rows = figures::stage_rows(&self.bundle.findings.flow);
        let last = rows.last().map(|&row| cell("flow", row, "remaining"));
        last.into_iter().map(|last| same(last, cell(&self.id(TableRole::Flow), 0, "remaining"))).collect()
    }

    /// Numbers of units and shares of the tables of a matched comparison.
    fn matching(&self) -> Vec<Link> {
        let roles = [TableRole::TableOne, TableRole::Balance, TableRole::Overlap, TableRole::Flow];
        let [table1, balance, overlap, flow] = roles.map(|role| self.id(role));
        let mut links = Vec::new();
        for (arm, side) in
            [("treated", "before"), ("comparison", "before"), ("treated", "after"), ("comparison", "after")]
        {
            let key = format!("mean_{arm}_{side}");
            let stage = self.stage(if side == "before" { "complete" } else { "matched" });
            links.extend(stage.map(|row| same(cell(&table1, 0, &key), cell(&flow, row, arm))));
            let bins = format!("{}_{arm}", if side == "before" { "n" } else { "matched" });
            let height = self.known.height(&overlap);
            let parts = (0..height).map(|row| cell(&overlap, row, &bins)).collect();
            links.push(Link { total: cell(&table1, 0, &key), parts });
            let (Some(first), Some(second)) = (self.known.table(&table1), self.known.table(&balance)) else {
                continue;
            };
            links.extend(same_terms(first, second).map(|(a, b)| same(cell(&table1, a, &key), cell(&balance, b, &key))));
        }
        links
    }

    /// The cases of each outcome, as the flow counts them.
    fn cases(&self, step: &Step, answer: &Answer) -> Vec<Link> {
        let [cases, flow] = [TableRole::Cases, TableRole::Flow].map(|role| self.id(role));
        let followed =
            (0..step.outcomes.len()).filter(|&at| answer.outcomes.get(at).is_some_and(|it| it.flow.is_some()));
        let analysed = self.flow.iter().filter(|(key, _)| key == "analysed").map(|(_, row)| *row);
        let both = |(at, row): (usize, usize)| {
            ["treated", "comparison"].map(|key| same(cell(&cases, at, key), cell(&flow, row, key)))
        };
        followed.zip(analysed).flat_map(both).collect()
    }
}

/// Rows of two tables with the same key of a characteristic.
fn same_terms<'t>(first: &'t Table, second: &'t Table) -> impl Iterator<Item = (usize, usize)> + 't {
    let find =
        |(a, row): (usize, &Vec<Cell>)| Some((a, second.rows.iter().position(|other| other[0].value == row[0].value)?));
    first.rows.iter().enumerate().filter_map(find)
}
