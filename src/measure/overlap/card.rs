use crate::card::Card;
use crate::phrase;

use super::Overlap;

impl Overlap {
    /// Name in study files.
    pub const NAME: &'static str = "overlap";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Overlap::NAME,
            title: phrase!("Organisations that funders have in common"),
            answers: phrase!(
                "How many organisations are on the lists of two funders, and are these more than by chance?"
            ),
            needs: phrase!(
                "For each funder a variable with yes and no: whether the organisation is on its list. A second funder's list is a source that is linked to the list of organisations."
            ),
            assumes: phrase!("That both lists are whole: who is not on a list was not funded."),
            formula: phrase!(
                "Of n organisations known to both, a on the one list, b on the other, c on both: c/a, c/b, Jaccard c/(a + b − c); by chance ab/n; p of Fisher's exact test, two-sided."
            ),
            breaks: phrase!(
                "Organisations that could not be linked look as if they were on one list only. Funders of one field overlap because they look for the same."
            ),
            same_as: phrase!("R: fisher.test: 10 or more digits."),
            references: &[],
        }
    }
}
