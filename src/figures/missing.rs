use crate::design::Kind;
use crate::exhibit::drawing::{axis, no_axis, number, said, zero};
use crate::exhibit::{
    Audience, Axis, Cell, Column, Figure, Format, Layer, Mark, Relation, Shape, Table, TableId, TableRole, Tone,
};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::{Basis, id};

/// A variable of a question and how many of its values are missing.
#[derive(Clone, Debug, PartialEq)]
pub struct MissingRow {
    /// How outputs call the variable.
    pub label: Phrase,
    /// Units and missing values: those who took part, the others.
    pub arms: [(usize, usize); 2],
}

const ARMS: [&str; 2] = ["treated", "comparison"];

/// What is missing, by variable and side, among the units that the question is about. The table `<question>/missing` has for
/// each side `n_…`, `known_…`, `missing_…` and `share_missing_…`, of which n is the sum of the next two. The figure is absent
/// where nothing is missing.
pub fn missing(question: &str, rows: &[MissingRow], kind: Kind, basis: &Basis) -> (Table, Option<Figure>) {
    let arms = if rows.iter().any(|row| row.arms[1].0 > 0) { 2 } else { 1 };
    let table = table(question, rows, arms, kind);
    let any = rows.iter().any(|row| row.arms.iter().any(|(_, missing)| *missing > 0));
    let n = rows.first().map_or((0, 0), |row| (row.arms[0].0, row.arms[1].0));
    let basis = Basis {
        treated: n.0,
        comparison: n.1,
        method: phrase!("All units that the question is about, before any is left out"),
        ..basis.clone()
    };
    let names = basis.kind.sides();
    let tones = [Tone::Treated, Tone::Comparison];
    let layers = names.into_iter().zip(tones).enumerate().take(arms).map(|(arm, (name, tone))| Layer {
        mark: Mark::Bar,
        name: if arms == 1 { phrase!("Missing") } else { name },
        x: key("share_missing", arm),
        y: None,
        low: None,
        high: None,
        tone,
    });
    let figure = Figure {
        id: id(question, "missing"),
        table: table.id.clone(),
        title: title(&table, arms),
        subtitle: basis.subtitle(),
        note: phrase!(
            "Shows how much is missing, not why. Where those without an answer differ from those with one, the results hold only for those who answered."
        ),
        alt: alt(&table, arms),
        audience: Audience::Public,
        shape: Shape::Rows { label: "label".into() },
        x: Axis {
            range: range(&table, arms),
            ..axis(phrase!("Share of values that are missing"), Format::Percent(0), vec![zero()])
        },
        y: no_axis(),
        layers: layers.collect(),
    };
    (table, any.then_some(figure))
}

fn key(what: &str, arm: usize) -> String {
    format!("{what}_{}", ARMS[arm])
}

fn table(question: &str, rows: &[MissingRow], arms: usize, kind: Kind) -> Table {
    let mut columns = vec![Column::new("label", phrase!("Variable"), Format::Text)];
    let names = kind.sides();
    for (arm, (n, name)) in kind.sides_n().into_iter().zip(names).enumerate().take(arms) {
        let own = |what: Phrase| phrase!("{group}: {what}", group = name.clone(), what = what);
        columns.extend([
            Column::new(&key("n", arm), n, Format::Count),
            Column::new(&key("known", arm), own(phrase!("known")), Format::Count),
            Column::new(&key("missing", arm), own(phrase!("missing")), Format::Count),
            Column::new(&key("share_missing", arm), own(phrase!("share missing")), Format::Percent(1)),
        ]);
    }
    let mut table =
        Table::new(TableId::of(question, TableRole::Missing), phrase!("Missing values by variable"), columns);
    for (at, row) in rows.iter().enumerate() {
        let mut cells = vec![Cell::phrase(row.label.clone())];
        for (arm, &(n, missing)) in row.arms.iter().enumerate().take(arms) {
            let share = Cell::magnitude(missing as f64 / n as f64, n).with_contributors(missing);
            cells.extend([Cell::count_here(n), Cell::count_here(n - missing), Cell::count_here(missing), share]);
            let first = 1 + 4 * arm;
            table.relations.push(Relation { total: (at, first), parts: vec![(at, first + 1), (at, first + 2)] });
            table.relations.push(Relation { total: (at, first + 2), parts: vec![(at, first + 3)] });
        }
        table.push(cells);
    }
    table
}

/// A little more than the largest share, so that few missing values do not look like many; at least a tenth.
fn range(table: &Table, arms: usize) -> Option<(f64, f64)> {
    let shares = (0..table.rows.len())
        .flat_map(|row| (0..arms).map(move |arm| (row, arm)))
        .filter_map(|(row, arm)| number(table, row, &key("share_missing", arm)));
    let largest = shares.fold(0.0, f64::max);
    Some((0.0, (largest * 1.05).clamp(0.1, 1.0)))
}

/// The row and side with the largest share.
fn worst(table: &Table, arms: usize) -> Option<(usize, usize, f64)> {
    let all = (0..table.rows.len()).flat_map(|row| (0..arms).map(move |arm| (row, arm)));
    let shares = all.filter_map(|(row, arm)| Some((row, arm, number(table, row, &key("share_missing", arm))?)));
    shares.reduce(|best, next| if next.2 > best.2 { next } else { best })
}

fn title(table: &Table, arms: usize) -> Phrase {
    let Some((row, arm, share)) = worst(table, arms) else { return phrase!("Missing values by variable") };
    let share = Arg::Cell(table.at(row, &key("share_missing", arm)), Box::new(Arg::Percent(share, 0)));
    let label = said(table, row, "label");
    match (arms, arm) {
        (1, _) => phrase!("Most often missing is {label}: {share} of the values", label = label, share = share),
        (_, 0) => phrase!(
            "Most often missing is {label}: {share} of the values of those who took part",
            label = label,
            share = share
        ),
        _ => phrase!(
            "Most often missing is {label}: {share} of the values of those who did not take part",
            label = label,
            share = share
        ),
    }
}

fn alt(table: &Table, arms: usize) -> Phrase {
    let share = |row: usize, arm: usize| {
        let key = key("share_missing", arm);
        number(table, row, &key).map(|share| Arg::Cell(table.at(row, &key), Box::new(Arg::Percent(share, 0))))
    };
    let one = |row: usize| {
        let label = said(table, row, "label");
        let first = share(row, 0)?;
        Some(match share(row, 1).filter(|_| arms == 2) {
            Some(second) => phrase!("{label} {a} and {b}", label = label, a = first, b = second),
            None => phrase!("{label} {a}", label = label, a = first),
        })
    };
    let rows: Vec<Phrase> = (0..table.rows.len()).filter_map(one).collect();
    phrase!("Bars of the share that is missing: {rows}.", rows = rows)
}
