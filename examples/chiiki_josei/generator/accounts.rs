//! 活動計算書: income by class and year. What an organisation takes in without this grant does not hang on the grant.

use std::collections::BTreeMap;
use tashika::math::elementary::exp;

use super::Account;
use super::draw::Draw;
use super::truth::{GROWTH_WITH_STAFF, INCOME_NOISE};

/// Fiscal years of the accounts (R2–R7).
pub const YEARS: std::ops::RangeInclusive<i32> = 2020..=2025;
/// Yen in the unit of these computations: all amounts are whole thousands.
pub const THOUSAND: i64 = 1_000;

/// What a kind of organisation is like.
struct Kind {
    /// Median income in thousands of yen.
    median: f64,
    /// Standard deviation of its logarithm.
    spread: f64,
    /// Income in thousands never starts below.
    least: f64,
    /// Typical share of 受取会費, 受取寄附金, 受取助成金等, 事業収益, その他収益.
    shares: [f64; 5],
    /// Probability that a class is never used.
    unused: [f64; 5],
}

const WITH_STAFF: Kind = Kind {
    median: 15_000.0,
    spread: 0.5,
    least: 5_000.0,
    shares: [0.08, 0.10, 0.25, 0.52, 0.05],
    unused: [0.05, 0.20, 0.30, 0.10, 0.15],
};

const WITHOUT_STAFF: Kind = Kind {
    median: 4_000.0,
    spread: 0.6,
    least: 800.0,
    shares: [0.35, 0.20, 0.20, 0.20, 0.05],
    unused: [0.05, 0.25, 0.45, 0.35, 0.25],
};

/// The accounts of organisation number `index` without any grant of this programme.
pub fn accounts(seed: u64, index: usize, staff: bool) -> BTreeMap<i32, Account> {
    let kind = if staff { WITH_STAFF } else { WITHOUT_STAFF };
    let totals = totals(&kind, staff, &mut Draw::new(seed, "income", index as u64));
    let mut draw = Draw::new(seed, "income classes", index as u64);
    let weights = weights(&kind, &mut draw);
    YEARS.zip(totals).map(|(year, total)| (year, account(total, &weights, &mut draw))).collect()
}

/// Net income in thousands, year by year: a martingale in proportion to the level, and growth where there is paid staff.
fn totals(kind: &Kind, staff: bool, draw: &mut Draw) -> Vec<i64> {
    let mut level = kind.least.max(kind.median * exp(kind.spread * draw.bounded()));
    let growth = if staff { GROWTH_WITH_STAFF } else { 0.0 };
    let year = |years: i32| {
        let total = level + growth * f64::from(years);
        level *= 1.0 + INCOME_NOISE * draw.bounded();
        total.round() as i64
    };
    (0..YEARS.count() as i32).map(year).collect()
}

fn weights(kind: &Kind, draw: &mut Draw) -> [f64; 5] {
    let mut weights = [0.0; 5];
    for (class, weight) in weights.iter_mut().enumerate() {
        let used = !draw.chance(kind.unused[class]);
        let size = kind.shares[class] * exp(0.6 * draw.bounded());
        *weight = if used { size } else { 0.0 };
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        weights[0] = 1.0;
    }
    weights
}

/// A total in thousands, parted by the weights as they are in this year; what rounding leaves goes to the largest class.
fn account(total: i64, weights: &[f64; 5], draw: &mut Draw) -> Account {
    let shaken = weights.map(|weight| weight * exp(0.2 * draw.bounded()));
    let sum: f64 = shaken.iter().sum();
    let mut classes = shaken.map(|weight| (total as f64 * weight / sum).floor() as i64);
    let largest = (0..5).max_by_key(|&class| classes[class]).expect("five classes");
    classes[largest] += total - classes.iter().sum::<i64>();
    let surplus = (total as f64 * (0.01 + 0.06 * draw.normal())).round() as i64;
    let [fees, donations, grants, business, other] = classes.map(|class| class * THOUSAND);
    Account { fees, donations, grants, business, other, evaluated_grant: 0, surplus: surplus * THOUSAND }
}
