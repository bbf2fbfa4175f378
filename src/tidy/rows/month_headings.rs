//! Headings that are months and nothing else: `4月`, `5月`, `Apr`.

use std::collections::{BTreeMap, BTreeSet};

use crate::ingest::Heading;
use crate::notation::months::{month_name, month_number};
use crate::notation::years::without_mark;
use crate::text::even;

/// So many months stand side by side before headings are taken as such: May is a name, too.
const MONTHS: usize = 3;

/// The periods of headings that are months and nothing else, by column: of the year that is said around the table, else as they are
/// written. Without a year, months that begin again have no order.
pub(in crate::tidy) fn months(
    headings: &[Heading],
    columns: &[usize],
    year: impl Fn() -> Option<i32>,
) -> BTreeMap<usize, String> {
    let month = |column: &usize| Some((*column, month_number(without_mark(&headings[*column].leaf))?));
    let found: Vec<(usize, u32)> = columns.iter().filter_map(month).collect();
    let distinct = found.iter().map(|(_, month)| month).collect::<BTreeSet<_>>().len();
    // The months of each group of headings come in the same order.
    let wraps = found.windows(2).filter(|pair| pair[1].1 < pair[0].1).count();
    if distinct < MONTHS || distinct < found.len() && wraps + 1 != found.len() / distinct {
        return BTreeMap::new();
    }
    let begins = found[0].1;
    match year() {
        Some(year) => {
            let of = |month: u32| month_name((year + i32::from(month < begins), month));
            found.into_iter().map(|(column, month)| (column, of(month))).collect()
        }
        None if found.iter().all(|(_, month)| *month >= begins) => {
            let written = |column: usize| even(without_mark(&headings[column].leaf)).trim().to_string();
            found.into_iter().map(|(column, _)| (column, written(column))).collect()
        }
        None => BTreeMap::new(),
    }
}
