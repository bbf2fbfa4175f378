use crate::design::candidates::Candidates;
use crate::math::assign::Reach;
use crate::panel::{Blind, FlowStep, Lost};
use crate::phrase;
use crate::text::Phrase;

use super::Partition;

/// A treated unit that is in no set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unmatched {
    /// Position among the candidates.
    pub unit: u32,
    /// Why.
    pub reason: LossReason,
    /// Distance to the nearest comparison unit, where that is beyond a caliper; else NaN.
    pub nearest: f64,
}

/// Why a treated unit is in no set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossReason {
    /// Nobody is near enough.
    Caliper,
    /// Nobody is in its stratum.
    Stratum,
    /// Everybody near enough serves others.
    Taken,
    /// Nobody has the same values.
    NoEqual,
    /// Nobody is in its class.
    Class,
}

impl LossReason {
    const ALL: [LossReason; 5] =
        [LossReason::Caliper, LossReason::Stratum, LossReason::Taken, LossReason::NoEqual, LossReason::Class];

    /// Stable key.
    pub fn key(self) -> &'static str {
        match self {
            LossReason::Caliper => "caliper",
            LossReason::Stratum => "stratum",
            LossReason::Taken => "taken",
            LossReason::NoEqual => "no-equal",
            LossReason::Class => "class",
        }
    }

    fn said(self) -> Phrase {
        match self {
            LossReason::Caliper => phrase!("no comparison unit within the caliper"),
            LossReason::Stratum => phrase!("no comparison unit in the same stratum"),
            LossReason::Taken => phrase!("every similar comparison unit is already taken"),
            LossReason::NoEqual => phrase!("nobody among the others has the same values"),
            LossReason::Class => phrase!("nobody among the others is in the same class"),
        }
    }
}

impl Unmatched {
    /// By what could have been reached.
    pub fn by_reach(unit: u32, reach: &Reach) -> Unmatched {
        let (reason, nearest) = match reach {
            Reach::Beyond(distance) => (LossReason::Caliper, *distance),
            Reach::Alone => (LossReason::Stratum, f64::NAN),
            Reach::Within => (LossReason::Taken, f64::NAN),
        };
        Unmatched { unit, reason, nearest }
    }
}

/// Treated units in no set, where strata are the sets.
pub fn alone(candidates: &Candidates, sets: &Partition, reason: LossReason) -> Vec<Unmatched> {
    let mut alone = candidates.treated.clone();
    sets.sets.iter().flat_map(|set| &set.treated).for_each(|&unit| alone[unit as usize] = false);
    let unmatched = |unit: u32| Unmatched { unit, reason, nearest: f64::NAN };
    (0..alone.len() as u32).filter(|&unit| alone[unit as usize]).map(unmatched).collect()
}

/// Why comparison units are in no set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// Others were nearer.
    NotChosen,
    /// Nobody treated has the same values.
    NoEqual,
    /// Nobody treated is in the class.
    Class,
}

impl Idle {
    fn said(self) -> Phrase {
        match self {
            Idle::NotChosen => phrase!("not chosen as a comparison unit"),
            Idle::NoEqual => phrase!("none of those who took part has the same values"),
            Idle::Class => phrase!("none of those who took part is in the same class"),
        }
    }
}

/// The step from candidates to matched units.
pub fn matched(
    candidates: &Candidates,
    weight: &[f64],
    unmatched: &[Unmatched],
    idle: Idle,
    blind: &Blind,
) -> FlowStep {
    let who = |at: &[u32]| at.iter().map(|&i| blind.units()[candidates.units[i as usize] as usize].clone()).collect();
    let lost = |reason: Phrase, at: Vec<u32>, treated: usize| Lost {
        reason,
        count: at.len(),
        treated: Some(treated),
        who: who(&at),
    };
    let mut losses = Vec::new();
    for reason in LossReason::ALL {
        let at: Vec<u32> = unmatched.iter().filter(|it| it.reason == reason).map(|it| it.unit).collect();
        let n = at.len();
        losses.push(lost(reason.said(), at, n));
    }
    let unused = |&i: &usize| weight[i] == 0.0 && !candidates.treated[i];
    losses.push(lost(idle.said(), (0..weight.len()).filter(unused).map(|i| i as u32).collect(), 0));
    losses.retain(|lost| lost.count > 0);
    let used =
        |treated: bool| (0..weight.len()).filter(|&i| weight[i] > 0.0 && candidates.treated[i] == treated).count();
    FlowStep {
        key: "matched".into(),
        stage: phrase!("Matched"),
        remaining: used(true) + used(false),
        treated: Some(used(true)),
        comparison: Some(used(false)),
        lost: losses,
    }
}
