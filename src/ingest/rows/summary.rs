//! Rows that are sums, means or other figures of the others: by word and by arithmetic.

use std::collections::{BTreeMap, BTreeSet};

use super::super::grid::{EMPTY, TEXT};
use super::super::{AsideReason, Raw, RawTable};
use super::arithmetic::{NumericCells, Precision, Unnamed, is_number, unnamed};
use super::shape::RowShape;
use super::words::{self, SummaryKind, Weight};
use super::{RowClasses, blocks};

/// The word stands in one of so many first cells.
const CELLS: usize = 5;

/// So many columns of amounts in which a row is the sum leave no doubt, and so many where there are many rows.
const NO_DOUBT: usize = 3;
const NO_DOUBT_OF_MANY: (usize, usize) = (2, 12);

/// Of more short words than this it is not asked whether each is a figure over all rows, or over the rows above: long tables stay
/// quick.
const FEW_SHORT: usize = 20;
const MOST_SHORT: usize = 1000;

/// A column of so many different texts holds names rather than answers.
const DISTINCT: usize = 8;

/// Figures stand among so many last rows.
const AT_END: usize = 5;

/// A sum is looked for over at most so many rows above it where it does not reach back to the last figure.
const BACK: usize = 60;

/// A row with a word for a figure.
struct SummaryCandidate {
    row: usize,
    figure: SummaryKind,
    weight: Weight,
    /// Whether its text says a total and nothing else, however often.
    plain: bool,
}

/// Rows that may be figures over others, of which a person has to say what they are.
pub(super) struct Doubtful {
    /// The sum or the mean of all others.
    pub unnamed: Vec<Unnamed>,
    /// The sum or the mean of all others beyond doubt: set aside.
    pub sure: Vec<Unnamed>,
    /// The sum of the rows below or above, up to the next of these: set aside.
    pub sums: Vec<usize>,
    /// Called a total, while nothing adds up.
    pub named: Vec<usize>,
    /// Named as a part of another row.
    pub parts: Vec<usize>,
}

/// Marks rows that are figures over the others, and gives those that are so by their numbers alone and bear a name.
pub(super) fn mark(table: &RawTable, shape: &RowShape, classes: &mut RowClasses) -> Doubtful {
    let candidates = candidates(table, shape, classes);
    let numbers = NumericCells::of(table);
    let by_word: BTreeSet<usize> = candidates.iter().map(|it| it.row).collect();
    let counts: Vec<bool> = (0..classes.len())
        .map(|row| classes[row].is_none() && !by_word.contains(&row) && shape.filled[row] > 1)
        .collect();
    for candidate in candidates.iter().filter(|it| it.weight != Weight::Short) {
        classes[candidate.row] = Some(why(candidate.figure));
    }
    let short: Vec<&SummaryCandidate> = candidates.iter().filter(|it| it.weight == Weight::Short).collect();
    for candidate in short.iter().take(MOST_SHORT) {
        // Where many rows end like figures, they are names.
        let agrees = short.len() <= FEW_SHORT
            && numbers.agrees(candidate.row, candidate.figure, &|row| counts[row]).unwrap_or(false);
        let below = (candidate.row + 1..classes.len()).all(|row| classes[row].is_some() || by_word.contains(&row));
        let of_block = candidate.figure == SummaryKind::Sum
            && (sums_up_block(&numbers, candidate, classes) || heads_block(&numbers, candidate.row, &by_word));
        if agrees || below && is_below_figure(classes, candidate.row) || of_block {
            classes[candidate.row] = Some(why(candidate.figure));
        }
    }
    let named = short.iter().filter(|it| it.plain && classes[it.row].is_none()).map(|it| it.row).collect();
    let rows = counts.iter().filter(|&&it| it).count();
    let (sure, asked): (Vec<Unnamed>, Vec<Unnamed>) = unnamed(&numbers, &counts).into_iter().partition(|it| {
        let many = it.columns >= NO_DOUBT_OF_MANY.0 && rows >= NO_DOUBT_OF_MANY.1;
        it.figure == SummaryKind::Sum && (it.columns >= NO_DOUBT || it.exact && many)
            || it.columns >= NO_DOUBT && is_nameless(table, shape, it.row)
    });
    sure.iter().for_each(|it| classes[it.row] = Some(why(it.figure)));
    // A row without a name is a total like those that say so.
    let sure = sure.into_iter().filter(|it| !is_nameless(table, shape, it.row)).collect();
    let data: Vec<bool> = (0..classes.len()).map(|row| classes[row].is_none() && shape.filled[row] > 1).collect();
    let sums = blocks::sums(&numbers, &data);
    sums.iter().for_each(|&row| classes[row] = Some(AsideReason::Total));
    let parts = blocks::parts(table, &data);
    Doubtful { unnamed: asked, sure, sums, named, parts }
}

fn why(figure: SummaryKind) -> AsideReason {
    if figure == SummaryKind::Sum { AsideReason::Total } else { AsideReason::Figure }
}

/// Whether the row above is a figure.
fn is_below_figure(classes: &RowClasses, row: usize) -> bool {
    let above = row.checked_sub(1).and_then(|above| classes[above]);
    matches!(above, Some(AsideReason::Total | AsideReason::Figure))
}

/// Whether a row is the sum of the rows above it, up to the last figure.
fn sums_up_block(numbers: &NumericCells, candidate: &SummaryCandidate, classes: &RowClasses) -> bool {
    let start = (0..candidate.row).rev().take_while(|&row| classes[row].is_none()).last().unwrap_or(candidate.row);
    let nearest = start.max(candidate.row.saturating_sub(BACK));
    let rows: Vec<usize> = (start..candidate.row).collect();
    // A total of totals, and of the rows behind the last of these.
    let totals = (0..start).filter(|&row| classes[row] == Some(AsideReason::Total)).chain(rows.iter().copied());
    numbers.adds_up(candidate.row, &rows, Precision::Rounded).is_some()
        || numbers.adds_up(candidate.row, &totals.collect::<Vec<usize>>(), Precision::Rounded).is_some()
        || numbers.columns.len() > 1
            && (nearest - start..rows.len())
                .any(|from| numbers.adds_up(candidate.row, &rows[from..], Precision::Exact).is_some())
}

/// Whether a row is the sum of the rows below it, down to the next row with a word for a figure.
fn heads_block(numbers: &NumericCells, row: usize, by_word: &BTreeSet<usize>) -> bool {
    let rows = numbers.columns.first().map_or(0, |(_, column)| column.len());
    let end = by_word.range(row + 1..).next().copied().unwrap_or(rows);
    let below: Vec<usize> = (row + 1..end).collect();
    numbers.adds_up(row, &below, Precision::Rounded).is_some()
}

/// Whether the first text column, in which nearly all rows are named, is blank in this row.
fn is_nameless(table: &RawTable, shape: &RowShape, row: usize) -> bool {
    let full = shape.full().count();
    let named = table.columns.iter().find(|column| {
        let texts = column.tags.iter().filter(|&&tag| tag == TEXT).count();
        10 * texts >= 9 * full.saturating_sub(1)
    });
    named.is_some_and(|column| column.tags[row] == EMPTY)
}

fn candidates(table: &RawTable, shape: &RowShape, classes: &RowClasses) -> Vec<SummaryCandidate> {
    let mut words = SummaryWords { table, shape, known: vec![None; table.texts.len()], names: BTreeMap::new() };
    let rows = (0..classes.len()).filter(|&row| classes[row].is_none() && shape.filled[row] > 1);
    rows.filter_map(|row| words.of(row)).collect()
}

/// Words for figures in the rows of a table.
struct SummaryWords<'t> {
    table: &'t RawTable,
    shape: &'t RowShape,
    /// What each text of the table means, once it was asked.
    known: Vec<Option<Option<(SummaryKind, Weight)>>>,
    /// How often each text stands in a column, and how many are filled.
    names: BTreeMap<usize, (BTreeMap<u64, usize>, usize)>,
}

impl SummaryWords<'_> {
    /// The word for a figure among the first texts of a row, where a number follows.
    fn of(&mut self, row: usize) -> Option<SummaryCandidate> {
        let columns = self.shape.first[row] as usize..self.table.columns.len();
        let filled = columns.filter(|&column| self.table.columns[column].tags[row] != EMPTY).take(CELLS);
        let mut before: Vec<usize> = Vec::new();
        for column in filled.collect::<Vec<usize>>() {
            if let Some((figure, weight)) = self.figure(row, column) {
                let plain = self.says_total(row, column);
                let recurring = figure == SummaryKind::Sum && plain && before.len() < 2 && self.recurs(row, column);
                let weight = self.weight(row, column, weight, &before).or(recurring.then_some(Weight::Short));
                let followed =
                    (column + 1..self.table.columns.len()).any(|further| is_number(&self.table.get(row, further)));
                if let Some(weight) = weight.filter(|_| followed) {
                    return Some(SummaryCandidate { row, figure, weight, plain });
                }
            }
            before.push(column);
        }
        None
    }

    /// Whether the last word of a text is that for a total.
    fn says_total(&self, row: usize, column: usize) -> bool {
        matches!(self.table.get(row, column), Raw::Text(text) if words::ends_in_total(text))
    }

    /// Whether a text stands in several rows, but in no more than half of those that hold a text there.
    fn recurs(&mut self, row: usize, column: usize) -> bool {
        let own = self.table.columns[column].payload[row];
        let (texts, filled) = self.names_of(column);
        texts.get(&own).is_some_and(|&same| same >= 2 && 2 * same <= *filled)
    }

    fn figure(&mut self, row: usize, column: usize) -> Option<(SummaryKind, Weight)> {
        let cells = &self.table.columns[column];
        let text = (cells.tags[row] == TEXT).then(|| cells.payload[row] as usize)?;
        *self.known[text].get_or_insert_with(|| words::figure(&self.table.texts[text]))
    }

    /// How much a word weighs where it stands: nothing among answers, little where its row bears a name besides.
    fn weight(&mut self, row: usize, column: usize, weight: Weight, before: &[usize]) -> Option<Weight> {
        let own = self.table.columns[column].payload[row];
        let bears_name = before.iter().any(|&other| self.tells_apart(row, other));
        let (texts, filled) = self.names_of(column);
        let (distinct, same, filled) = (texts.len(), texts.get(&own).copied().unwrap_or(0), *filled);
        if weight == Weight::Sure {
            // A column that says `計` throughout names no row.
            return (before.len() < 2 && (filled < 3 || 2 * same <= filled)).then_some(weight);
        }
        let names = distinct >= DISTINCT || 5 * distinct >= 4 * filled;
        let at_end = row == 0 || row + AT_END >= self.table.rows.len();
        match names && same * distinct <= 2 * filled {
            true if bears_name => Some(Weight::Short),
            true => Some(weight),
            false => (same == 1 && at_end && !bears_name).then_some(Weight::Short),
        }
    }

    /// Whether a cell is a number, or a text that stands once in its column.
    fn tells_apart(&mut self, row: usize, column: usize) -> bool {
        let cells = &self.table.columns[column];
        let (tag, own) = (cells.tags[row], cells.payload[row]);
        tag != TEXT || self.names_of(column).0.get(&own) == Some(&1)
    }

    fn names_of(&mut self, column: usize) -> &mut (BTreeMap<u64, usize>, usize) {
        let cells = &self.table.columns[column];
        self.names.entry(column).or_insert_with(|| {
            let mut texts = BTreeMap::new();
            let all = cells.tags.iter().zip(&cells.payload).filter(|(tag, _)| **tag == TEXT);
            all.for_each(|(_, text)| *texts.entry(*text).or_default() += 1);
            let filled = texts.values().sum();
            (texts, filled)
        })
    }
}
