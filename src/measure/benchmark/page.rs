//! A page for each organisation.

use crate::exhibit::drawing::{axis, no_axis, number, said};
use crate::exhibit::{
    Audience, Axis, Cell, Column, Figure, Format, Layer, Mark, ReferenceLine, Shape, Table, TableId, TableRole, Tone,
};
use crate::panel::{Panel, VarRef};
use crate::phrase;
use crate::text::{Arg, FileNames, Phrase, Words};

use super::super::MeasurePage;
use super::super::series::periods;
use super::Benchmark;
use super::make::{Indicator, Standing, cells, columns, notes};

/// The pages of all organisations of which something is known.
pub(super) fn pages(
    measure: &Benchmark,
    name: &str,
    panel: &Panel,
    indicators: &[Indicator<'_>],
    standings: &[Vec<Option<Standing>>],
) -> Vec<MeasurePage> {
    let mut names = FileNames::default();
    let mut pages = Vec::new();
    for unit in 0..panel.units.len() {
        let own: Vec<(&Indicator<'_>, &Standing)> = indicators
            .iter()
            .zip(standings)
            .filter_map(|(indicator, of)| Some((indicator, of[unit].as_ref()?)))
            .collect();
        if own.is_empty() {
            continue;
        }
        let id = names.next(&format!("{name}-{}", panel.units[unit]));
        pages.push(page(id, called(measure, panel, unit), &own));
    }
    pages
}

fn called(measure: &Benchmark, panel: &Panel, unit: usize) -> Words {
    let id = panel.units[unit].as_str();
    let var = |name: &String| VarRef { name: name.clone(), period: periods(panel, name).pop().flatten() };
    let name = measure.name.as_ref().and_then(|name| panel.data(&var(name))?.text(unit));
    Words::plain(name.map_or_else(|| id.to_string(), |name| format!("{name} ({id})")))
}

fn page(id: String, name: Words, own: &[(&Indicator<'_>, &Standing)]) -> MeasurePage {
    let mut all = vec![
        Column::new("label", phrase!("Indicator"), Format::Text),
        Column::new("unit", phrase!("Unit"), Format::Text),
    ];
    all.extend(columns());
    let mut table = Table::new(TableId::of(&id, TableRole::Peers), phrase!("Among the others"), all);
    table.audience = Audience::Internal;
    for (indicator, standing) in own {
        let head = vec![Cell::words(&indicator.label), Cell::words(&indicator.unit)];
        table.push(head.into_iter().chain(cells(standing)).collect());
    }
    table.notes = notes();
    let drawn = Table { id: TableId::of(&id, TableRole::PeersDrawn), notes: Vec::new(), ..table.clone() };
    let worth = (0..drawn.rows.len()).any(|row| number(&drawn, row, "among_all").is_some());
    let figure = worth.then(|| figure(&id, &name, &drawn));
    let mut tables = vec![table];
    tables.extend(figure.is_some().then_some(drawn));
    MeasurePage {
        notes: vec![
            phrase!(
                "Where an organisation stands among others is no judgement: more is not always better, and much of it has reasons that the indicators do not know."
            ),
            phrase!("This page is for the house and for the one it is about. It is not part of the public edition."),
        ],
        id,
        name,
        tables,
        figures: figure.into_iter().collect(),
    }
}

fn figure(id: &str, name: &Words, table: &Table) -> Figure {
    let layer = |key: &str, name: Phrase, tone| Layer {
        mark: Mark::Point,
        name,
        x: key.into(),
        y: None,
        low: None,
        high: None,
        tone,
    };
    let there = |key: &&str| (0..table.rows.len()).any(|row| number(table, row, key).is_some());
    let all = [
        ("among_all", phrase!("Among all"), Tone::Treated),
        ("among_field", phrase!("In its field"), Tone::Comparison),
        ("among_size", phrase!("In its size"), Tone::Before),
    ];
    let middle = ReferenceLine { at: 0.5, label: Some(phrase!("middle")) };
    let sentence = |row: usize| {
        let share = number(table, row, "among_all")?;
        let share = Arg::Cell(table.at(row, "among_all"), Box::new(Arg::Percent(share, 0)));
        Some(phrase!("{label}: {share} lie below", label = said(table, row, "label"), share = share))
    };
    Figure {
        id: format!("{id}-peers"),
        table: table.id.clone(),
        title: phrase!("{name} among the others", name = name),
        subtitle: phrase!("Share of organisations that lie below; those with the same value count by half."),
        note: phrase!("More is not always better. In the middle stands whoever has as many above as below."),
        alt: phrase!(
            "Dots for the share of organisations that lie below: {rows}.",
            rows = (0..table.rows.len()).filter_map(sentence).collect::<Vec<Phrase>>()
        ),
        audience: Audience::Internal,
        shape: Shape::Rows { label: "label".into() },
        x: Axis { range: Some((0.0, 1.0)), ..axis(phrase!("Share that lies below"), Format::Percent(0), vec![middle]) },
        y: no_axis(),
        layers: all
            .into_iter()
            .filter(|(key, ..)| there(key))
            .map(|(key, name, tone)| layer(key, name, tone))
            .collect(),
    }
}
