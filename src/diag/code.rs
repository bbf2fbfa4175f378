//! What is known of a kind of problem: one item for each code.

use super::Severity;
use crate::phrase;
use crate::text::Phrase;

/// A kind of problem. Rooms of [`codes`](super::codes) hold all of them, each as a constant.
#[derive(Debug)]
pub struct Code {
    /// The stable name that people and stored files know it by, such as `unknown-column`.
    pub name: &'static str,
    /// How grave it is where it is said, if that is always the same.
    pub severity: Option<Severity>,
    /// What it means beyond its message; see [`Policy`].
    pub policies: &'static [Policy],
    pub(super) title: fn() -> Phrase,
    pub(super) page: fn() -> Phrase,
}

impl Code {
    /// What it stands for in a few words, for lists and summaries.
    pub fn title(&self) -> Phrase {
        (self.title)()
    }

    /// What it means, why it matters, what to do: the page of `tashika explain CODE`.
    pub fn page(&self) -> Phrase {
        (self.page)()
    }

    /// What is done with a cell or row of such a problem as long as nobody decides about it.
    pub fn meanwhile(&self) -> Meanwhile {
        let done = self.policies.iter().find_map(|policy| match policy {
            Policy::Meanwhile(done) => Some(*done),
            _ => None,
        });
        done.unwrap_or_default()
    }
}

/// What follows from a problem of some kind, other than its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Its cells are listed for a person to decide even where it is a note: something was left out. Those of errors and
    /// warnings always are.
    AsksAnyway,
    /// Its cells are listed apart, with a proposal for each.
    ListedApart,
    /// It tells of earlier decisions, whose cells are listed already.
    OfDecisions,
    /// What is done as long as nobody decides, where cells are not used as they are.
    Meanwhile(Meanwhile),
    /// As a note, it says how the files were read: nothing to do.
    Understood,
    /// As a note, it says what rows or headings were taken as, and its hint what to write where they are something else.
    Advises,
    /// It is about single rows or the measure of one variable: what can be said of the data holds all the same.
    LeavesDataWhole,
    /// It is about the name of a key, which is clear even where the syntax is broken elsewhere.
    Misnamed,
    /// It is about a formula, which makes no variable then; what needs the variable is left out.
    OfFormula,
    /// It is about one name of a question, which can be looked at all the same.
    LeavesQuestion,
    /// The right password would solve it.
    Locked,
    /// A drafted study file answers it.
    AnsweredByDraft,
}

/// What is done as long as nobody decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Meanwhile {
    /// The cell is used as it is.
    #[default]
    AsItIs,
    /// The cell counts as missing.
    Missing,
    /// The row is left out.
    RowLeftOut,
    /// The row is joined to no other.
    NotJoined,
    /// The number identifies, not the name.
    NumberCounts,
    /// The number does not join rows.
    NumberNotUsed,
    /// The text is cut.
    TextCut,
    /// What is made of shares of income is missing.
    SharesMissing,
    /// Income without the grant is missing.
    GrantMissing,
    /// The study is not run.
    Stopped,
}

impl Meanwhile {
    /// In words.
    pub fn said(self) -> Phrase {
        match self {
            Meanwhile::AsItIs => phrase!("The cell was used as it is"),
            Meanwhile::Missing => phrase!("The cell counts as missing"),
            Meanwhile::RowLeftOut => phrase!("The row was left out"),
            Meanwhile::NotJoined => phrase!("The row is not joined to any other"),
            Meanwhile::NumberCounts => phrase!("The number counts, not the name"),
            Meanwhile::NumberNotUsed => phrase!("The number is not used to join rows"),
            Meanwhile::TextCut => phrase!("The text was cut"),
            Meanwhile::SharesMissing => phrase!("Everything made of shares is missing there"),
            Meanwhile::GrantMissing => phrase!("Income without the grant is missing there"),
            Meanwhile::Stopped => phrase!("The study cannot be run"),
        }
    }
}

/// Makes a room of codes: for each `NAME = "name", Severity [Policy, …]: title, page;`, with `Any` where a problem is more
/// or less grave from case to case. Each is a constant, and `ALL` lists them.
macro_rules! codes {
    ($($name:ident = $text:literal, $severity:ident $([$($policy:ident $(($done:ident))?),+])?: $title:expr, $page:expr;)+) => {
        $(#[doc = concat!("The code `", $text, "`.")]
        pub const $name: $crate::diag::Code = $crate::diag::Code {
            name: $text,
            severity: $crate::diag::code::severity!($severity),
            policies: &[$($($crate::diag::Policy::$policy $(($crate::diag::Meanwhile::$done))?),+)?],
            title: || $title,
            page: || $page,
        };)+

        /// All of the room, in order.
        pub(super) const ALL: &[$crate::diag::Code] = &[$($name),+];
    };
}

macro_rules! severity {
    (Any) => {
        None
    };
    ($severity:ident) => {
        Some($crate::diag::Severity::$severity)
    };
}

pub(super) use {codes, severity};
