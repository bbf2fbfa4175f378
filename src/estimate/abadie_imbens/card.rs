use crate::card::Card;
use crate::phrase;

use super::super::middle;
use super::AbadieImbens;

impl AbadieImbens {
    /// Its card.
    pub fn card() -> Card {
        Card {
            name: AbadieImbens::NAME,
            title: phrase!("Matching estimate with bias correction and the error of Abadie and Imbens"),
            answers: phrase!(
                "How much higher is the outcome of those who took part than that of their own matches, once what still differs between them is made up for?"
            ),
            needs: phrase!(
                "A numeric (or yes/no) outcome; nearest neighbours by the distance of the covariates themselves (distance = \"mahalanobis\"), one or several for each unit, with or without using a unit again; units that do not hang together in clusters"
            ),
            assumes: phrase!(
                "Given the covariates, treatment is unrelated to what the outcome would have been without it; the correction takes the outcome without treatment to follow straight lines of the covariates over the short distances between matches"
            ),
            formula: phrase!(
                "{formula}. {middle}",
                formula = phrase!(
                    "Effect = (1/N) Σᵢ (Yᵢ − Ŷᵢ), Ŷᵢ = (1/mᵢ) Σⱼ (Yⱼ + (xᵢ − xⱼ)b) over the mᵢ matches j of unit i; with a baseline Y is the change since then. b: least squares of Y on 1 and x among the matches, each with weight kⱼ = Σ 1/mᵢ over the units i it serves; without correction b = 0. Variance for the population: (1/N²) [Σᵢ (Yᵢ − Ŷᵢ − effect)² + Σⱼ (kⱼ² − qⱼ) σ²ⱼ], qⱼ = Σ 1/mᵢ²; for these very units: (1/N²) [Σᵢ σ²ᵢ + Σⱼ kⱼ² σ²ⱼ]. σ² = J/(J + 1) (Y − mean of the J nearest units of the same group)², by Mahalanobis distance among those analysed (covariance with n − 1), all that are equally near counted in; J = 2. Interval: effect ± t(N − 1) · SE"
                ),
                middle = middle::of_two_arms()
            ),
            breaks: phrase!(
                "Distances measured on a score that was estimated from the same data (refused here: its error would need the correction of Abadie and Imbens 2016); matches so far away that straight lines do not reach them; few units that serve very often. Resampling does not tell the error of matching with units used again"
            ),
            same_as: phrase!(
                "A script in base R written from the formulas of the papers (tests/reference/abadie_imbens): estimate and both errors to 10 digits on lalonde, with and without using units again, one and two matches. Stata's teffects nnmatch and R's Matching look for the J nearest among all units, here among those analysed"
            ),
            references: &[
                "Abadie, A. & Imbens, G. W. (2006). Large sample properties of matching estimators for average treatment effects. Econometrica 74, 235–267.",
                "Abadie, A. & Imbens, G. W. (2011). Bias-corrected matching estimators for average treatment effects. Journal of Business & Economic Statistics 29, 1–11.",
                "Abadie, A. & Imbens, G. W. (2008). On the failure of the bootstrap for matching estimators. Econometrica 76, 1537–1557.",
                "Abadie, A. & Imbens, G. W. (2016). Matching on the estimated propensity score. Econometrica 84, 781–807.",
            ],
        }
    }
}
