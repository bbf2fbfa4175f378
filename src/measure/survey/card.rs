use crate::card::Card;
use crate::phrase;

use super::Survey;

impl Survey {
    /// Name in study files.
    pub const NAME: &'static str = "survey";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Survey::NAME,
            title: phrase!(
                "Surveys: every question at a glance, groups, several answers, who answered, weights, scales"
            ),
            answers: phrase!(
                "What did people answer, do groups differ, did several answers change, who is missing, and how reliable is a scale?"
            ),
            needs: phrase!(
                "Variables with words, steps of a scale or yes and no; for before and after the same persons at two periods. For response a variable with yes and no of all who were asked. For a sample that was drawn with different chances its weights, strata and clusters; for weights that meet known shares these shares for every class."
            ),
            assumes: phrase!(
                "Without a design that answers are a simple sample of those one speaks of. Weights that meet margins take those who did not answer for like those of their classes who did. Whoever ticks no answer of a question with several is declared: none, or missing. Steps of a scale count as equally far apart in means and in alpha."
            ),
            formula: phrase!(
                "Shares x/n with Wilson's interval; with a design Σwx/Σw, linearised variance Σ_h (1 − m_h/M_h) m_h/(m_h − 1) Σ_c (t_hc − t̄_h)² over clusters c of strata h, and Korn and Graubard's interval: Clopper and Pearson's for p(1 − p)/SE² · (t(n−1)/t(df))² answers, df clusters less strata. Design effect against a simple sample with replacement; Kish n Σw²/(Σw)². Raking: iterative proportional fitting to 13 digits; errors by calibration (residuals on the classes with the design's weights). Groups: Pearson's χ², or Rao and Scott's second-order F with the cells seen; Bergsma's corrected V; Kruskal and Wallis's H. Several answers: McNemar exact, Newcombe's method 10 for pairs, Holm over the answers, Hotelling's T² = n d̄′S⁻¹d̄. Alpha k/(k−1) · (1 − Σs²ᵢ/s²) with Feldt's interval; omega (Σλ)²/((Σλ)² + Σψ) of one factor by maximum likelihood. Bounds: x/N to (x + not answered)/N."
            ),
            breaks: phrase!(
                "Few answers in a class that stands for many get large weights: look at the design effect. A stratum with one cluster has no error, and then no weighted interval is given. Shares of ticks instead of persons, weighted counts in Pearson's test, and raked weights taken as given are all too sure. An option that was offered in one wave only looks like a change."
            ),
            same_as: phrase!(
                "R: survey 4.1-1 (svymean, svyciprop beta and logit, svychisq F, calibrate raking), psych 2.2.9 (alpha of complete rows, Feldt), stats (p.adjust, kruskal.test, factanal): 9 or more digits, omega 6. survey's rake() stops at a difference of one person unless told otherwise; psych's omega has three factors by default; svychisq takes the variance from the cells seen, Stata's null option from those expected."
            ),
            references: &[
                "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22, 209–212.",
                "Korn, E. L. & Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of positive counts estimated from survey data. Survey Methodology 24, 193–201.",
                "Rao, J. N. K. & Scott, A. J. (1984). On chi-squared tests for multiway contingency tables with cell proportions estimated from survey data. Annals of Statistics 12, 46–60.",
                "Deville, J.-C. & Särndal, C.-E. (1992). Calibration estimators in survey sampling. Journal of the American Statistical Association 87, 376–382.",
                "Newcombe, R. G. (1998). Improved confidence intervals for the difference between binomial proportions based on paired data. Statistics in Medicine 17, 2635–2650.",
                "Bergsma, W. (2013). A bias-correction for Cramér's V and Tschuprow's T. Journal of the Korean Statistical Society 42, 323–328.",
                "Feldt, L. S. (1965). The approximate sampling distribution of Kuder–Richardson reliability coefficient twenty. Psychometrika 30, 357–370.",
            ],
        }
    }
}
