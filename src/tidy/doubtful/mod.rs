//! One column, one measure: values that a column holds beside those of its kind. Each is asked about before a number leaves.
//!
//! Where single cells are the matter they count as missing until a person decides; where the whole column is, the study must say
//! what it means, and that is an error as soon as a question uses the variable.

pub(super) mod case;
mod clocks;
mod codes;
mod currencies;
mod dates;
mod dots;
mod shares;
mod steps;
mod thousands;
mod two_scales;

use crate::tidy::spelling::Usage;
use case::{Case, CellQuestion};

use super::cells::values::Converted;
use crate::diag::{Place, Sink};
use crate::ingest::decisions::Given;
use crate::panel::Content;

pub(super) use currencies::{RowCurrencies, beside, chosen_by, of_currencies, only as only_currency};

/// Asks about everything that is doubtful, and takes doubtful cells out of the values. Gives what may have been meant: index of the
/// column, of the kept row, and the value.
pub(super) fn look(case: &Case<'_>, converted: &mut [Converted], sink: &mut Sink) -> Vec<(usize, u32, Given)> {
    let asked: Vec<CellQuestion> = dates::look(case).filter(|_| case.usage > Usage::Unmentioned).into_iter().collect();
    let mut offered = apply(case, asked, converted, sink);
    let numbers = case.sense.content == Content::Number;
    for look in [clocks::look, dots::look, currencies::look, shares::look, codes::look, steps::look, thousands::look] {
        if numbers {
            let asked = look(case, converted);
            offered.extend(apply(case, asked, converted, sink));
        }
    }
    offered
}

/// Whether nearly all cells of a variable say themselves, by a sign or their number format, that they are shares of 1.
pub(super) fn are_shares(case: &Case<'_>, converted: &[Converted]) -> bool {
    shares::are_marked(case, converted)
}

fn apply(
    case: &Case<'_>,
    asked: Vec<CellQuestion>,
    converted: &mut [Converted],
    sink: &mut Sink,
) -> Vec<(usize, u32, Given)> {
    let mut offered = Vec::new();
    for CellQuestion { problem, cells, missing } in asked {
        let places: Vec<Place> = cells.iter().map(|&(at, _)| case.place(at)).collect();
        sink.push(problem.at_all(places));
        for ((column, row), meant) in cells {
            if missing {
                converted[column].take_out(row);
            }
            offered.extend(meant.map(|meant| (column, row, meant)));
        }
    }
    offered
}
