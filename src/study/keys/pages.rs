//! Keys of the study file that follow a rule which does not fit in a line: what they do, and what happens without them.

use crate::phrase;
use crate::text::Phrase;

/// The page of a key.
pub struct KeyPage {
    /// The key.
    pub name: &'static str,
    /// The table that it stands in.
    pub heading: &'static str,
    /// What it is for, as a title.
    pub title: Phrase,
    /// What it does.
    pub does: Phrase,
    /// How it is written.
    pub written: &'static str,
    /// What a run does with it.
    pub follows: Phrase,
    /// What a run does without it.
    pub without: Phrase,
}

/// All pages, in order of their names.
pub fn pages() -> Vec<KeyPage> {
    vec![characteristics(), earlier(), missing()]
}

fn characteristics() -> KeyPage {
    KeyPage {
        name: "characteristics",
        heading: "[[questions]]",
        title: phrase!("Characteristics in which reviewers ask the groups to have been alike"),
        does: phrase!(
            "Names those of the covariates that a review asks for beside the outcome itself as it was before: for schools age and poverty, for organisations perhaps the year of foundation. The What Works Clearinghouse lists them for each topic"
        ),
        written: "covariates = [\"founded\", \"staff\", \"income_before\"]\ncharacteristics = [\"founded\"]",
        follows: phrase!(
            "The verdict of the What Works Clearinghouse, and whether anything may be called due to the program, rest on the outcome as it was before and on these, by the standardised difference among the units analysed: up to 0.05 alike, up to 0.25 where the estimate adjusts for it, above that not satisfied. Who is compared with whom does not change. A name that is no covariate is an error"
        ),
        without: phrase!(
            "The outcome as it was before is asked for alone; where it is not known, everything that the groups were compared on"
        ),
    }
}

fn earlier() -> KeyPage {
    KeyPage {
        name: "earlier",
        heading: "[[questions]]",
        title: phrase!("The state still earlier than the state before"),
        does: phrase!(
            "Says which variable holds an outcome still earlier than `baseline` does. The change between the two lies before the program: where the groups differ in it they were on different ways already"
        ),
        written: "outcomes = [\"volunteers_2023\"]\nbaseline = { volunteers_2023 = \"volunteers_2021\" }\nearlier = { volunteers_2023 = \"volunteers_2019\" }",
        follows: phrase!(
            "The same comparison is made of that change (a placebo). Where its interval excludes no difference, and is not within the smallest change that matters, nothing is called due to the program, and the finding says why. Where it shows nothing, it also vouches for a group that had started far from all others. A state that was not observed before the state before is an error"
        ),
        without: phrase!(
            "Where the state before has a period, the same variable at the latest period before it is taken by itself. Where there is none, the finding stands without this test, unless those who took part had started half a standard deviation or more from all others"
        ),
    }
}

fn missing() -> KeyPage {
    KeyPage {
        name: "missing",
        heading: "[[questions]]",
        title: phrase!("What becomes of units of which a covariate is not known"),
        does: phrase!(
            "Says it before outcomes are looked at: `complete` leaves such units out, `indicator` keeps them, with the value in the middle (of categories a level of their own) in place of the unknown one and a mark beside it that takes part in the comparison as a covariate"
        ),
        written: "covariates = [\"founded\", \"staff\"]\nmissing = \"indicator\"",
        follows: phrase!(
            "The question is answered the way that is said, and once more the other way, beside it: where both differ, the answer hangs on the units that lack something. Marks make units alike in what is known and in what is not known; they do not make up for reasons why something is not known. The outcome as it was before is never filled in"
        ),
        without: phrase!("Units of which a covariate is not known are left out, counted and listed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::keys::QUESTION;

    #[test]
    fn every_page_is_about_a_key() {
        for page in pages() {
            assert!(QUESTION.key(page.name).is_some(), "{}", page.name);
            assert_eq!(page.heading, QUESTION.heading);
            assert!(page.written.contains(&format!("{} = ", page.name)), "{}", page.written);
        }
    }
}
