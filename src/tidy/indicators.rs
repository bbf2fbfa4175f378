//! Sheets of indicators: each is a panel of its own, whose units are indicators and whose periods are the years of their values.

use indexmap::IndexMap;

use super::events::Read;
use crate::diag::Sink;
use crate::ingest::RawTable;
use crate::panel::{LostRow, Panel};
use crate::study::Study;

/// The panels of all sources of indicators by name, and what became of their rows; each is tidied as a study of its own. Nothing where one
/// cannot be read, which is said.
pub(super) fn panels(
    study: &Study,
    tables: &[RawTable],
    tidied: impl Fn(&Study, &[RawTable], &mut Sink) -> Option<Panel>,
    sink: &mut Sink,
) -> Option<(IndexMap<String, Panel>, Vec<Read>)> {
    let mut at: IndexMap<&str, Vec<usize>> = IndexMap::new();
    let own = study.sources.iter().enumerate().filter(|(_, source)| source.indicators);
    own.for_each(|(index, source)| at.entry(&source.name.value).or_default().push(index));
    let (mut panels, mut read, mut sound) = (IndexMap::new(), Vec::new(), true);
    for (name, indices) in at {
        let alone = Study {
            sources: indices.iter().map(|&index| study.sources[index].clone()).collect(),
            variables: IndexMap::new(),
            measures: Vec::new(),
            questions: Vec::new(),
            charts: Vec::new(),
            reports: None,
            ..study.clone()
        };
        let of: Vec<RawTable> = indices.iter().map(|&index| tables[index].clone()).collect();
        match tidied(&alone, &of, sink) {
            Some(panel) => {
                read.extend(beside(&panel, &indices));
                panels.insert(name.to_string(), panel);
            }
            None => sound = false,
        }
    }
    sound.then_some((panels, read))
}

/// What became of the rows of each of its sources, by their places among those of the study.
fn beside(panel: &Panel, indices: &[usize]) -> Vec<Read> {
    let of = &panel.provenance;
    let own = |(at, &index): (usize, &usize)| {
        let lost = of.lost.iter().filter(|lost| usize::from(lost.source) == at);
        Some(Read {
            index,
            source: of.sources.get(at)?.clone(),
            position: of.layouts.get(at)?.clone(),
            lost: lost.map(|lost| LostRow { source: index as u16, ..lost.clone() }).collect(),
            flow: panel.flow.get(at)?.clone(),
        })
    };
    indices.iter().enumerate().filter_map(own).collect()
}
