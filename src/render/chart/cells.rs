//! What figures read out of tables.

use super::scale::{LONG, power_of_ten};
use crate::exhibit::{Cell, Format, Layer, Table, Value};
use crate::text::{Lang, WITHHELD, decimals_for, fixed, p_value, percent};

/// Stands for a value that is not there.
pub const MISSING: &str = "–";
/// Values beyond this are drawn at the edge.
const LARGEST: f64 = 1e150;

/// Without a form of their own, numbers below this are written with a power of ten.
const TINY: f64 = 1e-4;

/// A cell as a figure sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// A finite number.
    Number(f64),
    /// No number.
    Missing,
    /// There is one, but it is not shown.
    Withheld,
}

impl Reading {
    /// The number, if it is one.
    pub fn number(self) -> Option<f64> {
        if let Reading::Number(value) = self { Some(value) } else { None }
    }
}

/// Reads a number.
pub fn read(table: &Table, row: usize, key: &str) -> Reading {
    match table.cell(row, key).map(|cell| &cell.value) {
        Some(Value::Number(value)) if value.is_finite() => Reading::Number(value.clamp(-LARGEST, LARGEST)),
        Some(Value::Withheld) => Reading::Withheld,
        _ => Reading::Missing,
    }
}

/// Reads words; a number is written as its column asks.
pub fn words(table: &Table, row: usize, key: &str, lang: Lang) -> String {
    let format = table.column(key).map_or(&Format::Text, |column| &table.columns[column].format);
    table.cell(row, key).map_or(String::new(), |cell| cell_words(cell, format, lang))
}

fn cell_words(cell: &Cell, format: &Format, lang: Lang) -> String {
    match &cell.value {
        Value::Empty => String::new(),
        Value::Number(value) => number(*value, format, lang),
        Value::Text(text) => text.clone(),
        Value::Words(words) => words.get(lang).to_string(),
        Value::Phrase(phrase) => phrase.render(lang),
        Value::Withheld => WITHHELD.into(),
    }
}

/// A number as a column asks for it.
pub fn number(value: f64, format: &Format, lang: Lang) -> String {
    match format {
        _ if value.abs() >= LONG => power_of_ten(value, 2),
        Format::Count => fixed(value, 0),
        Format::Number(decimals) => fixed(value, usize::from(*decimals)),
        Format::Written(precision) => precision.write(value, lang),
        Format::Percent(decimals) => percent(value, usize::from(*decimals), lang),
        Format::PValue => p_value(value),
        Format::Text if value != 0.0 && value.abs() < TINY => power_of_ten(value, 2),
        Format::Text => fixed(value, decimals_for(value)),
    }
}

/// A row of a layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Datum {
    /// Along x.
    pub x: Reading,
    /// Along y; missing in rows.
    pub y: Reading,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
}

impl Datum {
    /// Whether any part of it is not shown.
    pub fn withheld(&self) -> bool {
        self.x == Reading::Withheld || self.y == Reading::Withheld
    }

    /// Every number along x.
    pub fn along_x(&self) -> impl Iterator<Item = f64> {
        [self.x.number(), self.low, self.high].into_iter().flatten()
    }
}

/// The rows of a layer. An interval of which an end is withheld is withheld as a whole.
pub fn series(table: &Table, layer: &Layer) -> Vec<Datum> {
    (0..table.rows.len()).map(|row| datum(table, layer, row)).collect()
}

fn datum(table: &Table, layer: &Layer, row: usize) -> Datum {
    let of = |key: &Option<String>| key.as_ref().map_or(Reading::Missing, |key| read(table, row, key));
    let (low, high) = (of(&layer.low), of(&layer.high));
    let x = read(table, row, &layer.x);
    if [x, low, high].contains(&Reading::Withheld) {
        return Datum { x: Reading::Withheld, y: Reading::Missing, low: None, high: None };
    }
    let y = of(&layer.y);
    match x {
        Reading::Number(_) => Datum { x, y, low: low.number(), high: high.number() },
        _ => Datum { x, y, low: None, high: None },
    }
}

/// Whether a figure leaves something out that its table withholds.
pub fn withholds(table: &Table) -> bool {
    table.rows.iter().flatten().any(|cell| cell.value == Value::Withheld)
}
