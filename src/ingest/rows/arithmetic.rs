//! Whether rows are the sum, the mean or another figure of the others, by their numbers.

use super::super::grid::{NUMBER, TEXT};
use super::super::{Raw, RawTable};
use super::words::SummaryKind;
use crate::notation::years::is_year;
use crate::text::even;

/// A column is one of numbers where so many of its filled cells are.
const MOSTLY: f64 = 0.8;

/// Fewer numbers than this say nothing.
const FEWEST: usize = 3;

/// What may differ by the order in which numbers were added, as a share of their sum.
const ROUNDING: f64 = 1e-9;

/// The share of the columns in which a row has to be the figure.
const NEARLY_ALL: f64 = 0.8;

/// How near a sum has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    /// But for the order in which numbers were added.
    Exact,
    /// As near as amounts that are rounded can tell.
    Rounded,
}

/// A sum of rounded amounts is no further off than this share of it, or it tells nothing.
const ROUNDED: f64 = 2e-3;

/// Amounts with more decimals are not rounded for people.
const DECIMALS: i32 = 4;

fn is_sum(value: f64, parts: impl Iterator<Item = f64>, precision: Precision) -> bool {
    let (mut sum, mut n, mut places) = (0.0, 0_u32, decimals(value));
    for part in parts {
        (sum, n, places) =
            (sum + part, n + 1, if precision == Precision::Exact { 0 } else { places.max(decimals(part)) });
    }
    let slack = match precision {
        Precision::Rounded => off_by_rounding(value, n, places),
        Precision::Exact => 0.0,
    };
    (sum - value).abs() <= slack + ROUNDING * sum.abs().max(1.0)
}

/// By how much a sum of so many amounts with so many decimals may be off; nothing where that would tell little.
fn off_by_rounding(value: f64, n: u32, places: i32) -> f64 {
    let slack = 0.5 * 10f64.powi(-places) * (f64::from(n) + 1.0);
    if places <= DECIMALS && slack <= ROUNDED * value.abs() { slack } else { 0.0 }
}

/// The numbers of a table: its columns of numbers, texts such as `1,200` among them.
pub(super) struct NumericCells {
    /// Column of the table, and its numbers; not a number where there is none.
    pub columns: Vec<(usize, Vec<f64>)>,
}

impl NumericCells {
    /// Reads the columns of numbers of a table; running numbers and years are no amounts.
    pub fn of(table: &RawTable) -> NumericCells {
        let texts: Vec<f64> = table.texts.iter().map(|text| number_of(text).unwrap_or(f64::NAN)).collect();
        let columns = (0..table.columns.len()).filter_map(|column| {
            let numbers = numbers(table, column, &texts)?;
            (!is_running(&numbers) && !are_years(&numbers)).then_some((column, numbers))
        });
        NumericCells { columns: columns.collect() }
    }

    /// Whether a row is this figure of the rows that count, in nearly every column; nothing where no column can tell.
    pub fn agrees(&self, row: usize, figure: SummaryKind, counts: &dyn Fn(usize) -> bool) -> Option<bool> {
        let own = self.columns.iter().filter(|(_, numbers)| numbers[row].is_finite());
        let checked: Vec<bool> = own
            .filter_map(|(_, numbers)| {
                let others = || (0..numbers.len()).filter(|&other| other != row && counts(other));
                let values: Vec<f64> = others().map(|other| numbers[other]).filter(|it| it.is_finite()).collect();
                (values.len() >= FEWEST).then(|| is_figure(numbers[row], figure, values))
            })
            .collect();
        let agreeing = checked.iter().filter(|&&agrees| agrees).count();
        (!checked.is_empty()).then_some(agreeing as f64 >= NEARLY_ALL * checked.len() as f64)
    }

    /// In how many columns a row is the sum of these rows, at least two; nothing where in one that has an amount it is not. Sums of
    /// rounded amounts may differ by as much as these are rounded.
    pub fn adds_up(&self, row: usize, of: &[usize], precision: Precision) -> Option<usize> {
        let own = self.columns.iter().filter(|(_, it)| it[row].is_finite() && it[row] != 0.0);
        let mut columns = 0;
        for (_, it) in own {
            let parts = of.iter().map(|&row| it[row]).filter(|it| it.is_finite());
            if !is_sum(it[row], parts, precision) {
                return None;
            }
            columns += 1;
        }
        (of.len() >= 2 && columns > 0).then_some(columns)
    }
}

fn numbers(table: &RawTable, column: usize, texts: &[f64]) -> Option<Vec<f64>> {
    let cells = &table.columns[column];
    let value = |(&tag, &bits): (&u8, &u64)| match tag {
        NUMBER => f64::from_bits(bits),
        TEXT => texts[bits as usize],
        _ => f64::NAN,
    };
    let filled = cells.tags.iter().filter(|&&tag| tag != super::super::grid::EMPTY).count();
    let likely = cells.tags.iter().filter(|&&tag| tag == NUMBER || tag == TEXT).count();
    if likely < FEWEST || (likely as f64) < MOSTLY * filled as f64 {
        return None;
    }
    let numbers: Vec<f64> = cells.tags.iter().zip(&cells.payload).map(value).collect();
    let found = numbers.iter().filter(|it| it.is_finite()).count();
    (found >= FEWEST && found as f64 >= MOSTLY * filled as f64).then_some(numbers)
}

/// The number that a text is as people write numbers: `1,200`, `△12`, `¥3,000`.
pub(super) fn number_of(text: &str) -> Option<f64> {
    let likely = |c: char| c.is_ascii_digit() || "-+.(△▲−－¥￥£$０１２３４５６７８９".contains(c);
    let text = text.trim();
    if text.len() > 40 || !text.starts_with(likely) {
        return None;
    }
    let plain: String = even(text).chars().filter(|c| !matches!(c, ',' | ' ' | '¥' | '£' | '$')).collect();
    let (sign, digits) = match plain.strip_prefix(['△', '▲', '−', '-']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, plain.as_str()),
    };
    let written = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    if written && !padded { digits.parse().ok().map(|value: f64| sign * value) } else { None }
}

/// Whether numbers count their rows: 1, 2, 3.
fn is_running(numbers: &[f64]) -> bool {
    let steps = numbers.windows(2).filter(|pair| pair[1] == pair[0] + 1.0).count();
    let found = numbers.iter().filter(|it| it.is_finite()).count();
    10 * steps >= 8 * found.saturating_sub(1) && found >= FEWEST
}

fn are_years(numbers: &[f64]) -> bool {
    numbers.iter().filter(|it| it.is_finite()).all(|it| is_year(*it))
}

/// Whether a number is this figure of others, as far as its decimals go.
fn is_figure(value: f64, figure: SummaryKind, mut values: Vec<f64>) -> bool {
    let n = values.len() as f64;
    let sum: f64 = values.iter().sum();
    let size: f64 = values.iter().map(|it| it.abs()).sum();
    let near = |wanted: f64, slack: f64| (value - wanted).abs() <= slack + ROUNDING * size.max(1.0);
    let written = 0.5 * 10f64.powi(-decimals(value)) * (1.0 + ROUNDING);
    values.sort_by(f64::total_cmp);
    match figure {
        SummaryKind::Sum => {
            near(sum, off_by_rounding(value, values.len() as u32, decimals(value)))
                || decimals(value) > 0 && near(sum, n * written)
        }
        SummaryKind::Mean => near(sum / n, written),
        SummaryKind::Median => {
            let middle = values.len() / 2;
            let median =
                if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 };
            near(median, written)
        }
        SummaryKind::Deviation => {
            let squares: f64 = values.iter().map(|it| (it - sum / n).powi(2)).sum();
            near((squares / (n - 1.0)).sqrt(), written) || near((squares / n).sqrt(), written)
        }
        SummaryKind::Largest => value == values[values.len() - 1],
        SummaryKind::Smallest => value == values[0],
        SummaryKind::Number => value == n,
    }
}

/// How many decimals a number is written with.
pub(super) fn decimals(value: f64) -> i32 {
    value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len() as i32).min(15)
}

/// A row that is the sum or the mean of all others although no word says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unnamed {
    pub row: usize,
    pub figure: SummaryKind,
    /// Columns in which it is.
    pub columns: usize,
    /// Whether it is so without rounding.
    pub exact: bool,
}

/// Rows that are the sum or the mean of the other rows that count in every column of amounts, at least two of them.
pub(super) fn unnamed(numbers: &NumericCells, counts: &[bool]) -> Vec<Unnamed> {
    if counts.iter().filter(|&&it| it).count() <= FEWEST + 1 {
        return Vec::new();
    }
    let mut tally = vec![[0u32; 4]; counts.len()];
    for (_, column) in &numbers.columns {
        tally_column(column, counts, &mut tally);
    }
    let rows = (0..counts.len()).filter(|&row| counts[row]);
    rows.filter_map(|row| {
        let [all, sums, means, near] = tally[row];
        let most = |columns: u32, least: u32| columns >= least && f64::from(columns) >= NEARLY_ALL * f64::from(all);
        let (figure, columns) = match () {
            () if most(sums, 2) => (SummaryKind::Sum, sums),
            () if most(near, 3) => (SummaryKind::Sum, near),
            () if most(means, 2) => (SummaryKind::Mean, means),
            () => return None,
        };
        Some(Unnamed { row, figure, columns: columns as usize, exact: sums == columns })
    })
    .collect()
}

/// Of each row: in how many columns it has a number, in how many it is the sum of the others, in how many their mean, and in how many
/// their sum but for rounding.
fn tally_column(column: &[f64], counts: &[bool], tally: &mut [[u32; 4]]) {
    let own = || column.iter().zip(counts).filter(|(it, counts)| **counts && it.is_finite()).map(|(it, _)| *it);
    let (sum, size): (f64, f64) = own().fold((0.0, 0.0), |(sum, size), it| (sum + it, size + it.abs()));
    let (n, filled) = (own().count(), own().filter(|it| *it != 0.0).count());
    let whole = own().filter(|it| it.fract() == 0.0).count();
    let slack = ROUNDING * size.max(1.0);
    // Small whole numbers are the sum or the mean of others by chance.
    let tells = filled > FEWEST && n > FEWEST + 1;
    for (row, &value) in column.iter().enumerate().filter(|&(row, it)| counts[row] && it.is_finite()) {
        let rest = sum - value;
        let mean = rest / (n as f64 - 1.0);
        let fits = value.fract() != 0.0
            && 10 * whole >= 9 * (n - 1)
            && (value - mean).abs() <= 0.5 * 10f64.powi(-decimals(value)) * (1.0 + ROUNDING) + slack;
        tally[row][0] += 1;
        tally[row][1] += u32::from(tells && value != 0.0 && (value - rest).abs() <= slack);
        tally[row][2] += u32::from(tells && fits);
        let close = (value - rest).abs() <= ROUNDED * value.abs() + slack;
        // The decimals of all are only looked at where the sum is near.
        let rounded = || off_by_rounding(value, n as u32, own().map(decimals).max().unwrap_or(0)) + slack;
        tally[row][3] += u32::from(tells && value != 0.0 && close && (value - rest).abs() <= rounded());
    }
}

/// Whether a cell is a number, or a text that is one.
pub(super) fn is_number(cell: &Raw<'_>) -> bool {
    match cell {
        Raw::Number(_) => true,
        Raw::Text(text) => number_of(text).is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_by_their_numbers() {
        let values = vec![23.0, 22.0, 57.0, 34.0];
        assert!(is_figure(136.0, SummaryKind::Sum, values.clone()));
        assert!(is_figure(34.0, SummaryKind::Mean, values.clone()));
        assert!(is_figure(28.5, SummaryKind::Median, values.clone()));
        assert!(
            is_figure(57.0, SummaryKind::Largest, values.clone())
                && is_figure(4.0, SummaryKind::Number, values.clone())
        );
        assert!(!is_figure(135.0, SummaryKind::Sum, values.clone()) && !is_figure(35.0, SummaryKind::Mean, values));
        assert_eq!(number_of("△1,200"), Some(-1200.0));
        assert_eq!([number_of("03"), number_of("3月"), number_of("A1")], [None, None, None]);
    }

    #[test]
    fn a_row_without_a_word_is_told_by_two_columns() {
        let column = |extra: f64| vec![10.0, 25.0, 31.0, 47.0, extra];
        let numbers = |a: f64, b: f64| NumericCells { columns: vec![(0, column(a)), (1, column(b))] };
        let found = unnamed(&numbers(113.0, 113.0), &[true; 5]);
        assert_eq!((found[0].row, found[0].figure, found.len()), (4, SummaryKind::Sum, 1));
        assert_eq!(unnamed(&numbers(113.0, 112.0), &[true; 5]), []);
        assert_eq!(unnamed(&numbers(28.25, 28.25), &[true; 5])[0].figure, SummaryKind::Mean);
    }

    #[test]
    fn sums_of_rounded_amounts_are_sums() {
        let column = |total: f64| vec![1034.0, 2251.0, 3178.0, 4479.0, total];
        let numbers = |total: f64| NumericCells { columns: (0..3).map(|at| (at, column(total))).collect() };
        let found = unnamed(&numbers(10_944.0), &[true; 5]);
        assert_eq!((found[0].row, found[0].figure, found[0].exact), (4, SummaryKind::Sum, false));
        assert_eq!(unnamed(&numbers(10_950.0), &[true; 5]), []);
        let adds_up = |total: f64, precision| numbers(total).adds_up(4, &[0, 1, 2, 3], precision);
        assert_eq!([adds_up(10_942.0, Precision::Exact), adds_up(10_944.0, Precision::Exact)], [Some(3), None]);
        assert_eq!([adds_up(10_944.0, Precision::Rounded), adds_up(10_950.0, Precision::Rounded)], [Some(3), None]);
    }
}
