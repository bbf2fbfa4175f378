//! Codes of problems of questions and their plan.

use crate::diag::code::codes;
use crate::phrase;

codes! {
    FISCAL_YEAR_NEEDED = "fiscal-year-needed", Error:
        phrase!("First month of the fiscal year is missing"),
        phrase!("The question counts years from dates, and a date belongs to one fiscal year or another depending on the month in which it starts. Say it once in [study]: fiscal_year_starts = 4 for April.");

    START_NOT_A_YEAR = "start-not-a-year", Error:
        phrase!("Start that is no year"),
        phrase!("The variable that says when each unit starts holds something that is no year. Years may be written 2021, 2021年度, 令和3年度 or R3. Correct the cells that `tashika check` lists.");

    START_NEEDED = "start-needed", Error:
        phrase!("Start of the program is missing"),
        phrase!("A period such as start-1 is counted from the year in which each unit's program starts, and the question does not say which variable holds that year. Add start = \"…\", or rounds.");

    MEASURED_AFTER_START = "measured-after-start", Any:
        phrase!("Condition measured after the start"),
        phrase!("What makes units comparable must have been measured before the program could change it; otherwise part of the effect is taken away, or one is invented. Take the value from before the start.");

    BEFORE_NOT_BEFORE = "before-not-before", Error:
        phrase!("State before is not before"),
        phrase!("The period that is called `before` comes later than the one that is called `after`, or is the same one: the change would have the wrong sign, or be none. Exchange the two. Years are compared however they are written (R3, 令和3年度, 2021), and so are words such as 前 and 後, pre and post, 第1回 and 第2回.");

    TWO_STARTS = "two-starts", Error:
        phrase!("One variable with two starts"),
        phrase!("Two questions of one study count the same variable from different starts, so that start-1 would mean two things. Put one of them into a study of its own.");

    UNKNOWN_FINDING = "unknown-finding", Error:
        phrase!("Unknown finding"),
        phrase!("A chart asks for a finding of a question that the study does not have, or of an outcome that the question does not have. Findings are named question/outcome, as in findings.json.");

    UNKNOWN_WORD = "unknown-word", Error:
        phrase!("Unknown word"),
        phrase!("A condition or formula compares a variable with a word that it never holds, and that looks like one that it does hold. With a mistyped word a condition is true for nobody, or, with <>, for everybody. Width, the size of letters and spaces make no difference.");

    BASELINE_OF_ANOTHER_KIND = "baseline-of-another-kind", Error:
        phrase!("Baseline of another kind"),
        phrase!("An outcome and its baseline must be the same thing at two times: both yes or no by the same codes, or both numbers in the same unit. A change between a share and the average of codes means nothing. Declare the same `codes` or `kind` for both.");

    SCALES_DIFFER = "scales-differ", Warning:
        phrase!("Scales that differ"),
        phrase!("An outcome and its baseline are declared scales, and many answers of one lie above the highest step of the other. A scale of five steps cannot be subtracted from one of seven. Where people really moved up, nothing needs to be done; where the questions had different steps, say by `codes` which is which.");

    SIZE_OF_SHARE = "size-of-share", Error:
        phrase!("Size beyond a share"),
        phrase!("A size of change is declared as more than 1 for a variable that goes from 0 to 1, yes or no or a share: no change can be as large. Such sizes are written as shares: 0.1 is 10 percentage points.");

    ROUNDS_UNDECLARED = "rounds-undeclared", Warning:
        phrase!("Rounds not declared"),
        phrase!("Several units of the question belong to one row of a linked source, and one of them received: an organisation that applied more than once. Without a rule it may be compared with itself, and its applications count as independent. Declare rounds, or, where units are not applications, name the cluster.");

    NOBODY_FOLLOWED = "nobody-followed", Error:
        phrase!("Nobody can be followed"),
        phrase!("The design follows units from before to after, and no unit has a row at both periods. Either the ids do not match, or the surveys were anonymous; then only the two groups can be compared.");

    NO_QUESTIONS = "no-questions", Any:
        phrase!("No question yet"),
        phrase!("The study names its data but asks nothing yet. Data and declarations can be checked already; to get an answer, add a [[questions]] block that says what may have changed (outcomes), who took part (treatment) and how to compare (design).");

    NO_OUTCOME = "no-outcome", Error:
        phrase!("No outcome"),
        phrase!("The question does not say what may have changed. Name at least one variable in `outcomes`. Where there are several, `primary` says which are main ones; that should be settled before looking at results.");

    BASELINE_WITHOUT_OUTCOME = "baseline-without-outcome", Error [LeavesQuestion]:
        phrase!("Baseline of something else"),
        phrase!("`baseline` gives the earlier value of something that is not an outcome of this question. Often one of the two names is misspelt: the outcome, or this. Write both alike, as the data have it.");

    OUTCOME_AS_BASELINE = "outcome-as-baseline", Error:
        phrase!("Outcome as its own baseline"),
        phrase!("An outcome is given as its own earlier value, so that the change would always be zero. Name the column that holds the same thing from before the program.");

    OUTCOME_AS_COVARIATE = "outcome-as-covariate", Error:
        phrase!("Outcome among the covariates"),
        phrase!("An outcome also stands among the covariates. Making units alike in the outcome would remove the very effect that is looked for. Take it out; its value from before the program is a good covariate.");

    TREATMENT_REUSED = "treatment-reused", Error:
        phrase!("Treatment used twice"),
        phrase!("The variable that says who received also stands among the outcomes or covariates. Nobody who received has a counterpart who did not and is alike in having received. Take it out of the list.");

    UNUSED_VARIABLE = "unused-variable", Note:
        phrase!("Variables without use"),
        phrase!("Variables are declared that no question uses. That does no harm. If one of them was meant to be used, its name in the question may be spelled differently.");

    UNKNOWN_VARIABLE = "unknown-variable", Error:
        phrase!("Unknown variable"),
        phrase!("The study names a variable that is in none of the sources. Variables are called by the headings of their columns, or by the new name in `columns`. Correct the name as suggested, or rename the column in [sources.NAME] columns.");

    UNKNOWN_PERIOD = "unknown-period", Error:
        phrase!("Unknown period"),
        phrase!("The variable exists, but was not observed at this period. A period is written after @ exactly as in `period` or in the period column: income@2021.");

    PERIOD_NEEDED = "period-needed", Error:
        phrase!("Period missing"),
        phrase!("The variable was observed at several periods, and the study does not say which one is meant. Write name@period, or give `before` and `after` in the question.");

    AMBIGUOUS_VARIABLE = "ambiguous-variable", Error:
        phrase!("One name for several columns"),
        phrase!("Several sources have a column of this name, and it is not clear which one is meant. Give them different names with `columns` in [sources.NAME], or give each source its `period` if they are the same thing at different times.");

    UNKNOWN_METHOD = "unknown-method", Error:
        phrase!("Unknown method"),
        phrase!("There is no method of this name in this family. `tashika explain` lists the methods with what each answers, needs and assumes.");

    UNKNOWN_OPTION = "unknown-option", Error:
        phrase!("Unknown option"),
        phrase!("The method has no option of this name. It is refused rather than ignored, because a mistyped option would silently leave the default in place. Correct the spelling; `tashika explain METHOD` tells more of the method.");

    WRONG_OPTION = "wrong-option", Error:
        phrase!("Option that does not fit"),
        phrase!("The option exists, but its value does not fit: another word, or a number of another kind, is needed. The hint says what can be written.");

    METHODS_DO_NOT_FIT = "methods-do-not-fit", Any:
        phrase!("Methods that do not fit"),
        phrase!("The way to estimate does not go with the design. A before-and-after design estimates changes of the same units; a comparison of two groups estimates their difference. Take `estimate` out to get the one that fits, or write one of those listed.");

    NO_TREATMENT = "no-treatment", Error:
        phrase!("No treatment"),
        phrase!("The design compares those who received with those who did not, and the question does not say who they are. Name the variable with two values in `treatment`. Where everybody received, only a design such as before-after is possible.");

    NO_COVARIATES = "no-covariates", Error:
        phrase!("No covariates"),
        phrase!("The design looks for units that are alike, and the question does not say in what. Name in `covariates` what was known before the program and has to do with both taking part and the outcome: size, field, region, and above all the outcome's earlier value.");

    NO_BEFORE = "no-before", Error:
        phrase!("No state before"),
        phrase!("The design compares each unit with itself before the program, and nothing says which value is the one before. Give `baseline` for each outcome; or `before` and `after` where the same variable was observed at several periods.");

    TREATMENT_NOT_TWO_VALUED = "treatment-not-two-valued", Error:
        phrase!("Treatment without two values"),
        phrase!("The variable that says who received must have two values, and it has others. Often one cell holds a slip of the pen, or a word for no answer. The values are listed with how often they occur, and the unusual cells with their addresses. Correct the cells, or declare `missing` or `codes` for the variable.");

    TREATMENT_UNCLEAR = "treatment-unclear", Error:
        phrase!("Which value means received is unclear"),
        phrase!("The variable has two values, but neither of them says by itself who received. Guessing could turn the sign of the effect around. Declare with `codes` which value stands for yes and which for no, as the hint shows.");

    OUTCOME_NOT_NUMERIC = "outcome-not-numeric", Error:
        phrase!("Outcome is no number"),
        phrase!("An outcome must be a number or yes and no, because means and differences are taken of it. The column holds other texts; some are shown with their cells. Correct them, declare what stands for no answer (`missing`), or say what the words mean (`codes`).");

    COVARIATE_IS_TEXT = "covariate-is-text", Error:
        phrase!("Covariate is free text"),
        phrase!("Free text cannot make units comparable, because nearly every unit has its own. Where the column is a list of categories, declare kind = \"category\"; else leave it out.");

    CLUSTER_MISSING = "cluster-missing", Warning:
        phrase!("Units without a cluster"),
        phrase!("Standard errors respect clusters, and some units have no value in the column that names them. Each such unit is taken for a cluster of its own, which makes the error smaller if they do belong together. Fill in the column, or give these units a common value.");

    SUBGROUP_ON_OUTCOME = "subgroup-on-outcome", Error:
        phrase!("Subgroups by the outcome"),
        phrase!("A variable of `subgroups` is an outcome of the question, goes into one or is made from one. Groups that are made by what came out differ in what came out: that says nothing about the program. Choose what was known before.");

    TOO_MANY_GROUPS = "too-many-groups", Error:
        phrase!("Too many groups"),
        phrase!("A variable of `subgroups` or of `by` in [reports] has so many values that its groups would be cases rather than groups. Make bands of it with a formula (CASE WHEN … THEN … END), or name another variable. For a page on each case there is `grantees = true` in [reports].");

    WHERE_NOBODY = "where-nobody", Error:
        phrase!("Condition that fits nobody"),
        phrase!("The condition in `where` is true for no unit, so that there is nothing to look at. Often a text or a number is written differently in the file. `tashika check` shows what the columns hold.");

    CLAIM_TOO_STRONG = "claim-too-strong", Warning:
        phrase!("Claim too strong"),
        phrase!("A title or label of the study says more than data can show: that something is beyond doubt, that there is none of it because none was seen, that it matters because it is significant, or that a program works although nobody was compared. Readers remember titles, so they are held to the same rule as the findings. Nothing is changed or refused: write what was found and how sure, or leave it if the words are somebody's own.");
}
