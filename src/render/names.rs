//! What the files of tables, frames, charts and pages are called: short, safe and different on every system, whatever their
//! ids are, also in results that come from elsewhere.

use std::collections::BTreeMap;

use crate::exhibit::{Audience, TableId};
use crate::findings::{Finding, Findings};
use crate::text::FileNames;

/// What an outcome of a question is called in names of files, anchors and cells: those who hold the data know its variable, others
/// read its label, with a number where another outcome of the question is called the same.
pub fn outcome(findings: &Findings, question: &str, outcome: &str) -> String {
    let lang = findings.study.lead();
    let all = findings.findings.iter().chain(findings.groups.iter().flat_map(|group| &group.findings));
    let own: Vec<&Finding> = all.filter(|finding| finding.question == question).collect();
    let found = own.iter().find(|finding| finding.outcome == outcome);
    match found.filter(|_| findings.edition == Audience::Public) {
        Some(finding) => {
            let label = words_of(finding.label.get(lang));
            let before = own.iter().take_while(|it| it.outcome != outcome);
            let same = before.filter(|it| words_of(it.label.get(lang)) == label).count();
            if same == 0 { label } else { format!("{label}-{}", same + 1) }
        }
        None => outcome.to_string(),
    }
}

/// Letters and digits of a label, its words joined by hyphens: a list of files needs no more signs.
fn words_of(label: &str) -> String {
    let words: Vec<&str> = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "outcome".into() } else { words.join("-") }
}

/// What the files of tables are called: their ids, in which others than those who hold the data read labels.
pub fn of_tables<'a>(findings: &Findings, ids: impl IntoIterator<Item = &'a TableId>) -> OutputNames {
    let name = |id: &TableId| match id.outcome() {
        Some(own) => format!("{}/{}/{}", id.question(), outcome(findings, id.question(), own), id.name()),
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
