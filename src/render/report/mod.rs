//! The reports: a full one, a brief of two pages and a methods appendix, each one HTML file for each language that opens
//! anywhere, prints well and needs no network and no scripts.
//!
//! A page is a template, which is given a view in which every phrase is already in the language and every number written out.
//! Words of the template itself are `t("English template", name = value)`: keys of the catalogues like those of the code. What a
//! page shows is a [`PageScope`] of a bundle. Only public tables and columns are shown; the edition for those who hold the data
//! also shows what else may not leave the house, but never who somebody is.

pub(in crate::render) mod answers;
pub mod appendix;
pub mod block;
pub mod brief;
pub mod cells;
pub mod chart;
pub mod claims;
pub(in crate::render) mod estimates;
pub mod evidence;
pub mod groups;
mod number_line;
pub mod page;
pub mod question;
mod scope;
pub(in crate::render) mod shared;
pub mod sources;
mod templates;
pub mod words;

use minijinja::value::Serde;

use crate::diag::Diagnostic;
use crate::findings::Bundle;
use crate::text::Lang;

pub use chart::{Charts, Svgs};
pub use scope::PageScope;
pub use templates::Templates;

/// The full report in a language; `charts` gives the SVG of a figure by its id.
///
/// # Errors
/// A [`Diagnostic`] where a template cannot be used.
pub fn html(bundle: &Bundle, lang: Lang, charts: Charts<'_>) -> Result<String, Box<Diagnostic>> {
    report(&Templates::of(bundle, lang), &page::page(&PageScope::whole(bundle), lang, charts))
}

/// The full report.
///
/// # Errors
/// A [`Diagnostic`] where a template cannot be used.
pub fn report(templates: &Templates<'_>, view: &page::Page) -> Result<String, Box<Diagnostic>> {
    templates.fill("report.html", Serde(view))
}

/// The brief.
///
/// # Errors
/// A [`Diagnostic`] where a template cannot be used.
pub fn brief(templates: &Templates<'_>, view: &brief::Brief) -> Result<String, Box<Diagnostic>> {
    templates.fill("brief.html", Serde(view))
}

/// The methods appendix.
///
/// # Errors
/// A [`Diagnostic`] where a template cannot be used.
pub fn appendix(templates: &Templates<'_>, view: &appendix::Appendix) -> Result<String, Box<Diagnostic>> {
    templates.fill("appendix.html", Serde(view))
}
