use crate::design::candidates::Candidates;
use crate::design::{Ask, Scores};
use crate::exhibit::{Audience, Frame, FrameColumn, FrameId, FrameRole, Values};
use crate::math::assign::Reach;
use crate::panel::Blind;
use crate::phrase;
use crate::text::Phrase;

use super::Found;
use super::losses::reason_key;

/// Who was matched with whom, and who found nobody.
pub fn frames(
    ask: &Ask,
    candidates: &Candidates,
    scores: &Scores,
    weight: &[f64],
    found: &Found,
    blind: &Blind,
) -> Vec<Frame> {
    let id = |unit: u32| blind.units()[candidates.units[unit as usize] as usize].clone();
    let mut frames = vec![pairs(ask, scores, weight, found, id)];
    if !found.unmatched.is_empty() {
        frames.push(unmatched(ask, scores, found, id));
    }
    frames
}

fn column(key: &str, title: Phrase, description: Phrase, values: Values) -> FrameColumn {
    FrameColumn { key: key.into(), title, description, values }
}

fn pairs(ask: &Ask, scores: &Scores, weight: &[f64], found: &Found, id: impl Fn(u32) -> String) -> Frame {
    let pairs = &found.pairs;
    let text = |of: &dyn Fn(usize) -> u32| Values::Text((0..pairs.len()).map(|row| id(of(row))).collect());
    let number = |of: &dyn Fn(usize) -> f64| Values::Number((0..pairs.len()).map(of).collect());
    let mut set = 0;
    let sets = (0..pairs.len()).map(|row| {
        set += i64::from(row == 0 || pairs[row].treated != pairs[row - 1].treated);
        set
    });
    let sets = Values::Integer(sets.collect());
    let (treated, comparison) = (|row: usize| pairs[row].treated, |row: usize| pairs[row].comparison);
    Frame {
        id: FrameId::of(&ask.question, FrameRole::Pairs),
        title: phrase!("Matched pairs"),
        audience: Audience::Internal,
        columns: vec![
            column("treated", phrase!("Treated unit"), phrase!("Id of the treated unit"), text(&treated)),
            column("comparison", phrase!("Comparison unit"), phrase!("Id of the comparison unit"), text(&comparison)),
            column("set", phrase!("Set"), phrase!("Number of the treated unit's matched set"), sets),
            column(
                "distance",
                phrase!("Distance"),
                phrase!("Distance of the two scores"),
                number(&|row| pairs[row].distance),
            ),
            column(
                "treated_score",
                phrase!("Score, treated"),
                phrase!("Score of the treated unit"),
                number(&|row| scores.distance[treated(row) as usize]),
            ),
            column(
                "comparison_score",
                phrase!("Score, comparison"),
                phrase!("Score of the comparison unit"),
                number(&|row| scores.distance[comparison(row) as usize]),
            ),
            column(
                "weight",
                phrase!("Weight"),
                phrase!("Weight of the comparison unit over all its matches"),
                number(&|row| weight[comparison(row) as usize]),
            ),
        ],
    }
}

fn unmatched(ask: &Ask, scores: &Scores, found: &Found, id: impl Fn(u32) -> String) -> Frame {
    let of = &found.unmatched;
    let nearest = |reach: &Reach| if let Reach::Beyond(distance) = reach { *distance } else { f64::NAN };
    Frame {
        id: FrameId::of(&ask.question, FrameRole::Unmatched),
        title: phrase!("Treated units without a match"),
        audience: Audience::Internal,
        columns: vec![
            column(
                "treated",
                phrase!("Treated unit"),
                phrase!("Id of the treated unit"),
                Values::Text(of.iter().map(|&(unit, _)| id(unit)).collect()),
            ),
            column(
                "reason",
                phrase!("Reason"),
                phrase!(
                    "caliper: nobody near enough; stratum: nobody in the stratum; taken: all similar units are taken"
                ),
                Values::Text(of.iter().map(|(_, reach)| reason_key(reach).to_string()).collect()),
            ),
            column(
                "score",
                phrase!("Score"),
                phrase!("Score of the treated unit"),
                Values::Number(of.iter().map(|&(unit, _)| scores.distance[unit as usize]).collect()),
            ),
            column(
                "nearest",
                phrase!("Nearest distance"),
                phrase!("Distance to the nearest comparison unit of the stratum, where it is beyond the caliper"),
                Values::Number(of.iter().map(|(_, reach)| nearest(reach)).collect()),
            ),
        ],
    }
}
