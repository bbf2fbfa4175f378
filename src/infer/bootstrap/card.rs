use crate::card::Card;
use crate::phrase;

/// The card of the bootstrap.
pub fn card(name: &'static str) -> Card {
    Card {
        name,
        title: phrase!("Bootstrap (bias-corrected and accelerated)"),
        answers: phrase!("How far would the estimate move if other units like these had been seen?"),
        needs: phrase!(
            "At least 10 independent units, matched sets or clusters; better 50 or more. Not for matches that serve repeatedly, and not for units that hang together in two ways"
        ),
        assumes: phrase!(
            "The units (sets, clusters) are like a random draw of those that the answer speaks of. Who was matched with whom is kept: sets are drawn whole"
        ),
        formula: phrase!(
            "Units, or matched sets, or clusters, are drawn with replacement as many times as there are, and the estimate is made anew. Interval: quantiles of the resamples at Φ(b + (b ± z)/(1 − a (b ± z))), b = Φ⁻¹ of the share of resamples below the estimate, a = Σ(m − tᵢ)³/(6 (Σ(m − tᵢ)²)^1.5) with tᵢ the estimate without the i-th piece and m their mean; the order statistic at (B + 1) times the share. p = the level at which the interval reaches 0"
        ),
        breaks: phrase!("Few units, or an estimate that hangs on one or two of them: intervals become too narrow"),
        same_as: phrase!(
            "R 4.2.2: the formula on the same resamples, 10 digits (boot.ci of package boot takes its quantiles between order statistics on the normal scale, so that it differs a little)"
        ),
        references: &[
            "Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical Association 82, 171–185.",
            "Austin, P. C. & Small, D. S. (2014). The use of bootstrapping when using propensity-score matching without replacement. Statistics in Medicine 33, 4306–4319.",
            "Abadie, A. & Imbens, G. W. (2008). On the failure of the bootstrap for matching estimators. Econometrica 76, 1537–1557.",
        ],
    }
}
