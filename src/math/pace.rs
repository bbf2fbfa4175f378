//! How far a value has come on its way from a start to a target, and how fast it would have to go on.

/// A value at a time, in years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct At {
    /// Year, with its part where a month is known.
    pub year: f64,
    /// Value.
    pub value: f64,
}

/// The way from a start to a target, seen from the latest value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// (latest − start)/(target − start): 0 at the start, 1 at the target, below 0 where it moved away; NaN where both are the same.
    pub share: f64,
    /// Value on the even path at the latest year: start + (target − start)·(t − t₀)/(T − t₀), the target after T.
    pub even: f64,
    /// Change a year so far, (latest − start)/(t − t₀); NaN at the start itself.
    pub so_far: f64,
    /// Change a year that reaches the target in time, (target − latest)/(T − t); NaN from T on.
    pub needed: f64,
}

/// The value on the even path from a start to a later target: start + (target − start)·(t − t₀)/(T − t₀), the start before t₀ and the target after T.
pub fn even(start: At, target: At, year: f64) -> f64 {
    let part = (year - start.year) / (target.year - start.year);
    start.value + (target.value - start.value) * part.clamp(0.0, 1.0)
}

impl Pace {
    /// Of three points; the target lies after the start.
    pub fn of(start: At, latest: At, target: At) -> Pace {
        let way = target.value - start.value;
        let gone = latest.year - start.year;
        let per = |change: f64, years: f64| if years > 0.0 { change / years } else { f64::NAN };
        Pace {
            share: if way == 0.0 { f64::NAN } else { (latest.value - start.value) / way },
            even: even(start, target, latest.year),
            so_far: per(latest.value - start.value, gone),
            needed: per(target.value - latest.value, target.year - latest.year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: f64, value: f64) -> At {
        At { year, value }
    }

    #[test]
    fn the_way_is_measured_from_the_start() {
        let pace = Pace::of(at(2020.0, 3.0), at(2024.0, 4.0), at(2030.0, 6.0));
        assert_eq!(pace, Pace { share: 1.0 / 3.0, even: 3.0 + 3.0 * 0.4, so_far: 0.25, needed: 2.0 / 6.0 });
        let falling = Pace::of(at(2020.0, 50.0), at(2022.0, 60.0), at(2025.0, 30.0));
        assert_eq!((falling.share, falling.so_far, falling.needed), (-0.5, 5.0, -10.0));
        assert_eq!(falling.even, 50.0 - 20.0 * 0.4);
    }

    #[test]
    fn after_the_target_year_there_is_no_pace_and_at_the_start_none_yet() {
        let late = Pace::of(at(2020.0, 0.0), at(2026.0, 8.0), at(2025.0, 10.0));
        assert!(late.needed.is_nan() && late.even == 10.0);
        let first = Pace::of(at(2020.0, 0.0), at(2020.0, 0.0), at(2025.0, 10.0));
        assert!(first.so_far.is_nan() && first.needed == 2.0 && first.share == 0.0);
        assert!(Pace::of(at(2020.0, 5.0), at(2021.0, 6.0), at(2025.0, 5.0)).share.is_nan());
    }
}
