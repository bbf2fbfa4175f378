//! Whether times of day gather, weekdays differ, and whether there is a trend and a season.

use ndarray::Array2;

use crate::exhibit::{Audience, Cell, Column, Format, Table, TableRole};
use crate::math::circular::Circular;
use crate::math::counts::{Poisson, negative_binomial, poisson};
use crate::math::elementary::{exp, ln};
use crate::math::goodness::pearson;
use crate::math::special::{chi_square_sf, normal_quantile, normal_sf};
use crate::panel::UNKNOWN_TIME;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::counts::weekday;
use super::make::Counted;

/// A season is asked for from so many months on.
const TWO_YEARS: usize = 24;
/// A trend is asked for from so many months on.
const SOME_MONTHS: usize = 6;

struct Told {
    what: Phrase,
    value: f64,
    low: f64,
    high: f64,
    df: Option<u32>,
    p: f64,
}

impl Told {
    fn of(what: Phrase, value: f64, df: Option<u32>, p: f64) -> Told {
        Told { what, value, low: f64::NAN, high: f64::NAN, df, p }
    }
}

pub(super) fn table(counted: &Counted<'_>) -> Table {
    let percent = Arg::level(counted.level());
    let columns = vec![
        Column::new("what", phrase!("What"), Format::Text),
        Column::new("value", phrase!("Value"), Format::Number(3)),
        Column::new("low", phrase!("{level} interval, lower end", level = percent.clone()), Format::Number(3)),
        Column::new("high", phrase!("{level} interval, upper end", level = percent), Format::Number(3)),
        Column::new("df", phrase!("Degrees of freedom"), Format::Count),
        Column::new("p", phrase!("p-value"), Format::PValue),
    ];
    let id = TableRole::Measure(format!("{}-tests", counted.name));
    let mut table = Table::new(id, phrase!("Times, trend and season ({name})", name = counted.name), columns);
    let told = times(counted).into_iter().chain(weekdays(counted)).chain(months(counted));
    for Told { what, value, low, high, df, p } in told {
        table.push(vec![
            Cell::phrase(what),
            Cell::statistic(value),
            Cell::statistic(low),
            Cell::statistic(high),
            df.map_or_else(Cell::empty, |df| Cell::statistic(f64::from(df))),
            Cell::statistic(p),
        ]);
    }
    table.notes = vec![
        phrase!(
            "Times of day lie on a circle: their mean is a direction, and a mean of clock hours would be none. Rayleigh's test looks for one peak and misses two that are half a day apart: their strength stands beside it. All take entries as independent of each other"
        ),
        phrase!(
            "Trend: Poisson regression of the months with the days open as exposure, its interval with the dispersion (quasi-Poisson); beside it the negative binomial law. Season: months of the year beside the trend, likelihood ratio, from two years on"
        ),
    ];
    // With the margins these tell single counts.
    table.audience = Audience::Internal;
    table
}

fn times(counted: &Counted<'_>) -> Vec<Told> {
    let log = counted.covered.log;
    let known = (0..log.minutes.len()).filter(|&row| log.minutes[row] != UNKNOWN_TIME && counted.covered.covers(row));
    let turns: Vec<f64> = known.map(|row| f64::from(log.minutes[row] % 1440) / 1440.0).collect();
    let Some(circle) = Circular::of(&turns) else { return Vec::new() };
    let mut hours = [0.0; 24];
    turns.iter().for_each(|turn| hours[(turn * 24.0 + 1e-9) as usize % 24] += 1.0);
    let uniform = pearson(&hours, &[1.0; 24]);
    let none = f64::NAN;
    vec![
        Told::of(phrase!("mean time of day, in hours (on the circle)"), 24.0 * circle.mean, None, none),
        Told::of(
            phrase!("how far times gather at one (0 to 1); p of Rayleigh's test"),
            circle.length,
            None,
            circle.rayleigh_p(),
        ),
        Told::of(phrase!("the same at two times half a day apart"), circle.length_two, None, none),
        Told::of(phrase!("Watson's U² against even times"), circle.watson, None, none),
    ]
    .into_iter()
    .chain(uniform.map(|chi| Told::of(phrase!("as many in each hour (χ²)"), chi.value, Some(chi.df), chi.p)))
    .filter(|told| !told.value.is_nan())
    .collect()
}

/// As many on each weekday, as often as it was open.
fn weekdays(counted: &Counted<'_>) -> Option<Told> {
    let covered = &counted.covered;
    let mut open = [0.0; 7];
    (covered.days.0..=covered.days.1).filter(|day| covered.log.is_open(*day)).for_each(|day| open[weekday(day)] += 1.0);
    let cells = covered.by_weekday_and_hour();
    let counts: Vec<f64> = cells.iter().map(|hours| hours.iter().sum::<usize>() as f64).collect();
    let chi = pearson(&counts, &open)?;
    Some(Told::of(phrase!("as many per day on each weekday (χ²)"), chi.value, Some(chi.df), chi.p))
}

fn months(counted: &Counted<'_>) -> Vec<Told> {
    let covered = &counted.covered;
    let counts = covered.by_month(|_| true);
    let open: Vec<usize> = (0..counts.len()).filter(|&at| covered.months[at].open > 0).collect();
    if open.len() < SOME_MONTHS {
        return Vec::new();
    }
    let y: Vec<f64> = open.iter().map(|&at| counts[at]).collect();
    let offset: Vec<f64> = open.iter().map(|&at| ln(covered.months[at].open as f64)).collect();
    let trend =
        Array2::from_shape_fn((open.len(), 2), |(row, column)| if column == 0 { 1.0 } else { open[row] as f64 + 1.0 });
    let Some(plain) = poisson(trend.view(), &y, &offset).filter(|model| model.kept.len() == 2) else {
        return Vec::new();
    };
    let mut told = vec![slope(
        phrase!("trend per month, as a ratio"),
        plain.coefficients[1],
        plain.errors()[1] * plain.dispersion.max(1.0).sqrt(),
        counted.level(),
    )];
    told.push(Told::of(phrase!("dispersion (1: Poisson's law)"), plain.dispersion, None, f64::NAN));
    if let Some(wide) = negative_binomial(trend.view(), &y, &offset).filter(|model| model.theta.is_finite()) {
        let what = phrase!("trend per month, negative binomial");
        told.push(slope(what, wide.coefficients[1], wide.errors()[1], counted.level()));
    }
    told.extend(season(counted, &open, &y, &offset, &plain));
    told
}

fn slope(what: Phrase, log: f64, error: f64, level: f64) -> Told {
    let reach = normal_quantile(0.5 + 0.5 * level) * error;
    Told {
        what,
        value: exp(log),
        low: exp(log - reach),
        high: exp(log + reach),
        df: None,
        p: 2.0 * normal_sf((log / error).abs()),
    }
}

fn season(counted: &Counted<'_>, open: &[usize], y: &[f64], offset: &[f64], plain: &Poisson) -> Option<Told> {
    if open.len() < TWO_YEARS {
        return None;
    }
    let months = &counted.covered.months;
    let x = Array2::from_shape_fn((open.len(), 13), |(row, column)| match column {
        0 => 1.0,
        1 => open[row] as f64 + 1.0,
        _ => f64::from(u8::from(months[open[row]].month as usize == column)),
    });
    let seasonal = poisson(x.view(), y, offset)?;
    let df = u32::try_from(seasonal.kept.len().checked_sub(plain.kept.len())?).ok().filter(|df| *df > 0)?;
    let value = (plain.deviance - seasonal.deviance).max(0.0);
    Some(Told::of(
        phrase!("as many in each month of the year (likelihood ratio)"),
        value,
        Some(df),
        chi_square_sf(value, df),
    ))
}
