use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::{Content, Data, Derived, DerivedAt, Network, Panel, TieColumn, VarRef, VariableInfo};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Arg, Phrase};

use super::super::names::no_source;
use super::super::{MeasureOutput, words};
use super::wave::{Wave, periods};
use super::{TieRule, Ties, explained, flows, labels, mixing, pairs, partner, picture, structure, table, turnover};

pub(super) fn make(measure: &Ties, block: &MeasureBlock, panel: &Panel, stream: Stream) -> MeasureOutput {
    let name = &block.name.value;
    let Some(network) = panel.networks.get(&measure.source) else {
        return MeasureOutput { problems: vec![no_ties(measure, block, panel)], ..MeasureOutput::default() };
    };
    let mut problems: Vec<Diagnostic> =
        measure.columns().filter_map(|(option, name)| no_numbers(network, block, option, name)).collect();
    let waves: Vec<Wave> = periods(network).into_iter().map(|at| Wave::of(measure, network, panel, at)).collect();
    problems.extend(unasked(measure, block, network));
    problems.extend(measure.answered.as_ref().and_then(|name| no_yes_and_no(panel, block, "answered", name)));
    problems.extend(explained::problems(measure, block, &waves));
    problems.extend(measure.program.as_ref().and_then(|name| no_yes_and_no(panel, block, "program", name)));
    let (mut tables, mut figures) = (table::tables(measure, name, panel, &waves, stream), Vec::new());
    let further = [
        structure::table(measure, name, panel, &waves, stream.child("structure")),
        explained::table(measure, name, network, panel, &waves, stream.child("goes-with")),
        pairs::table(measure, name, network, panel, &waves, stream.child("pairs")),
        partner::table(measure, name, panel, &waves),
    ];
    tables.extend(further.into_iter().flatten());
    if let Some((table, figure)) = picture::picture(name, panel, &waves) {
        tables.push(table);
        figures.push(figure);
    }
    for (table, figure) in flows::all(measure, name, panel, &waves) {
        tables.push(table);
        figures.push(figure);
    }
    if measure.sector.is_some() {
        let table = mixing::table(name, panel, &waves);
        figures.push(mixing::figure(name, &table, measure.tie == TieRule::Directed));
        tables.push(table);
    }
    if waves.len() > 1 {
        let table = turnover::table(name, panel, &waves);
        figures.push(turnover::figure(name, &table));
        tables.push(table);
    }
    MeasureOutput {
        variables: labels::keys(measure)
            .into_iter()
            .map(|key| variable(measure, name, key, network, panel, &waves))
            .collect(),
        tables,
        figures,
        problems,
        ..MeasureOutput::default()
    }
}

fn variable(measure: &Ties, name: &str, key: &str, network: &Network, panel: &Panel, waves: &[Wave]) -> Derived {
    let ingredients = |period: &Option<String>| -> Vec<VarRef> {
        let named = [&measure.sector, &measure.area]
            .into_iter()
            .flatten()
            .filter(|_| key.contains("sector") || key.contains("area"))
            .chain(&measure.answered);
        let own = named.filter_map(|name| {
            let moving = !panel.variables.get(name)?.periods.is_empty();
            Some(VarRef { name: name.clone(), period: period.clone().filter(|_| moving) })
        });
        let ends = network.ends.iter().map(|name| VarRef { name: name.clone(), period: period.clone() });
        ends.chain(own).collect()
    };
    let at = waves.iter().map(|wave| {
        let period = wave.period_name(panel).map(str::to_string);
        let mut values = vec![f64::NAN; panel.units.len()];
        for (units, value) in network.nodes.iter().zip(wave.values(key)) {
            units.iter().for_each(|&unit| values[unit as usize] = value);
        }
        DerivedAt { ingredients: ingredients(&period), data: Data::Number(values.into()), period }
    });
    let full = format!("{name}_{key}");
    Derived {
        info: VariableInfo {
            name: full,
            label: words(&labels::label(key)),
            unit: labels::unit(key),
            content: if key == "core" { Content::YesNo } else { Content::Number },
            periods: Vec::new(),
        },
        how: phrase!("method `{method}` of the ties in `{source}`", method = Ties::NAME, source = &measure.source),
        at: at.collect(),
    }
}

fn no_ties(measure: &Ties, block: &MeasureBlock, panel: &Panel) -> Diagnostic {
    let example = "kind = \"ties\", from = \"団体A\", to = \"団体B\", link = { to = \"register\", by = [\"団体名\"] }";
    let said = (
        phrase!("There is no source of ties called `{name}`", name = &measure.source),
        phrase!("Say of the source that its rows are ties: {example}", example = example),
    );
    no_source(block, &measure.source, panel.networks.keys().map(String::as_str), said)
}

fn no_numbers(network: &Network, block: &MeasureBlock, option: &str, name: &str) -> Option<Diagnostic> {
    let message = match network.columns.get(name) {
        Some(TieColumn::Numbers(_)) => return None,
        Some(TieColumn::Words { .. }) => phrase!("`{name}` does not hold numbers", name = name),
        None => phrase!("The ties have no column `{name}`", name = name),
    };
    let known: Vec<&str> = network.columns.keys().map(String::as_str).collect();
    let hint: Phrase = phrase!("Columns of the ties: {list}", list = Arg::from(known));
    Some(Diagnostic::error("unknown-column", message).hint(hint).at(block.place(option)))
}

fn no_yes_and_no(panel: &Panel, block: &MeasureBlock, option: &str, name: &str) -> Option<Diagnostic> {
    let content = panel.variables.get(name).map(|info| info.content);
    let message = phrase!("`{name}` does not hold yes and no", name = name);
    let hint = phrase!("Say what its values mean: {example}", example = "codes = { \"○\" = \"yes\", \"×\" = \"no\" }");
    let problem = Diagnostic::error("formula-type", message).hint(hint).at(block.place(option));
    (content != Some(Content::YesNo)).then_some(problem)
}

/// Who answered is not told: those who report nothing may have no tie, or may not have been asked.
fn unasked(measure: &Ties, block: &MeasureBlock, network: &Network) -> Option<Diagnostic> {
    if measure.answered.is_some() || network.ties.is_empty() {
        return None;
    }
    let message = phrase!(
        "The study does not say who answered about ties: organisations that report none count as not asked, not as without ties"
    );
    let hint = phrase!(
        "Name a variable with yes and no, {example}; or give those who have no tie a row without another end",
        example = "answered = \"回答\""
    );
    Some(Diagnostic::warning("ties-unasked", message).hint(hint).at(block.name.place.clone()))
}
