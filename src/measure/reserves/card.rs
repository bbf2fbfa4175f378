use crate::card::Card;
use crate::phrase;

use super::Reserves;

impl Reserves {
    /// Name in study files.
    pub const NAME: &'static str = "reserves";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Reserves::NAME,
            title: phrase!("Reserves in months of expense"),
            answers: phrase!("How many months could each organisation go on without income?"),
            needs: phrase!(
                "Net assets free of conditions (without 指定正味財産) and the expense of the year; where known, the depreciation within the expense and the fixed assets within the net assets."
            ),
            assumes: phrase!("That the expense of the months to come is like that of the year."),
            formula: phrase!(
                "(Net assets − fixed assets)/((expense − depreciation)/12). Without fixed assets or depreciation these are 0."
            ),
            breaks: phrase!(
                "Without depreciation the months are fewer, without fixed assets more. A grant that was received for the year after swells the net assets. Organisations with an expense of 0 have no value."
            ),
            same_as: phrase!("R: the formula by hand: all digits."),
            references: &[
                "Bowman, W. (2011). Financial capacity and sustainability of ordinary nonprofits. Nonprofit Management and Leadership 22, 37–51.",
            ],
        }
    }
}
