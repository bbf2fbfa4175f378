use crate::card::Card;
use crate::phrase;

use super::Nearest;

impl Nearest {
    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Nearest::NAME,
            title: phrase!("Nearest neighbour matching on the propensity score"),
            answers: phrase!("How did those who received fare, compared with the most similar of those who did not?"),
            needs: phrase!(
                "One row for each unit, a yes/no treatment, covariates measured before the treatment without missing values, and clearly more comparison units than treated units"
            ),
            assumes: phrase!(
                "Everything that led to the treatment and matters for the outcome is among the covariates; for every treated unit similar units without treatment exist; one unit's treatment does not change another's outcome"
            ),
            formula: phrase!(
                "Score e = 1/(1 + exp(−x′b)), b by maximum likelihood (IRLS; stops at a relative change of deviance of 1e-14, with ties = \"rows\" at R's 1e-8), or its logit x′b. Treated unit i takes the comparison unit j with the smallest |e_i − e_j|, within the caliper c · s (s: standard deviation of the score over all n candidates, n − 1; ≤ counts as within) and within equal values of the exact variables. Units stand in order of e; the search goes outward, left first, and keeps the one met first of two that are equally near. With ratio k all units have a first match before any has a second. Weights: matched treated 1; comparison unit w_j = Σ 1/k_i over the treated units i it serves (k_i: their number of comparison units), divided by the mean of the nonzero w_j. Balance: standardised mean difference (x̄₁ − x̄₀)/s₁ with s₁ of all treated before matching (n − 1; yes/no: √(p(1 − p)))"
            ),
            breaks: phrase!(
                "Few comparison units near the treated, balance that stays poor, an important covariate that was not measured, covariates that the treatment itself changed. A caliper that drops treated units changes whom the answer is about"
            ),
            same_as: phrase!(
                "R, MatchIt 4.7.1: matchit(method = \"nearest\", distance = \"glm\") and summary(); with ties = \"rows\" the same pairs in ten cases on lalonde (four orders, ratio, replacement, calipers, exact), scores to 11 digits, weights and balance to 12"
            ),
            references: &[
                "Rosenbaum, P. R. & Rubin, D. B. (1983). The central role of the propensity score in observational studies for causal effects. Biometrika 70, 41–55.",
                "Rubin, D. B. (1973). Matching to remove bias in observational studies. Biometrics 29, 159–183.",
                "Austin, P. C. (2011). Optimal caliper widths for propensity-score matching. Pharmaceutical Statistics 10, 150–161.",
                "Stuart, E. A. (2010). Matching methods for causal inference: a review and a look forward. Statistical Science 25, 1–21.",
                "Ho, D. E., Imai, K., King, G. & Stuart, E. A. (2011). MatchIt: nonparametric preprocessing for parametric causal inference. Journal of Statistical Software 42(8).",
            ],
        }
    }

    /// Its card where distances are Mahalanobis'.
    pub(super) fn mahalanobis_card() -> Card {
        Card {
            title: phrase!("Nearest neighbour matching by Mahalanobis distance"),
            formula: phrase!(
                "d² = (x_i − x_j)′ S⁺ (x_i − x_j) over all covariates (a category as its levels); S: covariance within the groups, pooled, Σ (x − x̄_g)(x − x̄_g)′/(n − 2) over those who took part and the others; S⁺ its inverse, without directions that have less than 1e-8 of the largest variance of scaled covariates. Treated unit i takes the comparison unit with the smallest d within the calipers on variables (c · s, s: standard deviation over all n candidates, n − 1; ≤ counts as within) and within equal values of the exact variables; of several equally near (to 11 decimals) the first in the order of ties. Treated units choose as they stand, or the closest pair first. With ratio k all units have a first match before any has a second. Weights: matched treated 1; comparison unit w_j = Σ 1/k_i over the treated units i it serves (k_i: their number of comparison units), divided by the mean of the nonzero w_j. Balance: standardised mean difference (x̄₁ − x̄₀)/s₁ with s₁ of all treated before matching (n − 1; yes/no: √(p(1 − p)))"
            ),
            breaks: phrase!(
                "Few comparison units near the treated, balance that stays poor, an important covariate that was not measured, covariates that the treatment itself changed. With many covariates nobody is near anybody; rare categories and far values weigh heavily"
            ),
            same_as: phrase!(
                "R, MatchIt 4.5.1: mahalanobis_dist() and matchit(method = \"nearest\", distance = \"mahalanobis\"); with ties = \"rows\" the same distances to 11 decimals and the same pairs on lalonde; calipers, replacement and the closest pair first as a plain search over its distances"
            ),
            references: &[
                "Rubin, D. B. (1980). Bias reduction using Mahalanobis-metric matching. Biometrics 36, 293–298.",
                "Stuart, E. A. (2010). Matching methods for causal inference: a review and a look forward. Statistical Science 25, 1–21.",
                "Ho, D. E., Imai, K., King, G. & Stuart, E. A. (2011). MatchIt: nonparametric preprocessing for parametric causal inference. Journal of Statistical Software 42(8).",
            ],
            ..Nearest::card()
        }
    }
}
