use crate::card::Card;
use crate::phrase;

use super::Randomised;

impl Randomised {
    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Randomised::NAME,
            title: phrase!("Assigned by lot (randomised)"),
            answers: phrase!("How did those whom the lot chose fare, beside those whom it did not?"),
            needs: phrase!(
                "Whom the lot chose (`treatment`), of all who stood in it, and the outcome of both sides. Where lots were drawn within groups (by region, by year): `strata`; where schools or classes were drawn as a whole: `cluster`; where some did not do what the lot said: `received`"
            ),
            assumes: phrase!(
                "The lot decided, and nobody corrected it; one unit's lot does not change another's outcome. All are counted as the lot says, whether they then received or not"
            ),
            formula: phrase!(
                "All who stood in the lot are compared. Without strata each counts once. With strata (`strata_weights = \"all\"`) the units of an arm count N_s/n of their stratum, so that both arms have the strata in the shares of all who were assigned; `\"treated\"`: in the shares of those chosen. Balance: standardised mean differences of those assigned, before anything happened; differences are chance"
            ),
            breaks: phrase!(
                "Places given against the lot and written down as drawn; more lost on one side than on the other; those not chosen get the same elsewhere, or hear of it and change; strata left out although chances to be drawn differed between them"
            ),
            same_as: phrase!("The data of R's estimatr::difference_in_means(y ~ z, blocks, clusters)"),
            references: &[
                "Fisher, R. A. (1935). The Design of Experiments. Oliver & Boyd.",
                "Imbens, G. W. & Rubin, D. B. (2015). Causal Inference for Statistics, Social, and Biomedical Sciences. Cambridge University Press.",
                "What Works Clearinghouse (2022). Procedures and Standards Handbook, Version 5.0. Institute of Education Sciences.",
            ],
        }
    }
}
