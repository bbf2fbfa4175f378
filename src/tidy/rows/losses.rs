//! Rows that are not kept: said, counted in the flow, and listed.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Columns;
use super::link::LinkKey;
use super::link::outcome::{Belonging, Outcome};
use super::repeats;
use super::table::Opened;
use crate::diag::{Diagnostic, Place, Sink, cell_name};
use crate::ingest::{AsideReason, Cause, Raw, RawTable};
use crate::notation::natural;
use crate::panel::{FlowStep, Lost, LostRow};
use crate::phrase;
use crate::study::{Duplicates, Source};
use crate::text::{Arg, Phrase};

/// Units in several rows that a message names.
const NAMED_UNITS: usize = 3;
/// Columns that a message about rows of one unit names, and letters of each heading.
const NAMED_COLUMNS: usize = 6;
const LETTERS: usize = 24;

/// Rows that are not kept, by reason: rows of the raw table.
#[derive(Default)]
pub(in crate::tidy) struct Losses {
    /// Rows whose cells do not stand under their headings.
    pub ragged: Vec<usize>,
    pub no_unit: Vec<usize>,
    /// Rows whose id a spreadsheet program has destroyed, of which was told.
    pub destroyed: Vec<usize>,
    pub no_period: Vec<usize>,
    pub identical: Vec<usize>,
    /// Rows that repeat an earlier one in every column and are kept, because rows are put together.
    pub copied: Vec<usize>,
    /// Rows with other values than the row of their unit that counts, as the study declares.
    pub not_counted: Vec<usize>,
    /// Rows beside one of their unit that a person chose.
    pub not_chosen: Vec<usize>,
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
        let is_bare = |row: &&usize| {
            (0..table.columns.len()).all(|column| {
                column == columns.unit || columns.is_part(column) || matches!(table.get(**row, column), Raw::Empty)
            })
        };
        let (bare, identical): (Vec<usize>, Vec<usize>) = self.identical.iter().partition(is_bare);
        if !bare.is_empty() {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?says|say} nothing but a unit that another row has too, and {n?is|are} left out",
                n = bare.len(),
                source = name
            );
            let hint = phrase!(
                "Where they are different ones of one name, name a column that tells them apart, such as a number"
            );
            sink.push(Diagnostic::warning("repeated-unit", message).hint(hint).at_all(unit_cells(&bare)));
        }
        if !identical.is_empty() {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?repeats|repeat} an earlier row in every column and {n?is|are} left out",
                n = identical.len(),
                source = name
            );
            sink.push(Diagnostic::note("repeated-row", message).at_all(unit_cells(&identical)));
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
        self.not_counted(source, table, columns, sink);
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
        let differing: BTreeSet<usize> =
            self.differing.iter().flat_map(|(.., columns)| columns.iter().copied()).collect();
        let mut units: Vec<&str> = rows.keys().copied().collect();
        units.sort_by(|a, b| natural(a, b));
        let message = phrase!(
            "{n} {n?unit|units} of `{source}` {n?stands|stand} in several rows that differ in {list}: {units}",
            n = rows.len(),
            source = source.title(),
            list = headings(table, &Vec::from_iter(differing)),
            units = some(units.iter().map(|unit| Arg::Text(unit.to_string())), NAMED_UNITS)
        );
        let places = rows.values().flatten().map(|&row| table.place(row, columns.unit));
        let hint = repeats::hint(source, table, columns, &rows);
        sink.push(Diagnostic::error("duplicate-unit", message).at_all(places).hint(hint));
    }

    /// Rows that do not count because another one of their unit does.
    fn not_counted(&self, source: &Source, table: &RawTable, columns: &Columns, sink: &mut Sink) {
        if self.not_counted.is_empty() {
            return;
        }
        let message = phrase!(
            "{n} {n?row|rows} of `{source}` {n?is|are} not counted, since another row of the same unit is, as declared: {which}",
            n = self.not_counted.len(),
            source = source.title(),
            which = which(source, columns)
        );
        let places = self.not_counted.iter().map(|&row| table.place(row, columns.unit));
        sink.push(Diagnostic::note("duplicates-settled", message).at_all(places));
    }

    /// Every row that is not kept, with its reason.
    pub fn rows(&self, index: usize, source: &Source, table: &RawTable, columns: &Columns) -> Vec<LostRow> {
        let differing: Vec<usize> = self.differing.iter().map(|(_, _, row, _)| *row).collect();
        let to = source.link.as_ref().map_or("", |link| link.to.value.as_str());
        let decided = table.left_out.iter().map(|out| LostRow {
            source: index as u16,
            row: out.row,
            linking: false,
            reason: reason(out.cause),
        });
        let all: [(bool, Phrase, &[usize]); 11] = [
            (false, not_chosen(), &self.not_chosen),
            (false, misplaced(), &self.ragged),
            (false, phrase!("no id"), &self.no_unit),
            (false, destroyed(), &self.destroyed),
            (false, phrase!("no period"), &self.no_period),
            (false, phrase!("the same row again"), &self.identical),
            (false, phrase!("the same unit with other values"), &differing),
            (false, another_counts(source, columns), &self.not_counted),
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
        let aside = |why: AsideReason| {
            let own = table.set_aside.iter().filter(|aside| aside.why == why);
            own.map(|aside| format!("{} {}", cell_name(aside.row, aside.col), aside.text)).collect()
        };
        let aside = AsideReason::ALL.map(|why| (why.word(), aside(why)));
        let cells = |rows: &[usize], column: usize| addresses(table, rows, column);
        let differing: Vec<usize> = self.differing.iter().map(|(_, _, row, _)| *row).collect();
        let out = |cause: Cause| {
            let of = table.left_out.iter().filter(move |out| out.cause == cause);
            (reason(cause), of.map(|out| table.cell(out.row, out.col).to_string()).collect::<Vec<String>>())
        };
        let all: [(Phrase, Vec<String>); 11] = [
            out(Cause::Decision),
            (not_chosen(), cells(&self.not_chosen, columns.unit)),
            out(Cause::Hidden),
            out(Cause::StruckOut),
            (misplaced(), cells(&self.ragged, columns.unit)),
            (phrase!("no id"), cells(&self.no_unit, columns.unit)),
            (destroyed(), cells(&self.destroyed, columns.unit)),
            (phrase!("no period"), cells(&self.no_period, columns.period.unwrap_or(columns.unit))),
            (phrase!("the same row again"), cells(&self.identical, columns.unit)),
            (phrase!("the same unit with other values"), cells(&differing, columns.unit)),
            (another_counts(source, columns), cells(&self.not_counted, columns.unit)),
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
        keys: &[LinkKey],
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
pub(in crate::tidy) fn joined_by(keys: &[LinkKey], outcomes: &[Outcome]) -> Vec<Arg> {
    let joined = |outcome: &&Outcome| matches!(outcome.joined, Belonging::To { .. });
    let by =
        |wanted: Option<usize>| outcomes.iter().filter(joined).filter(|outcome| outcome.record.by == wanted).count();
    let one =
        |(at, key): (usize, &LinkKey)| Arg::from(phrase!("{key} {n}", key = &key.title, n = Arg::units(by(Some(at)))));
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
    AsideReason::ALL.iter().any(|why| why.word() == *reason)
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

/// Why a row does not count beside another one of its unit.
fn another_counts(source: &Source, columns: &Columns) -> Phrase {
    phrase!("another row of the same unit counts: {which}", which = which(source, columns))
}

/// Why a row belongs to nobody whose id is lost.
fn destroyed() -> Phrase {
    phrase!("the last digits of the id are lost")
}

/// Why a row does not count beside the one that a person chose.
fn not_chosen() -> Phrase {
    phrase!("by decision another row of the same unit counts")
}

/// Which of several rows of a unit counts.
fn which(source: &Source, columns: &Columns) -> Phrase {
    match (source.duplicates, columns.answered.is_some()) {
        (Duplicates::First, true) => phrase!("the first one by the time of the answer"),
        (Duplicates::First, false) => phrase!("the first one in the order of the rows"),
        (_, true) => phrase!("the last one by the time of the answer"),
        (_, false) => phrase!("the last one in the order of the rows"),
    }
}

/// The headings of the first columns of several.
fn headings(table: &RawTable, columns: &[usize]) -> Arg {
    some(columns.iter().map(|&column| Arg::Text(shortened(&table.headings[column].text))), NAMED_COLUMNS)
}

/// The first of many, with word of the others.
fn some(all: impl ExactSizeIterator<Item = Arg>, most: usize) -> Arg {
    let more = (all.len() > most).then(|| Arg::from(phrase!("and others")));
    Arg::List(all.take(most).chain(more).collect())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into(),
    }
}
