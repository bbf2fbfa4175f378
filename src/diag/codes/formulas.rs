//! Codes of problems of formulas and further variables.

use crate::diag::code::codes;
use crate::phrase;

codes! {
    ROSTER_OPEN = "roster-open", Any:
        phrase!("List not wholly found"),
        phrase!("A question takes a list as its treatment, and not every row of the list was found: some wait for a decision, others were found nowhere. Units that are perhaps meant by a row that waits are neither among those who took part nor among those they are compared with.");

    FORMULA_SYNTAX = "formula-syntax", Error [OfFormula]:
        phrase!("Formula cannot be read"),
        phrase!("A formula or a `where` breaks the rules of SQL expressions, so that it cannot be read. Names that hold spaces or signs stand in double quotation marks, texts in single ones, and operators are half-width. In TOML an expression with double quotation marks is easiest to write between single ones, or three of them.");

    FORMULA_UNSUPPORTED = "formula-unsupported", Error [OfFormula]:
        phrase!("Formula not supported"),
        phrase!("A formula sees the values of one row at a time. Arithmetic, comparisons, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL, CASE and functions are possible: of numbers ABS, ROUND, FLOOR, CEIL, LN, LOG, LOG10, LOG2, EXP, POW, SQRT, LEAST, GREATEST; of dates YEAR, MONTH, DAY; of texts CONCAT (or ||), SUBSTR, LOWER, UPPER, TRIM, LENGTH, CONTAINS; of any COALESCE, NULLIF; sums over rows, windows and queries are not, because a unit would then hold what other units say.");

    FORMULA_SIZE = "formula-size", Error [OfFormula]:
        phrase!("Formula too long"),
        phrase!("A formula or a `where` is too long or too deep to be read in one piece. Make several variables of it, each with a part, and let the last one use the others. Where one column is compared with many values, a list is shorter than many OR: region IN ('Tokyo', 'Osaka').");

    FORMULA_TYPE = "formula-type", Error [OfFormula]:
        phrase!("Wrong kind of value in a formula"),
        phrase!("A part of a formula holds values of another kind than its place takes: texts where numbers are needed, a number where a condition is needed, or branches of different kinds. Often a column of numbers was read as text because of a few cells; declare its kind to see which. In arithmetic yes counts as 1 and no as 0.");

    FORMULA_CIRCLE = "formula-circle", Error [OfFormula]:
        phrase!("Formulas in a circle"),
        phrase!("Variables are made from each other in a circle, so that none can be computed first. Take one of the names out of its formula.");

    FORMULA_NAME_TAKEN = "formula-name-taken", Error [OfFormula]:
        phrase!("Name of a formula is taken"),
        phrase!("A formula or a measure would make a variable of a name that is taken, by a column of a source or by another formula. It is not clear which is meant. Give one of them another name; a column can be renamed with `columns` in [sources.NAME].");

    FORMULA_NO_PERIOD = "formula-no-period", Error [OfFormula]:
        phrase!("Formula without a common period"),
        phrase!("The variables of a formula or a measure were observed at different periods, and at none of them all together. Check that sources name the same period in the same way, or write name@period for each.");

    FORMULA_NOT_FINITE = "formula-not-finite", Warning [OfFormula]:
        phrase!("Formula without a value"),
        phrase!("Some values of a formula cannot be computed: something is divided by 0, or a logarithm is taken of 0 or less. They count as missing, and the units and cells are listed. Where 0 has a meaning there, say what should come out with CASE or COALESCE. A missing value in a formula, also in a condition of CASE, makes its result missing without a warning.");

    WHERE_ON_OUTCOME = "where-on-outcome", Error:
        phrase!("Condition on the outcome"),
        phrase!("`where` chooses units by an outcome of the question, by something that an outcome is made from, or by something made from one. Whoever is chosen by what came out is no fair sample: the comparison would be biased. Choose by what was known before the program.");

    INCOME_WITHOUT_SHARES = "income-without-shares", Warning [Meanwhile(SharesMissing)]:
        phrase!("Income without shares"),
        phrase!("Where all income is 0, or an amount of a class is negative, its parts have no shares, and everything made of shares is missing there. Negative amounts usually are corrections or returned grants booked as income. Look at the cells that are listed.");

    GRANT_EXCEEDS_CLASS = "grant-exceeds-class", Warning [Meanwhile(GrantMissing)]:
        phrase!("Grant larger than its class"),
        phrase!("The evaluated grant is larger than the class of income that it is said to be a part of. Either it is booked in another class (`evaluated_grant_in`), or amounts are in different units (yen and thousand yen), or a cell is wrong. Income without the grant counts as missing there.");

    BLANK_AMOUNTS = "blank-amounts", Warning:
        phrase!("Blank amounts in a formula"),
        phrase!("A variable made by a formula has no value in many rows, and only because one of the variables in it is blank there. A blank amount often means that nothing was received; then blank_is = 0 in its table gives the rows their value. Where it is not known, leave it: the rows stay out.");
}
