//! What was understood of the sheets: rows set aside, stacked headings, units of headings, cells read in another way than they
//! are written. Nothing of it is wrong; all of it is said, with its place.

use crate::diag::{Diagnostic, Place, Sink};
use crate::phrase;
use crate::text::Phrase;

use super::{Edit, Layout, Panel, SourceRef};

/// Texts of rows that a message quotes.
const QUOTED: usize = 4;

/// Says what was understood of every source, in the order of the sources.
pub(super) fn report(panel: &Panel, sink: &mut Sink) {
    let provenance = &panel.provenance;
    for (index, (source, layout)) in provenance.sources.iter().zip(&provenance.layouts).enumerate() {
        let own = provenance.edits.iter().filter(|edit| usize::from(edit.source) == index);
        around(source, layout).into_iter().for_each(|note| sink.push(note));
        let mut edits: Vec<&Edit> = own.filter(|edit| !edit.notation).collect();
        edits.sort_by_key(|edit| (edit.col, edit.rows.first().copied()));
        edits.iter().for_each(|edit| sink.push(cells(source, edit)));
    }
}

/// What stands around the table, and in its header.
fn around(source: &SourceRef, layout: &Layout) -> Vec<Diagnostic> {
    let at = |row: u32, col: u32| Place::Cell { file: source.file.clone(), sheet: source.sheet.clone(), row, col };
    let mut notes = Vec::new();
    if !layout.aside.is_empty() {
        let quoted: Vec<&str> = layout.aside.iter().take(QUOTED).map(|(_, text)| text.as_str()).collect();
        let message = phrase!(
            "{n} {n?row|rows} around the table of `{source}` {n?is a title, note or total|are titles, notes or totals} and set aside: {texts}",
            n = layout.aside.len(),
            source = &source.name,
            texts = quoted
        );
        let places = layout.aside.iter().map(|(row, _)| at(*row, layout.first_col));
        notes.push(Diagnostic::note("rows-set-aside", message).at_all(places));
    }
    if layout.header.len() > 1 {
        let message = phrase!(
            "The headings of `{source}` stand in {n} rows; each column is called by its lowest one",
            source = &source.name,
            n = layout.header.len()
        );
        let places = layout.header.iter().map(|&row| at(row, layout.first_col));
        notes.push(Diagnostic::note("stacked-headings", message).at_all(places));
    }
    if let (Some((_, _, unit)), Some(&row)) = (layout.scaled.first(), layout.header.last()) {
        let message = phrase!(
            "{n} {n?heading|headings} of `{source}` {n?says|say} that numbers are in {unit}; they are multiplied out",
            n = layout.scaled.len(),
            source = &source.name,
            unit = unit
        );
        let places = layout.scaled.iter().map(|(col, ..)| at(row, *col));
        notes.push(Diagnostic::note("unit-in-heading", message).at_all(places));
    }
    notes
}

fn cells(source: &SourceRef, edit: &Edit) -> Diagnostic {
    let rule: Phrase = edit.rule.clone();
    let message =
        phrase!("{n} {n?cell|cells} of `{source}`: {rule}", n = edit.rows.len(), source = &source.name, rule = rule);
    let place = |&row: &u32| Place::Cell { file: source.file.clone(), sheet: source.sheet.clone(), row, col: edit.col };
    Diagnostic::note("read-as", message).at_all(edit.rows.iter().map(place))
}
