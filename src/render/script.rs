//! The script that recomputes the findings in R: fixed functions, then the study's questions and numbers as calls.
//!
//! It reads the files of the folder `data` and needs sandwich, and MatchIt where that is installed; the rest is base R.

use serde_json::Value as Json;

use crate::exhibit::{Frame, FrameRole, Values};
use crate::findings::{Bundle, Companion, Effect, Finding, MethodUse, QuestionInfo};

use super::data::{guarded, number};

const FUNCTIONS: &str = include_str!("script/replicate.R");

/// The script of a bundle. Without an analysis frame it only says that there is nothing to recompute.
pub fn replicate_r(bundle: &Bundle) -> String {
    let mut script = String::from(FUNCTIONS);
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
    if bundle.frame_of(&question.id, FrameRole::Pairs).is_some() {
        let calls = told.iter().map(|(finding, effect)| matched_call(question, finding, effect));
        return matched_question(question) + &calls.collect::<String>();
    }
    told.iter().filter_map(|(finding, effect)| before_after_call(question, finding, effect)).collect()
}

/// `q <- list(…)` and the check of its pairs.
fn matched_question(question: &QuestionInfo) -> String {
    let options = options(question, "design");
    let text = |key: &str, default: &str| quoted(options.get(key).and_then(Json::as_str).unwrap_or(default));
    let exact = options.get("exact").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let exact: Vec<String> = exact.iter().filter_map(Json::as_str).map(column).collect();
    let covariates: Vec<String> = question.covariates.iter().map(|name| column(name)).collect();
    [
        format!(
            "\nq <- list(id = {}, columns = {}, treatment = {},\n",
            quoted(&question.id),
            quoted(&suffix(question)),
            optional(question.treatment.as_deref())
        ),
        format!("  covariates = {},\n", vector(&covariates)),
        format!(
            "  distance = {}, ratio = {}, ",
            text("distance", "logit"),
            options.get("ratio").and_then(Json::as_u64).unwrap_or(1)
        ),
        format!("replace = {}, ", logical(options.get("replace").and_then(Json::as_bool).unwrap_or(false))),
        format!("order = {}, ties = {},\n", text("order", "largest"), text("ties", "id")),
        format!(
            "  exact = {}, caliper = {}, unit = {})\n",
            vector(&exact),
            calipers(options.get("caliper")),
            text("unit", "sd")
        ),
        "matched(q)\n".into(),
    ]
    .concat()
}

/// `c(score = 0.2, age = 5)`: a plain number is a caliper on the score.
fn calipers(caliper: Option<&Json>) -> String {
    let entry = |name: &str, width: f64| format!("{} = {}", quoted(name), number(width));
    match caliper {
        Some(Json::Object(table)) => {
            let entries = table.iter().filter_map(|(name, width)| Some(entry(&column(name), width.as_f64()?)));
            format!("c({})", entries.collect::<Vec<_>>().join(", "))
        }
        Some(Json::Number(width)) => format!("c({})", entry("score", width.as_f64().unwrap_or(f64::INFINITY))),
        _ => "c()".into(),
    }
}

fn matched_call(question: &QuestionInfo, finding: &Finding, effect: &Effect) -> String {
    let (estimator, errors) = (method(question, "estimate"), options(question, "inference"));
    let changes = options(question, "estimate").get("changes").and_then(Json::as_bool).unwrap_or(false);
    let errors = match errors.get("method").and_then(Json::as_str) {
        Some(kind @ ("hc0" | "hc2" | "hc3")) => kind.to_uppercase(),
        _ => "HC1".into(),
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

fn before_after_call(question: &QuestionInfo, finding: &Finding, effect: &Effect) -> Option<String> {
    let function = match finding.design.as_str() {
        "before-after" => "before_after",
        "two-groups" => "two_groups",
        _ => return None,
    };
    Some(format!(
        "\n{function}({}, {}, {}, treatment = {}, among = {}, level = {},\n  {},\n  list({}))\n",
        quoted(&finding.id),
        quoted(&column(&finding.outcome)),
        quoted(&column(finding.baseline.as_deref()?)),
        optional(question.treatment.as_deref()),
        quoted(&format!("eligible_{}", suffix(question))),
        number(effect.level),
        numbers(effect),
        companions(finding),
    ))
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
    list(&entries)
}

fn companion(info: &Companion) -> String {
    let statistic = info.statistic.as_ref().map(|(_, value)| *value);
    let entries = [("estimate", info.estimate), ("p_value", info.p_value), ("statistic", statistic)];
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

/// The column of a variable in the data files: `name@period` is `name_at_period`.
fn column(variable: &str) -> String {
    guarded(&variable.replace('@', "_at_")).into_owned()
}

fn optional(variable: Option<&str>) -> String {
    variable.map_or("NULL".into(), |variable| quoted(&column(variable)))
}

fn vector(texts: &[String]) -> String {
    format!("c({})", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

fn logical(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}

/// A string literal of R in ASCII, whatever the text: nothing in it can end the literal.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\0' => {}
            ' '..='~' => out.push(c),
            c if (c as u32) < 0x1_0000 => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push_str(&format!("\\U{{{:x}}}", c as u32)),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_leave_its_literal() {
        assert_eq!(quoted("a\"); quit(\"\\"), r#""a\"); quit(\"\\""#);
        assert_eq!(quoted("収\n"), r#""\u{53ce}\u{a}""#);
        assert_eq!(column("income@2021"), "income_at_2021");
    }

    #[test]
    fn functions_take_what_their_calls_give() {
        for function in ["before_after", "two_groups"] {
            let taken = "finding, outcome, baseline, treatment, among, level, tashika, companions";
            assert!(FUNCTIONS.contains(&format!("\n{function} <- function({taken}) {{")), "{function}");
        }
    }

    #[test]
    fn calipers_are_named_numbers() {
        assert_eq!(calipers(Some(&serde_json::json!(0.2))), r#"c("score" = 0.2)"#);
        assert_eq!(calipers(Some(&serde_json::json!({"age": 5, "score": 0.1}))), r#"c("age" = 5, "score" = 0.1)"#);
        assert_eq!(calipers(None), "c()");
    }
}
