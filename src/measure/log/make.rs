use crate::diag::Diagnostic;
use crate::exhibit::{Cell, Column, Format, Relation, Table, TableRole};
use crate::panel::{EventLog, EventWords, Panel};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Arg, Phrase};

use super::super::names::no_source;
use super::super::share_table::{ShareGroup, ShareRow, share_table};
use super::super::{MeasureOutput, table_id};
use super::counts::{Covered, HOURS, by_word, unknown_words};
use super::topics::{Keywords, MOST_TOPICS};
use super::{Log, areas, event, figure, months, tests, units};

/// More words than these are texts of people, not categories.
const MOST_WORDS: usize = 60;

pub(super) fn make(measure: &Log, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let Some(log) = panel.logs.get(&measure.source).filter(|log| !log.ledger) else {
        return MeasureOutput { problems: vec![no_log(measure, block, panel)], ..MeasureOutput::default() };
    };
    let problems = wrong_columns(measure, block, log);
    let Some(covered) = Covered::of(measure, log).filter(|covered| covered.rows() > 0 && problems.is_empty()) else {
        let empty = problems.is_empty().then(|| nothing(measure, block));
        return MeasureOutput { problems: problems.into_iter().chain(empty).collect(), ..MeasureOutput::default() };
    };
    let counted = Counted::of(measure, block, covered);
    let mut tables = vec![shares(&counted)];
    tables.extend(heat(&counted));
    tables.extend(squares(&counted));
    tables.push(months::table(&counted));
    tables.extend(areas::table(&counted));
    tables.extend(event::table(&counted));
    tables.push(tests::table(&counted));
    let figures = figure::figures(&counted, &tables);
    let (variables, more) = units::variables(&counted, panel);
    MeasureOutput {
        variables,
        tables,
        figures,
        problems: beyond(&counted).into_iter().chain(more).collect(),
        ..MeasureOutput::default()
    }
}

/// A measure with its log, and which topics each row has.
pub(super) struct Counted<'m> {
    pub measure: &'m Log,
    pub block: &'m MeasureBlock,
    pub name: &'m str,
    pub covered: Covered<'m>,
    /// Topics of each row as bits, in the order of their names.
    pub topics: Vec<u32>,
}

impl<'m> Counted<'m> {
    fn of(measure: &'m Log, block: &'m MeasureBlock, covered: Covered<'m>) -> Counted<'m> {
        let texts: Vec<&EventWords> = measure.text.iter().filter_map(|name| covered.log.columns.get(name)).collect();
        let keywords = Keywords::of(measure.topics.values());
        let topics = keywords.of_rows(&texts, covered.log.rows());
        Counted { measure, block, name: &block.name.value, covered, topics }
    }

    pub fn level(&self) -> f64 {
        self.block.level
    }

    pub fn column(&self, name: &str) -> Option<&'m EventWords> {
        self.covered.log.columns.get(name)
    }

    /// By what name other tables count the same.
    pub fn key(&self, what: &str, value: &str) -> String {
        format!("{}:{what}={value}", self.name)
    }

    /// The same of all rows.
    pub fn key_of_all(&self) -> String {
        format!("{}:all", self.name)
    }
}

fn no_log(measure: &Log, block: &MeasureBlock, panel: &Panel) -> Diagnostic {
    let example = "kind = \"log\", time = [\"日付\", \"時刻\"]";
    let said = (
        phrase!("There is no log called `{name}`", name = &measure.source),
        phrase!("Say of the source that its rows are a log: {example}", example = example),
    );
    no_source(
        block,
        &measure.source,
        panel.logs.iter().filter(|(_, log)| !log.ledger).map(|(name, _)| name.as_str()),
        said,
    )
}

fn nothing(measure: &Log, block: &MeasureBlock) -> Diagnostic {
    let message = phrase!("The log `{name}` has no row of the days that are asked for", name = &measure.source);
    Diagnostic::error("wrong-option", message).at(block.place("source"))
}

/// Columns that are not there, and those that hold texts of people where categories are asked for.
fn wrong_columns(measure: &Log, block: &MeasureBlock, log: &EventLog) -> Vec<Diagnostic> {
    let by = measure.by.iter().map(|name| ("by", name)).chain(measure.area.iter().map(|name| ("area", name)));
    let all = by.clone().chain(measure.text.iter().map(|name| ("text", name)));
    let missing = all.filter(|(_, name)| !log.columns.contains_key(*name)).map(|(option, name)| {
        let message = phrase!("The log `{source}` has no column `{name}`", source = &measure.source, name = name);
        Diagnostic::error("unknown-column", message).at(block.place(option))
    });
    let long = by.filter(|(_, name)| log.columns.get(*name).is_some_and(|column| column.words.len() > MOST_WORDS));
    let long = long.map(|(option, name)| {
        let message = phrase!(
            "`{name}` holds more than {most} different texts: they are no categories",
            name = name,
            most = Arg::rule(MOST_WORDS)
        );
        let hint = phrase!(
            "Texts of people are never shown. Name the column in `text`, and in `topics` the words that are looked for"
        );
        Diagnostic::error("wrong-option", message).hint(hint).at(block.place(option))
    });
    let many = (measure.topics.len() > MOST_TOPICS).then(|| {
        let message = phrase!("More than {most} topics", most = Arg::rule(MOST_TOPICS));
        Diagnostic::error("wrong-option", message).at(block.place("topics"))
    });
    let unit = (measure.variables && log.who.is_none()).then(|| {
        let message = phrase!("`variables` needs the column that says which unit a row is about");
        let hint = phrase!("Write it into the source: {example}", example = "unit = \"団体ID\"");
        Diagnostic::error("wrong-option", message).hint(hint).at(block.place("variables"))
    });
    let place = |name: &str| {
        measure
            .area
            .as_ref()
            .and_then(|area| log.columns.get(area))
            .is_some_and(|column| column.words.iter().any(|word| word == name))
    };
    let areas = measure
        .exposure
        .keys()
        .map(|area| ("exposure", area))
        .chain(measure.event_area.iter().map(|area| ("event_area", area)));
    let nowhere = areas.filter(|(_, area)| !place(area)).map(|(option, area)| {
        let message = phrase!("No row of the log is of the area `{area}`", area = area);
        Diagnostic::error("wrong-option", message).at(block.place(option))
    });
    missing.chain(long).chain(many).chain(unit).chain(nowhere).collect()
}

/// Rows of days that the log does not cover, and rows of days on which it is closed.
fn beyond(counted: &Counted<'_>) -> Vec<Diagnostic> {
    let covered = &counted.covered;
    let out = covered.log.rows() - covered.rows();
    let outside = (out > 0).then(|| {
        let message = phrase!(
            "{n} {n?row|rows} of the log `{source}` {n?is|are} of days before `from` or after `to`, and not counted",
            n = out,
            source = &counted.measure.source
        );
        Diagnostic::note("event-beyond", message).at(counted.block.name.place.clone())
    });
    let closed = covered.log.days.iter().filter(|day| !covered.log.is_open(**day)).count();
    let closed = (closed > 0).then(|| {
        let message = phrase!(
            "{n} {n?row|rows} of the log `{source}` {n?is|are} of days on which there should be none; they are counted",
            n = closed,
            source = &counted.measure.source
        );
        Diagnostic::warning("event-on-closed-day", message).at(counted.block.name.place.clone())
    });
    outside.into_iter().chain(closed).collect()
}

fn shares(counted: &Counted<'_>) -> Table {
    let covered = &counted.covered;
    let all = covered.rows();
    let group = |about: Phrase, rows: Vec<ShareRow>, exclusive: bool| ShareGroup {
        about: Cell::phrase(about),
        rows,
        exclusive,
        all,
        members: None,
        key: Some(counted.key_of_all()),
        internal: false,
        no_answer: None,
    };
    let cells = covered.by_weekday_and_hour();
    let mut groups = Vec::new();
    if !covered.log.minutes.is_empty() {
        groups.push(group(phrase!("Hour"), hours(counted, &cells), true));
        groups.extend(clock_hours(&cells).map(|rows| ShareGroup {
            internal: true,
            key: None,
            ..group(phrase!("Hour by the clock"), rows, true)
        }));
    }
    groups.push(group(phrase!("Weekday"), weekdays(counted, &cells), true));
    groups.extend(calendar_weekdays(&cells).map(|rows| ShareGroup {
        internal: true,
        key: None,
        ..group(phrase!("Weekday by the calendar"), rows, true)
    }));
    for name in &counted.measure.by {
        groups.extend(
            words(counted, name)
                .map(|rows| ShareGroup { about: Cell::text(name.as_str()), ..group(phrase!("Weekday"), rows, true) }),
        );
    }
    if !counted.measure.topics.is_empty() {
        groups.push(group(phrase!("Topic"), topics(counted), false));
    }
    let title = phrase!("What the log counts ({name})", name = counted.name);
    let mut table = share_table(table_id(counted.name), title, groups, counted.level());
    table.notes = notes(counted);
    table
}

fn notes(counted: &Counted<'_>) -> Vec<Phrase> {
    let mut notes = vec![phrase!(
        "Rows of the log are counted, not persons: whoever comes back counts again. Intervals (Wilson) take rows as independent, and are too narrow where the same persons come back"
    )];
    let starts = counted.covered.log.day_starts;
    let late = counted.covered.by_weekday_and_hour().iter().any(|hours| hours[24..HOURS].iter().any(|n| *n > 0));
    if late {
        notes.push(phrase!(
            "Hours past midnight belong to the day on which the evening began: 25:00 is 1:00 of the next day (a day starts at {hour}:00)",
            hour = Arg::rule(starts as usize)
        ));
    }
    if !counted.measure.topics.is_empty() {
        notes.push(phrase!(
            "A row may have several topics, or none. Topics are told by keywords; what people wrote is not shown"
        ));
    }
    notes
}

fn row(label: Cell, count: usize, key: Option<String>) -> ShareRow {
    ShareRow { label, count, unknown: false, members: None, key, weighted: None }
}

fn not_recorded(count: usize, key: Option<String>) -> ShareRow {
    ShareRow { unknown: true, ..row(Cell::phrase(phrase!("not recorded")), count, key) }
}

/// The hours from the first to the last that have rows.
fn span(cells: &[[usize; HOURS + 1]]) -> std::ops::Range<usize> {
    let filled = |hour: &usize| cells.iter().any(|hours| hours[*hour] > 0);
    match ((0..HOURS).find(filled), (0..HOURS).rev().find(filled)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => 0..0,
    }
}

fn hours(counted: &Counted<'_>, cells: &[[usize; HOURS + 1]]) -> Vec<ShareRow> {
    let count = |hour: usize| cells.iter().map(|hours| hours[hour]).sum();
    let of =
        |hour: usize| row(Cell::text(format!("{hour}:00")), count(hour), Some(counted.key("hour", &hour.to_string())));
    let missing = Some(count(HOURS)).filter(|n: &usize| *n > 0);
    span(cells).map(of).chain(missing.map(|n| not_recorded(n, Some(counted.key("hour", ""))))).collect()
}

/// Hours of the clock, where rows are written past midnight.
fn clock_hours(cells: &[[usize; HOURS + 1]]) -> Option<Vec<ShareRow>> {
    let count = |hour: usize| cells.iter().map(|hours| hours[hour]).sum::<usize>();
    (24..HOURS).any(|hour| count(hour) > 0).then(|| {
        let rows = (0..24).map(|hour| row(Cell::text(format!("{hour}:00")), count(hour) + count(hour + 24), None));
        rows.chain(Some(count(HOURS)).filter(|n| *n > 0).map(|n| not_recorded(n, None))).collect()
    })
}

pub(super) fn weekday_name(weekday: usize) -> Phrase {
    match weekday {
        0 => phrase!("Monday"),
        1 => phrase!("Tuesday"),
        2 => phrase!("Wednesday"),
        3 => phrase!("Thursday"),
        4 => phrase!("Friday"),
        5 => phrase!("Saturday"),
        _ => phrase!("Sunday"),
    }
}

fn weekdays(counted: &Counted<'_>, cells: &[[usize; HOURS + 1]]) -> Vec<ShareRow> {
    let of = |(weekday, hours): (usize, &[usize; HOURS + 1])| {
        row(Cell::phrase(weekday_name(weekday)), hours.iter().sum(), Some(counted.key("weekday", &weekday.to_string())))
    };
    cells.iter().enumerate().map(of).collect()
}

/// Weekdays of the calendar, where rows are written past midnight.
fn calendar_weekdays(cells: &[[usize; HOURS + 1]]) -> Option<Vec<ShareRow>> {
    let late = |weekday: usize| cells[weekday][24..HOURS].iter().sum::<usize>();
    (0..7).any(|weekday| late(weekday) > 0).then(|| {
        let count = |weekday: usize| cells[weekday].iter().sum::<usize>() - late(weekday) + late((weekday + 6) % 7);
        (0..7).map(|weekday| row(Cell::phrase(weekday_name(weekday)), count(weekday), None)).collect()
    })
}

fn words(counted: &Counted<'_>, name: &str) -> Option<Vec<ShareRow>> {
    let column = counted.column(name)?;
    let unknown = unknown_words(column, &counted.measure.unknown);
    let counts = by_word(column, &unknown, |row| counted.covered.covers(row));
    let of = |&(at, count): &(usize, usize)| {
        let word = column.words[at].as_str();
        row(Cell::text(word), count, Some(counted.key(name, word)))
    };
    let missing = Some(counts.unknown).filter(|n| *n > 0).map(|n| not_recorded(n, Some(counted.key(name, ""))));
    Some(counts.known.iter().map(of).chain(missing).collect())
}

fn topics(counted: &Counted<'_>) -> Vec<ShareRow> {
    let rows = || (0..counted.topics.len()).filter(|row| counted.covered.covers(*row));
    let mut counts = vec![0; counted.measure.topics.len()];
    let mut none = 0;
    for at in rows() {
        let bits = counted.topics[at];
        counts.iter_mut().enumerate().for_each(|(topic, count)| *count += usize::from(bits >> topic & 1 == 1));
        none += usize::from(bits == 0);
    }
    let named = counted.measure.topics.keys().zip(counts);
    let named = named.map(|(topic, count)| row(Cell::text(topic.as_str()), count, Some(counted.key("topic", topic))));
    named.chain([row(Cell::phrase(phrase!("none of these")), none, None)]).collect()
}

/// By what name a weekday and hour is counted in two tables.
fn square(counted: &Counted<'_>, weekday: usize, hour: usize) -> String {
    counted.key("square", &format!("{weekday}:{hour}"))
}

/// The same square by square, for the chart; rows without an hour are not in it.
fn squares(counted: &Counted<'_>) -> Option<Table> {
    if counted.covered.log.minutes.is_empty() {
        return None;
    }
    let cells = counted.covered.by_weekday_and_hour();
    let columns = vec![
        Column::new("hour", phrase!("Hour"), Format::Text),
        Column::new("weekday", phrase!("Weekday"), Format::Text),
        Column::new("n", phrase!("Number"), Format::Count),
    ];
    let id = TableRole::Measure(format!("{}-squares", counted.name));
    let mut table = Table::new(id, phrase!("Hours by weekdays, one by one ({name})", name = counted.name), columns);
    for hour in span(&cells) {
        for (weekday, hours) in cells.iter().enumerate() {
            let n = Cell::count_here(hours[hour])
                .quantity(crate::exhibit::AnswerPart::Treated.of(&square(counted, weekday, hour)));
            table.push(vec![Cell::text(format!("{hour}:00")), Cell::phrase(weekday_name(weekday)), n]);
        }
    }
    Some(table)
}

/// Hours by weekdays, with their sums.
fn heat(counted: &Counted<'_>) -> Option<Table> {
    if counted.covered.log.minutes.is_empty() {
        return None;
    }
    let cells = counted.covered.by_weekday_and_hour();
    let mut columns = vec![Column::new("hour", phrase!("Hour"), Format::Text)];
    columns
        .extend((0..7).map(|weekday| Column::new(&format!("n_{}", weekday + 1), weekday_name(weekday), Format::Count)));
    columns.push(Column::new("n", phrase!("all"), Format::Count));
    let id = TableRole::Measure(format!("{}-hours", counted.name));
    let title = phrase!("Hours by weekdays ({name})", name = counted.name);
    let mut table = Table::new(id, title, columns);
    let quantity = |cell: Cell, key: String| cell.quantity(crate::exhibit::AnswerPart::Treated.of(&key));
    let missing = cells.iter().any(|hours| hours[HOURS] > 0);
    let rows: Vec<usize> = span(&cells).chain(missing.then_some(HOURS)).collect();
    for &hour in &rows {
        let label =
            if hour == HOURS { Cell::phrase(phrase!("not recorded")) } else { Cell::text(format!("{hour}:00")) };
        let key = counted.key("hour", &if hour == HOURS { String::new() } else { hour.to_string() });
        let sum = cells.iter().map(|hours| hours[hour]).sum();
        let counts = cells
            .iter()
            .enumerate()
            .map(|(weekday, hours)| quantity(Cell::count_here(hours[hour]), square(counted, weekday, hour)));
        let sum = quantity(Cell::count_here(sum), key);
        table.push(std::iter::once(label).chain(counts).chain([sum]).collect());
    }
    let sums = (0..7).map(|weekday| {
        let key = counted.key("weekday", &weekday.to_string());
        quantity(Cell::count_here(cells[weekday].iter().sum()), key)
    });
    let all = quantity(Cell::count_here(counted.covered.rows()), counted.key_of_all());
    table.push(std::iter::once(Cell::phrase(phrase!("all"))).chain(sums).chain([all]).collect());
    let last = rows.len();
    table.relations.extend(
        (0..=last).map(|row| Relation { total: (row, 8), parts: (1..8).map(|column| (row, column)).collect() }),
    );
    table.relations.extend(
        (1..9).map(|column| Relation { total: (last, column), parts: (0..last).map(|row| (row, column)).collect() }),
    );
    table.notes =
        vec![phrase!("Weekday of the day that a row belongs to: hours past midnight count to the evening before")];
    Some(table)
}
