//! What may be said: the verdict follows from the interval, the smallest change that matters, the number of cases and the
//! balance; the verb follows from the design; the sentence follows from both.

/// What must be said with the sentence.
pub mod clauses;
mod lines;
mod middle;
mod sentence;
mod too_small;

use std::collections::BTreeMap;

use crate::answer::FEWEST_ON_STEPS;
use crate::text::{LANGUAGES, Lang, Phrase};

use super::facts::{Facts, Number, declared, quantity};
use super::{Claim, Verdict};

pub use super::facts::LARGEST_IMBALANCE;
pub use crate::design::advice::{LEAST_ARM, LEAST_OVERLAP};
pub use clauses::AnalysesAgreement;
pub use middle::disagreement;

/// Fewer pairs than this cannot reach p < .05 by any sign-flip law (2/2⁶ = .031).
pub const LEAST_PAIRS: usize = 6;
/// Fewer degrees of freedom of an error by clusters than this: no verdict, since its law is only near t from there on
/// (Pustejovsky & Tipton 2018).
pub const LEAST_FREEDOM: f64 = 4.0;

/// The verdict, the sentence and the lines of "what you can say / cannot say".
pub fn claim(facts: &Facts) -> Claim {
    let verdict = verdict(facts);
    Claim {
        verdict,
        rung: facts.rung(),
        sentence: sentence::sentence(verdict, facts),
        can_say: lines::can_say(verdict, facts),
        cannot_say: lines::cannot_say(verdict, facts),
        clauses: clauses::own(verdict, facts),
    }
}

impl Verdict {
    /// Whether no number is given with it.
    pub fn withholds_number(self) -> bool {
        matches!(self, Verdict::TooSmall | Verdict::NotComparable)
    }
}

impl Claim {
    /// The sentence with its clauses: what may be quoted.
    pub fn said(&self) -> Phrase {
        let join =
            |said: Phrase, clause: &Phrase| crate::phrase!("{said} {clause}", said = said, clause = clause.clone());
        self.clauses.iter().fold(self.sentence.clone(), join)
    }

    /// [`Claim::said`] in every language.
    pub fn texts(&self) -> BTreeMap<Lang, String> {
        let said = self.said();
        LANGUAGES.into_iter().map(|lang| (lang, said.render(lang))).collect()
    }
}

/// The verdict. "Practically none" comes before "positive": a change that was declared too small to matter is not a success,
/// however sure.
pub fn verdict(facts: &Facts) -> Verdict {
    let Some(number) = facts.number.filter(|number| enough_cases(facts) && enough_clusters(number)) else {
        return Verdict::TooSmall;
    };
    if !comparable(facts) {
        return Verdict::NotComparable;
    }
    if facts.cautions.few_amounts.is_some() || clauses::beyond_reach(facts).is_some() {
        return Verdict::TooSmall;
    }
    let within = |matter: f64| number.narrow.0 > -matter && number.narrow.1 < matter;
    if facts.smallest_change.is_some_and(within) {
        return Verdict::PracticallyNone;
    }
    let side = number.side();
    match side * facts.good {
        _ if too_few_changed(facts) => Verdict::TooSmall,
        _ if side == 0 || facts.falls_by_number() || facts.falls_by_losses() => Verdict::Inconclusive,
        1 => Verdict::Positive,
        -1 => Verdict::Negative,
        _ => Verdict::Different,
    }
}

/// Fewer pairs than this have no verdict.
pub(super) fn least_pairs(facts: &Facts) -> usize {
    if facts.cautions.few_steps { FEWEST_ON_STEPS } else { LEAST_PAIRS }
}

fn enough_cases(facts: &Facts) -> bool {
    facts.smaller() >= if facts.kind.is_paired() { least_pairs(facts) } else { LEAST_ARM }
}

/// Whether so few changed that no test by signs could have told their change from chance; that hardly any changed may be told
/// all the same.
fn too_few_changed(facts: &Facts) -> bool {
    facts.kind.is_paired() && facts.changed().is_some_and(|changed| changed < LEAST_PAIRS)
}

fn enough_clusters(number: &Number) -> bool {
    !number.lacks_clusters(LEAST_FREEDOM)
}

/// Whether the groups are alike enough, and enough of those who took part have a similar one.
pub(super) fn comparable(facts: &Facts) -> bool {
    facts.imbalance.as_ref().is_none_or(|(_, smd)| smd.abs() <= LARGEST_IMBALANCE)
        && facts.overlap.is_none_or(|share| share >= LEAST_OVERLAP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::Kind;
    use crate::text::Words;

    pub(super) fn facts(label: &Words, number: Number, n: (usize, usize)) -> Facts {
        let unit = label.clone();
        Facts { unit, good: 1, number: Some(number), n, ..Facts::nothing(label.clone()) }
    }

    fn number(low: f64, high: f64) -> Number {
        let estimate = (low + high) / 2.0;
        let narrow = (estimate + (low - estimate) * 0.84, estimate + (high - estimate) * 0.84);
        Number {
            estimate,
            std_error: Some((high - low) / 4.0),
            clusters: None,
            df: None,
            allowed: None,
            interval: (low, high),
            narrow,
            narrow_level: 0.9,
            level: 0.95,
            law: "t",
        }
    }

    /// A lottery, an award line and groups as they are compare with others, not with similar ones.
    #[test]
    fn only_those_made_alike_are_called_similar() {
        let label = Words::plain("x");
        let kinds = [Kind::Groups, Kind::Matched, Kind::Weighted, Kind::Randomised, Kind::Cutoff, Kind::Cohorts];
        for kind in kinds {
            for (low, high, of_changes) in
                [(1.0, 3.0, true), (-3.0, -1.0, false), (-1.0, 3.0, true), (-1.0, 3.0, false)]
            {
                let facts = Facts { kind, of_changes, ..facts(&label, number(low, high), (50, 50)) };
                let said = claim(&facts);
                let lines = said.can_say.iter().chain(&said.cannot_say).chain([&said.sentence]);
                let similar = lines.clone().any(|line| line.render(Lang::En).contains("similar"));
                let alike = lines.clone().any(|line| line.render(Lang::Ja).contains('似'));
                assert_eq!((similar, alike), (kind.is_alike(), kind.is_alike()), "{kind:?}");
            }
        }
    }

    #[test]
    fn the_verdict_follows_the_rules() {
        let label = Words::plain("x");
        let of = |low, high| facts(&label, number(low, high), (50, 50));
        assert_eq!(verdict(&of(1.0, 3.0)), Verdict::Positive);
        assert_eq!(verdict(&of(-3.0, -1.0)), Verdict::Negative);
        assert_eq!(verdict(&of(-1.0, 3.0)), Verdict::Inconclusive);
        assert_eq!(verdict(&Facts { good: 0, ..of(1.0, 3.0) }), Verdict::Different);
        assert_eq!(verdict(&Facts { good: -1, ..of(1.0, 3.0) }), Verdict::Negative);
        assert_eq!(verdict(&Facts { smallest_change: Some(5.0), ..of(1.0, 3.0) }), Verdict::PracticallyNone);
        assert_eq!(verdict(&Facts { n: (9, 50), ..of(1.0, 3.0) }), Verdict::TooSmall);
        assert_eq!(verdict(&Facts { number: None, ..of(1.0, 3.0) }), Verdict::TooSmall);
        assert_eq!(verdict(&Facts { n: (6, 0), kind: Kind::Change, ..of(1.0, 3.0) }), Verdict::Positive);
        assert_eq!(verdict(&Facts { n: (5, 0), kind: Kind::Change, ..of(1.0, 3.0) }), Verdict::TooSmall);
        let small = Facts { detectable: Some(9.0), plausible: Some(5.0), ..of(1.0, 3.0) };
        assert_eq!(verdict(&small), Verdict::TooSmall);
        assert_eq!(verdict(&Facts { plausible: Some(10.0), ..small }), Verdict::Positive);
        assert_eq!(verdict(&Facts { overlap: Some(0.4), ..of(1.0, 3.0) }), Verdict::NotComparable);
        let imbalance = Some((label.clone(), -0.3));
        assert_eq!(verdict(&Facts { imbalance, ..of(1.0, 3.0) }), Verdict::NotComparable);
    }
}
