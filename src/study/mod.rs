//! What is asked: the study file as typed data, every value with its place.
//!
//! `study` knows no method: measures, and the tables `design`, `estimate`, `inference` and `sensitivity` of a question, stay
//! uninterpreted [`MethodBlock`]s until `measure` and `plan` resolve them through the registries ([`Family`]).

mod check;
pub mod expression;
mod idle;
mod imprint;
pub mod keys;
mod method;
mod names;
mod outputs;
mod parse;
pub mod schema;
mod source;
pub mod tree;
mod words;

use std::path::PathBuf;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::diag::Place;
use crate::text::{Lang, Words};

pub use expression::Expression;
pub use idle::without_effect;
pub use imprint::{EditionDate, Imprint, Photo, Voice};
pub use method::{Family, Parse};
pub use outputs::{Output, Outputs};
pub use parse::{of_document, parse, parse_as_far, read_str};
pub use source::{DayRule, Duplicates, EventRows, Marked, PeriodFrom, Repeats, Source, SourceLink, TieEnds};
pub use words::{OwnWords, example_lines};

/// A value and where the user wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// A whole study.
#[derive(Clone, Debug)]
pub struct Study {
    /// The study file as the user named it.
    pub file: Arc<str>,
    /// Folder that source files are relative to.
    pub folder: PathBuf,
    /// SHA-256 of the study file, hexadecimal.
    pub digest: String,
    /// `[study] id`, by default the stem of the file name: names outputs.
    pub id: String,
    /// Title.
    pub title: Words,
    /// Languages that findings are said in, in order: both where it names none, Japanese first.
    pub languages: Vec<Lang>,
    /// What is written, and in which of them.
    pub outputs: Outputs,
    /// Seed of everything random.
    pub seed: u64,
    /// Confidence level of intervals, by default 0.95.
    pub level: f64,
    /// `like = "matchit"`: follow R's MatchIt where conventions differ (ties fall to the order of rows), and show the numbers of
    /// comparisons that are too poor to be findings, so that the two programs can be checked against each other.
    pub like_matchit: bool,
    /// Where rows come from.
    pub sources: Vec<Source>,
    /// What the variables mean, by name. Variables that are not declared take their label and kind from the data.
    pub variables: IndexMap<String, Variable>,
    /// Measures that make further variables, in order.
    pub measures: Vec<MeasureBlock>,
    /// What is asked.
    pub questions: Vec<Question>,
    /// First month of the fiscal year, 1–12, where the study says so: dates become years by it.
    pub fiscal_year_starts: Option<u32>,
    /// Charts that set several findings side by side.
    pub charts: Vec<Chart>,
    /// Rules of disclosure control.
    pub profile: Profile,
    /// Files of earlier public editions, relative to the study file: what they told is known.
    pub published: Vec<Located<String>>,
    /// Reports for parts of the data.
    pub reports: Option<Reports>,
    /// Its words for those it is about.
    pub words: OwnWords,
    /// Who says it, when, and whom to ask.
    pub imprint: Imprint,
}

/// Rules of disclosure control for what leaves the house.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Japanese official statistics: figures of 1 or 2 units are not shown, nor what would tell them.
    #[default]
    JpOfficial,
    /// No figure on fewer than ten units.
    Ten,
    /// No figure on fewer than ten units; other counts rounded to multiples of 5, so that sums hold.
    #[serde(rename = "10-5")]
    TenFive,
    /// No figure on 1 to 7 units; other counts rounded to multiples of 5, so that sums hold.
    Nhs,
}

/// `[reports]`: a report for each part of the data.
#[derive(Clone, Debug)]
pub struct Reports {
    /// Variable whose values are the parts: programs, rounds.
    pub by: Option<Located<String>>,
    /// Whether each of those who took part gets a page.
    pub grantees: bool,
    /// Variable by which their pages call them; their ids where absent.
    pub name: Option<Located<String>>,
    /// Variables that their pages begin with: program, amount.
    pub about: Vec<Located<String>>,
    /// Variables that hold what they reported themselves.
    pub answers: Vec<Located<String>>,
    /// Folder of report templates, relative to the study file.
    pub templates: Option<Located<String>>,
    /// Word document that is filled, relative to the study file; one for each language, or one.
    pub word: Option<Located<Words>>,
}

/// How an outcome came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// From records that were kept for another reason.
    Record,
    /// People said so themselves.
    SelfReport,
    /// People said so to those who decide on their money.
    SelfReportToFunder,
}

/// `[[charts]]`: findings side by side, as bars with their intervals.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Names the chart in files.
    pub id: Located<String>,
    /// What the chart says; its message.
    pub title: Words,
    /// Findings (`question/outcome`) and how the chart calls them, in order.
    pub bars: Vec<(Located<String>, Words)>,
}

/// What kind of values a variable has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariableKind {
    /// Whole numbers of things or persons.
    Count,
    /// Money.
    Amount,
    /// 0–1 or per cent.
    Share,
    /// Ordered steps such as 1–5.
    Scale,
    /// Two values.
    YesNo,
    /// Unordered values.
    Category,
    /// Dates.
    Date,
    /// Free text.
    Text,
    /// Any other number.
    Number,
}

/// Which direction is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// `[variables.NAME]`.
#[derive(Clone, Debug)]
pub struct Variable {
    /// NAME.
    pub name: Located<String>,
    /// How outputs call it; the name itself where not given.
    pub label: Words,
    /// Kind, if declared.
    pub kind: Option<Located<VariableKind>>,
    /// Unit of measurement.
    pub unit: Words,
    /// Good direction.
    pub better: Option<Better>,
    /// What values mean: value in the file, value it stands for.
    pub codes: Vec<(String, String)>,
    /// Values that stand for "no answer".
    pub missing: Vec<String>,
    /// The number that a blank cell stands for, where the study says so.
    pub blank_is: Option<Located<f64>>,
    /// The smallest change that matters, in the variable's unit.
    pub smallest_change: Option<Located<f64>>,
    /// The largest change that could plausibly occur, in the variable's unit.
    pub largest_change: Option<Located<f64>>,
    /// How it is made from other variables, where it stands in no source.
    pub formula: Option<Expression>,
    /// How its values came to be known, where the study says so.
    pub measured: Option<Measured>,
    /// Kind by a known layout: it holds where the cells do not speak against it.
    pub likely: Option<VariableKind>,
    /// Whether the study declares it; else it is what was understood of a known layout.
    pub declared: bool,
}

impl Variable {
    /// A variable that the study does not declare.
    pub fn understood(name: Located<String>) -> Variable {
        Variable {
            name,
            label: Words::default(),
            kind: None,
            unit: Words::default(),
            better: None,
            codes: Vec::new(),
            missing: Vec::new(),
            blank_is: None,
            smallest_change: None,
            largest_change: None,
            formula: None,
            measured: None,
            likely: None,
            declared: false,
        }
    }
}

/// `[measures.NAME]`: further variables by a method, whose names begin with NAME.
#[derive(Clone, Debug)]
pub struct MeasureBlock {
    /// NAME.
    pub name: Located<String>,
    /// Method and options.
    pub block: MethodBlock,
    /// Confidence level of its intervals: that of the study.
    pub level: f64,
}

/// A method and its options, not yet interpreted.
#[derive(Clone, Debug)]
pub struct MethodBlock {
    /// `method = …`, or the whole value where it is a plain string.
    pub method: Located<String>,
    /// The other keys: value as JSON, and place.
    pub options: IndexMap<String, Located<serde_json::Value>>,
}

/// `[[questions]]`.
#[derive(Clone, Debug)]
pub struct Question {
    /// Stable id: letters, digits, `-`, `_`, unique.
    pub id: Located<String>,
    /// How outputs call it.
    pub title: Words,
    /// Outcomes: variable names, or `name@period`.
    pub outcomes: Vec<Located<String>>,
    /// For each outcome the same thing before: outcome, baseline.
    pub baseline: Vec<(Located<String>, Located<String>)>,
    /// For each outcome the same thing still earlier: outcome, variable.
    pub earlier: Vec<(Located<String>, Located<String>)>,
    /// Period of the state before, for before/after over periods.
    pub before: Option<Located<String>>,
    /// Period of the state after.
    pub after: Option<Located<String>>,
    /// Variable with the year in which each unit's own program starts; `before` and `after` may then be counted from it
    /// (`start-1`, `start+1`).
    pub start: Option<Located<String>>,
    /// Rounds of applications, where the unit is an application.
    pub rounds: Option<Rounds>,
    /// Variable with two values that says who received; of a roster the one that is made of it.
    pub treatment: Option<Located<String>>,
    /// The source that lists those who took part, where no variable says so.
    pub roster: Option<Roster>,
    /// What makes units comparable.
    pub covariates: Vec<Located<String>>,
    /// What becomes of units of which a covariate is not known, where the study says so.
    pub missing: Option<Located<MissingCovariates>>,
    /// Of the covariates those in which reviewers ask the groups to have been alike before.
    pub characteristics: Vec<Located<String>>,
    /// Variable of the clusters that standard errors must respect.
    pub cluster: Option<Located<String>>,
    /// Estimand; `ATT` where absent.
    pub estimand: Option<Located<String>>,
    /// Which of its outcomes are main ones.
    pub primary: Primary,
    /// `where = …`: the units that the question is about; all where absent.
    pub only: Option<Expression>,
    /// Designs, in order; the first is primary unless one says `primary = true`.
    pub designs: Vec<MethodBlock>,
    /// How to estimate; by the design where absent.
    pub estimate: Option<MethodBlock>,
    /// How sure; by the estimate where absent.
    pub inference: Option<MethodBlock>,
    /// Sensitivity analyses; by the design where absent.
    pub sensitivity: Option<Vec<MethodBlock>>,
    /// Variables whose values make subgroups that are analysed apart.
    pub subgroups: Vec<Located<String>>,
    /// Outcomes of questions of one family are corrected together for their number.
    pub family: Option<String>,
    /// Its words for those it is about, where they are not those of the study.
    pub words: OwnWords,
    /// Where the question stands.
    pub place: Place,
}

/// What becomes of units of which a covariate is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingCovariates {
    /// They are left out.
    Complete,
    /// They stay: the usual value stands in place of the unknown one, and a mark beside it.
    Indicator,
}

/// Which outcomes of a question are main ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Primary {
    /// No question of the study says which: all count alike.
    #[default]
    Open,
    /// All of them.
    All,
    /// These.
    Only(Vec<Located<String>>),
    /// None: others are.
    None,
}

impl Primary {
    /// Whether an outcome, as the question names it, is a main one.
    pub fn has(&self, outcome: &str) -> bool {
        match self {
            Primary::Open | Primary::All => true,
            Primary::Only(names) => names.iter().any(|name| name.value == outcome),
            Primary::None => false,
        }
    }
}

/// `treatment = { in = "participants" }`: those who stand in a source took part.
#[derive(Clone, Debug)]
pub struct Roster {
    /// The source.
    pub source: Located<String>,
    /// Which of them count; all where absent.
    pub only: Option<Expression>,
}

impl Roster {
    /// The variable that is made of it: one for all questions that take the source as it is.
    pub fn variable(&self, question: &str) -> String {
        let source = &self.source.value;
        if self.only.is_some() { format!("in_{source}_{question}") } else { format!("in_{source}") }
    }
}

/// Rounds of applications: the application is the unit, the organisation the cluster, and comparison units come from the same
/// round. What happens to organisations that occur several times is declared, never assumed.
#[derive(Clone, Debug)]
pub struct Rounds {
    /// Variable that says the round.
    pub by: Located<String>,
    /// Variable that says which organisation applied.
    pub organisation: Located<String>,
    /// Rejected applications of an organisation that was funded in a later round.
    pub funded_later: OtherRounds,
    /// Rejected applications of an organisation that was funded in an earlier round.
    pub funded_earlier: OtherRounds,
    /// Awards of an organisation that was funded more than once.
    pub funded_again: RepeatAwards,
}

/// What happens to rejected applications of organisations that were funded in another round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherRounds {
    /// They are no comparison units.
    Exclude,
    /// They stay: the comparison includes what other rounds gave them.
    Keep,
}

/// Which awards of an organisation count that was funded more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepeatAwards {
    /// The first one.
    First,
    /// Each of them.
    Each,
    /// None of them.
    Exclude,
}

impl Study {
    /// The path of a source's file.
    pub fn path(&self, source: &Source) -> PathBuf {
        self.folder.join(&source.file.value)
    }

    /// The label of a variable: declared, else its name.
    pub fn label(&self, name: &str) -> Words {
        match self.variables.get(name) {
            Some(variable) if !variable.label.is_empty() => variable.label.clone(),
            _ => Words::plain(name),
        }
    }
}
