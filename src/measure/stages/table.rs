//! From which stage to which, and whether there is a trend.

use ndarray::{Array2, s};

use crate::exhibit::{Audience, Cell, Column, Format, Members, Relation, Table, TableRole};
use crate::math::participation::{general_cmh, linear_cmh};
use crate::math::square_table::{self, ChiSquare};
use crate::panel::{Data, Panel, VarRef};
use crate::phrase;
use crate::text::Phrase;

use super::super::{period_cell, table_id};
use super::Stages;
use super::make::Wave;

pub(super) fn tables(measure: &Stages, name: &str, panel: &Panel, waves: &[Wave]) -> Vec<Table> {
    if waves.len() < 2 {
        return Vec::new();
    }
    vec![transitions(measure, name, panel, waves), tests(measure, name, panel, waves)]
}

/// Counts by state before (rows) and after (columns), with their sums and the shares of rows.
fn transitions(measure: &Stages, name: &str, panel: &Panel, waves: &[Wave]) -> Table {
    let states: Vec<&String> = measure.states().collect();
    let mut columns = vec![
        Column::new("from", phrase!("Earlier period"), Format::Text),
        Column::new("to", phrase!("Later period"), Format::Text),
        Column::new("before", phrase!("Stage before"), Format::Text),
        Column::new("n", phrase!("Cases"), Format::Count),
    ];
    let title = |state: &str| phrase!("After: {stage}", stage = state);
    columns.extend(
        states
            .iter()
            .enumerate()
            .map(|(at, state)| Column::new(&format!("count_{}", at + 1), title(state), Format::Count)),
    );
    columns.extend(states.iter().enumerate().map(|(at, state)| {
        Column::new(
            &format!("share_{}", at + 1),
            phrase!("After: {stage}, share", stage = state.as_str()),
            Format::Percent(1),
        )
    }));
    let mut table = Table::new(table_id(name), phrase!("From stage to stage ({name})", name = name), columns);
    for pair in waves.windows(2) {
        let [before, after] = pair else { continue };
        let start = table.rows.len();
        let both = |row: Option<usize>, column: Option<usize>| {
            let fits = |unit: &usize| match (before.states[*unit], after.states[*unit]) {
                (Some(a), Some(b)) => row.is_none_or(|row| row == a) && column.is_none_or(|column| column == b),
                _ => false,
            };
            Members::of((0..before.states.len()).filter(fits).map(|unit| unit as u32))
        };
        for row in (0..states.len()).map(Some).chain([None]) {
            let all = both(row, None);
            let n = all.n();
            let label = row.map_or_else(|| Cell::phrase(phrase!("all")), |row| Cell::text(states[row].as_str()));
            let mut cells = vec![
                period_cell(panel, before.period.as_deref()),
                period_cell(panel, after.period.as_deref()),
                label,
                Cell::count_of(all),
            ];
            let counts: Vec<Members> = (0..states.len()).map(|column| both(row, Some(column))).collect();
            cells.extend(counts.iter().cloned().map(Cell::count_of));
            let share = |members: Members| match n {
                0 => Cell::empty(),
                _ => Cell::magnitude(members.n() as f64 / n as f64, n).with_contributors(members.n()).of(members),
            };
            cells.extend(counts.into_iter().map(share));
            table.push(cells);
        }
        table.relations.extend(sums(start, states.len()));
    }
    table.notes = vec![
        phrase!("Those whose stage is known at both times. Shares are of the row: of those who were there before"),
        phrase!("Having left, and not having joined yet, are states: they are not missing answers"),
    ];
    table
}

/// Rows add up across, columns down; a share stands for those that it is of.
fn sums(start: usize, states: usize) -> impl Iterator<Item = Relation> {
    let across = (0..=states).map(move |row| Relation {
        total: (start + row, 3),
        parts: (0..states).map(|column| (start + row, 4 + column)).collect(),
    });
    let down = (3..4 + states).map(move |column| Relation {
        total: (start + states, column),
        parts: (0..states).map(|row| (start + row, column)).collect(),
    });
    let same = (0..=states).flat_map(move |row| {
        (0..states).map(move |column| Relation {
            total: (start + row, 4 + column),
            parts: vec![(start + row, 4 + states + column)],
        })
    });
    across.chain(down).chain(same)
}

fn tests(measure: &Stages, name: &str, panel: &Panel, waves: &[Wave]) -> Table {
    let columns = vec![
        Column::new("from", phrase!("Earlier period"), Format::Text),
        Column::new("to", phrase!("Later period"), Format::Text),
        Column::new("what", phrase!("What"), Format::Text),
        Column::new("n", phrase!("Cases"), Format::Count),
        Column::new("value", phrase!("Value"), Format::Number(2)),
        Column::new("df", phrase!("Degrees of freedom"), Format::Count),
        Column::new("p", phrase!("p-value"), Format::PValue),
    ];
    let id = TableRole::Measure(format!("{name}-tests"));
    let mut table = Table::new(id, phrase!("Whether stages changed ({name})", name = name), columns);
    for pair in waves.windows(2) {
        let [before, after] = pair else { continue };
        let alike = alike(measure, panel, before, after);
        for Told { what, n, value, df, p } in told(measure, before, after).into_iter().chain(alike) {
            table.push(vec![
                period_cell(panel, before.period.as_deref()),
                period_cell(panel, after.period.as_deref()),
                Cell::phrase(what),
                Cell::statistic(n),
                Cell::statistic(value),
                df.map_or_else(Cell::empty, |df| Cell::statistic(f64::from(df))),
                p.map_or_else(Cell::empty, Cell::statistic),
            ]);
        }
    }
    table.notes = vec![phrase!(
        "These tell whether there was a trend, not whether a program made it: ask for that with a question that compares with others, whose outcome is the stage ({stage}), being active or having left",
        stage = format!("{name}_stage")
    )];
    // With the margins these tell single counts.
    table.audience = Audience::Internal;
    table
}

struct Told {
    what: Phrase,
    n: f64,
    value: f64,
    df: Option<u32>,
    p: Option<f64>,
}

fn told(measure: &Stages, before: &Wave, after: &Wave) -> Vec<Told> {
    let k = measure.states().count();
    let mut all = Array2::zeros((k, k));
    for (a, b) in before.states.iter().zip(&after.states).filter_map(|(a, b)| Some(((*a)?, (*b)?))) {
        all[[a, b]] += 1.0;
    }
    let (first, last) = (measure.new.len(), measure.new.len() + measure.order.len());
    let stayers = all.slice(s![first..last, first..last]).to_owned();
    let n = stayers.sum();
    let chi = |what: Phrase, n: f64, found: Option<ChiSquare>| {
        found.map(|chi| Told { what, n, value: chi.value, df: Some(chi.df), p: Some(chi.p) })
    };
    let plain = |what: Phrase, n: f64, value: f64, p: Option<f64>| Some(Told { what, n, value, df: None, p });
    let steps: Vec<i64> = (0..measure.order.len())
        .flat_map(|a| (0..measure.order.len()).map(move |b| (a, b)))
        .flat_map(|(a, b)| std::iter::repeat_n(b as i64 - a as i64, stayers[[a, b]] as usize))
        .collect();
    let (sum, p) = square_table::score_change(&steps);
    let mean = sum as f64 / n;
    let up = steps.iter().filter(|step| **step > 0).count();
    let down = steps.iter().filter(|step| **step < 0).count();
    let moved = [
        plain(phrase!("moved up"), n, up as f64, None),
        plain(phrase!("moved down"), n, down as f64, None),
        plain(
            phrase!("mean change in stages (exact: each change may as well have the other direction)"),
            n,
            mean,
            Some(p),
        ),
        chi(phrase!("as many in each stage (Stuart–Maxwell)"), n, square_table::stuart_maxwell(&stayers)),
        chi(phrase!("the same (Bhapkar)"), n, square_table::bhapkar(&stayers)),
        chi(phrase!("as many back as forth (Bowker)"), n, square_table::bowker(&stayers)),
        square_table::bowker_exact(&stayers).and_then(|p| {
            let value = square_table::bowker(&stayers)?.value;
            plain(phrase!("the same, exact"), n, value, Some(p))
        }),
        chi(
            phrase!("as many in each state, those who left or joined included (Stuart–Maxwell)"),
            all.sum(),
            square_table::stuart_maxwell(&all),
        ),
    ];
    moved.into_iter().flatten().chain(active(measure, &all, first, last)).filter(|told| !told.value.is_nan()).collect()
}

/// Active before and after: who left is not active.
fn active(measure: &Stages, all: &Array2<f64>, first: usize, last: usize) -> Option<Told> {
    let from = measure.order.iter().position(|stage| Some(stage) == measure.active.as_ref())?;
    let is = |state: usize| (first + from..last).contains(&state);
    let count = |was: bool, now: bool| -> u64 {
        let cells = all.indexed_iter().filter(|((a, b), _)| is(*a) == was && is(*b) == now);
        cells.map(|(_, n)| *n as u64).sum()
    };
    let (gained, lost) = (count(false, true), count(true, false));
    let (p, _) = square_table::mcnemar(gained, lost);
    let what = phrase!(
        "became active less stopped being so, as a share ({gained} and {lost}; McNemar, exact)",
        gained = gained as usize,
        lost = lost as usize
    );
    let n = all.sum();
    Some(Told { what, n, value: (gained as f64 - lost as f64) / n, df: None, p: Some(p) })
}

/// Whether the two groups move alike, given the state before.
fn alike(measure: &Stages, panel: &Panel, before: &Wave, after: &Wave) -> Vec<Told> {
    let Some(groups) = measure.by.as_ref().and_then(|by| two_groups(panel, by, before.period.as_deref())) else {
        return Vec::new();
    };
    let k = measure.states().count();
    let mut strata = vec![Array2::zeros((2, k)); k];
    for (unit, group) in groups.iter().enumerate() {
        if let (Some(group), Some(a), Some(b)) = (group, before.states[unit], after.states[unit]) {
            strata[a][[*group, b]] += 1.0;
        }
    }
    let (first, last) = (measure.new.len(), measure.new.len() + measure.order.len());
    let stayers: Vec<Array2<f64>> = strata.iter().map(|table| table.slice(s![.., first..last]).to_owned()).collect();
    let scores: Vec<f64> = (1..=measure.order.len()).map(|stage| stage as f64).collect();
    let n = |strata: &[Array2<f64>]| strata.iter().map(|table| table.sum()).sum::<f64>();
    let told = |what: Phrase, n: f64, found: Option<ChiSquare>| {
        found.map(|chi| Told { what, n, value: chi.value, df: Some(chi.df), p: Some(chi.p) })
    };
    let general = phrase!("both groups move alike, given the state before (Cochran–Mantel–Haenszel)");
    let linear = phrase!("the same with stages as steps, among those who stayed");
    told(general, n(&strata), general_cmh(&strata))
        .into_iter()
        .chain(told(linear, n(&stayers), linear_cmh(&stayers[first..last], &scores)))
        .collect()
}

/// Of each unit its group, 0 or 1; nothing where there are not two.
pub(super) fn two_groups(panel: &Panel, by: &str, period: Option<&str>) -> Option<Vec<Option<usize>>> {
    let fixed = panel.variables.get(by)?.periods.is_empty();
    let period = period.filter(|_| !fixed).map(str::to_string);
    let data = panel.data(&VarRef { name: by.into(), period })?;
    let word = |unit: usize| match data {
        Data::Number(values) if values[unit].is_nan() => None,
        Data::Number(values) => Some(values[unit].to_string()),
        words => words.text(unit).map(str::to_string),
    };
    let words: Vec<Option<String>> = (0..data.len()).map(word).collect();
    let mut names: Vec<&String> = words.iter().flatten().collect();
    names.sort();
    names.dedup();
    let at = |word: &Option<String>| word.as_ref().and_then(|word| names.iter().position(|name| *name == word));
    (names.len() == 2).then(|| words.iter().map(at).collect())
}
