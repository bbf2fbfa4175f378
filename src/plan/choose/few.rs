//! Few cases, everybody, amounts.

use crate::phrase;

use super::situation::{Situation, Way};

const CHANGE: &str =
    "outcomes = [\"income@2024\"]\nbaseline = { \"income@2024\" = \"income@2021\" }\ndesign = \"before-after\"\n";

pub(super) fn all() -> Vec<Situation> {
    vec![few(), everybody(), amounts()]
}

fn few() -> Situation {
    Situation {
        key: "few",
        have: phrase!("A dozen grantees, and nobody else"),
        words: &["twelve", "dozen", "few grantees", "handful", "12団体", "十二", "少数", "数団体", "10団体"],
        ways: vec![Way {
            designs: &["before-after"],
            state_before: true,
            holds: phrase!(
                "Yes/no and scales of answers: an exact law holds for any number. Amounts of money need 15 organisations, since one large one would decide alone"
            ),
            written: CHANGE,
        }],
        not: vec![
            phrase!(
                "An average of amounts of money with an interval: fewer than 15 are told as cases, without a verdict"
            ),
            phrase!("Differences between parts of them: each part is only a few organisations"),
            phrase!("Anything in public by which one of them could be recognised: small numbers are hidden there"),
        ],
        more: vec![
            phrase!(
                "The same of organisations that applied and were refused, of the rounds before, or of the next round before it starts"
            ),
            phrase!("`plan` says how large a change so few could show at all"),
        ],
    }
}

fn everybody() -> Situation {
    Situation {
        key: "everybody",
        have: phrase!("Everybody whom the program is for took part: nobody is left to compare with"),
        words: &["everybody", "everyone", "all took part", "no comparison", "全員", "全団体", "比較対象がない"],
        ways: vec![Way {
            designs: &["before-after"],
            state_before: true,
            holds: phrase!("The same was asked before and after"),
            written: CHANGE,
        }],
        not: vec![phrase!("That the program is why anything changed")],
        more: vec![
            phrase!("Neighbouring areas, or official figures of the same years"),
            phrase!("Let the next round start at different times, by lot: those who start later are the comparison"),
        ],
    }
}

fn amounts() -> Situation {
    Situation {
        key: "amounts",
        have: phrase!("Everybody got something, some more and some less: amounts of grants, hours of support"),
        words: &["amount", "dose", "hours", "more or less", "金額", "助成額", "時間数", "回数", "多い少ない"],
        ways: vec![
            Way {
                designs: &["dose"],
                state_before: true,
                holds: phrase!(
                    "How much each got is known as a number with many values, and of none far more than of all others: what goes with each step more is told, and on request a curve, with covariates in the regression or as weights (`model = \"gps\"`)"
                ),
                written: "outcomes = [\"income@2024\"]\nbaseline = { \"income@2024\" = \"income@2021\" }\ncovariates = [\"size\"]\ndesign = { method = \"dose\", of = \"grant\", per = 1000000 }\n",
            },
            Way {
                designs: &["groups"],
                state_before: true,
                holds: phrase!(
                    "Two groups are made with a line that was drawn before looking at outcomes (for example at least 1,000,000 yen), and changes are compared"
                ),
                written: "treatment = \"large_grant\"\noutcomes = [\"income@2024\"]\nbaseline = { \"income@2024\" = \"income@2021\" }\ndesign = \"groups\"\n",
            },
        ],
        not: vec![
            phrase!("What one more hour or one more yen brings: who gets more usually differs from who gets less"),
            phrase!("Anything about amounts that nobody got"),
        ],
        more: vec![phrase!("What decided on the amounts, as a column: size, score, what was asked for")],
    }
}
