use crate::card::Card;
use crate::phrase;

use super::Stages;

impl Stages {
    /// Name in study files.
    pub const NAME: &'static str = "stages";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Stages::NAME,
            title: phrase!("Stages of participation: from onlooker to participant"),
            answers: phrase!("Who moved from which stage to which, did more become active than stopped, and who left?"),
            needs: phrase!(
                "One variable with the stage of each person or organisation in words, at two periods or more, and the order of the stages. Words for having left and for not having joined yet are named apart."
            ),
            assumes: phrase!(
                "That the stages are in order. The variable made (1 for the lowest stage) takes the steps as equally far apart where means of it are compared; the table of transitions does not."
            ),
            formula: phrase!(
                "Rows before, columns after, n_ij. Stuart–Maxwell d′S⁻¹d with d_i = n_i. − n_.i, S_ii = n_i. + n_.i − 2n_ii, S_ij = −(n_ij + n_ji), over the categories that somebody entered or left, less one. Bhapkar SM/(1 − SM/n). Bowker Σ (n_ij − n_ji)²/(n_ij + n_ji) over the pairs with changes, each with one degree of freedom; exact: given n_ij + n_ji each is binomial with ½. Mean change in stages: all 2ᵐ signs of the m changes, counted exactly. Active: McNemar's exact test. Tests are about those who were at a stage both times, unless it says otherwise."
            ),
            breaks: phrase!(
                "Who answers only once is in no transition: those who left without a word are missing, not out. A share of active ones rises when inactive ones stop answering. Without others to compare with it cannot be told whether a trend comes from a program."
            ),
            same_as: phrase!(
                "R: coin 1.4-2, mh_test (Stuart–Maxwell): 10 or more digits. mcnemar.test of a larger table is NaN where a pair has no changes; irr's stuart.maxwell.mh drops categories with equal margins."
            ),
            references: &[
                "Bowker, A. H. (1948). A test for symmetry in contingency tables. Journal of the American Statistical Association 43, 572–574.",
                "Stuart, A. (1955). A test for homogeneity of the marginal distributions in a two-way classification. Biometrika 42, 412–416.",
                "Maxwell, A. E. (1970). Comparing the classification of subjects by two independent judges. British Journal of Psychiatry 116, 651–655.",
                "Bhapkar, V. P. (1966). A note on the equivalence of two test criteria for hypotheses in categorical data. Journal of the American Statistical Association 61, 228–235.",
            ],
        }
    }
}
