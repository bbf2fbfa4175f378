use crate::card::Card;
use crate::phrase;

/// The card of the permutation test.
pub fn card(name: &'static str) -> Card {
    Card {
        name,
        title: phrase!("Permutation test with its interval"),
        answers: phrase!(
            "Could the change or the difference have come out like this by chance alone, and which changes does the test not exclude?"
        ),
        needs: phrase!(
            "Changes of units with themselves, matched sets, or two groups, without weights that differ. At least 6 pairs, or two groups with 40 or more ways to draw them, exclude anything at a level of 95%"
        ),
        assumes: phrase!(
            "Nothing about the shape of the values. Pairs: had nothing changed on average, each change would have been as likely with the other sign. Groups and sets: had there been no difference, any units might have been those who took part; the interval supposes that the difference is the same for all"
        ),
        formula: phrase!(
            "p(θ) = twice the smaller share of rearrangements of the data less θ whose mean is at least (at most) that seen, at most 1; the interval holds the θ with p(θ) above 1 − level. Pairs: all 2ⁿ signs of d − θ; units of a declared cluster turn together. Groups: all ways to draw n₁ of n₁ + n₀. Sets: each unit of a set as the treated one. A rearrangement that moves something is at least as far as what was seen where θ reaches its typical value (the mean of the changes turned; the mean of those who leave a group less that of those who enter), so that the ends are order statistics of typical values. Up to 30 pairs, and any number of whole numbers or scale values that allows it, all rearrangements are gone through; else 99,999 are drawn, p = (1 + count)/(1 + draws). Regressions and weighted differences within sets: the estimate itself with other units treated, drawn as often as asked"
        ),
        breaks: phrase!(
            "Pairs: changes that are very skewed about their mean. Groups of unequal size that spread differently: the test may then find a difference of spread. Groups that differ in more than who took part"
        ),
        same_as: phrase!("Going through all signs, draws and sets one by one in R 4.2.2: 10 digits"),
        references: &[
            "Fisher, R. A. (1935). The Design of Experiments, section 21. Oliver & Boyd.",
            "Pitman, E. J. G. (1937). Significance tests which may be applied to samples from any populations. Supplement to the Journal of the Royal Statistical Society 4, 119–130.",
            "Hartigan, J. A. (1969). Using subsample values as typical values. Journal of the American Statistical Association 64, 1303–1317.",
            "Rosenbaum, P. R. (2002). Observational Studies, chapter 2. Springer.",
            "Phipson, B. & Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in Genetics and Molecular Biology 9, 39.",
        ],
    }
}
