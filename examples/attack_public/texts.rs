//! Names that tell: conditions as they were written, files and paths, addresses of cells, digests of the data, units, and categories of
//! few.

use std::collections::{BTreeMap, BTreeSet};

use super::claims::{Attack, Claim};
use super::edition::{Edition, list};
use super::plain;
use super::read::every;
use super::say::{arguments, said};

/// Endings of files that data come in.
const ENDINGS: [&str; 8] = [".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".sav", ".dta"];
/// What stands before a condition that some do not fulfil, in both languages.
const NOT_SO: [&str; 2] = ["not so: ", "条件に当てはまらない: "];
/// What stands for a condition that is not told, in both languages.
const NOT_TOLD: [&str; 2] = ["a condition of the question", "問いで決めた条件"];
/// What stands around a name in a sentence.
const AROUND: &[char] = &[
    ' ', '\u{3000}', '"', '\'', '(', ')', '（', '）', '「', '」', '、', '。', ',', ';', '“', '”', ':', '：', '<', '>',
    '=',
];

/// Claims about texts.
pub fn claims(edition: &Edition) -> Vec<Claim> {
    let mut found: BTreeMap<(&str, String), String> = BTreeMap::new();
    let mut put = |what, text: String, file: &str| {
        found.entry((what, text)).or_insert_with(|| file.to_string());
    };
    let mut phrases = Vec::new();
    arguments(&edition.json, &mut phrases);
    for (_, name, value) in phrases {
        if name == "condition" && is_told(&said(value)) {
            put("condition", said(value), "findings.json");
        }
    }
    let own: BTreeSet<&str> = edition.files.keys().map(|name| name.rsplit('/').next().unwrap_or(name)).collect();
    for (file, texts) in plain::texts(&edition.files) {
        // Formulas of charts name the cells of their own workbook.
        let addresses = !file.ends_with(".xlsx");
        for text in &texts {
            let condition = NOT_SO.iter().find_map(|before| text.strip_prefix(before));
            if let Some(condition) = condition.filter(|text| is_told(text)) {
                put("condition", condition.into(), &file);
            }
            for word in text.split(AROUND).filter(|word| word.len() > 3) {
                if let Some(name) = file_in(word) {
                    if is_path(name) {
                        put("path", name.into(), &file);
                    } else if !own.contains(name) {
                        put("file", name.into(), &file);
                    }
                } else if word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit()) {
                    put("digest", word.into(), &file);
                } else if addresses && is_address(word) {
                    put("address", word.into(), &file);
                }
            }
        }
    }
    found.into_iter().map(|((what, text), file)| claim(what, &text, &file)).collect()
}

fn claim(what: &str, text: &str, file: &str) -> Claim {
    Claim {
        attack: Attack::Texts,
        place: file.into(),
        cell: None,
        what: format!("{what}: {text}"),
        low: 0.0,
        high: 0.0,
    }
}

/// The name of a file that data come in, in a word that may go on behind it.
fn file_in(word: &str) -> Option<&str> {
    let end = ENDINGS.iter().filter_map(|ending| Some(word.find(ending)? + ending.len())).max()?;
    (end > 4).then(|| &word[..end])
}

/// Whether a word is a path on somebody's machine.
fn is_path(word: &str) -> bool {
    let below = ["/home/", "/Users/", "\\Users\\", "\\", "./", "../"]
        .iter()
        .any(|it| word.starts_with(it) || word.contains("/home/"));
    below && word.len() > 6
}

/// Whether a word is the address of a cell: `Sheet1!B12`.
fn is_address(word: &str) -> bool {
    let Some((_, cell)) = word.split_once('!') else { return false };
    let letters = cell.trim_start_matches('$').chars().take_while(char::is_ascii_uppercase).count();
    let digits = cell.trim_start_matches('$')[letters..].trim_start_matches('$');
    (1..=3).contains(&letters) && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
}

/// Conditions as the internal edition has them, whatever stands around them: the text in every file, whole or its part between quotation
/// marks.
pub fn conditions(public: &Edition, internal: &Edition) -> Vec<Claim> {
    let mut phrases = Vec::new();
    arguments(&internal.json, &mut phrases);
    let conditions: BTreeSet<String> = phrases
        .iter()
        .filter(|(_, name, _)| *name == "condition")
        .map(|(.., value)| said(value))
        .filter(|it| it.len() > 4 && is_told(it))
        .collect();
    let quoted = |text: &String| text.split('\'').skip(1).step_by(2).map(str::to_string).collect::<Vec<_>>();
    let named = conditions.iter().flat_map(quoted).filter(|name| name.chars().count() >= 4);
    let secret: BTreeSet<String> = conditions.iter().cloned().chain(named).collect();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (file, texts) in plain::texts(&public.files) {
        for text in &texts {
            for own in secret.iter().filter(|own| text.contains(own.as_str())) {
                found.entry(own.clone()).or_insert_with(|| file.clone());
            }
        }
    }
    found.into_iter().map(|(text, file)| claim("condition", &text, &file)).collect()
}

/// Units by their ids, which the internal edition holds, in public texts.
pub fn units(public: &Edition, internal: &Edition) -> Vec<Claim> {
    let ids = ids(internal);
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (file, texts) in plain::texts(&public.files) {
        for word in texts.iter().flat_map(|text| text.split(AROUND)) {
            if ids.contains(word) {
                found.entry(word.into()).or_insert_with(|| file.clone());
            }
        }
    }
    found.into_iter().map(|(id, file)| claim("unit", &id, &file)).collect()
}

/// The ids of units: the first column of the table of units. Short ones and numbers would be found everywhere.
fn ids(internal: &Edition) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for (name, bytes) in &internal.files {
        if name == "data/analysis_frame.csv" {
            for record in csv::Reader::from_reader(bytes.as_slice()).records().flatten() {
                let id = record.get(0).unwrap_or("").trim_start_matches('\u{feff}').to_string();
                if id.len() >= 4 && id.chars().any(char::is_alphabetic) {
                    ids.insert(id);
                }
            }
        }
    }
    ids
}

/// Categories that are named and held by few, by the numbers of the internal edition.
pub fn categories(public: &Edition, internal: &Edition) -> Vec<Claim> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let few = |n: Option<f64>| n.is_some_and(|n| n > 0.0 && n < public.promise.least as f64);
    for table in &internal.tables {
        let Some(shown) = public.table(&table.id) else { continue };
        for row in 0..table.rows.len() {
            let level = table.text(row, "level");
            let named = (0..shown.rows.len()).any(|at| shown.text(at, "level") == level);
            let n = table.number(row, "n_treated").map(|n| n + table.number(row, "n_comparison").unwrap_or(0.0));
            if !level.is_empty() && named && few(n) {
                found.entry(level.into()).or_insert_with(|| table.id.clone());
            }
        }
    }
    for group in list(&internal.json["groups"]) {
        let id = group["id"].as_str().unwrap_or("");
        let shown = list(&public.json["groups"]).iter().any(|own| own["id"] == group["id"]);
        let all = every(&internal.json, "findings").into_iter().filter(|finding| {
            finding["question"].as_str().is_some_and(|question| question.starts_with(&format!("{id}.")))
        });
        let most = all.map(|finding| {
            finding["sample"]["treated"].as_f64().unwrap_or(0.0)
                + finding["sample"]["comparison"].as_f64().unwrap_or(0.0)
        });
        if shown && few(most.fold(None, |a: Option<f64>, b| Some(a.map_or(b, |a| a.max(b))))) {
            found.insert(said(&group["name"]), "groups".into());
        }
    }
    found.into_iter().map(|(level, place)| claim("category of few", &level, &place)).collect()
}

/// Whether a condition is told: not that there is one.
pub fn is_told(text: &str) -> bool {
    // In a drawing a line may end within it.
    !text.contains('{') && !NOT_TOLD.iter().any(|own| own.starts_with(text))
}
