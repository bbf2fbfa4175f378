//! Ties within and between sectors: their table and its picture.

use crate::exhibit::drawing::{axis, no_axis};
use crate::exhibit::{Audience, Cell, Column, Figure, Format, Layer, Mark, Relation, Shape, Table, TableRole, Tone};
use crate::math::network::{self, Graph};
use crate::panel::Panel;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::table::period;
use super::wave::{Groups, Wave};

/// The network of those whose group is known.
pub(super) fn known(graph: &Graph, groups: &Groups) -> (Graph, Vec<u32>) {
    let kept: Vec<usize> = (0..graph.nodes()).filter(|&node| groups.knows(node)).collect();
    let mut at = vec![None; graph.nodes()];
    kept.iter().enumerate().for_each(|(new, &node)| at[node] = Some(new as u32));
    let arcs = graph.pairs().filter_map(|(from, to)| Some((at[from as usize]?, at[to as usize]?)));
    (Graph::new(kept.len(), arcs), kept.iter().map(|&node| groups.of[node]).collect())
}

/// Ties of each pair of sectors at each period. No sums: how many ties there are in all would tell what is hidden.
pub(super) fn table(name: &str, panel: &Panel, waves: &[Wave]) -> Table {
    let pairs = Column::new("pairs", phrase!("Possible pairs"), Format::Count);
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("from", phrase!("Sector"), Format::Text),
        Column::new("to", phrase!("Other sector"), Format::Text),
        Column::new("ties", phrase!("Ties"), Format::Count),
        // Two sectors and their pairs would tell how many are of each.
        Column { audience: Audience::Internal, ..pairs },
        Column::new("share", phrase!("Share of possible pairs"), Format::Percent(1)),
    ];
    let id = TableRole::Measure(format!("{name}-mixing"));
    let mut table = Table::new(id, phrase!("Ties within and between sectors ({name})", name = name), columns);
    for wave in waves {
        let Some(groups) = &wave.sector else { continue };
        for row in rows(panel, wave, groups) {
            let at = table.rows.len();
            // The share tells the ties.
            if row[5].number().is_some() {
                table.relations.push(Relation { total: (at, 3), parts: vec![(at, 5)] });
            }
            table.push(row);
        }
    }
    let left_out = phrase!("Organisations whose sector is not known, and those who are not in the list, are left out.");
    let behind = phrase!(
        "Where one or two organisations of a sector stand behind ties, the public edition does not show how many they are"
    );
    table.notes = vec![left_out, behind];
    table
}

fn rows(panel: &Panel, wave: &Wave, groups: &Groups) -> Vec<Vec<Cell>> {
    let (graph, sector) = known(&wave.ties, groups);
    let counts = network::mixing_matrix(&graph, &sector, groups.numbers());
    let size = |g: usize| sector.iter().filter(|own| **own as usize == g).count();
    let behind = behind(&graph, &sector, groups.names.len());
    let names = 0..groups.names.len();
    let cells =
        names.clone().flat_map(|a| names.clone().filter(move |b| wave.directed || a <= *b).map(move |b| (a, b)));
    let row = |(a, b): (usize, usize)| {
        let halves = if a == b && !wave.directed { 2 } else { 1 };
        let pairs = if a == b { size(a) * size(a).saturating_sub(1) / halves } else { size(a) * size(b) };
        let ties = counts[a][b] as usize / halves;
        // That nobody has a tie is said of all of the smaller sector.
        let who = if ties == 0 { size(a).min(size(b)) } else { behind[a][b] };
        let share = match pairs {
            0 => Cell::empty(),
            pairs => Cell::magnitude(ties as f64 / pairs as f64, pairs).with_contributors(ties),
        };
        vec![
            period(panel, wave),
            Cell::text(groups.names[a].as_str()),
            Cell::text(groups.names[b].as_str()),
            Cell::count_here(ties).with_contributors(who),
            Cell::count_here(pairs),
            share,
        ]
    };
    cells.map(row).collect()
}

/// Of the ties from each group to each: how many organisations stand behind them, on the side on which they are fewer.
fn behind(graph: &Graph, group: &[u32], groups: usize) -> Vec<Vec<usize>> {
    let mut senders = vec![vec![0_usize; groups]; groups];
    let mut receivers = senders.clone();
    let mut seen = vec![usize::MAX; groups];
    for node in 0..graph.nodes() {
        let own = group[node] as usize;
        for (at, list) in [graph.outgoing(node), graph.incoming(node)].into_iter().enumerate() {
            for &to in list {
                let other = group[to as usize] as usize;
                if std::mem::replace(&mut seen[other], 2 * node + at) != 2 * node + at {
                    if at == 0 { senders[own][other] += 1 } else { receivers[other][own] += 1 }
                }
            }
        }
    }
    let least = |a: usize, b: usize| senders[a][b].min(receivers[a][b]);
    (0..groups).map(|a| (0..groups).map(|b| least(a, b)).collect()).collect()
}

/// The picture of the table.
pub(super) fn figure(name: &str, table: &Table, directed: bool) -> Figure {
    let note = phrase!(
        "Sectors differ in size: the colour is the share of possible pairs that have a tie. A picture of single organisations and their ties is for those who hold the data only: places and numbers of ties would let organisations be recognised."
    );
    Figure {
        id: table.id.name(),
        table: table.id.clone(),
        title: title(table, name),
        subtitle: match directed {
            true => phrase!("From the sector at the left to the sector above; share of possible ties that are there."),
            false => phrase!("Share of possible pairs of organisations that have a tie."),
        },
        note,
        alt: alt(table),
        audience: Audience::Public,
        shape: Shape::Grid { down: "from".into(), across: "to".into(), panel: Some("period".into()) },
        x: axis(phrase!("Share of possible pairs"), Format::Percent(0), Vec::new()),
        y: no_axis(),
        layers: vec![Layer {
            mark: Mark::Bar,
            name: phrase!("Share of possible pairs"),
            x: "share".into(),
            y: None,
            low: None,
            high: None,
            tone: Tone::Result,
        }],
    }
}

fn share(table: &Table, row: usize) -> Option<Phrase> {
    let value = table.cell(row, "share")?.number()?;
    let share = Arg::Cell(table.at(row, "share"), Box::new(Arg::Percent(value, 0)));
    let said = |key| crate::exhibit::drawing::said(table, row, key);
    Some(phrase!("{from} – {to} {share}", from = said("from"), to = said("to"), share = share))
}

fn title(table: &Table, name: &str) -> Phrase {
    let last = table.rows.last().map(|row| &row[0].value);
    let of_last = (0..table.rows.len()).filter(|&row| Some(&table.rows[row][0].value) == last);
    let value = |row: &usize| table.cell(*row, "share").and_then(Cell::number).unwrap_or(-1.0);
    match of_last
        .max_by(|a, b| value(a).total_cmp(&value(b)).then(b.cmp(a)))
        .and_then(|row| Some((row, share(table, row)?)))
    {
        Some((row, densest)) => {
            let period = crate::exhibit::drawing::said(table, row, "period");
            phrase!("The densest ties in {period}: {which}", period = period, which = densest)
        }
        None => phrase!("Ties within and between sectors ({name})", name = name),
    }
}

fn alt(table: &Table) -> Phrase {
    let mut periods: Vec<(Phrase, Vec<Phrase>)> = Vec::new();
    for row in 0..table.rows.len() {
        let (period, Some(own)) = (crate::exhibit::drawing::said(table, row, "period"), share(table, row)) else {
            continue;
        };
        match periods.last_mut().filter(|(last, _)| *last == period) {
            Some((_, shares)) => shares.push(own),
            None => periods.push((period, vec![own])),
        }
    }
    let of = |(period, shares): (Phrase, Vec<Phrase>)| phrase!("{period}: {shares}", period = period, shares = shares);
    let all = periods.into_iter().map(of).reduce(|all, next| phrase!("{all}; {next}", all = all, next = next));
    match all {
        Some(rows) => phrase!("Squares of pairs of sectors. {rows}.", rows = rows),
        None => phrase!("There is nothing to show"),
    }
}
