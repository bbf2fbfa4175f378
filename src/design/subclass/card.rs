use crate::card::Card;
use crate::phrase;

use super::Subclass;

impl Subclass {
    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Subclass::NAME,
            title: phrase!("Subclassification on the propensity score"),
            answers: phrase!(
                "How did those who received fare, compared with those who did not but were about as likely to receive?"
            ),
            needs: phrase!(
                "One row for each unit, a yes/no treatment, covariates measured before the treatment without missing values, and units of both groups over the whole range of the score"
            ),
            assumes: phrase!(
                "Everything that led to the treatment and matters for the outcome is among the covariates; within a class it does not matter who received; one unit's treatment does not change another's outcome"
            ),
            formula: phrase!(
                "Score e = 1/(1 + exp(−x′b)), b by maximum likelihood (IRLS; stops at a relative change of deviance of 1e-14), or its logit. Classes are cut at the k-quantiles (type 7) of e among those whose average is asked for; a cut belongs to the class above it. A class that lacks units of a group takes the nearest ones from the classes beside it. With n₁ treated and n₀ comparison units in a class a treated unit has weight 1, a comparison unit n₁/n₀ (ATT); n₀/n₁ and 1 (ATC); n/n₁ and n/n₀ (ATE); what is not 1 by definition is divided by the mean of its group (marginal mean weights by classes). Errors are robust to unequal spread (HC) and not clustered: a class is a piece of the score and no sample of classes"
            ),
            breaks: phrase!(
                "Few classes leave differences within them (six remove some 90 % of what the score tells; more classes, or regression on the weighted data, remove more). Classes with a handful of comparison units give them large weights"
            ),
            same_as: phrase!(
                "R, MatchIt 4.7.1: matchit(method = \"subclass\"), ATT: classes, weights and balance; effect by lm and errors by sandwich's vcovHC on its weights to 10 digits; MatchIt 4.5.1 also for ATC and ATE and for moved units"
            ),
            references: &[
                "Rosenbaum, P. R. & Rubin, D. B. (1984). Reducing bias in observational studies using subclassification on the propensity score. Journal of the American Statistical Association 79, 516–524.",
                "Cochran, W. G. (1968). The effectiveness of adjustment by subclassification in removing bias in observational studies. Biometrics 24, 295–313.",
                "Desai, R. J. et al. (2017). A propensity-score-based fine stratification approach for confounding adjustment when exposure is infrequent. Epidemiology 28, 249–257.",
            ],
        }
    }
}
