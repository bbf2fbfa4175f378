//! A chart on a page, with the numbers behind.

use minijinja::Value as Safe;
use serde::Serialize;

use crate::exhibit::{Figure, TableRole};
use crate::text::Lang;

use super::cells::{TableView, view};
use super::scope::PageScope;
use super::shared::anchor;

/// Charts that a page holds; the folder `charts` has all.
pub const MOST_CHARTS: usize = 60;

/// A figure as SVG, laid out for a page and for a phone; empty where a document has pictures instead.
#[derive(Clone, Debug, Default)]
pub struct Svgs {
    /// For a page.
    pub wide: String,
    /// For a phone; absent where the other is shown there too.
    pub narrow: Option<String>,
}

/// Gives a figure by its id.
pub type Charts<'c> = &'c dyn Fn(&str) -> Option<Svgs>;

/// A chart.
#[derive(Clone, Serialize)]
pub struct ChartView {
    /// Figure's id.
    pub id: String,
    /// Anchor.
    pub anchor: String,
    /// Drawing.
    pub svg: Safe,
    /// The same for a phone; absent where there is one for all.
    pub narrow: Option<Safe>,
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
    /// Which data it is made of.
    pub source: String,
    /// Where its numbers lie as a file; absent where no such file is written.
    pub data: Option<String>,
    /// Whether it shows how the answer was reached, or for whom, rather than the answer.
    pub working: bool,
}

/// Tables of charts that show how the answer was reached, or for whom: they belong to the full report and the appendix.
pub const WORKINGS: [TableRole; 7] = [
    TableRole::Balance,
    TableRole::Overlap,
    TableRole::Flow,
    TableRole::Files,
    TableRole::Missing,
    TableRole::TableOne,
    TableRole::Subgroups,
];

/// A chart with its drawing, if there is one.
pub fn chart_view(scope: &PageScope<'_>, figure: &Figure, lang: Lang, charts: Charts<'_>) -> Option<ChartView> {
    let drawing = charts(&figure.id)?;
    let lang = lang.about(figure.table.question());
    Some(ChartView {
        id: figure.id.clone(),
        anchor: anchor("chart", &figure.id),
        svg: Safe::from_safe_string(drawing.wide),
        narrow: drawing.narrow.map(Safe::from_safe_string),
        title: figure.title.render(lang),
        subtitle: figure.subtitle.render(lang),
        note: figure.note.render(lang),
        alt: figure.alt.render(lang),
        table: scope.table(&figure.table).and_then(|table| view(table, scope.internal(), lang)),
        source: scope.source_of(&figure.table).render(lang),
        data: scope.file_of(&figure.table),
        working: WORKINGS.contains(figure.table.role()),
    })
}
