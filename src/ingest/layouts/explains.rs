//! Tables that explain others and hold no observations: code books, lists of codes, of files, of names of columns, and templates.

use super::headings::{of_table, plain};
use super::{Layout, LayoutFit, Sight, Understood};
use crate::diag::Diagnostic;
use crate::ingest::{Raw, RawTable, change};
use crate::notation::fold;
use crate::phrase;
use crate::text::{Arg, Phrase};

/// Rows that are looked at: what explains others is short, and does so from its beginning.
const LOOKED_AT: usize = 400;

/// Headings, as [`plain`] leaves them, of columns that name the variables of a code book.
const VARIABLES: [&str; 10] = [
    "変数名",
    "列名",
    "項目名",
    "設問番号",
    "フィールド名",
    "variable",
    "variablename",
    "fieldname",
    "columnname",
    "varname",
];

/// Headings of what a code book says of a variable.
const SAID_OF_VARIABLES: [&str; 32] = [
    "符号",
    "符号内容",
    "型",
    "データ型",
    "桁数",
    "桁",
    "バイト数",
    "位置",
    "開始位置",
    "小数点",
    "階層",
    "配置",
    "設問",
    "設問文",
    "選択肢",
    "ラベル",
    "変数ラベル",
    "説明",
    "label",
    "variablelabel",
    "valuelabel",
    "valuelabels",
    "type",
    "datatype",
    "format",
    "length",
    "width",
    "codes",
    "description",
    "definition",
    "allowedvalues",
    "required",
];

/// Headings of codes.
const CODES: [&str; 11] =
    ["code", "codes", "value", "コード", "番号", "符号", "記号", "値", "選択肢番号", "listname", "name"];

/// Headings of what codes mean.
const MEANINGS: [&str; 15] = [
    "label",
    "title",
    "description",
    "meaning",
    "definition",
    "valuelabel",
    "名称",
    "内容",
    "説明",
    "意味",
    "定義",
    "ラベル",
    "符号内容",
    "選択肢",
    "選択肢名",
];

/// Headings of what else lists of codes hold.
const BESIDE_CODES: [&str; 28] = [
    "category",
    "deprecated",
    "status",
    "url",
    "uri",
    "link",
    "documentation",
    "documentationurl",
    "valuesurl",
    "source",
    "note",
    "notes",
    "remarks",
    "order",
    "sort",
    "parent",
    "parentcode",
    "english",
    "japanese",
    "備考",
    "分類",
    "区分",
    "順序",
    "並び順",
    "親コード",
    "上位コード",
    "英語",
    "英語名",
];

/// What files are called at their ends.
const ENDINGS: [&str; 13] =
    [".xlsx", ".xls", ".xlsm", ".csv", ".tsv", ".txt", ".dta", ".sav", ".do", ".rds", ".pdf", ".docx", ".zip"];

/// Words for what type the values of a column are.
const TYPES: [&str; 24] = [
    "text",
    "string",
    "varchar",
    "char",
    "number",
    "numeric",
    "integer",
    "int",
    "float",
    "double",
    "decimal",
    "boolean",
    "bool",
    "date",
    "datetime",
    "time",
    "reference",
    "entity",
    "文字",
    "文字列",
    "数値",
    "整数",
    "日付",
    "真偽",
];

/// Columns of a table that half of its headings say enough of.
const MANY: usize = 10;

/// Rows that a template has at most.
const ROWS_OF_A_TEMPLATE: usize = 6;

/// What a table holds instead of observations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Instead {
    CodeBook,
    Codes,
    Files,
    Names,
    Template,
}

impl Instead {
    fn of(sight: &Sight<'_>) -> Option<Instead> {
        if sight.table.rows.is_empty() {
            return None;
        }
        let fits = |kind: &Instead| match kind {
            Instead::CodeBook => is_code_book(sight),
            Instead::Codes => is_codes(sight),
            Instead::Template => is_template(sight),
            Instead::Names => is_names(sight),
            Instead::Files => is_files(sight),
        };
        [Instead::CodeBook, Instead::Codes, Instead::Template, Instead::Names, Instead::Files].into_iter().find(fits)
    }

    fn said(self) -> Phrase {
        match self {
            Instead::CodeBook => phrase!("it is a code book, and its rows are the variables of another table"),
            Instead::Codes => phrase!("it is a list of codes and what they mean"),
            Instead::Files => phrase!("it is a list of files"),
            Instead::Names => {
                phrase!("its cells repeat the headings above them: names of columns, as they are in other files")
            }
            Instead::Template => phrase!("it is a template, with the type of each column"),
        }
    }
}

/// A table that explains others.
pub struct Explains;

impl Layout for Explains {
    fn name(&self) -> &'static str {
        "explanations"
    }

    fn title(&self) -> Phrase {
        phrase!("explanations of other tables")
    }

    fn fit(&self, sight: &Sight<'_>) -> Option<LayoutFit> {
        Instead::of(sight).map(|kind| LayoutFit { score: 0.8, seen: kind.said() })
    }

    fn understand(&self, sight: &Sight<'_>) -> Understood {
        let warnings = Instead::of(sight).map(|kind| no_observations(sight.table, kind.said()));
        Understood {
            explains: true,
            anonymous: true,
            warnings: warnings.into_iter().collect(),
            ..Understood::default()
        }
    }
}

/// The problem that a table holds no observations, and what to do.
fn no_observations(table: &RawTable, why: Phrase) -> Diagnostic {
    let message = phrase!("The table holds no observations: {why}", why = why);
    let others: Vec<&str> = table.sheets.iter().filter(|sheet| **sheet != *table.sheet).map(String::as_str).collect();
    let hint = match others.is_empty() {
        true => phrase!(
            "Name the file with the observations; where the rows are observations all the same, write {line} in the study file",
            line = "layout = \"none\""
        ),
        false => phrase!(
            "Name the file or the sheet with the observations, such as sheet = \"…\": {sheets}; where the rows are observations all the same, write {line}",
            sheets = Arg::first(others, 10),
            line = "layout = \"none\""
        ),
    };
    Diagnostic::error("no-observations", message).hint(hint).at(of_table(table))
}

/// Headings as they are compared.
fn headings(sight: &Sight<'_>) -> Vec<String> {
    sight.table.headings.iter().map(|heading| plain(&heading.text)).collect()
}

fn rows(table: &RawTable) -> std::ops::Range<usize> {
    0..table.rows.len().min(LOOKED_AT)
}

fn is_code_book(sight: &Sight<'_>) -> bool {
    let all = headings(sight);
    let said = all.iter().filter(|heading| SAID_OF_VARIABLES.contains(&heading.as_str())).count();
    let known = all.iter().filter(|heading| VARIABLES.contains(&heading.as_str())).count();
    known > 0 && said >= 2 && 2 * (known + said) >= all.len()
}

/// Nothing but codes, what they mean, and remarks; or the choices of an XLSForm.
fn is_codes(sight: &Sight<'_>) -> bool {
    let all = headings(sight);
    let means = |heading: &str| MEANINGS.contains(&heading) || heading.starts_with("label");
    let has = |list: &[&str]| all.iter().any(|heading| list.contains(&heading.as_str()));
    let meaning = all.iter().any(|heading| means(heading));
    let choices = has(&["listname"]) && has(&["name", "value"]) && meaning;
    // `name` is that of anything, unless what it means stands beside it.
    let codes = has(&CODES[..CODES.len() - 1]) || has(&["name"]) && has(&["label", "ラベル", "意味", "定義"]);
    let nothing_else = || {
        all.iter().all(|heading| {
            CODES.contains(&heading.as_str()) || means(heading) || BESIDE_CODES.contains(&heading.as_str())
        })
    };
    choices || codes && meaning && nothing_else() && is_in_words(sight)
}

/// Whether what codes mean is said in words, and each code once.
fn is_in_words(sight: &Sight<'_>) -> bool {
    let table = sight.table;
    let meaning = (0..table.headings.len()).filter(|&column| {
        let heading = plain(&table.headings[column].text);
        MEANINGS.contains(&heading.as_str()) || heading.starts_with("label")
    });
    let numbers =
        |column: usize| rows(table).any(|row| matches!(table.get(row, column), Raw::Number(_) | Raw::Date(_)));
    !meaning.into_iter().any(numbers)
}

/// A few rows, of which one says of what type each column is.
fn is_template(sight: &Sight<'_>) -> bool {
    let table = sight.table;
    let types = |row: usize| {
        let cells = texts(table, row);
        let known =
            cells.iter().filter(|cell| TYPES.contains(&plain(cell.split('(').next().unwrap_or_default()).as_str()));
        cells.len() >= 3 && 10 * known.count() >= 8 * cells.len()
    };
    table.rows.len() <= ROWS_OF_A_TEMPLATE && (0..table.rows.len()).any(types)
}

fn texts(table: &RawTable, row: usize) -> Vec<String> {
    let cells = (0..table.columns.len()).map(|column| change::text(table, row, column));
    cells.filter(|text| !text.is_empty()).collect()
}

/// Every column but the first, or half of many, says its own heading again, and no cell is a number. Where cells hold their heading
/// or nothing, they are the ticks of a question with several answers.
fn is_names(sight: &Sight<'_>) -> bool {
    let table = sight.table;
    let again = |column: usize| {
        let heading = fold(&table.headings[column].text);
        rows(table).any(|row| matches!(table.get(row, column), Raw::Text(text) if fold(text) == heading))
    };
    let says: Vec<usize> = (0..table.columns.len()).filter(|&column| again(column)).collect();
    let all =
        says.len() + 1 >= table.columns.len() || table.columns.len() >= MANY && 2 * says.len() >= table.columns.len();
    let is_text = |column: usize| {
        rows(table).all(|row| matches!(table.get(row, column), Raw::Text(_) | Raw::Empty | Raw::Error(_)))
    };
    table.columns.len() >= 3 && all && (0..table.columns.len()).all(is_text) && !are_ticks(table, &says)
}

/// Whether cells below these headings hold nothing but the heading, or nothing.
fn are_ticks(table: &RawTable, columns: &[usize]) -> bool {
    let cells = || columns.iter().flat_map(|&column| rows(table).map(move |row| (row, column)));
    let same = |(row, column): (usize, usize)| match table.get(row, column) {
        Raw::Text(text) => fold(text) == fold(&table.headings[column].text),
        _ => true,
    };
    let blank = |(row, column): (usize, usize)| matches!(table.get(row, column), Raw::Empty);
    cells().all(same) && cells().any(blank)
}

/// Most columns hold the paths or names of files.
fn is_files(sight: &Sight<'_>) -> bool {
    let table = sight.table;
    let is_of_files = |&column: &usize| {
        let cells: Vec<String> =
            rows(table).map(|row| change::text(table, row, column)).filter(|text| !text.is_empty()).collect();
        !cells.is_empty() && cells.iter().all(|cell| is_file(cell))
    };
    let found = (0..table.columns.len()).filter(is_of_files).count();
    found >= 2 && 2 * found >= table.columns.len()
}

fn is_file(text: &str) -> bool {
    let lower = text.to_lowercase();
    let drive = lower.get(1..3).is_some_and(|rest| rest == ":/" || rest == ":\\");
    !lower.starts_with("http") && (drive || ENDINGS.iter().any(|ending| lower.ends_with(ending)))
}
