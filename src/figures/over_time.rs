use crate::exhibit::drawing::{axis, no_axis, number, said};
use crate::exhibit::{Audience, Axis, Cell, Column, Figure, Format, Layer, Mark, ReferenceLine, Shape, Table, Tone};
use crate::math::mean_error::MeanError;
use crate::phrase;
use crate::text::{Arg, Phrase, Words};

use super::{Basis, FigureIds, amount, of_size, precision, units_as};

/// Both groups at one period.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodGroups {
    /// The period.
    pub label: Phrase,
    /// Whether it lies after the start.
    pub after: bool,
    /// Whether it is the state before or the outcome itself, which the message speaks of.
    pub asked: bool,
    /// Those who took part, and those they are compared with: the mean and how many values it rests on.
    pub sides: [(Option<MeanError>, usize); 2],
}

/// An outcome over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// How outputs call the outcome.
    pub label: Words,
    /// Its unit.
    pub unit: Words,
    /// Whether it is a share, shown in per cent.
    pub share: bool,
    /// Periods, in order.
    pub moments: Vec<PeriodGroups>,
}

const SIDES: [&str; 2] = ["treated", "comparison"];

/// Means with intervals of both groups over time: the table has `period` and for each of `treated` and `comparison` `n_…`,
/// `mean_…`, `low_…`, `high_…`.
pub fn over_time(named: &FigureIds, course: &Course, level: f64, basis: &Basis) -> (Table, Figure) {
    let table = table(named, course, level);
    let start = course.moments.iter().position(|moment| moment.after).filter(|&at| at > 0);
    let rule = |at: usize| ReferenceLine { at: at as f64 - 0.5, label: Some(phrase!("right of this line: after")) };
    let figure = Figure {
        id: named.figure.clone(),
        table: table.id.clone(),
        title: title(&table, course),
        subtitle: phrase!("{basis} Means with {level} intervals.", basis = basis.subtitle(), level = Arg::level(level)),
        note: phrase!(
            "The interval of each mean shows chance only; how sure the difference is stands with the estimate. That both groups moved alike before does not mean that they would have gone on alike."
        ),
        alt: alt(&table, course),
        audience: Audience::Public,
        shape: Shape::Columns { label: "period".into() },
        x: Axis { rules: start.map(rule).into_iter().collect(), ..no_axis() },
        y: axis(units_as(&course.label, &course.unit), format(course), Vec::new()),
        layers: vec![
            layer(phrase!("Took part"), 0, Tone::Treated),
            layer(phrase!("Compared with"), 1, Tone::Comparison),
        ],
    };
    (table, figure)
}

fn key(what: &str, side: usize) -> String {
    format!("{what}_{}", SIDES[side])
}

fn layer(name: Phrase, side: usize, tone: Tone) -> Layer {
    Layer {
        mark: Mark::Trend,
        name,
        x: "period".into(),
        y: Some(key("mean", side)),
        low: Some(key("low", side)),
        high: Some(key("high", side)),
        tone,
    }
}

fn format(course: &Course) -> Format {
    let errors = course.moments.iter().flat_map(|moment| &moment.sides).filter_map(|(mean, _)| mean.map(|it| it.error));
    let means = course.moments.iter().flat_map(|moment| &moment.sides).filter_map(|(mean, _)| mean.map(|it| it.mean));
    let largest = means.map(f64::abs).fold(0.0, f64::max);
    if course.share { Format::Percent(1) } else { of_size(largest, precision(errors).into(), &course.unit) }
}

fn table(named: &FigureIds, course: &Course, level: f64) -> Table {
    let format = format(course);
    let percent = Arg::level(level);
    let mut columns = vec![Column::new("period", phrase!("Period"), Format::Text)];
    for (side, name) in [phrase!("Took part"), phrase!("Compared with")].into_iter().enumerate() {
        let own = |what, title: Phrase, format: &Format| {
            Column::new(
                &key(what, side),
                phrase!("{group}: {what}", group = name.clone(), what = title),
                format.clone(),
            )
        };
        columns.extend([
            own("n", phrase!("number of values"), &Format::Count),
            own("mean", phrase!("mean"), &format),
            own("low", phrase!("{level} interval, lower end", level = percent.clone()), &format),
            own("high", phrase!("{level} interval, upper end", level = percent.clone()), &format),
        ]);
    }
    let title = phrase!("{label}: both groups over time", label = &course.label);
    let mut table = Table::new(named.table.clone(), title, columns);
    for moment in &course.moments {
        let sides = moment.sides.iter().flat_map(|(mean, n)| side(*mean, *n, level, course.share));
        table.push(std::iter::once(Cell::phrase(moment.label.clone())).chain(sides).collect());
    }
    table.notes.push(phrase!("Means are weighted as in the comparison; of each period, the values that are known."));
    table
}

fn side(mean: Option<MeanError>, n: usize, level: f64, share: bool) -> [Cell; 4] {
    let end = |of: fn((f64, f64)) -> f64| {
        let found = mean.and_then(|mean| Some((mean.interval(level)?, mean.largest)));
        found.map_or_else(Cell::empty, |(ends, largest)| Cell::statistic(of(ends)).with_n(n).of_squares(largest))
    };
    let mean = mean.map_or_else(Cell::empty, |mean| {
        let cell = Cell::magnitude(mean.mean, n).with_error(mean.error).of_total(mean.largest);
        if share { cell.of_yes() } else { cell }
    });
    [Cell::count_here(n), mean, end(|(low, _)| low), end(|(_, high)| high)]
}

/// The means at a row, as they stand in the table.
fn means(table: &Table, row: usize, format: &Format) -> Option<[Arg; 2]> {
    let of = |side| {
        let key = key("mean", side);
        Some(Arg::Cell(table.at(row, &key), Box::new(amount(number(table, row, &key)?, format))))
    };
    Some([of(0)?, of(1)?])
}

/// From the state before to the outcome, which need not be the first and the last period.
fn title(table: &Table, course: &Course) -> Phrase {
    let (last, format) = (course.moments.len().saturating_sub(1), format(course));
    let asked: Vec<usize> = (0..course.moments.len()).filter(|&row| course.moments[row].asked).collect();
    let (from, to) = match asked.as_slice() {
        [from, .., to] => (*from, *to),
        [to] if *to > 0 => (0, *to),
        _ => (0, last),
    };
    let label = units_as(&course.label, &course.unit);
    let label = match last > 1 {
        true => {
            let period = |row| said(table, row, "period");
            phrase!("{label}, {from} → {to}", label = label, from = period(from), to = period(to))
        }
        false => label,
    };
    match (means(table, from, &format), means(table, to, &format)) {
        (Some([a, c]), Some([b, d])) if from < to => phrase!(
            "{label}: {a} → {b} for those who took part, {c} → {d} for those compared with",
            label = label,
            a = a,
            b = b,
            c = c,
            d = d
        ),
        _ => phrase!("{label}: both groups over time", label = &course.label),
    }
}

fn alt(table: &Table, course: &Course) -> Phrase {
    let format = format(course);
    let one = |row: usize| {
        let [treated, comparison] = means(table, row, &format)?;
        Some(phrase!(
            "{period} {treated} and {comparison}",
            period = said(table, row, "period"),
            treated = treated,
            comparison = comparison
        ))
    };
    let rows: Vec<Phrase> = (0..table.rows.len()).filter_map(one).collect();
    phrase!(
        "Two lines of means with intervals, {label}, those who took part and those compared with: {rows}.",
        label = units_as(&course.label, &course.unit),
        rows = rows
    )
}
