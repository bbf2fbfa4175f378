//! Ties kept, new and lost between two periods, within and between sectors.

use crate::exhibit::drawing::{axis, no_axis, said};
use crate::exhibit::{
    Audience, Axis, Cell, Column, Figure, Format, Layer, Mark, Relation, Shape, Table, TableRole, Tone,
};
use crate::panel::Panel;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::table::period;
use super::wave::{Groups, Wave};

/// What became of ties, in the order of columns.
const WAYS: [&str; 3] = ["kept", "new", "lost"];

/// Reported ties of one kind.
#[derive(Default)]
struct Ties {
    /// From whom to whom, of each way.
    of: [Vec<(u32, u32)>; 3],
}

impl Ties {
    fn n(&self) -> usize {
        self.of.iter().map(Vec::len).sum()
    }

    /// How many organisations stand behind ties, on the side on which they are fewer.
    fn behind(&self, way: usize) -> usize {
        let distinct = |end: fn(&(u32, u32)) -> u32| {
            let mut all: Vec<u32> = self.of[way].iter().map(end).collect();
            all.sort_unstable();
            all.dedup();
            all.len()
        };
        distinct(|tie| tie.0).min(distinct(|tie| tie.1))
    }
}

/// Counts and shares for each two periods that follow each other, of what those report who answered both times.
pub(super) fn table(name: &str, panel: &Panel, waves: &[Wave]) -> Table {
    let mut columns = vec![
        Column::new("change", phrase!("Periods"), Format::Text),
        Column::new("kind", phrase!("Ties"), Format::Text),
        Column::new("n", phrase!("Ties in either period"), Format::Count),
    ];
    let titles = || [phrase!("Kept"), phrase!("New"), phrase!("Lost")];
    columns.extend(WAYS.iter().zip(titles()).map(|(key, title)| Column::new(key, title, Format::Count)));
    let share = |(key, title): (&&str, Phrase)| {
        Column::new(&format!("share_{key}"), phrase!("{what}, share", what = title), Format::Percent(1))
    };
    columns.extend(WAYS.iter().zip(titles()).map(share));
    let id = TableRole::Measure(format!("{name}-turnover"));
    let mut table = Table::new(id, phrase!("Ties kept, new and lost ({name})", name = name), columns);
    for pair in waves.windows(2) {
        let [before, after] = pair else { continue };
        add(&mut table, panel, before, after);
    }
    table.notes = vec![phrase!(
        "Ties that organisations report themselves, among those who answered both times: without an answer no tie is lost."
    )];
    table
}

fn add(table: &mut Table, panel: &Panel, before: &Wave, after: &Wave) {
    let sector = before.sector.as_ref();
    let mut kinds: Vec<(Phrase, Ties)> = match sector {
        Some(_) => vec![
            (phrase!("within a sector"), Ties::default()),
            (phrase!("between sectors"), Ties::default()),
            (phrase!("sector not known"), Ties::default()),
        ],
        None => Vec::new(),
    };
    let mut all = Ties::default();
    let known = |a: u32, b: u32| [a, b].iter().all(|&it| before.answered[it as usize] && after.answered[it as usize]);
    let ties = |one: &Wave, other: &Wave, shared: bool| -> Vec<(u32, u32)> {
        one.reported.pairs().filter(|&(a, b)| known(a, b) && other.reported.has(a, b) == shared).collect()
    };
    for (way, list) in
        [ties(before, after, true), ties(after, before, false), ties(before, after, false)].into_iter().enumerate()
    {
        for tie in list {
            all.of[way].push(tie);
            if let Some(kind) = sector.map(|sector| kind_of(sector, tie)) {
                kinds[kind].1.of[way].push(tie);
            }
        }
    }
    kinds.retain(|(_, ties)| ties.n() > 0);
    let label =
        || phrase!("{from} to {to}", from = cell_words(period(panel, before)), to = cell_words(period(panel, after)));
    let start = table.rows.len();
    for (kind, ties) in &kinds {
        table.push(row(label(), kind.clone(), ties));
    }
    table.push(row(label(), phrase!("all ties"), &all));
    let total = table.rows.len() - 1;
    if total > start {
        let down = (2..6).map(|column| Relation {
            total: (total, column),
            parts: (start..total).map(|row| (row, column)).collect(),
        });
        table.relations.extend(down);
    }
    let across =
        (start..=total).map(|row| Relation { total: (row, 2), parts: (3..6).map(|column| (row, column)).collect() });
    table.relations.extend(across);
    let same = (start..=total)
        .filter(|&row| table.rows[row][6].number().is_some())
        .flat_map(|row| (3..6).map(move |column| Relation { total: (row, column), parts: vec![(row, column + 3)] }));
    table.relations.extend(same.collect::<Vec<_>>());
}

fn kind_of(sector: &Groups, (a, b): (u32, u32)) -> usize {
    let (a, b) = (a as usize, b as usize);
    match sector.knows(a) && sector.knows(b) {
        false => 2,
        true => usize::from(sector.of[a] != sector.of[b]),
    }
}

fn cell_words(cell: Cell) -> Phrase {
    match cell.value {
        crate::exhibit::Value::Phrase(phrase) => phrase,
        crate::exhibit::Value::Text(text) => Phrase::verbatim(text),
        _ => Phrase::verbatim(""),
    }
}

fn row(change: Phrase, kind: Phrase, ties: &Ties) -> Vec<Cell> {
    let n = ties.n();
    let mut cells = vec![Cell::phrase(change), Cell::phrase(kind), Cell::count_here(n)];
    let count = |way: usize| match ties.of[way].len() {
        0 => Cell::count_here(0),
        n => Cell::count_here(n).with_contributors(ties.behind(way)),
    };
    cells.extend((0..3).map(count));
    let share = |way: usize| match n {
        0 => Cell::empty(),
        n => Cell::magnitude(ties.of[way].len() as f64 / n as f64, n).with_contributors(ties.of[way].len()),
    };
    cells.extend((0..3).map(share));
    cells
}

/// The picture of the table: a bar of 100 % for each row.
pub(super) fn figure(name: &str, table: &Table) -> Figure {
    let tones = [Tone::Kind(5), Tone::Kind(0), Tone::Kind(1)];
    let names = [phrase!("Kept"), phrase!("New"), phrase!("Lost")];
    let layer = |((key, name), tone): ((&&str, Phrase), Tone)| Layer {
        mark: Mark::Bar,
        name,
        x: format!("share_{key}"),
        y: None,
        low: None,
        high: None,
        tone,
    };
    let several = table.rows.iter().any(|row| row[0].value != table.rows[0][0].value);
    Figure {
        id: table.id.name(),
        table: table.id.clone(),
        title: title(table, name),
        subtitle: phrase!("Of all ties in either period, those that were kept, that are new and that were lost."),
        note: phrase!("Among those who answered both times: without an answer no tie is lost."),
        alt: alt(table),
        audience: Audience::Public,
        shape: Shape::Stacked {
            label: "kind".into(),
            group: several.then(|| "change".into()),
            columns: vec!["n".into()],
            centred: false,
        },
        x: Axis {
            range: Some((0.0, 1.0)),
            ..axis(phrase!("Share of ties in either period"), Format::Percent(0), Vec::new())
        },
        y: no_axis(),
        layers: WAYS.iter().zip(names).zip(tones).map(layer).collect(),
    }
}

fn count(table: &Table, row: usize, key: &str) -> Option<Arg> {
    let n = table.cell(row, key)?.number()?;
    Some(Arg::Cell(table.at(row, key), Box::new(Arg::from(n as usize))))
}

fn title(table: &Table, name: &str) -> Phrase {
    let last = table.rows.len().checked_sub(1);
    let told = last.and_then(|row| {
        Some(phrase!(
            "{change}: {kept} ties kept, {new} new, {lost} lost",
            change = said(table, row, "change"),
            kept = count(table, row, "kept")?,
            new = count(table, row, "new")?,
            lost = count(table, row, "lost")?
        ))
    });
    told.unwrap_or_else(|| phrase!("Ties kept, new and lost ({name})", name = name))
}

fn alt(table: &Table) -> Phrase {
    let of = |row: usize| {
        Some(phrase!(
            "{change}, {kind}: kept {kept}, new {new}, lost {lost}",
            change = said(table, row, "change"),
            kind = said(table, row, "kind"),
            kept = count(table, row, "kept")?,
            new = count(table, row, "new")?,
            lost = count(table, row, "lost")?
        ))
    };
    let rows =
        (0..table.rows.len()).filter_map(of).reduce(|all, next| phrase!("{all}; {next}", all = all, next = next));
    match rows {
        Some(rows) => phrase!("Bars of what became of ties. {rows}.", rows = rows),
        None => phrase!("There is nothing to show"),
    }
}
