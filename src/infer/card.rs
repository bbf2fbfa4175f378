use crate::card::Card;
use crate::phrase;

/// The card of standard errors, intervals and p-values.
pub fn card() -> Card {
    Card {
        name: "robust-errors",
        title: phrase!("Standard errors, and when the exact law decides"),
        answers: phrase!("How far the estimate might be from the truth by chance"),
        needs: phrase!(
            "An estimate by least squares (or influence values, or an exact law); for errors by clusters at least 2 clusters, and 4 degrees of freedom for a verdict"
        ),
        assumes: phrase!(
            "Units, or clusters and matched sets where there are any, are independent of each other; errors may differ in size between units and may be related within a cluster"
        ),
        formula: phrase!(
            "By itself: yes/no outcomes by the law of their counts (Newcombe for two groups, Bonett–Price for pairs); fewer than 30 pairs or matched sets that changed by the permutation test, t beside it; else by a standard error and t, beside which the permutation test stands where both groups together have fewer than 30 units (it does not decide there, since groups of unequal size may spread differently). V = B (Σ ψψ′) B with B = (X′WX)⁻¹, ψ = x w e of a row (robust) or summed over a cluster; e = residual, w = weight. HC0: as it is; HC1: × n/(n−k); HC2: e²/(1−h); HC3: e²/(1−h)², h = leverage; k columns, df n − k. Clusters: CR2, e_g replaced by [(I−H)_g (I−H)_g′]^(−½) e_g, df = (tr P)²/tr P² of the quadratic form under independent errors of one size (Satterthwaite) or, where fewer, under errors of variance σ² + ρ with covariance ρ s_i s_j within clusters, ρ = (Σ(Σse)² − Σe²)/(Σn_g² − n) or 0, σ² = Σe²/n − ρ or 0, with all s = 1 (Imbens–Kolesár) and with s the side of the contrast (effects that differ between clusters); cr2: the former alone; clusters and matched sets are two ways, V = V₁ + V₂ − V₁₂ without negative eigenvalues, df the fewer. 30 or more matched sets alone: HC1 by sets, × G/(G−1) × (n−1)/(n−k), df G − 1. Differences of shares D that are weighted, clustered or adjusted: tanh(atanh D ± t · SE/(1 − D²)). n = rows used, G = clusters"
        ),
        breaks: phrase!(
            "Few or very unequal clusters: below 4 degrees of freedom no verdict is given. Amounts of money: fewer than 15, and up to 30 of which a few are very large, have no verdict, since no interval for their average holds what it promises. A few rows of high leverage: HC1 becomes too small. Matches that serve repeatedly are taken as independent"
        ),
        same_as: phrase!(
            "R: sandwich 3.0-2, vcovHC (HC0–HC3) and vcovCL (HC0, HC1, several ways): 10 or more digits. CR2 and its degrees of freedom: their definition in R, and clubSandwich's published values; 8 or more digits. Peers differ in the degrees of freedom: cr2 has clubSandwich's; by itself the fewest of those, of dfadjust's (rho0 = TRUE), and of the same where effects differ between clusters, since the former alone say a little more than they should with 10 to 15 clusters of unequal size"
        ),
        references: &[
            "White (1980) Econometrica 48, 817–838",
            "MacKinnon & White (1985) Journal of Econometrics 29, 305–325",
            "Liang & Zeger (1986) Biometrika 73, 13–22",
            "Bell & McCaffrey (2002) Survey Methodology 28, 169–181",
            "Zou & Donner (2004) Controlled Clinical Trials 25, 3–12",
            "Cameron, Gelbach & Miller (2011) Journal of Business & Economic Statistics 29, 238–249",
            "Cameron & Miller (2015) Journal of Human Resources 50, 317–372",
            "Imbens & Kolesár (2016) Review of Economics and Statistics 98, 701–712",
            "Pustejovsky & Tipton (2018) Journal of Business & Economic Statistics 36, 672–683",
            "Zeileis, Köll & Graham (2020) Journal of Statistical Software 95(1)",
            "Abadie & Spiess (2022) Journal of the American Statistical Association 117, 983–995",
        ],
    }
}
