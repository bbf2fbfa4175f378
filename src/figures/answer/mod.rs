//! Answers → what charts show: the numbers of a case, drawn from the data and the comparison.

mod case;
mod course;
mod each;
mod gaps;
mod members;
mod mix;
mod scale;

use crate::exhibit::{Figure, Table};

pub use case::AnsweredOutcome;
pub use gaps::of_missing;
pub use members::{MemberCounts, counted, members};
pub use mix::of_income_mixes;

/// The charts of an outcome: over time, on its scale, case by case.
pub fn of_outcome(case: &AnsweredOutcome<'_>) -> Vec<(Table, Figure)> {
    let charts = [course::over_time(case), scale::likert(case)];
    charts.into_iter().flatten().chain(each::each(case)).collect()
}
