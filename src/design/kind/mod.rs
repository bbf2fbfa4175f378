//! What a comparison is: the one table that says what a kind of design needs, which rows it takes, who stands on its two sides, and
//! how strong a verb it allows.

mod words;

use serde::{Deserialize, Serialize};

/// What is compared with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Units with themselves, before and after.
    Change,
    /// Respondents after with other respondents before.
    Respondents,
    /// Those who took part with those who did not, as they are.
    Groups,
    /// The same before and after, other people each time.
    Surveys,
    /// Those who took part with similar ones.
    Matched,
    /// Those who received more with those who received less.
    Doses,
    /// Those who took part with others who are weighted to be like them.
    Weighted,
    /// Those whom the lot chose with those whom it did not.
    Randomised,
    /// Those above a line of award with those below.
    Cutoff,
    /// Those who started with those who had not started yet.
    Cohorts,
    /// One series before and after.
    Series,
    /// Findings of several studies together.
    Pooled,
}

/// How strong a verb a design allows (the sentences are in `findings/claim`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rung {
    /// Different people before and after, or groups as they are: they "differed".
    Differed,
    /// Before/after alone: "changed".
    Changed,
    /// Cross-section of similar units: "associated".
    Associated,
    /// With a balanced baseline or a difference in differences: "probably due to".
    ProbablyDueTo,
    /// Randomised or at a cutoff: "effect".
    Effect,
}

/// The rows of a unit of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsPerUnit {
    /// One, with the outcome after.
    Once,
    /// Two: units are compared with themselves.
    BeforeAndAfter,
    /// One: the outcome after of one side, the state before of the other.
    BeforeOrAfter,
    /// One for each period at which it answered.
    AsAnswered,
}

/// Whom those who took part are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Nobody, or themselves at another time.
    None,
    /// Others as they are.
    AsTheyAre,
    /// Others who were chosen or weighted to be alike.
    Alike,
    /// Others whom chance, a line or a later start kept from taking part.
    ByDesign,
}

/// What a question must give a kind of design.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requirement {
    /// Who received, and who did not.
    pub treatment: bool,
    /// The state before of every outcome.
    pub before: bool,
    /// Two periods at which different units have rows.
    pub periods: bool,
}

/// What is known of a kind of comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindCard {
    /// What a question must give.
    pub given: Requirement,
    /// Rows of each unit.
    pub rows: RowsPerUnit,
    /// Whom those who took part are compared with.
    pub others: Others,
    /// Ceiling of the verb: without the state before, and with it.
    pub ceiling: [Rung; 2],
    /// Level of the Maryland scale by design: without the state before, and with it.
    pub maryland: [u8; 2],
}

const NOTHING: Requirement = Requirement { treatment: false, before: false, periods: false };
const BOTH_ARMS: Requirement = Requirement { treatment: true, ..NOTHING };

const fn card(
    given: Requirement,
    rows: RowsPerUnit,
    others: Others,
    ceiling: [Rung; 2],
    maryland: [u8; 2],
) -> KindCard {
    KindCard { given, rows, others, ceiling, maryland }
}

impl Kind {
    /// The row of the table.
    pub const fn card(self) -> KindCard {
        use Rung::*;
        match self {
            Kind::Change => {
                let given = Requirement { before: true, ..NOTHING };
                card(given, RowsPerUnit::BeforeAndAfter, Others::None, [Changed, Changed], [1, 1])
            }
            Kind::Respondents => {
                let given = Requirement { periods: true, ..NOTHING };
                card(given, RowsPerUnit::BeforeOrAfter, Others::None, [Differed, Differed], [1, 1])
            }
            Kind::Groups => card(BOTH_ARMS, RowsPerUnit::Once, Others::AsTheyAre, [Differed, Associated], [1, 2]),
            // Who answers may change with what is asked: no change of anyone is seen.
            Kind::Surveys => {
                let given = Requirement { periods: true, ..BOTH_ARMS };
                card(given, RowsPerUnit::AsAnswered, Others::AsTheyAre, [Differed, Differed], [1, 2])
            }
            Kind::Matched | Kind::Weighted => {
                card(BOTH_ARMS, RowsPerUnit::Once, Others::Alike, [Associated, ProbablyDueTo], [2, 3])
            }
            // Nobody is called similar: who receives more differs from who receives less, adjusted or not.
            Kind::Doses => card(NOTHING, RowsPerUnit::Once, Others::None, [Associated, Associated], [1, 2]),
            Kind::Randomised => card(BOTH_ARMS, RowsPerUnit::Once, Others::ByDesign, [Effect, Effect], [5, 5]),
            Kind::Cutoff => card(BOTH_ARMS, RowsPerUnit::Once, Others::ByDesign, [Effect, Effect], [4, 4]),
            Kind::Cohorts => {
                card(BOTH_ARMS, RowsPerUnit::BeforeAndAfter, Others::ByDesign, [ProbablyDueTo, ProbablyDueTo], [3, 3])
            }
            Kind::Series => card(NOTHING, RowsPerUnit::BeforeAndAfter, Others::None, [Changed, Changed], [1, 1]),
            // What is pooled says as much as the weakest part may: its findings bring their own.
            Kind::Pooled => card(NOTHING, RowsPerUnit::Once, Others::None, [Differed, Differed], [1, 1]),
        }
    }

    /// The highest rung, without or with the state before taken into account: by comparing changes, or by matching on it
    /// (whether that balanced it is judged by the verdict).
    pub const fn rung(self, state_before: bool) -> Rung {
        self.card().ceiling[state_before as usize]
    }

    /// Level of the Maryland scale by design.
    pub const fn maryland(self, state_before: bool) -> u8 {
        self.card().maryland[state_before as usize]
    }

    /// Whether units are compared with themselves.
    pub fn is_paired(self) -> bool {
        self.card().rows == RowsPerUnit::BeforeAndAfter && self.card().others == Others::None
    }

    /// Whether there are no sides: all are told together.
    pub fn is_one_group(self) -> bool {
        self.card().others == Others::None && self.card().rows != RowsPerUnit::BeforeOrAfter
    }

    /// Whether it is asked what goes with more of something.
    pub fn is_of_doses(self) -> bool {
        self == Kind::Doses
    }

    /// Whether the two sides are those who took part and others.
    pub fn has_others(self) -> bool {
        self.card().others != Others::None
    }

    /// Whether the others were chosen or weighted to be like those who took part.
    pub fn is_alike(self) -> bool {
        self.card().others == Others::Alike
    }

    /// Whether units are known by what they were before, or could be.
    pub fn follows_units(self) -> bool {
        !matches!(self.card().rows, RowsPerUnit::BeforeOrAfter | RowsPerUnit::AsAnswered)
    }

    /// Whether the two sides are respondents after and respondents before.
    pub fn is_of_respondents(self) -> bool {
        self.card().rows == RowsPerUnit::BeforeOrAfter
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_called_similar_but_those_who_were_made_alike() {
        let alike = |kind: Kind| kind.is_alike();
        assert!([Kind::Matched, Kind::Weighted].into_iter().all(alike));
        assert!(![Kind::Change, Kind::Groups, Kind::Randomised, Kind::Cutoff, Kind::Cohorts].into_iter().any(alike));
    }

    #[test]
    fn the_state_before_never_weakens_the_verb() {
        for kind in [Kind::Change, Kind::Groups, Kind::Matched, Kind::Randomised, Kind::Cutoff, Kind::Cohorts] {
            assert!(kind.rung(true) >= kind.rung(false) && kind.maryland(true) >= kind.maryland(false), "{kind:?}");
        }
        assert_eq!(Kind::Groups.rung(true), Rung::Associated, "groups as they are never say what caused it");
    }
}
