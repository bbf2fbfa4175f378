//! What standards of evidence say of a finding, and what to collect next.

use serde::Serialize;

use crate::findings::{DataRequest, Standing};
use crate::phrase;
use crate::text::{Lang, fixed};

use super::scope::PageScope;

/// A standing.
#[derive(Clone, PartialEq, Serialize)]
pub struct StandingView {
    /// Standard.
    pub title: String,
    /// Level reached of how many; empty where the standard has none.
    pub level: String,
    /// The level in words.
    pub verdict: String,
    /// The rule that decided it.
    pub rule: String,
    /// The cheapest step to the next level.
    pub next: Option<String>,
    /// What it rests on.
    pub details: Vec<(String, String)>,
}

/// Something to collect.
#[derive(Clone, Serialize)]
pub struct RequestView {
    /// What.
    pub collect: String,
    /// Of whom.
    pub whom: String,
    /// Of how many more.
    pub count: Option<String>,
    /// By when.
    pub when: String,
    /// What could then be said.
    pub so_that: String,
    /// Title of the question.
    pub question: String,
}

/// A standing in a language.
pub fn standing(standing: &Standing, lang: Lang) -> StandingView {
    let said = |phrase: &crate::text::Phrase| phrase.render(lang);
    StandingView {
        title: said(&standing.title),
        level: level(standing, lang),
        verdict: said(&standing.verdict),
        rule: said(&standing.rule),
        next: standing.next.as_ref().map(said),
        details: standing.details.iter().map(|(label, value)| (said(label), said(value))).collect(),
    }
}

/// Empty where the verdict says it.
fn level(standing: &Standing, lang: Lang) -> String {
    match (standing.level, standing.of) {
        (Some(level), Some(of)) if standing.verdict.template.contains(&format!("{level} of {of}")) => String::new(),
        (Some(level), Some(of)) => phrase!("level {level} of {of}", level = level, of = of).render(lang),
        (Some(level), None) => phrase!("level {level}", level = level).render(lang),
        _ => String::new(),
    }
}

/// What to collect for the questions of a page.
pub fn requests(scope: &PageScope<'_>, lang: Lang) -> Vec<RequestView> {
    let asked = |request: &&DataRequest| scope.question(&request.question).is_some();
    scope.bundle.findings.requests.iter().filter(asked).map(|request| one(scope, request, lang)).collect()
}

fn one(scope: &PageScope<'_>, request: &DataRequest, lang: Lang) -> RequestView {
    let lang = lang.about(&request.question);
    RequestView {
        collect: request.collect.render(lang),
        whom: request.whom.render(lang),
        count: request.count.map(|count| fixed(count as f64, 0)),
        when: request.when.render(lang),
        so_that: request.so_that.render(lang),
        question: scope.question(&request.question).map_or("", |question| question.title.get(lang)).to_string(),
    }
}
