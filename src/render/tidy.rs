//! Tables as CSV for people and other programs: one column for each of a table, under its title in the first language of the study, and
//! one row for each of its rows. The list of them (`codebook.csv`) says the key of each column, which is the same in every language;
//! programs that know keys read the parquet files of the same names.
//!
//! The form is that of the data files ([`super::data`]). Words are in the first language of the study; a value that is kept back, and
//! one that is not there, is an empty field, so that columns of numbers stay numbers.

use std::borrow::Cow;

use crate::exhibit::{Audience, Cell, Column, Format, Table, Value};
use crate::findings::{Bundle, StudyInfo};
use crate::text::r::{guarded, number};
use crate::text::{Lang, Phrase};

use super::data::record;
use super::names::{self, OutputNames};

/// What begins a file, so that Excel takes it for UTF-8.
const BOM: char = '\u{feff}';

/// The tables of an edition as CSV, and the list of what they and their columns are, with their paths in the output folder.
pub fn files(bundle: &Bundle) -> Vec<(String, Vec<u8>)> {
    let lang = bundle.findings.study.lead();
    let names = self::names(bundle);
    let internal = bundle.findings.edition == Audience::Internal;
    let file = |table: &Table| (format!("tables/{}.csv", names.get(&table.id)), csv(table, internal, lang));
    let mut files: Vec<(String, Vec<u8>)> = bundle.tables.iter().map(file).collect();
    files.push(("tables/codebook.csv".into(), codebook(bundle, &names)));
    files
}

/// What the files of tables are called.
pub fn names(bundle: &Bundle) -> OutputNames {
    names::of_tables(&bundle.findings, bundle.tables.iter().map(|table| &table.id))
}

/// The columns of a table that stand in its file: names of variables say nothing to those who have no data (`internal`).
fn shown(table: &Table, internal: bool) -> Vec<usize> {
    (0..table.columns.len()).filter(|&at| internal || !table.columns[at].is_of_keys()).collect()
}

/// A table as CSV.
pub fn csv(table: &Table, internal: bool, lang: Lang) -> Vec<u8> {
    let lang = lang.about(table.id.question());
    let shown = shown(table, internal);
    let mut out = String::from(BOM);
    let headings = headings(table, &shown, lang);
    record(&mut out, &headings.iter().map(|heading| guarded(heading)).collect::<Vec<_>>());
    for row in &table.rows {
        let fields: Vec<String> = shown.iter().map(|&at| field(&row[at], lang)).collect();
        record(&mut out, &fields.iter().map(|field| Cow::Borrowed(field.as_str())).collect::<Vec<_>>());
    }
    out.into_bytes()
}

/// Titles of columns, with a number where an earlier one is called the same.
fn headings(table: &Table, shown: &[usize], lang: Lang) -> Vec<String> {
    let mut headings: Vec<String> = Vec::new();
    for &at in shown {
        let title = table.columns[at].title.render(lang);
        let numbered = (2..).map(|n| format!("{title} ({n})"));
        let free = std::iter::once(title.clone()).chain(numbered).find(|heading| !headings.contains(heading));
        headings.extend(free);
    }
    headings
}

fn field(cell: &Cell, lang: Lang) -> String {
    let text = |text: &str| guarded(text).into_owned();
    match &cell.value {
        Value::Number(value) => number(*value),
        Value::Text(own) => text(own),
        Value::Words(words) => text(words.get(lang)),
        Value::Phrase(phrase) => text(&phrase.render(lang)),
        Value::Empty | Value::Withheld => String::new(),
    }
}

/// What every table and every column is.
fn codebook(bundle: &Bundle, names: &OutputNames) -> Vec<u8> {
    let mut out = String::from(BOM);
    let heads = ["file", "table_en", "table_ja", "column", "type", "title_en", "title_ja", "heading"];
    record(&mut out, &heads.map(Cow::Borrowed));
    for table in &bundle.tables {
        let shown = shown(table, bundle.findings.edition == Audience::Internal);
        let headings = headings(table, &shown, bundle.findings.study.lead().about(table.id.question()));
        for (at, heading) in shown.into_iter().zip(&headings) {
            let line = line(table, names.get(&table.id), &table.columns[at], &bundle.findings.study);
            let line: Vec<&str> = line.iter().map(String::as_str).chain([heading.as_str()]).collect();
            record(&mut out, &line.iter().map(|text| guarded(text)).collect::<Vec<_>>());
        }
    }
    out.into_bytes()
}

fn line(table: &Table, file: &str, column: &Column, study: &StudyInfo) -> [String; 7] {
    let langs = [Lang::En, Lang::Ja].map(|lang| study.speaking(lang).about(table.id.question()));
    let both = |phrase: &Phrase| langs.map(|lang| phrase.render(lang));
    let ([table_en, table_ja], [title_en, title_ja]) = (both(&table.title), both(&column.title));
    let hidden = column.audience == Audience::Internal && table.audience == Audience::Public;
    let kind = match (&column.format, hidden) {
        (Format::Text, false) => "text",
        (Format::Count, false) => "count",
        (Format::Percent(_), false) => "share",
        (Format::PValue, false) => "p-value",
        (Format::Number(_) | Format::Written(_), false) => "number",
        (_, true) => "internal",
    };
    [format!("{file}.csv"), table_en, table_ja, column.key.clone(), kind.into(), title_en, title_ja]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Words;

    #[test]
    fn a_table_is_one_column_for_each_and_what_is_kept_back_is_empty() {
        let columns = [("label", Format::Text), ("n", Format::Count), ("estimate", Format::Number(2))];
        let columns = columns.map(|(key, format)| Column::new(key, Phrase::verbatim(key), format)).to_vec();
        let mut table = Table::new("q/effects", Phrase::verbatim("t"), columns);
        table.push(vec![Cell::words(&Words::plain("a, b")), Cell::count_here(12), Cell::statistic(-0.0)]);
        let withheld = Cell { value: Value::Withheld, ..Cell::statistic(1.0) };
        table.push(vec![Cell::text("=1+1"), Cell::count_here(3), withheld]);
        let text = String::from_utf8(csv(&table, true, Lang::En)).unwrap();
        assert_eq!(text, "\u{feff}label,n,estimate\r\n\"a, b\",12,0\r\n'=1+1,3,\r\n");
    }
}
