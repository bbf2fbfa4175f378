//! Codes of problems of sheets and their tables.

use crate::diag::code::codes;
use crate::phrase;

codes! {
    ROWS_SET_ASIDE = "rows-set-aside", Note [Understood]:
        phrase!("Titles, notes and totals set aside"),
        phrase!("Titles, notes, totals, headings of sections, headings again and rows of a form that nobody filled in are no data. They are recognised by their shape: few cells, a word for a total, a mark such as ※, numbers that add up. The rows are listed with their reason, so that a row of data that looks like one of them is not lost unseen; say range = \"B4:Z900\" and header = 4 to take the table exactly.");

    STACKED_HEADINGS = "stacked-headings", Note [Understood]:
        phrase!("Headings in several rows"),
        phrase!("Headings often stand in two rows, a group above its columns, with merged cells. Each column is called by its lowest heading where that is clear by itself, otherwise by all of them. Say header = \"3:4\" where the rows were not recognised.");

    UNIT_IN_HEADING = "unit-in-heading", Note [Understood]:
        phrase!("Units in headings"),
        phrase!("A heading that ends in a unit such as （千円） says what its numbers are counted in. They are multiplied out, so that years in different units can be compared. A cell with a unit of its own keeps that.");

    LOOKS_NOT_READ = "looks-not-read", Note:
        phrase!("Looks of cells not read"),
        phrase!("Of workbooks in the formats .xls, .xlsb and .ods the values are read, and not how they are shown: that 0.45 is shown as 45%, 11 as 00011 or 300 as £300, that rows are hidden or filtered out, cells merged or struck out. Where that matters, open the file in Excel or LibreOffice and save it as .xlsx.");

    NO_YEARS_IN_HEADINGS = "no-years-in-headings", Error:
        phrase!("No years in the headings"),
        phrase!("The study wants the period of each column from its heading, and no heading is a year or differs from another one in a year only. Headings such as 2021, 令和3年度, R3, `members 2021` are understood, also in stacked headings. A column that the study speaks of by its whole heading stays as it is.");

    YEARS_IN_HEADINGS = "years-in-headings", Note [Advises]:
        phrase!("Years in the headings"),
        phrase!("Several columns have headings that are years, or that differ in a year only. They are taken as variables of their own. With period_from = \"heading\" in the source they become one variable at several points in time, which questions name by `before` and `after`; years alone are called by the heading above them, else by the title of the table, the sheet or the source.");

    UNIT_UNCLEAR = "unit-unclear", Error:
        phrase!("Unit of the amounts unclear"),
        phrase!("Beside the table stands a unit such as 単位:千円, and the headings say nothing. Amounts are meant, but a table also has counts of people, so that nobody knows which columns to multiply; a mistake would be a thousandfold. Name the columns of money in the source: amounts = [\"受取会費\", …]. They are multiplied only where such a unit stands.");

    HEADINGS_EXCHANGED = "headings-exchanged", Warning:
        phrase!("Headings that seem exchanged"),
        phrase!("In one of several files or sheets two columns hold, unit by unit, about what the other one holds in all others: their headings were probably exchanged. Nothing is exchanged by guessing. Compare the headings with the columns in that file.");

    UNKNOWN_COLUMN = "unknown-column", Error:
        phrase!("Unknown column"),
        phrase!("The source has no column with this heading. Headings are compared without regard to spaces, width and capitals. Check the heading in the file; if the header was found in the wrong row, set `header`.");

    SHEET_NOT_FOUND = "sheet-not-found", Error:
        phrase!("Sheet not found"),
        phrase!("The workbook has no sheet of this name. Its sheets are listed. Correct `sheet`, or take it out to read the first sheet that holds a table.");

    EMPTY_SHEET = "empty-sheet", Error:
        phrase!("Empty sheet"),
        phrase!("The sheet holds no values. Perhaps the data stand on another sheet, or formulas were saved without their results. Open the workbook, save it once, and name the right sheet.");

    NO_TABLE = "no-table", Error:
        phrase!("No table found"),
        phrase!("No table was found: a row of headings with rows of values below it. Name the cells of the table with `range`, or the row of headings with `header`.");

    NO_HEADING = "no-heading", Warning:
        phrase!("Columns without heading"),
        phrase!("A column has values but no heading. It is named by its letter on the sheet, so that nothing is lost. Give it a heading if it is needed.");

    REPEATED_HEADING = "repeated-heading", Warning:
        phrase!("Repeated headings"),
        phrase!("Two columns have the same heading, so that the name alone does not say which is meant. The later ones are numbered, and the study can refer to them by the numbered name. Better is a heading of its own for each column.");

    SEVERAL_SHEETS = "several-sheets", Note [AnsweredByDraft]:
        phrase!("Several sheets with a table"),
        phrase!("Several sheets of the workbook hold a table, and the study does not say which one is meant. The first was read. Name the sheet with `sheet`, so that a sheet added later changes nothing.");

    EMPTY_HEADER = "empty-header", Error:
        phrase!("Header without headings"),
        phrase!("The rows that the study names as header hold no headings. Rows are counted as the sheet numbers them, beginning with 1. Correct `header`, or take it out to have the header found.");

    NO_ROWS = "no-rows", Warning:
        phrase!("Table without rows"),
        phrase!("The table has headings but no rows below them. Perhaps a filter or another sheet holds the data, or the range ends too early.");

    HEADINGS_DIFFER = "headings-differ", Any:
        phrase!("Headings that differ between files"),
        phrase!("A source of several files or sheets has a column that one of them heads differently, such as `App. ref` for `Application ref`. If both are the same, write all headings in `columns`, in the order in which they are looked for: columns = {brackets}. If they are two columns, nothing needs to be done, unless the study needs the column in every file.", brackets = "{ \"Application ref\" = [\"Application ref\", \"App. ref\"] }");

    TO_BE_CHOSEN = "to-be-chosen", Error:
        phrase!("To be chosen"),
        phrase!("The draft leaves open what only you can know, and has … in its place: who or what each row is about, for example. Write the heading of the column there. Where several columns say it together, list them: unit = [\"class\", \"pupil\"]. Where each row stands for itself and nobody can be found again, write anonymous = true in its place.");

    NO_HEADER_ROW = "no-header-row", Warning:
        phrase!("No row of headings"),
        phrase!("The first row looks like the rows below it, so that there is nothing to call the columns by but their letters. Give them names with `columns`, or say where the headings are with `header`.");

    SEVERAL_TABLES = "several-tables", Warning:
        phrase!("Several tables on a sheet"),
        phrase!("More than one table stands on the sheet: side by side with a blank column between, or one below the other with headings of its own. One is read, the one with the unit's column or else the largest; the others are not. Name the cells of the one that is meant with `range`.");

    MERGED_CELLS = "merged-cells", Any [Understood]:
        phrase!("Merged cells"),
        phrase!("Cells are merged in the workbook: the name of an organisation over its rows, a heading over its columns. A file stores such a value in the first cell only; as in Excel, it holds for all cells that belong to it.");

    COVERED_CELLS = "covered-cells", Warning [Understood]:
        phrase!("Values under merged cells"),
        phrase!("Under merged cells something is left that Excel does not show: merging keeps only the first value on the screen, and some programs leave the others in the file. It is not read, since nobody can see it.");

    HIDDEN_ROWS = "hidden-rows", Any:
        phrase!("Hidden rows"),
        phrase!("Rows of the table are hidden in the workbook, most often by a filter that somebody set to look at a part of them. Files hold them all the same. They are read like the others unless the study file says `hidden = \"leave-out\"`; then each is listed with that reason.");

    HIDDEN_COLUMNS = "hidden-columns", Note [Understood]:
        phrase!("Hidden columns"),
        phrase!("Columns of the table are hidden in the workbook. They are read like the others; nothing is asked of them unless the study names them.");

    STRUCK_OUT = "struck-out", Any:
        phrase!("Cells that are struck out"),
        phrase!("Cells are struck out: somebody marked what they say as no longer valid. They count as blank, and rows of which every cell is struck out are left out and listed. Write `struck_out = \"read\"` in the study file if they count all the same.");

    PARTLY_STRUCK_OUT = "partly-struck-out", Note [Understood]:
        phrase!("Texts struck out in part"),
        phrase!("A part of a text is struck out, as when a number was corrected by hand and the old one left beside it. Only what is not struck out is read.");

    FILLED_DOWN = "filled-down", Note [Understood]:
        phrase!("Blank cells filled from above"),
        phrase!("Blank cells of the columns named in `fill_down` take the value of the nearest filled cell above them, since the study file says that it holds for them too.");

    BLANK_GROUPS = "blank-groups", Warning [AnsweredByDraft]:
        phrase!("Groups written once"),
        phrase!("A column at the left is filled in the first row of each group and blank in the rows below, as people write lists for reading. A program cannot know whether the value above holds for the blank cells too. If it does, name the column in `fill_down`.");

    TOTAL_ROWS = "total-rows", Warning:
        phrase!("Total rows among the others"),
        phrase!("Rows that are totals, means, numbers or other figures over the others stand among them: a word says so (合計, 平均, 全国, Total, Mean, n = 20), and where the word may be a name, the numbers do. They are no units, and adding them to the rows that they sum up would count everything twice, so that they are set aside.");

    TOTAL_COLUMN = "total-column", Note:
        phrase!("Total columns beside the others"),
        phrase!("A column whose heading says a total (合計, 計, Total) is in nearly every row the sum of the columns of numbers before it. It is kept under its name, but whoever adds it to the others, or compares it with one of them, counts the same twice.");

    TOTAL_UNNAMED = "total-unnamed", Warning:
        phrase!("Row that equals the total"),
        phrase!("A row equals the sum or the mean of all other rows, or of the rows beside it, although nothing calls it a total; or it is called a total, and nothing adds up to it. Where three columns agree, or two and there are many rows, that is no chance, and the row is set aside. Otherwise it is kept until somebody decides, because a unit left out by mistake would be missed, too.");

    LONE_TEXT = "lone-text", Warning:
        phrase!("Rows of one text"),
        phrase!("A row holds one text and nothing else, while nearly all other rows are full. It may be a heading of the rows below, a note, or a unit of which nothing is known. Where its form tells (a mark, a year, words where the others have numbers), it is set aside without a question.");

    SECTION_HEADINGS = "section-headings", Note:
        phrase!("Headings between the rows"),
        phrase!("A row that holds one text names the rows below it: a year, a region, a program. It is no unit. What it says is read as a further column of the rows below, which a study can use like any other, also as `period_column`.");

    SECOND_HEADINGS = "second-headings", Note [Understood]:
        phrase!("Second row of headings"),
        phrase!("Below the headings stands another row that is no data: labels below codes, another language, tags such as #org+name, types, units or an example. Labels give the names of the columns, units are read as those of the columns, and the other names of a column can be used as well.");

    SECOND_HEADING_UNCLEAR = "second-heading-unclear", Warning:
        phrase!("Perhaps a second row of headings"),
        phrase!("The first row below the headings holds words in the columns where the other rows hold numbers. It may be a second row of headings, or the data of somebody who answered in words. It is read as data until the study file says `header`, or the row is left out.");

    RAGGED_HEADING = "ragged-heading", Error:
        phrase!("Headings that do not fit the rows"),
        phrase!("The headings of a text file have another number of cells than its rows. A comma in a heading is not quoted, or a heading is missing, so that headings stand over the values of others. Nothing of such a file can be trusted. Where joining the headings that go on with a blank or a small letter gives the number of cells that the rows have, it is suggested.");

    RAGGED_ROW = "ragged-row", Any [Meanwhile(RowLeftOut)]:
        phrase!("Rows that are shifted"),
        phrase!("A row of a text file has more cells than the others, mostly because a comma in a cell is not quoted, or fewer. Its values stand under the wrong headings from there on. The row is left out until somebody decides.");

    STRAY_CELLS = "stray-cells", Note:
        phrase!("Texts beside the table"),
        phrase!("Texts stand beside the tables of a sheet, in a column of their own. They belong to none of the tables and are not read.");

    MIXED_GRAIN = "mixed-grain", Warning:
        phrase!("Totals and single rows together"),
        phrase!("Some rows have no name and are the sum of the rows below them: the table holds totals of blocks and single rows together. Adding up its column counts everything twice. Nothing was left out, because only you can say which of the two are meant.");

    HEADINGS_JOINED = "headings-joined", Note [Understood]:
        phrase!("Headings written differently"),
        phrase!("The files or sheets of one source write a heading differently: with another date, a unit in brackets, a line break, or in full width. They are read as one column. Two columns of one table are never joined. If two are not the same thing, rename one with `columns`.");
}
