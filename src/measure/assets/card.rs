use crate::card::Card;
use crate::phrase;

use super::AssetMatch;

impl AssetMatch {
    /// Name in study files.
    pub const NAME: &'static str = "asset-match";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: AssetMatch::NAME,
            title: phrase!("Offers against needs"),
            answers: phrase!(
                "Who offers what others look for, and how much of what is looked for could be found, by kind and area?"
            ),
            needs: phrase!(
                "For each kind a variable with yes and no for offering it and one for looking for it; a variable with the area."
            ),
            assumes: phrase!("That one offer can meet one need."),
            formula: phrase!(
                "Met = min(offers, needs) within an area, and nobody with itself; rate = met/needs; everywhere: met within areas, added up."
            ),
            breaks: phrase!(
                "That an offer and a need meet on paper does not say that they fit. Offers that can be shared could meet more."
            ),
            same_as: phrase!("Counts: all digits."),
            references: &[],
        }
    }
}
