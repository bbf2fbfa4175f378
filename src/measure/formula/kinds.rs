use crate::panel::Content;
use crate::phrase;
use crate::study::VariableKind;
use crate::text::Phrase;

/// What the values of a part of an expression are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueKind {
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

impl ValueKind {
    /// Of a variable.
    pub fn of(content: Content) -> ValueKind {
        match content {
            Content::Number => ValueKind::Number,
            Content::YesNo => ValueKind::YesNo,
            Content::Category | Content::Text => ValueKind::Text,
            Content::Date => ValueKind::Date,
        }
    }

    /// What a variable with these values is.
    pub fn content(self) -> Content {
        match self {
            ValueKind::Number | ValueKind::Missing => Content::Number,
            ValueKind::YesNo => Content::YesNo,
            ValueKind::Text => Content::Category,
            ValueKind::Date => Content::Date,
        }
    }

    /// In words.
    pub fn said(self) -> Phrase {
        match self {
            ValueKind::Number | ValueKind::Missing => phrase!("numbers"),
            ValueKind::YesNo => phrase!("yes or no"),
            ValueKind::Text => phrase!("texts"),
            ValueKind::Date => phrase!("dates"),
        }
    }

    /// The kind of branches that have this kind and another; nothing where they do not go together.
    pub fn with(self, other: ValueKind) -> Option<ValueKind> {
        match (self, other) {
            (a, b) if a == b => Some(a),
            (ValueKind::Missing, kind) | (kind, ValueKind::Missing) => Some(kind),
            (ValueKind::Number | ValueKind::YesNo, ValueKind::Number | ValueKind::YesNo) => Some(ValueKind::Number),
            _ => None,
        }
    }

    /// What a variable is whose formula has this kind and whose declaration says `declared`; nothing where the two do not go
    /// together.
    pub fn declared(self, declared: Option<VariableKind>) -> Option<Content> {
        use VariableKind::*;
        match (declared, self) {
            (None, kind) => Some(kind.content()),
            (
                Some(Count | Amount | Share | Scale | Number),
                ValueKind::Number | ValueKind::YesNo | ValueKind::Missing,
            ) => Some(Content::Number),
            (Some(YesNo), ValueKind::YesNo | ValueKind::Number | ValueKind::Missing) => Some(Content::YesNo),
            (Some(Category | Text), ValueKind::Text) => Some(Content::Category),
            (Some(Date), ValueKind::Date) => Some(Content::Date),
            _ => None,
        }
    }
}
