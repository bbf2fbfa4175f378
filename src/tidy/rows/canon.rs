//! The order of units and periods.

use std::sync::Arc;

use indexmap::IndexSet;

use super::table::{Names, Row};
use crate::notation::chronology::{in_order, tell_their_order};
use crate::notation::{natural, period_name};
use crate::study::Study;

/// Units and periods in canonical order.
pub(in crate::tidy) struct Canon {
    pub units: Arc<[String]>,
    /// Of each unit in the order of first appearance: its canonical index.
    pub unit_at: Vec<u32>,
    pub periods: Vec<String>,
    pub period_at: Vec<u32>,
}

impl Canon {
    /// Units in natural order. Periods in that of time, where their names tell it; otherwise those that the study names come first, in its order, then the others in natural order.
    pub fn of(names: &Names, study: &Study) -> Canon {
        let (units, unit_at) = sorted(&names.units, natural);
        let said: Vec<String> = study
            .sources
            .iter()
            .filter_map(|source| source.period.as_ref())
            .map(|period| period_name(&period.value))
            .collect();
        let told = tell_their_order(names.periods.iter());
        let rank =
            |period: &str| if told { 0 } else { said.iter().position(|said| said == period).unwrap_or(said.len()) };
        let time = in_order(names.periods.iter());
        let (periods, period_at) = sorted(&names.periods, |a, b| rank(a).cmp(&rank(b)).then_with(|| time(a, b)));
        Canon { units: units.into(), unit_at, periods, period_at }
    }

    /// The place of a period by its name.
    pub fn named(&self, period: &str) -> Option<u32> {
        self.periods.iter().position(|known| known == period).map(|at| at as u32)
    }

    pub fn period(&self, row: &Row) -> Option<u32> {
        row.period.map(|period| self.period_at[period as usize])
    }

    /// Rank of each unit in the order of first appearance.
    pub fn file_order(&self) -> Vec<u32> {
        let mut rank = vec![0; self.unit_at.len()];
        self.unit_at.iter().enumerate().for_each(|(first, &at)| rank[at as usize] = first as u32);
        rank
    }
}

/// Names in an order, and of each name its place in it.
fn sorted(names: &IndexSet<String>, compare: impl Fn(&str, &str) -> std::cmp::Ordering) -> (Vec<String>, Vec<u32>) {
    let all: Vec<&String> = names.iter().collect();
    let mut order: Vec<u32> = (0..all.len() as u32).collect();
    order.sort_by(|&a, &b| compare(all[a as usize], all[b as usize]));
    let mut place = vec![0; all.len()];
    order.iter().enumerate().for_each(|(at, &first)| place[first as usize] = at as u32);
    (order.iter().map(|&first| all[first as usize].clone()).collect(), place)
}
