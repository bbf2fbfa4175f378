use crate::card::Card;
use crate::phrase;

use super::Reach;

impl Reach {
    /// Name in study files.
    pub const NAME: &'static str = "reach";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Reach::NAME,
            title: phrase!("Who is left out"),
            answers: phrase!("Is each group reached as often as its share of the population?"),
            needs: phrase!(
                "A variable in words with the group of each, and declared shares of the population with their source."
            ),
            assumes: phrase!(
                "That those reached are independent of each other: households and groups that come together make p too small."
            ),
            formula: phrase!(
                "Share k/n with Wilson's interval; expected by the population π; k/(nπ); p of the exact binomial test, as improbable or more."
            ),
            breaks: phrase!(
                "Shares of the population of other years or places mislead. One person who comes often is one row for each visit if rows are visits: count persons."
            ),
            same_as: phrase!("R: binom.test, prop.test without correction (Wilson): 10 or more digits."),
            references: &[
                "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22, 209–212.",
            ],
        }
    }
}
