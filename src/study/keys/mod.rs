//! What a study file may hold: one table for the parser, its messages and the JSON Schema.

mod key;
mod own;
mod pages;
mod written;

use key::{key, needed};

pub use key::{Key, TableKeys, Takes};
pub use own::{PHOTO, VOICE, WORDS};
pub use pages::{KeyPage, pages};
pub use written::{toml_key, toml_text};

/// Programs whose conventions a study can ask for.
pub const PEERS: &[&str] = &["matchit"];

/// The tables of a study file.
pub const TABLES: &[&str] =
    &["study", "sources", "variables", "measures", "questions", "charts", "disclosure", "reports"];
/// Tables that are planned and refused for now.
pub const TABLES_LATER: &[&str] = &["pools"];

/// `kind` of a variable.
pub const KINDS: &[&str] = &["count", "amount", "share", "scale", "yes-no", "category", "date", "text", "number"];
/// `better` of a variable.
pub const DIRECTIONS: &[&str] = &["higher", "lower"];
/// `language` of a study.
pub const LANGUAGE_CODES: &[&str] = crate::text::CODES;

/// `outputs` of a study.
pub const OUTPUTS: &[&str] = &super::Output::NAMES;

/// `[study]`.
pub const STUDY: TableKeys = TableKeys {
    heading: "[study]",
    keys: &[
        key("title", Takes::Words, "What outputs call the study."),
        key("id", Takes::Text, "Names the outputs; the name of the study file by default."),
        key(
            "language",
            Takes::SomeOf(LANGUAGE_CODES),
            "Languages of the outputs, in order; that of the title by default.",
        ),
        key(
            "outputs",
            Takes::SomeOf(OUTPUTS),
            "What is written; brief, report, workbook, tables, parts and filled documents by default. `all` is everything.",
        ),
        key("seed", Takes::Whole, "Seed of everything random; 1 by default."),
        key(
            "like",
            Takes::OneOf(PEERS),
            "Follow another program where conventions differ, and show every number it shows, for checking one against the other.",
        ),
        key("fiscal_year_starts", Takes::Whole, "First month of the fiscal year, 1 to 12: dates become years by it."),
        key("level", Takes::Number, "Confidence level of intervals, between 0.5 and 1; 0.95 by default."),
        key("date", Takes::Text, "Day or month of the edition, as 2026-11; the brief says it."),
        key("organisation", Takes::Words, "Who publishes it; the brief says it."),
        key("author", Takes::Words, "Who wrote it; the brief says it."),
        key("contact", Takes::Words, "Whom to ask: name, address, telephone; the brief says it."),
        key(
            "voice",
            Takes::Table(&VOICE),
            "What one of those concerned said, with their consent; the brief prints it.",
        ),
        key(
            "photo",
            Takes::Table(&PHOTO),
            "A picture of what was done, with the consent of those in it; the brief prints it.",
        ),
        key("words", Takes::Table(&WORDS), "Your words for those the study is about and what they took part in."),
    ],
    later: &[],
};

/// `[sources.NAME]`.
pub const SOURCE: TableKeys = TableKeys {
    heading: "[sources.NAME]",
    keys: &[
        needed("file", Takes::Text, "Workbook or text file, relative to the study file; several with *."),
        key(
            "sheet",
            Takes::Texts,
            "Sheet by name; the first one with a table by default; several as a list or with *.",
        ),
        key("header", Takes::Rows, "Rows of the header as the sheet numbers them, where it is not found by itself."),
        key("range", Takes::Range, "Cells of the table including its header, where it is not found by itself."),
        key("encoding", Takes::Text, "Encoding of a text file, where it is not to be guessed."),
        key(
            "unit",
            Takes::Texts,
            "Column that identifies the unit, or several that do so together; sources are joined on it. Known layouts say it themselves.",
        ),
        key("link", Takes::Table(&LINK), "Which source its rows belong to, where they are not units themselves."),
        key(
            "kind",
            Takes::OneOf(SOURCE_KINDS),
            "What its rows are, where they are neither units nor describe them: ties between two of another source, a log of what happened when, a ledger of amounts by person and date, or indicators (`unit` names their column) with a value for each year.",
        ),
        key("from", Takes::Texts, "Of ties: the column that says who reports it; as many as `by` of `link` names."),
        key(
            "to",
            Takes::Texts,
            "Of ties: the column that says to whom it is; a row without one says that there is none.",
        ),
        key(
            "time",
            Takes::Texts,
            "Of a log or ledger: the column of dates, or those of dates and times; hours past midnight may be written 25:30.",
        ),
        key(
            "day_starts",
            Takes::Whole,
            "Of a log: the hour at which a day begins, 0 by default; with 5, what happened at 1:30 belongs to the day before.",
        ),
        key(
            "open_days",
            Takes::WordList,
            "Of a log: days on which there can be entries, as days of the week, dates or from/to; all by default.",
        ),
        key("closed_days", Takes::WordList, "Of a log: days on which there is none, written like `open_days`."),
        key("amount", Takes::Text, "Of a ledger: the column of amounts; what is paid back is below 0."),
        key(
            "anonymous",
            Takes::Flag,
            "Whether nobody can be followed: each row is a respondent of its own, without `unit`.",
        ),
        key(
            "amounts",
            Takes::Texts,
            "Columns of money: a unit that stands above the table (単位:千円) counts for them.",
        ),
        key(
            "units",
            Takes::Pairs,
            "Units that the numbers of columns are written in, where their headings do not say so: { \"会費\" = \"千円\" }.",
        ),
        key("period", Takes::Word, "The period of all rows of this source."),
        key(
            "period_from",
            Takes::OneOf(PERIOD_FROM),
            "Where the period stands: in the name of each file or sheet, or in the headings (income 2021, income 2022).",
        ),
        key(
            "rows",
            Takes::OneOf(REPEATS),
            "What becomes of several rows of one unit and period: one (two are a mistake; the default), sum (put together: numbers added, texts listed), or mean (numbers averaged).",
        ),
        key(
            "duplicates",
            Takes::OneOf(DUPLICATES),
            "Which row counts where a unit stands in several with other values: error (the default), last or first, by the time of the answer where the table has it, else by the order of the rows.",
        ),
        key(
            "fill_down",
            Takes::Texts,
            "Columns whose blank cells take the value above: names of groups that are written once.",
        ),
        key(
            "hidden",
            Takes::OneOf(MARKED),
            "What becomes of rows that are hidden or filtered out in the workbook: read (with a warning, by default), or leave-out.",
        ),
        key(
            "struck_out",
            Takes::OneOf(MARKED),
            "What becomes of cells that are struck out: leave-out (with a warning, by default), or read.",
        ),
        key("codebook", Takes::Text, "File that says what codes mean: an XLSForm, or a list of codes."),
        key(
            "layout",
            Takes::OneOf(LAYOUTS),
            "The known layout of the table, or none; recognised by itself by default.",
        ),
        key("period_column", Takes::Text, "Column that says the period of each row."),
        key(
            "columns",
            Takes::ListPairs,
            "Renames on the way in: new name = heading in the file; a list where files head it differently: the first that a file has.",
        ),
    ],
    later: &["where"],
};

/// What a draft writes where somebody has to choose.
pub const TO_CHOOSE: &str = "…";

/// `kind` of a source.
pub const SOURCE_KINDS: &[&str] = &["ties", "log", "ledger", "indicators"];

/// `period_from` of a source.
pub const PERIOD_FROM: &[&str] = &["sheet", "file", "heading"];

/// `rows` of a source.
pub const REPEATS: &[&str] = &["one", "sum", "mean"];

/// `duplicates` of a source.
pub const DUPLICATES: &[&str] = &["error", "last", "first"];

/// `hidden`, `struck_out` of a source.
pub const MARKED: &[&str] = &["read", "leave-out"];

/// `layout` of a source.
pub const LAYOUTS: &[&str] = &[
    "none",
    "360giving",
    "npo-portal",
    "npo-activity-statement",
    "google-forms",
    "qualtrics",
    "kobo",
    "xlsform",
    "explanations",
];

/// `link` of a source.
pub const LINK: TableKeys = TableKeys {
    heading: "link",
    keys: &[
        needed("to", Takes::Text, "The source that the rows belong to."),
        needed(
            "by",
            Takes::Texts,
            "Columns that both have, in the order in which they are tried: 法人番号, ids, names of organisations.",
        ),
        key(
            "place",
            Takes::Texts,
            "Columns that both have and that say where: 都道府県, 市区町村. They tell equal names apart.",
        ),
    ],
    later: &[],
};

/// `missing` of a question.
pub const MISSING: &[&str] = &["complete", "indicator"];
/// `funded_later`, `funded_earlier`.
pub const OTHERS: &[&str] = &["exclude", "keep"];
/// `funded_again`.
pub const AGAIN: &[&str] = &["first", "each", "exclude"];

/// `rounds` of a question.
pub const ROUNDS: TableKeys = TableKeys {
    heading: "rounds",
    keys: &[
        needed("by", Takes::Text, "Variable that says the round."),
        needed("organisation", Takes::Text, "Variable that says which organisation applied."),
        needed("funded_later", Takes::OneOf(OTHERS), "Rejected applications of those funded in a later round."),
        needed("funded_earlier", Takes::OneOf(OTHERS), "Rejected applications of those funded in an earlier round."),
        needed("funded_again", Takes::OneOf(AGAIN), "Which awards count of those funded more than once."),
    ],
    later: &[],
};

/// `treatment` of a question, as a table.
pub const ROSTER: TableKeys = TableKeys {
    heading: "treatment",
    keys: &[
        needed("in", Takes::Text, "The source that lists those who took part."),
        key("where", Takes::Text, "Which of them count, as an SQL expression; the others are not compared."),
    ],
    later: &[],
};

/// `[[charts]]`.
pub const CHART: TableKeys = TableKeys {
    heading: "[[charts]]",
    keys: &[
        needed("id", Takes::Text, "Names the chart in files: letters, digits, - and _, unique."),
        key("title", Takes::Words, "What the chart says."),
        needed("bars", Takes::Tables(&BAR), "The findings, in order."),
    ],
    later: &[],
};

/// One of `bars` of a chart.
pub const BAR: TableKeys = TableKeys {
    heading: "bars",
    keys: &[
        needed("finding", Takes::Text, "The finding: question/outcome."),
        key("label", Takes::Words, "How the chart calls it; the outcome's label by default."),
    ],
    later: &[],
};

/// `[disclosure]`.
pub const DISCLOSURE: TableKeys = TableKeys {
    heading: "[disclosure]",
    keys: &[
        key(
            "profile",
            Takes::OneOf(PROFILES),
            "Rules for what leaves the house: jp-official hides figures of 1 or 2 units, ten those of fewer than ten, 10-5 and nhs also round.",
        ),
        key(
            "published",
            Takes::Texts,
            "Files `published.json` of public editions that were given away, kept from their results: what they told together with this edition stays open.",
        ),
    ],
    later: &[],
};

/// `profile` of `[disclosure]`.
pub const PROFILES: &[&str] = &["jp-official", "ten", "10-5", "nhs"];

/// `[reports]`.
pub const REPORTS: TableKeys = TableKeys {
    heading: "[reports]",
    keys: &[
        key("by", Takes::Text, "Variable whose values each get a report of their own: a program, a round."),
        key("grantees", Takes::Flag, "Whether each of those who took part gets a page (internal edition only)."),
        key(
            "name",
            Takes::Text,
            "Variable by which these pages call them, such as the organisation's name; else their ids.",
        ),
        key("about", Takes::Texts, "Variables that these pages begin with: program, amount."),
        key(
            "answers",
            Takes::Texts,
            "Variables that hold what they reported themselves, of any source that is linked to the unit.",
        ),
        key(
            "templates",
            Takes::Text,
            "Folder of report templates of your own, relative to the study file: brief.html, ja/brief.html.",
        ),
        key(
            "word",
            Takes::Words,
            "Word document of your own (.docx), relative to the study file, whose places are filled: names such as finding.income.sentence in double braces, or content controls with such a tag.",
        ),
    ],
    later: &[],
};

/// `measured` of a variable.
pub const MEASURED: &[&str] = &["record", "self-report", "self-report-to-funder"];

/// `[variables.NAME]`.
pub const VARIABLE: TableKeys = TableKeys {
    heading: "[variables.NAME]",
    keys: &[
        key("label", Takes::Words, "What outputs call the variable; its name by default."),
        key("kind", Takes::OneOf(KINDS), "What its values are; as seen in the data by default."),
        key("unit", Takes::Words, "Unit of measurement."),
        key("better", Takes::OneOf(DIRECTIONS), "Which direction is good."),
        key("codes", Takes::WordPairs, "What values mean: value in the file = value it stands for."),
        key("missing", Takes::WordList, "Values that stand for no answer."),
        key(
            "blank_is",
            Takes::Number,
            "The number that a blank cell stands for: 0 where nothing was received or done.",
        ),
        key("smallest_change_that_matters", Takes::Number, "The smallest change that matters, in the variable's unit."),
        key(
            "largest_plausible_change",
            Takes::Number,
            "The largest change that could plausibly occur: a study that can only see larger ones is too small.",
        ),
        key("measured", Takes::OneOf(MEASURED), "How its values came to be known."),
        key("formula", Takes::Text, "How it is made from other variables of the same row, as an SQL expression."),
    ],
    later: &["privacy"],
};

/// `[[questions]]`.
pub const QUESTION: TableKeys = TableKeys {
    heading: "[[questions]]",
    keys: &[
        needed("id", Takes::Text, "Names the question in files: letters, digits, - and _, unique."),
        key("title", Takes::Words, "What outputs call the question; its id by default."),
        needed("outcomes", Takes::Texts, "What may have changed: variables, or name@period."),
        key("baseline", Takes::Pairs, "The same thing before: outcome = variable."),
        key(
            "earlier",
            Takes::Pairs,
            "The same thing still earlier: outcome = variable. The change from then to the state before must not differ between the groups; of periods the one before `before` is taken by itself.",
        ),
        key("before", Takes::Word, "Period of the state before."),
        key("after", Takes::Word, "Period of the state after."),
        key("start", Takes::Text, "Variable with the year in which each unit's program starts, for start-1, start+1."),
        key("rounds", Takes::Table(&ROUNDS), "Rounds of applications, where the unit is an application."),
        key(
            "treatment",
            Takes::TextOr(&ROSTER),
            "Variable with two values that says who received or took part; or, as a table, the source that lists those who did.",
        ),
        key("covariates", Takes::Texts, "What makes units comparable, measured before the program."),
        key(
            "characteristics",
            Takes::Texts,
            "Of the covariates those in which reviewers ask the groups to have been alike before (What Works Clearinghouse), beside the outcome itself.",
        ),
        key("missing", Takes::OneOf(MISSING), "What becomes of units of which a covariate is not known."),
        key("cluster", Takes::Text, "Variable of the clusters that standard errors must respect."),
        key("where", Takes::Text, "The units that it is about, as an SQL expression that is true for them."),
        key("estimand", Takes::Text, "Whose average effect; ATT, that on those who took part, by default."),
        key(
            "primary",
            Takes::FlagOrTexts,
            "Which outcomes are main ones: a list of them, or true for all. Main outcomes of a study are corrected together for their number (Holm), all others apart (Benjamini–Hochberg); where no question says so, all outcomes together (Benjamini–Hochberg).",
        ),
        key("design", Takes::Method("design"), "Who is compared with whom."),
        key(
            "designs",
            Takes::Methods("design"),
            "Several designs; the first is the main one unless one says primary = true.",
        ),
        key(
            "inference",
            Takes::Method("inference"),
            "Which standard error; by clusters or matched sets where there are any, else robust, by default.",
        ),
        key("estimate", Takes::Method("estimate"), "How to estimate; by the design where absent."),
        key("sensitivity", Takes::Methods("sensitivity"), "Sensitivity analyses; by the design where absent."),
        key("subgroups", Takes::Texts, "Variables whose values make subgroups that are analysed apart."),
        key(
            "family",
            Takes::Text,
            "Questions of one family: their outcomes are corrected together for their number, apart from those of other questions.",
        ),
        key(
            "words",
            Takes::Table(&WORDS),
            "Its own words for those it is about, where they are not those of the study.",
        ),
    ],
    later: &["score", "cutoff", "unit", "strata", "weight"],
};
