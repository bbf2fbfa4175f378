//! Pages of problem codes, shown by `tashika explain CODE`.

use crate::phrase;
use crate::text::Phrase;

use super::CodePage;

/// The page of every problem code: what it means, why it matters, what to do.
pub const PAGES: &[CodePage] = &[
    CodePage {
        code: "syntax",
        text: || {
            phrase!(
                "The study file breaks a rule of TOML, the format it is written in, so that what follows cannot be understood either. Most often a quotation mark, a bracket, a comma or an equals sign is missing. Correct the marked line and run `tashika check` again; further problems may appear once the text can be read."
            )
        },
    },
    CodePage {
        code: "duplicate-key",
        text: || {
            phrase!(
                "The same key stands twice in one table, so that it is not clear which value counts. Keep one of the two. A table such as [sources.people] can also be begun only once."
            )
        },
    },
    CodePage {
        code: "unknown-key",
        text: || {
            phrase!(
                "The table has no key of this name. It is refused rather than ignored, because a mistyped key would silently change the analysis. Correct the spelling, or take the line out; `tashika schema` lists all keys."
            )
        },
    },
    CodePage {
        code: "missing-key",
        text: || {
            phrase!(
                "Something that is always needed is not in the study file. Without it the analysis would rest on a guess. Add it as the hint shows."
            )
        },
    },
    CodePage {
        code: "wrong-type",
        text: || {
            phrase!(
                "The value is of another type than the key takes: for example a number in quotation marks, or one text where a list is wanted. Texts stand in quotation marks, numbers and true or false do not, lists stand in square brackets, tables in braces or below a heading."
            )
        },
    },
    CodePage {
        code: "wrong-value",
        text: || {
            phrase!(
                "The value is of the right type, but outside of what is possible here. The hint says what can be written."
            )
        },
    },
    CodePage {
        code: "empty-value",
        text: || {
            phrase!("A text is there but empty. Write the value, or take the line out where the key is not needed.")
        },
    },
    CodePage {
        code: "conflicting-keys",
        text: || {
            phrase!(
                "Two keys that say the same thing in two ways are both given, and they could contradict each other. Keep the one that you mean."
            )
        },
    },
    CodePage {
        code: "not-yet",
        text: || {
            phrase!(
                "This is part of the plan for Tashika, but this version cannot do it. It is refused rather than ignored, because leaving it out would change what the study means. Take it out, or wait for a version that has it."
            )
        },
    },
    CodePage {
        code: "duplicate-id",
        text: || {
            phrase!(
                "Two questions have the same id. Ids name files and findings, so they must differ, also on systems that do not tell capitals apart. Give each question its own."
            )
        },
    },
    CodePage {
        code: "fiscal-year-needed",
        text: || {
            phrase!(
                "The question counts years from dates, and a date belongs to one fiscal year or another depending on the month in which it starts. Say it once in [study]: fiscal_year_starts = 4 for April."
            )
        },
    },
    CodePage {
        code: "start-not-a-year",
        text: || {
            phrase!(
                "The variable that says when each unit starts holds something that is no year. Years may be written 2021, 2021年度, 令和3年度 or R3. Correct the cells that `tashika check` lists."
            )
        },
    },
    CodePage {
        code: "start-needed",
        text: || {
            phrase!(
                "A period such as start-1 is counted from the year in which each unit's program starts, and the question does not say which variable holds that year. Add start = \"…\", or rounds."
            )
        },
    },
    CodePage {
        code: "measured-after-start",
        text: || {
            phrase!(
                "What makes units comparable must have been measured before the program could change it; otherwise part of the effect is taken away, or one is invented. Take the value from before the start."
            )
        },
    },
    CodePage {
        code: "before-not-before",
        text: || {
            phrase!(
                "The period that is called `before` comes later than the one that is called `after`, or is the same one: the change would have the wrong sign, or be none. Exchange the two. Years are compared however they are written (R3, 令和3年度, 2021), and so are words such as 前 and 後, pre and post, 第1回 and 第2回."
            )
        },
    },
    CodePage {
        code: "two-starts",
        text: || {
            phrase!(
                "Two questions of one study count the same variable from different starts, so that start-1 would mean two things. Put one of them into a study of its own."
            )
        },
    },
    CodePage {
        code: "nothing-linked",
        text: || {
            phrase!(
                "A source is linked to another one, and not one of its rows was found there. Most often the columns hold different things, or one of them was stored as numbers with lost digits. Compare a few values by eye, or link by another column."
            )
        },
    },
    CodePage {
        code: "corporate-number-destroyed",
        text: || {
            phrase!(
                "Excel shows a number of 13 digits as 4.01101E+12, and saving it as CSV or retyping it leaves only the first six digits. Such a number points to many organisations or to none, so rows are not joined on it, even where its check digit happens to be right. Look the number up, format the column as text, and enter it again."
            )
        },
    },
    CodePage {
        code: "corporate-number-wrong",
        text: || {
            phrase!(
                "A corporate number (法人番号) has 13 digits, the first of which checks the others. This cell holds something else, most often a typing error. Rows are not joined on it."
            )
        },
    },
    CodePage {
        code: "id-destroyed",
        text: || {
            phrase!(
                "An id such as 4.01101E+12 is what Excel shows of a long number; what stood there before is lost, and several ids may have become one. Rows are not joined on it. Look the ids up, format the column as text, and enter them again."
            )
        },
    },
    CodePage {
        code: "linked",
        text: || {
            phrase!(
                "A source describes what rows of another one stand for. Rows were joined by the columns of `by` in their order: a corporate number whose check digit is right, an id, or a name that is the same after legal forms, widths, spaces and old characters are evened out, in no other place. The others are listed in the workbook, with who comes nearest and why they were not joined."
            )
        },
    },
    CodePage {
        code: "probable-link",
        text: || {
            phrase!(
                "A row is perhaps about somebody in the other source, but it is not sure: a typing error, other kana, another place, a name that many bear, or the name of several. It is not joined until a person decides. The sheet Data to check lists each such row with a proposal: choose “join” or “do not join”, or write the number, id or name of somebody else as the value, and run the study again."
            )
        },
    },
    CodePage {
        code: "taken-as",
        text: || {
            phrase!(
                "Units occur in several rows, and this says what the rows were taken as: points in time, where a source has periods; or several units that have something in common, where a row of a linked source belongs to each of them. If that is not what you meant, change `unit`, `period_column` or `link` of the source."
            )
        },
    },
    CodePage {
        code: "name-differs",
        text: || {
            phrase!(
                "A row was joined by its number, but the name beside it is another organisation's, also after legal forms, spaces and widths are evened out. Either the number is wrong or the organisation was renamed. The number counts."
            )
        },
    },
    CodePage {
        code: "unknown-source",
        text: || phrase!("A link names a source that the study does not have. Correct the name, or add the source."),
    },
    CodePage {
        code: "circular-link",
        text: || {
            phrase!(
                "Following the links of sources leads back to where one began, so that no source says what the units are. One source must have `unit` instead of `link`."
            )
        },
    },
    CodePage {
        code: "unknown-finding",
        text: || {
            phrase!(
                "A chart asks for a finding of a question that the study does not have, or of an outcome that the question does not have. Findings are named question/outcome, as in findings.json."
            )
        },
    },
    CodePage {
        code: "rows-set-aside",
        text: || {
            phrase!(
                "Titles, notes, totals, headings of sections, headings again and rows of a form that nobody filled in are no data. They are recognised by their shape: few cells, a word for a total, a mark such as ※, numbers that add up. The rows are listed with their reason, so that a row of data that looks like one of them is not lost unseen; say range = \"B4:Z900\" and header = 4 to take the table exactly."
            )
        },
    },
    CodePage {
        code: "stacked-headings",
        text: || {
            phrase!(
                "Headings often stand in two rows, a group above its columns, with merged cells. Each column is called by its lowest heading where that is clear by itself, otherwise by all of them. Say header = \"3:4\" where the rows were not recognised."
            )
        },
    },
    CodePage {
        code: "unit-in-heading",
        text: || {
            phrase!(
                "A heading that ends in a unit such as （千円） says what its numbers are counted in. They are multiplied out, so that years in different units can be compared. A cell with a unit of its own keeps that."
            )
        },
    },
    CodePage {
        code: "read-as",
        text: || {
            phrase!(
                "Cells that are written in another way than the rest of their column and were understood all the same: full-width digits, ▲ for minus, a unit behind the number, a year of an era, another spelling of a name. They are listed so that a misreading can be seen."
            )
        },
    },
    CodePage {
        code: "date-order-unclear",
        text: || {
            phrase!(
                "03/04/2021 is the third of April in Britain and the fourth of March in the United States. Where dates of the column can only be read in one way (25/12/2021), all are read so. Where hardly one can, or where both orders occur, nothing is guessed: write the dates with the year first, 2021-04-03. Where all texts can be read in one way only and stand beside cells that are dates already, with hardly a day beyond the twelfth, Excel of another country may have exchanged day and month in those: they are listed, to be compared with where they came from."
            )
        },
    },
    CodePage {
        code: "answer-without-time",
        text: || {
            phrase!(
                "Of several answers of a unit the first or last one by the time of the answer counts, where the table says it. Where the time is missing in some rows it cannot be compared, and the order of the rows counts instead. Fill in the times, or put the rows in order."
            )
        },
    },
    CodePage {
        code: "looks-not-read",
        text: || {
            phrase!(
                "Of workbooks in the formats .xls, .xlsb and .ods the values are read, and not how they are shown: that 0.45 is shown as 45%, 11 as 00011 or 300 as £300, that rows are hidden or filtered out, cells merged or struck out. Where that matters, open the file in Excel or LibreOffice and save it as .xlsx."
            )
        },
    },
    CodePage {
        code: "unknown-word",
        text: || {
            phrase!(
                "A condition or formula compares a variable with a word that it never holds, and that looks like one that it does hold. With a mistyped word a condition is true for nobody, or, with <>, for everybody. Width, the size of letters and spaces make no difference."
            )
        },
    },
    CodePage {
        code: "comma-unclear",
        text: || {
            phrase!(
                "Most numbers of the column are written with a comma for decimals (3,5), and in some cells the comma or point may stand for thousands: 1,234 is one and a bit, or more than a thousand. These count as missing until it is decided which is meant, in the file or in the sheet Data to check."
            )
        },
    },
    CodePage {
        code: "no-years-in-headings",
        text: || {
            phrase!(
                "The study wants the period of each column from its heading, and no heading is a year or differs from another one in a year only. Headings such as 2021, 令和3年度, R3, `members 2021` are understood, also in stacked headings. A column that the study speaks of by its whole heading stays as it is."
            )
        },
    },
    CodePage {
        code: "years-in-headings",
        text: || {
            phrase!(
                "Several columns have headings that are years, or that differ in a year only. They are taken as variables of their own. With period_from = \"heading\" in the source they become one variable at several points in time, which questions name by `before` and `after`; years alone are called by the heading above them, else by the title of the table, the sheet or the source."
            )
        },
    },
    CodePage {
        code: "unit-unclear",
        text: || {
            phrase!(
                "Beside the table stands a unit such as 単位:千円, and the headings say nothing. Amounts are meant, but a table also has counts of people, so that nobody knows which columns to multiply; a mistake would be a thousandfold. Name the columns of money in the source: amounts = [\"受取会費\", …]. They are multiplied only where such a unit stands."
            )
        },
    },
    CodePage {
        code: "currencies-mixed",
        text: || {
            phrase!(
                "A column holds amounts in several currencies: by a sign in the cell (£, $, 円), by the number format of the cell, by a column beside it such as Currency, or by headings that differ between files. Amounts in different currencies cannot be added, averaged or compared. Declare the unit of the variable, and the amounts in other currencies count as missing; or write the name of the variable with each currency in brackets, `Amount (GBP)` and `Amount (USD)`, and each is a variable of its own. Convert the amounts in the file where all are to count."
            )
        },
    },
    CodePage {
        code: "other-currency",
        text: || {
            phrase!(
                "The study asks for a variable in one currency, by its unit or by the currency behind its name. The amounts in other currencies are listed with their number, and count as missing."
            )
        },
    },
    CodePage {
        code: "code-for-no-answer",
        text: || {
            phrase!(
                "Values such as 9, 99, 999 or −1 lie far off the other values of a column, which are a complete scale (1 to 5), ages, or numbers. Such values most often stand for no answer; averaged, they would move every number. A note beside the table that says so is quoted. Declare `missing` where they stand for no answer; where they are values, declare them in `codes`."
            )
        },
    },
    CodePage {
        code: "codes-unclear",
        text: || {
            phrase!(
                "An outcome holds nothing but 1 and 2. Questionnaires often code yes as 1 and no as 2; the average of such codes says little, and its direction is turned around. Declare `codes` where they are codes; where they are numbers, declare `kind = \"number\"`."
            )
        },
    },
    CodePage {
        code: "date-among-answers",
        text: || {
            phrase!(
                "A column of numbers, or of bands such as 1-2 and 3-4, holds dates. Spreadsheet programs turn 3-4 into the third of April or the fourth of March when it is typed or a text file is opened. The answer that was probably typed is suggested in the sheet Data to check."
            )
        },
    },
    CodePage {
        code: "share-out-of-scale",
        text: || {
            phrase!(
                "Shares are written as 0.45, 45% or 45. Where the cells of a column say themselves which they are (by a sign or their number format), or most lie between 0 and 1, a plain 45 among them is on another scale, and averaging would be wrong a hundredfold. Such cells are listed one by one, with the hundredth of the value as a suggestion; so are values that no share can have."
            )
        },
    },
    CodePage {
        code: "outside-the-scale",
        text: || {
            phrase!(
                "A variable that is declared a scale holds values that are none of its steps: those of its codes, or the whole numbers without a gap that nearly all rows hold. Most often a digit was typed twice, or an answer stands in the wrong column. They are listed one by one."
            )
        },
    },
    CodePage {
        code: "thousandfold",
        text: || {
            phrase!(
                "The values of one period, file or sheet are about a thousand (ten thousand, a million) times those of another, and no heading says so. Most often one year was asked in thousands. Nothing is multiplied by guessing: say the unit of the column in the source by `units`, or write it into the heading. Where the numbers are right as they stand, say that, and nothing more is asked."
            )
        },
    },
    CodePage {
        code: "thousandfold-cell",
        text: || {
            phrase!(
                "A cell is about a thousand (ten thousand, a million) times what the same unit has at other times, or as many times less: below a heading in thousands it was probably typed in full, or part of the units answered in another unit than the others. This is asked only where the other units stay near what they were. The value that may have been meant is suggested in the sheet Data to check."
            )
        },
    },
    CodePage {
        code: "across-midnight",
        text: || {
            phrase!(
                "Times of the day are read as hours: 23:30 is 23.5 and 0:10 is 0.17. Where a column, or an outcome and its baseline, lie on both sides of midnight, their mean and their differences would be wrong by a day. Count times after midnight on, 24:10 for 0:10, in the file or in the sheet Data to check; in formulas add 24 where the later time is the smaller number."
            )
        },
    },
    CodePage {
        code: "headings-exchanged",
        text: || {
            phrase!(
                "In one of several files or sheets two columns hold, unit by unit, about what the other one holds in all others: their headings were probably exchanged. Nothing is exchanged by guessing. Compare the headings with the columns in that file."
            )
        },
    },
    CodePage {
        code: "baseline-of-another-kind",
        text: || {
            phrase!(
                "An outcome and its baseline must be the same thing at two times: both yes or no by the same codes, or both numbers in the same unit. A change between a share and the average of codes means nothing. Declare the same `codes` or `kind` for both."
            )
        },
    },
    CodePage {
        code: "scales-differ",
        text: || {
            phrase!(
                "An outcome and its baseline are declared scales, and many answers of one lie above the highest step of the other. A scale of five steps cannot be subtracted from one of seven. Where people really moved up, nothing needs to be done; where the questions had different steps, say by `codes` which is which."
            )
        },
    },
    CodePage {
        code: "size-of-share",
        text: || {
            phrase!(
                "A size of change is declared as more than 1 for a variable that goes from 0 to 1, yes or no or a share: no change can be as large. Such sizes are written as shares: 0.1 is 10 percentage points."
            )
        },
    },
    CodePage {
        code: "not-linked",
        text: || {
            phrase!(
                "A source describes what rows of another one stand for, and some of those rows have an id that it does not have. Most often the id is spelled in another way. What the source would say of them is missing, and they may drop out of the comparison."
            )
        },
    },
    CodePage {
        code: "rounds-undeclared",
        text: || {
            phrase!(
                "Several units of the question belong to one row of a linked source, and one of them received: an organisation that applied more than once. Without a rule it may be compared with itself, and its applications count as independent. Declare rounds, or, where units are not applications, name the cluster."
            )
        },
    },
    CodePage {
        code: "nobody-followed",
        text: || {
            phrase!(
                "The design follows units from before to after, and no unit has a row at both periods. Either the ids do not match, or the surveys were anonymous; then only the two groups can be compared."
            )
        },
    },
    CodePage {
        code: "unsafe-id",
        text: || {
            phrase!(
                "The id becomes part of file names, and it holds something that not every system allows there: a character such as / or :, or a name that Windows keeps for devices. Use letters (of any language), digits, - and _."
            )
        },
    },
    CodePage {
        code: "duplicate-entry",
        text: || {
            phrase!(
                "A variable is listed twice. It would count twice, or the second would say nothing. Keep one of the two."
            )
        },
    },
    CodePage {
        code: "no-questions",
        text: || {
            phrase!(
                "The study names its data but asks nothing yet. Data and declarations can be checked already; to get an answer, add a [[questions]] block that says what may have changed (outcomes), who took part (treatment) and how to compare (design)."
            )
        },
    },
    CodePage {
        code: "no-outcome",
        text: || {
            phrase!(
                "The question does not say what may have changed. Name at least one variable in `outcomes`. The first one is the main outcome; it should be chosen before looking at results."
            )
        },
    },
    CodePage {
        code: "baseline-without-outcome",
        text: || {
            phrase!(
                "`baseline` gives the earlier value of something that is not an outcome of this question. Often the outcome is spelled differently. Write it exactly as in `outcomes`."
            )
        },
    },
    CodePage {
        code: "outcome-as-baseline",
        text: || {
            phrase!(
                "An outcome is given as its own earlier value, so that the change would always be zero. Name the column that holds the same thing from before the program."
            )
        },
    },
    CodePage {
        code: "outcome-as-covariate",
        text: || {
            phrase!(
                "An outcome also stands among the covariates. Making units alike in the outcome would remove the very effect that is looked for. Take it out; its value from before the program is a good covariate."
            )
        },
    },
    CodePage {
        code: "treatment-reused",
        text: || {
            phrase!(
                "The variable that says who received also stands among the outcomes or covariates. Nobody who received has a counterpart who did not and is alike in having received. Take it out of the list."
            )
        },
    },
    CodePage {
        code: "unused-variable",
        text: || {
            phrase!(
                "Variables are declared that no question uses. That does no harm. If one of them was meant to be used, its name in the question may be spelled differently."
            )
        },
    },
    CodePage {
        code: "not-utf8",
        text: || {
            phrase!(
                "The study file is stored in another encoding than UTF-8, so that Japanese text would be misread. Open it in an editor, choose save as, and set the encoding to UTF-8. Workbooks and data files may have any common encoding."
            )
        },
    },
    CodePage {
        code: "not-a-file",
        text: || phrase!("A path names a folder where a file is needed. Add the name of the file."),
    },
    CodePage {
        code: "not-a-study",
        text: || {
            phrase!(
                "A workbook or a file of data is given where the study file is needed. The study file is a small text file (.toml) that names the data and the question. `tashika new` drafts one from a workbook."
            )
        },
    },
    CodePage {
        code: "file-not-found",
        text: || {
            phrase!(
                "There is no file at this path. Paths in a study file count from the folder in which the study file stands. Check the spelling and whether the file was moved; / and \\ both work between folders."
            )
        },
    },
    CodePage {
        code: "file-unreadable",
        text: || {
            phrase!(
                "The file is there, but the system does not let it be read. It may be locked by another program, or your account may lack the right to read it. Close it elsewhere, or ask whoever looks after the folder."
            )
        },
    },
    CodePage {
        code: "unknown-variable",
        text: || {
            phrase!(
                "The study names a variable that is in none of the sources. Variables are called by the headings of their columns, or by the new name in `columns`. Correct the name as suggested, or rename the column in [sources.NAME] columns."
            )
        },
    },
    CodePage {
        code: "unknown-period",
        text: || {
            phrase!(
                "The variable exists, but was not observed at this period. A period is written after @ exactly as in `period` or in the period column: income@2021."
            )
        },
    },
    CodePage {
        code: "period-needed",
        text: || {
            phrase!(
                "The variable was observed at several periods, and the study does not say which one is meant. Write name@period, or give `before` and `after` in the question."
            )
        },
    },
    CodePage {
        code: "ambiguous-variable",
        text: || {
            phrase!(
                "Several sources have a column of this name, and it is not clear which one is meant. Give them different names with `columns` in [sources.NAME], or give each source its `period` if they are the same thing at different times."
            )
        },
    },
    CodePage {
        code: "unknown-method",
        text: || {
            phrase!(
                "There is no method of this name in this family. `tashika explain` lists the methods with what each answers, needs and assumes."
            )
        },
    },
    CodePage {
        code: "unknown-option",
        text: || {
            phrase!(
                "The method has no option of this name. It is refused rather than ignored, because a mistyped option would silently leave the default in place. Correct the spelling; `tashika explain METHOD` tells more of the method."
            )
        },
    },
    CodePage {
        code: "wrong-option",
        text: || {
            phrase!(
                "The option exists, but its value does not fit: another word, or a number of another kind, is needed. The hint says what can be written."
            )
        },
    },
    CodePage {
        code: "methods-do-not-fit",
        text: || {
            phrase!(
                "The way to estimate does not go with the design. A before-and-after design estimates changes of the same units; a comparison of two groups estimates their difference. Take `estimate` out to get the one that fits, or write one of those listed."
            )
        },
    },
    CodePage {
        code: "no-treatment",
        text: || {
            phrase!(
                "The design compares those who received with those who did not, and the question does not say who they are. Name the variable with two values in `treatment`. Where everybody received, only a design such as before-after is possible."
            )
        },
    },
    CodePage {
        code: "no-covariates",
        text: || {
            phrase!(
                "The design looks for units that are alike, and the question does not say in what. Name in `covariates` what was known before the program and has to do with both taking part and the outcome: size, field, region, and above all the outcome's earlier value."
            )
        },
    },
    CodePage {
        code: "no-before",
        text: || {
            phrase!(
                "The design compares each unit with itself before the program, and nothing says which value is the one before. Give `baseline` for each outcome; or `before` and `after` where the same variable was observed at several periods."
            )
        },
    },
    CodePage {
        code: "no-two-periods",
        text: || {
            phrase!(
                "The design compares people who answered before with other people who answered after, and nothing says when each row was answered. Give `period` in each source (or `period_column` where one sheet holds both), and `before` and `after` in the question. An anonymous source needs `anonymous = true` instead of `unit`."
            )
        },
    },
    CodePage {
        code: "units-in-both-groups",
        text: || {
            phrase!(
                "Some units have a row before and a row after, so they could be followed. Comparing each of them with itself (design = \"before-after\") removes the differences between people and gives a narrower interval. Compared as two groups they count on both sides; the standard error takes their two answers together, but the rank-based answers are given without interval. Where the ids are the same by accident, for example because numbering starts anew at each survey, declare the sources with `anonymous = true`."
            )
        },
    },
    CodePage {
        code: "treatment-not-two-valued",
        text: || {
            phrase!(
                "The variable that says who received must have two values, and it has others. Often one cell holds a slip of the pen, or a word for no answer. The values are listed with how often they occur, and the unusual cells with their addresses. Correct the cells, or declare `missing` or `codes` for the variable."
            )
        },
    },
    CodePage {
        code: "treatment-unclear",
        text: || {
            phrase!(
                "The variable has two values, but neither of them says by itself who received. Guessing could turn the sign of the effect around. Declare with `codes` which value stands for yes and which for no, as the hint shows."
            )
        },
    },
    CodePage {
        code: "one-arm",
        text: || {
            phrase!(
                "All units are on one side: everybody received, or nobody did. There is nobody to compare with. Often the comparison units stand in another sheet, or the column was read from the wrong place."
            )
        },
    },
    CodePage {
        code: "outcome-not-numeric",
        text: || {
            phrase!(
                "An outcome must be a number or yes and no, because means and differences are taken of it. The column holds other texts; some are shown with their cells. Correct them, declare what stands for no answer (`missing`), or say what the words mean (`codes`)."
            )
        },
    },
    CodePage {
        code: "covariate-is-text",
        text: || {
            phrase!(
                "Free text cannot make units comparable, because nearly every unit has its own. Where the column is a list of categories, declare kind = \"category\"; else leave it out."
            )
        },
    },
    CodePage {
        code: "unknown-column",
        text: || {
            phrase!(
                "The source has no column with this heading. Headings are compared without regard to spaces, width and capitals. Check the heading in the file; if the header was found in the wrong row, set `header`."
            )
        },
    },
    CodePage {
        code: "sheet-not-found",
        text: || {
            phrase!(
                "The workbook has no sheet of this name. Its sheets are listed. Correct `sheet`, or take it out to read the first sheet that holds a table."
            )
        },
    },
    CodePage {
        code: "empty-sheet",
        text: || {
            phrase!(
                "The sheet holds no values. Perhaps the data stand on another sheet, or formulas were saved without their results. Open the workbook, save it once, and name the right sheet."
            )
        },
    },
    CodePage {
        code: "no-table",
        text: || {
            phrase!(
                "No table was found: a row of headings with rows of values below it. Name the cells of the table with `range`, or the row of headings with `header`."
            )
        },
    },
    CodePage {
        code: "no-heading",
        text: || {
            phrase!(
                "A column has values but no heading. It is named by its letter on the sheet, so that nothing is lost. Give it a heading if it is needed."
            )
        },
    },
    CodePage {
        code: "repeated-heading",
        text: || {
            phrase!(
                "Two columns have the same heading, so that the name alone does not say which is meant. The later ones are numbered, and the study can refer to them by the numbered name. Better is a heading of its own for each column."
            )
        },
    },
    CodePage {
        code: "password-protected",
        text: || {
            phrase!(
                "The workbook is encrypted with a password. Tashika asks for it in a terminal, or takes it from the environment variable TASHIKA_PASSWORD; it keeps the password in memory for this run only and writes it nowhere. Or open the workbook, remove the password, and save a copy in a safe place."
            )
        },
    },
    CodePage {
        code: "wrong-password",
        text: || {
            phrase!(
                "The workbook is encrypted, and the password that was given does not open it. Type it again, or correct the environment variable TASHIKA_PASSWORD. All workbooks of a run share one variable; in a terminal, a workbook with another password is asked about."
            )
        },
    },
    CodePage {
        code: "encryption-not-supported",
        text: || {
            phrase!(
                "The workbook is encrypted in a way that Tashika does not know: that of Excel 97–2003, of OpenDocument, or of a rights management service. Open it in the program that made it, with its password, and save it as .xlsx; a password of Excel 2007 or later may stay."
            )
        },
    },
    CodePage {
        code: "reading-stopped",
        text: || {
            phrase!(
                "Every file is read apart, with a limit on time and memory, so that a damaged or malicious file cannot take the computer down. This file went beyond a limit. Copy the sheet that is needed into a new workbook, or save it as .csv. If the file is in order and only large, allow more seconds with the environment variable TASHIKA_READ_SECONDS, or more memory with TASHIKA_READ_MEGABYTES."
            )
        },
    },
    CodePage {
        code: "duplicate-sheet",
        text: || {
            phrase!(
                "Two sheets of a workbook have the same name. Excel does not allow that, but other programs write such files, and then only the first of the two can be reached. Nothing is read, because the wrong sheet would be worse than none. Rename one of them."
            )
        },
    },
    CodePage {
        code: "damaged-workbook",
        text: || {
            phrase!(
                "The file is not a whole workbook: it was cut short, or its ending does not match its content. Open it in the program that made it and save it again; if that fails, fetch it anew."
            )
        },
    },
    CodePage {
        code: "format-not-supported",
        text: || {
            phrase!(
                "The file is of a kind that cannot be read. Open it in the program that made it and save it as .xlsx or .csv."
            )
        },
    },
    CodePage {
        code: "not-a-date",
        text: || {
            phrase!(
                "Cells of a column of dates hold something that is not a date. They count as missing and are listed with their addresses. Correct them, or declare what stands for no answer in `missing`."
            )
        },
    },
    CodePage {
        code: "not-yes-no",
        text: || {
            phrase!(
                "Cells of a column of yes and no hold something else. They count as missing and are listed with their addresses. Correct them, say with `codes` what they mean, or declare in `missing` what stands for no answer."
            )
        },
    },
    CodePage {
        code: "encoding-guessed",
        text: || {
            phrase!(
                "A text file does not say its encoding; it was guessed from its content. Look at a few names in the results: if characters are wrong, set `encoding` in the source, for example \"utf-8\" or \"shift_jis\"."
            )
        },
    },
    CodePage {
        code: "duplicate-unit",
        text: || {
            phrase!(
                "The same unit stands in several rows of one source. It is not clear which row counts, and counting all of them would make the sample look larger than it is. Say which row counts (`duplicates = \"last\"`), put the rows together (`rows`), name the column of periods with `period_column`, or all columns that identify a row together (`unit = [\"class\", \"page\"]`). Where the rows are applications and some organisations applied more than once, make the application the unit, and say in `rounds` what happens to such organisations."
            )
        },
    },
    CodePage {
        code: "duplicates-settled",
        text: || {
            phrase!(
                "The same unit stands in several rows of one source with other values, and the study says which row counts (`duplicates`). The other rows are listed with this reason. Where the table has a time stamp, first and last are by the time of the answer, else by the order of the rows."
            )
        },
    },
    CodePage {
        code: "register-prefix",
        text: || {
            phrase!(
                "An id stands with the prefix of its register in one place (GB-CHC-1001856, JP-JCN-, T and 13 digits) and without it in another. Both are read as one id, in the columns that identify units, in links, rounds and clusters."
            )
        },
    },
    CodePage {
        code: "register-unclear",
        text: || {
            phrase!(
                "A number stands without its register, and two registers have the same number: a charity and a company, for example. It is joined to neither. Write the register before the number in all files."
            )
        },
    },
    CodePage {
        code: "like-unit",
        text: || {
            phrase!(
                "Ids of two sources are the same but for zeros before them, signs or the size of letters (00011 and 11, A-1 and a1). They stay two units until a person decides in the sheet Data to check, or until they are written alike. Neither of them is compared in a question whose treatment is a list that has one of them."
            )
        },
    },
    CodePage {
        code: "units-do-not-meet",
        text: || {
            phrase!(
                "Sources are joined by their unit, and hardly any unit of one stands in another. Most often the ids are written in two ways, or the columns hold different ids; then nothing can be compared. Write the ids alike, or link the sources so that each pair is asked about."
            )
        },
    },
    CodePage {
        code: "sources-joined",
        text: || {
            phrase!(
                "How many units of each source also stand in another one. Units without a row in a source have missing values there."
            )
        },
    },
    CodePage {
        code: "same-people",
        text: || {
            phrase!(
                "Answers are called anonymous, so that each row counts as a person of its own, and a column with e-mail addresses, user names or numbers of members shows that the same people answered several times. Errors then come out too small. Name the column as the unit, or as the cluster of the question."
            )
        },
    },
    CodePage {
        code: "roster-open",
        text: || {
            phrase!(
                "A question takes a list as its treatment, and not every row of the list was found: some wait for a decision, others were found nowhere. Units that are perhaps meant by a row that waits are neither among those who took part nor among those they are compared with."
            )
        },
    },
    CodePage {
        code: "no-unit-id",
        text: || {
            phrase!(
                "Rows have no value in the column that identifies the unit, so that they cannot be joined with anything. They are left out and listed. Fill in the ids, or name another column in `unit`."
            )
        },
    },
    CodePage {
        code: "not-a-number",
        text: || {
            phrase!(
                "Cells of a column of numbers hold something that is not a number. They count as missing and are listed with their addresses. Correct them, or declare what stands for no answer in `missing`."
            )
        },
    },
    CodePage {
        code: "mostly-text",
        text: || {
            phrase!(
                "A column that should be numbers holds mostly text, so that it was read as text. It may be the wrong column, or the numbers may be written in a way that is not understood. Look at the cells shown."
            )
        },
    },
    CodePage {
        code: "some-text",
        text: || {
            phrase!(
                "A column of numbers holds a few texts. They count as missing and are listed. If they stand for no answer, declare them in `missing`, so that it is known and no longer said."
            )
        },
    },
    CodePage {
        code: "several-sheets",
        text: || {
            phrase!(
                "Several sheets of the workbook hold a table, and the study does not say which one is meant. The first was read. Name the sheet with `sheet`, so that a sheet added later changes nothing."
            )
        },
    },
    CodePage {
        code: "empty-file",
        text: || {
            phrase!("The file is there but holds nothing. Often a copy or a download was not finished. Fetch it again.")
        },
    },
    CodePage {
        code: "too-large",
        text: || {
            phrase!(
                "The file is larger than can be read safely, or unpacks to more than that. Save only the sheet that is needed, or as .csv, or split the file."
            )
        },
    },
    CodePage {
        code: "not-a-spreadsheet",
        text: || {
            phrase!(
                "The file is of another kind, such as a document, a picture or an archive. Take the table out of it and save it as .xlsx or .csv."
            )
        },
    },
    CodePage {
        code: "misnamed-file",
        text: || {
            phrase!(
                "The name of the file says that it is a workbook, but its content is plain text. It was read as text. Rename it to .csv, so that other programs understand it as well."
            )
        },
    },
    CodePage {
        code: "empty-header",
        text: || {
            phrase!(
                "The rows that the study names as header hold no headings. Rows are counted as the sheet numbers them, beginning with 1. Correct `header`, or take it out to have the header found."
            )
        },
    },
    CodePage {
        code: "no-rows",
        text: || {
            phrase!(
                "The table has headings but no rows below them. Perhaps a filter or another sheet holds the data, or the range ends too early."
            )
        },
    },
    CodePage {
        code: "unreadable-cell",
        text: || {
            phrase!(
                "Single cells could not be read, because the workbook says something impossible about them. They count as empty; all other cells were read. Open the workbook in a spreadsheet program and save it again."
            )
        },
    },
    CodePage {
        code: "cell-outside-sheet",
        text: || {
            phrase!(
                "The workbook holds cells beyond the last row or column that a sheet can have. They were left out. Open the workbook and save it again."
            )
        },
    },
    CodePage {
        code: "text-cut",
        text: || {
            phrase!(
                "A cell holds a longer text than a spreadsheet allows. It was cut at the limit. Numbers and short texts are not affected."
            )
        },
    },
    CodePage {
        code: "error-cell",
        text: || {
            phrase!(
                "Cells hold an error such as #DIV/0! or #N/A. They count as missing. Correct the formulas if the values are needed."
            )
        },
    },
    CodePage {
        code: "unknown-encoding",
        text: || {
            phrase!(
                "There is no encoding of this name. Take `encoding` out to have it guessed, or write one of those listed, such as utf-8 or cp932 (the Shift_JIS of Windows)."
            )
        },
    },
    CodePage {
        code: "undecodable-text",
        text: || {
            phrase!(
                "Some bytes mean nothing in this encoding, and a mark stands in their place. Either the encoding is another one, or the file is damaged. Look at a few names, and set `encoding` if they are wrong."
            )
        },
    },
    CodePage {
        code: "headings-differ",
        text: || {
            phrase!(
                "A source of several files or sheets has a column that one of them heads differently, such as `App. ref` for `Application ref`. If both are the same, write all headings in `columns`, in the order in which they are looked for: columns = {brackets}. If they are two columns, nothing needs to be done, unless the study needs the column in every file.",
                brackets = "{ \"Application ref\" = [\"Application ref\", \"App. ref\"] }"
            )
        },
    },
    CodePage {
        code: "variable-joined",
        text: || {
            phrase!(
                "Two sources have a column of the same name, and no unit has a value in both: they are lists of other people or organisations, such as those who took part and those who did not. Their values are one variable. If they are two things, give one of them another name with `columns`."
            )
        },
    },
    CodePage {
        code: "variable-twice",
        text: || {
            phrase!(
                "Two sources hold a column of the same name. Where both give the same values nothing is lost; where they differ and the study does not use the column, the first source counts. Give one of them another name with `columns` if both are needed."
            )
        },
    },
    CodePage {
        code: "odd-period",
        text: || {
            phrase!(
                "The column of the period holds years, and words such as “percent change” or “total” in some rows. These rows are made of the others; read as a further point in time they spoil every comparison over time. Leave them out."
            )
        },
    },
    CodePage {
        code: "repeated-unit",
        text: || {
            phrase!(
                "Rows say nothing but a unit that another row names too, and nothing tells whether they are the same one: shops, shrines and firms of one name are different ones. Each counts once. Where they are different, give them a number, or name the columns that tell them apart: unit = [\"name\", \"town\"]."
            )
        },
    },
    CodePage {
        code: "repeated-row",
        text: || {
            phrase!(
                "Rows repeat an earlier row in every column, as happens when data are pasted twice. They count once. Nothing needs to be done."
            )
        },
    },
    CodePage {
        code: "no-period",
        text: || {
            phrase!(
                "Rows have no value in the column of periods, so that it is not known when they were observed. They are left out and listed. Fill in the period if they are needed."
            )
        },
    },
    CodePage {
        code: "no-treated-units",
        text: || {
            phrase!(
                "No unit received, or the column that says so was read from the wrong place, so that there is nobody to follow from before to after. Look at the column named in `treatment`; without `treatment` all units are followed."
            )
        },
    },
    CodePage {
        code: "no-matches",
        text: || {
            phrase!(
                "No unit that received found one that did not and is alike enough. Without a comparison there is no answer, and that is itself a result: the groups differ too much. A wider caliper, fewer covariates or more comparison units may help; decide so before looking at outcomes."
            )
        },
    },
    CodePage {
        code: "separation",
        text: || {
            phrase!(
                "A covariate, or several together, tells perfectly who received, so that the model of taking part has no finite solution and units at the edge have no counterpart. Leave out covariates that follow from taking part, or join rare categories."
            )
        },
    },
    CodePage {
        code: "collinear",
        text: || {
            phrase!(
                "A covariate follows exactly from others, for example a total beside its parts, so that it adds nothing. It is left out of the model and named. The answer does not depend on which of them is left out."
            )
        },
    },
    CodePage {
        code: "caliper",
        text: || {
            phrase!(
                "A caliper says how far apart matched units may be. It must be a positive number, for the score or for a variable of numbers that is among the covariates. The scale is the standard deviation unless unit = \"raw\" is given."
            )
        },
    },
    CodePage {
        code: "score",
        text: || {
            phrase!(
                "The model of taking part could not be fitted. Most often there are more covariates than the data can bear, or one of them decides alone who took part. Leave out covariates, or join rare categories."
            )
        },
    },
    CodePage {
        code: "estimand",
        text: || {
            phrase!(
                "The design cannot answer for this group: matching each treated unit with similar ones speaks of the treated only. Write estimand = \"ATT\", or take it out."
            )
        },
    },
    CodePage {
        code: "covariate-constant",
        text: || {
            phrase!(
                "A covariate has the same value everywhere among the units that remain, so that there is nothing to make alike. It is left out and named."
            )
        },
    },
    CodePage {
        code: "covariate-missing",
        text: || {
            phrase!(
                "Units lack a value in a covariate and cannot be compared on it, so that they are set aside and listed. If many are lost, the answer speaks of others than you think. Look at the cells, or leave the covariate out."
            )
        },
    },
    CodePage {
        code: "text-covariate",
        text: || {
            phrase!(
                "Free text cannot make units comparable, because nearly every unit has its own. Where the column is a list of categories, declare it with kind = \"category\"; else leave it out."
            )
        },
    },
    CodePage {
        code: "treatment-not-binary",
        text: || {
            phrase!(
                "The design needs a treatment of two values, 0 and 1, and the column holds something else. Declare the variable with kind = \"yes-no\", or say with `codes` what its values mean."
            )
        },
    },
    CodePage {
        code: "output-occupied",
        text: || {
            phrase!(
                "The folder for the results exists and was not made by Tashika, or holds files of others. It is left untouched, because only own results are ever replaced. Name another folder with -o."
            )
        },
    },
    CodePage {
        code: "output-in-use",
        text: || {
            phrase!(
                "A file of the earlier results is open in another program, most often Excel, so that it cannot be replaced. Close it and run again; the earlier results are still whole."
            )
        },
    },
    CodePage {
        code: "output-kept",
        text: || {
            phrase!(
                "Outputs of the last run were changed by a person, or saved again by Excel or Word. The new run does not overwrite them: they stand in the folder `edited` of the results, and files that a person added stand where they stood. Delete there what you do not need."
            )
        },
    },
    CodePage {
        code: "output-left",
        text: || {
            phrase!(
                "The new outputs are whole, but something of the earlier ones could not be moved or taken away: it may be open in another program, or belong to another user. It lies beside the results in a folder whose name begins with a point; the next run tries again."
            )
        },
    },
    CodePage {
        code: "output-failed",
        text: || {
            phrase!(
                "The results could not be written: the disk may be full, or the folder may not be writable. Nothing was left half written. Name another folder with -o."
            )
        },
    },
    CodePage {
        code: "no-results",
        text: || {
            phrase!(
                "The folder holds no results of Tashika that could be shown again. Name the folder that `tashika run` wrote: it holds findings.json and a manifest."
            )
        },
    },
    CodePage {
        code: "damaged-results",
        text: || {
            phrase!(
                "A file of the stored results was changed or is not whole, so that outputs made from it could be wrong. Run the study again."
            )
        },
    },
    CodePage {
        code: "later-version",
        text: || {
            phrase!(
                "The results were written by a later version of Tashika, in a form that this version does not know. Update Tashika, or run the study again with this version."
            )
        },
    },
    CodePage {
        code: "report-template",
        text: || {
            phrase!(
                "The template of the report cannot be used: it names something that does not exist, or breaks a rule of the template language. The place is shown. Without own templates the built-in ones are used."
            )
        },
    },
    CodePage {
        code: "cluster-missing",
        text: || {
            phrase!(
                "Standard errors respect clusters, and some units have no value in the column that names them. Each such unit is taken for a cluster of its own, which makes the error smaller if they do belong together. Fill in the column, or give these units a common value."
            )
        },
    },
    CodePage {
        code: "formula-syntax",
        text: || {
            phrase!(
                "A formula or a `where` breaks the rules of SQL expressions, so that it cannot be read. Names that hold spaces or signs stand in double quotation marks, texts in single ones, and operators are half-width. In TOML an expression with double quotation marks is easiest to write between single ones, or three of them."
            )
        },
    },
    CodePage {
        code: "formula-unsupported",
        text: || {
            phrase!(
                "A formula sees the values of one row at a time. Arithmetic, comparisons, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL, CASE and functions are possible: of numbers ABS, ROUND, FLOOR, CEIL, LN, LOG, LOG10, LOG2, EXP, POW, SQRT, LEAST, GREATEST; of dates YEAR, MONTH, DAY; of texts CONCAT (or ||), SUBSTR, LOWER, UPPER, TRIM, LENGTH, CONTAINS; of any COALESCE, NULLIF; sums over rows, windows and queries are not, because a unit would then hold what other units say."
            )
        },
    },
    CodePage {
        code: "formula-size",
        text: || {
            phrase!(
                "A formula or a `where` is too long or too deep to be read in one piece. Make several variables of it, each with a part, and let the last one use the others. Where one column is compared with many values, a list is shorter than many OR: region IN ('Tokyo', 'Osaka')."
            )
        },
    },
    CodePage {
        code: "formula-type",
        text: || {
            phrase!(
                "A part of a formula holds values of another kind than its place takes: texts where numbers are needed, a number where a condition is needed, or branches of different kinds. Often a column of numbers was read as text because of a few cells; declare its kind to see which. In arithmetic yes counts as 1 and no as 0."
            )
        },
    },
    CodePage {
        code: "formula-circle",
        text: || {
            phrase!(
                "Variables are made from each other in a circle, so that none can be computed first. Take one of the names out of its formula."
            )
        },
    },
    CodePage {
        code: "formula-name-taken",
        text: || {
            phrase!(
                "A formula or a measure would make a variable of a name that is taken, by a column of a source or by another formula. It is not clear which is meant. Give one of them another name; a column can be renamed with `columns` in [sources.NAME]."
            )
        },
    },
    CodePage {
        code: "formula-no-period",
        text: || {
            phrase!(
                "The variables of a formula or a measure were observed at different periods, and at none of them all together. Check that sources name the same period in the same way, or write name@period for each."
            )
        },
    },
    CodePage {
        code: "formula-not-finite",
        text: || {
            phrase!(
                "Some values of a formula cannot be computed: something is divided by 0, or a logarithm is taken of 0 or less. They count as missing, and the units and cells are listed. Where 0 has a meaning there, say what should come out with CASE or COALESCE. A missing value in a formula, also in a condition of CASE, makes its result missing without a warning."
            )
        },
    },
    CodePage {
        code: "where-on-outcome",
        text: || {
            phrase!(
                "`where` chooses units by an outcome of the question, by something that an outcome is made from, or by something made from one. Whoever is chosen by what came out is no fair sample: the comparison would be biased. Choose by what was known before the program."
            )
        },
    },
    CodePage {
        code: "subgroup-on-outcome",
        text: || {
            phrase!(
                "A variable of `subgroups` is an outcome of the question, goes into one or is made from one. Groups that are made by what came out differ in what came out: that says nothing about the program. Choose what was known before."
            )
        },
    },
    CodePage {
        code: "too-many-groups",
        text: || {
            phrase!(
                "A variable of `subgroups` or of `by` in [reports] has so many values that its groups would be cases rather than groups. Make bands of it with a formula (CASE WHEN … THEN … END), or name another variable. For a page on each case there is `grantees = true` in [reports]."
            )
        },
    },
    CodePage {
        code: "where-nobody",
        text: || {
            phrase!(
                "The condition in `where` is true for no unit, so that there is nothing to look at. Often a text or a number is written differently in the file. `tashika check` shows what the columns hold."
            )
        },
    },
    CodePage {
        code: "income-without-shares",
        text: || {
            phrase!(
                "Where all income is 0, or an amount of a class is negative, its parts have no shares, and everything made of shares is missing there. Negative amounts usually are corrections or returned grants booked as income. Look at the cells that are listed."
            )
        },
    },
    CodePage {
        code: "grant-exceeds-class",
        text: || {
            phrase!(
                "The evaluated grant is larger than the class of income that it is said to be a part of. Either it is booked in another class (`evaluated_grant_in`), or amounts are in different units (yen and thousand yen), or a cell is wrong. Income without the grant counts as missing there."
            )
        },
    },
    CodePage {
        code: "claim-too-strong",
        text: || {
            phrase!(
                "A title or label of the study says more than data can show: that something is beyond doubt, that there is none of it because none was seen, that it matters because it is significant, or that a program works although nobody was compared. Readers remember titles, so they are held to the same rule as the findings. Nothing is changed or refused: write what was found and how sure, or leave it if the words are somebody's own."
            )
        },
    },
    CodePage {
        code: "decisions-applied",
        text: || {
            phrase!(
                "Decisions that were written into the sheet Data to check of the earlier workbook were carried out before anything was computed. They are listed in the new workbook, in findings.json and in manifest.json, so that it stays known what the results rest on."
            )
        },
    },
    CodePage {
        code: "decision-out-of-date",
        text: || {
            phrase!(
                "A decision was taken about a cell that says something else now, or that is no longer there. It was not carried out, because it may not hold for the new content. Look at the cell in the sheet Data to check and decide again, or clear the decision."
            )
        },
    },
    CodePage {
        code: "decision-incomplete",
        text: || {
            phrase!(
                "A decision says that another value is to be used, but the column for the value is empty. Until the value is there the cell stays as it was read."
            )
        },
    },
    CodePage {
        code: "decisions-disagree",
        text: || {
            phrase!(
                "The workbooks of two languages in the folder of results were both filled in, and they decide differently about the same cell. Neither can be preferred by a rule. Make them the same or clear one; it is easiest to fill in the workbook of one language only."
            )
        },
    },
    CodePage {
        code: "decisions-unreadable",
        text: || {
            phrase!(
                "The folder of results holds a workbook in which decisions may stand, and it cannot be read, or its sheet of decisions lost its headings. A run would replace it and the decisions would be lost, so that the run stops. Save the workbook again as xlsx, or move it elsewhere if it holds no decisions."
            )
        },
    },
    CodePage {
        code: "decision-unknown",
        text: || {
            phrase!(
                "A cell in the column of decisions says something that is not in its list, so that it is not clear what to do. Choose from the list, in either language, or clear the cell."
            )
        },
    },
    CodePage {
        code: "decisions-waiting",
        text: || {
            phrase!(
                "Somebody wrote decisions into the workbook after the last run. Making the outputs again from the stored results would replace the workbook and lose them. Run the study instead: it reads the decisions and makes all outputs."
            )
        },
    },
    CodePage {
        code: "columns-read-as",
        text: || {
            phrase!(
                "Whole columns are written in a way that was understood: with thousands separators, with a unit behind each number, in full-width digits, with yes and no in words. Nothing is wrong with them; the number behind each column says how many cells it was."
            )
        },
    },
    CodePage {
        code: "words-as-steps",
        text: || {
            phrase!(
                "The answers of a question are words of agreement or of more and less, such as とてもそう思う or strongly disagree. They are read as steps counted from 1, the contrary being the lowest. Where a number stands before the words, it is the step. If the scale has steps that nobody chose, or counts the other way, say with `codes` which number each answer stands for."
            )
        },
    },
    CodePage {
        code: "several-answers",
        text: || {
            phrase!(
                "A question allowed several answers, and they stand in one cell, divided by a sign or a line break. Each answer can be used in the study file as a variable with the values 1 and 0, called column=answer. An empty cell is missing, not a no to everything."
            )
        },
    },
    CodePage {
        code: "answers-agree",
        text: || {
            phrase!(
                "The file has the answers of a question twice: listed in one cell, and as columns of 1 and 0. Both say the same, so that either can be used."
            )
        },
    },
    CodePage {
        code: "answers-differ",
        text: || {
            phrase!(
                "The file has the answers of a question twice, listed in one cell and as columns of 1 and 0, and the two differ. One of them was changed or filled in wrongly. Look at the cells, and use the one that is right."
            )
        },
    },
    CodePage {
        code: "several-values",
        text: || {
            phrase!(
                "A cell holds two amounts or two dates: before and after a change, a first and a last one. Which is meant is for a person to say. The one that seems to be meant is suggested in the sheet Data to check: the one outside of brackets, or the one that is called changed or final."
            )
        },
    },
    CodePage {
        code: "rough-value",
        text: || {
            phrase!(
                "A cell says a value only roughly: about 30, at least 30, 30 and others, 10 to 20. It is not guessed. Where one number is named, it is suggested in the sheet Data to check; of a range no value is suggested. A column that holds nothing but ranges is a category, and is ordered by them."
            )
        },
    },
    CodePage {
        code: "unit-price",
        text: || {
            phrase!(
                "A column of amounts holds a price of one piece, such as @1,500円. It says nothing of the amount. Where a total stands in the same cell, it is suggested in the sheet Data to check; otherwise look it up."
            )
        },
    },
    CodePage {
        code: "mistyped-value",
        text: || {
            phrase!(
                "A cell looks like a number or a date that was mistyped: 1,23, a letter for a digit, a long dash for a minus, 月 for 年. What was probably meant is suggested in the sheet Data to check and not used before a person says so."
            )
        },
    },
    CodePage {
        code: "impossible-date",
        text: || {
            phrase!(
                "A cell says a day that the calendar does not have, such as February 30. The last day of that month is suggested in the sheet Data to check, and not used before a person says so."
            )
        },
    },
    CodePage {
        code: "date-without-day",
        text: || {
            phrase!(
                "A cell of a column of dates says only a month or a year. The first day of it is suggested in the sheet Data to check; of a fiscal year (年度) the first day of its first month."
            )
        },
    },
    CodePage {
        code: "date-out-of-range",
        text: || {
            phrase!(
                "A cell is formatted as a date, but the number in it belongs to no day: zero, a negative number, the 29th of February 1900 that Excel invented, or a day after the year 9999. Other programs show some day or other for it; here it counts as missing. Type the date anew, or change the format if it is a number."
            )
        },
    },
    CodePage {
        code: "layout-recognised",
        text: || {
            phrase!(
                "The headings of the table are those of a layout that many files share, so that its unit, labels and kinds of columns need not be said. What the study says itself always counts. If the table is something else, write layout = \"none\" in its source."
            )
        },
    },
    CodePage {
        code: "layout-incomplete",
        text: || {
            phrase!(
                "The table follows a standard, but lacks something that the standard asks for. It is read all the same. What is missing may be needed later, for example to know who received a grant."
            )
        },
    },
    CodePage {
        code: "several-currencies",
        text: || {
            phrase!(
                "Amounts in different currencies cannot be added or compared. Each currency gets columns of its own; use those of one currency in a question, or convert the amounts in the file first."
            )
        },
    },
    CodePage {
        code: "regrant",
        text: || {
            phrase!(
                "Some grants were made so that others grant the money on. If those further grants stand in the same table, the same money counts twice. Decide which of the two the question is about."
            )
        },
    },
    CodePage {
        code: "dissolved",
        text: || {
            phrase!(
                "The register also has corporations that no longer exist. They have no later outcomes and do not belong among those that others are compared with. The variable 解散 marks them."
            )
        },
    },
    CodePage {
        code: "income-does-not-add-up",
        text: || {
            phrase!(
                "The five classes of income should add up to the total of ordinary revenue. Where they do not, a class is missing, or a number was mistyped. Look at the rows before shares of income are analysed."
            )
        },
    },
    CodePage {
        code: "no-codes",
        text: || {
            phrase!(
                "The study names a codebook, and no list of codes was found in it. Codes stay as they are, and labels are the headings."
            )
        },
    },
    CodePage {
        code: "no-observations",
        text: || {
            phrase!(
                "Nothing was observed in the rows of the table: it is a code book, a list of codes or of files, a list of what columns are called, or a template that is to be filled in. It explains other tables. Name the file or the sheet that holds the observations; a code book of it can be named as `codebook`. Where the rows are observations all the same, write layout = \"none\"."
            )
        },
    },
    CodePage {
        code: "to-be-chosen",
        text: || {
            phrase!(
                "The draft leaves open what only you can know, and has … in its place: who or what each row is about, for example. Write the heading of the column there. Where several columns say it together, list them: unit = [\"class\", \"pupil\"]. Where each row stands for itself and nobody can be found again, write anonymous = true in its place."
            )
        },
    },
    CodePage {
        code: "form-not-answers",
        text: || {
            phrase!(
                "The table is the definition of a questionnaire: each row is a question. There is nothing in it to analyse; it explains the answers, which stand in another file."
            )
        },
    },
    CodePage {
        code: "codebook-used",
        text: || {
            phrase!(
                "Labels and meanings of codes were taken from a codebook: from the file that the study names, or from a sheet of the same workbook. What the study says itself always counts."
            )
        },
    },
    CodePage {
        code: "no-header-row",
        text: || {
            phrase!(
                "The first row looks like the rows below it, so that there is nothing to call the columns by but their letters. Give them names with `columns`, or say where the headings are with `header`."
            )
        },
    },
    CodePage {
        code: "several-tables",
        text: || {
            phrase!(
                "More than one table stands on the sheet: side by side with a blank column between, or one below the other with headings of its own. One is read, the one with the unit's column or else the largest; the others are not. Name the cells of the one that is meant with `range`."
            )
        },
    },
    CodePage {
        code: "merged-cells",
        text: || {
            phrase!(
                "Cells are merged in the workbook: the name of an organisation over its rows, a heading over its columns. A file stores such a value in the first cell only; as in Excel, it holds for all cells that belong to it."
            )
        },
    },
    CodePage {
        code: "covered-cells",
        text: || {
            phrase!(
                "Under merged cells something is left that Excel does not show: merging keeps only the first value on the screen, and some programs leave the others in the file. It is not read, since nobody can see it."
            )
        },
    },
    CodePage {
        code: "hidden-rows",
        text: || {
            phrase!(
                "Rows of the table are hidden in the workbook, most often by a filter that somebody set to look at a part of them. Files hold them all the same. They are read like the others unless the study file says `hidden = \"leave-out\"`; then each is listed with that reason."
            )
        },
    },
    CodePage {
        code: "hidden-columns",
        text: || {
            phrase!(
                "Columns of the table are hidden in the workbook. They are read like the others; nothing is asked of them unless the study names them."
            )
        },
    },
    CodePage {
        code: "struck-out",
        text: || {
            phrase!(
                "Cells are struck out: somebody marked what they say as no longer valid. They count as blank, and rows of which every cell is struck out are left out and listed. Write `struck_out = \"read\"` in the study file if they count all the same."
            )
        },
    },
    CodePage {
        code: "partly-struck-out",
        text: || {
            phrase!(
                "A part of a text is struck out, as when a number was corrected by hand and the old one left beside it. Only what is not struck out is read."
            )
        },
    },
    CodePage {
        code: "filled-down",
        text: || {
            phrase!(
                "Blank cells of the columns named in `fill_down` take the value of the nearest filled cell above them, since the study file says that it holds for them too."
            )
        },
    },
    CodePage {
        code: "blank-groups",
        text: || {
            phrase!(
                "A column at the left is filled in the first row of each group and blank in the rows below, as people write lists for reading. A program cannot know whether the value above holds for the blank cells too. If it does, name the column in `fill_down`."
            )
        },
    },
    CodePage {
        code: "formulas-without-results",
        text: || {
            phrase!(
                "Cells hold formulas, but not their results: the file was written by a program that does not calculate. Excel calculates them when the file is opened, and stores the results when it is saved. Until then the cells are blank here, whatever Excel shows."
            )
        },
    },
    CodePage {
        code: "no-effect",
        text: || {
            phrase!(
                "An option is given that changes nothing here. It is refused rather than ignored, because whoever wrote it believes that it does something. Take it out, or correct what it names."
            )
        },
    },
    CodePage {
        code: "total-rows",
        text: || {
            phrase!(
                "Rows that are totals, means, numbers or other figures over the others stand among them: a word says so (合計, 平均, 全国, Total, Mean, n = 20), and where the word may be a name, the numbers do. They are no units, and adding them to the rows that they sum up would count everything twice, so that they are set aside."
            )
        },
    },
    CodePage {
        code: "total-column",
        text: || {
            phrase!(
                "A column whose heading says a total (合計, 計, Total) is in nearly every row the sum of the columns of numbers before it. It is kept under its name, but whoever adds it to the others, or compares it with one of them, counts the same twice."
            )
        },
    },
    CodePage {
        code: "total-unnamed",
        text: || {
            phrase!(
                "A row equals the sum or the mean of all other rows, or of the rows beside it, although nothing calls it a total; or it is called a total, and nothing adds up to it. Where three columns agree, or two and there are many rows, that is no chance, and the row is set aside. Otherwise it is kept until somebody decides, because a unit left out by mistake would be missed, too."
            )
        },
    },
    CodePage {
        code: "lone-text",
        text: || {
            phrase!(
                "A row holds one text and nothing else, while nearly all other rows are full. It may be a heading of the rows below, a note, or a unit of which nothing is known. Where its form tells (a mark, a year, words where the others have numbers), it is set aside without a question."
            )
        },
    },
    CodePage {
        code: "section-headings",
        text: || {
            phrase!(
                "A row that holds one text names the rows below it: a year, a region, a program. It is no unit. What it says is read as a further column of the rows below, which a study can use like any other, also as `period_column`."
            )
        },
    },
    CodePage {
        code: "second-headings",
        text: || {
            phrase!(
                "Below the headings stands another row that is no data: labels below codes, another language, tags such as #org+name, types, units or an example. Labels give the names of the columns, units are read as those of the columns, and the other names of a column can be used as well."
            )
        },
    },
    CodePage {
        code: "second-heading-unclear",
        text: || {
            phrase!(
                "The first row below the headings holds words in the columns where the other rows hold numbers. It may be a second row of headings, or the data of somebody who answered in words. It is read as data until the study file says `header`, or the row is left out."
            )
        },
    },
    CodePage {
        code: "ragged-heading",
        text: || {
            phrase!(
                "The headings of a text file have another number of cells than its rows. A comma in a heading is not quoted, or a heading is missing, so that headings stand over the values of others. Nothing of such a file can be trusted. Where joining the headings that go on with a blank or a small letter gives the number of cells that the rows have, it is suggested."
            )
        },
    },
    CodePage {
        code: "ragged-row",
        text: || {
            phrase!(
                "A row of a text file has more cells than the others, mostly because a comma in a cell is not quoted, or fewer. Its values stand under the wrong headings from there on. The row is left out until somebody decides."
            )
        },
    },
    CodePage {
        code: "stray-cells",
        text: || {
            phrase!(
                "Texts stand beside the tables of a sheet, in a column of their own. They belong to none of the tables and are not read."
            )
        },
    },
    CodePage {
        code: "mixed-grain",
        text: || {
            phrase!(
                "Some rows have no name and are the sum of the rows below them: the table holds totals of blocks and single rows together. Adding up its column counts everything twice. Nothing was left out, because only you can say which of the two are meant."
            )
        },
    },
    CodePage {
        code: "headings-joined",
        text: || {
            phrase!(
                "The files or sheets of one source write a heading differently: with another date, a unit in brackets, a line break, or in full width. They are read as one column. Two columns of one table are never joined. If two are not the same thing, rename one with `columns`."
            )
        },
    },
    CodePage {
        code: "sum-incomplete",
        text: || {
            phrase!(
                "The rows of each unit are added up, and some of them have no value. The sum counts the others only, and may be too small. Fill in the cells, or leave the units out."
            )
        },
    },
    CodePage {
        code: "copied-row",
        text: || {
            phrase!(
                "A row says the same as an earlier one in every column. It may be a second payment, or a copy by mistake; each row counts in the sum until the copies are left out."
            )
        },
    },
    CodePage {
        code: "blank-amounts",
        text: || {
            phrase!(
                "A variable made by a formula has no value in many rows, and only because one of the variables in it is blank there. A blank amount often means that nothing was received; then blank_is = 0 in its table gives the rows their value. Where it is not known, leave it: the rows stay out."
            )
        },
    },
];

/// The page of a code; nothing where there is no such code.
pub fn page(code: &str) -> Option<Phrase> {
    PAGES.iter().find(|page| page.code == code).map(|page| (page.text)())
}

/// All codes, in the order of their pages.
pub fn all() -> impl Iterator<Item = &'static str> {
    PAGES.iter().map(|page| page.code)
}
