use crate::exhibit::{Cell, Column, Format, Members, Relation, Table, TableRole};
use crate::math::shares::{Share, wilson};
use crate::panel::{Content, Data, Derived, DerivedAt, Panel, VarRef, VariableInfo};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Arg, Phrase};

use super::super::share_table::{ShareGroup, ShareRow, share_table};
use super::super::{MeasureOutput, period_cell, table_id, words};
use super::Participation;

/// What each did at a period: of each variable yes or no; nothing of whom one is not known.
struct Wave {
    period: Option<String>,
    channels: Vec<Option<Vec<bool>>>,
    steps: Vec<Option<Vec<bool>>>,
}

fn waves(measure: &Participation, panel: &Panel) -> Vec<Wave> {
    let names = measure.channels.iter().chain(&measure.funnel);
    let of = |name: &String| panel.variables.get(name).map(|info| info.periods.clone()).unwrap_or_default();
    let mut periods: Vec<String> = names.flat_map(of).collect();
    periods.sort_by_key(|period| panel.waves.get_index_of(period));
    periods.dedup();
    let all: Vec<Option<String>> =
        if periods.is_empty() { vec![None] } else { periods.into_iter().map(Some).collect() };
    let done = |names: &[String], period: &Option<String>| -> Vec<Option<Vec<bool>>> {
        let columns: Vec<Option<&[f64]>> = names.iter().map(|name| panel.numbers(&var(panel, name, period))).collect();
        let of = |unit: usize| {
            let tick = |values: &Option<&[f64]>| {
                values.map(|values| values[unit]).filter(|it| !it.is_nan()).map(|it| it == 1.0)
            };
            columns.iter().map(tick).collect::<Option<Vec<bool>>>().filter(|ticks| !ticks.is_empty())
        };
        (0..panel.units.len()).map(of).collect()
    };
    all.into_iter()
        .map(|period| Wave {
            channels: done(&measure.channels, &period),
            steps: done(&measure.funnel, &period),
            period,
        })
        .collect()
}

fn var(panel: &Panel, name: &str, period: &Option<String>) -> VarRef {
    let moving = panel.variables.get(name).is_some_and(|info| !info.periods.is_empty());
    VarRef { name: name.into(), period: period.clone().filter(|_| moving) }
}

/// How many steps were done without leaving one out.
fn reached(steps: &[bool]) -> usize {
    steps.iter().take_while(|step| **step).count()
}

pub(super) fn make(measure: &Participation, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = block.name.value.as_str();
    let waves = waves(measure, panel);
    let mut variables = Vec::new();
    let made =
        |key: &str, label: Phrase, content: Content, names: &[String], of: &dyn Fn(&Wave, usize) -> f64| Derived {
            info: VariableInfo {
                name: format!("{name}_{key}"),
                label: words(&label),
                unit: Default::default(),
                content,
                periods: Vec::new(),
            },
            how: phrase!(
                "method `{method}` of {list}",
                method = Participation::NAME,
                list = Arg::from(names.iter().map(String::as_str).collect::<Vec<_>>())
            ),
            at: waves
                .iter()
                .map(|wave| DerivedAt {
                    period: wave.period.clone(),
                    data: Data::Number((0..panel.units.len()).map(|unit| of(wave, unit)).collect()),
                    ingredients: names.iter().map(|name| var(panel, name, &wave.period)).collect(),
                })
                .collect(),
        };
    let count = |wave: &Wave, unit: usize| {
        wave.channels[unit].as_ref().map_or(f64::NAN, |ticks| ticks.iter().filter(|tick| **tick).count() as f64)
    };
    if !measure.channels.is_empty() {
        variables.push(made(
            "breadth",
            phrase!("In how many things each takes part"),
            Content::Number,
            &measure.channels,
            &count,
        ));
        let any = |wave: &Wave, unit: usize| {
            let n = count(wave, unit);
            if n.is_nan() { n } else { f64::from(u8::from(n > 0.0)) }
        };
        variables.push(made("any", phrase!("Takes part in something"), Content::YesNo, &measure.channels, &any));
    }
    if !measure.funnel.is_empty() {
        let step = |wave: &Wave, unit: usize| wave.steps[unit].as_ref().map_or(f64::NAN, |steps| reached(steps) as f64);
        variables.push(made("reached", phrase!("Steps reached"), Content::Number, &measure.funnel, &step));
    }
    let mut tables = Vec::new();
    if !measure.channels.is_empty() {
        tables.push(breadth(measure, block, panel, &waves));
    }
    if !measure.funnel.is_empty() {
        tables.push(funnel(measure, block, panel, &waves));
    }
    MeasureOutput { variables, tables, ..MeasureOutput::default() }
}

fn label(panel: &Panel, name: &str) -> Cell {
    panel.variables.get(name).map_or_else(|| Cell::text(name), |info| Cell::words(&info.label))
}

fn breadth(measure: &Participation, block: &MeasureBlock, panel: &Panel, waves: &[Wave]) -> Table {
    let name = block.name.value.as_str();
    let mut groups = Vec::new();
    for wave in waves {
        let known: Vec<u32> =
            (0..wave.channels.len() as u32).filter(|unit| wave.channels[*unit as usize].is_some()).collect();
        let who = |holds: &dyn Fn(&[bool]) -> bool| {
            Members::of(
                known
                    .iter()
                    .copied()
                    .filter(|unit| wave.channels[*unit as usize].as_ref().is_some_and(|ticks| holds(ticks))),
            )
        };
        let all = Members::of(known.iter().copied());
        let group = |about: Phrase, rows: Vec<ShareRow>, exclusive: bool| ShareGroup {
            about: Cell::phrase(match &wave.period {
                Some(period) => phrase!("{question} ({period})", question = about, period = panel.period_label(period)),
                None => about,
            }),
            rows,
            exclusive,
            all: all.n(),
            members: Some(all.clone()),
            key: None,
            internal: false,
            no_answer: None,
        };
        let each = measure
            .channels
            .iter()
            .enumerate()
            .map(|(at, name)| ShareRow::of(label(panel, name), who(&|ticks| ticks[at])));
        groups.push(group(phrase!("Takes part in"), each.collect(), false));
        let counts = (0..=measure.channels.len()).map(|n| {
            let label = Cell::text(n.to_string());
            ShareRow::of(label, who(&|ticks| ticks.iter().filter(|tick| **tick).count() == n))
        });
        groups.push(group(phrase!("In how many"), counts.collect(), true));
    }
    let title = phrase!("Breadth of participation ({name})", name = name);
    let mut table = share_table(table_id(name), title, groups, block.level);
    table.notes = vec![phrase!("Of those of whom it is known for all; intervals by Wilson")];
    table
}

fn funnel(measure: &Participation, block: &MeasureBlock, panel: &Panel, waves: &[Wave]) -> Table {
    let percent = Arg::level(block.level);
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("step", phrase!("Step"), Format::Text),
        Column::new("before", phrase!("Reached the step before"), Format::Count),
        Column::new("n", phrase!("Reached"), Format::Count),
        Column::new("ended", phrase!("Ended before"), Format::Count),
        Column::new("share", phrase!("Of those of the step before"), Format::Percent(1)),
        Column::new("low", phrase!("{level} interval, lower end", level = percent.clone()), Format::Percent(1)),
        Column::new("high", phrase!("{level} interval, upper end", level = percent), Format::Percent(1)),
        Column::new("skipped", phrase!("Did it without the steps before"), Format::Count),
    ];
    let name = block.name.value.as_str();
    let id = TableRole::Measure(format!("{name}-funnel"));
    let mut table = Table::new(id, phrase!("Step by step ({name})", name = name), columns);
    for wave in waves {
        let known: Vec<u32> =
            (0..wave.steps.len() as u32).filter(|unit| wave.steps[*unit as usize].is_some()).collect();
        let who = |holds: &dyn Fn(&[bool]) -> bool| {
            Members::of(
                known
                    .iter()
                    .copied()
                    .filter(|unit| wave.steps[*unit as usize].as_ref().is_some_and(|steps| holds(steps))),
            )
        };
        for (at, step) in measure.funnel.iter().enumerate() {
            let before = who(&|steps| reached(steps) >= at);
            let here = who(&|steps| reached(steps) > at);
            let (n, all, row) = (here.n(), before.n(), table.rows.len());
            let mut cells = vec![period_cell(panel, wave.period.as_deref()), label(panel, step)];
            cells.extend([
                Cell::count_of(before),
                Cell::count_of(here.clone()),
                Cell::count_of(who(&|steps| reached(steps) == at)),
            ]);
            if all == 0 {
                cells.extend([(); 3].map(|()| Cell::empty()));
            } else {
                let (low, high) = wilson(Share { yes: n as u64, all: all as u64 }, block.level);
                cells.push(Cell::magnitude(n as f64 / all as f64, all).with_contributors(n).of(here));
                cells.extend([low, high].map(|end| Cell::statistic(end).with_n(all)));
                table.relations.push(Relation { total: (row, 3), parts: vec![(row, 5)] });
            }
            cells.push(Cell::count_of(who(&|steps| steps[at] && reached(steps) <= at)));
            table.push(cells);
            table.relations.push(Relation { total: (row, 2), parts: vec![(row, 3), (row, 4)] });
        }
    }
    table.notes = vec![phrase!("Reached: this step and all before it. Of those of whom all steps are known")];
    table
}
