//! Outcomes that are corrected together for their number: the main ones of a study by Holm's method, all others by that of Benjamini
//! and Hochberg; where the study does not say which are main, all of them by the latter. Declared families stand for themselves.

use indexmap::IndexMap;

use crate::findings::facts::Corrected;
use crate::findings::{Facts, Role, claim};
use crate::infer::multiplicity::Correction;
use crate::study::Study;

use super::Answered;

/// Fills what is known of each outcome with its p-value corrected for the number of outcomes asked.
pub fn correct(study: &Study, answered: &mut [Answered<'_>]) {
    let declared = answered.iter().any(|own| own.step.declared);
    let named = |id: &str| {
        // The questions of a part bear its name before their own.
        let own = study
            .questions
            .iter()
            .find(|question| id == question.id.value || id.ends_with(&format!(".{}", question.id.value)));
        own.and_then(|question| question.family.clone())
    };
    let mut families: IndexMap<DeclaredFamily, Vec<(usize, usize)>> = IndexMap::new();
    for (at, own) in answered.iter().enumerate().filter(|(_, own)| own.step.main) {
        for outcome in 0..own.step.outcomes.len() {
            let main = declared && own.step.role_of(outcome) == Role::Primary;
            let correction = if main { Correction::Holm } else { Correction::BenjaminiHochberg };
            families.entry((named(&own.step.question), correction)).or_default().push((at, outcome));
        }
    }
    let several = families.into_iter().filter(|(_, members)| members.len() > 1);
    for (family, ((_, correction), members)) in (1..).zip(several) {
        let p: Vec<f64> = members.iter().map(|&(at, outcome)| p_value(&answered[at], outcome)).collect();
        for (&(at, outcome), p_value) in members.iter().zip(correction.correct(&p)) {
            let level = answered[at].step.level;
            let stands = p_value <= 1.0 - level + TOLERANCE;
            answered[at].facts[outcome].corrected =
                Some(Corrected { p_value, asked: members.len(), family, correction, stands });
        }
    }
}

/// A declared family, or none, and how it is corrected.
type DeclaredFamily = (Option<String>, Correction);

/// Rounding error that does not move a p-value across a level.
const TOLERANCE: f64 = 1e-12;

/// The p-value of an outcome. One that is withheld was asked as well: it counts, and can be no discovery.
fn p_value(own: &Answered<'_>, outcome: usize) -> f64 {
    let facts: &Facts = &own.facts[outcome];
    let shown = !claim::verdict(facts).withholds_number();
    let found = own.answer.outcomes[outcome].estimate.as_ref().ok().filter(|_| shown);
    found.map_or(1.0, |(_, inference)| inference.headline.p_value)
}
