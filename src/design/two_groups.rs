use crate::card::Card;
use crate::diag::{Diagnostic, Halt, Sink};
use crate::panel::{Blind, FlowStep, Lost};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::before_after::received;
use super::{Arm, Ask, Comparison, Design, InR, Kind, Needs};

/// Those who answered after are compared with those who answered before: two groups, nobody followed.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TwoGroups {}

impl TwoGroups {
    /// Name in study files.
    pub const NAME: &'static str = "two-groups";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: TwoGroups::NAME,
            title: phrase!("Two groups of respondents, before and after (repeated cross-sections)"),
            answers: phrase!("Did those who answered after differ from those who answered before?"),
            needs: phrase!(
                "The same question asked at two periods, of whomever was there: anonymous answers will do. Give `before` and `after`; where the study says who received, only those are looked at."
            ),
            assumes: phrase!(
                "That a difference shows a change needs the assumption that both times the same kind of people answered; that the change is due to the program needs more. Neither can be checked from these data, so the findings only say that two groups differ."
            ),
            formula: phrase!(
                "Each respondent has weight 1. Those with a row at the period after are one group, those with a row at the period before the other."
            ),
            breaks: phrase!(
                "Other people answered the second time: those who stayed away, moved or joined change the average although nobody changed. Answers of the same people stand in both groups without being recognised: the interval is then usually too wide. If people can be told apart, before-after is sharper."
            ),
            same_as: phrase!("The data of R's t.test(after, before), not paired."),
            references: &[
                "Shadish, W. R., Cook, T. D. & Campbell, D. T. (2002). Experimental and Quasi-Experimental Designs, chapter 4. Houghton Mifflin.",
                "Firebaugh, G. (1997). Analyzing Repeated Surveys. Sage.",
            ],
        }
    }
}

impl Design for TwoGroups {
    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        let periods = ask.periods.as_ref();
        let at = |period: fn(&(String, String)) -> &String| periods.and_then(|both| blind.present(period(both)));
        let (Some((before, after)), Some(had), Some(has)) = (periods, at(|it| &it.0), at(|it| &it.1)) else {
            let message =
                phrase!("The two groups are not known: rows need a period, and the question `before` and `after`");
            return Err(sink.halt(Diagnostic::error("no-two-periods", message).at(ask.place.clone())));
        };
        let (candidates, aside) = received(blind, ask, sink)?;
        let groups = RespondentGroups::of(&candidates, had, has);
        for (count, period) in [(groups.count(Arm::Treated), after), (groups.count(Arm::Comparison), before)] {
            if count == 0 {
                let message = phrase!("Nobody has a row at `{period}`, so there are no two groups", period = period);
                return Err(sink.halt(Diagnostic::error("one-arm", message).at(ask.place.clone())));
            }
        }
        if groups.both > 0 {
            sink.push(followed(&groups, ask));
        }
        Ok(comparison(groups, aside, blind, ask))
    }

    fn kind(&self) -> Kind {
        Kind::Respondents
    }

    fn needs(&self) -> Needs {
        Needs { estimators: &["welch", "partly-paired"], ..Needs::default() }
    }

    fn in_r(&self) -> InR {
        InR::Outcomes {
            function: "two_groups",
            source: include_str!("two_groups.R"),
            options: "design = \"two-groups\"".into(),
            analysis: "two_groups(after, before)".into(),
        }
    }
}

/// The respondents: a unit that answered twice stands in both groups.
struct RespondentGroups {
    units: Vec<u32>,
    arm: Vec<Arm>,
    both: usize,
    neither: Vec<u32>,
}

impl RespondentGroups {
    fn of(candidates: &[u32], before: &[bool], after: &[bool]) -> RespondentGroups {
        let mut groups = RespondentGroups { units: Vec::new(), arm: Vec::new(), both: 0, neither: Vec::new() };
        for &unit in candidates {
            let (had, has) = (before[unit as usize], after[unit as usize]);
            let arms = [(had, Arm::Comparison), (has, Arm::Treated)].into_iter().filter(|(there, _)| *there);
            arms.for_each(|(_, arm)| {
                groups.units.push(unit);
                groups.arm.push(arm);
            });
            match (had, has) {
                (true, true) => groups.both += 1,
                (false, false) => groups.neither.push(unit),
                _ => {}
            }
        }
        groups
    }

    fn count(&self, arm: Arm) -> usize {
        self.arm.iter().filter(|it| **it == arm).count()
    }
}

/// Those who answered both times could have been followed.
fn followed(groups: &RespondentGroups, ask: &Ask) -> Diagnostic {
    let message = phrase!(
        "{n} {n?unit has|units have} rows at both periods, so {n?it|they} can be followed from before to after",
        n = groups.both
    );
    let hint = phrase!(
        "With {example} each of them is compared with itself, which is sharper. Here they stand in both groups, so that the groups are not independent",
        example = "design = \"before-after\""
    );
    Diagnostic::warning("units-in-both-groups", message).hint(hint).at(ask.place.clone())
}

fn comparison(groups: RespondentGroups, aside: Vec<Lost>, blind: &Blind, ask: &Ask) -> Comparison {
    let n = groups.units.len();
    let who: Vec<String> = groups.neither.iter().map(|&unit| blind.units()[unit as usize].clone()).collect();
    let neither = Lost { reason: phrase!("no row at either period"), count: who.len(), treated: None, who };
    let lost = aside.into_iter().map(|lost| Lost { treated: None, ..lost }).chain([neither]);
    let step = FlowStep {
        key: "two-groups".into(),
        stage: phrase!("Answers before and answers after"),
        remaining: n,
        treated: Some(groups.count(Arm::Treated)),
        comparison: Some(groups.count(Arm::Comparison)),
        lost: lost.filter(|lost| lost.count > 0).collect(),
    };
    let population = match ask.treatment {
        Some(_) => phrase!("those who received and answered, before or after"),
        None => phrase!("those who answered, before or after"),
    };
    Comparison {
        notes: notes(&groups, ask),
        flow: vec![step],
        ..Comparison::plain(Kind::Respondents, population, groups.units, groups.arm)
    }
}

fn notes(groups: &RespondentGroups, ask: &Ask) -> Vec<Phrase> {
    let mut notes = vec![phrase!(
        "These are two different groups of people: a difference between them is not yet a change of anyone, nor an effect of the program"
    )];
    if groups.both > 0 {
        notes.push(phrase!(
            "{n} {n?unit stands|units stand} in both groups, so that the groups are not independent; the standard error takes the two answers of a unit together",
            n = Arg::units(groups.both)
        ));
    }
    if !ask.covariates.is_empty() {
        notes.push(phrase!("Covariates are not used: the two groups are compared as they are"));
    }
    notes
}
