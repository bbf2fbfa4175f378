use crate::card::Card;
use crate::phrase;

use super::Coverage;

impl Coverage {
    /// Name in study files.
    pub const NAME: &'static str = "coverage";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Coverage::NAME,
            title: phrase!("Activities by area"),
            answers: phrase!(
                "Which activities are there in which areas, how many organisations for the people who live there, and where is nobody?"
            ),
            needs: phrase!(
                "A variable with the area of each organisation; variables with its activities; the population of each area; for a map the places of tiles, or japan."
            ),
            assumes: phrase!("That an organisation works where it has its seat."),
            formula: phrase!("Organisations per area and activity; per people: n/population × per."),
            breaks: phrase!(
                "Organisations that are not in the list do not exist for this map: a gap may be a gap of the list. Large ones count like small ones."
            ),
            same_as: phrase!("Counts: all digits."),
            references: &[],
        }
    }
}
