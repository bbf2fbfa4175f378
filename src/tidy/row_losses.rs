//! Rows that are not kept: said, counted in the flow, and listed.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Columns;
use super::link::{Joined, Key, Outcome};
use super::sources::Opened;
use super::{FlowStep, Lost, LostRow, repeats};
use crate::diag::{Diagnostic, Place, Sink, cell_name};
use crate::ingest::{Cause, RawTable, Why};
use crate::phrase;
use crate::study::Source;
use crate::text::{Arg, Phrase};

/// A unit that occurs twice gets a message of its own this many times for each source.
const NAMED_DUPLICATES: usize = 20;
/// Columns that a message about rows of one unit names.
const NAMED_COLUMNS: usize = 8;

/// Rows that are not kept, by reason: rows of the raw table.
#[derive(Default)]
pub(super) struct Losses {
    /// Rows whose cells do not stand under their headings.
    pub ragged: Vec<usize>,
    pub no_unit: Vec<usize>,
    pub no_period: Vec<usize>,
    pub identical: Vec<usize>,
    /// Rows that repeat an earlier one in every column and are kept, because rows are put together.
    pub copied: Vec<usize>,
    /// Unit, its first row, the other row, and the columns in which they differ.
    pub differing: Vec<(String, usize, usize, Vec<usize>)>,
    /// Rows that describe nothing the other source has.
    pub nobody: Vec<usize>,
    /// Rows that are perhaps about somebody whom the other source has; a person decides.
    pub probable: Vec<usize>,
    /// Rows whose name is that of several.
    pub several: Vec<usize>,
}

impl Losses {
    /// Says what is left out.
    pub fn report(&self, source: &Source, table: &RawTable, columns: &Columns, sink: &mut Sink) {
        let name = &source.title();
        let unit_cells =
            |rows: &[usize]| rows.iter().map(|&row| table.place(row, columns.unit)).collect::<Vec<Place>>();
        // Of names that are written once in each group the reader has spoken.
        if !self.no_unit.is_empty() && !table.blank_groups().contains(&columns.unit) {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?has|have} no id and {n?is|are} left out",
                n = self.no_unit.len(),
                source = name
            );
            sink.push(Diagnostic::warning("no-unit-id", message).at_all(unit_cells(&self.no_unit)));
        }
        if let (Some(column), false) = (columns.period, self.no_period.is_empty()) {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?has|have} no period and {n?is|are} left out",
                n = self.no_period.len(),
                source = name
            );
            sink.push(
                Diagnostic::warning("no-period", message)
                    .at_all(self.no_period.iter().map(|&row| table.place(row, column))),
            );
        }
        if !self.identical.is_empty() {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?repeats|repeat} an earlier row in every column and {n?is|are} left out",
                n = self.identical.len(),
                source = name
            );
            sink.push(Diagnostic::note("repeated-row", message).at_all(unit_cells(&self.identical)));
        }
        if !self.copied.is_empty() {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?repeats|repeat} an earlier row in every column, and each counts in the sum",
                n = self.copied.len(),
                source = name
            );
            let hint = phrase!("Leave out those that are copies of one and the same thing");
            sink.push(Diagnostic::warning("copied-row", message).hint(hint).at_all(unit_cells(&self.copied)));
        }
        self.duplicates(source, table, columns, sink);
    }

    /// Units that stand in several rows, with the columns in which the rows differ.
    fn duplicates(&self, source: &Source, table: &RawTable, columns: &Columns, sink: &mut Sink) {
        let mut rows: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (unit, first, row, _) in &self.differing {
            rows.entry(unit).or_default().extend([*first, *row]);
        }
        if rows.is_empty() {
            return;
        }
        let hint = repeats::hint(source, table, columns, &rows);
        for (unit, first, row, differing) in self.differing.iter().take(NAMED_DUPLICATES) {
            let message = phrase!(
                "The unit `{unit}` stands in two rows of `{source}` that differ in {list}",
                unit = unit,
                source = source.title(),
                list = headings(table, differing)
            );
            let places = [*first, *row].map(|row| table.place(row, columns.unit));
            sink.push(Diagnostic::error("duplicate-unit", message).at_all(places).hint(hint.clone()));
        }
        let more = self.differing.get(NAMED_DUPLICATES..).unwrap_or_default();
        if !more.is_empty() {
            let differing: BTreeSet<usize> = more.iter().flat_map(|(.., columns)| columns.iter().copied()).collect();
            let message = phrase!(
                "{n} more {n?row|rows} of `{source}` {n?repeats|repeat} a unit with other values, in {list}",
                n = more.len(),
                source = source.title(),
                list = headings(table, &Vec::from_iter(differing))
            );
            let places = more.iter().map(|(_, _, row, _)| table.place(*row, columns.unit));
            sink.push(Diagnostic::error("duplicate-unit", message).at_all(places).hint(hint));
        }
    }

    /// Every row that is not kept, with its reason.
    pub fn rows(&self, index: usize, source: &Source, table: &RawTable) -> Vec<LostRow> {
        let differing: Vec<usize> = self.differing.iter().map(|(_, _, row, _)| *row).collect();
        let to = source.link.as_ref().map_or("", |link| link.to.value.as_str());
        let decided = table.left_out.iter().map(|out| LostRow {
            source: index as u16,
            row: out.row,
            linking: false,
            reason: reason(out.cause),
        });
        let all: [(bool, Phrase, &[usize]); 8] = [
            (false, misplaced(), &self.ragged),
            (false, phrase!("no id"), &self.no_unit),
            (false, phrase!("no period"), &self.no_period),
            (false, phrase!("the same row again"), &self.identical),
            (false, phrase!("the same unit with other values"), &differing),
            (true, phrase!("not in `{to}`", to = to), &self.nobody),
            (true, to_be_decided(to), &self.probable),
            (true, phrase!("the name of several in `{to}`", to = to), &self.several),
        ];
        let lost = |(linking, reason, rows): (bool, Phrase, &[usize])| {
            let one =
                |&row: &usize| LostRow { source: index as u16, row: table.rows[row], linking, reason: reason.clone() };
            rows.iter().map(one).collect::<Vec<_>>()
        };
        decided.chain(all.into_iter().flat_map(lost)).collect()
    }

    /// Rows as they were read: how many remain, and those that did not.
    pub fn read_step(&self, source: &Source, table: &RawTable, columns: &Columns, kept: usize) -> FlowStep {
        let aside = |why: Why| {
            let own = table.set_aside.iter().filter(|aside| aside.why == why);
            own.map(|aside| format!("{} {}", cell_name(aside.row, aside.col), aside.text)).collect()
        };
        let aside = Why::ALL.map(|why| (why.word(), aside(why)));
        let cells = |rows: &[usize], column: usize| addresses(table, rows, column);
        let differing: Vec<usize> = self.differing.iter().map(|(_, _, row, _)| *row).collect();
        let out = |cause: Cause| {
            let of = table.left_out.iter().filter(move |out| out.cause == cause);
            (reason(cause), of.map(|out| table.cell(out.row, out.col).to_string()).collect::<Vec<String>>())
        };
        let all: [(Phrase, Vec<String>); 8] = [
            out(Cause::Decision),
            out(Cause::Hidden),
            out(Cause::StruckOut),
            (misplaced(), cells(&self.ragged, columns.unit)),
            (phrase!("no id"), cells(&self.no_unit, columns.unit)),
            (phrase!("no period"), cells(&self.no_period, columns.period.unwrap_or(columns.unit))),
            (phrase!("the same row again"), cells(&self.identical, columns.unit)),
            (phrase!("the same unit with other values"), cells(&differing, columns.unit)),
        ];
        FlowStep {
            key: "read".into(),
            stage: phrase!("Rows of `{source}`", source = source.title()),
            remaining: kept + self.nobody.len() + self.probable.len() + self.several.len(),
            treated: None,
            comparison: None,
            lost: losses(aside.into_iter().chain(all)),
        }
    }

    /// Rows that found somebody in the other source, by key, and those that did not.
    pub fn linked_step(
        &self,
        opened: &Opened<'_>,
        to: &str,
        kept: usize,
        keys: &[Key],
        outcomes: &[Outcome],
    ) -> FlowStep {
        let Opened { source, table, columns, .. } = opened;
        let all = [
            (phrase!("not in `{to}`", to = to), addresses(table, &self.nobody, columns.unit)),
            (to_be_decided(to), addresses(table, &self.probable, columns.unit)),
            (phrase!("the name of several in `{to}`", to = to), addresses(table, &self.several, columns.unit)),
        ];
        FlowStep {
            key: "linked".into(),
            stage: phrase!(
                "Rows of `{source}` found in `{to}` (by {by})",
                source = source.title(),
                to = to,
                by = Arg::List(joined_by(keys, outcomes))
            ),
            remaining: kept,
            treated: None,
            comparison: None,
            lost: losses(all),
        }
    }
}

/// How many rows each key joined, and how many a person did.
pub(super) fn joined_by(keys: &[Key], outcomes: &[Outcome]) -> Vec<Arg> {
    let joined = |outcome: &&Outcome| matches!(outcome.joined, Joined::To { .. });
    let by =
        |wanted: Option<usize>| outcomes.iter().filter(joined).filter(|outcome| outcome.record.by == wanted).count();
    let one =
        |(at, key): (usize, &Key)| Arg::from(phrase!("{key} {n}", key = &key.title, n = Arg::units(by(Some(at)))));
    let decided = by(None);
    let person = (decided > 0).then(|| Arg::from(phrase!("decision {n}", n = Arg::units(decided))));
    keys.iter().enumerate().map(one).chain(person).collect()
}

/// Why a row is not joined that a person has yet to decide about.
fn to_be_decided(to: &str) -> Phrase {
    phrase!("perhaps one of `{to}`, to be decided", to = to)
}

/// Whether rows are left out because they are no data: nobody stands behind them.
pub fn is_no_data(reason: &Phrase) -> bool {
    Why::ALL.iter().any(|why| why.word() == *reason)
}

/// Why a row is left out before it is looked at.
fn reason(cause: Cause) -> Phrase {
    match cause {
        Cause::Decision => phrase!("left out by decision in the workbook"),
        Cause::Hidden => phrase!("hidden in the workbook"),
        Cause::StruckOut => phrase!("struck out in the workbook"),
    }
}

/// Why a row of a text file is left out until a person decides.
fn misplaced() -> Phrase {
    phrase!("cells not under their headings, to be decided")
}

fn addresses(table: &RawTable, rows: &[usize], column: usize) -> Vec<String> {
    rows.iter().map(|&row| table.place(row, column).to_string()).collect()
}

fn losses(all: impl IntoIterator<Item = (Phrase, Vec<String>)>) -> Vec<Lost> {
    let lost = all.into_iter().filter(|(_, who)| !who.is_empty());
    lost.map(|(reason, who)| Lost { reason, count: who.len(), treated: None, who }).collect()
}

/// The headings of the first columns of several.
fn headings<'t>(table: &'t RawTable, columns: &[usize]) -> Vec<&'t str> {
    columns.iter().take(NAMED_COLUMNS).map(|&column| table.headings[column].text.as_str()).collect()
}
