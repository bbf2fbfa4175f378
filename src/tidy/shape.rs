//! From the columns of the sources to variables by unit, and by unit and period.

use indexmap::IndexMap;

use super::cells::values::Values;
use crate::panel::{Data, StoredColumns};

/// The values of one variable: for the unit itself (no period), and at each period where it was observed.
pub(super) type Shaped = IndexMap<Option<u32>, Placed>;

/// Values by unit, and where they come from.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// One value for each unit.
    pub values: Values,
    /// Name of the source, which its parts share.
    pub of: String,
    /// Index of the source.
    pub source: u16,
    /// 0-based sheet column.
    pub col: u32,
    /// Whether it is part of the unit's id.
    pub part: bool,
}

/// Puts the values of rows at their units; units without a row have none. `targets` has the units of each row: none for a row
/// that is not to be taken, several for one that describes several units.
pub(super) fn scatter<'t>(values: &Values, targets: impl Fn(usize) -> &'t [u32], units: usize) -> Values {
    match values {
        Values::Numbers(numbers) => {
            let mut out = vec![f64::NAN; units];
            place(numbers, targets, &mut out);
            Values::Numbers(out)
        }
        Values::Strings { levels, codes } => {
            let mut out = vec![u32::MAX; units];
            place(codes, targets, &mut out);
            Values::Strings { levels: levels.clone(), codes: out }
        }
    }
}

fn place<'t, T: Copy>(values: &[T], targets: impl Fn(usize) -> &'t [u32], out: &mut [T]) {
    for (row, &value) in values.iter().enumerate() {
        targets(row).iter().for_each(|&unit| out[unit as usize] = value);
    }
}

/// The values of these variables, one for each unit, as the panel stores them.
pub(super) fn stored<'v>(columns: impl Iterator<Item = (&'v str, &'v Values)>) -> StoredColumns {
    columns.map(|(name, values)| (name.to_string(), data(values))).collect()
}

fn data(values: &Values) -> Data {
    match values {
        Values::Numbers(numbers) => Data::Number(numbers.as_slice().into()),
        Values::Strings { levels, codes } => Data::category(levels, codes),
    }
}
