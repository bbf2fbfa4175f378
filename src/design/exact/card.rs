use crate::card::Card;
use crate::phrase;

use super::Exact;

impl Exact {
    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Exact::NAME,
            title: phrase!("Exact matching (strata of equal values)"),
            answers: phrase!(
                "How did those who received fare, compared with those who are equal in everything compared?"
            ),
            needs: phrase!(
                "One row for each unit, a yes/no treatment, a few covariates with few values each, measured before the treatment; numbers in bands"
            ),
            assumes: phrase!(
                "Everything that led to the treatment and matters for the outcome is among the covariates; one unit's treatment does not change another's outcome"
            ),
            formula: phrase!(
                "Units with the same value of every covariate are a stratum. Strata with both treated and comparison units are used: a treated unit has weight 1, a comparison unit n₁/n₀ of its stratum (n₁ treated, n₀ comparison units), divided by the mean of these weights. For the average of those who did not receive (ATC) they have 1 and a treated unit n₀/n₁; for that of all (ATE) n/n₁ and n/n₀, each divided by the mean of its group. Errors are not clustered by stratum. Balance: standardised mean difference before matching, by the standard deviation of those whose average is asked for (n − 1; yes/no: √(p(1 − p)); ATE: root of the mean of both variances)"
            ),
            breaks: phrase!(
                "Many covariates or many values: few units have an equal, and the answer speaks of few. Bands that are wide hide differences within them. An important covariate that was not measured"
            ),
            same_as: phrase!(
                "R, MatchIt 4.7.1: matchit(method = \"exact\"), estimand ATT: strata, weights, balance to 12 digits; effect by lm and errors by sandwich's vcovHC on its data to 10"
            ),
            references: &[
                "Cochran, W. G. (1968). The effectiveness of adjustment by subclassification in removing bias in observational studies. Biometrics 24, 295–313.",
                "Stuart, E. A. (2010). Matching methods for causal inference: a review and a look forward. Statistical Science 25, 1–21.",
                "Ho, D. E., Imai, K., King, G. & Stuart, E. A. (2011). MatchIt: nonparametric preprocessing for parametric causal inference. Journal of Statistical Software 42(8).",
            ],
        }
    }
}
