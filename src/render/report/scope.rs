//! What a page shows: a whole bundle, or a part of it.

use serde::Serialize;

use crate::exhibit::{Audience, Figure, Table};
use crate::findings::{Bundle, Finding, Group, QuestionInfo};
use crate::render::names::OutcomeNames;
use crate::study::Output;
use crate::text::{Phrase, Words};

use super::shared::anchor;

/// The findings, questions, tables and figures of a page.
pub struct PageScope<'b> {
    /// Where everything else is read from.
    pub bundle: &'b Bundle,
    /// Name of the part; absent for the whole.
    pub name: Option<&'b Words>,
    /// What must be said of the part.
    pub notes: &'b [Phrase],
    /// Findings, in order.
    pub findings: Vec<&'b Finding>,
    /// Questions, in order.
    pub questions: Vec<&'b QuestionInfo>,
    /// Tables.
    pub tables: Vec<&'b Table>,
    /// Figures.
    pub figures: Vec<&'b Figure>,
    /// What outcomes are called in anchors.
    outcomes: OutcomeNames,
}

/// Which other pages are written, so that links lead somewhere.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PagesBeside {
    /// The brief.
    pub brief: bool,
    /// The full report and the appendix.
    pub report: bool,
    /// The pages of parts.
    pub parts: bool,
}

impl PagesBeside {
    /// Those of an edition.
    pub fn of(bundle: &Bundle) -> PagesBeside {
        let outputs = &bundle.findings.study.outputs;
        PagesBeside {
            brief: outputs.has(Output::Brief),
            report: outputs.has(Output::Report),
            parts: outputs.has(Output::Parts) && !bundle.findings.groups.is_empty(),
        }
    }
}

impl<'b> PageScope<'b> {
    /// Everything but what belongs to reports of parts.
    pub fn whole(bundle: &'b Bundle) -> PageScope<'b> {
        PageScope {
            bundle,
            name: None,
            notes: &[],
            findings: bundle.findings.findings.iter().collect(),
            questions: bundle.findings.questions.iter().collect(),
            tables: bundle.whole_tables().filter(|table| table.audience == Audience::Public).collect(),
            figures: bundle.whole_figures().collect(),
            outcomes: OutcomeNames::of(&bundle.findings),
        }
    }

    /// A group's findings, its questions, and the tables and figures that the group names.
    pub fn group(bundle: &'b Bundle, group: &'b Group) -> PageScope<'b> {
        PageScope {
            bundle,
            name: Some(&group.name),
            notes: &group.notes,
            findings: group.findings.iter().collect(),
            questions: group.questions.iter().collect(),
            tables: bundle
                .tables
                .iter()
                .filter(|table| group.tables.iter().any(|id| table.id == id.as_str()))
                .collect(),
            figures: bundle.figures.iter().filter(|figure| group.figures.contains(&figure.id)).collect(),
            outcomes: OutcomeNames::of(&bundle.findings),
        }
    }

    /// The table with an id, if the page may show it.
    pub fn table(&self, id: &str) -> Option<&'b Table> {
        self.tables.iter().find(|table| table.id == id).copied()
    }

    /// The question of a finding.
    pub fn question(&self, id: &str) -> Option<&'b QuestionInfo> {
        self.questions.iter().find(|question| question.id == id).copied()
    }

    /// The anchor of an answer.
    pub fn anchor(&self, finding: &Finding) -> String {
        let own = self.internal().then(|| anchor("finding", &finding.id));
        own.unwrap_or_else(|| {
            let outcome = self.outcomes.get(&finding.question, &finding.outcome);
            anchor("finding", &format!("{} {outcome}", finding.question))
        })
    }

    /// Whether the page is for those who hold the data.
    pub fn internal(&self) -> bool {
        self.bundle.findings.edition == Audience::Internal
    }

    /// Whether the page may show a figure.
    pub fn shows(&self, figure: &Figure) -> bool {
        self.internal() || figure.audience == Audience::Public
    }
}
