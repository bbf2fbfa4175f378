//! The script that reads as an analyst would write it.

use crate::design::InR;
use crate::findings::{Bundle, Effect, Finding, QuestionInfo};
use crate::text::r::{column, number, quoted, vector};

use super::terms::{adjusts, design, errors, has_matches, method, optional, own_estimator, suffix, told};

const HEAD: &str = include_str!("analysis.R");

/// The script of a bundle. Without an analysis frame it only reads nothing.
pub fn analysis_r(bundle: &Bundle) -> String {
    let mut script = String::from(HEAD);
    for question in &bundle.findings.questions {
        let told = told(bundle, question);
        if told.is_empty() {
            continue;
        }
        match design(question).map(|design| design.get().in_r()) {
            Some(InR::Comparison { matchit, .. }) if has_matches(bundle, question) => {
                script.push_str(&matched(question, &matchit));
                told.iter().for_each(|(finding, effect)| script.push_str(&of_matches(question, finding, effect)));
            }
            Some(InR::Outcomes { analysis, .. }) => {
                told.iter()
                    .for_each(|(finding, effect)| script.push_str(&of_outcomes(question, finding, effect, &analysis)));
            }
            _ => {}
        }
    }
    script
}

/// `m <- matched(…)`: the matched units.
fn matched(question: &QuestionInfo, matchit: &str) -> String {
    let suffix = suffix(question);
    let column_of = |what: &str| quoted(&format!("{what}_{suffix}"));
    let rows = if matchit_rows(question) { "q <- q[order(q[[2]]), ]\n" } else { "" };
    let covariates: Vec<String> = question.covariates.iter().map(|name| column(name)).collect();
    let whose = match question.estimand.is_default() {
        true => String::new(),
        false => format!(", estimand = {}", quoted(question.estimand.written())),
    };
    format!(
        "\n# Question {}\nq <- d[!is.na(d[[{}]]), ]\n{rows}m <- matched({}, {}, {}, function() MatchIt::matchit(\n  formula_of({}, {}), data = q, {matchit}{whose}))\n",
        quoted(&question.id),
        column_of("weight"),
        quoted(&question.id),
        column_of("weight"),
        column_of("set"),
        vector(&covariates),
        optional(question.treatment.as_deref()),
    )
}

/// Whether ties are settled by the rows of the file.
fn matchit_rows(question: &QuestionInfo) -> bool {
    method(question, "design").and_then(|method| method.options.get("ties")).is_some_and(|ties| ties == "rows")
}

/// `lm` of the matched units and its robust error.
fn of_matches(question: &QuestionInfo, finding: &Finding, effect: &Effect) -> String {
    if let Some(own) = own_estimator(question) {
        return format!("# {}: no least squares; {} in replicate.R computes it.\n", finding.id, own.function);
    }
    let outcome = quoted(&column(&finding.outcome));
    let before = finding.baseline.as_deref().filter(|_| finding.of_changes);
    let change = before.map_or(String::new(), |before| format!(" - m[[{}]]", quoted(&column(before))));
    let covariates: Vec<String> = question.covariates.iter().map(|name| column(name)).collect();
    let terms =
        if adjusts(question) { format!("c(\"took_part\", {})", vector(&covariates)) } else { "\"took_part\"".into() };
    let known = match finding.baseline.as_deref() {
        Some(before) => format!("!is.na(m$y) & !is.na(m[[{}]])", quoted(&column(before))),
        None => "!is.na(m$y)".into(),
    };
    let declared = quoted(&format!("cluster_{}", suffix(question)));
    let cluster = match effect.clusters {
        Some(_) => format!("if (is.null(k[[{declared}]])) k$subclass else k[[{declared}]]"),
        None => "NULL".into(),
    };
    format!(
        "m$y <- m[[{outcome}]]{change}\nm$took_part <- as.numeric(m[[{}]])\nk <- m[{known}, ]\n\
         fit <- lm(formula_of({terms}, \"y\"), data = k, weights = weights)\nanswer({}, fit, {cluster}, {}, {})\n",
        optional(question.treatment.as_deref()),
        quoted(&finding.id),
        quoted(&plain_errors(question)),
        number(effect.level),
    )
}

/// The type of errors without clusters.
fn plain_errors(question: &QuestionInfo) -> String {
    Some(errors(question)).filter(|errors| errors.starts_with("HC")).unwrap_or_else(|| "HC1".into())
}

/// A test of the outcomes as they are.
fn of_outcomes(question: &QuestionInfo, finding: &Finding, effect: &Effect, analysis: &str) -> String {
    let among = quoted(&format!("eligible_{}", suffix(question)));
    let treatment = match question.treatment.as_deref() {
        Some(treatment) => format!("q[[{}]]", quoted(&column(treatment))),
        None => "rep(1, nrow(q))".into(),
    };
    let before = match finding.baseline.as_deref() {
        Some(before) => format!("q[[{}]]", quoted(&column(before))),
        None => "0".into(),
    };
    let covariates = match analysis.contains("covariates") {
        true => {
            let named: Vec<String> = question.covariates.iter().map(|name| column(name)).collect();
            format!("covariates <- q[{}]\n", vector(&named))
        }
        false => String::new(),
    };
    let only = if analysis.contains("took_part") { "" } else { "q <- q[took_part %in% 1, ]\n" };
    format!(
        "\n# {}\nq <- if (is.null(d[[{among}]])) d else d[d[[{among}]] == 1, ]\ntook_part <- {treatment}\n{only}\
         after <- q[[{}]]\nbefore <- {before}\nlevel <- {}\n{covariates}print({analysis})\n",
        quoted(&finding.id),
        quoted(&column(&finding.outcome)),
        number(effect.level),
    )
}
