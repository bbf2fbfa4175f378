use crate::design::candidates::Candidates;
use crate::math::assign::Reach;
use crate::panel::{Blind, FlowStep, Lost};
use crate::phrase;
use crate::text::Phrase;

use super::Found;

/// The step from candidates to matched units.
pub fn matched(candidates: &Candidates, weight: &[f64], found: &Found, blind: &Blind) -> FlowStep {
    let who = |at: &[u32]| at.iter().map(|&i| blind.units()[candidates.units[i as usize] as usize].clone()).collect();
    let lost = |reason: Phrase, at: Vec<u32>, treated: usize| Lost {
        reason,
        count: at.len(),
        treated: Some(treated),
        who: who(&at),
    };
    let mut losses = Vec::new();
    for (key, reason) in reasons() {
        let at: Vec<u32> =
            found.unmatched.iter().filter(|(_, reach)| reason_key(reach) == key).map(|&(unit, _)| unit).collect();
        let n = at.len();
        losses.push(lost(reason, at, n));
    }
    let idle = (0..weight.len()).filter(|&i| weight[i] == 0.0 && !candidates.treated[i]).map(|i| i as u32).collect();
    losses.push(lost(phrase!("not chosen as a comparison unit"), idle, 0));
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

fn reasons() -> [(&'static str, Phrase); 3] {
    [
        ("caliper", phrase!("no comparison unit within the caliper")),
        ("stratum", phrase!("no comparison unit in the same stratum")),
        ("taken", phrase!("every similar comparison unit is already taken")),
    ]
}

/// Stable key of the reason why a unit has no match.
pub fn reason_key(reach: &Reach) -> &'static str {
    match reach {
        Reach::Beyond(_) => "caliper",
        Reach::Alone => "stratum",
        Reach::Within => "taken",
    }
}
