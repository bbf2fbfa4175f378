//! The network before and after, on one layout. It shows each organisation with its ties: for those who hold the data only.

use crate::exhibit::drawing::no_axis;
use crate::exhibit::{Audience, Cell, Column, Figure, Format, Layer, Mark, Shape, Table, TableRole, Tone};
use crate::math::network::{self, Graph};
use crate::panel::Panel;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::table::period;
use super::wave::Wave;

/// With more organisations or more ties in a panel nothing could be seen.
const MOST_NODES: usize = 300;
const MOST_TIES: usize = 2500;

/// What became of a tie of one period in the other, in the order in which layers stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    New,
    Lost,
    Kept,
    Unknown,
}

/// The first and the last network with a table of its places; nothing where they are too large to be seen, or empty.
pub(super) fn picture(name: &str, panel: &Panel, waves: &[Wave]) -> Option<(Table, Figure)> {
    let first = waves.first()?;
    let shown: Vec<&Wave> = [waves.first(), waves.last().filter(|_| waves.len() > 1)].into_iter().flatten().collect();
    let ties: Vec<Graph> = shown.iter().map(|wave| wave.ties.either()).collect();
    let nodes = first.units.len();
    let drawable = |graph: &Graph| graph.arcs() / 2 <= MOST_TIES;
    if !(2..=MOST_NODES).contains(&nodes) || !ties.iter().all(drawable) || ties.iter().all(|graph| graph.arcs() == 0) {
        return None;
    }
    let groups = Groups::of(first);
    let either = Graph::new(nodes, ties.iter().flat_map(Graph::pairs));
    let mut names: Vec<usize> = (0..nodes).collect();
    names.sort_by(|&a, &b| id(panel, first, a).cmp(id(panel, first, b)));
    let places = network::ring(&either, &groups.of, &names);
    let mut table = empty(name);
    let mut told = Vec::new();
    for (at, wave) in shown.iter().enumerate() {
        let other = shown.get(1 - at).map(|other| (*other, &ties[1 - at]));
        for &node in &names {
            table.push(node_row(panel, wave, node, &groups, places[node]));
        }
        let own = || ties[at].pairs().filter(|(a, b)| a < b);
        let fates: Vec<((u32, u32), Fate)> = own().map(|tie| (tie, fate(tie, at, wave, other))).collect();
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for &((a, b), fate) in &fates {
            rows.push(tie_row(panel, wave, (a as usize, b as usize), groups.names.len() + fate as usize, &places));
        }
        rows.into_iter().for_each(|row| table.push(row));
        told.push((*wave, fates));
    }
    let figure = figure(name, &table, panel, &groups, &told);
    Some((table, figure))
}

/// The groups that are drawn, with those whose sector is not known as one.
struct Groups {
    of: Vec<u32>,
    names: Vec<Phrase>,
    known: usize,
}

impl Groups {
    fn of(wave: &Wave) -> Groups {
        let Some(sector) = &wave.sector else {
            return Groups { of: vec![0; wave.units.len()], names: vec![phrase!("organisations")], known: 1 };
        };
        let known = sector.names.len();
        let of: Vec<u32> =
            (0..wave.units.len()).map(|node| if sector.knows(node) { sector.of[node] } else { known as u32 }).collect();
        let mut names: Vec<Phrase> = sector.names.iter().map(|name| Phrase::verbatim(name.clone())).collect();
        names.push(phrase!("sector not known"));
        Groups { of, names, known }
    }
}

fn id<'p>(panel: &'p Panel, wave: &Wave, node: usize) -> &'p str {
    panel.units[wave.units[node] as usize].as_str()
}

/// `at` is 0 for the first period; a tie that is not there in the other is new or lost where both were asked then.
fn fate((a, b): (u32, u32), at: usize, _own: &Wave, other: Option<(&Wave, &Graph)>) -> Fate {
    let Some((other, ties)) = other else { return Fate::Kept };
    let asked = other.answered[a as usize] && other.answered[b as usize];
    match (ties.has(a, b), asked) {
        (true, _) => Fate::Kept,
        (false, false) => Fate::Unknown,
        (false, true) if at == 0 => Fate::Lost,
        (false, true) => Fate::New,
    }
}

fn empty(name: &str) -> Table {
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("organisation", phrase!("Organisation"), Format::Text),
        Column::new("partner", phrase!("Partner"), Format::Text),
        Column::new("layer", phrase!("Drawn as (number)"), Format::Count),
        Column::new("hollow", phrase!("No answer"), Format::Count),
        Column::new("x", phrase!("Place, across"), Format::Number(3)),
        Column::new("y", phrase!("Place, down"), Format::Number(3)),
        Column::new("to_x", phrase!("Place of the partner, across"), Format::Number(3)),
        Column::new("to_y", phrase!("Place of the partner, down"), Format::Number(3)),
    ];
    let id = TableRole::Measure(format!("{name}-network"));
    let table = Table::new(id, phrase!("Organisations and their ties ({name})", name = name), columns);
    Table { audience: Audience::Internal, ..table }
}

fn node_row(panel: &Panel, wave: &Wave, node: usize, groups: &Groups, (x, y): (f64, f64)) -> Vec<Cell> {
    vec![
        period(panel, wave),
        Cell::identifier(id(panel, wave, node)),
        Cell::empty(),
        Cell::scale(f64::from(groups.of[node])),
        Cell::scale(f64::from(u8::from(!wave.answered[node]))),
        Cell::scale(x),
        Cell::scale(y),
        Cell::empty(),
        Cell::empty(),
    ]
}

fn tie_row(panel: &Panel, wave: &Wave, (a, b): (usize, usize), layer: usize, places: &[(f64, f64)]) -> Vec<Cell> {
    let (from, to) = (places[a], places[b]);
    vec![
        period(panel, wave),
        Cell::identifier(id(panel, wave, a)),
        Cell::identifier(id(panel, wave, b)),
        Cell::scale(layer as f64),
        Cell::empty(),
        Cell::scale(from.0),
        Cell::scale(from.1),
        Cell::scale(to.0),
        Cell::scale(to.1),
    ]
}

type Told<'w> = (&'w Wave, Vec<((u32, u32), Fate)>);

fn figure(name: &str, table: &Table, panel: &Panel, groups: &Groups, told: &[Told<'_>]) -> Figure {
    let kinds = [
        (phrase!("new"), Tone::After),
        (phrase!("lost later"), Tone::Comparison),
        (phrase!("there in both"), Tone::Muted),
        (phrase!("not known of the other period"), Tone::Before),
    ];
    let layer = |mark, name: Phrase, tone| Layer {
        mark,
        name,
        x: "x".into(),
        y: Some("y".into()),
        low: None,
        high: None,
        tone,
    };
    let tone =
        |at: usize| if at < groups.known { Tone::Kind((at % usize::from(Tone::KINDS)) as u8) } else { Tone::Muted };
    let nodes = groups.names.iter().enumerate().map(|(at, name)| layer(Mark::Point, name.clone(), tone(at)));
    let ties = kinds.into_iter().map(|(name, tone)| layer(Mark::Line, name, tone));
    let layers: Vec<Layer> = nodes.chain(ties).collect();
    Figure {
        id: table.id.name(),
        table: table.id.clone(),
        title: title(name, groups, told),
        subtitle: phrase!(
            "{n} organisations of the register by sector, at the same places each time; ties between sectors cross the middle.",
            n = groups.of.len()
        ),
        note: phrase!(
            "Who has no line has no tie that anybody reports. Ties of those without an answer are known only as far as others report them."
        ),
        alt: alt(panel, groups, told),
        audience: Audience::Internal,
        shape: Shape::Network {
            panel: "period".into(),
            layer: "layer".into(),
            hollow: "hollow".into(),
            hollow_means: phrase!("no answer"),
        },
        x: no_axis(),
        y: no_axis(),
        layers,
    }
}

fn between(groups: &Groups, &((a, b), _): &((u32, u32), Fate)) -> bool {
    let (a, b) = (groups.of[a as usize], groups.of[b as usize]);
    a != b && (a as usize) < groups.known && (b as usize) < groups.known
}

fn title(name: &str, groups: &Groups, told: &[Told<'_>]) -> Phrase {
    let count = |at: usize, fate: Fate| {
        let own = told.get(at).map_or(&[][..], |(_, ties)| ties).iter().filter(|tie| tie.1 == fate);
        own.fold((0_usize, 0_usize), |(n, other), tie| (n + 1, other + usize::from(between(groups, tie))))
    };
    if told.len() < 2 {
        return phrase!("Organisations and their ties ({name})", name = name);
    }
    let ((new, bridges), (lost, lost_bridges)) = (count(1, Fate::New), count(0, Fate::Lost));
    match groups.known > 1 {
        true => phrase!(
            "{new} new ties, {bridges} of them between sectors; {lost} lost, {lost_bridges} of them between sectors",
            new = new,
            bridges = bridges,
            lost = lost,
            lost_bridges = lost_bridges
        ),
        false => phrase!("{new} new ties, {lost} lost", new = new, lost = lost),
    }
}

fn alt(panel: &Panel, groups: &Groups, told: &[Told<'_>]) -> Phrase {
    let size = |at: usize| groups.of.iter().filter(|&&own| own as usize == at).count();
    let sizes: Vec<Phrase> = (0..groups.names.len())
        .filter(|&at| size(at) > 0)
        .map(|at| phrase!("{label} {n}", label = groups.names[at].clone(), n = size(at)))
        .collect();
    let of = |(wave, ties): &Told<'_>| {
        let degree = |node: usize| ties.iter().any(|((a, b), _)| *a as usize == node || *b as usize == node);
        let name = wave
            .period_name(panel)
            .map_or_else(|| phrase!("all in one"), |at| Phrase::verbatim(panel.period_label(at)));
        phrase!(
            "{period}: {ties} {ties?tie|ties}, {bridges} between sectors, {alone} {alone?organisation|organisations} without a tie, {silent} without an answer",
            period = name,
            ties = ties.len(),
            bridges = ties.iter().filter(|tie| between(groups, tie)).count(),
            alone = (0..groups.of.len()).filter(|&node| !degree(node)).count(),
            silent = wave.answered.iter().filter(|answered| !**answered).count()
        )
    };
    let waves = told.iter().map(of).reduce(|all, next| phrase!("{all}; {next}", all = all, next = next));
    let waves = waves.unwrap_or_else(|| Phrase::verbatim(""));
    phrase!(
        "Rings of organisations by sector ({sizes}) with their ties. {waves}.",
        sizes = sizes,
        waves = Arg::from(waves)
    )
}
