//! Before and after an event.

use crate::exhibit::{AnswerPart, Cell, Column, Format, Relation, Table, TableRole};
use crate::math::elementary::exp;
use crate::math::interrupted::{Interrupted, against_another};
use crate::math::rates::{Rate, ratio};
use crate::math::special::{normal_quantile, normal_sf};
use crate::notation::calendar::{date_of, iso};
use crate::panel::UNKNOWN_WORD;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::make::Counted;

/// Fewer months than this are judged by events at other months, not by a law of large numbers.
const MANY_MONTHS: usize = 30;

/// The months before and after an event, those that are wholly one or the other.
struct Series {
    counts: Vec<f64>,
    others: Vec<f64>,
    exposure: Vec<f64>,
    event: usize,
    gap: usize,
}

/// Nothing where no event is asked for, or the log covers one side only.
pub(super) fn table(counted: &Counted<'_>) -> Option<Table> {
    let day = counted.measure.day("event")?;
    let covered = &counted.covered;
    if day <= covered.days.0 || day > covered.days.1 {
        return None;
    }
    let percent = Arg::level(counted.level());
    let columns = vec![
        Column::new("what", phrase!("What"), Format::Text),
        Column::new("n", phrase!("Number"), Format::Count),
        Column::new("days", phrase!("Days open"), Format::Count),
        Column::new("value", phrase!("Value"), Format::Number(2)),
        Column::new("low", phrase!("{level} interval, lower end", level = percent.clone()), Format::Number(2)),
        Column::new("high", phrase!("{level} interval, upper end", level = percent), Format::Number(2)),
        Column::new("p", phrase!("p-value"), Format::PValue),
    ];
    let id = TableRole::Measure(format!("{}-event", counted.name));
    let title = phrase!("Before and after {day} ({name})", day = iso(day), name = counted.name);
    let mut table = Table::new(id, title, columns);
    let sides = sides(counted, day);
    add_counts(counted, &mut table, sides);
    let (before, after) = sides;
    let least = before.count.min(after.count) as usize;
    let mut add = |what: Phrase, values: [f64; 4]| {
        let cell = |value: f64| if value.is_nan() { Cell::empty() } else { Cell::statistic(value).with_n(least) };
        let mut row = vec![Cell::phrase(what), Cell::empty(), Cell::empty()];
        row.extend(values.map(cell));
        table.push(row);
    };
    if before.exposure > 0.0
        && after.exposure > 0.0
        && let Some(both) = ratio(after, before, counted.level())
    {
        add(phrase!("per day open, after over before (exact)"), [both.ratio, both.low, both.high, both.p]);
    }
    judged(counted, day, &mut add);
    table.notes = notes(counted, day);
    Some(table)
}

/// Whether a row is of the area of the event; all rows where none is named.
fn own_area<'c>(counted: &'c Counted<'_>) -> impl Fn(usize) -> Option<bool> + 'c {
    let area = counted.measure.area.as_ref().zip(counted.measure.event_area.as_ref());
    let named = area.and_then(|(name, value)| {
        let column = counted.column(name)?;
        let unknown = super::counts::unknown_words(column, &counted.measure.unknown);
        Some((column, column.words.iter().position(|word| word == value)? as u32, unknown))
    });
    move |row| match &named {
        None => Some(true),
        Some((column, own, unknown)) => match column.at[row] {
            UNKNOWN_WORD => None,
            at if unknown[at as usize] => None,
            at => Some(at == *own),
        },
    }
}

fn sides(counted: &Counted<'_>, day: i32) -> (Rate, Rate) {
    let (covered, own) = (&counted.covered, own_area(counted));
    let (mut before, mut after) = (0, 0);
    for (row, at) in covered.log.days.iter().enumerate() {
        if covered.covers(row) && own(row) == Some(true) {
            *if *at < day { &mut before } else { &mut after } += 1;
        }
    }
    let (first, last) = covered.days;
    let rate = |count: u64, from: i32, to: i32| Rate { count, exposure: covered.open_days(from, to) as f64 };
    (rate(before, first, day - 1), rate(after, day, last))
}

fn add_counts(counted: &Counted<'_>, table: &mut Table, (before, after): (Rate, Rate)) {
    let all = before.count + after.count;
    let key = match (&counted.measure.area, &counted.measure.event_area) {
        (Some(name), Some(area)) => counted.key(name, area),
        _ => counted.key_of_all(),
    };
    let rows = [
        (phrase!("before"), before),
        (phrase!("after"), after),
        (phrase!("all"), Rate { count: all, exposure: before.exposure + after.exposure }),
    ];
    for (at, (what, rate)) in rows.into_iter().enumerate() {
        let n = Cell::count_here(rate.count as usize);
        let n = if at == 2 { n.quantity(AnswerPart::Treated.of(&key)) } else { n };
        let (value, (low, high)) = (rate.value(), rate.garwood(counted.level()));
        let cell = |value: f64| Cell::statistic(value).with_n(rate.count as usize);
        table.push(vec![
            Cell::phrase(what),
            n,
            Cell::scale(rate.exposure),
            cell(value),
            cell(low),
            cell(high),
            Cell::empty(),
        ]);
    }
    table.relations.push(Relation { total: (2, 1), parts: vec![(0, 1), (1, 1)] });
}

fn series(counted: &Counted<'_>, day: i32) -> Option<Series> {
    let (covered, own) = (&counted.covered, own_area(counted));
    let counts = covered.by_month(|row| own(row) == Some(true));
    let others = covered.by_month(|row| own(row) == Some(false));
    let month = covered.month(day)?;
    let gap = usize::from(date_of(day).2 > 1 && covered.months[month].days.0 < day);
    let kept = |at: &usize| covered.months[*at].open > 0 && (gap == 0 || *at != month);
    let at: Vec<usize> = (0..covered.months.len()).filter(kept).collect();
    let pick = |values: &[f64]| at.iter().map(|&at| values[at]).collect();
    Some(Series {
        counts: pick(&counts),
        others: pick(&others),
        exposure: at.iter().map(|&at| covered.months[at].open as f64).collect(),
        event: at.iter().position(|&at| covered.months[at].days.0 >= day)?,
        gap,
    })
}

fn judged(counted: &Counted<'_>, day: i32, add: &mut dyn FnMut(Phrase, [f64; 4])) {
    let Some(series) = series(counted, day) else { return };
    let months = series.counts.len();
    let interrupted =
        Interrupted { counts: &series.counts, exposure: &series.exposure, event: series.event, gap: series.gap };
    if let Some(level) = interrupted.level(counted.level()) {
        let what = phrase!(
            "level from the event on, over the trend (months; Newey–West, {lag} {lag?neighbour|neighbours})",
            lag = level.lag
        );
        add(what, [level.ratio, level.low, level.high, f64::NAN]);
    }
    if months < MANY_MONTHS {
        if let Some(placebo) = interrupted.placebo() {
            let (what, p) = match placebo.observed >= 0.0 {
                true => (
                    phrase!(
                        "mean of months, after over before; p: share of months that would have shown as large a rise"
                    ),
                    placebo.p_greater,
                ),
                false => (
                    phrase!(
                        "mean of months, after over before; p: share of months that would have shown as large a fall"
                    ),
                    placebo.p_less,
                ),
            };
            add(what, [exp(placebo.observed), f64::NAN, f64::NAN, p]);
        }
        if series.counts.iter().all(|count| *count > 0.0) {
            let what = phrase!("the same as large by turning the months round, in either direction (exact)");
            add(what, [f64::NAN, f64::NAN, f64::NAN, interrupted.shifts()]);
        }
    }
    if counted.measure.event_area.is_some()
        && let Some((log, error, dispersion)) = against_another(&interrupted, &series.others)
    {
        let error = error * dispersion.max(1.0).sqrt();
        let reach = normal_quantile(0.5 + 0.5 * counted.level()) * error;
        let what = phrase!("the same, over what became of the other areas");
        add(what, [exp(log), exp(log - reach), exp(log + reach), 2.0 * normal_sf((log / error).abs())]);
    }
}

fn notes(counted: &Counted<'_>, day: i32) -> Vec<Phrase> {
    let mut notes = vec![
        phrase!(
            "Level: Poisson regression of the months on their number and on being after the event, with the days open as exposure; errors by Newey and West with Bartlett's weights, not prewhitened, times √(n/(n − k)), Student's t. A trend takes part of what changed slowly: one area alone does not tell what would have happened without the event"
        ),
        phrase!(
            "Fewer than {months} months: whether the step is more than chance is judged by months taken as if the event had been then, and by turning the series round, not by the interval",
            months = Arg::rule(MANY_MONTHS)
        ),
    ];
    if counted.measure.event_area.is_some() {
        notes.push(phrase!(
            "Over the other areas: both have the same months, and only the level of the area of the event may change; the error is widened where counts vary more than by chance. It takes for granted that both would have gone on alike"
        ));
    }
    if date_of(day).2 > 1 {
        notes.push(phrase!("The month of the event, which is partly before it, is in no series of months"));
    }
    notes
}
