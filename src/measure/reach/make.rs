use crate::diag::Diagnostic;
use crate::exhibit::{Cell, Column, Format, Members, Relation, Table};
use crate::math::shares::{Share, binomial_p, wilson};
use crate::panel::{Content, Data, Panel};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::Arg;

use super::super::series::{numbers, periods, variable_at};
use super::super::{MeasureOutput, table_id};
use super::Reach;

const LEVEL: f64 = 0.95;

pub(super) fn make(measure: &Reach, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = &block.name.value;
    let var = variable_at(panel, &measure.of, &periods(panel, &measure.of).pop().flatten());
    let Some(data) = var.and_then(|var| panel.data(&var)) else { return MeasureOutput::default() };
    let problems = problems(measure, block, panel, data);
    let reached = |unit: usize| match &measure.reached {
        Some(name) => {
            numbers(panel, name, &periods(panel, name).pop().flatten()).is_some_and(|values| values[unit] == 1.0)
        }
        None => true,
    };
    let who: Vec<usize> = (0..panel.units.len()).filter(|&unit| reached(unit)).collect();
    let table = table(measure, name, data, &who);
    MeasureOutput { tables: vec![table], problems, ..MeasureOutput::default() }
}

fn problems(measure: &Reach, block: &MeasureBlock, panel: &Panel, data: &Data) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    if let Data::Number(_) = data {
        let message = phrase!("`{name}` holds no words", name = &measure.of);
        problems.push(Diagnostic::error("formula-type", message).at(block.place("of")));
    }
    let no_yes_and_no = |name: &&String| panel.variables.get(*name).map(|info| info.content) != Some(Content::YesNo);
    if let Some(name) = measure.reached.as_ref().filter(no_yes_and_no) {
        let message = phrase!("`{name}` does not hold yes and no", name = name);
        problems.push(Diagnostic::error("formula-type", message).at(block.place("reached")));
    }
    let mut other: Vec<String> = (0..panel.units.len())
        .filter_map(|unit| data.text(unit))
        .filter(|word| !measure.population.contains_key(*word))
        .map(str::to_string)
        .collect();
    other.sort();
    other.dedup();
    if !other.is_empty() {
        let message = phrase!("No share of the population is given for {names}", names = Arg::from(other));
        let hint = phrase!(
            "Give each group its share, or call such words missing: {example}",
            example = "missing = [\"無回答\"]"
        );
        problems.push(Diagnostic::error("wrong-option", message).hint(hint).at(block.place("population")));
    }
    problems
}

fn table(measure: &Reach, name: &str, data: &Data, who: &[usize]) -> Table {
    let columns = vec![
        Column::new("group", phrase!("Group"), Format::Text),
        Column::new("n", phrase!("Reached"), Format::Count),
        Column::new("share_reach", phrase!("Share of those reached"), Format::Percent(1)),
        Column::new("low_reach", phrase!("At least"), Format::Percent(1)),
        Column::new("high_reach", phrase!("At most"), Format::Percent(1)),
        Column::new("population", phrase!("Share of the population"), Format::Percent(1)),
        Column::new("ratio_reach", phrase!("Reached for each expected"), Format::Number(2)),
        Column::new("p_reach", phrase!("p (exact)"), Format::PValue),
    ];
    let mut table =
        Table::new(table_id(name), phrase!("Who is reached, and who is left out ({name})", name = name), columns);
    let known: Vec<usize> = who
        .iter()
        .copied()
        .filter(|&unit| data.text(unit).is_some_and(|word| measure.population.contains_key(word)))
        .collect();
    let n = known.len();
    let total: f64 = measure.population.values().sum();
    for (group, share) in &measure.population {
        let expected = share / total;
        let own = Members::of(
            known.iter().copied().filter(|&unit| data.text(unit) == Some(group.as_str())).map(|unit| unit as u32),
        );
        let yes = own.n();
        let row = table.rows.len();
        let [low, high] = match n {
            0 => [f64::NAN; 2],
            n => {
                let (low, high) = wilson(Share { yes: yes as u64, all: n as u64 }, LEVEL);
                [low, high]
            }
        };
        let of = |value: f64| Cell::magnitude(value, n).with_contributors(yes).of(own.clone());
        let made = |value: f64| Cell::statistic(value).with_n(n).with_contributors(yes);
        let p = if n == 0 { f64::NAN } else { binomial_p(yes as u64, n as u64, expected) };
        table.push(vec![
            Cell::text(group.as_str()),
            Cell::count_of(own.clone()),
            of(yes as f64 / n as f64),
            made(low),
            made(high),
            Cell::scale(expected),
            made(yes as f64 / (n as f64 * expected)),
            made(p),
        ]);
        table.relations.push(Relation { total: (row, 1), parts: vec![(row, 2)] });
    }
    let groups = table.rows.len();
    table.push(
        [Cell::phrase(phrase!("all")), Cell::count_of(Members::of(known.iter().map(|unit| *unit as u32)))]
            .into_iter()
            .chain((0..6).map(|_| Cell::empty()))
            .collect(),
    );
    table.relations.push(Relation { total: (groups, 1), parts: (0..groups).map(|row| (row, 1)).collect() });
    table.notes = vec![
        phrase!("Shares of the population: {grounds}", grounds = &measure.grounds),
        phrase!(
            "Interval by Wilson at {level}; p: exact binomial test of each group alone, as improbable or more. Reached for each expected: below 1 fewer than their share",
            level = Arg::level(LEVEL)
        ),
        phrase!("Those whose group is not known are left out. That a group is reached less does not say why"),
    ];
    table
}
