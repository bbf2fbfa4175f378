use crate::card::Card;
use crate::phrase;

use super::Targets;

impl Targets {
    /// Name in study files.
    pub const NAME: &'static str = "targets";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Targets::NAME,
            title: phrase!("Indicators of a plan: start, target, latest value and the pace that is needed"),
            answers: phrase!(
                "How far has each indicator come, is it where it was planned to be, and how fast must it go on?"
            ),
            needs: phrase!(
                "A source with kind = \"indicators\": unit names the column of indicators, and years stand in a column (period_column, with value) or as headings. Target, unit, direction, criterion and grounds come from columns of the sheet or from the study."
            ),
            assumes: phrase!(
                "That an indicator is counted alike in all years. Years from which it is not are named in breaks; a unit that changes in the sheet is found and said. Across either nothing is judged."
            ),
            formula: phrase!(
                "Part of the way (y − y₀)/(Y − y₀); planned for year t by the sheet, else y₀ + (Y − y₀)(t − t₀)/(T − t₀); so far (y − y₀)/(t − t₀) a year; still needed (Y − y)/(T − t) a year. The words compare the latest value with target, plan and start, in the direction that is better."
            ),
            breaks: phrase!(
                "An even path is no forecast: many outcomes come late. Values of small counts jump from year to year. A target that is easy is reached by doing nothing: see its grounds. Whether the plan was the reason is a question for a comparison."
            ),
            same_as: phrase!("Arithmetic; there is no peer to compare with."),
            references: &[],
        }
    }
}
