use crate::card::Card;
use crate::phrase;

use super::Optimal;

impl Optimal {
    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Optimal::NAME,
            title: phrase!("Optimal pair matching on the propensity score"),
            answers: phrase!(
                "How did those who received fare, compared with the most similar of those who did not, chosen for all at once?"
            ),
            needs: phrase!(
                "One row for each unit, a yes/no treatment, covariates measured before the treatment without missing values, and clearly more comparison units than treated units"
            ),
            assumes: phrase!(
                "Everything that led to the treatment and matters for the outcome is among the covariates; for every treated unit similar units without treatment exist; one unit's treatment does not change another's outcome"
            ),
            formula: phrase!(
                "Score e = 1/(1 + exp(−x′b)), b by maximum likelihood (IRLS; stops at a relative change of deviance of 1e-14), or its logit. Of all ways to give each treated unit k comparison units of its own that with the smallest Σ |e_i − e_j|, within equal values of the exact variables. On a line this is a flow between neighbours: its dual, a potential that rises no faster than the scores, is solved exactly in O(n log n) on integers of 2⁻⁴⁰ of the range; with calipers a network simplex among the pairs that may meet, on integers of 2⁻⁴⁴ of the largest distance, as many treated units matched as possible. The dual value is printed beside the sum. With too few comparison units in a stratum each treated unit has fewer, or the comparison units go to those where the sum is smallest. Weights as for nearest neighbours. Errors are clustered by set"
            ),
            breaks: phrase!(
                "Few comparison units near the treated, balance that stays poor, an important covariate that was not measured. Without a caliper everybody is matched, however far; the smallest sum may use a few far pairs. Where there are few to choose from, full matching uses all of them better"
            ),
            same_as: phrase!(
                "R, MatchIt 4.7.1 with optmatch 0.10.8: matchit(method = \"optimal\"), 1:1 and 2:1 on lalonde: the sum of distances is as small or smaller (optmatch rounds distances); small problems as the best of all by trial"
            ),
            references: &[
                "Rosenbaum, P. R. (1989). Optimal matching for observational studies. Journal of the American Statistical Association 84, 1024–1032.",
                "Hansen, B. B. & Klopfer, S. O. (2006). Optimal full matching and related designs via network flows. Journal of Computational and Graphical Statistics 15, 609–627.",
                "Cunningham, W. H. (1976). A network simplex method. Mathematical Programming 11, 105–116.",
            ],
        }
    }

    /// Its card where distances are Mahalanobis'.
    pub(super) fn mahalanobis_card() -> Card {
        Card {
            title: phrase!("Optimal pair matching by Mahalanobis distance"),
            formula: phrase!(
                "d² = (x_i − x_j)′ S⁺ (x_i − x_j) over all covariates (a category as its levels), S the covariance within the groups, pooled, S⁺ its inverse without directions that have less than 1e-8 of the largest variance. Of all ways to give each treated unit k comparison units of its own that with the smallest Σ d, within equal values of the exact variables: a flow of least cost by the network simplex on integers of 2⁻⁴⁴ of the largest distance, first among the nearest, then with every pair whose price shows that it would lower the sum, until none would; distances are never all kept. The dual value is printed beside the sum. Within calipers as many treated units are matched as possible. Weights as for nearest neighbours. Errors are clustered by set"
            ),
            ..Optimal::card()
        }
    }
}
