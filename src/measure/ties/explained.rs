//! What ties go with: regression of who has a tie to whom on what organisations have in common (MRQAP).

use ndarray::Array2;

use crate::diag::Diagnostic;
use crate::exhibit::{Audience, Cell, Column, Format, Table, TableRole};
use crate::math::network;
use crate::math::random::Stream;
use crate::panel::{Data, Network, Panel};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Arg, Phrase};

use super::table::period;
use super::wave::{Wave, data};
use super::{BEFORE, Ties};

/// With more organisations the cells of all pairs would be too many.
const MOST: usize = 400;
/// Cells times orders that are gone through at most.
const MOST_WORK: u64 = 200_000_000;

/// The table of coefficients; nothing where the study asks for none.
pub(super) fn table(
    measure: &Ties,
    name: &str,
    network: &Network,
    panel: &Panel,
    waves: &[Wave],
    stream: Stream,
) -> Option<Table> {
    if measure.goes_with.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("what", phrase!("What"), Format::Text),
        Column::new("n", phrase!("Organisations that answered"), Format::Count),
        Column::new("coefficient", phrase!("Difference in the share of pairs with a tie"), Format::Number(3)),
        Column::new("t", phrase!("t statistic"), Format::Number(2)),
        Column::new("p", phrase!("p (who is who exchanged)"), Format::PValue),
    ];
    let id = TableRole::Measure(format!("{name}-goes-with"));
    let mut table = Table::new(id, phrase!("What ties go with ({name})", name = name), columns);
    for (at, wave) in waves.iter().enumerate() {
        let earlier = at.checked_sub(1).map(|before| &waves[before]);
        let fitted = fitted(measure, network, panel, wave, earlier, stream.child(&at.to_string()));
        for (what, n, found) in fitted {
            let cells = [found.coefficient, found.t, found.p_two_sided].map(Cell::statistic);
            table.push(
                [period(panel, wave), Cell::phrase(what), Cell::statistic(n as f64)].into_iter().chain(cells).collect(),
            );
        }
    }
    table.notes = vec![phrase!(
        "Each coefficient with all others held fixed; words: the same value, numbers: one more in the distance of the two. p by double semi-partialling: what the others do not explain is exchanged between organisations, in all ways or in {draws} random ones. Periods without an earlier one have no `before`.",
        draws = measure.draws as usize
    )];
    Some(Table { audience: Audience::Internal, ..table })
}

type Fitted = Vec<(Phrase, usize, network::Partialled)>;

fn fitted(
    measure: &Ties,
    network: &Network,
    panel: &Panel,
    wave: &Wave,
    earlier: Option<&Wave>,
    stream: Stream,
) -> Fitted {
    let mut named: Vec<(Phrase, Kind<'_>)> = Vec::new();
    for name in &measure.goes_with {
        if name == BEFORE {
            named.extend(earlier.map(|wave| (phrase!("tie the time before"), Kind::Before(wave))));
        } else if let Some(values) = data(panel, name, wave.period) {
            let label =
                panel.variables.get(name).map_or_else(|| Phrase::verbatim(name.clone()), |it| Phrase::words(&it.label));
            named.push(match values {
                Data::Number(values) => (phrase!("distance in {variable}", variable = label), Kind::Numbers(values)),
                words => (phrase!("same {variable}", variable = label), Kind::Words(words)),
            });
        }
    }
    let known = |node: &usize| {
        let unit = network.nodes[*node].first().map(|unit| *unit as usize);
        wave.answered[*node] && unit.is_some_and(|unit| named.iter().all(|(_, kind)| kind.knows(*node, unit)))
    };
    let nodes: Vec<usize> = (0..wave.answered.len()).filter(known).collect();
    let n = nodes.len();
    if !(4..=MOST).contains(&n) || named.is_empty() {
        return Vec::new();
    }
    let square = |of: &dyn Fn(usize, usize) -> f64| Array2::from_shape_fn((n, n), |(a, b)| of(nodes[a], nodes[b]));
    let unit = |node: usize| network.nodes[node].first().map_or(0, |unit| *unit as usize);
    let tie = |graph: &network::Graph, a: usize, b: usize| f64::from(u8::from(graph.has(a as u32, b as u32)));
    let y = square(&|a, b| tie(&wave.ties, a, b));
    let x: Vec<Array2<f64>> =
        named.iter().map(|(_, kind)| square(&|a, b| kind.of((a, b), (unit(a), unit(b))))).collect();
    let half = |&(a, b): &(u32, u32)| if wave.directed { a != b } else { a < b };
    let cells: Vec<(u32, u32)> = (0..n as u32).flat_map(|a| (0..n as u32).map(move |b| (a, b))).filter(half).collect();
    if cells.len() <= named.len() + 1 {
        return Vec::new();
    }
    let draws = measure.draws.min((MOST_WORK / cells.len() as u64).max(99));
    let movable = vec![true; n];
    let one = |at: usize| {
        let found = network::partialled(&y, &x, at, &cells, &movable, draws, stream.child(&at.to_string()));
        (named[at].0.clone(), n, found)
    };
    (0..named.len()).map(one).filter(|(.., found)| found.t.is_finite()).collect()
}

/// What two organisations have in common.
enum Kind<'d> {
    Before(&'d Wave),
    Numbers(&'d [f64]),
    Words(&'d Data),
}

impl Kind<'_> {
    fn knows(&self, node: usize, unit: usize) -> bool {
        match self {
            Kind::Before(wave) => wave.answered[node],
            Kind::Numbers(values) => !values[unit].is_nan(),
            Kind::Words(words) => words.text(unit).is_some(),
        }
    }

    fn of(&self, (a, b): (usize, usize), (one, other): (usize, usize)) -> f64 {
        match self {
            Kind::Before(wave) => f64::from(u8::from(wave.ties.has(a as u32, b as u32))),
            Kind::Numbers(values) => (values[one] - values[other]).abs(),
            Kind::Words(words) => f64::from(u8::from(words.text(one) == words.text(other))),
        }
    }
}

/// What could not be done.
pub(super) fn problems(measure: &Ties, block: &MeasureBlock, waves: &[Wave]) -> Vec<Diagnostic> {
    if measure.goes_with.is_empty() {
        return Vec::new();
    }
    let large = waves.iter().map(|wave| wave.answered.iter().filter(|it| **it).count()).find(|n| *n > MOST);
    let problem = |message| Diagnostic::warning("ties-too-many", message).at(block.place("goes_with"));
    let large = large.map(|n| {
        problem(phrase!(
            "{n} organisations are too many for `goes_with`: it takes up to {most}",
            n = n,
            most = Arg::rule(MOST)
        ))
    });
    let before = measure.goes_with.iter().any(|name| name == BEFORE);
    let alone = (before && waves.len() < 2)
        .then(|| problem(phrase!("`before` in `goes_with` says nothing: the ties have one period")));
    large.into_iter().chain(alone).collect()
}
