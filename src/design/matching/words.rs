//! What is said of matched units, whatever matched them.

use std::collections::BTreeSet;

use crate::design::candidates::Candidates;
use crate::diag::{Diagnostic, Sink};
use crate::panel::VarRef;
use crate::phrase;
use crate::text::{Arg, Phrase};

use crate::design::{Ask, Estimand};

use super::{MatchedSet, Partition};

/// Of those whose average is asked for, how many there are, how many of them can be matched at all, and how many are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// Whose average.
    pub estimand: Estimand,
    /// All whose treatment is known.
    pub all: usize,
    /// Those of whom everything that is asked for is known.
    pub complete: usize,
    /// Those in a set.
    pub matched: usize,
}

impl Reached {
    /// Counts.
    pub fn of(candidates: &Candidates, sets: &Partition, estimand: Estimand) -> Reached {
        let about = |(treated, others): (usize, usize)| match estimand {
            Estimand::Atc => others,
            Estimand::Ate | Estimand::Overlap | Estimand::Matching | Estimand::Compared => treated + others,
            Estimand::Att | Estimand::MatchedTreated | Estimand::None => treated,
        };
        let complete = about(candidates.arms());
        let known = candidates.flow.first().and_then(|step| Some(about((step.treated?, step.comparison?))));
        let units: BTreeSet<u32> = sets.sets.iter().flat_map(MatchedSet::units).collect();
        let treated = units.iter().filter(|&&unit| candidates.treated[unit as usize]).count();
        Reached { estimand, all: known.unwrap_or(complete), complete, matched: about((treated, units.len() - treated)) }
    }
}

/// The population that matches of similar units speak of.
pub fn similar(reached: Reached) -> Phrase {
    let Reached { estimand, all, complete, matched } = reached;
    let (n, of) = (Arg::units(matched), Arg::units(all));
    match (matched == complete, complete == all) {
        _ if estimand != Estimand::Att => of_others(reached),
        (true, true) => phrase!("those who took part"),
        (true, false) => phrase!("the {n} of {all} who took part of whom the covariates are known", n = n, all = of),
        (false, true) => {
            phrase!("the {n} of {all} who took part for whom a similar one was found", n = n, all = of)
        }
        (false, false) => phrase!(
            "the {n} of {all} who took part of whom the covariates are known and for whom a similar one was found",
            n = n,
            all = of
        ),
    }
}

/// The population that strata of equal units speak of.
pub fn equal(reached: Reached) -> Phrase {
    let Reached { estimand, all, complete, matched } = reached;
    let (n, of) = (Arg::units(matched), Arg::units(all));
    match (matched == complete, complete == all) {
        _ if estimand != Estimand::Att => of_others(reached),
        (true, true) => phrase!("those who took part"),
        (true, false) => phrase!("the {n} of {all} who took part of whom the covariates are known", n = n, all = of),
        (false, true) => phrase!("the {n} of {all} who took part and have an equal", n = n, all = of),
        (false, false) => phrase!(
            "the {n} of {all} who took part of whom the covariates are known and who have an equal",
            n = n,
            all = of
        ),
    }
}

/// The population where the average of those who did not take part, or of all, is asked for.
fn of_others(reached: Reached) -> Phrase {
    let Reached { estimand, all, complete, matched } = reached;
    let (n, of) = (Arg::units(matched), Arg::units(all));
    match (estimand == Estimand::Atc, matched == complete, complete == all) {
        (true, true, true) => phrase!("those who did not take part"),
        (false, true, true) => phrase!("all, those who took part and those who did not"),
        (true, true, false) => {
            phrase!("the {n} of {all} who did not take part of whom the covariates are known", n = n, all = of)
        }
        (false, true, false) => phrase!("the {n} of all {all} of whom the covariates are known", n = n, all = of),
        (true, false, true) => phrase!(
            "the {n} of {all} who did not take part for whom somebody like them was found on the other side",
            n = n,
            all = of
        ),
        (false, false, true) => {
            phrase!("the {n} of all {all} for whom somebody like them was found on the other side", n = n, all = of)
        }
        (true, false, false) => phrase!(
            "the {n} of {all} who did not take part of whom the covariates are known and for whom somebody like them was found on the other side",
            n = n,
            all = of
        ),
        (false, false, false) => phrase!(
            "the {n} of all {all} of whom the covariates are known and for whom somebody like them was found on the other side",
            n = n,
            all = of
        ),
    }
}

/// Which variables must be equal within a match.
pub fn exact(vars: &[VarRef], candidates: &Candidates) -> Option<Phrase> {
    let columns = candidates.further.iter().filter(|column| vars.contains(&column.var));
    let labels: Vec<Arg> = columns.map(|column| Arg::from(&column.label)).collect();
    (!labels.is_empty())
        .then(|| phrase!("Only units with the same {variables} are matched", variables = Arg::List(labels)))
}

/// How many treated units have fewer comparison units than were asked for.
pub fn shortfall(sets: &Partition, ratio: usize) -> Option<Phrase> {
    let n = sets.sets.iter().filter(|set| set.comparison.len() < ratio).count();
    (n > 0).then(|| {
        phrase!(
            "{n} matched treated {n?unit has|units have} fewer than {all} comparison units",
            n = Arg::units(n),
            all = ratio
        )
    })
}

/// Warns where there are fewer comparison units than are asked for, each serving once.
pub fn few_to_choose(candidates: &Candidates, ratio: usize, ask: &Ask, sink: &mut Sink) {
    let (treated, others) = candidates.arms();
    if ask.estimand == Estimand::Atc {
        return few_who_took_part((treated, others), ratio, ask, sink);
    }
    if treated * ratio <= others {
        return;
    }
    let message = phrase!(
        "{treated} took part and there are only {others} to compare with: there is no choice of {n} for each",
        treated = Arg::units(treated),
        others = Arg::units(others),
        n = ratio
    );
    let hint = phrase!(
        "Write {full} (all are used), {again} (a comparison unit may serve several times), or ask for the average of those who did not take part: {atc}",
        full = "design = \"full\"",
        again = "replace = true",
        atc = "estimand = \"ATC\""
    );
    sink.push(Diagnostic::warning("few-to-choose", message).at(ask.place.clone()).hint(hint));
}

/// The same where those who did not take part choose.
fn few_who_took_part((treated, others): (usize, usize), ratio: usize, ask: &Ask, sink: &mut Sink) {
    if others * ratio <= treated {
        return;
    }
    let message = phrase!(
        "{others} did not take part and there are only {treated} who did: there is no choice of {n} for each",
        treated = Arg::units(treated),
        others = Arg::units(others),
        n = ratio
    );
    let hint = phrase!(
        "Write {full} (all are used) or, with nearest neighbours, {again} (one may serve several times)",
        full = "design = \"full\"",
        again = "replace = true"
    );
    sink.push(Diagnostic::warning("few-to-choose", message).at(ask.place.clone()).hint(hint));
}

/// Nobody is similar enough to anybody, with calipers on `limits` and equal values of these.
pub fn no_matches(ask: &Ask, limits: Vec<String>) -> Diagnostic {
    let message = phrase!("No treated unit has a comparison unit that is similar enough");
    let hint = match limits.is_empty() {
        true => phrase!("Widen the caliper, or ask for fewer variables to be equal"),
        false => phrase!("Widen the caliper, or ask for fewer variables to be equal; now: {names}", names = limits),
    };
    Diagnostic::error("no-matches", message).at(ask.place.clone()).hint(hint)
}
