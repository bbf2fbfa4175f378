//! A study file drafted from what workbooks look like: everything is there but the question.

mod book;
mod column;
mod decisions;
mod links;
mod periods;
mod question;
mod rank;
mod together;
mod values;
mod waves;
mod who;
mod write;

use std::path::{Component, Path, PathBuf};

use crate::diag::{Halt, Policy, Sink};
use crate::ingest::layouts::Recognised;
use crate::ingest::profile::{UnitGuess, UnitRows};
use crate::text::Lang;
use crate::tidy::profile::VariableProfile;

use column::DraftColumn;

/// A source as it is drafted: a table that was looked at, or several of one shape.
struct DraftSource {
    /// Name of the source.
    name: String,
    /// File, relative to the study file; several with `*`.
    file: String,
    /// Its sheets; none for formats without sheets.
    sheets: Vec<String>,
    /// Rows in all.
    rows: usize,
    /// Its columns.
    columns: Vec<DraftColumn>,
    /// What a study calls its columns.
    names: Vec<String>,
    /// What seems to identify its rows.
    unit: UnitGuess,
    /// Headings of further columns that may identify its rows, the likeliest first.
    others_unit: Vec<String>,
    /// Headings of columns that name groups in the first row of each only, and are filled down.
    filled: Vec<String>,
    /// The known layout that it follows.
    layout: Option<Recognised>,
    /// Where its periods are said.
    when: When,
    /// Of each column what it is called without the year in its heading, where that says its period.
    dated: Vec<Option<String>>,
    /// The periods, where they are known.
    periods: Vec<String>,
    /// Headings that differ between its files: the first, and all.
    headings: Vec<(String, Vec<String>)>,
    /// Whether the file seems to be one side of a comparison.
    group: bool,
    /// The source that its rows describe.
    link: Option<links::DraftLink>,
    /// Further tables of the workbook.
    others: Vec<DraftSource>,
}

/// Where the periods of a source are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Nowhere, or in a column.
    Unknown,
    /// In the study.
    Named,
    /// In the names of its sheets.
    Sheet,
    /// In the names of its files.
    File,
    /// In headings.
    Heading,
    /// In the names of its files or sheets, but nobody stands in two of them, and whether they were helped is said once.
    Apart,
}

impl DraftSource {
    /// Whether a column says who a row is about, or when.
    fn is_structural(&self, column: usize) -> bool {
        self.unit.columns.contains(&column) || self.unit.period == Some(column)
    }

    /// Whether each row is a respondent of its own, whom nobody can find again.
    fn is_anonymous(&self) -> bool {
        self.unit.columns.is_empty() && self.unit.rows == UnitRows::Nobody
    }

    /// Whether its table only explains others, and holds no observations.
    fn explains(&self) -> bool {
        self.layout.as_ref().is_some_and(|known| known.understood.explains)
    }

    /// Whether its rows are of several points in time, or of one that is named.
    fn is_dated(&self) -> bool {
        !matches!(self.when, When::Unknown | When::Apart) || self.unit.period.is_some()
    }
}

/// Drafts a study file, to be written to `path`, from workbooks; comments are written in `lang`. What it says is valid as it stands; the
/// question is a template behind `#`.
///
/// # Errors
/// [`Halt`] where a workbook cannot be read; the reasons are in the sink.
pub fn draft(files: &[PathBuf], path: &Path, lang: Lang, sink: &mut Sink) -> Result<String, Halt> {
    let study = path.display().to_string();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut seen: Vec<DraftSource> = Vec::new();
    let mut halted = false;
    for path in files {
        match book::look(path, folder, sink) {
            Ok(table) => seen.push(table),
            Err(Halt) => halted = true,
        }
    }
    // The draft names the sheet and says what is filled down, so there is nothing left to be noticed about these.
    sink.problems.retain(|problem| !problem.has(Policy::AnsweredByDraft));
    if halted || seen.is_empty() {
        return Err(Halt);
    }
    let mut seen = together::files(seen, folder);
    for at in 0..seen.len() {
        let name = unused(&seen[at].name, &seen[..at]);
        seen[at].name = name;
    }
    links::find(&mut seen);
    let profiles = seen.iter_mut().flat_map(|table| &mut table.columns).map(|column| &mut column.profile);
    VariableProfile::settle(&mut profiles.collect::<Vec<_>>());
    Ok(write::study(&seen, &study, lang))
}

fn unused(name: &str, seen: &[DraftSource]) -> String {
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
