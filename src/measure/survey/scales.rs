//! Scales: their reliability, and the mean of their items as a variable.

use ndarray::Array2;

use crate::diag::Diagnostic;
use crate::exhibit::{Audience, Cell, Column, Format, Members, Table, TableRole};
use crate::math::random::Stream;
use crate::math::survey::{Alpha, alpha, omega};
use crate::panel::{Content, Data, Derived};
use crate::phrase;
use crate::text::Arg;

use super::super::period_cell;
use super::Scale;
use super::make::Surveyed;
use super::sample::{Sample, data};
use super::variable::variable;

/// The items of a scale as they count, turned where they are asked the other way round: of each unit, NaN where missing.
fn items(sample: &Sample<'_>, scale: &Scale) -> Vec<Vec<f64>> {
    let turned = |name: &String, value: f64| match scale.range {
        Some((least, most)) if scale.reverse.contains(name) => least + most - value,
        _ => value,
    };
    let of = |name: &String| match data(sample.panel, name, sample.period.as_deref()) {
        Some(Data::Number(values)) => values.iter().map(|value| turned(name, *value)).collect(),
        _ => vec![f64::NAN; sample.panel.units.len()],
    };
    scale.items.iter().map(of).collect()
}

fn complete(sample: &Sample<'_>, items: &[Vec<f64>]) -> (Vec<u32>, Array2<f64>) {
    let all = |unit: &u32| items.iter().all(|item| !item[*unit as usize].is_nan());
    let who: Vec<u32> = sample.units.iter().copied().filter(all).collect();
    let table = Array2::from_shape_fn((who.len(), items.len()), |(row, item)| items[item][who[row] as usize]);
    (who, table)
}

/// Reliability of scales, and of their items.
pub(super) fn tables(surveyed: &Surveyed<'_>, stream: Stream) -> (Vec<Table>, Vec<Diagnostic>) {
    let percent = Arg::level(surveyed.level);
    let end = |key: &str, title| Column::new(key, title, Format::Number(2));
    let columns = vec![
        Column::new("scale", phrase!("Scale"), Format::Text),
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("items", phrase!("Items"), Format::Count),
        Column::new("n", phrase!("Answered all items"), Format::Count),
        end("alpha", phrase!("Cronbach's alpha")),
        end("low_alpha", phrase!("alpha: {level} interval, lower end", level = percent.clone())),
        end("high_alpha", phrase!("alpha: {level} interval, upper end", level = percent.clone())),
        end("omega", phrase!("Omega (one factor)")),
        end("low_omega", phrase!("omega: {level} interval, lower end", level = percent.clone())),
        end("high_omega", phrase!("omega: {level} interval, upper end", level = percent)),
    ];
    let id = TableRole::Measure(format!("{}-scales", surveyed.name));
    let mut table = Table::new(id, phrase!("How reliable scales are ({name})", name = surveyed.name), columns);
    let own = vec![
        Column::new("scale", phrase!("Scale"), Format::Text),
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("item", phrase!("Item"), Format::Text),
        end("rest", phrase!("Correlation with the sum of the others")),
        end("without", phrase!("alpha without it")),
    ];
    let id = TableRole::Measure(format!("{}-items", surveyed.name));
    let mut each = Table::new(id, phrase!("Items of scales ({name})", name = surveyed.name), own);
    let mut problems = Vec::new();
    for sample in &surveyed.samples {
        for (name, scale) in &surveyed.measure.scales {
            let (who, answers) = complete(sample, &items(sample, scale));
            let Some(found) = alpha(&answers, surveyed.level) else { continue };
            problems.extend(against(surveyed, name, scale, &found));
            let draws = stream.child(name).child(sample.period.as_deref().unwrap_or(""));
            let total = omega(&answers, surveyed.level, surveyed.measure.draws, draws);
            table.push(row(sample, name, scale, &who, &found, total));
            for (at, item) in scale.items.iter().enumerate() {
                let label = sample
                    .panel
                    .variables
                    .get(item)
                    .map_or_else(|| Cell::text(item.as_str()), |info| Cell::words(&info.label));
                let mut row =
                    vec![Cell::text(name.as_str()), period_cell(sample.panel, sample.period.as_deref()), label];
                row.extend([found.item_rest[at], found.without[at]].map(Cell::statistic));
                each.push(row);
            }
        }
    }
    table.notes = vec![phrase!(
        "Of those who answered all items, without weights. Alpha with Feldt's interval; omega: one factor by maximum likelihood in the units of the items, with the interval of {draws} samples drawn anew. Omega is missing where an item would have no error of its own. Neither tells whether a scale measures what it should",
        draws = surveyed.measure.draws as usize
    )];
    each.audience = Audience::Internal;
    let all = [table, each].into_iter().filter(|table| !table.rows.is_empty()).collect();
    problems.dedup_by(|a, b| a.message == b.message);
    (all, problems)
}

fn row(
    sample: &Sample<'_>,
    name: &str,
    scale: &Scale,
    who: &[u32],
    found: &Alpha,
    total: Option<(f64, (f64, f64))>,
) -> Vec<Cell> {
    let n = who.len();
    let result = |value: f64| Cell::statistic(value).with_n(n);
    let mut row = vec![
        Cell::text(name),
        period_cell(sample.panel, sample.period.as_deref()),
        Cell::scale(scale.items.len() as f64),
        Cell::count_of(Members::of(who.iter().copied())),
    ];
    row.extend([found.alpha, found.interval.0, found.interval.1].map(result));
    match total {
        Some((omega, (low, high))) => row.extend([omega, low, high].map(result)),
        None => row.extend([(); 3].map(|()| Cell::empty())),
    }
    row
}

/// An item that goes against the others is never turned in silence.
fn against(surveyed: &Surveyed<'_>, name: &str, scale: &Scale, found: &Alpha) -> Option<Diagnostic> {
    let against: Vec<&str> = scale
        .items
        .iter()
        .zip(&found.item_rest)
        .filter(|(_, rest)| **rest < 0.0)
        .map(|(item, _)| item.as_str())
        .collect();
    (!against.is_empty()).then(|| {
        let message = phrase!(
            "Items of the scale `{name}` go against the others: {list}",
            name = name,
            list = Arg::from(against)
        );
        let hint = phrase!(
            "Where they are asked the other way round: {example}; else take them out",
            example = "reverse = [\"Q3\"], range = [1, 5]"
        );
        Diagnostic::error("wrong-option", message).hint(hint).at(surveyed.block.place("scales"))
    })
}

/// Of each scale the mean of the items of those who answered at least half of them.
pub(super) fn variables(surveyed: &Surveyed<'_>) -> Vec<Derived> {
    surveyed.measure.scales.iter().map(|(name, scale)| mean(surveyed, name, scale)).collect()
}

fn mean(surveyed: &Surveyed<'_>, name: &str, scale: &Scale) -> Derived {
    let label = phrase!("{scale} (mean of {n} items)", scale = name, n = scale.items.len());
    variable(surveyed, (name, label, Content::Number), &scale.items, |_, sample| {
        let items = items(sample, scale);
        let of = |unit: usize| {
            let known: Vec<f64> = items.iter().map(|item| item[unit]).filter(|value| !value.is_nan()).collect();
            let enough = sample.place[unit].is_some() && 2 * known.len() >= items.len();
            if enough { known.iter().sum::<f64>() / known.len() as f64 } else { f64::NAN }
        };
        (0..sample.panel.units.len()).map(of).collect()
    })
}
