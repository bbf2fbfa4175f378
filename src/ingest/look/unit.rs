//! What may identify the rows of a table.

use std::collections::BTreeSet;

use super::super::{Raw, RawTable, fold};
use super::glance::{Glance, Look};

/// What seems to identify the rows of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Column, by position.
    pub column: usize,
    /// Column of the period, where a unit has a row for each.
    pub period: Option<usize>,
    /// Whether every row is identified.
    pub sure: bool,
    /// Whether the rows of a unit are likely payments and the like, to be put together.
    pub together: bool,
}

/// Guesses what identifies the rows: a column headed like an id whose values all differ; one that does together with a
/// column of periods; one that has a few empty cells, as in rows of totals and notes; the same for columns headed like
/// names; else any whose values all differ, texts before numbers; else who received something, with a row for each period or with rows
/// to be put together; else the first that is headed like an id; else the first.
pub fn guess(table: &RawTable, columns: &[Glance]) -> Unit {
    let like_id = |&column: &usize| rank(&columns[column].heading).is_some();
    let mut ids: Vec<usize> = (0..columns.len()).filter(like_id).collect();
    ids.sort_by_key(|&column| rank(&columns[column].heading));
    let found = |column: usize, period: Option<usize>| Unit { column, period, sure: true, together: false };
    let (codes, names): (Vec<usize>, Vec<usize>) =
        ids.iter().partition(|&&column| rank(&columns[column].heading) < Some(NAMES));
    for ids in [codes, names] {
        if let Some(&column) = ids.iter().find(|&&column| columns[column].is_unique()) {
            return found(column, None);
        }
        let by_period = |&column: &usize| Some((column, telling_period(table, columns, column)?));
        if let Some((column, period)) = ids.iter().find_map(by_period) {
            return found(column, Some(period));
        }
        if let Some(&column) = ids.iter().find(|&&column| columns[column].is_nearly_unique()) {
            return found(column, None);
        }
    }
    let unique = |texts: bool| {
        (0..columns.len()).find(|&column| columns[column].is_unique() && (columns[column].numbers == 0) == texts)
    };
    let repeated = repeated(table, columns, &ids);
    // Amounts of a short list all differ too.
    let numbered = unique(false).filter(|&column| !repeated.together || is_serial(&columns[column]));
    match unique(true).or(numbered) {
        Some(column) => found(column, None),
        None => repeated,
    }
}

/// Words for those who get something, as lists of grants and contracts have them.
const RECIPIENTS: [&str; 9] =
    ["交付先", "助成先", "支出先", "契約先", "補助先", "相手方", "受託者", "recipient", "grantee"];

/// What stands behind such a word where the column holds names or numbers of those, and no other thing about them.
const CALLED: [&str; 6] = ["名", "商号", "法人番号", "name", "identifier", "id"];

/// Whether a heading says who gets something.
fn gets(heading: &str) -> bool {
    let heading = fold(heading);
    let behind = |word: &str| heading.rfind(word).map(|at| &heading[at + word.len()..]);
    RECIPIENTS
        .iter()
        .filter_map(|word| behind(word))
        .any(|rest| rest.is_empty() || CALLED.iter().any(|it| rest.contains(it)))
}

/// A table in which every unit may have several rows: a row for each period, or rows to be put together.
fn repeated(table: &RawTable, columns: &[Glance], ids: &[usize]) -> Unit {
    let unsure = |column: usize, period: Option<usize>, together: bool| Unit { column, period, sure: false, together };
    let Some(column) = recipient(columns) else { return unsure(ids.first().copied().unwrap_or(0), None, false) };
    if let Some(period) = telling_period(table, columns, column) {
        return Unit { column, period: Some(period), sure: true, together: false };
    }
    let period = (0..columns.len()).find(|&period| is_period(&columns[period]));
    let is_amount = |other: usize| {
        let Glance { numbers, filled, .. } = columns[other];
        other != column && Some(other) != period && !ids.contains(&other) && 2 * numbers > filled
    };
    unsure(column, period, (0..columns.len()).any(is_amount))
}

/// The column of those who get something: their numbers where nearly every row has one, else the first with their names.
fn recipient(columns: &[Glance]) -> Option<usize> {
    let is_name = |column: &Glance| gets(&column.heading) && 2 * column.numbers <= column.filled;
    let name = columns.iter().position(is_name);
    let is_number = |&column: &usize| {
        let Glance { heading, empty, filled, .. } = &columns[column];
        let payer = heading.starts_with("支出元");
        heading.trim_end().ends_with("法人番号") && !gets_by_name(heading) && !payer && 10 * empty <= *filled
    };
    let different = |column: usize| columns[column].values.len();
    let number = (0..columns.len()).filter(is_number).max_by_key(|&at| (different(at), std::cmp::Reverse(at)));
    // Names are spelled in more ways than there are organisations.
    number.filter(|&at| name.is_none_or(|name| 2 * different(at) >= different(name))).or(name)
}

/// `補助金交付先名及び法人番号`: names with numbers behind them.
fn gets_by_name(heading: &str) -> bool {
    heading.contains("名及び") || heading.contains("名・")
}

/// Whether a column counts the rows.
fn is_serial(column: &Glance) -> bool {
    let (first, last) = column.range;
    first.fract() == 0.0 && last - first + 1.0 == column.numbers as f64
}

/// The columns that may identify the rows, the likeliest first: every row has a value, and all differ.
pub fn candidates(columns: &[Glance]) -> Vec<usize> {
    let unique: Vec<usize> = (0..columns.len()).filter(|&column| columns[column].is_unique()).collect();
    // Measurements differ from row to row too.
    let named = |column: &usize| columns[*column].numbers == 0 || rank(&columns[*column].heading).is_some();
    let telling: Vec<usize> = unique.iter().copied().filter(named).collect();
    let mut found = if telling.is_empty() { unique } else { telling };
    found.sort_by_key(|&column| (rank(&columns[column].heading).unwrap_or(usize::MAX), columns[column].numbers > 0));
    found
}

/// From this rank on, a heading is that of names.
const NAMES: usize = 20;

/// How much a heading looks like that of an id; less is more.
fn rank(heading: &str) -> Option<usize> {
    let heading = fold(heading);
    if ["郵便番号", "電話番号", "fax番号"].iter().any(|other| heading.ends_with(other)) {
        return None;
    }
    let exact = ["id", "no", "no.", "code", "番号", "コード", "key"].iter().position(|word| heading == *word);
    let ends = ["id", "_no", "no.", "code", "番号", "コード", "key"].iter().position(|word| heading.ends_with(word));
    let named =
        ["団体名", "氏名", "名称", "法人名", "事業所名", "学校名", "name"].iter().position(|word| heading == *word);
    exact.or(ends.map(|at| at + 10)).or(named.map(|at| at + NAMES))
}

fn is_period(column: &Glance) -> bool {
    let heading = fold(&column.heading);
    let named =
        ["年度", "年", "時期", "回", "期", "時点", "year", "wave", "period", "time", "fy"].contains(&heading.as_str());
    named && column.empty == 0 && column.look() != Look::Text
}

/// The column of periods that tells the rows of a unit apart.
fn telling_period(table: &RawTable, columns: &[Glance], unit: usize) -> Option<usize> {
    (0..columns.len()).find(|&period| is_period(&columns[period]) && tells(table, unit, period))
}

/// Whether two columns together tell every row from every other.
fn tells(table: &RawTable, first: usize, second: usize) -> bool {
    let mut seen = BTreeSet::new();
    (0..table.rows.len()).all(|row| match (key(table.get(row, first)), key(table.get(row, second))) {
        (Some(first), Some(second)) => seen.insert((first, second)),
        _ => false,
    })
}

fn key(cell: Raw<'_>) -> Option<String> {
    match cell {
        Raw::Text(text) => Some(text.trim().to_string()),
        Raw::Number(number) | Raw::Date(number) => Some(number.to_string()),
        Raw::Bool(flag) => Some(flag.to_string()),
        Raw::Empty | Raw::Error(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_ids_are_known() {
        for heading in ["id", "ID", "団体ＩＤ", "法人番号", "団体コード", "org_no", "整理 番号"] {
            assert!(rank(heading).is_some(), "{heading}");
        }
        assert!(rank("収入").is_none() && rank("年度").is_none() && rank("代表電話番号").is_none());
        assert!(rank("ID") < rank("団体ID") && rank("団体ID") < rank("団体名"));
    }
}
