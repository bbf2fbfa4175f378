//! A source that stands in several files or sheets, as one source for each of them.

use std::path::{Path, PathBuf};

use super::problems;
use super::read::{entries, find, sheets};
use crate::diag::{Halt, Sink};
use crate::notation::fold;
use crate::notation::months::month_as_written;
use crate::notation::years::{year_as_written, year_of};
use crate::study::{Located, PeriodFrom, Source, Study};

/// The study with every source of several files or sheets (`file = "調査_*.xlsx"`, `sheet = "R*"`) as its parts, in the order
/// of their names; other sources stay as they are.
///
/// # Errors
/// [`Halt`] where no file or sheet has such a name; all of them are in the sink.
pub fn expand(study: Study, sink: &mut Sink) -> Result<Study, Halt> {
    let before = sink.problems.len();
    let study = expand_as_far(study, sink);
    sink.checkpoint_since(before)?;
    Ok(study)
}

/// [`expand`] as far as it goes: a source whose file or sheet is not there is left out.
pub fn expand_as_far(mut study: Study, sink: &mut Sink) -> Study {
    let mut parts = Vec::new();
    for source in &study.sources {
        let mut own = Vec::new();
        for file in files(&study.folder, source, sink) {
            own.extend(of_file(&study.folder, source, file, sink));
        }
        by_month(&mut own);
        parts.extend(own);
    }
    study.sources = parts;
    study
}

/// The files that a source names: its own, or all that fit its `*`.
fn files(folder: &Path, source: &Source, sink: &mut Sink) -> Vec<String> {
    let written = &source.file.value;
    if !written.contains('*') {
        return vec![written.clone()];
    }
    let (within, pattern) = written.rsplit_once('/').map_or(("", written.as_str()), |(within, name)| (within, name));
    let beside = if within.is_empty() { folder.to_path_buf() } else { folder.join(within) };
    let found = fitting(&beside, pattern);
    if found.is_empty() {
        sink.push(problems::not_found(source, &entries(&beside)));
    }
    let path = |name: String| if within.is_empty() { name } else { format!("{within}/{name}") };
    found.into_iter().map(path).collect()
}

/// The files of a folder whose names fit a pattern with `*`.
pub fn fitting(folder: &Path, pattern: &str) -> Vec<String> {
    // Excel leaves `~$name.xlsx` beside a workbook that is open.
    let fits = |name: &String| !name.starts_with("~$") && matches(&fold(pattern), &fold(name));
    entries(folder).into_iter().filter(fits).collect()
}

fn of_file(folder: &Path, source: &Source, file: String, sink: &mut Sink) -> Vec<Source> {
    let several = source.file.value.contains('*');
    let stem = if several { stem(&file) } else { String::new() };
    let place = source.file.place.clone();
    let one = Source { file: Located { value: file, place }, ..source.clone() };
    if source.sheets.is_empty() {
        let sheet = source.sheet.as_ref().map(|sheet| sheet.value.clone()).unwrap_or_default();
        return vec![part(one, stem, &sheet)];
    }
    let names = find(folder, &one.file.value).map(|path: PathBuf| sheets(&path)).unwrap_or_default();
    if names.is_empty() {
        // The reader says what is wrong with the file.
        return vec![one];
    }
    let mut parts = Vec::new();
    for asked in &source.sheets {
        let fits = |name: &&String| matches(&fold(&asked.value), &fold(name));
        let found: Vec<&String> = names.iter().filter(fits).collect();
        if found.is_empty() {
            sink.push(problems::sheet_not_found(&one, asked, &names));
        }
        for name in found {
            let title = if several { format!("{stem} / {name}") } else { name.clone() };
            let sheet = Some(Located { value: name.clone(), place: asked.place.clone() });
            parts.push(part(Source { sheet, sheets: Vec::new(), ..one.clone() }, title, name));
        }
    }
    parts
}

/// Where several parts are of one year by their names, and each name says a month, their periods are months.
fn by_month(parts: &mut [Source]) {
    let named = |part: &Source| part.period_from.as_ref().is_some_and(|from| from.value != PeriodFrom::Heading);
    if !parts.iter().all(named) {
        return;
    }
    let year = |part: &Source| part.period.as_ref().and_then(|period| year_of(&period.value)).map(|(year, _)| year);
    let mut years: Vec<i32> = parts.iter().filter_map(year).collect();
    years.sort_unstable();
    let repeated = years.windows(2).any(|pair| pair[0] == pair[1]);
    let months: Option<Vec<String>> = parts.iter().map(|part| month_as_written(&part.part)).collect();
    let Some(months) = months.filter(|_| repeated) else { return };
    for (period, month) in parts.iter_mut().filter_map(|part| part.period.as_mut()).zip(months) {
        period.value = month;
    }
}

/// A part with its title, and its period where the name of file or sheet says it.
fn part(source: Source, title: String, sheet: &str) -> Source {
    let named = source.period_from.as_ref().filter(|from| from.value != PeriodFrom::Heading);
    let period = named.map(|from| {
        let name = if from.value == PeriodFrom::Sheet { sheet.to_string() } else { stem(&source.file.value) };
        Located { value: year_as_written(&name).map_or(name, |(_, written)| written), place: from.place.clone() }
    });
    Source { part: title, period: period.or(source.period.clone()), ..source }
}

fn stem(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_string()
}

/// Whether a name fits a pattern in which `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else { return false };
    let pieces: Vec<&str> = pieces.collect();
    let Some((last, middle)) = pieces.split_last() else { return rest.is_empty() };
    for piece in middle {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        assert!(matches("r*", "r2") && matches("調査_*.xlsx", "調査_前.xlsx") && matches("a*b*c", "axxbyyc"));
        assert!(matches("*", "") && matches("abc", "abc"));
        assert!(!matches("r*", "団体") && !matches("a*b", "ab c") && !matches("ab*b", "ab") && !matches("abc", "abcd"));
    }
}
