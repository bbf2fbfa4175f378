//! 審査点: merit, which can be seen in the data, and what a reviewer adds, which cannot.

use super::accounts::THOUSAND;
use super::draw::Draw;
use super::truth::{AWARD_LINE, REVIEWER_NOISE, SCORE_MEAN};
use super::{Answers, Organisation};
use tashika::math::elementary::ln;

/// Points of merit for having paid staff.
const STAFF: f64 = 6.2;
/// Share of organisations that have some, about.
const STAFF_SHARE: f64 = 0.55;

/// What counts for merit besides: about its mean and standard deviation, and the points for one of these.
struct Counts {
    mean: f64,
    sd: f64,
    points: f64,
}

const LOG_AGE: Counts = Counts { mean: 2.35, sd: 0.55, points: 1.0 };
const VOLUNTEERS: Counts = Counts { mean: 45.0, sd: 13.0, points: 1.0 };
const PARTNERS: Counts = Counts { mean: 14.5, sd: 6.0, points: 0.8 };
/// In thousands of yen, with and without paid staff.
const LOG_INCOME: [Counts; 2] =
    [Counts { mean: 9.711, sd: 0.55, points: 0.8 }, Counts { mean: 8.294, sd: 0.55, points: 0.8 }];

impl Counts {
    fn merit(&self, value: f64) -> f64 {
        self.points * (value - self.mean) / self.sd
    }
}

/// Merit in points.
pub fn merit(organisation: &Organisation, start: i32, before: &Answers) -> f64 {
    let staff = organisation.paid_staff > 0;
    let net = organisation.accounts[&(start - 1)].net() / THOUSAND;
    let usual = &LOG_INCOME[if staff { 0 } else { 1 }];
    SCORE_MEAN
        + STAFF * (f64::from(staff) - STAFF_SHARE)
        + LOG_AGE.merit(ln(f64::from(start - organisation.founded)))
        + VOLUNTEERS.merit(before.volunteers as f64)
        + PARTNERS.merit(before.partners as f64)
        + usual.merit(ln(net.max(1) as f64))
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
