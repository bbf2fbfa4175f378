use std::collections::BTreeSet;

use crate::answer::{Plan, Step};
use crate::exhibit::{Figure, Table};
use crate::figures::{self, MixRow};
use crate::panel::{Data, VarRef, View};
use crate::study::Study;
use crate::text::Phrase;
use crate::{measure, phrase};

use super::case::period_name;

/// The charts of the income mixes of a study.
pub fn of_income_mixes(study: &Study, plan: &Plan, view: &View) -> Vec<(Table, Figure)> {
    let step = plan.steps().find(|step| step.ask.treatment.as_ref().is_some_and(|var| var.period.is_none()));
    let blocks = study.measures.iter().filter(|block| block.block.method.value == measure::INCOME_MIX);
    blocks.filter_map(|block| chart(&block.name.value, step, view)).collect()
}

/// By period and, where a question names who took part, by side.
fn chart(name: &str, step: Option<&Step>, view: &View) -> Option<(Table, Figure)> {
    let sources = measure::income_classes();
    let variable =
        |key: &str, period: &Option<String>| VarRef { name: format!("{name}_share_{key}"), period: period.clone() };
    let periods = &view.info(&variable(sources[0].0, &None).name)?.periods;
    let periods: Vec<Option<String>> =
        if periods.is_empty() { vec![None] } else { periods.iter().cloned().map(Some).collect() };
    let groups = groups(step, view);
    let organisation = organisations(step, view);
    let mut rows = Vec::new();
    for period in &periods {
        let shares: Option<Vec<Vec<f64>>> =
            sources.iter().map(|(key, _)| view.numbers(&variable(key, period))).collect();
        let Some(shares) = shares else { continue };
        let label = period.as_ref().map_or_else(|| phrase!("all in one"), |period| period_name(view, period));
        for (group, members) in &groups {
            let known: Vec<usize> = members.iter().copied().filter(|&i| !shares[0][i].is_nan()).collect();
            rows.push(row(label.clone(), group.clone(), &known, &shares, &organisation));
        }
    }
    let any = rows.iter().any(|row| row.shares.is_some());
    any.then(|| figures::income_mix(&measure::table_id(name), &sources, &rows))
}

fn row(period: Phrase, group: Phrase, known: &[usize], shares: &[Vec<f64>], organisation: &[u64]) -> MixRow {
    let mean = |source: &Vec<f64>| crate::math::sums::mean(&known.iter().map(|&i| source[i]).collect::<Vec<f64>>());
    let owners: BTreeSet<u64> = known.iter().map(|&i| organisation[i]).collect();
    let shares = (!known.is_empty()).then(|| shares.iter().map(mean).collect());
    MixRow { period, group, n: (known.len(), owners.len()), shares }
}

/// Who is shown apart: positions in the view.
fn groups(step: Option<&Step>, view: &View) -> Vec<(Phrase, Vec<usize>)> {
    let treatment = step.and_then(|step| step.ask.treatment.as_ref()).and_then(|var| view.numbers(var));
    let Some(treatment) = treatment else {
        return vec![(phrase!("All"), (0..view.rows().len()).collect())];
    };
    let side = |wanted: f64| (0..treatment.len()).filter(|&i| treatment[i] == wanted).collect();
    vec![(phrase!("Took part"), side(1.0)), (phrase!("Did not take part"), side(0.0))]
}

/// The organisation of each unit; its own where that is not known.
fn organisations(step: Option<&Step>, view: &View) -> Vec<u64> {
    let own = |i: usize| (1 << 40) + i as u64;
    let column = step.and_then(|step| step.organisation.as_ref()).and_then(|var| view.column(var));
    match column.map(|column| column.data) {
        Some(Data::Category { codes, .. }) => {
            let of = |(i, code): (usize, &u32)| if *code == u32::MAX { own(i) } else { u64::from(*code) };
            codes.iter().enumerate().map(of).collect()
        }
        Some(Data::Number(values)) => {
            let of = |(i, value): (usize, &f64)| if value.is_nan() { own(i) } else { value.to_bits() };
            values.iter().enumerate().map(of).collect()
        }
        None => (0..view.rows().len()).map(own).collect(),
    }
}
