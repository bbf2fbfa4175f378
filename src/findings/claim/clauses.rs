use crate::design::{Estimand, Kind, Rung};
use crate::infer::multiplicity::Correction;
use crate::phrase;
use crate::study::Measured;
use crate::text::{Arg, Phrase, Precision, Words};

use super::super::Verdict;
use super::super::evidence::attrition::Boundary;
use super::super::facts::{Facts, Number, Replies};
use super::{declared, quantity};

/// Least share of other analyses that must agree in sign; below it an answer is called fragile.
pub const LEAST_AGREEMENT: f64 = 0.9;

/// How other analyses of the same outcome agree with the main one: how many there are, and in how many the sign is another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnalysesAgreement {
    /// Other analyses.
    pub others: usize,
    /// Of these, with the other sign.
    pub opposite: usize,
}

impl AnalysesAgreement {
    /// Counts signs that differ from that of `estimate`; zero has no sign.
    pub fn of(estimate: f64, others: impl IntoIterator<Item = f64>) -> AnalysesAgreement {
        others.into_iter().fold(AnalysesAgreement::default(), |sum, other| AnalysesAgreement {
            others: sum.others + 1,
            opposite: sum.opposite + usize::from(other * estimate < 0.0),
        })
    }

    fn fragile(self) -> bool {
        self.others > 0 && (1.0 - self.opposite as f64 / self.others as f64) < LEAST_AGREEMENT
    }
}

/// Says that the sign depends on how the data are analysed; nothing where it does not.
pub fn fragile(agreement: AnalysesAgreement) -> Option<Phrase> {
    agreement.fragile().then(|| {
        phrase!(
            "The sign changed in {m} of {k} other {k?analysis|analyses} of the same data.",
            m = agreement.opposite,
            k = agreement.others
        )
    })
}

/// Says how many outcomes were looked at, and what is left of a p-value for it.
fn multiplicity(verdict: Verdict, facts: &Facts) -> Option<Phrase> {
    let (corrected, number) = (facts.corrected?, facts.number?);
    let one_sided = !verdict.withholds_number() && verdict != Verdict::PracticallyNone && number.side() != 0;
    one_sided.then(|| {
        let read = match corrected.stands {
            true => phrase!("it stands when their number is taken into account"),
            false => phrase!("when their number is taken into account, it could be chance"),
        };
        let all = match corrected.correction {
            Correction::Holm => phrase!("{k} main outcomes asked", k = corrected.asked),
            Correction::BenjaminiHochberg => phrase!("{k} outcomes asked", k = corrected.asked),
        };
        phrase!(
            "This is one of {all}: {read} (p corrected for them, {method}: {q}).",
            all = all,
            read = read,
            method = corrected.correction.name(),
            q = Arg::P(corrected.p_value)
        )
    })
}

/// What must be said with a sentence: how fragile, one of how many, who did not answer, and who said so.
pub fn own(verdict: Verdict, facts: &Facts) -> Vec<Phrase> {
    [
        whose(verdict, facts),
        order(verdict, facts),
        hidden(verdict, facts),
        missing(verdict, facts),
        measured(facts),
        multiplicity(verdict, facts),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whose average the number is, where it is not that of those who took part.
fn whose(verdict: Verdict, facts: &Facts) -> Option<Phrase> {
    facts.number.filter(|_| !verdict.withholds_number())?;
    match facts.whose {
        Estimand::Atc => Some(phrase!(
            "The number is an average for those who did not take part: what the program would have meant to them."
        )),
        Estimand::Ate => Some(phrase!("The number is an average for all, those who took part and those who did not.")),
        Estimand::Overlap => {
            Some(phrase!("The number is an average for those who might as well have taken part as not."))
        }
        Estimand::Matching => {
            Some(phrase!("The number is an average for those of both groups who have a like one in the other."))
        }
        _ => None,
    }
}

/// How strong a factor that was not measured would have to be to take the answer away.
fn hidden(verdict: Verdict, facts: &Facts) -> Option<Phrase> {
    let sided = matches!(verdict, Verdict::Positive | Verdict::Negative | Verdict::Different);
    let strength = facts.hidden.filter(|_| sided && facts.rung() == Rung::ProbablyDueTo)?;
    Some(match strength {
        strength if strength <= 0.0 => return None,
        strength if strength < WEAK => phrase!(
            "A very weak factor that was not measured would be enough to overturn it: one that explained less than 1% of what is left unexplained, both in who took part and in the outcome."
        ),
        _ => phrase!(
            "A factor that was not measured would overturn it if it explained {share} of what is left unexplained, both in who took part and in the outcome.",
            share = Arg::Percent(strength, 0)
        ),
    })
}

/// A share that would be shown as less than one per cent.
const WEAK: f64 = 0.01;

/// Says that a second reading of the same data is on another side, where the middle value does not already say so.
fn order(verdict: Verdict, facts: &Facts) -> Option<Phrase> {
    let silent = verdict.withholds_number() || verdict == Verdict::PracticallyNone;
    facts.number.filter(|_| !silent)?;
    if let Some(told) = super::disagreement(facts) {
        return Some(told);
    }
    let it = facts.disagreement.as_ref()?;
    let reading = match it.p_value {
        Some(p) => phrase!("{test}, p: {p}", test = it.title.clone(), p = Arg::P(p)),
        None => it.title.clone(),
    };
    Some(match (it.side, it.other) {
        (0, _) => phrase!(
            "Read another way it is more than chance ({reading}); the average does not show it.",
            reading = reading
        ),
        (_, 0) => phrase!("Read another way it could be chance ({reading}): use it with care.", reading = reading),
        _ => phrase!("Read another way it points to the other side ({reading}): use it with care.", reading = reading),
    })
}

fn missing(verdict: Verdict, facts: &Facts) -> Option<Phrase> {
    let replies = facts.replies?;
    let (known, wanted) = replies.both();
    if known >= wanted {
        return None;
    }
    let first = match replies.comparison {
        (_, 0) => phrase!(
            "The answer rests on {known} of {wanted} ({share}).",
            known = Arg::units(known),
            wanted = Arg::units(wanted),
            share = Arg::Percent(known as f64 / wanted as f64, 0)
        ),
        _ => by_arm(&replies),
    };
    let number = facts.number.filter(|_| !verdict.withholds_number());
    let unchanged = number.zip(replies.unchanged()).map(|(number, unchanged)| {
        let d = quantity(unchanged * facts.factor, facts.precision(&number), &facts.unit);
        phrase!("If none of those whose outcome is not known had changed, it would be {d}.", d = d)
    });
    let bounds = number.filter(|_| !facts.falls_by_losses()).and_then(|number| between(facts, &number));
    let join = |said: Phrase, more: Phrase| phrase!("{said} {clause}", said = said, clause = more);
    Some(unchanged.into_iter().chain(bounds).fold(first, join))
}

/// Known on each side: together they would hide a loss on one.
fn by_arm(replies: &Replies) -> Phrase {
    let share = |(known, wanted): (usize, usize)| Arg::Percent(known as f64 / wanted.max(1) as f64, 0);
    phrase!(
        "The outcome is known for {known} of {wanted} who took part ({share}) and for {others} of {all} of the comparison group ({other_share}).",
        known = Arg::units(replies.treated.0),
        wanted = Arg::units(replies.treated.1),
        share = share(replies.treated),
        others = Arg::units(replies.comparison.0),
        all = Arg::units(replies.comparison.1),
        other_share = share(replies.comparison)
    )
}

/// Lee's bounds, where losses are beyond what the boundary allows.
fn between(facts: &Facts, number: &Number) -> Option<Phrase> {
    let many = facts.attrition.is_some_and(|lost| !lost.low(Boundary::default()));
    let (low, high) = facts.bounds.filter(|_| many)?;
    let d = facts.precision(number).telling((low, high), facts.smallest_change);
    let (low, high) = (Arg::Written(low, d), quantity(high, d, &facts.unit));
    Some(phrase!(
        "Depending on who is missing, it lies between {low} and {high} (bounds of Lee).",
        low = low,
        high = high
    ))
}

fn measured(facts: &Facts) -> Option<Phrase> {
    match facts.measured? {
        Measured::Record => None,
        Measured::SelfReport => Some(phrase!("These values are what people said about themselves.")),
        Measured::SelfReportToFunder => Some(phrase!(
            "These values are what people told those who fund them, which tends to look better than it is."
        )),
    }
}

/// What to look at before an unwelcome result is read as harm.
pub fn unwelcome(kind: Kind) -> Phrase {
    if kind.is_of_doses() {
        return phrase!(
            "Before it is read as harm, look at whether more was given where things stood worse to begin with."
        );
    }
    if !kind.has_others() {
        return phrase!(
            "Before it is read as harm, look at three things: what else happened in that time, whether the question meant the same both times, and whether people judge more strictly once they know more."
        );
    }
    phrase!(
        "Before it is read as harm, look at three things: whether the groups differed in what was not measured, whether the question meant the same to both, and whether the others got help from elsewhere."
    )
}

/// What an inconclusive interval speaks against: sizes beyond its ends.
pub fn ruled_out(facts: &Facts) -> Option<Phrase> {
    let number = facts.number?;
    let d = facts.precision(&number);
    let (low, high) = number.interval;
    let (high, low) = (quantity(high, d, &facts.unit), quantity(-low, d, &facts.unit));
    Some(match facts.kind.is_paired() {
        true => phrase!(
            "That these data speak against a rise of more than {high} and a fall of more than {low}",
            high = high,
            low = low
        ),
        false => phrase!(
            "That these data speak against a difference of more than {high} upwards or {low} downwards",
            high = high,
            low = low
        ),
    })
}

/// More cases than any study can have are no advice.
const BEYOND_REACH: usize = 10_000_000;

/// How many of those who took part would decide it either way: with an interval no longer than the smallest change that
/// matters, zero or all that matters lies outside. n · (2h/m)², with h half the interval and m the smallest change.
pub fn would_decide(facts: &Facts) -> Option<usize> {
    let (number, matters) = (facts.number?, facts.smallest_change?);
    let length = number.interval.1 - number.interval.0;
    needed(facts.n.0, length, matters).filter(|&cases| cases > facts.n.0 && cases < BEYOND_REACH)
}

/// How many cases it takes for a precision of `wanted`, where `n` cases give `found`: n(found/wanted)², since errors fall with
/// the root of the number of cases. At least `n`.
pub fn needed(n: usize, found: f64, wanted: f64) -> Option<usize> {
    let cases = n as f64 * (found / wanted).powi(2);
    (cases.is_finite() && wanted > 0.0 && n > 0).then(|| (cases.ceil() as usize).max(n))
}

/// What makes an inconclusive result useful for the next step.
pub fn next(facts: &Facts) -> Option<Phrase> {
    match (would_decide(facts), facts.smallest_change) {
        (Some(n), Some(matters)) => {
            let (n, matters) = (round_up(n), declared(matters, &facts.unit));
            Some(match facts.n.1 {
                0 if facts.kind.is_of_doses() => phrase!(
                    "That about {n} cases would be enough to tell whether it differs by {matters} for each step more",
                    n = n,
                    matters = matters
                ),
                0 => phrase!(
                    "That about {n} cases would be enough to tell whether it changes by {matters}",
                    n = n,
                    matters = matters
                ),
                _ => phrase!(
                    "That about {n} who took part, and a comparison group larger by the same factor, would be enough to tell whether it differs by {matters}",
                    n = n,
                    matters = matters
                ),
            })
        }
        (None, None) => {
            Some(phrase!("How many cases would be enough, once the study names the smallest change that matters"))
        }
        _ => None,
    }
}

/// Two significant digits, upwards: a plan needs no more.
pub fn round_up(n: usize) -> usize {
    let step = 10_usize.pow((n.max(1).ilog10()).saturating_sub(1));
    n.div_ceil(step) * step
}

/// In place of a sentence whose numbers may not be published.
pub fn suppressed(label: &Words) -> Phrase {
    phrase!("{label}: not shown, because there are too few cases (χ).", label = label)
}

/// The largest change that could plausibly occur is below what a study of this size can see.
pub fn beyond_reach(facts: &Facts) -> Option<(Arg, Arg)> {
    let (least, plausible) = (facts.detectable?, facts.plausible?);
    let d = facts.number.map_or(Precision::default(), |number| facts.precision(&number));
    let said = |value: f64| quantity(value, d, &facts.unit);
    (least > plausible).then(|| (said(least), said(plausible)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_round() {
        assert_eq!([1, 9, 10, 101, 1234, 98_765].map(round_up), [1, 9, 10, 110, 1300, 99_000]);
    }

    #[test]
    fn one_opposite_sign_in_ten_is_not_fragile() {
        let ten = AnalysesAgreement::of(1.0, (0..10).map(|i| if i == 0 { -1.0 } else { 1.0 }));
        assert_eq!(ten, AnalysesAgreement { others: 10, opposite: 1 });
        assert!(fragile(ten).is_none() && fragile(AnalysesAgreement::of(1.0, [-1.0])).is_some());
        assert!(
            fragile(AnalysesAgreement::default()).is_none() && fragile(AnalysesAgreement::of(-1.0, [0.0])).is_none()
        );
    }
}
