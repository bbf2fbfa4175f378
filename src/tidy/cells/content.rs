//! What a column is: as declared, else by what most of its cells are.

use std::collections::BTreeSet;

use indexmap::IndexSet;

use super::cell::{CellReading, Cells, Word};
use super::labels::Labels;
use crate::math::elementary::magnitude;
use crate::notation::{self, DoubtKind, Ladder, Ladders, ScaleAnswer, yes_no};
use crate::panel::Content;
use crate::study::VariableKind;

/// A column is numbers, or dates, where more than this share of its cells are.
const MOSTLY: f64 = 0.8;

/// A column is categories where it has fewer distinct values than this share of its cells.
const DISTINCT: f64 = 0.5;

/// What a column is, and what its words say because of it.
#[derive(Clone, Debug)]
pub(in crate::tidy) struct Sense {
    /// What it is.
    pub content: Content,
    /// Whether a cross is a no (or a level) because circles or triangles stand beside it.
    crosses_answer: bool,
    /// The scale that its words are steps of.
    pub ladder: Option<Ladder>,
    /// What its numbers are called.
    pub labels: Option<Labels>,
    /// Whether it holds times.
    pub clocks: bool,
}

impl Sense {
    /// Whether a word is a cross that stands for a number which is not shown.
    pub fn is_suppressed(&self, word: &Word) -> bool {
        word.cross && !(self.crosses_answer && word.yes_no.is_some()) && self.content != Content::Text
    }
}

/// How many cells of a variable can be read as what, over all its columns.
#[derive(Clone, Debug, Default)]
pub(in crate::tidy) struct Tally<'c> {
    numbers: usize,
    dates: usize,
    bools: usize,
    texts: usize,
    words: usize,
    pairs: BTreeSet<Option<(usize, bool)>>,
    distinct: IndexSet<&'c str>,
    marks: bool,
    /// Answers on a scale, and words that are none.
    steps: Vec<ScaleAnswer>,
    no_steps: Vec<&'c str>,
    padded: usize,
    /// Fewest and most digits of the cells that are numbers; 0 for those that are not whole.
    whole: Option<(usize, usize)>,
    /// Texts that are no number and no date, and how often each stands there.
    others: Vec<(&'c str, usize)>,
    /// Cells that are times.
    times: usize,
    /// Whether the columns hold times.
    clocks: bool,
    /// What the numbers are called.
    labels: Option<&'c Labels>,
    /// Lengths of the texts that are whole numbers; of others 0.
    widths: BTreeSet<usize>,
}

impl<'c> Tally<'c> {
    /// Nothing yet, of a variable whose numbers are called so.
    pub fn new(labels: Option<&'c Labels>) -> Tally<'c> {
        Tally { labels, ..Tally::default() }
    }

    /// Adds the cells of a column.
    pub fn add(&mut self, cells: &'c Cells) {
        let mut times = vec![0; cells.texts.len()];
        self.clocks |= cells.clocks;
        for cell in &cells.cells {
            match cell {
                CellReading::Missing | CellReading::Absent(_) | CellReading::Error | CellReading::NoDay(_) => {}
                CellReading::Number(value) => self.number(*value),
                CellReading::Clock(_) => self.times += 1,
                CellReading::Date(_) => self.dates += 1,
                CellReading::Bool(_) => self.bools += 1,
                CellReading::Text(text) => times[*text as usize] += 1,
            }
        }
        cells.texts.iter().zip(times).filter(|(word, _)| !word.cross).for_each(|(word, times)| self.word(word, times));
    }

    fn number(&mut self, value: f64) {
        self.numbers += 1;
        let whole = value.fract() == 0.0 && (1.0..1e15).contains(&value);
        let digits = if whole { magnitude(value) as usize + 1 } else { 0 };
        self.whole = Some(self.whole.map_or((digits, digits), |(low, high)| (low.min(digits), high.max(digits))));
    }

    fn word(&mut self, word: &'c Word, times: usize) {
        if word.labelled.as_ref().is_some_and(|labelled| labelled.unanswered) {
            return;
        }
        if self.labels.is_some_and(|labels| labels.number(word).is_some()) {
            self.numbers += times;
            return;
        }
        self.pairs.insert(word.yes_no);
        self.distinct.insert(&word.text);
        self.words += times;
        self.marks |= yes_no::is_mark(&word.text);
        match word.step {
            Some(step) => self.steps.push(step),
            None => self.no_steps.push(&word.text),
        }
        let digits = word.text.bytes().all(|byte| byte.is_ascii_digit());
        self.widths.insert(if digits { word.text.len() } else { 0 });
        match (&word.number, &word.date) {
            (Some(number), _) if number.padded => (self.texts, self.padded) = (self.texts + times, self.padded + times),
            (Some(_), _) => self.numbers += times,
            (_, Some(date)) if date.is_alone() => self.dates += times,
            _ => {
                self.texts += times;
                self.others.push((&word.text, times));
            }
        }
    }

    fn filled(&self) -> usize {
        self.numbers + self.dates + self.bools + self.texts + self.times
    }

    /// Whether the cells do not speak against a kind that a known layout gives the variable.
    pub fn allows(&self, kind: VariableKind, ladders: &Ladders) -> bool {
        match decide(Some(kind), false, self, ladders).content {
            Content::Text | Content::Category => true,
            Content::Date => 2 * self.dates >= self.filled(),
            Content::Number | Content::YesNo => 2 * (self.numbers + self.bools) >= self.filled(),
        }
    }

    /// What the variable is by its cells: numbers or dates where nearly all are, yes/no where every cell is a word of one
    /// pair or a logical value, else categories or text.
    fn inferred(&self) -> Content {
        let most = |count: usize| count as f64 > MOSTLY * self.filled() as f64;
        // Two amounts in a cell make no column of amounts one of words.
        let of_settled = || self.numbers as f64 > MOSTLY * (self.filled() - self.unsettled()) as f64;
        let amounts = || 2 * self.numbers > self.filled() && (most(self.numbers) || of_settled());
        let one_pair = yes_no::are_one_pair(&self.pairs);
        match self.filled() {
            0 => Content::Number,
            _ if self.clocks || self.labels.is_some() => Content::Number,
            all if self.bools == all || one_pair && self.words == all => Content::YesNo,
            _ if self.are_codes() => self.of_texts(),
            _ if amounts() => Content::Number,
            _ if most(self.dates) => Content::Date,
            _ => self.of_texts(),
        }
    }

    /// Texts that hold an amount which a person must settle.
    fn unsettled(&self) -> usize {
        self.others.iter().filter(|(text, _)| is_unsettled(text)).map(|(_, times)| times).sum()
    }

    fn of_texts(&self) -> Content {
        let few = (self.distinct.len() as f64) < DISTINCT * self.filled() as f64;
        if few { Content::Category } else { Content::Text }
    }

    /// Whether all are digits of one length, some of them with a zero before them.
    fn are_codes(&self) -> bool {
        // A text file has the numbers without a zero before them as numbers.
        let others = self.filled() - self.words;
        let wide = |width: &usize| others == 0 || self.whole.is_some_and(|(low, high)| low == *width && high == *width);
        let alike = self.widths.len() == 1 && self.widths.iter().all(|width| *width > 0 && wide(width));
        self.padded > 0 && others <= self.numbers && alike
    }

    /// The scale that the words are steps of. Undeclared, every word must be one, but for those of not knowing, and there must be
    /// more than two steps unless an outcome is `asked` of them; beside plain numbers nobody knows in which direction these count.
    fn ladder(&self, declared: Option<VariableKind>, asked: bool, ladders: &Ladders) -> Option<Ladder> {
        let ladder = ladders.of(self.steps.iter().copied()).filter(|_| self.labels.is_none())?;
        let bare = self.numbers == 0 && self.bools == 0 && self.dates == 0;
        let numbered = self.steps.iter().all(|answer| answer.number.is_some());
        let all = || self.no_steps.iter().all(|text| notation::is_unknowing(text));
        let fits = match declared {
            Some(VariableKind::Scale) => bare || numbered,
            Some(VariableKind::Category) if !asked => false,
            None | Some(VariableKind::Category) => bare && (ladder.is_scale() || numbered || asked) && all(),
            Some(_) => false,
        };
        fits.then(|| ladder.clone())
    }
}

/// Whether a text holds amounts, not one that can be read. Rough ones may be bands, and stay what they are.
fn is_unsettled(text: &str) -> bool {
    let kind = text.contains(|c: char| c.is_ascii_digit()).then(|| notation::amount(text)).flatten().map(|it| it.kind);
    matches!(kind, Some(DoubtKind::Several | DoubtKind::UnitPrice | DoubtKind::Mistyped))
}

/// What a variable is.
///
/// Categories in order, or numbers with labels, are numbers where an outcome is `asked` of them, whatever is declared.
pub(in crate::tidy) fn decide(
    declared: Option<VariableKind>,
    asked: bool,
    tally: &Tally<'_>,
    ladders: &Ladders,
) -> Sense {
    let ladder = tally.ladder(declared, asked, ladders);
    let labels = tally.labels.cloned();
    let content = match declared {
        Some(VariableKind::Category) if ladder.is_some() || labels.is_some() => Content::Number,
        // Times of day are no dates, whatever a draft made of their format.
        Some(VariableKind::Date) if tally.clocks => Content::Number,
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
        None if ladder.is_some() => Content::Number,
        None => tally.inferred(),
    };
    let clocks = tally.clocks && content == Content::Number;
    Sense { content, crosses_answer: tally.marks || declared == Some(VariableKind::YesNo), ladder, labels, clocks }
}
