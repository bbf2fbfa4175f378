//! Sentences follow from the cells: what is hidden in a table is hidden in every phrase.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::exhibit::{Audience, Cell, Table, Value};
use crate::math::elementary::magnitude;
use crate::phrase;
use crate::text::{Arg, CellRef, Phrase, Precision, Words};

use super::digits::{Towards, decimals, level_text, plain, said};
use super::results::Rounded;
use super::rule::Rule;

/// What phrases may not say.
pub struct Veil<'r> {
    /// The profile's rule.
    pub rule: &'r Rule,
    /// Cells that are hidden.
    pub cells: BTreeSet<CellRef>,
    /// Values of categories that few have.
    pub few: BTreeSet<String>,
    /// Cells that are rounded.
    pub said: BTreeMap<CellRef, Said>,
}

/// A number that is said otherwise than it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said {
    /// What it is.
    pub held: f64,
    /// How it is said.
    pub public: f64,
    /// In whole multiples of what; zero where it has all its digits.
    pub step: f64,
}

/// What a phrase speaks of.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Hidden numbers of units.
    pub numbers: BTreeSet<u32>,
    /// Whether every count is one of units.
    pub counts: bool,
    /// Whether shares would tell hidden counts.
    pub shares: bool,
    /// Whether numbers with decimals are hidden as well.
    pub results: bool,
    /// Bits of the sizes of hidden results.
    pub told: BTreeSet<u64>,
    /// Numbers of the answer, wherever they stand.
    pub values: Vec<Said>,
    /// How numbers of units are rounded.
    pub rounded: Rc<Rounded>,
}

/// The column that names a value of a category.
pub const LEVEL: &str = "level";

/// What stands for a value that few have.
pub fn of_few() -> Phrase {
    phrase!("(a value that few have)")
}

/// Whether a row counts few.
pub fn is_of_few(row: &[Cell], rule: &Rule) -> bool {
    row.iter().any(|cell| cell.tells().is_some_and(|n| rule.hides_count(n)))
}

/// How the number of a cell is said, where that is otherwise than it is.
fn said_of(cell: &Cell, key: &str) -> Option<Said> {
    let held = cell.number()?;
    match (cell.rounded, cell.step) {
        (Some(public), _) => Some(Said { held, public, step: 0.0 }),
        (None, Some(step)) => Some(Said { held, public: said(held, step, Towards::of(key)), step }),
        (None, None) => None,
    }
}

/// A number of a sentence as the cell that holds it says it: in points it is a hundred times as large, and it may have lost its sign.
fn as_cell(value: f64, digits: usize, Said { held, public, step }: Said) -> Arg {
    let times = if held == 0.0 { 1.0 } else { value / held };
    let times = if times.abs() > 50.0 { 100.0 * times.signum() } else { times.signum() };
    Arg::Number(plain_digits(public * times), digits.min(decimals(step * times.abs())))
}

/// The same of a number that is written with the digits of its answer.
fn written_as_cell(value: f64, precision: Precision, said: Said) -> Arg {
    match as_cell(value, 0, said) {
        Arg::Number(public, _) => Arg::Written(public, precision),
        other => other,
    }
}

/// Whether a number is one of the answer, or it in percentage points, or the same without its sign.
fn is_same(held: f64, value: f64) -> bool {
    let near = |held: f64| (held.abs() - value.abs()).abs() <= 1e-9 * held.abs();
    held != 0.0 && (near(held) || near(held * 100.0))
}

/// A number that stands in no cell.
fn without_digits(value: f64, digits: usize) -> Arg {
    let said = plain(value);
    let needed = if said == 0.0 { 0 } else { (1 - magnitude(said.abs())).max(0) as usize };
    Arg::Number(said, digits.min(needed))
}

/// Without the last digits of the arithmetic.
fn plain_digits(value: f64) -> f64 {
    format!("{value:.9e}").parse().unwrap_or(value)
}

impl<'r> Veil<'r> {
    /// What the tables hide.
    pub fn of(tables: &[Table], rule: &'r Rule) -> Veil<'r> {
        let (mut cells, mut rounded, mut few) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
        for table in tables {
            let level = table.column(LEVEL).filter(|_| table.audience == Audience::Public);
            for (row, of_row) in table.rows.iter().enumerate() {
                if let Some(Value::Text(level)) = level.filter(|_| is_of_few(of_row, rule)).map(|at| &of_row[at].value)
                {
                    few.insert(level.clone());
                }
                for (cell, column) in of_row.iter().zip(&table.columns) {
                    if [table.audience, column.audience, cell.audience].contains(&Audience::Internal) {
                        cells.insert(table.at(row, &column.key));
                    } else if let Some(said) = said_of(cell, &column.key) {
                        rounded.insert(table.at(row, &column.key), said);
                    }
                }
            }
        }
        few.remove("");
        Veil { rule, cells, few, said: rounded }
    }

    /// A phrase as the public may read it. Beside a share that is not shown other numbers would tell it: shares of its parts, or
    /// the distance between them.
    pub fn phrase(&self, phrase: &Phrase, scope: &Scope) -> Phrase {
        let scope = &Scope { shares: scope.shares && !self.tells_shares(phrase, scope), ..scope.clone() };
        let beside = scope.shares && phrase.args.iter().any(|(_, arg)| matches!(arg, Arg::Percent(..)));
        let results = scope.results || beside;
        let args = phrase.args.iter().map(|(name, arg)| (name.clone(), self.arg(arg, scope, results))).collect();
        Phrase { template: phrase.template.clone(), args }
    }

    /// Whether the numbers of units that a phrase says, which may be said, tell all its shares.
    fn tells_shares(&self, phrase: &Phrase, scope: &Scope) -> bool {
        let said = |arg: &Arg| match self.arg(arg, scope, false) {
            Arg::Units(n) => Some(n as f64),
            Arg::Cell(_, shown) => {
                if let Arg::Units(n) = *shown {
                    Some(n as f64)
                } else {
                    None
                }
            }
            _ => None,
        };
        let units: Vec<f64> = phrase.args.iter().filter_map(|(_, arg)| said(arg)).collect();
        let told = |share: f64| units.iter().any(|all| units.iter().any(|part| (part / all - share).abs() < 1e-9));
        phrase.args.iter().all(|(_, arg)| if let Arg::Percent(share, _) = arg { told(*share) } else { true })
    }

    /// Several phrases.
    pub fn phrases(&self, phrases: &[Phrase], scope: &Scope) -> Vec<Phrase> {
        phrases.iter().map(|phrase| self.phrase(phrase, scope)).collect()
    }

    fn arg(&self, arg: &Arg, scope: &Scope, results: bool) -> Arg {
        match arg {
            Arg::Cell(cell, _) if self.cells.contains(cell) => Arg::Withheld,
            Arg::Cell(cell, shown) => match (self.shown(shown, scope, results), self.said.get(cell)) {
                (Arg::Number(value, digits), Some(said)) => {
                    Arg::Cell(cell.clone(), Box::new(as_cell(value, digits, *said)))
                }
                (Arg::Written(value, precision), Some(said)) => {
                    Arg::Cell(cell.clone(), Box::new(written_as_cell(value, precision, *said)))
                }
                (Arg::Units(_), Some(said)) => {
                    Arg::Cell(cell.clone(), Box::new(Arg::Units(said.public.abs().round() as u64)))
                }
                (Arg::Percent(_, digits), Some(said)) => {
                    Arg::Cell(cell.clone(), Box::new(Arg::Percent(said.public.abs(), digits)))
                }
                (shown, _) => Arg::Cell(cell.clone(), Box::new(shown)),
            },
            Arg::Units(n) => self.units(*n, scope),
            Arg::Count(n) if scope.counts => self.units(*n, scope),
            Arg::Percent(..) if scope.shares => Arg::Withheld,
            Arg::Number(..) | Arg::Written(..) if results => Arg::Withheld,
            Arg::Number(value, _) | Arg::Written(value, _) if scope.told.contains(&value.abs().to_bits()) => {
                Arg::Withheld
            }
            Arg::Number(value, digits) => match scope.values.iter().find(|it| is_same(it.held, *value)) {
                Some(known) => as_cell(*value, *digits, *known),
                None => without_digits(*value, *digits),
            },
            Arg::Written(value, precision) => match scope.values.iter().find(|it| is_same(it.held, *value)) {
                Some(known) => written_as_cell(*value, *precision, *known),
                None => Arg::Written(plain(*value), *precision),
            },
            Arg::Words(words) => Arg::Words(self.words(words)),
            Arg::Text(text) if self.few.contains(text) => Arg::from(of_few()),
            Arg::Inside(_) => Arg::from(phrase!("a condition of the question")),
            Arg::P(p) => Arg::Text(level_text(*p)),
            Arg::Phrase(phrase) => Arg::from(self.phrase(phrase, scope)),
            Arg::List(items) => Arg::List(items.iter().map(|item| self.arg(item, scope, results)).collect()),
            other => other.clone(),
        }
    }

    /// Words without the value of a category that few have: `Kind` for `Kind: village`.
    pub fn words(&self, words: &Words) -> Words {
        let of_few = |text: &str| {
            self.few.iter().find_map(|level| text.strip_suffix(level)?.strip_suffix(": ").map(String::from))
        };
        let said = |(lang, text): (&String, &String)| (lang.clone(), of_few(text).unwrap_or_else(|| text.clone()));
        Words(words.0.iter().map(said).collect())
    }

    /// A number whose cell is shown.
    fn shown(&self, arg: &Arg, scope: &Scope, results: bool) -> Arg {
        match arg {
            Arg::Units(n) if !self.rule.hides_count(*n as i64) => Arg::Units(self.rule.shown(*n as i64) as u64),
            Arg::Number(..) | Arg::Written(..) => arg.clone(),
            other => self.arg(other, scope, results),
        }
    }

    fn units(&self, n: u64, scope: &Scope) -> Arg {
        self.count(n, scope).map_or(Arg::Withheld, Arg::Units)
    }

    /// A number of units as it is said among others of its question; nothing where it is not shown, is a hidden number too, or is shown as
    /// several.
    pub fn count(&self, n: u64, scope: &Scope) -> Option<u64> {
        let hidden = u32::try_from(n).is_ok_and(|n| scope.numbers.contains(&n));
        self.known_count(n, scope).filter(|_| !hidden)
    }

    /// The same of a number that is no hidden one of its question.
    pub fn known_count(&self, n: u64, scope: &Scope) -> Option<u64> {
        let rounded = u32::try_from(n).ok().and_then(|n| scope.rounded.get(&n));
        match rounded {
            _ if self.rule.hides_count(n as i64) => None,
            Some(shown) => shown.map(u64::from),
            None => Some(self.rule.shown(n as i64) as u64),
        }
    }
}
