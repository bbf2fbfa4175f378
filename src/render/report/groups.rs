//! Pages of the parts of the data: one that sets them side by side, and one for each.

use minijinja::value::Serde;
use serde::Serialize;

use crate::diag::Diagnostic;
use crate::exhibit::{Audience, Table, TableRole};
use crate::findings::{Bundle, Finding, Group};
use crate::text::{Lang, in_link};

use super::cells::{TableView, inside};
use super::chart::{ChartView, Charts, chart_view};
use super::page::{self, RowView};
use super::scope::{PageScope, PagesBeside};
use super::shared::rendered;
use super::templates::Templates;

/// The page of all parts.
#[derive(Serialize)]
struct GroupIndex {
    lang: &'static str,
    beside: PagesBeside,
    title: String,
    internal: bool,
    engine: String,
    /// Charts that set the parts side by side.
    charts: Vec<ChartView>,
    /// Programs, rounds: with their answers.
    parts_list: Vec<PartView>,
    /// Those who took part, who are not judged.
    cases: Vec<LinkView>,
}

/// A part with its answers.
#[derive(Serialize)]
struct PartView {
    name: String,
    href: String,
    findings: Vec<RowView>,
}

/// A link to a page.
#[derive(Serialize)]
struct LinkView {
    name: String,
    href: String,
}

/// The page of one of those who took part.
#[derive(Serialize)]
struct GroupPage {
    lang: &'static str,
    title: String,
    name: String,
    engine: String,
    notes: Vec<String>,
    about: Vec<TableView>,
    charts: Vec<ChartView>,
    tables: Vec<TableView>,
}

/// File name of a group's page.
pub fn page_name(group: &Group, lang: Lang) -> String {
    format!("{}.{lang}.html", group.id)
}

/// File name of the page of all parts.
pub fn index_name(lang: Lang) -> String {
    format!("index.{lang}.html")
}

/// The page of all parts.
///
/// # Errors
/// A [`Diagnostic`] where a template cannot be used.
pub fn index(bundle: &Bundle, templates: &Templates<'_>, charts: Charts<'_>) -> Result<String, Box<Diagnostic>> {
    let (findings, lang) = (&bundle.findings, templates.lang);
    let scope = PageScope::whole(bundle).in_parts();
    let beside = scope.figures.iter().filter(|figure| *figure.table.role() == TableRole::Groups);
    let link = |group: &Group| LinkView { name: group.name.get(lang).into(), href: in_link(&page_name(group, lang)) };
    let (parts, cases): (Vec<&Group>, Vec<&Group>) = findings.groups.iter().partition(|group| !is_case(group));
    let index = GroupIndex {
        lang: lang.code(),
        beside: PagesBeside::of(bundle),
        title: findings.study.title.get(lang).into(),
        internal: findings.edition == Audience::Internal,
        engine: findings.manifest.engine.clone(),
        charts: beside.filter_map(|figure| chart_view(&scope, figure, lang, charts)).collect(),
        parts_list: parts.iter().map(|group| part(bundle, group, lang)).collect(),
        cases: cases.iter().map(|group| link(group)).collect(),
    };
    templates.fill("index.html", Serde(&index))
}

fn part(bundle: &Bundle, group: &Group, lang: Lang) -> PartView {
    let scope = PageScope::group(bundle, group);
    let row = |finding: &&Finding| page::row(&scope, finding, lang);
    PartView {
        name: group.name.get(lang).into(),
        href: in_link(&page_name(group, lang)),
        findings: scope.findings.iter().map(row).collect(),
    }
}

/// Whether a group is one of those who took part.
fn is_case(group: &Group) -> bool {
    group.questions.is_empty()
}

/// The page of a group: the full report of a part, or a case beside similar ones.
///
/// # Errors
/// A [`Diagnostic`] where a template cannot be used.
pub fn group(
    bundle: &Bundle,
    group: &Group,
    templates: &Templates<'_>,
    charts: Charts<'_>,
) -> Result<String, Box<Diagnostic>> {
    let (scope, lang) = (PageScope::group(bundle, group), templates.lang);
    if !is_case(group) {
        return super::report(templates, &page::page(&scope, lang, charts));
    }
    let drawn: Vec<&str> = scope.figures.iter().map(|figure| figure.table.as_str()).collect();
    let told = scope.tables.iter().filter(|table| !drawn.contains(&table.id.as_str()));
    let (own, told): (Vec<&Table>, Vec<&Table>) = told.partition(|table| *table.id.role() == TableRole::Profile);
    let views = |tables: Vec<&Table>| tables.into_iter().map(|table| inside(table, lang)).collect();
    let case = GroupPage {
        lang: lang.code(),
        title: bundle.findings.study.title.get(lang).into(),
        name: group.name.get(lang).into(),
        engine: bundle.findings.manifest.engine.clone(),
        notes: rendered(scope.notes, lang),
        charts: scope.figures.iter().filter_map(|figure| chart_view(&scope, figure, lang, charts)).collect(),
        about: views(own),
        tables: views(told),
    };
    templates.fill("case.html", Serde(&case))
}
