//! Codes of problems of rows, units and links.

use crate::diag::code::codes;
use crate::phrase;

codes! {
    NOTHING_LINKED = "nothing-linked", Error:
        phrase!("No row was joined"),
        phrase!("A source is linked to another one, and not one of its rows was found there. Most often the columns hold different things, or one of them was stored as numbers with lost digits. Compare a few values by eye, or link by another column.");

    CORPORATE_NUMBER_DESTROYED = "corporate-number-destroyed", Warning [Meanwhile(NumberNotUsed)]:
        phrase!("Corporate numbers destroyed by Excel"),
        phrase!("Excel shows a number of 13 digits as 4.01101E+12, and saving it as CSV or retyping it leaves only the first six digits. Such a number points to many organisations or to none, so rows are not joined on it, even where its check digit happens to be right. Look the number up, format the column as text, and enter it again.");

    CORPORATE_NUMBER_WRONG = "corporate-number-wrong", Warning [Meanwhile(NumberNotUsed)]:
        phrase!("Wrong corporate numbers"),
        phrase!("A corporate number (法人番号) has 13 digits, the first of which checks the others. This cell holds something else, most often a typing error. Rows are not joined on it.");

    ID_DESTROYED = "id-destroyed", Any:
        phrase!("Ids destroyed by Excel"),
        phrase!("An id such as 4.01101E+12 is what Excel shows of a long number; what stood there before is lost, and several ids may have become one. Rows are not joined on it. Look the ids up, format the column as text, and enter them again.");

    LINKED = "linked", Note [Understood]:
        phrase!("Rows joined to another source"),
        phrase!("A source describes what rows of another one stand for. Rows were joined by the columns of `by` in their order: a corporate number whose check digit is right, an id, or a name that is the same after legal forms, widths, spaces and old characters are evened out, in no other place. The others are listed in the workbook, with who comes nearest and why they were not joined.");

    PROBABLE_LINK = "probable-link", Warning [ListedApart]:
        phrase!("Rows that perhaps belong together"),
        phrase!("A row is perhaps about somebody in the other source, but it is not sure: a typing error, other kana, another place, a name that many bear, or the name of several. It is not joined until a person decides. The sheet Data to check lists each such row with a proposal: choose “join” or “do not join”, or write the number, id or name of somebody else as the value, and run the study again.");

    TIE_TO_ITSELF = "tie-to-itself", Note:
        phrase!("Ties to itself"),
        phrase!("A row of a source of ties names the same organisation at both ends, often in two spellings. It is no tie and is left out.");

    TIES_UNASKED = "ties-unasked", Warning:
        phrase!("Who was asked about ties"),
        phrase!("An organisation that reports no tie may have none, or may not have been asked. Where the study does not say who answered, only those count as asked who report something; the others have no value, and not 0. Name a variable with yes and no in `answered` of the measure, or give those who have no tie a row without another end.");

    INDICATOR_UNIT = "indicator-unit", Warning:
        phrase!("Units of an indicator"),
        phrase!("A sheet of indicators gives one unit for an indicator in some years and another in others. Values of different units cannot be compared, and nothing is said of its progress. Bring all years to one unit.");

    UNKNOWN_INDICATOR = "unknown-indicator", Error:
        phrase!("Unknown indicator"),
        phrase!("The source has no indicator of this name. Names are compared without regard to spaces, width and capitals. Write it as the sheet does.");

    EVENT_UNREAD = "event-unread", Warning:
        phrase!("Rows of a log without a date or amount"),
        phrase!("A row of a log or ledger has no date that can be read, or one of a ledger no amount. It is not counted, and it is listed among the rows left out. Mend the cell, or say in the file that it is unknown.");

    EVENT_WITHOUT_TIME = "event-without-time", Note:
        phrase!("Rows of a log without a time"),
        phrase!("A row of a log has a date but no time that can be read. It counts wherever no hour is asked for, and stands as not recorded among the hours.");

    EVENT_BEYOND = "event-beyond", Note:
        phrase!("Rows of a log beyond the days asked for"),
        phrase!("The measure says which days the log covers (`from`, `to`), and some rows are of other days. They are not counted.");

    EVENT_ON_CLOSED_DAY = "event-on-closed-day", Warning:
        phrase!("Rows of a log on closed days"),
        phrase!("The source says on which days there can be entries (`open_days`, `closed_days`), and some rows are of other days. They are counted, and the days are not: rates come out a little too high. Mend the dates, or the list of days.");

    EVENT_OF_NOBODY = "event-of-nobody", Warning:
        phrase!("Rows of a log about nobody"),
        phrase!("A log names for each row a unit of the study, and some rows name none, or one that no source lists. They count in the tables of the log and in no variable.");

    EVENT_PARTLY_COVERED = "event-partly-covered", Warning:
        phrase!("Periods that a log covers in part"),
        phrase!("A count over a part of a period is not comparable with one over all of it: units have no value then. Say with `from` and `to` of the measure which days the log covers, where it covers more than from the month of its first row to that of its last.");

    TIES_TOO_MANY = "ties-too-many", Warning:
        phrase!("Too many organisations"),
        phrase!("What ties go with is found out by going through all pairs of organisations, again and again; with too many of them the table has no rows. Ask for it with fewer organisations, or leave the option out.");
    LEDGER_ASIDE = "ledger-aside", Any:
        phrase!("Rows of a ledger that are no gifts"),
        phrase!("A row of a ledger has an amount of 0 or below, such as something paid back, or does not say who gave. It is no gift and is not counted.");

    RETENTION_BACKWARD = "retention-backward", Warning:
        phrase!("Who left before joining"),
        phrase!("The date of leaving of some is before that of joining, or they joined after the day on which it was seen who is still there, or their time is below 0. They are not counted. Mend the dates.");

    SURVEY_UNDRAWN = "survey-undrawn", Warning:
        phrase!("Answers without a place in the sample"),
        phrase!("A survey has weights, strata or clusters, and some answers have none, or a weight that is not above 0. They are in none of its tables. Fill in the columns, or say that the sample was drawn in another way.");

    BENCHMARK_PAGES = "benchmark-pages", Warning:
        phrase!("Too many pages"),
        phrase!("A page for each organisation takes a file for each. With more than five hundred none is written: the table of the measure has where each stands. Write `pages = false`, or look at fewer organisations.");

    AREA_UNKNOWN = "area-unknown", Warning:
        phrase!("Areas that the study does not know"),
        phrase!("Organisations are in areas for which the study gives no population, or no place on the map of tiles. They are counted, and have no rate or no tile. Add the areas, or write them as the data do.");

    TAKEN_AS = "taken-as", Note [Advises]:
        phrase!("What repeated rows were taken as"),
        phrase!("Units occur in several rows, and this says what the rows were taken as: points in time, where a source has periods; or several units that have something in common, where a row of a linked source belongs to each of them. If that is not what you meant, change `unit`, `period_column` or `link` of the source.");

    NAME_DIFFERS = "name-differs", Warning [Meanwhile(NumberCounts)]:
        phrase!("Number and name do not fit"),
        phrase!("A row was joined by its number, but the name beside it is another organisation's, also after legal forms, spaces and widths are evened out. Either the number is wrong or the organisation was renamed. The number counts.");

    NOT_LINKED = "not-linked", Warning [Meanwhile(NotJoined)]:
        phrase!("Rows joined to nobody"),
        phrase!("A source describes what rows of another one stand for, and some of those rows have an id that it does not have. Most often the id is spelled in another way. What the source would say of them is missing, and they may drop out of the comparison.");

    DUPLICATE_UNIT = "duplicate-unit", Error [LeavesDataWhole, Meanwhile(Stopped)]:
        phrase!("A unit in several rows"),
        phrase!("The same unit stands in several rows of one source. It is not clear which row counts, and counting all of them would make the sample look larger than it is. Say which row counts (`duplicates = \"last\"`), put the rows together (`rows`), name the column of periods with `period_column`, or all columns that identify a row together (`unit = [\"class\", \"page\"]`). Where the rows are applications and some organisations applied more than once, make the application the unit, and say in `rounds` what happens to such organisations.");

    DUPLICATES_SETTLED = "duplicates-settled", Note:
        phrase!("Rows settled by the study"),
        phrase!("The same unit stands in several rows of one source with other values, and the study says which row counts (`duplicates`). The other rows are listed with this reason. Where the table has a time stamp, first and last are by the time of the answer, else by the order of the rows.");

    REGISTER_PREFIX = "register-prefix", Note:
        phrase!("Prefix of a register"),
        phrase!("An id stands with the prefix of its register in one place (GB-CHC-1001856, JP-JCN-, T and 13 digits) and without it in another. Both are read as one id, in the columns that identify units, in links, rounds and clusters.");

    REGISTER_UNCLEAR = "register-unclear", Warning:
        phrase!("Register unclear"),
        phrase!("A number stands without its register, and two registers have the same number: a charity and a company, for example. It is joined to neither. Write the register before the number in all files.");

    LIKE_UNIT = "like-unit", Warning [ListedApart]:
        phrase!("Ids that look alike"),
        phrase!("Ids of two sources are the same but for zeros before them, signs or the size of letters (00011 and 11, A-1 and a1). They stay two units until a person decides in the sheet Data to check, or until they are written alike. Neither of them is compared in a question whose treatment is a list that has one of them.");

    UNITS_DO_NOT_MEET = "units-do-not-meet", Any [ListedApart]:
        phrase!("Units that do not meet"),
        phrase!("Sources are joined by their unit, and hardly any unit of one stands in another. Most often the ids are written in two ways, or the columns hold different ids; then nothing can be compared. Write the ids alike, or link the sources so that each pair is asked about.");

    SOURCES_JOINED = "sources-joined", Note [Understood]:
        phrase!("How sources meet"),
        phrase!("How many units of each source also stand in another one. Units without a row in a source have missing values there.");

    SAME_PEOPLE = "same-people", Warning:
        phrase!("The same people several times"),
        phrase!("Answers are called anonymous, so that each row counts as a person of its own, and a column with e-mail addresses, user names or numbers of members shows that the same people answered several times. Errors then come out too small. Name the column as the unit, or as the cluster of the question.");

    NO_UNIT_ID = "no-unit-id", Warning [Meanwhile(RowLeftOut)]:
        phrase!("Rows without a unit"),
        phrase!("Rows have no value in the column that identifies the unit, so that they cannot be joined with anything. They are left out and listed. Fill in the ids, or name another column in `unit`.");

    ODD_PERIOD = "odd-period", Warning:
        phrase!("Periods that are none"),
        phrase!("The column of the period holds years, and words such as “percent change” or “total” in some rows. These rows are made of the others; read as a further point in time they spoil every comparison over time. Leave them out.");

    REPEATED_UNIT = "repeated-unit", Warning [Meanwhile(RowLeftOut)]:
        phrase!("Units named again"),
        phrase!("Rows say nothing but a unit that another row names too, and nothing tells whether they are the same one: shops, shrines and firms of one name are different ones. Each counts once. Where they are different, give them a number, or name the columns that tell them apart: unit = [\"name\", \"town\"].");

    REPEATED_ROW = "repeated-row", Note [AsksAnyway, Meanwhile(RowLeftOut)]:
        phrase!("Repeated rows"),
        phrase!("Rows repeat an earlier row in every column, as happens when data are pasted twice. They count once. Nothing needs to be done.");

    NO_PERIOD = "no-period", Warning [Meanwhile(RowLeftOut)]:
        phrase!("Rows without a period"),
        phrase!("Rows have no value in the column of periods, so that it is not known when they were observed. They are left out and listed. Fill in the period if they are needed.");

    COPIED_ROW = "copied-row", Warning:
        phrase!("Copied rows"),
        phrase!("A row says the same as an earlier one in every column. It may be a second payment, or a copy by mistake; each row counts in the sum until the copies are left out.");
}
