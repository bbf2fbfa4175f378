//! A column at a glance.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::super::{Raw, RawTable};
use crate::names::corporate_number;
use crate::notation::calendar::{days_of_serial, iso};
use crate::text::even;

/// A column of texts with at most this many different ones looks like categories.
const CATEGORIES: usize = 20;

/// Longer texts (in characters, on average) are prose.
const PROSE: usize = 40;

/// A column is days, or corporate numbers, where at least this share of its cells are.
const NEARLY_ALL: f64 = 0.95;

/// A column at a glance.
pub struct Glance {
    /// Heading.
    pub heading: String,
    /// Cells that hold something.
    pub filled: usize,
    /// Cells that hold nothing.
    pub empty: usize,
    /// Formulas among these whose results are not stored.
    pub unstored: usize,
    /// Numbers among them.
    pub numbers: usize,
    /// Smallest and largest number.
    pub range: (f64, f64),
    /// Dates among them.
    pub dates: usize,
    /// Different values as text, with how often each occurs.
    pub values: BTreeMap<String, usize>,
    /// Different texts among them, with how often each occurs.
    pub texts: BTreeMap<String, usize>,
}

impl Glance {
    /// Looks at a column.
    pub fn at(table: &RawTable, column: usize) -> Glance {
        let mut glance = Glance {
            heading: table.headings[column].text.clone(),
            filled: 0,
            empty: 0,
            unstored: table.unstored.iter().filter(|cell| cell.1 == table.headings[column].col).count(),
            numbers: 0,
            range: (f64::INFINITY, f64::NEG_INFINITY),
            dates: 0,
            values: BTreeMap::new(),
            texts: BTreeMap::new(),
        };
        (0..table.rows.len()).for_each(|row| glance.add(table.get(row, column)));
        glance
    }

    fn add(&mut self, cell: Raw<'_>) {
        let text = match cell {
            Raw::Empty | Raw::Error(_) => {
                self.empty += 1;
                return;
            }
            Raw::Number(number) => {
                self.number(number);
                number.to_string()
            }
            Raw::Bool(flag) => {
                self.number(f64::from(u8::from(flag)));
                u8::from(flag).to_string()
            }
            Raw::Date(serial) => {
                self.dates += 1;
                days_of_serial(serial).map_or_else(|| serial.to_string(), iso)
            }
            Raw::Text(text) => {
                *self.texts.entry(text.trim().to_string()).or_default() += 1;
                text.trim().to_string()
            }
        };
        self.filled += 1;
        *self.values.entry(text).or_default() += 1;
    }

    fn number(&mut self, number: f64) {
        self.numbers += 1;
        self.range = (self.range.0.min(number), self.range.1.max(number));
    }

    /// Whether every row has its own value.
    pub fn is_unique(&self) -> bool {
        self.empty == 0 && self.filled > 0 && self.values.len() == self.filled
    }

    /// Whether all values differ, and no more than half of the rows have none: rows of totals, of units or notes, or further rows of
    /// the same one.
    pub fn is_nearly_unique(&self) -> bool {
        self.values.len() == self.filled && self.empty <= self.filled && self.filled > 1
    }

    /// Whether it holds words of many kinds, without digits.
    pub fn is_wording(&self) -> bool {
        let distinct = self.values.len();
        let plain = self.numbers == 0 && self.dates == 0 && !self.has_digits();
        plain && distinct > 2 && (distinct > CATEGORIES || distinct * 2 > self.filled)
    }

    /// Adds what the same column holds in another table.
    pub fn add_all(&mut self, other: &Glance) {
        self.filled += other.filled;
        self.empty += other.empty;
        self.numbers += other.numbers;
        self.dates += other.dates;
        self.range = (self.range.0.min(other.range.0), self.range.1.max(other.range.1));
        for (mine, theirs) in [(&mut self.values, &other.values), (&mut self.texts, &other.texts)] {
            theirs.iter().for_each(|(text, times)| *mine.entry(text.clone()).or_default() += times);
        }
    }

    /// Whether its texts are long or sentences.
    pub fn is_prose(&self) -> bool {
        let texts = self.texts.len().max(1);
        let letters: usize = self.texts.keys().map(|text| text.chars().count()).sum();
        let sentences = self.texts.keys().filter(|text| text.contains(['。', '！', '？', '\n'])).count();
        letters > PROSE * texts || 3 * sentences > texts
    }

    /// Whether its values are addresses on the net.
    pub fn is_link(&self) -> bool {
        let links =
            self.texts.keys().filter(|text| text.starts_with("http://") || text.starts_with("https://")).count();
        links > 0 && 2 * links >= self.values.len()
    }

    /// Whether nearly all of its values are days, as dates or as texts such as 2021/04/01 and 01-07-2018.
    pub fn is_days(&self) -> bool {
        let written: usize = self.texts.iter().filter(|(text, _)| is_day(text)).map(|(_, times)| times).sum();
        self.filled > 0 && (self.dates + written) as f64 >= NEARLY_ALL * self.filled as f64
    }

    /// Whether it holds numbers, as such or as texts with digits.
    pub fn is_measured(&self) -> bool {
        let sign = |c: char| c.is_ascii_digit() || c.is_ascii_punctuation() || "¥￥£€△▲約上".contains(c);
        let plain = |text: &String| digits(text) && text.chars().count() <= 20 && text.nfkc().next().is_some_and(sign);
        let written: usize = self.texts.iter().filter(|(text, _)| plain(text)).map(|(_, times)| times).sum();
        self.dates == 0 && 10 * (self.numbers + written) >= 8 * self.filled.max(1) && !self.is_days()
    }

    /// Whether nearly all of its values are corporate numbers: thirteen digits, of which the first checks the others.
    pub fn is_corporate(&self) -> bool {
        let valid: usize = self.values.iter().filter(|(text, _)| is_corporate(text)).map(|(_, times)| times).sum();
        valid > 2 && valid as f64 >= NEARLY_ALL * self.filled as f64
    }

    /// How many of a hundred filled cells have a value of their own.
    pub fn variety(&self) -> usize {
        100 * self.values.len() / self.filled.max(1)
    }

    /// Whether half of the texts hold digits, so that they may be numbers or dates as people write them.
    fn has_digits(&self) -> bool {
        let with: usize = self.texts.iter().filter(|(text, _)| digits(text)).map(|(_, count)| count).sum();
        with * 2 >= self.filled
    }

    /// The most frequent values, most frequent first.
    pub fn frequent(&self, count: usize) -> Vec<(&str, usize)> {
        let mut values: Vec<(&str, usize)> = self.values.iter().map(|(text, n)| (text.as_str(), *n)).collect();
        values.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        values.truncate(count);
        values
    }
}

/// A day in digits: three numbers with a sign between, or with 年 and 月, perhaps with a time behind it.
fn is_day(text: &str) -> bool {
    let plain: String = text.nfkc().collect();
    let day = plain.split([' ', 'T']).next().unwrap_or_default().trim_end_matches('日');
    let parts: Vec<&str> = day.split(['-', '/', '.', '年', '月']).collect();
    let sizes: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let numbers = parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    numbers && matches!(sizes.as_slice(), [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4])
}

fn is_corporate(text: &str) -> bool {
    corporate_number::is_checked(&even(text))
}

fn digits(text: &str) -> bool {
    text.nfkc().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corporate_numbers_are_known_by_their_check_digit() {
        assert!(is_corporate("1010001072706") && is_corporate("７００００１２０５０００２"));
        assert!(!is_corporate("2010001072706") && !is_corporate("101000107270") && !is_corporate("内閣府"));
    }
}
