//! The two surveys: the state in the year before the start, and in the year after it.

use super::Answers;
use super::draw::Draw;
use super::truth::{
    PARTNERS_EFFECT, PARTNERS_NOISE, SHARED_NOISE, VOLUNTEERS_EFFECT, VOLUNTEERS_NOISE, VOLUNTEERS_TREND,
};
use tashika::math::elementary::exp;

/// Members: standard deviation of the change, as a share of the first level.
const MEMBERS_NOISE: f64 = 0.12;

/// The state before an organisation's first application.
pub fn first_state(seed: u64, organisation: usize) -> Answers {
    let mut draw = Draw::new(seed, "state before", organisation as u64);
    let volunteers = draw.normal_within(45.0, 14.0, (20.0, 80.0)).round() as i64;
    let members = (60.0 * exp(0.6 * draw.bounded())).round() as i64;
    let partners = (14.0 * exp(0.4 * draw.bounded())).round() as i64;
    let other_sectors = portion(partners, &mut draw);
    let satisfaction = scale(3.3 + 0.9 * draw.normal());
    Answers { volunteers, members, partners, other_sectors, satisfaction, website: draw.chance(0.55) }
}

/// The state before a second application: that after the first where it is of the same year, else halfway to it.
pub fn next_state(first: (&Answers, &Answers), years: i32) -> Answers {
    let (before, after) = first;
    if years >= 2 {
        return after.clone();
    }
    let between = |a: i64, b: i64| a + (b - a) / 2;
    let partners = between(before.partners, after.partners);
    Answers {
        volunteers: between(before.volunteers, after.volunteers),
        members: between(before.members, after.members),
        partners,
        other_sectors: between(before.other_sectors, after.other_sectors).min(partners),
        satisfaction: between(before.satisfaction, after.satisfaction),
        website: before.website,
    }
}

/// Noise of one application's changes: partly its organisation's, which both its applications have, partly its own.
struct Noise {
    shared: Draw,
    own: Draw,
}

impl Noise {
    /// With a standard deviation that does not hang on what happened since the organisation was first seen.
    fn next(&mut self, first_level: i64, share: f64) -> f64 {
        let z = SHARED_NOISE.sqrt() * self.shared.bounded() + (1.0 - SHARED_NOISE).sqrt() * self.own.bounded();
        first_level as f64 * share * z
    }
}

/// The state after, of application number `application` of organisation number `organisation`.
pub fn state_after(seed: u64, organisation: usize, application: usize, before: &Answers, funded: bool) -> Answers {
    let first = first_state(seed, organisation);
    let mut noise = Noise {
        shared: Draw::new(seed, "change of organisation", organisation as u64),
        own: Draw::new(seed, "change", application as u64),
    };
    let gain = |effect: f64| if funded { effect } else { 0.0 };
    let change = VOLUNTEERS_TREND + gain(VOLUNTEERS_EFFECT);
    let volunteers = moved(before.volunteers, change + noise.next(first.volunteers, VOLUNTEERS_NOISE));
    let partners = moved(before.partners, gain(PARTNERS_EFFECT) + noise.next(first.partners, PARTNERS_NOISE));
    let members = moved(before.members, noise.next(first.members, MEMBERS_NOISE));
    let mut draw = Draw::new(seed, "state after", application as u64);
    Answers {
        volunteers,
        members,
        partners,
        other_sectors: portion(partners, &mut draw),
        satisfaction: scale(before.satisfaction as f64 + gain(0.2) + 0.7 * draw.normal()),
        website: before.website || draw.chance(0.15),
    }
}

fn moved(level: i64, change: f64) -> i64 {
    (level + change.round() as i64).max(0)
}

/// A part of a count: about three in ten.
fn portion(count: i64, draw: &mut Draw) -> i64 {
    (0..count).filter(|_| draw.chance(0.3)).count() as i64
}

fn scale(value: f64) -> i64 {
    (value.round() as i64).clamp(1, 5)
}
