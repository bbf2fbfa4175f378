use crate::phrase;
use crate::text::{Arg, Phrase, Precision};

use super::super::facts::{Facts, Middle, Number, ends, side};
use super::quantity;

/// Says that average and middle disagree; nothing where they agree or there is no middle.
pub fn disagreement(facts: &Facts) -> Option<Phrase> {
    let (number, middle) = (facts.number?, facts.middle?);
    if !disagree(&number, &middle) {
        return None;
    }
    let cause = match middle.amount {
        _ if mostly_equal(facts) || middle.estimate == 0.0 && middle.interval.is_none_or(|ends| ends == (0.0, 0.0)) => {
            phrase!("Most did not change: the average comes from those that did.")
        }
        true => phrase!("A few very large amounts may drive the average."),
        false => phrase!("A few very large values may drive the average."),
    };
    Some(phrase!(
        "The average and the middle value tell different stories: the average is {d} ({ci}), the middle value {middle}. {cause}",
        d = quantity(number.estimate, facts.precision(&number), &facts.unit),
        ci = facts.interval(&number),
        middle = said(&middle, facts),
        cause = cause
    ))
}

/// Whether more than half of the units did not change.
fn mostly_equal(facts: &Facts) -> bool {
    facts.signs.is_some_and(|(higher, equal, lower)| equal > higher + lower)
}

/// Intervals on different sides of zero, one that excludes zero beside one that does not, or estimates of opposite signs where
/// either excludes zero.
fn disagree(number: &Number, middle: &Middle) -> bool {
    let of_average = side(number.interval);
    // With few cases the ranks may not reach the level of the average's interval: then only the signs can be compared.
    let of_middle = middle.interval.filter(|_| middle.level >= number.level - 1e-9).map(side);
    let opposite = number.estimate * middle.estimate < 0.0;
    let either = of_average != 0 || of_middle.is_some_and(|side| side != 0);
    of_middle.is_some_and(|side| side != of_average) || opposite && either
}

fn said(middle: &Middle, facts: &Facts) -> Arg {
    let Some((low, high)) = middle.interval else {
        return quantity(middle.estimate, Precision::of_size(middle.estimate, &facts.unit), &facts.unit);
    };
    let d = Precision::of(middle.estimate, (low, high), None, &facts.unit);
    let [low, high] = ends((low, high), d, &facts.unit);
    Arg::from(phrase!(
        "{value} ({level} CI {low} to {high})",
        value = quantity(middle.estimate, d, &facts.unit),
        level = Arg::level(middle.level),
        low = low,
        high = high
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(low: f64, high: f64) -> Number {
        let estimate = (low + high) / 2.0;
        Number {
            estimate,
            std_error: None,
            clusters: None,
            df: None,
            allowed: None,
            interval: (low, high),
            narrow: (low, high),
            narrow_level: 0.9,
            level: 0.95,
            law: "t",
        }
    }

    fn middle(estimate: f64, interval: Option<(f64, f64)>) -> Middle {
        Middle { estimate, interval, level: 0.95, amount: true }
    }

    #[test]
    fn what_disagreement_is() {
        let of = |low, high| middle((low + high) / 2.0, Some((low, high)));
        assert!(!disagree(&number(1.0, 3.0), &of(0.5, 2.0)));
        assert!(!disagree(&number(-1.0, 3.0), &of(-4.0, 2.0)));
        assert!(disagree(&number(1.0, 3.0), &of(-0.5, 2.0)));
        assert!(disagree(&number(-1.0, 3.0), &of(0.5, 2.0)));
        assert!(disagree(&number(1.0, 3.0), &of(-2.0, -1.0)));
        assert!(disagree(&number(1.0, 3.0), &middle(-0.1, None)));
        assert!(!disagree(&number(-1.0, 3.0), &middle(-0.1, None)));
        assert!(!disagree(&number(1.0, 3.0), &middle(0.0, None)));
        assert!(!disagree(&number(1.0, 3.0), &Middle { level: 0.9, ..of(-0.5, 2.0) }));
    }
}
