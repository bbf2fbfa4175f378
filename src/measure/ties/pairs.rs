//! Pairs of organisations as cases: did ties change more where both, or one of the two, took part in the program?

use ndarray::Array2;

use crate::exhibit::{Audience, Cell, Column, Format, Table, TableRole};
use crate::math::network::{Dyads, dyadic_covariance, dyadic_freedom, group_gaps};
use crate::math::random::Stream;
use crate::math::special::t_quantile;
use crate::panel::{Data, Network, Panel};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::Ties;
use super::table::period;
use super::wave::{Wave, data};

/// With more organisations the pairs would be too many.
const MOST: usize = 1500;
/// With fewer degrees of freedom there is hardly anything to judge errors by.
const LEAST_FREEDOM: f64 = 4.0;
/// Orders of who took part, at most.
const MOST_ORDERS: u64 = 1999;

/// The table; nothing where the study names no program, or there is one period only.
pub(super) fn table(
    measure: &Ties,
    name: &str,
    network: &Network,
    panel: &Panel,
    waves: &[Wave],
    stream: Stream,
) -> Option<Table> {
    let program = measure.program.as_ref()?;
    let [before, .., after] = waves else { return None };
    let values = data(panel, program, before.period).or_else(|| data(panel, program, after.period))?;
    let took = |node: usize| match values {
        Data::Number(values) => {
            network.nodes[node].first().map(|unit| values[*unit as usize]).filter(|it| !it.is_nan())
        }
        _ => None,
    };
    let nodes: Vec<usize> = (0..before.answered.len())
        .filter(|&node| before.answered[node] && after.answered[node] && took(node).is_some())
        .collect();
    let member: Vec<bool> = nodes.iter().map(|&node| took(node) == Some(1.0)).collect();
    let mut table = empty(name);
    let members = member.iter().filter(|it| **it).count();
    if members >= 2 && nodes.len() >= members + 2 && nodes.len() <= MOST {
        let change = |a: usize, b: usize| {
            let tie = |wave: &Wave| {
                f64::from(u8::from(
                    wave.ties.has(nodes[a] as u32, nodes[b] as u32) || wave.ties.has(nodes[b] as u32, nodes[a] as u32),
                ))
            };
            tie(after) - tie(before)
        };
        rows(&mut table, panel, (before, after), &member, &change, measure.draws.min(MOST_ORDERS), stream);
    }
    table.notes = notes(measure.draws.min(MOST_ORDERS));
    Some(table)
}

fn empty(name: &str) -> Table {
    let columns = vec![
        Column::new("from", phrase!("Earlier period"), Format::Text),
        Column::new("to", phrase!("Later period"), Format::Text),
        Column::new("pairs", phrase!("Pairs of organisations"), Format::Text),
        Column::new("n", phrase!("Pairs"), Format::Count),
        Column::new("mean", phrase!("Change in the share of pairs with a tie"), Format::Percent(1)),
        Column::new("difference", phrase!("Difference from pairs of two that took no part"), Format::Percent(1)),
        Column::new("low", phrase!("At least"), Format::Percent(1)),
        Column::new("high", phrase!("At most"), Format::Percent(1)),
        Column::new("p", phrase!("p (who took part exchanged)"), Format::PValue),
    ];
    let id = TableRole::Measure(format!("{name}-pairs"));
    let table =
        Table::new(id, phrase!("Ties of pairs by how many of the two took part ({name})", name = name), columns);
    Table { audience: Audience::Internal, ..table }
}

fn rows(
    table: &mut Table,
    panel: &Panel,
    (before, after): (&Wave, &Wave),
    member: &[bool],
    change: &dyn Fn(usize, usize) -> f64,
    draws: u64,
    stream: Stream,
) {
    let n = member.len();
    let ends: Vec<(u32, u32)> = (0..n as u32).flat_map(|a| (a + 1..n as u32).map(move |b| (a, b))).collect();
    let y: Vec<f64> = ends.iter().map(|&(a, b)| change(a as usize, b as usize)).collect();
    let kind = |&(a, b): &(u32, u32)| usize::from(member[a as usize]) + usize::from(member[b as usize]);
    let of = |wanted: usize| -> (usize, f64) {
        let own: Vec<f64> = ends.iter().zip(&y).filter(|(pair, _)| kind(pair) == wanted).map(|(_, y)| *y).collect();
        (own.len(), own.iter().sum::<f64>() / own.len() as f64)
    };
    let means = [of(0), of(1), of(2)];
    let intervals = intervals(&ends, &y, &kind, n);
    let gaps = group_gaps(&ends, &y, member, draws, stream);
    let names = [phrase!("neither took part"), phrase!("one of the two took part"), phrase!("both took part")];
    for (at, name) in names.into_iter().enumerate() {
        let mut cells = vec![
            period(panel, before),
            period(panel, after),
            Cell::phrase(name),
            Cell::statistic(means[at].0 as f64),
            Cell::statistic(means[at].1),
        ];
        match at {
            0 => cells.extend((0..4).map(|_| Cell::empty())),
            at => {
                let (low, high) = intervals[at - 1].unwrap_or((f64::NAN, f64::NAN));
                cells.extend([gaps[at - 1].0, low, high, gaps[at - 1].1].map(Cell::statistic));
            }
        }
        table.push(cells);
    }
}

/// 95 % intervals of both differences; nothing where there is too little to judge their errors by.
fn intervals(ends: &[(u32, u32)], y: &[f64], kind: &dyn Fn(&(u32, u32)) -> usize, n: usize) -> [Option<(f64, f64)>; 2] {
    let count = |wanted: usize| ends.iter().filter(|pair| kind(pair) == wanted).count() as f64;
    let mean = |wanted: usize| {
        let own = ends.iter().zip(y).filter(|(pair, _)| kind(pair) == wanted).map(|(_, y)| *y);
        own.sum::<f64>() / count(wanted)
    };
    let (means, counts) = ([mean(0), mean(1), mean(2)], [count(0), count(1), count(2)]);
    let residual: Vec<f64> = ends.iter().zip(y).map(|(pair, y)| y - means[kind(pair)]).collect();
    [1, 2].map(|of| {
        let weight = |pair: &(u32, u32)| match kind(pair) {
            0 => -1.0 / counts[0],
            other if other == of => 1.0 / counts[of],
            _ => 0.0,
        };
        let weights: Vec<f64> = ends.iter().map(weight).collect();
        let error = ContrastError::of(ends, &weights, &residual, n);
        (error.freedom >= LEAST_FREEDOM).then(|| {
            let half = t_quantile(0.975, error.freedom) * error.variance.sqrt();
            (means[of] - means[0] - half, means[of] - means[0] + half)
        })
    })
}

/// The error of a difference of means of pairs.
struct ContrastError {
    variance: f64,
    freedom: f64,
}

impl ContrastError {
    /// Errors of pairs that share an organisation hang together (Fafchamps & Gubert), times N/(N − 1); never below those of pairs that
    /// have nothing to do with each other, since the first are often too small by chance. Satterthwaite's degrees of freedom, as if they
    /// had nothing to do with each other.
    fn of(ends: &[(u32, u32)], weights: &[f64], residual: &[f64], n: usize) -> ContrastError {
        let x = Array2::from_shape_vec((ends.len(), 1), weights.to_vec()).expect("a column");
        let shared = dyadic_covariance(Dyads { ends, x: x.view(), residual }, &Array2::ones((1, 1)))[[0, 0]];
        let apart: f64 = weights.iter().zip(residual).map(|(weight, u)| (weight * u).powi(2)).sum();
        let few = n as f64 / (n as f64 - 1.0);
        ContrastError { variance: (shared * few).max(apart), freedom: dyadic_freedom(ends, weights) }
    }
}

fn notes(draws: u64) -> Vec<Phrase> {
    vec![
        phrase!(
            "Of those who answered the first and the last time. p: who took part is exchanged between organisations ({draws} times), so that the ties of each stay together; it holds with few organisations too",
            draws = draws as usize
        ),
        phrase!(
            "Intervals by errors of pairs that share an organisation (Fafchamps and Gubert, with √(N/(N − 1))), never narrower than if pairs had nothing to do with each other, and t with Satterthwaite's degrees of freedom; below {least} of these there is none, and p alone stands",
            least = Arg::rule(LEAST_FREEDOM as usize)
        ),
        phrase!("Pairs are not matched: who took part may differ from the others from the beginning"),
    ]
}
