//! Who of those asked answered, and how far answers may lie where the others are not known.

use ndarray::Array2;

use crate::exhibit::{Cell, Column, Format, Members, Relation, Table, TableRole};
use crate::math::shares::{Share, wilson};
use crate::math::survey::pearson_table;
use crate::panel::{Data, Panel};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::super::period_cell;
use super::make::Surveyed;
use super::sample::{Sample, answers, data};

/// Those who were asked at a period: yes or no is known of them.
fn asked(panel: &Panel, name: &str, period: Option<&str>) -> Vec<Option<bool>> {
    match data(panel, name, period) {
        Some(Data::Number(values)) => values.iter().map(|value| (!value.is_nan()).then_some(*value == 1.0)).collect(),
        _ => vec![None; panel.units.len()],
    }
}

/// Rates of response by group; nothing where it is not known who was asked.
pub(super) fn table(surveyed: &Surveyed<'_>) -> Option<Table> {
    let name = surveyed.measure.answered.as_ref()?;
    let percent = Arg::level(surveyed.level);
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("by", phrase!("About what"), Format::Text),
        Column::new("group", phrase!("Group"), Format::Text),
        Column::new("asked", phrase!("Asked"), Format::Count),
        Column::new("answered", phrase!("Answered"), Format::Count),
        Column::new("missing", phrase!("Did not answer"), Format::Count),
        Column::new("rate", phrase!("Response"), Format::Percent(1)),
        Column::new("low", phrase!("{level} interval, lower end", level = percent.clone()), Format::Percent(1)),
        Column::new("high", phrase!("{level} interval, upper end", level = percent), Format::Percent(1)),
        Column::new("p", phrase!("p-value"), Format::PValue),
    ];
    let id = TableRole::Measure(format!("{}-response", surveyed.name));
    let mut table = Table::new(id, phrase!("Who answered ({name})", name = surveyed.name), columns);
    for sample in &surveyed.samples {
        let asked = asked(sample.panel, name, sample.period.as_deref());
        let all: Vec<u32> = (0..asked.len()).filter(|&at| asked[at].is_some()).map(|at| at as u32).collect();
        let total = table.rows.len();
        let cell = Cell::phrase(phrase!("all"));
        table.push(row(surveyed, sample, Cell::empty(), cell, &all, &asked, None));
        split(&mut table, total);
        for by in &surveyed.measure.by {
            groups(surveyed, sample, by, (&all, &asked), total, &mut table);
        }
    }
    table.notes = vec![phrase!(
        "Of those of whom it is known whether they answered. Wilson's intervals. p: the same response in all groups (Pearson's χ²). Groups that answer less are less heard in all other tables"
    )];
    Some(table)
}

/// Those asked are those who answered and the others.
fn split(table: &mut Table, row: usize) {
    table.relations.push(Relation { total: (row, 3), parts: vec![(row, 4), (row, 5)] });
    table.relations.push(Relation { total: (row, 4), parts: vec![(row, 6)] });
}

fn groups(
    surveyed: &Surveyed<'_>,
    sample: &Sample<'_>,
    by: &str,
    (all, asked): (&[u32], &[Option<bool>]),
    total: usize,
    table: &mut Table,
) {
    let Some(groups) = answers(sample.panel, by, sample.period.as_deref()) else { return };
    let label = sample.panel.variables.get(by).map_or_else(|| Cell::text(by), |info| Cell::words(&info.label));
    let start = table.rows.len();
    let mut counts = Vec::new();
    for at in (0..groups.words.len()).map(|at| Some(at as u32)).chain([None]) {
        let own: Vec<u32> = all.iter().copied().filter(|unit| groups.of[*unit as usize] == at).collect();
        if own.is_empty() {
            continue;
        }
        let answered = own.iter().filter(|unit| asked[**unit as usize] == Some(true)).count();
        counts.push([answered as f64, (own.len() - answered) as f64]);
        let group = at
            .map_or_else(|| Cell::phrase(phrase!("not recorded")), |at| Cell::text(groups.words[at as usize].as_str()));
        table.push(row(surveyed, sample, label.clone(), group, &own, asked, None));
    }
    let end = table.rows.len();
    (start..end).for_each(|row| split(table, row));
    for column in 3..6 {
        table
            .relations
            .push(Relation { total: (total, column), parts: (start..end).map(|row| (row, column)).collect() });
    }
    let found = Array2::from_shape_fn((counts.len(), 2), |(row, column)| counts[row][column]);
    if let Some(chi) = pearson_table(&found)
        && start < end
    {
        let least = counts.iter().flatten().fold(f64::INFINITY, |least, n| least.min(*n));
        table.rows[start][9] = Cell::statistic(chi.p).with_n(least as usize);
    }
}

fn row(
    surveyed: &Surveyed<'_>,
    sample: &Sample<'_>,
    by: Cell,
    group: Cell,
    own: &[u32],
    asked: &[Option<bool>],
    p: Option<f64>,
) -> Vec<Cell> {
    let who = |answered: bool| Members::of(own.iter().copied().filter(|unit| asked[*unit as usize] == Some(answered)));
    let (n, yes) = (own.len(), who(true).n());
    let mut row = vec![period_cell(sample.panel, sample.period.as_deref()), by, group];
    row.extend([
        Cell::count_of(Members::of(own.iter().copied())),
        Cell::count_of(who(true)),
        Cell::count_of(who(false)),
    ]);
    if n == 0 {
        row.extend([(); 4].map(|()| Cell::empty()));
        return row;
    }
    let (low, high) = wilson(Share { yes: yes as u64, all: n as u64 }, surveyed.level);
    row.push(Cell::magnitude(yes as f64 / n as f64, n).with_contributors(yes).of(who(true)));
    row.extend([low, high].map(|value| Cell::statistic(value).with_n(n)));
    row.push(p.map_or_else(Cell::empty, |p| Cell::statistic(p).with_n(n)));
    row
}

/// Bounds of the share of each answer among all who were asked: nobody of those who did not answer, or all of them.
pub(super) fn bounds(surveyed: &Surveyed<'_>) -> Option<Table> {
    let name = surveyed.measure.answered.as_ref().filter(|_| !surveyed.measure.of.is_empty())?;
    let columns = vec![
        Column::new("question", phrase!("Question"), Format::Text),
        Column::new("answer", phrase!("Answer"), Format::Text),
        Column::new("n", phrase!("Number"), Format::Count),
        Column::new("asked", phrase!("Asked"), Format::Count),
        Column::new("low", phrase!("At least"), Format::Percent(1)),
        Column::new("high", phrase!("At most"), Format::Percent(1)),
    ];
    let id = TableRole::Measure(format!("{}-bounds", surveyed.name));
    let mut table = Table::new(id, phrase!("Among all who were asked ({name})", name = surveyed.name), columns);
    for sample in &surveyed.samples {
        let asked = asked(sample.panel, name, sample.period.as_deref());
        let all: Vec<u32> = (0..asked.len()).filter(|&at| asked[at].is_some()).map(|at| at as u32).collect();
        for question in &surveyed.measure.of {
            let Some(answers) = answers(sample.panel, question, sample.period.as_deref()) else { continue };
            let answered =
                |unit: &&u32| sample.place[**unit as usize].is_some() && answers.of[**unit as usize].is_some();
            let known = all.iter().filter(answered).count();
            for (at, word) in answers.words.iter().enumerate() {
                let who = all.iter().filter(answered).filter(|unit| answers.of[**unit as usize] == Some(at as u32));
                let who = Members::of(who.copied());
                let (yes, n) = (who.n() as f64, all.len() as f64);
                let ends = [yes / n, (yes + (all.len() - known) as f64) / n];
                let title: Phrase =
                    super::questions::called(sample.panel, question, sample, surveyed.samples.len() > 1);
                let count = who.n();
                let mut row = vec![Cell::phrase(title), Cell::text(word.as_str()), Cell::count_of(who)];
                row.push(Cell::count_of(Members::of(all.iter().copied())));
                row.extend(ends.map(|value| Cell::statistic(value).with_n(count)));
                table.push(row);
            }
        }
    }
    table.notes = vec![phrase!(
        "What the share of an answer can be among all who were asked, without taking anything for granted of those who did not answer: nobody of them would have given it, or all"
    )];
    (!table.rows.is_empty()).then_some(table)
}
