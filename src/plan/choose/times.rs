//! The same question asked several times.

use crate::phrase;

use super::situation::{Situation, Way};

pub(super) fn all() -> Vec<Situation> {
    vec![surveys(), partly(), with_others(), anonymous(), anonymous_of_both(), accounts()]
}

fn surveys() -> Situation {
    Situation {
        key: "two-surveys",
        have: phrase!(
            "The same people or organisations were asked before and after, and answers can be put together by an id"
        ),
        words: &["two surveys", "before and after", "pre and post", "事前事後", "前後", "2回のアンケート", "二回"],
        ways: vec![Way {
            designs: &["before-after"],
            state_before: true,
            holds: phrase!(
                "The same question with the same answers both times, and most who were asked before answered after"
            ),
            written: "outcomes = [\"belonging@2024\"]\nbaseline = { \"belonging@2024\" = \"belonging@2021\" }\ndesign = \"before-after\"\n",
        }],
        not: vec![
            phrase!("That the program is why: others may have changed as much in that time"),
            phrase!("An improvement of those who started low and were chosen for that: they tend to rise anyway"),
        ],
        more: vec![phrase!(
            "The same two questions to people who did not take part: those on the waiting list, a neighbouring area"
        )],
    }
}

fn partly() -> Situation {
    Situation {
        key: "partly",
        have: phrase!("Two surveys with ids: some answered both times, most only once"),
        words: &["partly", "only once", "some answered both", "一部だけ", "片方だけ", "両方答えた人"],
        ways: vec![Way {
            designs: &["two-groups"],
            state_before: false,
            holds: phrase!(
                "Both times the same people could answer: who answered twice and who answered once are used together"
            ),
            written: "outcomes = [\"belonging\"]\nbefore = 2021\nafter = 2024\ndesign = \"two-groups\"\nestimate = \"partly-paired\"\n",
        }],
        not: vec![phrase!("That those who answered once changed as those did who answered twice")],
        more: vec![phrase!(
            "Ask those again who have not answered the second time: pairs say more than as many single answers"
        )],
    }
}

fn with_others() -> Situation {
    Situation {
        key: "both-times",
        have: phrase!(
            "Those who took part and others were asked before and after, and answers can be put together by an id"
        ),
        words: &[
            "difference in differences",
            "comparison group before and after",
            "比較対象の前後",
            "両方の前後",
            "差の差",
        ],
        ways: vec![
            Way {
                designs: &["nearest", "full", "entropy", "propensity"],
                state_before: true,
                holds: phrase!(
                    "Others are many enough to choose similar ones, the state before among what makes them similar"
                ),
                written: "treatment = \"took_part\"\noutcomes = [\"belonging@2024\"]\nbaseline = { \"belonging@2024\" = \"belonging@2021\" }\ncovariates = [\"belonging@2021\", \"age\"]\ndesign = \"nearest\"\n",
            },
            Way {
                designs: &["groups"],
                state_before: true,
                holds: phrase!("Others are few, or little is known of them: changes are compared as they are"),
                written: "treatment = \"took_part\"\noutcomes = [\"belonging@2024\"]\nbaseline = { \"belonging@2024\" = \"belonging@2021\" }\ndesign = \"groups\"\n",
            },
        ],
        not: vec![phrase!("That both would have changed alike without the program: two points in time cannot show it")],
        more: vec![phrase!(
            "A state still earlier than the state before (`earlier`): it shows whether both moved alike until then"
        )],
    }
}

fn anonymous() -> Situation {
    Situation {
        key: "anonymous",
        have: phrase!("Two surveys without names or ids, before and after"),
        words: &["anonymous", "without names", "no ids", "無記名", "匿名"],
        ways: vec![Way {
            designs: &["two-groups"],
            state_before: false,
            holds: phrase!("Both times the same people could answer, and as many did"),
            written: "outcomes = [\"belonging\"]\nbefore = 2021\nafter = 2024\ndesign = \"two-groups\"\n",
        }],
        not: vec![
            phrase!("That anybody changed: others may have answered the second time"),
            phrase!("How many got better: nobody's two answers can be put together"),
        ],
        more: vec![
            phrase!(
                "A code that people make themselves (the last letters of a name and a day): answers meet, and nobody is known"
            ),
            phrase!("The same survey among people who did not take part"),
        ],
    }
}

fn anonymous_of_both() -> Situation {
    Situation {
        key: "anonymous-both",
        have: phrase!("Surveys without names or ids before and after, among those who took part and among others"),
        words: &["anonymous surveys of both", "repeated cross-sections", "両方の無記名", "無記名で両方", "反復横断"],
        ways: vec![Way {
            designs: &["groups-surveys"],
            state_before: false,
            holds: phrase!("In each group the same kind of people answered both times"),
            written: "treatment = \"took_part\"\noutcomes = [\"belonging\"]\nbefore = 2021\nafter = 2024\ndesign = \"groups-surveys\"\n",
        }],
        not: vec![
            phrase!("That anybody changed: others may have answered the second time"),
            phrase!("That the program is why: the two groups were not made alike, and may have been on different ways"),
        ],
        more: vec![phrase!(
            "A code that people make themselves (the last letters of a name and a day): answers meet, and nobody is known"
        )],
    }
}

fn accounts() -> Situation {
    Situation {
        key: "accounts",
        have: phrase!("Accounts of several years of organisations with and without a grant"),
        words: &["accounts", "years of", "balance sheets", "決算", "会計", "財務", "年分"],
        ways: vec![
            Way {
                designs: &["nearest", "full", "entropy", "propensity"],
                state_before: true,
                holds: phrase!(
                    "At least one year from before the grant, and better two: the one before and one still earlier, in which both should have moved alike"
                ),
                written: "treatment = \"grant\"\noutcomes = [\"income@2024\"]\nbaseline = { \"income@2024\" = \"income@2021\" }\nearlier = { \"income@2024\" = \"income@2019\" }\ncovariates = [\"income@2021\", \"field\"]\ndesign = \"nearest\"\n",
            },
            Way {
                designs: &["before-after"],
                state_before: true,
                holds: phrase!("Only of organisations with a grant"),
                written: "outcomes = [\"income@2024\"]\nbaseline = { \"income@2024\" = \"income@2021\" }\ndesign = \"before-after\"\n",
            },
        ],
        not: vec![
            phrase!(
                "That income rose because of the grant, where the grant itself is in the income: take it out first (`income-mix`)"
            ),
            phrase!("That a trend was broken, from a single series of years without others"),
        ],
        more: vec![phrase!("The grant itself as a column of its own, so that it can be taken out of the income")],
    }
}
