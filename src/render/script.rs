//! The script that recomputes the findings in R: fixed functions, then the study's questions and numbers as calls.
//!
//! It reads the files of the folder `data` and needs sandwich, and MatchIt where that is installed; the rest is base R.

use serde_json::Value as Json;

use crate::design::{self, AnyDesign, InR};
use crate::exhibit::{Frame, FrameRole, Values};
use crate::findings::{Bundle, Companion, Effect, Finding, MethodUse, QuestionInfo};
use crate::text::r::{column, guarded, logical, number, quoted, vector};

const FUNCTIONS: &str = include_str!("script/replicate.R");

/// The script of a bundle. Without an analysis frame it only says that there is nothing to recompute.
pub fn replicate_r(bundle: &Bundle) -> String {
    let mut script = String::from(FUNCTIONS) + &sources(bundle);
    if let Some(frame) = bundle.frame("analysis") {
        script.push_str(&format!("analysis <- read_data(\"analysis_frame\", {})\n", vector(&text_columns(frame))));
        for question in &bundle.findings.questions {
            script.push_str(&question_calls(bundle, question));
        }
    }
    script.push_str("\nfinish()\n");
    script
}

fn text_columns(frame: &Frame) -> Vec<String> {
    let texts = frame.columns.iter().filter(|column| matches!(column.values, Values::Text(_)));
    texts.map(|column| guarded(&column.key).into_owned()).collect()
}

fn question_calls(bundle: &Bundle, question: &QuestionInfo) -> String {
    let own = bundle.findings.findings.iter().filter(|finding| finding.question == question.id);
    let told: Vec<(&Finding, &Effect)> = own.filter_map(|finding| Some((finding, finding.effect.as_ref()?))).collect();
    match design(question).map(|design| design.get().in_r()) {
        Some(InR::Comparison { function, options, .. })
            if [FrameRole::Matched, FrameRole::Pairs]
                .into_iter()
                .any(|role| bundle.frame_of(&question.id, role).is_some()) =>
        {
            let calls = told.iter().map(|(finding, effect)| matched_call(question, finding, effect));
            compared(question, function, &options) + &calls.collect::<String>()
        }
        Some(InR::Outcomes { function, .. }) => {
            told.iter().map(|(finding, effect)| outcome_call(question, function, finding, effect)).collect()
        }
        _ => String::new(),
    }
}

/// The design of a question with its options.
fn design(question: &QuestionInfo) -> Option<AnyDesign> {
    let mut options = options(question, "design");
    options.shift_remove("method");
    design::parse(&question.design, &options)?.ok()
}

/// The functions that designs bring along, each once.
fn sources(bundle: &Bundle) -> String {
    let mut sources: Vec<&str> = Vec::new();
    for design in bundle.findings.questions.iter().filter_map(design) {
        let (InR::Comparison { source, .. } | InR::Outcomes { source, .. }) = design.get().in_r();
        if !source.is_empty() && !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources.concat()
}

/// `q <- list(…)` and the check of the comparison.
fn compared(question: &QuestionInfo, function: &str, options: &str) -> String {
    let covariates: Vec<String> = question.covariates.iter().map(|name| column(name)).collect();
    [
        format!(
            "\nq <- list(id = {}, columns = {}, treatment = {},\n",
            quoted(&question.id),
            quoted(&suffix(question)),
            optional(question.treatment.as_deref())
        ),
        format!("  covariates = {},\n", vector(&covariates)),
        format!("  {options})\n"),
        format!("{function}(q)\n"),
    ]
    .concat()
}

fn matched_call(question: &QuestionInfo, finding: &Finding, effect: &Effect) -> String {
    let (estimator, errors) = (method(question, "estimate"), options(question, "inference"));
    let changes = options(question, "estimate").get("changes").and_then(Json::as_bool).unwrap_or(false);
    let errors = match errors.get("method").and_then(Json::as_str) {
        Some(kind @ ("hc0" | "hc1" | "hc2" | "hc3" | "cluster" | "cr2")) => kind.to_uppercase(),
        _ => "AUTO".into(),
    };
    format!(
        "effect({}, q, {}, {}, {}, changes = {}, errors = {}, level = {},\n  {},\n  list({}))\n",
        quoted(&finding.id),
        quoted(&column(&finding.outcome)),
        optional(finding.baseline.as_deref()),
        quoted(estimator.map_or("difference", |method| method.name.as_str())),
        logical(changes),
        quoted(&errors),
        number(effect.level),
        numbers(effect),
        companions(finding),
    )
}

fn companions(finding: &Finding) -> String {
    finding.companions.iter().map(companion).collect::<Vec<_>>().join(",\n    ")
}

fn outcome_call(question: &QuestionInfo, function: &str, finding: &Finding, effect: &Effect) -> String {
    format!(
        "\n{function}({}, {}, {}, treatment = {}, among = {}, level = {},\n  {},\n  list({}))\n",
        quoted(&finding.id),
        quoted(&column(&finding.outcome)),
        optional(finding.baseline.as_deref()),
        optional(question.treatment.as_deref()),
        quoted(&format!("eligible_{}", suffix(question))),
        number(effect.level),
        numbers(effect),
        companions(finding),
    )
}

fn numbers(effect: &Effect) -> String {
    let entries = [
        ("estimate", Some(effect.estimate)),
        ("std_error", effect.std_error),
        ("low", Some(effect.low)),
        ("high", Some(effect.high)),
        ("p_value", Some(effect.p_value)),
        ("df", effect.df),
        ("clusters", effect.clusters.map(|n| n as f64)),
    ];
    let law = if effect.law.is_empty() { "t" } else { &effect.law };
    format!("{}, law = {})", list(&entries).trim_end_matches(')'), quoted(law))
}

fn companion(info: &Companion) -> String {
    let statistic = info.statistic.as_ref().map(|(_, value)| *value);
    let ends = info.interval.filter(|_| info.key == "t" || info.key == "permutation");
    let entries = [
        ("estimate", info.estimate),
        ("p_value", info.p_value),
        ("statistic", statistic),
        ("low", ends.map(|ends| ends.0)),
        ("high", ends.map(|ends| ends.1)),
    ];
    format!("{} = {}", quoted(&info.key), list(&entries))
}

fn list(entries: &[(&str, Option<f64>)]) -> String {
    let known = entries.iter().filter_map(|(key, value)| Some((key, value.filter(|value| !value.is_nan())?)));
    let written: Vec<String> = known.map(|(key, value)| format!("{key} = {}", number(value))).collect();
    format!("list({})", written.join(", "))
}

fn method<'a>(question: &'a QuestionInfo, family: &str) -> Option<&'a MethodUse> {
    question.methods.iter().find(|method| method.family == family)
}

fn options(question: &QuestionInfo, family: &str) -> serde_json::Map<String, Json> {
    method(question, family).and_then(|method| method.options.as_object().cloned()).unwrap_or_default()
}

/// What the columns of a question end with: `score_` and so on come before it.
fn suffix(question: &QuestionInfo) -> String {
    question.columns.clone().unwrap_or_else(|| question.id.replace(['-', ' ', '.'], "_"))
}

fn optional(variable: Option<&str>) -> String {
    variable.map_or("NULL".into(), |variable| quoted(&column(variable)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_take_what_their_calls_give() {
        for function in ["before_after", "two_groups"] {
            let taken = "finding, outcome, baseline, treatment, among, level, tashika, companions";
            assert!(FUNCTIONS.contains(&format!("\n{function} <- function({taken}) {{")), "{function}");
        }
    }
}
