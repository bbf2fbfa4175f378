//! Units that stand in several rows: what the rows seem to be, and what to write in the study file.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Columns;
use super::ids::id_of;
use crate::ingest::decisions::text_of;
use crate::ingest::{Raw, RawTable};
use crate::notation::{fold, period_name};
use crate::phrase;
use crate::study::Source;
use crate::study::keys::toml_text;
use crate::text::Phrase;

/// What several rows of one unit seem to be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Seems {
    /// Applications: each row has an id of its own, in this column; a column that says the round, where there is one.
    Applications(usize, Option<usize>),
    /// Points in time, which this column tells apart.
    Waves(usize),
    /// Rows that this column identifies together with the unit's.
    Pairs(usize),
    /// Nobody knows.
    Unclear,
}

/// What to do about units that stand in several rows, which are given for each unit.
pub(in crate::tidy) fn hint(
    source: &Source,
    table: &RawTable,
    columns: &Columns,
    rows: &BTreeMap<&str, BTreeSet<usize>>,
) -> Phrase {
    if columns.period.is_some() || source.period.is_some() {
        return phrase!(
            "Keep one row for each unit and period, or say which one counts, {last}; in the sheet Data to check the row that counts can be kept, or others left out",
            last = LAST
        );
    }
    let name = |column: usize| columns.names[column].clone();
    let unit = |column: usize| format!("unit = {}", toml_text(&name(column)));
    match seems(table, columns, rows) {
        Seems::Applications(id, round) if source.link.is_none() => phrase!(
            "The rows seem to be applications of organisations that occur several times: write {unit}, and in the question {rounds}",
            unit = unit(id),
            rounds = format!(
                "rounds = {{ by = {}, organisation = {}, funded_later = \"exclude\", funded_earlier = \"exclude\", funded_again = \"first\" }}",
                toml_text(&round.map_or("…".into(), name)),
                toml_text(&name(columns.unit))
            )
        ),
        Seems::Waves(column) | Seems::Applications(_, Some(column)) => phrase!(
            "The rows of a unit seem to be several points in time, which `{column}` tells apart: {example}",
            column = name(column),
            example = format!("period_column = {}", toml_text(&name(column)))
        ),
        Seems::Pairs(column) if source.link.is_none() => phrase!(
            "Each row is told apart by two columns together: {unit}; or say which row of each counts, {last}",
            unit = format!("unit = [{}, {}]", toml_text(&name(columns.unit)), toml_text(&name(column))),
            last = LAST
        ),
        _ => phrase!(
            "Say which row of each counts, {last}; or put them together, rows = \"sum\" or \"mean\"; or name the column that tells them apart in time, period_column = \"…\"; in the sheet Data to check the row that counts can be kept, or others left out",
            last = LAST
        ),
    }
}

/// The line by which the last row of a unit counts.
const LAST: &str = "duplicates = \"last\"";

fn seems(table: &RawTable, columns: &Columns, rows: &BTreeMap<&str, BTreeSet<usize>>) -> Seems {
    let others = || (0..table.headings.len()).filter(|&column| column != columns.unit && !columns.is_part(column));
    let time = others().find(|&column| tells_apart(table, column, rows) && is_time(table, column));
    let id = others().find(|&column| is_id(&columns.names[column]) && is_distinct(table, column, 0..table.rows.len()));
    let pair = || others().find(|&column| numbers_parts(table, column, rows) && tells_apart(table, column, rows));
    match (id, time) {
        (Some(id), time) => Seems::Applications(id, time),
        (None, Some(time)) => Seems::Waves(time),
        (None, None) => pair().map_or(Seems::Unclear, Seems::Pairs),
    }
}

/// Whether a column looks as if it numbered parts of a unit: few different words or whole numbers, which many units share.
fn numbers_parts(table: &RawTable, column: usize, rows: &BTreeMap<&str, BTreeSet<usize>>) -> bool {
    const ENDS: [&str; 12] =
        ["id", "番号", "no", "no.", "コード", "ページ", "page", "number", "組", "学級", "class", "item"];
    let folded = fold(&table.headings[column].text);
    let named = ENDS.iter().any(|end| folded.ends_with(end));
    let mut values = BTreeSet::new();
    let whole = (0..table.rows.len()).all(|row| match table.get(row, column) {
        Raw::Number(value) => {
            value.fract() == 0.0 && {
                values.insert(value.to_string());
                true
            }
        }
        Raw::Text(text) => {
            text.len() <= 40 && {
                values.insert(text.to_string());
                true
            }
        }
        _ => false,
    });
    named && whole && rows.len() > 1 && values.len() < table.rows.len()
}

fn is_id(name: &str) -> bool {
    const WORDS: [&str; 8] = ["申請", "応募", "受付", "採択", "案件", "交付", "application", "grant"];
    const ENDS: [&str; 7] = ["id", "番号", "no", "no.", "コード", "identifier", "number"];
    let folded = fold(name);
    WORDS.iter().any(|word| folded.contains(word)) && ENDS.iter().any(|end| folded.ends_with(end))
}

/// Whether the rows of every unit have different values in a column.
fn tells_apart(table: &RawTable, column: usize, rows: &BTreeMap<&str, BTreeSet<usize>>) -> bool {
    rows.values().all(|rows| is_distinct(table, column, rows.iter().copied()))
}

fn is_distinct(table: &RawTable, column: usize, mut rows: impl Iterator<Item = usize>) -> bool {
    let mut seen = BTreeSet::new();
    rows.all(|row| {
        let cell = table.get(row, column);
        !matches!(cell, Raw::Empty | Raw::Error(_)) && seen.insert(text_of(cell))
    })
}

/// Whether a column says when: by its heading, or because all of its cells are years.
fn is_time(table: &RawTable, column: usize) -> bool {
    const WORDS: [&str; 12] =
        ["年度", "年月", "時点", "調査回", "回次", "第何回", "実施回", "回数", "wave", "period", "year", "round"];
    let folded = fold(&table.headings[column].text);
    let said = WORDS.iter().any(|word| folded.contains(word)) || folded == "年" || folded == "回" || folded == "期";
    let year = |row: usize| id_of(table.get(row, column)).is_some_and(|said| is_year(&period_name(&said)));
    said || (0..table.rows.len()).all(year)
}

fn is_year(name: &str) -> bool {
    name.len() == 4 && name.parse().is_ok_and(|year: u32| (1900..2100).contains(&year))
}
