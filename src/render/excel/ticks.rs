use crate::exhibit::Axis;
use crate::math::elementary::magnitude;

use super::style::Form;

/// Ends of an axis and the distance of its ticks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ticks {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Distance of ticks.
    pub step: f64,
}

impl Ticks {
    /// Round ends around an extent, four to nine ticks, none finer than the axis can write.
    pub fn new(axis: &Axis, (low, high): (f64, f64)) -> Ticks {
        let (low, high) = axis.range.filter(|(low, high)| low < high).unwrap_or((low, high));
        let finest = match Form::of(&axis.format) {
            Form::Fixed(decimals) => 0.1f64.powi(decimals as i32),
            Form::Percent(decimals) => 0.1f64.powi(decimals as i32 + 2),
            Form::Count | Form::Index => 1.0,
            Form::General | Form::P => 0.0,
        };
        let span = if high > low { high - low } else { low.abs().max(1.0) };
        let ten = 10f64.powi(magnitude(span / 5.0));
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|m| m * ten)
            .into_iter()
            .find(|step| span / step <= 7.0)
            .unwrap_or(ten * 10.0)
            .max(finest);
        // Multiples of a binary fraction would show as 0.30000000000000004 in the file.
        let tidy = |value: f64| format!("{value:.10e}").parse().unwrap_or(value);
        if axis.range.is_some() {
            return Ticks { low, high, step: tidy(step) };
        }
        Ticks {
            low: tidy((low / step + 1e-9).floor() * step),
            high: tidy((high / step - 1e-9).ceil() * step),
            step: tidy(step),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibit::Format;
    use crate::text::Phrase;

    fn axis(format: Format, range: Option<(f64, f64)>) -> Axis {
        Axis { title: Phrase::verbatim(""), range, format, rules: Vec::new(), absolute: false }
    }

    #[test]
    fn axes_end_on_round_numbers() {
        let ticks = Ticks::new(&axis(Format::Number(1), None), (-0.03, 1.88));
        assert_eq!(ticks, Ticks { low: -0.5, high: 2.0, step: 0.5 });
        let ticks = Ticks::new(&axis(Format::Count, None), (0.0, 34.0));
        assert_eq!(ticks, Ticks { low: 0.0, high: 35.0, step: 5.0 });
    }

    #[test]
    fn a_declared_range_is_kept_and_ticks_can_be_written() {
        let ticks = Ticks::new(&axis(Format::Number(0), Some((0.0, 3.0))), (0.2, 0.4));
        assert_eq!(ticks, Ticks { low: 0.0, high: 3.0, step: 1.0 });
    }
}
