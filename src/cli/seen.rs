//! What was understood of each source, in a few lines: where its table stands, its rows and what became of them, its columns,
//! what was read in another way than it is written, and its problems by kind.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Place, Severity, title};
use crate::ingest::RawTable;
use crate::panel::{Content, FlowStep, Panel, VariableInfo};
use crate::phrase;
use crate::run::Looked;
use crate::study::Source;
use crate::text::{Arg, Lang, Phrase, Words};
use crate::tidy::profile::VariableProfile;

/// Kinds of problems and of readings that are named.
const NAMED: usize = 8;
/// Characters of a line at most.
const LONGEST: usize = 240;

/// Every source of a study, one paragraph for each.
pub fn sources(looked: &Looked, problems: &[Diagnostic], lang: Lang) -> String {
    let panel = looked.read.as_ref().map(|read| &*read.panel);
    let one = |(at, source): (usize, &Source)| {
        let table = looked.tables.get(at).and_then(Option::as_ref);
        let layout = looked.layouts.get(at).and_then(Option::as_ref);
        let seen = SourceSummary { at, source, table, layout, panel, problems };
        seen.lines().into_iter().map(|line| format!("{}\n", line.brief(LONGEST).render(lang))).collect::<String>()
    };
    looked.study.sources.iter().enumerate().map(one).collect::<Vec<_>>().join("\n")
}

struct SourceSummary<'l> {
    at: usize,
    source: &'l Source,
    table: Option<&'l RawTable>,
    layout: Option<&'l Phrase>,
    panel: Option<&'l Panel>,
    problems: &'l [Diagnostic],
}

impl SourceSummary<'_> {
    fn lines(&self) -> Vec<Phrase> {
        let Some(table) = self.table else {
            let file = self.source.file.value.as_str();
            return vec![phrase!("{source}: {file} could not be read", source = self.source.title(), file = file)];
        };
        let layout = self.layout.map(|layout| phrase!("  Layout: {layout}", layout = layout.clone()));
        let unit = self.panel.and_then(|panel| self.unit(panel));
        let edits = self.panel.and_then(|panel| self.edits(panel));
        let types = self.panel.map_or_else(|| looks(table), |panel| self.types(panel, table));
        let lines = [
            Some(self.head(table)),
            layout,
            Some(header(table)),
            Some(self.rows(table)),
            unit,
            types,
            self.measured(),
            edits,
            self.kinds(table),
        ];
        lines.into_iter().flatten().collect()
    }

    fn head(&self, table: &RawTable) -> Phrase {
        let file = &*table.file;
        match table.sheet.is_empty() {
            true => phrase!("{source}: {file}", source = self.source.title(), file = file),
            false => phrase!(
                "{source}: {file}, sheet {sheet}",
                source = self.source.title(),
                file = file,
                sheet = &*table.sheet
            ),
        }
    }

    /// Rows read = rows analysed + rows that are not, by reason.
    fn rows(&self, table: &RawTable) -> Phrase {
        let read = table.rows.len() + table.set_aside.len() + table.left_out.len();
        let Some(balance) = self.panel.and_then(|panel| balance(panel, self.at)) else {
            return match table.set_aside.len() {
                0 => phrase!("  Rows: {n}", n = read),
                aside => phrase!("  Rows: {n}, of them {aside} around the table", n = read, aside = aside),
            };
        };
        let lost: Vec<Phrase> =
            balance.lost.into_iter().map(|(reason, n)| phrase!("{n} {reason}", n = n, reason = reason)).collect();
        match lost.is_empty() {
            true => phrase!("  Rows: {n} read, all analysed", n = read),
            false => phrase!(
                "  Rows: {n} read = {kept} analysed; not analysed: {lost}",
                n = read,
                kept = balance.kept,
                lost = lost
            ),
        }
    }

    /// Of units, or of the indicators that a sheet has instead; the rows of a log are neither.
    fn unit(&self, panel: &Panel) -> Option<Phrase> {
        let of_rows = || {
            let rows = panel.provenance.rows.get(self.at);
            rows.map_or(0, |rows| rows.starts.windows(2).filter(|it| it[0] < it[1]).count())
        };
        let units = match panel.indicators.get(&self.source.name.value) {
            Some(indicators) => indicators.units.len(),
            None if self.source.is_of_units() => of_rows(),
            None => return None,
        };
        Some(match self.source.anonymous {
            true => phrase!("  Units: {n}, each row stands for itself", n = units),
            false => phrase!("  Units: {n}, known by {unit}", n = units, unit = self.source.unit_title()),
        })
    }

    fn types(&self, panel: &Panel, table: &RawTable) -> Option<Phrase> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        // A variable stands in a column for each period, and is blank where all of these are.
        let mut columns: BTreeMap<&str, (Content, Vec<u32>)> = BTreeMap::new();
        for (variable, col) in self.variables(panel) {
            columns.entry(&variable.name).or_insert((variable.content, Vec::new())).1.push(col);
        }
        for (content, cols) in columns.values() {
            let kind = if !cols.iter().all(|&col| is_blank(table, col)) {
                kind(*content)
            } else if cols.iter().any(|&col| has_unstored(table, col)) {
                6
            } else {
                5
            };
            *counts.entry(kind).or_default() += 1;
        }
        said(&counts)
    }

    /// The variables that stand in the source, at each period, with their columns.
    fn variables<'p>(&self, panel: &'p Panel) -> impl Iterator<Item = (&'p VariableInfo, u32)> {
        let at = self.at;
        let own = panel.provenance.columns.iter().filter(move |(_, (source, _))| usize::from(*source) == at);
        own.filter_map(|(name, &(_, col))| {
            let of = name.rsplit_once('@').map_or(name.as_str(), |(name, _)| name);
            Some((panel.variables.get(of).or_else(|| panel.variables.get(name))?, col))
        })
    }

    /// What its numbers count, as far as the study or a heading says it, and the unit that they are written in.
    fn measured(&self) -> Option<Phrase> {
        let panel = self.panel?;
        let written = panel.provenance.layouts.get(self.at).map(|layout| layout.units.as_slice()).unwrap_or_default();
        let multiplied = |col| written.iter().find(|(own, _, multiplies)| *own == col && *multiplies);
        let mut units: BTreeMap<(&Words, Option<&Words>), Vec<&str>> = BTreeMap::new();
        for (variable, col) in self.variables(panel) {
            let written = multiplied(col).map(|(_, unit, _)| unit);
            if variable.unit.is_empty() && written.is_none() {
                continue;
            }
            let names = units.entry((&variable.unit, written)).or_default();
            if !names.contains(&variable.name.as_str()) {
                names.push(&variable.name);
            }
        }
        let one = |((unit, written), names): ((&Words, Option<&Words>), Vec<&str>)| {
            let names = Arg::first(names, NAMED);
            match written {
                None => phrase!("{unit} ({names})", unit = unit, names = names),
                Some(written) if unit.is_empty() => {
                    phrase!("{names}, written in {written}", written = written, names = names)
                }
                Some(written) => {
                    phrase!("{unit} ({names}; written in {written})", unit = unit, names = names, written = written)
                }
            }
        };
        let list: Vec<Phrase> = units.into_iter().map(one).collect();
        (!list.is_empty()).then(|| phrase!("  Measured in: {list}", list = list))
    }

    fn edits(&self, panel: &Panel) -> Option<Phrase> {
        let mut rules: Vec<(Phrase, usize)> = Vec::new();
        for edit in panel.provenance.edits.iter().filter(|edit| usize::from(edit.source) == self.at) {
            match rules.iter_mut().find(|(rule, _)| *rule == edit.rule) {
                Some((_, n)) => *n += edit.rows.len(),
                None => rules.push((edit.rule.clone(), edit.rows.len())),
            }
        }
        rules.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let one = |(rule, n): (Phrase, usize)| phrase!("{rule} ({n} {n?cell|cells})", rule = rule, n = n);
        let list: Vec<Phrase> = rules.into_iter().map(one).collect();
        let list = (!list.is_empty()).then(|| Arg::first(list, NAMED))?;
        Some(phrase!("  Read in another way than written: {list}", list = list))
    }

    /// Problems that speak of the table, by kind; the cells of each.
    fn kinds(&self, table: &RawTable) -> Option<Phrase> {
        let of = |place: &Place| match place {
            Place::Cell { file, sheet, .. } | Place::Sheet { file, sheet } => {
                *file == table.file && *sheet == table.sheet
            }
            Place::File { file } => *file == table.file,
            Place::Text { .. } => *place == self.source.unit.place || *place == self.source.file.place,
        };
        let mut kinds: BTreeMap<(u8, &str), usize> = BTreeMap::new();
        let open = self.problems.iter().filter(|problem| problem.severity < Severity::Note);
        for problem in open.filter(|problem| problem.places.iter().any(of)) {
            *kinds.entry((problem.severity as u8, &problem.code)).or_default() += problem.count;
        }
        let one = |((_, code), n): (&(u8, &str), &usize)| phrase!("{kind} ({n})", kind = title(code), n = *n);
        let list: Vec<Phrase> = kinds.iter().map(one).collect();
        (!list.is_empty()).then(|| phrase!("  Problems: {list}", list = list))
    }
}

fn header(table: &RawTable) -> Phrase {
    let columns = table.headings.len();
    match (table.header_rows.first(), table.header_rows.last()) {
        (Some(first), Some(last)) if first == last => {
            phrase!("  Header: row {row}; {n} {n?column|columns}", row = first + 1, n = columns)
        }
        (Some(first), Some(last)) => {
            phrase!(
                "  Header: rows {first} to {last}; {n} {n?column|columns}",
                first = first + 1,
                last = last + 1,
                n = columns
            )
        }
        _ => phrase!("  Header: none; {n} {n?column|columns}", n = columns),
    }
}

/// Rows that are analysed, and those that are not, by reason.
pub struct RowCounts {
    /// Analysed.
    pub kept: usize,
    /// By reason.
    pub lost: Vec<(Phrase, usize)>,
}

/// The balance of a source's rows: its step of reading, and the one of linking where it is linked.
pub fn balance(panel: &Panel, at: usize) -> Option<RowCounts> {
    let starts: Vec<usize> = (0..panel.flow.len()).filter(|&step| panel.flow[step].key == "read").collect();
    let read = *starts.get(at)?;
    let linked = panel.flow.get(read + 1).filter(|step| step.key == "linked");
    let steps: Vec<&FlowStep> = std::iter::once(&panel.flow[read]).chain(linked).collect();
    let lost = steps.iter().flat_map(|step| &step.lost).map(|lost| (lost.reason.clone(), lost.count)).collect();
    Some(RowCounts { kept: steps.last()?.remaining, lost })
}

fn kind(content: Content) -> usize {
    match content {
        Content::Number => 0,
        Content::YesNo => 1,
        Content::Category => 2,
        Content::Date => 3,
        Content::Text => 4,
    }
}

fn said(counts: &BTreeMap<usize, usize>) -> Option<Phrase> {
    let one = |(kind, n): (&usize, &usize)| match kind {
        0 => phrase!("{n} {n?number|numbers}", n = *n),
        1 => phrase!("{n} yes or no", n = *n),
        2 => phrase!("{n} {n?category|categories}", n = *n),
        3 => phrase!("{n} {n?column of dates|columns of dates}", n = *n),
        4 => phrase!("{n} {n?text|texts}", n = *n),
        5 => phrase!("{n} empty", n = *n),
        _ => phrase!("{n} {n?column|columns} of formulas without results", n = *n),
    };
    let list: Vec<Phrase> = counts.iter().map(one).collect();
    (!list.is_empty()).then(|| phrase!("  Columns: {list}", list = list))
}

/// The columns by what their cells look like, where they were not put in order.
fn looks(table: &RawTable) -> Option<Phrase> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (heading, profile) in table.headings.iter().zip(VariableProfile::all(table, |_| None)) {
        let kind = match profile.content() {
            Some(content) => kind(content),
            None if has_unstored(table, heading.col) => 6,
            None => 5,
        };
        *counts.entry(kind).or_default() += 1;
    }
    said(&counts)
}

/// Whether formulas whose results are not stored stand in a column.
fn has_unstored(table: &RawTable, col: u32) -> bool {
    table.unstored.iter().any(|cell| cell.1 == col)
}

fn is_blank(table: &RawTable, col: u32) -> bool {
    let columns = table.headings.iter().zip(&table.columns).filter(|(heading, _)| heading.col == col);
    columns.into_iter().all(|(_, cells)| cells.tags.iter().all(|&tag| tag == 0))
}
