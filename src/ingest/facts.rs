//! What a sheet says of its cells besides their values.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// At most so many cells of a kind are remembered: a sheet that has more is made to do harm.
const MOST: usize = 4_000_000;

/// Cells that are joined into one: 0-based rows and columns, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Merge {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
    pub right: u32,
}

/// What a sheet says of its cells; rows and columns are 0-based.
#[derive(Debug, Default)]
pub(super) struct SheetFacts {
    /// Joined cells, by their first row and column.
    pub merges: Vec<Merge>,
    /// Rows that are not shown, ascending.
    pub hidden_rows: Vec<u32>,
    /// First and last columns that are not shown.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Whether a filter is set.
    pub filtered: bool,
    /// Formulas whose result is not stored.
    pub unstored: Vec<(u32, u32)>,
    /// Formulas whose stored result is 0.
    pub zeros: Vec<(u32, u32)>,
    /// For each column, how many formulas it has.
    pub formulas: Vec<u32>,
    /// Cells of whose text a part is struck out.
    pub partly_struck: Vec<(u32, u32)>,
    /// Cells that are struck out.
    pub struck: Vec<(u32, u32)>,
    /// Texts and numbers that stand under joined cells, where nobody sees them.
    pub covered: Vec<(u32, u32)>,
}

impl SheetFacts {
    /// Puts what was found in order. In a workbook that programs ask to be calculated when it is opened, a column of formulas that
    /// are all 0 has not been calculated.
    pub fn settled(mut self, calculated_on_load: bool) -> SheetFacts {
        self.merges.sort_unstable();
        self.hidden_rows.sort_unstable();
        if calculated_on_load {
            let mut zeros = vec![0_u32; self.formulas.len()];
            self.zeros.iter().for_each(|&(_, col)| zeros[col as usize] += 1);
            let all_zero = |col: u32| zeros[col as usize] == self.formulas[col as usize];
            self.unstored.extend(self.zeros.iter().filter(|(_, col)| all_zero(*col)));
        }
        self.unstored.sort_unstable();
        self
    }
}

/// Adds a cell to a list, unless it is full.
pub(crate) fn add<T>(list: &mut Vec<T>, item: T) {
    if list.len() < MOST {
        list.push(item);
    }
}

/// Shared strings of which something is struck out, by their position.
#[derive(Clone, Debug, Default)]
pub(crate) struct StruckStrings {
    pub partly: BTreeSet<u32>,
    pub wholly: BTreeSet<u32>,
}

#[derive(Default)]
struct SheetScan {
    wrong_address: bool,
    facts: Option<SheetFacts>,
    strings: StruckStrings,
    calculated_on_load: bool,
    /// Counts the parts that were opened.
    part: u64,
}

/// What was seen of the parts of a workbook on their way to the parser.
#[derive(Clone, Default)]
pub(super) struct Watch(Arc<Mutex<SheetScan>>);

impl Watch {
    /// For a workbook that programs may have asked to be calculated when it is opened.
    pub fn new(calculated_on_load: bool) -> Watch {
        Watch(Arc::new(Mutex::new(SheetScan { calculated_on_load, ..SheetScan::default() })))
    }

    fn seen(&self) -> MutexGuard<'_, SheetScan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the sheet that was seen last.
    pub fn forget(&self) {
        let mut seen = self.seen();
        (seen.wrong_address, seen.facts) = (false, None);
    }

    /// What was seen of the sheet.
    pub fn facts(&self) -> SheetFacts {
        self.seen().facts.take().unwrap_or_default()
    }

    /// Whether an address was one that no sheet has.
    pub fn is_wrong(&self) -> bool {
        self.seen().wrong_address
    }

    /// Notes such an address.
    pub fn wrong(&self) {
        self.seen().wrong_address = true;
    }

    pub(crate) fn begin_part(&self) -> (u64, StruckStrings) {
        let mut seen = self.seen();
        seen.part += 1;
        (seen.part, seen.strings.clone())
    }

    pub(crate) fn saw_strings(&self, strings: &StruckStrings) {
        self.seen().strings.clone_from(strings);
    }

    /// Takes what was seen of a sheet, unless another part was opened since.
    pub(crate) fn saw_sheet(&self, part: u64, facts: SheetFacts) {
        let mut seen = self.seen();
        if seen.part == part {
            seen.facts = Some(facts.settled(seen.calculated_on_load));
        }
    }
}
