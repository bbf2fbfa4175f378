use crate::card::Card;
use crate::phrase;

use super::Participation;

impl Participation {
    /// Name in study files.
    pub const NAME: &'static str = "participation";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Participation::NAME,
            title: phrase!("Participation: in how many things, and how far along the way"),
            answers: phrase!("How many do what, how many things does each do, and at which step do they stop?"),
            needs: phrase!(
                "Variables with yes and no: one for each thing (channels), or one for each step in order (funnel)."
            ),
            assumes: phrase!(
                "That steps are done in their order. Who did a later step without an earlier one is counted apart, and not as having reached it."
            ),
            formula: phrase!(
                "Breadth: number of yes. Reached: length of the first run of yes. Shares of those of the step before, with Wilson's interval."
            ),
            breaks: phrase!(
                "A blank is not a no: units of whom one answer is missing are left out. A funnel at one time mixes those who stopped with those who have not come so far yet."
            ),
            same_as: phrase!("Counts; intervals as those of the survey's shares (10 digits)."),
            references: &[
                "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22, 209–212.",
            ],
        }
    }
}
