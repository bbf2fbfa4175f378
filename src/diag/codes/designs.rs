//! Codes of problems of comparisons.

use crate::diag::code::codes;
use crate::phrase;

codes! {
    NO_TWO_PERIODS = "no-two-periods", Error:
        phrase!("No two groups"),
        phrase!("The design compares people who answered before with other people who answered after, and nothing says when each row was answered. Give `period` in each source (or `period_column` where one sheet holds both), and `before` and `after` in the question. An anonymous source needs `anonymous = true` instead of `unit`.");

    UNITS_IN_BOTH_GROUPS = "units-in-both-groups", Warning:
        phrase!("Units in both groups"),
        phrase!("Some units have a row before and a row after, so they could be followed. Comparing each of them with itself (design = \"before-after\") removes the differences between people and gives a narrower interval. Compared as two groups they count on both sides; the standard error takes their two answers together, but the rank-based answers are given without interval. Where the ids are the same by accident, for example because numbering starts anew at each survey, declare the sources with `anonymous = true`.");

    ONE_ARM = "one-arm", Any:
        phrase!("Everybody on one side"),
        phrase!("All units are on one side: everybody received, or nobody did. There is nobody to compare with. Often the comparison units stand in another sheet, or the column was read from the wrong place.");

    NO_TREATED_UNITS = "no-treated-units", Error:
        phrase!("None took part"),
        phrase!("No unit received, or the column that says so was read from the wrong place, so that there is nobody to follow from before to after. Look at the column named in `treatment`; without `treatment` all units are followed.");

    NO_MATCHES = "no-matches", Error:
        phrase!("No similar ones"),
        phrase!("No unit that received found one that did not and is alike enough. Without a comparison there is no answer, and that is itself a result: the groups differ too much. A wider caliper, fewer covariates or more comparison units may help; decide so before looking at outcomes.");

    FEW_TO_CHOOSE = "few-to-choose", Warning:
        phrase!("Few to choose from"),
        phrase!("There are fewer comparison units than the treated ask for, so that matching cannot choose who is similar: some stay without a partner, or get partners who are unlike them. Full matching uses all units, matching with replacement lets a comparison unit serve several times, and the average of those who did not take part (ATC) can be told from many treated units.");
    NO_WEIGHTS = "no-weights", Error:
        phrase!("No weights make them alike"),
        phrase!("The averages to be met lie outside what the other group spans: no weighting of its units reaches them. Without weights there is no answer, and that is itself a result: the groups differ too much. The message names the covariates; leave them out or join categories where they matter little, or compare only those who have similar ones; decide so before looking at outcomes.");

    SEPARATION = "separation", Warning:
        phrase!("Conditions that tell who took part"),
        phrase!("A covariate, or several together, tells perfectly who received, so that the model of taking part has no finite solution and units at the edge have no counterpart. Leave out covariates that follow from taking part, or join rare categories.");

    NOT_CONVERGED = "not-converged", Warning:
        phrase!("Score that did not settle"),
        phrase!("The score, the estimated chance of taking part, is fitted step by step, and the steps did not come to an end. The scores are those of the last step and may be off, and with them who is compared with whom. Use fewer covariates, put those of very different sizes on similar scales, and look at the balance of the matched groups.");

    COLLINEAR = "collinear", Warning:
        phrase!("Condition that follows from others"),
        phrase!("A covariate follows exactly from others, for example a total beside its parts, so that it adds nothing. It is left out of the model and named. The answer does not depend on which of them is left out.");

    CLUSTER_SPLIT = "cluster-split", Error:
        phrase!("Drawn as a whole, and split"),
        phrase!("The study says that whole clusters were drawn by lot, such as schools, and in some of them are both units that were chosen and units that were not, or units of several strata. Then the lot was not drawn so, or the columns do not fit together. Errors and permutations follow how the lot was drawn, so this must be right.");

    UNLIKE_BY_LOT = "unlike-by-lot", Warning:
        phrase!("More unlike than a lot makes them"),
        phrase!("A lot leaves small differences between the two sides, and this one is much larger. Most often the column does not hold the lot itself but who received in the end, strata were left out within which chances differed, or the list was changed after the lot was drawn. Look where the column comes from; if the lot was corrected, the comparison is not one by lot.");

    CALIPER = "caliper", Any:
        phrase!("Caliper"),
        phrase!("A caliper says how far apart matched units may be. It must be a positive number, for the score or for a variable of numbers that is among the covariates. The scale is the standard deviation unless unit = \"raw\" is given.");

    SCORE = "score", Error:
        phrase!("Score cannot be computed"),
        phrase!("The model of taking part could not be fitted. Most often there are more covariates than the data can bear, or one of them decides alone who took part. Leave out covariates, or join rare categories.");

    ESTIMAND = "estimand", Error:
        phrase!("Answer for another group"),
        phrase!("The design cannot answer for this group: matching each treated unit with similar ones speaks of the treated only. Write estimand = \"ATT\", or take it out; or take a design that weights.");

    COVARIATE_CONSTANT = "covariate-constant", Warning:
        phrase!("Condition with one value"),
        phrase!("A covariate has the same value everywhere among the units that remain, so that there is nothing to make alike. It is left out and named.");

    COVARIATE_MISSING = "covariate-missing", Warning:
        phrase!("Conditions without a value"),
        phrase!("Units lack a value in a covariate and cannot be compared on it, so that they are set aside and listed. If many are lost, the answer speaks of others than you think. Look at the cells, or leave the covariate out.");

    TEXT_COVARIATE = "text-covariate", Error:
        phrase!("Condition is free text"),
        phrase!("Free text cannot make units comparable, because nearly every unit has its own. Where the column is a list of categories, declare it with kind = \"category\"; else leave it out.");

    DOSE = "dose", Any:
        phrase!("Doses that cannot be asked about"),
        phrase!("What units received cannot be read as doses: it is no number, takes a handful of values, is nearly the same for all, or the covariates say it. Groups that received different things are compared with each other; of amounts in an unusual form make a number with a formula.");

    TREATMENT_NOT_BINARY = "treatment-not-binary", Error:
        phrase!("Treatment is not 0 and 1"),
        phrase!("The design needs a treatment of two values, 0 and 1, and the column holds something else. Declare the variable with kind = \"yes-no\", or say with `codes` what its values mean.");
}
