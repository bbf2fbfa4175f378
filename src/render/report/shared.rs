//! What every part of the reports writes alike.

use crate::findings::{Effect, Finding};
use crate::text::{Lang, Phrase, level_decimals, percent};

/// How outputs call an outcome.
pub fn label(finding: &Finding, lang: Lang) -> String {
    let label = finding.label.get(lang);
    if label.is_empty() { finding.outcome.clone() } else { label.to_string() }
}

/// A confidence level as a percentage.
pub fn level(level: f64, lang: Lang) -> String {
    percent(level, level_decimals(level), lang)
}

/// Phrases in a language.
pub fn rendered(phrases: &[Phrase], lang: Lang) -> Vec<String> {
    phrases.iter().map(|phrase| phrase.render(lang)).collect()
}

/// An id for HTML: letters of every script and digits stay, the rest becomes a hyphen.
pub fn anchor(kind: &str, id: &str) -> String {
    let plain: String = id.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    format!("{kind}-{plain}")
}

/// The number of a finding, if its verdict allows one to be shown.
pub fn shown_effect(finding: &Finding) -> Option<&Effect> {
    let silent = finding.claim.verdict.withholds_number();
    finding.effect.as_ref().filter(|_| !silent)
}
