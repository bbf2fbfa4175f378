use crate::card::Card;
use crate::phrase;

use super::Cliff;

impl Cliff {
    /// Name in study files.
    pub const NAME: &'static str = "cliff";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Cliff::NAME,
            title: phrase!("The cliff after a grant"),
            answers: phrase!(
                "What became of the income of those whose grant ended, and how much of it did other income replace?"
            ),
            needs: phrase!(
                "Total income and the grant of each year, with 0 where there was no grant: an empty cell is not 0."
            ),
            assumes: phrase!("That income and grant are of the same accounts and years."),
            formula: phrase!(
                "t: a year without grant, s: the last year with one before it. Years t − s; change y_t/y_s − 1; other income gained (y_t − (y_s − g_s))/g_s; share g_s/y_s."
            ),
            breaks: phrase!(
                "Amounts are not deflated. Who closed down has no accounts and is missing: the cliff looks smaller than it was. A grant paid late makes the last year look large."
            ),
            same_as: phrase!("The formula by hand in R: all digits."),
            references: &[],
        }
    }
}
