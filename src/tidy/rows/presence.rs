//! Which units have a row where: by period, and by source for the flow.

use indexmap::IndexMap;

use super::canon::Canon;
use super::source_rows::SourceRows;
use crate::ingest::Raw;
use crate::panel::{FlowStep, Lost};
use crate::phrase;

/// Of each period, which units have a row then.
pub(in crate::tidy) fn presence(sources: &[SourceRows<'_>], canon: &Canon) -> IndexMap<String, Vec<bool>> {
    let mut at: Vec<Vec<bool>> = vec![vec![false; canon.units.len()]; canon.periods.len()];
    for (row, units) in sources.iter().flat_map(|joined| joined.rows.kept.iter().zip(&joined.units)) {
        if let Some(period) = canon.period(row) {
            units.iter().for_each(|&unit| at[period as usize][unit as usize] = true);
        }
    }
    for joined in sources.iter().filter(|joined| joined.columns.at.iter().any(Option::is_some)) {
        by_heading(joined, canon, &mut at);
    }
    canon.periods.iter().cloned().zip(at).collect()
}

/// Where periods stand side by side, a unit is there at a period where one of its cells is filled.
fn by_heading(joined: &SourceRows<'_>, canon: &Canon, at: &mut [Vec<bool>]) {
    let columns = joined.columns.at.iter().enumerate();
    let columns = columns.filter_map(|(column, period)| Some((column, canon.named(period.as_ref()?)?)));
    for (column, period) in columns {
        for (row, units) in joined.rows.kept.iter().zip(&joined.units) {
            if joined.table.get(row.row as usize, column) != Raw::Empty {
                units.iter().for_each(|&unit| at[period as usize][unit as usize] = true);
            }
        }
    }
}

/// The rows of every source, then the units of all: joined, with those that a source has no row for.
pub(in crate::tidy) fn flow(sources: &[SourceRows<'_>], canon: &Canon) -> Vec<FlowStep> {
    let mut steps: Vec<FlowStep> = sources.iter().flat_map(|joined| joined.rows.flow.clone()).collect();
    let known = followed(sources, canon);
    let lost = sources.iter().filter(|joined| !joined.source.anonymous).map(|joined| absent(joined, canon, &known));
    let lost = lost.filter(|lost| lost.count > 0);
    steps.push(FlowStep {
        key: "joined".into(),
        stage: phrase!("Units of all sources together"),
        remaining: canon.units.len(),
        treated: None,
        comparison: None,
        lost: lost.collect(),
    });
    steps
}

/// Which units have an id of their own: the respondents of anonymous sources are in no other.
fn followed(sources: &[SourceRows<'_>], canon: &Canon) -> Vec<bool> {
    let mut known = vec![false; canon.units.len()];
    let units =
        sources.iter().filter(|joined| !joined.source.anonymous).flat_map(|joined| joined.units.iter().flatten());
    units.for_each(|&unit| known[unit as usize] = true);
    known
}

/// The units of sources with ids for which a source has no row. They stay in the panel, with that source's variables missing.
fn absent(joined: &SourceRows<'_>, canon: &Canon, known: &[bool]) -> Lost {
    let mut present = vec![false; canon.units.len()];
    joined.units.iter().flatten().for_each(|&unit| present[unit as usize] = true);
    let who: Vec<String> = (0..present.len())
        .filter(|&unit| known[unit] && !present[unit])
        .map(|unit| canon.units[unit].clone())
        .collect();
    Lost {
        reason: phrase!("no row in `{source}`", source = joined.source.title()),
        count: who.len(),
        treated: None,
        who,
    }
}
