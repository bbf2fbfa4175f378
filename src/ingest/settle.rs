//! What the study leaves open is filled in from the layout that each table follows, and from its codebook.

use std::collections::BTreeMap;
use std::path::Path;

use super::books::Books;
use super::codebook::{self, CodebookEntry};
use super::layouts::headings::{bare, of_table};
use super::layouts::{Meaning, Recognised, recognise};
use super::read::read_source;
use super::{RawTable, change};
use crate::diag::{Diagnostic, Sink};
use crate::ingest::profile::{Glance, candidates};
use crate::notation::fold;
use crate::phrase;
use crate::study::keys::toml_text;
use crate::study::{Located, Repeats, Source, SourceLink, Study, Variable, without_effect};

/// The layout of each table, where it follows one; in the order of the tables.
pub struct Settled(Vec<Option<Recognised>>);

impl Settled {
    /// Lets every layout change its table: rows that are none set aside, columns told apart.
    pub fn shape(&self, tables: &mut [RawTable]) {
        for (known, table) in self.0.iter().zip(tables) {
            if let Some(known) = known {
                known.shape(table);
            }
        }
    }

    /// The layouts of the tables.
    pub fn layouts(&self) -> &[Option<Recognised>] {
        &self.0
    }
}

/// Recognises the layout of each source's table and fills in what the study does not say. Further sheets of a layout become
/// sources of their own, behind the others. A source whose unit is neither said nor known is an error; each of its rows then
/// stands for itself, so that everything else can still be checked.
pub fn settle(study: &mut Study, tables: &mut Vec<RawTable>, sink: &mut Sink) -> Settled {
    let mut all = Vec::with_capacity(tables.len());
    let mut further = Vec::new();
    let mut books = Books::default();
    // Sources that are said to follow no layout, and whether no part of them would be taken for one.
    let mut idle: BTreeMap<String, (bool, Option<Located<String>>)> = BTreeMap::new();
    for at in 0..tables.len().min(study.sources.len()) {
        let (table, source) = (&tables[at], &study.sources[at]);
        let asked = source.layout.as_ref().map(|name| name.value.as_str());
        // No layout is called `none`.
        let known = recognise(table, asked);
        if asked == Some("none") {
            idle.entry(source.name.value.clone()).or_insert((true, source.layout.clone())).0 &=
                recognise(table, None).is_none();
        }
        let entries = codebook::of(&study.folder, source, table, &mut books);
        known.iter().for_each(|known| said(known, source, table, sink));
        sink.problems.extend(codebook::useless(source, &entries));
        further.extend(known.iter().flat_map(|known| beside(known, source, table, study)));
        let meanings = meanings(known.as_ref(), &entries, table, source, sink);
        unit(&mut study.sources[at], known.as_ref(), table, sink);
        declare(study, at, meanings);
        if study.sources[at].rows == Repeats::Sum {
            counted(&study.sources[at].name.value, &mut tables[at]);
        }
        all.push(known);
    }
    for layout in idle.into_values().filter(|(idle, _)| *idle).filter_map(|(_, layout)| layout) {
        let why = phrase!("the table is not taken for one of a known layout");
        let hint = phrase!("Take `{key}` out", key = "layout");
        sink.push(without_effect("layout", why, hint, layout.place));
    }
    for (source, table) in further {
        study.sources.push(source);
        tables.push(table);
        all.push(None);
    }
    Settled(all)
}

/// A column of ones: where rows are put together, its sum is the number of rows.
fn counted(source: &str, table: &mut RawTable) {
    if !table.headings.is_empty() {
        let ones = change::flags(std::iter::repeat_n(true, table.rows.len()));
        change::add(table, &format!("{source}_rows"), 0, ones);
    }
}

fn unit(source: &mut Source, known: Option<&Recognised>, table: &RawTable, sink: &mut Sink) {
    if !source.lacks_unit() {
        return;
    }
    match known.map(|known| &known.understood) {
        Some(understood) if understood.unit.is_some() => {
            source.unit.value = understood.unit.clone().unwrap_or_default();
        }
        Some(understood) if understood.anonymous => source.anonymous = true,
        _ => {
            sink.push(no_unit(source, table));
            source.anonymous = true;
        }
    }
}

/// What was recognised, once for all parts of a source, and what it warns of.
fn said(known: &Recognised, source: &Source, table: &RawTable, sink: &mut Sink) {
    let message = phrase!(
        "`{source}` is read as {layout}: {seen}",
        source = &source.name.value,
        layout = known.title.clone(),
        seen = known.seen.clone()
    );
    let hint = phrase!("If it is something else, write {line} in the study file", line = "layout = \"none\"");
    match sink.problems.iter_mut().find(|known| known.message == message) {
        Some(known) => *known = known.clone().at(of_table(table)),
        None => sink.push(Diagnostic::note("layout-recognised", message).hint(hint).at(of_table(table))),
    }
    sink.problems.extend(known.understood.warnings.iter().cloned());
}

fn no_unit(source: &Source, table: &RawTable) -> Diagnostic {
    let columns: Vec<Glance> = (0..table.columns.len()).map(|column| Glance::at(table, column)).collect();
    let names: Vec<String> =
        candidates(&columns).into_iter().take(5).map(|column| toml_text(&columns[column].heading)).collect();
    let message =
        phrase!("The study does not say which column identifies the rows of `{source}`", source = source.title());
    let hint = match names.first() {
        Some(first) => phrase!(
            "Write unit = {first}; columns in which every row has a value of its own: {list}. Where nobody can be found again write anonymous = true",
            first = first,
            list = names.clone()
        ),
        None => phrase!(
            "No column has a value of its own in every row. Number the rows in a new column, or write anonymous = true where nobody can be found again"
        ),
    };
    Diagnostic::error("missing-key", message).hint(hint).at(source.unit.place.clone())
}

/// What the columns of a table mean, by its layout and by its codebook.
fn meanings(
    known: Option<&Recognised>,
    entries: &[CodebookEntry],
    table: &RawTable,
    source: &Source,
    sink: &mut Sink,
) -> Vec<Meaning> {
    let mut meanings: Vec<Meaning> = known.map(|known| known.understood.meanings.clone()).unwrap_or_default();
    let mut labelled = 0_usize;
    let places = first_places(entries.iter().map(|entry| entry.name.as_str()));
    let place = |name: &str| places.get(&fold(name)).copied();
    for heading in &table.headings {
        // Groups of questions stand before the name: `group/question`.
        let name = heading.text.rsplit('/').next().unwrap_or(&heading.text);
        let Some(first) = [&heading.text, name].into_iter().filter_map(place).min() else { continue };
        let entry = &entries[first];
        labelled += 1;
        let (label, codes) = (entry.label.clone(), entry.codes.clone());
        match meanings.iter_mut().find(|meaning| meaning.heading == heading.text) {
            Some(meaning) => (meaning.label, meaning.codes) = (label, codes),
            None => meanings.push(Meaning { heading: heading.text.clone(), label, codes, ..Meaning::default() }),
        }
    }
    if labelled > 0 {
        let coded: usize = meanings.iter().filter(|meaning| !meaning.codes.is_empty()).count();
        let message = phrase!(
            "{n} {n?column|columns} of `{source}` {n?takes its label|take their labels} from a codebook, {coded} with the meaning of codes",
            n = labelled,
            source = source.title(),
            coded = coded
        );
        sink.push(Diagnostic::note("codebook-used", message).at(of_table(table)));
    }
    meanings
}

/// Where each name stands first, by the name as people compare it.
fn first_places<'n>(names: impl Iterator<Item = &'n str>) -> BTreeMap<String, usize> {
    let mut places = BTreeMap::new();
    for (at, name) in names.enumerate() {
        places.entry(fold(name)).or_insert(at);
    }
    places
}

/// Declares what is understood of columns; what the study says itself stays.
fn declare(study: &mut Study, at: usize, meanings: Vec<Meaning>) {
    let source = &study.sources[at];
    let place = source.name.place.clone();
    let renamed = first_places(source.columns.iter().map(|(_, from)| from.value.as_str()));
    let name = |heading: &str| {
        let renamed = renamed.get(&fold(heading)).map(|&at| &source.columns[at].0);
        renamed.map_or_else(|| bare(heading).to_string(), |new| new.value.clone())
    };
    let named: Vec<(String, Meaning)> = meanings.into_iter().map(|meaning| (name(&meaning.heading), meaning)).collect();
    let mut known = first_places(study.variables.keys().map(String::as_str));
    for (name, meaning) in named {
        let at = *known.entry(fold(&name)).or_insert(study.variables.len());
        let of = |value: String| Located { value, place: place.clone() };
        if at == study.variables.len() {
            study.variables.insert(name.clone(), Variable::understood(of(name)));
        }
        let variable = &mut study.variables[at];
        if variable.label.is_empty() {
            variable.label = meaning.label;
        }
        if variable.unit.is_empty() {
            variable.unit = meaning.unit;
        }
        if variable.codes.is_empty() {
            variable.codes = meaning.codes;
        }
        if let (None, Some(kind)) = (&variable.kind, meaning.kind) {
            variable.likely = Some(kind);
        }
    }
}

/// Further sheets of the workbook that the layout knows, each as a source that is linked to this one and rolled up.
fn beside(known: &Recognised, source: &Source, table: &RawTable, study: &Study) -> Vec<(Source, RawTable)> {
    let further = !table.sheet.is_empty() && !known.understood.sheets.is_empty();
    let Some(key) = known.understood.unit.as_ref().filter(|_| further) else {
        return Vec::new();
    };
    let used = |name: &str| {
        study.sources.iter().any(|other| {
            other.file.value == source.file.value
                && other.sheet.as_ref().is_some_and(|sheet| fold(&sheet.value) == fold(name))
        })
    };
    let wanted = |name: &&String| {
        let listed = known.understood.sheets.iter().any(|sheet| fold(sheet) == fold(name));
        listed && fold(name) != fold(&table.sheet) && !used(name)
    };
    let names = table.sheets.iter().filter(wanted);
    names.filter_map(|name| linked(&study.folder, source, table, key, name)).collect()
}

fn linked(folder: &Path, source: &Source, table: &RawTable, key: &str, sheet: &str) -> Option<(Source, RawTable)> {
    let of = |value: String| Located { value, place: source.name.place.clone() };
    let mut linked = Source {
        sheet: Some(of(sheet.to_string())),
        link: Some(SourceLink { to: of(source.name.value.clone()), by: vec![of(key.to_string())], place: Vec::new() }),
        unit: of(key.to_string()),
        rows: Repeats::Sum,
        layout: Some(of("none".into())),
        ..Source::plain(of(format!("{} {sheet}", source.name.value)), source.file.clone())
    };
    let own = read_source(folder, &linked, &mut Sink::new()).ok().filter(|own| !own.rows.is_empty())?;
    let has = |name: &str| own.headings.iter().any(|heading| fold(&heading.text) == fold(name));
    let taken = |heading: &str| table.headings.iter().any(|other| fold(&other.text) == fold(heading));
    let again = own.headings.iter().filter(|heading| fold(&heading.text) != fold(key) && taken(&heading.text));
    linked.columns =
        again.map(|heading| (of(format!("{sheet}: {}", heading.text)), of(heading.text.clone()))).collect();
    has(key).then_some((linked, own))
}
