use crate::card::Card;
use crate::phrase;

use super::Full;

impl Full {
    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Full::NAME,
            title: phrase!("Optimal full matching on the propensity score"),
            answers: phrase!(
                "How did those who received fare, compared with those who did not, everybody beside the ones most like them?"
            ),
            needs: phrase!(
                "One row for each unit, a yes/no treatment, covariates measured before the treatment without missing values, and units of both groups over the whole range of what makes them alike; there may be more treated than comparison units"
            ),
            assumes: phrase!(
                "Everything that led to the treatment and matters for the outcome is among the covariates; for every unit there is one on the other side that is like it; one unit's treatment does not change another's outcome"
            ),
            formula: phrase!(
                "Score e = 1/(1 + exp(−x′b)), b by maximum likelihood (IRLS; stops at a relative change of deviance of 1e-14), or its logit. Of all ways to put everybody into sets of one treated unit with one or several comparison units, or one comparison unit with several treated, that with the smallest Σ |e_i − e_j| between the one and the several, within the limits asked for. On a line this is a flow between neighbours: its dual, a potential that rises no faster than the scores, is solved exactly in O(n log n) on integers of 2⁻⁴⁰ of the range; where units may be left out, or with calipers, a network simplex among the pairs that may meet, on integers of 2⁻⁴⁴ of the largest distance. The dual value is printed beside the sum. With n₁ treated and n₀ comparison units in a set a treated unit has weight 1, a comparison unit n₁/n₀ (ATT); n₀/n₁ and 1 (ATC); n/n₁ and n/n₀ (ATE); what is not 1 by definition is divided by the mean of its group. Errors are clustered by set"
            ),
            breaks: phrase!(
                "Without limits nobody is left out, however far: look at balance and at the largest sets, whose one unit weighs a lot (the effective number of units says how much is lost). `max_controls` and `max_treated` keep sets small, a caliper keeps them close. An important covariate that was not measured"
            ),
            same_as: phrase!(
                "R, MatchIt 4.7.1 with optmatch 0.10.8: matchit(method = \"full\") on lalonde, ATT and ATE: the sum of distances is as small or smaller (optmatch rounds distances); small problems with all limits as the best of all by trial"
            ),
            references: &[
                "Rosenbaum, P. R. (1991). A characterization of optimal designs for observational studies. Journal of the Royal Statistical Society B 53, 597–610.",
                "Hansen, B. B. (2004). Full matching in an observational study of coaching for the SAT. Journal of the American Statistical Association 99, 609–618.",
                "Hansen, B. B. & Klopfer, S. O. (2006). Optimal full matching and related designs via network flows. Journal of Computational and Graphical Statistics 15, 609–627.",
                "Sävje, F., Higgins, M. J. & Sekhon, J. S. (2021). Generalized full matching. Political Analysis 29, 423–447.",
            ],
        }
    }

    /// Its card where distances are Mahalanobis'.
    pub(super) fn mahalanobis_card() -> Card {
        Card {
            title: phrase!("Optimal full matching by Mahalanobis distance"),
            formula: phrase!(
                "d² = (x_i − x_j)′ S⁺ (x_i − x_j) over all covariates (a category as its levels), S the covariance within the groups, pooled, S⁺ its inverse without directions that have less than 1e-8 of the largest variance. Of all ways to put everybody into sets of one treated unit with one or several comparison units, or one comparison unit with several treated, that with the smallest Σ d between the one and the several, within the limits asked for: a flow of least cost by the network simplex on integers of 2⁻⁴⁴ of the largest distance, first among the nearest, then with every pair whose price shows that it would lower the sum, until none would; distances are never all kept. The dual value is printed beside the sum. Weights: a treated unit 1, a comparison unit n₁/n₀ of its set (ATT); n₀/n₁ and 1 (ATC); n/n₁ and n/n₀ (ATE); what is not 1 by definition is divided by the mean of its group. Errors are clustered by set"
            ),
            ..Full::card()
        }
    }
}
