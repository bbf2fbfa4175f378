//! Problems with their places, methods with their cards, and what was read.

use serde::Serialize;

use crate::diag::{Diagnostic, PLACES_SHOWN, Severity};
use crate::findings::{MethodUse, QuestionInfo};
use crate::panel::SourceRef;
use crate::phrase;
use crate::text::Lang;

use super::words;

/// A problem.
#[derive(Clone, Serialize)]
pub struct ProblemView {
    /// `error`, `warning`, `note`.
    pub severity: &'static str,
    /// Severity in words.
    pub severity_word: String,
    /// Code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub places: Vec<String>,
    /// How many places are not listed.
    pub more: usize,
    /// What to do.
    pub hint: Option<String>,
}

/// A method's card.
#[derive(Clone, Serialize)]
pub struct MethodView {
    /// Family.
    pub family: String,
    /// Name in study files.
    pub name: String,
    /// Title.
    pub title: String,
    /// Heading and text of each entry but the title.
    pub entries: Vec<(String, String)>,
    /// Options with their values.
    pub options: Vec<(String, String)>,
    /// Papers.
    pub references: Vec<String>,
    /// Ids of the questions that use it.
    pub questions: Vec<String>,
}

/// A source.
#[derive(Clone, Serialize)]
pub struct SourceView {
    /// Name in the study file.
    pub name: String,
    /// File.
    pub file: String,
    /// Sheet.
    pub sheet: String,
    /// Rows read.
    pub rows: usize,
    /// SHA-256.
    pub digest: String,
}

/// A problem in a language.
pub fn problem(problem: &Diagnostic, lang: Lang) -> ProblemView {
    ProblemView {
        severity: match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        severity_word: match problem.severity {
            Severity::Error => phrase!("Error"),
            Severity::Warning => phrase!("Warning"),
            Severity::Note => phrase!("Note"),
        }
        .render(lang),
        code: problem.code.clone(),
        message: problem.message.render(lang),
        places: problem.places.iter().take(PLACES_SHOWN).map(ToString::to_string).collect(),
        more: problem.count.saturating_sub(problem.places.len().min(PLACES_SHOWN)),
        hint: problem.hint.as_ref().map(|hint| hint.render(lang)),
    }
}

/// The methods of all questions; one that several questions use with the same options stands once.
pub fn methods(questions: &[&QuestionInfo], lang: Lang) -> Vec<MethodView> {
    let mut seen: Vec<(&MethodUse, Vec<String>)> = Vec::new();
    for question in questions {
        for method in &question.methods {
            let title = question.title.get(lang).to_string();
            match seen.iter_mut().find(|(other, _)| other.name == method.name && other.options == method.options) {
                Some((_, users)) => users.push(title),
                None => seen.push((method, vec![title])),
            }
        }
    }
    seen.into_iter().map(|(method, users)| method_view(method, users, lang)).collect()
}

fn method_view(method: &MethodUse, questions: Vec<String>, lang: Lang) -> MethodView {
    let text = |key: &str| method.card.get(key).map(|phrase| phrase.render(lang));
    let entries = method.card.iter().filter(|(key, _)| key.as_str() != "title");
    MethodView {
        family: words::family(&method.family).render(lang),
        name: method.name.clone(),
        title: text("title").unwrap_or_else(|| method.name.clone()),
        entries: entries.map(|(key, phrase)| (words::card(key).render(lang), phrase.render(lang))).collect(),
        options: options(&method.options),
        references: method.references.clone(),
        questions,
    }
}

fn options(options: &serde_json::Value) -> Vec<(String, String)> {
    let plain = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => "–".into(),
        other => other.to_string(),
    };
    let Some(options) = options.as_object() else { return Vec::new() };
    options.iter().filter(|(key, _)| key.as_str() != "method").map(|(key, value)| (key.clone(), plain(value))).collect()
}

/// A source.
pub fn source(source: &SourceRef) -> SourceView {
    SourceView {
        name: source.name.clone(),
        file: source.file.to_string(),
        sheet: source.sheet.to_string(),
        rows: source.rows,
        digest: source.digest.clone(),
    }
}
