//! The table of subgroups: an estimate for each outcome and value, and whether the values differ.

use crate::answer::parts::Slice;
use crate::answer::{Parts, PlannedOutcome, Step};
use crate::exhibit::{Cell, Column, Format, Members, Table, TableId, TableRole, Value};
use crate::figures;
use crate::findings::{Bundle, Effect};
use crate::infer::interaction::interaction;
use crate::infer::multiplicity::benjamini_hochberg;
use crate::math::largest::Largest;
use crate::panel::View;
use crate::phrase;
use crate::text::{Arg, Phrase, Precision, Words};

use super::data::{self, file_key};
use super::outcome_charts::MOST_DRAWN;
use super::{Answered, exhibits, finding, part_links};

/// Estimates of one subgroup.
struct SubgroupRow<'a> {
    outcome: usize,
    parts: &'a Parts,
    level: &'a str,
    n: (usize, usize),
    sides: [Members; 2],
    effect: Option<Effect>,
    largest: Largest,
    interaction: Option<f64>,
}

/// Adds the table and its charts.
pub fn add(bundle: &mut Bundle, own: &Answered<'_>, apart: &[(Parts, Vec<Slice>)], view: &View) {
    if let Some(table) = subgroups(own.step, apart, view) {
        drawn(bundle, own, table);
        bundle.frames.extend(data::subgroups(view, own.step, apart));
        let links = part_links::of_subgroups(bundle, &own.step.id());
        bundle.findings.links.extend(links);
    }
}

/// Adds a table of parts with a forest for each of the first outcomes.
pub fn drawn(bundle: &mut Bundle, own: &Answered<'_>, table: Table) {
    let (step, basis) = (own.step, exhibits::basis(own));
    let per_outcome = table.rows.len() / step.outcomes.len().max(1);
    let first = Table { rows: table.rows.iter().take(per_outcome * MOST_DRAWN).cloned().collect(), ..table.clone() };
    bundle.figures.extend(figures::subgroup_forest(&step.id(), &first, step.level, &basis));
    bundle.tables.push(table);
}

/// `<question>/subgroups`: `outcome`, `label`, `unit`, `subgroup`, `level`, `n_treated`, `n_comparison`, `estimate`, `low`,
/// `high`, `p_value`, `q_value`, `interaction_p`, `variable`; nothing where the step has no subgroups.
fn subgroups(step: &Step, apart: &[(Parts, Vec<Slice>)], view: &View) -> Option<Table> {
    let apart: Vec<(&Parts, &[Slice])> = apart.iter().map(|(parts, slices)| (parts, slices.as_slice())).collect();
    (!apart.is_empty()).then(|| table(step, TableRole::Subgroups, phrase!("Subgroups"), &apart, view))
}

/// A table of the same columns for any parts of the data.
pub fn table(step: &Step, role: TableRole, title: Phrase, apart: &[(&Parts, &[Slice])], view: &View) -> Table {
    let mut rows: Vec<SubgroupRow<'_>> = Vec::new();
    for outcome in 0..step.outcomes.len() {
        for (parts, slices) in apart {
            rows.extend(of_variable(outcome, parts, slices, view));
        }
    }
    let p: Vec<f64> = rows.iter().filter_map(|row| row.effect.as_ref()).map(|effect| effect.p_value).collect();
    let mut q = benjamini_hochberg(&p).into_iter();
    let mut table = Table::new(TableId::of(&step.id(), role), title, columns(step));
    for row in &rows {
        let q = row.effect.as_ref().and_then(|_| q.next());
        table.push(cells(row, &step.outcomes[row.outcome], q));
        for (key, who) in ["n_treated", "n_comparison"].into_iter().zip(row.sides.clone()) {
            table.count_of(table.rows.len() - 1, key, who);
        }
    }
    table.notes = notes(rows.len());
    table
}

fn of_variable<'a>(outcome: usize, parts: &'a Parts, slices: &'a [Slice], view: &View) -> Vec<SubgroupRow<'a>> {
    let row = |slice: &'a Slice| {
        let (effect, n) = finding::effect_of(&slice.step, &slice.answer, outcome);
        let counted = |it| figures::counted(&slice.step, outcome, it, &slice.answer.outcomes[outcome], view).sides;
        let sides = slice.answer.comparison.as_ref().map(counted).unwrap_or_default();
        let largest = slice.answer.outcomes[outcome].largest.leading();
        SubgroupRow { outcome, parts, level: &slice.level.text, n, sides, effect, largest, interaction: None }
    };
    let mut rows: Vec<SubgroupRow<'a>> = slices.iter().map(row).collect();
    let known =
        |row: &SubgroupRow<'_>| row.effect.as_ref().and_then(|effect| Some((effect.estimate, effect.std_error?)));
    let test = interaction(&rows.iter().filter_map(known).collect::<Vec<_>>());
    rows.iter_mut().for_each(|row| row.interaction = test.map(|test| test.p_value));
    rows
}

fn columns(step: &Step) -> Vec<Column> {
    let text = |key, title| Column::new(key, title, Format::Text);
    let count = |key, title| Column::new(key, title, Format::Count);
    let level = Arg::level(step.level);
    vec![
        Column::of_keys("outcome"),
        text("label", phrase!("Outcome")),
        text("unit", phrase!("Unit")),
        text("subgroup", phrase!("Subgroups by")),
        text("level", phrase!("Subgroup")),
        count("n_treated", phrase!("Took part (n)")),
        count("n_comparison", phrase!("Did not take part (n)")),
        text("estimate", phrase!("Estimate")),
        text("low", phrase!("{level} interval, lower end", level = level.clone())),
        text("high", phrase!("{level} interval, upper end", level = level)),
        Column::new("p_value", phrase!("p"), Format::PValue),
        Column::new("q_value", phrase!("p corrected for their number"), Format::PValue),
        Column::new("interaction_p", phrase!("p that subgroups differ"), Format::PValue),
        Column::of_keys("variable"),
    ]
}

fn cells(row: &SubgroupRow<'_>, outcome: &PlannedOutcome, q: Option<f64>) -> Vec<Cell> {
    let n = row.n.0 + row.n.1;
    let factor = if outcome.in_points() { 100.0 } else { 1.0 };
    let number = |value: Option<f64>| match value {
        Some(value) => Cell::statistic(value).with_n(n),
        None => Cell { value: Value::Withheld, ..Cell::statistic(0.0).with_n(n) },
    };
    let largest = row.largest;
    let effect = row.effect.as_ref();
    let unit = if outcome.in_points() { Words::percentage_points() } else { outcome.unit.clone() };
    let matters = outcome.smallest_change.map(|change| change * factor);
    let precision =
        effect.map(|it| Precision::of(it.estimate * factor, (it.low * factor, it.high * factor), matters, &unit));
    let result = |of: fn(&Effect) -> f64| {
        let cell = number(effect.map(|effect| of(effect) * factor));
        precision.map_or(cell.clone(), |precision| cell.written(precision))
    };
    let comparison = if row.n.1 == 0 { Cell::empty() } else { Cell::count_here(row.n.1) };
    vec![
        Cell::text(outcome.var.to_string()),
        Cell::words(&outcome.label),
        Cell::words(&unit),
        Cell::words(&row.parts.label),
        level(row),
        Cell::count_here(row.n.0),
        comparison,
        result(|effect| effect.estimate).of_total(largest),
        result(|effect| effect.low).of_squares(largest),
        result(|effect| effect.high).of_squares(largest),
        number(effect.map(|effect| effect.p_value)),
        number(q),
        row.interaction.map_or_else(Cell::empty, |p| Cell::statistic(p).with_n(n)),
        Cell::text(file_key(&row.parts.var)),
    ]
}

fn level(row: &SubgroupRow<'_>) -> Cell {
    match (row.parts.yes_no, row.level) {
        (true, "1") => Cell::phrase(phrase!("Yes")),
        (true, "0") => Cell::phrase(phrase!("No")),
        (_, text) => Cell::text(text),
    }
}

fn notes(rows: usize) -> Vec<Phrase> {
    vec![
        phrase!("Each subgroup is compared anew, among its own units. χ: too few or too unlike to be compared."),
        phrase!(
            "With {n} subgroups some differ by chance. Whether an effect differs between subgroups is told by the last column, not by comparing their p-values.",
            n = rows
        ),
    ]
}
