//! Questions with several answers, before and after, of the same persons.

use ndarray::Array2;

use crate::exhibit::{Cell, Column, Format, Members, Relation, Table, TableRole};
use crate::math::multiplicity::holm;
use crate::math::survey::{PairedAnswers, hotelling};
use crate::phrase;
use crate::text::Arg;

use super::super::period_cell;
use super::make::Surveyed;
use super::questions::{option_label, ticks};
use super::sample::Sample;

/// Nothing with one period, or without such questions.
pub(super) fn table(surveyed: &Surveyed<'_>) -> Option<Table> {
    let percent = Arg::level(surveyed.level);
    let columns = vec![
        Column::new("question", phrase!("Question"), Format::Text),
        Column::new("answer", phrase!("Answer"), Format::Text),
        Column::new("from", phrase!("Earlier period"), Format::Text),
        Column::new("to", phrase!("Later period"), Format::Text),
        Column::new("n", phrase!("Answered both times"), Format::Count),
        Column::new("both", phrase!("Ticked both times"), Format::Count),
        Column::new("gained", phrase!("Ticked after only"), Format::Count),
        Column::new("lost", phrase!("Ticked before only"), Format::Count),
        Column::new("before", phrase!("Share before"), Format::Percent(1)),
        Column::new("after", phrase!("Share after"), Format::Percent(1)),
        Column::new("change", phrase!("Change"), Format::Percent(1)),
        Column::new("low", phrase!("{level} interval, lower end", level = percent.clone()), Format::Percent(1)),
        Column::new("high", phrase!("{level} interval, upper end", level = percent), Format::Percent(1)),
        Column::new("p", phrase!("p-value"), Format::PValue),
        Column::new("p_holm", phrase!("p-value, all answers of the question (Holm)"), Format::PValue),
    ];
    let id = TableRole::Measure(format!("{}-several", surveyed.name));
    let title = phrase!("Several answers, before and after ({name})", name = surveyed.name);
    let mut table = Table::new(id, title, columns);
    for pair in surveyed.samples.windows(2) {
        let [before, after] = pair else { continue };
        for (name, options) in &surveyed.measure.several {
            question(surveyed, before, after, name, options, &mut table);
        }
    }
    table.notes = vec![phrase!(
        "Of persons who answered both times, without weights. Change: Newcombe's interval of paired shares (method 10); p: McNemar, exact. All answers together: Hotelling's T² (its F law takes many persons). This tells whether there was a change, not whether a program made it"
    )];
    (!table.rows.is_empty()).then_some(table)
}

fn question(
    surveyed: &Surveyed<'_>,
    before: &Sample<'_>,
    after: &Sample<'_>,
    name: &str,
    options: &[String],
    table: &mut Table,
) {
    let (then, now) = (ticks(surveyed, before, options), ticks(surveyed, after, options));
    let who: Vec<u32> =
        (0..then.len()).filter(|&at| then[at].is_some() && now[at].is_some()).map(|at| at as u32).collect();
    if who.is_empty() {
        return;
    }
    let tick =
        |ticks: &[Option<Vec<bool>>], unit: u32, at: usize| ticks[unit as usize].as_ref().is_some_and(|it| it[at]);
    let pairs: Vec<PairedAnswers> = (0..options.len())
        .map(|at| PairedAnswers::of(who.iter().map(|unit| (tick(&then, *unit, at), tick(&now, *unit, at)))))
        .collect();
    let corrected = holm(&pairs.iter().map(|pair| pair.p().0).collect::<Vec<_>>());
    let n = who.len();
    let head = |answer: Cell| {
        let periods = [before, after].map(|sample| period_cell(sample.panel, sample.period.as_deref()));
        let mut row = vec![Cell::text(name), answer];
        row.extend(periods);
        row.push(Cell::count_of(Members::of(who.iter().copied())));
        row
    };
    for (at, (pair, corrected)) in pairs.iter().zip(&corrected).enumerate() {
        let those = |was: bool, is: bool| {
            let fits = |unit: &u32| (tick(&then, *unit, at), tick(&now, *unit, at)) == (was, is);
            Members::of(who.iter().copied().filter(fits))
        };
        let (shares, (low, high)) = (pair.shares(), pair.newcombe(surveyed.level));
        let mut row = head(option_label(before.panel, &options[at]));
        row.extend([those(true, true), those(false, true), those(true, false)].map(Cell::count_of));
        let yes = |ticks: &[Option<Vec<bool>>]| Members::of(who.iter().copied().filter(|unit| tick(ticks, *unit, at)));
        for (share, members) in [(shares.0, yes(&then)), (shares.1, yes(&now))] {
            row.push(Cell::magnitude(share, n).with_contributors(members.n()).of(members));
        }
        let spot = table.rows.len();
        table.relations.push(Relation { total: (spot, 8), parts: vec![(spot, 5), (spot, 7)] });
        table.relations.push(Relation { total: (spot, 9), parts: vec![(spot, 5), (spot, 6)] });
        let results = [shares.1 - shares.0, low, high, pair.p().0, *corrected];
        row.extend(results.map(|value| Cell::statistic(value).with_n(n)));
        table.push(row);
    }
    let changes = Array2::from_shape_fn((n, options.len()), |(row, at)| {
        f64::from(u8::from(tick(&now, who[row], at))) - f64::from(u8::from(tick(&then, who[row], at)))
    });
    if let Some(together) = hotelling(&changes).filter(|_| options.len() > 1) {
        let mut row = head(Cell::phrase(phrase!("all together (Hotelling's T²)")));
        row.extend([(); 8].map(|()| Cell::empty()));
        row.extend([Cell::statistic(together.p).with_n(n), Cell::empty()]);
        table.push(row);
    }
}
