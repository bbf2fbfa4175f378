use indexmap::IndexMap;

use crate::answer::{Answer, Step};
use crate::card::Card;
use crate::design::BalanceRow;
use crate::exhibit::plain;
use crate::findings::{MethodUse, QuestionInfo};
use crate::panel::{FlowStep, View};
use crate::phrase;

use super::Answered;
use super::data::{file_key, suffix, suffixes};

/// The questions as they were asked, one for each design.
pub fn questions(answered: &[Answered<'_>], view: &View) -> Vec<QuestionInfo> {
    let one = |own: &Answered<'_>| labelled(question(own), own.step, view);
    answered.iter().map(one).zip(suffixes(answered)).map(with_columns).collect()
}

/// What outputs need to know of a question.
pub fn question(answered: &Answered<'_>) -> QuestionInfo {
    let Answered { step, answer, .. } = *answered;
    let comparison = answer.comparison.as_ref();
    QuestionInfo {
        id: step.id(),
        title: step.title.clone(),
        design: step.design.name().into(),
        design_title: step.design.own_card().title,
        notes: comparison.iter().flat_map(|comparison| &comparison.notes).chain(&step.notes).cloned().collect(),
        population: comparison
            .map_or_else(|| phrase!("nobody: there was no comparison to be made"), |it| it.population.clone()),
        estimand: step.ask.estimand,
        flow: answered.flow.clone(),
        balance: comparison
            .and_then(|it| it.balance.as_ref())
            .map(|it| it.rows.iter().map(balance).collect())
            .unwrap_or_default(),
        treatment: step.ask.treatment.as_ref().map(file_key),
        covariates: step.ask.covariates.iter().map(file_key).collect(),
        labels: IndexMap::new(),
        methods: methods(step),
        columns: None,
    }
}

/// With what outputs call its columns.
pub fn labelled(question: QuestionInfo, step: &Step, view: &View) -> QuestionInfo {
    let all = step.ask.treatment.iter().chain(&step.ask.covariates);
    let label = |var| Some((file_key(var), view.column(var)?.title()));
    QuestionInfo { labels: all.filter_map(label).collect(), ..question }
}

fn balance(row: &BalanceRow) -> BalanceRow {
    let mut row = row.clone();
    for side in [&mut row.before, &mut row.after] {
        for value in
            [&mut side.mean_treated, &mut side.mean_comparison, &mut side.smd, &mut side.ks, &mut side.ecdf_mean]
        {
            *value = plain(*value);
        }
    }
    row
}

/// Says what its columns in the analysis frame end with, where that is not what they usually end with.
fn with_columns((question, columns): (QuestionInfo, String)) -> QuestionInfo {
    let columns = Some(columns).filter(|columns| *columns != suffix(&question.id));
    QuestionInfo { columns, ..question }
}

/// From candidates to units analysed; with several outcomes one last step for each.
pub fn flow(step: &Step, answer: &Answer, view: &View) -> Vec<FlowStep> {
    let mut steps = vec![everyone(view)];
    steps.extend(step.within.iter().map(|within| within.flow.clone()));
    steps.extend(eligible(step, view));
    steps.extend(answer.comparison.iter().flat_map(|comparison| comparison.flow.iter().cloned()));
    for (outcome, found) in step.outcomes.iter().zip(&answer.outcomes) {
        let Some(mut last) = found.flow.clone() else { continue };
        if step.outcomes.len() > 1 {
            last.stage = phrase!("Analysed: {outcome}", outcome = &outcome.label);
        }
        steps.push(last);
    }
    steps
}

fn everyone(view: &View) -> FlowStep {
    FlowStep {
        key: "units".into(),
        stage: phrase!("Units in the data"),
        remaining: view.rows().len(),
        treated: None,
        comparison: None,
        lost: Vec::new(),
    }
}

/// The units that the question is about, where it leaves some out.
fn eligible(step: &Step, view: &View) -> Option<FlowStep> {
    (!step.left_out.is_empty()).then(|| FlowStep {
        key: "eligible".into(),
        stage: phrase!("Units that the question is about"),
        remaining: step.view(view).rows().len(),
        treated: None,
        comparison: None,
        lost: step.left_out.clone(),
    })
}

fn methods(step: &Step) -> Vec<MethodUse> {
    let options = |value: Result<serde_json::Value, serde_json::Error>| {
        let mut value = value.unwrap_or_default();
        if let Some(object) = value.as_object_mut() {
            object.shift_remove("method");
        }
        value
    };
    let mut used = vec![
        method_use("design", step.design.own_card(), options(serde_json::to_value(&step.design))),
        method_use("estimate", step.estimator.card(), options(serde_json::to_value(&step.estimator))),
        // Its name is part of its options: several methods share a card.
        method_use("inference", step.inference.card(), serde_json::to_value(&step.inference).unwrap_or_default()),
    ];
    for method in &step.sensitivity {
        used.push(method_use("sensitivity", method.card(), options(serde_json::to_value(method))));
    }
    used
}

fn method_use(family: &str, card: Card, options: serde_json::Value) -> MethodUse {
    let texts = [
        ("title", card.title),
        ("answers", card.answers),
        ("needs", card.needs),
        ("assumes", card.assumes),
        ("formula", card.formula),
        ("breaks", card.breaks),
        ("same_as", card.same_as),
    ];
    MethodUse {
        family: family.into(),
        name: card.name.into(),
        options,
        card: texts.into_iter().map(|(key, text)| (key.to_string(), text)).collect::<IndexMap<_, _>>(),
        references: card.references.iter().map(|text| text.to_string()).collect(),
    }
}
