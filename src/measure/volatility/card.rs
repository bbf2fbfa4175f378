use crate::card::Card;
use crate::phrase;

use super::Volatility;

impl Volatility {
    /// Name in study files.
    pub const NAME: &'static str = "volatility";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Volatility::NAME,
            title: phrase!("Volatility of income"),
            answers: phrase!("How much does the income of each organisation go up and down around its own trend?"),
            needs: phrase!(
                "One variable with the amount of each year, at four years or more; the evaluated grant as a variable of its own, with 0 where there was none, if it is to be taken out."
            ),
            assumes: phrase!("That the ups and downs of the years looked at are like those of other years."),
            formula: phrase!(
                "Main: √(Σ e_t²/(n − 2)), e_t what a straight trend over the years leaves of ln y_t. Beside it: standard deviation (n − 1)/mean."
            ),
            breaks: phrase!(
                "With few years both are uncertain and a little too small: n stands beside them. Amounts that are 0 or below have no logarithm: then there is no distance from the trend. Values of neighbouring periods share years."
            ),
            same_as: phrase!("R: summary(lm(log(y) ~ year))$sigma, sd(y)/mean(y): 10 or more digits."),
            references: &[
                "Carroll, D. A. & Stater, K. J. (2009). Revenue diversification in nonprofit organizations: does it lead to financial stability? Journal of Public Administration Research and Theory 19, 947–966.",
            ],
        }
    }
}
