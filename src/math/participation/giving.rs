//! Who gives in which year: new, kept, back, lost.

use std::collections::{BTreeMap, BTreeSet};

use crate::math::sums::sum;

/// A gift: who, in which year, how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gift {
    /// Giver, by number.
    pub who: u32,
    /// Fiscal year.
    pub year: i32,
    /// Amount, above 0: what is paid back is no gift.
    pub amount: f64,
}

/// A year of givers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GivingYear {
    /// Fiscal year.
    pub year: i32,
    /// Never before in the data.
    pub new: BTreeSet<u32>,
    /// The year before as well.
    pub kept: BTreeSet<u32>,
    /// Earlier, and not the year before.
    pub back: BTreeSet<u32>,
    /// The year before, and not this year.
    pub lost: BTreeSet<u32>,
    /// Of those who were new the year before: who gives again.
    pub new_kept: BTreeSet<u32>,
    /// Those who were new the year before.
    pub new_before: BTreeSet<u32>,
    /// Amount of those who are new, kept and back.
    pub amounts: [f64; 3],
}

impl GivingYear {
    /// All who give in the year.
    pub fn givers(&self) -> usize {
        self.new.len() + self.kept.len() + self.back.len()
    }

    /// Kept of those of the year before; NaN in the first year.
    pub fn retention(&self) -> f64 {
        self.kept.len() as f64 / (self.kept.len() + self.lost.len()) as f64
    }
}

/// Year by year, from the first to the last; years without a gift stand there too.
pub fn years(gifts: &[Gift]) -> Vec<GivingYear> {
    let mut by_year: BTreeMap<i32, BTreeMap<u32, f64>> = BTreeMap::new();
    for gift in gifts {
        *by_year.entry(gift.year).or_default().entry(gift.who).or_default() += gift.amount;
    }
    let (Some(first), Some(last)) = (by_year.keys().next().copied(), by_year.keys().last().copied()) else {
        return Vec::new();
    };
    let (mut ever, mut before, mut new_before) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut years = Vec::new();
    for year in first..=last {
        let given = by_year.remove(&year).unwrap_or_default();
        let now: BTreeSet<u32> = given.keys().copied().collect();
        let new: BTreeSet<u32> = now.difference(&ever).copied().collect();
        let kept: BTreeSet<u32> = now.intersection(&before).copied().collect();
        let back: BTreeSet<u32> =
            now.iter().filter(|who| ever.contains(*who) && !before.contains(*who)).copied().collect();
        let amount = |who: &BTreeSet<u32>| sum(who.iter().map(|who| given[who]));
        years.push(GivingYear {
            year,
            amounts: [amount(&new), amount(&kept), amount(&back)],
            lost: before.difference(&now).copied().collect(),
            new_kept: now.intersection(&new_before).copied().collect(),
            new_before: std::mem::replace(&mut new_before, new.clone()),
            new,
            kept,
            back,
        });
        ever.extend(now.iter().copied());
        before = now;
    }
    years
}

/// Of those whose first year is the row: how many give in the year of the column (0 before).
pub fn cohorts(gifts: &[Gift]) -> (Vec<i32>, Vec<Vec<BTreeSet<u32>>>) {
    let years = years(gifts);
    let of: Vec<i32> = years.iter().map(|year| year.year).collect();
    let gives =
        |year: &GivingYear, who: &u32| year.new.contains(who) || year.kept.contains(who) || year.back.contains(who);
    let row = |first: &GivingYear| {
        years.iter().map(|year| first.new.iter().filter(|who| gives(year, who)).copied().collect()).collect()
    };
    (of, years.iter().map(row).collect())
}

/// Gini's coefficient of amounts above 0: Σ (2i − n − 1) xᵢ/(n Σ x), sorted.
pub fn gini(amounts: &[f64]) -> f64 {
    let mut sorted = amounts.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let parts = sorted.iter().enumerate().map(|(at, x)| (2.0 * (at as f64 + 1.0) - n - 1.0) * x);
    sum(parts) / (n * sum(sorted.iter().copied()))
}
