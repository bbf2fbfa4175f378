//! Money between sectors and between areas, and how much of it stays where it is.

use std::collections::BTreeMap;

use crate::exhibit::drawing::{axis, no_axis};
use crate::exhibit::{Audience, Cell, Column, Figure, Format, Layer, Mark, Shape, Table, TableRole, Tone};
use crate::math::largest::Largest;
use crate::math::sums::sum;
use crate::panel::Panel;
use crate::phrase;
use crate::text::Phrase;

use super::Ties;
use super::table::period;
use super::wave::{Groups, Wave};

/// Where money comes from and goes to: sectors or areas.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Sector,
    Area,
}

impl By {
    fn groups(self, wave: &Wave) -> Option<&Groups> {
        match self {
            By::Sector => wave.sector.as_ref(),
            By::Area => wave.area.as_ref(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            By::Sector => "money-sectors",
            By::Area => "money-areas",
        }
    }
}

/// The tables with their pictures: of sectors and of areas, as far as the study names them.
pub(super) fn all(measure: &Ties, name: &str, panel: &Panel, waves: &[Wave]) -> Vec<(Table, Figure)> {
    if measure.amount.is_none() {
        return Vec::new();
    }
    let of = |by: By| {
        let table = table(by, name, panel, waves);
        (!table.rows.is_empty()).then(|| (figure(by, &table), table)).map(|(figure, table)| (table, figure))
    };
    [By::Sector, By::Area].into_iter().filter_map(of).collect()
}

fn table(by: By, name: &str, panel: &Panel, waves: &[Wave]) -> Table {
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("from", phrase!("Money from"), Format::Text),
        Column::new("to", phrase!("Money to"), Format::Text),
        Column::new("n", phrase!("Organisations that give, or receive, whichever are fewer"), Format::Count),
        Column::new("money", phrase!("Money"), Format::Number(0)),
        Column::new("share", phrase!("Share of all money"), Format::Percent(1)),
    ];
    let title = match by {
        By::Sector => phrase!("Money between sectors ({name})", name = name),
        By::Area => phrase!("Money between areas ({name})", name = name),
    };
    let mut table = Table::new(TableRole::Measure(format!("{name}-{}", by.name())), title, columns);
    for wave in waves {
        let Some(groups) = by.groups(wave) else { continue };
        add(&mut table, panel, wave, groups);
    }
    table.notes = vec![
        phrase!(
            "Money that ties report, from the first to the second; organisations whose group is not known, and those who are not in the list, are left out"
        ),
        phrase!(
            "No sum is given, for it would tell what is hidden; the public edition hides amounts of one or two organisations, and those that one could read another's share from"
        ),
    ];
    table
}

/// Amounts of one pair of groups.
#[derive(Default)]
struct Flow {
    by_giver: BTreeMap<u32, f64>,
    by_receiver: BTreeMap<u32, f64>,
}

fn add(table: &mut Table, panel: &Panel, wave: &Wave, groups: &Groups) {
    let mut flows: BTreeMap<(u32, u32), Flow> = BTreeMap::new();
    let known = |node: u32| groups.knows(node as usize);
    for &(from, to, amount) in wave.amounts.iter().filter(|(from, to, _)| known(*from) && known(*to)) {
        let flow = flows.entry((groups.of[from as usize], groups.of[to as usize])).or_default();
        *flow.by_giver.entry(from).or_default() += amount;
        *flow.by_receiver.entry(to).or_default() += amount;
    }
    let total = sum(flows.values().flat_map(|flow| flow.by_giver.values().copied()));
    if total <= 0.0 {
        return;
    }
    for a in 0..groups.names.len() as u32 {
        for b in 0..groups.names.len() as u32 {
            let flow = flows.remove(&(a, b)).unwrap_or_default();
            let few = flow.by_giver.len().min(flow.by_receiver.len());
            let (giver, receiver) = (flow.by_giver.values().copied(), flow.by_receiver.values().copied());
            let money = sum(giver.clone());
            // Whichever side hangs more on its largest.
            let largest =
                if flow.by_giver.len() <= flow.by_receiver.len() { Largest::of(giver) } else { Largest::of(receiver) };
            let cell = |value: f64| match few {
                0 => Cell::statistic(0.0).with_n(0),
                few => Cell::magnitude(value, few).of_total(largest),
            };
            table.push(vec![
                period(panel, wave),
                Cell::text(groups.names[a as usize].as_str()),
                Cell::text(groups.names[b as usize].as_str()),
                Cell::count_here(few),
                cell(money),
                cell(money / total),
            ]);
        }
    }
}

fn figure(by: By, table: &Table) -> Figure {
    let share = |row: &usize| table.cell(*row, "share").and_then(Cell::number).unwrap_or(0.0);
    let stays = |row: &usize| table.rows[*row][1].value == table.rows[*row][2].value;
    let mut shares: Vec<(Phrase, Vec<crate::text::Arg>)> = Vec::new();
    for row in (0..table.rows.len()).filter(stays) {
        let period = crate::exhibit::drawing::said(table, row, "period");
        let own = crate::text::Arg::from(phrase!(
            "{place} {share}",
            place = crate::exhibit::drawing::said(table, row, "from"),
            share = crate::text::Arg::Cell(table.at(row, "share"), Box::new(crate::text::Arg::Percent(share(&row), 0)))
        ));
        match shares.last_mut().filter(|(last, _)| *last == period) {
            Some((_, all)) => all.push(own),
            None => shares.push((period, vec![own])),
        }
    }
    let one = |(period, all): (Phrase, Vec<crate::text::Arg>)| {
        phrase!("{period}: {shares}", period = period, shares = crate::text::Arg::List(all))
    };
    let told = shares.into_iter().map(one).reduce(|all, next| phrase!("{all}; {next}", all = all, next = next));
    let title = match by {
        By::Sector => phrase!("Where money goes between sectors"),
        By::Area => phrase!("Where money goes between areas, and how much stays"),
    };
    Figure {
        id: table.id.name(),
        table: table.id.clone(),
        title,
        subtitle: phrase!("From the left to above; share of all money that ties report."),
        note: phrase!("The diagonal is what stays within. Money to and from others than those listed is not in it."),
        alt: match told {
            Some(told) => {
                phrase!("Squares of where money comes from and goes to. What stays within: {told}.", told = told)
            }
            None => phrase!("There is nothing to show"),
        },
        audience: Audience::Public,
        shape: Shape::Grid { down: "from".into(), across: "to".into(), panel: Some("period".into()) },
        x: axis(phrase!("Share of all money"), Format::Percent(0), Vec::new()),
        y: no_axis(),
        layers: vec![Layer {
            mark: Mark::Bar,
            name: phrase!("Share of all money"),
            x: "share".into(),
            y: None,
            low: None,
            high: None,
            tone: Tone::Result,
        }],
    }
}

/// Of what each node gives: the share that stays in its area.
pub(super) fn local_share(wave: &Wave) -> Vec<f64> {
    let n = wave.reported.nodes();
    let Some(area) = &wave.area else { return vec![f64::NAN; n] };
    let mut sums = vec![(0.0, 0.0); n];
    let known = |node: u32| area.knows(node as usize);
    for &(from, to, amount) in wave.amounts.iter().filter(|(from, to, _)| known(*from) && known(*to)) {
        let own = &mut sums[from as usize];
        own.1 += amount;
        if area.of[from as usize] == area.of[to as usize] {
            own.0 += amount;
        }
    }
    wave.own(|node| sums[node].0 / sums[node].1)
}
