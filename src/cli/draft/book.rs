//! The tables of a workbook: the one that is meant, and the others.

use std::collections::BTreeSet;
use std::path::Path;

use crate::diag::{Diagnostic, Halt, Place, Severity, Sink};
use crate::ingest::layouts::recognise;
use crate::ingest::profile::{Glance, UnitGuess, UnitRows, candidates, choices, guess, heading};
use crate::ingest::{self, Heading, Raw, RawTable};
use crate::panel::Content;
use crate::study::{Located, Source};
use crate::text::safe_name;
use crate::tidy::profile::VariableProfile;
use crate::tidy::{names_of, years_of_headings};

use super::column::DraftColumn;
use super::{DraftSource, When, relative, together};

/// Sheets that are looked at.
const MOST_SHEETS: usize = 60;

/// A sheet with so many times fewer rows than another one is its cover.
const COVER: usize = 10;

/// Words in the names of covers.
const TITLES_OF_COVERS: [&str; 11] =
    ["表紙", "概要", "説明", "目次", "はじめに", "readme", "cover", "contents", "about", "summary", "notes"];

/// Rows that a cover has at most, where it names other sheets.
const LINES_OF_A_COVER: usize = 12;

/// Looks at a file: its table, with the other tables of the workbook beside it.
///
/// # Errors
/// [`Halt`] where it cannot be read; the reason is in the sink.
pub fn look(path: &Path, folder: &Path, sink: &mut Sink) -> Result<DraftSource, Halt> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let place = Place::file(path);
    let located = |value: String| Located { value, place: place.clone() };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let source = Source::plain(located(safe_name(&stem)), located(absolute.display().to_string()));
    let file = relative(&absolute, folder);
    let first = ingest::read_source(Path::new(""), &source, sink)?;
    let others = first.sheets.iter().filter(|sheet| **sheet != *first.sheet).take(MOST_SHEETS).cloned();
    let sheet = |name: String| {
        let source = Source { sheet: Some(located(name)), ..source.clone() };
        ingest::read_source(Path::new(""), &source, &mut Sink::new()).ok().filter(|table| !table.rows.is_empty())
    };
    let mut tables: Vec<RawTable> = others.collect::<Vec<_>>().into_iter().filter_map(sheet).collect();
    tables.insert(0, first);
    // As the workbook has them, but for the one that would be read where the study names none.
    let meant = meant(&tables);
    let meant = tables.remove(meant);
    tables.insert(0, meant);
    let seen = tables.into_iter().map(|table| see(&source, file.clone(), table)).collect();
    let mut seen = together::sheets(seen).into_iter();
    let first = seen.next().ok_or(Halt)?;
    let warnings = first.layout.iter().filter(|known| known.understood.explains);
    let warnings = warnings.flat_map(|known| known.understood.warnings.iter().cloned());
    sink.problems.extend(warnings.map(|problem| Diagnostic { severity: Severity::Warning, ..problem }));
    Ok(DraftSource { others: seen.collect(), ..first })
}

/// The first table, unless it is the cover of others or only explains them.
fn meant(tables: &[RawTable]) -> usize {
    let first = uncovered(tables);
    let explains = |table: &RawTable| recognise(table, None).is_some_and(|known| known.understood.explains);
    if !explains(&tables[first]) {
        return first;
    }
    let fits = |at: &usize| measures(&tables[*at]) && !explains(&tables[*at]);
    let largest = (0..tables.len()).filter(fits).max_by_key(|&at| (tables[at].rows.len(), std::cmp::Reverse(at)));
    largest.unwrap_or(first)
}

/// Whether there is something to count in a table: numbers that are no ids, yes and no, or dates.
fn measures(table: &RawTable) -> bool {
    let profiles = VariableProfile::all(table, |_| None);
    let counts = |(heading, profile): (&Heading, &VariableProfile)| {
        let kind = matches!(profile.content(), Some(Content::Number | Content::YesNo | Content::Date));
        kind && heading::names(&heading.text).is_none()
    };
    table.rows.len() > 1 && table.headings.iter().zip(&profiles).any(counts)
}

fn uncovered(tables: &[RawTable]) -> usize {
    let largest = (0..tables.len()).max_by_key(|&at| (tables[at].rows.len(), std::cmp::Reverse(at))).unwrap_or(0);
    let (first, most) = (&tables[0], tables[largest].rows.len());
    let rows = first.rows.len();
    let titled = TITLES_OF_COVERS.iter().any(|title| ingest::fold(&first.sheet).contains(title));
    let small = rows > 0 && rows <= LINES_OF_A_COVER && rows < most && names_sheets(first);
    let cover = small || rows > 0 && rows * COVER < most && titled;
    if cover { largest } else { 0 }
}

/// Whether cells of a table are the names of other sheets.
fn names_sheets(table: &RawTable) -> bool {
    let others: Vec<&String> = table.sheets.iter().filter(|sheet| **sheet != *table.sheet).collect();
    let cells = (0..table.rows.len()).flat_map(|row| (0..table.columns.len()).map(move |column| (row, column)));
    cells.into_iter().any(|(row, column)| match table.get(row, column) {
        Raw::Text(text) => others.iter().any(|sheet| sheet.trim() == text.trim()),
        _ => false,
    })
}

fn see(source: &Source, file: String, mut table: RawTable) -> DraftSource {
    let layout = recognise(&table, None);
    layout.iter().for_each(|known| known.shape(&mut table));
    let filled = if layout.is_none() { table.fill_blank_groups() } else { Vec::new() };
    let columns: Vec<Glance> = (0..table.columns.len()).map(|column| Glance::at(&table, column)).collect();
    let known = layout.as_ref().and_then(|known| known.understood.unit.as_ref());
    let known = known.and_then(|heading| columns.iter().position(|column| column.heading == *heading));
    let guessed = guess(&table, &columns);
    let explains = layout.as_ref().is_some_and(|known| known.understood.explains);
    let unit = match known {
        _ if explains => UnitGuess { columns: Vec::new(), period: None, rows: UnitRows::Nobody },
        Some(column) if !guessed.columns.contains(&column) => {
            UnitGuess { columns: vec![column], period: None, rows: UnitRows::Own }
        }
        // Who answers again and again is known by a column, whatever the layout says.
        _ if layout.as_ref().is_some_and(|known| known.understood.anonymous) && guessed.rows != UnitRows::Again => {
            UnitGuess { columns: Vec::new(), period: None, rows: UnitRows::Nobody }
        }
        _ => guessed,
    };
    let names = names_of(&table.headings);
    let others_unit = match unit.rows {
        UnitRows::Open | UnitRows::OnItsSide | UnitRows::Long | UnitRows::Series => choices(&columns),
        _ => candidates(&columns),
    };
    let others_unit = others_unit.into_iter().filter(|column| !unit.columns.contains(column)).take(3);
    let others_unit = others_unit.map(|column| columns[column].heading.clone()).collect();
    let aside = |column: &usize| unit.columns.contains(column) || unit.period == Some(*column);
    let dated = match unit.period {
        None => years_of_headings(source, &table, aside),
        Some(_) => Vec::new(),
    };
    let years: BTreeSet<String> = dated.iter().flatten().map(|(_, period)| period.clone()).collect();
    DraftSource {
        name: source.name.value.clone(),
        file,
        sheets: if table.sheet.is_empty() { Vec::new() } else { vec![table.sheet.to_string()] },
        rows: table.rows.len(),
        when: if years.is_empty() { When::Unknown } else { When::Heading },
        dated: dated.into_iter().map(|dated| dated.map(|(name, _)| name)).collect(),
        periods: years.into_iter().collect(),
        columns: DraftColumn::all(&table, columns, layout.as_ref()),
        names,
        unit,
        others_unit,
        layout,
        filled,
        headings: Vec::new(),
        group: false,
        link: None,
        others: Vec::new(),
    }
}
