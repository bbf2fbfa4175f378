use crate::card::Card;
use crate::phrase;

use super::Cem;

impl Cem {
    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Cem::NAME,
            title: phrase!("Coarsened exact matching (strata of equal bins)"),
            answers: phrase!(
                "How did those who received fare, compared with those who are about equal in everything compared?"
            ),
            needs: phrase!(
                "One row for each unit, a yes/no treatment, a few covariates measured before the treatment without missing values; bins within which differences do not matter"
            ),
            assumes: phrase!(
                "Everything that led to the treatment and matters for the outcome is among the covariates; differences within bins do not matter; one unit's treatment does not change another's outcome"
            ),
            formula: phrase!(
                "A number falls into a bin: from the smallest to the largest value k bins of equal width, k by Sturges ⌈log₂ n + 1⌉, Freedman–Diaconis (width 2 IQR n^(−1/3)), Scott (width 3.5 s n^(−1/3)) or as given; or parts of equal number (quantiles of type 7); or at given points. A value on a point is above it. Levels of categories may be grouped. Units in the same bin of every covariate are a stratum; strata with both groups are used. With n₁ treated and n₀ comparison units in a stratum a treated unit has weight 1, a comparison unit n₁/n₀ (ATT); n₀/n₁ and 1 (ATC); n/n₁ and n/n₀ (ATE); what is not 1 by definition is divided by the mean of its group. With k2k each stratum keeps pairs, the closest first by Mahalanobis distance. L1 = ½ Σ |f₁ − f₀| over the cells of all covariates, numbers in bins by Scott's rule. Errors are robust to unequal spread (HC) and not clustered by stratum; those of pairs (k2k) are clustered by pair"
            ),
            breaks: phrase!(
                "Many covariates or narrow bins: few units have a counterpart, and the answer speaks of few. Wide bins hide differences within them; then regression on the weighted data helps. An important covariate that was not measured"
            ),
            same_as: phrase!(
                "R, MatchIt 4.7.1: matchit(method = \"cem\"), ATT: strata, weights, balance; effect by lm and errors by sandwich's vcovHC on its data to 10 digits. MatchIt advises errors clustered by stratum; its pairs of k2k are made in the order of rows"
            ),
            references: &[
                "Iacus, S. M., King, G. & Porro, G. (2012). Causal inference without balance checking: coarsened exact matching. Political Analysis 20, 1–24.",
                "Iacus, S. M., King, G. & Porro, G. (2011). Multivariate matching methods that are monotonic imbalance bounding. Journal of the American Statistical Association 106, 345–361.",
                "Freedman, D. & Diaconis, P. (1981). On the histogram as a density estimator: L2 theory. Zeitschrift für Wahrscheinlichkeitstheorie und verwandte Gebiete 57, 453–476.",
            ],
        }
    }
}
