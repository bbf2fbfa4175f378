use crate::card::Card;
use crate::phrase;

use super::Entropy;

impl Entropy {
    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Entropy::NAME,
            title: phrase!("Entropy balancing (weights that make the averages equal)"),
            answers: phrase!(
                "How did those who received fare, compared with others who are weighted so that their averages are the same?"
            ),
            needs: phrase!(
                "One row for each unit, a yes/no treatment, covariates measured before the treatment. Many more comparison units than covariates"
            ),
            assumes: phrase!(
                "Everything that led to the treatment and matters for the outcome is among the covariates, and what matters of it are averages (with moments = 2 also spreads); one unit's treatment does not change another's outcome"
            ),
            formula: phrase!(
                "Weights of a group: w = b·exp(θ′x), b base weights (1 without a column), x = 1 and the covariates, each level of a category, their squares (moments = 2) and cubes (3), products of two (interactions); θ so that Σwx of the group is Σbx of those whose average is asked for: those who took part (ATT), those who did not (ATC), all (ATE: both groups). Among all weights that do so these are nearest to b (Σ w ln(w/b) is least). Newton's method on the dual, until no step moves a weight by 1e-9 of itself, and every average meets its target to 1e-9 standard deviations. Standard errors account for the estimation of θ and of the target (M-estimation; ψᵢ − D H⁻¹ sᵢ, times n/(n − 1)), and for clusters; t with as many degrees of freedom as the effective numbers of both groups together less 2"
            ),
            breaks: phrase!(
                "Averages outside what the group spans: then there are no such weights, and the covariates that cannot be balanced are named. Few units with most of the weight (see the table of weights). Exact balance of averages is no proof of similar people: an important covariate that was not measured, or whose spread matters"
            ),
            same_as: phrase!(
                "R: the exact optimum by Newton's method, weights to 10 digits, effects to 10. WeightIt 1.5.1 (method = \"ebal\") stops 1.5e-5 short of it and scales weights to mean 1 in each group; here they add up to the numbers of those whose average is asked for, which changes no difference of means. Its z intervals are narrower than these, which know how few the effective numbers are"
            ),
            references: &[
                "Hainmueller, J. (2012). Entropy balancing for causal effects: a multivariate reweighting method to produce balanced samples in observational studies. Political Analysis 20, 25–46.",
                "Zhao, Q. & Percival, D. (2017). Entropy balancing is doubly robust. Journal of Causal Inference 5(1).",
                "Stefanski, L. A. & Boos, D. D. (2002). The calculus of M-estimation. The American Statistician 56, 29–38.",
            ],
        }
    }
}
