use std::path::Path;

use serde_json::json;

use crate::design::{Arm, Balance, Comparison};
use crate::diag::{Halt, Sink};
use crate::phrase;
use crate::plan;
use crate::run::{self, ASSUMED_CORRELATION, Detectable, Preview};
use crate::text::{Lang, Phrase, decimals_for, num};

use super::talk::{STOPPED, Talk};

/// `tashika plan STUDY`: who will be compared with whom, balance, smallest detectable effect; outcomes stay hidden.
pub fn plan(study: &Path, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let progress = talk.progress(run::STEPS);
    let read = run::read(study, &|what| progress.step(what), &mut sink);
    let planned = read.and_then(|read| plan::plan(&read.study, &read.panel, &mut sink).map(|plan| (read, plan)));
    progress.end();
    let previews = planned.as_ref().map(|(read, plan)| run::preview(plan, &read.panel));
    if let Ok(previews) = &previews {
        previews.iter().for_each(|preview| sink.problems.extend(preview.problems.iter().cloned()));
    }
    talk.problems(&sink);
    match previews {
        Ok(previews) => {
            let text = if talk.json { as_json(&previews) } else { as_text(&previews, talk.lang) };
            talk.data(&text);
            if sink.has_errors() {
                return STOPPED;
            }
            talk.done(previews.iter().any(|preview| preview.comparison.is_none()))
        }
        Err(Halt) => STOPPED,
    }
}

fn as_text(previews: &[Preview<'_>], lang: Lang) -> String {
    let mut lines = Vec::new();
    for preview in previews {
        let design = preview.step.design.card().title;
        lines.push(format!("■ {} — {}", preview.step.title.get(lang), design.render(lang)));
        let said = match &preview.comparison {
            Some(comparison) => of_comparison(comparison, &preview.detectable),
            None => vec![phrase!("There is no comparison to be made; see the problems above")],
        };
        lines.extend(said.iter().map(|phrase| format!("  {}", phrase.render(lang))));
        lines.push(String::new());
    }
    lines.push(phrase!("Outcomes were not looked at.").render(lang));
    lines.join("\n") + "\n"
}

fn of_comparison(comparison: &Comparison, detectable: &[Detectable]) -> Vec<Phrase> {
    let used = comparison.weights.values.iter().filter(|weight| **weight > 0.0).count();
    let mut said = match &comparison.balance {
        Some(balance) => of_balance(balance),
        None if comparison.arm.contains(&Arm::Comparison) => vec![phrase!(
            "Compared: {after} who answered after with {before} who answered before",
            after = used - in_arm(comparison, Arm::Comparison),
            before = in_arm(comparison, Arm::Comparison)
        )],
        None => vec![phrase!("Cases: {n}", n = used)],
    };
    said.push(phrase!("The answer will speak of: {population}", population = comparison.population.clone()));
    said.extend(comparison.notes.iter().cloned());
    said.extend(detectable.iter().filter_map(of_detectable));
    said
}

fn in_arm(comparison: &Comparison, arm: Arm) -> usize {
    comparison.arm.iter().filter(|it| **it == arm).count()
}

fn of_balance(balance: &Balance) -> Vec<Phrase> {
    let (before, after) = (balance.units_before, balance.units_after);
    let mut said = vec![
        phrase!(
            "Candidates: {treated} who took part, {comparison} who did not",
            treated = before.0,
            comparison = before.1
        ),
        phrase!(
            "Compared: {treated} who took part with {comparison} who did not (effective number {effective})",
            treated = after.0,
            comparison = after.1,
            effective = num(balance.effective_after.1, 1)
        ),
    ];
    if let Some(worst) = balance.worst() {
        said.push(phrase!(
            "Largest difference left: {variable}, {smd} standard deviations (before: {before})",
            variable = worst.title(),
            smd = num(worst.after.smd, 2),
            before = num(worst.before.smd, 2)
        ));
    }
    said
}

fn of_detectable(it: &Detectable) -> Option<Phrase> {
    let effect = it.effect?;
    let size = num(effect, decimals_for(effect));
    Some(if it.standardised {
        phrase!(
            "{label}: a difference of {size} standard deviations or more would be detected with probability 80%",
            label = &it.label,
            size = size
        )
    } else if !it.followed {
        phrase!(
            "{label}: a difference of {size} {unit} or more would be detected with probability 80% (if it spreads as before)",
            label = &it.label,
            size = size,
            unit = &it.unit
        )
    } else {
        phrase!(
            "{label}: a difference of {size} {unit} or more would be detected with probability 80% (if it spreads as before and correlates with it by {r})",
            label = &it.label,
            size = size,
            unit = &it.unit,
            r = num(ASSUMED_CORRELATION, 1)
        )
    })
}

fn as_json(previews: &[Preview<'_>]) -> String {
    let of = |preview: &Preview<'_>| {
        let comparison = preview.comparison.as_ref();
        json!({
            "question": preview.step.id(),
            "design": preview.step.design,
            "balance": comparison.and_then(|it| it.balance.as_ref()),
            "flow": comparison.map(|it| &it.flow),
            "detectable": preview.detectable.iter().map(|it| json!({
                "outcome": it.label, "effect": it.effect, "standardised": it.standardised,
            })).collect::<Vec<_>>(),
        })
    };
    serde_json::to_string_pretty(&previews.iter().map(of).collect::<Vec<_>>()).unwrap_or_default()
}
