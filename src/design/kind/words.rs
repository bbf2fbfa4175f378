//! What the two sides of a comparison and its estimates are called.

use crate::phrase;
use crate::text::{Arg, Phrase};

use super::{Kind, Others};

impl Kind {
    /// Headings of the two sides.
    pub fn sides(self) -> [Phrase; 2] {
        match self {
            kind if kind.is_of_respondents() => [phrase!("Answered after"), phrase!("Answered before")],
            Kind::Randomised => [phrase!("Chosen by lot"), phrase!("Not chosen by lot")],
            Kind::Doses => [phrase!("Dose known"), phrase!("Dose not known")],
            _ => [phrase!("Took part"), phrase!("Did not take part")],
        }
    }

    /// Headings of the numbers of the two sides.
    pub fn sides_n(self) -> [Phrase; 2] {
        match self {
            kind if kind.is_of_respondents() => [phrase!("Answered after (n)"), phrase!("Answered before (n)")],
            Kind::Randomised => [phrase!("Chosen by lot (n)"), phrase!("Not chosen by lot (n)")],
            Kind::Doses => [phrase!("Dose known (n)"), phrase!("Dose not known (n)")],
            _ => [phrase!("Took part (n)"), phrase!("Did not take part (n)")],
        }
    }

    /// Headings of the two sides among those who were lost.
    pub fn sides_of_lost(self) -> [Phrase; 2] {
        match self {
            kind if kind.is_of_respondents() => {
                [phrase!("Of these, answered after"), phrase!("Of these, answered before")]
            }
            Kind::Randomised => [phrase!("Of these, chosen by lot"), phrase!("Of these, not chosen by lot")],
            Kind::Doses => [phrase!("Of these, dose known"), phrase!("Of these, dose not known")],
            _ => [phrase!("Of these, took part"), phrase!("Of these, did not take part")],
        }
    }

    /// The two sides in a word.
    pub fn sides_in_short(self) -> [Phrase; 2] {
        match self {
            kind if kind.is_of_respondents() => [phrase!("After"), phrase!("Before")],
            Kind::Randomised => [phrase!("Chosen"), phrase!("Not chosen")],
            Kind::Doses => [phrase!("Dose known"), phrase!("Dose not known")],
            _ => [phrase!("Took part"), phrase!("Comparison")],
        }
    }

    /// Of those left the two sides, and of those lost the first.
    pub fn sides_of_stage(self) -> [Phrase; 3] {
        match (self.is_of_respondents(), self.is_of_doses()) {
            (true, _) => [phrase!("of these, after"), phrase!("of these, before"), phrase!("of the lost, after")],
            (_, true) => [
                phrase!("of these, dose known"),
                phrase!("of these, dose not known"),
                phrase!("of the lost, dose known"),
            ],
            _ => [phrase!("of these, treated"), phrase!("of these, compared"), phrase!("of the lost, treated")],
        }
    }

    /// The first side, in a sentence: "the 120 who took part".
    pub fn those(self, n: Arg) -> Phrase {
        match self {
            Kind::Randomised => phrase!("the {n} whom the lot chose", n = n),
            _ => phrase!("the {n} who took part", n = n),
        }
    }

    /// Those compared with, in a sentence that has named those who took part: "the 120 who did not".
    pub fn others(self, n: Arg) -> Phrase {
        match (self, self.card().others) {
            (_, Others::Alike) => phrase!("{n} similar ones who did not", n = n),
            (Kind::Randomised, _) => phrase!("the {n} whom the lot left out", n = n),
            (Kind::Cutoff, _) => phrase!("the {n} on the other side of the line of award", n = n),
            (Kind::Cohorts, _) => phrase!("the {n} who had not started yet", n = n),
            _ => phrase!("the {n} who did not", n = n),
        }
    }

    /// The others, without their number.
    pub fn others_in_short(self) -> Phrase {
        match (self, self.card().others) {
            (_, Others::Alike) => phrase!("similar ones"),
            (Kind::Randomised, _) => phrase!("those whom the lot left out"),
            (Kind::Cutoff, _) => phrase!("those on the other side of the line of award"),
            (Kind::Cohorts, _) => phrase!("those who had not started yet"),
            _ => phrase!("those who did not"),
        }
    }

    /// What an estimate is, as the title of an axis. `of_changes`: it compares changes.
    pub fn estimates(self, of_changes: bool) -> Phrase {
        match (self.is_paired(), self.is_of_respondents(), of_changes) {
            (true, _, _) => phrase!("Average change from before to after"),
            (_, true, _) => phrase!("Average difference, those who answered after minus those who answered before"),
            _ if self == Kind::Randomised => phrase!("Average difference, those whom the lot chose minus the others"),
            _ if self.is_of_doses() && of_changes => phrase!("Difference in average change for each step more"),
            _ if self.is_of_doses() => phrase!("Average difference for each step more"),
            (_, _, false) => phrase!("Average difference, those who took part minus those who did not"),
            (_, _, true) => phrase!("Difference in average change, those who took part minus those who did not"),
        }
    }

    /// What a single estimate is called.
    pub fn estimate(self, of_changes: bool) -> Phrase {
        match (self.is_paired(), (self.has_others() || self.is_of_doses()) && of_changes) {
            (true, _) => phrase!("average change"),
            (_, true) => phrase!("difference in average change"),
            (_, false) => phrase!("average difference"),
        }
    }

    /// What a chart of estimates does not show.
    pub fn not_shown(self) -> Phrase {
        match (self.is_paired(), self.is_of_respondents()) {
            (true, _) => phrase!(
                "Shows how much changed, not why: without a comparison the same change might have come about anyway."
            ),
            (_, true) => phrase!(
                "Shows how two groups of different people differ, not that anyone changed: other people may have answered."
            ),
            _ if self.is_of_doses() => phrase!(
                "Shows what goes with more, not what more of it does: who receives more differs from who receives less also in what was not measured."
            ),
            _ if self == Kind::Groups => phrase!(
                "Shows how those who took part differ from those who did not, not why: the two groups were not made alike."
            ),
            _ => phrase!(
                "The intervals show chance only. Differences that were not measured, and wrong or missing answers, are not in them."
            ),
        }
    }
}
