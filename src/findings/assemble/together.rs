//! What findings say about each other: how many there are, and whether other analyses agree.

use indexmap::IndexMap;

use crate::findings::claim::{Agreement, clauses};
use crate::findings::{Finding, Role};
use crate::infer::multiplicity::benjamini_hochberg;
use crate::study::Study;

use super::Answered;

/// Adds q-values and the clauses that need more than one finding; `findings` are those of the steps, in order.
pub fn together(study: &Study, steps: &[Answered<'_>], findings: &mut [Finding]) {
    let owners: Vec<(usize, usize)> =
        steps.iter().enumerate().flat_map(|(at, own)| (0..own.step.outcomes.len()).map(move |i| (at, i))).collect();
    let fragile: Vec<_> = (0..findings.len()).map(|at| agreement(steps, &owners, findings, at)).collect();
    for (finding, agreement) in findings.iter_mut().zip(fragile) {
        finding.claim.clauses.splice(0..0, clauses::fragile(agreement));
    }
    for members in families(study, steps, &owners, findings).into_values() {
        correct(findings, &members);
    }
    findings.iter_mut().for_each(|finding| finding.texts = finding.claim.texts());
}

/// Other designs of the same question and the middle value, against the main answer.
fn agreement(steps: &[Answered<'_>], owners: &[(usize, usize)], findings: &[Finding], at: usize) -> Agreement {
    let (step, outcome) = owners[at];
    let Answered { step: asked, answer, .. } = steps[step];
    let Some(effect) = findings[at].effect.as_ref().filter(|_| asked.first) else { return Agreement::default() };
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
    Agreement::of(effect.estimate, designs.map(|effect| effect.estimate).chain(middle))
}

/// Findings that are corrected together: those of one family, the main ones apart from the further ones.
fn families(
    study: &Study,
    steps: &[Answered<'_>],
    owners: &[(usize, usize)],
    findings: &[Finding],
) -> IndexMap<(String, bool), Vec<usize>> {
    let named = |id: &str| study.questions.iter().find(|question| question.id.value == id)?.family.clone();
    let mut families: IndexMap<(String, bool), Vec<usize>> = IndexMap::new();
    for (at, (step, _)) in owners.iter().enumerate() {
        let (step, finding) = (steps[*step].step, &findings[at]);
        if step.first && finding.effect.is_some() {
            let family = named(&step.question).unwrap_or_else(|| step.question.clone());
            families.entry((family, finding.role == Role::Primary)).or_default().push(at);
        }
    }
    families.retain(|_, members| members.len() > 1);
    families
}

fn correct(findings: &mut [Finding], members: &[usize]) {
    let effect = |at: &usize| findings[*at].effect.clone().expect("members have effects");
    let effects: Vec<_> = members.iter().map(effect).collect();
    let q = benjamini_hochberg(&effects.iter().map(|effect| effect.p_value).collect::<Vec<f64>>());
    for ((&at, effect), q) in members.iter().zip(&effects).zip(q) {
        let one_sided = effect.low > 0.0 || effect.high < 0.0;
        let clause = clauses::multiplicity(members.len(), q, 1.0 - effect.level, one_sided);
        findings[at].q_value = Some(q);
        findings[at].claim.clauses.extend(clause);
    }
}
