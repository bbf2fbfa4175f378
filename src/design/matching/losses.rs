use std::collections::BTreeSet;

use crate::design::Estimand;
use crate::design::candidates::Candidates;
use crate::math::assign::Reach;
use crate::panel::{Blind, FlowStep, Lost};
use crate::phrase;
use crate::text::Phrase;

use super::Partition;

/// A unit that looked for others and is in no set: a treated one, but where the average of those who did not take part is asked for.
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
    /// Fewer were found than were asked for.
    Short,
}

impl LossReason {
    const ALL: [LossReason; 6] = [
        LossReason::Caliper,
        LossReason::Stratum,
        LossReason::Taken,
        LossReason::NoEqual,
        LossReason::Class,
        LossReason::Short,
    ];

    /// Stable key.
    pub fn key(self) -> &'static str {
        match self {
            LossReason::Caliper => "caliper",
            LossReason::Stratum => "stratum",
            LossReason::Taken => "taken",
            LossReason::NoEqual => "no-equal",
            LossReason::Class => "class",
            LossReason::Short => "short",
        }
    }

    fn said(self) -> Phrase {
        match self {
            LossReason::Caliper => phrase!("no comparison unit within the caliper"),
            LossReason::Stratum => phrase!("no comparison unit in the same stratum"),
            LossReason::Taken => phrase!("every similar comparison unit is already taken"),
            LossReason::NoEqual => phrase!("nobody among the others has the same values"),
            LossReason::Class => phrase!("nobody among the others is in the same class"),
            LossReason::Short => phrase!("fewer similar ones than were asked for"),
        }
    }

    /// Of those who did not take part, where they look for others.
    fn said_turned(self) -> Phrase {
        match self {
            LossReason::Caliper => phrase!("nobody who took part within the caliper"),
            LossReason::Stratum => phrase!("nobody who took part in the same stratum"),
            LossReason::Taken => phrase!("everybody similar who took part is already taken"),
            other => other.said(),
        }
    }
}

impl Unmatched {
    /// One that found fewer than were asked for.
    pub fn short(unit: u32) -> Unmatched {
        Unmatched { unit, reason: LossReason::Short, nearest: f64::NAN }
    }

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
    /// Nobody treated is near enough.
    Far,
    /// Of those who took part, where the others choose: others were nearer.
    NotChosenTurned,
}

impl Idle {
    /// Others were nearer to those whose average is asked for.
    pub fn not_chosen(estimand: Estimand) -> Idle {
        if estimand == Estimand::Atc { Idle::NotChosenTurned } else { Idle::NotChosen }
    }

    fn said(self) -> Phrase {
        match self {
            Idle::NotChosen => phrase!("not chosen as a comparison unit"),
            Idle::NotChosenTurned => phrase!("not chosen for anybody who did not take part"),
            Idle::NoEqual => phrase!("none of those who took part has the same values"),
            Idle::Far => phrase!("nobody of those who took part is near enough"),
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
    let lost = |reason: Phrase, at: Vec<u32>| Lost {
        reason,
        count: at.len(),
        treated: Some(at.iter().filter(|&&i| candidates.treated[i as usize]).count()),
        who: who(&at),
    };
    let looked: BTreeSet<u32> = unmatched.iter().map(|it| it.unit).collect();
    let turned = looked.iter().any(|&i| !candidates.treated[i as usize]);
    let mut losses = Vec::new();
    for reason in LossReason::ALL {
        let at: Vec<u32> = unmatched.iter().filter(|it| it.reason == reason).map(|it| it.unit).collect();
        losses.push(lost(if turned { reason.said_turned() } else { reason.said() }, at));
    }
    let unused = |&i: &u32| weight[i as usize] == 0.0 && !looked.contains(&i);
    losses.push(lost(idle.said(), (0..weight.len() as u32).filter(unused).collect()));
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
