//! The four cells of two groups at two times.

use std::collections::BTreeSet;

use crate::design::Arm;
use crate::estimate::{Estimate, Influence, OwnError, Sample, Spread, Term};
use crate::exhibit::{Cell, Column, Format, Table, TableRole};
use crate::math::elementary::hypot;
use crate::math::largest::Largest;
use crate::math::sums::{mean, squares_about_mean, variance};
use crate::phrase;
use crate::text::{Arg, Phrase, decimals_for};

/// Rows by group (took part, others) and time (before, after).
pub(super) struct Cells {
    rows: [[Vec<usize>; 2]; 2],
    pub(super) y: Vec<f64>,
}

impl Cells {
    /// # Errors
    /// Fewer than two answers in a cell, values that are not finite, or an outcome that does not vary.
    pub(super) fn of(sample: &Sample) -> Result<Cells, Phrase> {
        let mut rows: [[Vec<usize>; 2]; 2] = Default::default();
        for row in 0..sample.arm.len() {
            let (arm, time) = (usize::from(sample.arm[row] != Arm::Treated), usize::from(sample.period[row] > 0));
            rows[arm][time].push(row);
        }
        let y: Vec<f64> = sample.y.column(0).to_vec();
        let least = rows.iter().flatten().map(Vec::len).min().unwrap_or(0);
        if least < 2 {
            return Err(phrase!(
                "Of one of the two groups only {n} answered at one of the two times; at least 2 are needed",
                n = Arg::units(least)
            ));
        }
        let size = y.iter().fold(0.0, |size: f64, y| size.max(y.abs()));
        if y.iter().all(|value| (value - y[0]).abs() <= 16.0 * f64::EPSILON * size) {
            return Err(phrase!("The outcome is the same for every unit, so there is nothing to compare"));
        }
        Ok(Cells { rows, y })
    }

    /// Rows of a cell: group 0 took part, time 0 before.
    pub(super) fn at(&self, group: usize, time: usize) -> &[usize] {
        &self.rows[group][time]
    }

    fn values(&self, group: usize, time: usize) -> Vec<f64> {
        self.at(group, time).iter().map(|&row| self.y[row]).collect()
    }

    pub(super) fn mean(&self, group: usize, time: usize) -> f64 {
        mean(&self.values(group, time))
    }

    pub(super) fn change(&self, group: usize) -> f64 {
        self.mean(group, 1) - self.mean(group, 0)
    }

    /// s²/n and n of each cell, took part first, before first.
    pub(super) fn errors(&self) -> Vec<(f64, f64)> {
        let cells = [(0, 0), (0, 1), (1, 0), (1, 1)].map(|(group, time)| {
            let values = self.values(group, time);
            (variance(&values) / values.len() as f64, values.len() as f64)
        });
        cells.to_vec()
    }

    /// Pooled standard deviation within the cells.
    pub(super) fn within(&self) -> Option<f64> {
        let squares: f64 =
            [(0, 0), (0, 1), (1, 0), (1, 1)].iter().map(|&(g, t)| squares_about_mean(&self.values(g, t))).sum();
        let sd = (squares / (self.y.len() as f64 - 4.0)).sqrt();
        (sd > 0.0 && sd.is_finite()).then_some(sd)
    }

    /// How many units answered in each group, at either time.
    fn units(&self, sample: &Sample) -> (usize, usize) {
        let count = |group: usize| {
            let rows = self.rows[group].iter().flatten();
            rows.map(|&row| sample.unit[row]).collect::<BTreeSet<u32>>().len()
        };
        (count(0), count(1))
    }

    /// Whether someone answered both times.
    pub(super) fn repeated(&self, sample: &Sample) -> bool {
        let (took_part, others) = self.units(sample);
        took_part + others < self.y.len()
    }

    /// An estimate with everything that the cells say by themselves.
    pub(super) fn estimate(&self, sample: &Sample, method: Phrase, terms: Vec<Term>, spread: Spread) -> Estimate {
        let n = self.units(sample);
        Estimate {
            method,
            terms,
            headline: 0,
            of_changes: true,
            n,
            effective: (n.0 as f64, n.1 as f64),
            scale: self.within().map(|sd| (sd, phrase!("pooled standard deviation of the outcome"))),
            within: self.within(),
            signs: None,
            companions: Vec::new(),
            middle: None,
            tables: vec![self.table()],
            figures: Vec::new(),
            notes: Vec::new(),
            spread,
        }
    }

    fn table(&self) -> Table {
        let size = self.y.iter().fold(0.0, |size: f64, y| size.max(y.abs()));
        let number = |key, title| Column::new(key, title, Format::Number(decimals_for(size) as u8));
        let columns = vec![
            Column::new("arm", phrase!("Group"), Format::Text),
            Column::new("n_before", phrase!("Answered before"), Format::Count),
            Column::new("n_after", phrase!("Answered after"), Format::Count),
            number("before", phrase!("Mean before")),
            number("after", phrase!("Mean after")),
            number("change", phrase!("Difference of the means")),
        ];
        let mut table = Table::new(TableRole::Estimate("surveys".into()), phrase!("Means before and after"), columns);
        let errors: Vec<f64> = self.errors().iter().map(|(variance, _)| variance.sqrt()).collect();
        let yes = self.y.iter().all(|value| [0.0, 1.0].contains(value));
        for (group, name) in [(0, phrase!("Took part")), (1, phrase!("Did not take part"))] {
            let cell = |time: usize| {
                let values = self.values(group, time);
                let largest = Largest::of(values.iter().copied());
                let cell = Cell::magnitude(mean(&values), values.len()).with_error(errors[2 * group + time]);
                if yes { cell.of_total(largest).of_yes() } else { cell.of_total(largest) }
            };
            let (before, after) = (self.at(group, 0).len(), self.at(group, 1).len());
            let change = Cell::magnitude(self.change(group), before.min(after))
                .with_error(hypot(errors[2 * group], errors[2 * group + 1]));
            table.push(vec![
                Cell::phrase(name),
                Cell::count_here(before),
                Cell::count_here(after),
                cell(0),
                cell(1),
                change,
            ]);
        }
        table
    }
}

/// Influence values by what hangs together: units, or the first way in which declared clusters hold them; and how they are read.
///
/// # Errors
/// Several ways, or fewer than two clusters.
pub(super) fn by_label(
    sample: &Sample,
    psi: ndarray::Array2<f64>,
    alone: OwnError,
) -> Result<(Influence, OwnError), Phrase> {
    let ways = sample.ways();
    let labels = match ways[..] {
        [] => return Ok((Influence { unit: sample.unit.clone(), psi }, alone)),
        [way] => way.to_vec(),
        _ => return Err(phrase!("Units hang together in several ways, and this estimate knows errors by one only")),
    };
    let clusters = labels.iter().collect::<BTreeSet<_>>().len();
    if clusters < 2 {
        return Err(phrase!("There {n?is|are} {n} {n?cluster|clusters}; at least 2 are needed", n = clusters));
    }
    let g = clusters as f64;
    let kind = phrase!("{kind}, by {n} clusters", kind = alone.kind, n = clusters);
    Ok((Influence { unit: labels, psi }, OwnError { small_sample: g / (g - 1.0), df: g - 1.0, kind }))
}
