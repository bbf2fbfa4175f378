use crate::card::Card;
use crate::phrase;

/// The card of standard errors, intervals and p-values.
pub fn card() -> Card {
    Card {
        name: "robust-errors",
        title: phrase!("Robust and cluster-robust standard errors"),
        answers: phrase!("How far the estimate might be from the truth by chance"),
        needs: phrase!(
            "An estimate by least squares (or influence values, or an exact law); for errors by clusters, at least 2 clusters, better 10 or more"
        ),
        assumes: phrase!(
            "Units, or clusters where there are any (matched sets, or those declared), are independent of each other; errors may differ in size between units and may be related within a cluster"
        ),
        formula: phrase!(
            "V = B (Σ ψψ′) B with B = (X′WX)⁻¹, ψ = x w e of a row (robust) or summed over a cluster; e = residual, w = weight. HC0: as it is; HC1: × n/(n−k); HC2: e²/(1−h); HC3: e²/(1−h)², h = leverage. Clusters (HC1): × G/(G−1) × (n−1)/(n−k). Interval: estimate ± t · √V; degrees of freedom n − k, by clusters G − 1. n = rows used, k = columns, G = clusters"
        ),
        breaks: phrase!(
            "Fewer than 10 clusters, very unequal clusters, or a few rows of high leverage: intervals become too narrow. Weights estimated by a model are taken as given"
        ),
        same_as: phrase!("R: sandwich 3.0-2, vcovHC (HC0–HC3) and vcovCL (HC0, HC1); agreement to 10 or more digits"),
        references: &[
            "White (1980) Econometrica 48, 817–838",
            "MacKinnon & White (1985) Journal of Econometrics 29, 305–325",
            "Liang & Zeger (1986) Biometrika 73, 13–22",
            "Cameron, Gelbach & Miller (2011) Journal of Business & Economic Statistics 29, 238–249",
            "Cameron & Miller (2015) Journal of Human Resources 50, 317–372",
            "Zeileis, Köll & Graham (2020) Journal of Statistical Software 95(1)",
        ],
    }
}
