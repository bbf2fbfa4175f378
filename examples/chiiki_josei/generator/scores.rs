//! 審査点: merit, which can be seen in the data, and what a reviewer adds, which cannot.

use super::draw::Draw;
use super::truth::{AWARD_LINE, REVIEWER_NOISE, SCORE_MEAN};
use super::{Answers, Organisation};

/// Points of merit for one standard deviation, or for having paid staff.
const STAFF: f64 = 6.2;
const AGE: f64 = 1.0;
const VOLUNTEERS: f64 = 1.0;
const PARTNERS: f64 = 0.8;
const INCOME: f64 = 0.8;

/// Merit in points, around the mean of the scores.
pub fn merit(organisation: &Organisation, start: i32, before: &Answers) -> f64 {
    let staff = organisation.paid_staff > 0;
    let age = (f64::from(start - organisation.founded).ln() - 2.35) / 0.55;
    let volunteers = (before.volunteers as f64 - 45.0) / 13.0;
    let partners = (before.partners as f64 - 14.5) / 6.0;
    let income = organisation.accounts.get(&(start - 1)).map_or(0.0, |account| account.net() as f64);
    let usual: f64 = if staff { 16_500_000.0 } else { 4_000_000.0 };
    let income = (income.max(1.0) / usual).ln() / 0.55;
    let staff = if staff { 0.45 } else { -0.55 };
    SCORE_MEAN + STAFF * staff + AGE * age + VOLUNTEERS * volunteers + PARTNERS * partners + INCOME * income
}

/// The score of an application. Where the decision is `wanted`, the reviewer's part is drawn until it comes out.
pub fn score(seed: u64, application: usize, merit: f64, wanted: Option<bool>) -> i64 {
    let mut draw = Draw::new(seed, "reviewer", application as u64);
    loop {
        let score = ((merit + REVIEWER_NOISE * draw.normal()).round() as i64).clamp(0, 100);
        if wanted.is_none_or(|funded| funded == (score >= AWARD_LINE)) {
            return score;
        }
    }
}
