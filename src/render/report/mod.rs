//! The report: one HTML file for each language, that opens anywhere, prints well and needs no network and no scripts.
//!
//! The page is a template of the language (`reports-templates/<lang>/report.html`), which holds the language's own headings;
//! repeated parts, style and script are shared. The template is given a `Page`, in which every phrase is already in
//! the language and every number written out. Only public tables, columns and figures are shown.

mod cells;
mod estimates;
mod number_line;
mod page;
mod question;
mod sources;

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

use crate::diag::{Diagnostic, Place};
use crate::findings::{Bundle, Effect, Finding, Verdict};
use crate::phrase;
use crate::text::Lang;

/// The templates of a language by name: `report.html` is the page, the rest are parts of it.
pub fn templates(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let report = match lang {
        Lang::En => include_str!("../../../reports-templates/en/report.html"),
        Lang::Ja => include_str!("../../../reports-templates/ja/report.html"),
    };
    vec![
        ("report.html", report),
        ("parts.html", include_str!("../../../reports-templates/parts.html")),
        ("style.css", include_str!("../../../reports-templates/style.css")),
        ("script.js", include_str!("../../../reports-templates/script.js")),
    ]
}

/// The report in a language; `charts` gives the SVG of a figure by its id.
///
/// # Errors
/// A [`Diagnostic`] where a template cannot be used.
pub fn html(bundle: &Bundle, lang: Lang, charts: &dyn Fn(&str) -> Option<String>) -> Result<String, Box<Diagnostic>> {
    html_with(&templates(lang), bundle, lang, charts)
}

/// The report by other templates, of the same names as [`templates`].
///
/// # Errors
/// A [`Diagnostic`] where a template cannot be used.
pub fn html_with(
    templates: &[(&str, &str)],
    bundle: &Bundle,
    lang: Lang,
    charts: &dyn Fn(&str) -> Option<String>,
) -> Result<String, Box<Diagnostic>> {
    let page = page::page(bundle, lang, charts);
    let page = Serde(page);
    let rendered = environment(templates).and_then(|made| made.get_template("report.html")?.render(page));
    rendered.map_err(|error| Box::new(problem(&error)))
}

/// The number of a finding, if its verdict allows one to be shown.
fn shown_effect(finding: &Finding) -> Option<&Effect> {
    let silent = matches!(finding.claim.verdict, Verdict::TooSmall | Verdict::NotComparable);
    finding.effect.as_ref().filter(|_| !silent)
}

fn environment<'a>(templates: &[(&'a str, &'a str)]) -> Result<Environment<'a>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|name| match name {
        "style.css" | "script.js" => AutoEscape::None,
        _ => AutoEscape::Html,
    });
    for (name, text) in templates {
        environment.add_template(name, text)?;
    }
    Ok(environment)
}

fn problem(error: &minijinja::Error) -> Diagnostic {
    let file = error.name().unwrap_or("report.html");
    let why = phrase!("the report template cannot be used: {why}", why = error.to_string());
    let place = match error.line() {
        Some(line) => Place::Text { file: file.into(), line: line as u32, column: 1, length: 1, source: "".into() },
        None => Place::File { file: file.into() },
    };
    Diagnostic::error("report-template", why).at(place)
}
