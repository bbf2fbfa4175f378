//! The one ladder of verbs: how strong a verb the evidence allows, and why none stronger. What other standards say is read beside
//! it, in the appendix.

use crate::design::{Kind, Rung};
use crate::phrase;
use crate::text::{Arg, Phrase, Words, num};

use super::evidence::attrition::{Attrition, Boundary};
use super::evidence::equivalence::{Band, Covariate, worst};
use super::facts::{Facts, LARGEST_IMBALANCE, Number, quantity};

/// Why the verb is weaker than the design could allow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fall<'f> {
    /// The groups differed before in the outcome, or in a characteristic that the study names, and the estimate does not make up
    /// for it (rule of the What Works Clearinghouse: up to 0.05 alike; up to 0.25 where the estimate adjusts for it).
    Before(&'f Covariate),
    /// Those who took part had started far from all others (by this many standard deviations), and no earlier state shows that the
    /// similar ones would not have moved back towards their own group (Daw & Hatfield 2018, Health Services Research 53, 4138–4156).
    Start(f64),
    /// The change before the program, on which it had no effect, differs between the groups.
    Earlier(&'f Number),
    /// The two sides of a lottery differed before by more than a lot leaves to chance.
    NoLot(&'f Words, f64),
    /// More are lost, or lost on one side, than the boundary of the What Works Clearinghouse allows.
    Lost(Attrition),
}

impl Facts {
    /// Rung of the verb ladder that this analysis reached.
    pub fn rung(&self) -> Rung {
        let highest = self.kind.rung(self.state_before);
        match self.fall() {
            None => highest,
            // Chance no longer decides who is compared: what is left is a comparison of similar ones, where they are.
            Some(Fall::Lost(_)) if highest == Rung::Effect && self.alike_before() => Rung::ProbablyDueTo,
            Some(_) => highest.min(Rung::Associated),
        }
    }

    /// The first reason why the verb falls; nothing where it stands, or where the design allows no stronger one anyway.
    pub fn fall(&self) -> Option<Fall<'_>> {
        if self.kind.rung(self.state_before) <= Rung::Associated {
            return None;
        }
        let lost = self.attrition.filter(|lost| !lost.low(Boundary::default())).map(Fall::Lost);
        match self.kind {
            Kind::Cutoff => None,
            Kind::Randomised => {
                self.unlike_by_lot.as_ref().map(|(variable, size)| Fall::NoLot(variable, *size)).or(lost)
            }
            Kind::Cohorts => self.against().map(Fall::Earlier).or(lost),
            _ => self
                .unlike()
                .map(Fall::Before)
                .or(self.against().map(Fall::Earlier))
                .or(self.far_start().map(Fall::Start))
                .or(lost),
        }
    }

    /// What the groups should have been alike in before, and were not.
    fn unlike(&self) -> Option<&Covariate> {
        worst(self.covariates.iter().filter(|it| it.asked)).filter(|it| !it.satisfied())
    }

    /// How far those who took part had started from all others, where that is far and no earlier state vouches for the comparison.
    pub fn far_start(&self) -> Option<f64> {
        let earlier = self.before.as_ref().and_then(|before| before.earlier.as_ref());
        // An earlier difference as large as what was found must be ruled out, not only unseen.
        let ruled_out = |earlier: &Number, found: f64| found < earlier.interval.0 || found > earlier.interval.1;
        let moved = self.before.as_ref().and_then(|before| before.moved);
        // Who stood lower than usual just then would have come back.
        let usual = moved.is_some_and(|moved| moved.abs() <= LARGEST_IMBALANCE);
        let vouched =
            usual && earlier.zip(self.number).is_some_and(|(earlier, found)| ruled_out(earlier, found.estimate));
        self.cautions.start.filter(|size| size.abs() > FAR && !(vouched && self.against().is_none()))
    }

    fn alike_before(&self) -> bool {
        self.before.is_some() && self.unlike().is_none() && self.against().is_none()
    }

    /// A difference in the change before the program: its interval excludes none, and more than what does not matter.
    pub fn against(&self) -> Option<&Number> {
        let earlier = self.before.as_ref()?.earlier.as_ref()?;
        let (low, high) = earlier.interval;
        let trifle = self.smallest_change.is_some_and(|matters| low > -matters && high < matters);
        Some(earlier).filter(|_| (low > 0.0 || high < 0.0) && !trifle)
    }
}

/// Standard deviations from which a start counts as far from that of the others: a medium difference (Cohen).
pub const FAR: f64 = 0.5;

impl Fall<'_> {
    /// Why, as the end of a sentence.
    pub fn why(&self, facts: &Facts) -> Phrase {
        match self {
            Fall::Before(it) => differed(it, facts),
            Fall::Earlier(number) => phrase!(
                "already before the program the change had differed between the groups, by {d} ({ci})",
                d = quantity(number.estimate, facts.precision(number), &facts.unit),
                ci = facts.interval(number)
            ),
            Fall::Start(size) if *size < 0.0 => phrase!(
                "those who took part had started {size} standard deviations below the others, and who starts unusually low tends to rise anyway (regression to the mean)",
                size = num(size.abs(), 2)
            ),
            Fall::Start(size) => phrase!(
                "those who took part had started {size} standard deviations above the others, and who starts unusually high tends to fall anyway (regression to the mean)",
                size = num(size.abs(), 2)
            ),
            Fall::NoLot(variable, size) => phrase!(
                "before the program the two sides differed in {variable} by {size} standard deviations, more than a lot leaves to chance",
                variable = *variable,
                size = num(size.abs(), 2)
            ),
            Fall::Lost(lost) => phrase!(
                "{treated} of those who took part and {others} of those compared with are missing, which is too many or too uneven",
                treated = Arg::Percent(lost.shares.0, 0),
                others = Arg::Percent(lost.shares.1, 0)
            ),
        }
    }
}

fn differed(it: &Covariate, facts: &Facts) -> Phrase {
    let variable = if facts.is_before(it) { facts.label.clone() } else { it.title() };
    let size = num(it.size.abs(), 2);
    let r =
        facts.before.as_ref().filter(|_| facts.of_changes && facts.is_before(it)).and_then(|before| before.correlation);
    match r {
        _ if !it.size.is_finite() => {
            phrase!("the two groups differed in {variable}, and nothing is between them", variable = variable)
        }
        Some(r) if it.band() == Band::Adjustable => phrase!(
            "before the program the groups differed in {variable} by {size} standard deviations, and changes do not make up for that (before and after correlate by {r} only)",
            variable = variable,
            size = size,
            r = num(r, 2)
        ),
        _ if it.band() == Band::Adjustable => phrase!(
            "before the program the groups differed in {variable} by {size} standard deviations, and the estimate does not adjust for that",
            variable = variable,
            size = size
        ),
        _ => phrase!(
            "before the program the groups differed in {variable} by {size} standard deviations",
            variable = variable,
            size = size
        ),
    }
}
