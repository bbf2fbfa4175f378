//! Tables of which nobody can be sure what their rows are about: somebody has to choose.

use std::collections::BTreeSet;

use super::glance::Glance;
use super::heading::{self, names};
use super::unit::{LEFT, Looking, SOME, UnitGuess, UnitRows, key};

/// Of a hundred rows of a table of groups, so many are told apart by the words in them; the others are notes or totals.
const NEARLY_GROUPS: usize = 90;

/// Bands of ages or amounts stand in so many rows each, on average.
const COMES_AGAIN: usize = 3;

/// A column with more different texts than these may say who a row is about.
const MANY: usize = 20;

/// So does one in which so many of a hundred cells have a text of their own.
const VARIED: usize = 30;

/// Columns that may say who or what a row is about where nobody can be sure: numbers of registers, names, and texts of many kinds;
/// where there are some, also the words to the left that say it together with these.
pub fn choices(columns: &[Glance]) -> Vec<usize> {
    let likely: Vec<usize> = (0..columns.len()).filter(|&column| may_be_chosen(&columns[column])).collect();
    if likely.is_empty() {
        return likely;
    }
    let beside = |&column: &usize| likely.contains(&column) || column < LEFT && is_word(&columns[column]);
    let mut all: Vec<usize> = (0..columns.len()).filter(beside).collect();
    all.sort_by_key(|&column| (!columns[column].is_corporate(), column));
    all
}

fn may_be_chosen(glance: &Glance) -> bool {
    let heading = &glance.heading;
    let many = glance.values.len() > MANY || glance.variety() >= VARIED;
    let called = names(heading).is_some() && many;
    glance.is_corporate() || (called || is_word(glance) && (many || heading::is_nameless(heading))) && !is_aside(glance)
}

/// Whether a column holds words that several rows may share, and is no remark, place or point in time.
fn is_word(glance: &Glance) -> bool {
    let texts = 2 * glance.texts.len() > glance.values.len() && !glance.is_measured() && !glance.is_days();
    texts && glance.values.len() > 1 && !is_aside(glance)
}

fn is_aside(glance: &Glance) -> bool {
    let heading = &glance.heading;
    heading::is_remark(heading)
        || heading::is_link(heading)
        || heading::is_attribute(heading) && !heading::is_address(heading)
        || heading::is_period(heading)
        || glance.is_link()
        || glance.is_prose()
}

/// Whether a column holds what somebody said in words of their own, or when: no table of groups has one.
fn is_said(glance: &Glance) -> bool {
    let heading = &glance.heading;
    heading::is_stamp(heading) || heading::is_remark(heading) || glance.is_prose() || glance.is_unique()
}

impl Looking<'_> {
    /// Whether one of two columns names questions, and what stands beside them are answers of several kinds.
    pub(super) fn is_long(&self, pair: [usize; 2]) -> bool {
        let asks = pair.into_iter().any(|column| heading::is_question(&self.columns[column].heading));
        let others = (0..self.columns.len()).filter(|column| !pair.contains(column));
        let others: Vec<usize> = others.filter(|&column| self.columns[column].filled > 0).collect();
        let mixed = |&column: &usize| {
            let glance = &self.columns[column];
            let written = |text: &String| text.parse::<f64>().is_ok();
            let numbers = glance.numbers > 0 || glance.texts.keys().any(written);
            numbers && glance.texts.keys().any(|text| !written(text))
        };
        asks && others.len() == 1 && others.iter().all(mixed)
    }

    /// A table of groups: its few columns of words tell the rows apart together, and all others are numbers. Where a few rows are
    /// told apart by nothing, or no column says anything, somebody has to look.
    pub(super) fn groups(&self) -> Option<UnitGuess> {
        // Bands such as 15 - 24 are words that come again.
        let is_label = |&column: &usize| {
            let glance = &self.columns[column];
            glance.numbers == 0 && (!glance.is_measured() || COMES_AGAIN * glance.values.len() <= glance.filled)
        };
        let is_number = |&column: &usize| {
            let glance = &self.columns[column];
            glance.is_measured() || 2 * glance.numbers > glance.filled
        };
        let filled = |&column: &usize| 2 * self.columns[column].filled > self.columns[column].empty;
        let (labels, others): (Vec<usize>, Vec<usize>) = (0..self.columns.len()).filter(filled).partition(is_label);
        let measured = !others.is_empty() && others.iter().all(is_number);
        let rows = self.table.rows.len();
        if !measured || rows < SOME || labels.len() > LEFT {
            return None;
        }
        let open = || Some(UnitGuess { columns: Vec::new(), period: None, rows: UnitRows::Open });
        match labels.len() {
            0 => others.iter().any(|&column| self.columns[column].heading.ends_with("(2)")).then(open)?,
            1 => None,
            _ if labels.iter().any(|&column| is_said(&self.columns[column])) => None,
            _ if labels.iter().all(|&column| self.is_side(column)) && self.tells(&labels) => {
                Some(UnitGuess { columns: labels, period: None, rows: UnitRows::Own })
            }
            _ => (100 * self.combinations(&labels) >= NEARLY_GROUPS * rows).then(open)?,
        }
    }

    /// How many different combinations of values columns have.
    fn combinations(&self, columns: &[usize]) -> usize {
        let cells = |row: usize| columns.iter().map(|&column| key(self.table.get(row, column))).collect::<Vec<_>>();
        (0..self.table.rows.len()).map(cells).collect::<BTreeSet<_>>().len()
    }

    /// Where no column says it: answers that people give are each somebody's; of other rows somebody has to say what they are.
    pub(super) fn nobody(&self) -> UnitGuess {
        let is_answer = |glance: &&Glance| heading::is_answer(&glance.heading) || heading::is_stamp(&glance.heading);
        let answered = self.columns.iter().any(|glance| is_answer(&glance));
        let rows = if answered || choices(self.columns).is_empty() { UnitRows::Nobody } else { UnitRows::Open };
        UnitGuess { columns: Vec::new(), period: None, rows }
    }
}
