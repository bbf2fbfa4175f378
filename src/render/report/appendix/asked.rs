use crate::findings::{Finding, QuestionInfo};
use crate::phrase;
use crate::text::Phrase;

use super::super::block::{Block, items, pairs, texts};
use super::super::question::{MOST_FINDINGS, flow as steps};
use super::super::shared::{label, rendered};
use super::super::sources::{problem, source};
use super::super::words;
use super::{AppendixSection, AppendixWriter};

/// 1. Question and what is estimated.
pub fn questions(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let mut blocks = writer.by_question(|question| {
        let named = |name: Phrase, text: String| (writer.say(&name), text);
        let own: Vec<&Finding> = own(writer, question).collect();
        let outcomes: Vec<String> = own.iter().map(|finding| label(finding, writer.lang.get())).collect();
        let between = writer.lang.get().pack().between;
        let estimand = own.first().map(|finding| finding.estimand);
        pairs(
            [
                Some(named(phrase!("Design"), writer.say(&question.design_title))),
                Some(named(phrase!("Outcomes"), outcomes.join(between))),
                Some(named(phrase!("Whose average"), writer.say(&question.population))),
                estimand.map(|estimand| named(phrase!("Estimand"), writer.say(&words::estimand(estimand)))),
            ]
            .into_iter()
            .flatten()
            .collect(),
        )
        .into_iter()
        .collect()
    });
    blocks.push(writer.open(&phrase!("what was expected to change, for whom, and why")));
    blocks
}

/// Findings of a question that a page tells in full.
pub fn own<'w>(
    writer: &'w AppendixWriter<'_, '_>,
    question: &QuestionInfo,
) -> impl Iterator<Item = &'w Finding> + use<'w> {
    let id = question.id.clone();
    let told = writer.scope.findings.iter().copied().take(MOST_FINDINGS);
    told.filter(move |finding| finding.question == id)
}

/// 2. Setting, program and dose.
pub fn setting(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let inside = writer.scope.internal();
    let treatment = |question: &&&QuestionInfo| inside && question.treatment.is_some();
    let named = writer.scope.questions.iter().filter(treatment).map(|question| {
        (question.title.get(writer.lang.get()).to_string(), question.treatment.clone().unwrap_or_default())
    });
    let mut blocks: Vec<Block> = Vec::new();
    let named: Vec<(String, String)> = named.collect();
    if !named.is_empty() {
        blocks.push(writer.text(&phrase!("Who took part is told by these columns of the data:")));
        blocks.push(Block::Pairs(named));
    }
    blocks.push(writer.open(&phrase!("where and when the program took place, and who ran it")));
    blocks.push(writer.open(&phrase!("what was given or done, how much of it and for how long")));
    blocks.push(writer.open(&phrase!("how it was decided who took part, and who knew of it")));
    blocks
}

/// 3. Data sources, linkage and response.
pub fn sources(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let found = &writer.scope.bundle.findings;
    let heads = [phrase!("Source"), phrase!("File"), phrase!("Sheet"), phrase!("Rows")];
    let rows =
        found.manifest.sources.iter().map(source).map(|it| vec![it.name, it.file, it.sheet, it.rows.to_string()]);
    let title = writer.say(&phrase!("Files read"));
    let heads = heads.iter().map(|head| writer.say(head)).collect();
    let mut blocks = vec![texts(title, heads, &[3], rows.collect())];
    let response = checks(writer, &["follow-up"]);
    if !response.is_empty() {
        blocks.push(Block::Head(writer.say(&phrase!("How many answered"))));
        blocks.extend(items(response));
    }
    if writer.scope.internal() && writer.scope.name.is_none() && !found.problems.is_empty() {
        blocks.push(Block::Head(writer.say(&phrase!("Problems met in the data (this edition only)"))));
        let told = found.problems.iter().map(|it| problem(it, writer.lang.get()));
        blocks.extend(items(told.map(|it| format!("[{}] {}", it.severity_word, it.message)).collect()));
    }
    blocks.push(writer.open(&phrase!("who collected the data, when, and by which forms")));
    blocks
}

/// The texts of checks by their keys, each once, with the outcome they speak of.
pub fn checks(writer: &AppendixWriter<'_, '_>, keys: &[&str]) -> Vec<String> {
    let told = writer.scope.findings.iter().take(MOST_FINDINGS);
    let mut lines = Vec::new();
    for finding in told {
        for check in finding.checks.iter().filter(|check| keys.contains(&check.key.as_str())) {
            let (outcome, text) = (label(finding, writer.lang.get()), check.text.clone());
            let line = phrase!("{outcome}: {text}", outcome = outcome, text = text);
            let line = writer.in_words_of(&finding.question, || writer.say(&line));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// 4. Who was eligible, and who was lost.
pub fn flow(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let mut blocks = writer.exhibits("", AppendixSection::Flow);
    blocks.extend(writer.by_question(|question| {
        let mut own = writer.exhibits(&question.id, AppendixSection::Flow);
        if own.is_empty() && !question.flow.is_empty() {
            own.push(steps_table(writer, question));
        }
        own.extend(items(rendered(&question.notes, writer.lang.get())));
        own
    }));
    blocks.push(writer.open(&phrase!("who could be in the program, and who could not")));
    blocks
}

fn steps_table(writer: &AppendixWriter<'_, '_>, question: &QuestionInfo) -> Block {
    let steps = steps(&question.flow, question.kind(), writer.lang.get());
    let lost = |lost: &Vec<(String, String)>| lost.iter().map(|(why, n)| format!("{why} −{n}")).collect::<Vec<_>>();
    let between = writer.lang.get().pack().between;
    let [treated, comparison] = steps.first().map(|step| step.sides.clone()).unwrap_or_default();
    let heads = vec![
        writer.say(&phrase!("Stage")),
        writer.say(&phrase!("Remaining")),
        treated,
        comparison,
        writer.say(&phrase!("Lost before this step")),
    ];
    let rows = steps.iter().map(|step| {
        let lost = lost(&step.lost).join(between);
        vec![step.stage.clone(), step.remaining.clone(), step.treated.clone(), step.comparison.clone(), lost]
    });
    texts(writer.say(&phrase!("From candidates to those compared")), heads, &[1, 2, 3], rows.collect())
}

/// 5. Outcomes and how they were measured.
pub fn outcomes(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let inside = writer.scope.internal();
    let mut heads = vec![phrase!("Outcome"), phrase!("Unit")];
    // Names of columns say nothing to those who have no data.
    heads.extend(
        inside.then(|| [phrase!("Column of the data"), phrase!("Column of the state before")]).into_iter().flatten(),
    );
    heads.push(phrase!("Question"));
    let row = |finding: &&Finding| {
        let question = writer.scope.question(&finding.question);
        let finding = &*finding.as_said();
        let mut row = vec![label(finding, writer.lang.get()), finding.unit.get(writer.lang.get()).to_string()];
        let columns = [finding.outcome.clone(), finding.baseline.clone().unwrap_or_default()];
        row.extend(inside.then_some(columns).into_iter().flatten());
        row.push(question.map_or(String::new(), |question| question.title.get(writer.lang.get()).to_string()));
        row
    };
    let rows = writer.scope.findings.iter().take(MOST_FINDINGS).map(row).collect();
    let heads = heads.iter().map(|head| writer.say(head)).collect();
    let mut blocks = vec![texts(writer.say(&phrase!("Outcomes")), heads, &[], rows)];
    blocks.extend(writer.exhibits("", AppendixSection::Measures));
    blocks.push(writer.open(&phrase!("how reliable and valid each measure is, and who filled it in")));
    blocks
}

/// 6. Covariates, and why these.
pub fn covariates(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let mut blocks = writer.by_question(|question| {
        let label = |column: &String| question.label(column, writer.lang.get());
        items(question.covariates.iter().map(label).collect()).into_iter().collect()
    });
    if blocks.is_empty() {
        blocks.push(writer.text(&phrase!("No covariates were used.")));
    } else {
        blocks.push(writer.open(&phrase!("why these covariates, and which important ones were not measured")));
    }
    blocks
}
