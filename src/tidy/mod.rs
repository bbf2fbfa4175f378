//! Raw tables → one table of units and one of unit × period, with provenance.
//!
//! After this phase no code sees a spreadsheet. Units stand in the canonical order of their ids (digits compare as
//! numbers), so that nothing downstream depends on the order of rows in a file; the file's order is kept in
//! [`Panel::file_order`].

mod again;
mod agree;
mod answered;
mod answers;
pub mod arm_words;
mod as_formatted;
mod build;
mod canon;
mod cells;
mod chronology;
mod codes;
mod columns;
mod content;
mod corporate_number;
mod dates;
mod derived;
mod destroyed;
mod doubtful;
mod doubts;
mod drift;
mod exchanged;
#[doc(hidden)]
pub mod fuzzing;
mod gather;
mod glimpse;
mod headings;
mod idle;
mod labels;
mod link;
mod linkage;
mod linking;
mod meeting;
mod month_headings;
mod municipalities;
pub mod name;
mod notation;
mod numbers;
mod one_word;
mod order;
mod origins;
mod periods;
mod placing;
mod presence;
mod register;
mod relative;
mod repeats;
mod row_losses;
mod row_spellings;
mod rows;
mod scales;
mod shape;
mod shares;
mod sources;
mod spelling;
mod taken_as;
mod told;
mod trace;
mod understood;
mod units_told;
mod unstored;
mod values;
mod variable;
mod variables;
mod view;
mod western_dates;
mod wide;

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::diag::Place;
use crate::ingest::Aside;
use crate::ingest::decisions::{Asked, Given};
use crate::text::{Phrase, Words};

pub use build::{Decided, tidy, tidy_as_far, tidy_decided};
pub use chronology::chronology;
pub use columns::names_of;
pub use derived::{Derived, DerivedAt};
pub use glimpse::{is_scale, is_yes_no, several_answers};
pub use linkage::{Candidate, LinkRecord, Linkage};
pub use order::{as_levels, natural};
pub use periods::{at_known_period, period_name};
pub use relative::Relative;
pub use row_losses::is_no_data;
pub use taken_as::{by_fiscal_year, may_mean_years};
pub use trace::Origin;
pub use variable::{Column, Data, VarRef};
pub use view::{Blind, View};
pub use wide::years_of_headings;

/// Whether two units count things that are not the same: 円 and 人. Nothing is said of units that are not known.
pub fn different_units(a: &Words, b: &Words) -> bool {
    let counted = |unit: &Words| unit.0.values().find_map(|unit| notation::unit(unit)?.counted);
    matches!((counted(a), counted(b)), (Some(a), Some(b)) if a != b)
}

/// Whether a unit is that of times of the day.
pub fn are_hours_of_day(unit: &Words) -> bool {
    unit.0.get("ja").is_some_and(|unit| unit == "時")
}

/// The currency that a word or sign stands for.
pub fn currency(word: &str) -> Option<&'static str> {
    notation::currency(&crate::ingest::fold(word))
}

/// Whether so many of the cells of a column are written in one way that this is how the column is written.
fn is_notation(cells: usize, filled: usize) -> bool {
    const MOSTLY: f64 = 0.8;
    cells as f64 >= MOSTLY * filled as f64
}

/// What a tidy variable is.
#[derive(Clone, Debug, PartialEq)]
pub struct VariableInfo {
    /// Name in study files.
    pub name: String,
    /// How outputs call it.
    pub label: Words,
    /// Unit of measurement; empty where it has none.
    pub unit: Words,
    /// What its values are.
    pub content: Content,
    /// Periods at which it was observed; empty for a variable of the unit itself.
    pub periods: Vec<String>,
}

/// What the values of a variable are, and in brackets how they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Numbers (numbers).
    Number,
    /// Two values as 0 and 1 (numbers).
    YesNo,
    /// Categories (texts).
    Category,
    /// Dates as days since 1970-01-01 (numbers).
    Date,
    /// Free text (texts).
    Text,
}

/// Columns by the names of their variables, each with one value for each unit.
pub type Stored = IndexMap<String, Data>;

/// One table of units and one of unit × period.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Unit ids in canonical order: a unit's index here is its global index everywhere.
    pub units: Arc<[String]>,
    /// Variables that belong to the unit, in the order of `units`.
    pub fixed: Stored,
    /// Of each period, in order: the variables observed then, in the order of `units`.
    pub waves: IndexMap<String, Stored>,
    /// Of each period, whether each unit has a row then, whatever it says.
    pub presence: IndexMap<String, Vec<bool>>,
    /// How the sources write a period, where that is not its name and they all write it alike: R4 for 2022.
    pub written: IndexMap<String, String>,
    /// Of variables that are scales in words, or numbers with labels: what each number is called, from the least.
    pub steps: IndexMap<String, Vec<(f64, String)>>,
    /// Variables by name.
    pub variables: IndexMap<String, VariableInfo>,
    /// Rank of each unit in the order of the files' rows.
    pub file_order: Vec<u32>,
    /// Where every value came from.
    pub provenance: Provenance,
    /// Rows read, joined and lost on the way here.
    pub flow: Vec<FlowStep>,
}

impl Panel {
    /// A panel of nobody.
    pub fn empty() -> Panel {
        Panel {
            units: Arc::from([]),
            fixed: Stored::new(),
            waves: IndexMap::new(),
            presence: IndexMap::new(),
            written: IndexMap::new(),
            steps: IndexMap::new(),
            variables: IndexMap::new(),
            file_order: Vec::new(),
            provenance: Provenance::default(),
            flow: Vec::new(),
        }
    }

    /// The stored values of a variable, one for each unit; nothing where there is no such variable or period.
    pub fn data(&self, var: &VarRef) -> Option<&Data> {
        match &var.period {
            None => self.fixed.get(&var.name),
            Some(period) => self.waves.get(period)?.get(&var.name),
        }
    }

    /// How outputs call a period: as the sources write it, where they agree.
    pub fn period_label<'p>(&'p self, period: &'p str) -> &'p str {
        self.written.get(period).map_or(period, String::as_str)
    }

    /// A stored variable of numbers, one for each unit, NaN where it is missing; nothing for others.
    pub fn numbers(&self, var: &VarRef) -> Option<&[f64]> {
        match self.data(var)? {
            Data::Number(values) => Some(values),
            Data::Category { .. } => None,
        }
    }
}

/// A file and sheet that values came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceRef {
    /// Name in the study file.
    pub name: String,
    /// File as the user named it.
    pub file: Arc<str>,
    /// Sheet; empty for formats without sheets.
    pub sheet: Arc<str>,
    /// SHA-256 of the file.
    pub digest: String,
    /// Rows of data read from it.
    pub rows: usize,
}

impl SourceRef {
    /// The address of a cell by its 0-based row and column of the sheet.
    pub fn cell(&self, row: u32, col: u32) -> Place {
        Place::Cell { file: self.file.clone(), sheet: self.sheet.clone(), row, col }
    }
}

/// A rule that changed cells of a column, and which.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Source index.
    pub source: u16,
    /// 0-based sheet column.
    pub col: u32,
    /// What was understood, such as "full-width digits read as a number".
    pub rule: Phrase,
    /// 0-based sheet rows.
    pub rows: Vec<u32>,
    /// Whether nearly the whole column is written like this, so that no single cell is the matter.
    pub notation: bool,
}

/// What may have been meant by a cell that a person must settle.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Source index.
    pub source: u16,
    /// 0-based sheet row.
    pub row: u32,
    /// 0-based sheet column.
    pub col: u32,
    /// The value.
    pub value: Given,
}

/// A row that belongs to no unit.
#[derive(Clone, Debug, PartialEq)]
pub struct LostRow {
    /// Source index.
    pub source: u16,
    /// 0-based sheet row.
    pub row: u32,
    /// Whether it was read well but found nobody in the source that it is linked to.
    pub linking: bool,
    /// Why.
    pub reason: Phrase,
}

/// Where the table of a source lies on its sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// 0-based rows of the header.
    pub header: Vec<u32>,
    /// Rows that are no data, each with its reason.
    pub aside: Vec<Aside>,
    /// Columns whose heading says a unit: 0-based column, the unit, and whether it multiplies their numbers.
    pub units: Vec<(u32, Words, bool)>,
    /// First column of the table, 0-based.
    pub first_col: u32,
    /// How many columns it has.
    pub columns: usize,
}

/// From a tidy value back to cells: its source, the source's rows of the unit, the column; and what was changed on the way.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// Interned sources.
    pub sources: Vec<SourceRef>,
    /// Of each source: for each unit, which sheet rows (compressed sparse rows).
    pub rows: Vec<Csr>,
    /// Of each source with a column of periods: for each item of its `rows`, the index of the period in the panel's waves;
    /// empty for other sources.
    pub row_periods: Vec<Vec<u32>>,
    /// Of each variable at each period (`name` or `name@period`): source index and 0-based sheet column.
    pub columns: IndexMap<String, (u16, u32)>,
    /// Changes by rule.
    pub edits: Vec<Edit>,
    /// Rows that belong to no unit.
    pub lost: Vec<LostRow>,
    /// Of cells that a person must settle: what may have been meant.
    pub suggested: Vec<Suggestion>,
    /// Variables whose cells say themselves, by a sign or their number format, that they are shares of 1.
    pub shares: BTreeSet<String>,
    /// Amounts in the currencies that another variable says, by which questions choose their units: that variable.
    pub currencies: IndexMap<String, String>,
    /// Of each source: where its table lies.
    pub layouts: Vec<Layout>,
    /// Of each variable that is made from others, at each period (`name` or `name@period`): what it is made of.
    pub derived: IndexMap<String, Vec<VarRef>>,
    /// Of each variable that is made from others: how.
    pub how: IndexMap<String, Phrase>,
    /// Of each linked source: who was found for its rows, and who was not.
    pub linkage: Vec<Linkage>,
    /// Pairs of units of different sources whose ids are the same but for zeros, signs and the size of letters.
    pub alike: Vec<(u32, u32)>,
    /// What a person is asked about them.
    pub asked: Vec<Asked>,
}

/// Compressed sparse rows: the items of row `i` are `items[starts[i]..starts[i + 1]]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Csr {
    /// One more than there are rows.
    pub starts: Vec<u32>,
    /// Items of all rows.
    pub items: Vec<u32>,
}

impl Csr {
    /// The items of a row.
    pub fn row(&self, i: usize) -> &[u32] {
        &self.items[self.starts[i] as usize..self.starts[i + 1] as usize]
    }
}

/// A step of the flow from rows read to units analysed: how many went in and out, and every one that was lost, by reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlowStep {
    /// Stable key of the stage: `read`, `joined`, `complete`, `matched`.
    pub key: String,
    /// What the stage is.
    pub stage: Phrase,
    /// Rows or units that reach it.
    pub remaining: usize,
    /// Of these, the treated; absent before arms are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated: Option<usize>,
    /// Of these, the comparison units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<usize>,
    /// Those who were lost just before this stage, by reason.
    pub lost: Vec<Lost>,
}

impl FlowStep {
    /// How many of each arm were lost on the way here: treated, and others.
    pub fn lost_of_arms(&self) -> (usize, usize) {
        let all: usize = self.lost.iter().map(|lost| lost.count).sum();
        let treated: usize = self.lost.iter().filter_map(|lost| lost.treated).sum();
        (treated, all.saturating_sub(treated))
    }
}

/// Units or rows lost for one reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lost {
    /// Why.
    pub reason: Phrase,
    /// How many.
    pub count: usize,
    /// Of these, the treated; absent before arms are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated: Option<usize>,
    /// Which: unit ids, or cell addresses for rows without an id. Internal.
    pub who: Vec<String>,
}
