use crate::card::Card;
use crate::diag::{Diagnostic, Halt, Sink};
use crate::panel::{Blind, Data, FlowStep, Lost};
use crate::phrase;
use crate::text::Phrase;

use super::{Arm, Ask, Comparison, Design, InR, Kind, Needs, Partition};

/// Every unit is compared with itself, before and after.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BeforeAfter {}

impl BeforeAfter {
    /// Name in study files.
    pub const NAME: &'static str = "before-after";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: BeforeAfter::NAME,
            title: phrase!("Before and after (one group)"),
            answers: phrase!("Did those who received change between before and after?"),
            needs: phrase!(
                "The same outcome before and after for the same units. No comparison group is needed; where the study says who received, only those are looked at."
            ),
            assumes: phrase!(
                "That the change is due to the program needs the assumption that nothing would have changed without it. This cannot be checked from these data, so the findings only say that something changed."
            ),
            formula: phrase!("Each unit has weight 1 and is its own comparison: change = after − before."),
            breaks: phrase!(
                "Anything else that happened in the same time is mixed into the change: growing up, the economy, other support, and the tendency of extreme values to move back (regression to the mean). Units that dropped out before the second measurement are not seen."
            ),
            same_as: phrase!("The data of R's t.test(after, before, paired = TRUE), restricted to those who received."),
            references: &[
                "Shadish, W. R., Cook, T. D. & Campbell, D. T. (2002). Experimental and Quasi-Experimental Designs, chapter 4. Houghton Mifflin.",
            ],
        }
    }
}

impl Design for BeforeAfter {
    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        let (units, lost) = received(blind, ask, sink)?;
        let n = units.len();
        if n == 0 {
            let problem = Diagnostic::error(
                "no-treated-units",
                phrase!("No unit received, so there is nobody to follow from before to after"),
            );
            return Err(sink.halt(problem.at(ask.place.clone())));
        }
        let (stage, population) = match ask.treatment {
            Some(_) => (
                phrase!("Those who received, each compared with itself"),
                phrase!("those who received and were measured both before and after"),
            ),
            None => (
                phrase!("All units, each compared with itself"),
                phrase!("all units that were measured both before and after"),
            ),
        };
        Ok(Comparison {
            sets: Some(Partition::of_single(n)),
            flow: vec![FlowStep {
                key: "followed".into(),
                stage,
                remaining: n,
                treated: Some(n),
                comparison: Some(0),
                lost,
            }],
            notes: notes(ask),
            ..Comparison::plain(self.kind(), population, units, vec![Arm::Treated; n])
        })
    }

    fn kind(&self) -> Kind {
        Kind::Change
    }

    fn needs(&self) -> Needs {
        Needs { estimators: &["mean-change"], ..Needs::default() }
    }

    fn in_r(&self) -> InR {
        InR::Outcomes {
            function: "before_after",
            source: include_str!("before_after.R"),
            options: String::new(),
            analysis: "t.test(after, before, paired = TRUE, conf.level = level)".into(),
        }
    }
}

fn notes(ask: &Ask) -> Vec<Phrase> {
    let mut notes = vec![phrase!("There is no comparison group: a change is not yet an effect of the program")];
    if !ask.covariates.is_empty() {
        notes.push(phrase!("Covariates are not used: each unit is its own comparison"));
    }
    notes
}

/// The units to follow, and those set aside: all of them where the question names no treatment.
pub(super) fn received(blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<(Vec<u32>, Vec<Lost>), Halt> {
    let rows = blind.rows();
    let Some(treatment) = &ask.treatment else { return Ok((rows, Vec::new())) };
    let Some(Data::Number(values)) = blind.column(treatment).map(|column| column.data) else {
        let message = phrase!(
            "\"{variable}\" does not say who received: it must have two values, yes and no",
            variable = treatment.to_string()
        );
        return Err(sink.halt(Diagnostic::error("treatment-not-binary", message).at(ask.place.clone())));
    };
    let of =
        |wanted: fn(f64) -> bool| rows.iter().zip(values.iter()).filter(move |(_, v)| wanted(**v)).map(|(&row, _)| row);
    let set_aside = |reason: Phrase, who: Vec<u32>| {
        let who: Vec<String> = who.into_iter().map(|row| blind.units()[row as usize].clone()).collect();
        (!who.is_empty()).then_some(Lost { reason, count: who.len(), treated: Some(0), who })
    };
    let unknown = set_aside(phrase!("not known whether they received"), of(f64::is_nan).collect());
    let others = set_aside(phrase!("did not receive: not part of a before/after question"), of(|v| v == 0.0).collect());
    Ok((of(|v| v == 1.0).collect(), unknown.into_iter().chain(others).collect()))
}
