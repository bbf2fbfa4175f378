use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::math::largest::Largest;
use crate::phrase;
use crate::text::{CellRef, Phrase, Precision, Words};

use super::{AnswerPart, Members, Quantity, TableId};

/// Who may see a table, a column, a cell, a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Anyone.
    #[default]
    Public,
    /// Only those who hold the data.
    Internal,
}

/// How a column's numbers are shown. They always stay numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Words.
    Text,
    /// Whole numbers.
    Count,
    /// Numbers with this many decimals.
    Number(u8),
    /// Numbers of an answer, as the numbers of that answer are written.
    Written(Precision),
    /// Shares between 0 and 1 shown as percentages with this many decimals.
    Percent(u8),
    /// p-values.
    PValue,
}

/// What a cell's number is, for disclosure control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Words that carry no data.
    Label,
    /// A count of units.
    Frequency,
    /// A sum or mean of contributions of units.
    Magnitude,
    /// A model result: estimate, error, p, balance statistic.
    Statistic,
    /// Identifies a unit.
    Identifier,
}

/// The content of a cell. Not-a-number never occurs: such a cell is [`Value::Empty`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Nothing to show.
    Empty,
    /// A number, whole or not.
    Number(f64),
    /// Text from the data, the same in every language.
    Text(String),
    /// The user's words.
    Words(Words),
    /// Our words.
    Phrase(Phrase),
    /// There is a value, but it is not shown.
    Withheld,
}

/// What of the values of units a number is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MadeOf {
    /// Their sum: a mean, a total.
    Total(Largest),
    /// Their sum of squares.
    Squares(Largest),
}

/// A typed cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cell {
    /// What stands in it.
    pub value: Value,
    /// How many units the value rests on, where that makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// How many persons or organisations contribute, where that differs from `n`; 0 where nobody stands behind a count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contributors: Option<u32>,
    /// What kind of value it is.
    pub kind: Kind,
    /// Who may see it.
    #[serde(default)]
    pub audience: Audience,
    /// How its number is shown, where it is not shown as those of its column: a share among means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// What the public reads it in whole multiples of; as it is where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<f64>,
    /// What the public reads in its place where counts are rounded: they are decided together, so that sums hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounded: Option<f64>,
    /// Standard error of a mean, by which the public reads it more or less finely; not stored either.
    #[serde(skip)]
    pub error: Option<f64>,
    /// Of what values it is made, as far as one of them may be most of all; not stored either.
    #[serde(skip)]
    pub made_of: Option<MadeOf>,
    /// What number it is; not stored, since what follows from it is decided before.
    #[serde(skip)]
    pub quantity: Option<Quantity>,
    /// Who is counted, or of whom a share is about; not stored either.
    #[serde(skip)]
    pub members: Option<Members>,
}

/// A result without what only the arithmetic left of it: zero is never below zero, and what differs from a whole number by the last
/// digits is that number.
pub fn plain(value: f64) -> f64 {
    const LAST: f64 = 4.0 * f64::EPSILON;
    let whole = value.round();
    let near = whole != 0.0 && value.is_finite() && (value - whole).abs() <= LAST * whole.abs();
    // −0 + 0 is 0.
    if near { whole } else { value + 0.0 }
}

/// a − b without what only the arithmetic left of it: with as many decimals as the longer of both has.
pub fn difference(a: f64, b: f64) -> f64 {
    let decimals = |value: f64| value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let places = decimals(a).max(decimals(b));
    let rounded = format!("{:.places$}", a - b).parse();
    plain(rounded.unwrap_or(a - b))
}

impl Cell {
    fn new(value: Value, kind: Kind) -> Cell {
        Cell {
            value,
            n: None,
            contributors: None,
            kind,
            audience: Audience::Public,
            format: None,
            step: None,
            rounded: None,
            error: None,
            made_of: None,
            quantity: None,
            members: None,
        }
    }

    /// Nothing.
    pub fn empty() -> Cell {
        Cell::new(Value::Empty, Kind::Label)
    }

    /// Our words.
    pub fn phrase(phrase: Phrase) -> Cell {
        Cell::new(Value::Phrase(phrase), Kind::Label)
    }

    /// The user's words.
    pub fn words(words: &Words) -> Cell {
        Cell::new(Value::Words(words.clone()), Kind::Label)
    }

    /// Text of the data that names no unit: a category, a column.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::new(Value::Text(text.into()), Kind::Label)
    }

    /// Text that identifies a unit.
    pub fn identifier(text: impl Into<String>) -> Cell {
        Cell { audience: Audience::Internal, ..Cell::new(Value::Text(text.into()), Kind::Identifier) }
    }

    /// A count of units, which is its own `n`. It says what it counts, so that nobody can tell from one table what another hides.
    pub fn count(n: usize, quantity: Quantity) -> Cell {
        Cell::count_here(n).quantity(quantity)
    }

    /// A count of units that says who they are, and so where else they are counted.
    pub fn count_of(members: Members) -> Cell {
        Cell::count_here(members.n()).of(members)
    }

    /// A count of units that stands in this table alone, or of which a sum or a link says where else.
    pub fn count_here(n: usize) -> Cell {
        Cell { n: Some(n as u32), ..Cell::new(Value::Number(n as f64), Kind::Frequency) }
    }

    /// A model result; empty where it is not a finite number.
    pub fn statistic(value: f64) -> Cell {
        Cell::new(if value.is_finite() { Value::Number(plain(value)) } else { Value::Empty }, Kind::Statistic)
    }

    /// A number of a scale, which rests on nobody: an edge of a bin, a step; empty where it is not a finite number.
    pub fn scale(value: f64) -> Cell {
        Cell { kind: Kind::Label, ..Cell::statistic(value) }
    }

    /// A mean or sum over `n` units; empty where it is not a finite number.
    pub fn magnitude(value: f64, n: usize) -> Cell {
        Cell { n: Some(n as u32), kind: Kind::Magnitude, ..Cell::statistic(value) }
    }

    /// States what number it is.
    pub fn quantity(mut self, quantity: Quantity) -> Cell {
        self.quantity = Some(quantity);
        self
    }

    /// States who is counted, or whom a share is about.
    pub fn of(mut self, members: impl Into<Option<Members>>) -> Cell {
        self.members = members.into();
        self
    }

    /// States how many units stand behind the cell.
    pub fn with_n(mut self, n: usize) -> Cell {
        self.n = Some(n as u32);
        self
    }

    /// States how many persons or organisations the value is about, of the `n` that it rests on.
    pub fn with_contributors(mut self, n: usize) -> Cell {
        self.contributors = Some(n as u32);
        self
    }

    /// States that the number is a share of 1 among numbers that are none: people read it in percent.
    pub fn as_share(mut self) -> Cell {
        self.format = Some(Format::Percent(1));
        self
    }

    /// States that the number is one of an answer, and is written with its digits.
    pub fn written(mut self, precision: Precision) -> Cell {
        self.format = Some(Format::Written(precision));
        self
    }

    /// How the number is shown in a column.
    pub fn format_in<'a>(&'a self, column: &'a Column) -> &'a Format {
        self.format.as_ref().unwrap_or(&column.format)
    }

    /// That the mean is one of yes (1) and no (0): where each unit counts alike, it says how many said yes.
    pub fn of_yes(self) -> Cell {
        let yes = self.number().zip(self.n).map(|(share, n)| share * f64::from(n));
        match yes.filter(|yes| *yes > -0.5 && (yes - yes.round()).abs() < 1e-6) {
            Some(yes) => self.with_contributors(yes.round() as usize),
            None => self,
        }
    }

    /// States the standard error of a mean: what the public reads is not finer than a part of it.
    pub fn with_error(mut self, error: f64) -> Cell {
        self.error = Some(error).filter(|error| error.is_finite() && *error > 0.0);
        self
    }

    /// States that it is made of the total of values.
    pub fn of_total(mut self, values: Largest) -> Cell {
        self.made_of = Some(MadeOf::Total(values));
        self
    }

    /// States that it is made of the squares of values: a spread, an end of an interval.
    pub fn of_squares(mut self, values: Largest) -> Cell {
        self.made_of = Some(MadeOf::Squares(values));
        self
    }

    /// The number of units that the cell tells, where it tells one: its count, or how many units a share is about.
    pub fn tells(&self) -> Option<i64> {
        let number = self.number()?;
        match (self.kind, self.contributors) {
            (Kind::Frequency, _) => Some(number as i64),
            (Kind::Magnitude, Some(contributors)) => Some(i64::from(contributors)),
            _ => None,
        }
    }

    /// Whether it holds a mean, a share or another result.
    pub fn is_result(&self) -> bool {
        matches!(self.kind, Kind::Magnitude | Kind::Statistic)
    }

    /// The number in the cell, if it is one.
    pub fn number(&self) -> Option<f64> {
        if let Value::Number(value) = self.value { Some(value) } else { None }
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Stable key, by which figures, links and programs find it.
    pub key: String,
    /// Heading.
    pub title: Phrase,
    /// How its numbers are shown.
    pub format: Format,
    /// Who may see it.
    #[serde(default)]
    pub audience: Audience,
}

impl Column {
    /// A public column.
    pub fn new(key: &str, title: Phrase, format: Format) -> Column {
        Column { key: key.into(), title, format, audience: Audience::Public }
    }

    /// A column of names of variables: for programs; people read what they are called, which stands beside it.
    pub fn of_keys(key: &str) -> Column {
        Column::new(key, phrase!("Key"), Format::Text)
    }

    /// Whether it holds names of variables.
    pub fn is_of_keys(&self) -> bool {
        self.title.template == "Key"
    }
}

/// An additive relation among the cells of a table: `total = Σ parts` (row, column indices), which disclosure control must
/// respect. A share stands for the units that it is about ([`Cell::contributors`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Relation {
    /// The cell that is the sum.
    pub total: (usize, usize),
    /// The cells that are added.
    pub parts: Vec<(usize, usize)>,
}

/// An additive relation among cells of different tables: the same units counted again, a table that breaks down another.
/// With one part it says that both are the same number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// The cell that is the sum.
    pub total: CellRef,
    /// The cells that are added.
    pub parts: Vec<CellRef>,
}

/// A table of typed cells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// What it is, and of which question: `<question>/balance`, or without a question `flow`.
    #[schemars(with = "String")]
    pub id: TableId,
    /// What it shows.
    pub title: Phrase,
    /// Definitions, denominators and warnings, printed under it.
    pub notes: Vec<Phrase>,
    /// Who may see it.
    #[serde(default)]
    pub audience: Audience,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows; each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// Sums that hold among the cells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
}

impl Table {
    /// An empty public table.
    pub fn new(id: impl Into<TableId>, title: Phrase, columns: Vec<Column>) -> Table {
        let id = id.into();
        Table {
            id,
            title,
            notes: Vec::new(),
            audience: Audience::Public,
            columns,
            rows: Vec::new(),
            relations: Vec::new(),
        }
    }

    /// Index of the column with a key.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }

    /// The cell at a row and a column key.
    pub fn cell(&self, row: usize, key: &str) -> Option<&Cell> {
        self.rows.get(row)?.get(self.column(key)?)
    }

    /// Address of the cell at a row and a column key.
    pub fn at(&self, row: usize, key: &str) -> CellRef {
        CellRef { table: self.id.to_string(), row, key: key.into() }
    }

    /// States who is counted at a row and a column key, or whom a share there is about, where they are as many.
    pub fn count_of(&mut self, row: usize, key: &str, members: Members) {
        let Some(column) = self.column(key) else { return };
        if let Some(cell) = self.rows.get_mut(row).map(|cells| &mut cells[column]) {
            cell.members = Some(members).filter(|it| cell.tells() == Some(it.n() as i64));
        }
    }

    /// The same table as that of an answer: its own numbers, and all its results, are those of the finding.
    pub fn of_answer(mut self, finding: &str) -> Table {
        for cell in self.rows.iter_mut().flatten() {
            cell.quantity = match cell.quantity.take() {
                Some(own) if own.finding.is_empty() => Some(own.part.of(finding)),
                None if cell.is_result() => Some(AnswerPart::Result.of(finding)),
                quantity => quantity,
            };
        }
        self
    }

    /// The same table where its means are shares of 1: people read them in percent.
    pub fn of_shares(mut self) -> Table {
        for at in 0..self.columns.len() {
            let means = |row: &Vec<Cell>| row[at].kind == Kind::Magnitude && row[at].contributors.is_none();
            if matches!(self.columns[at].format, Format::Number(_) | Format::Written(_)) && self.rows.iter().any(means)
            {
                self.columns[at].format = Format::Percent(1);
            }
        }
        self
    }

    /// Adds a row.
    ///
    /// # Panics
    /// Where the row is not as long as the list of columns: a mistake in the code that makes the table.
    pub fn push(&mut self, row: Vec<Cell>) {
        assert_eq!(row.len(), self.columns.len(), "row of table {}", self.id);
        self.rows.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_shows_no_dust_of_the_arithmetic() {
        assert!(plain(-0.0).is_sign_positive() && Cell::statistic(-0.0).number().is_some_and(f64::is_sign_positive));
        assert_eq!((plain(0.999_999_999_999_999_6), plain(-3.000_000_000_000_000_4)), (1.0, -3.0));
        assert_eq!((plain(0.999_999_9), plain(1e-17), plain(2.5)), (0.999_999_9, 1e-17, 2.5));
    }

    #[test]
    fn a_difference_has_the_decimals_of_its_terms() {
        assert_eq!((difference(2.4, 0.8), difference(0.3, 0.1), difference(-0.1, 0.2)), (1.6, 0.2, -0.3));
        assert_eq!((difference(5e6, 250_000.0), difference(0.1, 0.1)), (4_750_000.0, 0.0));
        let third = 1.0 / 3.0;
        assert!((difference(third, 0.25) - (third - 0.25)).abs() < 1e-16);
        assert!(difference(f64::INFINITY, 1.0).is_infinite());
    }
}
