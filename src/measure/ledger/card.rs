use crate::card::Card;
use crate::phrase;

use super::Ledger;

impl Ledger {
    /// Name in study files.
    pub const NAME: &'static str = "ledger";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Ledger::NAME,
            title: phrase!("Ledgers: new, kept, back and lost givers, cohorts, how gifts are spread"),
            answers: phrase!(
                "How many givers are new, how many give again, how many are lost, and from whom does the money come?"
            ),
            needs: phrase!(
                "A source with kind = \"ledger\": who gave (unit), when (time) and how much (amount). For how long ago the last gift was the day from which it is counted (as_of)."
            ),
            assumes: phrase!(
                "That one giver has one id. Years are fiscal years. What is paid back, 0 or below, is no gift. Who gave before the file begins looks new in its first years."
            ),
            formula: phrase!(
                "Of each year: new, never before in the file; kept, the year before as well; back, earlier but not the year before; lost, the year before and not now. Retention kept/(kept + lost) with Wilson's interval. Gini Σ(2i − n − 1)xᵢ/(n Σx); share of the tenth who gave most, rounded up."
            ),
            breaks: phrase!(
                "Two ids of one person are two givers, one of them lost. Retention of all rises when fewer new ones come, since new ones stay less: look at both. A gift some days later than every year counts in another fiscal year, as lost and back."
            ),
            same_as: phrase!(
                "R 4.2.2 on sets of ids and aggregate(): all counts the same, amounts and Gini to 10 digits."
            ),
            references: &[
                "Fader, P. S. & Hardie, B. G. S. (2009). Probability models for customer-base analysis. Journal of Interactive Marketing 23, 61–69.",
            ],
        }
    }
}
