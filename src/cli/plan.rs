use std::path::Path;

use serde_json::json;

use crate::answer::{ClusterCounts, Detectable, Pool, Preview, preview};
use crate::design::advice::Advice;
use crate::design::{Arm, Balance, BalanceRow, Comparison, Kind};
use crate::diag::{Diagnostic, Halt, Place, Severity, Sink, gather};
use crate::findings::claim::LARGEST_IMBALANCE;
use crate::render::folder;
use crate::text::{Lang, Phrase, Words, decimals_for, num};
use crate::{phrase, plan, run};

use crate::panel::Lost;

use super::beside;
use super::talk::{STOPPED, Talk};

/// Characters of a line at most.
const LONGEST: usize = 240;

/// `tashika plan STUDY`: who will be compared with whom, balance, smallest detectable effect; outcomes stay hidden.
pub fn plan(study: &Path, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let progress = talk.progress(run::STEPS);
    folder::mend(&super::run::beside(study), &mut sink);
    let read = run::read(study, &|what| progress.step(what), &mut sink);
    let planned = read.and_then(|read| plan::plan(&read.study, &read.panel, &mut sink).map(|plan| (read, plan)));
    progress.end();
    let previews = planned.as_ref().map(|(read, plan)| preview(plan, &read.panel));
    if let Ok(previews) = &previews {
        let met = previews.iter().map(|preview| (preview.comparison.is_some(), preview.problems.clone()));
        sink.problems.extend(run::of_steps(met));
    }
    sink.problems = gather(std::mem::take(&mut sink.problems));
    talk.problems_in_short(&without_cells(&sink, talk));
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

/// The problems without those on cells of the data, which may show outcomes; they are counted. What stops the plan is always told.
fn without_cells(sink: &Sink, talk: &Talk) -> Sink {
    let on_cells = |problem: &Diagnostic| {
        problem.severity != Severity::Error && problem.places.iter().any(|place| matches!(place, Place::Cell { .. }))
    };
    let (hidden, problems): (Vec<_>, Vec<_>) = sink.problems.iter().cloned().partition(on_cells);
    if !hidden.is_empty() {
        talk.say(&phrase!(
            "{n} {n?point|points} on cells of the data {n?is|are} not shown here, since they may show outcomes; `tashika check` lists them",
            n = hidden.len()
        ));
    }
    Sink { problems }
}

fn as_text(previews: &[Preview<'_>], lang: Lang) -> String {
    let mut lines = Vec::new();
    for preview in previews {
        let design = preview.step.design.own_card().title;
        lines.push(format!("■ {} — {}", preview.step.title.get(lang), design.render(lang)));
        let said = match &preview.comparison {
            Some(comparison) => of_comparison(preview, comparison),
            None => vec![phrase!("There is no comparison to be made; see the problems above")],
        };
        let said = said.into_iter().chain(preview.advice.iter().flat_map(Advice::said));
        lines.extend(said.map(|phrase| format!("  {}", phrase.brief(LONGEST).render(lang))));
        lines.push(String::new());
    }
    for of_question in previews.chunk_by(|a, b| a.step.question == b.step.question).filter(|all| all.len() > 1) {
        lines.extend(beside::side_by_side(of_question, lang));
        lines.push(String::new());
    }
    lines.push(phrase!("Outcomes were not looked at.").render(lang));
    lines.join("\n") + "\n"
}

fn of_comparison(preview: &Preview<'_>, comparison: &Comparison) -> Vec<Phrase> {
    let used = comparison.weights.values.iter().filter(|weight| **weight > 0.0).count();
    let mut said = preview.step.notes.clone();
    said.extend(
        preview
            .step
            .left_out
            .iter()
            .map(|lost| phrase!("Left out: {n}, {reason}", n = lost.count, reason = lost.reason.clone())),
    );
    said.extend(comparison.flow.iter().filter(|step| step.key != "matched").flat_map(|step| &step.lost).map(of_lost));
    match &comparison.balance {
        Some(balance) => {
            said.extend(of_sizes(balance));
            said.extend(preview.pools.iter().map(of_pool));
            said.extend(overlap(comparison, balance));
            said.extend(of_balance(balance));
            said.extend(preview.before.iter().flat_map(of_before));
        }
        None if comparison.arm.contains(&Arm::Comparison) => {
            let others = in_arm(comparison, Arm::Comparison);
            said.push(of_groups(comparison.kind, used - others, others));
        }
        None => said.push(phrase!("Cases: {n}", n = used)),
    }
    said.push(phrase!("The answer will speak of: {population}", population = comparison.population.clone()));
    said.extend(comparison.notes.iter().cloned());
    said.extend(preview.clusters.iter().map(of_clusters));
    said.extend(preview.detectable.iter().filter_map(of_detectable));
    said
}

/// Two groups that nobody made alike.
fn of_groups(kind: Kind, first: usize, second: usize) -> Phrase {
    match kind {
        Kind::Respondents => phrase!(
            "Compared: {after} who answered after with {before} who answered before",
            after = first,
            before = second
        ),
        _ => phrase!(
            "Compared: {treated} who took part with {comparison} who did not",
            treated = first,
            comparison = second
        ),
    }
}

fn of_clusters(it: &ClusterCounts) -> Phrase {
    phrase!(
        "Units hang together in {n} {n?cluster|clusters} ({of}); the largest holds {largest} of the {all} compared",
        n = it.count,
        of = it.of.to_string(),
        largest = it.largest,
        all = it.units
    )
}

/// Why candidates fall.
fn of_lost(lost: &Lost) -> Phrase {
    match lost.treated {
        Some(treated) => phrase!(
            "Not candidates: {n} ({treated} who took part, {others} who did not), {reason}",
            n = lost.count,
            treated = treated,
            others = lost.count - treated,
            reason = lost.reason.clone()
        ),
        None => phrase!("Not candidates: {n}, {reason}", n = lost.count, reason = lost.reason.clone()),
    }
}

fn in_arm(comparison: &Comparison, arm: Arm) -> usize {
    comparison.arm.iter().filter(|it| **it == arm).count()
}

fn of_sizes(balance: &Balance) -> [Phrase; 2] {
    let (before, after) = (balance.units_before, balance.units_after);
    [
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
    ]
}

fn of_pool(pool: &Pool) -> Phrase {
    phrase!(
        "Round {round}: {treated} and {comparison} candidates, {used} and {others} compared",
        round = pool.round.as_str(),
        treated = pool.candidates.0,
        comparison = pool.candidates.1,
        used = pool.used.0,
        others = pool.used.1
    )
}

/// How far the scores of the two sides reach, and how many found somebody similar.
fn overlap(comparison: &Comparison, balance: &Balance) -> Option<Phrase> {
    let scores = &comparison.scores.as_ref()?.probability;
    let reach = |arm: Arm| {
        let own = scores.iter().zip(&comparison.arm).filter(|(_, of)| **of == arm).map(|(score, _)| *score);
        own.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), score| (low.min(score), high.max(score)))
    };
    let (treated, others) = (reach(Arm::Treated), reach(Arm::Comparison));
    Some(phrase!(
        "Overlap: likelihood of taking part from {a} to {b} among those who took part and from {c} to {d} among those who did not; {matched} of {all} found a similar one",
        a = num(treated.0, 2),
        b = num(treated.1, 2),
        c = num(others.0, 2),
        d = num(others.1, 2),
        matched = balance.units_after.0,
        all = balance.units_before.0
    ))
}

/// Every covariate, the largest difference left first.
fn of_balance(balance: &Balance) -> Vec<Phrase> {
    let mut rows: Vec<&BalanceRow> = balance.rows.iter().filter(|row| row.term != "distance").collect();
    rows.sort_by(|a, b| b.after.smd.abs().total_cmp(&a.after.smd.abs()));
    let one = |row: &&BalanceRow| {
        phrase!(
            "Balance: {variable} differs by {smd} standard deviations (before matching {before})",
            variable = row.title(),
            smd = num(row.after.smd, 2),
            before = num(row.before.smd, 2)
        )
    };
    rows.iter().map(one).collect()
}

/// The state before, which counts as what units are matched on does.
fn of_before((label, row): &(Words, BalanceRow)) -> Vec<Phrase> {
    let smd = row.after.smd;
    let mut said = vec![phrase!(
        "State before: {label} differs by {smd} standard deviations (before matching {before})",
        label = label,
        smd = num(smd, 2),
        before = num(row.before.smd, 2)
    )];
    if smd.abs() > LARGEST_IMBALANCE {
        said.push(phrase!(
            "That is more than {limit}: as things stand no comparison on {label} will be reported. Match on it as well, or find more similar ones",
            limit = num(LARGEST_IMBALANCE, 2),
            label = label
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
    } else if it.correlation.1 {
        phrase!(
            "{label}: a difference of {size} {unit} or more would be detected with probability 80% (if it spreads as before and correlates with it as before with the time before that, {r})",
            label = &it.label,
            size = size,
            unit = &it.unit,
            r = num(it.correlation.0, 2)
        )
    } else {
        phrase!(
            "{label}: a difference of {size} {unit} or more would be detected with probability 80% (if it spreads as before and correlates with it by {r})",
            label = &it.label,
            size = size,
            unit = &it.unit,
            r = num(it.correlation.0, 1)
        )
    })
}

fn as_json(previews: &[Preview<'_>]) -> String {
    let of = |preview: &Preview<'_>| {
        let comparison = preview.comparison.as_ref();
        json!({
            "question": preview.step.id(),
            "design": preview.step.design,
            "main": preview.step.main,
            "advice": preview.advice,
            "balance": comparison.and_then(|it| it.balance.as_ref()),
            "flow": comparison.map(|it| &it.flow),
            "left_out": preview.step.left_out,
            "pools": preview.pools.iter().map(|pool| json!({
                "round": pool.round, "candidates": pool.candidates, "compared": pool.used,
            })).collect::<Vec<_>>(),
            "clusters": preview.clusters.iter().map(|it| json!({
                "of": it.of.to_string(), "clusters": it.count, "largest": it.largest, "units": it.units,
            })).collect::<Vec<_>>(),
            "before": preview.before.iter().map(|(label, row)| json!({
                "outcome": label, "smd": row.after.smd, "smd_before_matching": row.before.smd,
            })).collect::<Vec<_>>(),
            "detectable": preview.detectable.iter().map(|it| json!({
                "outcome": it.label, "effect": it.effect, "standardised": it.standardised,
            })).collect::<Vec<_>>(),
        })
    };
    serde_json::to_string_pretty(&previews.iter().map(of).collect::<Vec<_>>()).unwrap_or_default()
}
