use crate::card::Card;
use crate::phrase;

use super::Propensity;

impl Propensity {
    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Propensity::NAME,
            title: phrase!("Weighting by the probability of taking part (propensity score)"),
            answers: phrase!(
                "How did those who received fare, compared with others who count the more the likelier they were to receive?"
            ),
            needs: phrase!(
                "One row for each unit, a yes/no treatment, covariates measured before the treatment, and in both groups units of every probability that matters"
            ),
            assumes: phrase!(
                "Everything that led to the treatment and matters for the outcome is among the covariates, and the model of taking part is right; taking part was certain for nobody, and impossible for nobody; one unit's treatment does not change another's outcome"
            ),
            formula: phrase!(
                "p = probability of taking part given the covariates, p = 1/(1 + exp(−x′b)) (logit, firth, cbps, tilting) or Φ(x′b) (probit). Weights of those who took part and of the others: ATT 1 and p/(1 − p); ATC (1 − p)/p and 1; ATE 1/p and 1/(1 − p); ATO (overlap) 1 − p and p; ATM (matching weights) min(p, 1 − p)/p and min(p, 1 − p)/(1 − p); stabilised: ATE times the share of the own group. firth: slopes y − p + h(½ − p), h leverage, so that b stays finite; used by itself, and said, where covariates tell the groups apart. cbps: b so that the weighted averages of both groups are equal; tilting: b of each group so that its averages are those of all. trim: weights above that quantile of those of the group that are weighted are cut down to it; bounds, discard: units are left out, the rest is fitted again. Effects divide by Σw of the group. Standard errors account for the estimation of b (M-estimation; ψᵢ − D H⁻¹ sᵢ, times n/(n − 1)) and of the share, with the cuts of trim and who is left out taken as they are; and for clusters; t with as many degrees of freedom as the effective numbers of both groups together less 2"
            ),
            breaks: phrase!(
                "Probabilities near 0 or 1: few units with most of the weight (see the table of weights), which ATO and ATM avoid by asking about others. A model that is wrong leaves differences: look at the balance. Trimming and leaving out change whom the answer is about"
            ),
            same_as: phrase!(
                "R: stacked estimating equations in base R, effects and errors to 8 digits for all five averages, probit, cbps and tilting. WeightIt 1.5.1, glm_weightit and lm_weightit: the same to its own 6 digits; its default average is ATE, here ATT; its intervals have no factor n/(n − 1) and the normal law, which are too narrow where few effective units are left; its trim cuts at a quantile of all weights"
            ),
            references: &[
                "Rosenbaum, P. R. & Rubin, D. B. (1983). The central role of the propensity score in observational studies for causal effects. Biometrika 70, 41–55.",
                "Li, F., Morgan, K. L. & Zaslavsky, A. M. (2018). Balancing covariates via propensity score weighting. Journal of the American Statistical Association 113, 390–400.",
                "Li, L. & Greene, T. (2013). A weighting analogue to pair matching in propensity score analysis. International Journal of Biostatistics 9, 215–234.",
                "Firth, D. (1993). Bias reduction of maximum likelihood estimates. Biometrika 80, 27–38.",
                "Imai, K. & Ratkovic, M. (2014). Covariate balancing propensity score. Journal of the Royal Statistical Society B 76, 243–263.",
                "Graham, B. S., Pinto, C. C. de X. & Egel, D. (2012). Inverse probability tilting for moment condition models with missing data. Review of Economic Studies 79, 1053–1079.",
                "Lunceford, J. K. & Davidian, M. (2004). Stratification and weighting via the propensity score in estimation of causal treatment effects. Statistics in Medicine 23, 2937–2960.",
            ],
        }
    }
}
