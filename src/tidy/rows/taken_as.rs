//! What rows that repeat a unit were taken as: points in time, or what several units have in common.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::canon::Canon;
use super::source_rows::SourceRows;
use crate::diag::{Diagnostic, Sink};
use crate::notation::chronology::is_stage;
use crate::notation::period::is_within_a_year;
use crate::phrase;
use crate::study::Study;
use crate::text::Phrase;

/// More days or months than these are seldom meant as points in time.
const MANY: usize = 10;

/// Says of every source whose units occur several times what its rows were taken as.
pub(in crate::tidy) fn report(
    study: &Study,
    sources: &[SourceRows<'_>],
    canon: &Canon,
    written: &IndexMap<String, String>,
    sink: &mut Sink,
) {
    let parts = sources.chunk_by(|a, b| a.source.name.value == b.source.name.value);
    let settled = study.questions.iter().any(|question| question.rounds.is_some() || question.cluster.is_some());
    for parts in parts {
        waves(parts, canon, written, study.fiscal_year_starts.is_none(), sink);
        shared(parts, settled, sink);
    }
}

/// Several periods: the rows of a unit are points in time.
fn waves(
    parts: &[SourceRows<'_>],
    canon: &Canon,
    written: &IndexMap<String, String>,
    no_fiscal_year: bool,
    sink: &mut Sink,
) {
    let rows = || parts.iter().flat_map(|joined| joined.rows.kept.iter().zip(&joined.units));
    let periods: BTreeSet<u32> = rows().filter_map(|(row, _)| canon.period(row)).collect();
    if periods.len() < 2 {
        return;
    }
    let units: BTreeSet<u32> = rows().flat_map(|(_, units)| units.iter().copied()).collect();
    let names: Vec<String> = periods.iter().map(|&period| canon.periods[period as usize].clone()).collect();
    let labels: Vec<String> = names.iter().map(|name| written.get(name).unwrap_or(name).clone()).collect();
    let source = &parts[0].source.name;
    let message = phrase!(
        "`{source}` was taken as {periods} points in time ({names}): {rows} {rows?row|rows}, each one unit at one time, of {units} {units?unit|units}",
        source = &source.value,
        periods = periods.len(),
        names = labels.clone(),
        rows = rows().count(),
        units = units.len()
    );
    sink.problems.extend(odd_periods(&parts[0], &labels));
    let note = Diagnostic::note("taken-as", message);
    sink.push(if no_fiscal_year && may_mean_years(&names) { note.hint(by_fiscal_year()) } else { note });
}

/// Words among years that name no point in time: `Percent change`, 計.
fn odd_periods(joined: &SourceRows<'_>, labels: &[String]) -> Option<Diagnostic> {
    let column = joined.source.period_column.as_ref()?;
    let (dated, odd): (Vec<&String>, Vec<&String>) =
        labels.iter().partition(|label| label.chars().any(|c| c.is_numeric()) || is_stage(label));
    if dated.len() < 2 || odd.is_empty() || dated.len() < odd.len() {
        return None;
    }
    let message = phrase!(
        "`{column}` says {names} in some rows, which seems to be no point in time: such rows are mostly made of the others",
        column = &column.value,
        names = odd.into_iter().cloned().collect::<Vec<String>>()
    );
    let hint = phrase!("Leave these rows out in the sheet Data to check, or take them out of the file");
    Some(Diagnostic::warning("odd-period", message).hint(hint).at(column.place.clone()))
}

/// How days and months become years.
pub fn by_fiscal_year() -> Phrase {
    phrase!(
        "To put dates together by year, write {april} (or 1 for calendar years) below {heading}; the periods are then 2021, 2022 and so on",
        april = "fiscal_year_starts = 4",
        heading = "[study]"
    )
}

/// Whether there are so many periods, nearly all of them days or months, that years are meant more often.
pub fn may_mean_years(periods: &[String]) -> bool {
    let within = periods.iter().filter(|name| is_within_a_year(name)).count();
    periods.len() > MANY && crate::notation::is_notation(within, periods.len())
}

/// Rows that stand for several units: most often an organisation with several applications. What a question can say of them needs
/// no hint where one says it.
fn shared(parts: &[SourceRows<'_>], settled: bool, sink: &mut Sink) {
    let several = |joined: &SourceRows<'_>| joined.units.iter().filter(|units| units.len() > 1).count();
    let n: usize = parts.iter().map(several).sum();
    let Some(link) = parts[0].source.link.as_ref().filter(|_| n > 0) else { return };
    let source = &parts[0].source.name;
    let message = phrase!(
        "{n} {n?row|rows} of `{source}` {n?belongs|belong} to several units of `{to}` each: one organisation with several applications, for example; the units stay apart, and what `{source}` says holds for each of them",
        n = n,
        source = &source.value,
        to = &link.to.value
    );
    let hint = phrase!(
        "Where they are applications, say in the question what happens to organisations that occur several times: rounds = {brackets}; else name the cluster: cluster = \"…\"",
        brackets = "{ by = \"…\", organisation = \"…\", funded_later = \"exclude\", funded_earlier = \"exclude\", funded_again = \"first\" }"
    );
    let note = Diagnostic::note("taken-as", message);
    sink.push(if settled { note } else { note.hint(hint) });
}
