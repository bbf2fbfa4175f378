use ndarray::Array2;

use crate::diag::Diagnostic;
use crate::exhibit::{Audience, Cell, Column, Format, Table};
use crate::math::neighbours::{mahalanobis, nearest, standing};
use crate::math::quantile::quantile_sorted;
use crate::panel::{Content, Data, Panel, VarRef};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Phrase, Words};

use super::super::series::{Variable, numbers, periods, variable_at};
use super::super::{MeasureOutput, period_cell, table_id};
use super::{Benchmark, LEAST, page};

/// With more organisations there are no pages: nobody would open them, and each takes a file.
const MOST_PAGES: usize = 500;

/// What an organisation is compared by, at its last period.
pub(super) struct Indicator<'p> {
    pub name: String,
    pub label: Words,
    pub unit: Words,
    pub period: Option<String>,
    pub values: &'p [f64],
    made_of: VarRef,
}

/// Where an organisation stands with one indicator.
#[derive(Clone)]
pub(super) struct Standing {
    pub value: f64,
    /// Among all, its field, its size.
    pub among: [f64; 3],
    /// Quarter, middle and three quarters of similar ones, and how many they are.
    pub similar: Option<([f64; 3], usize)>,
}

pub(super) fn make(measure: &Benchmark, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = &block.name.value;
    let indicators: Vec<Indicator<'_>> = measure.of.iter().filter_map(|name| indicator(panel, name)).collect();
    let groups = Groups::of(measure, panel);
    let peers = peers(measure, panel, &groups);
    let standings: Vec<Vec<Option<Standing>>> = indicators
        .iter()
        .map(|indicator| (0..panel.units.len()).map(|unit| stands(indicator, unit, &groups, &peers)).collect())
        .collect();
    let mut problems = Vec::new();
    let whole = panel.units.len() <= MOST_PAGES;
    if measure.pages && !whole {
        let message =
            phrase!("{n} organisations are too many for a page each; the table has all of them", n = panel.units.len());
        problems.push(Diagnostic::warning("benchmark-pages", message).at(block.place("pages")));
    }
    let variables = indicators.iter().zip(&standings).map(|(indicator, all)| {
        let among = all.iter().map(|it| it.as_ref().map_or(f64::NAN, |it| it.among[0])).collect();
        Variable {
            name: format!("{name}_{}", indicator.name),
            label: phrase!("{variable}: share of organisations that lie below", variable = &indicator.label),
            unit: Words::default(),
            content: Content::Number,
            how: phrase!("method `{method}` of `{source}`", method = Benchmark::NAME, source = &indicator.name),
        }
        .with(vec![(indicator.period.clone(), among, vec![indicator.made_of.clone()])])
    });
    MeasureOutput {
        variables: variables.collect(),
        tables: vec![table(name, panel, &indicators, &standings)],
        pages: match measure.pages && whole {
            true => page::pages(measure, name, panel, &indicators, &standings),
            false => Vec::new(),
        },
        problems,
        ..MeasureOutput::default()
    }
}

fn indicator<'p>(panel: &'p Panel, name: &str) -> Option<Indicator<'p>> {
    let period = periods(panel, name).pop()?;
    let info = panel.variables.get(name)?;
    Some(Indicator {
        name: name.into(),
        label: info.label.clone(),
        unit: info.unit.clone(),
        values: numbers(panel, name, &period)?,
        made_of: variable_at(panel, name, &period)?,
        period,
    })
}

/// Field and size of each unit, as far as they are known.
pub(super) struct Groups {
    pub field: Vec<Option<u32>>,
    pub size: Vec<Option<u32>>,
}

impl Groups {
    fn of(measure: &Benchmark, panel: &Panel) -> Groups {
        let units = panel.units.len();
        let none = || vec![None; units];
        let last = |name: &String| variable_at(panel, name, &periods(panel, name).pop().flatten());
        let field = measure.field.as_ref().and_then(|name| panel.data(&last(name)?)).map(|data| {
            let mut texts: Vec<String> = (0..units).filter_map(|unit| text(data, unit)).collect();
            texts.sort();
            texts.dedup();
            (0..units).map(|unit| texts.binary_search(&text(data, unit)?).ok().map(|at| at as u32)).collect()
        });
        let size = measure.size.as_ref().and_then(|name| panel.numbers(&last(name)?)).map(thirds);
        Groups { field: field.unwrap_or_else(none), size: size.unwrap_or_else(none) }
    }
}

fn text(data: &Data, unit: usize) -> Option<String> {
    match data {
        Data::Number(values) => Some(values[unit]).filter(|value| !value.is_nan()).map(|value| value.to_string()),
        words => words.text(unit).map(str::to_string),
    }
}

/// Small, middle and large: those of equal value are together.
fn thirds(values: &[f64]) -> Vec<Option<u32>> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    if sorted.is_empty() {
        return vec![None; values.len()];
    }
    let cuts = [quantile_sorted(&sorted, 1.0 / 3.0), quantile_sorted(&sorted, 2.0 / 3.0)];
    let of = |value: &f64| (!value.is_nan()).then(|| cuts.iter().filter(|cut| *value > **cut).count() as u32);
    values.iter().map(of).collect()
}

/// Of each unit the similar ones, the nearest first; none where something is not known of it.
fn peers(measure: &Benchmark, panel: &Panel, groups: &Groups) -> Vec<Vec<usize>> {
    let columns: Vec<&[f64]> =
        measure.near.iter().filter_map(|name| numbers(panel, name, &periods(panel, name).pop().flatten())).collect();
    let mut found = vec![Vec::new(); panel.units.len()];
    let known: Vec<usize> =
        (0..panel.units.len()).filter(|&unit| columns.iter().all(|column| !column[unit].is_nan())).collect();
    // The order of rows decides nothing: of equally near ones the first by id.
    let mut known: Vec<usize> = known;
    known.sort_by(|&a, &b| panel.units[a].cmp(&panel.units[b]));
    if known.len() < 2 || columns.is_empty() {
        return found;
    }
    let points =
        mahalanobis(&Array2::from_shape_fn((known.len(), columns.len()), |(row, column)| columns[column][known[row]]));
    for (row, &unit) in known.iter().enumerate() {
        let all = nearest(&points, row, known.len());
        let within =
            all.into_iter().map(|other| known[other]).filter(|&other| groups.field[other] == groups.field[unit]);
        found[unit] = within.take(measure.peers).collect();
    }
    found
}

fn stands(indicator: &Indicator<'_>, unit: usize, groups: &Groups, peers: &[Vec<usize>]) -> Option<Standing> {
    let values = indicator.values;
    let value = values[unit];
    if value.is_nan() {
        return None;
    }
    let among = |same: &dyn Fn(usize) -> bool| {
        let others: Vec<f64> = (0..values.len())
            .filter(|&other| other != unit && !values[other].is_nan() && same(other))
            .map(|other| values[other])
            .collect();
        if others.len() < LEAST { f64::NAN } else { standing(value, others) }
    };
    let with = |of: &[Option<u32>]| {
        let own = of[unit];
        if own.is_none() { f64::NAN } else { among(&|other| of[other] == own) }
    };
    let mut similar: Vec<f64> = peers[unit].iter().map(|&peer| values[peer]).filter(|value| !value.is_nan()).collect();
    similar.sort_by(f64::total_cmp);
    let quarters =
        [0.25, 0.5, 0.75].map(|part| if similar.is_empty() { f64::NAN } else { quantile_sorted(&similar, part) });
    Some(Standing {
        value,
        among: [among(&|_| true), with(&groups.field), with(&groups.size)],
        similar: (similar.len() >= LEAST).then_some((quarters, similar.len())),
    })
}

/// The columns of where an organisation stands.
pub(super) fn columns() -> Vec<Column> {
    vec![
        Column::new("value", phrase!("Own value"), Format::Number(1)),
        Column::new("among_all", phrase!("Share of all that lie below"), Format::Percent(0)),
        Column::new("among_field", phrase!("Share of its field that lie below"), Format::Percent(0)),
        Column::new("among_size", phrase!("Share of its size that lie below"), Format::Percent(0)),
        Column::new("n_similar", phrase!("Similar ones"), Format::Count),
        Column::new("low", phrase!("Similar ones: a quarter lies below"), Format::Number(1)),
        Column::new("middle", phrase!("Similar ones: middle"), Format::Number(1)),
        Column::new("high", phrase!("Similar ones: a quarter lies above"), Format::Number(1)),
    ]
}

/// Its cells, in the order of [`columns`].
pub(super) fn cells(standing: &Standing) -> Vec<Cell> {
    let ([low, middle, high], n) = standing.similar.unwrap_or(([f64::NAN; 3], 0));
    let [all, field, size] = standing.among;
    [standing.value, all, field, size, n as f64, low, middle, high].map(Cell::statistic).to_vec()
}

/// Notes that every table of standings has.
pub(super) fn notes() -> Vec<Phrase> {
    vec![
        phrase!("Share that lie below: those with the same value count by half; not given with fewer than five others"),
        phrase!(
            "Similar ones: nearest by Mahalanobis distance, within the same field where one is named; not given with fewer than five"
        ),
        phrase!("For the house and for the organisation itself: never for the public"),
    ]
}

fn table(name: &str, panel: &Panel, indicators: &[Indicator<'_>], standings: &[Vec<Option<Standing>>]) -> Table {
    let mut all = vec![
        Column::new("organisation", phrase!("Organisation"), Format::Text),
        Column::new("indicator", phrase!("Indicator"), Format::Text),
        Column::new("period", phrase!("Period"), Format::Text),
    ];
    all.extend(columns());
    let mut table =
        Table::new(table_id(name), phrase!("Each organisation among the others ({name})", name = name), all);
    for unit in 0..panel.units.len() {
        for (indicator, of) in indicators.iter().zip(standings) {
            let Some(standing) = &of[unit] else { continue };
            let period = period_cell(panel, indicator.period.as_deref());
            let head = vec![Cell::identifier(panel.units[unit].as_str()), Cell::words(&indicator.label), period];
            table.push(head.into_iter().chain(cells(standing)).collect());
        }
    }
    table.notes = notes();
    Table { audience: Audience::Internal, ..table }
}
