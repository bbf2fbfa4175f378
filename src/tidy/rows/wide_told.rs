//! What is said where a study takes periods from headings, or may.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Sink};
use crate::phrase;
use crate::study::PeriodFrom;
use crate::text::Arg;
use crate::tidy::rows::table::Opened;
use crate::tidy::rows::wide::groups;
use indexmap::IndexMap;

/// Says of every source which headings were taken as points in time, and which might be; where the study wants that and no heading
/// says a year, it is an error.
pub(in crate::tidy) fn report(opened: &[Opened<'_>], spelled: &BTreeSet<String>, sink: &mut Sink) {
    for parts in opened.chunk_by(|a, b| a.source.name.value == b.source.name.value) {
        let source = parts[0].source;
        let by_heading = source.period_from.as_ref().filter(|from| from.value == PeriodFrom::Heading);
        match by_heading {
            Some(from) if parts.iter().all(|part| part.columns.written.is_empty()) => {
                sink.push(no_years(parts).at(from.place.clone()));
            }
            Some(_) => sink.push(taken(&parts[0])),
            // Of indicators, years as headings need no word.
            None if source.period.is_none() && source.period_column.is_none() && !source.indicators => {
                possible(&parts[0], spelled).into_iter().for_each(|note| sink.push(note));
            }
            None => {}
        }
    }
}

fn taken(part: &Opened<'_>) -> Diagnostic {
    let mut at: IndexMap<&str, Vec<&str>> = IndexMap::new();
    let known = &part.columns.written;
    let written = |period: &'_ String| known.iter().find(|(name, _)| name == period).map_or("", |(_, it)| it.as_str());
    for (name, period) in part.columns.names.iter().zip(&part.columns.at) {
        if let Some(period) = period {
            at.entry(name).or_default().push(written(period));
        }
    }
    let said =
        at.into_iter().map(|(name, periods)| Arg::from(phrase!("{name} ({periods})", name = name, periods = periods)));
    let message = phrase!(
        "Headings of `{source}` with years were taken as points in time: {names}",
        source = &part.source.name.value,
        names = Arg::List(said.collect())
    );
    let columns = (0..part.columns.at.len()).filter(|&column| part.columns.at[column].is_some());
    Diagnostic::note("taken-as", message).at_all(columns.map(|column| part.table.heading_place(column)))
}

fn no_years(parts: &[Opened<'_>]) -> Diagnostic {
    let part = &parts[0];
    let message = phrase!(
        "{option} changes nothing: `{source}` has no headings that are years, or differ in a year only",
        option = "period_from = \"heading\"",
        source = &part.source.name.value
    );
    let headings: Vec<&str> = part.table.headings.iter().map(|heading| heading.text.as_str()).collect();
    let hint = phrase!(
        "Take the line out, or head the columns by the years (2021, 令和3年度, members 2021); they are now headed {headings}",
        headings = headings
    );
    Diagnostic::error("no-years-in-headings", message).hint(hint)
}

/// Headings with years that the study does not speak of.
fn possible(part: &Opened<'_>, spelled: &BTreeSet<String>) -> Option<Diagnostic> {
    let columns = &part.columns;
    let own = |column: &usize| !columns.variables.iter().any(|(variable, _)| variable == column);
    let groups = groups(part.source, part.table, &columns.names, own, spelled);
    let headings: Vec<usize> = groups
        .iter()
        .filter(|(_, columns)| columns.len() > 1)
        .flat_map(|(_, all)| all.iter().map(|it| it.column))
        .collect();
    if headings.is_empty() {
        return None;
    }
    let texts: Vec<&str> = headings.iter().map(|&column| part.table.headings[column].text.as_str()).collect();
    let message = phrase!(
        "Headings of `{source}` hold years: {headings}. To read them as one thing at several points in time, write {option}",
        source = &part.source.name.value,
        headings = texts,
        option = "period_from = \"heading\""
    );
    let places = headings.iter().map(|&column| part.table.heading_place(column));
    Some(Diagnostic::note("years-in-headings", message).at_all(places))
}
