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
/// names; else any whose values all differ, texts before numbers; else the one of those headed like ids, names or recipients that
/// tells most rows apart; else the first.
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
        let by_period = |&column: &usize| {
            let period = |&period: &usize| is_period(&columns[period]) && tells(table, column, period);
            Some((column, (0..columns.len()).find(period)?))
        };
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
    let repeated = repeated(columns, &ids);
    // Amounts of a short list all differ too.
    match unique(true).or_else(|| unique(false).filter(|_| !repeated.together)) {
        Some(column) => found(column, None),
        None => repeated,
    }
}

/// Headings of those who get something, as lists of grants and contracts have them.
const RECIPIENTS: [&str; 9] =
    ["交付先", "助成先", "支出先", "契約先", "補助先", "相手方", "受託者", "recipient", "grantee"];

/// A table in which every unit may have several rows.
fn repeated(columns: &[Glance], ids: &[usize]) -> Unit {
    let gets = |column: &usize| {
        let heading = fold(&columns[*column].heading);
        RECIPIENTS.iter().any(|word| heading.contains(word))
    };
    let values = |column: usize| columns[column].values.len();
    let most =
        |of: &mut dyn Iterator<Item = usize>| of.max_by_key(|&column| (values(column), std::cmp::Reverse(column)));
    let number = |column: &usize| columns[*column].heading.trim_end().ends_with("法人番号");
    let best = most(&mut (0..columns.len()).filter(|column| ids.contains(column) || gets(column)));
    // Names are spelled in more ways than there are organisations.
    let best = most(&mut (0..columns.len()).filter(number))
        .filter(|&at| best.is_some_and(|best| 2 * values(at) >= values(best)))
        .or(best);
    let other = |column: &usize| Some(*column) != best && !ids.contains(column);
    let amounts = (0..columns.len()).filter(other).any(|column| 2 * columns[column].numbers > columns[column].filled);
    Unit {
        column: best.unwrap_or(0),
        period: None,
        sure: false,
        together: best.is_some_and(|at| gets(&at) || number(&at)) && amounts,
    }
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
