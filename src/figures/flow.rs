use crate::design::Kind;
use crate::exhibit::drawing::{no_axis, number, said};
use crate::exhibit::{Audience, Cell, Column, Figure, Format, Relation, Shape, Table, TableId, TableRole};
use crate::panel::{FlowStep, Lost};
use crate::phrase;
use crate::text::{Arg, Phrase};
use crate::tidy::is_no_data;

use super::{Basis, id, with_further};

const REMAINING: usize = 1;
const LOST: usize = 4;
/// So many outcomes are drawn.
const MOST: usize = 12;
/// Key of the last stage of an outcome.
const ANALYSED: &str = "analysed";

/// The table `<question>/flow` (`flow` without a question): `stage`, `remaining`, `treated`, `comparison`, `lost`,
/// `lost_treated`, `lost_comparison`, `reason`. A stage has a row; where units were lost just before it for several reasons,
/// each further reason has a row without a stage under it. Sums that hold are stated as relations.
pub fn flow_table(question: &str, steps: &[FlowStep], kind: Kind) -> Table {
    let ([treated, comparison], [lost_treated, lost_comparison]) = (kind.sides(), kind.sides_of_lost());
    let columns = vec![
        Column::new("stage", phrase!("Stage"), Format::Text),
        Column::new("remaining", phrase!("Remaining"), Format::Count),
        Column::new("treated", treated, Format::Count),
        Column::new("comparison", comparison, Format::Count),
        Column::new("lost", phrase!("Left out before this stage"), Format::Count),
        Column::new("lost_treated", lost_treated, Format::Count),
        Column::new("lost_comparison", lost_comparison, Format::Count),
        Column::new("reason", phrase!("Why"), Format::Text),
    ];
    let mut table = Table::new(
        TableId::of(question, TableRole::Flow),
        phrase!("Who is in the analysis, and why others are not"),
        columns,
    );
    let mut shared: Option<(usize, usize)> = None;
    for step in steps {
        let row = push_step(&mut table, step, shared);
        if step.key != ANALYSED {
            shared = Some((row, step.remaining));
        }
    }
    table
}

/// The row of each step's stage in [`flow_table`].
pub fn stage_rows(steps: &[FlowStep]) -> Vec<usize> {
    let height = |step: &FlowStep| step.lost.iter().filter(|lost| lost.count > 0).count().max(1);
    let next = |row: &mut usize, step: &FlowStep| Some(std::mem::replace(row, *row + height(step)));
    steps.iter().scan(0, next).collect()
}

/// Adds the rows of a step; `before` is the row of the stage that it follows and its count. Returns the row of the stage.
fn push_step(table: &mut Table, step: &FlowStep, before: Option<(usize, usize)>) -> usize {
    let row = table.rows.len();
    let lost: Vec<&Lost> = step.lost.iter().filter(|lost| lost.count > 0).collect();
    let count = |n: Option<usize>| n.map_or_else(Cell::empty, Cell::count_here);
    let stage = vec![
        Cell::phrase(step.stage.clone()),
        Cell::count_here(step.remaining),
        count(step.treated),
        count(step.comparison),
    ];
    table.push([stage, loss(lost.first().copied())].concat());
    for further in lost.iter().skip(1) {
        table.push([vec![Cell::empty(); 4], loss(Some(further))].concat());
    }
    of_arms(table, &lost, row, before);
    if step.treated.zip(step.comparison).is_some_and(|(treated, comparison)| treated + comparison == step.remaining) {
        table.relations.push(Relation { total: (row, REMAINING), parts: vec![(row, 2), (row, 3)] });
    }
    if let Some((last, count)) =
        before.filter(|(_, count)| *count == step.remaining + lost.iter().map(|l| l.count).sum::<usize>())
    {
        let lost = (0..lost.len()).map(|i| (row + i, LOST));
        let parts = std::iter::once((row, REMAINING)).chain(lost).collect();
        debug_assert!(count >= step.remaining);
        table.relations.push(Relation { total: (last, REMAINING), parts });
    }
    row
}

/// Those lost for a reason are those of both sides; and of each side those who reached the stage before are those who are left
/// and those who were lost.
fn of_arms(table: &mut Table, lost: &[&Lost], row: usize, before: Option<(usize, usize)>) {
    for (i, _) in lost.iter().enumerate().filter(|(_, lost)| lost.treated.is_some_and(|n| n <= lost.count)) {
        let parts = vec![(row + i, LOST + 1), (row + i, LOST + 2)];
        table.relations.push(Relation { total: (row + i, LOST), parts });
    }
    for (left, gone) in [(2, LOST + 1), (3, LOST + 2)] {
        let Some((before, _)) = before else { continue };
        let parts: Vec<(usize, usize)> =
            std::iter::once((row, left)).chain((0..lost.len()).map(|i| (row + i, gone))).collect();
        let value = |&(row, column): &(usize, usize)| table.rows[row][column].number();
        let sum: Option<f64> = parts.iter().map(value).sum();
        if sum.is_some() && sum == value(&(before, left)) {
            table.relations.push(Relation { total: (before, left), parts });
        }
    }
}

fn loss(lost: Option<&Lost>) -> Vec<Cell> {
    let Some(lost) = lost else { return vec![Cell::empty(); 4] };
    let treated = lost.treated.map_or_else(Cell::empty, Cell::count_here);
    let comparison =
        lost.treated.map_or_else(Cell::empty, |treated| Cell::count_here(lost.count.saturating_sub(treated)));
    let count = Cell::count_here(lost.count);
    let count = if is_no_data(&lost.reason) { count.with_contributors(0) } else { count };
    vec![count, treated, comparison, Cell::phrase(lost.reason.clone())]
}

/// Boxes and arrows from the table `<question>/flow` (see [`flow_table`]).
pub fn flow(question: &str, table: &Table, basis: &Basis) -> Figure {
    let outcomes = last_stages(table);
    let first = outcomes.get(MOST).map(|&row| row as u32);
    let cut = outcomes.len().saturating_sub(MOST);
    Figure {
        id: id(question, "flow"),
        table: table.id.clone(),
        title: title(table),
        subtitle: if outcomes.len() > 1 { Basis { treated: 0, ..basis.clone() } } else { basis.clone() }.subtitle(),
        note: with_further(
            phrase!("Shows who is in the analysis and why others are not. Those left out may differ from those shown."),
            cut,
        ),
        alt: alt(table, first.map_or(table.rows.len(), |first| first as usize)),
        audience: Audience::Public,
        shape: Shape::Flow { first },
        x: no_axis(),
        y: no_axis(),
        layers: Vec::new(),
    }
}

/// The row of the stage that a stage follows, where it is not the one just above: the sum that holds there says it.
pub fn follows(table: &Table, row: usize) -> Option<usize> {
    let tells = |relation: &&Relation| relation.parts.contains(&(row, REMAINING)) && relation.total.1 == REMAINING;
    table.relations.iter().find(tells).map(|relation| relation.total.0)
}

fn stages(table: &Table) -> Vec<usize> {
    (0..table.rows.len()).filter(|&row| number(table, row, "remaining").is_some()).collect()
}

/// The last stages: several where outcomes follow one stage side by side.
fn last_stages(table: &Table) -> Vec<usize> {
    let stages = stages(table);
    let Some(&last) = stages.last() else { return Vec::new() };
    match follows(table, last) {
        Some(shared) => stages.into_iter().filter(|&row| follows(table, row) == Some(shared)).collect(),
        None => vec![last],
    }
}

/// How many there were before any was left out, and how many at least and at most are left at the last stages.
fn ends(table: &Table) -> Option<(usize, usize, usize)> {
    let stages = stages(table);
    let first = *stages.first()?;
    let next = stages.get(1).copied().unwrap_or(table.rows.len());
    let lost: f64 = (first..next).filter_map(|row| number(table, row, "lost")).sum();
    let left = || last_stages(table).into_iter().filter_map(|row| number(table, row, "remaining"));
    let start = (number(table, first, "remaining")? + lost) as usize;
    Some((start, left().fold(f64::INFINITY, f64::min) as usize, left().fold(0.0, f64::max) as usize))
}

fn title(table: &Table) -> Phrase {
    match ends(table) {
        Some((first, least, most)) if least < most && most <= first => phrase!(
            "{least} to {most} of {first} are in the analysis, depending on the outcome",
            least = Arg::units(least),
            most = Arg::units(most),
            first = Arg::units(first)
        ),
        Some((first, last, _)) if last < first => {
            phrase!("{last} of {first} are in the analysis", last = Arg::units(last), first = Arg::units(first))
        }
        Some((first, last, _)) if last == first => phrase!("All {n} are in the analysis", n = Arg::units(first)),
        _ => phrase!("Who is in the analysis, and why others are not"),
    }
}

/// The first rows in words.
fn alt(table: &Table, first: usize) -> Phrase {
    let rows = (0..first).filter_map(|row| {
        let count = |key, n: f64| Arg::units_in(table.at(row, key), n as usize);
        let stage = |n: f64| phrase!("{stage} {n}", stage = said(table, row, "stage"), n = count("remaining", n));
        number(table, row, "remaining").map(stage)
    });
    let lost = (0..first).filter_map(|row| {
        let count = |key, n: f64| Arg::units_in(table.at(row, key), n as usize);
        let loss = |n: f64| phrase!("{reason} {n}", reason = said(table, row, "reason"), n = count("lost", n));
        number(table, row, "lost").map(loss)
    });
    let (rows, lost): (Vec<Phrase>, Vec<Phrase>) = (rows.collect(), lost.collect());
    if lost.is_empty() {
        return phrase!("Boxes joined by arrows. Remaining: {rows}.", rows = rows);
    }
    phrase!("Boxes joined by arrows. Remaining: {rows}. Left out: {lost}.", rows = rows, lost = lost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn step(remaining: usize, arms: Option<(usize, usize)>, lost: &[(usize, &str)]) -> FlowStep {
        let lost = lost.iter().map(|&(count, reason)| Lost {
            reason: Phrase::verbatim(reason),
            count,
            treated: None,
            who: Vec::new(),
        });
        FlowStep {
            key: "k".into(),
            stage: Phrase::verbatim("stage"),
            remaining,
            treated: arms.map(|arms| arms.0),
            comparison: arms.map(|arms| arms.1),
            lost: lost.collect(),
        }
    }

    #[test]
    fn sums_are_stated_where_they_hold() {
        let steps =
            [step(614, None, &[]), step(600, Some((180, 420)), &[(10, "a"), (4, "b")]), step(360, None, &[(7, "c")])];
        let table = flow_table("q", &steps, Kind::Matched);
        assert_eq!(table.rows.len(), 4);
        let arms = Relation { total: (1, 1), parts: vec![(1, 2), (1, 3)] };
        let losses = Relation { total: (0, 1), parts: vec![(1, 1), (1, 4), (2, 4)] };
        assert_eq!(table.relations, [arms, losses]);
        assert_eq!(stage_rows(&steps), [0, 1, 3]);
        let basis = Basis { treated: 1, comparison: 0, method: Phrase::verbatim("m"), kind: Kind::Matched };
        assert_eq!(flow("q", &table, &basis).title.render(Lang::En), "360 of 614 are in the analysis");
        let outcome = |remaining, lost| FlowStep { key: ANALYSED.into(), ..step(remaining, None, &[(lost, "c")]) };
        let table = flow_table("q", &[step(80, None, &[]), outcome(73, 7), outcome(69, 11)], Kind::Matched);
        assert_eq!((follows(&table, 1), follows(&table, 2)), (Some(0), Some(0)));
        let title = flow("q", &table, &basis).title.render(Lang::En);
        assert_eq!(title, "69 to 73 of 80 are in the analysis, depending on the outcome");
        let table = flow_table("q", &[step(185, None, &[(429, "a")])], Kind::Matched);
        assert_eq!(flow("q", &table, &basis).title.render(Lang::En), "185 of 614 are in the analysis");
    }
}
