use crate::card::Card;
use crate::phrase;

use super::Counts;

impl Counts {
    /// Name in study files.
    pub const NAME: &'static str = "counts";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Counts::NAME,
            title: phrase!("Counts such as volunteer hours, compared between groups as rates"),
            answers: phrase!("How many times as many per member or month has one group as another?"),
            needs: phrase!(
                "A variable with whole numbers from 0 on, one with the groups, and where units differ in size or time one with the exposure."
            ),
            assumes: phrase!(
                "That units are independent, and that their expected count is in proportion to the exposure. Nothing is adjusted for: groups may differ in everything else."
            ),
            formula: phrase!(
                "ln E(y) = a + b·group + ln(exposure), Poisson; SE of b from (X′WX)⁻¹ Σ xx′(y − m)² (X′WX)⁻¹ (HC0). Negative binomial with variance m + m²/θ by maximum likelihood, SE with θ as it was found."
            ),
            breaks: phrase!(
                "Many zeros of those who could not have any are no counts: leave them out. With few units robust errors are too small. The negative binomial law beside it is no better where its variance does not fit."
            ),
            same_as: phrase!(
                "R 4.2.2 glm (poisson), sandwich 3.0-2 vcovHC(type = \"HC0\"): 8 digits; MASS 7.3-58.2 glm.nb: 6 digits, where its search for θ stops. statsmodels has the errors of all parameters together."
            ),
            references: &[
                "Cameron, A. C. & Trivedi, P. K. (2013). Regression Analysis of Count Data, 2nd ed. Cambridge University Press.",
            ],
        }
    }
}
