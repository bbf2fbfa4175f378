/// Which sheet: links say it, and need to know nothing else of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SheetId {
    ReadMe,
    Contents,
    Findings,
    Charts,
    Decide,
    Glossary,
    Evidence,
    Claims,
    Requests,
    Linkage,
    Flow,
    Response,
    TableOne,
    Balance,
    Matches,
    Estimates,
    Subgroups,
    Measures,
    Further,
    Disclosure,
    Quality,
    Checklist,
    Codebook,
    Methods,
    Reproduce,
}

/// Where a sheet stands: few that everybody reads, and two groups behind them in a workbook of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shelf {
    /// To read.
    Answers,
    /// What the answers rest on.
    Grounds,
    /// What was read, done and withheld.
    Records,
}

impl Shelf {
    /// In which of the two workbooks.
    pub fn volume(self) -> Volume {
        if self == Shelf::Answers { Volume::Answers } else { Volume::Details }
    }
}

/// The two workbooks of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Volume {
    /// What everybody reads.
    Answers,
    /// What stands behind it.
    Details,
}

/// Colour of a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tint {
    /// To read first.
    Read,
    /// The answers.
    Answer,
    /// To decide.
    Decide,
    /// How strong, and what would help.
    Evidence,
    /// The cases.
    Cases,
    /// The numbers behind.
    Numbers,
    /// The background.
    Background,
}

impl Tint {
    /// Red, green, blue.
    pub fn rgb(self) -> u32 {
        match self {
            Tint::Read => 0x0B5CAD,
            Tint::Answer => 0xB3261E,
            Tint::Decide => 0xC77700,
            Tint::Evidence => 0x00796B,
            Tint::Cases => 0x2E7D32,
            Tint::Numbers => 0x6A4C93,
            Tint::Background => 0x7A7F87,
        }
    }
}
