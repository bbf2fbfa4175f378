//! Times of the day before and after midnight in one column: 23:30 and 0:10 are forty minutes apart, and as numbers twenty-three hours.

use super::case::{Case, CellIndex, CellQuestion};
use crate::ingest::decisions::Given;
use crate::tidy::cells::unreadable::settle;
use crate::tidy::cells::values::Converted;
use crate::tidy::spelling::Usage;
use crate::{notation, phrase};

/// Hours of the evening, from here on.
const EVENING: f64 = 20.0;

/// Hours of the night, up to here.
const NIGHT: f64 = 5.0;

/// One time in so many at most lies in the day.
const BY_DAY: usize = 10;

/// Cells that a message quotes.
const QUOTED: usize = 3;

/// Asks how times after midnight are meant, where nearly all are of the evening and the night.
pub(super) fn look(case: &Case<'_>, converted: &[Converted]) -> Vec<CellQuestion> {
    if !case.moments || case.usage < Usage::Asked {
        return Vec::new();
    }
    let times: Vec<(CellIndex, f64)> = case.open(converted).collect();
    let late = times.iter().filter(|(_, hours)| *hours >= EVENING).count();
    let night: Vec<(CellIndex, f64)> = times.iter().filter(|(_, hours)| *hours < NIGHT).copied().collect();
    let day = times.len() - late - night.len();
    if late == 0 || night.is_empty() || BY_DAY * day > times.len() {
        return Vec::new();
    }
    let list: Vec<String> = night.iter().take(QUOTED).map(|(_, hours)| notation::as_clock(*hours)).collect();
    let message = phrase!(
        "`{name}` has times of the evening ({late}) and times after midnight ({n}: {list}), which as numbers lie a day apart: their mean and their differences would be wrong",
        name = case.name,
        late = late,
        n = night.len(),
        list = list
    );
    let meant = |(at, hours): (CellIndex, f64)| (at, Some(Given::Text(notation::as_clock(hours + 24.0))));
    let problem = case.grave("across-midnight", message).hint(settle());
    vec![CellQuestion { problem, cells: night.into_iter().map(meant).collect(), missing: true }]
}
