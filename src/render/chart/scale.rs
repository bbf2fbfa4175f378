//! Numeric axes: extent, ticks in steps of 1, 2 or 5, and their labels.

use super::theme;
use crate::exhibit::{Axis, Format};
use crate::math::elementary::{log10, magnitude};
use crate::text::{Lang, fixed, percent};

/// Share of the extent that is left free beyond the data at either side.
const PAD: f64 = 0.04;
/// Pixels for a tick, at the least, along x and along y.
const ROOM: (f64, f64) = (64.0, 38.0);
/// From here on numbers are written with a power of ten.
pub const LONG: f64 = 1e12;
/// Free pixels between two tick labels.
const GAP: f64 = 14.0;

/// A linear scale with its ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Value at the lower end.
    pub low: f64,
    /// Value at the upper end.
    pub high: f64,
    /// Ticks with their labels, from low to high.
    pub ticks: Vec<(f64, String)>,
}

impl Scale {
    /// The scale of a horizontal axis of a width in pixels: as many ticks as have room for their labels.
    pub fn horizontal(values: &[f64], axis: &Axis, width: f64, lang: Lang) -> Scale {
        let most = (width / ROOM.0).floor().clamp(2.0, 10.0) as usize;
        let scale = |count| Scale::new(values, axis, count, lang);
        (2..=most).rev().map(scale).find(|scale| scale.has_room(width)).unwrap_or_else(|| scale(1))
    }

    /// The scale of a vertical axis of a height in pixels.
    pub fn vertical(values: &[f64], axis: &Axis, height: f64, lang: Lang) -> Scale {
        Scale::new(values, axis, (height / ROOM.1).floor().clamp(2.0, 10.0) as usize, lang)
    }

    fn new(values: &[f64], axis: &Axis, count: usize, lang: Lang) -> Scale {
        let Some((low, high)) = extent(values, axis) else {
            return Scale { low: 0.0, high: 1.0, ticks: Vec::new() };
        };
        let step = step(low, high, count, &axis.format);
        let label = |value: f64| (value, tick_label(value, step, axis, lang));
        Scale { low, high, ticks: multiples(low, high, step).map(label).collect() }
    }

    fn has_room(&self, width: f64) -> bool {
        let place = |value| self.place(value, 0.0, width);
        let half = |label: &str| theme::TICK.width(label) / 2.0;
        let free =
            |pair: &[(f64, String)]| place(pair[1].0) - half(&pair[1].1) - place(pair[0].0) - half(&pair[0].1) >= GAP;
        self.ticks.windows(2).all(free)
    }

    /// Where a value stands between two pixels.
    pub fn place(&self, value: f64, from: f64, to: f64) -> f64 {
        from + (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0) * (to - from)
    }

    /// Whether a value lies on the scale.
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// The fixed range of the axis, else that of the data and rules with a little space; nothing without data.
fn extent(values: &[f64], axis: &Axis) -> Option<(f64, f64)> {
    if let Some((low, high)) = axis.range.filter(|(low, high)| low.is_finite() && high.is_finite() && low < high) {
        return Some((low, high));
    }
    let all = || values.iter().copied().chain(axis.rules.iter().map(|rule| rule.at)).filter(|value| value.is_finite());
    if values.is_empty() {
        return None;
    }
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let span = high - low;
    if span <= 1e-9 * low.abs().max(high.abs()) || span == 0.0 {
        let around = if low == 0.0 { 1.0 } else { 0.1 * low.abs() };
        return Some((low - around, high + around));
    }
    let pad = |end: f64| if end == 0.0 { 0.0 } else { PAD * span };
    Some((low - pad(low), high + pad(high)))
}

/// The least of 1, 2, 5 × 10ᵏ that gives no more than `count` steps.
fn step(low: f64, high: f64, count: usize, format: &Format) -> f64 {
    let raw = (high - low) / count as f64;
    let power = 10f64.powi(magnitude(raw));
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power).find(|step| *step >= raw * (1.0 - 1e-9));
    let step = step.unwrap_or(raw);
    if *format == Format::Count { step.max(1.0) } else { step }
}

fn multiples(low: f64, high: f64, step: f64) -> impl Iterator<Item = f64> {
    let slack = 1e-9;
    let (first, last) = ((low / step - slack).ceil(), (high / step + slack).floor());
    let steps = if last >= first { (last - first) as usize } else { 0 };
    (0..=steps).map(move |i| (first + i as f64) * step).filter(move |value| *value <= high + slack * step)
}

/// [`Format::Text`] asks for no grouping, as years are written.
fn tick_label(value: f64, step: f64, axis: &Axis, lang: Lang) -> String {
    let value = if axis.absolute { value.abs() } else { value };
    match axis.format {
        Format::Percent(_) => percent(value, decimals(step * 100.0), lang),
        Format::Written(precision) if precision.counted(lang).0 > 0 => {
            let (power, word) = precision.counted(lang);
            let of = 10f64.powi(power);
            if value == 0.0 { "0".into() } else { format!("{}{word}", fixed(value / of, decimals(step / of))) }
        }
        Format::Text if value.abs() < LONG => fixed(value, decimals(step)).replace(',', ""),
        _ if value.abs() >= LONG || decimals(step) > 6 => scientific(value, step),
        _ => fixed(value, decimals(step)),
    }
}

fn decimals(step: f64) -> usize {
    (-log10(step * (1.0 + 1e-9)).floor()).clamp(0.0, 15.0) as usize
}

/// `2.5e−7`: the fonts have no raised digits.
fn scientific(value: f64, step: f64) -> String {
    if value.abs() < step / 2.0 {
        return "0".into();
    }
    power_of_ten(value, (log10(value.abs()).floor() - log10(step).floor()).clamp(0.0, 6.0) as usize)
}

/// A number with one digit before the point and a power of ten.
pub fn power_of_ten(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$e}").replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibit::ReferenceLine;
    use crate::phrase;

    fn axis(format: Format) -> Axis {
        Axis { title: phrase!("{text}", text = ""), range: None, format, rules: vec![], absolute: false }
    }

    fn labels(values: &[f64], axis: &Axis) -> Vec<String> {
        Scale::horizontal(values, axis, 400.0, Lang::En).ticks.into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn steps_are_one_two_or_five() {
        assert_eq!(labels(&[0.0, 0.71], &axis(Format::Number(2))), ["0.0", "0.2", "0.4", "0.6"]);
        let far = labels(&[-1509.0, 2298.0], &axis(Format::Number(0)));
        assert_eq!(far, ["−1,000", "0", "1,000", "2,000"]);
        assert_eq!(labels(&[2019.0, 2021.0], &axis(Format::Text))[0], "2019.0");
        assert_eq!(labels(&[0.0, 0.5], &axis(Format::Percent(0)))[1], "10%");
        assert_eq!(labels(&[0.0, 3.0], &axis(Format::Count)), ["0", "1", "2", "3"]);
    }

    #[test]
    fn every_extent_gives_a_sane_scale() {
        for values in [vec![], vec![0.0], vec![5.0], vec![-1e150, 1e150], vec![1e-12, 3e-12], vec![1e9, 1e9 + 1.0]] {
            for format in [Format::Number(0), Format::Count, Format::Percent(1)] {
                let scale = Scale::horizontal(&values, &axis(format), 300.0, Lang::Ja);
                assert!(scale.low < scale.high && scale.ticks.len() <= 12, "{values:?} {scale:?}");
                assert!(scale.ticks.iter().all(|(value, _)| value.is_finite()));
            }
        }
    }

    #[test]
    fn rules_are_always_on_the_scale() {
        let rules = vec![ReferenceLine { at: 0.25, label: None }];
        let scale = Scale::horizontal(&[0.01, 0.02], &Axis { rules, ..axis(Format::Number(2)) }, 300.0, Lang::En);
        assert!(scale.holds(0.25));
    }
}
