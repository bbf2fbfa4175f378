use crate::design::Kind;
use crate::findings::{Finding, Verdict};
use crate::phrase;
use crate::text::{Arg, Lang, Phrase};

use super::super::answers::Readable;
use super::super::shared::label;
use super::super::shared::shown_effect;

/// The finding as a short sentence with its number and interval, as people read them; without a number where none may be given.
pub fn headline(finding: &Finding, lang: Lang) -> String {
    let finding = &*finding.as_said();
    let label = label(finding, lang);
    match shown_effect(finding) {
        Some(effect) => {
            let readable = Readable::of(finding, effect, lang);
            let (d, ci) = (phrase!("about {size}", size = readable.size()).into(), readable.interval().into());
            with_number(finding, Said { label, d, ci, up: effect.estimate > 0.0 }).render(lang)
        }
        None if finding.claim.verdict == Verdict::NotComparable => {
            phrase!("{label}: nobody similar enough to compare with was found", label = label).render(lang)
        }
        None => phrase!("{label}: too few cases to judge", label = label).render(lang),
    }
}

/// What a headline says.
struct Said {
    label: String,
    d: Arg,
    ci: Arg,
    up: bool,
}

fn with_number(finding: &Finding, said: Said) -> Phrase {
    let Said { label, d, ci, up } = said;
    match (finding.claim.verdict, finding.kind()) {
        (Verdict::Inconclusive, _) => phrase!(
            "{label}: a difference of {d} ({ci}), which these data cannot tell from chance",
            label = label,
            d = d,
            ci = ci
        ),
        (Verdict::PracticallyNone, _) => phrase!(
            "{label}: a difference of {d} ({ci}), less than had been agreed to matter",
            label = label,
            d = d,
            ci = ci
        ),
        (_, kind) if kind.is_paired() && up => phrase!(
            "{label} rose by {d} on average ({ci}); whether because of the program cannot be told",
            label = label,
            d = d,
            ci = ci
        ),
        (_, kind) if kind.is_paired() => phrase!(
            "{label} fell by {d} on average ({ci}); whether because of the program cannot be told",
            label = label,
            d = d,
            ci = ci
        ),
        (_, Kind::Respondents) => phrase!(
            "{label}: a difference of {d} ({ci}) between different people before and after",
            label = label,
            d = d,
            ci = ci
        ),
        (_, Kind::Doses) => for_each(finding, (label, d, ci, up)),
        (_, kind) if kind.is_alike() => compared(finding, label, d, ci, up),
        (_, kind) => unlike(finding, kind.others_in_short(), (label, d, ci, up)),
    }
}

/// What goes with a step more.
fn for_each(finding: &Finding, (label, d, ci, up): (String, Arg, Arg, bool)) -> Phrase {
    let more = finding.step.clone().unwrap_or_else(|| Phrase::verbatim(""));
    match (finding.of_changes, up) {
        (true, true) => phrase!(
            "The change in {label} was {d} greater for each {more} ({ci}); whether because of it cannot be told",
            label = label,
            d = d,
            more = more,
            ci = ci
        ),
        (true, false) => phrase!(
            "The change in {label} was {d} smaller for each {more} ({ci}); whether because of it cannot be told",
            label = label,
            d = d,
            more = more,
            ci = ci
        ),
        (false, true) => phrase!(
            "{label} was {d} higher for each {more} ({ci}); whether because of it cannot be told",
            label = label,
            d = d,
            more = more,
            ci = ci
        ),
        (false, false) => phrase!(
            "{label} was {d} lower for each {more} ({ci}); whether because of it cannot be told",
            label = label,
            d = d,
            more = more,
            ci = ci
        ),
    }
}

fn compared(finding: &Finding, label: String, d: Arg, ci: Arg, up: bool) -> Phrase {
    match (finding.of_changes, up) {
        (true, true) => phrase!(
            "The change in {label} was {d} greater among those who took part than among similar ones ({ci})",
            label = label,
            d = d,
            ci = ci
        ),
        (true, false) => phrase!(
            "The change in {label} was {d} smaller among those who took part than among similar ones ({ci})",
            label = label,
            d = d,
            ci = ci
        ),
        (false, true) => phrase!(
            "{label} was {d} higher among those who took part than among similar ones ({ci})",
            label = label,
            d = d,
            ci = ci
        ),
        (false, false) => phrase!(
            "{label} was {d} lower among those who took part than among similar ones ({ci})",
            label = label,
            d = d,
            ci = ci
        ),
    }
}

/// Beside others who are not called similar.
fn unlike(finding: &Finding, others: Phrase, (label, d, ci, up): (String, Arg, Arg, bool)) -> Phrase {
    match (finding.of_changes, up) {
        (true, true) => phrase!(
            "The change in {label} was {d} greater among those who took part than among {others} ({ci})",
            label = label,
            d = d,
            others = others,
            ci = ci
        ),
        (true, false) => phrase!(
            "The change in {label} was {d} smaller among those who took part than among {others} ({ci})",
            label = label,
            d = d,
            others = others,
            ci = ci
        ),
        (false, true) => phrase!(
            "{label} was {d} higher among those who took part than among {others} ({ci})",
            label = label,
            d = d,
            others = others,
            ci = ci
        ),
        (false, false) => phrase!(
            "{label} was {d} lower among those who took part than among {others} ({ci})",
            label = label,
            d = d,
            others = others,
            ci = ci
        ),
    }
}
