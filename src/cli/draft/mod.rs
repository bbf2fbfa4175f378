//! A study file drafted from what workbooks look like: everything is there but the question.

mod rank;
mod waves;
mod write;

use std::path::{Component, Path, PathBuf};

use crate::diag::{Halt, Place, Sink};
use crate::ingest::layouts::{Recognised, recognise};
use crate::ingest::look::{Glance, Unit, candidates, guess};
use crate::ingest::{self, RawTable};
use crate::study::{Located, Source, safe_name};
use crate::text::Lang;

/// A table that was looked at.
struct Seen {
    /// Name of the source.
    name: String,
    /// File, relative to the study file.
    file: String,
    /// The table.
    table: RawTable,
    /// Other sheets of the workbook.
    others: Vec<String>,
    /// Its columns at a glance.
    columns: Vec<Glance>,
    /// What seems to identify its rows.
    unit: Unit,
    /// Headings of further columns that may identify its rows, the likeliest first.
    others_unit: Vec<String>,
    /// The known layout that it follows.
    layout: Option<Recognised>,
    /// The period of all its rows, where other files hold the same columns at another time.
    period: Option<String>,
}

/// Drafts a study file, to be written to `path`, from workbooks; comments are written in `lang`. What it says is valid as it stands; the
/// question is a template behind `#`.
///
/// # Errors
/// [`Halt`] where a workbook cannot be read; the reasons are in the sink.
pub fn draft(files: &[PathBuf], path: &Path, lang: Lang, sink: &mut Sink) -> Result<String, Halt> {
    let study = path.display().to_string();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut seen: Vec<Seen> = Vec::new();
    let mut halted = false;
    for path in files {
        match look(path, folder, sink) {
            Ok(mut table) => {
                table.name = unused(&table.name, &seen);
                seen.push(table);
            }
            Err(Halt) => halted = true,
        }
    }
    let periods = waves::periods(&seen);
    seen.iter_mut().zip(periods).for_each(|(table, period)| table.period = period);
    // The draft names the sheet, so there is nothing left to be noticed about others.
    sink.problems.retain(|problem| problem.code != "several-sheets");
    if halted || seen.is_empty() { Err(Halt) } else { Ok(write::study(&seen, &study, lang)) }
}

fn look(path: &Path, folder: &Path, sink: &mut Sink) -> Result<Seen, Halt> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let place = Place::File { file: path.display().to_string().into() };
    let located = |value: String| Located { value, place: place.clone() };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let source = Source::plain(located(safe_name(&stem)), located(absolute.display().to_string()));
    let mut table = ingest::read_source(Path::new(""), &source, sink)?;
    let layout = recognise(&table, None);
    layout.iter().for_each(|known| known.shape(&mut table));
    let others = table.sheets.iter().filter(|sheet| **sheet != *table.sheet).cloned().collect();
    let columns: Vec<Glance> = (0..table.columns.len()).map(|column| Glance::at(&table, column)).collect();
    let known = layout.as_ref().and_then(|known| known.understood.unit.as_ref());
    let known = known.and_then(|heading| columns.iter().position(|column| column.heading == *heading));
    let unit = known
        .map_or_else(|| guess(&table, &columns), |column| Unit { column, period: None, sure: true, together: false });
    let others_unit = candidates(&columns).into_iter().filter(|&column| column != unit.column).take(3);
    let others_unit = others_unit.map(|column| columns[column].heading.clone()).collect();
    let file = relative(&absolute, folder);
    Ok(Seen { name: source.name.value, file, table, others, columns, unit, others_unit, layout, period: None })
}

fn unused(name: &str, seen: &[Seen]) -> String {
    let taken = |name: &str| seen.iter().any(|other| other.name == name);
    let numbered = (2..).map(|n| format!("{name}-{n}"));
    std::iter::once(name.to_string()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// The path as seen from a folder, with `/` between folders; absolute where they have nothing in common.
fn relative(path: &Path, folder: &Path) -> String {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let (to, from): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (path.components().collect(), folder.components().collect());
    let common = to.iter().zip(&from).take_while(|(a, b)| a == b).count();
    if common == 0 {
        return path.display().to_string();
    }
    let up = std::iter::repeat_n("..".to_string(), from.len() - common);
    let down = to[common..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_seen_from_the_study() {
        let base = std::path::absolute("data").unwrap();
        assert_eq!(relative(&base.join("a b.xlsx"), &base), "a b.xlsx");
        assert_eq!(relative(&base.join("x/y.csv"), &base), "x/y.csv");
        assert_eq!(relative(&base.join("y.csv"), &base.join("studies/new")), "../../y.csv");
    }
}
