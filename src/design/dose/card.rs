use crate::card::Card;
use crate::phrase;

use super::options::Model;

/// The card, as it holds for a model.
pub fn card(name: &'static str, model: Model) -> Card {
    Card {
        name,
        title: match model {
            Model::Linear => phrase!("Dose and response, by regression"),
            Model::Gps => phrase!("Dose and response, weighted by the generalised propensity score"),
        },
        answers: phrase!(
            "How much higher is the outcome where more was received: for each million yen, for each ten hours?"
        ),
        needs: phrase!(
            "How much each unit received, as a number that takes five values or more, of which none is held by more than half of the units (`of`); the step that the answer is told for (`per`); the outcome, and better also its state before. With `model = \"gps\"` covariates, and doses of which none is held by more than a quarter. Units without a dose are left out: write 0 for those who received none."
        ),
        assumes: phrase!(
            "That a difference is due to the dose needs the assumption that, among units with the same covariates, it was as if by chance who received more; and that the straight line, or the curve, has the right form. Seldom so: more is given where need, size or promise is greater. The findings therefore only say what goes with the dose."
        ),
        formula: match model {
            Model::Linear => phrase!(
                "Each unit has weight 1. min Σ (y − a − bD/s − xc)², D the dose, s the step, x the covariates (a column for each level of a category but the first), y the outcome or its change; the answer is b."
            ),
            Model::Gps => phrase!(
                "w = (φ((t − t̄)/S)/S) / (φ((t − xγ)/σ)/σ), t the dose or its logarithm, γ by least squares with an intercept, S² and σ² with divisor n (stabilised weights). min Σ w (y − a − bD/s − xc)², D the dose, s the step, x the covariates, which take what the weights leave, y the outcome or its change; the answer is b."
            ),
        },
        breaks: phrase!(
            "A few units that received far more than all others decide the line: where one alone has more than half of the weight in it, nothing is said. The curve says nothing between and beyond the doses that were received. Doses that were raised because things went badly, or well, turn the answer round. Weights that are very unequal: look at how many units they are worth."
        ),
        same_as: match model {
            Model::Linear => phrase!("R 4.2.2: lm(y ~ x + I(dose/step)) with sandwich::vcovHC(type = \"HC1\")"),
            Model::Gps => phrase!(
                "R 4.2.2: the formulas written out, standard errors by the stacked estimating equations with numerical derivatives; WeightIt's method = \"glm\" for continuous treatments uses the same weights but for the divisor of the variances"
            ),
        },
        references: &[
            "Hirano, K. & Imbens, G. W. (2004). The propensity score with continuous treatments. In Gelman & Meng (eds.), Applied Bayesian Modeling and Causal Inference from Incomplete-Data Perspectives, 73–84. Wiley.",
            "Robins, J. M., Hernán, M. Á. & Brumback, B. (2000). Marginal structural models and causal inference in epidemiology. Epidemiology 11, 550–560.",
            "Zhu, Y., Coffman, D. L. & Ghosh, D. (2015). A boosting algorithm for estimating generalized propensity scores with continuous treatments. Journal of Causal Inference 3, 25–40.",
        ],
    }
}
