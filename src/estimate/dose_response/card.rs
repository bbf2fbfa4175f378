use crate::card::Card;
use crate::phrase;

/// The card.
pub fn card(name: &'static str) -> Card {
    Card {
        name,
        title: phrase!("Regression on the dose"),
        answers: phrase!(
            "How much higher is the outcome for each step more, and what is it on average at declared doses?"
        ),
        needs: phrase!("A numeric (or yes/no) outcome, doses, and more units than columns of the model"),
        assumes: phrase!(
            "The outcome goes with the dose along a straight line, or for the curve along a parabola, the same for all; covariates along straight lines"
        ),
        formula: phrase!(
            "min Σ w (y − a − bD/s − xc)²: y the outcome, or its change where the state before is known; D the dose, s the step (`per`), x the covariates, w the weight of the design. The answer is b, its error HC1 with n − p degrees of freedom, by clusters CR2; with estimated weights M-estimation: V = Σ(ψ/(1 − h) − D H⁻¹ s)², h the leverage, s the estimating functions of the two models of the dose, with (Σw)²/Σw² − p degrees of freedom. Curve: the same with (D/s)² as well, at each declared dose with the covariates at their (weighted) mean, whose own error is counted in; by clusters G/(G − 1). No number where one unit has more than half of Σl², l the weight of each outcome in b"
        ),
        breaks: phrase!(
            "Relations that are no line or parabola (the test whether the line bends stands beside), a few very large doses, covariates that were measured after the dose. With estimated weights and 60 to 200 units some 92 to 94 intervals of 95 % in 100 hold the truth, fewer where the covariates tell more than a fifth of the dose"
        ),
        same_as: phrase!(
            "R 4.2.2: lm(y ~ x + I(dose/step)) and sandwich::vcovHC(type = \"HC1\") to 10 digits; with estimated weights and for the curve the stacked estimating equations with numerical derivatives to 6"
        ),
        references: &[
            "Stefanski, L. A. & Boos, D. D. (2002). The calculus of M-estimation. The American Statistician 56, 29–38.",
            "Hirano, K. & Imbens, G. W. (2004). The propensity score with continuous treatments. In Gelman & Meng (eds.), Applied Bayesian Modeling and Causal Inference from Incomplete-Data Perspectives, 73–84. Wiley.",
        ],
    }
}
