//! A question's evidence: charts with the numbers behind, flow, tables, balance, estimates in full.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::design::{BalanceRow, BalanceSide, Kind};
use crate::exhibit::{Figure, Shape, Table, TableId, TableRole};
use crate::findings::QuestionInfo;
use crate::panel::FlowStep;
use crate::text::{Lang, fixed, percent};

use super::cells::{CellView, MOST_ROWS_IN_ALL, TableView, fits, view};
use super::chart::{ChartView, Charts, MOST_CHARTS, chart_view};
use super::estimates::{EstimateView, estimate_view};
use super::scope::PageScope;
use super::shared::{anchor, rendered};

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

/// A step of the flow.
#[derive(Clone, Serialize)]
pub struct StepView {
    /// Stage.
    pub stage: String,
    /// How many reach it.
    pub remaining: String,
    /// Words for the two sides.
    pub sides: [String; 2],
    /// Of these, the treated.
    pub treated: String,
    /// Of these, the comparison units.
    pub comparison: String,
    /// Reason and count of those lost just before.
    pub lost: Vec<(String, String)>,
}

/// Tables that a page holds; the workbook has all.
pub const MOST_TABLES: usize = 120;
/// Findings that a page tells in full; the others stand in a table.
pub const MOST_FINDINGS: usize = 50;

/// The evidence of a page.
pub struct Evidence {
    /// The questions, in order.
    pub questions: Vec<QuestionView>,
    /// All answers side by side.
    pub glance: Vec<ChartView>,
    /// What belongs to no question.
    pub general: QuestionView,
    /// How many charts and tables are left out.
    pub more: (usize, usize),
}

/// The questions in order, and what belongs to no question.
pub fn evidence(scope: &PageScope<'_>, lang: Lang, charts: Charts<'_>) -> Evidence {
    let mut views: Vec<QuestionView> =
        scope.questions.iter().map(|question| described(scope, question, lang)).collect();
    views.push(QuestionView::default());
    let places: BTreeMap<&str, usize> =
        scope.questions.iter().enumerate().map(|(at, question)| (question.id.as_str(), at)).collect();
    let place = |id: &TableId| places.get(id.question()).copied().unwrap_or(places.len());
    let figures: Vec<&Figure> = scope.figures.iter().copied().filter(|figure| scope.shows(figure)).collect();
    let (mut behind, mut glance) = (BTreeSet::new(), Vec::new());
    for figure in figures.iter().take(MOST_CHARTS) {
        let Some(chart) = chart_view(scope, figure, lang, charts) else { continue };
        behind.insert(figure.table.as_str());
        if *figure.table.role() == TableRole::Glance {
            glance.push(chart);
            continue;
        }
        // A chart of the flow says what the list would.
        let owner = &mut views[place(&figure.table)];
        if matches!(figure.shape, Shape::Flow { .. }) {
            owner.flow.clear();
        }
        owner.charts.push(chart);
    }
    let shown = |table: &&Table| !behind.contains(table.id.as_str()) && *table.id.role() != TableRole::Claims;
    let tables: Vec<&Table> = scope.tables.iter().copied().filter(shown).collect();
    let mut room = MOST_ROWS_IN_ALL;
    let shown: Vec<&&Table> = tables.iter().filter(|table| fits(table, &mut room)).take(MOST_TABLES).collect();
    for table in &shown {
        views[place(&table.id)].tables.extend(view(table, scope.internal(), lang));
    }
    let general = views.pop().unwrap_or_default();
    let more = (figures.len().saturating_sub(MOST_CHARTS), tables.len() - shown.len());
    Evidence { questions: views, glance, general, more }
}

fn described(scope: &PageScope<'_>, question: &QuestionInfo, lang: Lang) -> QuestionView {
    let lang = lang.about(&question.id);
    let told = scope.findings.iter().take(MOST_FINDINGS);
    let own = told.filter(|finding| finding.question == question.id);
    let tabled = scope.table(&TableId::of(&question.id, TableRole::Balance)).is_some();
    QuestionView {
        anchor: anchor("question", &question.id),
        title: question.title.get(lang).to_string(),
        design: question.design_title.render(lang),
        population: question.population.render(lang),
        notes: rendered(&question.notes, lang),
        flow: flow(&question.flow, question.kind(), lang),
        balance: if tabled { Vec::new() } else { question.balance.iter().map(|row| balance(row, lang)).collect() },
        estimates: own.map(|finding| estimate_view(scope, finding, lang)).collect(),
        ..QuestionView::default()
    }
}

/// Steps of a flow. Who was lost stays inside: only counts are shown.
pub fn flow(steps: &[FlowStep], kind: Kind, lang: Lang) -> Vec<StepView> {
    let count = |n: usize| fixed(n as f64, 0);
    let step = |step: &FlowStep| StepView {
        stage: step.stage.render(lang),
        remaining: count(step.remaining),
        sides: kind.sides_in_short().map(|side| side.render(lang)),
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
    let mean = |mean: f64| match row.binary {
        true => CellView::number(mean, percent(mean, 1, lang)),
        false => CellView::fixed(Some(mean), 2),
    };
    let side =
        |side: &BalanceSide| [mean(side.mean_treated), mean(side.mean_comparison), CellView::fixed(Some(side.smd), 3)];
    let ratio = CellView::fixed(row.after.variance_ratio, 2);
    std::iter::once(CellView::text(name)).chain(side(&row.before)).chain(side(&row.after)).chain([ratio]).collect()
}
