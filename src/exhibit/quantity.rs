use std::sync::Arc;

/// What a number is, wherever it stands: numbers of one quantity are the same number, so that what hides it in one table hides it
/// in all, and what tells it in one tells it in all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity {
    /// Id of the finding; empty for the answer that the table belongs to.
    pub finding: Arc<str>,
    /// What of the answer.
    pub part: AnswerPart,
}

/// What of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerPart {
    /// How many took part (or answered after, or all that are compared with themselves).
    Treated,
    /// How many they are compared with.
    Comparison,
    /// How many of those who took part said yes.
    YesTreated,
    /// How many of the others said yes.
    YesComparison,
    /// How many rose.
    Rose,
    /// How many stayed the same.
    Stayed,
    /// How many fell.
    Fell,
    /// A mean, an estimate, an end of an interval or another result.
    Result,
}

impl AnswerPart {
    /// Of a finding.
    pub fn of(self, finding: &str) -> Quantity {
        Quantity { finding: finding.into(), part: self }
    }

    /// Of the answer that the table will belong to: methods do not know it.
    pub fn own(self) -> Quantity {
        self.of("")
    }
}
