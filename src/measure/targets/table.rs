//! Tables of indicators: how each stands, and its values year by year.

use crate::exhibit::{Audience, Cell, Column, Format, Table};
use crate::math::pace::{At, even};
use crate::phrase;
use crate::text::{Phrase, Precision, Words};

use super::super::table_id;
use super::indicator::{Indicator, year};
use super::{Better, Targets};

/// A row for each indicator: start, target, latest value, what is planned and needed, how it stands, on what grounds.
pub(super) fn progress(measure: &Targets, name: &str, indicators: &[Indicator<'_>]) -> Table {
    let text = |key: &str, title| Column::new(key, title, Format::Text);
    let number = |key: &str, title| Column::new(key, title, Format::Number(2));
    let columns = vec![
        text("indicator", phrase!("Indicator")),
        text("unit", phrase!("Unit")),
        text("better", phrase!("Better is")),
        number("start", phrase!("Value at the start")),
        text("start_year", phrase!("Year of the start")),
        number("target", phrase!("Target")),
        text("target_year", phrase!("Year of the target")),
        number("latest", phrase!("Latest value")),
        text("latest_year", phrase!("Year of the latest value")),
        number("planned", phrase!("Planned for that year")),
        Column::new("way", phrase!("Part of the way"), Format::Percent(0)),
        number("so_far", phrase!("Change a year so far")),
        number("needed", phrase!("Change a year still needed")),
        text("standing", phrase!("How it stands")),
        text("criterion", phrase!("Counts as met when")),
        text("grounds", phrase!("Grounds of the target")),
        text("origin", phrase!("Where values come from")),
    ];
    let mut table = Table::new(table_id(name), phrase!("Indicators and their targets ({name})", name = name), columns);
    table.audience = audience(measure);
    indicators.iter().for_each(|it| table.push(row(it)));
    table.notes = notes(measure);
    table
}

fn audience(measure: &Targets) -> Audience {
    if measure.public { Audience::Public } else { Audience::Internal }
}

fn row(it: &Indicator<'_>) -> Vec<Cell> {
    let better = it.better.map_or_else(Cell::empty, |better| {
        Cell::phrase(match better {
            Better::Higher => phrase!("more"),
            Better::Lower => phrase!("less"),
        })
    });
    let shown = |value: f64| if it.is_share() { Cell::scale(value).as_share() } else { Cell::scale(value) };
    let value = |at: Option<At>| at.map_or_else(Cell::empty, |at| written(it, at.value));
    let when = |at: Option<At>| at.map_or_else(Cell::empty, |at| Cell::text(year(at.year)));
    let number = |value: Option<f64>| value.map_or_else(Cell::empty, shown);
    let pace = it.pace();
    vec![
        Cell::text(it.name.as_str()),
        Cell::text(it.unit.as_str()),
        better,
        value(it.start),
        when(it.start),
        value(it.target),
        when(it.target),
        value(it.latest()),
        when(it.latest()),
        number(it.planned()),
        pace.map_or_else(Cell::empty, |pace| Cell::scale(pace.share)),
        number(pace.map(|pace| pace.so_far)),
        number(it.needed()),
        Cell::phrase(it.standing().phrase()),
        Cell::text(it.criterion.as_str()),
        Cell::text(it.grounds.as_str()),
        Cell::text(it.origin.as_str()),
    ]
}

/// A value with the decimals that it was written with.
fn written(it: &Indicator<'_>, value: f64) -> Cell {
    match it.is_share() {
        true => Cell::scale(value).as_share(),
        false => Cell::scale(value).written(Precision::as_written(value, &Words::default())),
    }
}

fn notes(measure: &Targets) -> Vec<Phrase> {
    let mut notes = vec![
        phrase!(
            "Planned for that year: what the sheet plans, else the value on an even path from start to target. Part of the way: (latest − start)/(target − start)"
        ),
        phrase!(
            "An even path is arithmetic and no forecast. The values stand as the sheet has them, without intervals: a single year may be high or low by chance"
        ),
        phrase!("That a target is reached does not say that the plan or the program was the reason"),
    ];
    for it in &measure.breaks {
        let what = if it.of.is_empty() { phrase!("all indicators") } else { Phrase::verbatim(it.of.join(", ")) };
        notes.push(phrase!(
            "From {year} on counted differently: {why} ({what})",
            year = year(it.from),
            why = &it.why,
            what = what
        ));
    }
    notes
}

/// The values of an indicator from the first to the last year that is known or planned; nothing where there is only one.
pub(super) fn course(measure: &Targets, name: &str, at: usize, it: &Indicator<'_>) -> Option<(usize, Table)> {
    let known = it.values.iter().chain(it.start.iter()).chain(it.target.iter()).map(|at| at.year);
    let (first, last) =
        known.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), year| (low.min(year), high.max(year)));
    const MOST: f64 = 40.0;
    if it.values.len() < 2 || !(first < last && last - first < MOST) {
        return None;
    }
    let mut years: Vec<f64> = (0..=(last - first.floor()) as usize).map(|step| first.floor() + step as f64).collect();
    years.extend(it.values.iter().map(|at| at.year));
    years.sort_by(f64::total_cmp);
    years.dedup();
    let columns = vec![
        Column::new("year", phrase!("Year"), Format::Text),
        Column::new("value", phrase!("Value"), it.format()),
        Column::new("planned", phrase!("Planned"), it.format()),
        Column::new("note", phrase!("Note"), Format::Text),
    ];
    let id = table_id(&format!("{name}-{}", at + 1));
    let mut table = Table::new(id, phrase!("{indicator}: values and plan", indicator = &it.name), columns);
    table.audience = audience(measure);
    years.into_iter().filter(|year| *year >= first).for_each(|at| table.push(of_year(it, at)));
    Some((at, table))
}

fn of_year(it: &Indicator<'_>, at: f64) -> Vec<Cell> {
    let value = it.values.iter().find(|own| own.year == at).map(|own| own.value);
    let number = |value: Option<f64>| value.map_or_else(Cell::empty, Cell::scale);
    let broken = it.breaks.iter().find(|it| it.from == at);
    let note = broken
        .map_or_else(Cell::empty, |it| Cell::phrase(phrase!("counted differently from here on: {why}", why = &it.why)));
    vec![Cell::text(year(at)), number(value), number(planned(it, at)), note]
}

/// The target of a year: what the sheet plans, else a point of the even path.
fn planned(it: &Indicator<'_>, year: f64) -> Option<f64> {
    if let Some(own) = it.planned.iter().find(|own| own.year == year) {
        return Some(own.value);
    }
    let (start, target) = (it.start?, it.target?);
    let within = start.year < target.year && start.year <= year && year <= target.year && it.planned.len() < 2;
    within.then(|| even(start, target, year))
}
