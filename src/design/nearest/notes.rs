use crate::design::Estimand;
use crate::design::candidates::Candidates;
use crate::design::matching::calipers::Calipers;
use crate::design::matching::score::Distance;
use crate::design::matching::{Partition, words};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::options::{MatchOrder, Nearest, Ties};

/// What was done, in words and numbers.
pub fn notes(
    method: &Nearest,
    sets: &Partition,
    tied: usize,
    candidates: &Candidates,
    calipers: &Calipers,
    estimand: Estimand,
) -> Vec<Phrase> {
    let turned = estimand == Estimand::Atc;
    let mut notes = vec![if turned { what_turned(method) } else { what(method) }];
    if !method.replace {
        notes.push(if turned { order_turned(method.order) } else { order(method.order) });
    }
    notes.extend(calipers.notes.iter().cloned());
    notes.extend(words::exact(&method.exact(), candidates));
    notes.extend(words::shortfall(sets, method.ratio.get()).filter(|_| !turned));
    if method.complete {
        notes.push(phrase!("Who found fewer than {n} is left out", n = method.ratio.get()));
    }
    notes.push(ties(method, sets, tied));
    if method.distance == Distance::Mahalanobis {
        notes.push(phrase!(
            "The covariance is that within the groups, pooled; a category counts as its levels, and the unit in which a covariate is measured does not matter"
        ));
    } else if method.ties == Ties::Rows {
        notes.push(phrase!(
            "The score is fitted as R's glm fits it (it stops at 1e-8), so that scores and ties equal those of MatchIt"
        ));
    }
    notes
}

fn what(method: &Nearest) -> Phrase {
    let again = if method.replace {
        phrase!("a comparison unit may serve several times")
    } else {
        phrase!("a comparison unit serves once")
    };
    phrase!(
        "Each treated unit is matched with up to {n} comparison {n?unit|units} nearest on {score}; {again}",
        n = method.ratio.get(),
        score = method.distance.said(),
        again = again
    )
}

/// The same where those who did not take part choose.
fn what_turned(method: &Nearest) -> Phrase {
    let again = if method.replace {
        phrase!("one who took part may serve several times")
    } else {
        phrase!("one who took part serves once")
    };
    phrase!(
        "Each of those who did not take part is matched with up to {n} who did, nearest on {score}; {again}",
        n = method.ratio.get(),
        score = method.distance.said(),
        again = again
    )
}

fn order_turned(order: MatchOrder) -> Phrase {
    match order {
        MatchOrder::Largest => phrase!("Of those who did not take part the one with the largest score chooses first"),
        MatchOrder::Smallest => phrase!("Of those who did not take part the one with the smallest score chooses first"),
        MatchOrder::Closest => phrase!("The closest pair is matched first"),
        MatchOrder::Data => phrase!("Those who did not take part choose in the order of the data"),
    }
}

fn order(order: MatchOrder) -> Phrase {
    match order {
        MatchOrder::Largest => phrase!("The treated unit with the largest score chooses first"),
        MatchOrder::Smallest => phrase!("The treated unit with the smallest score chooses first"),
        MatchOrder::Closest => phrase!("The closest pair is matched first"),
        MatchOrder::Data => phrase!("Treated units choose in the order of the data"),
    }
}

fn ties(method: &Nearest, sets: &Partition, tied: usize) -> Phrase {
    if tied == 0 {
        return phrase!("No match was decided by a tie");
    }
    let rule = match method.ties {
        Ties::Id => phrase!("the order of unit ids"),
        Ties::Rows => phrase!("the order of rows in the file"),
    };
    phrase!(
        "In {n} of {all} matches another comparison unit was exactly as near; {rule} decided",
        n = Arg::units(tied),
        all = Arg::units(sets.pairs().count()),
        rule = rule
    )
}
