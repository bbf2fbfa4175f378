//! Rows that are no data, and why.

use serde::{Deserialize, Serialize};

use crate::phrase;
use crate::text::Phrase;

/// Why a row is no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AsideReason {
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

impl AsideReason {
    /// All of them, in the order in which lists name them.
    pub const ALL: [AsideReason; 11] = [
        AsideReason::Title,
        AsideReason::Note,
        AsideReason::Total,
        AsideReason::Figure,
        AsideReason::Section,
        AsideReason::HeadingAgain,
        AsideReason::SecondHeading,
        AsideReason::Units,
        AsideReason::Example,
        AsideReason::PageHeader,
        AsideReason::Unfilled,
    ];

    /// In words.
    pub fn word(self) -> Phrase {
        match self {
            AsideReason::Title => phrase!("title"),
            AsideReason::Note => phrase!("note or footnote"),
            AsideReason::Total => phrase!("total of other rows"),
            AsideReason::Figure => phrase!("mean, number or other figure of the rows"),
            AsideReason::Section => phrase!("section heading"),
            AsideReason::HeadingAgain => phrase!("headings again"),
            AsideReason::SecondHeading => phrase!("second row of headings"),
            AsideReason::Units => phrase!("row of units"),
            AsideReason::Example => phrase!("example row"),
            AsideReason::PageHeader => phrase!("page header"),
            AsideReason::Unfilled => phrase!("row of a form that is not filled in"),
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
    pub why: AsideReason,
}
