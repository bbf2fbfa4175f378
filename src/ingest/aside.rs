//! Rows that are no data, and why.

use serde::{Deserialize, Serialize};

use crate::phrase;
use crate::text::Phrase;

/// Why a row is no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It stands above the table.
    Title,
    /// A note or footnote.
    Note,
    /// The sum of other rows.
    Total,
    /// The mean of other rows, their number, or another figure over them.
    Figure,
    /// It names the rows below it.
    Section,
    /// The headings once more.
    HeadingAgain,
    /// Codes, labels, a translation, tags or types below the headings.
    SecondHeading,
    /// Units of measurement below the headings.
    Units,
    /// It shows how the form is to be filled in.
    Example,
    /// What stands at the top of each page.
    PageHeader,
    /// A row of a form that nobody filled in.
    Unfilled,
}

impl Why {
    /// All of them, in the order in which lists name them.
    pub const ALL: [Why; 11] = [
        Why::Title,
        Why::Note,
        Why::Total,
        Why::Figure,
        Why::Section,
        Why::HeadingAgain,
        Why::SecondHeading,
        Why::Units,
        Why::Example,
        Why::PageHeader,
        Why::Unfilled,
    ];

    /// In words.
    pub fn word(self) -> Phrase {
        match self {
            Why::Title => phrase!("title"),
            Why::Note => phrase!("note or footnote"),
            Why::Total => phrase!("total of other rows"),
            Why::Figure => phrase!("mean, number or other figure of the rows"),
            Why::Section => phrase!("section heading"),
            Why::HeadingAgain => phrase!("headings again"),
            Why::SecondHeading => phrase!("second row of headings"),
            Why::Units => phrase!("row of units"),
            Why::Example => phrase!("example row"),
            Why::PageHeader => phrase!("page header"),
            Why::Unfilled => phrase!("row of a form that is not filled in"),
        }
    }
}

/// A row that was seen and is no data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aside {
    /// 0-based row of the sheet.
    pub row: u32,
    /// 0-based column of its first cell.
    pub col: u32,
    /// What its first cell says.
    pub text: String,
    /// Why it is no data.
    pub why: Why,
}
