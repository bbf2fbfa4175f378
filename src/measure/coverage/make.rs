use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::exhibit::{Cell, Column, Format, Link, Members, Relation, Table, TableRole};
use crate::panel::{Content, Data, Panel};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Arg, Phrase, Words};

use super::super::series::{periods, variable_at};
use super::super::{MeasureOutput, table_id};
use super::{Coverage, Tiles, figure, tiles};

/// Organisations are counted per so many people, unless the study says otherwise.
const PER: f64 = 10_000.0;

/// An area.
pub(super) struct Area {
    pub name: String,
    pub label: Words,
    pub people: Option<f64>,
    pub place: Option<[u32; 2]>,
    /// Whether the study gives it a place of its own.
    named: bool,
    units: Vec<u32>,
}

impl Area {
    /// Whether it stands beside the activities: areas without organisations do only where the study itself names them.
    fn is_of_grid(&self) -> bool {
        !self.units.is_empty() || self.people.is_some() || self.named
    }
}

/// An activity with those who do it.
pub(super) struct Activity {
    pub label: Phrase,
    units: Vec<bool>,
    /// The variable, where each organisation has one of its words: these add up.
    one_of: Option<String>,
}

pub(super) fn make(measure: &Coverage, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = &block.name.value;
    let Some(data) = last(panel, &measure.area) else { return MeasureOutput::default() };
    let areas = areas(measure, panel, data);
    let activities: Vec<Activity> = measure.activities.iter().flat_map(|name| activities(panel, name)).collect();
    let by_area = by_area(measure, name, &areas);
    let mut tables = vec![by_area];
    let mut figures = Vec::new();
    if areas.iter().any(|area| area.place.is_some()) {
        let map = map(measure, name, &areas);
        figures.push(figure::tiles(name, &map, !measure.population.is_empty(), per(measure)));
        tables.push(map);
    }
    let mut links = Vec::new();
    if !activities.is_empty() {
        let shown: Vec<usize> = (0..areas.len()).filter(|&at| areas[at].is_of_grid()).collect();
        let grid = grid(name, &areas, &shown, &activities);
        links = sums(&tables[0], &grid, &shown, &activities);
        figures.push(figure::grid(name, &grid, shown.len(), &activities));
        tables.push(grid);
    }
    MeasureOutput {
        tables,
        figures,
        links,
        problems: problems(measure, block, panel, data, &areas),
        ..MeasureOutput::default()
    }
}

fn last<'p>(panel: &'p Panel, name: &str) -> Option<&'p Data> {
    panel.data(&variable_at(panel, name, &periods(panel, name).pop().flatten())?)
}

fn per(measure: &Coverage) -> f64 {
    measure.per.unwrap_or(PER)
}

/// Areas with organisations, with a population, or on the map, by name.
fn areas(measure: &Coverage, panel: &Panel, data: &Data) -> Vec<Area> {
    let text = |unit: usize| data.text(unit).map(str::to_string);
    let japan = matches!(&measure.tiles, Some(Tiles::Known(_)));
    let of_map: Vec<String> = match &measure.tiles {
        Some(Tiles::Own(places)) => places.keys().cloned().collect(),
        _ => Vec::new(),
    };
    let mut names: BTreeSet<String> = (0..panel.units.len()).filter_map(text).collect();
    names.extend(measure.population.keys().cloned());
    names.extend(of_map);
    if japan {
        let there: BTreeSet<[u32; 2]> =
            names.iter().filter_map(|name| tiles::prefecture(name)).map(|it| it.1).collect();
        let lacking = tiles::all().filter(|name| tiles::prefecture(name).is_some_and(|it| !there.contains(&it.1)));
        names.extend(lacking.map(str::to_string).collect::<Vec<_>>());
    }
    let area = |name: String| {
        let known = if japan { tiles::prefecture(&name) } else { None };
        let place = match &measure.tiles {
            Some(Tiles::Own(places)) => places.get(&name).copied(),
            _ => known.as_ref().map(|it| it.1),
        };
        Area {
            units: (0..panel.units.len())
                .filter(|&unit| text(unit).as_ref() == Some(&name))
                .map(|unit| unit as u32)
                .collect(),
            label: known.map_or_else(|| Words::plain(name.as_str()), |it| it.0),
            people: measure.population.get(&name).copied(),
            named: matches!(&measure.tiles, Some(Tiles::Own(_))) && place.is_some(),
            place,
            name,
        }
    };
    let mut areas: Vec<Area> = names.into_iter().map(area).collect();
    if japan {
        // In the order of the official codes; others after them.
        areas.sort_by_key(|area| tiles::code(&area.name).unwrap_or(usize::MAX));
    }
    areas
}

/// The words of a variable, or the variable itself where it holds yes and no.
fn activities(panel: &Panel, name: &str) -> Vec<Activity> {
    let (Some(data), Some(info)) = (last(panel, name), panel.variables.get(name)) else { return Vec::new() };
    let units = panel.units.len();
    match data {
        Data::Number(values) if info.content == Content::YesNo => {
            vec![Activity {
                label: Phrase::words(&info.label),
                units: values.iter().map(|value| *value == 1.0).collect(),
                one_of: None,
            }]
        }
        Data::Category { levels, .. } => {
            let of = |level: &String| Activity {
                label: Phrase::verbatim(level.clone()),
                units: (0..units).map(|unit| data.text(unit) == Some(level)).collect(),
                one_of: Some(name.to_string()),
            };
            let unknown: Vec<bool> = (0..units).map(|unit| data.text(unit).is_none()).collect();
            let not_known = Activity { label: phrase!("not known"), one_of: Some(name.to_string()), units: unknown };
            let rest = Some(not_known).filter(|it| it.units.contains(&true));
            levels.iter().map(of).chain(rest).collect()
        }
        Data::Number(_) => Vec::new(),
    }
}

fn problems(measure: &Coverage, block: &MeasureBlock, panel: &Panel, data: &Data, areas: &[Area]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for name in &measure.activities {
        if activities(panel, name).is_empty() {
            let message = phrase!("`{name}` holds neither words nor yes and no", name = name);
            problems.push(Diagnostic::error("formula-type", message).at(block.place("activities")));
        }
    }
    if matches!(data, Data::Number(_)) {
        let message = phrase!("`{name}` holds no words", name = &measure.area);
        problems.push(Diagnostic::error("formula-type", message).at(block.place("area")));
    }
    let unknown = |what: &dyn Fn(&&Area) -> bool| -> Vec<String> {
        areas.iter().filter(|area| !area.units.is_empty()).filter(what).map(|area| area.name.clone()).collect()
    };
    let lacking = if measure.population.is_empty() { Vec::new() } else { unknown(&|area| area.people.is_none()) };
    if !lacking.is_empty() {
        let message = phrase!("No population is given for {names}", names = Arg::from(lacking));
        problems.push(Diagnostic::warning("area-unknown", message).at(block.place("population")));
    }
    let beside = if measure.tiles.is_none() { Vec::new() } else { unknown(&|area| area.place.is_none()) };
    if !beside.is_empty() {
        let message = phrase!("{names} {names?has|have} no place on the map of tiles", names = Arg::from(beside));
        problems.push(Diagnostic::warning("area-unknown", message).at(block.place("tiles")));
    }
    problems
}

fn members(area: &Area) -> Members {
    Members::of(area.units.iter().copied())
}

fn rate(measure: &Coverage, area: &Area) -> Cell {
    let n = area.units.len();
    match area.people {
        // The population is known: the rate tells how many there are.
        Some(people) => Cell::magnitude(n as f64 / people * per(measure), n).with_contributors(n).of(members(area)),
        None => Cell::empty(),
    }
}

fn people(area: &Area) -> Cell {
    area.people.map_or_else(Cell::empty, Cell::scale)
}

fn by_area(measure: &Coverage, name: &str, areas: &[Area]) -> Table {
    let columns = vec![
        Column::new("area", phrase!("Area"), Format::Text),
        Column::new("n", phrase!("Organisations"), Format::Count),
        Column::new("population", phrase!("Population"), Format::Number(0)),
        Column::new(
            "rate",
            phrase!("Organisations per {per} people", per = Arg::rule(per(measure) as usize)),
            Format::Number(2),
        ),
    ];
    let mut table = Table::new(table_id(name), phrase!("Organisations by area ({name})", name = name), columns);
    for (at, area) in areas.iter().enumerate() {
        table.push(vec![Cell::words(&area.label), Cell::count_of(members(area)), people(area), rate(measure, area)]);
        if area.people.is_some() {
            table.relations.push(Relation { total: (at, 1), parts: vec![(at, 3)] });
        }
    }
    let all = Members::of(areas.iter().flat_map(|area| area.units.iter().copied()));
    table.push(vec![Cell::phrase(phrase!("all")), Cell::count_of(all), Cell::empty(), Cell::empty()]);
    let total = areas.len();
    table.relations.push(Relation { total: (total, 1), parts: (0..total).map(|row| (row, 1)).collect() });
    let gaps: Vec<Phrase> =
        areas.iter().filter(|area| area.units.is_empty()).map(|area| Phrase::words(&area.label)).collect();
    table.notes = vec![phrase!("Organisations where they have their seat; they may work elsewhere too")];
    if !gaps.is_empty() && gaps.len() <= 20 {
        table.notes.push(phrase!("No organisation of the list in: {areas}", areas = gaps));
    }
    table
}

fn map(measure: &Coverage, name: &str, areas: &[Area]) -> Table {
    let columns = vec![
        Column::new("area", phrase!("Area"), Format::Text),
        Column::new("down", phrase!("Place, down"), Format::Count),
        Column::new("across", phrase!("Place, across"), Format::Count),
        Column::new("n", phrase!("Organisations"), Format::Count),
        Column::new(
            "rate",
            phrase!("Organisations per {per} people", per = Arg::rule(per(measure) as usize)),
            Format::Number(1),
        ),
    ];
    let id = TableRole::Measure(format!("{name}-map"));
    let mut table = Table::new(id, phrase!("Organisations on a map of tiles ({name})", name = name), columns);
    for area in areas {
        let Some([down, across]) = area.place else { continue };
        let row = table.rows.len();
        table.push(vec![
            Cell::words(&area.label),
            Cell::scale(f64::from(down)),
            Cell::scale(f64::from(across)),
            Cell::count_of(members(area)),
            rate(measure, area),
        ]);
        if area.people.is_some() {
            table.relations.push(Relation { total: (row, 3), parts: vec![(row, 4)] });
        }
    }
    table
}

fn grid(name: &str, areas: &[Area], shown: &[usize], activities: &[Activity]) -> Table {
    let columns = vec![
        Column::new("activity", phrase!("Activity"), Format::Text),
        Column::new("area", phrase!("Area"), Format::Text),
        Column::new("n", phrase!("Organisations"), Format::Count),
    ];
    let id = TableRole::Measure(format!("{name}-activities"));
    let mut table = Table::new(id, phrase!("Activities by area ({name})", name = name), columns);
    for activity in activities {
        for area in shown.iter().map(|&at| &areas[at]) {
            let own = area.units.iter().copied().filter(|unit| activity.units[*unit as usize]);
            table.push(vec![
                Cell::phrase(activity.label.clone()),
                Cell::words(&area.label),
                Cell::count_of(Members::of(own)),
            ]);
        }
    }
    table.notes =
        vec![phrase!("An organisation with several activities counts at each of them; 0: nobody of the list")];
    table
}

/// Where each organisation of an area has one activity, those of all activities are the organisations of the area.
fn sums(by_area: &Table, grid: &Table, shown: &[usize], activities: &[Activity]) -> Vec<Link> {
    let mut variables: Vec<&String> = activities.iter().filter_map(|activity| activity.one_of.as_ref()).collect();
    variables.dedup();
    let of = |variable: &String| -> Vec<Link> {
        let own: Vec<usize> =
            (0..activities.len()).filter(|&at| activities[at].one_of.as_ref() == Some(variable)).collect();
        let link = |(column, &area): (usize, &usize)| Link {
            total: by_area.at(area, "n"),
            parts: own.iter().map(|at| grid.at(at * shown.len() + column, "n")).collect(),
        };
        shown.iter().enumerate().map(link).collect()
    };
    variables.into_iter().flat_map(of).collect()
}
