//! Those who took part and others.

use crate::phrase;

use super::situation::{Situation, Way};

const SIMILAR: &str = "treatment = \"took_part\"\noutcomes = [\"income@2024\"]\nbaseline = { \"income@2024\" = \"income@2021\" }\ncovariates = [\"income@2021\", \"staff\", \"field\"]\ndesign = \"nearest\"\n";
const AS_THEY_ARE: &str = "treatment = \"took_part\"\noutcomes = [\"income@2024\"]\ndesign = \"groups\"\n";

pub(super) fn all() -> Vec<Situation> {
    vec![lottery(), scores(), rejected(), once()]
}

fn lottery() -> Situation {
    Situation {
        key: "lottery",
        have: phrase!("Places were given by lot, and there is a list of those who won and those who did not"),
        words: &["lottery", "lots", "random", "抽選", "抽籤", "くじ", "無作為", "ランダム"],
        ways: vec![Way {
            designs: &["randomised"],
            state_before: false,
            holds: phrase!(
                "The list is that of the draw: also those who won and did not come, and those who did not win, are in it. Few of either side are missing at the end"
            ),
            written: "treatment = \"won\"\noutcomes = [\"income@2024\"]\ndesign = { method = \"randomised\" }\n",
        }],
        not: vec![
            phrase!("The effect of coming, if some who won stayed away: winning is what the lot decided"),
            phrase!("An effect, if many more are missing on one side than on the other"),
        ],
        more: vec![phrase!(
            "The outcome from before the draw makes the interval narrower and shows that the lot was fair"
        )],
    }
}

fn scores() -> Situation {
    Situation {
        key: "scores",
        have: phrase!("Applicants were scored, and a line of award decided"),
        words: &["score", "points", "cutoff", "award line", "点数", "採点", "審査", "得点", "順位"],
        ways: vec![
            Way {
                designs: &["nearest"],
                state_before: true,
                holds: phrase!(
                    "Scores near the line: compare those just above with those just below, with the score and the outcome from before as characteristics; above and far from the line nobody similar was refused, so the answer speaks of those near it"
                ),
                written: "treatment = \"awarded\"\noutcomes = [\"income@2024\"]\nbaseline = { \"income@2024\" = \"income@2021\" }\ncovariates = [\"score\", \"income@2021\"]\nwhere = \"score >= 55 and score < 75\"\ndesign = \"nearest\"\n",
            },
            Way {
                designs: &["groups"],
                state_before: false,
                holds: phrase!("Scores of all, and nothing from before"),
                written: AS_THEY_ARE,
            },
        ],
        not: vec![
            phrase!(
                "An effect by the line itself: comparing how the outcome jumps at the line is not in this version, and similar scores alone do not stand in for it"
            ),
            phrase!("Anything of those far above the line: nobody like them was refused"),
        ],
        more: vec![phrase!(
            "Keep the scores of all applicants, also of those refused, with the line of each round and every exception to it"
        )],
    }
}

fn rejected() -> Situation {
    Situation {
        key: "rejected",
        have: phrase!("Applicants who were refused are known, with what was known of all when they applied"),
        words: &[
            "rejected",
            "refused",
            "unsuccessful",
            "not awarded",
            "不採択",
            "不採用",
            "落選",
            "非採択",
            "採択されなかった",
        ],
        ways: vec![
            Way {
                designs: &["nearest", "full", "entropy", "propensity"],
                state_before: true,
                holds: phrase!(
                    "The outcome from before is known of both, and what reviewers looked at is among the characteristics"
                ),
                written: SIMILAR,
            },
            Way {
                designs: &["nearest", "exact", "cem", "entropy"],
                state_before: false,
                holds: phrase!("Only what they wrote when applying is known, and the outcome from after"),
                written: "treatment = \"took_part\"\noutcomes = [\"income@2024\"]\ncovariates = [\"staff\", \"field\"]\ndesign = \"nearest\"\n",
            },
            Way {
                designs: &["groups"],
                state_before: false,
                holds: phrase!("Nothing is known that could make them alike"),
                written: AS_THEY_ARE,
            },
        ],
        not: vec![
            phrase!("An effect: those who were refused were refused for reasons, and some of these are in no table"),
            phrase!("Anything of awarded ones whom nobody among the refused resembles: they are listed and left out"),
        ],
        more: vec![
            phrase!("Ask both again with the same question, and as many of the refused as of the awarded answer"),
            phrase!("Scores of the reviewers, and the line of award"),
        ],
    }
}

fn once() -> Situation {
    Situation {
        key: "once",
        have: phrase!("Those who took part and others were asked once, afterwards"),
        words: &["once", "afterwards", "cross-section", "一度だけ", "事後のみ", "事後だけ", "1回だけ"],
        ways: vec![
            Way {
                designs: &["nearest", "exact", "cem", "entropy"],
                state_before: false,
                holds: phrase!(
                    "Characteristics that the program cannot have changed (age, place, year of founding) are known of both"
                ),
                written: "treatment = \"took_part\"\noutcomes = [\"belonging\"]\ncovariates = [\"age\", \"area\"]\ndesign = \"nearest\"\n",
            },
            Way {
                designs: &["groups"],
                state_before: false,
                holds: phrase!("Nothing else is known of them"),
                written: "treatment = \"took_part\"\noutcomes = [\"belonging\"]\ndesign = \"groups\"\n",
            },
        ],
        not: vec![
            phrase!("That anybody changed: nobody was asked before"),
            phrase!("That the program is why: who comes may have been another person to begin with"),
        ],
        more: vec![phrase!("Ask both before the next round starts")],
    }
}
