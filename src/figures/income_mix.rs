use crate::exhibit::drawing::{axis, no_axis, number, said};
use crate::exhibit::{
    Audience, Axis, Cell, Column, Figure, Format, Layer, Mark, Shape, Table, TableId, TableRole, Tone,
};
use crate::phrase;
use crate::text::{Arg, Phrase};

/// Mean shares of income of a group at one period.
#[derive(Clone, Debug, PartialEq)]
pub struct MixRow {
    /// The period.
    pub period: Phrase,
    /// Who.
    pub group: Phrase,
    /// Cases with shares, and how many organisations they are.
    pub n: (usize, usize),
    /// Mean share of each source, in the order of the sources; they add up to 1. Nothing where there is no case.
    pub shares: Option<Vec<f64>>,
}

/// What income is made of, by period and group: bars of 100 %. The table `<name>/by-year` has `period`, `group`, `n` and
/// `share_…` for each source. `sources`: key and what outputs call it.
pub fn income_mix(name: &str, sources: &[(&str, Phrase)], rows: &[MixRow]) -> (Table, Figure) {
    let table = table(name, sources, rows);
    let layer = |(i, (key, source)): (usize, &(&str, Phrase))| Layer {
        mark: Mark::Bar,
        name: source.clone(),
        x: format!("share_{key}"),
        y: None,
        low: None,
        high: None,
        tone: Tone::Kind(i as u8 % Tone::KINDS),
    };
    let several = rows.iter().any(|row| row.group != rows[0].group);
    let figure = Figure {
        id: format!("{name}-by-year"),
        table: table.id.clone(),
        title: title(&table, sources, several),
        subtitle: phrase!("Mean of the shares: every case counts alike, whether its income is large or small."),
        note: note(several),
        alt: alt(&table, sources),
        audience: Audience::Public,
        shape: Shape::Stacked {
            label: if several { "group".into() } else { "period".into() },
            group: several.then(|| "period".into()),
            columns: vec!["n".into()],
            centred: false,
        },
        x: Axis { range: Some((0.0, 1.0)), ..axis(phrase!("Mean share of income"), Format::Percent(0), Vec::new()) },
        y: no_axis(),
        layers: sources.iter().enumerate().map(layer).collect(),
    };
    (table, figure)
}

fn note(several: bool) -> Phrase {
    let note = phrase!(
        "Shares add up to 100%: one that rises pushes the others down even where no amount fell. Those shown in one year may be others than in the next."
    );
    if !several {
        return note;
    }
    phrase!("{note} Those who took part are shown as one group in every year, also before their start.", note = note)
}

fn table(name: &str, sources: &[(&str, Phrase)], rows: &[MixRow]) -> Table {
    let mut columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("group", phrase!("Group"), Format::Text),
        Column::new("n", phrase!("Cases"), Format::Count),
    ];
    let share = |(key, source): &(&str, Phrase)| {
        let title = phrase!("Mean share: {class}", class = source.clone());
        Column::new(&format!("share_{key}"), title, Format::Percent(1))
    };
    columns.extend(sources.iter().map(share));
    let mut table =
        Table::new(TableId::of(name, TableRole::ByPeriod), phrase!("Sources of income by year and group"), columns);
    for row in rows {
        let (n, organisations) = row.n;
        let share = |i: usize| match &row.shares {
            Some(shares) => Cell::magnitude(shares[i], n).with_contributors(organisations),
            None => Cell::empty(),
        };
        let count = Cell::count_here(n).with_contributors(organisations);
        let mut cells = vec![Cell::phrase(row.period.clone()), Cell::phrase(row.group.clone()), count];
        cells.extend((0..sources.len()).map(share));
        table.push(cells);
    }
    table
}

fn share(table: &Table, row: usize, key: &str, decimals: usize) -> Option<Arg> {
    let key = format!("share_{key}");
    let value = number(table, row, &key)?;
    Some(Arg::Cell(table.at(row, &key), Box::new(Arg::Percent(value, decimals))))
}

/// The row of the last period that has cases, the first of its groups.
fn last(table: &Table, sources: &[(&str, Phrase)]) -> Option<usize> {
    let known = |row: &usize| share(table, *row, sources[0].0, 0).is_some();
    let row = (0..table.rows.len()).rev().find(known)?;
    let period = said(table, row, "period");
    (0..=row).filter(known).find(|row| said(table, *row, "period") == period)
}

/// The largest source of the last period.
fn title(table: &Table, sources: &[(&str, Phrase)], several: bool) -> Phrase {
    let nothing = || phrase!("Sources of income by year and group");
    let Some(row) = last(table, sources) else { return nothing() };
    let value = |(key, _): &&(&str, Phrase)| number(table, row, &format!("share_{key}")).unwrap_or(0.0);
    let Some(largest) = sources.iter().max_by(|a, b| value(a).total_cmp(&value(b))) else { return nothing() };
    let Some(first) = share(table, row, largest.0, 0) else { return nothing() };
    let (period, source) = (said(table, row, "period"), largest.1.clone());
    let other = if several { row + 1 } else { usize::MAX };
    match share(table, other, largest.0, 0) {
        Some(second) => phrase!(
            "The largest source in {period}: {source}, {first} ({group}) and {second} ({other})",
            period = period,
            source = source,
            first = first,
            group = said(table, row, "group"),
            second = second,
            other = said(table, other, "group")
        ),
        None => phrase!(
            "The largest source in {period}: {source}, {first}",
            period = period,
            source = source,
            first = first
        ),
    }
}

fn alt(table: &Table, sources: &[(&str, Phrase)]) -> Phrase {
    let of_row = |row: usize| {
        let one = |(key, source): &(&str, Phrase)| {
            Some(phrase!("{label} {a}", label = source.clone(), a = share(table, row, key, 0)?))
        };
        let shares: Vec<Phrase> = sources.iter().filter_map(one).collect();
        let (period, group) = (said(table, row, "period"), said(table, row, "group"));
        (!shares.is_empty())
            .then(|| phrase!("{period}, {group}: {shares}", period = period, group = group, shares = shares))
    };
    let rows: Vec<Phrase> = (0..table.rows.len()).filter_map(of_row).collect();
    let joined = rows.into_iter().reduce(|all, next| phrase!("{all}; {next}", all = all, next = next));
    match joined {
        Some(rows) => phrase!("Stacked bars of what income is made of. {rows}.", rows = rows),
        None => phrase!("Sources of income by year and group"),
    }
}
