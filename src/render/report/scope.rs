//! What a page shows: a whole bundle, or a part of it.

use serde::Serialize;

use crate::exhibit::{Audience, Figure, Table, TableId, TableRole, Value};
use crate::findings::{Bundle, Finding, Group, QuestionInfo};
use crate::phrase;
use crate::render::names::{OutcomeNames, OutputNames};
use crate::render::tidy;
use crate::study::Output;
use crate::text::{Arg, Phrase, Words, in_link};

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
    /// What the files of tables are called, where there are any.
    files: Option<OutputNames>,
    /// The way from the page to the folder of the edition.
    above: &'static str,
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
            files: bundle.findings.study.outputs.has(Output::Tables).then(|| tidy::names(bundle)),
            above: "",
        }
    }

    /// The same on a page in the folder of parts.
    pub fn in_parts(self) -> PageScope<'b> {
        PageScope { above: "../", ..self }
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
            files: None,
            above: "../",
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

    /// The file that holds a table, seen from the folder of the edition.
    pub fn file_of(&self, table: &TableId) -> Option<String> {
        let name = self.files.as_ref().map(|files| files.get(table)).filter(|name| !name.is_empty())?;
        Some(format!("{}tables/{}", self.above, in_link(&format!("{name}.csv"))))
    }

    /// The data that a table is made of: those of its question, else all of the study.
    pub fn source_of(&self, table: &TableId) -> Phrase {
        let manifest = &self.bundle.findings.manifest;
        let own = self.own_sources(table.question());
        let mut files: Vec<&str> = Vec::new();
        for source in &manifest.sources {
            let name = source.name.split(" / ").next().unwrap_or_default();
            let file = source.file.as_ref();
            if (own.is_empty() || own.iter().any(|it| it == name)) && !files.contains(&file) {
                files.push(file);
            }
        }
        let engine = manifest.engine.as_str();
        match files.as_slice() {
            [] => phrase!("Computed by {engine}", engine = engine),
            files => phrase!("Source: {files}; computed by {engine}", files = files.to_vec(), engine = engine),
        }
    }

    /// The sources that the claims of a question name.
    fn own_sources(&self, question: &str) -> Vec<String> {
        let claims = self.bundle.tables.iter().find(|table| *table.id.role() == TableRole::Claims);
        let title = self.question(question).map(|question| &question.title);
        let (Some(claims), Some(title)) = (claims, title) else { return Vec::new() };
        let mut found = Vec::new();
        for row in 0..claims.rows.len() {
            let asked = claims.cell(row, "question").is_some_and(|cell| cell.value == Value::Words(title.clone()));
            if let (true, Some(Value::Phrase(data))) = (asked, claims.cell(row, "data").map(|cell| &cell.value)) {
                sources_in(data, &mut found);
            }
        }
        found
    }

    /// Whether the page may show a figure.
    pub fn shows(&self, figure: &Figure) -> bool {
        self.internal() || figure.audience == Audience::Public
    }
}

/// The names of sources that a phrase says.
fn sources_in(phrase: &Phrase, found: &mut Vec<String>) {
    for (name, arg) in &phrase.args {
        match arg {
            Arg::Text(source) if name == "source" => found.push(source.clone()),
            Arg::Phrase(inner) => sources_in(inner, found),
            _ => {}
        }
    }
}
