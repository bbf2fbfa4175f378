use crate::design::candidates::Candidates;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::Found;
use super::calipers::Calipers;
use super::options::{Distance, Nearest, Order, Ties};

/// What was done, in words and numbers.
pub fn notes(method: &Nearest, found: &Found, candidates: &Candidates, calipers: &Calipers) -> Vec<Phrase> {
    let mut notes = vec![what(method)];
    if !method.replace {
        notes.push(order(method.order));
    }
    notes.extend(calipers.notes.iter().cloned());
    notes.extend(exact(method, candidates));
    notes.extend(shortfall(method, found));
    notes.push(ties(method, found));
    if method.ties == Ties::Rows {
        notes.push(phrase!(
            "The score is fitted as R's glm fits it (it stops at 1e-8), so that scores and ties equal those of MatchIt"
        ));
    }
    notes
}

fn what(method: &Nearest) -> Phrase {
    let score = match method.distance {
        Distance::Logit => phrase!("the probability to be treated, by logistic regression"),
        Distance::LinearLogit => phrase!("the logit of the probability to be treated"),
    };
    let again = if method.replace {
        phrase!("a comparison unit may serve several times")
    } else {
        phrase!("a comparison unit serves once")
    };
    phrase!(
        "Each treated unit is matched with up to {n} comparison {n?unit|units} nearest on {score}; {again}",
        n = method.ratio.get(),
        score = score,
        again = again
    )
}

fn order(order: Order) -> Phrase {
    match order {
        Order::Largest => phrase!("The treated unit with the largest score chooses first"),
        Order::Smallest => phrase!("The treated unit with the smallest score chooses first"),
        Order::Closest => phrase!("The closest pair is matched first"),
        Order::Data => phrase!("Treated units choose in the order of the data"),
    }
}

fn exact(method: &Nearest, candidates: &Candidates) -> Option<Phrase> {
    let exact = method.exact();
    let labels =
        candidates.further.iter().filter(|column| exact.contains(&column.var)).map(|column| Arg::from(&column.label));
    let labels: Vec<Arg> = labels.collect();
    (!labels.is_empty())
        .then(|| phrase!("Only units with the same {variables} are matched", variables = Arg::List(labels)))
}

fn shortfall(method: &Nearest, found: &Found) -> Option<Phrase> {
    let sets = found.pairs.chunk_by(|a, b| a.treated == b.treated);
    let n = sets.filter(|of_one| of_one.len() < method.ratio.get()).count();
    (n > 0).then(|| {
        phrase!(
            "{n} matched treated {n?unit has|units have} fewer than {all} comparison units",
            n = Arg::units(n),
            all = method.ratio.get()
        )
    })
}

fn ties(method: &Nearest, found: &Found) -> Phrase {
    if found.ties == 0 {
        return phrase!("No match was decided by a tie");
    }
    let rule = match method.ties {
        Ties::Id => phrase!("the order of unit ids"),
        Ties::Rows => phrase!("the order of rows in the file"),
    };
    phrase!(
        "In {n} of {all} matches another comparison unit was exactly as near; {rule} decided",
        n = Arg::units(found.ties),
        all = Arg::units(found.pairs.len()),
        rule = rule
    )
}
