//! Tables of the network as a whole: period by period, between sectors, and what changed.

use crate::exhibit::{Audience, Cell, Column, Format, Members, Relation, Table, TableRole};
use crate::math::network::{self, Graph, Stability};
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::super::{period_cell, table_id};
use super::mixing::known;
use super::wave::{Groups, Wave};
use super::{TieRule, Ties};

/// Shares that so many organisations stand behind say how many, so that each profile can hide them; no profile asks for more.
const FEW: usize = 12;

/// The tables of the network as a whole.
pub(super) fn tables(measure: &Ties, name: &str, panel: &Panel, waves: &[Wave], stream: Stream) -> Vec<Table> {
    let mut tables = vec![by_period(measure, name, panel, waves, stream)];
    if waves.len() > 1 {
        tables.push(Table { audience: Audience::Internal, ..changes(measure, name, panel, waves, stream) });
    }
    tables
}

pub(super) fn period(panel: &Panel, wave: &Wave) -> Cell {
    period_cell(panel, wave.period_name(panel))
}

fn by_period(measure: &Ties, name: &str, panel: &Panel, waves: &[Wave], stream: Stream) -> Table {
    // Numbers of ties, and what hangs on the one with most ties, tell of single organisations: they stay with those who hold the data.
    let inside = |key: &str, title: Phrase, format: Format| Column {
        audience: Audience::Internal,
        ..Column::new(key, title, format)
    };
    let mut columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("organisations", phrase!("Organisations"), Format::Count),
        Column::new("answered", phrase!("Answered"), Format::Count),
        Column::new("not_answered", phrase!("No answer"), Format::Count),
        inside("reported", phrase!("Ties reported"), Format::Count),
        inside("ties", phrase!("Ties"), Format::Count),
        inside("outside", phrase!("Ties to others than those listed"), Format::Count),
        Column::new("density", phrase!("Density, pairs of two who answered"), Format::Percent(1)),
        inside("density_low", phrase!("Density at least"), Format::Percent(1)),
        inside("density_high", phrase!("Density at most"), Format::Percent(1)),
        Column::new("isolates", phrase!("Answered and without ties"), Format::Count),
        inside("components", phrase!("Parts without a tie to others"), Format::Count),
        inside("largest", phrase!("In the largest part"), Format::Percent(0)),
        inside("centralisation", phrase!("Centralisation (degree)"), Format::Percent(1)),
        Column::new("reciprocity", phrase!("Reported ties that are returned"), Format::Percent(1)),
        Column::new("clustering", phrase!("Partners of partners that are partners"), Format::Percent(1)),
    ];
    if measure.sector.is_some() {
        columns.extend([
            Column::new("other_sector", phrase!("Ties between sectors"), Format::Percent(1)),
            inside("ei", phrase!("E–I index"), Format::Number(3)),
            inside("ei_low", phrase!("E–I index of reported ties at least"), Format::Number(3)),
            inside("ei_high", phrase!("E–I index of reported ties at most"), Format::Number(3)),
            inside("ei_chance", phrase!("E–I index by chance"), Format::Number(3)),
            inside("ei_p", phrase!("p (as far from chance)"), Format::PValue),
        ]);
    }
    let mut table = Table::new(table_id(name), phrase!("The network as a whole ({name})", name = name), columns);
    for (at, wave) in waves.iter().enumerate() {
        table.push(row(measure, panel, wave, stream));
        table.relations.push(Relation { total: (at, 1), parts: vec![(at, 2), (at, 3)] });
    }
    table.notes = notes(measure);
    table
}

fn row(measure: &Ties, panel: &Panel, wave: &Wave, stream: Stream) -> Vec<Cell> {
    let ties = wave.ties.either();
    let answered = wave.answered.iter().filter(|answered| **answered).count();
    let number = |value: f64| Cell::magnitude(value, answered);
    // What the public reads in whole percents: more would tell how many ties there are.
    let share = |value: f64, who: usize| {
        let cell = Cell { step: Some(0.01), ..number(value) };
        if who <= FEW { cell.with_contributors(who) } else { cell }
    };
    let count = |n: usize| number(n as f64);
    let density = density(wave);
    let alone = |node: &usize| wave.answered[*node] && ties.outgoing(*node).is_empty() && wave.outside[*node] == 0;
    let parts = network::components(&ties);
    let mut sizes = vec![0_usize; parts.iter().max().map_or(0, |most| *most as usize + 1)];
    parts.iter().for_each(|&part| sizes[part as usize] += 1);
    let largest = sizes.iter().max().copied().unwrap_or(0) as f64 / ties.nodes() as f64;
    let among = wave.among_answered();
    let returned = among.both();
    let in_ties = |graph: &Graph| (0..graph.nodes()).filter(|&node| !graph.outgoing(node).is_empty()).count();
    let closed = network::closed_pairs(&ties);
    let clustered = closed.iter().filter(|(tied, _)| *tied > 0.0).count();
    let mut row = vec![
        period(panel, wave),
        count_of(wave, |_| true),
        count_of(wave, |node| wave.answered[node]),
        count_of(wave, |node| !wave.answered[node]),
        count(wave.reported.arcs()),
        count(if wave.directed { wave.ties.arcs() } else { wave.ties.arcs() / 2 }),
        count(wave.outside.iter().sum()),
        share(density.known, in_ties(&ties)),
        number(density.low),
        number(density.high),
        count_of(wave, |node| alone(&node)),
        count(sizes.len()),
        number(largest),
        number(network::degree_centralisation(&ties)),
        share(network::reciprocity(&among), in_ties(&returned)),
        share(network::share_closed(&closed), clustered),
    ];
    if let Some(groups) = &wave.sector {
        let [between, index, chance, p] = external(measure, wave, groups, stream);
        let (graph, sector) = known(&wave.ties, groups);
        let bridging = network::external(&graph, &sector).into_iter().filter(|ties| *ties > 0).count();
        row.push(share(between, bridging));
        let bounds = ei_bounds(wave, groups);
        row.extend([index, bounds.low, bounds.high, chance, p].map(number));
    }
    row
}

/// How many organisations, and who they are; the number alone where several rows of the list are one unit.
fn count_of(wave: &Wave, which: impl Fn(usize) -> bool) -> Cell {
    let nodes: Vec<usize> = (0..wave.answered.len()).filter(|&node| which(node)).collect();
    match wave.each_its_own {
        true => Cell::count_of(Members::of(nodes.into_iter().map(|node| wave.units[node]))),
        false => Cell::count_here(nodes.len()),
    }
}

/// The index of what organisations report, where all ties that nobody was asked about are within sectors, or between.
fn ei_bounds(wave: &Wave, groups: &Groups) -> network::Bounds {
    let (graph, sector) = known(&wave.reported, groups);
    let answered: Vec<bool> =
        (0..wave.answered.len()).filter(|&node| groups.knows(node)).map(|node| wave.answered[node]).collect();
    network::external_internal_bounds(&graph, &sector, &answered)
}

/// Density by the rule of ties.
fn density(wave: &Wave) -> network::Bounds {
    match wave.directed {
        false => network::undirected_density_bounds(&wave.ties.either(), &wave.answered),
        true => network::directed_density_bounds(&wave.reported, &wave.answered),
    }
}

/// Share of ties between sectors, the index, what chance gives, and p: among those whose sector is known.
fn external(measure: &Ties, wave: &Wave, groups: &Groups, stream: Stream) -> [f64; 4] {
    let (graph, sector) = known(&wave.ties, groups);
    if graph.arcs() == 0 {
        return [f64::NAN; 4];
    }
    let (outside, _, index) = network::ei_index(&graph, &sector);
    let chance = network::ei_by_chance(&graph, &sector, measure.draws, stream.child("ei"));
    let p = (2.0 * chance.p_greater.min(chance.p_less)).min(1.0);
    [outside as f64 / graph.arcs() as f64, index, network::expected_ei(&sector), p]
}

fn changes(measure: &Ties, name: &str, panel: &Panel, waves: &[Wave], stream: Stream) -> Table {
    let columns = vec![
        Column::new("from", phrase!("Earlier period"), Format::Text),
        Column::new("to", phrase!("Later period"), Format::Text),
        Column::new("what", phrase!("What"), Format::Text),
        Column::new("n", phrase!("Organisations that answered both times"), Format::Count),
        Column::new("value", phrase!("Value"), Format::Number(3)),
        Column::new("p", phrase!("p (waves of organisations exchanged)"), Format::PValue),
    ];
    let id = TableRole::Measure(format!("{name}-changes"));
    let mut table = Table::new(id, phrase!("What became of ties ({name})", name = name), columns);
    for pair in waves.windows(2) {
        let [before, after] = pair else { continue };
        let both: Vec<usize> =
            (0..before.answered.len()).filter(|&node| before.answered[node] && after.answered[node]).collect();
        for (what, value, p) in between(measure, before, after, &both, stream) {
            let cell = |value: f64| if value.is_nan() { Cell::empty() } else { Cell::statistic(value) };
            table.push(vec![
                period(panel, before),
                period(panel, after),
                Cell::phrase(what),
                Cell::statistic(both.len() as f64),
                cell(value),
                p.map_or_else(Cell::empty, cell),
            ]);
        }
    }
    table.notes = vec![phrase!(
        "Of those who answered both times. Tests: the two waves of each organisation are exchanged, in all ways or in {draws} random ones; they are about what organisations report themselves, since a tie that two share would count twice. They tell whether there was a trend, not whether a program made it.",
        draws = measure.draws as usize
    )];
    table
}

type Told = (Phrase, f64, Option<f64>);

fn between(measure: &Ties, before: &Wave, after: &Wave, both: &[usize], stream: Stream) -> Vec<Told> {
    let known = |from: u32, _: u32| both.binary_search(&(from as usize)).is_ok();
    let stability = network::stability(&before.reported, &after.reported, known);
    let Stability { kept, new, lost } = stability;
    let mut told = vec![
        (phrase!("reported ties kept"), kept as f64, None),
        (phrase!("reported ties that are new"), new as f64, None),
        (phrase!("reported ties that are lost"), lost as f64, None),
        (phrase!("kept of all in either wave (Jaccard)"), stability.jaccard(), None),
    ];
    let ends = [before, after].map(density);
    told.push((phrase!("change in density, pairs of two who answered"), ends[1].known - ends[0].known, None));
    told.push((
        phrase!("change in density at least, whatever the others would have said"),
        ends[1].low - ends[0].high,
        None,
    ));
    told.push((
        phrase!("change in density at most, whatever the others would have said"),
        ends[1].high - ends[0].low,
        None,
    ));
    let reported = [before, after].map(|wave| wave.values("reported"));
    told.push(change(phrase!("change in reported partners, mean"), measure, &reported, both, stream.child("reported")));
    if before.sector.is_some() {
        let other = [before, after].map(|wave| wave.values("reported_other_sector"));
        let what = phrase!("change in reported partners of other sectors, mean");
        told.push(change(what, measure, &other, both, stream.child("other")));
    }
    told.push(correlation(measure, before, after, both, stream.child("qap")));
    told
}

/// Correlation of who reports whom, with who is who exchanged among those who answered both times.
fn correlation(measure: &Ties, before: &Wave, after: &Wave, both: &[usize], stream: Stream) -> Told {
    let square = |wave: &Wave| {
        network::Square::new(wave.reported.nodes(), wave.reported.pairs().map(|(from, to)| (from, to, 1.0)))
    };
    let (x, y) = (square(before), square(after));
    let mut movable = vec![false; before.answered.len()];
    both.iter().for_each(|&node| movable[node] = true);
    let statistic = network::correlation(&x, &y);
    let chance = network::permuted(&x, &y, &movable, measure.draws, stream, statistic);
    let what = phrase!("correlation of the two networks (p: who is who exchanged, as large or larger)");
    (what, chance.observed, Some(chance.p_greater).filter(|_| !chance.observed.is_nan()))
}

/// Mean change, with the waves of organisations exchanged.
fn change(what: Phrase, measure: &Ties, values: &[Vec<f64>; 2], both: &[usize], stream: Stream) -> Told {
    let differences: Vec<f64> =
        both.iter().map(|&node| values[1][node] - values[0][node]).filter(|difference| !difference.is_nan()).collect();
    let n = differences.len() as f64;
    let mean = |exchanged: &[bool]| {
        differences.iter().zip(exchanged).map(|(d, other)| if *other { -d } else { *d }).sum::<f64>() / n
    };
    if differences.is_empty() {
        return (what, f64::NAN, None);
    }
    let swapped = network::swapped(differences.len(), measure.draws, stream, mean);
    (what, swapped.observed, Some(swapped.p_two_sided))
}

fn notes(measure: &Ties) -> Vec<Phrase> {
    let rule = match measure.tie {
        TieRule::Either => phrase!("A tie is what one of the two reports"),
        TieRule::Both => phrase!("A tie is what both report"),
        TieRule::Directed => phrase!("Ties have a direction: what an organisation reports"),
    };
    let mut notes = vec![
        rule,
        phrase!(
            "Density is the share of possible ties that are there, among pairs of two who answered; at least and at most: every tie that nobody could report absent, or there. Fewer answers are not fewer ties"
        ),
        phrase!(
            "Centralisation: 0 where all have as many partners, 100% where one has all. Parts and clustering take ties without direction"
        ),
    ];
    if measure.sector.is_some() {
        notes.push(phrase!(
            "E–I index: ties between sectors less ties within, as a share of all; by chance: with sectors of these sizes. p: sectors given to organisations at random ({draws} times, or in all ways)",
            draws = Arg::from(measure.draws as usize)
        ));
    }
    notes
}
