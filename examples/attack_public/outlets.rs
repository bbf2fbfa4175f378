//! Outlets that say more than the tables: a number where the stored table hides one, or with more digits than it has there.

use std::collections::BTreeSet;

use super::claims::{Attack, Claim};
use super::edition::{Cell, Edition, Seen, Table};
use super::{grids, plain};

/// Claims about outlets, from the public edition alone.
pub fn claims(edition: &Edition) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (name, bytes) in &edition.files {
        let csv = edition.tables.iter().find(|table| *name == format!("tables/{}.csv", table.file));
        for grid in grids::of_file(name, bytes) {
            claims.extend(internal(name, &grid));
            match csv {
                Some(table) => claims.extend(stored(name, table, &grid)),
                None if !name.ends_with(".csv") => {
                    claims.extend(titled(&edition.tables, name, &grid));
                    claims.extend(titled(&edition.japanese, name, &grid));
                }
                None => (),
            }
        }
    }
    claims
}

fn claim(file: &str, what: String, value: f64) -> Claim {
    Claim { attack: Attack::Outlets, place: file.into(), cell: None, what, low: value, high: value }
}

/// A workbook that says of itself that it stays in the house.
fn internal(file: &str, grid: &grids::Grid) -> Option<Claim> {
    const SAYS: [&str; 2] = ["internal (stays in the house)", "内部用（外部には出さない）"];
    let says = |text: &&String| SAYS.contains(&text.as_str());
    grid.iter().flatten().find(says).map(|text| claim(file, text.clone(), 0.0))
}

/// A table as it is stored beside.
fn stored(file: &str, table: &Table, grid: &grids::Grid) -> Vec<Claim> {
    let mut claims = Vec::new();
    // A file may leave columns out: its first line says which stand there, and the list of files the key of each.
    let key = |text: &String| {
        let heading = text.trim_start_matches('\u{feff}');
        let known = table.headings.iter().find(|(own, _)| own == heading).map_or(heading, |(_, key)| key);
        table.columns.iter().position(|key| key == known)
    };
    let columns: Vec<Option<usize>> = grid.first().into_iter().flatten().map(key).collect();
    for (row, texts) in grid.iter().skip(1).enumerate() {
        for (at, text) in columns.iter().zip(texts).filter_map(|(at, text)| Some(((*at)?, text))) {
            let cell = table.rows.get(row).and_then(|cells| cells.get(at));
            if let (Some(value), Some(cell)) = (number(text), cell)
                && !agrees(cell, value, text)
            {
                claims.push(claim(file, format!("{}[{row}].{}", table.id, table.columns[at]), value));
            }
        }
    }
    claims
}

/// Tables under the titles of stored ones, wherever they stand.
fn titled(all: &[Table], file: &str, grid: &grids::Grid) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut under: Vec<(usize, String)> = Vec::new();
    let mut tables: Vec<&Table> = Vec::new();
    for texts in grid {
        let head: Vec<(usize, String)> = texts
            .iter()
            .enumerate()
            // Tables of several questions stand as one, with the question as a column.
            .filter(|(_, text)| !text.is_empty() && !["Question", "問い"].contains(&text.as_str()))
            .map(|(at, text)| (at, text.clone()))
            .collect();
        let fit = |table: &&Table| head.iter().all(|(_, text)| table.titles.contains(text));
        let fitting: Vec<&Table> = all.iter().filter(fit).collect();
        if head.len() >= 3 && !fitting.is_empty() {
            (under, tables) = (head, fitting);
        } else if head.len() < 2 {
            tables.clear();
        } else if !tables.is_empty() {
            claims.extend(line(file, &under, &tables, texts));
        }
    }
    claims
}

/// A line of a table: some row of some table with these titles says it.
fn line(file: &str, under: &[(usize, String)], tables: &[&Table], texts: &[String]) -> Option<Claim> {
    let mut best: Option<(usize, String, f64)> = None;
    let mut named = false;
    for table in tables {
        let columns: Vec<(usize, usize)> = under
            .iter()
            .filter_map(|(at, title)| Some((*at, table.titles.iter().position(|own| own == title)?)))
            .collect();
        for (row, cells) in table.rows.iter().enumerate() {
            let text = |at: usize| texts.get(at).map_or("", String::as_str);
            let names =
                columns.iter().filter(|(_, column)| matches!(&cells[*column].seen, Seen::Text(own) if !own.is_empty()));
            if !names.clone().all(|(at, column)| cells[*column].seen == Seen::Text(text(*at).into())) {
                continue;
            }
            named = true;
            let wrong: Vec<(usize, f64)> = columns
                .iter()
                .filter_map(|(at, column)| {
                    let value = number(text(*at))?;
                    (!agrees(&cells[*column], value, text(*at))).then_some((*column, value))
                })
                .collect();
            let &(column, value) = wrong.first()?;
            if best.as_ref().is_none_or(|(least, ..)| wrong.len() < *least) {
                best = Some((wrong.len(), format!("{}[{row}].{}", table.id, table.columns[column]), value));
            }
        }
    }
    best.filter(|_| named).map(|(_, what, value)| claim(file, what, value))
}

/// Whether a cell may be said as a number: it holds it, as closely as it is said.
fn agrees(cell: &Cell, value: f64, text: &str) -> bool {
    match &cell.seen {
        Seen::Number(own) => {
            let decimals =
                text.split_once('.').map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count());
            let half = 0.5 / (0..decimals).fold(1.0, |all, _| all * 10.0);
            let half = if decimals == 0 { half * tens(value) } else { half };
            let near = |own: f64| (own - value).abs() <= half * (1.0 + 1e-9) + 1e-12 * own.abs();
            let same = |own: f64| (own - value).abs() <= 1e-9 * own.abs().max(1e-12);
            // Many decimals are no rounding.
            if decimals > 6 { same(*own) || same(100.0 * own) } else { near(*own) || near(100.0 * own) }
        }
        Seen::Hidden | Seen::Empty => false,
        // Levels of p and names of parts are texts.
        Seen::Text(_) => true,
    }
}

/// The power of ten to which a whole number may have been rounded, two digits being left: what is written coarser than it
/// stands in the table tells nothing more.
fn tens(value: f64) -> f64 {
    let mut step = 1.0;
    while value != 0.0 && value.abs() >= step * 100.0 && value % (step * 10.0) == 0.0 {
        step *= 10.0;
    }
    step
}

/// A number as it is written for people or for programs.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('%').trim();
    let plain: String = text.chars().filter(|c| *c != ',').map(|c| if c == '−' { '-' } else { c }).collect();
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Numbers with many digits that stand in the internal edition and in an outlet of the public one, but in no table or finding of it.
pub fn numbers(public: &Edition, internal: &Edition) -> Vec<Claim> {
    let (mut known, secret) = (long(public), long(internal));
    known.extend(ratios(public));
    let mut found: BTreeSet<(String, String)> = BTreeSet::new();
    for (file, texts) in plain::texts(&public.files) {
        for word in texts.iter().flat_map(|text| text.split(|c: char| !(c.is_ascii_digit() || c == '.'))) {
            let Some(digits) = digits(word) else { continue };
            if secret.contains(&digits) && !known.contains(&digits) {
                found.insert((file.clone(), word.into()));
            }
        }
    }
    let value = |word: &str| word.parse().unwrap_or(0.0);
    found.into_iter().map(|(file, word)| claim(&file, format!("internal number {word}"), value(&word))).collect()
}

/// Shares that anybody can work out from two numbers that are shown.
fn ratios(edition: &Edition) -> BTreeSet<String> {
    let cells = edition.tables.iter().flat_map(|table| table.rows.iter().flatten()).filter(|cell| cell.counts);
    let counts: BTreeSet<u64> = cells.filter_map(Cell::number).map(|value| value as u64).collect();
    let of = |part: &u64, whole: &u64| digits(&(*part as f64 / *whole as f64).to_string());
    let below = |whole: u64| counts.iter().filter(move |part| **part < whole);
    counts.iter().flat_map(|whole| below(*whole).filter_map(|part| of(part, whole))).collect()
}

/// The numbers of an edition that have many digits, by their first ones.
fn long(edition: &Edition) -> BTreeSet<String> {
    let cells = edition.tables.iter().flat_map(|table| table.rows.iter().flatten());
    let mut found: BTreeSet<String> =
        cells.filter_map(Cell::number).filter_map(|value| digits(&value.abs().to_string())).collect();
    let text = edition.files.get("findings.json").map(|bytes| String::from_utf8_lossy(bytes));
    let words = text.as_deref().unwrap_or("").split(|c: char| !(c.is_ascii_digit() || c == '.')).map(str::to_string);
    found.extend(words.filter_map(|word| digits(&word)));
    found
}

/// The first eight significant digits of a broken number that has more.
fn digits(word: &str) -> Option<String> {
    let (_, rest) = word.split_once('.')?;
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (digits.len() >= 9 && rest.len() >= 3).then(|| digits[..8].to_string())
}
