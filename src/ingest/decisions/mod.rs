//! What a person decides about cells, and how it is read back.
//!
//! A run lists the cells that need a person in the workbook, one row for each ([`list`]). The next run finds the workbook in
//! its output folder, reads what was decided ([`earlier`]), changes the tables accordingly before anything else looks at them
//! ([`apply`]), and lists the decisions again, so that they persist. A decision holds only as long as the cell says what it
//! said when it was taken.

mod apply;
mod book;
mod earlier;
mod joining;
mod list;

use serde::{Deserialize, Serialize};

use super::Raw;
use crate::diag::{Place, cell_name};
use crate::notation::calendar::{days_of_serial, iso};
use crate::notation::fold_spaces;
use crate::phrase;
use crate::text::{Phrase, fixed};

pub use apply::apply;
pub use earlier::{earlier, unused};
pub use joining::{JoinQuestion, Joining, ask, joinings};
pub use list::{as_they_stand, list, settle};

/// What is to be done with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// It stays as it was read, and nobody needs to look again.
    Keep,
    /// It counts as missing.
    Missing,
    /// Another value counts.
    Value,
    /// Its row is left out.
    LeaveOut,
    /// Its row is joined to the one that the value names.
    Join,
    /// Its row is joined to nobody.
    Apart,
}

impl Choice {
    /// All of them, in the order of the list in the workbook.
    pub const ALL: [Choice; 6] =
        [Choice::Keep, Choice::Missing, Choice::Value, Choice::LeaveOut, Choice::Join, Choice::Apart];

    /// Those that make sense for a cell that is listed: about what it says, or about who its row is joined to.
    pub fn of_cell(of_link: bool) -> &'static [Choice] {
        if of_link { &[Choice::Join, Choice::Apart, Choice::LeaveOut] } else { &Choice::ALL[..4] }
    }

    /// The words of the list.
    pub fn word(self) -> Phrase {
        match self {
            Choice::Keep => phrase!("keep as read"),
            Choice::Missing => phrase!("treat as missing"),
            Choice::Value => phrase!("use this value"),
            Choice::LeaveOut => phrase!("leave the row out"),
            Choice::Join => phrase!("join"),
            Choice::Apart => phrase!("do not join"),
        }
    }
}

/// A value that a person gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Given {
    /// A number.
    Number(f64),
    /// Text, read like any other text of the column.
    Text(String),
    /// A date as an Excel serial (1900 system).
    Date(f64),
}

impl Given {
    /// As it is written.
    pub fn text(&self) -> String {
        match self {
            Given::Number(value) => value.to_string(),
            Given::Text(text) => text.clone(),
            Given::Date(serial) => date(*serial),
        }
    }
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing was decided yet.
    #[default]
    Open,
    /// It was applied.
    Applied,
    /// The cell no longer says what it said then: not applied.
    Changed,
    /// The file, the sheet, the row or the column is no longer read: not applied.
    Gone,
    /// It asks for a value and gives none: not applied.
    Incomplete,
}

impl State {
    /// In words.
    pub fn word(self) -> Phrase {
        match self {
            State::Open => phrase!("to be decided"),
            State::Applied => phrase!("applied"),
            State::Changed => phrase!("not applied: the cell has changed since"),
            State::Gone => phrase!("not applied: there is no such cell any more"),
            State::Incomplete => phrase!("not applied: the value is missing"),
        }
    }
}

/// Something that is the matter with a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Matter {
    /// Code of the problem.
    pub code: String,
    /// What is the matter.
    pub message: Phrase,
    /// What was done in the meantime.
    pub done: Phrase,
    /// What to decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Phrase>,
    /// Whether it is about who the row is joined to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_link: bool,
}

/// A cell that needs a person, and what the person decided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Decision {
    /// File as the study names it.
    pub file: String,
    /// Sheet; empty for formats without sheets.
    pub sheet: String,
    /// 0-based row of the sheet.
    pub row: u32,
    /// 0-based column of the sheet.
    pub col: u32,
    /// What stood in the cell when it was listed.
    pub found: String,
    /// What is the matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matters: Vec<Matter>,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// The value that counts instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Given>,
    /// What may have been meant: it counts where a value is wanted and none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested: Option<Given>,
    /// Who decided.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
    /// What became of it.
    pub state: State,
}

/// The address of a cell: file, sheet, row, column.
pub type CellKey = (String, String, u32, u32);

impl Decision {
    fn key(&self) -> CellKey {
        (self.file.clone(), self.sheet.clone(), self.row, self.col)
    }

    /// Where the cell is.
    pub fn place(&self) -> Place {
        let (file, sheet) = (self.file.as_str().into(), self.sheet.as_str().into());
        Place::Cell { file, sheet, row: self.row, col: self.col }
    }

    /// The cell as Excel names it.
    pub fn cell(&self) -> String {
        cell_name(self.row, self.col)
    }

    /// Whether no problem asked for it: a person added it.
    pub fn is_by_hand(&self) -> bool {
        self.matters.is_empty()
    }

    /// Whether the person wrote anything.
    fn is_filled(&self) -> bool {
        let valued = self.value.is_some() && !self.is_of_link();
        self.choice.is_some() || valued || !self.by.is_empty() || !self.memo.is_empty()
    }

    /// Whether it asks who the row is about; its value is then a proposal as long as nothing is decided.
    pub fn is_of_link(&self) -> bool {
        self.matters.iter().any(|matter| matter.of_link)
    }

    /// What the person wrote.
    fn written(&self) -> (Option<Choice>, Option<&Given>, &str, &str) {
        (self.choice, self.value.as_ref(), &self.by, &self.memo)
    }
}

/// Name of the sheet in the workbook.
pub fn sheet_name() -> Phrase {
    phrase!("Data to check")
}

/// A column of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// What was decided: one of the words of [`Choice`].
    Decision,
    /// What may have been meant.
    Suggested,
    /// The value that counts instead.
    Value,
    /// Who decided.
    By,
    /// Why.
    Memo,
    /// File.
    File,
    /// Sheet of the file.
    Sheet,
    /// Cell.
    Cell,
    /// What stands in it.
    Found,
    /// What is the matter.
    Matter,
    /// What was done.
    Done,
    /// What to decide.
    Ask,
    /// What became of the decision.
    State,
    /// Codes of the problems.
    Code,
}

impl Field {
    /// All columns, in the order in which they stand.
    pub const ALL: [Field; 14] = [
        Field::File,
        Field::Sheet,
        Field::Cell,
        Field::Found,
        Field::Matter,
        Field::Done,
        Field::Ask,
        Field::Suggested,
        Field::Decision,
        Field::Value,
        Field::By,
        Field::Memo,
        Field::State,
        Field::Code,
    ];

    /// Heading of the column, by which it is found again.
    pub fn title(self) -> Phrase {
        match self {
            Field::Decision => phrase!("Decision"),
            Field::Suggested => phrase!("Suggested value"),
            Field::Value => phrase!("Value to use"),
            Field::By => phrase!("Decided by"),
            Field::Memo => phrase!("Memo"),
            Field::File => phrase!("File"),
            Field::Sheet => phrase!("Sheet of the file"),
            Field::Cell => phrase!("Cell"),
            Field::Found => phrase!("What is there"),
            Field::Matter => phrase!("What is the matter"),
            Field::Done => phrase!("What was done"),
            Field::Ask => phrase!("What to decide"),
            Field::State => phrase!("State of the decision"),
            Field::Code => phrase!("Code of the problem"),
        }
    }
}

fn date(serial: f64) -> String {
    days_of_serial(serial).map_or_else(|| fixed(serial, 0), iso)
}

/// What stands in a cell, as text that can be compared.
pub fn text_of(raw: Raw<'_>) -> String {
    match raw {
        Raw::Empty => String::new(),
        Raw::Number(value) => value.to_string(),
        Raw::Text(text) | Raw::Error(text) => text.to_string(),
        Raw::Bool(value) => if value { "TRUE" } else { "FALSE" }.to_string(),
        Raw::Date(serial) => date(serial),
    }
}

/// Whether two texts are the same but for white space, of which the way through a workbook may cost some.
fn same(a: &str, b: &str) -> bool {
    fold_spaces(a) == fold_spaces(b)
}
