//! Logs and ledgers: the rows of sources that say what happened when. They are read column by column, each distinct cell once.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};

use super::event_cells::{day_of, minutes_of, said};
use super::rows::columns::{self, Columns};
use super::rows::named_column::{find, unknown};
use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::{Raw, RawTable};
use crate::notation::numbers;
use crate::notation::western_dates::{DateOrder, Orders};
use crate::panel::{
    EventLog, EventWords, FlowStep, Lost, LostRow, SourceRef, TablePosition, UNKNOWN_TIME, UNKNOWN_WORD,
};
use crate::phrase;
use crate::study::{EventRows, Located, Source, Study};
use crate::text::{Arg, Phrase};

/// A source of events, read.
pub(super) struct Read {
    /// Index of the source.
    pub index: usize,
    pub source: SourceRef,
    pub position: TablePosition,
    pub lost: Vec<LostRow>,
    pub flow: FlowStep,
}

/// The events of all sources by name, several files of one source as one; and what became of their rows. Nothing where a column that the study
/// names is not there, which is said.
pub(super) fn events(
    study: &Study,
    tables: &[RawTable],
    spelled: &BTreeSet<String>,
    sink: &mut Sink,
) -> Option<(IndexMap<String, EventLog>, Vec<Read>)> {
    let (mut logs, mut read, mut sound) = (IndexMap::new(), Vec::new(), true);
    for (index, (source, table)) in study.sources.iter().zip(tables).enumerate() {
        let Some(rows) = &source.events else { continue };
        match Reader::new(index, source, rows, table, spelled, sink) {
            Some(reader) => {
                let log: &mut EventLog = logs.entry(source.name.value.clone()).or_insert_with(|| empty(study, rows));
                read.push(reader.read(log, sink));
            }
            None => sound = false,
        }
    }
    sound.then_some((logs, read))
}

fn empty(study: &Study, rows: &EventRows) -> EventLog {
    EventLog {
        who: rows.who.as_ref().map(|_| EventWords::default()),
        open: rows.open.clone(),
        closed: rows.closed.clone(),
        day_starts: rows.day_starts,
        fiscal_year_starts: study.fiscal_year_starts.unwrap_or(4),
        ledger: rows.amount.is_some(),
        ..EventLog::default()
    }
}

struct Reader<'s> {
    index: usize,
    source: &'s Source,
    rows: &'s EventRows,
    table: &'s RawTable,
    columns: Columns,
    /// Columns of the date and of the time.
    time: Vec<usize>,
    amount: Option<usize>,
    who: Option<usize>,
    spelled: &'s BTreeSet<String>,
}

/// Distinct cells, each with what it was read as.
type Known<T> = IndexMap<(u8, u64), T, foldhash::fast::RandomState>;

impl<'s> Reader<'s> {
    fn new(
        index: usize,
        source: &'s Source,
        rows: &'s EventRows,
        table: &'s RawTable,
        spelled: &'s BTreeSet<String>,
        sink: &mut Sink,
    ) -> Option<Reader<'s>> {
        let with = rows.time[1..].iter().chain(&rows.amount).cloned().collect();
        let by_time = Source { unit: rows.time[0].clone(), unit_with: with, ..source.clone() };
        let columns = columns::resolve(&by_time, table, spelled, |_| false, sink).ok()?;
        let mut asked = |column: &Located<String>| {
            let found = find(table, &columns.names, column);
            if found.is_none() {
                sink.push(unknown(column, table));
            }
            found
        };
        let time = rows.time.iter().filter_map(&mut asked).collect();
        let amount = rows.amount.as_ref().map(&mut asked);
        let who = rows.who.as_ref().map(&mut asked);
        if amount == Some(None) || who == Some(None) {
            return None;
        }
        Some(Reader {
            index,
            source,
            rows,
            table,
            time,
            amount: amount.flatten(),
            who: who.flatten(),
            spelled,
            columns,
        })
    }

    fn read(&self, log: &mut EventLog, sink: &mut Sink) -> Read {
        let days = self.days(sink);
        let times = self.times();
        let before = log.days.len();
        let timed = self.time.len() == 2 || times.iter().any(|time| *time != UNKNOWN_TIME);
        log.minutes.resize(if timed { before } else { log.minutes.len() }, UNKNOWN_TIME);
        let (mut kept, mut undated, mut untimed) = (Vec::with_capacity(days.len()), Vec::new(), Vec::new());
        for (row, (day, time)) in days.iter().zip(&times).enumerate() {
            let Some(day) = day else {
                undated.push(row);
                continue;
            };
            let (day, time) = self.business_day(*day, *time);
            kept.push(row);
            log.days.push(day);
            if timed {
                log.minutes.push(time);
                if time == UNKNOWN_TIME {
                    untimed.push(row);
                }
            }
        }
        self.columns(&kept, before, log);
        if let Some(column) = self.amount {
            log.amounts.extend(self.amounts(column, &kept, sink));
        }
        self.report(&undated, &untimed, kept.len(), sink);
        Read {
            index: self.index,
            source: self.source_ref(),
            position: TablePosition {
                header: self.table.header_rows.clone(),
                aside: self.table.set_aside.clone(),
                units: Vec::new(),
                first_col: self.table.headings.first().map_or(0, |heading| heading.col),
                columns: self.table.headings.len(),
            },
            lost: undated.iter().map(|&row| self.lost(row)).collect(),
            flow: self.step(&undated, kept.len()),
        }
    }

    /// The day that a time belongs to, and its minutes since that day's midnight: an hour before the day starts is one past midnight of the day
    /// before, however it is written.
    fn business_day(&self, day: i32, time: u16) -> (i32, u16) {
        const DAY: u16 = 1440;
        let starts = self.rows.day_starts as u16 * 60;
        match time {
            UNKNOWN_TIME => (day, time),
            time if time < starts => (day - 1, time + DAY),
            time if time >= DAY + starts && starts > 0 => {
                (day + i32::from((time - starts) / DAY), starts + (time - starts) % DAY)
            }
            time => (day, time),
        }
    }

    fn distinct<T: Clone>(&self, column: usize, mut read: impl FnMut(Raw<'_>) -> T) -> Vec<T> {
        let cells = &self.table.columns[column];
        let mut known: Known<T> = Known::default();
        let rows = 0..self.table.rows.len();
        rows.map(|row| {
            known
                .entry((cells.tags[row], cells.payload[row]))
                .or_insert_with(|| read(self.table.get(row, column)))
                .clone()
        })
        .collect()
    }

    fn days(&self, sink: &mut Sink) -> Vec<Option<i32>> {
        let column = self.time[0];
        let mut open = IndexSet::new();
        let mut found: Vec<Option<i32>> = self.distinct(column, |cell| {
            let day = day_of(cell);
            if let (None, Raw::Text(text)) = (day, cell) {
                open.insert(text.to_string());
            }
            day
        });
        // 03/04/2021 is read in the order that another date of the column tells.
        let orders = Orders::of(open.iter().map(String::as_str), found.iter().any(Option::is_some));
        if orders.dates > 0
            && let Ok(order) = orders.order()
        {
            let message = match order {
                DateOrder::Day => {
                    phrase!("The dates of `{column}` are read with the day first", column = self.heading(column))
                }
                DateOrder::Month => {
                    phrase!("The dates of `{column}` are read with the month first", column = self.heading(column))
                }
            };
            sink.push(Diagnostic::note("read-as", message).at(self.table.heading_place(column)));
            let again: Vec<Option<i32>> = self.distinct(column, |cell| match cell {
                Raw::Text(text) => order.read(text).map(|reading| reading.days),
                _ => None,
            });
            found.iter_mut().zip(again).for_each(|(day, again)| *day = day.or(again));
        }
        found
    }

    /// Minutes since midnight of each row, as they are written.
    fn times(&self) -> Vec<u16> {
        let column = self.time[self.time.len() - 1];
        let alone = self.time.len() == 2;
        let parts = alone && self.are_parts_of_days(column);
        self.distinct(column, |cell| minutes_of(cell, alone, parts).unwrap_or(UNKNOWN_TIME))
    }

    /// Whether the numbers of a column are parts of a day (0.9), not hours (22) or hours and minutes (2230).
    fn are_parts_of_days(&self, column: usize) -> bool {
        let numbers = (0..self.table.rows.len()).filter_map(|row| match self.table.get(row, column) {
            Raw::Number(value) => Some(value),
            _ => None,
        });
        let (mut small, mut broken) = (true, false);
        numbers.for_each(|value| {
            small &= value < 2.0;
            broken |= value.fract() != 0.0;
        });
        small && broken
    }

    fn columns(&self, kept: &[usize], before: usize, log: &mut EventLog) {
        let others = self
            .columns
            .variables
            .iter()
            .filter(|(column, name)| self.spelled.contains(name) && Some(*column) != self.who);
        for (column, name) in others {
            let words = log.columns.entry(name.clone()).or_default();
            words.at.resize(before, UNKNOWN_WORD);
            self.words(*column, kept, words);
        }
        if let Some((column, words)) = self.who.zip(log.who.as_mut()) {
            self.words(column, kept, words);
        }
        let all = before + kept.len();
        log.columns.values_mut().for_each(|words| words.at.resize(all, UNKNOWN_WORD));
    }

    fn words(&self, column: usize, kept: &[usize], into: &mut EventWords) {
        let mut all: IndexSet<String, foldhash::fast::RandomState> = into.words.drain(..).collect();
        let codes: Vec<u32> = self.distinct(column, |cell| match said(cell) {
            Some(text) => all.insert_full(text).0 as u32,
            None => UNKNOWN_WORD,
        });
        into.at.extend(kept.iter().map(|&row| codes[row]));
        into.words = all.into_iter().collect();
    }

    fn amounts(&self, column: usize, kept: &[usize], sink: &mut Sink) -> Vec<f64> {
        let factor = self.columns.scaled[column].map_or(1.0, |(_, factor)| factor);
        let all: Vec<f64> = self.distinct(column, |cell| match cell {
            Raw::Number(value) => value * factor,
            Raw::Text(text) => numbers::read(text).map_or(f64::NAN, |reading| reading.value * factor),
            _ => f64::NAN,
        });
        let missing: Vec<Place> =
            kept.iter().filter(|&&row| all[row].is_nan()).map(|&row| self.table.place(row, column)).collect();
        if !missing.is_empty() {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?has|have} no amount that can be read, and {n?is|are} not counted",
                n = missing.len(),
                source = self.source.title()
            );
            sink.push(Diagnostic::warning("event-unread", message).at_all(missing));
        }
        kept.iter().map(|&row| all[row]).collect()
    }

    fn report(&self, undated: &[usize], untimed: &[usize], kept: usize, sink: &mut Sink) {
        let places = |rows: &[usize], column: usize| -> Vec<Place> {
            rows.iter().map(|&row| self.table.place(row, column)).collect()
        };
        if !undated.is_empty() {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?has|have} no date that can be read, and {n?is|are} left out",
                n = undated.len(),
                source = self.source.title()
            );
            let hint = phrase!("Write dates as 2024-04-03 or 令和6年4月3日");
            sink.push(Diagnostic::warning("event-unread", message).hint(hint).at_all(places(undated, self.time[0])));
        }
        if !untimed.is_empty() && untimed.len() < kept {
            let message = phrase!(
                "{n} {n?row|rows} of `{source}` {n?has|have} no time that can be read: they are counted without an hour",
                n = untimed.len(),
                source = self.source.title()
            );
            let column = self.time[self.time.len() - 1];
            sink.push(Diagnostic::note("event-without-time", message).at_all(places(untimed, column)));
        }
    }

    fn lost(&self, row: usize) -> LostRow {
        LostRow { source: self.index as u16, row: self.table.rows[row], linking: false, reason: without_date() }
    }

    fn step(&self, undated: &[usize], kept: usize) -> FlowStep {
        let who = undated.iter().map(|&row| format!("{}", self.table.rows[row] + 1)).collect();
        let lost = Lost { reason: without_date(), count: undated.len(), treated: None, who };
        FlowStep {
            key: "read".into(),
            stage: phrase!("Rows of `{source}` that say when", source = Arg::Text(self.source.title())),
            remaining: kept,
            treated: None,
            comparison: None,
            lost: if undated.is_empty() { Vec::new() } else { vec![lost] },
        }
    }

    fn source_ref(&self) -> SourceRef {
        SourceRef {
            name: self.source.title(),
            file: self.table.file.clone(),
            sheet: self.table.sheet.clone(),
            digest: self.table.digest.clone(),
            rows: self.table.rows.len() + self.table.left_out.len(),
        }
    }

    fn heading(&self, column: usize) -> &str {
        &self.table.headings[column].text
    }
}

fn without_date() -> Phrase {
    phrase!("no date")
}
