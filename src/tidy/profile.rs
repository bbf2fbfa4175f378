//! What the columns of a variable are: found here for the draft of a study and for its run, so that a draft shows what a run does.

use std::collections::BTreeSet;

use super::cells::cell::{self, CellReading, Cells};
use super::cells::content::{self, Sense};
use super::cells::labels::Labels;
use super::cells::values::{self, Values};
use super::cells::{municipalities, told};
use super::rows::headings::{self, NamedColumn};
use super::rows::link::kind::KeyKind;
use super::spelling;
use crate::ingest::{FormatKind, RawTable};
use crate::notation::numbers::NumberRule;
use crate::notation::{self, Counted, Ladders};
use crate::panel::Content;
use crate::study::VariableKind;
use crate::text::Words;

/// What is known of a variable beside its cells.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::tidy) struct VariableHints {
    /// What the study declares.
    pub declared: Option<VariableKind>,
    /// What a known layout says.
    pub likely: Option<VariableKind>,
    /// Whether it is an outcome, or the state before one.
    pub asked: bool,
    /// Whether it identifies something, so that its digits are no numbers.
    pub is_text: bool,
}

/// Makes one of the columns of a variable: one order of dates, one spelling of places, times or dates.
pub(in crate::tidy) fn agree(columns: &mut [Cells]) {
    cell::dates_in_order(columns);
    municipalities::joined(columns);
    cell::settle_clocks(columns);
}

/// The kind of a variable, as far as it is declared or likely, and what its cells are.
pub(in crate::tidy) fn sense(
    columns: &[Cells],
    known: VariableHints,
    ladders: &Ladders,
) -> (Option<VariableKind>, Sense) {
    let labels = Labels::of(columns, known.declared, known.asked, ladders);
    let mut tally = content::Tally::new(labels.as_ref());
    columns.iter().for_each(|cells| tally.add(cells));
    let kind = known.declared.or_else(|| known.likely.filter(|likely| tally.allows(*likely, ladders)));
    let assumed = kind.or(known.is_text.then_some(VariableKind::Text));
    (kind, content::decide(assumed, known.asked, &tally, ladders))
}

/// The unit that the columns of a variable say: hours of times, else what all headings that say one have in brackets.
pub(in crate::tidy) fn unit<'n>(
    sense: &Sense,
    names: impl Iterator<Item = &'n str>,
    mut counted: impl Iterator<Item = Counted>,
) -> Words {
    if sense.clocks {
        return told::hours(names);
    }
    let first = counted.next().filter(|_| sense.content == Content::Number);
    // Where headings contradict each other, none is believed.
    let first = first.filter(|first| counted.all(|other| other == *first));
    first.map(|[ja, en]| Words::of([("ja", ja), ("en", en)])).unwrap_or_default()
}

/// A variable as a run finds it where the study says nothing of it.
pub struct VariableProfile {
    name: String,
    likely: Option<VariableKind>,
    columns: Vec<Cells>,
    /// Of each column, what its heading says of its numbers.
    named: Vec<NamedColumn>,
    /// Numbers shown in per cent by their format.
    percent: usize,
    sense: Sense,
    /// Its values as numbers: days of dates, 1 and 0 of yes and no; none of words.
    numbers: Vec<f64>,
    /// Texts that are not what it is, each once.
    unread: BTreeSet<String>,
}

impl VariableProfile {
    /// Of each column of a table what it is; `likely` is what a known layout says of the column with a heading.
    pub fn all(table: &RawTable, likely: impl Fn(&str) -> Option<VariableKind>) -> Vec<VariableProfile> {
        let named = headings::names(&table.headings).into_iter().enumerate();
        let read = |(column, named): (usize, NamedColumn)| {
            let cells = cell::read(table, column, 0..table.rows.len(), None, spelling::are_years(&named.name));
            VariableProfile {
                name: named.name.clone(),
                likely: likely(&table.headings[column].text),
                percent: in_percent(table, column, &cells),
                sense: sense(&[], VariableHints::default(), &Ladders::default()).1,
                columns: vec![cells],
                named: vec![named],
                numbers: Vec::new(),
                unread: BTreeSet::new(),
            }
        };
        let mut all: Vec<VariableProfile> = named.map(read).collect();
        VariableProfile::settle(&mut all.iter_mut().collect::<Vec<_>>());
        all
    }

    /// Adds what the same variable holds in another table.
    pub fn add(&mut self, other: VariableProfile) {
        self.columns.extend(other.columns);
        self.named.extend(other.named);
        self.percent += other.percent;
        VariableProfile::settle(&mut [self]);
    }

    /// Decides what the variables of a study are: a scale in words has the steps that any of them shows.
    pub fn settle(all: &mut [&mut VariableProfile]) {
        let mut ladders = Ladders::default();
        for cells in all.iter().flat_map(|profile| &profile.columns) {
            ladders.add(&cells.texts.iter().filter_map(|word| word.step).collect::<Vec<_>>());
        }
        all.iter_mut().for_each(|profile| profile.decide(&ladders));
    }

    fn decide(&mut self, ladders: &Ladders) {
        agree(&mut self.columns);
        let is_text = KeyKind::of(&self.name) == KeyKind::Number || spelling::are_codes(&self.name);
        let known = VariableHints { likely: self.likely, is_text, ..VariableHints::default() };
        self.sense = sense(&self.columns, known, ladders).1;
        (self.numbers, self.unread) = (Vec::new(), BTreeSet::new());
        for (cells, named) in self.columns.iter().zip(&self.named) {
            let converted = values::convert(cells, &self.sense, named.scaled);
            if let Values::Numbers(numbers) = &converted.values {
                self.numbers.extend(numbers.iter().filter(|number| !number.is_nan()));
            }
            let unread = converted.unreadable.iter().filter_map(|&row| cells.text(row));
            self.unread.extend(unread.map(|word| word.text.clone()));
        }
    }

    /// What it is; nothing where no cell says anything.
    pub fn content(&self) -> Option<Content> {
        let filled = self.columns.iter().flat_map(|cells| &cells.cells).any(CellReading::is_filled);
        filled.then_some(self.sense.content)
    }

    /// The kind that a study declares of it: of numbers the one that their cells say.
    pub fn kind(&self) -> Option<VariableKind> {
        Some(match self.content()? {
            Content::Number if self.is_scale() => VariableKind::Scale,
            Content::Number if self.is_share() => VariableKind::Share,
            Content::Number if self.are_ones_and_zeros() => VariableKind::YesNo,
            Content::Number => VariableKind::Number,
            Content::YesNo => VariableKind::YesNo,
            Content::Category => VariableKind::Category,
            Content::Date => VariableKind::Date,
            Content::Text => VariableKind::Text,
        })
    }

    /// Whether its answers are steps of a scale in words, or numbers with labels.
    pub fn is_scale(&self) -> bool {
        self.sense.ladder.is_some() || self.sense.labels.is_some()
    }

    /// Whether it holds times.
    pub fn is_clock(&self) -> bool {
        self.sense.clocks
    }

    /// The unit that its headings say.
    pub fn unit(&self) -> Words {
        let counted = self.named.iter().filter_map(|named| named.counted);
        unit(&self.sense, self.named.iter().map(|named| named.name.as_str()), counted)
    }

    /// How many of its cells have a value.
    pub fn values(&self) -> usize {
        self.numbers.len()
    }

    /// Its smallest and largest number, in its unit.
    pub fn range(&self) -> Option<(f64, f64)> {
        let wider = |range: Option<(f64, f64)>, &number: &f64| {
            Some(range.map_or((number, number), |(low, high)| (low.min(number), high.max(number))))
        };
        self.numbers.iter().fold(None, wider)
    }

    /// Texts that are not what it is, each once.
    pub fn unread(&self) -> &BTreeSet<String> {
        &self.unread
    }

    /// Whether nearly all of its numbers say themselves that they are shares, by a sign or their format.
    fn is_share(&self) -> bool {
        let percent = |cells: &Cells, row: u32| {
            let reading = cells.text(row).and_then(|word| word.number.as_ref());
            reading.is_some_and(|reading| reading.rules.contains(&NumberRule::Percent))
        };
        let signed = |cells: &Cells| (0..cells.cells.len() as u32).filter(|&row| percent(cells, row)).count();
        let marked = self.percent + self.columns.iter().map(signed).sum::<usize>();
        marked > 0 && notation::is_notation(marked, self.numbers.len())
    }

    /// Whether it holds 1 and 0 and nothing else, which say yes and no.
    fn are_ones_and_zeros(&self) -> bool {
        let two = |number: &f64| *number == 0.0 || *number == 1.0;
        self.unread.is_empty() && self.numbers.iter().all(two) && self.range() == Some((0.0, 1.0))
    }
}

/// Numbers of a column, if its format shows them in per cent.
fn in_percent(table: &RawTable, column: usize, cells: &Cells) -> usize {
    let percent = table.one_format(column).is_some_and(|shown| shown.kind == FormatKind::Percent);
    let numbers = cells.cells.iter().filter(|cell| matches!(cell, CellReading::Number(_)));
    if percent { numbers.count() } else { 0 }
}
