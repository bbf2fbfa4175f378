//! What may identify the rows of a table.

use std::collections::BTreeSet;

use super::super::{Raw, RawTable};
use super::glance::Glance;
use super::heading::{self, HeadingNames, names};
use super::recipient::recipient;

/// What seems to identify the rows of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitGuess {
    /// Columns that say it together, by position; none where nobody can be found again.
    pub columns: Vec<usize>,
    /// Column of the period, where a unit has a row for each.
    pub period: Option<usize>,
    /// How the rows stand to the units.
    pub rows: UnitRows,
}

/// How the rows of a table stand to its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitRows {
    /// Each row is a unit of its own, or a unit at a period.
    Own,
    /// All but a few are: those are written twice, or answered twice.
    Nearly,
    /// Payments and the like, to be added up for each unit.
    Added,
    /// Answers or measurements of the same ones again and again.
    Again,
    /// No column says who a row is about.
    Nobody,
    /// Several columns may say it together, or one of them, or none: somebody has to choose.
    Open,
    /// Each row is a point in time of one and the same thing.
    Series,
    /// Each row is an answer of somebody to one of several questions.
    Long,
    /// Each row is something that is measured; who is measured stands in the headings.
    OnItsSide,
}

/// The rank of a first column that nothing but its place makes an id.
const FIRST: usize = 50;

/// Of a hundred rows, so many have a value of their own where all but a few do.
const NEARLY: usize = 95;

/// Rows that a table must have for some to be the exception.
pub(super) const SOME: usize = 10;

/// Two columns that tell rows apart by chance leave most of their combinations out.
const FILLED_COMBINATIONS: usize = 50;

/// Guesses what identifies the rows. In this order: ids, then names, whose values all differ, alone or with a column of periods;
/// an id or name that differs in nearly all rows; a column that does with periods beside it, as in panels; texts or counted numbers
/// that differ; two columns that do together; people, members and those who receive something, who come again; nobody.
pub fn guess(table: &RawTable, columns: &[Glance]) -> UnitGuess {
    let look = Looking { table, columns, named: named(columns) };
    if table.rows.is_empty() && !columns.is_empty() {
        return look.one(
            recipient(columns).or(look.named.first().map(|(_, column)| *column)).unwrap_or(0),
            None,
            UnitRows::Own,
        );
    }
    look.alone()
        .or_else(|| look.nearly())
        .or_else(|| look.panel())
        .or_else(|| look.numbers_of_who_receives())
        .or_else(|| look.unnamed())
        .or_else(|| look.who_receives())
        .or_else(|| look.together())
        .or_else(|| look.again())
        .or_else(|| look.in_time())
        .or_else(|| look.groups())
        .unwrap_or_else(|| look.nobody())
}

/// The columns that may identify the rows, the likeliest first: every row has a value, and all differ.
pub fn candidates(columns: &[Glance]) -> Vec<usize> {
    let mut found: Vec<usize> = (0..columns.len()).filter(|&column| differs(&columns[column])).collect();
    found.sort_by_key(|&column| {
        let names = names(&columns[column].heading);
        (names.is_none(), names, columns[column].numbers > 0)
    });
    found
}

/// Whether every row has a value of its own that may be that of a unit: no amount, link, prose or time of an answer.
fn differs(column: &Glance) -> bool {
    column.is_unique() && (names(&column.heading).is_some() || may_name(column))
}

/// Whether a column without the heading of an id or name may be one.
fn may_name(column: &Glance) -> bool {
    let heading = &column.heading;
    let not = heading::is_remark(heading)
        || heading::is_link(heading)
        || heading::is_title(heading)
        || heading::is_stamp(heading)
        || heading::is_nameless(heading)
        || column.is_link()
        || column.is_prose();
    let number = column.numbers > 0 || column.is_measured();
    let when = heading::is_period(heading) || heading::is_day(heading);
    !not && !when
        && !heading::is_attribute(heading)
        && !heading::is_measure(heading)
        && !column.is_days()
        && (!number || is_count(column))
}

/// Whether a column counts rows, from 0 or 1.
fn is_count(column: &Glance) -> bool {
    let (first, last) = column.range;
    is_whole(column) && first <= 1.0 && last - first + 1.0 == column.numbers as f64
}

/// Whether a column holds whole numbers that are no amounts.
fn is_whole(column: &Glance) -> bool {
    let whole = column.numbers == column.filled && column.values.keys().all(|value| !value.contains('.'));
    whole && column.range.0 >= 0.0 && !heading::is_amount(&column.heading)
}

/// Columns whose headings say that they are ids or names, the likelier ones first. Where every row has a value of
/// its own in the first column, that is one too.
fn named(columns: &[Glance]) -> Vec<(HeadingNames, usize)> {
    let first = |at: usize, column: &Glance| {
        let number = is_whole(column)
            && !heading::is_nameless(&column.heading)
            && !heading::is_period(&column.heading)
            && !heading::is_day(&column.heading)
            && !heading::is_attribute(&column.heading);
        at == 0 && column.is_unique() && columns.len() > 1 && (may_name(column) || number)
    };
    let of = |(at, column): (usize, &Glance)| {
        let said = names(&column.heading).filter(|_| !column.is_link());
        // Registers are known by their numbers, whatever stands above them.
        let said = said.or_else(|| column.is_corporate().then_some(HeadingNames::Codes(0)));
        said.or_else(|| first(at, column).then_some(HeadingNames::Codes(FIRST))).map(|names| (names, at))
    };
    let mut named: Vec<(HeadingNames, usize)> = columns.iter().enumerate().filter_map(of).collect();
    named.sort_unstable();
    named
}

pub(super) struct Looking<'l> {
    pub(super) table: &'l RawTable,
    pub(super) columns: &'l [Glance],
    named: Vec<(HeadingNames, usize)>,
}

impl Looking<'_> {
    fn one(&self, column: usize, period: Option<usize>, rows: UnitRows) -> UnitGuess {
        UnitGuess { columns: vec![column], period, rows }
    }

    /// Ids and people, then names.
    fn kinds(&self) -> [Vec<usize>; 2] {
        let (names, ids): (Vec<_>, Vec<_>) =
            self.named.iter().copied().partition(|(names, _)| matches!(names, HeadingNames::Called(_)));
        [ids, names].map(|named| named.into_iter().map(|(_, column)| column).collect())
    }

    fn alone(&self) -> Option<UnitGuess> {
        let of = |columns: &Vec<usize>| {
            let unique = columns.iter().find(|&&column| self.columns[column].is_unique());
            if let Some(&column) = unique {
                return Some(self.one(column, None, UnitRows::Own));
            }
            let period = |&column: &usize| Some((column, self.period(column)?));
            if let Some((column, period)) = columns.iter().find_map(period) {
                return Some(self.one(column, Some(period), UnitRows::Own));
            }
            let nearly = columns.iter().find(|&&column| self.columns[column].is_nearly_unique());
            nearly.map(|&column| self.one(column, None, UnitRows::Own))
        };
        self.kinds().iter().find_map(of)
    }

    /// An id or name that nearly all rows have for themselves.
    fn nearly(&self) -> Option<UnitGuess> {
        let fits = |&column: &usize| {
            let Glance { filled, empty, .. } = self.columns[column];
            let plain = matches!(names(&self.columns[column].heading), Some(HeadingNames::Called(at)) if at >= heading::PLAIN_NAME);
            filled >= SOME && 10 * empty <= filled && self.columns[column].variety() >= NEARLY && !plain
        };
        let column = self.kinds().into_iter().flatten().find(fits)?;
        Some(self.one(column, None, UnitRows::Nearly))
    }

    /// The column of periods that tells the rows of a unit apart.
    fn period(&self, unit: usize) -> Option<usize> {
        let fits = |&period: &usize| period != unit && self.is_period(period) && self.tells(&[unit, period]);
        (0..self.columns.len()).find(fits)
    }

    fn is_period(&self, column: usize) -> bool {
        let glance = &self.columns[column];
        heading::is_period(&glance.heading) && glance.empty == 0 && !glance.is_wording()
    }

    /// A column without the heading of an id whose values come again in each period: `Firm` beside `Year`.
    fn panel(&self) -> Option<UnitGuess> {
        let periods = (0..self.columns.len()).filter(|&column| self.is_period(column));
        let found = |period: usize| {
            let fits = |unit: &usize| *unit != period && self.is_side(*unit) && self.is_grid(&[*unit, period]);
            let named = self.named.iter().map(|(_, column)| *column);
            named.chain(0..self.columns.len()).find(fits).map(|unit| self.one(unit, Some(period), UnitRows::Own))
        };
        periods.into_iter().find_map(found)
    }

    /// Whether a column may say one side of a combination: something that comes again and is no measurement.
    pub(super) fn is_side(&self, column: usize) -> bool {
        let glance = &self.columns[column];
        let heading = &glance.heading;
        let measured = glance.values.keys().any(|value| value.parse::<f64>().is_ok_and(|number| number.fract() != 0.0));
        let text = heading::is_remark(heading) || heading::is_link(heading) || glance.is_prose() || glance.is_link();
        glance.empty == 0
            && glance.values.len() > 1
            && glance.values.len() < glance.filled
            && !measured
            && !text
            && !heading::is_nameless(heading)
            && !heading::is_amount(heading)
    }

    /// Whether a column of numbers without the heading of an id may be one: all of its values come about as often.
    fn is_even(&self, column: usize) -> bool {
        let glance = &self.columns[column];
        let named = self.named.iter().any(|(_, named)| *named == column);
        let most = glance.values.values().max().copied().unwrap_or(0);
        let often = glance.values.values().filter(|&&times| 2 * times > most).count();
        named || glance.numbers == 0 || 10 * often >= 9 * glance.values.len()
    }

    /// Whether columns tell the rows apart and most of their combinations are there.
    fn is_grid(&self, columns: &[usize]) -> bool {
        let combinations: usize = columns.iter().map(|&column| self.columns[column].values.len()).product();
        let even = columns.iter().all(|&column| self.is_even(column));
        even && 100 * self.table.rows.len() >= FILLED_COMBINATIONS * combinations && self.tells(columns)
    }

    /// Two columns that tell the rows apart together, ids and names before others, those to the left before those to the right.
    fn together(&self) -> Option<UnitGuess> {
        let mut sides: Vec<usize> = (0..self.columns.len()).filter(|&column| self.is_side(column)).collect();
        let is_named = |column: &usize| self.named.iter().any(|(_, named)| named == column);
        sides.retain(|column| is_named(column) || *column < LEFT);
        sides.sort_by_key(|column| (!is_named(column), *column));
        let sides = &sides;
        let beside = |at: usize| sides[at + 1..].iter().map(move |other| [sides[at], *other]);
        let pairs: Vec<[usize; 2]> = (0..sides.len()).flat_map(beside).collect();
        let periods = (0..self.columns.len()).filter(|&column| self.is_period(column));
        let found = std::iter::once(None).chain(periods.map(Some)).find_map(|period| {
            let fits = |pair: &&[usize; 2]| {
                let all: Vec<usize> = pair.iter().copied().chain(period).collect();
                period.is_none_or(|period| !pair.contains(&period)) && self.is_grid(&all)
            };
            pairs.iter().find(fits).map(|pair| (*pair, period))
        });
        let (mut pair, period) = found?;
        pair.sort_unstable();
        match self.is_long(pair) {
            true => Some(UnitGuess { columns: Vec::new(), period: None, rows: UnitRows::Long }),
            false => Some(UnitGuess { columns: pair.to_vec(), period, rows: UnitRows::Own }),
        }
    }

    /// Texts that all differ, before numbers that count the rows.
    fn unnamed(&self) -> Option<UnitGuess> {
        let fits = |texts: bool| {
            let unique = |&column: &usize| {
                let glance = &self.columns[column];
                differs(glance) && (glance.numbers == 0) == texts && (column < LEFT || texts)
            };
            (0..self.columns.len()).find(unique)
        };
        let receives = || recipient(self.columns).is_some() && self.has_amounts();
        let on_its_side = |column: usize| heading::is_measure(&self.columns[column].heading);
        if (0..self.columns.len().min(LEFT)).any(|column| on_its_side(column) && self.columns[column].is_unique()) {
            return Some(UnitGuess { columns: Vec::new(), period: None, rows: UnitRows::OnItsSide });
        }
        let column =
            fits(true).or_else(|| fits(false).filter(|&column| !receives() || is_count(&self.columns[column])))?;
        Some(self.one(column, None, UnitRows::Own))
    }

    fn has_amounts(&self) -> bool {
        let is_amount = |column: &usize| {
            let glance = &self.columns[*column];
            glance.is_measured() && names(&glance.heading).is_none() && !heading::is_period(&glance.heading)
        };
        (0..self.columns.len()).any(|column| is_amount(&column))
    }

    /// Those who receive something, at each period.
    fn numbers_of_who_receives(&self) -> Option<UnitGuess> {
        let column = recipient(self.columns)?;
        self.period(column).map(|period| self.one(column, Some(period), UnitRows::Own))
    }

    /// Those who receive something, their payments put together.
    fn who_receives(&self) -> Option<UnitGuess> {
        let column = recipient(self.columns).filter(|_| self.has_amounts())?;
        Some(self.one(column, (0..self.columns.len()).find(|&period| self.is_period(period)), UnitRows::Added))
    }

    /// People, members and others with an id, or organisations with amounts, who come again and again.
    fn again(&self) -> Option<UnitGuess> {
        let ledger = self.is_ledger();
        let comes = |&&(names, column): &&(HeadingNames, usize)| {
            let Glance { filled, empty, .. } = self.columns[column];
            let again = self.columns[column].values.len() > 1 && self.columns[column].values.len() < filled;
            let kind = match names {
                HeadingNames::Codes(_) if ledger => !heading::is_code_of_things(&self.columns[column].heading),
                HeadingNames::Codes(_) => self.is_person(column) && !self.is_code_of_few(column),
                HeadingNames::People => true,
                HeadingNames::Called(_) => ledger,
            };
            kind && again && 10 * empty <= filled
        };
        let &(_, column) = self.named.iter().find(comes)?;
        let periods = (0..self.columns.len()).filter(|&other| other != column);
        let period = periods.into_iter().find(|&other| self.is_period(other) || ledger && self.is_day(other));
        Some(self.one(column, period, if ledger { UnitRows::Added } else { UnitRows::Again }))
    }

    /// A time that no other row has: a series.
    fn in_time(&self) -> Option<UnitGuess> {
        let is_time = |column: &usize| {
            let glance = &self.columns[*column];
            let said = heading::is_period(&glance.heading) || heading::is_day(&glance.heading) || self.is_day(*column);
            said && glance.is_unique() && !heading::is_stamp(&glance.heading)
        };
        let found = (0..self.columns.len()).any(|column| is_time(&column));
        found.then_some(UnitGuess { columns: Vec::new(), period: None, rows: UnitRows::Series })
    }

    fn is_person(&self, column: usize) -> bool {
        let heading = &self.columns[column].heading;
        heading::is_person(heading) && !heading::is_code_of_things(heading)
    }

    /// A code that few values share, such as those of a school or a week, says which group a row is of.
    fn is_code_of_few(&self, column: usize) -> bool {
        let Glance { filled, values, .. } = &self.columns[column];
        values.len() * FEW_ROWS_EACH < *filled
    }

    /// Days and amounts side by side: a list of payments, gifts or visits.
    fn is_ledger(&self) -> bool {
        let days = (0..self.columns.len()).any(|column| self.is_day(column));
        let amount = |glance: &Glance| heading::is_amount(&glance.heading) && glance.is_measured();
        days && self.columns.iter().any(amount)
    }

    fn is_day(&self, column: usize) -> bool {
        let glance = &self.columns[column];
        glance.is_days() && 10 * glance.empty <= glance.filled && !heading::is_stamp(&glance.heading)
    }

    /// Whether columns together tell every row from every other.
    pub(super) fn tells(&self, columns: &[usize]) -> bool {
        let mut seen = BTreeSet::new();
        (0..self.table.rows.len()).all(|row| {
            let cells: Option<Vec<String>> = columns.iter().map(|&column| key(self.table.get(row, column))).collect();
            cells.is_some_and(|cells| seen.insert(cells))
        })
    }
}

/// Columns to the left, where people write what a row is about.
pub(super) const LEFT: usize = 4;

/// More rows than so many for each value of a code are a group's.
const FEW_ROWS_EACH: usize = 40;

pub(super) fn key(cell: Raw<'_>) -> Option<String> {
    match cell {
        Raw::Text(text) => Some(text.trim().to_string()),
        Raw::Number(number) | Raw::Date(number) => Some(number.to_string()),
        Raw::Bool(flag) => Some(flag.to_string()),
        Raw::Empty | Raw::Error(_) => None,
    }
}
