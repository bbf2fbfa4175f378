//! Tables of one shape, in several files or on several sheets, as one source.

use std::path::Path;

use crate::ingest;
use crate::ingest::profile::{Glance, UnitRows, likeness};
use crate::notation::fold;
use crate::text::safe_name;

use super::column::DraftColumn;
use super::waves::{self, Differing};
use super::{DraftSource, When, periods, rank};

/// Headings this much alike head one column, where their cells are alike too.
const ALIKE: f64 = 0.5;

/// Of a hundred rows, so many are of somebody who stands in no other file or sheet.
const ONCE: usize = 98;

/// Files that are sources of their own, each with its period, rather than one with `*`.
const FEW_FILES: usize = 3;

/// Which columns of two tables are one: position in the first, in the second.
fn matched(one: &DraftSource, other: &DraftSource) -> Vec<(usize, usize)> {
    let folded = |seen: &DraftSource| seen.names.iter().map(|name| fold(name)).collect::<Vec<String>>();
    let (mine, theirs) = (folded(one), folded(other));
    let at = |heading: &String| theirs.iter().position(|their| their == heading);
    let mut pairs: Vec<(usize, usize)> =
        mine.iter().enumerate().filter_map(|(column, heading)| Some((column, at(heading)?))).collect();
    let left = |columns: usize, taken: &dyn Fn(usize) -> bool| {
        (0..columns).filter(|&column| !taken(column)).collect::<Vec<usize>>()
    };
    let mine = left(one.names.len(), &|column| pairs.iter().any(|(mine, _)| *mine == column));
    let theirs = left(other.names.len(), &|column| pairs.iter().any(|(_, theirs)| *theirs == column));
    let near = |a: usize, b: usize| match is_like(&one.columns[a], &other.columns[b]) {
        true => likeness(&one.names[a], &other.names[b]),
        false => 0.0,
    };
    let best = |of: usize, among: &[usize], near: &dyn Fn(usize, usize) -> f64| {
        let scored = among.iter().map(|&candidate| (near(of, candidate), candidate));
        scored.filter(|(score, _)| *score > ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at)
    };
    for &column in &mine {
        let Some(found) = best(column, &theirs, &near) else { continue };
        if best(found, &mine, &|b, a| near(a, b)) == Some(column) {
            pairs.push((column, found));
        }
    }
    pairs
}

/// Whether two columns hold the same kind of cells.
fn is_like(one: &Glance, other: &Glance) -> bool {
    let kind = |column: &Glance| (2 * column.numbers > column.filled, 2 * column.dates > column.filled);
    one.filled == 0 || other.filled == 0 || kind(one) == kind(other)
}

/// Whether two tables are of one shape: most columns are the same, and those of the unit among them.
fn is_one_shape(one: &DraftSource, other: &DraftSource) -> bool {
    let same = |name: &String| other.names.iter().any(|it| fold(it) == fold(name));
    let pairs = matched(one, other);
    let unit = one.unit.columns.iter().all(|unit| pairs.iter().any(|(mine, _)| mine == unit));
    let most = 3 * pairs.len() >= 2 * one.columns.len().max(other.columns.len());
    let dated = one.unit.period.is_some() && one.unit.rows == UnitRows::Own;
    !dated && unit && most && pairs.len() > 1 && one.names.iter().any(same)
}

/// Makes one source of the sheets of a workbook that have one shape and whose names say when.
pub fn sheets(mut seen: Vec<DraftSource>) -> Vec<DraftSource> {
    let mut out: Vec<DraftSource> = Vec::new();
    while !seen.is_empty() {
        let first = seen.remove(0);
        let (same, others): (Vec<DraftSource>, Vec<DraftSource>) =
            seen.into_iter().partition(|other| is_one_shape(&first, other) && waves::is_time(&other.sheets[0]));
        seen = others;
        if same.is_empty() || !waves::is_time(&first.sheets[0]) {
            out.push(first);
            out.extend(same);
            continue;
        }
        let names: Vec<String> = std::iter::once(&first).chain(&same).map(|one| one.sheets[0].clone()).collect();
        let periods = names.iter().map(|name| periods::in_name(name)).collect();
        out.push(apart(DraftSource { sheets: names, when: When::Sheet, periods, ..merged(first, same) }));
    }
    out
}

/// Makes one source of files that have one shape and whose names differ in one place that says when. Where the names have too
/// little else in common they stay sources of their own, each with its period.
pub fn files(mut seen: Vec<DraftSource>, folder: &Path) -> Vec<DraftSource> {
    let mut out: Vec<DraftSource> = Vec::new();
    while !seen.is_empty() {
        let first = seen.remove(0);
        let plain = |one: &DraftSource| one.when == When::Unknown;
        let (same, others): (Vec<DraftSource>, Vec<DraftSource>) =
            seen.into_iter().partition(|other| plain(&first) && plain(other) && is_one_shape(&first, other));
        seen = others;
        out.extend(of_one_shape(first, same, folder));
    }
    out
}

fn of_one_shape(first: DraftSource, same: Vec<DraftSource>, folder: &Path) -> Vec<DraftSource> {
    let stems: Vec<String> = std::iter::once(&first).chain(&same).map(|one| stem(&one.file).to_string()).collect();
    let found = waves::differing(&stems.iter().map(String::as_str).collect::<Vec<_>>());
    let groups = waves::are_groups(&stems);
    let found = found.filter(|found| !groups && found.parts.iter().all(|part| waves::is_time(part)));
    let Some(found) = found else {
        let all = std::iter::once(first).chain(same);
        return all.map(|one| DraftSource { group: groups && waves::is_group(stem(&one.file)), ..one }).collect();
    };
    let years = waves::are_years(&found.parts);
    match pattern(&first, &same, &found, folder).filter(|_| years || stems.len() > FEW_FILES) {
        Some(file) => {
            let periods = stems.iter().map(|stem| periods::in_name(stem)).collect();
            let name = called(&found.pattern).unwrap_or_else(|| first.name.clone());
            vec![apart(DraftSource { name, file, when: When::File, periods, ..merged(first, same) })]
        }
        None => {
            let all = std::iter::once(first).chain(same).zip(found.parts);
            all.map(|(one, part)| DraftSource { when: When::Named, periods: vec![part], ..one }).collect()
        }
    }
}

/// Applications of several years: each stands in one file, and was decided about once. They need no periods.
fn apart(seen: DraftSource) -> DraftSource {
    let &[unit] = seen.unit.columns.as_slice() else { return seen };
    let columns: Vec<(String, &DraftColumn)> = seen.names.iter().cloned().zip(&seen.columns).collect();
    let once = 100 * seen.columns[unit].values.len() >= ONCE * seen.columns[unit].filled;
    let decided = once && !rank::treatments(&columns).is_empty();
    if decided { DraftSource { when: When::Apart, periods: Vec::new(), ..seen } } else { seen }
}

fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// A name for the source of a pattern: what the names have in common.
fn called(pattern: &str) -> Option<String> {
    let bare = pattern.replace("（*）", "").replace("(*)", "").replace('*', "");
    let name = bare.trim_matches(['_', '-', ' ', '\u{3000}', '・', '.']);
    (name.chars().count() > 1).then(|| safe_name(name))
}

/// The path with `*` that names these files and no others of their folder; nothing where there is none.
fn pattern(first: &DraftSource, same: &[DraftSource], found: &Differing, folder: &Path) -> Option<String> {
    let split = |file: &str| {
        let (within, name) = file.rsplit_once('/').map_or(("", file), |(within, name)| (within, name));
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        (within.to_string(), ending.to_string())
    };
    let (within, ending) = split(&first.file);
    let alike = same.iter().all(|one| split(&one.file) == (within.clone(), ending.clone()));
    let common = found.pattern.chars().filter(|c| c.is_alphanumeric()).count();
    let name = format!("{}.{ending}", found.pattern);
    let fitting = ingest::fitting(&folder.join(&within), &name).len();
    let path = if within.is_empty() { name } else { format!("{within}/{name}") };
    (alike && common > 1 && !ending.is_empty() && fitting == 1 + same.len()).then_some(path)
}

/// One source of several tables of one shape: what its columns hold in all of them, and where they are headed otherwise.
fn merged(mut first: DraftSource, same: Vec<DraftSource>) -> DraftSource {
    for other in same {
        let pairs = matched(&first, &other);
        for &(mine, theirs) in &pairs {
            if fold(&first.names[mine]) != fold(&other.names[theirs]) {
                first.renamed(mine, &other.columns[theirs].heading);
            }
        }
        let again = other.unit.rows == UnitRows::Nearly && first.unit.rows == UnitRows::Own;
        first.unit.rows = if again { UnitRows::Nearly } else { first.unit.rows };
        first.rows += other.rows;
        for (at, (column, name)) in other.columns.into_iter().zip(other.names).enumerate() {
            match pairs.iter().find(|(_, theirs)| *theirs == at) {
                Some(&(mine, _)) => first.columns[mine].add(column),
                None => {
                    first.columns.push(column);
                    first.names.push(name);
                }
            }
        }
    }
    first
}

impl DraftSource {
    /// A column is headed otherwise in another file.
    fn renamed(&mut self, column: usize, other: &str) {
        let (name, heading) = (self.names[column].clone(), self.columns[column].heading.clone());
        match self.headings.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) => all.push(other.to_string()),
            None => self.headings.push((name, vec![heading, other.to_string()])),
        }
        self.headings.iter_mut().for_each(|(_, all)| all.dedup());
    }
}
