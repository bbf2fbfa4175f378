use crate::design::{Comparison, Rung};
use crate::exhibit::Table;
use crate::figures::{self, Basis, Contrast, EffectRow};
use crate::findings::{Bundle, Finding};
use crate::plan::Step;
use crate::tidy::View;

use super::super::answer::Answer;
use super::data;
use super::question;

/// Table and figure of the rows read, before any question.
pub fn study_flow(bundle: &mut Bundle) {
    bundle.tables.push(figures::flow_table("", &bundle.findings.flow));
}

/// Ids of the tables that a step's findings rest on.
pub fn tables_of(step: &Step, comparison: Option<&Comparison>) -> Vec<String> {
    let balanced = comparison.is_some_and(|comparison| comparison.balance.is_some());
    let names: &[&str] = if balanced { &["effects", "flow", "table1", "balance", "overlap"] } else { &["effects", "flow"] };
    names.iter().map(|name| format!("{}/{name}", step.id())).collect()
}

/// Adds the tables, frames and figures of a step.
pub fn add(bundle: &mut Bundle, step: &Step, answer: &Answer, view: &View) {
    let id = step.id();
    let findings: Vec<&Finding> = bundle.findings.findings.iter().filter(|finding| finding.question == id).collect();
    let basis = basis(step, answer, view);
    let rows: Vec<EffectRow> = findings.iter().map(|finding| effect_row(finding)).collect();
    let contrast = if step.design.get().ladder() == Rung::Changed { Contrast::Change } else { Contrast::Difference };
    let told: Vec<bool> = rows.iter().map(|row| row.effect.is_some()).collect();
    let shown = told.contains(&true);
    for (table, figure) in figures::changes(&id, &rows, step.level, contrast, &basis) {
        bundle.tables.push(table);
        bundle.figures.extend(shown.then_some(figure));
    }
    if let Some(comparison) = &answer.comparison {
        of_comparison(bundle, step, comparison, &basis, view);
    }
    let flow = figures::flow_table(&id, &question::flow(step, answer, view));
    bundle.figures.push(figures::flow(&id, &flow, &basis));
    bundle.tables.push(flow);
    // What a finding withholds, its tables withhold as well.
    for (found, _) in answer.outcomes.iter().zip(told).filter(|(_, told)| *told) {
        let own = found.estimate.iter().flat_map(|(estimate, _, _)| estimate.tables.clone());
        let stress = found.stress.iter().filter_map(|stress| stress.table.clone());
        own.chain(stress).for_each(|table| within(bundle, &id, table));
    }
}

/// Methods name their tables alone; in the bundle they belong to a question. A name taken by another outcome is numbered.
fn within(bundle: &mut Bundle, question: &str, table: Table) {
    let plain = format!("{question}/{}", table.id);
    let numbered = (2..).map(|n| format!("{plain}-{n}"));
    let taken = |id: &String| bundle.tables.iter().any(|known| known.id == *id);
    let id = std::iter::once(plain.clone()).chain(numbered).find(|id| !taken(id));
    bundle.tables.push(Table { id: id.unwrap_or(plain), ..table });
}

fn of_comparison(bundle: &mut Bundle, step: &Step, comparison: &Comparison, basis: &Basis, view: &View) {
    let id = step.id();
    for table in comparison.tables.iter().cloned() {
        if table.id.ends_with("/balance") {
            bundle.figures.push(figures::love(&id, &table, basis));
        }
        if table.id.ends_with("/overlap") {
            bundle.figures.push(figures::overlap(&id, &table, basis));
        }
        bundle.tables.push(table);
    }
    if comparison.scores.is_some() {
        bundle.frames.push(data::matched(view, step, comparison));
    }
    bundle.frames.extend(comparison.frames.iter().cloned());
}

fn basis(step: &Step, answer: &Answer, view: &View) -> Basis {
    let sample = answer.outcomes.iter().find_map(|found| found.estimate.as_ref().ok()).map(|(estimate, _, _)| estimate.n);
    let (treated, comparison) = sample.unwrap_or_else(|| {
        let steps = question::flow(step, answer, view);
        steps.last().map_or((0, 0), |last| (last.treated.unwrap_or(last.remaining), last.comparison.unwrap_or(0)))
    });
    Basis { treated, comparison, method: step.design.card().title }
}

fn effect_row(finding: &Finding) -> EffectRow {
    EffectRow {
        label: finding.label.clone(),
        unit: finding.unit.clone(),
        effect: finding.effect.as_ref().map(|effect| (effect.estimate, effect.low, effect.high)),
        n: (finding.sample.treated, finding.sample.comparison),
    }
}
