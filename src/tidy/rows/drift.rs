//! A column that one file of several heads differently: `App. ref` in one year, `Application ref` in all others.

use std::collections::{BTreeMap, BTreeSet};

use super::headings::names_of;
use crate::diag::{Diagnostic, Sink};
use crate::ingest::RawTable;
use crate::ingest::profile::likeness;
use crate::notation::fold;
use crate::phrase;
use crate::study::keys::{toml_key, toml_text};
use crate::study::{Source, Study};

/// Headings that are less alike are different columns.
const ALIKE: f64 = 0.55;

/// Letters of the line that is offered.
const LINE: usize = 200;

/// Columns that are headed otherwise: source and heading that it lacks, both as they are compared.
pub(in crate::tidy) type Drifted = BTreeSet<(usize, String)>;

/// A heading that a part lacks, and the one that it has instead.
struct HeadingPair {
    at: usize,
    column: usize,
    usual: String,
    own: String,
}

/// Says of every source of several files or sheets which columns are headed otherwise in one of them, and how to say in the study that
/// they are one: an error where the study needs the column, else a warning.
pub(in crate::tidy) fn report(study: &Study, tables: &[RawTable], sink: &mut Sink) -> Drifted {
    let mut parts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, source) in
        study.sources.iter().enumerate().filter(|(at, source)| !source.part.is_empty() && *at < tables.len())
    {
        parts.entry(&source.name.value).or_default().push(at);
    }
    let mut drifted = Drifted::new();
    for parts in parts.into_values().filter(|parts| parts.len() > 1) {
        let source = &study.sources[parts[0]];
        let pairs = pairs(source, &parts, tables);
        if !pairs.is_empty() {
            sink.push(said(source, &pairs, tables));
            drifted.extend(pairs.into_iter().map(|pair| (pair.at, fold(&pair.usual))));
        }
    }
    drifted
}

fn pairs(source: &Source, parts: &[usize], tables: &[RawTable]) -> Vec<HeadingPair> {
    let all: Vec<(usize, Vec<String>)> = parts.iter().map(|&at| (at, names_of(&tables[at].headings))).collect();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for name in all.iter().flat_map(|(_, names)| names.iter().map(|name| fold(name)).collect::<BTreeSet<String>>()) {
        *times.entry(name).or_default() += 1;
    }
    let declared: BTreeSet<String> = source.columns.iter().map(|(_, heading)| fold(&heading.value)).collect();
    let of_part = |(at, own): &(usize, Vec<String>)| {
        let lacks =
            |name: &&String| times[&fold(name)] + 1 >= parts.len() && !own.iter().any(|own| fold(own) == fold(name));
        let usual: BTreeSet<&String> =
            all.iter().filter(|(other, _)| other != at).flat_map(|(_, names)| names).filter(lacks).collect();
        let said = |column: usize| declared.contains(&fold(&tables[*at].headings[column].text));
        let alone = own.iter().enumerate();
        let alone =
            alone.filter(|(column, name)| times[&fold(name)] == 1 && !declared.contains(&fold(name)) && !said(*column));
        mutual(&usual.into_iter().collect::<Vec<_>>(), &alone.collect::<Vec<_>>(), *at)
    };
    let mut found: Vec<HeadingPair> = Vec::new();
    for pair in all.iter().flat_map(of_part) {
        // Of two parts each lacks what the other has: one of the two is enough.
        let turned =
            |known: &HeadingPair| fold(&known.usual) == fold(&pair.own) && fold(&known.own) == fold(&pair.usual);
        if !found.iter().any(turned) {
            found.push(pair);
        }
    }
    found
}

/// Pairs of which each is most like the other.
fn mutual(usual: &[&String], alone: &[(usize, &String)], at: usize) -> Vec<HeadingPair> {
    let nearest = |name: &str| {
        let scored = alone.iter().map(|&(column, own)| (likeness(name, own), column, own));
        scored.filter(|(score, ..)| *score > ALIKE).max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let back = |own: &str| usual.iter().max_by(|a, b| likeness(a, own).total_cmp(&likeness(b, own)));
    let pair = |name: &&String| {
        let (_, column, own) = nearest(name)?;
        (back(own) == Some(name)).then(|| HeadingPair { at, column, usual: name.to_string(), own: own.clone() })
    };
    usual.iter().filter_map(pair).collect()
}

/// The columns that a source must have.
fn needed(source: &Source) -> BTreeSet<String> {
    let places = source.link.iter().flat_map(|link| &link.place);
    let others = source.ends.iter().flat_map(|ends| &ends.to);
    let link = source.own_keys().iter().chain(places).chain(others);
    let named = std::iter::once(&source.unit).filter(|_| !source.anonymous).chain(&source.period_column).chain(link);
    let renamed = source.columns.iter().map(|(_, heading)| heading);
    named.chain(renamed).map(|name| fold(&name.value)).collect()
}

fn said(source: &Source, pairs: &[HeadingPair], tables: &[RawTable]) -> Diagnostic {
    let needed = needed(source);
    let stops = pairs.iter().any(|pair| needed.contains(&fold(&pair.usual)));
    let shown = |pair: &HeadingPair| format!("{} ({})", pair.own, pair.usual);
    let list: Vec<String> = pairs.iter().take(5).map(shown).collect();
    let message = phrase!(
        "{n} {n?column|columns} of `{source}` {n?seems|seem} to be headed otherwise in one of its files or sheets (elsewhere): {list}",
        n = pairs.len(),
        source = &source.name.value,
        list = list
    );
    let hint = phrase!(
        "If they are the same, write in [sources.{source}]: {line}",
        source = toml_key(&source.name.value),
        line = line(pairs)
    );
    let problem = if stops {
        Diagnostic::error("headings-differ", message)
    } else {
        Diagnostic::warning("headings-differ", message)
    };
    problem.hint(hint).at_all(pairs.iter().map(|pair| tables[pair.at].heading_place(pair.column)))
}

/// `columns = { "Application ref" = ["Application ref", "App. ref"] }`.
fn line(pairs: &[HeadingPair]) -> String {
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for pair in pairs {
        let headings = all.entry(&pair.usual).or_insert_with(|| vec![&pair.usual]);
        if !headings.contains(&pair.own.as_str()) {
            headings.push(&pair.own);
        }
    }
    let entry = |(name, headings): (&str, Vec<&str>)| {
        let list: Vec<String> = headings.into_iter().map(toml_text).collect();
        format!("{} = [{}]", toml_key(name), list.join(", "))
    };
    let mut letters = 0;
    let fits = |entry: &String| {
        letters += entry.chars().count();
        letters <= LINE
    };
    let all: Vec<String> = all.into_iter().map(entry).collect();
    let first = all[0].clone();
    let entries: Vec<String> = all.into_iter().take_while(fits).collect();
    format!("columns = {{ {} }}", if entries.is_empty() { first } else { entries.join(", ") })
}
