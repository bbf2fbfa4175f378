//! Core and periphery, and what would be if everybody had as many ties and these went anywhere.

use crate::exhibit::{Audience, Cell, Column, Format, Table, TableRole};
use crate::math::network::{self, CorePeriphery, Graph, MOST_NODES, Pattern};
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::mixing::known;
use super::table::period;
use super::wave::Wave;
use super::{CoreRule, Ties};

pub(super) type Core = CorePeriphery;

/// The best division; nothing where there are too many organisations to try all, or none has a correlation.
pub(super) fn core(ties: &Graph, rule: CoreRule) -> Option<Core> {
    let pattern = match rule {
        CoreRule::Tied => Pattern::Tied,
        CoreRule::LeftOut => Pattern::LeftOut,
    };
    network::core_periphery(ties, pattern)
}

/// The table; nothing where the study asks for neither.
pub(super) fn table(measure: &Ties, name: &str, panel: &Panel, waves: &[Wave], stream: Stream) -> Option<Table> {
    if measure.core_periphery.is_none() && measure.rewired == 0 {
        return None;
    }
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("what", phrase!("What"), Format::Text),
        Column::new("value", phrase!("Value"), Format::Number(3)),
        Column::new("chance", phrase!("Mean of networks drawn"), Format::Number(3)),
        Column::new("p", phrase!("p (as far from those drawn)"), Format::PValue),
    ];
    let id = TableRole::Measure(format!("{name}-structure"));
    let mut table = Table::new(id, phrase!("How the network is built ({name})", name = name), columns);
    for wave in waves {
        for (what, value, chance) in told(measure, wave, stream) {
            let cell = |value: f64| if value.is_nan() { Cell::empty() } else { Cell::statistic(value) };
            let [mean, p] = chance.map_or_else(|| [Cell::empty(), Cell::empty()], |(mean, p)| [cell(mean), cell(p)]);
            table.push(vec![period(panel, wave), Cell::phrase(what), cell(value), mean, p]);
        }
    }
    table.notes = notes(measure);
    Some(Table { audience: Audience::Internal, ..table })
}

type Told = (Phrase, f64, Option<(f64, f64)>);

fn told(measure: &Ties, wave: &Wave, stream: Stream) -> Vec<Told> {
    let mut told = Vec::new();
    if measure.core_periphery.is_some() {
        let of = |value: fn(&Core) -> f64| wave.core.as_ref().map_or(f64::NAN, value);
        let size = |core: &Core| core.core.iter().filter(|core| **core).count() as f64;
        let unique = wave.core.as_ref().filter(|core| core.optima == 1).map_or(f64::NAN, size);
        told.push((phrase!("core and periphery: correlation with the ideal"), of(|core| core.correlation), None));
        told.push((
            phrase!("core and periphery: divisions that fit as well as the best"),
            of(|core| core.optima as f64),
            None,
        ));
        told.push((phrase!("core and periphery: organisations of the core, where one division is best"), unique, None));
    }
    if measure.rewired > 0 && wave.ties.arcs() > 0 {
        told.push(triangles(measure, wave, stream.child("triangles")));
        told.extend(across(measure, wave, stream.child("across")));
    }
    told
}

fn of_drawn(what: Phrase, drawn: network::Rewiring) -> Told {
    (what, drawn.observed, Some((drawn.mean, (2.0 * drawn.p_greater.min(drawn.p_less)).min(1.0))))
}

fn triangles(measure: &Ties, wave: &Wave, stream: Stream) -> Told {
    let ties = wave.ties.either();
    let nodes = ties.nodes();
    let clustering = |ties: &[(u32, u32)]| {
        network::transitivity(&Graph::new(nodes, ties.iter().flat_map(|&(a, b)| [(a, b), (b, a)])))
    };
    of_drawn(
        phrase!("partners of partners that are partners"),
        network::rewired(&ties, false, measure.rewired, stream, clustering),
    )
}

fn across(measure: &Ties, wave: &Wave, stream: Stream) -> Option<Told> {
    let (graph, sector) = known(&wave.ties, wave.sector.as_ref()?);
    if graph.arcs() == 0 {
        return None;
    }
    let across = |ties: &[(u32, u32)]| {
        ties.iter().filter(|(a, b)| sector[*a as usize] != sector[*b as usize]).count() as f64 / ties.len() as f64
    };
    let drawn = network::rewired(&graph, wave.directed, measure.rewired, stream, across);
    Some(of_drawn(phrase!("share of ties between sectors"), drawn))
}

fn notes(measure: &Ties) -> Vec<Phrase> {
    let mut notes = Vec::new();
    if measure.core_periphery.is_some() {
        notes.push(phrase!(
            "Core and periphery: every division is tried, with at most {n} organisations; who belongs to the core is said only where one division is best",
            n = Arg::rule(MOST_NODES)
        ));
    }
    if measure.rewired > 0 {
        notes.push(phrase!(
            "Networks drawn: everybody has as many ties as now, and they go anywhere ({draws} networks)",
            draws = measure.rewired as usize
        ));
    }
    notes
}
