//! Gaps that the answers met → what to collect.

use std::collections::BTreeMap;

use crate::design::Rung;
use crate::findings::request::{self, Gaps};
use crate::findings::{Bundle, DataRequest, Finding};
use crate::text::Words;

use super::Answered;

/// Fills the requests, and adds their table where there are any.
pub fn add(bundle: &mut Bundle, answered: &[Answered<'_>]) {
    let findings = &bundle.findings.findings;
    let highest = highest(findings);
    let mut all = Vec::new();
    for own in answered {
        let id = own.step.id();
        for (finding, facts) in findings.iter().filter(|it| it.question == id).zip(&own.facts) {
            let of_outcome = highest.get(finding.outcome.as_str()).copied();
            let requests = request::of_finding(&Gaps { finding, facts, highest: of_outcome });
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

fn names(bundle: &Bundle, request: &DataRequest) -> (Words, Words) {
    let question = bundle.findings.questions.iter().find(|it| it.id == request.question);
    let finding = bundle.findings.findings.iter().find(|it| Some(&it.id) == request.finding.as_ref());
    (question.map(|it| it.title.clone()).unwrap_or_default(), finding.map(|it| it.label.clone()).unwrap_or_default())
}
