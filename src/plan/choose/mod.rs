//! "I have …: may I say …?": what people hold, which designs fit it, how strong a verb each allows, and what no design can say of it.

mod few;
mod others;
mod situation;
mod times;

use crate::design::Rung;
use crate::notation::fold;
use crate::phrase;
use crate::text::Phrase;

pub use situation::{Situation, Way};

/// All situations, in the order in which they are listed.
pub fn situations() -> Vec<Situation> {
    [others::all(), times::all(), few::all()].into_iter().flatten().collect()
}

/// The situations that some words name: by their key, or by a word of theirs or of their title that stands in what was written.
pub fn find(asked: &str) -> Vec<Situation> {
    let all = situations();
    let asked = fold(asked);
    if let Some(at) = all.iter().position(|it| it.key == asked) {
        return all.into_iter().nth(at).into_iter().collect();
    }
    all.into_iter().filter(|it| it.is_named_by(&asked)).collect()
}

/// What may be said at a rung.
pub fn may_say(rung: Rung) -> Phrase {
    match rung {
        Rung::Differed => phrase!("the two groups differ, by how much, and how sure that is"),
        Rung::Changed => phrase!("those who were asked changed, by how much, and how sure that is"),
        Rung::Associated => {
            phrase!("those who took part differ from similar others; whether taking part is why, is left open")
        }
        Rung::ProbablyDueTo => {
            phrase!(
                "the difference is probably due to the program, if both groups were alike before (it is checked, and said)"
            )
        }
        Rung::Effect => phrase!("this is the effect of the program, there and then"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design;

    #[test]
    fn each_way_names_designs_that_are_there_and_a_question_that_can_be_read() {
        for it in situations() {
            for way in &it.ways {
                assert!(!way.designs.is_empty(), "{}", it.key);
                way.designs.iter().for_each(|name| assert!(design::NAMES.contains(name), "{}: {name}", it.key));
                assert!(toml::from_str::<toml::Table>(way.written).is_ok(), "{}: {}", it.key, way.written);
                assert!(way.written.contains(way.designs[0]), "{}: {}", it.key, way.written);
            }
            assert!(!it.not.is_empty(), "{} refuses nothing", it.key);
        }
    }

    #[test]
    fn what_people_write_is_found_in_both_languages() {
        for (asked, key) in [
            ("抽選で当たった団体", "lottery"),
            ("a lottery", "lottery"),
            ("不採択の団体", "rejected"),
            ("rejected applicants", "rejected"),
            ("審査の点数", "scores"),
            ("無記名のアンケート", "anonymous"),
            ("twelve grantees", "few"),
            ("10年分の決算書", "accounts"),
        ] {
            let found: Vec<&str> = find(asked).iter().map(|it| it.key).collect();
            assert!(found.contains(&key), "{asked}: {found:?}");
        }
    }

    #[test]
    fn the_first_way_says_most() {
        for it in situations() {
            assert!(it.ways.windows(2).all(|pair| pair[0].rung() >= pair[1].rung()), "{}", it.key);
        }
    }
}
