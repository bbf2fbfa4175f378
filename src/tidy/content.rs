//! What a column is: as declared, else by what most of its cells are.

use std::collections::BTreeSet;

use super::Content;
use super::cells::{Cell, Cells};
use crate::study::VariableKind;

/// A column is numbers, or dates, where more than this share of its cells are.
const MOSTLY: f64 = 0.8;

/// A column is categories where it has fewer distinct values than this share of its cells.
const DISTINCT: f64 = 0.5;

/// How many cells of a variable can be read as what, over all its columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    numbers: usize,
    dates: usize,
    bools: usize,
    texts: usize,
    words: usize,
    pairs: BTreeSet<Option<usize>>,
    distinct: BTreeSet<String>,
}

impl Tally {
    /// Adds the cells of a column.
    pub fn add(&mut self, cells: &Cells) {
        let mut times = vec![0; cells.texts.len()];
        for cell in &cells.cells {
            match cell {
                Cell::Missing | Cell::Error => {}
                Cell::Number(_) => self.numbers += 1,
                Cell::Date(_) => self.dates += 1,
                Cell::Bool(_) => self.bools += 1,
                Cell::Text(text) => times[*text as usize] += 1,
            }
        }
        for (word, times) in cells.texts.iter().zip(times) {
            self.pairs.insert(word.yes_no.map(|(pair, _)| pair));
            self.distinct.insert(word.text.clone());
            self.words += times;
            match (&word.number, word.date) {
                (Some(number), _) if !number.padded => self.numbers += times,
                (_, Some(_)) => self.dates += times,
                _ => self.texts += times,
            }
        }
    }

    fn filled(&self) -> usize {
        self.numbers + self.dates + self.bools + self.texts
    }

    /// Whether the cells do not speak against a kind that a known layout gives the variable.
    pub fn allows(&self, kind: VariableKind) -> bool {
        match decide(Some(kind), self) {
            Content::Text | Content::Category => true,
            Content::Date => 2 * self.dates >= self.filled(),
            Content::Number | Content::YesNo => 2 * (self.numbers + self.bools) >= self.filled(),
        }
    }

    /// What the variable is by its cells: numbers or dates where nearly all are, yes/no where every cell is a word of one
    /// pair or a logical value, else categories or text.
    fn inferred(&self) -> Content {
        let most = |count: usize| count as f64 > MOSTLY * self.filled() as f64;
        let one_pair = self.pairs.len() == 1 && !self.pairs.contains(&None);
        match self.filled() {
            0 => Content::Number,
            all if self.bools == all || one_pair && self.words == all => Content::YesNo,
            _ if most(self.numbers) => Content::Number,
            _ if most(self.dates) => Content::Date,
            all if (self.distinct.len() as f64) < DISTINCT * all as f64 => Content::Category,
            _ => Content::Text,
        }
    }
}

/// What a variable is.
pub(super) fn decide(declared: Option<VariableKind>, tally: &Tally) -> Content {
    match declared {
        Some(
            VariableKind::Count
            | VariableKind::Amount
            | VariableKind::Share
            | VariableKind::Scale
            | VariableKind::Number,
        ) => Content::Number,
        Some(VariableKind::YesNo) => Content::YesNo,
        Some(VariableKind::Category) => Content::Category,
        Some(VariableKind::Date) => Content::Date,
        Some(VariableKind::Text) => Content::Text,
        None => tally.inferred(),
    }
}
