//! The answer, as data: the only thing that renderers and other programs read.
//!
//! A [`Bundle`] is `findings.json` (a [`Findings`]) and typed tables, frames and figures. `render` gives the same bytes
//! from a stored bundle as from the run that made it.

mod alike;
mod assemble;
mod bundle;
pub mod checks;
pub mod claim;
pub mod claims;
pub mod disclosure;
pub mod evidence;
mod facts;
mod finding;
mod glance;
mod ladder;
pub mod request;
mod said;
pub mod strength;
pub mod verdict;
pub mod wording;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::design::{self, BalanceRow, Estimand, Kind};
use crate::diag::Diagnostic;
pub use assemble::{assemble, checked};
pub use bundle::{Bundle, UserTemplates, WordTemplate};
pub use facts::{BaselineDifference, Corrected, Disagreement, Facts, Number};
pub use finding::{
    Check, Claim, Describe, Digits, Effect, FamilyInfo, Finding, Interval, SampleInfo, SensitivityInfo, Standing,
    Strength, Verdict,
};
pub use ladder::Fall;

pub use crate::answer::Role;
pub use crate::estimate::{Companion, Measure};
use crate::exhibit::{Audience, Link};
pub use crate::ingest::decisions::Decision;
use crate::panel::{FlowStep, SourceRef};
pub use crate::study::Profile;
use crate::study::{Imprint, Outputs};
use crate::text::{Lang, Phrase, Voices, Words};

/// Version of the form of findings.json. A reader refuses a later major version.
pub const SCHEMA: &str = "1.0";

/// findings.json.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Findings {
    /// [`SCHEMA`].
    pub schema: String,
    /// Study.
    pub study: StudyInfo,
    /// Questions, in order.
    pub questions: Vec<QuestionInfo>,
    /// Findings, in the order of questions and outcomes.
    pub findings: Vec<Finding>,
    /// From rows read to units, before any question.
    pub flow: Vec<FlowStep>,
    /// Problems met.
    pub problems: Vec<Diagnostic>,
    /// What was read, and by what.
    pub manifest: Manifest,
    /// Who may hold this edition.
    #[serde(default)]
    pub edition: Audience,
    /// Sums that hold among cells of different tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// What to collect so that more can be said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<DataRequest>,
    /// Reports for parts of the data, where the study asks for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Cells that need a person, and what was decided about them: inputs of the run beside the files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
}

impl Findings {
    /// Puts the study's words for those it is about behind its languages, and into the sentences that are written out.
    pub fn speak(&mut self) {
        let study = &mut self.study;
        study.languages = study.languages.iter().map(|lang| lang.speaking(&study.words)).collect();
        let of_parts = self.groups.iter_mut().flat_map(|group| &mut group.findings);
        for finding in self.findings.iter_mut().chain(of_parts).filter(|_| !self.study.words.is_empty()) {
            let said = finding.claim.said();
            let langs = finding.texts.keys().map(|lang| self.study.speaking(*lang).about(&finding.question));
            finding.texts = langs.map(|lang| (lang, said.render(lang))).collect();
        }
    }
}

/// The study, as outputs need it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StudyInfo {
    /// Names outputs.
    pub id: String,
    /// Title.
    pub title: Words,
    /// Languages that findings are said in.
    pub languages: Vec<Lang>,
    /// What is written, and in which of them.
    #[serde(default)]
    pub outputs: Outputs,
    /// Confidence level.
    pub level: f64,
    /// Rules of disclosure control for what leaves the house.
    #[serde(default)]
    pub profile: Profile,
    /// Who says it, when, and whom to ask.
    #[serde(default, skip_serializing_if = "Imprint::is_empty")]
    pub imprint: Imprint,
    /// In which words outputs speak of those it is about.
    #[serde(default, skip_serializing_if = "Voices::is_empty")]
    pub words: Voices,
    /// By what the parts of the data were made: what outputs call the variable.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub parts_by: Words,
    /// Figures that the study declares, in order: the brief shows the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charts: Vec<String>,
}

impl StudyInfo {
    /// The languages of the outputs, with the study's words.
    pub fn written(&self) -> Vec<Lang> {
        self.outputs.languages.iter().map(|lang| self.speaking(*lang)).collect()
    }

    /// The language of files that are made once.
    pub fn lead(&self) -> Lang {
        self.written().first().copied().unwrap_or(Lang::En)
    }

    /// A language with the study's words.
    pub fn speaking(&self, lang: Lang) -> Lang {
        lang.speaking(&self.words)
    }
}

/// A question, as outputs need it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuestionInfo {
    /// Id.
    pub id: String,
    /// How outputs call it.
    pub title: Words,
    /// Design: method name and its title.
    pub design: String,
    /// The field's standard term for the design.
    pub design_title: Phrase,
    /// Column of the data that says who received (`name` or `name_at_period`); absent where everybody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treatment: Option<String>,
    /// Columns of the data that units were compared on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covariates: Vec<String>,
    /// What outputs call these columns.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub labels: IndexMap<String, Words>,
    /// What was done, in words and numbers.
    pub notes: Vec<Phrase>,
    /// The population the estimate speaks of.
    pub population: Phrase,
    /// Whose average was asked for.
    #[serde(default, skip_serializing_if = "Estimand::is_default")]
    pub estimand: Estimand,
    /// From candidates to units used.
    pub flow: Vec<FlowStep>,
    /// Balance, where there are two arms.
    pub balance: Vec<BalanceRow>,
    /// Methods used, by family and name, whose cards the outputs show.
    pub methods: Vec<MethodUse>,
    /// What its columns in the analysis frame end with, where a variable bears the usual name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<String>,
}

impl QuestionInfo {
    /// What is compared with what.
    pub fn kind(&self) -> Kind {
        design::kind_of(&self.design)
    }

    /// What outputs call one of its columns.
    pub fn label(&self, column: &str, lang: Lang) -> String {
        self.labels.get(column).map_or(column, |label| label.get(lang)).to_string()
    }
}

/// A method as it was used: its card in words and its options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MethodUse {
    /// `design`, `estimate`, `inference`, `sensitivity`.
    pub family: String,
    /// Name in study files.
    pub name: String,
    /// All options with their values.
    pub options: serde_json::Value,
    /// Card texts: title, answers, needs, assumes, formula, breaks, same_as.
    pub card: IndexMap<String, Phrase>,
    /// Papers.
    pub references: Vec<String>,
}

/// Something to collect, so that more can be said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DataRequest {
    /// Stable key of the gap: `baseline`, `comparison`, `response`, `cases`.
    pub key: String,
    /// Question.
    pub question: String,
    /// Finding, where it concerns one outcome only.
    pub finding: Option<String>,
    /// What to collect.
    pub collect: Phrase,
    /// Of whom.
    pub whom: Phrase,
    /// Of how many more, where that can be told.
    pub count: Option<u64>,
    /// By when.
    pub when: Phrase,
    /// What could then be said.
    pub so_that: Phrase,
}

/// A report of its own for a part of the data: a program, a round, a grantee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// Names its files: letters, digits, - and _.
    pub id: String,
    /// How outputs call it.
    pub name: Words,
    /// Who may see it: a grantee's page is for the house and the grantee.
    pub audience: Audience,
    /// Questions as they were asked of this part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<QuestionInfo>,
    /// Findings of this part; none for a grantee, who cannot be judged alone.
    pub findings: Vec<Finding>,
    /// Ids of its tables.
    pub tables: Vec<String>,
    /// Ids of its figures.
    pub figures: Vec<String>,
    /// What must be said of it.
    pub notes: Vec<Phrase>,
}

/// Adds a page that a measure made about one unit: for those who hold the data and for itself.
pub fn add_page(bundle: &mut Bundle, page: crate::measure::MeasurePage) {
    bundle.findings.groups.push(Group {
        id: page.id,
        name: page.name,
        audience: Audience::Internal,
        questions: Vec::new(),
        findings: Vec::new(),
        tables: page.tables.iter().map(|table| table.id.to_string()).collect(),
        figures: page.figures.iter().map(|figure| figure.id.clone()).collect(),
        notes: page.notes,
    });
    bundle.tables.extend(page.tables);
    bundle.figures.extend(page.figures);
}

/// What was read, and by what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Manifest {
    /// `tashika 0.1.0`.
    pub engine: String,
    /// Commit of the sources that it was built from, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Seed.
    pub seed: u64,
    /// Study file and its SHA-256.
    pub study: (String, String),
    /// Sources with their digests and rows.
    pub sources: Vec<SourceRef>,
}
