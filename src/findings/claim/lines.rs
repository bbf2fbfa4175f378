use crate::design::{Kind, Rung};
use crate::phrase;
use crate::study::Measured;
use crate::text::Phrase;

use super::super::Verdict;
use super::super::facts::{Facts, Number};
use super::super::ladder::Fall;
use super::{clauses, disagreement, quantity};

/// Lines of each side of the box.
const LINES: usize = 3;

/// "What you can say": at most three lines.
pub fn can_say(verdict: Verdict, facts: &Facts) -> Vec<Phrase> {
    let mut lines = Vec::new();
    if let Some((higher, equal, lower)) = facts.signs {
        lines.push(phrase!(
            "Of {n} {n?case|cases}, {higher} rose, {equal} stayed the same and {lower} fell",
            n = facts.units("treated", higher + equal + lower),
            higher = facts.units("higher", higher),
            equal = facts.units("equal", equal),
            lower = facts.units("lower", lower)
        ));
    }
    match (verdict, facts.number) {
        (Verdict::TooSmall, _) => lines.push(phrase!("What each case shows, told as a case with its own reasons")),
        (Verdict::NotComparable, _) | (_, None) => {}
        (Verdict::Inconclusive, Some(number)) if number.side() == 0 => {
            let useful = [disagreement(facts), clauses::ruled_out(facts), clauses::next(facts)];
            lines.splice(0..0, useful.into_iter().flatten());
        }
        (_, Some(number)) => {
            lines.push(range(facts, &number));
            lines.extend(disagreement(facts));
        }
    }
    if verdict == Verdict::NotComparable {
        lines.push(phrase!("The two groups differ too much to be compared with these data"));
        lines.push(phrase!("What each group is like by itself, side by side, without a conclusion"));
    }
    lines.truncate(LINES);
    lines
}

fn range(facts: &Facts, number: &Number) -> Phrase {
    let d = quantity(number.estimate, facts.precision(number), &facts.unit);
    let (label, ci) = (&facts.label, facts.interval(number));
    if facts.kind.is_of_doses() {
        phrase!(
            "For each {more}, {label} differed by {d} on average; differences outside {ci} fit these data badly",
            more = facts.more(),
            label = label,
            d = d,
            ci = ci
        )
    } else if facts.kind.is_paired() {
        phrase!(
            "The average change of {label} was {d}; changes outside {ci} fit these data badly",
            label = label,
            d = d,
            ci = ci
        )
    } else if facts.of_changes {
        phrase!(
            "The average difference in the change of {label} was {d}; differences outside {ci} fit these data badly",
            label = label,
            d = d,
            ci = ci
        )
    } else {
        phrase!(
            "The average difference in {label} was {d}; differences outside {ci} fit these data badly",
            label = label,
            d = d,
            ci = ci
        )
    }
}

/// "What you cannot say": at most three lines.
pub fn cannot_say(verdict: Verdict, facts: &Facts) -> Vec<Phrase> {
    let by_rung = match (facts.rung(), facts.kind) {
        _ if verdict == Verdict::NotComparable => {
            phrase!("Whether the program made a difference: those who took part had no similar ones here")
        }
        (rung, kind) if verdict == Verdict::PracticallyNone && kind.has_others() && rung != Rung::Effect => {
            phrase!("That nothing hides an effect: what was not measured may differ")
        }
        (_, Kind::Doses) => {
            phrase!("That more of it caused the difference: who receives more usually differs from who receives less")
        }
        (_, Kind::Groups | Kind::Surveys) => {
            phrase!("That taking part caused the difference: the two groups were not made alike")
        }
        (Rung::Differed, _) => {
            phrase!("That anyone changed, or that the program caused the difference: different people answered")
        }
        (Rung::Changed, _) => phrase!("That the program caused the change: others may have changed as much without it"),
        (Rung::Associated, _) => not_caused(facts),
        (Rung::ProbablyDueTo, _) => {
            phrase!("That the program alone explains the difference: what was not measured may differ")
        }
        (Rung::Effect, _) => phrase!("That the same would happen elsewhere or at another time"),
    };
    let by_verdict = match verdict {
        Verdict::NotComparable => Some(phrase!("Anything about the size or direction of a difference")),
        _ if facts.rung() == Rung::Differed => Some(of_two_groups(verdict)),
        Verdict::Positive | Verdict::Negative | Verdict::Different if facts.kind.is_of_doses() => Some(phrase!(
            "That it goes on beyond the amounts that were received, or is the same for everyone: it is an average"
        )),
        Verdict::Inconclusive | Verdict::TooSmall => {
            Some(phrase!("That the program has no effect: these data cannot tell"))
        }
        Verdict::PracticallyNone => Some(phrase!("That nothing changed for anyone: this is an average")),
        Verdict::Positive | Verdict::Negative | Verdict::Different => {
            Some(phrase!("That everyone changed by this much: it is an average"))
        }
    };
    let elsewhere = (facts.rung() != Rung::Effect).then(|| further(facts));
    std::iter::once(by_rung).chain(by_verdict).chain(elsewhere).take(LINES).collect()
}

/// Why an association is not said to be caused.
fn not_caused(facts: &Facts) -> Phrase {
    match facts.fall() {
        Some(Fall::Before(_)) => {
            phrase!("That taking part caused the difference: the two groups differed before the program")
        }
        Some(Fall::Earlier(_)) => {
            phrase!(
                "That taking part caused the difference: the two groups changed differently already before the program"
            )
        }
        Some(Fall::Start(_)) => {
            phrase!(
                "That taking part caused the difference: they had started far from the others and may have moved back"
            )
        }
        Some(Fall::NoLot(..)) => {
            phrase!(
                "That taking part caused the difference: the two sides were less alike before than a lot makes them"
            )
        }
        Some(Fall::Lost(_)) => {
            phrase!("That taking part caused the difference: those whose outcome is missing may explain it")
        }
        None => phrase!("That taking part caused the difference: the state before is not known"),
    }
}

/// What no result of one study shows, or what this one's way of asking cannot.
fn further(facts: &Facts) -> Phrase {
    match facts.measured {
        Some(Measured::SelfReportToFunder) => {
            phrase!("How much of it is real: those who told it depend on those whom they told")
        }
        _ => phrase!("That the same would happen elsewhere or at another time"),
    }
}

/// What two groups of different people cannot show, by verdict.
fn of_two_groups(verdict: Verdict) -> Phrase {
    match verdict {
        Verdict::Inconclusive | Verdict::TooSmall => phrase!("That the two groups are alike: these data cannot tell"),
        Verdict::PracticallyNone => phrase!("That nobody in the two groups differs: this is an average"),
        _ => phrase!("That everyone differs by this much: it is an average"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::claim;
    use super::super::tests::facts;
    use super::*;
    use crate::text::{Lang, Words};

    /// With 5 pairs no significance word; before/after alone never says effect; p > .05 never "no effect" as a finding.
    #[test]
    fn sentences_keep_to_their_rung() {
        let label = Words::plain("Volunteers");
        let number = Number {
            estimate: 2.0,
            std_error: Some(1.0),
            clusters: None,
            df: None,
            allowed: None,
            interval: (0.5, 3.5),
            narrow: (0.7, 3.3),
            narrow_level: 0.9,
            level: 0.95,
            law: "t",
        };
        let facts = Facts {
            unit: Words::default(),
            kind: Kind::Change,
            of_changes: true,
            signs: Some((20, 3, 7)),
            ..facts(&label, number, (30, 0))
        };
        let said = claim(&facts);
        let english = said.sentence.render(Lang::En);
        assert_eq!(
            english,
            "Volunteers rose by 2.0 on average between before and after (95% CI 0.5 to 3.5; 30 cases). There was no \
             comparison group, so we cannot tell whether the program caused it."
        );
        assert!(!english.contains("effect"));
        assert!(!said.sentence.render(Lang::Ja).contains("効果が"));
        let few = claim(&Facts { n: (5, 0), signs: Some((4, 0, 1)), ..facts });
        assert_eq!(few.verdict, Verdict::TooSmall);
        assert!(!few.sentence.render(Lang::En).contains("CI"));
    }
}
