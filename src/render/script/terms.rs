//! What the calls of the scripts are made of: the answers told, the methods used, names of columns and files.

use serde_json::Value as Json;

use crate::design::{self, AnyDesign};
use crate::estimate::{self, AnyEstimator, EstimatorInR};
use crate::exhibit::{Cell, FrameRole, Value};
use crate::findings::{Bundle, Effect, Finding, MethodUse, QuestionInfo};
use crate::render::data::file_names;
use crate::text::Lang;
use crate::text::r::{column, quoted};

/// The findings of a question that have a number.
pub fn told<'b>(bundle: &'b Bundle, question: &QuestionInfo) -> Vec<(&'b Finding, &'b Effect)> {
    let own = bundle.findings.findings.iter().filter(|finding| finding.question == question.id);
    own.filter_map(|finding| Some((finding, finding.effect.as_ref()?))).collect()
}

pub fn has_matches(bundle: &Bundle, question: &QuestionInfo) -> bool {
    [FrameRole::Matched, FrameRole::Pairs].into_iter().any(|role| bundle.frame_of(&question.id, role).is_some())
}

/// The design of a question with its options.
pub fn design(question: &QuestionInfo) -> Option<AnyDesign> {
    let mut options = options(question, "design");
    options.shift_remove("method");
    design::parse(&question.design, &options)?.ok()
}

/// The file of a frame of a question, where there is one.
pub fn file_of(bundle: &Bundle, question: &QuestionInfo, role: FrameRole) -> Option<String> {
    let names = file_names(bundle.frames.iter().map(|frame| &frame.id));
    bundle.frame_of(&question.id, role).map(|frame| names.get(&frame.id).to_string())
}

/// The estimator of a question with its options.
fn estimator(question: &QuestionInfo) -> Option<AnyEstimator> {
    let mut options = options(question, "estimate");
    options.shift_remove("method");
    method(question, "estimate").and_then(|used| estimate::parse(&used.name, &options)?.ok())
}

/// Whether the estimate of a question adjusts for covariates.
pub fn adjusts(question: &QuestionInfo) -> bool {
    estimator(question).is_some_and(|used| used.get().adjusts())
}

/// How R computes the estimates of a question, where they are no least squares.
pub fn own_estimator(question: &QuestionInfo) -> Option<EstimatorInR> {
    estimator(question)?.get().in_r()
}

/// The type of robust errors.
pub fn errors(question: &QuestionInfo) -> String {
    match options(question, "inference").get("method").and_then(Json::as_str) {
        Some(kind @ ("hc0" | "hc1" | "hc2" | "hc3" | "cluster" | "cr2")) => kind.to_uppercase(),
        _ => "AUTO".into(),
    }
}

pub fn method<'a>(question: &'a QuestionInfo, family: &str) -> Option<&'a MethodUse> {
    question.methods.iter().find(|method| method.family == family)
}

pub fn options(question: &QuestionInfo, family: &str) -> serde_json::Map<String, Json> {
    method(question, family).and_then(|method| method.options.as_object().cloned()).unwrap_or_default()
}

/// What the columns of a question end with: `score_` and so on come before it.
pub fn suffix(question: &QuestionInfo) -> String {
    question.columns.clone().unwrap_or_else(|| question.id.replace(['-', ' ', '.'], "_"))
}

pub fn optional(variable: Option<&str>) -> String {
    variable.map_or("NULL".into(), |variable| quoted(&column(variable)))
}

/// The text of a cell, in English where it is a phrase.
pub fn text(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(text) => text.clone(),
        Value::Phrase(phrase) => phrase.render(Lang::En),
        _ => String::new(),
    }
}
