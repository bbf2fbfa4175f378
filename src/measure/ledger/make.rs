use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::exhibit::drawing::{axis, no_axis};
use crate::exhibit::{
    AnswerPart, Audience, Cell, Column, Figure, Format, Layer, Mark, Relation, Shape, Table, TableRole, Tone,
};
use crate::math::largest::Largest;
use crate::math::participation::{Gift, GivingYear, cohorts, years};
use crate::math::shares::{Share, wilson};
use crate::notation::period::Moment;
use crate::panel::{EventLog, Panel, UNKNOWN_WORD};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::Arg;

use super::super::names::no_source;
use super::super::{MeasureOutput, table_id};
use super::{Ledger, givers, units};

/// A ledger with its gifts.
pub(super) struct Given<'l> {
    pub measure: &'l Ledger,
    pub block: &'l MeasureBlock,
    pub name: &'l str,
    pub log: &'l EventLog,
    /// Gifts, with the day of each.
    pub gifts: Vec<(Gift, i32)>,
}

pub(super) fn make(measure: &Ledger, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let found = panel.logs.get(&measure.source).filter(|log| log.ledger).and_then(|log| Some((log, log.who.as_ref()?)));
    let Some((log, who)) = found else {
        return MeasureOutput { problems: vec![no_ledger(measure, block, panel)], ..MeasureOutput::default() };
    };
    let mut gifts = Vec::new();
    let (mut back, mut nobody) = (0, 0);
    for (row, day) in log.days.iter().enumerate() {
        let (amount, who) = (log.amounts[row], who.at[row]);
        if amount <= 0.0 {
            back += 1;
        } else if who == UNKNOWN_WORD {
            nobody += 1;
        } else if !amount.is_nan() {
            let year = Moment::Day(*day).fiscal_year(log.fiscal_year_starts);
            gifts.push((Gift { who, year, amount }, *day));
        }
    }
    let given = Given { measure, block, name: &block.name.value, log, gifts };
    if given.gifts.is_empty() {
        let message = phrase!("The ledger `{name}` has no gift", name = &measure.source);
        let problem = Diagnostic::error("wrong-option", message).at(block.place("source"));
        return MeasureOutput { problems: vec![problem], ..MeasureOutput::default() };
    }
    let mut problems = aside(&given, back, nobody);
    let plain: Vec<Gift> = given.gifts.iter().map(|(gift, _)| *gift).collect();
    let of_years = years(&plain);
    let mut tables = vec![by_year(&given, &of_years, &plain)];
    let figures = vec![figure(&given, &tables[0])];
    tables.push(by_cohort(&given, &plain));
    tables.extend(givers::table(&given));
    let (variables, more) = units::variables(&given, who, panel);
    problems.extend(more);
    MeasureOutput {
        variables,
        tables,
        problems,
        figures: if of_years.len() > 3 { figures } else { Vec::new() },
        ..MeasureOutput::default()
    }
}

fn no_ledger(measure: &Ledger, block: &MeasureBlock, panel: &Panel) -> Diagnostic {
    let example = "kind = \"ledger\", unit = \"支援者ID\", time = \"日付\", amount = \"金額\"";
    let said = (
        phrase!("There is no ledger called `{name}`", name = &measure.source),
        phrase!("Say of the source that its rows are a ledger: {example}", example = example),
    );
    no_source(
        block,
        &measure.source,
        panel.logs.iter().filter(|(_, log)| log.ledger).map(|(name, _)| name.as_str()),
        said,
    )
}

/// Rows that are no gifts: what is paid back, and what nobody gave.
fn aside(given: &Given<'_>, back: usize, nobody: usize) -> Vec<Diagnostic> {
    let place = given.block.name.place.clone();
    let source = &given.measure.source;
    let back = (back > 0).then(|| {
        let message = phrase!("{n} {n?row|rows} of the ledger `{source}` {n?has|have} an amount of 0 or below: they are no gifts, and no gift is made smaller by them", n = back, source = source);
        Diagnostic::note("ledger-aside", message).at(place.clone())
    });
    let nobody = (nobody > 0).then(|| {
        let message = phrase!(
            "{n} {n?row|rows} of the ledger `{source}` {n?does|do} not say who gave, and {n?is|are} not counted",
            n = nobody,
            source = source
        );
        Diagnostic::warning("ledger-aside", message).at(place.clone())
    });
    back.into_iter().chain(nobody).collect()
}

fn key(given: &Given<'_>, what: &str, year: i32) -> crate::exhibit::Quantity {
    AnswerPart::Treated.of(&format!("{}:{what}:{year}", given.name))
}

fn by_year(given: &Given<'_>, years: &[GivingYear], gifts: &[Gift]) -> Table {
    let percent = Arg::level(given.block.level);
    let count = |key: &str, title| Column::new(key, title, Format::Count);
    let money = |key: &str, title| Column::new(key, title, Format::Number(0));
    let columns = vec![
        Column::new("year", phrase!("Fiscal year"), Format::Text),
        count("givers", phrase!("Givers")),
        count("new", phrase!("New")),
        count("kept", phrase!("Gave the year before too")),
        count("back", phrase!("Back after a pause")),
        count("lost", phrase!("Lost since the year before")),
        Column::new("retention", phrase!("Retention"), Format::Percent(1)),
        Column::new("low", phrase!("{level} interval, lower end", level = percent.clone()), Format::Percent(1)),
        Column::new("high", phrase!("{level} interval, upper end", level = percent), Format::Percent(1)),
        Column::new("retention_new", phrase!("Retention of those new the year before"), Format::Percent(1)),
        money("amount", phrase!("Amount")),
        // Two of the three and their sum would tell the third.
        inside(money("amount_new", phrase!("Amount of the new"))),
        inside(money("amount_kept", phrase!("Amount of those kept"))),
        inside(money("amount_back", phrase!("Amount of those back"))),
    ];
    let mut table = Table::new(table_id(given.name), phrase!("Givers by year ({name})", name = given.name), columns);
    for (at, year) in years.iter().enumerate() {
        table.push(row(given, year, gifts, at == 0));
        table.relations.push(Relation { total: (at, 1), parts: vec![(at, 2), (at, 3), (at, 4)] });
        if at > 0 {
            table.relations.push(Relation { total: (at - 1, 1), parts: vec![(at, 3), (at, 5)] });
            table.relations.push(Relation { total: (at, 3), parts: vec![(at, 6)] });
        }
    }
    table.notes = vec![
        phrase!(
            "New: never before in the file. In its first years all who gave earlier look new: how many are new is known only after some years"
        ),
        phrase!(
            "Retention: of those of the year before, who gives again; of its new ones separately, who stay less. What is paid back is no gift"
        ),
    ];
    table
}

fn inside(column: Column) -> Column {
    Column { audience: Audience::Internal, ..column }
}

fn row(given: &Given<'_>, year: &GivingYear, gifts: &[Gift], first: bool) -> Vec<Cell> {
    let counted = |who: &BTreeSet<u32>, what: &str| Cell::count_here(who.len()).quantity(key(given, what, year.year));
    let mut row = vec![
        Cell::text(year.year.to_string()),
        Cell::count_here(year.givers()).quantity(key(given, "givers", year.year)),
        counted(&year.new, "new"),
        counted(&year.kept, "kept"),
        counted(&year.back, "back"),
        if first { Cell::empty() } else { counted(&year.lost, "lost") },
    ];
    let before = year.kept.len() + year.lost.len();
    if first || before == 0 {
        row.extend([(); 3].map(|()| Cell::empty()));
    } else {
        let kept = year.kept.len();
        let (low, high) = wilson(Share { yes: kept as u64, all: before as u64 }, given.block.level);
        row.push(Cell::magnitude(year.retention(), before).with_contributors(kept));
        row.extend([low, high].map(|end| Cell::statistic(end).with_n(before)));
    }
    let of_new = match year.new_before.len() {
        0 => Cell::empty(),
        n => Cell::magnitude(year.new_kept.len() as f64 / n as f64, n)
            .with_contributors(year.new_kept.len())
            .quantity(key(given, "new_kept", year.year)),
    };
    row.push(of_new);
    let own = |who: &dyn Fn(u32) -> bool| -> Vec<f64> {
        let mut amounts: std::collections::BTreeMap<u32, f64> = Default::default();
        for gift in gifts.iter().filter(|gift| gift.year == year.year && who(gift.who)) {
            *amounts.entry(gift.who).or_default() += gift.amount;
        }
        amounts.into_values().collect()
    };
    let amount = |who: &dyn Fn(u32) -> bool| {
        let amounts = own(who);
        Cell::magnitude(amounts.iter().sum(), amounts.len()).of_total(Largest::of(amounts.iter().copied()))
    };
    row.push(amount(&|_| true));
    row.extend(
        [&year.new, &year.kept, &year.back]
            .map(|who| if who.is_empty() { Cell::empty() } else { amount(&|it| who.contains(&it)) }),
    );
    row
}

fn by_cohort(given: &Given<'_>, gifts: &[Gift]) -> Table {
    let (years, cohorts) = cohorts(gifts);
    let mut columns = vec![
        Column::new("cohort", phrase!("First year"), Format::Text),
        Column::new("n", phrase!("New"), Format::Count),
    ];
    columns.extend(years.iter().map(|year| {
        Column::new(&format!("count_{year}"), phrase!("Gave in {year}", year = year.to_string()), Format::Count)
    }));
    columns.extend(years.iter().map(|year| {
        Column::new(
            &format!("share_{year}"),
            phrase!("Gave in {year}, share", year = year.to_string()),
            Format::Percent(0),
        )
    }));
    let id = TableRole::Measure(format!("{}-cohorts", given.name));
    let mut table = Table::new(id, phrase!("Who began in which year ({name})", name = given.name), columns);
    let k = years.len();
    for (at, (first, row)) in years.iter().zip(&cohorts).enumerate() {
        let n = row[at].len();
        let mut cells = vec![Cell::text(first.to_string()), Cell::count_here(n).quantity(key(given, "new", *first))];
        cells.extend(row.iter().enumerate().map(|(column, who)| match column {
            column if column < at => Cell::empty(),
            column if column == at => Cell::count_here(who.len()).quantity(key(given, "new", *first)),
            column if column == at + 1 => Cell::count_here(who.len()).quantity(key(given, "new_kept", years[column])),
            _ => Cell::count_here(who.len()),
        }));
        cells.extend(row.iter().enumerate().map(|(column, who)| {
            if column < at || n == 0 {
                Cell::empty()
            } else {
                Cell::magnitude(who.len() as f64 / n as f64, n).with_contributors(who.len())
            }
        }));
        table.push(cells);
        if n > 0 {
            table
                .relations
                .extend((at..k).map(|column| Relation { total: (at, 2 + column), parts: vec![(at, 2 + k + column)] }));
        }
    }
    // Those who give in a year are of all the years until then.
    let sums = (0..k).map(|column| {
        let year = years[column];
        let total: usize = cohorts.iter().map(|row| row[column].len()).sum();
        Cell::count_here(total).quantity(key(given, "givers", year))
    });
    let all = Cell::count_here(cohorts.iter().enumerate().map(|(at, row)| row[at].len()).sum());
    let blank = (0..k).map(|_| Cell::empty());
    table.push([Cell::phrase(phrase!("all")), all].into_iter().chain(sums).chain(blank).collect());
    for column in 0..k {
        table
            .relations
            .push(Relation { total: (k, 2 + column), parts: (0..=column).map(|row| (row, 2 + column)).collect() });
    }
    table.relations.push(Relation { total: (k, 1), parts: (0..k).map(|row| (row, 1)).collect() });
    table.notes = vec![phrase!("The first row holds all who gave before the file begins as well")];
    table
}

fn figure(given: &Given<'_>, table: &Table) -> Figure {
    Figure {
        id: table.id.to_string(),
        table: table.id.clone(),
        title: phrase!("{name}: who gives again the year after", name = given.name),
        subtitle: phrase!(
            "{source}: share of the givers of the year before, with {level} intervals (Wilson).",
            source = &given.measure.source,
            level = Arg::level(given.block.level)
        ),
        note: phrase!(
            "In the first years many who look new gave before; the share of those who give again is not touched by that."
        ),
        alt: phrase!(
            "Points with intervals, one for each fiscal year: share of the givers of the year before who gave again."
        ),
        audience: Audience::Public,
        shape: Shape::Columns { label: "year".into() },
        x: no_axis(),
        y: axis(phrase!("Retention"), Format::Percent(0), Vec::new()),
        layers: vec![Layer {
            mark: Mark::Trend,
            name: phrase!("Retention"),
            x: "year".into(),
            y: Some("retention".into()),
            low: Some("low".into()),
            high: Some("high".into()),
            tone: Tone::Result,
        }],
    }
}
