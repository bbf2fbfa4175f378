//! How the weights spread.

use crate::exhibit::{Audience, Cell, Column, Format, Table, TableId, TableRole};
use crate::math::quantile::quantile_sorted;
use crate::math::sums::{effective_size, sum};
use crate::phrase;
use crate::text::{Arg, Phrase};

/// Units whose share of the weight is told.
const HEAVIEST: usize = 10;
/// Share of the weight of a group that its heaviest units should not have.
const HEAVY: f64 = 0.5;

fn of_arm(treated: &[bool], weight: &[f64], arm: bool) -> Vec<f64> {
    let own = treated.iter().zip(weight).filter(|&(&treated, &weight)| treated == arm && weight > 0.0);
    let mut own: Vec<f64> = own.map(|(_, &weight)| weight).collect();
    own.sort_unstable_by(f64::total_cmp);
    own
}

/// Share of the weight that the heaviest units of a group have.
fn share_of_heaviest(sorted: &[f64]) -> f64 {
    sum(sorted.iter().rev().take(HEAVIEST).copied()) / sum(sorted.iter().copied())
}

/// `<question>/weights`: quantiles of the weights of each group in multiples of their mean, for the house.
pub fn table(question: &str, treated: &[bool], weight: &[f64]) -> Table {
    let number = |key: &str, title: Phrase| Column::new(key, title, Format::Number(3));
    let mut columns = vec![
        Column::new("arm", phrase!("Group"), Format::Text),
        Column::new("n", phrase!("Units"), Format::Count),
        Column::new("effective", phrase!("As informative as"), Format::Number(1)),
        number("least", phrase!("Smallest weight")),
        number("quarter", phrase!("A quarter below")),
        number("median", phrase!("Half below")),
        number("three_quarters", phrase!("Three quarters below")),
        number("p95", phrase!("95% below")),
        number("largest", phrase!("Largest weight")),
        Column::new("heaviest", phrase!("Share of the ten heaviest"), Format::Percent(1)),
    ];
    columns.iter_mut().for_each(|column| column.audience = Audience::Internal);
    let role = TableRole::Estimate("weights".into());
    let mut table = Table::new(TableId::of(question, role), phrase!("How the weights spread"), columns);
    for (name, arm) in [(phrase!("Took part"), true), (phrase!("Did not take part"), false)] {
        let own = of_arm(treated, weight, arm);
        let mean = sum(own.iter().copied()) / own.len() as f64;
        let at = |p| Cell::statistic(quantile_sorted(&own, p) / mean).with_n(own.len());
        let mut row = vec![Cell::phrase(name), Cell::count_here(own.len())];
        row.push(Cell::statistic(effective_size(&own)).with_n(own.len()));
        row.extend([0.0, 0.25, 0.5, 0.75, 0.95, 1.0].map(at));
        row.push(Cell::statistic(share_of_heaviest(&own)).with_n(own.len()));
        table.push(row);
    }
    table.notes.push(phrase!("Weights are told in multiples of the mean weight of the group"));
    table
}

/// Warns of a group most of whose weight few units have.
pub fn heavy(treated: &[bool], weight: &[f64]) -> Vec<Phrase> {
    let of = |arm: bool| {
        let own = of_arm(treated, weight, arm);
        let share = share_of_heaviest(&own);
        (own.len() > 2 * HEAVIEST && share > HEAVY).then_some(share)
    };
    let said = |(share, treated): (f64, bool)| {
        let share = Arg::Percent(share, 0);
        match treated {
            true => phrase!(
                "Of those who took part, the ten of the largest weight have {share} of all weight: the answer hangs on few",
                share = share
            ),
            false => phrase!(
                "Of the others, the ten of the largest weight have {share} of all weight: the answer hangs on few",
                share = share
            ),
        }
    };
    [true, false].into_iter().filter_map(|arm| of(arm).map(|share| said((share, arm)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_heavy_units_are_told() {
        let treated: Vec<bool> = (0..60).map(|i| i < 10).collect();
        let even = vec![1.0; 60];
        assert!(heavy(&treated, &even).is_empty());
        let uneven: Vec<f64> = (0..60).map(|i| if i >= 55 { 100.0 } else { 1.0 }).collect();
        assert_eq!(heavy(&treated, &uneven).len(), 1);
        let table = table("q", &treated, &uneven);
        assert_eq!(table.cell(0, "effective").unwrap().number(), Some(10.0));
        assert!((table.cell(1, "heaviest").unwrap().number().unwrap() - 505.0 / 545.0).abs() < 1e-12);
    }
}
