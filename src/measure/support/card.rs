use crate::card::Card;
use crate::phrase;

use super::Support;

impl Support {
    /// Name in study files.
    pub const NAME: &'static str = "support";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Support::NAME,
            title: phrase!("Kinds of support"),
            answers: phrase!(
                "Did grants, loans or social investment change something, each against those without any support?"
            ),
            needs: phrase!("One variable in words with the kind of support, and the words that mean none."),
            assumes: phrase!("That those without any support are who each kind should be compared with."),
            formula: phrase!(
                "For each kind k: 1 where the word means k, 0 where it means none, missing otherwise. Name the variable as the treatment of a question."
            ),
            breaks: phrase!(
                "Loans are repaid: more income right after one is not more of what is left. Who gets a loan differs from who gets a grant, so that kinds are not compared with each other."
            ),
            same_as: phrase!("Counts: all digits."),
            references: &[],
        }
    }
}
