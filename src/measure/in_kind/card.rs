use crate::card::Card;
use crate::phrase;

use super::InKind;

impl InKind {
    /// Name in study files.
    pub const NAME: &'static str = "in-kind";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: InKind::NAME,
            title: phrase!("Given in kind, at declared values"),
            answers: phrase!(
                "How much are unpaid hours, gifts of things and rooms worth, at values that the study declares with their grounds?"
            ),
            needs: phrase!("Variables that count what was given, and for each a value with its grounds."),
            assumes: phrase!("That one hour or thing is worth the declared value, whoever gives it."),
            formula: phrase!("Σ quantity × declared value."),
            breaks: phrase!(
                "The values are a choice: another wage gives another sum. Never add it to money without saying so."
            ),
            same_as: phrase!("A sum: all digits."),
            references: &[],
        }
    }
}
