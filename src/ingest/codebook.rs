//! What coded answers mean, from the definition of a form (XLSForm) or a list of codes that lies beside the answers.

use std::collections::BTreeMap;
use std::path::Path;

use super::books::Books;
use super::change;
use super::layouts::Sight;
use super::layouts::words::in_languages;
use crate::diag::{Diagnostic, Sink};
use crate::ingest::RawTable;
use crate::ingest::read::{find, read_source};
use crate::notation::fold;
use crate::phrase;
use crate::study::{Located, Source};
use crate::text::{Lang, Words};

/// What one column means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodebookEntry {
    /// Name of the column.
    pub name: String,
    /// What was asked.
    pub label: Words,
    /// What the codes mean.
    pub codes: Vec<(String, String)>,
}

/// Sheets of this name hold a list of codes.
const CODEBOOKS: [&str; 9] = [
    "codebook",
    "コードブック",
    "コード表",
    "符号表",
    "変数一覧",
    "項目一覧",
    "datadictionary",
    "data_dictionary",
    "variables",
];

const NAMES: [&str; 7] = ["変数名", "variable", "variable name", "列名", "name", "設問番号", "項目名"];
const CODES: [&str; 6] = ["符号", "コード", "code", "value", "値", "選択肢番号"];
const MEANINGS: [&str; 8] = ["符号内容", "内容", "ラベル", "label", "meaning", "value label", "選択肢", "意味"];
const QUESTIONS: [&str; 7] = ["設問", "設問文", "question", "variable label", "description", "項目名", "説明"];

/// What the columns of a source mean: from the file that the study names, else from sheets of the same workbook.
pub fn of(folder: &Path, source: &Source, table: &RawTable, books: &mut Books) -> Vec<CodebookEntry> {
    if source.codebook.is_none() && table.sheet.is_empty() {
        return Vec::new();
    }
    let file = source.codebook.as_ref().unwrap_or(&source.file);
    let own = source.sheet.as_ref().map(|sheet| fold(&sheet.value));
    let all = match &source.codebook {
        None => &table.sheets,
        Some(file) => match find(folder, &file.value) {
            Some(path) => books.sheets(path),
            None => return Vec::new(),
        },
    };
    let names: Vec<&String> = all.iter().filter(|name| own.as_ref() != Some(&fold(name))).collect();
    let sheet = |wanted: &str| names.iter().copied().find(|name| fold(name) == wanted);
    let read = |name: Option<&String>| self::table(folder, file, name);
    if let (Some(survey), Some(choices)) = (sheet("survey"), sheet("choices")) {
        return match (read(Some(survey)), read(Some(choices))) {
            (Some(survey), Some(choices)) => of_form(&survey, &choices),
            _ => Vec::new(),
        };
    }
    let listed = CODEBOOKS.iter().find_map(|name| sheet(name));
    match (listed, &source.codebook) {
        (Some(name), _) => read(Some(name)).map(|table| of_list(&table)).unwrap_or_default(),
        (None, Some(_)) => read(None).map(|table| of_list(&table)).unwrap_or_default(),
        (None, None) => Vec::new(),
    }
}

/// The codebook that the study names but that says nothing, if so.
pub fn useless(source: &Source, entries: &[CodebookEntry]) -> Option<Diagnostic> {
    let named = source.codebook.as_ref().filter(|_| entries.is_empty())?;
    let message = phrase!("No codes were found in {file}", file = &named.value);
    let hint = phrase!(
        "Give it a column with the names of the columns, one with the codes and one with what they mean; or an XLSForm with the sheets survey and choices"
    );
    Some(Diagnostic::error("no-codes", message).hint(hint).at(named.place.clone()))
}

fn table(folder: &Path, file: &Located<String>, sheet: Option<&String>) -> Option<RawTable> {
    let sheet = sheet.map(|name| Located { value: name.clone(), place: file.place.clone() });
    let source = Source { sheet, ..Source::plain(file.clone(), file.clone()) };
    read_source(folder, &source, &mut Sink::new()).ok()
}

/// The language of a heading such as `label` or `label::Japanese (ja)`; nothing for other headings.
fn language(heading: &str) -> Option<Option<Lang>> {
    let rest = heading.trim().to_lowercase();
    let rest = rest.strip_prefix("label")?;
    let named = rest.trim_start_matches(':').trim();
    let code = named.rsplit_once('(').map_or(named, |(_, code)| code.trim_end_matches(')'));
    Some(Lang::from_code(match code {
        "japanese" | "日本語" => "ja",
        "english" => "en",
        other => other,
    }))
}

/// The columns of labels, each with its language.
struct LabelColumns<'t> {
    table: &'t RawTable,
    columns: Vec<(Option<Lang>, usize)>,
}

impl LabelColumns<'_> {
    fn of(table: &RawTable) -> LabelColumns<'_> {
        let headings = table.headings.iter().enumerate();
        let columns = headings.filter_map(|(column, heading)| Some((language(&heading.text)?, column))).collect();
        LabelColumns { table, columns }
    }

    /// The label in a row.
    fn at(&self, row: usize) -> Words {
        in_languages(self.columns.iter().map(|&(lang, column)| (lang, change::text(self.table, row, column))))
    }
}

/// The plainest of some words, for values.
fn plainest(words: &Words) -> String {
    words.0.values().next().cloned().unwrap_or_default()
}

fn of_form(survey: &RawTable, choices: &RawTable) -> Vec<CodebookEntry> {
    let asked = Sight::of(survey);
    let (Some(kind), Some(name)) = (asked.column("type"), asked.column("name")) else { return Vec::new() };
    let codes = codes(&Sight::of(choices));
    let labels = LabelColumns::of(survey);
    let entry = |row: usize| {
        let kind = change::text(survey, row, kind);
        let mut words = kind.split_whitespace();
        let one = matches!(words.next(), Some("select_one"));
        let list = words.next().unwrap_or_default();
        CodebookEntry {
            name: change::text(survey, row, name),
            label: labels.at(row),
            codes: codes.get(list).filter(|_| one).cloned().unwrap_or_default(),
        }
    };
    (0..survey.rows.len()).map(entry).filter(|entry| !entry.name.is_empty()).collect()
}

/// The choices of each list, with what they mean.
fn codes(choices: &Sight<'_>) -> BTreeMap<String, Vec<(String, String)>> {
    let list = choices.column("list_name").or(choices.column("list name"));
    let value = choices.column("name").or(choices.column("value"));
    let (Some(list), Some(value)) = (list, value) else { return BTreeMap::new() };
    let labels = LabelColumns::of(choices.table);
    let mut codes: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in 0..choices.table.rows.len() {
        let label = plainest(&labels.at(row));
        if !label.is_empty() {
            let of_list = codes.entry(change::text(choices.table, row, list)).or_default();
            of_list.push((change::text(choices.table, row, value), label));
        }
    }
    codes
}

/// A list of codes: rows without a name belong to the name above them.
fn of_list(table: &RawTable) -> Vec<CodebookEntry> {
    let sight = Sight::of(table);
    let column = |names: &[&str]| names.iter().find_map(|name| sight.column(name));
    let (Some(name), Some(code), Some(meaning)) = (column(&NAMES), column(&CODES), column(&MEANINGS)) else {
        return Vec::new();
    };
    let question = column(&QUESTIONS).filter(|column| ![name, code, meaning].contains(column));
    let mut entries: Vec<CodebookEntry> = Vec::new();
    for row in 0..table.rows.len() {
        let own = change::text(table, row, name);
        if !own.is_empty() && entries.last().is_none_or(|last| last.name != own) {
            let label = question.map(|column| change::text(table, row, column)).unwrap_or_default();
            let label = if label.is_empty() { Words::default() } else { Words::plain(label) };
            entries.push(CodebookEntry { name: own, label, codes: Vec::new() });
        }
        let pair = (change::text(table, row, code), change::text(table, row, meaning));
        if let Some(last) = entries.last_mut().filter(|_| is_code(&pair)) {
            last.codes.push(pair);
        }
    }
    entries
}

/// Whether a pair says what a code means: ranges such as 1～99 are no codes.
fn is_code((code, meaning): &(String, String)) -> bool {
    !code.is_empty() && !meaning.is_empty() && !code.contains(['～', '~']) && !code.contains("--")
}
