//! Whether other analyses agree with a finding.

use crate::findings::Finding;
use crate::findings::claim::{AnalysesAgreement, clauses};

use super::Answered;

/// Adds the clauses that need more than one finding; `findings` are those of the steps, in order.
pub fn together(steps: &[Answered<'_>], findings: &mut [Finding]) {
    let owners: Vec<(usize, usize)> =
        steps.iter().enumerate().flat_map(|(at, own)| (0..own.step.outcomes.len()).map(move |i| (at, i))).collect();
    let fragile: Vec<_> = (0..findings.len()).map(|at| agreement(steps, &owners, findings, at)).collect();
    for (finding, agreement) in findings.iter_mut().zip(fragile) {
        let fragile = clauses::fragile(agreement);
        if let Some(strength) = finding.strength.as_mut().filter(|_| fragile.is_some()) {
            strength.fragile();
        }
        finding.claim.clauses.splice(0..0, fragile);
    }
    findings.iter_mut().for_each(|finding| finding.texts = finding.claim.texts());
}

/// Other designs of the same question and the middle value, against the main answer.
fn agreement(steps: &[Answered<'_>], owners: &[(usize, usize)], findings: &[Finding], at: usize) -> AnalysesAgreement {
    let (step, outcome) = owners[at];
    let Answered { step: asked, answer, .. } = steps[step];
    let Some(effect) = findings[at].effect.as_ref().filter(|_| asked.first) else {
        return AnalysesAgreement::default();
    };
    let same = |other: &usize| {
        let (own, i) = owners[*other];
        own != step
            && steps[own].step.question == asked.question
            && steps[own].step.outcomes[i].var == asked.outcomes[outcome].var
    };
    let designs = (0..findings.len()).filter(same).filter_map(|other| findings[other].effect.as_ref());
    let found = answer.outcomes.get(outcome).and_then(|found| found.estimate.as_ref().ok());
    let middle = found.and_then(|(estimate, _)| {
        let of = |key| estimate.companions.iter().find(|companion| companion.key == key);
        estimate.middle.and_then(of).and_then(|companion| companion.estimate)
    });
    AnalysesAgreement::of(effect.estimate, designs.map(|effect| effect.estimate).chain(middle))
}
