//! Estimates of subgroups, each from its own units.

use crate::exhibit::{Cell, FrameRole, Table, TableId, TableRole, Value};
use crate::findings::{Bundle, Finding, QuestionInfo};
use crate::text::Words;
use crate::text::r::{column, guarded, logical, number, quoted};

use super::terms::{adjusts, errors, file_of, optional, own_estimator, suffix, text};

/// Of a question whose units are matched.
pub fn of_matches(bundle: &Bundle, question: &QuestionInfo) -> String {
    if own_estimator(question).is_some() {
        // The matches within a subgroup are not among the files.
        return calls(bundle, question, |_, _| "stop()".into());
    }
    calls(bundle, question, |finding, id| {
        format!(
            "effect({id}, q, {}, {}, adjusted = {}, changes = {}, errors = {}, level = 0.95, told, list())",
            quoted(&column(&finding.outcome)),
            optional(finding.baseline.as_deref()),
            logical(adjusts(question)),
            logical(finding.of_changes),
            quoted(&errors(question)),
        )
    })
}

/// Of a question whose design compares outcomes as they are, by the function of the design.
/// `chosen`: what it is given last.
pub fn of_outcomes(bundle: &Bundle, question: &QuestionInfo, function: &str, chosen: &str) -> String {
    calls(bundle, question, |finding, id| {
        format!(
            "{function}({id}, {}, {}, treatment = {}, among = {}, level = 0.95, told, list(){chosen})",
            quoted(&column(&finding.outcome)),
            optional(finding.baseline.as_deref()),
            optional(question.treatment.as_deref()),
            quoted(&format!("eligible_{}", suffix(question))),
        )
    })
}

/// A call for each subgroup that has a number; `ask`: what is asked of a finding under an id.
fn calls(bundle: &Bundle, question: &QuestionInfo, ask: impl Fn(&Finding, &str) -> String) -> String {
    let Some(table) = bundle.table(&TableId::of(&question.id, TableRole::Subgroups)) else { return String::new() };
    let Some(file) = file_of(bundle, question, FrameRole::Subgroups) else { return String::new() };
    let own =
        |outcome: &str| bundle.findings.findings.iter().find(|it| it.question == question.id && it.outcome == outcome);
    let call = |row: SubgroupRow| {
        let finding = own(&row.outcome)?;
        let id = quoted(&format!("{} [{}]", finding.id, row.level));
        Some(format!(
            "subgroup({id}, {}, {}, {}, {}, {},\n  function(told) {})\n",
            quoted(&suffix(question)),
            quoted(&file),
            quoted(&row.variable),
            quoted(&guarded(&row.level)),
            number(row.estimate),
            ask(finding, &id),
        ))
    };
    rows(table).into_iter().filter_map(call).collect()
}

/// What is told of a subgroup, as the data have it.
struct SubgroupRow {
    outcome: String,
    variable: String,
    level: String,
    estimate: f64,
}

fn rows(table: &Table) -> Vec<SubgroupRow> {
    let keys = ["outcome", "unit", "level", "estimate", "variable"].map(|key| table.column(key));
    let [Some(outcome), Some(unit), Some(level), Some(estimate), Some(variable)] = keys else { return Vec::new() };
    let row = |row: &Vec<Cell>| {
        let in_points = matches!(&row[unit].value, Value::Words(words) if *words == Words::percentage_points());
        let told = row[estimate].number()?;
        Some(SubgroupRow {
            outcome: text(&row[outcome]),
            variable: text(&row[variable]),
            level: level_in_data(&row[level]),
            estimate: if in_points { told / 100.0 } else { told },
        })
    };
    table.rows.iter().filter_map(row).collect()
}

/// The value of a subgroup as the data have it: yes and no are 1 and 0 there.
fn level_in_data(cell: &Cell) -> String {
    match &cell.value {
        Value::Phrase(phrase) => if phrase.template == "Yes" { "1" } else { "0" }.into(),
        _ => text(cell),
    }
}
