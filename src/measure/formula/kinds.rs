use crate::panel::Content;
use crate::phrase;
use crate::study::VariableKind;
use crate::text::Phrase;

/// What the values of a part of an expression are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Numbers.
    Number,
    /// True or false.
    YesNo,
    /// Texts.
    Text,
    /// Dates, as days.
    Date,
    /// `NULL` alone.
    Missing,
}

impl Kind {
    /// Of a variable.
    pub fn of(content: Content) -> Kind {
        match content {
            Content::Number => Kind::Number,
            Content::YesNo => Kind::YesNo,
            Content::Category | Content::Text => Kind::Text,
            Content::Date => Kind::Date,
        }
    }

    /// What a variable with these values is.
    pub fn content(self) -> Content {
        match self {
            Kind::Number | Kind::Missing => Content::Number,
            Kind::YesNo => Content::YesNo,
            Kind::Text => Content::Category,
            Kind::Date => Content::Date,
        }
    }

    /// In words.
    pub fn said(self) -> Phrase {
        match self {
            Kind::Number | Kind::Missing => phrase!("numbers"),
            Kind::YesNo => phrase!("yes or no"),
            Kind::Text => phrase!("texts"),
            Kind::Date => phrase!("dates"),
        }
    }

    /// The kind of branches that have this kind and another; nothing where they do not go together.
    pub fn with(self, other: Kind) -> Option<Kind> {
        match (self, other) {
            (a, b) if a == b => Some(a),
            (Kind::Missing, kind) | (kind, Kind::Missing) => Some(kind),
            (Kind::Number | Kind::YesNo, Kind::Number | Kind::YesNo) => Some(Kind::Number),
            _ => None,
        }
    }

    /// What a variable is whose formula has this kind and whose declaration says `declared`; nothing where the two do not go
    /// together.
    pub fn declared(self, declared: Option<VariableKind>) -> Option<Content> {
        use VariableKind::*;
        match (declared, self) {
            (None, kind) => Some(kind.content()),
            (Some(Count | Amount | Share | Scale | Number), Kind::Number | Kind::YesNo | Kind::Missing) => {
                Some(Content::Number)
            }
            (Some(YesNo), Kind::YesNo | Kind::Number | Kind::Missing) => Some(Content::YesNo),
            (Some(Category | Text), Kind::Text) => Some(Content::Category),
            (Some(Date), Kind::Date) => Some(Content::Date),
            _ => None,
        }
    }
}
