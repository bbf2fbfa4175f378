//! Every question at a glance, and by groups: counts and shares, means.

use crate::exhibit::{Audience, Cell, Column, Format, Members, Relation, Table, TableRole};
use crate::math::largest::Largest;
use crate::math::special::t_quantile;
use crate::math::sums::{mean, variance};
use crate::math::survey::design_effect;
use crate::panel::{Data, Panel};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::super::share_table::{ShareGroup, ShareRow, add, share_table};
use super::super::{period_cell, table_id};
use super::make::Surveyed;
use super::sample::{Answers, Sample, answers, data};

/// What a question is called, with its period where it has several.
pub(super) fn called(panel: &Panel, name: &str, sample: &Sample<'_>, several: bool) -> Phrase {
    let label =
        panel.variables.get(name).map(|info| Phrase::words(&info.label)).unwrap_or_else(|| Phrase::verbatim(name));
    match &sample.period {
        Some(period) if several => {
            phrase!("{question} ({period})", question = label, period = panel.period_label(period))
        }
        _ => label,
    }
}

/// What stands for an answer of a question with yes and no.
fn answer_cell(panel: &Panel, name: &str, word: &str) -> Cell {
    let yes_no = panel.variables.get(name).is_some_and(|info| info.content == crate::panel::Content::YesNo);
    match (yes_no, word) {
        (true, "yes") => Cell::phrase(phrase!("yes")),
        (true, _) => Cell::phrase(phrase!("no")),
        _ => Cell::text(word),
    }
}

pub(super) fn table(surveyed: &Surveyed<'_>) -> Table {
    let title = phrase!("Answers ({name})", name = surveyed.name);
    let mut table = share_table(table_id(surveyed.name), title, Vec::new(), surveyed.level);
    for sample in &surveyed.samples {
        for name in &surveyed.measure.of {
            question(surveyed, sample, name, &mut table);
        }
        for (name, options) in &surveyed.measure.several {
            several(surveyed, sample, name, options, &mut table);
        }
        super::topics::groups(surveyed, sample).into_iter().for_each(|group| {
            add(&mut table, group, surveyed.level);
        });
    }
    table.notes = notes(surveyed);
    table
}

fn notes(surveyed: &Surveyed<'_>) -> Vec<Phrase> {
    let measure = surveyed.measure;
    let mut notes = vec![match measure.is_designed() {
        true => phrase!(
            "Shares are weighted, numbers are not. Intervals by Korn and Graubard: exact intervals of as many answers as would be as sure, by the design (weights, strata, clusters)"
        ),
        false => phrase!("Shares of those who answered the question, with Wilson's intervals"),
    }];
    if !measure.margins.is_empty() {
        notes.push(phrase!(
            "Weights meet the shares that are known of all; errors are those of the calibrated estimate. Weighting mends who answered only as far as these classes tell it"
        ));
    }
    if !measure.several.is_empty() {
        notes.push(phrase!(
            "Of questions with several answers: shares of persons, which add up to more than 100%, not of ticks"
        ));
    }
    notes
}

fn question(surveyed: &Surveyed<'_>, sample: &Sample<'_>, name: &str, table: &mut Table) {
    let panel = sample.panel;
    let Some(answers) = answers(panel, name, sample.period.as_deref()) else { return };
    let title = called(panel, name, sample, surveyed.samples.len() > 1);
    let all = |_: u32| true;
    let total = add(table, group(surveyed, sample, name, &answers, Cell::phrase(title.clone()), &all), surveyed.level);
    for by in &surveyed.measure.by {
        let Some(groups) = super::sample::answers(panel, by, sample.period.as_deref()) else { continue };
        let label = panel
            .variables
            .get(by)
            .map(|info| Phrase::words(&info.label))
            .unwrap_or_else(|| Phrase::verbatim(by.as_str()));
        let mut starts = Vec::new();
        for at in (0..groups.words.len()).map(|at| Some(at as u32)).chain([None]) {
            let within = |unit: u32| groups.of[unit as usize] == at;
            if !sample.units.iter().any(|unit| within(*unit) && answers.of[*unit as usize].is_some()) {
                continue;
            }
            let value = match at {
                Some(at) => Phrase::verbatim(groups.words[at as usize].clone()),
                None => phrase!("not recorded"),
            };
            let about = phrase!(
                "{question} – {variable}: {group}",
                question = title.clone(),
                variable = label.clone(),
                group = value
            );
            starts.push(add(
                table,
                group(surveyed, sample, name, &answers, Cell::phrase(about), &within),
                surveyed.level,
            ));
        }
        for row in 0..=answers.words.len() {
            let parts = starts.iter().map(|start| (start + row, 2)).collect();
            table.relations.push(Relation { total: (total + row, 2), parts });
        }
    }
}

/// The answers of some.
fn group(
    surveyed: &Surveyed<'_>,
    sample: &Sample<'_>,
    name: &str,
    answers: &Answers,
    about: Cell,
    within: &dyn Fn(u32) -> bool,
) -> ShareGroup {
    let own: Vec<u32> = sample.units.iter().copied().filter(|unit| within(*unit)).collect();
    let known = |unit: &u32| answers.of[*unit as usize].is_some();
    let row = |at: usize| {
        let holds = |unit: u32| answers.of[unit as usize] == Some(at as u32);
        let label = answer_cell(sample.panel, name, &answers.words[at]);
        sample.share_row(label, &holds, &|unit| within(unit) && known(&unit), surveyed.level)
    };
    let all = Members::of(own.iter().copied().filter(known));
    ShareGroup {
        about,
        rows: (0..answers.words.len()).map(row).collect(),
        exclusive: true,
        all: all.n(),
        members: Some(all),
        key: None,
        internal: false,
        no_answer: Some(Members::of(own.iter().copied().filter(|unit| !known(unit)))),
    }
}

/// Which of the answers of a question with several each ticked; nothing of whom nothing is known.
pub(super) fn ticks(surveyed: &Surveyed<'_>, sample: &Sample<'_>, options: &[String]) -> Vec<Option<Vec<bool>>> {
    let at = sample.period.as_deref();
    let columns: Vec<Option<&Data>> = options.iter().map(|name| data(sample.panel, name, at)).collect();
    let of = |unit: usize| {
        sample.place[unit]?;
        let tick = |column: &Option<&Data>| match column {
            Some(Data::Number(values)) if !values[unit].is_nan() => Some(values[unit] == 1.0),
            _ => None,
        };
        let ticks: Vec<bool> = columns.iter().map(tick).collect::<Option<_>>()?;
        let missing = surveyed.measure.no_tick == Some(super::NoTick::Missing) && !ticks.contains(&true);
        (!missing).then_some(ticks)
    };
    (0..sample.panel.units.len()).map(of).collect()
}

/// What an answer of a question with several is called: `question=answer` by its answer.
pub(super) fn option_label(panel: &Panel, option: &str) -> Cell {
    match option.split_once('=') {
        Some((_, answer)) => Cell::text(answer),
        None => panel.variables.get(option).map_or_else(|| Cell::text(option), |info| Cell::words(&info.label)),
    }
}

fn several(surveyed: &Surveyed<'_>, sample: &Sample<'_>, name: &str, options: &[String], table: &mut Table) {
    let ticks = ticks(surveyed, sample, options);
    let known = |unit: &u32| ticks[*unit as usize].is_some();
    let holds = |unit: u32, at: usize| ticks[unit as usize].as_ref().is_some_and(|ticks| ticks[at]);
    let row =
        |label: Cell, holds: &dyn Fn(u32) -> bool| sample.share_row(label, holds, &|unit| known(&unit), surveyed.level);
    let mut rows: Vec<ShareRow> = options
        .iter()
        .enumerate()
        .map(|(at, option)| row(option_label(sample.panel, option), &|unit| holds(unit, at)))
        .collect();
    if surveyed.measure.no_tick == Some(super::NoTick::None) {
        let none = |unit: u32| ticks[unit as usize].as_ref().is_some_and(|ticks| !ticks.contains(&true));
        rows.push(row(Cell::phrase(phrase!("none of these")), &none));
    }
    let title = match &sample.period {
        Some(period) if surveyed.samples.len() > 1 => {
            phrase!("{question} ({period})", question = name, period = sample.panel.period_label(period))
        }
        _ => Phrase::verbatim(name.to_string()),
    };
    let group = sample.several(Cell::phrase(title), rows, known);
    add(table, group, surveyed.level);
}

/// Means of questions with numbers; nothing where there are none.
pub(super) fn means(surveyed: &Surveyed<'_>) -> Option<Table> {
    let percent = Arg::level(surveyed.level);
    let columns = vec![
        Column::new("question", phrase!("Question"), Format::Text),
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("n", phrase!("Number"), Format::Count),
        Column::new("mean", phrase!("Mean"), Format::Number(2)),
        Column::new("low", phrase!("{level} interval, lower end", level = percent.clone()), Format::Number(2)),
        Column::new("high", phrase!("{level} interval, upper end", level = percent), Format::Number(2)),
        Column::new("deff", phrase!("Design effect"), Format::Number(2)),
    ];
    let id = TableRole::Measure(format!("{}-means", surveyed.name));
    let mut table = Table::new(id, phrase!("Means ({name})", name = surveyed.name), columns);
    for sample in &surveyed.samples {
        for name in &surveyed.measure.of {
            let content = sample.panel.variables.get(name).map(|info| info.content);
            if content == Some(crate::panel::Content::Number)
                && let Some(Data::Number(values)) = data(sample.panel, name, sample.period.as_deref())
            {
                let any = sample.units.iter().any(|unit| !values[*unit as usize].is_nan());
                table.rows.extend(any.then(|| mean_row(surveyed, sample, name, values)));
            }
        }
    }
    table.notes = vec![phrase!(
        "Means of those who answered. Intervals: mean ± t · error by the design (clusters less strata as degrees of freedom). Design effect: variance over that of as many answers drawn one by one, with replacement"
    )];
    (!table.rows.is_empty()).then_some(table)
}

fn mean_row(surveyed: &Surveyed<'_>, sample: &Sample<'_>, name: &str, values: &[f64]) -> Vec<Cell> {
    let of: Vec<bool> = sample.units.iter().map(|unit| !values[*unit as usize].is_nan()).collect();
    let own: Vec<f64> = sample.units.iter().map(|unit| values[*unit as usize]).collect();
    let known: Vec<f64> = own.iter().copied().filter(|value| !value.is_nan()).collect();
    let who = Members::of(sample.units.iter().zip(&of).filter(|(_, known)| **known).map(|(unit, _)| *unit));
    let n = who.n();
    let found = match &sample.design {
        None if n > 1 => Some((mean(&known), (variance(&known) / n as f64).sqrt(), n as f64 - 1.0)),
        None => None,
        Some(design) => {
            let filled: Vec<f64> = own.iter().map(|value| if value.is_nan() { 0.0 } else { *value }).collect();
            sample.mean(&filled, &of).map(|(mean, error)| (mean, error, design.df()))
        }
    };
    let period = period_cell(sample.panel, sample.period.as_deref());
    let mut row = vec![Cell::phrase(called(sample.panel, name, sample, false)), period, Cell::count_of(who)];
    let Some((mean, error, df)) = found.filter(|(_, _, df)| *df >= 1.0) else {
        row.extend([(); 4].map(|()| Cell::empty()));
        return row;
    };
    let reach = t_quantile(0.5 + 0.5 * surveyed.level, df) * error;
    let largest = Largest::of(known.iter().copied());
    let end = |value: f64| Cell::statistic(value).with_n(n).of_squares(Largest::of(known.iter().copied()));
    let deff =
        sample.used().filter(|_| n == own.len()).map_or(f64::NAN, |design| design_effect(&design, &known, error).0);
    row.push(Cell::magnitude(mean, n).with_error(error).of_total(largest));
    row.extend([end(mean - reach), end(mean + reach), Cell::statistic(deff).with_n(n)]);
    if tells_few(sample, name) {
        row[3..].iter_mut().for_each(|cell| cell.audience = Audience::Internal);
    }
    row
}

/// A mean beside the counts of all answers but two would tell these: where an answer was given by fewer than so many, only those who hold the data see it.
const FEW: usize = 10;

fn tells_few(sample: &Sample<'_>, name: &str) -> bool {
    let Some(answers) = answers(sample.panel, name, sample.period.as_deref()) else { return false };
    let count = |at: usize| sample.units.iter().filter(|unit| answers.of[**unit as usize] == Some(at as u32)).count();
    (0..answers.words.len()).any(|at| count(at) < FEW)
}
