//! The number formats of the cells of a sheet, as runs down its columns: most columns have one format.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::style::{PLAIN, Shown};

/// Formats of the numbers and dates on a sheet. Of a column that is plain throughout nothing is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Formats {
    /// Different formats.
    pub(super) ways: Vec<Shown>,
    /// By sheet column: the sheet rows from which on another format holds, with its position in `ways`.
    pub(super) runs: BTreeMap<u32, Vec<(u32, u16)>>,
}

impl Formats {
    /// The format of a cell by its 0-based row and column of the sheet.
    pub(crate) fn at(&self, row: u32, col: u32) -> Option<&Shown> {
        let runs = self.runs.get(&col)?;
        let (_, way) = runs[..runs.partition_point(|&(start, _)| start <= row)].last()?;
        self.ways.get(usize::from(*way))
    }

    /// Whether anything is known of a column of the sheet.
    pub(crate) fn says_of(&self, col: u32) -> bool {
        self.runs.contains_key(&col)
    }
}

/// Formats of a sheet that is read from top to bottom.
#[derive(Debug, Default)]
pub(super) struct FormatsBuilder {
    formats: Formats,
    /// The format that holds at the end of each sheet column.
    last: Vec<u16>,
    /// For each style of the workbook, the position of its format.
    by_style: Vec<u16>,
}

impl FormatsBuilder {
    /// A builder for the styles of a workbook.
    pub fn new(styles: impl Iterator<Item = Shown>) -> FormatsBuilder {
        let mut ways = vec![PLAIN.clone()];
        let position = |shown: Shown| match ways.iter().position(|known| *known == shown) {
            Some(at) => at as u16,
            None if ways.len() > usize::from(u16::MAX) => 0,
            None => {
                ways.push(shown);
                (ways.len() - 1) as u16
            }
        };
        let by_style = styles.map(position).collect();
        FormatsBuilder { formats: Formats { ways, runs: BTreeMap::new() }, last: Vec::new(), by_style }
    }

    /// Notes the style of a number.
    pub fn note(&mut self, row: u32, col: u32, style: usize) {
        let way = self.by_style.get(style).copied().unwrap_or(0);
        if self.last.get(col as usize).copied().unwrap_or(0) != way {
            self.change(row, col, way);
        }
    }

    fn change(&mut self, row: u32, col: u32, way: u16) {
        let at = col as usize;
        if at >= self.last.len() {
            self.last.resize(at + 1, 0);
        }
        self.last[at] = way;
        self.formats.runs.entry(col).or_default().push((row, way));
    }

    /// The formats. Where rows came out of order nothing is said of any.
    pub fn finish(self, in_order: bool) -> Formats {
        if in_order && !self.formats.runs.is_empty() { self.formats } else { Formats::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::shown::FormatKind;

    #[test]
    fn a_format_holds_until_another_one_follows() {
        let percent = Shown { kind: FormatKind::Percent, thousands: 0 };
        let mut builder = FormatsBuilder::new([PLAIN.clone(), percent.clone(), percent.clone()].into_iter());
        [(1, 1), (2, 2), (5, 0), (9, 2)].into_iter().for_each(|(row, style)| builder.note(row, 3, style));
        builder.note(4, 2, 0);
        let formats = builder.finish(true);
        let is_percent = |row: u32| formats.at(row, 3) == Some(&percent);
        assert_eq!([0, 1, 2, 4, 5, 8, 9, 20].map(is_percent), [false, true, true, true, false, false, true, true]);
        assert!(formats.says_of(3) && !formats.says_of(2));
        assert_eq!(formats.runs[&3].len(), 3);
    }
}
