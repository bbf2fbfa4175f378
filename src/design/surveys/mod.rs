//! Two groups asked before and after, other people each time.

use crate::card::Card;
use crate::design::candidates::{self, Candidates};
use crate::diag::{Diagnostic, Halt, Sink};
use crate::panel::{Blind, FlowStep, Lost};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::{Arm, Ask, Comparison, Design, InR, Kind, Needs};

/// Those who took part and others, asked before and after: other people each time.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GroupsSurveys {}

impl GroupsSurveys {
    /// Name in study files.
    pub const NAME: &'static str = "groups-surveys";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: GroupsSurveys::NAME,
            title: phrase!("Those who took part and others, asked before and after (repeated cross-sections)"),
            answers: phrase!("Did the average of those who took part move more than that of the others?"),
            needs: phrase!(
                "The same question asked at two periods of both groups, of whomever was there: anonymous answers will do. Who took part (`treatment`), `before` and `after`"
            ),
            assumes: phrase!(
                "That a difference is due to the program needs two assumptions: without it both averages would have moved alike, and both times the same kind of people answered in each group. Neither can be checked from these data alone, so the findings only say that the groups differ"
            ),
            formula: phrase!(
                "Each answer has weight 1. Four groups: those who took part and others, before and after. Nobody needs to be followed; who answered both times is taken together for the error"
            ),
            breaks: phrase!(
                "Other kinds of people answered the second time, in one group more than in the other; groups that were moving apart before. If people can be told apart, groups with the state before is sharper"
            ),
            same_as: phrase!("The data of R's lm(y ~ group * time) and of DRDID's drdid(panel = FALSE)"),
            references: &[
                "Firebaugh, G. (1997). Analyzing Repeated Surveys. Sage.",
                "Sant'Anna, P. H. C. & Zhao, J. (2020). Doubly robust difference-in-differences estimators. Journal of Econometrics 219, 101–122.",
            ],
        }
    }
}

impl Design for GroupsSurveys {
    fn kind(&self) -> Kind {
        Kind::Surveys
    }

    fn needs(&self) -> Needs {
        Needs { estimators: &["difference-in-differences", "doubly-robust-did"], ..Needs::default() }
    }

    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        let periods = ask.periods.as_ref();
        let at = |period: fn(&(String, String)) -> &String| periods.and_then(|both| blind.present(period(both)));
        let (Some(had), Some(has)) = (at(|it| &it.0), at(|it| &it.1)) else {
            let message =
                phrase!("The two groups are not known: rows need a period, and the question `before` and `after`");
            return Err(sink.halt(Diagnostic::error("no-two-periods", message).at(ask.place.clone())));
        };
        let Candidates { units, treated, mut flow, .. } = candidates::known(blind, ask, &[], sink)?;
        let (there, nowhere): (Vec<usize>, Vec<usize>) =
            (0..units.len()).partition(|&i| had[units[i] as usize] || has[units[i] as usize]);
        let both = there.iter().filter(|&&i| had[units[i] as usize] && has[units[i] as usize]).count();
        flow.extend((!nowhere.is_empty()).then(|| step(blind, &units, &treated, &there, &nowhere)));
        let arm = |&i: &usize| if treated[i] { Arm::Treated } else { Arm::Comparison };
        let population = phrase!("those who answered, before or after");
        let (of, arms) = (there.iter().map(|&i| units[i]).collect(), there.iter().map(arm).collect());
        Ok(Comparison { flow, notes: notes(both), ..Comparison::plain(self.kind(), population, of, arms) })
    }

    fn in_r(&self) -> InR {
        InR::Outcomes {
            function: "groups_surveys",
            source: include_str!("surveys.R"),
            options: "design = \"groups-surveys\"".into(),
            analysis: "summary(lm(y ~ group * time, data.frame(y = c(before, after), group = c(took_part, took_part), time = rep(0:1, each = length(after)))))".into(),
        }
    }
}

fn step(blind: &Blind, units: &[u32], treated: &[bool], there: &[usize], nowhere: &[usize]) -> FlowStep {
    let count = |at: &[usize]| at.iter().filter(|&&i| treated[i]).count();
    let lost = Lost {
        reason: phrase!("no row at either period"),
        count: nowhere.len(),
        treated: Some(count(nowhere)),
        who: nowhere.iter().map(|&i| blind.units()[units[i] as usize].clone()).collect(),
    };
    FlowStep {
        key: "two-groups".into(),
        stage: phrase!("Answers before and answers after"),
        remaining: there.len(),
        treated: Some(count(there)),
        comparison: Some(there.len() - count(there)),
        lost: vec![lost],
    }
}

fn notes(both: usize) -> Vec<Phrase> {
    let first = phrase!(
        "Other people answered each time: a difference in how the averages of the two groups moved is not yet a change of anyone, nor an effect of the program"
    );
    let followed = (both > 0).then(|| {
        phrase!(
            "{n} {n?unit|units} answered both times; with a state before, groups compares such changes and is sharper",
            n = Arg::units(both)
        )
    });
    std::iter::once(first).chain(followed).collect()
}
