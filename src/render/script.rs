//! The script that recomputes the findings in R: fixed functions, then the study's questions and numbers as calls.
//!
//! Beside it a short one that reads as an analyst would write it. They read the files of the folder `data` and needs sandwich, and MatchIt where that is installed; the rest is base R.

mod analysis;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::data::file_names;
use crate::design::model_matrix::SCORE_TERM;
use crate::design::{self, AnyDesign, BalanceRow, InR};
use crate::estimate;
use crate::exhibit::{Cell, Frame, FrameRole, Table, TableRole, Value, Values};
use crate::findings::{Bundle, Companion, Effect, Finding, MethodUse, QuestionInfo, SensitivityInfo};
use crate::infer::multiplicity::Correction;
use crate::sensitivity::{self, AnySensitivity};
use crate::text::r::{column, guarded, logical, number, quoted, vector};
use crate::text::{Lang, Words};

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
        script.push_str(&corrections(bundle));
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
            compared(bundle, question, function, &options) + &told.iter().map(call).collect::<String>()
        }
        Some(InR::Outcomes { function, .. }) => {
            let call = |(finding, effect): &(&Finding, &Effect)| {
                outcome_call(question, function, finding, effect) + &further(question, finding, effect)
            };
            let calls: String = told.iter().map(call).collect();
            calls + &subgroup_calls(bundle, question, function, &told)
        }
        _ => String::new(),
    }
}

/// p-values corrected for their number: of the outcomes of each family, and of the subgroups of each question.
fn corrections(bundle: &Bundle) -> String {
    let mut families: IndexMap<(Correction, usize), Corrections> = IndexMap::new();
    for finding in &bundle.findings.findings {
        let told = finding.effect.as_ref().filter(|_| !finding.claim.verdict.withholds_number());
        let (Some(family), Some(effect), Some(q)) = (finding.family, told, finding.q_value) else { continue };
        let key = (family.correction, family.asked);
        families.entry(key).or_default().push((finding.id.clone(), effect.p_value, q));
    }
    // Two declared families of one size cannot be told apart here.
    let whole = families.into_iter().filter(|((_, asked), members)| members.len() <= *asked);
    let of_families =
        whole.map(|((correction, asked), members)| correction_call("outcomes", correction, asked, &members));
    let subgroups = bundle.tables.iter().filter(|table| *table.id.role() == TableRole::Subgroups);
    of_families.chain(subgroups.map(of_subgroups)).collect()
}

/// Finding or subgroup, its p-value and the corrected one.
type Corrections = Vec<(String, f64, f64)>;

fn correction_call(what: &str, correction: Correction, asked: usize, members: &Corrections) -> String {
    let method = match correction {
        Correction::Holm => "holm",
        Correction::BenjaminiHochberg => "BH",
    };
    let p: Vec<String> = members.iter().map(|(id, p, _)| format!("{} = {}", quoted(id), number(*p))).collect();
    let q: Vec<String> = members.iter().map(|(_, _, q)| number(*q)).collect();
    let (p, q) = (p.join(", "), q.join(", "));
    format!("corrected({}, {}, {asked}, c({p}),\n  c({q}))\n", quoted(what), quoted(method))
}

/// Subgroups that have a number are corrected together.
fn of_subgroups(table: &Table) -> String {
    let at = |key: &str| table.column(key);
    let (Some(outcome), Some(level), Some(p), Some(q)) = (at("outcome"), at("level"), at("p_value"), at("q_value"))
    else {
        return String::new();
    };
    let number = |cell: &Cell| if let Value::Number(value) = cell.value { Some(value) } else { None };
    let one = |row: &Vec<Cell>| {
        let id = format!("{}/{} [{}]", table.id.question(), cell_text(&row[outcome]), cell_text(&row[level]));
        Some((id, number(&row[p])?, number(&row[q])?))
    };
    let members: Corrections = table.rows.iter().filter_map(one).collect();
    if members.is_empty() {
        String::new()
    } else {
        correction_call("subgroups", Correction::BenjaminiHochberg, members.len(), &members)
    }
}

/// Estimates of the subgroups of a question whose design compares outcomes as they are.
fn subgroup_calls(bundle: &Bundle, question: &QuestionInfo, function: &str, told: &[(&Finding, &Effect)]) -> String {
    let own = |table: &&Table| *table.id.role() == TableRole::Subgroups && table.id.question() == question.id;
    let Some(table) = bundle.tables.iter().find(own) else { return String::new() };
    let keys = ["outcome", "unit", "level", "estimate", "variable"].map(|key| table.column(key));
    let [Some(outcome), Some(unit), Some(level), Some(estimate), Some(variable)] = keys else { return String::new() };
    let call = |row: &Vec<Cell>| {
        let Value::Number(number_told) = row[estimate].value else { return None };
        let (name, level) = (cell_text(&row[outcome]), level_in_data(&row[level]));
        let (finding, _) = told.iter().find(|(finding, _)| finding.outcome == name)?;
        let in_points = matches!(&row[unit].value, Value::Words(words) if *words == Words::percentage_points());
        let id = format!("{} [{}]", finding.id, level);
        Some(format!(
            "subgroup({}, {}, {}, {}, function(told) {function}({}, {}, {}, treatment = {}, among = {}, level = 0.95, told, list()))\n",
            quoted(&id),
            quoted(&column(&cell_text(&row[variable]))),
            quoted(&guarded(&level)),
            number(if in_points { number_told / 100.0 } else { number_told }),
            quoted(&id),
            quoted(&column(&finding.outcome)),
            optional(finding.baseline.as_deref()),
            optional(question.treatment.as_deref()),
            quoted(&format!("eligible_{}", suffix(question))),
        ))
    };
    table.rows.iter().filter_map(call).collect()
}

fn cell_text(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(text) => text.clone(),
        Value::Phrase(phrase) => phrase.render(Lang::En),
        _ => String::new(),
    }
}

/// The value of a subgroup as the data have it: yes and no are 1 and 0 there.
fn level_in_data(cell: &Cell) -> String {
    match &cell.value {
        Value::Phrase(phrase) => if phrase.template == "Yes" { "1" } else { "0" }.into(),
        _ => cell_text(cell),
    }
}

/// The findings of a question that have a number.
fn told<'b>(bundle: &'b Bundle, question: &QuestionInfo) -> Vec<(&'b Finding, &'b Effect)> {
    let own = bundle.findings.findings.iter().filter(|finding| finding.question == question.id);
    own.filter_map(|finding| Some((finding, finding.effect.as_ref()?))).collect()
}

fn has_matches(bundle: &Bundle, question: &QuestionInfo) -> bool {
    [FrameRole::Matched, FrameRole::Pairs].into_iter().any(|role| bundle.frame_of(&question.id, role).is_some())
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
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    for method in sensitivity::NAMES.iter().filter(|name| stresses(bundle, name)) {
        let method = sensitivity::parse(method, &Default::default()).and_then(Result::ok);
        sources.extend(method.map(|method| method.get().in_r().1));
    }
    sources.concat()
}

/// The file of the pairs of a question, where there are pairs.
fn pairs_file(bundle: &Bundle, question: &QuestionInfo) -> String {
    let names = file_names(bundle.frames.iter().map(|frame| &frame.id));
    let pairs = bundle.frame_of(&question.id, FrameRole::Pairs);
    pairs.map_or(String::new(), |frame| format!(",\n  pairs = {}", quoted(names.get(&frame.id))))
}

fn stresses(bundle: &Bundle, name: &str) -> bool {
    bundle.findings.findings.iter().flat_map(|finding| &finding.sensitivity).any(|info| info.key == name)
}

/// `q <- list(…)` and the checks of the comparison and of its balance.
fn compared(bundle: &Bundle, question: &QuestionInfo, function: &str, options: &str) -> String {
    let covariates: Vec<String> = question.covariates.iter().map(|name| column(name)).collect();
    [
        format!(
            "\nq <- list(id = {}, columns = {}, treatment = {},\n",
            quoted(&question.id),
            quoted(&suffix(question)),
            optional(question.treatment.as_deref())
        ),
        format!("  covariates = {},\n", vector(&covariates)),
        format!("  {options}{})\n", pairs_file(bundle, question)),
        format!("{function}(q)\n"),
        balance(question),
    ]
    .concat()
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

/// Whether the estimate of a question adjusts for covariates.
fn adjusts(question: &QuestionInfo) -> bool {
    let mut options = options(question, "estimate");
    options.shift_remove("method");
    let used = method(question, "estimate").and_then(|used| estimate::parse(&used.name, &options)?.ok());
    used.is_some_and(|used| used.get().adjusts())
}

/// The type of robust errors.
fn errors(question: &QuestionInfo) -> String {
    match options(question, "inference").get("method").and_then(Json::as_str) {
        Some(kind @ ("hc0" | "hc1" | "hc2" | "hc3" | "cluster" | "cr2")) => kind.to_uppercase(),
        _ => "AUTO".into(),
    }
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
        for name in design::NAMES {
            let method = design::parse(name, &Default::default()).unwrap().unwrap();
            let (function, source, taken) = match method.get().in_r() {
                InR::Outcomes { function, source, .. } => {
                    (function, source, "finding, outcome, baseline, treatment, among, level, tashika, companions")
                }
                InR::Comparison { function, source, .. } => (function, source, "q"),
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
