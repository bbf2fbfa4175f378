//! The parts of one source call a column alike, however its heading is written from year to year.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::headings::alone;
use super::table::Opened;
use crate::diag::{Diagnostic, Place, Sink};
use crate::notation::{self, fold};
use crate::phrase;

/// Headings that a note quotes for one column.
const QUOTED: usize = 3;

/// The headings under which a column stands, and where.
type WrittenHeadings = Vec<(String, Place)>;

/// A column and its headings.
type Headed<'h> = (&'h str, &'h WrittenHeadings);

/// Columns that a note names.
const NAMED: usize = 6;

/// Gives the columns of all parts of a source the names of the part that has them first, where they differ only in width, case and
/// white space; says which columns are headed differently. Two columns of one part are never one.
pub(in crate::tidy) fn agree(opened: &mut [Opened<'_>], sink: &mut Sink) {
    let mut names: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut headings: IndexMap<(String, String), WrittenHeadings> = IndexMap::new();
    for part in opened.iter_mut().filter(|part| !part.source.part.is_empty()) {
        let source = &part.source.name.value;
        let folded: Vec<String> = part.columns.names.iter().map(|name| fold(name)).collect();
        let alone = alone(&folded);
        for column in 0..folded.len() {
            let at = (source.clone(), folded[column].clone());
            let known = names.entry(at.clone()).or_insert_with(|| part.columns.names[column].clone()).clone();
            if alone[column] && known != part.columns.names[column] {
                part.columns.names[column].clone_from(&known);
                part.columns
                    .variables
                    .iter_mut()
                    .filter(|(own, _)| *own == column)
                    .for_each(|(_, name)| name.clone_from(&known));
            }
            let written = headings.entry((source.clone(), known)).or_default();
            let heading = &part.table.headings[column];
            // Units are told of all years together.
            let by_unit = |text: &str| {
                let (one, other) = (notation::split(text), notation::split(&heading.text));
                let bare = |text: &str| fold(&notation::bare(text));
                let multiplied = [&one, &other].iter().any(|it| it.as_ref().is_some_and(|(_, unit)| unit.multiplies()));
                multiplied && bare(text) == bare(&heading.text)
            };
            let known = |(text, _): &(String, Place)| *text == heading.text || by_unit(text);
            if alone[column] && !written.iter().any(known) {
                written.push((heading.text.clone(), part.table.heading_place(column)));
            }
        }
    }
    headings.retain(|_, written| written.len() > 1);
    let mut sources: IndexMap<&str, Vec<Headed<'_>>> = IndexMap::new();
    for ((source, name), written) in &headings {
        sources.entry(source).or_default().push((name, written));
    }
    let notes = sources.into_iter().map(|(source, columns)| said(source, &columns));
    sink.problems.extend(notes);
}

fn said(source: &str, columns: &[Headed<'_>]) -> Diagnostic {
    let one = |(name, written): &Headed<'_>| {
        let texts: Vec<&str> = written.iter().take(QUOTED).map(|(text, _)| text.as_str()).collect();
        format!("{name} = {}", texts.join(" / "))
    };
    let list: Vec<String> = columns.iter().take(NAMED).map(one).collect();
    let message = phrase!(
        "{n} {n?column|columns} of `{source}` {n?is|are} headed differently in its parts and {n?is read as one column|are read as one column each}: {list}",
        n = columns.len(),
        source = source,
        list = list
    );
    let places = columns.iter().flat_map(|(_, written)| written.iter().map(|(_, place)| place.clone()));
    Diagnostic::note("headings-joined", message).at_all(places)
}
