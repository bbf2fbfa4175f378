use crate::findings::Standing;
use crate::math::special::t_quantile;
use crate::phrase;
use crate::text::{Arg, Phrase, Words, num};

use super::attrition::Boundary;
use super::clusters::{Clustered, ICC};
use super::effect_size::improvement_index;
use super::equivalence::{Band, Covariate, worst};
use super::{Appraisal, Size};
use crate::design::Kind;

/// Rating of the What Works Clearinghouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Has rules of its own that are not applied here.
    NotRated,
    /// Does not meet the standards.
    DoesNotMeet,
    /// Meets them with reservations.
    WithReservations,
    /// Meets them without reservations.
    WithoutReservations,
}

/// Why a rating is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RatingReason {
    NoComparison,
    OneCluster,
    NothingKnownBefore,
    Apart,
    Unadjusted,
    Equivalent,
    LowAttrition,
    OwnRules,
}

/// The rating of a finding.
pub fn rating(found: &Appraisal) -> Rating {
    match reason(found) {
        RatingReason::OwnRules => Rating::NotRated,
        RatingReason::LowAttrition => Rating::WithoutReservations,
        RatingReason::Equivalent => Rating::WithReservations,
        _ => Rating::DoesNotMeet,
    }
}

pub(super) fn reason(found: &Appraisal) -> RatingReason {
    match found.facts.kind {
        kind if !kind.has_others() => RatingReason::NoComparison,
        Kind::Cutoff => RatingReason::OwnRules,
        _ if found.one_cluster => RatingReason::OneCluster,
        Kind::Randomised if found.facts.attrition.is_some_and(|lost| lost.low(found.boundary)) => {
            RatingReason::LowAttrition
        }
        _ => equivalence(asked(found)),
    }
}

/// The characteristics that the standard asks for.
fn asked(found: &Appraisal) -> impl Iterator<Item = &Covariate> {
    found.facts.covariates.iter().filter(|it| it.asked)
}

/// The worst of them decides.
fn equivalence<'c>(covariates: impl Iterator<Item = &'c Covariate>) -> RatingReason {
    match worst(covariates) {
        None => RatingReason::NothingKnownBefore,
        Some(it) if it.satisfied() => RatingReason::Equivalent,
        Some(it) if it.band() == Band::Apart => RatingReason::Apart,
        Some(_) => RatingReason::Unadjusted,
    }
}

pub(super) fn standing(found: &Appraisal) -> Standing {
    let reason = reason(found);
    Standing {
        standard: "wwc".into(),
        title: phrase!("What Works Clearinghouse (education research, United States)"),
        level: None,
        of: None,
        verdict: verdict(rating(found)),
        rule: rule(reason, found),
        next: next(reason, found),
        details: details(found),
    }
}

fn verdict(rating: Rating) -> Phrase {
    match rating {
        Rating::WithoutReservations => phrase!("Meets the standards without reservations, as far as software can tell"),
        Rating::WithReservations => phrase!("Meets the standards with reservations, as far as software can tell"),
        Rating::DoesNotMeet => phrase!("Does not meet the standards"),
        Rating::NotRated => phrase!("Not rated: comparisons at a line of award have rules of their own"),
    }
}

fn rule(reason: RatingReason, found: &Appraisal) -> Phrase {
    match reason {
        RatingReason::NoComparison => phrase!("There is no comparison group, and the standards need one"),
        RatingReason::OneCluster => phrase!(
            "All of one group belong to a single cluster, so that its own circumstances cannot be told from the program (as understood here)"
        ),
        RatingReason::NothingKnownBefore => {
            phrase!("Nothing is known from before the program, so that nothing shows that the groups were alike then")
        }
        RatingReason::Apart => phrase!(
            "The groups differed too much before: {variables} (standardised difference above 0.25 among those analysed)",
            variables = titles(found, |it| it.band() == Band::Apart)
        ),
        RatingReason::Unadjusted => phrase!(
            "The groups differed somewhat before (standardised difference between 0.05 and 0.25), and the estimate does not adjust for {variables}",
            variables = titles(found, |it| !it.satisfied())
        ),
        RatingReason::Equivalent if found.facts.kind == Kind::Randomised => {
            phrase!("Assigned by lot but many were lost; the groups analysed were alike before")
        }
        RatingReason::Equivalent => phrase!(
            "Not assigned by lot, so with reservations at best; the groups analysed were alike before in what the standard asks for ({variables})",
            variables = titles(found, |_| true)
        ),
        RatingReason::LowAttrition => phrase!("Assigned by lot, and few enough were lost"),
        RatingReason::OwnRules => phrase!("The rules for comparisons at a line of award are not applied here"),
    }
}

fn titles(found: &Appraisal, wanted: impl Fn(&Covariate) -> bool) -> Vec<Words> {
    asked(found).filter(|it| wanted(it)).map(Covariate::title).collect()
}

fn next(reason: RatingReason, found: &Appraisal) -> Option<Phrase> {
    match reason {
        RatingReason::NoComparison => Some(phrase!(
            "Add similar units that did not take part, with the same values from before and after: “with reservations” is then within reach"
        )),
        RatingReason::OneCluster => Some(phrase!("Include at least a second cluster in each group")),
        RatingReason::NothingKnownBefore => {
            Some(phrase!("Add what was known of both groups before the program, the outcome itself first"))
        }
        RatingReason::Apart => Some(phrase!(
            "Find more similar units that did not take part, or match more closely on {variables}",
            variables = titles(found, |it| it.band() == Band::Apart)
        )),
        RatingReason::Unadjusted => Some(phrase!(
            "Adjust the estimate for {variables} by regression, or match more closely on {variables?it|them}",
            variables = titles(found, |it| !it.satisfied())
        )),
        RatingReason::Equivalent if found.facts.kind == Kind::Randomised => {
            Some(phrase!("Follow more of those who were assigned, in both groups alike"))
        }
        RatingReason::Equivalent => {
            Some(phrase!("Only assignment by lot with few losses is rated higher: where places are short, draw lots"))
        }
        RatingReason::LowAttrition | RatingReason::OwnRules => None,
    }
}

fn details(found: &Appraisal) -> Vec<(Phrase, Phrase)> {
    let size = found.size.as_ref();
    let compared = found.facts.kind.has_others();
    [
        worst(asked(found)).map(|it| (phrase!("Largest difference before"), of_covariate(it))),
        (compared && found.facts.before.is_none()).then(|| {
            let said = phrase!("not among what was compared; reviewers usually ask for it (as understood here)");
            (phrase!("The outcome before the program"), said)
        }),
        compared.then(|| attrition(found)).flatten(),
        size.map(|size| (name(size), phrase!("{value}", value = num(size.value, 2)))),
        size.map(|size| (phrase!("Improvement index"), improvement(size.value))),
        size.and_then(|size| Some((cluster_label(), clustered(size.value, size.clustered.as_ref()?, found.level)?))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_covariate(it: &Covariate) -> Phrase {
    if !it.size.is_finite() {
        return phrase!("{variable}: cannot be standardised", variable = it.title());
    }
    let (variable, size) = (it.title(), num(it.size, 2));
    match it.adjusted {
        true => phrase!("{variable}: {size}, adjusted for", variable = variable, size = size),
        false => phrase!("{variable}: {size}, not adjusted for", variable = variable, size = size),
    }
}

fn attrition(found: &Appraisal) -> Option<(Phrase, Phrase)> {
    let lost = found.facts.attrition?;
    let (overall, points) = (Arg::Percent(lost.overall, 0), num(100.0 * lost.differential, 1));
    let boundary = match found.boundary {
        Boundary::Cautious => phrase!("cautious"),
        Boundary::Optimistic => phrase!("optimistic"),
    };
    let said = match lost.low(found.boundary) {
        true => phrase!(
            "{overall} in all, {points} percentage points between the groups; low by the {boundary} boundary",
            overall = overall,
            points = points,
            boundary = boundary
        ),
        false => phrase!(
            "{overall} in all, {points} percentage points between the groups; high by the {boundary} boundary",
            overall = overall,
            points = points,
            boundary = boundary
        ),
    };
    let label = match found.facts.kind {
        Kind::Randomised => phrase!("Lost since assignment"),
        _ => phrase!(
            "Lost since the groups were formed (reported; decides for assignment by lot only, as understood here)"
        ),
    };
    Some((label, said))
}

fn name(size: &Size) -> Phrase {
    match size.binary {
        true => phrase!("Effect size (Cox index)"),
        false => phrase!("Effect size (Hedges' g)"),
    }
}

fn improvement(g: f64) -> Phrase {
    phrase!("{points} percentile points for an average comparison unit", points = num(improvement_index(g), 1))
}

fn cluster_label() -> Phrase {
    phrase!(
        "Effect size with the standard's own correction for clusters (intraclass correlation {icc})",
        icc = Arg::rule(num(ICC, 2))
    )
}

/// Estimate, interval and p-value, never one without the others.
fn clustered(g: f64, it: &Clustered, level: f64) -> Option<Phrase> {
    let reach = t_quantile(0.5 + level / 2.0, it.df) * it.std_error(g)?;
    Some(phrase!(
        "{g} ({level} CI {low} to {high}; p: {p})",
        g = num(g, 2),
        level = Arg::level(level),
        low = num(g - reach, 2),
        high = num(g + reach, 2),
        p = Arg::P(it.p_value)
    ))
}
