//! What the files of tables, frames, charts and pages are called: short, safe and different on every system, whatever their
//! ids are, also in results that come from elsewhere.

use std::collections::BTreeMap;

use crate::exhibit::{Audience, TableId};
use crate::findings::Findings;
use crate::text::FileNames;

/// What outcomes are called in names of files, anchors and cells: those who hold the data know the variable, others read its label, with
/// a number where another outcome of the question is called the same.
#[derive(Default)]
pub struct OutcomeNames(BTreeMap<(String, String), String>);

impl OutcomeNames {
    /// Of the findings of an edition, those of parts included.
    pub fn of(findings: &Findings) -> OutcomeNames {
        let mut names = BTreeMap::new();
        let mut given: BTreeMap<(&str, String), usize> = BTreeMap::new();
        let of_parts = findings.groups.iter().flat_map(|group| &group.findings);
        let public = findings.edition == Audience::Public;
        for finding in findings.findings.iter().chain(of_parts).filter(|_| public) {
            let place = (finding.question.clone(), finding.outcome.clone());
            if names.contains_key(&place) {
                continue;
            }
            let label = words_of(finding.label.get(findings.study.lead()));
            let same = given.entry((&finding.question, label.clone())).or_default();
            *same += 1;
            names.insert(place, if *same == 1 { label } else { format!("{label}-{same}") });
        }
        OutcomeNames(names)
    }

    /// The name of an outcome of a question.
    pub fn get<'n>(&'n self, question: &str, outcome: &'n str) -> &'n str {
        self.0.get(&(question.to_string(), outcome.to_string())).map_or(outcome, String::as_str)
    }
}

/// Letters and digits of a label, its words joined by hyphens: a list of files needs no more signs.
fn words_of(label: &str) -> String {
    let words: Vec<&str> = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "outcome".into() } else { words.join("-") }
}

/// What the files of tables are called: their ids, in which others than those who hold the data read labels.
pub fn of_tables<'a>(findings: &Findings, ids: impl IntoIterator<Item = &'a TableId>) -> OutputNames {
    let outcomes = OutcomeNames::of(findings);
    let name = |id: &TableId| match id.outcome() {
        Some(own) => format!("{}/{}/{}", id.question(), outcomes.get(id.question(), own), id.name()),
        None => id.as_str().to_string(),
    };
    let named: Vec<(&TableId, String)> = ids.into_iter().map(|id| (id, name(id))).collect();
    OutputNames::called(named.iter().map(|(id, name)| (id.as_str(), name.as_str())))
}

/// File names, without endings, by id.
pub struct OutputNames(BTreeMap<String, String>);

impl OutputNames {
    /// Of these ids, in their order: what each is called by itself.
    pub fn of<'a>(ids: impl IntoIterator<Item = &'a str>) -> OutputNames {
        OutputNames::called(ids.into_iter().map(|id| (id, id)))
    }

    /// Of these ids, in their order, each with what it is to be called.
    pub fn called<'a>(ids: impl IntoIterator<Item = (&'a str, &'a str)>) -> OutputNames {
        let mut names = FileNames::default();
        let mut given = BTreeMap::new();
        for (id, name) in ids {
            given.entry(id.to_string()).or_insert_with(|| names.next(name));
        }
        OutputNames(given)
    }

    /// The name of one of the ids.
    pub fn get(&self, id: &str) -> &str {
        self.0.get(id).map_or("", String::as_str)
    }
}
