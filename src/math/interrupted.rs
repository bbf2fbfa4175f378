//! A series of counts with an event: its level from the event on, and events at other times for comparison.

use ndarray::Array2;

use super::counts::{Poisson, poisson};
use super::elementary::{exp, ln};
use super::newey_west;
use super::special::t_quantile;
use super::sums::sum;

/// Counts month by month with the exposure of each (days), and the first month from which the event counts.
#[derive(Clone, Copy, Debug)]
pub struct Interrupted<'s> {
    /// Counts, in the order of time.
    pub counts: &'s [f64],
    /// Exposure of each, above 0.
    pub exposure: &'s [f64],
    /// Index of the first month after the event, from 1 to n − 1.
    pub event: usize,
    /// Months left out between the last before and the first after: 1 where the event is in the middle of one.
    pub gap: usize,
}

/// How the level changed at the event.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The model: ones, trend by month, level from the event on.
    pub model: Poisson,
    /// Ratio of the level from the event on to what the trend before and after it alone would give.
    pub ratio: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Standard error of its logarithm: Newey–West times √(n/(n − k)).
    pub error: f64,
    /// Neighbours that errors are taken to be related with.
    pub lag: usize,
}

/// Ones, month from 1 on (with `gap` left out at the event), 1 from the event on.
pub fn design(n: usize, event: usize, gap: usize) -> Array2<f64> {
    Array2::from_shape_fn((n, 3), |(row, column)| match column {
        0 => 1.0,
        1 => (row + 1 + if row >= event { gap } else { 0 }) as f64,
        _ => f64::from(u8::from(row >= event)),
    })
}

impl Interrupted<'_> {
    /// ln E(count) = a + b·month + c·(month ≥ event) + ln(exposure); the interval is exp(c ± t(n−k)·SE) with SE by Newey & West, Bartlett's weights up to
    /// [`newey_west::lag`], not prewhitened, times √(n/(n−k)). Nothing where fewer than three months stand on a side, or the model has no maximum.
    pub fn level(&self, level: f64) -> Option<Level> {
        let n = self.counts.len();
        if self.event < 3 || n < self.event + 3 || n != self.exposure.len() {
            return None;
        }
        let x = design(n, self.event, self.gap);
        let offset: Vec<f64> = self.exposure.iter().map(|exposure| ln(*exposure)).collect();
        let model = poisson(x.view(), self.counts, &offset)?;
        let at = model.kept.iter().position(|&column| column == 2)?;
        let (lag, k) = (newey_west::lag(n), model.kept.len());
        let covariance = model.robust(x.view(), self.counts, lag);
        let error = (covariance[[at, at]] * n as f64 / (n - k) as f64).sqrt();
        let (c, reach) = (model.coefficients[at], t_quantile(0.5 + 0.5 * level, (n - k) as f64) * error);
        Some(Level { ratio: exp(c), low: exp(c - reach), high: exp(c + reach), error, lag, model })
    }

    /// ln of the mean rate from `event` on over the mean rate before: the mean of the months' rates.
    pub fn step_at(&self, event: usize) -> f64 {
        let mean =
            |from: usize, to: usize| sum((from..to).map(|at| self.counts[at] / self.exposure[at])) / (to - from) as f64;
        ln(mean(event, self.counts.len())) - ln(mean(0, event))
    }

    /// The step at every month that has at least three months before it and four from it on, as if the event had been then, and the shares of these
    /// that are as large and as small as at the event: how often a month chosen at random does as well. With a trend a month in the middle does
    /// well by itself. Nothing where the event is none of these months.
    pub fn placebo(&self) -> Option<Placebo> {
        let months = 3..=self.counts.len().checked_sub(4)?;
        if !months.contains(&self.event) {
            return None;
        }
        let steps: Vec<f64> = months.map(|month| self.step_at(month)).collect();
        let observed = self.step_at(self.event);
        let share = |as_far: &dyn Fn(f64) -> bool| {
            steps.iter().filter(|step| as_far(**step)).count() as f64 / steps.len() as f64
        };
        let (greater, less) = (share(&|step| step >= observed - 1e-12), share(&|step| step <= observed + 1e-12));
        Some(Placebo { steps, observed, p_greater: greater, p_less: less })
    }

    /// The series turned round by every number of months, the event where it is: the share of turns in which the step of the whole rates is at least as
    /// far from none (two-sided; the smallest p is 1/n). Exact where the series is stationary.
    pub fn shifts(&self) -> f64 {
        let n = self.counts.len();
        let step = |turn: usize| {
            let side = |from: usize, to: usize| {
                let at = |month: usize| (month + turn) % n;
                let counts = sum((from..to).map(|month| self.counts[at(month)]));
                ln(counts / sum((from..to).map(|month| self.exposure[at(month)])))
            };
            side(self.event, n) - side(0, self.event)
        };
        let observed = step(0).abs();
        (0..n).filter(|&turn| step(turn).abs() >= observed - 1e-12).count() as f64 / n as f64
    }
}

/// Events at other months.
#[derive(Clone, Debug, PartialEq)]
pub struct Placebo {
    /// Step at each month that may be one.
    pub steps: Vec<f64>,
    /// Step at the event.
    pub observed: f64,
    /// Share of steps that are as large.
    pub p_greater: f64,
    /// Share that are as small.
    pub p_less: f64,
}

/// The same event in one area and not in the other, month by month: counts of an area are Poisson with the months of both, a constant difference and the
/// level from the event on; its logarithm, its error and the dispersion. The months' common course cancels.
pub fn against_another(own: &Interrupted<'_>, other: &[f64]) -> Option<(f64, f64, f64)> {
    let n = own.counts.len();
    if other.len() != n || own.event == 0 || own.event >= n {
        return None;
    }
    let y: Vec<f64> = own.counts.iter().chain(other).copied().collect();
    let offset: Vec<f64> = own.exposure.iter().chain(own.exposure).map(|exposure| ln(*exposure)).collect();
    let x = Array2::from_shape_fn((2 * n, n + 2), |(row, column)| {
        let (month, first) = (row % n, row < n);
        f64::from(u8::from(match column {
            column if column < n => column == month,
            column if column == n => first,
            _ => first && month >= own.event,
        }))
    });
    let model = poisson(x.view(), &y, &offset)?;
    let at = model.kept.iter().position(|&column| column == n + 1)?;
    Some((model.coefficients[at], model.covariance[[at, at]].sqrt(), model.dispersion))
}
