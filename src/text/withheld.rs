//! Sentences that would say nothing, or read badly, without their only number: what stands there where the number is not shown.

use super::Phrase;

/// The sentence without its number, where one of those below has lost it.
pub fn instead(phrase: &Phrase) -> Option<Phrase> {
    let instead: fn() -> Phrase = match &*phrase.template {
        "The answer rests on {share} of all who took part only: the others lack a characteristic, a similar one or the outcome, and may be of another kind" => {
            || {
                crate::phrase!(
                    "The answer rests on a part of all who took part only: the others lack a characteristic, a similar one or the outcome, and may be of another kind"
                )
            }
        }
        "{share} of those who took part and whose characteristics are known have a similar one to be compared with; the answer speaks of them only" => {
            || {
                crate::phrase!(
                    "The answer speaks only of those who took part, whose characteristics are known and who have a similar one to be compared with; how many these are is not shown"
                )
            }
        }
        "Answers are known for {share} of the group where fewer are known; those without may differ"
        | "Outcomes are known for {share} of the group where fewer are known; those without may differ" => {
            || crate::phrase!("How many outcomes are known is not shown; those without may differ")
        }
        "Outcomes are known for {share} of the group where fewer are known; those without may differ, and their partners stay in the comparison" => {
            || {
                crate::phrase!(
                    "How many outcomes are known is not shown; those without may differ, and their partners stay in the comparison"
                )
            }
        }
        "Both values are known for {share} of them; those without may differ" => {
            || crate::phrase!("Of how many both values are known is not shown; those without may differ")
        }
        "{overall} in all, {points} percentage points between the groups; low by the {boundary} boundary" => {
            || crate::phrase!("low; how much is not shown")
        }
        "{overall} in all, {points} percentage points between the groups; high by the {boundary} boundary" => {
            || crate::phrase!("high; how much is not shown")
        }
        _ => return None,
    };
    phrase.withholds().then(instead)
}

#[cfg(test)]
mod tests {
    use crate::phrase;
    use crate::text::{Arg, Lang};

    #[test]
    fn a_sentence_that_has_lost_its_number_reads_well() {
        let said = |share: Arg| {
            phrase!("Both values are known for {share} of them; those without may differ", share = share)
                .render(Lang::En)
        };
        assert_eq!(said(Arg::Percent(0.91, 0)), "Both values are known for 91% of them; those without may differ");
        assert_eq!(said(Arg::Withheld), "Of how many both values are known is not shown; those without may differ");
    }
}
