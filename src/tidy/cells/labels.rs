//! Numbers with labels in a column: which numbers they are, what each is called, and which of them stand for no answer.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{CellReading, Cells, Word};
use crate::notation::{self, Labelled, Ladders, fold};
use crate::study::VariableKind;

/// Steps of a scale at most, where only some of them are labelled.
const STEPS: usize = 11;

/// The labels of a variable.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::tidy) struct Labels {
    /// Numbers and what they are called, from the least; those that stand for no answer are not among them.
    pub named: Vec<(f64, String)>,
    /// Numbers that stand for no answer, and what they are called.
    pub unanswered: Vec<(f64, String)>,
}

/// What the columns of a variable hold beside words.
#[derive(Default)]
struct LabelCounts<'c> {
    labelled: BTreeMap<&'c str, (&'c Labelled, usize)>,
    /// Bare numbers, and how many cells they stand in.
    bare: Vec<f64>,
    bare_cells: usize,
    others: usize,
}

impl Labels {
    /// The labels of a variable, where its numbers are labelled throughout: every label has one number, every number at most one
    /// label, and what has no label is such a number. Where every cell has a label, these may be names of categories: they are
    /// numbers where the words are steps of a scale, where the study says so, or where an outcome is `asked` of them.
    pub fn of(columns: &[Cells], declared: Option<VariableKind>, asked: bool, ladders: &Ladders) -> Option<Labels> {
        let wanted = match declared {
            Some(VariableKind::Text | VariableKind::Date | VariableKind::YesNo) => false,
            Some(VariableKind::Category) => asked,
            _ => true,
        };
        if !wanted || columns.iter().all(|cells| cells.texts.iter().all(|word| word.labelled.is_none())) {
            return None;
        }
        let found = LabelCounts::of(columns);
        let labels = found.labels(declared)?;
        let numeric = declared.is_some_and(|kind| kind != VariableKind::Category) || asked;
        let few = found.bare_cells == 0 && !numeric && !found.is_ladder(ladders);
        (found.is_throughout() && !few && found.is_scale(&labels, declared)).then_some(labels)
    }

    /// The number of a text, and whether it stands for no answer; nothing for other texts.
    pub fn number(&self, word: &Word) -> Option<(f64, bool)> {
        let of_label = || {
            let folded = fold(&word.text);
            self.named.iter().find(|(_, label)| fold(label) == folded).map(|(number, _)| *number)
        };
        let bare = || word.number.as_ref().map(|reading| reading.value);
        let number = word.labelled.as_ref().map(|labelled| labelled.number).or_else(bare).or_else(of_label)?;
        Some((number, self.is_unanswered(number)))
    }

    /// Whether a number stands for no answer.
    pub fn is_unanswered(&self, number: f64) -> bool {
        self.unanswered.iter().any(|(known, _)| *known == number)
    }
}

impl<'c> LabelCounts<'c> {
    fn of(columns: &'c [Cells]) -> LabelCounts<'c> {
        let mut found = LabelCounts::default();
        for cells in columns {
            let mut times = vec![0; cells.texts.len()];
            for cell in &cells.cells {
                match cell {
                    CellReading::Number(value) => found.bare(*value, 1),
                    CellReading::Text(text) => times[*text as usize] += 1,
                    CellReading::Date(_) | CellReading::Bool(_) | CellReading::Clock(_) => found.others += 1,
                    CellReading::Missing | CellReading::Absent(_) | CellReading::Error | CellReading::NoDay(_) => {}
                }
            }
            for (word, times) in cells.texts.iter().zip(times) {
                found.word(word, times);
            }
        }
        found
    }

    fn bare(&mut self, value: f64, times: usize) {
        self.bare_cells += times;
        // More different numbers than these are no scale, whatever they are.
        if self.bare.len() <= 200 && !self.bare.contains(&value) {
            self.bare.push(value);
        }
    }

    fn word(&mut self, word: &'c Word, times: usize) {
        match (&word.labelled, &word.number) {
            (Some(labelled), _) => self.labelled.entry(&word.text).or_insert((labelled, 0)).1 += times,
            (None, Some(number)) if !number.padded => self.bare(number.value, times),
            _ if notation::is_unknowing(&word.text) => {}
            _ => self.others += times,
        }
    }

    /// Each label with its number; nothing where a number has two labels, or a label two numbers.
    fn labels(&self, declared: Option<VariableKind>) -> Option<Labels> {
        let mut labels = Labels::default();
        let (mut by_label, mut by_number): (BTreeMap<String, f64>, BTreeMap<i64, String>) = Default::default();
        for (labelled, _) in self.labelled.values() {
            let folded = fold(&labelled.label);
            let other = |known: Option<f64>| known.is_some_and(|known| known != labelled.number);
            if other(by_label.insert(folded.clone(), labelled.number)) {
                return None;
            }
            match by_number.insert(labelled.number as i64, folded.clone()) {
                Some(known) if known != folded => return None,
                Some(_) => continue,
                None => {}
            }
            let of = if labelled.unanswered { &mut labels.unanswered } else { &mut labels.named };
            of.push((labelled.number, labelled.label.clone()));
        }
        self.none_applies(&mut labels, declared);
        for all in [&mut labels.named, &mut labels.unanswered] {
            all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        }
        Some(labels)
    }

    /// On a scale 0 (該当なし) is no step; among counts it may be none at all.
    fn none_applies(&self, labels: &mut Labels, declared: Option<VariableKind>) {
        let zero = |(number, label): &(f64, String)| *number == 0.0 && notation::is_none(label);
        if labels.named.iter().filter(|it| !zero(it)).count() > 0 || declared == Some(VariableKind::Scale) {
            let (none, named) = std::mem::take(&mut labels.named).into_iter().partition(zero);
            labels.named = named;
            labels.unanswered.extend::<Vec<_>>(none);
        }
    }

    /// Whether nearly every cell is a number, with or without a label.
    fn is_throughout(&self) -> bool {
        let labelled: usize = self.labelled.values().map(|(_, times)| times).sum();
        let numbers = labelled + self.bare_cells;
        crate::notation::is_notation(numbers, numbers + self.others)
    }

    /// Whether all labels are steps of one scale in words.
    fn is_ladder(&self, ladders: &Ladders) -> bool {
        let real = || self.labelled.values().filter(|(labelled, _)| !labelled.unanswered);
        let answers: Option<Vec<_>> = real().map(|(labelled, _)| notation::answer(&labelled.label)).collect();
        answers.is_some_and(|answers| !answers.is_empty() && ladders.of(answers).is_some())
    }

    /// Whether the numbers are those of a scale: few of them, or from 0 to 100 with labels at the ends; where the words hardly tell,
    /// each text must stand there more than once.
    fn is_scale(&self, labels: &Labels, declared: Option<VariableKind>) -> bool {
        let named: BTreeSet<i64> = labels.named.iter().map(|(number, _)| *number as i64).collect();
        let bare = self.bare.iter().filter(|value| !labels.is_unanswered(**value));
        if bare.clone().any(|value| value.fract() != 0.0) && declared.is_none() {
            return false;
        }
        let mut all: BTreeSet<i64> = bare.map(|value| *value as i64).collect();
        all.extend(&named);
        let ends = || named.iter().all(|number| all.first() == Some(number) || all.last() == Some(number));
        let slider =
            || all.first().is_some_and(|low| *low >= 0) && all.last().is_some_and(|high| *high <= 100) && ends();
        let (cells, texts) = self
            .labelled
            .values()
            .filter(|(labelled, _)| labelled.weak)
            .fold((0, 0), |(cells, texts), (_, times)| (cells + times, texts + 1));
        let told = cells >= 2 * texts || declared == Some(VariableKind::Scale);
        named.is_empty() || told && (all.len() <= STEPS || slider())
    }
}
