use crate::card::Card;
use crate::diag::{Halt, Sink};
use crate::panel::Blind;
use crate::phrase;
use crate::text::Phrase;

use super::candidates::{self, Candidates};
use super::{Arm, Ask, Comparison, Design, InR, Kind, Needs};

/// Those who took part are compared with those who did not, as they are.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Groups {}

impl Groups {
    /// Name in study files.
    pub const NAME: &'static str = "groups";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Groups::NAME,
            title: phrase!("Those who took part and those who did not, as they are (no matching)"),
            answers: phrase!("Do those who took part differ from those who did not?"),
            needs: phrase!(
                "The outcome of both groups, and who belongs to which. With the same outcome from before, changes are compared (two groups, two periods)."
            ),
            assumes: phrase!(
                "That a difference is due to the program needs the assumption that both groups would have fared alike without it; of changes, that both would have changed alike. Nothing here makes the groups alike, so the findings only say that they differ."
            ),
            formula: phrase!(
                "Each unit has weight 1. Those who took part are one group, those who did not take part the other; nobody is left out whose side is known."
            ),
            breaks: phrase!(
                "Those who took part were usually others to begin with: more willing, larger, better known. That difference is mixed into the result. Where enough is known of both groups, matching is sharper."
            ),
            same_as: phrase!(
                "The data of R's t.test(y ~ group); with a state before those of t.test(after − before ~ group), whose difference is the coefficient of lm(y ~ group * period)."
            ),
            references: &[
                "Shadish, W. R., Cook, T. D. & Campbell, D. T. (2002). Experimental and Quasi-Experimental Designs, chapters 4 and 5. Houghton Mifflin.",
                "Angrist, J. D. & Pischke, J.-S. (2009). Mostly Harmless Econometrics, chapter 5. Princeton University Press.",
            ],
        }
    }
}

impl Design for Groups {
    fn kind(&self) -> Kind {
        Kind::Groups
    }

    fn needs(&self) -> Needs {
        Needs { estimators: &["welch", "doubly-robust-did"], ..Needs::default() }
    }

    fn compare(&self, blind: &Blind, ask: &Ask, sink: &mut Sink) -> Result<Comparison, Halt> {
        let Candidates { units, treated, flow, .. } = candidates::known(blind, ask, &[], sink)?;
        let population = phrase!("those who took part, beside those who did not");
        let arm = treated.iter().map(|&treated| if treated { Arm::Treated } else { Arm::Comparison }).collect();
        Ok(Comparison { flow, notes: notes(), ..Comparison::plain(self.kind(), population, units, arm) })
    }

    fn in_r(&self) -> InR {
        InR::Outcomes {
            function: "groups",
            source: include_str!("groups.R"),
            options: "design = \"groups\"".into(),
            analysis: "two_groups((after - before)[took_part == 1], (after - before)[took_part == 0])".into(),
        }
    }
}

fn notes() -> Vec<Phrase> {
    vec![phrase!("The two groups were not made alike: a difference between them is not yet an effect of the program")]
}
