//! Keys of the study that the data leave without effect.

use std::collections::BTreeSet;

use super::rows::source_rows::SourceRows;
use super::rows::table::{Opened, Rows};
use crate::diag::{Diagnostic, Severity, Sink};
use crate::ingest::{Raw, RawTable};
use crate::notation::{self, fold};
use crate::phrase;
use crate::study::{Duplicates, Repeats, Variable, without_effect};
use crate::text::Arg;

/// Columns that are named for a unit beside the table, where no file of the source has one.
pub(super) fn amounts(opened: &[Opened<'_>], sink: &mut Sink) {
    for parts in opened.chunk_by(|a, b| a.source.name.value == b.source.name.value) {
        let Some(named) = parts[0].source.amounts.as_ref().and_then(|amounts| amounts.first()) else { continue };
        if parts.iter().any(|part| has_unit_beside(part.table)) {
            continue;
        }
        let why = phrase!("no unit such as 単位:千円 stands above or below the table");
        let hint = phrase!(
            "Take `amounts` out; where the numbers are in thousands, write that into the headings: {example}",
            example = format!("{}（千円）", named.value)
        );
        sink.push(without_effect("amounts", why, hint, named.place.clone()));
    }
}

fn has_unit_beside(table: &RawTable) -> bool {
    table.set_aside.iter().any(|aside| notation::beside(&aside.text).is_some())
}

/// What a study says of several rows of a unit, in a source in which every unit has one.
pub(super) fn repeats(used: &BTreeSet<String>, opened: &[Opened<'_>], rows: &[Rows], sink: &mut Sink) {
    if opened.len() != rows.len() {
        return;
    }
    let both: Vec<(&Opened<'_>, &Rows)> = opened.iter().zip(rows).collect();
    for parts in both.chunk_by(|a, b| a.0.source.name.value == b.0.source.name.value) {
        let source = parts[0].0.source;
        let read = parts.iter().all(|(_, rows)| !rows.flow.is_empty());
        // Where rows are put together their number is a variable, which a question may use.
        let counted = used.contains(&format!("{}_rows", source.name.value));
        let key = match (source.duplicates, source.rows) {
            (Duplicates::First | Duplicates::Last, _) if parts.iter().all(|(_, rows)| !rows.chosen) => "duplicates",
            (_, Repeats::Sum) if source.ends.is_none() && !counted && parts.iter().all(|(_, rows)| !rows.repeated) => {
                "rows"
            }
            _ => continue,
        };
        if read {
            let why = phrase!("no unit stands in several rows of `{source}` that differ", source = &source.name.value);
            let hint = phrase!("Take `{key}` out, or leave it for files to come", key = key);
            // The next file may repeat a unit: what to do then may stand, and is said.
            let idle = without_effect(key, why, hint, source.name.place.clone());
            sink.push(Diagnostic { severity: Severity::Warning, ..idle });
        }
    }
}

/// Values that a variable declares and that stand in none of its cells.
pub(super) fn values(variable: &Variable, columns: &[(&SourceRows<'_>, usize)]) -> Option<Diagnostic> {
    let own = variable.declared && columns.iter().all(|(joined, _)| joined.source.codebook.is_none());
    let declared = variable.codes.iter().map(|(value, _)| value).chain(&variable.missing);
    let declared: Vec<&String> = declared.filter(|_| own).collect();
    if declared.is_empty() {
        return None;
    }
    let mut met = BTreeSet::new();
    columns.iter().for_each(|(joined, column)| add(joined.table, *column, &mut met));
    let idle: Vec<&str> =
        declared.into_iter().map(String::as_str).filter(|value| !met.contains(&fold(value))).collect();
    let message = phrase!(
        "`{name}` never holds {values}, which the study file speaks of",
        name = &variable.name.value,
        values = Arg::from(idle.clone())
    );
    let note = Diagnostic::note("no-effect", message).at(variable.name.place.clone());
    (!idle.is_empty()).then_some(note)
}

fn add(table: &RawTable, column: usize, met: &mut BTreeSet<String>) {
    let mut seen: BTreeSet<(u8, u64)> = BTreeSet::new();
    let cells = &table.columns[column];
    for row in 0..table.rows.len() {
        if !seen.insert((cells.tags[row], cells.payload[row])) {
            continue;
        }
        match table.get(row, column) {
            Raw::Text(text) => met.insert(fold(text)),
            Raw::Number(value) => met.insert(fold(&value.to_string())),
            Raw::Bool(value) => met.insert(fold(&value.to_string())),
            _ => false,
        };
    }
}
