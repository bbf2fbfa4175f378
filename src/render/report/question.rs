//! A question's evidence: charts with the numbers behind, flow, tables, balance, estimates in full.

use minijinja::Value as Safe;
use serde::Serialize;

use crate::design::{BalanceRow, BalanceSide, Sides};
use crate::exhibit::{Audience, Figure, Shape, Table};
use crate::findings::{Bundle, QuestionInfo};
use crate::text::{Lang, fixed};
use crate::tidy::FlowStep;

use super::cells::{CellView, TableView, view};
use super::estimates::{EstimateView, estimate_view};
use super::page::{anchor, rendered};

/// A question with its evidence.
#[derive(Default, Serialize)]
pub struct QuestionView {
    /// Anchor.
    pub anchor: String,
    /// Title.
    pub title: String,
    /// Design in the field's standard term.
    pub design: String,
    /// Population the estimate speaks of.
    pub population: String,
    /// What was done.
    pub notes: Vec<String>,
    /// Charts.
    pub charts: Vec<ChartView>,
    /// From candidates to units used.
    pub flow: Vec<StepView>,
    /// Tables that are behind no chart.
    pub tables: Vec<TableView>,
    /// Balance, where the bundle has no table of it: a row of cells for each covariate.
    pub balance: Vec<Vec<CellView>>,
    /// Estimates in full.
    pub estimates: Vec<EstimateView>,
}

/// A chart.
#[derive(Serialize)]
pub struct ChartView {
    /// Anchor.
    pub anchor: String,
    /// Drawing.
    pub svg: Safe,
    /// The message.
    pub title: String,
    /// n and method.
    pub subtitle: String,
    /// What it does not show.
    pub note: String,
    /// The figure in words.
    pub alt: String,
    /// The numbers behind.
    pub table: Option<TableView>,
}

/// A step of the flow.
#[derive(Serialize)]
pub struct StepView {
    /// Stage.
    pub stage: String,
    /// How many reach it.
    pub remaining: String,
    /// Keys of the words for the two sides.
    pub sides: [&'static str; 2],
    /// Of these, the treated.
    pub treated: String,
    /// Of these, the comparison units.
    pub comparison: String,
    /// Reason and count of those lost just before.
    pub lost: Vec<(String, String)>,
}

/// The questions in order, and at the end what belongs to no question.
pub fn views(bundle: &Bundle, lang: Lang, charts: &dyn Fn(&str) -> Option<String>) -> Vec<QuestionView> {
    let questions = &bundle.findings.questions;
    let mut views: Vec<QuestionView> = questions.iter().map(|question| described(bundle, question, lang)).collect();
    views.push(QuestionView::default());
    let place = |id: Option<&str>| {
        questions.iter().position(|question| Some(question.id.as_str()) == id).unwrap_or(questions.len())
    };
    // A chart of the flow says what the list would.
    for figure in bundle.figures.iter().filter(|figure| figure.shape == Shape::Flow && shown(figure, charts)) {
        views[place(owner(&figure.table))].flow.clear();
    }
    for figure in bundle.figures.iter().filter(|figure| figure.audience == Audience::Public) {
        if let Some(chart) = chart_view(bundle, figure, lang, charts) {
            views[place(owner(&figure.table))].charts.push(chart);
        }
    }
    for table in bundle.tables.iter().filter(|table| !behind_a_chart(bundle, table, charts)) {
        if let Some(table_view) = view(table, lang) {
            views[place(owner(&table.id))].tables.push(table_view);
        }
    }
    views
}

/// The question part of an id.
fn owner(id: &str) -> Option<&str> {
    id.rsplit_once('/').map(|(question, _)| question)
}

fn shown(figure: &Figure, charts: &dyn Fn(&str) -> Option<String>) -> bool {
    figure.audience == Audience::Public && charts(&figure.id).is_some()
}

fn behind_a_chart(bundle: &Bundle, table: &Table, charts: &dyn Fn(&str) -> Option<String>) -> bool {
    bundle.figures.iter().any(|figure| figure.table == table.id && shown(figure, charts))
}

fn described(bundle: &Bundle, question: &QuestionInfo, lang: Lang) -> QuestionView {
    let own = bundle.findings.findings.iter().filter(|finding| finding.question == question.id);
    let tabled = bundle.table(&format!("{}/balance", question.id)).is_some();
    QuestionView {
        anchor: anchor("question", &question.id),
        title: question.title.get(lang).to_string(),
        design: question.design_title.render(lang),
        population: question.population.render(lang),
        notes: rendered(&question.notes, lang),
        flow: flow(&question.flow, bundle.findings.sides(&question.id), lang),
        balance: if tabled { Vec::new() } else { question.balance.iter().map(|row| balance(row, lang)).collect() },
        estimates: own.map(|finding| estimate_view(finding, lang)).collect(),
        ..QuestionView::default()
    }
}

fn chart_view(
    bundle: &Bundle,
    figure: &Figure,
    lang: Lang,
    charts: &dyn Fn(&str) -> Option<String>,
) -> Option<ChartView> {
    let drawing = charts(&figure.id)?;
    Some(ChartView {
        anchor: anchor("chart", &figure.id),
        svg: Safe::from_safe_string(inline(&drawing).to_string()),
        title: figure.title.render(lang),
        subtitle: figure.subtitle.render(lang),
        note: figure.note.render(lang),
        alt: figure.alt.render(lang),
        table: bundle.table(&figure.table).and_then(|table| view(table, lang)),
    })
}

/// A drawing from its first tag on: an XML declaration has no place inside HTML.
fn inline(drawing: &str) -> &str {
    drawing.find("<svg").map_or("", |start| &drawing[start..])
}

/// Steps of a flow. Who was lost stays inside: only counts are shown.
pub fn flow(steps: &[FlowStep], sides: Sides, lang: Lang) -> Vec<StepView> {
    let count = |n: usize| fixed(n as f64, 0);
    let step = |step: &FlowStep| StepView {
        stage: step.stage.render(lang),
        remaining: count(step.remaining),
        sides: match sides {
            Sides::TookPart => ["treated", "comparison"],
            Sides::Answered => ["answered_after", "answered_before"],
        },
        treated: step.treated.map_or(String::new(), count),
        comparison: step.comparison.map_or(String::new(), count),
        lost: step.lost.iter().map(|lost| (lost.reason.render(lang), count(lost.count))).collect(),
    };
    steps.iter().map(step).collect()
}

/// Variable, means and SMD before, means and SMD after, variance ratio after.
fn balance(row: &BalanceRow, lang: Lang) -> Vec<CellView> {
    let label = row.label.get(lang);
    let name = row.level.as_ref().map_or(label.to_string(), |level| format!("{label}: {level}"));
    let side = |side: &BalanceSide| {
        [
            CellView::fixed(Some(side.mean_treated), 2),
            CellView::fixed(Some(side.mean_comparison), 2),
            CellView::fixed(Some(side.smd), 3),
        ]
    };
    let ratio = CellView::fixed(row.after.variance_ratio, 2);
    std::iter::once(CellView::text(name)).chain(side(&row.before)).chain(side(&row.after)).chain([ratio]).collect()
}
