use crate::card::Card;
use crate::phrase;

use super::Benchmark;

impl Benchmark {
    /// Name in study files.
    pub const NAME: &'static str = "benchmark";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Benchmark::NAME,
            title: phrase!("Each organisation among the others"),
            answers: phrase!(
                "Where does each organisation stand among all, its field and its size, and among those that are most like it?"
            ),
            needs: phrase!(
                "Variables to compare, and numbers by which organisations are alike (income, staff, age); a variable for the field and one for the size, if they are to be told apart."
            ),
            assumes: phrase!("That the numbers by which organisations are alike are what makes a comparison fair."),
            formula: phrase!(
                "Standing: (others below + half of those equal)/others. Similar ones: nearest by Mahalanobis distance √((x − y)′S⁻¹(x − y)), S the covariance of all, within the same field; their quartiles (type 7). Size: thirds."
            ),
            breaks: phrase!(
                "Where one stands is no judgement, and a program need not be the reason: much of it has reasons that the numbers do not know. With few similar ones the range is wide. Numbers of different years are mixed where the last period of a variable is another."
            ),
            same_as: phrase!("R: quantile (type 7); mahalanobis of the nearest-neighbour design: 10 or more digits."),
            references: &[],
        }
    }
}
