use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::exhibit::{Cell, Column, Format, Members, Relation, Table};
use crate::notation::fold;
use crate::panel::{Content, Data, Panel};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Arg, Words};

use super::super::series::{Made, Variable, periods, variable_at};
use super::super::{MeasureOutput, period_cell, table_id};
use super::Support;

/// What each unit has at a period: a kind by index, none, or not known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Has {
    Kind(usize),
    None,
    Unknown,
}

pub(super) fn make(measure: &Support, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = &block.name.value;
    let mut unknown = BTreeSet::new();
    let periods = periods(panel, &measure.of);
    let waves: Vec<Vec<Has>> = periods.iter().map(|period| wave(measure, panel, period, &mut unknown)).collect();
    let variable = |(at, kind): (usize, &String)| {
        let value = |has: &Has| match has {
            Has::Kind(own) if *own == at => 1.0,
            Has::None => 0.0,
            // Another kind is neither: who has a loan is no example of being without support.
            _ => f64::NAN,
        };
        let made = |(period, wave): (&Option<String>, &Vec<Has>)| -> Made {
            (
                period.clone(),
                wave.iter().map(value).collect(),
                variable_at(panel, &measure.of, period).into_iter().collect(),
            )
        };
        Variable {
            name: format!("{name}_{kind}"),
            label: phrase!("Support: {kind}, against none", kind = kind),
            unit: Words::default(),
            content: Content::YesNo,
            how: phrase!("method `{method}` of `{source}`", method = Support::NAME, source = &measure.of),
        }
        .with(periods.iter().zip(&waves).map(made).collect())
    };
    let variables = measure.kinds.keys().enumerate().map(variable).collect();
    let mut problems = Vec::new();
    if !unknown.is_empty() {
        let list: Vec<&str> = unknown.iter().take(5).map(String::as_str).collect();
        let message = phrase!(
            "`{name}` also holds what is no kind of support: {list}",
            name = &measure.of,
            list = Arg::from(list)
        );
        let hint = phrase!(
            "Put them into `kinds` or `none`, or call them missing: {example}",
            example = "missing = [\"無回答\"]"
        );
        problems.push(Diagnostic::error("wrong-option", message).hint(hint).at(block.place("kinds")));
    }
    MeasureOutput {
        variables,
        tables: vec![table(measure, name, panel, &periods, &waves)],
        problems,
        ..MeasureOutput::default()
    }
}

fn wave(measure: &Support, panel: &Panel, period: &Option<String>, unknown: &mut BTreeSet<String>) -> Vec<Has> {
    let nothing = || vec![Has::Unknown; panel.units.len()];
    let Some(data) = variable_at(panel, &measure.of, period).and_then(|var| panel.data(&var)) else { return nothing() };
    if let Data::Number(_) = data {
        unknown.insert(measure.of.clone());
        return nothing();
    }
    let is = |words: &[String], text: &str| words.iter().any(|word| fold(word) == fold(text));
    let mut of = |unit: usize| {
        let Some(text) = data.text(unit) else { return Has::Unknown };
        let kind = measure.kinds.values().position(|words| is(words, text));
        match kind {
            Some(kind) => Has::Kind(kind),
            None if is(&measure.none, text) => Has::None,
            None => {
                unknown.insert(text.to_string());
                Has::Unknown
            }
        }
    };
    (0..panel.units.len()).map(&mut of).collect()
}

fn table(measure: &Support, name: &str, panel: &Panel, periods: &[Option<String>], waves: &[Vec<Has>]) -> Table {
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("kind", phrase!("Kind of support"), Format::Text),
        Column::new("n", phrase!("Cases"), Format::Count),
    ];
    let mut table = Table::new(table_id(name), phrase!("Kinds of support ({name})", name = name), columns);
    for (period, wave) in periods.iter().zip(waves) {
        let start = table.rows.len();
        let who = |which: &dyn Fn(&Has) -> bool| {
            Cell::count_of(Members::of((0..wave.len()).filter(|&unit| which(&wave[unit])).map(|unit| unit as u32)))
        };
        let kinds = measure.kinds.keys().enumerate();
        let mut rows: Vec<(Cell, Cell)> =
            kinds.map(|(at, kind)| (Cell::text(kind.as_str()), who(&|has| *has == Has::Kind(at)))).collect();
        rows.push((Cell::phrase(phrase!("none")), who(&|has| *has == Has::None)));
        rows.push((Cell::phrase(phrase!("not known")), who(&|has| *has == Has::Unknown)));
        rows.push((Cell::phrase(phrase!("all")), who(&|_| true)));
        for (label, n) in rows {
            table.push(vec![period_cell(panel, period.as_deref()), label, n]);
        }
        let total = table.rows.len() - 1;
        table.relations.push(Relation { total: (total, 2), parts: (start..total).map(|row| (row, 2)).collect() });
    }
    table.notes = vec![phrase!(
        "Each kind is a treatment of its own: 1 with it, 0 without any support, and missing for those with another kind"
    )];
    table
}
