//! What is said of weighted units, whatever weighted them.

use crate::design::{Balance, Estimand};
use crate::phrase;
use crate::text::{Arg, Phrase, num};

/// Whose average the weights tell. `whole`: of nobody the covariates are missing, and nobody was left out.
pub fn population(estimand: Estimand, whole: bool) -> Phrase {
    match (estimand, whole) {
        (Estimand::Atc, true) => phrase!("those who did not take part"),
        (Estimand::Atc, false) => phrase!("those who did not take part and are used here"),
        (Estimand::Ate, true) => phrase!("all, those who took part and those who did not"),
        (Estimand::Ate, false) => phrase!("all who are used here, those who took part and those who did not"),
        (Estimand::Overlap, _) => phrase!(
            "those who might as well have taken part as not: each counts by the probability to be in the other group"
        ),
        (Estimand::Matching, _) => {
            phrase!("those of both groups who have a like one in the other, as in matching one by one")
        }
        (_, true) => phrase!("those who took part"),
        (_, false) => phrase!("those who took part and are used here"),
    }
}

/// Whom the weights make the groups like.
pub fn made_like(estimand: Estimand) -> Phrase {
    match estimand {
        Estimand::Atc => {
            phrase!("Those who took part are weighted to be like those who did not, who count as they are")
        }
        Estimand::Ate => phrase!("Both groups are weighted to be like all together"),
        Estimand::Overlap => phrase!("Both groups are weighted to be like those who might as well be in the other"),
        Estimand::Matching => {
            phrase!("Both groups are weighted to be like those who would find a partner in matching one by one")
        }
        _ => phrase!("Those who did not take part are weighted to be like those who did, who count as they are"),
    }
}

/// Below the table of balance.
pub fn balance_notes(estimand: Estimand, balance: &Balance) -> Vec<Phrase> {
    let of = match estimand {
        Estimand::Atc => phrase!("the standard deviation of all who did not take part"),
        Estimand::Ate | Estimand::Overlap | Estimand::Matching => {
            phrase!("the root of the mean of the variances of both groups")
        }
        _ => phrase!("the standard deviation of all who took part"),
    };
    vec![
        phrase!(
            "SMD: standardised mean difference, the difference of the means divided by {of} before weighting, the same before and after (n − 1; yes/no variables and levels: √(p(1 − p)))",
            of = of
        ),
        phrase!(
            "Variance ratio: treated over comparison; KS: largest distance of the two distribution functions; for yes/no variables and levels the difference of the shares"
        ),
        phrase!(
            "{n} who took part are used, as informative as {effective} of equal weight; of the others {others}, as informative as {of_others}",
            n = Arg::units(balance.units_after.0),
            effective = num(balance.effective_after.0, 1),
            others = Arg::units(balance.units_after.1),
            of_others = num(balance.effective_after.1, 1)
        ),
    ]
}

/// Below the table of characteristics.
pub fn table_notes() -> Vec<Phrase> {
    vec![
        phrase!("Means and standard deviations (n − 1); yes/no variables and levels as percentages"),
        phrase!("After: units count by their weights"),
    ]
}
