//! Who is left out for the probability of taking part.

use crate::phrase;
use crate::text::{Arg, Phrase, num};

use super::options::{Discard, Propensity};

/// Whether each unit is used: within the bounds, and within the range of the other group as in MatchIt's `discard`.
pub fn used(method: &Propensity, probability: &[f64], treated: &[bool]) -> Vec<bool> {
    let range = |arm: bool| {
        let own = probability.iter().zip(treated).filter(|&(_, &treated)| treated == arm).map(|(p, _)| *p);
        own.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| (low.min(p), high.max(p)))
    };
    let (of_treated, of_others) = (range(true), range(false));
    let outside = |p: f64, (low, high): (f64, f64)| p < low || p > high;
    let kept = |(&p, &treated): (&f64, &bool)| {
        let within = method.bounds.is_none_or(|bound| p >= bound && p <= 1.0 - bound);
        let discarded = match (method.discard, treated) {
            (Discard::Treated | Discard::Both, true) => outside(p, of_others),
            (Discard::Comparison | Discard::Both, false) => outside(p, of_treated),
            _ => false,
        };
        within && !discarded
    };
    probability.iter().zip(treated).map(kept).collect()
}

/// Why somebody is left out.
pub fn reason(method: &Propensity) -> Phrase {
    match (method.bounds, method.discard) {
        (Some(bound), Discard::None) => phrase!(
            "the probability of taking part is below {low} or above {high}",
            low = Arg::rule(num(bound, 3)),
            high = Arg::rule(num(1.0 - bound, 3))
        ),
        (None, Discard::None) => phrase!("their weight in the data is zero"),
        _ => phrase!("nobody in the other group has such a probability of taking part"),
    }
}

/// How many were left out, and what followed.
pub fn note(method: &Propensity, out: usize) -> Phrase {
    let again = match (out, method.again()) {
        (0, _) | (_, false) => Phrase::verbatim(""),
        _ => phrase!("; the probability was then estimated again"),
    };
    phrase!(
        "{n} {n?unit is|units are} left out: {reason}{again}. The answer speaks of those who are left",
        n = Arg::units(out),
        reason = reason(method),
        again = again
    )
}
