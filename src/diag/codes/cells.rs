//! Codes of problems of cells and columns.

use crate::diag::code::codes;
use crate::phrase;

codes! {
    READ_AS = "read-as", Note [Understood]:
        phrase!("Cells read in another way"),
        phrase!("Cells that are written in another way than the rest of their column and were understood all the same: full-width digits, ▲ for minus, a unit behind the number, a year of an era, another spelling of a name. They are listed so that a misreading can be seen.");

    DATE_ORDER_UNCLEAR = "date-order-unclear", Any:
        phrase!("Day and month unclear"),
        phrase!("03/04/2021 is the third of April in Britain and the fourth of March in the United States. Where dates of the column can only be read in one way (25/12/2021), all are read so. Where hardly one can, or where both orders occur, nothing is guessed: write the dates with the year first, 2021-04-03. Where all texts can be read in one way only and stand beside cells that are dates already, with hardly a day beyond the twelfth, Excel of another country may have exchanged day and month in those: they are listed, to be compared with where they came from.");

    ANSWER_WITHOUT_TIME = "answer-without-time", Warning:
        phrase!("Answers without a time"),
        phrase!("Of several answers of a unit the first or last one by the time of the answer counts, where the table says it. Where the time is missing in some rows it cannot be compared, and the order of the rows counts instead. Fill in the times, or put the rows in order.");

    COMMA_UNCLEAR = "comma-unclear", Any [LeavesDataWhole]:
        phrase!("Commas that are unclear"),
        phrase!("Most numbers of the column are written with a comma for decimals (3,5), and in some cells the comma or point may stand for thousands: 1,234 is one and a bit, or more than a thousand. These count as missing until it is decided which is meant, in the file or in the sheet Data to check.");

    CURRENCIES_MIXED = "currencies-mixed", Any [LeavesDataWhole, Meanwhile(Stopped)]:
        phrase!("Currencies in one column"),
        phrase!("A column holds amounts in several currencies: by a sign in the cell (£, $, 円), by the number format of the cell, by a column beside it such as Currency, or by headings that differ between files. Amounts in different currencies cannot be added, averaged or compared. Declare the unit of the variable, and the amounts in other currencies count as missing; or write the name of the variable with each currency in brackets, `Amount (GBP)` and `Amount (USD)`, and each is a variable of its own. Convert the amounts in the file where all are to count.");

    OTHER_CURRENCY = "other-currency", Note:
        phrase!("Amounts in another currency"),
        phrase!("The study asks for a variable in one currency, by its unit or by the currency behind its name. The amounts in other currencies are listed with their number, and count as missing.");

    CODE_FOR_NO_ANSWER = "code-for-no-answer", Any [LeavesDataWhole, Meanwhile(Stopped)]:
        phrase!("Numbers that may stand for no answer"),
        phrase!("Values such as 9, 99, 999 or −1 lie far off the other values of a column, which are a complete scale (1 to 5), ages, or numbers. Such values most often stand for no answer; averaged, they would move every number. A note beside the table that says so is quoted. Declare `missing` where they stand for no answer; where they are values, declare them in `codes`.");

    CODES_UNCLEAR = "codes-unclear", Warning:
        phrase!("Codes 1 and 2 unclear"),
        phrase!("An outcome holds nothing but 1 and 2. Questionnaires often code yes as 1 and no as 2; the average of such codes says little, and its direction is turned around. Declare `codes` where they are codes; where they are numbers, declare `kind = \"number\"`.");

    DATE_AMONG_ANSWERS = "date-among-answers", Warning [Meanwhile(Missing)]:
        phrase!("Dates among answers"),
        phrase!("A column of numbers, or of bands such as 1-2 and 3-4, holds dates. Spreadsheet programs turn 3-4 into the third of April or the fourth of March when it is typed or a text file is opened. The answer that was probably typed is suggested in the sheet Data to check.");

    SHARE_OUT_OF_SCALE = "share-out-of-scale", Any [LeavesDataWhole, Meanwhile(Missing)]:
        phrase!("Shares out of scale"),
        phrase!("Shares are written as 0.45, 45% or 45. Where the cells of a column say themselves which they are (by a sign or their number format), or most lie between 0 and 1, a plain 45 among them is on another scale, and averaging would be wrong a hundredfold. Such cells are listed one by one, with the hundredth of the value as a suggestion; so are values that no share can have.");

    OUTSIDE_THE_SCALE = "outside-the-scale", Warning [Meanwhile(Missing)]:
        phrase!("Answers outside the scale"),
        phrase!("A variable that is declared a scale holds values that are none of its steps: those of its codes, or the whole numbers without a gap that nearly all rows hold. Most often a digit was typed twice, or an answer stands in the wrong column. They are listed one by one.");

    THOUSANDFOLD = "thousandfold", Any [LeavesDataWhole, Meanwhile(Stopped)]:
        phrase!("A period a thousand times another"),
        phrase!("The values of one period, file or sheet are about a thousand (ten thousand, a million) times those of another, and no heading says so. Most often one year was asked in thousands. Nothing is multiplied by guessing: say the unit of the column in the source by `units`, or write it into the heading. Where the numbers are right as they stand, say that, and nothing more is asked.");

    THOUSANDFOLD_CELL = "thousandfold-cell", Any [LeavesDataWhole, Meanwhile(Missing)]:
        phrase!("Cells a thousand times too large or too small"),
        phrase!("A cell is about a thousand (ten thousand, a million) times what the same unit has at other times, or as many times less: below a heading in thousands it was probably typed in full, or part of the units answered in another unit than the others. This is asked only where the other units stay near what they were. The value that may have been meant is suggested in the sheet Data to check.");

    ACROSS_MIDNIGHT = "across-midnight", Any [LeavesDataWhole, Meanwhile(Missing)]:
        phrase!("Times across midnight"),
        phrase!("Times of the day are read as hours: 23:30 is 23.5 and 0:10 is 0.17. Where a column, or an outcome and its baseline, lie on both sides of midnight, their mean and their differences would be wrong by a day. Count times after midnight on, 24:10 for 0:10, in the file or in the sheet Data to check; in formulas add 24 where the later time is the smaller number.");

    NOT_A_DATE = "not-a-date", Warning [Meanwhile(Missing)]:
        phrase!("Cells that are no dates"),
        phrase!("Cells of a column of dates hold something that is not a date. They count as missing and are listed with their addresses. Correct them, or declare what stands for no answer in `missing`.");

    NOT_YES_NO = "not-yes-no", Warning [Meanwhile(Missing)]:
        phrase!("Cells that are not yes or no"),
        phrase!("Cells of a column of yes and no hold something else. They count as missing and are listed with their addresses. Correct them, say with `codes` what they mean, or declare in `missing` what stands for no answer.");

    NOT_A_NUMBER = "not-a-number", Warning [Meanwhile(Missing)]:
        phrase!("Cells that are no numbers"),
        phrase!("Cells of a column of numbers hold something that is not a number. They count as missing and are listed with their addresses. Correct them, or declare what stands for no answer in `missing`.");

    MOSTLY_TEXT = "mostly-text", Error [Meanwhile(Stopped)]:
        phrase!("Mostly text in a column of numbers"),
        phrase!("A column that should be numbers holds mostly text, so that it was read as text. It may be the wrong column, or the numbers may be written in a way that is not understood. Look at the cells shown.");

    SOME_TEXT = "some-text", Warning [Meanwhile(Missing)]:
        phrase!("A few texts among numbers"),
        phrase!("A column of numbers holds a few texts. They count as missing and are listed. If they stand for no answer, declare them in `missing`, so that it is known and no longer said.");

    ERROR_CELL = "error-cell", Warning [Meanwhile(Missing)]:
        phrase!("Cells with an error"),
        phrase!("Cells hold an error such as #DIV/0! or #N/A. They count as missing. Correct the formulas if the values are needed.");

    VARIABLE_JOINED = "variable-joined", Note:
        phrase!("One variable of several lists"),
        phrase!("Two sources have a column of the same name, and no unit has a value in both: they are lists of other people or organisations, such as those who took part and those who did not. Their values are one variable. If they are two things, give one of them another name with `columns`.");

    VARIABLE_TWICE = "variable-twice", Note [Understood]:
        phrase!("Variable in two sources"),
        phrase!("Two sources hold a column of the same name. Where both give the same values nothing is lost; where they differ and the study does not use the column, the first source counts. Give one of them another name with `columns` if both are needed.");

    COLUMNS_READ_AS = "columns-read-as", Note [Understood]:
        phrase!("Columns written in another way"),
        phrase!("Whole columns are written in a way that was understood: with thousands separators, with a unit behind each number, in full-width digits, with yes and no in words. Nothing is wrong with them; the number behind each column says how many cells it was.");

    WORDS_AS_STEPS = "words-as-steps", Note [Understood]:
        phrase!("Words read as steps"),
        phrase!("The answers of a question are words of agreement or of more and less, such as とてもそう思う or strongly disagree. They are read as steps counted from 1, the contrary being the lowest. Where a number stands before the words, it is the step. If the scale has steps that nobody chose, or counts the other way, say with `codes` which number each answer stands for.");

    SEVERAL_ANSWERS = "several-answers", Note [Understood]:
        phrase!("Several answers in a cell"),
        phrase!("A question allowed several answers, and they stand in one cell, divided by a sign or a line break. Each answer can be used in the study file as a variable with the values 1 and 0, called column=answer. An empty cell is missing, not a no to everything.");

    ANSWERS_AGREE = "answers-agree", Note [Understood]:
        phrase!("Answers that agree"),
        phrase!("The file has the answers of a question twice: listed in one cell, and as columns of 1 and 0. Both say the same, so that either can be used.");

    ANSWERS_DIFFER = "answers-differ", Warning:
        phrase!("Answers that differ"),
        phrase!("The file has the answers of a question twice, listed in one cell and as columns of 1 and 0, and the two differ. One of them was changed or filled in wrongly. Look at the cells, and use the one that is right.");

    SEVERAL_VALUES = "several-values", Warning [Meanwhile(Missing)]:
        phrase!("Several values in a cell"),
        phrase!("A cell holds two amounts or two dates: before and after a change, a first and a last one. Which is meant is for a person to say. The one that seems to be meant is suggested in the sheet Data to check: the one outside of brackets, or the one that is called changed or final.");

    ROUGH_VALUE = "rough-value", Warning [Meanwhile(Missing)]:
        phrase!("Rough values"),
        phrase!("A cell says a value only roughly: about 30, at least 30, 30 and others, 10 to 20. It is not guessed. Where one number is named, it is suggested in the sheet Data to check; of a range no value is suggested. A column that holds nothing but ranges is a category, and is ordered by them.");

    UNIT_PRICE = "unit-price", Warning [Meanwhile(Missing)]:
        phrase!("Price of one piece"),
        phrase!("A column of amounts holds a price of one piece, such as @1,500円. It says nothing of the amount. Where a total stands in the same cell, it is suggested in the sheet Data to check; otherwise look it up.");

    MISTYPED_VALUE = "mistyped-value", Warning [Meanwhile(Missing)]:
        phrase!("Mistyped values"),
        phrase!("A cell looks like a number or a date that was mistyped: 1,23, a letter for a digit, a long dash for a minus, 月 for 年. What was probably meant is suggested in the sheet Data to check and not used before a person says so.");

    IMPOSSIBLE_DATE = "impossible-date", Warning [Meanwhile(Missing)]:
        phrase!("Impossible dates"),
        phrase!("A cell says a day that the calendar does not have, such as February 30. The last day of that month is suggested in the sheet Data to check, and not used before a person says so.");

    DATE_WITHOUT_DAY = "date-without-day", Warning [Meanwhile(Missing)]:
        phrase!("Dates without a day"),
        phrase!("A cell of a column of dates says only a month or a year. The first day of it is suggested in the sheet Data to check; of a fiscal year (年度) the first day of its first month.");

    DATE_OUT_OF_RANGE = "date-out-of-range", Warning [Meanwhile(Missing)]:
        phrase!("Dates out of range"),
        phrase!("A cell is formatted as a date, but the number in it belongs to no day: zero, a negative number, the 29th of February 1900 that Excel invented, or a day after the year 9999. Other programs show some day or other for it; here it counts as missing. Type the date anew, or change the format if it is a number.");

    FORMULAS_WITHOUT_RESULTS = "formulas-without-results", Any:
        phrase!("Formulas without results"),
        phrase!("Cells hold formulas, but not their results: the file was written by a program that does not calculate. Excel calculates them when the file is opened, and stores the results when it is saved. Until then the cells are blank here, whatever Excel shows.");

    SUM_INCOMPLETE = "sum-incomplete", Warning:
        phrase!("Sums with missing values"),
        phrase!("The rows of each unit are added up, and some of them have no value. The sum counts the others only, and may be too small. Fill in the cells, or leave the units out.");
}
