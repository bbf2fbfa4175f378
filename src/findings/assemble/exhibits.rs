use crate::answer::{PlannedOutcome, Step};
use crate::design::{Comparison, Kind};
use crate::exhibit::{Figure, Members, MethodFigure, Table, TableId, TableRole};
use crate::figures::{self, BarRow, Basis, EffectRow};
use crate::findings::{Bundle, Finding};
use crate::panel::View;
use crate::phrase;
use crate::study::Study;
use crate::text::{Phrase, Words};

use super::{Answered, data, links, outcome_charts, reconcile, who};

/// Table and figure of the rows read, before any question.
pub fn study_flow(bundle: &mut Bundle, view: &View) {
    let mut table = figures::flow_table("", &bundle.findings.flow, Kind::Groups);
    if let Some(&last) = figures::stage_rows(&bundle.findings.flow).last() {
        table.count_of(last, "remaining", Members::of(view.rows()));
    }
    bundle.tables.push(table);
}

/// Ids of the tables that a step's findings rest on.
pub fn tables_of(step: &Step, comparison: Option<&Comparison>) -> Vec<String> {
    let there = |role: &TableRole| comparison.is_some_and(|it| it.tables.iter().any(|table| table.id.role() == role));
    let always = [TableRole::Effects, TableRole::Cases, TableRole::Flow];
    let further = [TableRole::TableOne, TableRole::Balance, TableRole::Overlap].into_iter().filter(there);
    always.into_iter().chain(further).map(|role| TableId::of(&step.id(), role).to_string()).collect()
}

/// Adds the tables, frames and figures of a step.
pub fn add(bundle: &mut Bundle, own: &Answered<'_>, view: &View) {
    let Answered { step, answer, .. } = own;
    let (id, first) = (step.id(), bundle.tables.len());
    let findings: Vec<Finding> =
        bundle.findings.findings.iter().filter(|finding| finding.question == id).cloned().collect();
    let basis = basis(own);
    let cases = cases_table(own, &findings, view, &basis);
    let told: Vec<bool> = findings.iter().map(|finding| finding.effect.is_some()).collect();
    let shown = told.contains(&true);
    for (table, figure) in effects(&id, step, &findings, &basis) {
        bundle.tables.push(table);
        bundle.figures.extend(shown.then_some(figure));
    }
    bundle.tables.push(cases);
    if let Some(comparison) = &answer.comparison {
        of_comparison(bundle, own, comparison, &basis, view);
    }
    let boxes = flow_table(own, &basis);
    bundle.figures.push(figures::flow(&id, &boxes, &basis));
    bundle.tables.push(boxes);
    let (files, left_out) = reconcile::reconcile(own, view);
    bundle.tables.push(files);
    bundle.frames.extend((left_out.rows() > 0).then_some(left_out));
    // What a finding withholds, its tables withhold as well.
    outcome_charts::add(bundle, own, view, &basis, &told);
    for (n, (asked, found)) in step.outcomes.iter().zip(&answer.outcomes).enumerate().filter(|(n, _)| told[*n]) {
        let estimate = found.estimate.iter().map(|(estimate, _)| estimate);
        let figures = estimate.clone().flat_map(|estimate| estimate.figures.clone());
        let figures = figures.chain(found.stress.iter().filter_map(|stress| stress.figure.clone()));
        bundle.figures.extend(figures.map(|drawn| {
            let table = of_outcome(step, asked, drawn.figure.table.clone());
            figures::of_method(drawn, table, n, &basis)
        }));
        let stress = found.stress.iter().filter_map(|stress| stress.table.clone());
        let own = estimate.flat_map(|estimate| estimate.tables.clone()).chain(stress);
        bundle.tables.extend(own.map(|table| within(step, asked, table)));
    }
    let links = links::of_step(bundle, first, &own.step.id());
    bundle.findings.links.extend(links);
}

/// From the units in the data to those analysed.
pub fn flow_table(own: &Answered<'_>, basis: &Basis) -> Table {
    let mut table = figures::flow_table(&own.step.id(), &own.flow, basis.kind);
    who::of_flow(&mut table, &own.flow, &own.reached);
    table
}

/// The cases of each outcome of a step.
pub fn cases_table(own: &Answered<'_>, findings: &[Finding], view: &View, basis: &Basis) -> Table {
    let Answered { step, answer, .. } = own;
    let mut table = figures::cases_table(&step.id(), &links::case_rows(step, answer, findings), basis.kind);
    who::of_cases(&mut table, step, answer, view);
    table
}

/// The estimates of a step's outcomes, in order.
fn rows(step: &Step, findings: &[Finding]) -> Vec<EffectRow> {
    findings.iter().zip(&step.outcomes).map(|(finding, asked)| effect_row(finding, asked)).collect()
}

/// Tables and charts of the estimates of a step's outcomes, under a name. Where outcomes with and without a state before stand side
/// by side, they are called differences.
pub fn effects(name: &str, step: &Step, findings: &[Finding], basis: &Basis) -> Vec<(Table, Figure)> {
    let rows = rows(step, findings);
    let of_changes = findings.iter().all(|finding| finding.of_changes);
    figures::changes(name, &rows, step.level, of_changes, basis)
}

/// Methods name their tables alone; in the bundle they belong to a question, and to an outcome where it has several.
fn of_outcome(step: &Step, asked: &PlannedOutcome, id: TableId) -> TableId {
    let id = id.within(&step.id());
    if step.outcomes.len() == 1 { id } else { id.about(&asked.var.to_string()) }
}

fn within(step: &Step, asked: &PlannedOutcome, table: Table) -> Table {
    let id = of_outcome(step, asked, table.id.clone());
    let table = table.of_answer(&format!("{}/{}", step.id(), asked.var));
    let table = if asked.in_points() { table.of_shares() } else { table };
    if step.outcomes.len() == 1 {
        return Table { id, ..table };
    }
    Table { id, title: phrase!("{title}: {outcome}", title = table.title, outcome = &asked.label), ..table }
}

fn of_comparison(bundle: &mut Bundle, own: &Answered<'_>, comparison: &Comparison, basis: &Basis, view: &View) {
    let step = own.step;
    for mut table in comparison.tables.iter().cloned() {
        if *table.id.role() == TableRole::TableOne {
            who::of_groups(&mut table, &own.flow, &own.reached);
        }
        bundle.tables.push(table);
    }
    let figure = |drawn: &MethodFigure| {
        let table = drawn.figure.table.clone().within(&step.id());
        figures::of_method(drawn.clone(), table, 0, basis)
    };
    bundle.figures.extend(comparison.figures.iter().map(figure));
    if step.kind().is_alike() {
        bundle.frames.push(data::matched(view, step, comparison));
    }
    bundle.frames.extend(comparison.frames.iter().cloned());
}

/// What the figures of a step rest on.
pub fn basis(own: &Answered<'_>) -> Basis {
    let Answered { step, answer, flow, .. } = own;
    let sample = answer.outcomes.iter().find_map(|found| found.estimate.as_ref().ok()).map(|(estimate, _)| estimate.n);
    let (treated, comparison) = sample.unwrap_or_else(|| {
        flow.last().map_or((0, 0), |last| (last.treated.unwrap_or(last.remaining), last.comparison.unwrap_or(0)))
    });
    Basis { treated, comparison, method: step.design.own_card().title, kind: step.kind() }
}

fn effect_row(finding: &Finding, asked: &PlannedOutcome) -> EffectRow {
    let row = EffectRow {
        finding: finding.id.clone(),
        label: finding.label.clone(),
        unit: finding.unit.clone(),
        effect: finding.effect.as_ref().map(|effect| (effect.estimate, effect.low, effect.high)),
        n: (finding.sample.treated, finding.sample.comparison),
        matters: finding.describe.smallest_change,
    };
    if asked.in_points() { row.in_points() } else { row }
}

/// The charts that set findings side by side.
pub fn charts(bundle: &mut Bundle, study: &Study) {
    for chart in &study.charts {
        let found: Vec<(&Finding, &Words)> =
            chart.bars.iter().filter_map(|(id, label)| Some((finding(bundle, &id.value)?, label))).collect();
        let Some((last, _)) = found.last() else { continue };
        let rows: Vec<BarRow> = found.iter().map(|(finding, label)| bar(bundle, finding, label)).collect();
        let (question, unit) = (last.question.clone(), last.unit.clone());
        let (table, figure) = figures::bars(&question, &chart.id.value, &chart.title, &unit, study.level, &rows);
        bundle.findings.study.charts.push(figure.id.clone());
        bundle.tables.push(table);
        bundle.figures.push(figure);
    }
}

fn finding<'b>(bundle: &'b Bundle, id: &str) -> Option<&'b Finding> {
    let id = crate::notation::at_known_period(id);
    bundle.findings.findings.iter().find(|finding| finding.id == id)
}

fn bar(bundle: &Bundle, finding: &Finding, label: &Words) -> BarRow {
    let question = bundle.findings.questions.iter().find(|question| question.id == finding.question);
    BarRow {
        finding: finding.id.clone(),
        label: if label.is_empty() { finding.label.clone() } else { label.clone() },
        method: question.map_or_else(|| Phrase::verbatim(""), |question| question.design_title.clone()),
        effect: finding.effect.as_ref().map(|effect| (effect.estimate, effect.low, effect.high)),
        n: (finding.sample.treated, finding.sample.comparison),
        matters: finding.describe.smallest_change.filter(|_| !finding.in_points),
    }
}
