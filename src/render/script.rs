//! The script that recomputes the findings in R: fixed functions, then the study's questions and numbers as calls.
//!
//! Beside it a short one that reads as an analyst would write it. They read the files of the folder `data` and need
//! sandwich, and MatchIt where that is installed; the rest is base R.

mod analysis;
mod corrections;
mod subgroups;
mod terms;

use crate::design::model_matrix::SCORE_TERM;
use crate::design::{BalanceRow, InR};
use crate::estimate::EstimatorInR;
use crate::exhibit::{Frame, FrameRole, Values};
use crate::findings::{Bundle, Companion, Effect, Finding, QuestionInfo, SensitivityInfo};
use crate::sensitivity::{self, AnySensitivity};
use crate::text::r::{column, guarded, logical, number, quoted, vector};

use terms::{adjusts, design, errors, file_of, has_matches, method, optional, own_estimator, suffix, told};

pub use analysis::analysis_r;

const FUNCTIONS: &str = include_str!("script/replicate.R");

/// The script of a bundle. Without an analysis frame it only says that there is nothing to recompute.
pub fn replicate_r(bundle: &Bundle) -> String {
    let mut script = String::from(FUNCTIONS) + &sources(bundle);
    if let Some(frame) = bundle.frame("analysis") {
        script.push_str(&format!("analysis <- read_data(\"analysis_frame\", {})\n", vector(&text_columns(frame))));
        for question in &bundle.findings.questions {
            script.push_str(&question_calls(bundle, question));
        }
        script.push_str(&corrections::corrections(bundle));
    }
    script.push_str("\nfinish()\n");
    script
}

fn text_columns(frame: &Frame) -> Vec<String> {
    let texts = frame.columns.iter().filter(|column| matches!(column.values, Values::Text(_)));
    texts.map(|column| guarded(&column.key).into_owned()).collect()
}

fn question_calls(bundle: &Bundle, question: &QuestionInfo) -> String {
    let told = told(bundle, question);
    match design(question).map(|design| design.get().in_r()) {
        Some(InR::Comparison { function, options, .. }) if has_matches(bundle, question) => {
            let call = |(finding, effect): &(&Finding, &Effect)| {
                matched_call(question, finding, effect) + &further(question, finding, effect)
            };
            let calls: String = told.iter().map(call).collect();
            compared(bundle, question, function, &options) + &calls + &subgroups::of_matches(bundle, question)
        }
        Some(InR::Weights { function, options, .. }) if has_matches(bundle, question) => {
            let noted: String = told.iter().map(|(finding, _)| not_again(finding)).collect();
            compared(bundle, question, function, &options) + &noted
        }
        Some(InR::Outcomes { function, options, .. }) => {
            let call = |(finding, effect): &(&Finding, &Effect)| {
                outcome_call(question, function, &chosen(question, &options), finding, effect)
                    + &further(question, finding, effect)
            };
            let calls: String = told.iter().map(call).collect();
            calls + &subgroups::of_outcomes(bundle, question, function, &chosen(question, &options))
        }
        _ => String::new(),
    }
}

/// What else is said of a finding: its size, what could be detected, and its sensitivity analyses.
fn further(question: &QuestionInfo, finding: &Finding, effect: &Effect) -> String {
    let describe = &finding.describe;
    let narrow = effect.equivalence;
    let told = list(&[
        ("standardised", describe.standardised),
        ("detectable", describe.smallest_detectable),
        ("narrow_level", narrow.map(|it| it.level)),
        ("narrow_low", narrow.map(|it| it.low)),
        ("narrow_high", narrow.map(|it| it.high)),
    ]);
    let mut calls = format!("further({}, {}, {told})\n", quoted(&finding.id), number(effect.level));
    for info in &finding.sensitivity {
        let Some(method) = stress(question, info) else { continue };
        let values: Vec<(&str, Option<f64>)> =
            info.values.iter().map(|(key, value)| (key.as_str(), Some(*value))).collect();
        calls.push_str(&format!(
            "{}({}, {}, {}, {})\n",
            method.get().in_r().0,
            quoted(&finding.id),
            numbers(effect),
            number(effect.level),
            list(&values)
        ));
    }
    calls
}

/// The sensitivity analysis that gave some numbers.
fn stress(question: &QuestionInfo, info: &SensitivityInfo) -> Option<AnySensitivity> {
    let used = question.methods.iter().find(|method| method.family == "sensitivity" && method.name == info.key);
    let mut options = used.and_then(|used| used.options.as_object().cloned()).unwrap_or_default();
    options.shift_remove("method");
    sensitivity::parse(&info.key, &options)?.ok()
}

/// The functions that designs bring along, each once.
fn sources(bundle: &Bundle) -> String {
    let mut sources: Vec<&str> = Vec::new();
    for design in bundle.findings.questions.iter().filter_map(design) {
        let (InR::Comparison { source, .. } | InR::Weights { source, .. } | InR::Outcomes { source, .. }) =
            design.get().in_r();
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    for own in bundle.findings.questions.iter().filter_map(own_estimator) {
        if !sources.contains(&own.source) {
            sources.push(own.source);
        }
    }
    for name in sensitivity::NAMES.iter().filter(|name| stresses(bundle, name)) {
        let method = sensitivity::parse(name, &Default::default()).and_then(Result::ok);
        sources.extend(method.map(|method| method.get().in_r().1));
    }
    sources.concat()
}

fn stresses(bundle: &Bundle, name: &str) -> bool {
    bundle.findings.findings.iter().flat_map(|finding| &finding.sensitivity).any(|info| info.key == name)
}

/// `q <- list(…)` and the checks of the comparison and of its balance.
fn compared(bundle: &Bundle, question: &QuestionInfo, function: &str, options: &str) -> String {
    let covariates: Vec<String> = question.covariates.iter().map(|name| column(name)).collect();
    let pairs = file_of(bundle, question, FrameRole::Pairs);
    let pairs = pairs.map_or(String::new(), |file| format!(",\n  pairs = {}", quoted(&file)));
    [
        format!(
            "\nq <- list(id = {}, columns = {}, treatment = {},\n",
            quoted(&question.id),
            quoted(&suffix(question)),
            optional(question.treatment.as_deref())
        ),
        format!("  covariates = {},\n", vector(&covariates)),
        estimand(question),
        format!("  {options}{pairs})\n"),
        format!("{function}(q)\n"),
        balance(question),
    ]
    .concat()
}

/// The entry that says whose average is asked for, where it is not that of the treated.
fn estimand(question: &QuestionInfo) -> String {
    if question.estimand.is_default() {
        String::new()
    } else {
        format!("  estimand = {},\n", quoted(question.estimand.written()))
    }
}

/// The balance of a question as it is told.
fn balance(question: &QuestionInfo) -> String {
    let rows = &question.balance;
    if rows.is_empty() {
        return String::new();
    }
    let texts = |value: &dyn Fn(&BalanceRow) -> Option<String>| {
        let written = rows.iter().map(|row| value(row).map_or("NA".into(), |text| quoted(&text)));
        format!("c({})", written.collect::<Vec<_>>().join(", "))
    };
    let numbers = |value: &dyn Fn(&BalanceRow) -> Option<f64>| {
        let written = rows.iter().map(|row| value(row).map_or("NA".into(), number));
        format!("c({})", written.collect::<Vec<_>>().join(", "))
    };
    [
        format!("balance(q, data.frame(term = {},\n", texts(&|row| Some(row.term.clone()))),
        format!("  variable = {},\n", texts(&|row| Some(column(variable(row))))),
        format!("  level = {},\n", texts(&|row| row.level.as_deref().map(|level| guarded(level).into_owned()))),
        format!("  smd_before = {},\n", numbers(&|row| Some(row.before.smd))),
        format!("  smd_after = {},\n", numbers(&|row| Some(row.after.smd))),
        format!("  ratio_before = {},\n", numbers(&|row| row.before.variance_ratio)),
        format!("  ratio_after = {},\n", numbers(&|row| row.after.variance_ratio)),
        format!("  ks_before = {},\n", numbers(&|row| Some(row.before.ks))),
        format!("  ks_after = {}))\n", numbers(&|row| Some(row.after.ks))),
    ]
    .concat()
}

/// The variable of a row, whose key is never that of the score.
fn variable(row: &BalanceRow) -> &str {
    let key = row.variable();
    let renamed = key != SCORE_TERM && key.trim_end_matches('_') == SCORE_TERM;
    key.strip_suffix('_').filter(|_| renamed).unwrap_or(key)
}

fn matched_call(question: &QuestionInfo, finding: &Finding, effect: &Effect) -> String {
    if let Some(own) = own_estimator(question) {
        return own_call(&own, finding, effect);
    }
    format!(
        "effect({}, q, {}, {}, adjusted = {}, changes = {}, errors = {}, level = {},\n  {},\n  list({}))\n",
        quoted(&finding.id),
        quoted(&column(&finding.outcome)),
        optional(finding.baseline.as_deref()),
        logical(adjusts(question)),
        logical(finding.of_changes),
        quoted(&errors(question)),
        number(effect.level),
        numbers(effect),
        companions(finding),
    )
}

/// The estimate by the function that its method brings along.
fn own_call(own: &EstimatorInR, finding: &Finding, effect: &Effect) -> String {
    format!(
        "{}({}, q, {}, {}, {}, level = {},\n  {})\n",
        own.function,
        quoted(&finding.id),
        quoted(&column(&finding.outcome)),
        optional(finding.baseline.as_deref()),
        own.options,
        number(effect.level),
        numbers(effect),
    )
}

/// An estimate of weights that were estimated.
fn not_again(finding: &Finding) -> String {
    format!(
        "note({}, \"effect and its error\", \"weights were recomputed; the error, which accounts for their estimation, was not\")\n",
        quoted(&finding.id)
    )
}

fn companions(finding: &Finding) -> String {
    finding.companions.iter().map(companion).collect::<Vec<_>>().join(",\n    ")
}

fn outcome_call(question: &QuestionInfo, function: &str, chosen: &str, finding: &Finding, effect: &Effect) -> String {
    format!(
        "\n{function}({}, {}, {}, treatment = {}, among = {}, level = {},\n  {},\n  list({}){})\n",
        quoted(&finding.id),
        quoted(&column(&finding.outcome)),
        optional(finding.baseline.as_deref()),
        optional(question.treatment.as_deref()),
        quoted(&format!("eligible_{}", suffix(question))),
        number(effect.level),
        numbers(effect),
        companions(finding),
        chosen,
    )
}

/// The options of a design as the list `q`, with the estimator and the covariates.
fn chosen(question: &QuestionInfo, options: &str) -> String {
    if options.is_empty() {
        return String::new();
    }
    let covariates: Vec<String> = question.covariates.iter().map(|name| column(name)).collect();
    let estimate = method(question, "estimate").map_or("", |used| &used.name);
    format!(",\n  q = list({options}, estimate = {}, covariates = {})", quoted(estimate), vector(&covariates))
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
    let (low, high) = info.interval.unzip();
    let entries = [
        ("estimate", info.estimate),
        ("low", low),
        ("high", high),
        ("level", Some(info.level)),
        ("p_value", info.p_value),
        ("statistic", statistic),
    ];
    format!("{} = {}", quoted(&info.key), list(&entries))
}

fn list(entries: &[(&str, Option<f64>)]) -> String {
    let known = entries.iter().filter_map(|(key, value)| Some((key, value.filter(|value| !value.is_nan())?)));
    let named = |key: &str| if key.contains('-') { format!("`{key}`") } else { key.to_string() };
    let written: Vec<String> = known.map(|(key, value)| format!("{} = {}", named(key), number(value))).collect();
    format!("list({})", written.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design;

    #[test]
    fn functions_take_what_their_calls_give() {
        for name in design::NAMES {
            let method = design::parse(name, &Default::default()).unwrap().unwrap();
            let (function, source, taken) = match method.get().in_r() {
                InR::Outcomes { function, source, options, .. } => {
                    const TAKEN: &str = "finding, outcome, baseline, treatment, among, level, tashika, companions";
                    (function, source, if options.is_empty() { TAKEN.into() } else { format!("{TAKEN}, q") })
                }
                InR::Comparison { function, source, .. } | InR::Weights { function, source, .. } => {
                    (function, source, "q".into())
                }
            };
            assert!(source.contains(&format!("\n{function} <- function({taken}) {{")), "{function}");
        }
        for name in sensitivity::NAMES {
            let method = sensitivity::parse(name, &Default::default()).unwrap().unwrap();
            let (function, source) = method.get().in_r();
            assert!(
                source.contains(&format!("\n{function} <- function(finding, tashika, level, told) {{")),
                "{function}"
            );
        }
    }
}
