//! Gaps that the answers met → what to collect.

use std::collections::BTreeMap;

use crate::design::{Balance, Rung};
use crate::findings::request::{self, Known};
use crate::findings::{Bundle, DataRequest, Finding};
use crate::plan::{PlannedOutcome, Step};
use crate::text::Words;

use super::super::answer::{Answer, OutcomeAnswer};
use super::super::detectable;
use super::finding;

/// Fills the requests, and adds their table where there are any.
pub fn add(bundle: &mut Bundle, steps: &[(&Step, &Answer)]) {
    let findings = &bundle.findings.findings;
    let highest = highest(findings);
    let mut all = Vec::new();
    for (step, answer) in steps {
        let id = step.id();
        for (i, finding) in findings.iter().filter(|it| it.question == id).enumerate() {
            let found = answer.outcomes.get(i);
            let of_outcome = highest.get(finding.outcome.as_str()).copied();
            let known = known(step, answer, (&step.outcomes[i], found), of_outcome);
            let requests = request::of_finding(finding, &known);
            all.extend(requests.into_iter().map(|request| (request, finding.outcome.clone(), finding.label.clone())));
        }
    }
    let requests = request::together(all);
    if !requests.is_empty() {
        bundle.tables.push(request::table(&requests, |request| names(bundle, request)));
    }
    bundle.findings.requests = requests;
}

/// Highest rung that the findings on each outcome reach.
fn highest(findings: &[Finding]) -> BTreeMap<&str, Rung> {
    let mut highest: BTreeMap<&str, Rung> = BTreeMap::new();
    for finding in findings {
        let rung = highest.entry(&finding.outcome).or_insert(finding.claim.rung);
        *rung = finding.claim.rung.max(*rung);
    }
    highest
}

fn known(
    step: &Step,
    answer: &Answer,
    (outcome, found): (&PlannedOutcome, Option<&OutcomeAnswer>),
    highest: Option<Rung>,
) -> Known {
    let comparison = answer.comparison.as_ref().filter(|_| step.design.get().ladder() > Rung::Changed);
    let design = comparison.and_then(|comparison| comparison.balance.as_ref());
    let balance = found.and_then(|found| found.balance.as_ref()).or(design);
    let inference = found.and_then(|found| found.estimate.as_ref().ok()).map(|(_, inference, _)| inference);
    Known {
        rounds: step.round.is_some(),
        measured: outcome.measured,
        smallest_change: outcome.smallest_change,
        in_points: outcome.in_points(),
        response: found.map(response).unwrap_or_default(),
        matched: design.map(matched),
        imbalance: balance.and_then(finding::worst_imbalance),
        length: inference.map(|inference| inference.high - inference.low),
        reach: (inference.and_then(detectable), outcome.plausible),
        clusters: inference.and_then(|inference| inference.clusters),
        highest,
    }
}

fn matched(balance: &Balance) -> (usize, usize) {
    (balance.units_after.0, balance.units_before.0)
}

/// Known and asked in each group; without groups, of all.
fn response(found: &OutcomeAnswer) -> Vec<(usize, usize)> {
    let Some(flow) = &found.flow else { return Vec::new() };
    let lost = flow.lost_of_arms();
    let arms = [(flow.treated, lost.0), (flow.comparison, lost.1)];
    arms.into_iter().filter_map(|(known, lost)| known.map(|known| (known, known + lost))).collect()
}

fn names(bundle: &Bundle, request: &DataRequest) -> (Words, Words) {
    let question = bundle.findings.questions.iter().find(|it| it.id == request.question);
    let finding = bundle.findings.findings.iter().find(|it| Some(&it.id) == request.finding.as_ref());
    (question.map(|it| it.title.clone()).unwrap_or_default(), finding.map(|it| it.label.clone()).unwrap_or_default())
}
