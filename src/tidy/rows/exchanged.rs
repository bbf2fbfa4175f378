//! Columns whose headings are exchanged in one of several files: what one holds there, the other holds in all others.

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::mentions;

use crate::diag::{Diagnostic, Place, Sink};
use crate::math::elementary::log10;
use crate::math::median::median;
use crate::panel::{Content, Panel, VarRef};
use crate::phrase;
use crate::study::Study;

/// Fewer units show nothing.
const UNITS: usize = 5;

/// The middle values of two columns that could be exchanged differ at least so many times.
const APART: f64 = 2.0;

/// So many of the units are nearer to themselves the other way round.
const NEARER: f64 = 0.8;

/// A variable in a part of a source: its values, and their middle as a logarithm.
struct PartVariable<'p> {
    values: &'p [f64],
    middle: f64,
    place: Place,
}

/// Of one source: the title and period of each part, and what its variables hold there.
type SourceParts<'p> = BTreeMap<(String, String), BTreeMap<String, PartVariable<'p>>>;

/// Asks about variables that a question uses, and which another one of the same source seems to stand for in one part.
pub(in crate::tidy) fn report(study: &Study, panel: &Panel, sink: &mut Sink) {
    let used = mentions::used(study);
    let several: BTreeSet<&str> = study
        .sources
        .iter()
        .filter(|source| !source.part.is_empty())
        .map(|source| source.name.value.as_str())
        .collect();
    for source in several {
        let parts = parts(study, panel, source, &used);
        if parts.len() > 1 {
            of_source(&parts, &used, sink);
        }
    }
}

fn parts<'p>(study: &Study, panel: &'p Panel, source: &str, used: &BTreeSet<String>) -> SourceParts<'p> {
    let mut parts = SourceParts::new();
    let mut asked = false;
    for (written, (at, col)) in &panel.provenance.columns {
        let Some(own) = study.sources.get(usize::from(*at)).filter(|own| own.name.value == source) else { continue };
        let var = panel.reference(written);
        let Some(period) = var.period.clone() else { continue };
        let number = panel.variables.get(&var.name).is_some_and(|info| info.content == Content::Number);
        if let Some(held) = number.then(|| held(panel, &var, *at, *col)).flatten() {
            asked |= used.contains(&var.name);
            parts.entry((own.title(), period)).or_default().insert(var.name, held);
        }
    }
    if asked { parts } else { SourceParts::new() }
}

fn held<'p>(panel: &'p Panel, var: &VarRef, source: u16, col: u32) -> Option<PartVariable<'p>> {
    let values = panel.numbers(var)?;
    let positive: Vec<f64> = values.iter().copied().filter(|value| *value > 0.0).collect();
    let row = panel.provenance.layouts.get(usize::from(source))?.header.last().copied().unwrap_or(0);
    let place = panel.provenance.sources.get(usize::from(source))?.cell(row, col);
    (positive.len() >= UNITS).then(|| PartVariable { middle: log10(median(&positive)), values, place })
}

/// Of each pair of variables the part in which they seem exchanged: the one of which most other parts say so, and of two the later.
fn of_source(parts: &SourceParts<'_>, used: &BTreeSet<String>, sink: &mut Sink) {
    let names: BTreeSet<&String> = parts.values().flat_map(BTreeMap::keys).collect();
    for one in names.iter().filter(|name| used.contains(**name)) {
        // Of two that are used the pair was looked at when it was the turn of the first.
        let others = names.iter().filter(|other| *other > one || *other < one && !used.contains(**other));
        for other in others {
            let pair = if one < other { [*one, *other] } else { [*other, *one] };
            sink.problems.extend(of_pair(parts, pair));
        }
    }
}

fn of_pair(parts: &SourceParts<'_>, [one, other]: [&String; 2]) -> Option<Diagnostic> {
    let held: Vec<(&(String, String), [&PartVariable<'_>; 2])> =
        parts.iter().filter_map(|(part, all)| Some((part, [all.get(one)?, all.get(other)?]))).collect();
    let exchanged = |at: usize| {
        let others = held.iter().enumerate().filter(|(k, _)| *k != at);
        others.filter(|(_, (_, there))| are_exchanged(held[at].1, *there)).count()
    };
    let counts: Vec<usize> = (0..held.len()).map(exchanged).collect();
    let at = (0..held.len()).max_by_key(|&at| (counts[at], at)).filter(|&at| counts[at] > 0)?;
    // Most others agree, or there is one other only.
    if 2 * counts[at] < held.len() - 1 {
        return None;
    }
    let ((part, _), columns) = held[at];
    let message = phrase!(
        "In {part} `{one}` and `{other}` seem to be exchanged: there each holds, unit by unit, about what the other holds elsewhere",
        part = part,
        one = one,
        other = other
    );
    let hint = phrase!("Compare the headings of that file with its columns, and exchange them where they are wrong");
    let places = columns.map(|held| held.place.clone());
    Some(Diagnostic::warning("headings-exchanged", message).hint(hint).at_all(places))
}

/// Whether the values of two variables here are, unit by unit, nearer to those of the other one there.
fn are_exchanged(here: [&PartVariable<'_>; 2], there: [&PartVariable<'_>; 2]) -> bool {
    let far = |a: &PartVariable<'_>, b: &PartVariable<'_>| (a.middle - b.middle).abs();
    let straight = far(here[0], there[0]) + far(here[1], there[1]);
    let crossed = far(here[0], there[1]) + far(here[1], there[0]);
    if far(here[0], here[1]) < log10(APART) || 2.0 * crossed > straight {
        return false;
    }
    let positive = |unit: &usize| here.iter().chain(&there).all(|held| held.values[*unit] > 0.0);
    let units: Vec<usize> = (0..here[0].values.len()).filter(positive).collect();
    let distance =
        |a: &PartVariable<'_>, b: &PartVariable<'_>, unit: usize| log10(a.values[unit] / b.values[unit]).abs();
    let nearer = |unit: &&usize| {
        let straight = distance(here[0], there[0], **unit) + distance(here[1], there[1], **unit);
        2.0 * (distance(here[0], there[1], **unit) + distance(here[1], there[0], **unit)) < straight
    };
    units.len() >= UNITS && units.iter().filter(nearer).count() as f64 >= NEARER * units.len() as f64
}
